"""What every question reads in the whole country, as it is kept; `make bench GOAL=17` compares it with what is read."""

from bench import goal_17_plans as plans


def test_what_scans_history_or_reads_much_for_its_answer_has_a_reason() -> None:
    known = plans.kept()
    assert len(known) > 100
    scanning = {name for name, one in known.items() if one.history_scans}
    assert plans.wide(known) | scanning == set(plans.reasons())
