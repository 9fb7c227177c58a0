"""The legal texts that applied to one person, and what they were told about them: a part of their copy (PRV-65)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.legal.releases import PolicyNotice, Release, applied, in_force
from core.legal.versions import Kind, Version
from core.text import choose_locale

FOLDER = "about/policy"


@dataclass(frozen=True)
class Applied:
    """A text, and from when until when it applied to the person; `until` is open while it does."""

    text: Version
    since: datetime
    until: datetime | None

    @property
    def file(self) -> str:
        """Its name in the bundle."""
        return f"{FOLDER}/{self.text.kind}-{self.text.id}.txt"


def applied_texts(releases: Sequence[Release], notices: Sequence[PolicyNotice], joined_at: datetime, now: datetime) -> list[Applied]:
    """Every text that has applied to a person who joined then, document by document, the oldest first (PRV-61)."""
    return [one for kind in Kind for one in _of(kind, releases, notices, joined_at, now)]


def _of(kind: Kind, releases: Sequence[Release], notices: Sequence[PolicyNotice], joined_at: datetime, now: datetime) -> list[Applied]:
    begun = [(release.text_of(kind), max(at, joined_at)) for release, at in applied(releases, joined_at, notices, now)]
    begun = begun or [(in_force(kind, releases, now), joined_at)]
    # A release that leaves this document as it was ends nothing.
    changes = [pair for at, pair in enumerate(begun) if at == 0 or pair[0] != begun[at - 1][0]]
    ends = [since for _, since in changes[1:]]
    return [Applied(text, since, until) for (text, since), until in zip(changes, [*ends, None], strict=True)]


def policy_files(
    releases: Sequence[Release], notices: Sequence[PolicyNotice], joined_at: datetime, locale: str, now: datetime
) -> Iterator[tuple[str, bytes]]:
    """What belongs into a person's copy, by name: each text as it was published, in their language, and a list with hashes and notices.

    Reads files: for a thread.
    """
    texts, spoken = applied_texts(releases, notices, joined_at, now), choose_locale(locale)
    for name in dict.fromkeys(one.file for one in texts):
        text = next(one.text for one in texts if one.file == name)
        yield name, text.words(spoken).encode()
    told = {"versions": [_listed(one, spoken) for one in texts], "notices": [_told(one) for one in notices]}
    yield f"{FOLDER}/applied.json", f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()


def _listed(one: Applied, locale: str) -> dict[str, str | None]:
    what = {"document": one.text.kind.value, "version": one.text.id, "status": one.text.status.value}
    when = {"from": _instant(one.since), "until": _instant(one.until)}
    return {**what, **when, "file": one.file, "language": locale, "sha256": one.text.sha256(locale)}


def _told(notice: PolicyNotice) -> dict[str, str | None]:
    what = {"version": notice.version, "kind": notice.kind.value, "channel": notice.channel, "state": notice.state.value}
    return {**what, "sent": _instant(notice.sent_at), "shown": _instant(notice.shown_at)}


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
