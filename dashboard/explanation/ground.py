"""What is said of everything else: sources, limits, privacy, accessibility, addresses."""

from collections.abc import Sequence
from typing import Any

from dashboard.explanation.section import Section, Table
from dashboard.language import _
from dashboard.wording import full_day, number

Row = dict[str, Any]


def purpose() -> Section:
    """What this is for."""
    return Section(
        "wat",
        _("What Transferpunt shows"),
        [
            _(
                "Each morning: where in a region a place for treatment in mental health care is free, and how "
                "urgent it may be."
            ),
            _("It joins what providers tell of their places, their waits, whom they exclude, and what callers found."),
        ],
    )


def sources(lists: Sequence[Row]) -> Section:
    """Where figures come from. lists: rows of read.code_lists."""
    return Section(
        "bronnen",
        _("Where the figures come from"),
        [
            _(
                "Providers send their places and waits themselves, by a system, a file, a form, or by telephone"
                " to the transfer point."
            ),
            _(
                "A delivery is shown whole or not at all. One that looks wrong waits for a person, and "
                "meanwhile what it lowers shows as unknown."
            ),
            _("Each figure can be followed back to the delivery, the file and the line it came from."),
        ],
        tables=[
            Table(
                _("The code lists in use"),
                [_("List"), _("Codes"), _("Last changed")],
                [
                    [
                        list_name(row["list_code"]),
                        number(row["code_count"]),
                        full_day(row["changed_on"]) if row["changed_on"] else "–",
                    ]
                    for row in lists
                ],
            )
        ],
    )


def limits() -> Section:
    """What a reader must not conclude."""
    return Section(
        "grenzen",
        _("What it does not say"),
        [],
        points=[
            _("It gives no advice on a patient. It shows the way; the choice stays with you."),
            _(
                "A place that is shown free may have gone since it was counted. That is why the moment of "
                "counting stands with it: phone before you refer."
            ),
            _("What a provider does not tell, nobody knows. “Not told” is not “accepted”."),
            _("A contract with an insurer is shown where it is known. Where it is not, it was not checked."),
            _("Distances are as the crow flies, from the middle of the postcode area."),
            _("A person can stand on several waiting lists. Waiting places are therefore not persons."),
        ],
    )


def privacy() -> Section:
    """What is kept of whom."""
    return Section(
        "privacy",
        _("Privacy"),
        [
            _(
                "Transferpunt holds no data on patients: no names, no numbers, no birth dates, no free text on "
                "a person."
            ),
            _(
                "An address that you mail holds a postcode of four digits and an age band at most. What plays a role "
                "with a patient stands behind the # of an address, which is not sent to a server, and never in a "
                "mail that this page makes."
            ),
            _("Small counts of waiting places are hidden and the others rounded for whoever may not see them exactly."),
            _(
                "Who looked at counts, held deliveries or the log is written down. Everybody can read what was "
                "written down about what they did."
            ),
        ],
    )


def accessibility() -> Section:
    """The statement."""
    return Section(
        "toegankelijkheid",
        _("Accessibility"),
        [
            _(
                "What is tested, what is known not to be right and whom to tell stands on a page of its own: "
                "Accessibility, at the foot of every page."
            ),
        ],
    )


def addresses() -> Section:
    """For a GP's own system: what may stand in an address."""
    return Section(
        "adressen",
        _("Opening a question from another system"),
        [
            _(
                "The address of a page holds the question, so that a view can be mailed or opened by another "
                "program. These parts are understood; others are left out with a sentence."
            )
        ],
        tables=[
            Table(
                _("The parts of the address of /vrije-plekken"),
                [_("Part"), _("What it holds"), _("Example")],
                [
                    ["klacht", _("a complaint, diagnosis group or kind of care, in words"), "klacht=paniek"],
                    ["urgentie", _("regulier, spoed or crisis"), "urgentie=spoed"],
                    ["leeftijd", _("an age band"), "leeftijd=26-54"],
                    ["postcode", _("four digits"), "postcode=3511"],
                    ["afstand", _("the farthest distance in kilometres: 5, 15, 30 or 60"), "afstand=15"],
                    ["verzekeraar", _("the code of an insurer concern"), "verzekeraar=menzis"],
                    ["bellen", _("only who answers the phone now: nu"), "bellen=nu"],
                    ["kaart", _("the map too: 1"), "kaart=1"],
                    ["hoger", _("the number of an offer: what would bring it higher"), "hoger=12"],
                    ["taal", _("nl or en"), "taal=en"],
                    ["#criteria", _("behind the #: codes of what plays a role"), "#criteria=X_SUI,X_LVB"],
                ],
            )
        ],
    )


def list_name(list_code: str) -> str:
    """A code list in words."""
    return {
        "care_pathway": _("kinds of care"),
        "closure_reason": _("reasons of a stop"),
        "complaint_term": _("complaint words"),
        "crisis_line": _("crisis lines"),
        "diagnosis_group": _("diagnosis groups"),
        "exclusion_criterion": _("exclusion criteria"),
        "insurer_concern": _("insurer concerns"),
        "municipality_region": _("municipalities and their regions"),
        "norm": _("norms"),
        "postcode": _("postcodes"),
        "region": _("regions"),
        "transfer_point": _("transfer points"),
    }[list_code]
