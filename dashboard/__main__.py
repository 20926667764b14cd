"""Who may sign in, managed on the machine: python -m dashboard users ... | claims ..."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg
from sqlalchemy.exc import DBAPIError

from dashboard import claims
from dashboard.claims import KINDS, RefusedError, known_role
from dashboard.failure import DataUnavailableError
from dashboard.queries import accounts
from dashboard.queries.database import Row
from dashboard.settings import SettingError, Settings
from dashboard.sign_in import passwords
from dashboard.sign_in.issued import issue

_AGB = re.compile(r"[0-9]{8}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0, or 1 with a sentence."""
    given = _parser().parse_args(arguments)
    try:
        settings = Settings.from_env(os.environ)
        for line in given.do(given, settings, datetime.now(UTC)):
            print(line)
    except (RefusedError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    except DataUnavailableError as error:
        print(f"The database cannot be reached: {error.__cause__}", file=sys.stderr)
        return 1
    except (DBAPIError, psycopg.Error) as error:
        print(f"The database says: {error}", file=sys.stderr)
        return 1
    return 0


def add(given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """A new account, with a password and a second factor that are shown once."""
    if accounts.by_login(given.login) is not None:
        raise RefusedError(f"There is an account {given.login} already. To change it: users rights, users reset.")
    role, scopes = known_role(given.role, now), _scopes(given)
    return _with_secrets(given.login, settings, now, role=role, scopes=scopes, display_name=given.name)


def reset(given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """A new password, second factor and recovery codes; every session of the account ends."""
    known = accounts.by_login(given.login)
    if known is None:
        raise RefusedError(f"There is no account {given.login} with a password. See: python -m dashboard users list")
    return _with_secrets(
        given.login, settings, now, role=known["role_code"], scopes=None, display_name=known["display_name"]
    )


def rights(given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """Another role or other scopes; every session of the account ends at once."""
    changed = accounts.set_rights(
        _known(given.login, settings)["account_id"], role=known_role(given.role, now), scopes=_scopes(given), at=now
    )
    return ["The rights are changed, and who was signed in is out." if changed else "These rights it had already."]


def disable(given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """Nobody signs in with it any more."""
    accounts.set_active(_known(given.login, settings)["account_id"], is_active=False, at=now)
    return [f"{given.login} can sign in no more, and is out if it was in."]


def enable(given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """It can sign in again, with the password it had."""
    accounts.set_active(_known(given.login, settings)["account_id"], is_active=True, at=now)
    return [f"{given.login} can sign in again."]


def show(_given: argparse.Namespace, _settings: Settings, now: datetime) -> list[str]:
    """One line an account."""
    return [_line(row, now) for row in accounts.everybody(now)]


def rekey(_given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """Encrypts every second factor with the first secret key, so that the keys after it can go. Ends those sessions."""
    done, lost = 0, []
    for row in accounts.everybody(now):
        known = accounts.by_login(row["login"]) if row["has_second_factor"] else None
        stored = known and known["totp_secret_encrypted"]
        if not stored or passwords.decrypted(stored, settings.secret_keys[:1]) is not None:
            continue
        secret = passwords.decrypted(stored, settings.secret_keys)
        if secret is None:
            lost.append(row["login"])
            continue
        accounts.save(
            now,
            role=row["role_code"],
            display_name=row["display_name"],
            scopes=None,
            login=row["login"],
            totp_secret_encrypted=passwords.encrypted(secret, settings.secret_keys),
        )
        done += 1
    if lost:
        raise RefusedError(f"None of the keys fits the second factor of {', '.join(lost)}: users reset.")
    return [f"{done} second factors are encrypted anew. The keys after the first can go."]


def _with_secrets(
    login: str, settings: Settings, now: datetime, *, role: str, scopes: accounts.Scopes | None, display_name: str
) -> list[str]:
    made = issue(login, settings, now, role=role, scopes=scopes, display_name=display_name)
    return [
        "This is shown once; hand it over in person, or over two ways.",
        f"login name      {made.login}",
        f"password        {made.password}",
        f"for the app     {made.app_address}",
        f"recovery codes  {' '.join(made.recovery_codes)}",
    ]


def _known(name: str, settings: Settings) -> Row:
    """By login name, or by the subject under which the identity provider knows somebody."""
    row = accounts.by_login(name)
    if row is None and settings.provider is not None:
        row = accounts.by_subject(settings.provider.issuer, name)
    if row is None:
        raise RefusedError(f"There is no account {name}. Those there are: python -m dashboard users list")
    return row


def _scopes(given: argparse.Namespace) -> dict[str, list[str]]:
    if wrong := [code for code in given.agb if not _AGB.fullmatch(code)]:
        raise RefusedError(f"An AGB code has eight digits, and {', '.join(wrong)} has not.")
    return {kind: sorted(set(getattr(given, kind))) for kind in KINDS}


def _line(row: Row, now: datetime) -> str:
    scopes = " ".join(f"{kind}:{code}" for kind in KINDS for code in row["scopes"].get(kind, []))
    blocked = row["blocked_until"] is not None and row["blocked_until"] > now
    state = "off" if not row["is_active"] else "blocked for some minutes" if blocked else "on"
    return "\t".join([row["login"] or f"{row['issuer']} {row['subject']}", row["role_code"], state, scopes])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    subjects = parser.add_subparsers(required=True)
    claims.add_parser(subjects.add_parser("claims", help="what an identity provider's claims give"))
    users = subjects.add_parser("users", help="accounts, of this product or of an identity provider")
    deeds = users.add_subparsers(required=True)
    deeds.add_parser("list", help=show.__doc__).set_defaults(do=show)
    deeds.add_parser("rekey", help=rekey.__doc__).set_defaults(do=rekey)
    for name, deed in (("add", add), ("reset", reset), ("rights", rights), ("disable", disable), ("enable", enable)):
        one = deeds.add_parser(name, help=deed.__doc__)
        one.set_defaults(do=deed)
        one.add_argument("login")
        if deed is add:
            one.add_argument("--name", required=True, help="as it stands on screen")
        if deed in {add, rights}:
            one.add_argument("--role", required=True)
            for kind in KINDS:
                one.add_argument(f"--{kind}", action="append", default=[], help="repeat it for several")
    return parser


if __name__ == "__main__":
    sys.exit(main())
