"""The lines of the page that says whether the night went well: a word for the verdict, a sentence, and where to go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html

from dashboard.components.table import record_table
from dashboard.language import _, ngettext
from dashboard.manage.addresses import SOURCES
from dashboard.manage.night import Fact, Verdict, worst
from dashboard.wording import moment_since, number

_GIBIBYTE = 1024**3
_DELIVERIES = "/aanlevering"


def headline(facts: Sequence[Fact]) -> html.P:
    """The answer in one sentence."""
    wrong, look = (sum(fact.verdict is one for fact in facts) for one in (Verdict.WRONG, Verdict.LOOK))
    match worst(facts):
        case Verdict.WRONG:
            text = ngettext("Something is wrong: {number} thing needs you now.", "{number} things need you now.", wrong)
            said = text.format(number=number(wrong))
        case Verdict.LOOK:
            text = ngettext("It runs. {number} thing to look at.", "It runs. {number} things to look at.", look)
            said = text.format(number=number(look))
        case Verdict.WELL:
            said = _("The night went well.")
    return html.P(said, className="headline")


def facts_table(facts: Sequence[Fact], now: datetime) -> html.Div:
    """One line a fact, what is wrong first."""
    lines = [[_subject(fact.code), _mark(fact.verdict), _said(fact, now), _where(fact)] for fact in facts]
    heads = [_("What"), _("Verdict"), _("How it stands"), _("Where to look")]
    return html.Div(record_table(_("What is wrong stands first."), heads, lines), className="wraps")


def _mark(verdict: Verdict) -> html.Span:
    """A word and a shape, and only then a colour."""
    shape, word = {
        Verdict.WELL: ("✓", _("well")),
        Verdict.LOOK: ("!", _("look")),
        Verdict.WRONG: ("✗", _("wrong")),
    }[verdict]
    return html.Span([html.Span(shape, **{"aria-hidden": "true"}), f" {word}"], className=f"verdict verdict-{verdict}")


def _subject(code: str) -> str:
    return {
        "worker": _("Worker"),
        "unloaded": _("Deliveries that wait to be loaded"),
        "queued": _("Fetches that wait"),
        "late": _("Late sources"),
        "fetch_failed": _("Sources that could not be fetched"),
        "failed": _("Deliveries that failed by a fault of ours"),
        "rejected": _("Deliveries that could not be read"),
        "held": _("Held deliveries"),
        "applied": _("Deliveries taken over"),
        "backup": _("Backup"),
        "log": _("Carrying the log away"),
        "tidy": _("Tidying up"),
        "audit": _("Proof of the audit trail"),
        "disk": _("Disk"),
    }.get(code, code)


def _said(fact: Fact, now: datetime) -> str:
    """The sentence of one fact: with numbers where there are any, else of the moment it last went well."""
    moment = moment_since(fact.at, now) if fact.at else ""
    if fact.code == "disk":
        said = _("{free} GB free, of which {reserve} GB is the reserve")
        return said.format(free=number(fact.count / _GIBIBYTE), reserve=number(fact.of_count / _GIBIBYTE))
    if fact.code == "worker":
        return _("last sign of life {moment}").format(moment=moment) if moment else _("none has ever run")
    counted = {
        "unloaded": _("{number}, the oldest {moment}"),
        "queued": _("{number}, the oldest {moment}"),
        "held": _("{number} wait for a decision, the oldest came {moment}"),
        "late": _("{number} of {all}"),
        "fetch_failed": _("{number} of {all}"),
        "failed": _("{number} since yesterday evening"),
        "rejected": _("{number} since yesterday evening"),
        "applied": _("{number} since yesterday evening, {all} rows refused"),
    }
    if fact.code in counted:
        said = counted[fact.code].format(number=number(fact.count), all=number(fact.of_count), moment=moment)
        return said if fact.count or fact.code == "applied" else _("none")
    return _("last ended well {moment}").format(moment=moment) if moment else _("has never ended well")


def _where(fact: Fact) -> Any:  # noqa: ANN401 - a link or words
    if fact.verdict is Verdict.WELL:
        return ""
    links = {
        "late": (_("who is late"), _DELIVERIES),
        "held": (_("decide"), _DELIVERIES),
        "rejected": (_("deliveries"), _DELIVERIES),
        "failed": (_("deliveries"), _DELIVERIES),
        "fetch_failed": (_("sources"), SOURCES),
    }
    if fact.code in links:
        text, path = links[fact.code]
        return html.A(text, href=path)
    return {
        "worker": _("start the worker; without it nothing is fetched or loaded"),
        "unloaded": _("the log of the worker"),
        "queued": _("the log of the worker"),
        "backup": _("set up and check: python -m sql backup"),
        "log": _("the archive of the write-ahead log, see the operations page"),
        "tidy": _("run and read: python -m sql tidy"),
        "audit": _("run and read: python -m sql audit verify"),
        "disk": _("make room; below the reserve no readers are let in"),
    }.get(fact.code, "")
