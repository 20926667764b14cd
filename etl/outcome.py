"""How one run of one delivery ended, as a record that is printed and compared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Result = Literal["applied", "duplicate", "superseded", "held", "rejected", "failed", "busy"]


@dataclass(frozen=True)
class Outcome:
    """read = accepted + refused + duplicates; all 0 for a file that could not be read and a source that was busy."""

    feed: str
    source: str
    delivery_id: int
    sha256: str
    outcome: Result
    read: int = 0
    accepted: int = 0
    refused: int = 0
    duplicates: int = 0
    refusals: dict[str, int] = field(default_factory=dict)
    reason: str | None = None
    sentence: str | None = None
    seconds: float = 0.0

    @property
    def is_well(self) -> bool:
        """Nothing for a person to do."""
        return self.outcome in ("applied", "duplicate", "superseded")

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def outcome_of(facts: Mapping[str, Any], result: Result, **more: Any) -> Outcome:  # noqa: ANN401 - fields of Outcome
    """An outcome for the delivery that `facts` (load.delivery_facts) describes."""
    return Outcome(
        feed=facts["feed_code"],
        source=facts["source_code"],
        delivery_id=facts["delivery_id"],
        sha256=facts["sha256"],
        outcome=result,
        **more,
    )
