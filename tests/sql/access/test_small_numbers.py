"""No count below the threshold comes back by subtraction: searched over the filter lattice of the sample world."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from psycopg import sql
from sqlalchemy import Connection

from data.world import waits
from data.world.world import World, build
from sql import database as databases
from sql.call import driver, rows
from tests import factories as make
from tests.factories import AS_OF
from tests.sql.access.people import account

MONTHS = [date(2026, month, 1) for month in (9, 10, 11)]
FILTERS = ("region_code", "circuit_code", "diagnosis_group_code")
COUNTS = ("waiting_intake_count", "waiting_treatment_count")
THRESHOLD, ROUNDING = 10, 5
Node = tuple[str | None, ...]  # a value of each filter; None is the total over it
Bounds = dict[Node, tuple[int, int]]


@pytest.fixture(scope="module")
def connection(shared_database: dict[str, str]) -> Iterator[Connection]:
    """The waits of the sample world in three months, each location matched, in a transaction that is undone."""
    engine = databases.engine(settings=databases.Settings.from_env(shared_database))
    with engine.connect() as connection:
        connection.begin()
        fill(connection, build())
        yield connection
        connection.rollback()


def fill(connection: Connection, world: World) -> None:
    delivery = make.delivery(
        connection, source_code=make.source(connection, "wachtbron", feed_code="waiting_times_csv")
    )
    provider = make.provider(connection)
    at: dict[str, int] = {}
    for month in MONTHS:
        rows(connection, "load.ensure_month", parent="waiting_time", day=month)
    columns = (
        "source_location_id", "circuit_code", "diagnosis_group_code", "segment_code", "setting_code", "method_code",
        "reference_on", "intake_weeks", "intake_state", "treatment_weeks", "treatment_state", "waiting_intake_count",
        "waiting_treatment_count", "delivery_id", "line",
    )  # fmt: skip
    told: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for (line, one), month in itertools.product(enumerate(waits.series(world.seed, world.offers), start=1), MONTHS):
        location = one.offer.location
        if location.agb not in at:
            location_id = make.location(connection, provider_id=provider, postcode4=location.postcode.code[:4])
            at[location.agb] = make.source_location(connection, location_id)
        found = waits.wait(world.seed, one, month)
        setting = "clinical" if one.offer.pathway.is_clinical else "ambulant"
        key = (at[location.agb], one.circuit, one.group, one.offer.segment, setting, "current", month)
        counts = (found.waiting[0], found.waiting[2]) if found.waiting else (None, None)
        told[key] = (found.intake, "value", found.treatment, "value", *counts, delivery, line)
    into = sql.SQL("copy core.waiting_time ({}) from stdin").format(sql.SQL(", ").join(map(sql.Identifier, columns)))
    with driver(connection).cursor() as cursor, cursor.copy(into) as copy:
        for key, facts in told.items():
            copy.write_row((*key, *facts))


def counted(connection: Connection, month: date, count: str) -> dict[Node, int]:
    """The same lattice as it is, worked out here from what the locations told."""
    told = rows(connection, "functions.waiting_told", month=month)
    lattice: dict[Node, int] = defaultdict(int)
    for row in told:
        cell = [row[name] for name in FILTERS]
        for kept in itertools.product((True, False), repeat=3):
            lattice[tuple(value if keep else None for value, keep in zip(cell, kept, strict=True))] += int(
                row[count] or 0
            )
    return dict(lattice)


def equations(nodes: Mapping[Node, object]) -> list[tuple[Node, list[Node]]]:
    """Every total with its parts, along each filter over which it is a total."""
    parts: dict[tuple[Node, int], list[Node]] = defaultdict(list)
    for node in nodes:
        for place, value in enumerate(node):
            if value is not None:
                parts[(*node[:place], None, *node[place + 1 :]), place].append(node)
    return [(whole, found) for (whole, _), found in parts.items()]


def above_and_below(nodes: Mapping[Node, object]) -> Iterator[tuple[Node, Node]]:
    """Every node with every total that holds it: one, two or three filters let go."""
    for node in nodes:
        for kept in itertools.product((True, False), repeat=len(node)):
            whole = tuple(value if keep else None for value, keep in zip(node, kept, strict=True))
            if whole != node:
                yield whole, node


def first_bounds(shown: Mapping[Node, int | None], threshold: int, rounding: int) -> Bounds:
    below, above = rounding // 2, (rounding - 1) // 2
    return {
        node: (0, threshold - 1) if count is None else (max(threshold, count - below), count + above)
        for node, count in shown.items()
    }


def deduced(shown: Mapping[Node, int | None], threshold: int = THRESHOLD, rounding: int = ROUNDING) -> Bounds:
    """The closest bounds that follow when totals are of the counts as they are.

    A shown count is what rounds to it, a hidden one is below the threshold, and every total is the sum of its parts
    along each filter. The bounds are drawn closer until nothing moves. A count is recovered when its bounds meet.
    """
    bounds = first_bounds(shown, threshold, rounding)
    sums = equations(shown)
    is_moving = True
    while is_moving:
        is_moving = False
        for whole, parts in sums:
            low, high = (sum(bounds[part][end] for part in parts) for end in (0, 1))
            own = bounds[whole]
            closer = {whole: (max(own[0], low), min(own[1], high))}
            for part in parts:
                least, most = bounds[part]
                closer[part] = (max(least, own[0] - (high - most)), min(most, own[1] - (low - least)))
            for node, new in closer.items():
                if new != bounds[node]:
                    bounds[node], is_moving = new, True
    return bounds


def recovered(bounds: Bounds, truth: Mapping[Node, int], threshold: int = THRESHOLD) -> list[Node]:
    """Small counts whose bounds meet."""
    return [node for node, (low, high) in bounds.items() if low == high and truth[node] < threshold]


def written_again(connection: Connection, small: list[Node], month: date, count: str, told: list[int]) -> None:
    """Change what stands in the small cells of a month: the first locations tell these numbers, the others none."""
    change = sql.SQL(
        "with own as (select t.ctid, t.tableoid, row_number() over ("
        " partition by p.zorgkantoorregio_code, t.circuit_code, t.diagnosis_group_code"
        " order by t.line) as place from core.waiting_time t"
        " join core.source_location sl using (source_location_id) join core.location l using (location_id)"
        " join core.postcode p on p.postcode4 = l.postcode4"
        " where t.reference_on = %(month)s and t.{count} is not null"
        " and concat_ws('|', p.zorgkantoorregio_code, t.circuit_code, t.diagnosis_group_code) = any(%(small)s))"
        " update core.waiting_time t set {count} = coalesce((%(told)s::integer[])[own.place], 0)"
        " from own where own.ctid = t.ctid and own.tableoid = t.tableoid"
    ).format(count=sql.Identifier(count))
    names = ["|".join(map(str, node)) for node in small]
    changed = driver(connection).execute(change, {"month": month, "small": names, "told": told}).rowcount
    assert changed >= len(small)


def of_month(connection: Connection, month: date, **filters: str) -> list[dict[str, Any]]:
    return rows(
        connection, "read.waiting_counts", as_of=AS_OF, asker=account(connection, "insurer"), month=month, **filters
    )


def lattice(found: list[dict[str, Any]], column: str) -> dict[Node, Any]:
    return {tuple(row[name] for name in FILTERS): row[column] for row in found}


@pytest.mark.parametrize("count", COUNTS)
def test_cells_are_hidden_or_rounded_and_totals_are_of_what_is_shown(connection: Connection, count: str) -> None:
    for month in MONTHS:
        truth = counted(connection, month, count)
        found = of_month(connection, month)
        shown = lattice(found, count)
        hidden = lattice(found, f"hidden_{count.split('_')[1]}_cell_count")
        cells = {node: number for node, number in truth.items() if None not in node}
        assert set(shown) == set(truth)
        assert {node for node in cells if shown[node] is None} == {node for node in cells if cells[node] < THRESHOLD}
        assert sum(number < THRESHOLD for number in cells.values()) > 50
        for node in truth:
            below = [
                cell for cell in cells if all(value in {None, part} for value, part in zip(node, cell, strict=True))
            ]
            of_cells = [cells[cell] for cell in below if cells[cell] >= THRESHOLD]
            assert (shown[node] or 0) == sum(5 * ((number + 2) // 5) for number in of_cells)
            assert (shown[node] is None) == (not of_cells)
            assert hidden[node] == len(below) - len(of_cells)


@pytest.mark.parametrize("count", COUNTS)
def test_no_step_through_the_lattice_shows_a_number_below_the_threshold(connection: Connection, count: str) -> None:
    for month in MONTHS:
        shown = lattice(of_month(connection, month), count)
        pairs = list(above_and_below(shown))
        assert len(pairs) > len(shown), "every node but the top has at least one above it"
        for whole, part in pairs:  # any number of filters let go at once
            step = (shown[whole] or 0) - (shown[part] or 0)
            assert step == 0 or step >= THRESHOLD, (whole, part)
        for whole, parts in equations(shown):
            rest = shown[whole] or 0
            for part in parts:
                rest -= shown[part] or 0
            assert rest == 0, whole  # the total without all its parts: nothing of what is hidden


@pytest.mark.parametrize("count", COUNTS)
def test_what_stands_in_the_small_cells_changes_nothing_that_is_shown(connection: Connection, count: str) -> None:
    """The whole proof: whatever the small counts of a month are, no month, total or filter answers differently."""
    before = [of_month(connection, month) for month in MONTHS]
    month = MONTHS[1]
    small = [
        node for node, number in counted(connection, month, count).items() if None not in node and number < THRESHOLD
    ]
    for told in ([], *([number] for number in range(1, THRESHOLD)), [1, 2, 3], [4, 5]):
        savepoint = connection.begin_nested()
        written_again(connection, small, month, count, told)
        assert [of_month(connection, month) for month in MONTHS] == before
        savepoint.rollback()
    savepoint = connection.begin_nested()
    written_again(connection, small[:1], month, count, [THRESHOLD])
    assert [of_month(connection, month) for month in MONTHS] != before
    savepoint.rollback()


def test_a_filter_only_chooses_among_the_rows(connection: Connection) -> None:
    everything = of_month(connection, MONTHS[0])
    for row in everything[:: len(everything) // 25]:
        filters = dict(
            zip(("region", "circuit", "diagnosis_group"), (row[name] or "all" for name in FILTERS), strict=True)
        )
        assert of_month(connection, MONTHS[0], **filters) == [row]
    for name in FILTERS:
        for chosen in {row[name] for row in everything}:
            one = of_month(connection, MONTHS[0], **{name.removesuffix("_code"): chosen or "all"})
            assert one == [row for row in everything if row[name] == chosen]


def test_totals_of_the_counts_as_they_are_can_be_taken_apart(connection: Connection) -> None:
    """Why totals are sums of what is shown: rounded totals of this world give small counts back, exact ones many."""
    truth = counted(connection, MONTHS[0], COUNTS[0])
    exact = {node: number if number >= THRESHOLD else None for node, number in truth.items()}
    rounded = {node: None if number is None else 5 * ((number + 2) // 5) for node, number in exact.items()}
    assert recovered(deduced(rounded), truth)
    assert len(recovered(deduced(exact, rounding=1), truth)) > 50


def test_the_threshold_is_the_operators_and_applies_at_once(connection: Connection) -> None:
    savepoint = connection.begin_nested()
    driver(connection).execute("update core.small_number_rule set threshold = 40, rounding = 20")
    found = of_month(connection, MONTHS[0])
    cells = [row[count] for row in found for count in COUNTS if row[count] is not None]
    assert cells
    assert min(cells) == 40
    assert {count % 20 for count in cells} == {0}
    assert {(row["threshold"], row["rounding"]) for row in found} == {(40, 20)}
    savepoint.rollback()


def test_each_look_is_written_down(connection: Connection) -> None:
    asker = account(connection, "insurer")
    rows(connection, "read.waiting_counts", as_of=AS_OF, asker=asker, month=MONTHS[0], region="ZK23", request_id="look")
    (event,) = rows(connection, "read.own_actions", as_of=AS_OF, account=asker)
    assert (event["event_type"], event["action_code"], event["region_code"], event["request_id"]) == (
        "waiting_counts_read", "R", "ZK23", "look",
    )  # fmt: skip
    assert event["detail"] == {"month": "2026-09-01"}
