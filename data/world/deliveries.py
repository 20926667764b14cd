"""When a sender delivers, and what is in the file: deterministic in (seed, sender, night or month)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from data.world import capacity_csv, capacity_json, dirt, waiting_times_csv, waits, write
from data.world.nights import AMSTERDAM
from data.world.noise import chance, whole
from data.world.offers import Offer
from data.world.senders import Sender
from data.world.world import World

LAG_CYCLE, LAG_DAYS = 12, 3
WRONG_CYCLE = 8
FORGETS_EVERY = 9  # months
# What goes wrong on which night of its cycle. The frozen file is the file of the night before, byte by byte.
ABOVE_TOTAL, FROZEN, JUMP, HALF, WORDS = 1, 2, 3, 4, 5


def night_moment(seed: int, sender: Sender, night: date) -> datetime | None:
    """The local moment at which the file of a night arrives; None for a night that never comes."""
    morning = night + timedelta(days=1)
    about = (seed, sender.code, night.toordinal())
    is_weekend = morning.weekday() >= 5
    if sender.habit == "silent" or (sender.habit == "weekdays" and is_weekend):
        return None
    if sender.habit == "forgetful" and chance(0.07, *about, "forgets"):
        return None
    start = datetime.combine(morning, time(7, 35) if sender.by_hand else time(5, 40), AMSTERDAM)
    behind = night.toordinal() % LAG_CYCLE
    if sender.habit == "lagging" and behind < LAG_DAYS:  # all of them come together, one minute after the other
        return start + timedelta(days=LAG_DAYS - behind, minutes=behind - LAG_DAYS)
    return start + timedelta(minutes=whole(0, 40, *about, "minute"))


def night_file(world: World, sender: Sender, night: date) -> bytes:
    """The capacity file of a night."""
    turn = night.toordinal() % WRONG_CYCLE if sender.habit == "wrong" else 0
    if turn == FROZEN:
        return night_file(world, sender, night - timedelta(days=1))
    rows = capacity_csv.rows(world, _offers(world, sender), night, by_hand=sender.by_hand)
    about = (world.seed, sender.code, night.toordinal())
    rows = dirt.sprinkled(capacity_csv.COLUMNS, rows, dirt.CAPACITY, *about)
    if sender.feed == "capacity_json":
        return capacity_json.document(rows)
    return _table(sender, capacity_csv.COLUMNS, _wrong(rows, turn) if turn else rows)


def month_moment(seed: int, sender: Sender, on: date) -> datetime | None:
    """The local moment at which the waits of a reference date arrive: by the tenth, as a rule."""
    about = (seed, sender.code, on.toordinal())
    if sender.habit == "forgetful" and (on.year * 12 + on.month) % FORGETS_EVERY == 0:
        return None
    day = whole(22, 26, *about, "day") if sender.habit == "slow" and chance(0.3, *about) else whole(4, 9, *about, "day")
    return datetime.combine(on.replace(day=day), time(10, whole(0, 59, *about, "minute")), AMSTERDAM)


def month_file(world: World, sender: Sender, on: date) -> bytes:
    """The waiting times of a reference date, the first day of a month."""
    rows = waiting_times_csv.rows(world, _series(world, sender), on)
    about = (world.seed, sender.code, on.toordinal())
    rows = dirt.doubtful(waiting_times_csv.COLUMNS, rows, *about)
    rows = dirt.sprinkled(waiting_times_csv.COLUMNS, rows, dirt.WAITS, *about)
    return _table(sender, waiting_times_csv.COLUMNS, rows)


@lru_cache(maxsize=32)
def _offers(world: World, sender: Sender) -> tuple[Offer, ...]:
    return tuple(offer for offer in world.offers if offer.location.provider in sender.providers)


@lru_cache(maxsize=32)
def _series(world: World, sender: Sender) -> tuple[waits.Series, ...]:
    return tuple(waits.series(world.seed, _offers(world, sender)))


def _wrong(rows: list[list[str]], turn: int) -> list[list[str]]:
    """The rows as the provider that counts wrongly sends them on that turn of its cycle."""
    columns = capacity_csv.COLUMNS
    if turn == ABOVE_TOTAL:
        return [
            dirt.spoilt(columns, row, dirt.free_above_total) if place in {7, 17, 27} else row
            for place, row in enumerate(rows)
        ]
    if turn == JUMP:
        return [dirt.spoilt(columns, row, dirt.tenfold) for row in rows]
    if turn == HALF:
        return rows[: len(rows) // 2]
    if turn == WORDS:
        return [
            dirt.spoilt(columns, row, dirt.text_in_count) if place % 5 == 0 else row for place, row in enumerate(rows)
        ]
    return rows


def _table(sender: Sender, columns: Iterable[str], rows: Iterable[list[str]]) -> bytes:
    dialect = sender.dialect
    return write.table(
        tuple(columns), rows, separator=dialect.separator, newline=dialect.newline, encoding=dialect.encoding
    )
