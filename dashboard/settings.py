"""What the dashboard is told from outside, read once at start."""

from collections.abc import Mapping
from dataclasses import dataclass

_SWITCH = {"": False, "0": False, "1": True}


class SettingError(Exception):
    """A setting holds something it cannot hold; the sentence names the variable, the file and an example."""


@dataclass(frozen=True)
class Settings:
    """is_demo: the data are the sample world's; its made-up phone numbers are shown, marked, and nowhere else."""

    is_demo: bool = False

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Settings":
        """Reads TRANSFERPUNT_DEMO. Raises SettingError."""
        given = environ.get("TRANSFERPUNT_DEMO", "")
        if given not in _SWITCH:
            raise SettingError(
                f"TRANSFERPUNT_DEMO is {given!r}, and can be 1 (the data are the sample world's) or 0. "
                "Set it in .env, for example TRANSFERPUNT_DEMO=0."
            )
        return Settings(is_demo=_SWITCH[given])
