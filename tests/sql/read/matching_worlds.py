"""Small random worlds to match patients in: drawn as plain values, and written into the database from them.

The centre is 3512 (Utrecht); the postcodes lie in all distance bands but one. Each offer stands at a location of its
own, with one wait for the whole of it; providers have several offers and one contract.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

CENTRE, CONCERN, TODAY = "3512", "vgz", date(2026, 11, 18)
CRITERIA = ("X_SUI", "X_LVB", "X_VERS")
PROVIDERS = 4
CONTRACTS = ("yes", "no", "unknown", "ceiling", None, "last_year")
FOR_WHOM = {
    "all": {},
    "insurer": {"concern_code": CONCERN},
    "other": {"concern_code": "cz"},
    "group": {"diagnosis_group_code": "D04"},
}
DATES = {"told": {}, "lapsed": {"valid_to": TODAY}, "not_yet": {"valid_from": TODAY + timedelta(days=1)}}
QUESTION: dict[str, Any] = {
    "postcode": CENTRE,
    "care_pathways": ["AMB", "IHT", "ADB", "RESP"],
    "diagnosis_groups": ["D04", None, None, None],
    "criteria": list(CRITERIA),
    "concern": CONCERN,
}


@dataclass(frozen=True)
class Drawn:
    """One offer. expected: within 7, 14 and 28 days of counting. exclusions: criterion -> (value, key of DATES)."""

    provider: int = 0
    care_pathway: str = "AMB"
    group: str = "D00"
    postcode4: str | None = "3511"
    weeks: int | None = 3
    free: int | None = 1
    expected: tuple[int, int, int] | None = None
    first_in: int | None = None
    days_ago: int = 0
    expires_in: int = 48
    blank: str | None = None
    is_told: bool = True
    routes: tuple[str, ...] = ("gp",)
    stop: str | None = None
    exclusions: dict[str, tuple[str, str]] = field(default_factory=dict)
    urgency: str = "regulier"


def draw(chance: random.Random, count: int, urgency: str = "regulier") -> list[Drawn]:
    """So many offers; most of them without a stop and by referral of a GP, so that each tier has some."""
    return [_offer(chance, urgency) for _ in range(count)]


def contracts(chance: random.Random) -> list[str | None]:
    """What is known of the contract of each provider with the concern asked."""
    return [chance.choice(CONTRACTS) for _ in range(PROVIDERS)]


def _offer(chance: random.Random, urgency: str) -> Drawn:
    care_pathway = chance.choice(["AMB", "AMB", "IHT", "ADB", "RESP"])
    within_7 = chance.randrange(2)
    within_14 = within_7 + chance.randrange(2)
    return Drawn(
        provider=chance.randrange(PROVIDERS),
        care_pathway=care_pathway,
        group=chance.choice(["D00", "D04"]) if care_pathway == "AMB" else "D00",
        postcode4=chance.choice(["3511", "3511", "3811", "7311", None]),
        weeks=chance.choice([None, 0, 2, 3, 9, 14, 15, 30]),
        free=chance.choice([None, 0, 0, 1, 1, 1, 3]),
        expected=chance.choice([None, (within_7, within_14, within_14 + chance.randrange(2))]),
        first_in=chance.choice([None, None, -3, 2, 20]),
        days_ago=chance.choice([0, 0, 1, 9, 15]),
        expires_in=chance.choice([48] * 8 + [0, -2]),
        blank=chance.choice([None] * 18 + ["absent", "held_lower"]),
        is_told=urgency == "spoed" or chance.random() < 0.9,
        routes=chance.choice([("gp",)] * 4 + [("gp", "crisis_service"), (), ("crisis_service",)]),
        stop=chance.choice([None] * 20 + list(FOR_WHOM)),
        exclusions={
            code: (
                chance.choice(["no_obstacle"] * 9 + ["by_consultation", "unknown", "excluded"]),
                chance.choice(["told"] * 12 + ["lapsed", "not_yet"]),
            )
            for code in CRITERIA
            if chance.random() < 0.93
        },
        urgency=urgency,
    )


class Written:
    """A world in the database: offers by their place in the list it was made from."""

    def __init__(self, connection: Connection, offers: list[Drawn], provider_contracts: list[str | None]) -> None:
        self.connection = connection
        self.delivery = make.delivery(connection)
        self.line = 2
        self.providers = [make.provider(connection, name=f"Voorbeeld {number}") for number in range(PROVIDERS)]
        for provider, contract in zip(self.providers, provider_contracts, strict=True):
            set_contract(connection, provider, contract, self.delivery)
        self.offers = [self._write(drawn) for drawn in offers]

    def ask(self, **changed: Any) -> list[dict[str, Any]]:
        return rows(self.connection, "read.free_places", **{"as_of": AS_OF} | QUESTION | changed)

    def _write(self, drawn: Drawn) -> int:
        connection, delivery = self.connection, self.delivery
        location = make.location(connection, provider_id=self.providers[drawn.provider], postcode4=drawn.postcode4)
        is_clinical = drawn.care_pathway == "RESP"
        if drawn.weeks is not None:
            told = {
                "intake_weeks": drawn.weeks,
                "treatment_weeks": 0,
                "setting_code": "clinical" if is_clinical else "ambulant",
            }
            make.wait(connection, location, diagnosis_group_code="D00", delivery_id=delivery, **told)
        offer = make.offer(
            connection,
            location_id=location,
            care_pathway_code=drawn.care_pathway,
            diagnosis_group_code=drawn.group,
            entry_route_codes=list(drawn.routes),
            delivery_id=delivery,
        )
        if drawn.is_told:
            make.count(connection, offer, delivery_id=delivery, **counted(drawn, delivery))
        if drawn.stop is not None:
            self.line += 1
            make.closure(connection, location, delivery_id=delivery, line=self.line, **FOR_WHOM[drawn.stop])
        for code, (value, validity) in drawn.exclusions.items():
            make.exclusion(
                connection, offer, criterion_code=code, value_code=value, delivery_id=delivery, **DATES[validity]
            )
        return offer


def counted(drawn: Drawn, delivery: int) -> dict[str, Any]:
    within = drawn.expected or (None, None, None)
    return {
        "urgency_code": drawn.urgency,
        "free_count": drawn.free,
        "expected_7_count": within[0],
        "expected_14_count": within[1],
        "expected_28_count": within[2],
        "first_on": None if drawn.first_in is None else TODAY + timedelta(days=drawn.first_in),
        "counted_at": AS_OF - timedelta(days=drawn.days_ago, hours=3),
        "expires_at": AS_OF + timedelta(hours=drawn.expires_in),
        "blank_code": drawn.blank,
        "blank_delivery_id": delivery if drawn.blank else None,
    }


def set_contract(connection: Connection, provider: int, contract: str | None, delivery: int) -> None:
    """Writes what is known of a provider's contract; one of last year says nothing of this year."""
    if contract is not None:
        make.insert(
            connection,
            "core.contract",
            provider_id=provider,
            concern_code=CONCERN,
            contract_year=2025 if contract == "last_year" else 2026,
            value_code={"ceiling": "yes", "last_year": "yes"}.get(contract, contract),
            is_ceiling_reached=contract == "ceiling",
            delivery_id=delivery,
            line=2,
        )


def place(world: Written, index: int, **changed: Any) -> int:
    """The place of an offer in the answer, 1 first."""
    return [row["offer_id"] for row in world.ask(**changed)].index(world.offers[index]) + 1


__all__ = [
    "CENTRE",
    "CONCERN",
    "CRITERIA",
    "QUESTION",
    "TODAY",
    "Drawn",
    "Written",
    "contracts",
    "draw",
    "place",
    "replace",
    "set_contract",
]
