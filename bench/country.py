"""The databases that goals start from, each made once in a home and then copied: the country, and with its totals."""

from collections.abc import Callable

from bench.fill import fill, total
from bench.place import EMPTY, Place
from bench.statement import statement
from bench.world import Size
from sql.call import run_script


def filled(place: Place, size: Size, nights: int) -> str:
    """The name of a database with this world and so many nights of history, made when it is not there yet."""

    def made(draft: str) -> None:
        with place.superuser(draft) as connection:
            fill(connection, size, nights)

    return _made(place, f"bench_{size.locations}_{nights}_{size.months}", EMPTY, made)


def totalled(place: Place, size: Size) -> str:
    """The same with the totals of its months of waits."""
    source = filled(place, size, size.nights)
    return _made(place, f"{source}_totals", source, lambda draft: total_months(place, draft))


def total_months(place: Place, name: str) -> None:
    """Makes the totals of the months of waits, as the worker does after a load; without them a page works them out."""
    with place.asking(name, "etl_writer") as worker:
        total(worker)


def _made(place: Place, name: str, source: str, made: Callable[[str], None]) -> str:
    """The name, once there is such a database: a copy of another, in which something was made whole or not at all."""
    if not place.has(name):
        draft = f"{name}_draft"
        place.copy(source, draft)
        made(draft)
        with place.superuser(draft, autocommit=True) as connection:
            run_script(connection, statement("settle"))
        place.rename(draft, name)
    return name
