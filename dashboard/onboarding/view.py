"""The form of an application as its template draws it: steps, parts, fields. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.onboarding import content, words
from dashboard.onboarding.content import Ask, Content
from dashboard.statement.fields import Field
from dashboard.statement.words import Names

Choices = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class StepView:
    """A step in the list of steps. left: how much is missing or wrong in it; is_saved: whether it was ever saved."""

    code: str
    name: str
    left: int
    is_saved: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.is_saved and not self.left


@dataclass(frozen=True)
class PartView:
    """One location or offer; of the other steps the whole."""

    number: int
    name: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Typed:
    """A step as it is typed. faults: field -> code. shows_faults: not of a step that nobody touched."""

    step: str
    content: Content
    faults: Mapping[str, str]
    shows_faults: bool


def parts(typed: Typed, names: Names, choices: Choices) -> list[PartView]:
    """The fields of a step, part by part; with an empty part where there is none yet."""
    asked = content.ASKED[typed.step]
    if typed.step in content.PARTS:
        told = typed.content.get(typed.step) or [{}]
        drawn = []
        for number, one in enumerate(told):
            fields = [_field(typed, ask, one, f"{number}.", (names, choices)) for ask in asked]
            drawn.append(PartView(number, _part_name(typed.step, number, one, choices), fields))
        return drawn
    criteria = []
    if typed.step == "criteria":
        answers = typed.content.get("exclusions", {})
        for code in names["criterion"]:
            ask = Ask(f"{content.CRITERION}{code}", "pick", offered="answer")
            criteria.append(_field(typed, ask, {ask.name: answers.get(code, "")}, "", (names, choices)))
    fields = [_field(typed, ask, typed.content, "", (names, choices)) for ask in asked]
    return [PartView(0, "", [*criteria, *fields])]


def _part_name(step: str, number: int, told: Content, choices: Choices) -> str:
    said = told.get("location_name", "") if step == "locations" else words.offer_title(told, choices) if told else ""
    return f"{number + 1}. {said or words.step(step)}"


def _field(typed: Typed, ask: Ask, told: Content, prefix: str, lists: tuple[Names, Choices]) -> Field:
    names, choices = lists
    name = f"{prefix}{ask.name}"
    given = told.get(ask.name) or []
    chosen = [given] if isinstance(given, str) else list(given)
    error = words.wrong(typed.faults[name]) if typed.shows_faults and name in typed.faults else ""
    listed = choices[ask.offered].items() if ask.offered else ()
    options = [(code, text, code in chosen) for code, text in listed]
    if ask.kind == "pick":
        options = [("", "–", not chosen), *options]
    value = chosen[0] if chosen and ask.kind not in {"pick", "several"} else ""
    most = content.OLDEST if ask.kind == "count" else 999
    return Field(ask.kind, name, _label(typed.step, ask, names), value, value, error, options, most)


def _label(step: str, ask: Ask, names: Names) -> str:
    is_choice = step == "offers" and ask.offered == "location"
    return words.field(f"{step}.{ask.name}" if is_choice else ask.name, names)


def summary(steps: Mapping[str, Content], names: Names, choices: Choices) -> list[tuple[str, list[str]]]:
    """(heading, lines) of all that was filled in, to look through."""
    said = []
    for step in content.STEPS:
        told = steps[step]
        for number, part in enumerate(told.get(step, []) if step in content.PARTS else [told]):
            lines = [
                f"{_label(step, ask, names)}: {_said(ask, part[ask.name], choices)}"
                for ask in content.ASKED[step]
                if part.get(ask.name)
            ]
            answers = part.get("exclusions", {}).items()
            lines = [
                *(
                    f"{names['criterion'].get(one, one)}: {choices['answer'].get(value, value)}"
                    for one, value in answers
                ),
                *lines,
            ]
            if lines:
                name = f" {number + 1}" if step in content.PARTS else ""
                said.append((f"{words.step(step)}{name}", lines))
    return said


def _said(ask: Ask, told: str | Sequence[str], choices: Choices) -> str:
    codes = [told] if isinstance(told, str) else told
    return ", ".join(choices[ask.offered].get(code, code) if ask.offered else code for code in codes)
