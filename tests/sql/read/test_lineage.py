"""From a figure back to its delivery, file and line; and what became of each delivery."""

from datetime import timedelta

from sqlalchemy import Connection

from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF


def test_a_count_is_followed_back_to_its_line(connection: Connection) -> None:
    offer = make.offer(connection)
    delivery = make.delivery(connection, file_name="nacht.csv", sha256="a" * 64)
    make.count(connection, offer, delivery_id=delivery, line=17, free_count=3, total_count=8)
    (row,) = rows(connection, "read.capacity_lineage", as_of=AS_OF, offer=offer, urgency="regulier")
    assert (row["delivery_id"], row["file_name"], row["sha256"], row["line"]) == (delivery, "nacht.csv", "a" * 64, 17)
    assert (row["source_code"], row["status_code"], row["free_count"]) == ("lindebron", "free", 3)
    assert not {"total_count", "reserved_count"} & row.keys()
    assert row["cells"] == [], "no bytes are kept of this delivery"
    assert rows(connection, "read.capacity_lineage", as_of=AS_OF, offer=offer, urgency="spoed") == []


def test_a_stale_count_keeps_its_way_back_but_not_its_number(connection: Connection) -> None:
    offer = make.offer(connection)
    make.count(connection, offer)
    later = AS_OF + timedelta(days=2)
    (row,) = rows(connection, "read.capacity_lineage", as_of=later, offer=offer, urgency="regulier")
    assert (row["status_code"], row["unknown_code"], row["free_count"]) == ("unknown", "stale", None)


def test_deliveries_newest_first_with_the_one_that_readers_see(connection: Connection) -> None:
    published = make.publish(connection)
    held = make.delivery(connection, state_code="held", reason_code="fewer_places", sentence_nl="Minder plekken.")
    other = make.delivery(connection, source_code="andere")
    found = rows(connection, "load.deliveries", as_of=AS_OF)
    assert [row["delivery_id"] for row in found] == [other, held, published]
    assert [row["is_published"] for row in found] == [False, False, True]
    (mine, _) = rows(connection, "load.deliveries", as_of=AS_OF, sources=["lindebron"])
    assert (mine["state_code"], mine["sentence_nl"]) == ("held", "Minder plekken.")
    assert len(rows(connection, "load.deliveries", as_of=AS_OF, row_limit=1)) == 1


def test_a_refused_row_comes_with_its_sentence(connection: Connection) -> None:
    make.insert(
        connection,
        "core.refusal",
        refusal_code="test_refusal",
        sentence_nl="{value} past niet in {column}.",
        sentence_en="-",
        advice_nl="Kijk naar {column}.",
        advice_en="-",
        source="test",
    )
    delivery = make.delivery(connection)
    for line, excerpt in ((9, None), (3, "-1")):
        make.insert(
            connection,
            "raw.refused_row",
            delivery_id=delivery,
            line=line,
            column_name="vrij",
            refusal_code="test_refusal",
            value_excerpt=excerpt,
        )
    found = rows(connection, "load.refused_rows", delivery=delivery)
    assert [(row["line"], row["sentence_nl"], row["advice_nl"]) for row in found] == [
        (3, "-1 past niet in vrij.", "Kijk naar vrij."),
        (9, " past niet in vrij.", "Kijk naar vrij."),
    ]
