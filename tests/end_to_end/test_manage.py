"""The operator's pages in a real browser: wide and narrow, and a source added, tried and fetched by keyboard."""

import psycopg
import pytest

from tests.end_to_end.seen import NARROW, Look, at_both_widths, faults
from tests.end_to_end.served import ANCHOR

pytestmark = pytest.mark.browser

PAGES = [
    *("/beheer", "/beheer/bronnen", "/beheer/bronnen?bron=capacity_csv", "/beheer/gebruikers?nieuw=ja"),
    *("/beheer/gebruikers?account=1", "/beheer/stamgegevens", "/beheer/bronnen?nieuw=ja", "/beheer/gemeenten"),
]


def test_the_pages_are_accessible_and_fit_the_screen(look: Look) -> None:
    page = look("Beheerder").at(PAGES[0])
    assert page.get_by_role("heading", level=1).inner_text() == "Ging de nacht goed?"
    assert at_both_widths(page) == []
    for path in PAGES[1:]:
        page.goto(page.url.partition("/beheer")[0] + path)
        page.get_by_role("navigation", name="Pagina's van de beheerder").wait_for()
        assert at_both_widths(page) == []


def test_a_source_is_connected_and_fetched_by_keyboard_alone(look: Look) -> None:
    page = look("Beheerder").at("/beheer")
    page.get_by_role("link", name="Bronnen en ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Bronnen en ophalen", level=1).wait_for()
    page.get_by_role("link", name="Capaciteit: met de hand ingelezen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Adres (https").focus()
    page.keyboard.type("https://files.example.org/places.csv")
    page.keyboard.press("Tab")
    page.keyboard.type("Bearer canary-e2e")
    while not page.evaluate("document.activeElement.matches('button')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Opgeslagen waar deze bron wordt opgehaald.").wait_for()
    assert "canary" not in page.content() + page.url
    page.get_by_role("button", name="Nu ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Een worker haalt het binnen een minuut op").wait_for()
    assert page.get_by_text("gevraagd, wacht op een worker").is_visible()
    assert faults(look("Beheerder", NARROW).at("/aanlevering")) == [], "where it is told how this source comes in"
    page.get_by_text("Deze bron niet meer ophalen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Weet u het zeker?").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Stoppen").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Deze bron wordt niet meer opgehaald").wait_for()
    assert faults(page) == []


def test_a_source_is_added_tried_and_switched_on_by_keyboard_alone(look: Look, filled: dict[str, str]) -> None:
    page = look("Beheerder").at("/beheer/bronnen")
    page.get_by_role("link", name="Bron toevoegen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Korte naam").focus()
    page.keyboard.type("e2e-bron")
    page.keyboard.press("Tab")
    page.keyboard.type("capacity_json")
    page.keyboard.press("Tab")
    page.keyboard.type("Bron van de browser")
    page.keyboard.press("Tab")
    page.keyboard.type("door een")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("09000001 09000002")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Toegevoegd en nog uitgeschakeld").wait_for()
    page.get_by_label("Adres (https").focus()
    page.keyboard.type("https://files.example.org/places.json")
    page.keyboard.press("Enter")
    page.get_by_text("Opgeslagen waar deze bron wordt opgehaald.").wait_for()
    page.get_by_role("button", name="Probeer nu").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Wacht op een worker").wait_for()
    with psycopg.connect(filled["DATABASE_URL"]) as worker:
        worker.execute("select load.begin_trial(%s)", [ANCHOR])
        worker.commit()
        page.get_by_text("Wordt opgehaald en gelezen").wait_for()  # by itself, on the page that was drawn before
        ended = "select load.end_trial('e2e-bron', %s, failure => 'certificate_refused')"
        worker.execute(ended, [ANCHOR])
    page.get_by_text("Het certificaat van de server klopt niet.").wait_for()
    assert at_both_widths(page) == []
    page.get_by_role("button", name="Aanzetten").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Aangezet.").wait_for()
    page.get_by_role("button", name="Uitzetten").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Uitgezet. Er gaat niets verloren").wait_for()
    assert at_both_widths(page) == []


def test_a_running_load_is_followed_with_a_bar_that_moves_and_ends_by_itself(
    look: Look, filled: dict[str, str]
) -> None:
    with psycopg.connect(filled["DATABASE_URL"], autocommit=True) as worker:
        received = """
            insert into raw.delivery (source_code, feed_code, file_name, received_at, delivered_at, sha256, size_bytes)
            values ('population', 'population', 'groot.csv', %(at)s, %(at)s, repeat('0', 64), 1) returning delivery_id
        """
        now = {"at": ANCHOR}
        delivery = worker.execute(received, now).fetchone()
        assert delivery is not None
        try:
            told = "select load.note_progress(%s, %s, %s, %s, %s)"
            worker.execute(told, [delivery[0], "reading", 20_000, 60_000, now["at"]])
            page = look("Beheerder").at("/aanlevering?bron=population")  # what other sources are sent is not looked at
            page.get_by_text("20.000 van 60.000 regels gelezen").wait_for()
            bar = page.get_by_role("progressbar")
            assert bar.get_attribute("value") == "20000"
            assert at_both_widths(page) == []
            worker.execute(told, [delivery[0], "applying", 60_000, 60_000, now["at"]])
            page.get_by_text("60.000 gecontroleerd").wait_for()
            assert bar.get_attribute("value") == "120000"
        finally:
            worker.execute("update raw.delivery set state_code = 'failed' where delivery_id = %s", [delivery[0]])
        page.get_by_text("Klaar.").wait_for()
        assert page.get_by_role("progressbar").count() == 0
