"""What an operator types about a source: each wrong field gives its own code, and nothing else passes."""

from datetime import time, timedelta
from typing import Any

import pytest

from dashboard.manage.source_form import Address, Agreement, WrongFieldError, address, agreement

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
SFTP = {"adres": "sftp://files.example.org/out", "gebruiker": "transferpunt", "sleutel": KEY}


def read(form: dict[str, str], **known: Any) -> Address:
    return address(form, **{"is_directory": False, "kept_url": None, "has_credential": False, **known})


def test_an_agreement_is_read() -> None:
    form = {"ritme": "1440", "marge": "6", "vanaf": "02:30", "contact": " A. Bakker ", "mail": "data@example.org"}
    assert agreement(form) == Agreement(
        timedelta(days=1), timedelta(hours=6), time(2, 30), "A. Bakker", "", "data@example.org"
    )
    assert agreement({}) == Agreement(None, timedelta(0), None, "", "", "")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"ritme": "0"}, "wrong_rhythm"),
        ({"ritme": "-5"}, "wrong_rhythm"),
        ({"ritme": "elke dag"}, "wrong_rhythm"),
        ({"ritme": "9999999"}, "wrong_rhythm"),
        ({"marge": "1,5"}, "wrong_grace"),
        ({"marge": "99999"}, "wrong_grace"),
        ({"vanaf": "24:00"}, "wrong_time"),
        ({"vanaf": "2.30"}, "wrong_time"),
        ({"mail": "a@b"}, "wrong_mail"),
        ({"mail": "a@example.org, b@example.org"}, "wrong_mail"),
    ],
)
def test_a_wrong_agreement_says_which_field(form: dict[str, str], code: str) -> None:
    with pytest.raises(WrongFieldError) as refused:
        agreement(form)
    assert refused.value.code == code


def test_an_address_is_read() -> None:
    found = read({"adres": "https://host.example.org:8443/a.json", "toegang": "Bearer x", "hosts": "a.org, b.org"})
    assert (found.way, found.credential, found.hosts) == ("https", "Bearer x", ["a.org", "b.org"])
    assert (found.user, found.host_key, found.is_private_allowed) == (None, None, False)
    assert read({"adres": "https://host.example.org/fhir"}, is_directory=True).way == "mcsd"
    found = read({**SFTP, "eigen_net": "ja"})
    assert (found.way, found.user, found.host_key, found.is_private_allowed) == ("sftp", "transferpunt", KEY, True)


def test_a_credential_stays_is_replaced_or_is_taken_away() -> None:
    kept = {"kept_url": "https://a.example.org/x", "has_credential": True}
    same = {"adres": "https://a.example.org/x"}
    assert read(same, **kept).credential is None
    assert read({**same, "toegang": "new"}, **kept).credential == "new"
    assert read({**same, "zonder": "ja"}, **kept).credential == ""


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"adres": "http://host.example.org/"}, "wrong_url"),
        ({"adres": "https://me@host.example.org/"}, "wrong_url"),
        ({"adres": "https://host.example.org/a b"}, "wrong_url"),
        ({"adres": "file:///etc/passwd"}, "wrong_url"),
        ({"adres": ""}, "wrong_url"),
        ({**SFTP, "gebruiker": ""}, "without_user"),
        ({**SFTP, "sleutel": ""}, "wrong_host_key"),
        ({**SFTP, "sleutel": "ssh-dss AAAA"}, "wrong_host_key"),
        ({"adres": "https://a.org/", "hosts": "b/c"}, "wrong_hosts"),
        ({"adres": "https://a.org/", "toegang": "x", "zonder": "ja"}, "credential_and_none"),
    ],
)
def test_a_wrong_address_says_which_field(form: dict[str, str], code: str) -> None:
    with pytest.raises(WrongFieldError) as refused:
        read(form)
    assert refused.value.code == code


def test_a_directory_is_not_fetched_over_sftp() -> None:
    with pytest.raises(WrongFieldError) as refused:
        read(SFTP, is_directory=True)
    assert refused.value.code == "directory_over_sftp"


def test_the_credential_of_an_old_address_never_goes_to_a_new_one() -> None:
    with pytest.raises(WrongFieldError) as refused:
        read({"adres": "https://b.example.org/"}, kept_url="https://a.example.org/", has_credential=True)
    assert refused.value.code == "credential_of_old_address"
