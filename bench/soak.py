"""Fifty visitors for half an hour while deliveries are loaded one after another: python -m bench.soak [--minutes 30].

--national: in the whole country, with nights of all its rows, instead of a tenth of it.
Nothing is written down: a row for docs/performance.md is printed. It ends with 1 when there was an error, or when the
web processes hold a tenth more at the end than after the first quarter.
"""

import argparse
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from bench.goal_14_visitors import all_clicking
from bench.load import load
from bench.place import opened
from bench.run import say
from bench.setting import Setting
from bench.web import fill_buckets, served, visitor
from bench.world import N1, TENTH, Size

WORK = "bench_soak"
VISITORS, EVERY = 50, 10.0  # how many; seconds between two looks at the memory
GROWN = 1.1


def main() -> int:
    """0 when no click failed and memory stayed flat."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--national", action="store_true", help="the whole country instead of a tenth")
    parser.add_argument("--home", type=Path, help="keep the databases here, and use what is there")
    chosen = parser.parse_args()
    with opened(chosen.home) as place:
        return _soak(Setting(place, is_quick=False), N1 if chosen.national else TENTH, 60 * chosen.minutes)


def _soak(setting: Setting, size: Size, seconds: float) -> int:
    setting.ready(WORK, size)
    held: list[float] = []
    loads: list[str] = []
    ended = threading.Event()
    with served(setting, WORK) as address, ThreadPoolExecutor(2) as pool:
        visitors = [visitor(address, number) for number in range(VISITORS)]
        watching = pool.submit(_watch, setting, held, ended)
        loading = pool.submit(_load_on, setting, size, loads, ended)
        clicks = all_clicking(visitors, seconds)
        ended.set()
        watching.result()
        loading.result()
    setting.place.drop(WORK)
    quarter = max(1, len(held) // 4)
    before, after = median(held[quarter : 2 * quarter]), median(held[-quarter:])
    errors = sum(not is_well for _, is_well in clicks)
    took = sorted(took for took, _ in clicks)
    say(
        f"| {size.name}, {seconds / 60:.0f} minutes | {len(clicks)} clicks, {errors} errors "
        f"| p50 {median(took):.2f} s, p95 {took[int(0.95 * len(took))]:.2f} s "
        f"| {loads.count('applied')} deliveries applied of {len(loads)} "
        f"| both web processes: {before:.0f} MiB in the second quarter, {after:.0f} MiB in the last |"
    )
    return int(errors > 0 or after > GROWN * before)


def _watch(setting: Setting, held: list[float], ended: threading.Event) -> None:
    """Looks at the memory of the web processes now and then, and lets everybody ask on: their clock stands still."""
    while not ended.wait(EVERY):
        held.append(_web_memory(setting))
        fill_buckets(setting.place, WORK)


def _load_on(setting: Setting, size: Size, loads: list[str], ended: threading.Event) -> None:
    while not ended.is_set():
        path = setting.next_night(size, len(loads))
        loads.append(load(setting.place, WORK, path).outcome)
        path.unlink()
        ended.wait(EVERY)


def _web_memory(setting: Setting) -> float:
    """MiB of all processes that serve pages from this database; what they share counts once."""
    mark = f"TRANSFERPUNT_HOME={setting.place.folder(WORK)}".encode()
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() and b"gunicorn" in (process / "cmdline").read_bytes():
                shares = (process / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in shares if line.startswith("Pss:"))
        except OSError:  # it ended while we looked, or is somebody else's
            continue
    return total / 1024


if __name__ == "__main__":
    began = time.monotonic()
    code = main()
    say(f"took {time.monotonic() - began:.0f} s")
    sys.exit(code)
