"""The gates a delivery passes before it is published. Pure: facts and thresholds in, verdicts with both numbers out.

A rejection keeps the old delivery; a suspicion holds the new one for a person; a warning lets it pass, and rings.
"""

import math
from dataclasses import asdict, dataclass
from typing import Literal

from etl.feed import Gates

Verdict = Literal["pass", "warn", "hold", "reject"]


@dataclass(frozen=True)
class Facts:
    """What a delivery holds, in rows, and how it stands to what its source published before."""

    read: int
    refused: int
    accepted: int
    offers_before: int
    offers_kept: int
    locations_before: int
    locations_gone: int
    free_before: int | None
    free_after: int | None
    frozen_days: int | None = None


@dataclass(frozen=True)
class Gate:
    """One gate's answer: the number it asked for, the number it found, in the unit of its code."""

    code: str
    expected: int
    found: int
    verdict: Verdict

    def as_dict(self) -> dict[str, object]:
        """For the delivery's record."""
        return asdict(self)


def judge(facts: Facts, gates: Gates) -> list[Gate]:
    """Every gate that applies to the delivery, in the order in which a person should read them."""
    most_refused = max(math.floor(gates.max_refused * facts.read), gates.min_refused_rows - 1)
    is_too_many = facts.refused > most_refused or facts.accepted == 0
    found = [Gate("too_many_refused", most_refused, facts.refused, "reject" if is_too_many else "pass")]
    if facts.offers_before:
        least = math.ceil(gates.min_offers_kept * facts.offers_before)
        found.append(Gate("offers_gone", least, facts.offers_kept, "hold" if facts.offers_kept < least else "pass"))
    if gates.max_locations_gone is not None and facts.locations_before >= gates.min_locations_for_gone:
        # A refused row may have been all that was told of a location: that is known, and no reason to hold the rest.
        most = gates.max_locations_gone + facts.refused
        is_gone = facts.locations_gone > most
        found.append(Gate("locations_gone", most, facts.locations_gone, "hold" if is_gone else "pass"))
    if facts.free_before is not None and facts.free_after is not None and facts.offers_before:
        found.append(_jump(facts.free_before, facts.free_after, gates))
    if facts.frozen_days is not None and facts.accepted >= gates.frozen_floor:
        is_frozen = facts.frozen_days >= gates.frozen_days
        found.append(Gate("frozen_feed", gates.frozen_days, facts.frozen_days, "warn" if is_frozen else "pass"))
    return found


def worst(gates: list[Gate]) -> Gate | None:
    """The gate that decides: a rejection before a hold, the first of its kind; None when all pass."""
    for verdict in ("reject", "hold"):
        for gate in gates:
            if gate.verdict == verdict:
                return gate
    return None


def _jump(before: int, after: int, gates: Gates) -> Gate:
    low, high = sorted((before, after))
    is_jump = high >= gates.free_jump_floor and high > gates.free_jump * low
    return Gate("free_jump", before, after, "hold" if is_jump else "pass")
