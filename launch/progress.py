"""Progress on a terminal: a bar that moves in one line; elsewhere plain lines, so that a log stays readable."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

BAR = 24  # characters
PLAIN_SHARES = 10  # in a log, a counted step shows itself so many times


@dataclass
class Progress:
    """The steps of one start, numbered."""

    steps: int
    out: TextIO = field(default_factory=lambda: sys.stdout)
    _number: int = 0
    _title: str = ""
    _began: float = 0.0
    _shown: int = 0
    _is_open: bool = False

    def begin(self, title: str) -> None:
        """The next step begins."""
        self._number, self._title, self._began, self._shown = self._number + 1, title, time.monotonic(), 0
        self._is_open = True
        if self.out.isatty():
            self._draw("…")
        else:
            self._line("…")

    def count(self, done: int, total: int) -> None:
        """So much of the step is done."""
        if self.out.isatty():
            filled = BAR * done // max(total, 1)
            self._draw(f"[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}")
        elif (share := PLAIN_SHARES * done // max(total, 1)) > self._shown:
            self._shown = share
            self._line(f"{done}/{total}")

    def say(self, line: str) -> None:
        """A line of something else, between."""
        if self.out.isatty() and self._is_open:
            self.out.write(f"\r\x1b[2K{line}\n")
            self._draw("…")
        else:
            self.out.write(f"{line}\n")
            self.out.flush()

    def finish(self, remark: str = "") -> None:
        """The step is done."""
        seconds = f"{time.monotonic() - self._began:.1f} s"
        self._close(f"done in {seconds}" + (f", {remark}" if remark else ""))

    def fail(self) -> None:
        """The step went wrong; the reason follows in lines of its own."""
        self._close("FAILED")

    def _close(self, text: str) -> None:
        self._is_open = False
        if self.out.isatty():
            self._draw(f"{text}\n")
        else:
            self._line(text)

    def _draw(self, text: str) -> None:
        self.out.write(f"\r\x1b[2K{self._head()} {text}")
        self.out.flush()

    def _line(self, text: str) -> None:
        self.out.write(f"{self._head()} {text}\n")
        self.out.flush()

    def _head(self) -> str:
        return f"step {self._number}/{self.steps}  {self._title}"
