"""`make audit`: does any package of the lock files have a known vulnerability?

pip-audit asks the vulnerability service about the locked versions, hashes and all, without installing anything. What is known and cannot
be mended yet stands in `.ci/audit-allowed.toml`, with a reason and a day after which it counts again. Where the service cannot be reached
nothing is known: that is said loudly, and is a failure only if INKMIRAGE_REQUIRE contains `audit`.
"""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.ambient import utc_now

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
ALLOWED = ROOT / ".ci" / "audit-allowed.toml"
SECONDS = 120.0
"""For each lock file; a service that is so slow is as good as none."""
OPTIONS = (
    "--vulnerability-service",
    "osv",
    "--require-hashes",
    "--disable-pip",
    "--format",
    "json",
    "--progress-spinner",
    "off",
    "--timeout",
    "10",
)


class Unreachable(Exception):
    """The service did not answer, so nothing is known. The message is pip-audit's last line."""


@dataclass(frozen=True)
class Allowed:
    """A vulnerability that does not count until that day, and why."""

    id: str
    reason: str
    until: date


@dataclass(frozen=True)
class Found:
    """A known vulnerability of a locked package."""

    package: str
    version: str
    ids: frozenset[str]
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {', '.join(sorted(self.ids))}; fixed in {', '.join(self.fixed) or 'no version yet'}"


def allowed(file: Path) -> list[Allowed]:
    """The list. Raises `ValueError` for an entry without its three values."""
    entries = tomllib.loads(file.read_text("utf-8")).get("allowed", [])
    for entry in entries:
        if set(entry) != {"id", "reason", "until"} or not str(entry["reason"]).strip() or not isinstance(entry["until"], date):
            raise ValueError(f"{file.name}: each entry needs an id, a reason and a day (until = 2027-01-31): {entry}")
    return [Allowed(**entry) for entry in entries]


def found_in(answer: Mapping[str, Any]) -> Iterator[Found]:
    """What pip-audit found, as its JSON says it."""
    for package in answer["dependencies"]:
        for one in package.get("vulns", []):
            ids = frozenset({one["id"], *one.get("aliases", [])})
            yield Found(package["name"], package["version"], ids, tuple(one.get("fix_versions", [])))


def counting(found: Iterator[Found], known: list[Allowed], today: date) -> list[Found]:
    """Those that are not allowed today."""
    now = {entry.id for entry in known if today <= entry.until}
    return [one for one in found if not one.ids & now]


def asked(lock: str, *more: str) -> Mapping[str, Any]:
    """pip-audit's answer about a lock file. Raises `Unreachable`."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / lock), *OPTIONS, *more]
    try:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
        answer: Mapping[str, Any] = json.loads(ended.stdout)
    except subprocess.TimeoutExpired:
        raise Unreachable(f"no answer within {SECONDS:.0f} seconds") from None
    except ValueError:
        raise Unreachable((ended.stderr.strip().splitlines() or ["no answer"])[-1][:300]) from None
    return answer


def main(*more: str) -> int:
    """Exit code 1 for a vulnerability that counts, or for an audit that was required and could not be made."""
    known, today = allowed(ALLOWED), utc_now().date()
    try:
        open_ = sorted({str(one) for lock in LOCKS for one in counting(found_in(asked(lock, *more)), known, today)})
    except Unreachable as why:
        required = "audit" in os.environ.get("INKMIRAGE_REQUIRE", "").split(",")
        print(f"DEPENDENCIES WERE NOT AUDITED, because the vulnerability service cannot be reached: {why}", file=sys.stderr)
        print("(INKMIRAGE_REQUIRE=audit makes this a failure)", file=sys.stderr)
        return int(required)
    for line in open_:
        print(line)
    print(f"{len(open_)} known vulnerabilities in {' and '.join(LOCKS)}")
    return int(bool(open_))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
