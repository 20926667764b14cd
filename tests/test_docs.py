"""The documents tell the truth: what they name is there, and what is there is named."""

import argparse
import csv
import re
import runpy
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import dash
import pytest

from dashboard.app import create_app
from dashboard.settings import Settings
from sql import reference
from tests import repository
from tests.conftest import Database
from tests.screenshots import PICTURES

DOCUMENTS = [name for name in repository.files() if name.endswith(".md")]
PROGRAMS = ("sql", "etl", "dashboard", "data.world", "launch")
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)


def written() -> Iterator[tuple[str, str]]:
    """(document, line of code) of everything that stands in backticks or in a block of code."""
    for name in DOCUMENTS:
        text = repository.text(name)
        for block in FENCE.finditer(text):
            yield from ((name, line.strip()) for line in block[0].splitlines()[1:-1])
        yield from ((name, code) for code in re.findall(r"`([^`\n]+)`", FENCE.sub("", text)))


WRITTEN = list(written())


class ParserMadeError(Exception):
    """Stands in for parsing the command line: holds the parser."""


@pytest.fixture
def parser_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], argparse.ArgumentParser]:
    """parser_of("etl"): what `python -m etl` would read its command line with."""

    def caught(self: argparse.ArgumentParser, *_: object) -> None:
        raise ParserMadeError(self)

    def run(program: str) -> argparse.ArgumentParser:
        with monkeypatch.context() as patched:
            patched.setattr(argparse.ArgumentParser, "parse_args", caught)
            with pytest.raises(ParserMadeError) as made:
                runpy.run_path(str(repository.ROOT / program.replace(".", "/") / "__main__.py"), run_name="__main__")
        found: argparse.ArgumentParser = made.value.args[0]
        return found

    return run


def subcommands(parser: argparse.ArgumentParser, before: str = "") -> dict[str, argparse.ArgumentParser]:
    """Name -> its parser, of commands in commands too ("users add"); a positional with choices counts as a command."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner = {f"{before}{name}": own for name, own in action.choices.items()}
            return {found: leaf for name, own in inner.items() for found, leaf in subcommands(own, f"{name} ").items()}
        if action.choices and not action.option_strings and not before:
            return dict.fromkeys(map(str, action.choices), parser)
    assert before, f"{parser.prog} has no commands"
    return {before.strip(): parser}


@pytest.mark.parametrize("program", PROGRAMS)
def test_commands_and_documents_name_each_other(
    program: str, parser_of: Callable[[str], argparse.ArgumentParser]
) -> None:
    known = subcommands(parser_of(program))
    named = set()
    for document, code in WRITTEN:
        for found in re.finditer(rf"python -m {re.escape(program)} ([^|;,)]+)", code):
            words = shlex.split(found[1])
            command = next((name for name in known if words[: len(name.split())] == name.split()), None)
            assert command is not None, f"{document}: {code}"
            named.add(command)
            options = {option for action in known[command]._actions for option in action.option_strings}
            wrong = [word for word in words if word.startswith("--") and word not in options]
            assert wrong == [], f"{document}: {code}"
    mentioned = " ".join(code for _, code in WRITTEN)
    silent = [command for command in known if command not in named and f"make {command}" not in mentioned]
    assert silent == [], f"python -m {program} can do what no document tells"


def test_other_programs_that_are_named_exist() -> None:
    for document, code in WRITTEN:
        for module in re.findall(r"python -m ([a-z_.]+)", code):
            place = repository.ROOT / module.replace(".", "/")
            is_ours = place.with_suffix(".py").exists() or (place / "__main__.py").exists()
            assert is_ours or module == "pytest", f"{document}: {code}"


def test_make_and_documents_name_each_other() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", repository.text("Makefile"), re.MULTILINE)) - {"help"}
    named = {target for _, code in WRITTEN for target in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named - targets == set(), "a document names a command that make does not know"
    assert targets - named == set(), "make can do what no document tells"


def anchors(name: str) -> set[str]:
    """The headings of a document as they stand in an address."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", repository.text(name)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", FENCE.sub("", repository.text(document))):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        place = (repository.ROOT / document).parent / path if path else repository.ROOT / document
        assert place.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in anchors(place.resolve().relative_to(repository.ROOT).as_posix()), target


def test_files_that_are_named_exist() -> None:
    for document, code in WRITTEN:
        for path in re.findall(r"(?<![\w/.])((?:sql|etl|dashboard|launch|data|tests|docs)/[\w./<>*-]+)", code):
            if not re.search(r"[<*]|NNNN|_$", path):
                assert (repository.ROOT / path.rstrip(".")).exists(), f"{document}: {path}"


def test_settings_that_are_named_exist() -> None:
    listed = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", repository.text(".env.example"), re.MULTILINE))
    used = "".join(repository.text(name) for name in (*repository.python(), "Procfile"))
    roles = {name for name in listed if name.startswith("DATABASE_URL_")}
    assert {name for name in listed - roles if name not in used} == set(), ".env.example: nobody reads it"
    named = {
        name
        for document, code in WRITTEN
        for name in re.findall(r"\b((?:TRANSFERPUNT|DATABASE|TEST|WEB)_[A-Z0-9_]+)\b", code)
        if not name.endswith("_")
    }
    assert named - listed == set(), "a document names a setting that .env.example does not explain"


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads(repository.text("pyproject.toml"))["project"]["version"]
    changes = repository.text("CHANGELOG.md")
    first = re.search(r"^## \[(.+?)\](?:.*)$\n+(.*)$", changes, re.MULTILINE)
    assert first is not None
    assert version == first[1] or (first[1] == "Unreleased" and f"Will be {version}" in first[2])


def test_the_readme_names_the_two_commands_and_shows_small_pictures() -> None:
    readme = repository.text("README.md")
    assert "\nmake demo\n" in readme
    assert "\nmake test\n" in readme
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", readme)
    assert pictures
    assert all(len(said) > 20 for said, _ in pictures), "say in words what the picture shows"
    assert sum((repository.ROOT / path).stat().st_size for _, path in pictures) < 300_000


def test_every_page_has_a_picture_among_the_documents() -> None:
    create_app(Settings())
    pages = {page["path"].replace("none", "1") for page in dash.page_registry.values() if page["path"] is not None}
    pictured = {urlsplit(address).path for _role, address, *_part in PICTURES.values()}
    assert pages - pictured == {"/not-found-404"}
    shown = repository.text("docs/pages.md") + repository.text("README.md")
    assert [name for name in PICTURES if f"screenshots/{name}.png" not in shown] == []


def test_the_decisions_are_numbered() -> None:
    names = [Path(name).name for name in DOCUMENTS if "/decisions/" in name]
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    lines = {name: repository.text(f"docs/decisions/{name}").splitlines() for name in names}
    prose = {
        name: sum(len(line.split()) for line in found if not line.startswith("|")) for name, found in lines.items()
    }
    assert {name: count for name, count in prose.items() if count >= 600} == {}, "half a page"
    rows = [line for found in lines.values() for line in found if line.startswith("|")]
    assert [row for row in rows if len(row.split()) > 40] == [], "a row of a list is a sentence or two"


def test_the_lists_of_the_operations_document_load(database: Database, tmp_path: Path) -> None:
    blocks = re.findall(r"^```\n(source_code,.*?)^```", repository.text("docs/operations.md"), re.MULTILINE | re.DOTALL)
    for name, block in zip(("source", "source_agb"), blocks, strict=True):
        (tmp_path / f"{name}.csv").write_text(block)
        assert len(list(csv.reader(block.splitlines()))) == 2
    with database.engine().begin() as connection:
        assert reference.load(connection, tmp_path, maintained_by="operator") == {"source": 1, "source_agb": 1}


def test_the_words_of_the_glossary_are_used() -> None:
    code = "\n".join(repository.text(name) for name in repository.files() if name.endswith((".py", ".sql", ".csv")))
    rows = re.findall(r"^\| (.+?) \|", repository.text("docs/glossary.md"), re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"`([^`]+)`", row)]
    assert len(words) > 40
    assert [word for word in words if word.replace(" ", "_") not in code] == []


def test_every_column_of_the_audit_trail_is_told_with_the_standard(database: Database) -> None:
    text = repository.text("docs/privacy.md").split("## NEN 7513")[1]
    with database.engine().connect() as connection:
        columns = set(connection.exec_driver_sql("select * from audit.event").keys())
        answered = set(connection.exec_driver_sql("select * from read.audit_search(now(), null)").keys())
    assert {name for name in columns if f"`{name}`" not in text} == set()
    told = set(re.findall(r"`((?:is|has)_[a-z_]+|[a-z]+_(?:id|at|type|code|name|hash))`", text))
    assert told <= columns | answered
