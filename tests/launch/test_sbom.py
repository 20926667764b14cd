"""The list of what is inside: whole, with licences, the same each time, and made without asking anybody outside."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from launch.sbom import NotListed, locked, only
from tests.repository import ROOT

NO_NETWORK = """
import socket

def refuse(*_given, **_more):
    raise OSError("this asks somebody outside")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


def test_every_locked_package_is_listed_with_its_version_and_licence_offline_and_the_same_twice(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    made = []
    for name in ("first.json", "second.json"):
        command = [sys.executable, "-m", "launch.sbom", "requirements.lock", str(tmp_path / name)]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    listed = json.loads(made[0])
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "transferpunt")
    pinned = locked((ROOT / "requirements.lock").read_text())
    assert len(pinned) > 50
    assert {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"] for one in listed["components"]} == pinned
    said = {one["name"]: json.dumps(one["licenses"]) for one in listed["components"]}
    assert "LGPL-3.0-only" in said["psycopg"]
    assert "pytest" not in said
    needs = {one["ref"]: one["dependsOn"] for one in listed["dependencies"]}
    assert {one["bom-ref"] for one in listed["components"]} < needs.keys()
    assert any(one.startswith("dash==") for one in needs["root-component"])
    assert str(ROOT) not in made[0].decode()


def test_what_is_not_installed_as_locked_or_has_no_licence_is_said() -> None:
    one = {"name": "Some_Thing", "version": "1.0", "bom-ref": "some-thing==1.0", "licenses": [{"expression": "MIT"}]}
    found = {"components": [one], "dependencies": [], "metadata": {"component": {"bom-ref": "root"}}}
    assert only(found, {"some-thing": "1.0"})["components"] == [one]
    with pytest.raises(NotListed, match="Not installed as the lock file says: other, some-thing"):
        only(found, {"some-thing": "1.1", "other": "2"})
    with pytest.raises(NotListed, match="Without a licence in its own description: Some_Thing"):
        only({**found, "components": [{**one, "licenses": []}]}, {"some-thing": "1.0"})
