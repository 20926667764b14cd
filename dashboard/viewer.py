"""Who is asking, and at what moment. Known from the session only: nothing that a browser sends says who somebody is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import flask

from dashboard.access import Permission, Policy, allows, policy_of

Clock = Callable[[], datetime]
CLOCK = "TRANSFERPUNT_CLOCK"
IS_DEMO = "TRANSFERPUNT_IS_DEMO"
TRUSTED_FOR = timedelta(minutes=5)  # how long a session that was proved may read what is remembered


@dataclass(frozen=True)
class Viewer:
    """One signed-in person in one request.

    role: code of the role. database_role: the login role whose rights the questions have. scopes: kind ("region",
    "agb", "concern") -> codes. asked_at: the moment all answers on one page are computed for. proved_at: when the
    database last knew this session; earlier than asked_at when it cannot be reached now. csrf: what a form must send
    along. reach: over what each permission goes ("own", "region", "concern", "all"). address: where the request comes
    from. is_demo: the data are the sample world's.
    """

    account_id: int
    session_id: int
    display_name: str
    role: str
    database_role: str
    permissions: frozenset[Permission]
    scopes: tuple[tuple[str, frozenset[str]], ...]
    asked_at: datetime
    proved_at: datetime
    reach: tuple[tuple[Permission, str], ...] = ()
    csrf: str = ""
    address: str = ""
    is_demo: bool = False
    is_demo_account: bool = False

    def may(self, needed: Permission | Policy) -> bool:
        """Whether one of the permissions of this person is what is needed."""
        return allows(policy_of(needed), self.permissions)

    def codes(self, kind: str) -> list[str]:
        """The codes of one kind in this person's scope, sorted: the AGB codes, the regions, the insurer concerns."""
        return sorted(dict(self.scopes).get(kind, ()))

    def reaches(self, permission: Permission) -> str:
        """Over what a permission goes: "all", "region", "own", "concern", or "none"."""
        return dict(self.reach).get(permission, "none") if permission in self.permissions else "none"

    @property
    def is_degraded(self) -> bool:
        """Whether the database could not be reached when this session was looked up."""
        return self.proved_at < self.asked_at

    @property
    def is_trusted(self) -> bool:
        """Whether what is remembered may be read: the session was proved within the last five minutes."""
        return self.asked_at - self.proved_at <= TRUSTED_FOR


def now() -> datetime:
    """The moment of the request under way, by the clock of the application, so that tests can move it."""
    if "now" not in flask.g:
        clock: Clock = flask.current_app.config[CLOCK]
        flask.g.now = clock()
    moment: datetime = flask.g.now
    return moment


def current_viewer() -> Viewer:
    """Who asks the request under way. Raises LookupError for nobody: the gate lets no such request by."""
    viewer = viewer_or_none()
    if viewer is None:
        raise LookupError("nobody is signed in")
    return viewer


def viewer_or_none() -> Viewer | None:
    """The same where nobody needs to be."""
    viewer: Viewer | None = flask.g.get("viewer")
    return viewer
