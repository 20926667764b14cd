"""What the dashboard is told from outside."""

import pytest

from dashboard.settings import SettingError, Settings


def test_without_a_word_made_up_numbers_are_not_shown() -> None:
    assert not Settings.from_env({}).is_demo
    assert not Settings.from_env({"TRANSFERPUNT_DEMO": "0"}).is_demo


def test_a_demo_says_so() -> None:
    assert Settings.from_env({"TRANSFERPUNT_DEMO": "1"}).is_demo


def test_anything_else_is_refused_with_a_sentence_that_helps() -> None:
    with pytest.raises(SettingError, match=r"TRANSFERPUNT_DEMO is 'yes'.*\.env.*TRANSFERPUNT_DEMO=0"):
        Settings.from_env({"TRANSFERPUNT_DEMO": "yes"})
