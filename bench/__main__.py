"""Measures the goals of docs/performance.md: python -m bench [--goal N ...] [--quick] [--home FOLDER] [--render]."""

import argparse
import sys
from pathlib import Path

from bench import document, run
from bench.place import opened
from bench.setting import Setting


def main() -> int:
    """0 when every goal could be measured, met or not."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the product against floors and peers."
    )
    parser.add_argument(
        "--goal", type=int, action="append", choices=sorted(run.goals()), help="only this one; repeatable"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the size, to see that it runs; nothing is kept"
    )
    parser.add_argument("--home", type=Path, help="keep the databases here, and use what is there")
    parser.add_argument("--render", action="store_true", help="only write docs/performance.md again from what is kept")
    chosen = parser.parse_args()
    results = run.read_results()
    if not chosen.render:
        with opened(chosen.home) as place:
            setting = Setting(place, chosen.quick)
            for number in chosen.goal or sorted(run.goals()):
                results[str(number)] = run.measure(number, setting, run.say)
                if not chosen.quick:
                    run.keep_results(results)
    if not chosen.quick:
        document.write(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
