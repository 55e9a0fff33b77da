"""Free slots, sentence by sentence of their contract."""

import json
from typing import Any

import pytest

from app.kernel.documents import parse_json
from scheduling.slot_documents import answer_question
from tests.scheduling.slot_questions import EVERY_DAY, offer, rule, slots, starts

MONDAY = [rule(0, "09:00", "12:00")]
ALWAYS = [rule(weekday, "00:00", "24:00") for weekday in EVERY_DAY]

# The document of the contract, word by word.
EXAMPLE = b"""
{"timezone": "Europe/Berlin",
 "rules": [{"weekday": 0, "start": "09:00", "end": "17:00", "from": null, "until": "2026-12-31", "every_weeks": 1, "anchor": "2026-01-05"}],
 "overrides": [{"date": "2026-03-03", "windows": [["10:00", "12:00"]]}],
 "busy": [["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"]],
 "booked_per_day": {"2026-03-02": 1},
 "offer": {"duration_min": 60, "step_min": 30, "buffer_before_min": 0, "buffer_after_min": 15,
           "min_notice_min": 1440, "max_per_day": 4, "horizon_days": 60},
 "now": "2026-03-01T12:00:00Z", "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z"}
"""  # noqa: E501


def around(day: str, **other: Any) -> dict[str, Any]:
    """A question about the UTC day before `day`, the day itself, and the day after."""
    before, after = (f"{day[:8]}{int(day[8:]) + step:02}" for step in (-1, 1))
    return {
        "now": f"{before}T00:00:00Z",
        "from": f"{before}T00:00:00Z",
        "to": f"{after}T23:59:00Z",
        **other,
    }


def test_the_example_of_the_contract() -> None:
    answer = answer_question(parse_json(EXAMPLE))["slots"]

    # A day's notice ends at noon, and after the hour that is busy comes the rest of the afternoon.
    assert answer[0] == ["2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z"]
    assert answer[6] == ["2026-03-02T15:00:00Z", "2026-03-02T16:00:00Z"]
    assert [start for start, _ in answer[7:10]] == [
        "2026-03-03T09:00:00Z",
        "2026-03-03T09:30:00Z",
        "2026-03-03T10:00:00Z",
    ]
    assert answer[-1] == ["2026-03-30T14:00:00Z", "2026-03-30T15:00:00Z"]  # summer time
    assert len(answer) == 70


def test_weekday_0_is_monday() -> None:
    assert slots(rules=MONDAY) == [
        ["2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"],
        ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"],
        ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"],
    ]


def test_from_and_until_of_a_rule_are_inclusive() -> None:
    daily = [
        rule(weekday, "09:00", "10:00", **{"from": "2026-03-03"}, until="2026-03-05")
        for weekday in EVERY_DAY
    ]

    assert [start[:10] for start in starts(rules=daily)] == [
        "2026-03-03",
        "2026-03-04",
        "2026-03-05",
    ]


def test_a_rule_that_ends_before_it_begins_never_holds() -> None:
    assert not starts(
        rules=[rule(0, "09:00", "10:00", **{"from": "2026-03-03"}, until="2026-03-01")]
    )


@pytest.mark.parametrize(
    ("anchor", "days"),
    [
        ("2026-03-02", ["2026-03-02", "2026-03-23"]),
        ("2026-03-08", ["2026-03-02", "2026-03-23"]),  # the Sunday of the same week
        ("2026-03-01", ["2026-03-16"]),  # the day before is of the week before
        ("2026-06-15", ["2026-03-02", "2026-03-23"]),  # far ahead
        ("2025-12-29", ["2026-03-02", "2026-03-23"]),  # before the new year
        ("2020-12-31", ["2026-03-02", "2026-03-23"]),  # after a year of 53 weeks
    ],
)
def test_every_third_week_counts_from_the_week_of_the_anchor(anchor: str, days: list[str]) -> None:
    rules = [rule(0, "09:00", "10:00", every_weeks=3, anchor=anchor)]

    assert [start[:10] for start in starts(rules=rules, to="2026-03-31T00:00:00Z")] == days


def test_a_window_may_last_until_midnight() -> None:
    assert starts(rules=[rule(0, "22:00", "24:00")]) == [
        "2026-03-02T21:00:00Z",
        "2026-03-02T22:00:00Z",
    ]


def test_an_override_replaces_all_rules_of_its_date() -> None:
    overrides = [{"date": "2026-03-02", "windows": [["15:00", "16:00"], ["11:00", "12:00"]]}]

    assert starts(rules=[*MONDAY, rule(0, "20:00", "21:00")], overrides=overrides) == [
        "2026-03-02T10:00:00Z",
        "2026-03-02T14:00:00Z",
    ]


def test_an_override_without_windows_is_a_day_off() -> None:
    assert not starts(rules=MONDAY, overrides=[{"date": "2026-03-02", "windows": []}])


class TestChangesOfTheClock:
    """A window covers the instants at which the local clock reads a time in it."""

    def test_in_spring_a_window_inside_the_skipped_hour_covers_nothing(self) -> None:
        override = [{"date": "2026-03-29", "windows": [["02:00", "03:00"]]}]

        assert not starts(**around("2026-03-29", overrides=override, offer=offer(duration_min=1)))

    def test_in_spring_a_window_across_the_skipped_hour_is_shorter(self) -> None:
        override = [{"date": "2026-03-29", "windows": [["01:00", "05:00"]]}]

        assert starts(**around("2026-03-29", overrides=override)) == [
            "2026-03-29T00:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z",
        ]

    def test_in_autumn_a_reading_that_comes_twice_counts_twice(self) -> None:
        override = [{"date": "2026-10-25", "windows": [["02:30", "03:00"]]}]

        assert starts(**around("2026-10-25", overrides=override, offer=offer(duration_min=30))) == [
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
        ]

    def test_in_autumn_the_repeated_hour_is_two_hours(self) -> None:
        override = [{"date": "2026-10-25", "windows": [["02:00", "03:00"]]}]

        assert slots(**around("2026-10-25", overrides=override, offer=offer(duration_min=120))) == [
            ["2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"]
        ]

    def test_half_an_hour_in_lord_howe(self) -> None:
        override = [{"date": "2026-04-05", "windows": [["01:30", "02:00"]]}]

        assert slots(
            **around(
                "2026-04-05",
                timezone="Australia/Lord_Howe",
                overrides=override,
                offer=offer(duration_min=60),
            )
        ) == [["2026-04-04T14:30:00Z", "2026-04-04T15:30:00Z"]]

    def test_a_date_that_was_left_out_has_no_slots(self) -> None:
        override = [{"date": "2011-12-30", "windows": [["00:00", "24:00"]]}]

        assert not starts(**around("2011-12-30", timezone="Pacific/Apia", overrides=override))

    def test_work_goes_on_over_a_date_that_was_left_out(self) -> None:
        overrides = [
            {"date": "2011-12-29", "windows": [["23:00", "24:00"]]},
            {"date": "2011-12-31", "windows": [["00:00", "01:00"]]},
        ]

        assert slots(
            **around(
                "2011-12-30",
                timezone="Pacific/Apia",
                overrides=overrides,
                offer=offer(duration_min=120),
            )
        ) == [["2011-12-30T09:00:00Z", "2011-12-30T11:00:00Z"]]

    def test_a_day_that_begins_at_one(self) -> None:
        override = [{"date": "2018-11-04", "windows": [["00:00", "02:00"]]}]

        assert starts(**around("2018-11-04", timezone="America/Sao_Paulo", overrides=override)) == [
            "2018-11-04T03:00:00Z"
        ]

    def test_a_day_whose_last_hour_comes_twice(self) -> None:
        override = [{"date": "2019-02-16", "windows": [["23:00", "24:00"]]}]

        assert starts(**around("2019-02-16", timezone="America/Sao_Paulo", overrides=override)) == [
            "2019-02-17T01:00:00Z",
            "2019-02-17T02:00:00Z",
        ]

    def test_local_time_with_seconds(self) -> None:
        override = [{"date": "1893-03-20", "windows": [["09:00", "10:00"]]}]

        assert slots(**around("1893-03-20", overrides=override)) == [
            ["1893-03-20T08:06:32Z", "1893-03-20T09:06:32Z"]
        ]


class TestTheGrid:
    def test_windows_that_overlap_or_touch_are_one(self) -> None:
        rules = [rule(0, "09:00", "10:30"), rule(0, "10:30", "11:00"), rule(0, "09:30", "10:00")]

        assert starts(rules=rules, offer=offer(duration_min=90)) == ["2026-03-02T08:00:00Z"]

    def test_windows_join_across_midnight(self) -> None:
        rules = [rule(1, "22:30", "24:00"), rule(2, "00:00", "01:00")]

        assert starts(rules=rules, offer=offer(duration_min=90, step_min=45)) == [
            "2026-03-03T21:30:00Z",
            "2026-03-03T22:15:00Z",
        ]

    def test_the_grid_begins_with_the_work(self) -> None:
        assert starts(
            rules=[rule(0, "09:10", "10:20")], offer=offer(duration_min=30, step_min=20)
        ) == [
            "2026-03-02T08:10:00Z",
            "2026-03-02T08:30:00Z",
            "2026-03-02T08:50:00Z",
        ]

    def test_the_grid_does_not_come_from_from_or_now(self) -> None:
        late = {"from": "2026-03-02T08:10:00Z", "now": "2026-03-02T08:20:00Z"}

        assert starts(rules=MONDAY, **late) == ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"]

    def test_the_grid_comes_from_the_day_before_where_work_goes_on_across_midnight(self) -> None:
        rules = [rule(1, "23:50", "24:00"), rule(2, "00:00", "02:00")]

        assert starts(rules=rules, **{"from": "2026-03-03T23:00:00Z"}) == ["2026-03-03T23:50:00Z"]

    def test_the_grid_begins_anew_on_a_monday(self) -> None:
        # Saturday at 22:00, each 7 hours: to Sunday at 19:00, then Monday at 00:00.
        rules = [rule(5, "22:00", "24:00"), rule(6, "00:00", "24:00"), rule(0, "00:00", "09:00")]

        assert starts(
            rules=rules,
            offer=offer(step_min=420),
            now="2026-02-27T00:00:00Z",
            **{"from": "2026-02-27T00:00:00Z", "to": "2026-03-03T00:00:00Z"},
        ) == [
            "2026-02-28T21:00:00Z",
            "2026-03-01T04:00:00Z",
            "2026-03-01T11:00:00Z",
            "2026-03-01T18:00:00Z",
            "2026-03-01T23:00:00Z",
            "2026-03-02T06:00:00Z",
        ]

    def test_a_slot_may_last_across_the_beginning_of_a_monday(self) -> None:
        rules = [rule(6, "23:00", "24:00"), rule(0, "00:00", "01:00")]

        assert starts(
            rules=rules,
            offer=offer(duration_min=90, step_min=15),
            **{"from": "2026-03-01T00:00:00Z", "to": "2026-03-03T00:00:00Z"},
        ) == [
            "2026-03-01T22:00:00Z",
            "2026-03-01T22:15:00Z",
            "2026-03-01T22:30:00Z",
        ]

    def test_a_monday_that_begins_at_one_begins_the_grid_at_one(self) -> None:
        found = starts(
            timezone="Asia/Damascus",
            rules=[rule(6, "23:10", "24:00"), rule(0, "00:00", "03:00")],
            now="2002-03-31T00:00:00Z",
            **{"from": "2002-03-31T00:00:00Z", "to": "2002-04-01T12:00:00Z"},
        )

        assert found == [
            "2002-03-31T21:10:00Z",  # 23:10
            "2002-03-31T22:00:00Z",  # 01:00
            "2002-03-31T23:00:00Z",
        ]

    def test_a_monday_that_came_twice_begins_the_grid_once(self) -> None:
        found = starts(
            timezone="Pacific/Apia",
            rules=ALWAYS,
            offer=offer(step_min=7 * 60),
            now="1892-07-03T00:00:00Z",
            **{"from": "1892-07-03T11:26:56Z", "to": "1892-07-05T00:00:00Z"},
        )

        assert found == [
            "1892-07-03T11:26:56Z",
            "1892-07-03T18:26:56Z",
            "1892-07-04T01:26:56Z",
            "1892-07-04T08:26:56Z",
            "1892-07-04T15:26:56Z",
            "1892-07-04T22:26:56Z",
        ]

    def test_who_is_always_there_has_a_grid_too(self) -> None:
        step = offer(step_min=25 * 60)

        assert starts(rules=ALWAYS, offer=step, to="2026-03-10T12:00:00Z") == [
            "2026-03-01T23:00:00Z",
            "2026-03-03T00:00:00Z",
            "2026-03-04T01:00:00Z",
            "2026-03-05T02:00:00Z",
            "2026-03-06T03:00:00Z",
            "2026-03-07T04:00:00Z",
            "2026-03-08T05:00:00Z",
            "2026-03-08T23:00:00Z",
            "2026-03-10T00:00:00Z",
        ]


def test_the_answer_is_sorted_json_without_duplicates() -> None:
    found = starts(rules=ALWAYS, offer=offer(step_min=7))

    assert found == sorted(set(found))
    assert json.loads(json.dumps(found)) == found
