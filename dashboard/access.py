"""Who may do what, as far as the web process decides it: permissions, policies, and where a policy is missing.

Which role has which permission is data (sql/reference/access_permission.csv); this file knows only their names.
A page names its policy in `register_page(..., permission=...)`, a callback or a route with `@requires(...)`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])
ATTRIBUTE = "__policy__"
_BODY = "__body__"
PAGES_OUTPUT = ".._pages_content.children..._pages_store.data.."  # the callback of Dash itself that draws a page


class Permission(StrEnum):
    """What can be allowed to a role."""

    SEE_PLACES_EXACT = "see_places_exact"
    SEE_PLACES_CLASS = "see_places_class"
    SEE_STOPS = "see_stops"
    SEE_REGION_TOTALS = "see_region_totals"
    SEE_REGION_PAGE = "see_region_page"
    SEE_DELIVERIES = "see_deliveries"
    DECIDE_HELD = "decide_held"
    SEE_WAITING_COUNTS = "see_waiting_counts"
    SEE_WAITS = "see_waits"
    EXPORT = "export"
    SEE_OWN_ACTIONS = "see_own_actions"
    SEE_AUDIT = "see_audit"
    MANAGE_USERS = "manage_users"
    MANAGE_SOURCES = "manage_sources"
    MANAGE_MASTER_DATA = "manage_master_data"
    SEE_HEALTH = "see_health"
    REPORT_CALL = "report_call"
    ENTER_CAPACITY = "enter_capacity"
    SETTLE_CALLS = "settle_calls"
    ENTER_OWN_PLACES = "enter_own_places"
    MANAGE_PUSH = "manage_push"
    INVITE_PROVIDERS = "invite_providers"


@dataclass(frozen=True)
class Policy:
    """any_of: one of these permissions is enough. Without any, everybody who is signed in; is_public: everybody.

    is_for_machines: no person at all; the gate looks at where the question comes from (dashboard/health.py).
    is_for_senders: no person either; who asks proves it with a push token (dashboard/push/guard.py).
    """

    any_of: frozenset[Permission] = frozenset()
    is_public: bool = False
    is_for_machines: bool = False
    is_for_senders: bool = False


PUBLIC = Policy(is_public=True)
SIGNED_IN = Policy()
FOR_MACHINES = Policy(is_for_machines=True)
FOR_SENDERS = Policy(is_for_senders=True)


class UnguardedError(Exception):
    """Something can be asked of the server for which nobody decided who may ask it; the process must not start."""


def one_of(*permissions: Permission) -> Policy:
    """The policy that asks for one of these permissions."""
    if not permissions:
        raise ValueError("one_of() without a permission would be everybody who is signed in: say SIGNED_IN")
    return Policy(frozenset(permissions))


def policy_of(named: object) -> Policy | None:
    """What `permission=` or `@requires` was given, as a policy; None when it is none."""
    if isinstance(named, Policy):
        return named
    return one_of(named) if isinstance(named, Permission) else None


def requires(named: Policy | Permission) -> Callable[[Function], Function]:
    """Gives a callback (directly under `@callback`) or a view function its policy."""
    policy = policy_of(named)
    if policy is None:
        raise TypeError(f"{named!r} is no policy and no permission")

    def give(function: Function) -> Function:
        setattr(function, ATTRIBUTE, policy)
        return function

    return give


def takes(most_bytes: int) -> Callable[[Function], Function]:
    """Lets a view function get a larger body than others do, from who may ask it (the gate sees to that)."""

    def give(function: Function) -> Function:
        setattr(function, _BODY, most_bytes)
        return function

    return give


def body_of(function: object) -> int | None:
    """How many bytes a view function takes; None: what all take."""
    found: int | None = getattr(function, _BODY, None)
    return found


def allows(policy: Policy | None, permissions: Iterable[Permission] | None) -> bool:
    """permissions: those of who is asking, None for nobody. Without a policy nothing is allowed."""
    if policy is None or policy.is_for_machines or policy.is_for_senders:
        return False
    if policy.is_public:
        return True
    if permissions is None:
        return False
    return not policy.any_of or not policy.any_of.isdisjoint(permissions)


def policy_on(function: object) -> Policy | None:
    """The policy of a callback or view function, through whatever Dash wrapped around it."""
    return policy_of(getattr(function, ATTRIBUTE, None))


def policy_of_page(page: Mapping[str, Any]) -> Policy | None:
    """The policy of an entry of Dash's page registry."""
    return policy_of(page.get("permission"))


def policy_of_callback(entry: Mapping[str, Any]) -> Policy | None:
    """The policy of an entry of Dash's callback map. The page router has none of its own: the page decides."""
    return policy_on(entry.get("callback"))


def server_callbacks(callbacks: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Output -> entry of the callbacks that run on the server, without Dash's own page router."""
    return {output: entry for output, entry in callbacks.items() if "callback" in entry and output != PAGES_OUTPUT}


def unguarded(
    pages: Mapping[str, Mapping[str, Any]],
    callbacks: Mapping[str, Mapping[str, Any]],
    routes: Mapping[str, Policy | None],
) -> Iterator[str]:
    """A sentence for each page, server callback and route (endpoint -> policy) without a policy."""
    yield from (f"page {name} has no permission=" for name, page in pages.items() if policy_of_page(page) is None)
    for output, entry in server_callbacks(callbacks).items():
        if policy_of_callback(entry) is None:
            yield f"callback {output} has no @requires"
    yield from (f"route {endpoint} has no @requires" for endpoint, policy in routes.items() if policy is None)
