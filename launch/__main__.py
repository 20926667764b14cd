"""The whole product on this machine, started and stopped as one: python -m launch demo | serve | stop | reset."""

import argparse
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from launch import address, holder, steps
from launch.address import Address
from launch.crew import CHECKOUT, MARK, Crew, Stopped, end_orphans
from launch.programs import WANTED, GaveUp, Program, Running, read_procfile
from launch.progress import Progress
from sql import embedded
from sql.database import Settings, dispose, engine, ensure_embedded, is_embedded
from sql.errors import DatabaseError, SettingsError
from sql.home import prepare
from sql.migrate import is_current

# What this product keeps in a home.
KEPT = {
    *(
        "VERSION",
        "audit",
        "backups",
        "credential_key",
        "drop",
        "locks",
        "logs",
        "metrics",
        "postgres",
        "postgres.new",
        "programs",
    ),
    *("reference", "role_passwords.json", "run", "secret_key", "wal"),
}


def main() -> int:
    """Exit code: 0 when stopped on request, 1 with a sentence otherwise."""
    parser = argparse.ArgumentParser(prog="python -m launch", description=__doc__)
    parser.add_argument("what", choices=["demo", "serve", "stop", "reset"])
    parser.add_argument("--yes", action="store_true", help="reset without asking")
    arguments = parser.parse_args()
    try:
        environ = with_env_file(os.environ, CHECKOUT / ".env")
        settings = Settings.from_env(environ)
        prepare(settings.home)
        if arguments.what == "stop":
            return stop(settings)
        if arguments.what == "reset":
            return reset(settings, is_sure=arguments.yes)
        return run(settings, environ, is_demo=arguments.what == "demo")
    except (DatabaseError, holder.Held, steps.StepFailed, GaveUp) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in {errno.EPIPE, errno.EIO}:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # who listened is gone: a pipe, a terminal
        return 1


def run(settings: Settings, environ: Mapping[str, str], *, is_demo: bool) -> int:
    """Start everything, keep it running, end everything. 0 when told to stop."""
    if is_demo and not is_embedded(settings):
        raise SettingsError(
            "DATABASE_URL is set, and made-up data do not belong on a server. "
            "Run the product itself with `make serve`, or the demo without it: env -u DATABASE_URL make demo"
        )
    pages = address.from_env(environ)
    with holder.held(settings.home, str(pages)):
        if left := end_orphans(settings.home):
            print(f"Ended {left} processes that a killed run had left behind.")
        address.demand_free(pages)
        path = f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', os.defpath)}"
        own = {"TRANSFERPUNT_HOME": str(settings.home), "PORT": str(pages.port), "PATH": path, "PYTHONUNBUFFERED": "1"}
        if is_demo:
            own |= {"TRANSFERPUNT_DEMO": "1", "TRANSFERPUNT_SIGN_IN": "demo"}
        with Crew({**environ, **own, MARK: str(settings.home)}) as crew:
            try:
                start(settings, crew, pages, is_demo=is_demo)
            except Stopped:
                print("\nStopping …", flush=True)
            finally:
                crew.end()
                dispose()
                if is_embedded(settings):
                    embedded.let_go(settings.home)
    print("Stopped.", flush=True)
    return 0


def start(settings: Settings, crew: Crew, pages: Address, *, is_demo: bool) -> NoReturn:
    """The steps, then the programs. Ends with Stopped or with an error."""
    todo = steps.DEMO if is_demo else steps.SERVE
    progress = Progress(len(todo) + 2)
    progress.begin("Start the database" if is_embedded(settings) else "Reach the database")
    ensure_embedded(settings)
    with engine("owner", settings=settings).connect() as owner:  # refuses a server that is too old, and a superuser
        is_known = is_current(owner)
    dispose()
    progress.finish(f"data in {settings.home}" if is_embedded(settings) else "")
    commands = read_procfile(CHECKOUT / "Procfile")
    running = Running(crew, [Program(name, commands[name]) for name in WANTED], progress.say)
    if is_known:
        running.start("web")  # shows what was known yesterday, while the steps look for what is new
    if is_demo:
        steps.put_samples(CHECKOUT / "data" / "sample", settings.home)
    for step in todo:
        steps.run(step, crew, progress, settings.home, yesterday(), others=running.take)
    progress.begin("Start the pages and the worker")

    def tell() -> None:
        progress.finish()
        print(f"\n{what_to_see(pages, is_demo=is_demo)}\n", flush=True)

    running.keep(lambda: address.is_answering(pages), tell)


def what_to_see(pages: Address, *, is_demo: bool) -> str:
    """The last words of a start."""
    if not is_demo:
        return (
            f"Transferpunt runs on {pages}, and can be reached from this machine only.\n"
            "The first account: .venv/bin/python -m dashboard users add LOGIN --role operator --name NAME\n"
            "Ctrl-C stops it."
        )
    return f"""Transferpunt runs on {pages} with a made-up world: no provider, place or number in it is real.
Choose there as whom you look around; no password is asked.

  {pages}/vrije-plekken
      where a place is free: choose a kind of care, an urgency and a postcode
  {pages}/regio
      one region: free places by care and urgency, who delivered late, the map
  .venv/bin/python -m etl deliveries
      what came in, and what was refused and why

It can be reached from this machine only. Ctrl-C stops it; the data stay for the next start."""


def stop(settings: Settings) -> int:
    """Stop a run and the embedded server of this home, from another terminal."""
    running = holder.holder(settings.home)
    if running is None and not embedded.is_kept(settings.home):
        print(f"Nothing runs with the data of {settings.home}.")
        return 0
    if not holder.stop(settings.home) or not embedded.stop(settings.home):
        print(f"It does not stop in time (process {running.pid if running else 'unknown'}).", file=sys.stderr)
        return 1
    end_orphans(settings.home)
    print("Stopped.")
    return 0


def reset(settings: Settings, *, is_sure: bool) -> int:
    """Throw away what this product keeps in the home, and the home when nothing else is in it."""
    kept = [path for path in settings.home.iterdir() if path.name in KEPT]
    if {path.name for path in kept} <= {"VERSION"}:  # written when the folder was looked at
        (settings.home / "VERSION").unlink(missing_ok=True)
        print(f"There is nothing to throw away in {settings.home}.")
        return 0
    print(f"In {settings.home}: {', '.join(sorted(path.name for path in kept))}")
    if not is_sure and input("Throw all of this away? Type yes: ") != "yes":
        print("Nothing was thrown away.")
        return 1
    if stop(settings) != 0:
        return 1
    for path in kept:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not any(settings.home.iterdir()):
        settings.home.rmdir()
    print("Thrown away.")
    return 0


def with_env_file(environ: Mapping[str, str], path: Path) -> dict[str, str]:
    """The environment, filled up from lines NAME=value of a file; what is set already stays."""
    lines = path.read_text().splitlines() if path.exists() else []
    pairs = [line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#")]
    return {**{name.strip(): value.strip().strip("'\"") for name, _, value in pairs if value.strip()}, **environ}


def yesterday() -> date:
    """In the Netherlands, where the nights are."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date() - timedelta(days=1)


if __name__ == "__main__":
    sys.exit(main())
