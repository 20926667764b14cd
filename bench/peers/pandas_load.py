"""pandas: read_csv, the same refusals, to_sql into a staging table, and an upsert into the current state."""

import sys
import time

import pandas as pd
from sqlalchemy import create_engine, text

path, url = sys.argv[1:]
began = time.perf_counter()
engine = create_engine(url)
frame = pd.read_csv(path, dtype=str)
free = pd.to_numeric(frame["vrij"], errors="coerce")
good = free.notna() & (free >= 0) & (free % 1 == 0) & (free <= frame["totaal"].astype(int))
key = ["agb_vestiging", "zorgpad", "diagnosegroep", "segment", "urgentie"]
with engine.begin() as connection:
    columns = ", ".join(f"{name} text" for name in frame.columns)
    connection.execute(text(f"create table if not exists pandas_current ({columns}, primary key ({', '.join(key)}))"))
    frame[good].to_sql("pandas_staged", connection, if_exists="replace", index=False)
    frame[~good].to_sql("pandas_refused", connection, if_exists="replace", index=False)
    told = ", ".join(f"{name} = excluded.{name}" for name in frame.columns if name not in key)
    names = ", ".join(frame.columns)
    connection.execute(
        text(
            f"insert into pandas_current ({names}) select {names} from pandas_staged "
            f"on conflict ({', '.join(key)}) do update set {told}"
        )
    )
print(time.perf_counter() - began)
