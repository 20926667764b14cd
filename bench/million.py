"""One delivery of a million rows, applied: python -m bench.million [--rows N]. Prints lines for docs/performance.md.

What goals 1 to 4 tell of fifty thousand rows and of reading, told once of a whole load at the size of performance.md.
"""

import argparse
import sys
from pathlib import Path

from bench.loads import measured
from bench.place import opened
from bench.run import say
from bench.setting import Setting


def main() -> int:
    """Measures the floors, then the delivery fresh, once more, and with a tenth changed."""
    parser = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="keep the databases here, and use what is there")
    chosen = parser.parse_args()
    with opened(chosen.home) as place:
        (told,) = measured(Setting(place, is_quick=False), chosen.rows, 1)
    say(f"COPY {told.floor:.1f} s, with key {told.keyed:.1f} s")
    for name, one in (("fresh", told.fresh), ("the same file again", told.again), ("a tenth changed", told.changed)):
        say(
            f"| {name} | {one.outcome} | {one.read} | {one.accepted} | {one.refused} | {one.seconds:.1f} s "
            f"| {told.floor / one.seconds:.3f} | {one.peak:.0f} MiB |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
