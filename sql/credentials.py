"""Credentials of sources: kept in the database encrypted, with a key that is not there."""

import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from sql.errors import SettingsError
from sql.home import home

_NAME = "TRANSFERPUNT_CREDENTIAL_KEY"


def encrypt(credential: str, environ: Mapping[str, str]) -> str:
    """The credential as text for the database; makes the key of this home when there is none."""
    return _vault(environ).encrypt(credential.encode()).decode()


def decrypt(token: str, environ: Mapping[str, str]) -> str:
    """The credential again. Raises SettingsError when the key is not the one it was kept with."""
    try:
        return _vault(environ).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise SettingsError(
            f"A credential was kept with another key than {_NAME} or {_path(environ)} holds. "
            "Put that key back, or enter the credential again."
        ) from error


def _vault(environ: Mapping[str, str]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in _keys(environ).split()])
    except ValueError as error:
        raise SettingsError(
            f"{_NAME} or {_path(environ)} holds no Fernet key: 44 characters, as "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'` makes one."
        ) from error


def _keys(environ: Mapping[str, str]) -> str:
    if given := environ.get(_NAME, "").strip():
        return given
    path = _path(environ)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise SettingsError(f"Others can read the key in {path}. Take that away: chmod 600 {path}") from None
        return path.read_text()
    with os.fdopen(made, "w") as file:
        key = Fernet.generate_key().decode()
        file.write(key)
    return key


def _path(environ: Mapping[str, str]) -> Path:
    return home(environ) / "credential_key"
