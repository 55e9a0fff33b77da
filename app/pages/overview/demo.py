"""Demo data of the overview: how far everybody was a quarter ago, and at the turn of this month."""

from datetime import date, datetime, timedelta
from typing import Any

from app.kernel.i18n import LANGUAGES, programme_zone
from app.kernel.progress import Stage
from app.pages.overview.services import keep_snapshot, tell_state
from courses.reports.periods import Months, month_of, months_on

_QUARTER = 3


def load_demo(now: datetime) -> None:
    """What is reached today was under way three months ago, what is under way had not begun."""
    zone = programme_zone()
    this_month = month_of(now, zone)
    content = tell_state(now)
    then = months_on(this_month, -_QUARTER)
    keep_snapshot(month=then, taken_at=_turn_of(then), content=_earlier(content))
    keep_snapshot(month=this_month, taken_at=_turn_of(this_month), content=content)


def _turn_of(month: date) -> datetime:
    """A minute after the month began."""
    return Months(month, month).bounds(programme_zone())[0] + timedelta(minutes=1)


def _earlier(content: dict[str, Any]) -> dict[str, Any]:
    nothing = dict.fromkeys(LANGUAGES, "")
    return content | {
        "rows": [
            row
            | {
                "standings": {
                    name: standing
                    | {
                        "stage": Stage.UNDER_WAY.value,
                        "figures": nothing,
                        "next_on": None,
                        "next_step": nothing,
                        "risk": nothing,
                    }
                    for name, standing in row["standings"].items()
                    if standing["stage"] == Stage.REACHED
                }
            }
            for row in content["rows"]
        ]
    }
