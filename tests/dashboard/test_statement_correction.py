"""A refused cell corrected in the file it came in, whatever that file looks like; nothing else in it changes."""

import csv
import io

import pytest

from dashboard.statement.correction import corrected, told

ROWS = [["vrij", "naam_vestiging", "totaal"], ["9", 'Praktijk "De Linde"; noord', "8"], ["1", "Één", ""]]


def written(sign: str, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows(ROWS)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_one_cell_changes_and_the_rest_stays(sign: str, encoding: str) -> None:
    after = corrected(written(sign, encoding), {(2, "vrij"): "4", (3, "TOTAAL"): "2"}).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(after, newline=""), delimiter=sign))
    assert told(written(sign, encoding), [(2, "vrij"), (3, "naam_vestiging"), (9, "vrij")]) == {
        (2, "vrij"): "9",
        (3, "naam_vestiging"): "Één",
    }
    assert read == [ROWS[0], ["4", *ROWS[1][1:]], [*ROWS[2][:2], "2"]]


@pytest.mark.parametrize("where", [(1, "vrij"), (0, "vrij"), (9, "vrij"), (2, "onbekend")])
def test_what_is_not_there_changes_nothing(where: tuple[int, str]) -> None:
    assert corrected(written(";", "utf-8"), {where: "7"}) == corrected(written(";", "utf-8"), {})


def test_a_short_row_grows_and_an_empty_file_stays_empty() -> None:
    after = corrected(b"a;b;c\n1\n", {(2, "c"): "3"}).decode("utf-8-sig")
    assert after == "a;b;c\r\n1;;3\r\n"
    assert corrected(b"", {(2, "c"): "3"}).decode("utf-8-sig") == ""


def test_a_line_end_within_a_cell_moves_no_correction_to_another_row() -> None:
    payload = b'vrij;toelichting\r\n1;"eerst bellen\r\ndan sturen"\r\n9;""\r\n'
    assert told(payload, [(2, "vrij"), (4, "vrij")]) == {(2, "vrij"): "1", (4, "vrij"): "9"}
    after = corrected(payload, {(4, "vrij"): "4"}).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(after, newline=""), delimiter=";"))
    assert rows == [["vrij", "toelichting"], ["1", "eerst bellen\r\ndan sturen"], ["4", ""]]
