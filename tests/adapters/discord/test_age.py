"""The age screen on Discord: one form with nothing in it, for the person's eyes alone (PRV-54, PRV-55; T-AGE)."""

import json

import pytest

from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.discord.house import FOX, MAKE, Scene, inkmirage, offered
from tests.core.rights.database import files_with, standing_alone
from tests.loopback_discord.people import Call, Person

ENTER = "Enter month and year"


async def form_of(scene: Scene, person: Person) -> Call:
    call = await person.command("imagine", {"prompt": FOX}, channel=scene.general)
    question = await call.until(lambda message: "When were you born?" in message.text)
    assert not scene.ben.sees(question) or person is scene.ben
    return await person.press(question, ENTER)


async def test_one_form_and_the_request_again(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder, privacy__age_screen="on"):
        opened = await form_of(scene, scene.ann)
        assert opened.modal.labels == ["Year of birth", "Month of birth"]
        assert not [field for field in opened.modal.fields if field.get("value")], "nothing is filled in"
        assert not [one for field in opened.modal.fields for one in field.get("options", []) if one.get("default")]
        sent = await scene.ann.submit(opened.modal, {"Year of birth": "1984", "Month of birth": ["May"]})
        told = await sent.until(lambda message: "Thank you" in message.text)
        assert "mayi.one" in told.text
        assert not scene.ben.sees(told)
        _, offer = await offered(scene, scene.ann)
        assert MAKE in offer.labels


@pytest.mark.proves("PRV-54", "T-AGE")
@pytest.mark.parametrize(("year", "says"), [("1984", "Thank you"), ("2015", "You cannot use InkMirage yet"), ("1850", "Please check it")])
async def test_neither_what_we_keep_nor_what_we_send_says_the_year(scene: Scene, year: str, says: str) -> None:
    async with inkmirage(scene.discord, scene.folder, privacy__age_screen="on") as program:
        opened = await form_of(scene, scene.ann)
        sent = await scene.ann.submit(opened.modal, {"Year of birth": year, "Month of birth": ["May"]})
        await sent.until(lambda message: says in message.text)
        wanted = standing_alone(int(year))
        assert not [call for call in scene.discord.exchanges if wanted.search(json.dumps(call.body, default=str).encode())]
        assert not files_with(scene.folder, wanted)

        def people(uow: UnitOfWork) -> int:
            assert isinstance(uow, SqlUnitOfWork)
            return int(uow.connection.exec_driver_sql("SELECT count(*) FROM account").scalar_one())

        assert await program.store.read(people) == (1 if year == "1984" else 0)
