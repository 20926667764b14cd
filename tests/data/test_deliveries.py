"""What the senders of the demonstration deliver and when: with the habits of real ones."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from data.world import capacity_csv, deliveries, demo, dirt, sources, waiting_times_csv, waits
from data.world.nights import AMSTERDAM
from data.world.offers import Offer
from data.world.senders import Sender, senders
from data.world.world import World

UNTIL = date(2026, 11, 21)
NOW = datetime(2026, 11, 22, 9, tzinfo=AMSTERDAM)


def with_habit(world: World, habit: str, feed: str = "capacity_csv") -> Sender:
    return next(one for one in senders(world) if one.habit == habit and one.feed == feed)


def rows(sender: Sender, payload: bytes) -> list[dict[str, str]]:
    text = io.StringIO(payload.decode(sender.dialect.encoding), newline="")
    return list(csv.DictReader(text, delimiter=sender.dialect.separator))


def turn(cycle: int, place: int) -> date:
    """A night that stands on that place of a cycle."""
    return next(night for back in range(cycle) if (night := UNTIL - timedelta(days=back)).toordinal() % cycle == place)


def test_sixty_nights_are_at_most_450_deliveries(world: World) -> None:
    nights = demo.span(UNTIL, 60, 24, NOW)
    found = [
        moment
        for sender in senders(world)
        if sender.feed in demo.NIGHTLY
        for night in nights.nights
        if (moment := deliveries.night_moment(world.seed, sender, night)) and moment <= NOW
    ]
    assert 380 <= len(found) <= 450
    assert len(nights.nights) == 60
    assert (nights.months[0], nights.months[-1], len(nights.months)) == (date(2024, 12, 1), date(2026, 11, 1), 24)


def test_together_the_senders_speak_for_every_provider_once(world: World) -> None:
    for feeds in (demo.NIGHTLY, ("waiting_times_csv",)):
        told = [provider.number for sender in senders(world) if sender.feed in feeds for provider in sender.providers]
        assert sorted(told) == list(range(1, 121))


@pytest.mark.parametrize("night", [UNTIL, date(2026, 10, 24), date(2026, 3, 28)], ids=["plain", "autumn", "spring"])
def test_places_are_counted_at_night_and_before_they_are_sent(world: World, night: date) -> None:
    """Also in the nights in which the clock changes, and never in the hour that comes twice."""
    for sender in (with_habit(world, "steady"), with_habit(world, "weekdays")):
        sent = deliveries.night_moment(world.seed, sender, night) or datetime.combine(night, NOW.timetz()) + timedelta(
            1
        )
        for row in rows(sender, deliveries.night_file(world, sender, night)):
            if not row["geteld_op"]:
                continue
            told = datetime.fromisoformat(row["geteld_op"])
            assert (told.tzinfo is None) == sender.by_hand
            assert told.hour >= 22 or (told.hour, told.minute) <= ((7, 30) if sender.by_hand else (5, 30))
            assert not (sender.by_hand and told.hour in {2, 3})
            assert told.replace(tzinfo=told.tzinfo or AMSTERDAM) < sent


def test_what_is_kept_by_hand_grows_old(world: World) -> None:
    sender = with_habit(world, "weekdays")
    days = [
        datetime.fromisoformat(row["geteld_op"]).date()
        for row in rows(sender, deliveries.night_file(world, sender, UNTIL))
        if row["geteld_op"]
    ]
    ages = [(UNTIL - day).days for day in days]
    assert min(ages) <= 1
    assert max(ages) >= 5
    assert len(set(days)) > 4


def test_about_three_rows_in_a_thousand_are_spoilt(world: World) -> None:
    clean = capacity_csv.rows(world, world.offers, UNTIL, by_hand=None)
    spoilt = 0
    for night in range(40):
        dirty = dirt.sprinkled(capacity_csv.COLUMNS, clean, dirt.CAPACITY, night)
        spoilt += sum(before is not after for before, after in zip(clean, dirty, strict=True))
    assert 0.001 < spoilt / (40 * len(clean)) < 0.005


def test_one_source_never_sends_and_some_forget(world: World) -> None:
    nights = demo.span(UNTIL, 60, 24, NOW)

    def missed(sender: Sender, moment: Callable[[int, Sender, date], datetime | None], when: tuple[date, ...]) -> int:
        return sum(moment(world.seed, sender, on) is None for on in when)

    assert missed(with_habit(world, "silent"), deliveries.night_moment, nights.nights) == 60
    assert 2 <= missed(with_habit(world, "forgetful"), deliveries.night_moment, nights.nights) <= 10
    assert missed(with_habit(world, "weekdays"), deliveries.night_moment, nights.nights) in {16, 17, 18}
    assert missed(with_habit(world, "steady"), deliveries.night_moment, nights.nights) == 0
    monthly = with_habit(world, "forgetful", "waiting_times_csv")
    assert missed(monthly, deliveries.month_moment, nights.months) in {2, 3}


def test_waits_come_by_the_tenth_save_one_slow_sender(world: World) -> None:
    months = demo.span(UNTIL, 1, 24, NOW).months
    for sender in senders(world):
        if sender.feed == "waiting_times_csv":
            moments = [deliveries.month_moment(world.seed, sender, on) for on in months]
            assert any(at.day > 10 for at in moments if at) == (sender.habit == "slow")
            assert all(at.date().replace(day=1) == on for at, on in zip(moments, months, strict=True) if at)


def test_one_source_falls_three_days_behind_and_catches_up_in_order(world: World) -> None:
    sender = with_habit(world, "lagging")
    first = turn(deliveries.LAG_CYCLE, 0)
    moments = [deliveries.night_moment(world.seed, sender, first + timedelta(days=day)) for day in range(5)]
    told = [at for at in moments if at]
    assert told == sorted(told)
    assert len({at.date() for at in told[:4]}) == 1
    assert told[0].date() == first + timedelta(days=4)


def test_one_source_counts_wrongly_in_every_way(world: World) -> None:
    sender = with_habit(world, "wrong")

    def sent(place: int) -> list[dict[str, str]]:
        return rows(sender, deliveries.night_file(world, sender, turn(deliveries.WRONG_CYCLE, place)))

    def free(found: list[dict[str, str]]) -> int:
        return sum(int(row["vrij"]) for row in found if row["vrij"].isdigit())

    usual = sent(0)
    above = [row for row in sent(deliveries.ABOVE_TOTAL) if row["totaal"] and int(row["vrij"]) > int(row["totaal"])]
    assert 3 <= len(above) <= 4
    assert free(sent(deliveries.JUMP)) > 5 * free(usual) > 0
    assert len(sent(deliveries.HALF)) == len(usual) // 2
    assert sum(not row["vrij"].isdigit() for row in sent(deliveries.WORDS)) > len(usual) * 0.15
    frozen = turn(deliveries.WRONG_CYCLE, deliveries.FROZEN)
    before = frozen - timedelta(days=1)
    assert deliveries.night_file(world, sender, frozen) == deliveries.night_file(world, sender, before)


def test_a_few_waits_of_each_month_are_loaded_and_hard_to_believe(world: World) -> None:
    """Each kind somewhere in two years, and few in a month: the clean rows of the same month beside them say so."""
    found: Counter[str] = Counter()
    months = demo.span(UNTIL, 1, 24, NOW).months
    for sender in senders(world):
        if sender.feed != "waiting_times_csv":
            continue
        for on in months:
            clean = waiting_times_csv.rows(world, waits.series(world.seed, offers_of(world, sender)), on)
            about = (world.seed, sender.code, on.toordinal())
            doubtful = dirt.doubtful(waiting_times_csv.COLUMNS, clean, *about)
            for before, after in zip(clean, doubtful, strict=True):
                changed = {
                    column
                    for column, was, now in zip(waiting_times_csv.COLUMNS, before, after, strict=True)
                    if was != now
                }
                found["+".join(sorted(changed))] += 1
    rows_told = found.pop("")
    assert set(found) == {"behandel_weken", "aanmeld_weken", "wachtend_behandeling+wachtend_intake", "wachtend_intake"}
    assert 30 < sum(found.values()) < 0.01 * rows_told


def offers_of(world: World, sender: Sender) -> list[Offer]:
    return [offer for offer in world.offers if offer.location.provider in sender.providers]


def test_every_provider_of_the_demonstration_has_a_duty_to_tell_its_waits(world: World) -> None:
    duties = sources.wait_duties(senders(world))
    assert sorted(row["agb_code"] for row in duties) == sorted({location.provider.agb for location in world.locations})
