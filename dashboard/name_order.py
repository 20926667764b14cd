"""By what a Dutch name is sorted. sql/functions/name_order.sql says the same for lists that the database sorts."""

import re
import unicodedata


def name_order(name: str) -> str:
    """Without capitals, accents and apostrophes, with a hyphen as a space; ij is i and then j.

    's-Hertogenbosch stands with the s, Súdwest-Fryslân between Stichtse Vecht and Sudwolde.
    """
    lower = unicodedata.normalize("NFKD", name).lower()
    return re.sub(r"[ /-]+", " ", re.sub(r"[^a-z0-9 /-]", "", lower)).strip()
