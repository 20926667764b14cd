"""dlt and pandas at the same file to the same current rows, against our load."""

from urllib.parse import quote

from bench import peer
from bench.goal import Finding, Side, same
from bench.load import load
from bench.place import EMPTY, Place
from bench.setting import Setting
from bench.statement import statement
from sql import embedded
from sql.call import driver
from sql.cluster import socket_folder

TITLE = "Loading beside dlt and pandas"
WORK = "bench_peers"
ROUNDS = 2


def measure(setting: Setting) -> list[Finding]:
    """Ours, dlt and pandas in turn, each into a fresh database; all three must end with the same current rows."""
    place, rows = setting.place, 1_000 if setting.is_quick else 20_000
    path = setting.delivery(rows)
    pandas, dlt = peer.made(place, "pandas_load"), peer.made(place, "dlt_load")
    took: dict[str, list[float]] = {"ours": [], "pandas": [], "dlt": []}
    for turn in range(ROUNDS):
        place.copy(EMPTY, WORK)
        took["ours"].append(load(place, WORK, path).seconds)
        took["pandas"].append(peer.run(pandas, str(path), place.url(WORK).render_as_string(hide_password=False)))
        took["dlt"].append(peer.run(dlt, str(path), _with_host(place), str(place.home / f"dlt_{rows}_{turn}")))
        with place.superuser(WORK) as connection:
            ours, its, theirs = driver(connection).execute(statement("peer_sums")).fetchone() or (0, 1, 2)
        same(ours, its, "ours and pandas")
        same(its, theirs, "pandas and dlt")
    place.drop(WORK)
    ours_side = _side("ours", rows, took["ours"])
    return [
        _finding(f"{rows} rows beside dlt", ours_side, _side("dlt", rows, took["dlt"]), 10, dlt),
        _finding(f"{rows} rows beside pandas", ours_side, _side("pandas", rows, took["pandas"]), 20, pandas),
    ]


def _with_host(place: Place) -> str:
    """The address as dlt takes one: with a host, here the folder of the socket, and a password, which nobody asks."""
    folder = quote(str(socket_folder(place.home)), safe="")
    return f"postgresql://{embedded.OWNER}:{'none'}@{folder}:5432/{WORK}"


def _side(name: str, rows: int, took: list[float]) -> Side:
    return Side(name, "rows/s", tuple(rows / one for one in took))


def _finding(what: str, ours: Side, other: Side, limit: float, made: peer.Peer) -> Finding:
    note = (
        f"{made.versions}; set up in {made.steps} steps and {made.lines} lines, ours is `python -m etl run`. "
        f"All sides load {what.split(maxsplit=1)[0]} rows, not a million: dlt would take a quarter of an hour a turn. "
        f"The peer keeps one table of text and the refused rows; no history, offers, foreign keys or gates"
    )
    return Finding(what, ours, other, ours.median / other.median, "at least", limit, note)
