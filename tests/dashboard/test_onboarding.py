"""Inviting a provider as browsers send it, from the form of the coordinator by the mail to the first statement."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from etl import invitations
from etl.transports import received
from sql.call import driver
from tests.conftest import Database
from tests.dashboard.test_statement import fields
from tests.dashboard.visit import START, Browser
from tests.etl.post_office import PostOffice
from tests.sql.access.applications import CONTACT, CRITERIA, LOCATION, OFFER

LIST, VERDICT, FORM = "/aansluitingen", "/aansluitingen/besluit", "/aansluiten"
INVITED = {"naam": "Praktijk Proefduin", "agb": "94000060", "kvk": "00000001", "mail": "duin@voorbeeld.test"}
Office = tuple[PostOffice, dict[str, str]]


@pytest.fixture
def coordinator(browser: Callable[[], Browser]) -> Browser:
    return browser().sign_in("coordinator")


def region(database: Database) -> tuple[str, str]:
    """The region of the coordinator of the demo, and a postcode in it."""
    with database.engine().begin() as connection:
        found = driver(connection).execute(
            "select s.scope_code, min(p.postcode4) from ops.account_scope s join core.postcode p"
            " on p.zorgkantoorregio_code = s.scope_code where s.kind_code = 'region' group by 1"
        )
        ((code, postcode),) = found.fetchall()
        return str(code), str(postcode)


def mailed(office: Office) -> str:
    """The token in the newest mail, which says the same in both languages and forms."""
    kept, environ = office
    assert len(invitations.invite(START, environ)) == 1
    mail = kept.mails[-1]
    plain, shown = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    tokens = set(re.findall(r"https://transferpunt\.voorbeeld\.test/aansluiten\?link=([\w-]+)", plain + shown))
    assert len(tokens) == 1
    assert ("De link werkt tot" in plain, "The link works until" in plain, 'lang="en"' in shown) == (True, True, True)
    return tokens.pop()


def step(one: Browser, token: str, name: str, told: dict[str, Any], deed: str = "bewaar") -> Any:
    """Sends a step as it stands, with what is typed in it."""
    form = fields(one.get(f"{FORM}?link={token}&stap={name}").text)
    return one.submit(FORM, form | told | {"doe": deed})


def numbered(told: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return {f"{number}.{name}": one for name, one in told.items()}


@pytest.fixture
def token(coordinator: Browser, database: Database, office: Office) -> str:
    """Of the mail of an invitation into the region of the coordinator."""
    code, _postcode = region(database)
    answer = coordinator.submit(LIST, INVITED | {"regio": code})
    assert answer.headers["Location"] == f"{LIST}?gedaan=invited"
    return mailed(office)


def filled(one: Browser, token: str, postcode: str) -> None:
    """All steps, saved."""
    criteria = {f"criterium.{name}": told for name, told in CRITERIA["exclusions"].items()}
    for name, told in (
        ("contact", CONTACT),
        ("locations", numbered(LOCATION | {"postcode": postcode})),
        ("offers", numbered(OFFER)),
        ("criteria", criteria | {"exclusion_reason": CRITERIA["exclusion_reason"]}),
    ):
        assert step(one, token, name, told).status_code == 303


def test_from_the_invitation_to_the_first_statement(
    browser: Callable[[], Browser], coordinator: Browser, database: Database, office: Office, token: str
) -> None:
    _code, postcode = region(database)
    reader = browser()
    page = reader.get(f"{FORM}?link={token}", **{"Sec-Fetch-Site": "cross-site"}).text
    assert 'value="Praktijk Proefduin"' in page
    assert page.count("nog niet begonnen") == 4
    filled(reader, token, postcode)
    assert "Praktijk Proefduin" not in browser().sign_in("gp").get("/vrije-plekken").text
    last = reader.get(f"{FORM}?link={token}").text
    assert "Insturen" in last
    assert "autisme: geen belemmering" in last
    assert "Dank u wel" in reader.submit(FORM, fields(last) | {"doe": "insturen"}).text
    assert "Dank u wel" in reader.get(f"{FORM}?link={token}").text, "nothing to fill in any more"
    (number,) = re.findall(r"uitnodiging=(\d+)", coordinator.page(LIST).text)
    seen = coordinator.page(LIST, f"?uitnodiging={number}").text
    assert "Proefduin Utrecht" in seen
    assert "wacht op u" in seen
    approved = coordinator.submit(VERDICT, {"uitnodiging": number, "besluit": "approve"})
    assert approved.headers["Location"] == f"{LIST}?gedaan=approve"
    (receipt,) = received.waiting()
    assert (received.load(receipt, at=START) or receipt) != receipt
    kept, environ = office
    assert invitations.invite(START, environ) == [int(number)]
    told = kept.mails[-1]
    assert told["to"] == "balie@voorbeeld.test"
    plain = told.get_body(("plain",)).get_content()
    (first, *_) = re.findall(r"/opgave/link\?link=([\w-]+)", plain)
    opened = reader.get(f"/opgave/link?link={first}").text
    assert "Plekken van Proefduin Utrecht" in opened
    form = fields(reader.submit("/opgave/link", {"link": first, "doe": "open"}).text)
    (place,) = [name for name in form if name.endswith("regulier.vrij")]
    summary = reader.submit("/opgave/link", form | {place: "2", "doe": "gewijzigd"})
    assert reader.submit("/opgave/link", fields(summary.text) | {"doe": "bevestig"}).status_code == 200
    assert reader.get(f"{FORM}?link={token}").status_code == 410


def test_each_step_is_kept_and_shows_what_is_left(browser: Callable[[], Browser], token: str) -> None:
    one, later = browser(), browser()
    one.get(f"{FORM}?link={token}")
    half = step(one, token, "contact", {"provider_name": "Duin", "contact_phone": "bel maar"})
    assert half.headers["Location"].endswith("stap=contact"), "what is not right yet is shown"
    page = later.get(f"{FORM}?link={token}&stap=contact").text
    assert 'value="Duin"' in page
    assert "nog 2 te doen" in page
    assert "alleen cijfers, spaties en +" in html.unescape(page)
    assert page.count("Nog invullen.") == 1
    with_one = step(one, token, "locations", numbered(LOCATION), "more-")
    assert with_one.headers["Location"].endswith("stap=locations&meer=ja")
    assert 'name="1.agb_location"' in later.get(with_one.headers["Location"]).text
    copied = step(one, token, "offers", numbered(OFFER), "copy-0")
    assert copied.headers["Location"].endswith("stap=offers")
    page = later.get(copied.headers["Location"]).text
    assert page.count('<option value="AMB" selected>') == 2
    assert "nog 1 te doen" in page, "of the copy the location is still to choose"
    fewer = step(one, token, "offers", {}, "less-1").headers["Location"]
    assert later.get(fewer).text.count('<option value="AMB" selected>') == 1
    check = later.get(f"{FORM}?link={token}&stap=check").text
    assert "Insturen" not in check
    assert later.submit(FORM, {"link": token, "stap": "check", "doe": "insturen"}).status_code == 422


def test_of_two_tabs_the_second_is_told_and_keeps_what_was_typed(browser: Callable[[], Browser], token: str) -> None:
    one, other = browser(), browser()
    opened = [fields(tab.get(f"{FORM}?link={token}&stap=contact").text) for tab in (one, other)]
    assert one.submit(FORM, opened[0] | CONTACT | {"doe": "bewaar"}).status_code == 303
    second = other.submit(FORM, opened[1] | CONTACT | {"contact_name": "De tweede", "doe": "bewaar"})
    assert (second.status_code, 'value="De tweede"' in second.text) == (409, True)
    again = other.submit(FORM, fields(second.text) | {"doe": "bewaar"})
    assert again.status_code == 303
    assert 'value="De tweede"' in one.get(f"{FORM}?link={token}&stap=contact").text
    hidden = step(one, token, "contact", {"contact_name": "123 456 782"})
    assert hidden.status_code == 409
    assert "123 456 782" not in one.get(f"{FORM}?link={token}&stap=contact").text


def test_what_is_not_whole_too_old_or_sent_from_elsewhere_does_nothing(
    browser: Callable[[], Browser], coordinator: Browser, database: Database, token: str, clock: Any
) -> None:
    one = browser()
    for _often in range(3):  # a mail server looks, whatever it says it is
        assert one.get(f"{FORM}?link={token}", **{"Sec-Fetch-Site": "none"}).status_code == 200
    one.client.head(f"{FORM}?link={token}")
    mine = {"link": token, "stap": "contact", "provider_name": "Duin"}
    assert "in de mail staat" in one.get(FORM).text
    for wrong in (token[:-1], token.swapcase(), "x", "%00"):
        assert one.get(f"{FORM}?link={wrong}").status_code == 404
        assert one.submit(FORM, mine | {"link": wrong}).status_code == 404
    assert one.submit(FORM, mine, {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert one.submit(FORM, mine | {"csrf": ""}).status_code == 403
    assert one.get("/opgave").headers["Location"].startswith("/aanmelden"), "it is no session"
    assert one.get(f"/opgave/link?link={token}").status_code == 404, "and no link of a reminder"
    with database.engine().begin() as connection:
        assert driver(connection).execute("select count(*) from ops.application_step").fetchall() == [(0,)]
    (number,) = re.findall(r"uitnodiging=(\d+)", coordinator.page(LIST).text)
    clock.forward(days=14)
    assert one.get(f"{FORM}?link={token}").status_code == 410
    late = browser().sign_in("coordinator")
    assert "de link is verlopen" in late.page(LIST).text
    gone = late.submit(VERDICT, {"uitnodiging": number, "besluit": "withdraw"})
    assert gone.headers["Location"] == f"{LIST}?gedaan=withdraw"
    assert "is ingetrokken" in one.get(f"{FORM}?link={token}").text


def test_sent_back_says_why_in_the_mail_and_on_the_page(
    browser: Callable[[], Browser], coordinator: Browser, database: Database, office: Office, token: str
) -> None:
    reader = browser()
    reader.get(f"{FORM}?link={token}")
    filled(reader, token, region(database)[1])
    reader.submit(FORM, {"link": token, "stap": "check", "doe": "insturen"})
    (number,) = re.findall(r"uitnodiging=(\d+)", coordinator.page(LIST).text)
    without = coordinator.submit(VERDICT, {"uitnodiging": number, "besluit": "return"})
    assert "fout=without_reason" in without.headers["Location"]
    coordinator.submit(VERDICT, {"uitnodiging": number, "besluit": "return", "reden": "Welke <leeftijd>?"})
    newer = mailed(office)
    assert "Welke <leeftijd>?" in office[0].mails[-1].get_body(("plain",)).get_content()
    assert "Welke &lt;leeftijd&gt;?" in office[0].mails[-1].get_body(("html",)).get_content()
    assert "Welke &lt;leeftijd&gt;?" in reader.get(f"{FORM}?link={newer}").text
    assert reader.get(f"{FORM}?link={token}").status_code == 404


def test_who_may_not_invite_is_refused_and_a_rare_code_is_asked_about(
    browser: Callable[[], Browser], coordinator: Browser, database: Database, office: Office
) -> None:
    code, _postcode = region(database)
    for role in ("gp", "provider", "insurer", "auditor"):
        assert browser().sign_in(role).submit(LIST, INVITED | {"regio": code}).status_code == 403
    elsewhere = coordinator.submit(LIST, INVITED | {"regio": "ZK01" if code != "ZK01" else "ZK02"})
    assert "fout=denied" in elsewhere.headers["Location"]
    rare = INVITED | {"regio": code, "agb": "04000060"}
    asked = coordinator.submit(LIST, rare)
    assert "fout=agb_prefix" in asked.headers["Location"]
    assert "voorbeeld.test" not in asked.headers["Location"]
    assert coordinator.submit(LIST, rare | {"zeker": "ja"}).headers["Location"] == f"{LIST}?gedaan=invited"
    kept, environ = office
    kept.answer = "451 not now"
    assert invitations.invite(START, environ) == []
    assert invitations.invite(START, {}) == []
    kept.answer = "250 kept"
    assert len(invitations.invite(START + timedelta(minutes=5), environ)) == 1


def test_in_english_the_link_and_the_step_stay(browser: Callable[[], Browser], token: str) -> None:
    page = browser().get(f"{FORM}?link={token}&stap=offers&taal=en").text
    assert "What care you give" in page
    assert f"?link={token}&amp;stap=offers&amp;taal=nl" in page
