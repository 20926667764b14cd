"""What can stop a run. One family: `permanent` says whether trying again later can help."""

import traceback
from pathlib import Path


class EtlError(Exception):
    """A run could not do what it was asked. The text is one sentence for a person."""

    permanent = True


class WrongUseError(EtlError):
    """The call names something that is not there or does not fit: a feed, a source, a delivery, a state."""


class FaultError(EtlError):
    """A fault of ours broke off a load. The text names the kind of fault and the place in our code, never a value: what
    the database says of a fault can quote the row."""


def fault(delivery: int, error: Exception) -> FaultError:
    """What broke over a delivery, and where in our own code."""
    place = [one for one in traceback.extract_tb(error.__traceback__) if "site-packages" not in one.filename][-1]
    where = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    again = f"It is kept: `python -m etl replay {delivery}` loads it again."
    return FaultError(f"Delivery {delivery} met a fault of ours: {where}. {again}")


class FetchError(EtlError):
    """A source could not be fetched, and asking again will not help: somebody has to change something.

    code: core.refusal, whose sentence says in Dutch and English what is wrong; detail: in English, for the log.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class PassingFetchError(FetchError):
    """A source could not be fetched now; what was wrong can pass."""

    permanent = False
