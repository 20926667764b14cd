"""The filters of a page and its address."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.filters import AGE_BANDS, Filters, address, criteria_in, from_query, to_fragment, to_query
from dashboard.near import DISTANCES_KM, USUAL_KM
from dashboard.vocabulary import Vocabulary

WORDS = st.text(st.characters(categories=["L", "P", "Zs"]), min_size=1, max_size=60)
# The vocabulary is only read, so one for all examples will do.
PROPERTY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def codes(values: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


@PROPERTY
@given(data=st.data())
def test_an_address_gives_back_the_filters_it_was_made_of(known: Vocabulary, data: st.DataObject) -> None:
    postcode = data.draw(st.none() | st.from_regex(r"[1-9][0-9]{3}", fullmatch=True))
    filters = Filters(
        complaint=data.draw(st.none() | WORDS.map(lambda text: " ".join(text.split())).filter(str.strip)),
        care_pathway=data.draw(codes(list(known.care_pathways))),
        diagnosis_group=data.draw(codes(list(known.diagnosis_groups))),
        urgency=data.draw(st.sampled_from(list(known.urgencies))),
        age_band=data.draw(codes(list(AGE_BANDS))),
        postcode=postcode,
        region=data.draw(codes(list(known.regions))),
        max_km=data.draw(st.none() | st.sampled_from(DISTANCES_KM)) if postcode else None,
        shows_all=data.draw(st.booleans()),
        concern=data.draw(codes(list(known.concerns))),
        only_lines=data.draw(st.booleans()),
        explained=data.draw(st.none() | st.integers(0, 10**15 - 1)),
    )
    query: dict[str, object] = {name: values[-1] for name, values in parse_qs(to_query(filters)).items()}
    assert from_query(query, known) == (filters, [])


@PROPERTY
@given(
    query=st.dictionaries(
        st.sampled_from(
            [
                "klacht",
                "zorgpad",
                "groep",
                "urgentie",
                "leeftijd",
                "postcode",
                "regio",
                "afstand",
                "verzekeraar",
                "bellen",
                "hoger",
                "x",
            ]
        ),
        st.text() | st.lists(st.text()) | st.none(),
    )
)
def test_no_address_breaks_a_page(known: Vocabulary, query: dict[str, object]) -> None:
    filters, dropped = from_query(query, known)
    assert from_query(parse_qs(to_query(filters)), known) == (filters, []), "what is left of it stands"
    assert all(isinstance(sentence, str) and sentence for sentence in dropped)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("zorgpad", "XYZ", "Het zorgpad “XYZ” is hier niet bekend."),
        ("groep", "D99", "De diagnosegroep “D99” is hier niet bekend."),
        ("urgentie", "haast", "De urgentie “haast” is hier niet bekend; u ziet reguliere zorg."),
        ("leeftijd", "42", "De leeftijd “42” is geen van de leeftijdsgroepen."),
        ("regio", "utrecht", "De regio “utrecht” is hier niet bekend."),
        ("postcode", "0123", "Een postcode is vier cijfers, zoals 3511; “0123” is dat niet."),
        ("postcode", "35 11", "Een postcode is vier cijfers, zoals 3511; “35 11” is dat niet."),
        ("afstand", "12", "De afstand “12” is geen van de afstanden waaruit u kunt kiezen."),
        ("klacht", "x" * 81, "Dat zijn te veel zoekwoorden. Een of twee is genoeg."),
    ],
)
def test_what_is_not_known_is_dropped_with_a_sentence(known: Vocabulary, name: str, value: str, sentence: str) -> None:
    assert from_query({name: value}, known) == (Filters(), [sentence])


def test_a_long_value_is_not_repeated_whole(known: Vocabulary) -> None:
    _filters, (sentence,) = from_query({"regio": "z" * 500}, known)
    assert len(sentence) < 100


@pytest.mark.parametrize("typed", ["somber 123456782", "1234.56.782", "06-12345678", "12 34"])
def test_words_with_a_long_number_are_dropped_for_they_may_be_a_persons(known: Vocabulary, typed: str) -> None:
    filters, (sentence,) = from_query({"klacht": typed}, known)
    assert filters.complaint is None
    assert "Laat alles weg wat bij een persoon hoort" in sentence
    assert "782" not in sentence


def test_a_distance_needs_a_postcode(known: Vocabulary) -> None:
    filters, dropped = from_query({"afstand": "15", "regio": "ZK23"}, known)
    assert filters == Filters(region="ZK23")
    assert dropped == ["Voor een afstand is een postcode nodig; de afstand is weggelaten."]


def test_a_whole_postcode_is_kept_as_four_digits(known: Vocabulary) -> None:
    assert from_query({"postcode": "3511 AB"}, known) == (Filters(postcode="3511", max_km=USUAL_KM), [])


def test_of_a_name_that_stands_twice_the_last_counts(known: Vocabulary) -> None:
    assert from_query({"zorgpad": ["AMB", "IHT"]}, known) == (Filters(care_pathway="IHT"), [])


def test_the_address_holds_only_what_was_chosen() -> None:
    assert address("/vrije-plekken", Filters()) == "/vrije-plekken"
    chosen = Filters(care_pathway="IHT", urgency="spoed", postcode="3511", max_km=15)
    assert address("/vrije-plekken", chosen) == "/vrije-plekken?zorgpad=IHT&urgentie=spoed&postcode=3511&afstand=15"


def test_what_counts_as_a_question() -> None:
    assert not Filters(urgency="spoed", shows_all=True).asks_something
    assert Filters(postcode="3511").asks_something


@pytest.mark.parametrize("band", AGE_BANDS)
def test_the_age_that_stands_for_a_band_lies_in_it(band: str) -> None:
    filters = replace(Filters(), age_band=band)
    low, _, high = band.rstrip("+").partition("-")
    assert filters.age is not None
    assert int(low) <= filters.age <= int(high or 120)
    assert filters.is_minor == (filters.age < 18)


def test_criteria_stand_behind_the_hash_and_never_in_the_query(known: Vocabulary) -> None:
    filters = Filters(complaint="somber", criteria=("X_SUI", "X_VERS"))
    assert to_query(filters) == "klacht=somber"
    assert address("/vrije-plekken", filters) == "/vrije-plekken?klacht=somber#criteria=X_SUI,X_VERS"
    assert criteria_in(to_fragment(filters), known) == filters.criteria
    assert from_query({"criteria": "X_SUI"}, known)[0].criteria == (), "an address that says it openly is not heard"


@pytest.mark.parametrize(
    "fragment", [None, "", "#", "#kaart", "#criteria=", "#criteria=X_Y,<b>", 3, ["#criteria=X_SUI"]]
)
def test_what_is_no_criterion_is_none(known: Vocabulary, fragment: object) -> None:
    assert criteria_in(fragment, known) == ()


def test_who_names_a_postcode_looks_near_it_until_another_distance_is_chosen(known: Vocabulary) -> None:
    def asked(**given: str) -> Filters:
        filters, dropped = from_query(given, known)
        assert dropped == []
        return filters

    assert asked(postcode="3511").max_km == USUAL_KM
    assert asked(postcode="3511", afstand="elke").max_km is None
    assert asked(postcode="3511", regio="ZK23").max_km is None, "the region is where"
    assert asked(regio="ZK23").max_km is None
    assert to_query(asked(postcode="3511", afstand="30")) == "postcode=3511", "the usual is not said"
    assert to_query(asked(postcode="3511", afstand="elke")) == "postcode=3511&afstand=elke"
