"""What can be known of a workbook from its table of contents, before anything in it is unpacked."""

import io
import zipfile
from dataclasses import dataclass

from etl.text.table import TableError

_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class ArchiveLimits:
    """How much a workbook may claim. Sizes in bytes; a ratio is unpacked over packed."""

    max_bytes: int = 64 << 20
    max_entries: int = 200
    max_total: int = 256 << 20
    max_ratio: int = 100
    ratio_from: int = 1 << 20  # smaller parts may be as dense as they like


def check(payload: bytes, limits: ArchiveLimits = ArchiveLimits()) -> None:
    """Refuse what is no workbook, and what would grow too large.

    A part that is larger than it claims does no harm: reading stops at the claimed size, and the checksum fails.

    Raises TableError: `not_a_workbook` (no zip, no workbook in it, locked with a password, macros, one part twice) or
    `workbook_too_large` (bytes, parts, unpacked size, density).
    """
    if len(payload) > limits.max_bytes:
        raise TableError("workbook_too_large", f"{len(payload)} bytes, at most {limits.max_bytes}")
    if payload.startswith(_OLD_EXCEL):
        raise TableError("not_a_workbook", "a password, or the form of before 2007")
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise TableError("not_a_workbook", "not a zip archive") from error
    if len(parts) > limits.max_entries:
        raise TableError("workbook_too_large", f"{len(parts)} parts, at most {limits.max_entries}")
    _check_names([part.filename.lower() for part in parts])
    if any(part.flag_bits & 1 for part in parts):
        raise TableError("not_a_workbook", "a part is locked with a password")
    _check_sizes(parts, limits)


def _check_names(names: list[str]) -> None:
    if len(set(names)) < len(names):
        raise TableError("not_a_workbook", "a part stands in it twice")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise TableError("not_a_workbook", "a zip archive without a workbook")
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names):
        raise TableError("not_a_workbook", "it holds macros")


def _check_sizes(parts: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    total = sum(part.file_size for part in parts)
    if total > limits.max_total:
        raise TableError("workbook_too_large", f"{total} bytes unpacked, at most {limits.max_total}")
    for part in parts:
        if part.file_size > limits.ratio_from and part.file_size > limits.max_ratio * part.compress_size:
            raise TableError("workbook_too_large", f"a part of {part.file_size} bytes packed in {part.compress_size}")
