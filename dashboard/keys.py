"""Secrets that are given in the environment or in a private file, and the key that is made when none is given."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from dashboard.setting_error import SettingError
from sql.home import home, prepare

LENGTH = 32  # characters; a shorter one can be guessed


def secret_keys(environ: Mapping[str, str]) -> tuple[str, ...]:
    """TRANSFERPUNT_SECRET_KEY, the file it is in, or a key made once and kept in the home. Raises SettingError."""
    text = environ.get("TRANSFERPUNT_SECRET_KEY", "")
    named = environ.get("TRANSFERPUNT_SECRET_KEY_FILE", "").strip()
    if not text.strip():
        text = private_text(Path(named) if named else _own_key(home(environ)), "TRANSFERPUNT_SECRET_KEY_FILE")
    keys = tuple(text.split())
    if not keys or min(map(len, keys)) < LENGTH:
        raise SettingError(
            f"TRANSFERPUNT_SECRET_KEY (or the file it is in) holds a key of fewer than {LENGTH} characters. Make "
            "one: python -c 'import secrets; print(secrets.token_urlsafe(32))'. An old one goes on the line after it."
        )
    return keys


def metrics_token(environ: Mapping[str, str]) -> str:
    """What is in TRANSFERPUNT_METRICS_TOKEN_FILE; empty without it. Raises SettingError."""
    named = environ.get("TRANSFERPUNT_METRICS_TOKEN_FILE", "").strip()
    token = private_text(Path(named), "TRANSFERPUNT_METRICS_TOKEN_FILE") if named else ""
    if named and len(token) < LENGTH:
        raise SettingError(
            f"{named} (TRANSFERPUNT_METRICS_TOKEN_FILE) holds a token of fewer than {LENGTH} characters. "
            "Make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'."
        )
    return token


def _own_key(folder: Path) -> Path:
    path = folder / "secret_key"
    if not path.exists():
        prepare(folder)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(LENGTH))
        try:
            os.link(draft, path)  # unlike a rename, never replaces what another process wrote first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path


def private_text(path: Path, variable: str) -> str:
    """What is in a file that nobody else can read. Raises SettingError."""
    try:
        if path.stat().st_mode & 0o077:
            raise SettingError(f"Others can read the secret in {path} ({variable}). Take that away: chmod 600 {path}")
        return path.read_text().strip()
    except OSError as error:
        raise SettingError(f"{variable} names {path}, which cannot be read: {error.strerror}.") from error
