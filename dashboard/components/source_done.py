"""What became of a form about a source, in a banner."""

from collections.abc import Mapping

from dash import html

from dashboard.components.done import done_or_refused
from dashboard.language import _
from dashboard.manage.refused import sentence


def told(asked: Mapping[str, str]) -> list[html.Div]:
    """What became of the form that was sent last."""
    done = {
        "ophalen": _("Asked. A worker fetches it within a minute; this page says how that went."),
        "stoppen": _("It is fetched no more; address and credential are forgotten."),
        "toevoegen": _("Added, and still switched off: say where it is fetched, try it, and then switch it on."),
        "wijzigen": _("Saved who it is and for whom it may speak. It counts from the next delivery."),
        "aan": _("Switched on."),
        "uit": _("Switched off. Nothing is lost: what it told stays and grows old."),
        "proberen": _("Asked. A worker tries it within seconds; what it found appears below by itself."),
        "afspraken": _("What is agreed is saved. The row in source.csv no longer counts for this source."),
        "adres": _("Saved where it is fetched. A failure of before is forgotten: it is tried again."),
    }
    return done_or_refused(asked, done, sentence)
