"""Makes docs/screenshots/telegram*.png: `python -m tests.adapters.telegram.screenshots`. Takes half a minute."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.adapters.telegram.house import FOX, SOON, Scene, inkmirage, is_done, made, offered
from tests.loopback_telegram.card import conversation
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.photographs import photograph
from tests.loopback_telegram.server import LoopbackTelegram

FOLDER = Path(__file__).parents[3] / "docs" / "screenshots"
PHONE = 412


async def story(folder: Path) -> dict[str, str]:
    """The pages to photograph, by name."""
    async with LoopbackTelegram() as telegram:
        ann, ben = telegram.user("Ann"), telegram.user("Ben")
        scene = Scene(telegram, telegram.group("Painters", [ann, ben]), ann, ben, folder)
        async with inkmirage(telegram, folder, mayi__sandbox_pace=5.0):
            return {
                "telegram-private": await _private(scene),
                "telegram-progress": await _progress(scene),
                "telegram": await _group(scene),
            }


async def _group(scene: Scene) -> str:
    """What a group reads: a request and its picture, then somebody else's."""
    await made(scene, scene.ann, FOX, scene.group)
    await made(scene, scene.ben, "a sleeping cat --quality low", scene.group)
    return conversation(scene.group, scene.ann)


async def _private(scene: Scene) -> str:
    """The welcome, an offer with its choices open, and what came of another one."""
    chat, started = scene.ann.private, await scene.ann.starts()
    await scene.telegram.message_in(chat, lambda message: bool(message.buttons), after=started, within=SOON)
    offer = await offered(scene, scene.ann, "a lighthouse in a storm")
    await scene.ann.press(offer, "Change")
    await _until(scene, offer, lambda message: "● Square" in message.labels)
    await made(scene, scene.ann, "a ship at night --quality low")
    return conversation(chat, scene.ann)


async def _progress(scene: Scene) -> str:
    """A chat with nothing in it but a picture that is on its way."""
    offer = await offered(scene, scene.ben)
    await scene.ben.press(offer, offer.labels[0])
    await _until(scene, offer, lambda message: message.photo is not None and not is_done(message))
    page = conversation(scene.ben.private, scene.ben)
    await _until(scene, offer, is_done)
    return page


async def _until(scene: Scene, message: Message, fits: Callable[[Message], bool]) -> None:
    await scene.telegram.pulse.until(lambda: fits(message) or None, SOON)


async def main() -> None:
    """Live the story, then photograph it."""
    with tempfile.TemporaryDirectory() as folder:
        await photograph(await story(Path(folder)), FOLDER, width=PHONE, scale=1)


if __name__ == "__main__":
    asyncio.run(main())
