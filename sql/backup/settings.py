"""Where backups go, how they are sealed, and how long they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from sql import database
from sql.backup.seal import Keys
from sql.errors import SettingsError

_KEY_LENGTH = 32


@dataclass(frozen=True)
class Settings:
    """folder: where backups stand, one folder each. keys: what seals them. url: as whom a server is dumped.

    database: the database that is meant.
    """

    folder: Path
    keys: Keys
    url: URL | None
    database: database.Settings

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Settings":
        """Reads TRANSFERPUNT_BACKUPS, TRANSFERPUNT_BACKUP_KEY, _KEY_FILE and _URL. Raises SettingsError."""
        own = database.Settings.from_env(environ)
        named = environ.get("TRANSFERPUNT_BACKUPS", "").strip()
        return Settings(
            folder=Path(named).expanduser().resolve() if named else own.home / "backups",
            keys=_keys(environ),
            url=database.url_from(environ, "TRANSFERPUNT_BACKUP_URL"),
            database=own,
        )


def _keys(environ: Mapping[str, str]) -> Keys:
    text, named = environ.get("TRANSFERPUNT_BACKUP_KEY", ""), environ.get("TRANSFERPUNT_BACKUP_KEY_FILE", "").strip()
    if not text.strip() and named:
        path = Path(named)
        try:
            if path.stat().st_mode & 0o077:
                raise SettingsError(f"Others can read the key in {path}. Take that away: chmod 600 {path}")
            text = path.read_text()
        except OSError as error:
            raise SettingsError(
                f"TRANSFERPUNT_BACKUP_KEY_FILE names {path}, which cannot be read: {error.strerror}."
            ) from error
        if not text.strip():
            raise SettingsError(f"TRANSFERPUNT_BACKUP_KEY_FILE names {path}, which holds no key.")
    keys = tuple(text.split())
    if any(len(key) < _KEY_LENGTH for key in keys):
        raise SettingsError(
            f"TRANSFERPUNT_BACKUP_KEY (or the file it is in) holds a key of fewer than {_KEY_LENGTH} characters. Make "
            "one: python -c 'import secrets; print(secrets.token_urlsafe(32))'. An old one goes on the line after it."
        )
    return Keys(keys)
