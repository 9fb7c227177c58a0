"""`python -m bench`: measures everything, or only the parts named, each in a process of its own. Times are never a failure."""

import argparse
import subprocess
import sys

from bench.house import ROOT
from bench.table import console, machine

PARTS = ("ledger", "picture", "acknowledge", "overload", "discord", "telegram", "memory", "start", "workers", "scale", "export", "leaving")
LONG = ("soak",)
"""Only when named, because it takes an hour."""


def main() -> int:
    """Run the parts; 1 if one of them broke."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures InkMirage on this machine and says which goals were met.")
    parser.add_argument("parts", nargs="*", metavar="|".join((*PARTS, *LONG)), help=f"nothing: all but {LONG[0]}")
    given, more = parser.parse_known_args()  # what is not ours is for the part, such as `soak --minutes 5`
    wanted = given.parts or PARTS
    if more and len(wanted) > 1:
        parser.error(f"for which part is {' '.join(more)}?")
    if unknown := set(wanted) - {*PARTS, *LONG}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    console.print(f"{machine()}\nAbsolute times depend on the machine and what else it does; compare the ratios.\n")
    broken = [part for part in wanted if subprocess.run([sys.executable, "-m", f"bench.{part}", *more], cwd=ROOT, check=False).returncode]
    for part in broken:
        console.print(f"{part} broke; see above")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
