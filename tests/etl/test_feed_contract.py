"""What every feed must have, whoever adds it: held against its file, its record, its sample and its document."""

import re
from datetime import UTC, datetime

import polars as pl
import pytest
from sqlalchemy import text

from etl import records
from etl.feed import Feed, all_feeds
from etl.read import read
from tests import repository
from tests.conftest import Database

FEEDS = list(all_feeds().values())
AT = datetime(2026, 9, 1, 6, tzinfo=UTC)
each = pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.code)
KINDS = {kind.name: kind for kind in vars(records).values() if isinstance(kind, records.RecordKind)}
# Whose senders read our refusals.
TEMPLATES = [feed for feed in FEEDS if feed.code in {"capacity_csv", "capacity_json", "waiting_times_csv"}]
NOT_FILLED_BY_A_FEED = {"delivery_id", "line", "row_sha256", "provider_id", "location_id", "offer_id", "is_effective"}
TYPES = {
    "text": pl.String(),
    "jsonb": pl.String(),
    "text[]": pl.List(pl.String()),
    "smallint": pl.Int16(),
    "integer": pl.Int32(),
    "double precision": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "timestamp with time zone": pl.Datetime("us", "UTC"),
}
NONSENSE = (
    "",
    "-",
    "?",
    "1e9",
    "-1",
    "NaN",
    "=1+1",
    "ja; drop table",
    "\x00",
    "😀",
    "éÉ\u202e",
    "9" * 400,
    "a|b||",
    ":",
    "{}",
)


def test_the_feeds_are_the_files() -> None:
    files = {name.split("/")[-1].removesuffix(".py") for name in repository.python("etl") if "/feeds/" in name}
    assert {feed.code for feed in FEEDS} == files - {"__init__"}


@each
def test_a_feed_declares_each_column_once(feed: Feed) -> None:
    declared = [*feed.required, *feed.optional]
    assert len(declared) == len(set(declared))
    assert feed.title
    assert feed.required, "without a required column any file would do"


@each
def test_headers_lead_from_the_record_to_the_file(feed: Feed) -> None:
    assert set(feed.headers) - set(feed.record.columns) == set(), "no column of the record"
    assert set(feed.headers.values()) - {*feed.required, *feed.optional} == set(), "no column of the feed"


@pytest.mark.parametrize("feed", TEMPLATES, ids=lambda feed: feed.code)
def test_whatever_the_database_refuses_is_said_in_the_words_of_the_template(feed: Feed) -> None:
    judged = set(
        re.findall(
            r"select '(\w+)'(?: as column_name)?, '\w+'", repository.text(f"sql/load/check_{feed.record.name}.sql")
        )
    )
    assert len(judged) > 5
    assert judged - set(feed.headers) == set(), "FEED.headers: what does the sender call this column?"


def sample(feed: Feed) -> bytes:
    pattern = rf"data/sample/{feed.code}\.[a-z]+"
    found = [name for name in repository.files() if re.fullmatch(pattern, name)]
    assert len(found) == 1, f"one small file data/sample/{feed.code}.*, exactly as its source sends it"
    return (repository.ROOT / found[0]).read_bytes()


def parsed(feed: Feed, rows: pl.DataFrame) -> records.Parsed:
    """What the feed makes of rows, after the promises of every parser were checked."""
    absent = [pl.lit(None, pl.String).alias(name) for name in feed.optional if name not in rows.columns]
    made = feed.parse(rows.with_columns(absent).select("line", *feed.required, *feed.optional), AT)
    assert dict(made.rows.schema) == {"line": pl.Int64(), **feed.record.columns}, (
        "columns or types differ from the record"
    )
    good, bad = made.rows["line"].to_list(), {row.line for row in made.rejected}
    assert sorted([*good, *bad]) == rows["line"].to_list(), "each row is a record or is refused; none is lost or both"
    declared = {*feed.required, *feed.optional}
    assert {row.column for row in made.rejected} - declared == set(), "a refusal names a column of the file"
    return made


@each
def test_a_feed_reads_its_sample(feed: Feed) -> None:
    accepted = refused = 0
    with read(feed, sample(feed)) as chunks:
        for chunk in chunks:
            made = parsed(feed, chunk.rows)
            accepted += made.rows.height
            refused += len({row.line for row in made.rejected})
    assert accepted > 20
    assert refused <= max(feed.gates.max_refused * (accepted + refused), feed.gates.min_refused_rows - 1)


@each
def test_a_feed_never_raises_over_nonsense(feed: Feed) -> None:
    columns = [*feed.required, *feed.optional]
    cells = {
        name: [NONSENSE[(line + place) % len(NONSENSE)] for line in range(60)] for place, name in enumerate(columns)
    }
    lines = pl.Series("line", range(2, 62), dtype=pl.Int64)
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in cells.items()})
    parsed(feed, frame.select(lines, *columns))


def told(feed: Feed) -> dict[str, tuple[str, str]]:
    """Column -> (yes or no, the last cell of its row) of a feed's section in docs/feeds.md."""
    section = re.search(rf"^## `{feed.code}`.*?(?=^## |\Z)", repository.text("docs/feeds.md"), re.MULTILINE | re.DOTALL)
    assert section is not None, f"docs/feeds.md needs a section: ## `{feed.code}`"
    found = {}
    for row in re.findall(r"^\| `.+ \|$", section[0], re.MULTILINE):
        name, required, *_, last = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        for column in _each_of(name):
            found[column] = (required, last)
    return found


def _each_of(name: str) -> list[str]:
    """`A 1` to `A 3` is three columns."""
    first, *last = re.findall(r"`([^`]+)`", name)
    if not last:
        return [first]
    (stem, low), high = first.rsplit(" ", 1), last[0].rsplit(" ", 1)[1]
    return [f"{stem} {number}" for number in range(int(low), int(high) + 1)]


@each
def test_a_feed_is_documented_column_by_column(feed: Feed) -> None:
    wanted = {**dict.fromkeys(feed.required, "yes"), **dict.fromkeys(feed.optional, "no")}
    assert {name: required for name, (required, _) in told(feed).items()} == wanted


@pytest.mark.parametrize("feed", TEMPLATES, ids=lambda feed: feed.code)
def test_the_example_in_the_document_is_accepted(feed: Feed) -> None:
    example = {name: [cell or None] for name, (_, cell) in told(feed).items()}
    frame = pl.DataFrame(example, schema=dict.fromkeys(example, pl.String)).with_columns(
        pl.lit(2, pl.Int64).alias("line")
    )
    assert parsed(feed, frame).rejected == []


def test_a_record_is_its_staging_table(database: Database) -> None:
    with database.engine().connect() as connection:
        found = connection.execute(
            text(
                "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)"
                " from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
                " where c.relnamespace = 'raw'::regnamespace and c.relkind = 'r' and c.relname like 'staged%'"
            )
        ).all()
    staged: dict[str, dict[str, pl.DataType]] = {}
    for table, column, kind in found:
        if column not in NOT_FILLED_BY_A_FEED:
            staged.setdefault(table.removeprefix("staged_"), {})[column] = TYPES[kind]
    assert staged == {name: kind.columns for name, kind in KINDS.items()}
