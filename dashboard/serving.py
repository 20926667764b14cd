"""What gunicorn is told beside its command line: gunicorn --config python:dashboard.serving.

The numbers of the processes stand in a folder of the home; each start begins with an empty one.
"""

import os
import shutil
from typing import Any

from sql.home import home, prepare

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def on_starting(_server: object) -> None:
    """Before the first process: the library reads the folder's name when it is first imported, in each of them."""
    own = home(os.environ)
    prepare(own)
    folder = own / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[_FOLDER] = str(folder)


def child_exit(_server: object, worker: Any) -> None:  # noqa: ANN401 - gunicorn's
    """A process has ended: what it counted stays, what it held at the moment is gone."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - not before the folder is named

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
