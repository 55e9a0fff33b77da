"""Why a path has no step, though targets are open: what of it the person can do something about."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from courses.paths.choices import PathChoices
from courses.paths.plan import OutReason

#: Courses that would not be in anybody's path here, whatever else changes.
BESIDE_THE_POINT = (OutReason.DONE, OutReason.NOT_FOR_YOU, OutReason.CLOSES_NOTHING)


class Standstill(StrEnum):
    """The first that is true."""

    NO_COURSES = "no_courses"
    LAST_DAY_IS_OVER = "last_day_is_over"
    NO_TIME = "no_time"
    TIME_IS_USED_UP = "time_is_used_up"
    NOTHING_FITS = "nothing_fits"
    ALL_LEFT_OUT = "all_left_out"
    TIME_IS_SHORT = "time_is_short"
    NO_DATES_THAT_SUIT = "no_dates_that_suit"
    NO_DATES = "no_dates"


def find_standstill(
    plan: Mapping[str, Any],
    choices: PathChoices,
    *,
    offered: Collection[str],
    given_minutes: int,
    minutes_left: int,
    today: date,
) -> Standstill:
    """Why a plan (the contract's document) without steps has none.

    `offered` are the courses of the catalogue, `given_minutes` the time that the person gives,
    `minutes_left` what is left of it.
    """
    reasons = {
        entry["unit"]: entry["reason"]
        for entry in plan["left_out"]
        if entry["unit"] in offered and entry["reason"] not in BESIDE_THE_POINT
    }
    wanted = {reason for unit, reason in reasons.items() if unit not in choices.dropped}
    tests = (
        (not offered, Standstill.NO_COURSES),
        (choices.deadline and choices.deadline < today, Standstill.LAST_DAY_IS_OVER),
        (not given_minutes, Standstill.NO_TIME),
        (not minutes_left, Standstill.TIME_IS_USED_UP),
        (not reasons, Standstill.NOTHING_FITS),
        (not wanted, Standstill.ALL_LEFT_OUT),
        (OutReason.BUDGET in wanted, Standstill.TIME_IS_SHORT),
        (
            choices.weekdays_off or choices.online_only or choices.deadline,
            Standstill.NO_DATES_THAT_SUIT,
        ),
    )
    return next((why for is_so, why in tests if is_so), Standstill.NO_DATES)
