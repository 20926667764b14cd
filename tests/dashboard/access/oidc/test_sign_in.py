"""Signing in at a real identity provider, and out again."""

import base64
import html
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from dashboard.settings import Settings
from tests.dashboard.access.oidc.way import CLIENT, back, begin, consent
from tests.dashboard.visit import Clock


@pytest.mark.usefixtures("mapping")
class TestRealProvider:
    def test_a_person_comes_in_with_the_rights_of_the_claims(self, browser: Any, database: Any, events: Any) -> None:
        one = browser()
        address = begin(one, "/regio")
        asked = parse_qs(urlsplit(address).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["response_type"] == ["code"]
        assert {"state", "nonce", "code_challenge"} <= asked.keys()
        answer = back(one, consent(address, "co-1"))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/regio")
        assert one.get("/regio").status_code == 200
        with database.engine().begin() as connection:
            (account,) = connection.exec_driver_sql("select * from ops.account").mappings()
            (scope,) = connection.exec_driver_sql("select * from ops.account_scope").mappings()
        assert (account["subject"], account["role_code"], account["password_hash"]) == ("co-1", "coordinator", None)
        assert (scope["kind_code"], scope["scope_code"]) == ("region", "ZK07")
        assert [one["event_type"] for one in events()][-1] == "sign_in"

    def test_signing_out_ends_it_at_the_provider_too_and_leads_back(
        self, browser: Any, settings: Settings, clock: Clock
    ) -> None:
        one = browser()
        back(one, consent(begin(one), "gp-1"))
        kept = one.cookie("afmelding")
        answer = one.submit("/aanmelden/uit", {})
        assert one.fetch("/_dash-layout").status_code == 401
        assert one.cookie("afmelding") == ""
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert found is not None
        address = html.unescape(found[1])
        assert address.startswith(f"{settings.provider.issuer}/oauth2/end_session?")  # type: ignore[union-attr]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked.keys() == {"client_id", "post_logout_redirect_uri", "id_token_hint"}
        assert asked["client_id"] == CLIENT
        hint = json.loads(base64.urlsafe_b64decode(asked["id_token_hint"].split(".")[1] + "=="))
        assert (hint["sub"], hint["aud"]) == ("gp-1", [CLIENT])
        assert asked["id_token_hint"] not in kept, "the browser keeps it encrypted"
        form = requests.get(address, timeout=10)
        assert form.status_code == 200
        assert "not set" not in form.text, "the provider misses nothing"
        confirmed = re.search(r'action="([^"]+)".*name="redirect_uri" value="([^"]+)"', form.text, re.DOTALL)
        assert confirmed is not None
        ended = requests.post(
            f"{settings.provider.issuer}{confirmed[1]}",  # type: ignore[union-attr]
            data={"redirect_uri": html.unescape(confirmed[2])},
            allow_redirects=False,
            timeout=10,
        )
        assert (ended.status_code, ended.headers["Location"]) == (302, "http://localhost/aanmelden")
        clock.forward(seconds=1)
        assert one.get("/aanmelden").status_code == 200

    @pytest.mark.parametrize("who", ["co-2", "co-3", "none-1"])
    def test_too_weak_or_of_no_possible_scope_or_without_a_role_is_nobody(self, browser: Any, who: str) -> None:
        one = browser()
        assert back(one, consent(begin(one), who)).status_code == 403
        assert one.cookie("sid") == ""

    def test_another_state_is_refused(self, browser: Any) -> None:
        one = browser()
        path = consent(begin(one), "gp-1")
        assert back(one, path.replace("state=", "state=x")).status_code == 403
        assert back(one, path).status_code == 403  # the attempt is over

    def test_another_browser_is_refused(self, browser: Any) -> None:
        one, thief = browser(), browser()
        path = consent(begin(one), "gp-1")
        assert back(thief, path).status_code == 403
        begin(thief)
        assert back(thief, path).status_code == 403
        assert back(one, path).status_code == 303

    def test_an_answer_is_good_once(self, browser: Any) -> None:
        one, copy = browser(), browser()
        path = consent(begin(one), "gp-1")
        copy.client.set_cookie("aanmelding", one.cookie("aanmelding"))
        assert back(one, path).status_code == 303
        assert back(copy, path).status_code == 403

    def test_a_code_of_another_attempt_is_refused(self, browser: Any) -> None:
        one, thief = browser(), browser()
        stolen = parse_qs(urlsplit(consent(begin(one), "co-1")).query)["code"][0]
        own = consent(begin(thief), "gp-1")
        code = parse_qs(urlsplit(own).query)["code"][0]
        assert back(thief, own.replace(code, stolen)).status_code == 403
        assert thief.cookie("sid") == ""

    def test_an_attempt_that_took_too_long_is_refused(self, browser: Any, clock: Clock) -> None:
        one = browser()
        path = consent(begin(one), "gp-1")
        clock.forward(minutes=11)
        assert back(one, path).status_code == 403

    def test_who_says_no_at_the_provider_is_nobody(self, browser: Any) -> None:
        one = browser()
        state = parse_qs(urlsplit(begin(one)).query)["state"][0]
        assert back(one, f"/aanmelden/terug?error=access_denied&state={state}").status_code == 403

    def test_other_claims_end_the_session_of_before(self, browser: Any, real_provider: str) -> None:
        one, later = browser(), browser()
        claims = {"name": "Wisselaar", "groups": ["huisartsen"]}
        assert requests.put(f"{real_provider}/users/wissel", json=claims, timeout=10).ok
        back(one, consent(begin(one), "wissel"))
        assert one.fetch("/_dash-layout").status_code == 200
        claims = {"name": "Wisselaar", "groups": ["transfer"], "regio": "ZK08", "amr": ["mfa"]}
        assert requests.put(f"{real_provider}/users/wissel", json=claims, timeout=10).ok
        assert back(later, consent(begin(later), "wissel")).status_code == 303
        assert one.fetch("/_dash-layout").status_code == 401
        assert later.get("/regio").status_code == 200
