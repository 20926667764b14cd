"""The sample world: its size, its spread over the country, and that nothing in it can be taken for real."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from data.world import SEED, lists, names, regional
from data.world.providers import Provider, kilometres
from data.world.world import World, build, providers
from etl.text.bsn import contains_bsn


def of_size(world: World, *sizes: str) -> list[Provider]:
    return [provider for provider in providers(world) if provider.size in sizes]


def test_there_are_120_providers_with_260_locations(world: World) -> None:
    assert (len(providers(world)), len(world.locations)) == (120, 260)


def test_57_percent_of_the_providers_are_solo_or_small(world: World) -> None:
    assert round(100 * len(of_size(world, "solo", "small")) / len(providers(world))) == 57


def test_every_region_has_four_locations_and_a_populous_one_has_more(world: World) -> None:
    regions = {postcode.region for postcode in world.lists.postcodes}
    found = Counter(location.postcode.region for location in world.locations)
    assert found.keys() == regions
    assert len(regions) == 31
    assert min(found.values()) >= 4
    inhabitants = Counter[str]()
    for postcode in world.lists.postcodes:
        inhabitants[postcode.region] += postcode.inhabitants
    assert found.most_common(1)[0][0] == inhabitants.most_common(1)[0][0]


def test_the_locations_of_a_provider_lie_within_reach(world: World) -> None:
    pairs = [pair for pair in pairwise(world.locations) if pair[0].provider is pair[1].provider]
    assert max(kilometres(one.postcode, other.postcode) for one, other in pairs) < 150
    assert len({(one.provider.number, one.postcode.code) for one in world.locations}) == 260


def test_names_codes_and_numbers_are_told_apart(world: World) -> None:
    everybody = providers(world)
    for unique in (
        [one.name for one in everybody],
        [one.agb for one in everybody] + [one.agb for one in world.locations],
        [one.name for one in world.locations],
        [one.branch_number for one in world.locations],
        [one.phone for one in everybody] + [one.consult_phone for one in world.locations],
    ):
        assert len(set(unique)) == len(unique)


def test_names_codes_and_numbers_are_plainly_invented(world: World) -> None:
    invented = re.compile(
        "Voorbeeld|Proef|Verzin|Fictie|Schijn|Model|Oefen|Papier|Sjabloon|Karton|Nergens|Denkbeeld|Test"
    )
    named = [(one.name, one.agb) for one in providers(world)] + [(one.name, one.agb) for one in world.locations]
    for name, agb in named:
        assert invented.search(name)
        assert re.fullmatch("09[0-9]{6}", agb)
    assert all(re.fullmatch("0000-[0-9]{6}", one.phone) for one in providers(world))
    assert all(re.fullmatch("0{6}[0-9]{6}", one.branch_number) for one in world.locations)


def test_no_agb_code_passes_for_a_citizen_service_number() -> None:
    codes = [names.agb(number) for number in range(4000)]
    assert len(set(codes)) == 4000
    assert not any(contains_bsn(f"{int(code):09d}") for code in codes)


def test_every_location_offers_something_and_every_code_is_in_the_lists(world: World) -> None:
    assert {offer.location for offer in world.offers} == set(world.locations)
    assert {offer.pathway.code for offer in world.offers} <= world.lists.pathways.keys()
    assert {offer.group for offer in world.offers} <= world.lists.groups.keys()
    assert {criterion for offer in world.offers for criterion in offer.exclusions} == set(world.lists.criteria)
    keys = [(offer.location, offer.pathway.code, offer.group, offer.age_from) for offer in world.offers]
    assert len(set(keys)) == len(keys)


def test_crisis_never_has_places_and_spoed_has_them_at_some_providers_only(world: World) -> None:
    assert {urgency for offer in world.offers for urgency in offer.urgencies} == {"regulier", "spoed"}
    spoed = {offer.location.provider for offer in world.offers if "spoed" in offer.urgencies}
    assert 10 < len(spoed) < 60


def test_all_kinds_of_place_occur(world: World) -> None:
    assert {offer.pathway.unit for offer in world.offers} == {"intake_slot", "caseload_place", "bed", "group_place"}
    assert {offer.segment for offer in world.offers} == {"gb-ggz", "s-ggz", "social"}
    assert {"RESP", "BW", "IHT", "FACT", "HIC", "KLIN", "SPOED", "VIP"} <= {
        offer.pathway.code for offer in world.offers
    }


def excluding(world: World, size: str) -> float:
    """The share of the answers that exclude."""
    answers = [
        value for offer in world.offers if offer.location.provider.size == size for value in offer.exclusions.values()
    ]
    return answers.count("excluded") / len(answers)


def test_small_providers_exclude_more(world: World) -> None:
    solo, small, mid, large = (excluding(world, size) for size in ("solo", "small", "mid", "large"))
    assert solo > small > mid > large > 0


def test_the_operators_lists_cover_the_country(world: World) -> None:
    tables = regional.tables(world.lists, SEED)
    acute = {row["region_code"] for row in tables["region"] if row["layer_code"] == "acute"}
    municipalities = {code for code in world.lists.region_names if code.startswith("GM")}
    for layer in ("acute", "network"):
        shares = Counter[str]()
        for row in tables["municipality_region"]:
            shares[row["municipality_code"]] += float(row["share"]) if row["layer_code"] == layer else 0  # type: ignore[assignment]
        assert shares.keys() == municipalities
        assert all(abs(share - 1) < 0.01 for share in shares.values())
    assert {(row["region_code"], row["age_group_code"]) for row in tables["crisis_line"]} == {
        (code, age) for code in acute for age in ("youth", "adult")
    }
    assert len(tables["transfer_point"]) == 31
    assert {row["concern_code"] for row in tables["mediation_line"]} == set(world.lists.concerns) - {"other"}
    assert {row["municipality_code"] for row in tables["youth_route"]} == municipalities
    numbers = ("crisis_line", "transfer_point", "mediation_line", "youth_route")
    invented = (row for name in numbers for row in tables[name])
    assert {row["is_fictional"] for row in invented} == {"true"}


def told(offers: Iterable[object]) -> list[str]:
    return [repr(offer) for offer in offers]


def test_the_same_seed_gives_the_same_world_and_another_seed_another(world: World) -> None:
    assert told(build(lists.read(), SEED).offers) == told(world.offers)
    assert told(build(seed=SEED + 1).offers) != told(world.offers)
