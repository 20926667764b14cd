"""Deliveries of every feed in which every text tries to be a script."""

from etl.feeds import nza_ggz_2016, nza_ggz_2018
from tests.etl.capacity_file import csv_file, row
from tests.etl.feeds import test_nza_ggz_2016, test_nza_ggz_2018, test_waiting_times_csv
from tests.etl.text.workbooks import workbook

ROWS = 10
# Three for each row: a provider, a location and a place.
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
    "<svg><script>window.PWN=1</script></svg>",
    "<a href=javascript:window.PWN=1>x</a>",
    "<details open ontoggle=window.PWN=1>",
    "<math><mglyph><style><img src onerror=window.PWN=1>",
    "<style>@import'//127.0.0.1/x.css'</style>",
    "<base href=//127.0.0.1/>",
    "<meta http-equiv=refresh content=0;url=//127.0.0.1/>",
    "<link rel=stylesheet href=//127.0.0.1/x.css>",
    "&lt;script&gt;window.PWN=1&lt;/script&gt;",
    "<form action=//127.0.0.1/><button autofocus>x",
    "%3Cscript%3Ewindow.PWN=1%3C/script%3E",
    "${window.PWN=1}`-window.PWN=1-`",
    "<x style=background:url(//127.0.0.1/x)>",
    "\\u003cscript\\u003ewindow.PWN=1",
    "<iframe src=javascript:window.PWN=1>",
    "<object data=javascript:window.PWN=1>",
    "<body onload=window.PWN=1>",
    "<input autofocus onfocus=window.PWN=1>",
    "<template><script>window.PWN=1</script></template>",
    "--><!--<script>window.PWN=1</script>",
]
NAMES = [words for words in WORDS[: 2 * ROWS] if words.isprintable()]
PLACES = WORDS[2 * ROWS :]
_SOURCE_ROW = f'{{}},{{}},"{WORDS[1]}",fed,true,false,false,true,1 day,6 hours,"{WORDS[3]}",0000-1,\n'
SOURCE_ROWS = _SOURCE_ROW.format("hostile", "capacity_csv") + _SOURCE_ROW.format("hostile_waits", "waiting_times_csv")
_CAPACITY = (
    *("naam_aanbieder", "naam_vestiging", "plaats", "telefoon", "overleg_telefoon", "overleg_uren"),
    *("wachten_telefoon", "verwijsproduct", "criteria_grond"),
)
_WAITING = ("naam_aanbieder", "naam_vestiging", "plaats", "diagnosegroep_letterlijk")
_NZA_2016 = (
    *("Naam.zorgaanbieder", "Vestigingslocatie", "Plaats.zorgaanbieder", "NAAM", "STRAAT", "PLAATS"),
    *("URL.naar.wachttijden", "Nadere.typering", "Typering", "AFWIJKEND_ZV", "Opmerkingen.MQ"),
    "Wachttijden.toelichting",
)
_NZA_2018 = (
    *("Naam_zorgaanbieder", "Vestigingslocatie", "Plaatsnaam", "Gekozen_plaats", "Uniek_zorgaanbiederID", "Groep"),
    *("Type_aanbieder", "Diagnosegroep_letterlijk", "Opmerking", "Zorgverzekeraar_toelichting"),
    *("Aanmeldwachttijd_letterlijk", "Behandelwachttijd_letterlijk", "Aanmeld/behandelwachttijd_letterlijk"),
)


def deliveries() -> dict[str, bytes]:
    """Source -> a delivery of ROWS rows, one for each feed."""
    capacity = [
        row(agb_vestiging=f"0998{at:04}", agb_onderneming=f"0997{at:04}", postcode="1315", **_texts(_CAPACITY, at))
        for at in range(ROWS)
    ]
    waiting = [
        {
            **test_waiting_times_csv.SOUND,
            **_texts(_WAITING, at),
            "agb_vestiging": f"0998{at:04}",  # of the capacity: a location that nobody counts for is on no page
            "agb_onderneming": f"0997{at:04}",
            "postcode": "1315",
            "kvk_vestiging": "",
            "peildatum": "2026-08-01",
            "wachtend_intake": "3",
            "wachtend_behandeling": "4",
        }
        for at in range(ROWS)
    ]
    nza_2016 = [
        {
            **test_nza_ggz_2016.SOUND,
            **_texts(_NZA_2016, at),
            "AGBCODE_INDIENER": f"9799{at:04}",
            "POSTCODE": "8301AB",
            "INST": "0",
        }
        for at in range(ROWS)
    ]
    nza_2018 = [{**test_nza_ggz_2018.SOUND, **_texts(_NZA_2018, at), "AGBcode 1": f"9798{at:04}"} for at in range(ROWS)]
    return {
        "hostile": csv_file(capacity),
        "hostile_waits": _csv(waiting, ",", "utf-8"),
        "nza_ggz_2016": _csv(nza_2016, ";", "latin-1"),
        "nza_ggz_2018": _workbook(nza_2018),
    }


def _texts(columns: tuple[str, ...], at: int) -> dict[str, str]:
    """Each text column with other words; the first three columns of all rows hold all of WORDS."""
    return {column: WORDS[(at + ROWS * number) % len(WORDS)] for number, column in enumerate(columns)}


def _csv(rows: list[dict[str, str]], separator: str, encoding: str) -> bytes:
    heads = list(dict.fromkeys([*nza_ggz_2016.FEED.required, *rows[0]])) if separator == ";" else list(rows[0])
    lines = [heads, *([one.get(head, "") for head in heads] for one in rows)]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    return ("\r\n".join(quoted) + "\r\n").encode(encoding, errors="ignore")


def _workbook(rows: list[dict[str, str]]) -> bytes:
    heads = list(nza_ggz_2018.FEED.required)
    return workbook([heads, *([one[head] for head in heads] for one in rows)], title=nza_ggz_2018.FEED.sheet or "")
