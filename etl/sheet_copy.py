"""The table of a workbook as CSV, line for line, so that its cells can be corrected on the page it came from. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from etl.text.table import Chunk

MAX_BYTES = 10 << 20  # what a page takes in: a larger table could not be sent from there again
_LINE_ENDS = re.compile(r"[\r\n]+")


class SheetCopy:
    """Copies the rows that pass, each on the line it had in the sheet: a line end in a cell becomes a space."""

    def __init__(self) -> None:
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        self._lines = 0

    def passing(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        """The same chunks, copied."""
        for chunk in chunks:
            self._add(chunk)
            yield chunk

    @property
    def payload(self) -> bytes | None:
        """The file, with a byte order mark; None when nothing passed, or it is too large."""
        if not self._lines or self._is_full:
            return None
        written = self._text.getvalue().encode("utf-8-sig", "surrogatepass")
        return written if len(written) <= MAX_BYTES else None

    @property
    def _is_full(self) -> bool:
        return self._text.tell() > MAX_BYTES

    def _add(self, chunk: Chunk) -> None:
        names = [name for name in chunk.rows.columns if name != "line"]
        if not self._lines:
            self._write(1, names)
        rows = [(row[-1], list(row[:-1])) for row in chunk.rows.select(*names, "line").iter_rows()]
        # One that did not fit the header must not fit it here either.
        misfits = [(row.line, [row.excerpt, *[""] * (len(names) - 1), row.excerpt]) for row in chunk.ragged]
        for line, cells in sorted(rows + misfits):
            if self._is_full:
                return
            self._write(line, cells)

    def _write(self, line: int, cells: list[str]) -> None:
        self._text.write("\r\n" * (line - self._lines - 1))
        self._writer.writerow([_LINE_ENDS.sub(" ", cell or "") for cell in cells])
        self._lines = line
