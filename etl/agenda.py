"""Freezes the agenda of each regional table at its set time: once a week and region, whatever the number of workers.

After an outage it is done at the first look in the same week; a week that is over is not made up for.
"""

from datetime import datetime

import structlog

from sql import call

_ROLE = "etl_writer"
_log = structlog.get_logger("etl.agenda")


def freeze(at: datetime) -> list[str]:
    """Freeze what is due at the moment `at`; the codes of the regions whose agenda was frozen now."""
    due = [row["region_code"] for row in call.select("read.agenda_due", role=_ROLE, as_of=at)]
    frozen = [region for region in due if _freeze(region, at)]
    if frozen:
        _log.info("agenda frozen", regions=len(frozen))
    return frozen


def _freeze(region: str, at: datetime) -> bool:
    """Each region in a transaction of its own. False: another worker was first."""
    (row,) = call.act("act.freeze_agenda", role=_ROLE, region=region, at=at)
    return bool(row["freeze_agenda"])
