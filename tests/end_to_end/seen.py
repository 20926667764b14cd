"""What a browser sees of a page: what it remarks on, whether it fits, whether everybody can use it."""

from collections.abc import Callable
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

WIDE, NARROW = 1280, 360

_WATCH = """document.addEventListener('securitypolicyviolation',
  event => console.error('refused by policy: ' + event.violatedDirective + ' ' + event.blockedURI))"""
_axe = Axe()
_STRICT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass
class Looked:
    """A page, and what went wrong while it was looked at."""

    page: Page
    address: str
    remarks: list[str]

    def at(self, path: str) -> Page:
        """Go to an address and wait until the page is drawn."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1")
        return self.page

    def expect(self, remark: str) -> None:
        """Take remarks that hold this text from what went wrong; there must be one."""
        kept = [one for one in self.remarks if remark not in one]
        assert len(kept) < len(self.remarks), f"the browser did not say {remark}"
        self.remarks[:] = kept


Look = Callable[..., Looked]


def watch(page: Page, address: str) -> list[str]:
    """The list that fills with errors, refusals by the content policy, lax headers, and requests to other addresses."""
    remarks: list[str] = []
    page.add_init_script(_WATCH)
    page.on(
        "console", lambda said: remarks.append(f"console: {page.url} {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: remarks.append(f"error: {page.url} {error}"))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else remarks.append(asked.url))
    page.on("response", lambda answer: remarks.extend(_lax(answer) if answer.url.startswith(address) else []))
    return remarks


def fits(page: Page, width: int) -> bool:
    """Whether nothing has to be scrolled sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= width


def accessibility(page: Page, *, colours: bool = True) -> list[str]:
    """The rules of axe that the page breaks, with the elements that break them; contrast takes most of its time."""
    rules = {"color-contrast": {"enabled": colours}}
    found = _axe.run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def faults(page: Page, *, colours: bool = True) -> list[str]:
    """What is wrong with the page at the width it has, folded and unfolded: too wide, or what axe says of it whole."""
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    wrong = [] if fits(page, width) else ["scrolls sideways"]
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    if not fits(page, width):
        wrong.append("scrolls sideways when all is unfolded")
    return wrong + accessibility(page, colours=colours)


def at_both_widths(page: Page) -> list[str]:
    """What is wrong with the page on a desk and on a phone, with the width beside it. Colours are the same on both."""
    wrong = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false })")
        wrong += [f"{width}: {fault}" for fault in faults(page, colours=width == WIDE)]
    return wrong


def _lax(answer: Response) -> list[str]:
    """What an answer of ours does not say to the browser; nothing when it is as strict as it should be."""
    told = answer.headers
    missing = [f"{name} is {told.get(name)}" for name, value in _STRICT.items() if told.get(name) != value]
    policy = told.get("content-security-policy", "")
    scripts = policy.partition("script-src")[2].partition(";")[0]
    if "default-src 'none'" not in policy or "'self'" not in scripts or "unsafe" in scripts:
        missing.append(f"content-security-policy is {policy}")
    if "strict-transport-security" in told:
        missing.append("HSTS without TLS")
    return [f"{answer.status} {answer.url}: {one}" for one in missing]
