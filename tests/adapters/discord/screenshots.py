"""Makes docs/screenshots/discord.png: `python -m tests.adapters.discord.screenshots`."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.adapters.discord.house import inkmirage
from tests.loopback_discord.card import conversation
from tests.loopback_discord.server import LoopbackDiscord

FOLDER = Path(__file__).parents[3] / "docs" / "screenshots"
SOON = 30.0


async def story(folder: Path) -> dict[str, str]:
    """The pages to photograph, by name."""
    pages: dict[str, str] = {}
    async with LoopbackDiscord() as discord:
        guild = discord.guild("Painters")
        ann, dora = discord.user("Ann", guilds=[guild]), discord.user("Dora", locale="de", guilds=[guild])
        general = guild.channel("general")
        async with inkmirage(discord, folder, mayi__sandbox_pace=6.0):
            offer = await (await ann.command("imagine", {"prompt": "a fox in the rain"}, channel=general)).finished()
            pages["discord-price"] = conversation(general, ann)
            pressed = await ann.press(offer, offer.labels[0])
            await pressed.until(lambda message: bool(message.files), SOON)
            pages["discord-progress"] = conversation(general, ann)
            await pressed.until(lambda message: "Here is your picture" in message.text, SOON)
            await (await dora.command("balance", channel=general)).finished()
            pages["discord"] = conversation(general, dora)
    return pages


async def photograph(pages: dict[str, str]) -> None:
    """Every page as Chromium shows it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = await browser.new_page(viewport={"width": 760, "height": 400})
        for name, html in pages.items():
            await page.set_content(html)
            await page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
        await browser.close()


async def main() -> None:
    """Live the story, then photograph it."""
    with tempfile.TemporaryDirectory() as folder:
        await photograph(await story(Path(folder)))


if __name__ == "__main__":
    asyncio.run(main())
