"""SFTP: the new files of a folder on a server whose key was laid down beforehand.

Nothing is trusted on first use, no key or setting of this machine's user is read, and nothing is changed on the server:
what was fetched is remembered here, by name, size and time.
"""

import asyncio
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import asyncssh
import stamina

from etl.errors import FetchError, PassingFetchError
from etl.text.pieces import PIECE, spooled
from etl.transports.address import Resolve, pinned, resolve

ATTEMPTS = 3
MAX_FILES = 100  # of one round; the next takes the others
MAX_LISTED = 10_000
UNFINISHED = (".part", ".tmp", ".filepart")
_PRIVATE_KEY = "-----BEGIN"


@dataclass(frozen=True)
class Way:
    """How a source is fetched over SFTP: a row of ops.source_transport, its credential opened.

    url: sftp://host:port/folder. host_key: the server's public key as in a .pub file. credential: a private key in PEM
    or OpenSSH form, or else a password.
    """

    url: str
    user_name: str
    host_key: str
    credential: str = field(repr=False)
    is_private_allowed: bool = False
    max_bytes: int = 64 << 20
    max_seconds: float = 300


@dataclass(frozen=True)
class Listed:
    """A file as its server lists it; the time in whole seconds."""

    file_name: str
    size_bytes: int
    modified_at: datetime


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched whole."""

    listed: Listed
    payload: BinaryIO = field(repr=False)


def fetch(way: Way, known: Collection[Listed], *, ask: Resolve = resolve) -> list[Fetched]:
    """The files that are not known yet, oldest first; together at most max_bytes, but for a single one.

    Raises FetchError.
    """
    for attempt in stamina.retry_context(on=PassingFetchError, attempts=ATTEMPTS, timeout=way.max_seconds, wait_max=30):
        with attempt:
            return asyncio.run(_within_time(way, known, ask))
    raise AssertionError("the last attempt gives back or raises")


async def _within_time(way: Way, known: Collection[Listed], ask: Resolve) -> list[Fetched]:
    try:
        async with asyncio.timeout(way.max_seconds):
            return await _fetch(way, known, ask)
    except TimeoutError as error:
        raise PassingFetchError("fetch_too_slow", way.url) from error
    except (asyncssh.HostKeyNotVerifiable, asyncssh.KeyImportError) as error:
        raise FetchError("host_key_refused", way.url) from error
    except asyncssh.PermissionDenied as error:
        raise FetchError("fetch_no_access", way.url) from error
    except (asyncssh.DisconnectError, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
        raise PassingFetchError("fetch_cut_off", type(error).__name__) from error
    except asyncssh.SFTPError as error:
        raise FetchError("fetch_refused", type(error).__name__) from error
    except OSError as error:
        raise PassingFetchError("fetch_no_connection", way.url) from error


async def _fetch(way: Way, known: Collection[Listed], ask: Resolve) -> list[Fetched]:
    parts = urlsplit(way.url)
    host, port = parts.hostname or "", parts.port or 22
    address = pinned(host, port, is_private_allowed=way.is_private_allowed, ask=ask)
    host_key = asyncssh.import_public_key(way.host_key)
    connection = await asyncssh.connect(
        address,
        port,
        username=way.user_name,
        known_hosts=([host_key], [], []),
        config=None,
        agent_path=None,
        gss_host=None,
        **_login(way.credential),
    )
    try:
        client = await connection.start_sftp_client()
        folder = unquote(parts.path) or "."
        found: list[Fetched] = []
        size = 0
        for listed in await _new(client, folder, known):
            size += listed.size_bytes
            if found and size > way.max_bytes:
                break
            found.append(Fetched(listed, await _read(client, folder, listed, way.max_bytes)))
        return found
    finally:
        connection.abort()  # at once: closing in order would wait for a server that may never answer


def _login(credential: str) -> dict[str, object]:
    if credential.lstrip().startswith(_PRIVATE_KEY):
        try:
            return {"client_keys": [asyncssh.import_private_key(credential)], "password": None}
        except asyncssh.KeyImportError as error:
            raise FetchError("fetch_no_access", "the private key cannot be read") from error
    return {"client_keys": None, "password": credential}


async def _new(client: asyncssh.SFTPClient, folder: str, known: Collection[Listed]) -> list[Listed]:
    found = []
    seen = 0
    async for entry in client.scandir(folder):
        seen += 1
        if seen > MAX_LISTED:
            raise FetchError("fetch_too_large", f"more than {MAX_LISTED} files in the folder")
        name, told = str(entry.filename), entry.attrs
        is_file = told.permissions is None or stat.S_ISREG(told.permissions)
        if is_file and "/" not in name and not name.startswith(".") and not name.endswith(UNFINISHED):
            listed = Listed(name, told.size or 0, datetime.fromtimestamp(int(told.mtime or 0), UTC))
            found += [] if listed in known else [listed]
    return sorted(found, key=lambda file: (file.modified_at, file.file_name))[:MAX_FILES]


async def _read(client: asyncssh.SFTPClient, folder: str, listed: Listed, most: int) -> BinaryIO:
    """All of the file. One that is not as long as it was listed is still being written, or was cut off."""
    if listed.size_bytes > most:
        raise FetchError("fetch_too_large", f"{listed.file_name}: {listed.size_bytes} bytes, at most {most}")
    file = await client.open(f"{folder.rstrip('/')}/{listed.file_name}", "rb")
    payload = spooled()
    size = 0
    while size <= listed.size_bytes and (part := await file.read(PIECE)):
        size += payload.write(part.encode() if isinstance(part, str) else part)
    await file.close()
    if size != listed.size_bytes:
        raise PassingFetchError("fetch_cut_off", f"{listed.file_name}: {size} of {listed.size_bytes} bytes")
    return payload
