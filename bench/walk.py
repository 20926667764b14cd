"""Walks the tasks of docs/usability.md on the running product, as somebody would who sees it for the first time.

    python -m bench.walk http://127.0.0.1:8050

against a demo that runs there (make demo). For each person, on a desk and on a phone: clicks, keys, and the seconds of
pages and browser until the answer stands. A script does not read and does not hesitate; that comes on top.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.statement_taps import one_number
from tests import browser as browsers

WIDTHS = (1280, 360)


@dataclass
class Walk:
    """A page and what was done on it."""

    page: Page
    clicks: int = 0
    keys: int = 0
    began: float = field(default_factory=time.monotonic)

    def click(self, target: Locator) -> None:
        """One click or tap."""
        target.click()
        self.clicks += 1

    def type(self, field_name: str, text: str) -> None:
        """A field is clicked and typed into."""
        self.click(self.page.get_by_label(field_name))
        self.page.keyboard.type(text)
        self.keys += len(text)

    def choose(self, field_name: str, value: str) -> None:
        """A list is opened and one of it chosen."""
        self.page.get_by_label(field_name).select_option(value)
        self.clicks += 2

    def ask(self, answered: str) -> None:
        """Enter, until what answers stands there."""
        self.page.keyboard.press("Enter")
        self.keys += 1
        self.page.wait_for_selector(answered)


def find_a_place(walk: Walk) -> None:
    """A complaint, a postcode, and the number to phone; then the text for the letter."""
    walk.type("Klacht, diagnosegroep of zorgpad", "paniek")
    walk.page.keyboard.press("Escape")
    walk.type("Postcode", "3511")
    walk.ask(".offer .call-main")
    walk.click(walk.page.get_by_role("button", name="Kopieer voor verwijsbrief").first)
    walk.page.wait_for_selector(".copied:not(:empty)")


def find_for_a_child(walk: Walk) -> None:
    """The number of the municipality first."""
    walk.type("Klacht, diagnosegroep of zorgpad", "eetbuien")
    walk.page.keyboard.press("Escape")
    walk.choose("Leeftijd", "12-15")
    walk.type("Postcode", "3511")
    walk.ask(".banner-note .call-main")


def in_a_crisis(walk: Walk) -> None:
    """From the first page to a number that is answered."""
    walk.click(walk.page.get_by_role("link", name="Crisis? Naar de crisislijnen"))
    walk.page.wait_for_selector("h2:has-text('Crisis: bel nu')")
    walk.type("Postcode", "3511")
    walk.ask(".crisis .call-main >> visible=true")


def see_the_region(walk: Walk) -> None:
    """What is free, who did not deliver, and the agenda of the table."""
    walk.page.wait_for_selector("h1:has-text('Flevoland') >> visible=true")
    walk.click(walk.page.get_by_role("link", name="Agenda van de tafel"))
    walk.page.wait_for_selector(".agenda")


def see_the_waits(walk: Walk) -> None:
    """The matrix stands on the first page; one region's own figures are one click away."""
    walk.page.wait_for_selector(".hot-spots")
    walk.click(walk.page.locator(".hot-spots tbody th a").nth(1))
    walk.page.wait_for_selector("text=Hoe betrouwbaar is dit")


def tell_one_number(walk: Walk) -> None:
    """One place more, saved."""
    for target in one_number(walk.page):
        walk.click(target)
    walk.page.wait_for_selector("text=lezers zien het nu")


def see_the_delivery(walk: Walk) -> None:
    """How last night's delivery went, and what was refused."""
    walk.click(walk.page.get_by_role("link", name="Aanleveringen"))
    walk.page.wait_for_selector("h1:has-text('Aanleveringen')")
    walk.click(walk.page.locator(".records th a").first)
    walk.page.wait_for_selector("h2:has-text('Geschiedenis')")


def see_the_night(walk: Walk) -> None:
    """The first page says it."""
    walk.page.wait_for_selector("h1:has-text('Ging de nacht goed?')")


# Task -> the button of the demo's sign-in, and how it is done.
TASKS: dict[str, tuple[str, Callable[[Walk], None]]] = {
    "GP: a place for panic attacks, and the text for the letter": ("Huisarts", find_a_place),
    "GP: for a child of 13": ("Huisarts", find_for_a_child),
    "GP: a crisis": ("Huisarts", in_a_crisis),
    "mediator: a place sooner": ("Zorgbemiddelaar", find_a_place),
    "clinician: a place elsewhere": ("Behandelaar", find_for_a_child),
    "coordinator: my region, and the agenda": ("Coördinator", see_the_region),
    "insurer's analyst: where is the norm not met": ("Zorgverzekeraar", see_the_waits),
    "small provider: one place more": ("Zorgaanbieder", tell_one_number),
    "large provider: did the delivery go well": ("Zorgaanbieder", see_the_delivery),
    "operator: did the night go well": ("Beheerder", see_the_night),
}


@contextmanager
def signed_in(browser: Browser, address: str, button: str, width: int) -> Iterator[Page]:
    """A page of somebody, where their work begins."""
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{address}/aanmelden")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(lambda url: "/aanmelden" not in url)
    page.wait_for_selector("main h1")
    yield page
    context.close()


def main(arguments: list[str]) -> None:
    """Walks each task at both widths and prints a row for each."""
    parser = argparse.ArgumentParser(prog="bench.walk", description=__doc__.partition("\n")[0])
    parser.add_argument("address", help="of the pages, such as http://127.0.0.1:8050")
    address = parser.parse_args(arguments).address.rstrip("/")
    print("| task | width | clicks | keys | seconds |\n|---|---|---|---|---|")
    chromium = browsers.find() or browsers.install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for task, (button, done) in TASKS.items():
            for width in WIDTHS:
                with signed_in(browser, address, button, width) as page:
                    walk = Walk(page)
                    done(walk)
                    print(f"| {task} | {width} | {walk.clicks} | {walk.keys} | {time.monotonic() - walk.began:.1f} |")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
