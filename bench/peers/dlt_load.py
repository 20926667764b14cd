"""dlt: the same file as a resource, refused rows into a table of their own, merged into Postgres by key."""

import csv
import sys
import time

import dlt

path, url, folder = sys.argv[1:]
KEY = ("agb_vestiging", "zorgpad", "diagnosegroep", "segment", "urgentie")


def is_good(row):
    return row["vrij"].isdigit() and int(row["vrij"]) <= int(row["totaal"])


@dlt.resource(name="dlt_current", write_disposition="merge", primary_key=KEY)
def good():
    with open(path, newline="") as file:
        yield from (row for row in csv.DictReader(file) if is_good(row))


@dlt.resource(name="dlt_refused", write_disposition="replace")
def refused():
    with open(path, newline="") as file:
        yield from (row for row in csv.DictReader(file) if not is_good(row))


began = time.perf_counter()
pipeline = dlt.pipeline(
    "bench", destination=dlt.destinations.postgres(url), dataset_name="public", pipelines_dir=folder
)
pipeline.run([good(), refused()])
print(time.perf_counter() - began)
