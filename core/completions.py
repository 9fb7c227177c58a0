"""What fits half a word: one's own jobs, or the packs for sale. Every surface that can complete asks here."""

from dataclasses import dataclass

from core.pricing import Tariff
from core.prompts import shortened
from core.results import credits
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, Money, text

MOST = 8
LOOKED_AT = 50
LABEL_LENGTH = 60


@dataclass(frozen=True)
class Completion:
    """A value and what a person reads for it."""

    value: str
    label: str


class Completions:
    """The sources by their names in the declarations (`Known`)."""

    def __init__(self, store: Store, catalogue: Catalogue, tariff: Tariff) -> None:
        self._store = store
        self._catalogue = catalogue
        self._tariff = tariff

    async def fitting(self, source: str, typed: str, account_id: str, locale: str) -> list[Completion]:
        """Up to eight that contain what was typed so far."""
        wanted = typed.strip().lstrip("#").lower()
        if source == "history":
            found = await self._store.read(lambda uow: _history(uow, account_id))
        else:
            found = self._packs(locale) if source == "packs" else []
        return [one for one in found if wanted in f"{one.value} {one.label}".lower()][:MOST]

    def _packs(self, locale: str) -> list[Completion]:
        labels = {
            pack.id: text("button-pack", credits=credits(pack.credits), price=Money(pack.price, pack.currency))
            for pack in self._tariff.packs
        }
        return [Completion(id, self._catalogue.format(label, locale)) for id, label in labels.items()]


def _history(uow: UnitOfWork, account_id: str) -> list[Completion]:
    jobs = uow.jobs.recent(account_id, limit=LOOKED_AT)
    return [Completion(job.code, f"#{job.code} · {shortened(job.prompt, LABEL_LENGTH)}") for job in jobs]
