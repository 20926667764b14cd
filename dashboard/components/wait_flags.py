"""What makes a figure of waits hard to believe, in a few words, wherever the figure is shown."""

from collections.abc import Sequence

from dashboard.language import _


def flag_words(codes: Sequence[str]) -> list[str]:
    """The doubts about a figure in a few words each."""
    words = {
        "balance": _("list does not add up"),
        "bound": _("list out of bounds"),
        "jump": _("jump in weeks"),
        "unit": _("days written as weeks?"),
        "count_jump": _("jump in the list"),
        "impossible": _("cannot be"),
        "frozen": _("unchanged for months"),
        "zero_wait": _("no wait, yet people wait over the norm"),
    }
    return [f"⚑ {words.get(code, code)}" for code in dict.fromkeys(codes)]
