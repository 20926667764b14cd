"""The language of a page. Sentences are written in English in the code and looked up in the reader's catalogue.

English needs no catalogue. Babel finds the sentences by the names `_` and `ngettext`, but not inside an f-string;
CONTRIBUTING says how to bring a catalogue up to date.
"""

import functools
import gettext as gnu
import io
from contextvars import ContextVar
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "locale"
LOCALES = {"nl": Locale("nl", "NL"), "en": Locale("en", "GB")}
DEFAULT = "nl"

_chosen: ContextVar[str] = ContextVar("language", default=DEFAULT)


def choose(wanted: object, *, otherwise: object = DEFAULT) -> str:
    """Sets the language of what is being drawn: `wanted` if there is one like it, else `otherwise`, else Dutch."""
    language = next((one for one in (wanted, otherwise) if isinstance(one, str) and one in LOCALES), DEFAULT)
    _chosen.set(language)
    return language


def current() -> str:
    """The code of the language of what is being drawn."""
    return _chosen.get()


def locale() -> Locale:
    """The same with its country: how dates and numbers are written."""
    return LOCALES[_chosen.get()]


def _(sentence: str) -> str:
    return _catalogue(_chosen.get()).gettext(sentence)


def ngettext(one: str, more: str, number: int) -> str:
    """The sentence for one or for another number, in the reader's language. Holds a {number} to fill in."""
    return _catalogue(_chosen.get()).ngettext(one, more, number)


@functools.cache
def _catalogue(language: str) -> gnu.NullTranslations:
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gnu.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)
