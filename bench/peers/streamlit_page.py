"""A Streamlit page for the same question on the same database."""

import os

import psycopg
import streamlit

URL, AS_OF = os.environ["BENCH_URL"], os.environ["BENCH_AS_OF"]


@streamlit.cache_resource
def connection():
    return psycopg.connect(URL, autocommit=True)


streamlit.title("Vrije plekken")
postcode = streamlit.text_input("Postcode", "3511")
found = connection().execute(
    "select status_code, provider_name, location_name, free_count, start_weeks, distance_km, phone"
    " from read.free_places(%s, care_pathway => 'AMB', diagnosis_group => 'D04', postcode => %s, max_km => 15,"
    " age => 40)",
    [AS_OF, postcode],
)
streamlit.table([dict(zip([column.name for column in found.description], row)) for row in found])
