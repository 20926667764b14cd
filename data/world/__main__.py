"""python -m data.world samples [--folder FOLDER]: rewrite the committed samples."""

import argparse
from pathlib import Path

from data.world import samples


def main() -> None:
    """Reads the command line and makes what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m data.world", description="Make the fictional sample world.")
    commands = parser.add_subparsers(dest="command", required=True)
    committed = commands.add_parser("samples", help="rewrite the committed samples")
    committed.add_argument("--folder", type=Path, default=samples.FOLDER)
    asked = parser.parse_args()
    samples.write_all(asked.folder)
    print(f"samples written to {asked.folder}")


main()
