"""Reminders, through a real mail server on this machine: to whom, when, what they say, and never twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from etl import reminders
from sql.errors import SettingsError
from tests import factories as make
from tests.conftest import Database
from tests.etl.post_office import PostOffice, open_office

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, dict[str, str]]]:
    with open_office() as opened:
        yield opened


def late(database: Database, code: str = "laat", applied_at: datetime | None = AT - 2 * DAY, **facts: Any) -> None:
    """A source that must deliver each day, and did so last at applied_at."""
    told = {
        "expected_every": DAY,
        "grace": 6 * HOUR,
        "contact_email": f"{code}@voorbeeld.test",
        "contact_name": "Balie",
    }
    with database.engine().begin() as connection:
        make.source(connection, code, name="Voorbeeldbron <ggz>", **(told | facts))
        if applied_at is not None:
            delivery = make.delivery(connection, source_code=code, state_code="applied", received_at=applied_at)
            state = {"delivery_id": delivery, "order_at": applied_at, "applied_at": applied_at}
            make.insert(connection, "core.source_state", source_code=code, **state)


def test_who_is_late_hears_of_it_three_times_and_then_somebody_phones(
    database: Database, office: tuple[PostOffice, dict[str, str]]
) -> None:
    kept, environ = office
    late(database)
    due = AT - 2 * DAY + DAY + 6 * HOUR
    assert reminders.remind(due, environ) == []
    sent = {after: reminders.remind(AT + after, environ) for after in (0 * DAY, HOUR, DAY, 2 * DAY, 3 * DAY, 30 * DAY)}
    assert [after for after, sources in sent.items() if sources] == [0 * DAY, DAY, 3 * DAY]
    first, _, third = kept.mails
    assert (first["to"], first["from"]) == ("laat@voorbeeld.test", "transferpunt@voorbeeld.test")
    assert first["subject"] == "Aanlevering niet ontvangen: Voorbeeldbron <ggz>"
    plain = first.get_body(("plain",)).get_content()
    assert "verwachten wij elke dag een aanlevering" in plain
    assert "De laatste kwam op 18-11-2026 10:00; uiterlijk 19-11-2026 10:00 had er een nieuwe moeten zijn." in plain
    assert "The last one came on 18-11-2026 10:00" in plain
    assert "https://transferpunt.voorbeeld.test/aanlevering" in plain
    html = first.get_body(("html",)).get_content()
    assert "Voorbeeldbron &lt;ggz&gt;" in html
    assert 'lang="en"' in html
    assert "Dit is herinnering 3." in third.get_body(("plain",)).get_content()


def test_the_sentence_says_what_was_wrong_with_what_came(
    database: Database, office: tuple[PostOffice, dict[str, str]]
) -> None:
    kept, environ = office
    late(database)
    said = {"reason_code": "too_many_refused", "sentence_nl": "Te veel regels afgekeurd: 12 van 20."}
    with database.engine().begin() as connection:
        make.delivery(connection, source_code="laat", state_code="rejected", received_at=AT - DAY, **said)
    assert reminders.remind(AT, environ) == ["laat"]
    assert "Te veel regels afgekeurd: 12 van 20." in kept.mails[0].get_body(("plain",)).get_content()


def test_nobody_else_is_reminded(database: Database, office: tuple[PostOffice, dict[str, str]]) -> None:
    kept, environ = office
    late(database, "optijd", AT - HOUR)
    late(database, "zonder-adres", contact_email=None)
    late(database, "zonder-ritme", expected_every=None)
    late(database, "historisch", is_historic=True)
    late(database, "uit", is_active=False)
    assert reminders.remind(AT, environ) == []
    late(database, "nooit", None)
    assert reminders.remind(AT, environ) == ["nooit"]
    assert "Er kwam nog nooit een." in kept.mails[0].get_body(("plain",)).get_content()


def test_a_mail_that_is_not_taken_is_sent_later(database: Database, office: tuple[PostOffice, dict[str, str]]) -> None:
    kept, environ = office
    late(database)
    kept.answer = "451 not now"
    assert reminders.remind(AT, environ) == []
    assert reminders.remind(AT, environ | {"TRANSFERPUNT_SMTP_URL": "smtp://127.0.0.1:1"}) == []
    with database.engine().begin() as connection:
        assert connection.execute(text("select count(*) from ops.reminder")).scalar_one() == 0
    kept.answer = "250 kept"
    assert reminders.remind(AT, environ) == ["laat"]
    assert len(kept.mails) == 1


def test_without_a_mail_server_nobody_is_reminded_and_a_wrong_one_says_so(database: Database) -> None:
    late(database)
    assert reminders.remind(AT, {}) == []
    for wrong in ({"TRANSFERPUNT_SMTP_URL": "mail.example.org"}, {"TRANSFERPUNT_SMTP_URL": "smtp://mail.example.org"}):
        with pytest.raises(SettingsError, match="TRANSFERPUNT_SMTP_URL"):
            reminders.remind(AT, wrong)
    given = {"TRANSFERPUNT_SMTP_URL": "smtps://naam:ge%40heim@post.test", "TRANSFERPUNT_MAIL_FROM": "a@b.test"}
    post = reminders.Post.from_env(given)
    assert post is not None
    assert (post.host, post.port, post.is_tls, post.user_name, post.password) == (
        "post.test",
        465,
        True,
        "naam",
        "ge@heim",
    )
    assert "heim" not in repr(post)
