"""A connection in a real browser, by keyboard; and a program that pushes to the real server with what it was given."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page

from dashboard.push.addresses import PLACES
from tests.end_to_end.seen import NARROW, Look, at_both_widths

pytestmark = pytest.mark.browser

PAGE = "/opgave/koppeling"


def push(address: str, token: str, body: bytes, **more: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": "e2e.1"}
    return httpx.post(address + PLACES, content=body, headers=headers, timeout=30, trust_env=False, **more)


def cut_off(address: str, token: str) -> tuple[int, Any]:
    """What is answered to a body that ends long before the length it was said to have."""
    place = urlsplit(address)
    head = (
        f"POST {PLACES} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: e2e.cut\r\nContent-Length: 5000\r\n\r\n"
    )
    with socket.create_connection((place.hostname, place.port), timeout=30) as line:
        line.sendall(head.encode() + b'{"form": "transferpunt/capacity/1", "places": [')
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    said, _, body = answer.partition(b"\r\n\r\n")
    return int(said.split()[1]), json.loads(body)["code"]


def unfold(page: Page, name: str) -> None:
    summary = page.locator("summary", has_text=name).first
    summary.focus()
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("worker")
def test_a_token_is_made_tried_used_and_revoked(look: Look) -> None:
    looked = look("Zorgaanbieder", NARROW)
    page = looked.at(PAGE)
    assert at_both_widths(page) == []
    page.get_by_label("Naam, zoals die van uw leverancier").focus()
    page.keyboard.type("EPD Voorbeeld")
    page.keyboard.press("Enter")
    token = page.locator("#token").inner_text()
    assert at_both_widths(page) == []
    page.locator("[data-copy=token]").press("Enter")
    page.wait_for_selector("text=gekopieerd")
    page.get_by_role("button", name="Proefrun met mijn plekken").press("Enter")
    page.wait_for_selector("#tried")
    assert "Er is niets van bewaard." in page.locator("#tried").inner_text()
    assert at_both_widths(page) == []
    assert token not in page.content(), "shown once"

    own = page.request.get(f"{looked.address}{PAGE}/voorbeeld.json").json()
    dry = push(looked.address, token, json.dumps(own).encode(), params={"dry_run": "1"})
    assert (dry.status_code, dry.json()["state"], dry.json()["delivery"]) == (200, "applied", None)
    assert dry.json()["counts"]["accepted"] == len(own["places"])
    wrong = json.dumps(own | {"places": [one | {"free_count": 9, "total_count": 1} for one in own["places"]]}).encode()
    real = push(looked.address, token, wrong)
    assert (real.status_code, real.json()["state"], real.json()["reason"]) == (422, "rejected", "too_many_refused")
    assert real.json()["refusals"][0]["pointer"].startswith("/places/0/")
    assert push(looked.address, token, wrong).json() == real.json()
    assert push(looked.address, token, wrong + b" ").status_code == 409
    assert cut_off(looked.address, token) == (400, "body_incomplete")

    page = looked.at(PAGE)
    unfold(page, "Intrekken")
    page.get_by_role("button", name="Ja, intrekken").first.press("Enter")
    page.wait_for_selector("text=Hij opent vanaf nu niets meer")
    assert push(looked.address, token, wrong).json()["code"] == "token_revoked"


def test_the_page_is_whole_in_english_and_for_the_operator(look: Look) -> None:
    page = look("Zorgaanbieder").at(f"{PAGE}?taal=en")
    assert page.locator("h1").inner_text() == "Connection"
    assert at_both_widths(page) == []
    assert at_both_widths(look("Beheerder").at(PAGE)) == []
