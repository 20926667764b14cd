"""Makes the Python environment a lock file describes: python3 -m launch.environment FOLDER LOCK

Run by the machine's own Python, so with the standard library only. Does nothing when the environment has just that.
"""

import importlib.util
import re
import subprocess
import sys
from collections import deque
from pathlib import Path

from launch.progress import Progress

OLDEST = (3, 11)
_HANDLED = re.compile(r"(Collecting|Processing|Requirement already satisfied)\b")


class NotPossible(Exception):  # noqa: N818 - reads as what the user is told
    """The environment cannot be made; the sentence says what to install."""


def make(folder: Path, lock: Path) -> None:
    """Bring the environment to the lock file, with progress. Raises NotPossible."""
    noted = folder / "installed" / lock.name
    if noted.exists() and noted.read_bytes() == lock.read_bytes() and _works(folder):
        return
    progress = Progress(2)
    progress.begin(f"Make the Python environment {folder}")
    if not _works(folder):
        _create(folder)
    progress.finish()
    progress.begin(f"Install the packages of {lock}")
    _install(folder, lock, progress)
    progress.finish()
    for other in (folder / "installed").glob("*"):
        other.unlink()  # what another lock file asked for may have been replaced
    noted.parent.mkdir(exist_ok=True)
    noted.write_bytes(lock.read_bytes())


def _works(folder: Path) -> bool:
    python = folder / "bin" / "python"
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _create(folder: Path) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info < OLDEST:
        raise NotPossible(f"This is Python {version}; 3.11 or later is needed (Debian: apt-get install python3.11).")
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise NotPossible(f"This Python cannot make environments. Debian: apt-get install python{version}-venv")
    if folder.exists() and not (folder / "pyvenv.cfg").exists() and any(folder.iterdir()):
        raise NotPossible(f"{folder} is there and is no Python environment. Move it away, or name another: VENV=...")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", folder], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise NotPossible(f"The environment {folder} cannot be made: {(made.stderr or made.stdout).strip()}")


def _install(folder: Path, lock: Path, progress: Progress) -> None:
    total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), re.MULTILINE))
    command: list[str | Path] = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--no-input",
    ]
    command += ["--progress-bar", "off", "--disable-pip-version-check", "--requirement", lock]
    done, last = 0, deque[str](maxlen=15)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None  # noqa: S101 - for the type checker
        for line in pip.stdout:
            last.append(line)
            if _HANDLED.match(line):
                done += 1
                progress.count(min(done, total), total)
    if pip.returncode != 0:
        progress.fail()
        raise NotPossible(f"pip could not install the packages of {lock}:\n{''.join(last)}")


if __name__ == "__main__":
    try:
        make(Path(sys.argv[1]), Path(sys.argv[2]))
    except NotPossible as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)
