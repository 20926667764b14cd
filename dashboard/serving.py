"""What gunicorn is told beside its command line: gunicorn --config python:dashboard.serving.

The numbers of the processes stand in a folder of the home; each start begins with an empty one. It is made when
gunicorn reads this file, so before the application is imported, once for all processes (--preload in the Procfile):
what counts opens its files there.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sql.home import home, prepare


def _empty_folder(environ: Mapping[str, str]) -> Path:
    own = home(environ)
    prepare(own)
    folder = own / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


raw_env = [f"PROMETHEUS_MULTIPROC_DIR={_empty_folder(os.environ)}"]


def child_exit(_server: object, worker: Any) -> None:  # noqa: ANN401 - gunicorn's
    """A process has ended: what it counted stays, what it held at the moment is gone."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - not before the folder is named

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
