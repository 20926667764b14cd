"""What every answer says to the browser about what it may do with it."""

from collections.abc import Sequence

from flask import Response

_YEAR = 365 * 24 * 3600
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def content_policy(script_hashes: Sequence[str]) -> str:
    """Scripts are files of ours or inline ones whose hash is known. No eval.

    Styles may stand inline: Dash's own bundles insert style blocks at run time and offer no nonce for them.
    """
    return _POLICY.format(scripts=" ".join(["'self'", *script_hashes]))


def set_headers(response: Response, script_hashes: Sequence[str], *, is_secure: bool, is_fingerprinted: bool) -> None:
    """is_secure: there is TLS in front. is_fingerprinted: the address changes when the content does."""
    response.headers.update(_FIXED)
    response.headers["Content-Security-Policy"] = content_policy(script_hashes)
    if is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
    if is_fingerprinted and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
        response.headers.pop("Last-Modified", None)
        response.headers.pop("Expires", None)
