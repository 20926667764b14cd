"""The form of who was invited in a real browser: every step accessible and narrow, and the whole by keyboard alone."""

import hashlib
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page

from tests.end_to_end.seen import NARROW, Look, at_both_widths
from tests.end_to_end.served import ANCHOR
from tests.sql.access.applications import CONTACT, LOCATION

pytestmark = pytest.mark.browser
STEPS = ("contact", "locations", "offers", "criteria", "check")


@pytest.fixture
def token(filled: dict[str, str], request: pytest.FixtureRequest, sign_in: Callable[[str], Any]) -> str:
    """Of the link of a new invitation into Utrecht, as a mail would carry it."""
    sign_in("Coördinator")  # from then on there is an account that invites
    made = request.node.name
    code = str(90000000 + int(hashlib.sha256(made.encode()).hexdigest()[:5], 16))
    with psycopg.connect(filled["DATABASE_URL"]) as connection:
        connection.execute(
            "insert into ops.invitation (agb_code, kvk_number, provider_name, contact_email, region_code, invited_by,"
            " invited_at, state_at, token_sha256, expires_at)"
            " select %(code)s, '00000001', 'Praktijk Proefduin', 'duin@voorbeeld.test', 'ZK23',"
            " min(a.account_id), %(at)s, %(at)s, %(token)s, %(at)s::timestamptz + interval '14 days'"
            " from ops.account a",
            {"code": code, "at": ANCHOR, "token": hashlib.sha256(made.encode()).hexdigest()},
        )
    return made


def saved(page: Page, next_field: str) -> None:
    """Saves by keyboard and waits for the next step."""
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[name='{next_field}']")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_is_accessible_and_fits(look: Look, token: str, language: str) -> None:
    looked = look("Coördinator")
    looked.page.context.clear_cookies()
    for step in STEPS:
        page = looked.at(f"/aansluiten?link={token}&stap={step}&taal={language}")
        assert at_both_widths(page) == [], step
    assert "built-in" not in looked.at(f"/aansluiten?link={token}&stap=offers").content()


def test_it_is_filled_in_by_keyboard_alone(look: Look, token: str) -> None:
    looked = look("Coördinator", NARROW)
    looked.page.context.clear_cookies()
    page = looked.at(f"/aansluiten?link={token}")
    for name in ("contact_name", "contact_phone"):
        page.locator(f"[name='{name}']").focus()
        page.keyboard.type(CONTACT[name])
    saved(page, "0.agb_location")
    for name in ("agb_location", "location_name", "postcode", "place_name", "phone"):
        page.locator(f"[name='0.{name}']").focus()
        page.keyboard.type(LOCATION[name])
    saved(page, "0.care_pathway_code")
    assert page.evaluate("document.activeElement.tagName") == "H1", "a new step begins at its head"
    page.locator("[name='0.care_pathway_code']").focus()
    page.keyboard.type("Polikliniek")
    page.locator("[name='0.diagnosis_group_code']").focus()
    page.keyboard.type("Depressieve")
    page.locator("[name='0.segment_code']").focus()
    page.keyboard.type("s-ggz")
    page.locator("[name='0.urgency_codes']").first.focus()
    page.keyboard.press("Space")
    page.locator("[name='0.age_from']").focus()
    page.keyboard.type("18")
    saved(page, "criterium.X_AUT")
    page.locator("[name='exclusion_reason']").focus()
    page.keyboard.type("zorginhoudelijk")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Insturen").press("Enter")
    page.wait_for_selector("text=Dank u wel")
    assert page.get_by_text("ziet niemand anders er iets van").is_visible()
