"""How many taps and seconds a provider needs on a phone: for one changed number, and for "unchanged" from the mail.

    python -m bench.statement_taps http://127.0.0.1:8050

against a demo that runs there (make demo), with the TRANSFERPUNT_HOME it has. A phone of 360 pixels in Chromium; the
seconds run from opening the form, or the mail, until the page says that readers see it, or thanks. It states made-up
places of the demo's provider, through the form and through a mail that a real SMTP server caught.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, sync_playwright

from etl import reminders
from etl.reminder_mail import message
from sql.database import engine
from tests import browser as browsers
from tests.etl.post_office import open_office

PHONE = {"width": 360, "height": 740}
PROVIDER, SOURCE = "Zorgaanbieder", "opgave-09000002"  # of the sample world
_TIMES = 5
_SEEN = "text=lezers zien het nu"


def one_number(page: Page) -> list[Locator]:
    """What is tapped to tell one place more and store it, on the form as it opens; each when the one before is done."""
    line = page.locator(".stated").first
    return [
        line.get_by_role("button", name="Eén meer: Plekken vrij nu"),
        page.locator(".save-bar").get_by_role("button", name="Opslaan"),
        page.get_by_role("button", name="Bevestigen en opslaan"),
    ]


def unchanged(page: Page) -> list[Locator]:
    """What is tapped to say from the mail that nothing changed."""
    return [
        page.locator("a[href*='/opgave/link?link=']").first,
        page.get_by_role("button", name="Ja, alles ongewijzigd"),
    ]


def tap(taps: Iterable[Locator]) -> int:
    """Taps them one after another; how many there were."""
    count = 0
    for one in taps:
        one.click()
        count += 1
    return count


def mail_links(source: str, public_url: str, at: datetime) -> str:
    """Sends the mail of a reminder with new links to a real mail server, and gives back the HTML that came in there."""
    with open_office() as (office, environ):
        post = reminders.Post.from_env(environ)
        if post is None:
            raise AssertionError("the mail server has an address")
        with engine("etl_writer").begin() as connection:
            links = reminders.statement_links(connection, source, public_url, at)
        told = {"contact_email": "praktijk@voorbeeld.test", "contact_name": "Balie", "source_name": "Voorbeeldpraktijk"}
        due = {"expected_every": timedelta(days=7), "applied_at": at, "due_at": at, "step_number": 1}
        row = told | due | {"reason_nl": None, "reason_en": None}
        reminders.send(post, message(row, "opgave", post.sender, f"{public_url}/aanlevering", links))
        (mail,) = office.mails
        body = mail.get_body(("html",))
        return "" if body is None else str(body.get_content())


def main(arguments: list[str]) -> None:
    """Measures both, some times, and prints taps and seconds; or with --mail prints the HTML of a mail with links."""
    parser = argparse.ArgumentParser(prog="bench.statement_taps", description=__doc__.partition("\n")[0])
    parser.add_argument("address", help="of the pages, such as http://127.0.0.1:8050")
    parser.add_argument("--mail", action="store_true", help="print a mail with links, and measure nothing")
    parser.add_argument("--at", type=datetime.fromisoformat, default=None, help="when the links are made")
    asked = parser.parse_args(arguments)
    at = asked.at or datetime.now(UTC)
    if asked.mail:
        print(mail_links(SOURCE, asked.address, at))
        return
    found = browsers.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_context(viewport=PHONE, locale="nl-NL").new_page()  # type: ignore[arg-type]
        page.goto(f"{asked.address}/aanmelden")
        page.get_by_role("button", name=PROVIDER).click()
        page.wait_for_selector(".stated")
        for number in range(_TIMES):
            began = time.perf_counter()
            page.goto(f"{asked.address}/opgave")
            *before, last = one_number(page)
            taps = tap(before)
            saving = time.perf_counter()
            taps += tap([last])
            page.wait_for_selector(_SEEN)
            seen = time.perf_counter()
            print(
                f"one number {number + 1}: {taps} taps, {seen - began:.2f} s until readers see it, "
                f"{seen - saving:.2f} s of them after it was confirmed"
            )
        for number in range(_TIMES):
            text = mail_links(SOURCE, asked.address, at)
            stranger = browser.new_context(viewport=PHONE, locale="nl-NL").new_page()  # type: ignore[arg-type]
            taps, seconds = _measured(_opener(stranger, text), _tapper(stranger), stranger, "text=Dank u wel")
            print(f"unchanged from the mail {number + 1}: {taps} taps, {seconds:.2f} s until it is stored")
            stranger.context.close()
        browser.close()


def _opener(page: Page, text: str) -> Callable[[], object]:
    return lambda: page.set_content(text)


def _tapper(page: Page) -> Callable[[], list[Locator]]:
    return lambda: unchanged(page)


def _measured(
    begin: Callable[[], object], taps: Callable[[], Iterable[Locator]], page: Page, end: str
) -> tuple[int, float]:
    began = time.perf_counter()
    begin()
    count = tap(taps())
    page.wait_for_selector(end)
    return count, time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1:])
