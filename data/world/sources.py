"""The sources of the sample world as rows of core.source and core.source_agb."""

from collections.abc import Iterable, Sequence

from data.world.senders import Sender


def of_samples(ours: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The sources of the committed samples: the product's own, marked as fictional. Nobody waits for them."""
    marks = {"is_fictional": "true", "expected_every": "", "grace": "6 hours"}
    contact = {"contact_name": "", "contact_phone": "", "contact_email": ""}
    return [row | {"name": f"{row['name']} (voorbeeld, fictief)"} | marks | contact for row in ours]


def of_senders(senders: Iterable[Sender]) -> list[dict[str, str]]:
    """The sources of the demonstration. Who only sends on working days is not late on a Sunday."""
    return [
        {
            "source_code": one.code,
            "feed_code": one.feed,
            "name": one.name,
            "entry_code": "hand" if one.by_hand else "fed",
            "is_any_agb": "false",
            "is_historic": "false",
            "is_partial": "false",
            "is_fictional": "true",
            "expected_every": "1 mon" if _is_monthly(one) else "3 days" if one.habit == "weekdays" else "1 day",
            "grace": "10 days" if _is_monthly(one) else "6 hours",
            "contact_name": "Functioneel beheer",
            "contact_phone": one.phone,
            "contact_email": f"{one.code}@voorbeeld.invalid",
        }
        for one in senders
    ]


def agb_codes(senders: Iterable[Sender]) -> list[dict[str, str]]:
    """For which providers each sender may report."""
    return [{"source_code": one.code, "agb_code": provider.agb} for one in senders for provider in one.providers]


def wait_duties(senders: Iterable[Sender]) -> list[dict[str, str]]:
    """Every provider must deliver its waits each month, since before the demonstration begins."""
    return [
        {"agb_code": provider.agb, "source": "ours: made up", "valid_from": "2018-01-01"}
        for one in senders
        if _is_monthly(one)
        for provider in one.providers
    ]


def _is_monthly(one: Sender) -> bool:
    return one.feed == "waiting_times_csv"
