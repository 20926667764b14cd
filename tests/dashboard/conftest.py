"""A small vocabulary, and a real application on a real database, with a clock that a test moves.

Every test begins in Dutch, whatever the one before it spoke.
"""

from collections.abc import Callable, Iterator
from typing import Any

import flask
import pytest

from dashboard import language
from dashboard.app import create_app
from dashboard.settings import Settings, SignIn
from dashboard.vocabulary import Row, Vocabulary, build
from tests.dashboard.visit import KEYS, Browser, Clock
from tests.etl.post_office import PostOffice, open_office


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    language.choose("nl")
    yield
    language.choose("nl")


def pathway(code: str, name: str, **overrides: object) -> Row:
    defaults = {"name_en": f"{name} (en)", "unit_code": "intake_slot", "has_places": True}
    flags = {"is_per_diagnosis_group": False, "is_mostly_unlimited": False, "is_for_complaints": False}
    return {"care_pathway_code": code, "name_nl": name, **defaults, **flags, **overrides}


def group(code: str, name: str, short: str, *, is_split: bool = True) -> Row:
    names = {"name_nl": name, "short_name_nl": short, "name_en": f"{short} (en)"}
    return {"diagnosis_group_code": code, "is_split": is_split, **names}


def urgency(code: str, name: str, *, has_places: bool = True, days: int | None = None) -> Row:
    return {
        "urgency_code": code,
        "name_nl": name,
        "name_en": f"{name} (en)",
        "has_places": has_places,
        "reaction_working_days": days,
    }


def term(text: str, care_pathway: str | None, diagnosis_group: str | None) -> Row:
    return {"term": text, "care_pathway_code": care_pathway, "diagnosis_group_code": diagnosis_group}


@pytest.fixture
def known() -> Vocabulary:
    """A small vocabulary with what the rules tell apart."""
    return build(
        care_pathways=[
            pathway("AMB", "Polikliniek", is_per_diagnosis_group=True, is_for_complaints=True),
            pathway("EH", "Online behandeling", is_mostly_unlimited=True),
            pathway("IHT", "Intensieve thuisbehandeling (IHT)", unit_code="caseload_place"),
            pathway("VERS", "Verslavingszorg"),
            pathway("CRIS", "Crisisdienst", has_places=False, unit_code=None),
        ],
        diagnosis_groups=[
            group("D04", "Depressieve-stemmingsstoornissen", "Depressie"),
            group("D05", "Angststoornissen", "Angst"),
            group("D10", "Middelgerelateerde stoornissen", "Verslaving"),
            group("D00", "Geen onderscheid naar diagnosegroep", "Niet uitgesplitst", is_split=False),
        ],
        urgencies=[
            urgency("regulier", "regulier"),
            urgency("spoed", "spoed, geen crisis", days=5),
            urgency("crisis", "crisis", has_places=False),
        ],
        regions=[{"region_code": "ZK23", "name": "Utrecht"}, {"region_code": "ZK03", "name": "Apeldoorn Zutphen e.o."}],
        complaint_terms=[
            term("somber", None, "D04"),
            term("piekeren", None, "D04"),
            term("piekeren", None, "D05"),
            term("verslaving", None, "D10"),
            term("verslaving", "VERS", None),
            term("suïcidaal", "CRIS", None),
        ],
        concerns=[{"concern_code": "menzis", "name": "Menzis", "mediation_phone": None}],
        criteria=[
            {"criterion_code": code, "name_nl": name, "name_en": f"{name} (en)", "is_beside": is_beside}
            for code, name, is_beside in (("X_SUI", "suïcidaliteit", False), ("X_VERS", "verslaving", True))
        ],
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> Settings:
    """Overridden by tests of another way to sign in."""
    return Settings(is_demo=True, sign_in=SignIn.DEMO, secret_keys=KEYS)


@pytest.fixture
def web(settings: Settings, clock: Clock, database: Any) -> flask.Flask:  # noqa: ARG001 - is asked through the environment
    made: flask.Flask = create_app(settings, clock).server
    return made


@pytest.fixture
def browser(web: flask.Flask) -> Callable[[], Browser]:
    """Makes a new browser, on an address of its own."""
    return lambda: Browser(web.test_client())


@pytest.fixture
def gp(browser: Callable[[], Browser]) -> Browser:
    return browser().sign_in("gp")


@pytest.fixture
def events(database: Any) -> Callable[[], list[dict[str, Any]]]:
    """Reads the audit trail, newest last."""

    def read() -> list[dict[str, Any]]:
        with database.engine().begin() as connection:
            found = connection.exec_driver_sql("select * from audit.event order by event_id")
            return [dict(row) for row in found.mappings()]

    return read


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, dict[str, str]]]:
    """A mail server on this machine, and the settings that lead to it."""
    with open_office() as opened:
        yield opened
