"""Invented names and numbers: every one shows at a glance that it stands for nothing real."""

from data.world.noise import shuffled

_FRONT = (
    "Voorbeeld", "Proef", "Verzin", "Fictie", "Schijn", "Model", "Oefen", "Papier", "Sjabloon", "Karton", "Nergens",
    "Denkbeeld", "Test",
)  # fmt: skip
_BACK = (
    "linde", "berg", "woude", "hof", "beek", "dal", "hoeve", "zicht", "veen", "waard", "dijk", "meer", "brug", "poort",
    "tuin", "haven", "es", "kade", "horst", "reünie",
)  # fmt: skip
_FORMS = {
    ("ggz", "solo"): ("Praktijk {}", "Psychologiepraktijk {}"),
    ("ggz", "small"): ("Groepspraktijk {}", "Psychologen {}", "Praktijk aan de {}"),
    ("ggz", "mid"): ("Centrum {}", "GGZ {}", "Behandelhuis {}"),
    ("ggz", "large"): ("GGZ De {}", "{} Groep", "Stichting {}"),
    ("youth", ""): ("Jeugdpraktijk {}", "Jeugdhuis {}"),
    ("addiction", ""): ("Verslavingszorg {}", "Kliniek {}"),
    ("forensic", ""): ("Forensisch Centrum {}",),
    ("social", ""): ("Herstelhuis {}", "Wonen bij {}", "Buurtsteunpunt {}"),
}


def words(seed: int) -> list[str]:
    """All the invented words, in the order of the seed. "Voorbeeldlinde" comes first: the design shows it."""
    made = [front + back for front in _FRONT for back in _BACK]
    return ["Voorbeeldlinde", *(word for word in shuffled(made, seed, "words") if word != "Voorbeeldlinde")]


def provider_name(word: str, kind: str, size: str, number: int) -> str:
    """The name of an organisation or practice around an invented word."""
    forms = _FORMS.get((kind, size)) or _FORMS[kind, ""]
    return forms[(number - 1) % len(forms)].format(word)


def agb(number: int) -> str:
    """An AGB code that belongs to nobody: the register (COD016) knows no kind of care 09.

    A zero in front is also what spreadsheets lose. Codes that could pass for a citizen service number are stepped over.
    """
    code = 9_000_000 + number * 2
    while looks_like_bsn(f"{code:09d}"):
        code += 1
    return f"{code:08d}"


def branch_number(number: int) -> str:
    """A branch number (KvK vestigingsnummer) of 12 digits; the register gives none that begin with six zeros."""
    return f"000000{900_000 + number:06d}"


def phone(number: int) -> str:
    """A phone number with an area code that does not exist."""
    return f"0000-{100_000 + number:06d}"


def looks_like_bsn(digits: str) -> bool:
    """True where nine digits pass the test of a citizen service number (weights 9 to 2, then -1, divisible by 11)."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(digits) == 9 and sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0
