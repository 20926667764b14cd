"""Reading a table row by row, for forms too irregular for whole columns and too small to mind the time."""

from collections.abc import Callable, Mapping

import polars as pl

from etl.records import Parsed, RecordKind, Rejected

Cells = Mapping[str, str]
Reader = Callable[[Cells, int], dict[str, object] | list[Rejected]]


def parse_rows(chunk: pl.DataFrame, record: RecordKind, read: Reader) -> Parsed:
    """What `read` makes of each row: the values of a record (those left out are null), or why there is none.

    read(cells, line): the cells by column, "" for an empty one.
    """
    rows: list[dict[str, object]] = []
    rejected: list[Rejected] = []
    for cells in chunk.iter_rows(named=True):
        line = int(cells.pop("line"))
        made = read({column: cell or "" for column, cell in cells.items()}, line)
        if isinstance(made, list):
            rejected += made
        else:
            rows.append({**made, "line": line})
    return Parsed(pl.DataFrame(rows, schema={**record.columns, "line": pl.Int64()}, orient="row"), rejected)
