"""The sources of the sample world as rows of core.source and core.source_agb."""

from collections.abc import Iterable

from data.world.senders import Sender

_SAMPLES = {
    "capacity_csv": "Voorbeeldlevering plekken (fictief)",
    "waiting_times_csv": "Voorbeeldlevering wachttijden (fictief)",
    "nza_ggz_2016": "Voorbeeld in de vorm van het NZa-bestand 2016 (fictief)",
    "nza_ggz_2018": "Voorbeeld in de vorm van het NZa-bestand 2018 (fictief)",
}
_CONTACT = "Functioneel beheer"


def of_samples() -> list[dict[str, str]]:
    """The source of each committed sample: named as its feed, free to report for everybody, with no rhythm."""
    return [
        _row(feed, feed, name, "hand", "0000-100000")
        | {"is_any_agb": "true", "is_historic": "true" if feed.startswith("nza_") else "false"}
        for feed, name in _SAMPLES.items()
    ]


def of_senders(senders: Iterable[Sender]) -> list[dict[str, str]]:
    """The sources of the demonstration. Who only sends on working days is not late on a Sunday."""
    return [
        _row(one.code, one.feed, one.name, "hand" if one.by_hand else "fed", one.phone)
        | _rhythm(one)
        | {"contact_email": f"{one.code}@voorbeeld.invalid"}
        for one in senders
    ]


def agb_codes(senders: Iterable[Sender]) -> list[dict[str, str]]:
    """For which providers each sender may report."""
    return [{"source_code": one.code, "agb_code": provider.agb} for one in senders for provider in one.providers]


def _rhythm(one: Sender) -> dict[str, str]:
    if one.feed == "waiting_times_csv":
        return {"expected_every": "1 mon", "grace": "10 days"}
    return {"expected_every": "3 days" if one.habit == "weekdays" else "1 day"}


def _row(code: str, feed: str, name: str, entry: str, phone: str) -> dict[str, str]:
    return {
        "source_code": code,
        "feed_code": feed,
        "name": name,
        "entry_code": entry,
        "is_any_agb": "false",
        "is_historic": "false",
        "is_fictional": "true",
        "expected_every": "",
        "grace": "6 hours",
        "contact_name": _CONTACT,
        "contact_phone": phone,
        "contact_email": "",
    }
