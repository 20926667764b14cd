"""What is filled in of an application, step by step: what is asked, how it is read, what is still missing. Pure.

Fields of the steps with several parts are named <number>.<field>. What is kept has the names of the form
transferpunt/manual/1, whole or not: what is missing is worked out each time, so that one can stop halfway.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.coordination import day, whole

Content = dict[str, Any]
Form = Mapping[str, Sequence[str]]
STEPS = ("contact", "locations", "offers", "criteria")
PARTS = ("locations", "offers")  # the steps with several parts, kept under the name of the step
CRITERION = "criterium."
LONGEST, MOST_PARTS, OLDEST = 200, 30, 120
_PERSONS_NUMBER = re.compile(r"\d([ .-]?\d){7}")
_RULES: Mapping[str, Callable[[str], object]] = {
    "wrong_agb": re.compile(r"[0-9]{8}").fullmatch,
    "wrong_postcode": re.compile(r"[1-9][0-9]{3} ?([A-Za-z]{2})?").fullmatch,
    "wrong_mail": re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+").fullmatch,
    "wrong_phone": re.compile(r"[0-9+() -]{3,20}").fullmatch,
    "wrong_age": lambda text: (whole(text) or 0) <= OLDEST and whole(text) is not None,
    "wrong_day": day,
    "wrong_text": lambda text: not _PERSONS_NUMBER.search(text),
}


@dataclass(frozen=True)
class Ask:
    """One field. kind: as the templates draw it. rule: what is wrong when it does not hold. offered: name of a list."""

    name: str
    kind: str = "text"
    is_required: bool = False
    rule: str = ""
    offered: str = ""


ASKED: Mapping[str, Sequence[Ask]] = {
    "contact": (
        Ask("provider_name", is_required=True, rule="wrong_text"),
        Ask("size_code", "pick", offered="size"),
        Ask("contact_name", is_required=True, rule="wrong_text"),
        Ask("contact_phone", is_required=True, rule="wrong_phone"),
        Ask("contact_email", is_required=True, rule="wrong_mail"),
    ),
    "locations": (
        Ask("agb_location", is_required=True, rule="wrong_agb"),
        Ask("location_name", is_required=True, rule="wrong_text"),
        Ask("postcode", is_required=True, rule="wrong_postcode"),
        Ask("place_name", is_required=True, rule="wrong_text"),
        Ask("phone", is_required=True, rule="wrong_phone"),
        Ask("consult_phone", rule="wrong_phone"),
        Ask("consult_hours", rule="wrong_text"),
    ),
    "offers": (
        Ask("agb_location", "pick", is_required=True, offered="location"),
        Ask("care_pathway_code", "pick", is_required=True, offered="pathway"),
        Ask("diagnosis_group_code", "pick", is_required=True, offered="group"),
        Ask("segment_code", "pick", is_required=True, offered="segment"),
        Ask("age_from", "count", rule="wrong_age"),
        Ask("age_to", "count", rule="wrong_age"),
        Ask("urgency_codes", "several", is_required=True, offered="urgency"),
        Ask("entry_route_codes", "several", offered="route"),
        Ask("responsible_code", "pick", offered="responsible"),
        Ask("waiting_phone", rule="wrong_phone"),
    ),
    "criteria": (
        Ask("exclusion_reason", rule="wrong_text"),
        Ask("exclusion_valid_to", "day", rule="wrong_day"),
    ),
}
_SAME_OFFER = ("agb_location", "care_pathway_code", "diagnosis_group_code", "segment_code", "age_from", "age_to")


def read(step: str, form: Form) -> Content:
    """What was sent of a step. A part without anything in it is none."""
    if step in PARTS:
        numbers = sorted({int(name.partition(".")[0]) for name in form if re.match(r"\d{1,2}\.", name)})
        parts = [_read(step, form, f"{number}.") for number in numbers[:MOST_PARTS]]
        return {step: [part for part in parts if part]}
    told = _read(step, form, "")
    if step == "criteria":
        texts = {name.removeprefix(CRITERION): _text(form, name) for name in form if name.startswith(CRITERION)}
        told["exclusions"] = {code: text for code, text in texts.items() if text}
    return told


def _read(step: str, form: Form, prefix: str) -> Content:
    found: Content = {}
    for ask in ASKED[step]:
        if ask.kind == "several":
            texts = list(dict.fromkeys(text[:LONGEST] for text in form.get(f"{prefix}{ask.name}", ()) if text))[:20]
            found |= {ask.name: texts} if texts else {}
        elif text := _text(form, f"{prefix}{ask.name}"):
            found[ask.name] = text
    return found


def _text(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()[: LONGEST + 1]


def faults(step: str, content: Content, offered: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Field -> code of what is missing or wrong in it; of a step with parts and none of them "" -> required.

    offered: name of a list -> the codes that can be chosen, with their words.
    """
    if step not in PARTS:
        return _faults(step, content, "", offered) | {
            f"{CRITERION}{code}": "unknown"
            for code, value in content.get("exclusions", {}).items()
            if code not in offered["criterion"] or value not in offered["answer"]
        }
    parts = content.get(step, [])
    found = {} if parts else {"": "required"}
    for number, part in enumerate(parts):
        found |= _faults(step, part, f"{number}.", offered)
    return found | _twice(step, parts)


def _faults(step: str, told: Content, prefix: str, offered: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    found = {}
    for ask in ASKED[step]:
        texts = told.get(ask.name) or []
        texts = [texts] if isinstance(texts, str) else texts
        if ask.is_required and not texts:
            found[f"{prefix}{ask.name}"] = "required"
        elif ask.offered and not set(texts) <= set(offered[ask.offered]):
            found[f"{prefix}{ask.name}"] = "unknown"
        elif ask.rule and not all(_RULES[ask.rule](text) for text in texts):
            found[f"{prefix}{ask.name}"] = ask.rule
        elif any(len(text) > LONGEST for text in texts):
            found[f"{prefix}{ask.name}"] = "long_text"
    low, high = whole(told.get("age_from", "")), whole(told.get("age_to", ""))
    if low is not None and high is not None and low > high:
        found[f"{prefix}age_to"] = "age_range"
    return found


def _twice(step: str, parts: Sequence[Content]) -> dict[str, str]:
    """A part that tells the same location or the same offer as one before it."""
    names = ("agb_location",) if step == "locations" else _SAME_OFFER
    keys = [tuple(part.get(name, "") for name in names) for part in parts]
    return {f"{number}.{names[0]}": "twice" for number, key in enumerate(keys) if key in keys[:number] and any(key)}


def begun(step: str, row: Mapping[str, Any]) -> Content:
    """What stands in a step that was never saved: what the invitation says and the directory knows (read.invited)."""
    known = row["known"]
    if step == "contact":
        told = {"provider_name": known.get("name") or row["provider_name"], "contact_phone": known.get("phone")}
        told["contact_email"] = row["contact_email"]
        return {name: text for name, text in told.items() if text}
    if step == "locations":
        return {"locations": known.get("locations", [])}
    if step == "offers":
        places = row["steps"]["locations"].get("locations", [])
        return {"offers": [{"agb_location": place["agb_location"]} for place in places[:1] if "agb_location" in place]}
    return {}


def with_part(step: str, content: Content, deed: str, number: int) -> Content:
    """A step with a part more ("more", or a copy of one: "copy"), or one less ("less")."""
    parts = list(content.get(step, []))
    if deed == "less":
        return content | {step: [part for at, part in enumerate(parts) if at != number]}
    if deed == "copy" and number < len(parts) < MOST_PARTS:
        copied = {name: told for name, told in parts[number].items() if name != "agb_location"}
        return content | {step: [*parts, copied]}
    return content
