"""The site for nginx as it is shipped, with a real nginx, real TLS and the web line of the Procfile behind it."""

import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from sqlalchemy import text

from dashboard import limits
from launch.programs import read_procfile
from tests.conftest import Database
from tests.launch.conftest import free_port
from tests.repository import ROOT

HOST = "transferpunt.example.org"
FORGED = "198.51.100.77"


@dataclass
class Site:
    """Where it listens, with TLS and without, and whose certificate it has."""

    port: int
    plain_port: int
    trusted: ssl.SSLContext
    database: Database
    cookies: dict[str, httpx.Cookies] = field(default_factory=dict)

    def ask(self, method: str, path: str, sender: str, **more: Any) -> httpx.Response:
        """One request from an address of this machine, as a browser sends it; cookies are kept by address."""
        headers = {"Host": HOST, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"} | more.pop(
            "headers", {}
        )
        transport = httpx.HTTPTransport(verify=self.trusted, local_address=sender)
        kept = self.cookies.setdefault(sender, httpx.Cookies())
        with httpx.Client(transport=transport, timeout=30, cookies=kept) as client:
            sni = {"sni_hostname": HOST}
            answer = client.request(
                method, f"https://127.0.0.1:{self.port}{path}", headers=headers, extensions=sni, **more
            )
            self.cookies[sender] = client.cookies
        return answer


def started_nginx(folder: Path, port: int, plain_port: int, web_port: int) -> "subprocess.Popen[bytes]":
    """The shipped file, with other ports and this machine's own address, and nothing else changed."""
    site = (ROOT / "launch/deploy/nginx.conf").read_text()
    site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
    for shipped, own in (
        ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("127.0.0.1:8050", f"127.0.0.1:{web_port}"),
        ("/etc/ssl/transferpunt", str(folder)),
    ):
        assert site.count(shipped) >= 1
        site = site.replace(shipped, own)
    (folder / "site.conf").write_text(site)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors; events {{}}"
        f" http {{ access_log off; {temporary} include {folder}/site.conf; }}"
    )
    return subprocess.Popen(["nginx", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)


@pytest.fixture
def site(database: Database, tmp_path: Path, eventually: Callable[..., Any]) -> Iterator[Site]:
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not on this machine: Debian: apt-get install nginx-light")
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    (tmp_path / "certificate.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    port, plain_port, web_port = free_port(), free_port(), free_port()
    env = database.env | {
        "TRANSFERPUNT_PUBLIC_URL": f"https://{HOST}",
        "TRANSFERPUNT_SIGN_IN": "local",
        "PORT": str(web_port),
        # Only the proxy itself: the visitors of this test come from other addresses of this machine.
        "TRANSFERPUNT_TRUSTED_PROXIES": "127.0.0.1",
        "WEB_WORKERS": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    command = ["sh", "-c", f"exec {read_procfile(ROOT / 'Procfile')['web']}"]
    with (
        subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as web,
        started_nginx(tmp_path, port, plain_port, web_port) as proxy,
    ):
        found = Site(port, plain_port, trusted, database)
        try:
            eventually(lambda: answers(found), 60)
            yield found
        finally:
            proxy.send_signal(signal.SIGTERM)
            web.send_signal(signal.SIGTERM)


def answers(site: Site) -> bool:
    try:
        return site.ask("GET", "/healthz", "127.0.0.9").status_code == 200
    except httpx.TransportError:
        return False


def guess(site: Site, sender: str, login: str, **headers: str) -> int:
    """A wrong password, from an address."""
    form = {"csrf": site.cookies[sender]["__Host-csrf"], "naam": login, "wachtwoord": "guess", "code": ""}
    return site.ask("POST", "/aanmelden/wachtwoord", sender, data=form, headers=headers).status_code


def addresses(site: Site) -> list[str]:
    """From where the audit trail says that attempts came."""
    with site.database.engine().connect() as connection:
        return list(connection.execute(text("select distinct address from audit.event order by 1")).scalars())


def test_what_depends_on_the_proxy_holds_behind_it(site: Site) -> None:
    one, other = "127.3.0.1", "127.3.0.2"
    page = site.ask("GET", "/aanmelden", one)
    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookies = page.headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-csrf"]
    assert all("Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie for cookie in cookies)
    assert "nginx/" not in page.headers.get("server", "")

    plain = httpx.get(f"http://127.0.0.1:{site.plain_port}/regio", headers={"Host": HOST}, trust_env=False)
    assert (plain.status_code, plain.headers["location"]) == (301, f"https://{HOST}/regio")
    assert site.ask("GET", "/metrics", one).status_code == 404
    ready = site.ask("GET", "/readyz", one)
    assert (ready.status_code, set(ready.json())) == (200, {"ready"}), "why, is said on this machine, past the proxy"
    assert site.ask("POST", "/aanmelden/wachtwoord", one, content=b"x" * 2_000_000).status_code == 413

    said = {"X-Forwarded-For": FORGED, "Forwarded": f"for={FORGED}"}
    tries = [guess(site, one, f"nobody-{number}", **said) for number in range(limits.SIGN_INS_FROM.capacity + 8)]
    assert tries[0] == 403
    assert tries[-1] == 429, "who says to come from elsewhere each time is counted all the same"
    assert site.ask("GET", "/aanmelden", other).status_code == 200
    assert guess(site, other, "nobody") == 403, "nobody else is kept waiting"
    assert addresses(site) == [one, other]


def test_another_host_name_is_not_answered(site: Site) -> None:
    strange = site.ask("GET", "/aanmelden", "127.3.0.3", headers={"Host": "elsewhere.example.org"})
    assert strange.status_code == 400
    assert "elsewhere" not in strange.text
