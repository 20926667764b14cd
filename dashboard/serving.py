"""What gunicorn is told beside its command line, and what it serves:

    gunicorn "dashboard.serving:create_server()" --config python:dashboard.serving

The application is imported once, for all processes. What they count stands in a folder of the home; each start begins
with an empty one.
"""

import os
import shutil
from typing import TYPE_CHECKING, Any

from sql.home import home, prepare

if TYPE_CHECKING:
    import flask

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
preload_app = True  # one import, in the first process, before the others are made of it


def create_server() -> "flask.Flask":
    """The application, after the folder was named: what counts looks for that when it is imported, and writes there."""
    own = home(os.environ)
    prepare(own)
    folder = own / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[_FOLDER] = str(folder)
    from dashboard import app  # noqa: PLC0415 - as above

    return app.create_server()


def child_exit(_server: object, worker: Any) -> None:  # noqa: ANN401 - gunicorn's
    """A process has ended: what it counted stays, what it held at the moment is gone."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - as above

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
