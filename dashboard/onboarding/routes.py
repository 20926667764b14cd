"""What the forms of who invites are sent to: invite, send again, withdraw, approve, send back."""

import flask

from dashboard.access import Permission, requires
from dashboard.coordination import whole
from dashboard.manage.addresses import back, typed
from dashboard.onboarding import invited
from dashboard.onboarding.addresses import AGB_BEGINS, INVITATIONS, VERDICT
from dashboard.queries import onboarding
from dashboard.viewer import current_viewer

TYPED = ("agb", "kvk", "naam", "mail", "regio")
CHANGES, DECISIONS = ("resend", "withdraw"), ("approve", "return")


def add_routes(server: flask.Flask) -> None:
    """One route for each form, and those of the invited."""
    server.add_url_rule(INVITATIONS, "invite_provider", _invite, methods=["POST"])
    server.add_url_rule(VERDICT, "decide_application", _decide, methods=["POST"])
    invited.add_routes(server)


@requires(Permission.INVITE_PROVIDERS)
def _invite() -> flask.typing.ResponseReturnValue:
    told = {name: typed(name) for name in TYPED}
    kept = {name: text for name, text in told.items() if name != "mail"}  # an address of a person stands in no address
    if told["agb"][:2] not in AGB_BEGINS and len(told["agb"]) == 8 and typed("zeker") != "ja":
        return back(INVITATIONS, fout="agb_prefix", **kept)
    names = {"agb": "agb", "kvk": "kvk", "naam": "provider_name", "mail": "email", "regio": "region"}
    row = onboarding.invite(current_viewer(), {names[name]: text for name, text in told.items()})
    if row["outcome_code"] != "done":
        return back(INVITATIONS, fout=row["outcome_code"], **kept)
    return back(INVITATIONS, gedaan="invited")


@requires(Permission.INVITE_PROVIDERS)
def _decide() -> flask.typing.ResponseReturnValue:
    viewer, number, verdict = current_viewer(), whole(typed("uitnodiging")), typed("besluit")
    if number is None or verdict not in {*CHANGES, *DECISIONS}:
        return back(INVITATIONS, fout="not_open")
    if verdict in CHANGES:
        code = onboarding.change_invitation(viewer, number, verdict)
    else:
        code = onboarding.decide(viewer, number, verdict, typed("reden"))
    if code != "done":
        return back(INVITATIONS, uitnodiging=str(number), fout=code)
    return back(INVITATIONS, gedaan=verdict)
