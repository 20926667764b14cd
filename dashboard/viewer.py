"""Who is asking, and at what moment.

Until there is a sign-in, each page has one fixed viewer, and the server listens on this machine only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import flask

Clock = Callable[[], datetime]
CLOCK = "TRANSFERPUNT_CLOCK"
IS_DEMO = "TRANSFERPUNT_IS_DEMO"


class Role(StrEnum):
    """What somebody comes to do."""

    GP = "gp"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Viewer:
    """role: as whom the database is asked. asked_at: the moment all answers on one page are computed for."""

    role: Role
    asked_at: datetime
    is_demo: bool = False

    @property
    def database_role(self) -> str:
        """The login role whose rights the questions of this viewer have."""
        return f"app_{self.role}"


def viewer_as(role: Role) -> Viewer:
    """The viewer of the request under way. Takes the clock of the application, so that tests can move it."""
    config = flask.current_app.config
    clock: Clock = config[CLOCK]
    return Viewer(role, clock(), is_demo=config[IS_DEMO])
