"""What an operator copies is what the product runs: units and proxy, checked by the programs they are for."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from launch.programs import read_procfile
from tests.repository import ROOT

DEPLOY = ROOT / "launch" / "deploy"
HERE = "/opt/transferpunt"


def command_of(unit: str) -> list[str]:
    """The commands of a unit, without the place of the environment."""
    lines = (DEPLOY / f"transferpunt-{unit}.service").read_text().splitlines()
    return [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart=")]


def test_the_units_run_the_lines_of_the_procfile() -> None:
    procfile = read_procfile(ROOT / "Procfile")
    (web,), (worker,), (release,) = command_of("web"), command_of("worker"), command_of("release")
    wanted = re.sub(r"\$\{(\w+):-[^}]*\}", r"${\1}", procfile["web"])
    assert web == f"{HERE}/.venv/bin/{wanted}"
    assert worker == f"{HERE}/.venv/bin/{procfile['worker']}"
    assert release == f"{HERE}/.venv/bin/{procfile['release']}"
    defaults = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", procfile["web"]))
    assert (
        f"Environment={' '.join(f'{name}={value}' for name, value in defaults.items())}"
        in (DEPLOY / "transferpunt-web.service").read_text()
    )


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine: Debian: apt-get install systemd")
    for path in DEPLOY.glob("*.*"):
        if path.suffix in {".service", ".timer"}:  # the programs must be there: those of this checkout stand in
            text = path.read_text().replace(f"{HERE}/.venv/bin/", "/usr/bin/env -S ").replace(HERE, str(ROOT))
            text = re.sub("^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE)
            (tmp_path / path.name).write_text(text)
    units = sorted(tmp_path.iterdir())
    assert len(units) == 8
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "transferpunt" in line]
    assert (done.returncode, said) == (0, [])


def test_nginx_takes_the_site(tmp_path: Path) -> None:
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not on this machine: Debian: apt-get install nginx-light")
    subject = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=transferpunt.example.org"]
    files = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "certificate.pem"]
    subprocess.run(["openssl", "req", *subject, *files], capture_output=True, check=True)
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/transferpunt", str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    )
    done = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
