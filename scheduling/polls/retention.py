"""How long polls are kept once they have ended."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from scheduling.polls.models import DatePoll, PollStatus


def forget_old_polls(*, before: datetime, most: int) -> int:
    """Delete polls that ended before then, with all answers; returns how many.

    One that nobody ended goes as long after its deadline.
    """
    ended = DatePoll.ended_at < before
    left_open = (DatePoll.status == PollStatus.OPEN) & (DatePoll.closes_at < before)
    return delete_rows(DatePoll, ended | left_open, most=most)


KEPT_POLLS = RetentionRule(
    kind="date_polls",
    label=_l("Umfragen zu Terminen, mit allen Antworten"),
    counts_from=_l("nach ihrem Ende"),
    usual=Period(3, Unit.MONTHS),
    least=1,
    most=12,
    delete=forget_old_polls,
)
