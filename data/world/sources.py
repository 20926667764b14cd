"""Who sends what: the sources of the sample world as rows of core.source and core.source_agb."""

FEEDS = ("capacity_csv", "waiting_times_csv", "nza_ggz_2016", "nza_ggz_2018")
_NAMES = {
    "capacity_csv": "Voorbeeldlevering plekken (fictief)",
    "waiting_times_csv": "Voorbeeldlevering wachttijden (fictief)",
    "nza_ggz_2016": "Voorbeeld in de vorm van het NZa-bestand 2016 (fictief)",
    "nza_ggz_2018": "Voorbeeld in de vorm van het NZa-bestand 2018 (fictief)",
}


def samples() -> list[dict[str, str]]:
    """The source of each committed sample: named as its feed, and free to report for everybody."""
    return [
        {
            "source_code": feed,
            "feed_code": feed,
            "name": _NAMES[feed],
            "entry_code": "hand",
            "is_any_agb": "true",
            "is_historic": "true" if feed.startswith("nza_") else "false",
            "is_fictional": "true",
            "expected_every": "",
            "grace": "6 hours",
            "contact_name": "Voorbeeldloket",
            "contact_phone": "0000-100000",
            "contact_email": "",
        }
        for feed in FEEDS
    ]
