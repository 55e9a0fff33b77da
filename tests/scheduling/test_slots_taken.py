"""What cannot be taken: near what is busy, too soon, too far ahead, or on a full day."""

import time

import pytest

from tests.scheduling.slot_questions import EVERY_DAY, offer, rule, slots, starts

MONDAY = [rule(0, "09:00", "12:00")]
ALWAYS = [rule(weekday, "00:00", "24:00") for weekday in EVERY_DAY]


class TestWhatIsBusy:
    def busy(self, start: str, end: str, **minutes: int) -> list[str]:
        busy = [[f"2026-03-02T{start}:00Z", f"2026-03-02T{end}:00Z"]]
        found = starts(rules=MONDAY, busy=busy, offer=offer(step_min=30, **minutes))
        return [start[11:16] for start in found]

    def test_touching_is_fine(self) -> None:
        assert self.busy("09:00", "10:00") == ["08:00", "10:00"]

    def test_a_minute_too_much_is_not(self) -> None:
        assert self.busy("08:59", "10:01") == []

    def test_the_buffer_before_keeps_a_distance(self) -> None:
        assert self.busy("07:00", "08:00", buffer_before_min=30) == [
            "08:30",
            "09:00",
            "09:30",
            "10:00",
        ]

    def test_the_buffer_after_keeps_a_distance(self) -> None:
        assert self.busy("11:00", "12:00", buffer_after_min=30) == [
            "08:00",
            "08:30",
            "09:00",
            "09:30",
        ]

    def test_buffers_may_lie_outside_work(self) -> None:
        found = starts(rules=MONDAY, offer=offer(buffer_before_min=999, buffer_after_min=999))

        assert len(found) == 3

    def test_what_lasts_no_time_blocks_nothing(self) -> None:
        assert self.busy("09:30", "09:30") == ["08:00", "08:30", "09:00", "09:30", "10:00"]

    def test_a_fraction_of_a_second_counts(self) -> None:
        busy = [["2026-03-02T08:59:59.9Z", "2026-03-02T10:00:00.1Z"]]

        assert starts(rules=MONDAY, busy=busy) == []

    def test_order_and_overlap_do_not_matter(self) -> None:
        busy = [
            ["2026-03-02T10:30:00Z", "2026-03-02T11:00:00Z"],
            ["2026-03-02T07:00:00Z", "2026-03-02T08:30:00Z"],
            ["2026-03-02T07:00:00Z", "2026-03-02T07:10:00Z"],
        ]

        assert starts(rules=MONDAY, busy=busy) == ["2026-03-02T09:00:00Z"]


class TestNoticeHorizonAndLimit:
    def test_a_slot_may_start_just_when_the_notice_ends(self) -> None:
        notice = offer(min_notice_min=60)

        assert (
            starts(rules=MONDAY, offer=notice, now="2026-03-02T08:00:00Z")[0]
            == "2026-03-02T09:00:00Z"
        )
        assert (
            starts(rules=MONDAY, offer=notice, now="2026-03-02T08:00:00.001Z")[0]
            == "2026-03-02T10:00:00Z"
        )

    def test_the_horizon_is_days_of_24_hours_and_excluded(self) -> None:
        every_hour = [rule(weekday, "09:00", "12:00") for weekday in EVERY_DAY]
        # Two days after 09:00 in winter it is 10:00 in summer.
        asked = {
            "rules": every_hour,
            "now": "2026-03-28T08:00:00Z",
            "from": "2026-03-28T00:00:00Z",
            "to": "2026-04-10T00:00:00Z",
        }

        assert starts(**asked, offer=offer(horizon_days=2))[-1] == "2026-03-30T07:00:00Z"

    def test_a_horizon_of_no_days_leaves_nothing(self) -> None:
        assert not starts(rules=MONDAY, offer=offer(horizon_days=0), now="2026-03-02T08:00:00Z")

    def test_from_is_included_and_to_is_not(self) -> None:
        asked = {"from": "2026-03-02T09:00:00Z", "to": "2026-03-02T10:00:00Z"}

        assert starts(rules=MONDAY, **asked) == ["2026-03-02T09:00:00Z"]

    def test_a_slot_may_end_after_to(self) -> None:
        asked = {"from": "2026-03-02T08:00:00Z", "to": "2026-03-02T08:00:01Z"}

        assert slots(rules=MONDAY, **asked) == [["2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"]]

    def test_from_after_to_leaves_nothing(self) -> None:
        assert not starts(
            rules=MONDAY, **{"from": "2026-03-09T00:00:00Z", "to": "2026-03-02T00:00:00Z"}
        )

    @pytest.mark.parametrize(("limit", "free"), [(None, 3), (3, 3), (2, 0), (1, 0), (0, 0)])
    def test_a_full_day_has_no_slots(self, limit: int | None, free: int) -> None:
        asked = {"booked_per_day": {"2026-03-02": 2}, "offer": offer(max_per_day=limit)}

        assert len(starts(rules=MONDAY, **asked)) == free

    def test_the_local_date_of_the_start_counts(self) -> None:
        rules = [rule(1, "23:00", "24:00"), rule(2, "00:00", "02:00")]
        limit = offer(max_per_day=1)

        assert starts(rules=rules, offer=limit, booked_per_day={"2026-03-03": 1}) == [
            "2026-03-03T23:00:00Z",
            "2026-03-04T00:00:00Z",
        ]
        assert starts(rules=rules, offer=limit, booked_per_day={"2026-03-04": 1}) == [
            "2026-03-03T22:00:00Z"
        ]


class TestSpeed:
    """What a page asks for in a request must not take long, however far the rules reach."""

    def test_ten_years_of_someone_who_is_always_there(self) -> None:
        began = time.process_time()
        found = starts(
            rules=ALWAYS,
            offer=offer(step_min=60, horizon_days=3653),
            to="2036-03-01T00:00:00Z",
        )

        assert len(found) > 87_000
        assert time.process_time() - began < 10

    def test_a_week_far_ahead(self) -> None:
        began = time.process_time()
        found = starts(
            rules=ALWAYS,
            offer=offer(horizon_days=40_000),
            **{"from": "2099-03-01T00:00:00Z", "to": "2099-03-08T00:00:00Z"},
        )

        assert len(found) == 7 * 24
        assert time.process_time() - began < 1

    @pytest.mark.parametrize("duration", [60, 2**53 - 1])
    def test_the_largest_numbers(self, duration: int) -> None:
        began = time.process_time()
        huge = offer(duration_min=duration, horizon_days=2**53 - 1, buffer_after_min=2**53 - 1)
        found = starts(
            rules=[rule(0, "09:00", "12:00", until="2026-12-31")],
            offer=huge,
            **{"from": "0001-01-01T00:00:00Z", "to": "9999-12-31T23:59:59Z"},
        )

        assert len(found) == (44 * 3 if duration == 60 else 0)
        assert time.process_time() - began < 1
