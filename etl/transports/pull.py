"""Fetching a source in the way its settings name, and loading what came."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from etl import pipeline
from etl.errors import FetchError, WrongUseError
from etl.feed import all_feeds
from etl.outcome import Outcome
from etl.text.pieces import Source
from etl.transports import https, mcsd, sftp
from etl.transports.address import Resolve, resolve
from sql import call, credentials
from sql.errors import SettingsError

_ROLE = "etl_writer"


def sources() -> list[str]:
    """The sources that are fetched."""
    return [row["source_code"] for row in call.select("load.transports", role=_ROLE)]


def attempt(source: str, *, at: datetime, environ: Mapping[str, str], ask: Resolve = resolve) -> list[Outcome]:
    """Fetch a source as `fetch` does, and write down that it was tried and, when it failed, why."""
    call.act("load.note_attempt", role=_ROLE, source=source, at=at)
    try:
        return fetch(source, at=at, environ=environ, ask=ask)
    except FetchError as error:
        call.act("load.note_failure", role=_ROLE, source=source, code=error.code, is_permanent=error.permanent)
        raise
    except SettingsError:  # its credential cannot be opened
        call.act("load.note_failure", role=_ROLE, source=source, code="fetch_no_key", is_permanent=True)
        raise


def fetch(source: str, *, at: datetime, environ: Mapping[str, str], ask: Resolve = resolve) -> list[Outcome]:
    """Fetch a source and load every delivery that is new, in order; none when nothing is.

    Raises FetchError, and WrongUseError for a source that is not fetched.
    """
    row, credential = _opened(source, environ, is_any=False)
    outcomes = _WAYS[row["way_code"]](row, credential, at, ask)
    call.act("load.note_fetch", role=_ROLE, source=source, at=at)
    return outcomes


def peek(source: str, *, environ: Mapping[str, str], ask: Resolve = resolve) -> tuple[str, str, Source] | None:
    """(feed, file name, bytes) of the newest a source has, of a directory its first page; None when it has nothing.

    Nothing is written down, and a source that is switched off is asked too. Raises FetchError, and WrongUseError for a
    source that is not fetched.
    """
    row, credential = _opened(source, environ, is_any=True)
    if row["way_code"] == "mcsd":
        page = next(mcsd.pages(https_way(row, credential), row["watermark_at"], ask=ask), None)
        return None if page is None or page.is_empty else (row["feed_code"], page.name, page.payload)
    if row["way_code"] == "sftp":
        way = _sftp_way(row, credential)
        files = sftp.fetch(way, _known_files(source), ask=ask) or sftp.fetch(way, (), ask=ask)
        return (row["feed_code"], files[-1].listed.file_name[:200], files[-1].payload) if files else None
    found = https.fetch(https_way(row, credential), ask=ask)
    return None if found is None else (row["feed_code"], found.file_name, found.payload)


def _opened(source: str, environ: Mapping[str, str], *, is_any: bool) -> tuple[call.Row, str | None]:
    """How a source is fetched, and its credential in clear. is_any: also of one that is switched off."""
    rows = call.select("load.transports", role=_ROLE, is_any=is_any)
    found = next((row for row in rows if row["source_code"] == source), None)
    if found is None:
        raise WrongUseError(f"Source {source!r} is not fetched; `python -m etl connect` says from where it is.")
    sealed = found["credential_encrypted"]
    return found, sealed and credentials.decrypt(sealed, environ)


def https_way(row: call.Row, credential: str | None) -> https.Way:
    """The settings of a source that is fetched over HTTPS."""
    return https.Way(
        url=row["url"],
        allowed_hosts=frozenset(row["allowed_hosts"]),
        is_private_allowed=row["is_private_allowed"],
        ca_file=row["ca_file"],
        max_bytes=row["max_bytes"],
        max_seconds=row["max_seconds"],
        credential=credential,
    )


def _https(row: call.Row, credential: str | None, at: datetime, ask: Resolve) -> list[Outcome]:
    found = https.fetch(https_way(row, credential), etag=row["etag"], ask=ask)
    if found is None:
        return []

    def noted(connection: Connection, _: int) -> None:
        call.rows(connection, "load.note_fetch", source=row["source_code"], at=at, etag=found.etag)

    delivered_at = min(found.modified_at or at, at)
    return [_run(row, found.payload, found.file_name, at=(at, delivered_at), noted=noted)]


def _sftp(row: call.Row, credential: str | None, at: datetime, ask: Resolve) -> list[Outcome]:
    source = row["source_code"]
    outcomes = []
    for found in sftp.fetch(_sftp_way(row, credential), _known_files(source), ask=ask):

        def noted(connection: Connection, _: int, file: sftp.Listed = found.listed) -> None:
            call.rows(connection, "load.note_file", source=source, at=at, **asdict(file))

        delivered_at = min(found.listed.modified_at, at)
        outcomes.append(_run(row, found.payload, found.listed.file_name[:200], at=(at, delivered_at), noted=noted))
    return outcomes


def _sftp_way(row: call.Row, credential: str | None) -> sftp.Way:
    return sftp.Way(
        url=row["url"],
        user_name=row["user_name"],
        host_key=row["host_key"],
        credential=credential or "",
        is_private_allowed=row["is_private_allowed"],
        max_bytes=row["max_bytes"],
        max_seconds=row["max_seconds"],
    )


def _known_files(source: str) -> set[sftp.Listed]:
    return {
        sftp.Listed(file["file_name"], file["size_bytes"], file["modified_at"])
        for file in call.select("load.fetched_files", role=_ROLE, source=source)
    }


def _run(
    row: call.Row, payload: Source, name: str, *, at: tuple[datetime, datetime], noted: pipeline.Noted | None = None
) -> Outcome:
    """Load a payload; at: the moment of the run, the sender's."""
    feed = all_feeds()[row["feed_code"]]
    return pipeline.run(feed, row["source_code"], payload, name, at=at[0], delivered_at=at[1], noted=noted)


def _mcsd(row: call.Row, credential: str | None, at: datetime, ask: Resolve) -> list[Outcome]:
    """Each page is loaded before the next is asked for. How far we are moves when all of them were, never past a page
    that was not."""
    outcomes: list[Outcome] = []
    sync_at: datetime | None = None
    for page in mcsd.pages(https_way(row, credential), row["watermark_at"], ask=ask):
        sync_at = sync_at or page.sync_at
        if page.is_empty:
            continue
        outcomes.append(_run(row, page.payload, page.name, at=(at, min(page.sync_at, at))))
        if not outcomes[-1].is_well:
            return outcomes
    if sync_at is not None:
        call.act("load.note_fetch", role=_ROLE, source=row["source_code"], at=at, watermark_at=sync_at)
    return outcomes


_WAYS: dict[str, Callable[[call.Row, str | None, datetime, Resolve], list[Outcome]]] = {
    "https": _https,
    "sftp": _sftp,
    "mcsd": _mcsd,
}
