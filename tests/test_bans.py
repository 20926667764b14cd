"""What no file of the product does, because it would open a door; and no secret stands in any file."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from tests import repository
from tests.repository import PRODUCT, ROOT

BASELINE = ROOT / "tests/secrets_baseline.json"
# Data, pins and translations: no settings, and slow to look through.
_DATA = (".csv", ".lock", ".po", ".json", ".png", ".xlsx", ".zip", ".svg")
_ARGUMENTS = {"dangerously_allow_html", "dangerously_allow_code", "dangerouslySetInnerHTML"}
_NAMES = {"DangerouslySetInnerHTML", "Markup", "render_template_string", "Iframe"}
_BUILT_IN = {"eval", "exec", "compile"}  # polars and re have methods of these names


def test_nothing_dangerous_is_allowed_and_no_html_is_put_together() -> None:
    found = []
    for name in repository.python(*PRODUCT):
        for node in ast.walk(repository.tree(name)):
            if isinstance(node, ast.keyword) and node.arg in _ARGUMENTS:
                found.append(f"{name}: {node.arg}")
            is_built_in = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BUILT_IN
            if is_built_in or (isinstance(node, ast.Call) and repository.called(node) in _NAMES):
                found.append(f"{name}: {ast.unparse(node)[:60]}")
    assert found == []


def test_templates_escape_what_is_filled_in() -> None:
    templates = [name for name in repository.files() if "/templates/" in name]
    assert templates
    for name in templates:
        assert "|safe" not in repository.text(name).replace(" ", "")
        assert "autoescape" not in repository.text(name)


def test_no_sql_is_an_f_string() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name in repository.python(*PRODUCT)
        for call in repository.calls(name, "execute", "executemany", "exec_driver_sql", "copy", "text")
        if call.args and isinstance(call.args[0], ast.JoinedStr)
    ]
    assert found == []


def test_no_file_holds_a_secret_that_nobody_looked_at() -> None:
    names = [name for name in repository.files() if not name.endswith(_DATA) and (ROOT / name).stat().st_size < 200_000]
    hook = [Path(sys.executable).parent / "detect-secrets-hook", "--baseline", BASELINE]
    done = subprocess.run([*hook, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(one["type"] for listed in json.loads(BASELINE.read_text())["results"].values() for one in listed)
