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
ROWS, ROUNDS = 20_000, 2


def measure(setting: Setting) -> list[Finding]:
    """Ours, dlt and pandas in turn, each into a fresh database; all three must end with the same current rows."""
    pandas, dlt = peer.made(setting, "pandas_load"), peer.made(setting, "dlt_load")
    place, path = setting.place, setting.delivery(ROWS)
    took: dict[str, list[float]] = {"ours": [], "pandas": [], "dlt": []}
    for turn in range(ROUNDS):
        place.copy(EMPTY, WORK)
        took["ours"].append(load(place, WORK, path).seconds)
        took["pandas"].append(peer.run(pandas, str(path), place.url(WORK).render_as_string(hide_password=False)))
        took["dlt"].append(peer.run(dlt, str(path), _with_host(place), str(place.home / f"dlt_{ROWS}_{turn}")))
        with place.superuser(WORK) as connection:
            ours, its, theirs = driver(connection).execute(statement("peer_sums")).fetchone() or (0, 1, 2)
        same(ours, its, "ours and pandas")
        same(its, theirs, "pandas and dlt")
    place.drop(WORK)
    mine = _side("ours", took["ours"])
    return [
        _finding(mine, _side("dlt", took["dlt"]), 10, dlt),
        _finding(mine, _side("pandas", took["pandas"]), 20, pandas),
    ]


def _with_host(place: Place) -> str:
    """The address as dlt takes one: with a host, here the folder of the socket, and a password, which nobody asks."""
    folder = quote(str(socket_folder(place.home)), safe="")
    return f"postgresql://{embedded.OWNER}:{'none'}@{folder}:5432/{WORK}"


def _side(name: str, took: list[float]) -> Side:
    return Side(name, "rows/s", tuple(ROWS / one for one in took))


def _finding(ours: Side, other: Side, limit: float, made: peer.Peer) -> Finding:
    note = (
        f"{made.versions}; set up in {made.steps} steps and {made.lines} lines, ours is `python -m etl run`. "
        f"All sides load {ROWS} rows, not a million: dlt would take a quarter of an hour a turn. "
        f"The peer keeps one table of text and the refused rows; no history, offers, foreign keys or gates"
    )
    return Finding(f"{ROWS} rows beside {other.name}", ours, other, ours.median / other.median, "at least", limit, note)
