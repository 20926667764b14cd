"""Names as Dutch readers expect them; the database and the pages sort them alike."""

import random

from sqlalchemy import Connection

from dashboard.name_order import name_order
from sql.call import rows, value
from tests.factories import AS_OF

# Real places, and clinics that are made up.
SORTED = [
    "Aa en Hunze",
    "Aalsmeer",
    "Bergen (L.)",
    "Bergen op Zoom",
    "De Bilt",
    "De Ronde Venen",
    "Den Haag",
    "Den Helder",
    "Denekamp",
    "Een Kliniek",
    "Één Kliniek Noord",
    "IJsselmuiden",
    "IJsselstein",
    "ijsvrij",
    "Ilpendam",
    "Nuenen",
    "Overijssel",
    "'s-Gravenhage",
    "'s-Hertogenbosch",
    "Schiermonnikoog",
    "Sint Anthonis",
    "Sint-Michielsgestel",
    "Stichtse Vecht",
    "Súdwest-Fryslân",
    "Sudwolde",
    "'t Harde",
    "Tynaarlo",
    "Utrecht",
]


def in_database(connection: Connection, name: str) -> str:
    return bytes(value(connection, "functions.name_order", called=name)).decode()


def test_names_stand_where_a_dutch_reader_looks_for_them(connection: Connection) -> None:
    mixed = random.Random(1).sample(SORTED, len(SORTED))
    assert sorted(mixed, key=name_order) == SORTED
    assert sorted(mixed, key=lambda name: in_database(connection, name)) == SORTED


def test_the_database_and_the_pages_sort_alike(connection: Connection) -> None:
    names = [row["name"] for row in rows(connection, "read.regions", as_of=AS_OF, layer="municipality")]
    assert len(names) > 300
    for name in [*names, *SORTED, "ĳssel", "’s-Gravenzande", "Ångström / Øst", "", "--"]:
        assert in_database(connection, name) == name_order(name), name
