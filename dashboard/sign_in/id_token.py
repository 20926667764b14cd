"""What an identity provider says of a person: believed when signed by it, for us, now, for this attempt. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

# Signed with a key pair: never none, and never a shared secret, with which whoever knows the public key could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 60  # seconds that two clocks may differ
OLDEST = 600  # seconds since it was made
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sc", "sms", "fpt", "face", "iris"})  # RFC 8176


class NotValidError(Exception):
    """This is no statement of the provider on the person who is signing in."""


def key_name(token: str) -> str:
    """Which key it says it is signed with, before anything of it is believed; empty when it does not say."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError) as error:
        raise NotValidError(type(error).__name__) from error
    return str(header.get("kid", ""))


def claims(token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime) -> dict[str, Any]:
    """The claims of an ID token. Raises NotValidError."""
    try:
        said = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": issuer},
            sub={"essential": True},
            aud={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(said)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotValidError(type(error).__name__) from error
    audience = said["aud"] if isinstance(said["aud"], list) else [said["aud"]]
    if audience != [client_id] and not (client_id in audience and said.get("azp") == client_id):
        raise NotValidError("it is for somebody else")
    if said.get("azp", client_id) != client_id:
        raise NotValidError("it was given to somebody else")
    if now.timestamp() - said["iat"] > OLDEST:
        raise NotValidError("it was made too long ago")
    if not isinstance(said["sub"], str) or not said["sub"]:
        raise NotValidError("it names nobody")
    return dict(said)


def is_strong_enough(said: Mapping[str, Any], minimum_acr: str | None, *, needs_second_factor: bool) -> bool:
    """Whether the person showed enough to get this role.

    minimum_acr: the values of `acr` that will do, with spaces between them, weakest or not: each provider has its own
    names. With one of them the second factor is the provider's business; without, `amr` must tell of one.
    """
    accepted = (minimum_acr or "").split()
    if accepted:
        return said.get("acr") in accepted
    methods = said.get("amr")
    used = methods if isinstance(methods, list) else [methods]
    return not needs_second_factor or any(isinstance(one, str) and one in SECOND_FACTORS for one in used)
