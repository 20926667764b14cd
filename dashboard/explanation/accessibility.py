"""The accessibility statement: what was tested, what is known not to be right, and whom to tell."""

from dashboard.explanation.section import Section
from dashboard.language import _


def sections() -> list[Section]:
    """All parts in the order of the page. What is said of tests is what tests/end_to_end does: change both together."""
    return [_standing(), _tested(), _wrong(), _help()]


def _standing() -> Section:
    return Section(
        "stand",
        _("Where it stands"),
        [
            _(
                "The pages are made to WCAG 2.2, level AA, which the European standard EN 301 549 asks for. Whether "
                "they meet it wholly nobody outside has tested, so it is not claimed."
            ),
            _("This statement was drawn up on 22 November 2026 by those who make Transferpunt."),
        ],
    )


def _tested() -> Section:
    return Section(
        "getoetst",
        _("What is tested before each version"),
        points=[
            _(
                "A program with the rules of axe looks at every page, as every role, 1280 and 360 pixels wide and with "
                "everything unfolded. With one remark the version is not released."
            ),
            _(
                "At 360 pixels, which is what 350 % zoom leaves of a wide screen, no page scrolls sideways. Wide "
                "tables scroll in themselves, and can be reached with the keyboard for that."
            ),
            _(
                "Whole tasks are done in a browser with the keyboard alone: finding a place with criteria, entering "
                "what was heard by telephone, choosing the agenda of another week."
            ),
            _("What a picture or a map says stands beside it in words or in a table, with the same links."),
            _("Who asks the browser for less motion gets none."),
        ],
    )


def _wrong() -> Section:
    return Section(
        "bekend",
        _("What is known not to be right, or not known"),
        points=[
            _("Nobody who uses a screen reader, and nobody with a disability, has tried it yet."),
            _("The tests use one browser, Chromium. Firefox and Safari are not tested."),
            _(
                "After a time without use you have to sign in again, and there is no warning before. What was typed in "
                "a form and not sent is then lost."
            ),
            _("What a source wrote itself, such as the reason of a stop, is Dutch on the English pages too."),
            _("Spots on a map can be small and lie over each other. The list beside it has them all."),
            _("The report of waiting times as PDF was not checked. The page itself says the same."),
            _("The pages with figures need JavaScript. Signing in, the explanation and this page do not."),
        ],
    )


def _help() -> Section:
    return Section(
        "melden",
        _("Does something hinder you?"),
        [
            _(
                "Tell the desk of your region or whoever runs this installation: which page, what you wanted to do, "
                "and with what browser or aid. By telephone they can tell you what the page says."
            ),
        ],
    )
