"""Everything that is checked, part after part, and how long each took: tests/run.py [--quick | --faults | --lint]."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DEBIAN15 = Path("/usr/lib/postgresql/15/bin/postgres")
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal"]
# What a second server can change: every statement stands in sql/ and is tested there, loading in tests/etl.
ON_A_SECOND_SERVER = ["-m", "database and not browser and not faults and not plans", "tests/sql", "tests/etl"]
LINT = {
    "lint": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy"],
    "import contracts": [BIN / "lint-imports"],
}


def main() -> int:
    """0 when every part passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--lint", action="store_true")
    chosen = parser.parse_args()
    if chosen.lint:
        return run({**LINT, "bans and secrets": [sys.executable, "-m", "pytest", "-q", "tests/test_bans.py"]})
    if chosen.quick:
        return run({"lint": LINT["lint"], "quick tests": [*PYTEST, "-m", "not database and not browser"]})
    if chosen.faults:
        return run({"faults": [*PYTEST, "--dist", "loadfile", "-m", "faults", "--durations=10"]})
    os.environ["CHROMIUM"] = subprocess.run(
        [sys.executable, "tests/browser.py"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()
    parts = {**LINT, "tests": [*PYTEST, "--server", "embedded"]}
    if os.environ.get("TEST_DATABASE_URL"):
        parts["tests on TEST_DATABASE_URL"] = [*PYTEST, *ON_A_SECOND_SERVER, "--server", "url"]
    elif DEBIAN15.exists():
        parts["tests on PostgreSQL 15"] = [*PYTEST, *ON_A_SECOND_SERVER, "--server", "debian15"]
    else:
        print("The database tests do not run a second time: Debian's PostgreSQL 15 is not installed.")
    return run(parts)


def run(parts: dict[str, list[str | Path]]) -> int:
    """Run every part, whatever became of the one before."""
    outcomes = []
    for name, command in parts.items():
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
        outcomes.append((name, time.monotonic() - began, code))
    print()
    for name, seconds, code in outcomes:
        print(f"{name:<28} {seconds:6.1f} s  {'passed' if code == 0 else f'FAILED ({code})'}")
    return int(any(code for _, _, code in outcomes))


if __name__ == "__main__":
    sys.exit(main())
