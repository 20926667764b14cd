"""Lists the packages that are inside, with versions and licences: python -m launch.sbom LOCK FILE

The form is CycloneDX (JSON). It tells of what is installed here, and only of what the lock file names. The same
packages give the same bytes.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


class NotListed(Exception):  # noqa: N818 - reads as what the user is told
    """The list cannot be made whole; the sentence says what to do."""


def locked(text: str) -> dict[str, str]:
    """Name -> version of the packages of a lock file."""
    return {_plain(name): version for name, version in _PINNED.findall(text)}


def installed(python: Path) -> dict[str, Any]:
    """What is installed beside this Python, as CycloneDX has it. Asks nothing outside."""
    tool = python.with_name("cyclonedx-py")
    command: list[str | Path] = [
        tool,
        "environment",
        python,
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "--no-validate",
    ]
    made = subprocess.run([*command, "--of", "JSON", "-o", "-"], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise NotListed(f"The packages cannot be listed: {made.stderr.strip()}")
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def only(found: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, Any]:
    """The list of the wanted packages (name -> version) alone. Raises NotListed when one lacks, or lacks a licence."""
    kept = [one for one in found["components"] if wanted.get(_plain(one["name"])) == one["version"]]
    missing = wanted.keys() - {_plain(one["name"]) for one in kept}
    if missing:
        raise NotListed(
            f"Not installed as the lock file says: {', '.join(sorted(missing))}. Run `make environment-dev`."
        )
    if silent := sorted(one["name"] for one in kept if not one.get("licenses")):
        raise NotListed(f"Without a licence in its own description: {', '.join(silent)}. Ask its makers.")
    references = {one["bom-ref"] for one in kept} | {found["metadata"]["component"]["bom-ref"]}
    needs = [
        {"ref": one["ref"], "dependsOn": sorted(references.intersection(one.get("dependsOn", [])))}
        for one in found["dependencies"]
        if one["ref"] in references
    ]
    return {**found, "components": kept, "dependencies": needs}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Exit code: 0, or 1 with a sentence."""
    lock, file = map(Path, sys.argv[1:])
    try:
        listed = only(installed(Path(sys.executable)), locked(lock.read_text()))
    except NotListed as error:
        print(error, file=sys.stderr)
        return 1
    file.write_text(json.dumps(listed, indent=2) + "\n")
    print(f"{len(listed['components'])} packages are listed in {file}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
