"""A directory behind the web peer: pages of a search, and a history that grows while a test runs."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import text

from etl.transports import pull
from sql.call import act
from tests.conftest import Database
from tests.etl.transports.web_peer import Peer, reply, running

AT = datetime(2026, 9, 1, 6, tzinfo=UTC)
SOURCE = "lrza_directory"
KINDS = ("Organization", "Location", "HealthcareService")


@dataclass
class Directory:
    """versions: all ever written, in that order. now: the server's clock. broken: parts of paths that fail."""

    page_size: int = 2
    now: str = "2026-09-01T03:00:00Z"
    versions: list[dict[str, Any]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def write(self, kind: str, key: str, moment: str, version: int = 1, **told: Any) -> None:
        meta = {"versionId": str(version), "lastUpdated": moment}
        resource = {"resourceType": kind, "id": key, "meta": meta, "name": f"{kind} {key}", **told}
        self.versions.append({"resource": resource, "request": {"method": "PUT", "url": f"{kind}/{key}"}})

    def delete(self, kind: str, name: str, moment: str) -> None:
        request = {"method": "DELETE", "url": f"{kind}/{name}"}
        self.versions.append({"request": request, "response": {"status": "204", "lastModified": moment}})

    def serve(self, peer: Peer) -> None:
        """Answer every path below /fhir on this peer."""
        peer.answers.update({f"/fhir/{kind}{rest}": self._answer(peer) for kind in KINDS for rest in ("", "/_history")})

    def _answer(self, peer: Peer) -> Any:
        def answer(connection: Any, head: str) -> None:
            path = head.split(" ")[1]
            if any(part in path for part in self.broken):
                reply(b"", "503 Service Unavailable")(connection, head)
                return
            parts = urlsplit(path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            found = self._found(parts.path, asked.get("_since"))
            start = int(asked.get("page", "0")) * self.page_size
            bundle: dict[str, Any] = {
                "resourceType": "Bundle",
                "meta": {"lastUpdated": self.now},
                "entry": found[start : start + self.page_size],
            }
            if len(found) > start + self.page_size:
                since = f"&_since={asked['_since'].replace('+', '%2B')}" if "_since" in asked else ""
                url = peer.url(f"{parts.path}?page={start // self.page_size + 1}{since}")
                bundle["link"] = [{"relation": "self", "url": "x"}, {"relation": "next", "url": url}]
            reply(json.dumps(bundle).encode(), Content_Type="application/fhir+json")(connection, head)

        return answer

    def _found(self, path: str, since: str | None) -> list[dict[str, Any]]:
        kind = path.split("/")[2]
        mine = [one for one in self.versions if one["request"]["url"].startswith(f"{kind}/")]
        if path.endswith("/_history"):
            newer = [one for one in mine if since is None or _moment(one) >= datetime.fromisoformat(since)]
            return sorted(newer, key=_moment, reverse=True)  # newest first, as FHIR servers do
        newest = {one["request"]["url"]: one for one in mine}
        return [{"resource": one["resource"]} for one in newest.values() if "resource" in one]


def _moment(version: dict[str, Any]) -> datetime:
    told = version["resource"]["meta"]["lastUpdated"] if "resource" in version else version["response"]["lastModified"]
    return datetime.fromisoformat(told)


def connect(peer: Peer) -> None:
    """The source of the directory is fetched from this peer."""
    told: dict[str, Any] = {"url": peer.url("/fhir"), "ca_file": peer.ca_file, "is_private_allowed": True}
    act("act.save_transport", role="app_session", at=AT, source=SOURCE, way="mcsd", **told)


@contextmanager
def served(directory: Directory, folder: Path) -> Iterator[Peer]:
    """A server of this directory, from which the source is fetched; its certificate stands in the folder."""
    with running({}, folder) as started:
        directory.serve(started)
        connect(started)
        yield started


def fetch() -> list[str]:
    """Fetch it as the worker does; how each page ended."""

    def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    return [one.outcome for one in pull.fetch(SOURCE, at=AT, environ=os.environ, ask=here)]


def watermark(database: Database) -> datetime | None:
    """Until when we are in step with it."""
    with database.engine().connect() as connection:
        found: datetime | None = connection.execute(text("select watermark_at from ops.source_transport")).scalar_one()
        return found
