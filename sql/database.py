"""Connections: whose they are, where they go, and how long they may take.

Without DATABASE_URL this is the embedded PostgreSQL of the home, started when it is first asked for.
"""

import functools
import json
import os
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from sql import embedded
from sql.cluster import socket_folder
from sql.errors import DatabaseUnavailable, SettingsError, UnsuitableServer
from sql.home import home, prepare
from sql.patience import MARGIN, Patient, is_hanging, note_hanging

__all__ = [
    "ROLES",
    "Settings",
    "dispose",
    "engine",
    "ensure_embedded",
    "home",
    "is_embedded",
    "pools",
    "role_passwords",
    "url_from",
]

# The login roles; the owner is whoever DATABASE_URL names, and only migrates. Who may call what: sql/migrate.py.
AUDIENCES = ("app_gp", "app_insurer", "app_provider", "app_coordinator", "app_operator", "auditor")
ROLES = ("owner", *AUDIENCES, "app_session", "etl_writer")
OLDEST_VERSION = 150000
SECOND = 1000  # the server counts in milliseconds
UNHURRIED = ("owner", "etl_writer")  # nobody sits waiting at a screen


@dataclass(frozen=True)
class Settings:
    """Where the database is.

    home: folder of everything that is not code. database_url: the owner's address, None for the embedded server.
    role_urls: addresses that were given for single roles. read_url: a server to read from, None for the same one.
    read_lag: further behind than this it is not read from.
    """

    home: Path
    database_url: URL | None = None
    role_urls: tuple[tuple[str, URL], ...] = ()
    read_url: URL | None = None
    read_lag: timedelta = timedelta(seconds=10)

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Settings":
        """Read TRANSFERPUNT_HOME, DATABASE_URL, DATABASE_URL_<ROLE> and DATABASE_READ_URL. Raises SettingsError."""
        given = {role: url_from(environ, f"DATABASE_URL_{role.upper()}") for role in ROLES[1:]}
        return Settings(
            home=home(environ),
            database_url=url_from(environ, "DATABASE_URL"),
            role_urls=tuple((role, url) for role, url in given.items() if url is not None),
            read_url=url_from(environ, "DATABASE_READ_URL"),
            read_lag=_lag(environ),
        )


def is_embedded(settings: Settings) -> bool:
    """Whether the database is the embedded server of the home."""
    return settings.database_url is None


def ensure_embedded(settings: Settings | None = None) -> None:
    """Start the embedded server, if that is the one, and return when it answers."""
    settings = settings or Settings.from_env(os.environ)
    if is_embedded(settings):
        _demand_sign(settings)
        embedded.start(settings.home)


def engine(role: str = "owner", *, read: bool = False, settings: Settings | None = None) -> Engine:
    """The engine of a role, one per process: small pool, and limits in time by what the role is for.

    With read=True on the server of DATABASE_READ_URL, if there is one. Settings are those of the environment unless
    given. Connecting raises DatabaseUnavailable or UnsuitableServer with a sentence.
    """
    if role not in ROLES:
        raise SettingsError(f"There is no role {role}; there are {', '.join(ROLES)}.")
    settings = settings or Settings.from_env(os.environ)
    read = read and settings.read_url is not None
    key = (role, read, settings)
    with _guard:
        if key not in _engines:
            if not read:
                ensure_embedded(settings)
            _engines[key] = _make_engine(role, settings, read=read)
        return _engines[key]


def conninfo(role: str) -> str:
    """The address of a role's server for who connects without an engine: a listener, the queue. It holds a password."""
    made = engine(role)  # starts the embedded server, if that is the one
    return made.url.set(drivername="postgresql").render_as_string(hide_password=False)


def dispose() -> None:
    """Close every pooled connection of this process."""
    with _guard:
        for made in _engines.values():
            made.dispose()
        _engines.clear()


def pools() -> list[tuple[str, int, int]]:
    """(role, connections in use, connections open and idle) of each engine of this process."""
    with _guard:
        made = [(role, engine.pool) for (role, _, _), engine in _engines.items()]
    return [(role, pool.checkedout(), pool.checkedin()) for role, pool in made if isinstance(pool, QueuePool)]


def role_passwords(settings: Settings) -> dict[str, str]:
    """The passwords of the roles that are ours to set, generated once and kept in a private file in the home.

    A role that is missing here is not: the embedded server asks none, and a role with its own DATABASE_URL_<ROLE>
    is looked after by the operator.
    """
    if is_embedded(settings):
        return {}
    path = settings.home / "role_passwords.json"
    if not path.exists():
        _write_passwords(path)
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read the passwords in {path}. Take that away: chmod 600 {path}")
    kept: dict[str, str] = json.loads(path.read_text())
    own = dict(settings.role_urls)
    return {role: password for role, password in kept.items() if role not in own}


_engines: dict[tuple[str, bool, Settings], Engine] = {}
_guard = threading.Lock()


def _after_fork() -> None:
    """Connections belong to the process that opened them: a forked child opens its own."""
    global _guard  # noqa: PLW0603 - another thread may have held it at the moment of the fork
    _guard = threading.Lock()
    for made in _engines.values():
        made.dispose(close=False)


os.register_at_fork(after_in_child=_after_fork)


def _make_engine(role: str, settings: Settings, *, read: bool) -> Engine:
    limits = _limits(role)
    made = create_engine(
        _role_url(role, settings, read=read),
        pool_size=4,
        max_overflow=2,
        pool_timeout=30 if role in UNHURRIED else 3,
        pool_recycle=1800,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "application_name": f"transferpunt {role}",
            "options": " ".join(f"-c {name}={value}" for name, value in {**_SETTINGS, **limits}.items()),
            # Prepared statements outlive the functions they call, which a migration drops and makes again.
            "prepare_threshold": None,
        },
    )
    patience = limits["statement_timeout"] / SECOND + MARGIN if "statement_timeout" in limits else None
    event.listen(made, "do_connect", functools.partial(_connect, settings, patience, read=read))
    event.listen(made, "connect", _check_server)
    if role not in UNHURRIED:
        event.listen(made, "connect", _limit_transactions)
    return made


# Compiling a plan costs more than our questions take; a server that is not ours compiles unless it is told not to.
_SETTINGS = {"jit": "off"}


def _limits(role: str) -> dict[str, int]:
    """Milliseconds: a page waits seconds, a load minutes, a migration as long as it takes but not for a lock."""
    if role == "owner":
        return {"lock_timeout": 10 * SECOND}
    if role == "etl_writer":
        return {"statement_timeout": 600 * SECOND, "lock_timeout": 30 * SECOND}
    return {
        "statement_timeout": 3 * SECOND,
        "lock_timeout": 2 * SECOND,
        "idle_in_transaction_session_timeout": 15 * SECOND,
    }


def _role_url(role: str, settings: Settings, *, read: bool) -> URL:
    name = embedded.OWNER if role == "owner" else role
    if settings.database_url is None and read and settings.read_url:
        return settings.read_url.set(username=name)  # a standby of the embedded server asks no password either
    if settings.database_url is None:
        folder = str(socket_folder(settings.home))
        return URL.create(
            "postgresql+psycopg", name, database=embedded.DATABASE, query={"host": folder, "port": "5432"}
        )
    server = settings.read_url if read and settings.read_url else settings.database_url
    if role == "owner":
        return server
    given = dict(settings.role_urls).get(role)
    if given is None:
        return server.set(username=role, password=role_passwords(settings)[role])
    return server.set(username=given.username, password=given.password) if read else given


def _connect(
    settings: Settings,
    patience: float | None,
    _dialect: Dialect,
    _record: ConnectionPoolEntry,
    arguments: list[Any],
    options: dict[str, Any],
    *,
    read: bool = False,
) -> Patient:
    where = f"{options.get('host', 'localhost')}, database {options.get('dbname')}, role {options.get('user')}"
    if patience:
        _demand_sign(settings, read=read)
    try:
        return _patient(settings, patience, arguments, options, read=read)
    except psycopg.OperationalError as error:
        has_hung = patience is not None and isinstance(error, psycopg.errors.ConnectionTimeout)
        if has_hung:
            note_hanging((settings, read))
        if read or has_hung or not is_embedded(settings):
            raise DatabaseUnavailable(f"The database does not let us in ({where}): {_first_line(error)}") from error
    ensure_embedded(settings)  # its server was killed: start it again
    try:
        return _patient(settings, patience, arguments, options, read=read)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(
            f"The embedded database does not let us in (role {options.get('user')}): {_first_line(error)}. "
            "Were the roles made? python -m sql migrate"
        ) from error


def _patient(
    settings: Settings, patience: float | None, arguments: list[Any], options: dict[str, Any], *, read: bool
) -> Patient:
    made = Patient.connect(*arguments, **options)
    made.patience, made.server = patience, (settings, read)
    return made


def _demand_sign(settings: Settings, *, read: bool = False) -> None:
    if is_hanging((settings, read)):
        raise DatabaseUnavailable("The database gave no sign a moment ago; it is asked again in some seconds.")


def _check_server(connection: "psycopg.Connection[Any]", _record: ConnectionPoolEntry) -> None:
    """Refuse what this product must not run on. The server says both things itself on connecting."""
    version = connection.info.server_version
    if version < OLDEST_VERSION:
        raise UnsuitableServer(f"The database is PostgreSQL {version // 10000}; 15 or later is needed.")
    if connection.info.parameter_status("is_superuser") == "on":
        raise UnsuitableServer(
            f"{connection.info.user} is a superuser, whom no rule of the database holds back. Give DATABASE_URL "
            "an owner that is none: create role transferpunt login createrole password '...'; "
            "create database transferpunt owner transferpunt"
        )


def _limit_transactions(connection: "psycopg.Connection[Any]", _record: ConnectionPoolEntry) -> None:
    if connection.info.server_version >= 170000:  # an older server does not know it, and would refuse the connection
        connection.execute("set transaction_timeout = '5s'")
        connection.commit()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def url_from(environ: Mapping[str, str], name: str) -> URL | None:
    """The address of a database in a variable, None when that is empty. Raises SettingsError."""
    text = environ.get(name, "").strip()
    if not text:
        return None
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        url = None
    if url is None or url.get_backend_name() not in {"postgresql", "postgres"} or not url.database:
        raise SettingsError(
            f"{name} in the environment or in .env is no address of a PostgreSQL database. "
            f"Example: {name}=postgresql://transferpunt:password@localhost:5432/transferpunt"
        )
    return url.set(drivername="postgresql+psycopg")


def _lag(environ: Mapping[str, str]) -> timedelta:
    given = environ.get("DATABASE_READ_LAG_SECONDS", "").strip() or "10"
    if not given.isdecimal():
        raise SettingsError(
            f"DATABASE_READ_LAG_SECONDS is {given!r}; it is a whole number of seconds. Set it in .env, "
            "for example DATABASE_READ_LAG_SECONDS=10."
        )
    return timedelta(seconds=int(given))


def _write_passwords(path: Path) -> None:
    prepare(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({role: secrets.token_urlsafe(24) for role in ROLES[1:]}, indent=2))
    try:
        os.link(draft, path)  # unlike a rename, never replaces what another process wrote first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
