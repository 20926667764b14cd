"""Measures the goals of docs/performance.md: python -m bench [--goal N ...] [--quick] [--home FOLDER] [--render]."""

import argparse
import sys
import traceback
from pathlib import Path

from bench import document, run
from bench.place import opened
from bench.setting import Setting


def main() -> int:
    """0 when no goal broke, met or not. What breaks ends its own goal, and nothing of it is kept; the others go on."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the product against floors and peers."
    )
    parser.add_argument(
        "--goal", type=int, action="append", choices=sorted(run.goals()), help="only this one; repeatable"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a small country and no peers, to see that it runs; nothing is kept"
    )
    parser.add_argument("--home", type=Path, help="keep the databases here, and use what is there")
    parser.add_argument("--render", action="store_true", help="only write docs/performance.md again from what is kept")
    chosen = parser.parse_args()
    results, broken = run.read_results(), []
    if not chosen.render:
        with opened(chosen.home) as place:
            setting = Setting(place, chosen.quick)
            for number in chosen.goal or sorted(run.goals()):
                try:
                    results[str(number)] = run.measure(number, setting, run.say)
                except Exception:  # noqa: BLE001 - whatever it is: an hour of the other goals is not lost for it
                    traceback.print_exc()
                    results.pop(str(number), None)
                    broken.append(str(number))
                if not chosen.quick:
                    run.keep_results(results)
    if not chosen.quick:
        document.write(results)
    if broken:
        run.say(f"broke: {', '.join(broken)}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
