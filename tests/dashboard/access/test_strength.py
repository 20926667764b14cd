"""How strong a sign-in at an identity provider must be, by the role it gives."""

from typing import Any

import pytest

from dashboard.sign_in.id_token import is_strong_enough


@pytest.mark.parametrize(
    ("said", "minimum_acr", "needs_second_factor", "enough"),
    [
        ({}, None, False, True),
        ({"amr": ["pwd"]}, None, True, False),
        ({"amr": ["pwd", "otp"]}, None, True, True),
        ({"amr": "mfa"}, None, True, True),
        ({"amr": [["otp"]]}, None, True, False),
        ({"amr": {"otp": True}}, None, True, False),
        ({}, None, True, False),
        ({"acr": "2"}, "2 3", True, True),  # with one of the values that will do, the provider saw to the second factor
        ({"acr": "1", "amr": ["otp"]}, "2 3", True, False),
        ({"acr": "2 3"}, "2 3", False, False),
        ({"acr": ["2"]}, "2 3", False, False),
        ({}, "2 3", False, False),
    ],
)
def test_the_role_says_what_is_enough(
    said: dict[str, Any],
    minimum_acr: str | None,
    needs_second_factor: bool,  # noqa: FBT001 - a table of cases
    enough: bool,  # noqa: FBT001
) -> None:
    assert is_strong_enough(said, minimum_acr, needs_second_factor=needs_second_factor) is enough
