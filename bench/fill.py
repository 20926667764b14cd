"""The made-up country in a database: directory, offers, current state, history and waits, by COPY."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import Connection

from bench import world
from bench.statement import statement
from bench.world import Size
from sql.call import copy_csv, rows, run_script, value

SOURCE = "capacity_csv"
WAITS = "waiting_times_csv"
WAIT_GROUPS = ("D04", "D05", "D00")  # what each location tells waits of
_BLOCK = 20_000  # lines that stand in memory at once
_COUNT = ("offer_id", "urgency_code", "counted_at", "delivery_id", "line", "free_count", "total_count", "expires_at")


def fill(connection: Connection, size: Size, nights: int) -> None:
    """Write the world into a migrated, empty database, in the caller's transaction."""
    for table, columns, lines in (
        ("raw.delivery", _DELIVERY, _deliveries(nights)),
        ("core.source_state", ("source_code", "delivery_id", "order_at", "applied_at"), _published(nights)),
        ("core.provider", ("provider_id", "name", "size_code"), _providers(size)),
        ("core.provider_identifier", ("provider_id", *_IDENTIFIER), _provider_identifiers(size)),
        ("core.location", ("location_id", "provider_id", "name", "postcode4", "phone"), _locations(size)),
        ("core.location_identifier", ("location_id", *_IDENTIFIER), _location_identifiers(size)),
        ("core.offer", _OFFER, _offers(size, nights)),
        ("core.capacity_current", (*_COUNT, "source_code"), _current(size, nights)),
        ("core.source_location", _SOURCE_LOCATION, _source_locations(size)),
        ("core.waiting_current", _WAITING_CURRENT, _waiting_current(size, nights)),
    ):
        _copy(connection, table, columns, lines)
    for night in reversed(range(nights)):
        rows(connection, "load.ensure_month", parent="capacity_count", day=world.counted_at(night).date())
        _copy(connection, "core.capacity_count", _COUNT, _night(size, nights, night))
    for month in months(size):
        rows(connection, "load.ensure_month", parent="waiting_time", day=month)
        _copy(connection, "core.waiting_time", _WAITING_TIME, _waits(size, nights, month))
    run_script(connection, statement("after_fill"))


def total(connection: Connection) -> None:
    """Make the totals of every month of waits, one after another."""
    while value(connection, "load.total_wait_month", as_of=world.AS_OF):
        pass


def months(size: Size) -> list[date]:
    """The first days of the months that waits are told of, oldest first."""
    first = world.LAST_NIGHT.replace(day=1)
    found = []
    for _ in range(size.months):
        found.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


_IDENTIFIER = ("system_code", "value", "valid_from")
_DELIVERY = (
    *("delivery_id", "source_code", "feed_code", "file_name", "received_at", "delivered_at", "sha256", "size_bytes"),
    *("state_code", "read_count", "accepted_count", "refused_count", "duplicate_count", "finished_at", "order_at"),
)
_OFFER = (
    *("offer_id", "location_id", "care_pathway_code", "diagnosis_group_code", "segment_code", "source_code"),
    *("delivery_id", "line"),
)
_SOURCE_LOCATION = (
    *("source_location_id", "source_code", "location_key", "provider_key", "provider_name", "location_name"),
    *("postcode4", "location_id", "matched_by", "matched_at"),
)
_WAIT_KEY = (
    *("source_location_id", "circuit_code", "diagnosis_group_code", "group_literal", "insurer_literal"),
    *("segment_code", "setting_code", "method_code", "reference_on", "version"),
)
_WAIT_VALUE = ("intake_weeks", "intake_state", "treatment_weeks", "treatment_state", "delivery_id", "line")
_WAITING_TIME = _WAITING_CURRENT = (*_WAIT_KEY, *_WAIT_VALUE)


def _copy(connection: Connection, table: str, columns: tuple[str, ...], lines: Iterable[str]) -> None:
    left = iter(lines)
    while block := list(islice(left, _BLOCK)):
        copy_csv(connection, table, columns, "\n".join((*block, "")).encode(), "")


def _delivery_of(nights: int, night: int) -> int:
    """Deliveries are numbered by night from 1, the oldest first; the one after the last night's brought the waits."""
    return nights - night


def _deliveries(nights: int) -> Iterator[str]:
    for night in reversed(range(nights)):
        number, at = _delivery_of(nights, night), world.counted_at(night) + timedelta(hours=1)
        state = "superseded" if night else "applied"
        yield f"{number},{SOURCE},{SOURCE},night.csv,{at},{at},{number:064x},1,{state},1,1,0,0,{at},{at}"
    at = world.counted_at(0)
    yield f"{nights + 1},{WAITS},{WAITS},waits.csv,{at},{at},{nights + 1:064x},1,applied,1,1,0,0,{at},{at}"


def _published(nights: int) -> Iterator[str]:
    at = world.counted_at(0)
    yield f"{SOURCE},{nights},{at},{at}"
    yield f"{WAITS},{nights + 1},{at},{at}"


def _providers(size: Size) -> Iterator[str]:
    sizes = ("solo", "small", "mid", "large")
    for number in range(1, (size.locations - 1) // world.LOCATIONS_OF_A_PROVIDER + 2):
        yield f"{number},Aanbieder {number},{sizes[number % 4]}"


def _provider_identifiers(size: Size) -> Iterator[str]:
    for number in range(1, (size.locations - 1) // world.LOCATIONS_OF_A_PROVIDER + 2):
        yield f"{number},agb,{20_000_000 + number},2016-01-01"


def _locations(size: Size) -> Iterator[str]:
    for number in range(1, size.locations + 1):
        provider = (number - 1) // world.LOCATIONS_OF_A_PROVIDER + 1
        yield f"{number},{provider},Vestiging {number},{world.postcode(number)},000-{number:07}"


def _location_identifiers(size: Size) -> Iterator[str]:
    for number in range(1, size.locations + 1):
        yield f"{number},agb,{30_000_000 + number},2016-01-01"


def _offers(size: Size, nights: int) -> Iterator[str]:
    for number in range(1, size.locations * world.OFFERS + 1):
        location, pathway, group, segment = world.offer(number)
        yield f"{number},{location},{pathway},{group},{segment},{SOURCE},{nights},{number}"


def _night(size: Size, nights: int, night: int) -> Iterator[str]:
    moment, delivery = world.counted_at(night), _delivery_of(nights, night)
    counted, expires = str(moment), str(moment + timedelta(days=3))
    for line, (number, urgency, count) in enumerate(world.free(size, night), start=1):
        yield f"{number},{urgency},{counted},{delivery},{line},{count},9,{expires}"


def _current(size: Size, nights: int) -> Iterator[str]:
    for told in _night(size, nights, 0):
        yield f"{told},{SOURCE}"


def _source_locations(size: Size) -> Iterator[str]:
    at = world.counted_at(0)
    for number in range(1, size.locations + 1):
        provider = (number - 1) // world.LOCATIONS_OF_A_PROVIDER + 1
        yield (
            f"{number},{WAITS},{number},{provider},Aanbieder {provider},Vestiging {number},{world.postcode(number)},"
            f"{number},agb,{at}"
        )


def _waits(size: Size, nights: int, month: date) -> Iterator[str]:
    line = 0
    for number in range(1, size.locations + 1):
        for place, group in enumerate(WAIT_GROUPS):
            line += 1
            drawn = world.draw(9, number, place, month.toordinal())
            intake, treatment = drawn % 120 / 10, drawn // 1000 % 160 / 10
            yield (
                f'{number},adults,{group},"","",s-ggz,ambulant,retrospective,{month},1,'
                f"{intake},value,{treatment},value,{nights + 1},{line}"
            )


def _waiting_current(size: Size, nights: int) -> Iterator[str]:
    return _waits(size, nights, months(size)[-1])
