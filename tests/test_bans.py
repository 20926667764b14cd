"""What no file of the product does, because it would open a door; and no secret stands in any file."""

import ast
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

from tests import repository
from tests.repository import PRODUCT, ROOT

# (file, what looks like a secret in it): somebody looked, and it opens nothing.
LOOKED_AT = {
    (".env.example", "password"),
    ("etl/reminders.py", "password"),
    ("sql/database.py", "password"),
    ("tests/conftest.py", "only-for-this-run"),
    ("tests/dashboard/access/test_settings.py", "short"),
    ("tests/etl/test_reminders.py", "ge%40heim"),
    ("tests/sql/access/test_accounts.py", "plain"),
    ("tests/sql/test_database.py", "secret"),
    ("tests/sql/test_database.py", "theirs"),
}
# Data, pins and translations: no settings, and slow to look through.
_DATA = (".csv", ".lock", ".po", ".json", ".png", ".xlsx", ".zip", ".svg")
# Tokens of services that nothing here speaks to: they take half the time, and long ones stand out as high entropy too.
_ELSEWHERE = [
    "ArtifactoryDetector",
    "AzureStorageKeyDetector",
    "CloudantDetector",
    "DiscordBotTokenDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "MailchimpDetector",
    "NpmDetector",
    "OpenAIDetector",
    "SendGridDetector",
    "SlackDetector",
    "SoftlayerDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
]
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


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    pinned = re.split(r"^(?=[A-Za-z0-9])", repository.text(lock), flags=re.MULTILINE)[1:]
    assert len(pinned) > 50
    for one in pinned:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+( ;[^\\]+)? \\\n", one), one[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", one), one[:60]
    environment = repository.text("launch/environment.py")
    assert '"--require-hashes"' in environment
    assert '"--no-deps"' in environment, "nothing is installed that the lock file does not name"


def secrets_in(root: Path, names: Iterable[str]) -> set[tuple[str, str]]:
    """(file, what looks like a secret in it), whatever its line."""
    found = SecretsCollection(str(root))
    with default_settings() as settings:
        settings.disable_plugins(*_ELSEWHERE)
        for name in names:
            found.scan_file(name)
    return {(name, one.secret_value or "") for name, one in found}


def test_no_file_holds_a_secret_that_nobody_looked_at() -> None:
    names = [name for name in repository.files() if not name.endswith(_DATA) and (ROOT / name).stat().st_size < 200_000]
    found = secrets_in(ROOT, names)
    assert {name for name, _secret in found - LOOKED_AT} == set(), "a secret? If not, add it to LOOKED_AT"
    assert LOOKED_AT - found == set(), "No longer there: take it off the list of this test"


@pytest.mark.parametrize(
    "line",
    [
        '{name} = "{secret}"',
        'url = "postgresql://owner{colon}{secret}@db.example/care"',
        "-----BEGIN RSA {kind} KEY-----",
        'token = "{secret}"',
    ],
)
def test_a_new_secret_is_found_and_a_moved_line_is_no_new_one(tmp_path: Path, line: str) -> None:
    made_up = hashlib.sha256(b"made up").hexdigest()
    text = line.format(name="password", colon=":", kind="PRIVATE", secret=made_up)
    (tmp_path / "settings.py").write_text(text)
    (tmp_path / "moved.py").write_text("\n\n\n" + text)
    first, moved = (secrets_in(tmp_path, [name]) for name in ("settings.py", "moved.py"))
    assert first
    assert {secret for _name, secret in first} == {secret for _name, secret in moved}
