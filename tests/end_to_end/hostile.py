"""A delivery in which every text tries to be a script."""

from tests.etl.capacity_file import csv_file, row

SOURCE = "hostile"
WORDS = [
    "<script>window.PWN=1</script>",
    "<img src=x onerror=window.PWN=1>",
    '"><svg onload=window.PWN=1>',
    "</textarea><iframe srcdoc='<script>parent.PWN=1</script>'>",
    "javascript:window.PWN=1",
    "{{constructor.constructor('window.PWN=1')()}}",
    "[x](javascript:window.PWN=1)",
    "'-(window.PWN=1)-'",
    "</script><script>window.PWN=1</script>",
    "\u202e<b onmouseover=window.PWN=1>x",
]
SOURCE_ROW = f'{SOURCE},capacity_csv,"{WORDS[1]}",fed,true,false,true,1 day,6 hours,"{WORDS[3]}",0000-1,\n'
_TEXTS = ["naam_aanbieder", "naam_vestiging"]
_LOOSE = [
    "plaats",
    "telefoon",
    "overleg_telefoon",
    "overleg_uren",
    "wachten_telefoon",
    "verwijsproduct",
    "criteria_grond",
]


def delivery() -> bytes:
    """A row for each of WORDS, with the words in every column that takes text."""
    rows = [
        row(
            agb_vestiging=f"0998{number:04}",
            agb_onderneming=f"0997{number:04}",
            postcode="1315",
            **dict.fromkeys([*_TEXTS, *_LOOSE], words),
        )
        for number, words in enumerate(WORDS)
    ]
    return csv_file(rows)
