"""The logic schemas: one object a file, named as its file, its header read as data."""

import hashlib
import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

SCHEMAS = ("functions", "load", "checks", "metrics", "read", "act")  # in the order in which they are made
_HEADER = re.compile(r"^-- ?(?P<line>.*)$")
_FIELD = re.compile(r"(?P<key>[a-z_]+): *(?P<value>.+)")


class BadLogicFileError(ValueError):
    """A file of a logic schema does not say what it must."""


@dataclass(frozen=True)
class LogicFile:
    """One object: its schema, name and text; what its header says; whom it is granted to; what it needs first."""

    schema: str
    name: str
    text: str
    comment: str
    fields: dict[str, str]

    @property
    def audience(self) -> tuple[str, ...]:
        """The login roles that may use it; load functions belong to the pipeline."""
        said = self.fields.get("audience", "etl_writer" if self.schema == "load" else "")
        return tuple(role.strip() for role in said.split(",") if role.strip())

    @property
    def after(self) -> tuple[str, ...]:
        """Names in the same schema that must exist before it."""
        return tuple(name.strip() for name in self.fields.get("after", "").split(",") if name.strip())


def parse(schema: str, path: Path) -> LogicFile:
    """Read one file. Its header is the comment it opens with: `key: value` lines are fields, the rest is prose."""
    text = path.read_text(encoding="utf-8")
    prose: list[str] = []
    fields: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header is None:
            break
        field = _FIELD.fullmatch(header["line"])
        if field is not None:
            key = field["key"]
            fields[key] = field["value"]
        elif key and header["line"].startswith("  "):
            fields[key] += " " + header["line"].strip()
        else:
            prose.append(header["line"].strip())
    comment = "\n".join([*prose, *(f"{name}: {said}" for name, said in fields.items())]).strip()
    if not comment:
        raise BadLogicFileError(f"{schema}/{path.name} must open with a comment that says what it is")
    return LogicFile(schema, path.stem, text, comment, fields)


def files(schema: str) -> list[LogicFile]:
    """The files of a schema, alphabetical but for what an `after:` line asks."""
    found = {path.stem: parse(schema, path) for path in sorted(Path(__file__).with_name(schema).glob("*.sql"))}
    unknown = {name: set(file.after) - set(found) for name, file in found.items() if set(file.after) - set(found)}
    if unknown:
        raise BadLogicFileError(f"{schema}: `after:` names what is not there: {unknown}")
    order = TopologicalSorter({name: sorted(file.after) for name, file in found.items()}).static_order()
    return [found[name] for name in order]


def fingerprint() -> str:
    """sha256 of all logic files and of the code that builds them: equal means there is nothing to rebuild."""
    digest = hashlib.sha256()
    builders = [Path(__file__), Path(__file__).with_name("migrate.py"), Path(__file__).with_name("roles.py")]
    for path in [
        *(path for schema in SCHEMAS for path in sorted(Path(__file__).with_name(schema).glob("*.sql"))),
        *builders,
    ]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
