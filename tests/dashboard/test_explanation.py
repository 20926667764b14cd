"""The explanation is open to everybody, in both languages, and says what the lists of the database say."""

import html
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from dashboard.explanation import ground, places, waits
from dashboard.explanation.routes import ACCESSIBILITY, PATH


@pytest.fixture
def connection(database: Any) -> Iterator[Connection]:
    """To ask the lists themselves."""
    with database.engine().connect() as opened:
        yield opened


def test_it_can_be_read_without_signing_in_and_opens_nothing_else(browser: Callable[[], Any]) -> None:
    one = browser()
    page = one.get(PATH)
    assert page.status_code == 200
    assert "<h1>Uitleg</h1>" in page.text
    assert "<script" not in page.text
    assert one.fetch("/_dash-layout").status_code == 401
    assert "<h1>Explanation</h1>" in one.get(f"{PATH}?taal=en").text


def test_it_says_how_long_each_kind_of_care_may_be_shown(browser: Callable[[], Any], connection: Connection) -> None:
    kinds = connection.execute(text("select name_nl from core.care_pathway where has_places")).scalars().all()
    page = browser().get(PATH).text
    assert kinds
    assert [name for name in kinds if f'<th scope="row">{name}</th>' not in html.unescape(page)] == []


def test_it_names_the_norms_that_hold(browser: Callable[[], Any], connection: Connection) -> None:
    count = connection.execute(text("select count(*) from core.norm where valid_to is null")).scalar_one()
    page = browser().get(PATH).text
    table = page[page.index("De normen die vandaag gelden</caption>") :]
    assert table[: table.index("</table>")].count('<th scope="row">') == count


def test_every_word_in_the_table_of_contents_leads_somewhere(browser: Callable[[], Any]) -> None:
    page = browser().get(PATH).text.partition("<main")[2]
    anchors = [part.split('"', 1)[0] for part in page.split('href="#')[1:]]
    assert len(anchors) == len(set(anchors)) == 11
    assert all(f'<section id="{anchor}"' in page for anchor in anchors)


def test_the_accessibility_statement_is_open_and_linked_from_every_foot(browser: Callable[[], Any]) -> None:
    one = browser()
    page = one.get(ACCESSIBILITY)
    assert page.status_code == 200
    assert "<h1>Toegankelijkheid</h1>" in page.text
    assert "<script" not in page.text
    for part in ("stand", "getoetst", "bekend", "melden"):
        assert f'<section id="{part}"' in page.text
    assert "What is known not to be right" in one.get(f"{ACCESSIBILITY}?taal=en").text
    for path in ("/aanmelden", PATH, ACCESSIBILITY):
        assert f'<a href="{ACCESSIBILITY}">' in one.get(path).text
    assert ACCESSIBILITY.strip("/") in one.sign_in("gp").page("/vrije-plekken").text


@pytest.mark.parametrize(
    ("span", "said"), [("26 hours", "26 uur"), ("1 days", "1 dag"), ("7 working days", "7 werkdagen")]
)
def test_a_time_to_live_is_said_in_words(span: str, said: str) -> None:
    assert places.duration(span) == said


def test_every_list_and_kind_of_norm_has_a_word(connection: Connection) -> None:
    lists = connection.execute(text("select list_code from read.code_lists(now())")).scalars().all()
    assert all(ground.list_name(code) for code in lists)
    norms = [dict(row) for row in connection.execute(text("select * from read.norms(now())")).mappings()]
    assert len(waits.waits([], norms).tables[1].rows) == len(norms) > 0
