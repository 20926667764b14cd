"""The demonstration's deliveries: files in the drop folders of their sources, as if their senders had put them there.

There is no state to keep. What a start makes is what the world delivered until now, within the asked nights and months,
less what stands in a drop folder already or was moved below it. So a start after a kill completes what was begun, and a
start after a week adds that week.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from data.world import deliveries, regional, sources, write
from data.world.senders import Sender, senders
from data.world.world import World

NIGHTLY = ("capacity_csv", "capacity_json")
Make = Callable[[World, Sender, date], bytes]


@dataclass(frozen=True)
class Span:
    """What to deliver: nights by their evening, months by their first day, and nothing that comes after now."""

    nights: tuple[date, ...]
    months: tuple[date, ...]
    now: datetime


def write_reference(world: World, folder: Path) -> None:
    """Writes the operator's reference lists of the demonstration."""
    everybody = senders(world)
    tables = regional.tables(world.lists, world.seed) | {
        "source": [*sources.of_samples(world.lists.sources), *sources.of_senders(everybody)],
        "source_agb": sources.agb_codes(everybody),
        "wait_duty": sources.wait_duties(everybody),
    }
    for name, rows in tables.items():
        write.file(folder / f"{name}.csv", write.reference(rows))


def write_deliveries(world: World, drop: Path, span: Span, say: Callable[[str], None]) -> int:
    """Puts every delivery of the span that is not there yet into drop/<source>/, and says so. Returns how many."""
    written = 0
    everybody = senders(world)
    for place, sender in enumerate(everybody, start=1):
        folder = drop / sender.code
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in folder.rglob("*") if path.is_file()}
        due = list(_schedule(world, sender, span))
        missing = [one for one in due if _name(sender, one[0]) not in there]
        for moment, make, on in missing:
            write.file(folder / _name(sender, moment), make(world, sender, on), modified=moment.timestamp())
        say(f"{place}/{len(everybody)} {sender.code}: {len(missing)} new, {len(due) - len(missing)} there already")
        written += len(missing)
    return written


def span(until: date, nights: int, months: int, now: datetime) -> Span:
    """So many nights up to the one that begins on that evening, and so many months up to that day's."""
    month = until.year * 12 + until.month - 1
    return Span(
        tuple(until - timedelta(days=back) for back in reversed(range(nights))),
        tuple(date(number // 12, number % 12 + 1, 1) for number in range(month - months + 1, month + 1)),
        now,
    )


def _schedule(world: World, sender: Sender, span: Span) -> Iterator[tuple[datetime, Make, date]]:
    """Moment of arrival, maker of the file and the night or month it is about; what has not come yet is left out."""
    is_nightly = sender.feed in NIGHTLY
    moment_of = deliveries.night_moment if is_nightly else deliveries.month_moment
    make: Make = deliveries.night_file if is_nightly else deliveries.month_file
    arrivals = ((moment_of(world.seed, sender, on), on) for on in (span.nights if is_nightly else span.months))
    yield from ((moment, make, on) for moment, on in arrivals if moment and moment <= span.now)


def _name(sender: Sender, moment: datetime) -> str:
    """Begins with the local moment of arrival, so that names sort as the files came."""
    what = "capaciteit" if sender.feed in NIGHTLY else "wachttijden"
    ending = "json" if sender.feed == "capacity_json" else "csv"
    return f"{moment:%Y%m%dT%H%M}_{what}.{ending}"
