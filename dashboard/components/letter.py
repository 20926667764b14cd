"""What goes into a referral letter about one offer: a block of text with its dates, and the button that copies it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from dashboard import labels
from dashboard.components.offer_match import contract_text
from dashboard.components.offer_words import care_text, start_text, status_text
from dashboard.language import _
from dashboard.vocabulary import Row, Vocabulary, in_language
from dashboard.wording import clock, full_day, local_day


class CopyButton(Component):  # type: ignore[misc]
    """A button that puts a text on the clipboard and says so; its other half is assets/copy_button.js.

    text: what is copied. label: on the button. subject: what it is about, for who hears it. done and failed: what is
    said after it; where copying is not allowed the text itself comes on screen, to be taken by hand.
    """

    _namespace = "transferpunt"
    _type = "CopyButton"
    _prop_names = ("text", "label", "subject", "done", "failed")
    _children_props: tuple[str, ...] = ()
    _base_nodes = ("children",)
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, text: str, label: str, subject: str, done: str, failed: str) -> None:
        super().__init__(text=text, label=label, subject=subject, done=done, failed=failed)


def copy_for_letter(
    row: Mapping[str, Any], name: str, known: Vocabulary, concern: Row | None, at: datetime
) -> CopyButton:
    """The button of one row. name: provider, location and place as the row says them."""
    return CopyButton(
        text=letter_text(row, name, known, concern, at),
        label=_("Copy for the referral letter"),
        subject=name,
        done=_("Copied"),
        failed=_("Copying is not allowed here. Select the text and copy it yourself:"),
    )


def letter_text(row: Mapping[str, Any], name: str, known: Vocabulary, concern: Row | None, at: datetime) -> str:
    """Lines of `what: value`. Every moment has its whole date, for a letter is read later than it is written."""
    today = local_day(at)
    lines = [
        (_("To"), name),
        (_("AGB code"), row["agb_code"] or _("not told")),
        (_("Care"), care_text(row, known)),
        (_("Product in the referral system"), row["referral_product_name"] or _("not told")),
        (_("Start"), " ".join(start_text(row, today))),
        (_("Place"), status_text(row, today)),
        (_("Counted"), _counted(row)),
        *((in_language(one), _answer(one)) for one in row["criterion_answers"]),
        (_("Contract"), contract_text(row, concern)),
        (_("While waiting"), labels.responsible(row["responsible_code"])),
        (_("Phone"), row["consult_phone"] or row["phone"] or _("no number known")),
        (_("Looked up"), f"{_moment(at)}, Transferpunt"),
    ]
    return "\n".join(f"{what}: {said}" for what, said in lines)


def _answer(answer: Row) -> str:
    said = labels.exclusion_value(answer["value_code"])
    is_told = answer["reason"] and answer["value_code"] != "no_obstacle"
    return f"{said} ({answer['reason']})" if is_told else said


def _counted(row: Mapping[str, Any]) -> str:
    if row["counted_at"] is None:
        return _("never counted")
    return _("{moment}, valid until {end}").format(moment=_moment(row["counted_at"]), end=_moment(row["expires_at"]))


def _moment(at: datetime) -> str:
    return f"{full_day(local_day(at))} {clock(at)}"
