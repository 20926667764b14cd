"""From a table's text to staged rows: hash each row, let the feed parse it, copy what is well formed."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
from sqlalchemy import Connection

from etl.feed import Feed
from etl.records import Rejected
from etl.text.bsn import MASK
from etl.text.table import Chunk
from sql import call

_CELL, _NO_CELL, _NULL = "\x1f", "\x00", "\\N"
_EXCERPT = 200


@dataclass
class Staged:
    """What has been read so far: rows read, rows refused by the parser, and a hash that ignores the order of rows."""

    read: int = 0
    _sum: int = field(default=0, repr=False)

    @property
    def content_sha256(self) -> str:
        """Equal for two deliveries with the same rows, each as often, in any order."""
        return hashlib.sha256(f"{self.read}:{self._sum}".encode()).hexdigest()

    def add(self, digest: bytes) -> None:
        """Count one row in."""
        self.read += 1
        self._sum = (self._sum + int.from_bytes(digest)) % (1 << 256)


def stage(connection: Connection, feed: Feed, delivery: int, chunks: Iterable[Chunk], at: datetime) -> Staged:
    """Stage every chunk of a delivery. Well-formed rows go to raw.staged_<record>, the others to raw.refused_row.

    Raises TableError for what shows only at the end of a file; the caller rolls back what was staged.
    """
    staged = Staged()
    for chunk in chunks:
        digests = _digests(chunk.rows)
        for digest in digests:
            staged.add(digest)
        for row in chunk.ragged:
            staged.add(hashlib.sha256(row.excerpt.encode()).digest())
        declared = _declared(chunk.rows, feed)
        # A row repeats another when all that the feed reads is the same: the file's own row number makes no row new.
        told = digests if set(chunk.rows.columns) <= set(declared.columns) else _digests(declared)
        hashed = pl.DataFrame({"line": declared["line"], "row_sha256": ["\\x" + digest.hex() for digest in told]})
        named, with_bsn = _without_bsn(declared, feed)
        parsed = feed.parse(named, at)
        misfits = [Rejected(row.line, "", "ragged_row", row.excerpt) for row in chunk.ragged]
        _refuse(connection, delivery, [*misfits, *with_bsn, *parsed.rejected])
        _copy(connection, feed, delivery, parsed.rows.join(hashed, on="line", how="left"))
    return staged


def _refuse(connection: Connection, delivery: int, rejected: list[Rejected]) -> None:
    """Keep refused rows with their reasons."""
    if rejected:
        call.rows(
            connection,
            "load.refuse_rows",
            delivery=delivery,
            lines=[row.line for row in rejected],
            columns=[row.column for row in rejected],
            codes=[row.code for row in rejected],
            excerpts=[row.value.replace("\x00", "")[:_EXCERPT] for row in rejected],
        )


def _digests(chunk: pl.DataFrame) -> list[bytes]:
    cells = [pl.col(name).fill_null(_NO_CELL) for name in chunk.columns if name != "line"]
    texts = chunk.select(pl.concat_str(cells, separator=_CELL)).to_series()
    return [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]


def _declared(chunk: pl.DataFrame, feed: Feed) -> pl.DataFrame:
    """The columns the feed knows, in its order; an optional one that was not sent is null."""
    absent = [pl.lit(None, pl.String).alias(name) for name in feed.optional if name not in chunk.columns]
    return chunk.with_columns(absent).select("line", *feed.required, *feed.optional)


def _without_bsn(chunk: pl.DataFrame, feed: Feed) -> tuple[pl.DataFrame, list[Rejected]]:
    """A row with a masked number is refused whatever its feed, and the number stands nowhere."""
    texts = [name for name in chunk.columns if name != "line" and name not in feed.identifiers]
    holds = pl.any_horizontal(pl.col(texts).str.contains(MASK, literal=True).fill_null(value=False))
    masked = chunk.filter(holds)
    if masked.is_empty():
        return chunk, []
    rejected = [
        Rejected(row["line"], next(name for name in texts if MASK in (row[name] or "")), "bsn_like", MASK)
        for row in masked.iter_rows(named=True)
    ]
    return chunk.filter(~holds), rejected


def _copy(connection: Connection, feed: Feed, delivery: int, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    columns = ["line", *feed.record.columns, "row_sha256"]
    frame = rows.select(
        pl.lit(delivery).alias("delivery_id"),
        *(_array(name) if isinstance(feed.record.columns.get(name), pl.List) else pl.col(name) for name in columns),
    )
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, null_value=_NULL, datetime_format="%Y-%m-%dT%H:%M:%S%.6f%:z")
    call.copy_csv(connection, f"raw.staged_{feed.record.name}", ["delivery_id", *columns], buffer.getvalue(), _NULL)


def _array(name: str) -> pl.Expr:
    """A list of codes as PostgreSQL writes an array: {"a","b"}."""
    quoted = pl.element().str.replace_all(r"([\\\"])", r"\\$1")
    inner = pl.col(name).list.eval(pl.concat_str(pl.lit('"'), quoted, pl.lit('"'))).list.join(",")
    return (
        pl.when(pl.col(name).is_null()).then(None).otherwise(pl.concat_str(pl.lit("{"), inner, pl.lit("}"))).alias(name)
    )
