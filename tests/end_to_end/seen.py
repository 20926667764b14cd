"""What a browser sees of a page: what it remarks on, whether it fits, whether everybody can use it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

_WATCH = """document.addEventListener('securitypolicyviolation',
  event => console.error('refused by policy: ' + event.violatedDirective + ' ' + event.blockedURI))"""
_axe = Axe()
_STRICT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


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


def accessibility(page: Page) -> list[str]:
    """The rules of axe that the page breaks, with the elements that break them."""
    found = _axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


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
