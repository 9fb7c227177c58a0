"""`python -m tests.fuzz TARGET --minutes 10`: tries mutated inputs on one target, or on all of them one after another.

Exit code 1 if one broke it: the smallest such input is written to a file, and how to try it again is printed.
"""

import argparse
import hashlib
import logging
import secrets
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzz.engine import Tally, fuzz, replay
from tests.fuzz.registry import TARGETS
from tests.fuzz.target import Target


def main() -> int:
    """Read the command line and do it."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("target", nargs="?", choices=["all", *TARGETS], default="all")
    asked.add_argument("--minutes", type=float, default=1.0, help="for each target")
    asked.add_argument("--seed", type=int, default=None, help="where chance begins; printed, so that it can be had again")
    asked.add_argument("--replay", type=Path, default=None, help="try only the input in this file")
    given = asked.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())
    chosen = list(TARGETS.values()) if given.target == "all" else [TARGETS[given.target]]
    if given.replay is not None:
        print(replay(chosen[0], given.replay.read_bytes()))
        return 0
    seed = secrets.randbits(32) if given.seed is None else given.seed
    held = [_held(target, seed, given.minutes) for target in chosen]
    return 1 if not all(held) else 0


def _held(target: Target, seed: int, minutes: float) -> bool:
    print(f"{target.name}: seed {seed}, {minutes:g} minutes", flush=True)
    began = time.monotonic()
    tally = fuzz(target, first_seed=seed, minutes=minutes)
    print(f"{target.name}: {tally.executions} executions in {(time.monotonic() - began) / 60:.1f} minutes, {len(tally.outcomes)} outcomes")
    for outcome, number in tally.outcomes.most_common(12):
        print(f"  {number:>8}  {outcome}")
    if tally.failing is not None:
        _tell(target, tally, tally.failing)
    sys.stdout.flush()
    return tally.failing is None


def _tell(target: Target, tally: Tally, failing: bytes) -> None:
    for kind, number in tally.exceptions.most_common():
        print(f"  {number:>8}  BROKE IT: {kind}")
    file = Path(tempfile.gettempdir()) / f"fuzz-{target.name}-{hashlib.sha256(failing).hexdigest()[:12]}"
    file.write_bytes(failing)
    if tally.error is not None:
        print("".join(traceback.format_exception(tally.error)))
    print(f"  input: {failing[:300]!r}\n  again: python -m tests.fuzz {target.name} --replay {file}")


if __name__ == "__main__":
    sys.exit(main())
