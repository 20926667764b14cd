"""A question of one region reads as much in a country with much more elsewhere."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bench import reading
from bench.world import Size
from sql.call import driver
from tests.conftest import Server
from tests.sql.read.filled_country import filled_country

pytestmark = pytest.mark.plans
QUESTIONS = ("agenda_content", "white_spots", "late_deliveries", "region_matrix")
SMALL = Size("an eightieth of the country", locations=100, nights=2, months=1)
# The one source of places is late and has a delivery that waits, so that there is something to tell of it.
LATE_AND_HELD = (
    """update core.source set expected_every = interval '1 hour', grace = interval '0'
        where source_code = 'capacity_csv'""",
    """insert into raw.delivery (source_code, feed_code, file_name, received_at, delivered_at, sha256, size_bytes,
                               state_code, read_count, accepted_count, refused_count, duplicate_count)
       select source_code, feed_code, file_name, received_at, delivered_at, repeat('f', 64), size_bytes,
              'held', 0, 0, 0, 0
         from raw.delivery
        where delivery_id = 1""",
)
# In Maastricht, which does not lie beside Utrecht: 300 locations with 60 offers each, from the same source.
MORE_ELSEWHERE = (
    """insert into core.location (provider_id, name, postcode4)
       select 1, 'Elders ' || number, '6211' from generate_series(1, 300) number""",
    """insert into core.offer (location_id, care_pathway_code, diagnosis_group_code, segment_code, age_from,
                               source_code, delivery_id, line)
       select l.location_id, o.care_pathway_code, o.diagnosis_group_code, o.segment_code, age,
              o.source_code, o.delivery_id, o.line
         from core.location l
         join core.offer o on o.location_id = 1
        cross join generate_series(1, 10) age
        where l.name like 'Elders %'""",
    """insert into core.capacity_current (offer_id, urgency_code, counted_at, delivery_id, line, source_code,
                                          free_count, expires_at)
       select o.offer_id, c.urgency_code, c.counted_at, c.delivery_id, c.line, c.source_code, c.free_count, c.expires_at
         from core.offer o
         join core.location l on l.location_id = o.location_id and l.name like 'Elders %'
         join core.capacity_current c on c.offer_id = 1""",
    "analyze core.location, core.offer, core.capacity_current",
)
# All 400 locations or all 4,086 postcodes may be looked at for what stands in the region, by each list of a document.
MARGIN = 10_000


@pytest.fixture(scope="module")
def answers(
    server: Server, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[reading.Reading]]]:
    """Question -> what it read of Utrecht before there was more elsewhere, and after."""
    folder = tmp_path_factory.mktemp("larger")
    with filled_country(server, worker_id, f"larger_{worker_id}", folder, SMALL) as country:
        for change in LATE_AND_HELD:
            driver(country).execute(change)
        before = {question: read(country, question) for question in QUESTIONS}
        for change in MORE_ELSEWHERE:
            driver(country).execute(change)
        yield {question: [before[question], read(country, question)] for question in QUESTIONS}


def read(country: Connection, question: str) -> reading.Reading:
    return reading.reading(country, question, region="ZK23")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_region_costs_the_same_in_a_larger_country(answers: dict[str, list[reading.Reading]], question: str) -> None:
    before, after = answers[question]
    assert after.returned == before.returned
    assert after.read <= before.read + MARGIN, "beside 18,000 more offers elsewhere"
