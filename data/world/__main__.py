"""Makes the fictional sample world.

python -m data.world samples [--folder FOLDER]
    rewrites the committed samples.
python -m data.world demo --home HOME [--until DATE] [--nights 60] [--months 24] [--now MOMENT]
    writes reference lists into HOME/reference and what is not there yet of the deliveries into HOME/drop/<source>.
"""

import argparse
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from data.world import demo, samples
from data.world.nights import AMSTERDAM
from data.world.world import build


def main() -> None:
    """Reads the command line and makes what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m data.world", description="Make the fictional sample world.")
    commands = parser.add_subparsers(dest="command", required=True)
    committed = commands.add_parser("samples", help="rewrite the committed samples")
    committed.add_argument("--folder", type=Path, default=samples.FOLDER)
    shown = commands.add_parser("demo", help="write the deliveries of the demonstration that are not there yet")
    shown.add_argument("--home", type=Path, required=True, help="the folder TRANSFERPUNT_HOME")
    shown.add_argument("--until", type=date.fromisoformat, help="evening of the last night (default: yesterday)")
    shown.add_argument("--nights", type=int, default=60)
    shown.add_argument("--months", type=int, default=24)
    shown.add_argument("--now", type=datetime.fromisoformat, help="nothing comes after this (default: the clock)")
    asked = parser.parse_args()
    if asked.command == "samples":
        print(*samples.write_all(asked.folder), sep="\n")
    else:
        _demo(asked)


def _demo(asked: argparse.Namespace) -> None:
    started = time.monotonic()
    now = (asked.now or datetime.now(AMSTERDAM)).astimezone(AMSTERDAM)
    world = build()
    print(f"sample world: {len(world.locations)} locations, {len(world.offers)} offers", flush=True)
    demo.write_reference(world, asked.home / "reference")
    span = demo.span(asked.until or now.date() - timedelta(days=1), asked.nights, asked.months, now)
    written = demo.write_deliveries(world, asked.home / "drop", span, lambda line: print(line, flush=True))
    print(f"{written} deliveries written in {time.monotonic() - started:.1f} s", flush=True)


main()
