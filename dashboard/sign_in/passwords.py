"""Passwords as argon2id hashes, one-time and recovery codes; what is needed back is encrypted with a key of our own."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STEP = 30  # seconds that a one-time code is for
RECOVERY_CODES = 10
_HASHER = PasswordHasher()  # argon2id, with the parameters of RFC 9106 for a machine with little memory
_LONGEST = 256  # characters; longer is no password but a way to keep the server busy


def new_password() -> str:
    """One that nobody can guess, in groups that can be read out."""
    return "-".join(secrets.token_hex(2) for _ in range(5))


def hashed(password: str) -> str:
    """What is stored."""
    return _HASHER.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Whether this is the password. Takes as long for an account that does not exist as for one that does."""
    nobody = _nobody()  # asked for each, so that the first of a process takes as long for both
    try:
        return _HASHER.verify(stored or nobody, password[:_LONGEST]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """The hash of a password that nobody has; made when it is first needed, for it takes a tenth of a second."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def new_totp_secret() -> str:
    """The secret an app makes one-time codes from."""
    return pyotp.random_base32()


def totp_address(secret: str, login: str) -> str:
    """The otpauth address that an app takes."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name="Transferpunt")


def totp_step(code: str, secret: str, at: datetime) -> int | None:
    """The time step whose code this is: the one under way, or its neighbours for a clock that is a bit off."""
    now = int(at.timestamp()) // STEP
    maker = pyotp.TOTP(secret, interval=STEP)
    steps = [step for step in (now, now - 1, now + 1) if secrets.compare_digest(maker.at(step * STEP), code)]
    return steps[0] if steps else None


def new_recovery_codes() -> list[str]:
    """For who has lost the app; each works once."""
    return [f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(RECOVERY_CODES)]


def vault(keys: Sequence[str]) -> MultiFernet:
    """Encrypts with the first key, decrypts with all."""
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def encrypted(secret: str, keys: Sequence[str]) -> str:
    """What is stored of a secret that is needed back."""
    return vault(keys).encrypt(secret.encode()).decode()


def decrypted(stored: str, keys: Sequence[str]) -> str | None:
    """The secret; None when none of the keys made it."""
    try:
        return vault(keys).decrypt(stored.encode()).decode()
    except InvalidToken:
        return None


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"transferpunt secrets").derive(key.encode())
    return base64.urlsafe_b64encode(made)
