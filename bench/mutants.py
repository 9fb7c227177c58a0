"""Seed faults and see whether the tests notice: `python -m bench.mutants`. Exit code 1 if one survives.

python -m bench.mutants                        every list
python -m bench.mutants privacy                one of them
python -m bench.mutants privacy --part 2/6     every sixth fault of it, beginning with the second
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import ledger_mutants, money_mutants, payment_mutants, privacy_mutants, simulation_mutants
from bench.faults import Fault, Unsound, outcomes

LISTS: Mapping[str, Sequence[Fault]] = {
    "ledger": ledger_mutants.FAULTS,
    "privacy": privacy_mutants.FAULTS,
    "money": money_mutants.FAULTS,
    "payments": payment_mutants.FAULTS,
    "simulation": simulation_mutants.FAULTS,
}


def main() -> int:
    """Try the faults, print a line for each, and the score of each list and of all together."""
    arguments = argparse.ArgumentParser(prog="python -m bench.mutants", description="Seed faults and count how many the tests catch.")
    arguments.add_argument("lists", nargs="*", metavar="list", help=f"of {', '.join(LISTS)}; all unless given")
    arguments.add_argument("--part", default="1/1", help="K/N: every Nth fault of each list, beginning with the Kth")
    chosen = arguments.parse_args()
    first, step = map(int, chosen.part.split("/"))
    if unknown := set(chosen.lists) - LISTS.keys():
        arguments.error(f"no such list: {', '.join(unknown)}")
    scores = [_score(name, LISTS[name][first - 1 :: step]) for name in chosen.lists or LISTS]
    caught, total = (sum(numbers) for numbers in zip(*scores, strict=True))
    print(f"mutants caught: {caught}/{total}")
    return 0 if caught == total else 1


def _score(name: str, faults: Sequence[Fault]) -> tuple[int, int]:
    """How many of the list were caught, of how many; none if the tests fail by themselves."""
    caught = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        try:
            for fault, by in outcomes(faults, Path(folder)):
                caught += by is not None
                print(f"{'caught  ' if by else 'SURVIVED'}  {fault.breaks}  <- {by or 'nothing'}", flush=True)
        except Unsound as failure:
            print(f"the tests fail without any fault: {failure}")
    print(f"{name} mutants caught: {caught}/{len(faults)}", flush=True)
    return caught, len(faults)


if __name__ == "__main__":
    sys.exit(main())
