"""pandas: read_csv, the same refusals, to_sql into a staging table, and an upsert into the current state."""

import sys
import time

import pandas as pd
from sqlalchemy import create_engine, text

CREATE = (
    "create table if not exists pandas_current (agb_vestiging text, agb_onderneming text, "
    "naam_aanbieder text, naam_vestiging text, postcode text, zorgpad text, diagnosegroep text, "
    "segment text, urgentie text, vrij text, totaal text, geteld_op text, primary key "
    "(agb_vestiging, zorgpad, diagnosegroep, segment, urgentie))"
)
UPSERT = (
    "insert into pandas_current select agb_vestiging, agb_onderneming, naam_aanbieder, "
    "naam_vestiging, postcode, zorgpad, diagnosegroep, segment, urgentie, vrij, totaal, geteld_op "
    "from pandas_staged on conflict (agb_vestiging, zorgpad, diagnosegroep, segment, urgentie) do "
    "update set agb_onderneming = excluded.agb_onderneming, naam_aanbieder = "
    "excluded.naam_aanbieder, naam_vestiging = excluded.naam_vestiging, postcode = "
    "excluded.postcode, vrij = excluded.vrij, totaal = excluded.totaal, geteld_op = "
    "excluded.geteld_op"
)
path, url = sys.argv[1:]
began = time.perf_counter()
frame = pd.read_csv(path, dtype=str)
free = pd.to_numeric(frame["vrij"], errors="coerce")
good = free.notna() & (free >= 0) & (free % 1 == 0) & (free <= frame["totaal"].astype(int))
with create_engine(url).begin() as connection:
    connection.execute(text(CREATE))
    frame[good].to_sql("pandas_staged", connection, if_exists="replace", index=False)
    frame[~good].to_sql("pandas_refused", connection, if_exists="replace", index=False)
    connection.execute(text(UPSERT))
print(time.perf_counter() - began)
