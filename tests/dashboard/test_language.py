"""Every sentence on screen has its Dutch, and a language is found for every reader."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dashboard import language
from dashboard.language import CATALOGUES, _, ngettext

CODE = Path(language.__file__).parent


def sentences() -> set[str | tuple[str, ...]]:
    """What Babel finds in the code."""
    words = {"_": None, "ngettext": (1, 2)}
    found = extract_from_dir(CODE, [("**.py", "python")], keywords=words)
    return {message for _file, _line, message, _comments, _context in found}


def test_the_dutch_catalogue_is_complete_and_holds_nothing_else() -> None:
    with (CATALOGUES / "nl/LC_MESSAGES/messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale="nl")
    dutch = {message.id: message for message in catalogue if message.id}
    assert set(dutch) == sentences()
    for message in dutch.values():
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        assert all(texts), f"no Dutch for {message.id}"
        assert not message.fuzzy, message.id
        wanted = _fields(message.id[-1] if isinstance(message.id, tuple | list) else message.id)
        assert all(_fields(text) == wanted for text in texts), message.id


def _fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_no_sentence_stands_inside_an_f_string_where_it_would_not_be_found() -> None:
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in CODE.rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text()))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
    ]
    assert hidden == []


def test_english_is_what_the_code_says() -> None:
    language.choose("en")
    assert _("place free") == "place free"
    assert ngettext("{number} bed", "{number} beds", 2) == "{number} beds"
    assert language.locale().language == "en"


@pytest.mark.parametrize(
    ("wanted", "otherwise", "chosen"),
    [
        ("en", "nl", "en"),
        (None, "en", "en"),
        ("de", "en", "en"),
        ("de", None, "nl"),
        (["en"], None, "nl"),
        (None, "<script>", "nl"),
    ],
)
def test_the_language_is_one_there_is(wanted: object, otherwise: object, chosen: str) -> None:
    assert language.choose(wanted, otherwise=otherwise) == chosen == language.current()
