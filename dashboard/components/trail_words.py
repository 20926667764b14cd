"""The codes of the audit trail in words. A code that is not known here is said as it is."""

from dashboard.language import _


def outcome(outcome_code: str) -> str:
    """How something ended that was written down."""
    return {"success": _("done"), "refused": _("refused"), "failed": _("failed")}.get(outcome_code, outcome_code)


def object_type(type_code: str) -> str:
    """What an event was about. A kind that is not known here is said as it is."""
    return {
        "account": _("account"),
        "audit": _("audit trail"),
        "call": _("call"),
        "claim_mapping": _("mapping of claims"),
        "delivery": _("delivery"),
        "device": _("remembered device"),
        "export": _("file"),
        "free_places": _("free places"),
        "invitation": _("invitation"),
        "location": _("location"),
        "login": _("login name"),
        "merge": _("merge"),
        "municipality": _("municipality"),
        "offer": _("offer"),
        "own_actions": _("own actions"),
        "provider": _("provider"),
        "receipt": _("file"),
        "region_totals": _("totals by region"),
        "request": _("request"),
        "session": _("session"),
        "source": _("source"),
        "source_location": _("location of a source"),
        "statement": _("statement"),
        "waiting_counts": _("waiting places"),
        "waiting_counts_exact": _("waiting places, exact"),
    }.get(type_code, type_code.replace("_", " "))


def detail(name: str) -> str:
    """The name of a detail of an event. One that is not known here is said as it is."""
    return {
        "fields": _("fields"),
        "filters": _("question"),
        "means": _("means"),
        "month": _("month"),
        "reason": _("reason"),
        "rows": _("rows"),
    }.get(name, name.replace("_", " "))


def role(role_code: str) -> str:
    """Who it was, in the words of the sign-in. Roles are data: one that is not known here is said as it is."""
    return {
        "gp": _("GP"),
        "mediator": _("care mediator"),
        "insurer": _("insurer's analyst"),
        "provider": _("provider"),
        "clinician": _("clinician"),
        "coordinator": _("coordinator"),
        "operator": _("operator"),
        "auditor": _("auditor"),
    }.get(role_code, role_code)


def event(event_type: str) -> str:
    """What was written down. A kind that is not known here is said as it is."""
    return events().get(event_type, event_type.replace("_", " "))


def events() -> dict[str, str]:
    """The kinds of events, with their words."""
    return {
        "sign_in": _("sign in"),
        "sign_out": _("sign out"),
        "denied": _("denied"),
        "exported": _("exported a list"),
        "audit_read": _("read the audit trail"),
        "audit_exported": _("exported the audit trail"),
        "waiting_counts_read": _("looked at counts of waiting places"),
        "held_deliveries_read": _("looked at held deliveries"),
        "call_settled": _("worked off a call"),
        "capacity_entered": _("entered a count"),
        "capacity_undone": _("undid a statement"),
        "delivery_pushed": _("pushed a delivery"),
        "push_refused": _("pushed with a token that opens nothing"),
        "push_token_made": _("made a push token"),
        "push_token_rotated": _("replaced a push token"),
        "push_token_revoked": _("revoked a push token"),
        "offer_copied": _("copied an offer to another location"),
        "provider_invited": _("invited a provider"),
        "invitation_sent_again": _("sent an invitation again"),
        "invitation_withdrawn": _("withdrew an invitation"),
        "application_saved": _("saved a step of an application"),
        "application_submitted": _("sent an application in"),
        "application_approved": _("approved an application"),
        "application_returned": _("sent an application back"),
        "deliveries_read": _("looked at deliveries"),
        "obligations_read": _("looked at who must deliver"),
        "refused_rows_read": _("looked at refused rows"),
        "delivery_released": _("released a delivery"),
        "delivery_refused": _("refused a delivery"),
        "delivery_decision": _("tried to decide on a delivery"),
        "transport_saved": _("set how a source is fetched"),
        "transport_removed": _("stopped fetching a source"),
        "source_changed": _("changed what is agreed with a source"),
        "source_added": _("added a source"),
        "source_on": _("source switched on"),
        "source_off": _("source switched off"),
        "source_tried": _("tried a source"),
        "merged": _("merged two that are the same"),
        "merge_undone": _("undid a merge"),
        "municipality_changed": _("said that a municipality ends"),
        "municipality_change_withdrawn": _("took back that a municipality ends"),
        "not_same": _("said that two are not the same"),
        "location_matched": _("joined a location of a source to one of ours"),
        "fetch_asked": _("asked to fetch a source now"),
        "rights_changed": _("rights changed"),
        "sessions_revoked": _("sessions ended"),
        "account_made": _("account made"),
        "account_changed": _("account changed"),
        "account_on": _("account switched on"),
        "account_off": _("account switched off"),
        "scraping_suspected": _("too many pages asked"),
        "claim_mapping_saved": _("mapping of claims changed"),
        "claim_mapping_removed": _("mapping of claims taken away"),
        "device_revoked": _("remembered device forgotten"),
        "recovery_code_used": _("recovery code used"),
        "recovery_codes_made": _("recovery codes made"),
    }
