"""What happens to date polls, for whoever asked for the date: inside the same transaction.

`subject` and `subject_key` are what the poll was opened with; a handler looks at its own alone.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DateChosen:
    """The organiser of a poll has chosen [starts_at, ends_at); its owner schedules or moves its
    event and tells the poll which one it is (`scheduling.polls.services.note_event`).

    `zone` is the IANA zone in which the wall time is meant. `member_ids` are all who were asked and
    `coming_ids` those of them who can come then, if need be; both are ids of people.
    """

    poll_id: int
    subject: str
    subject_key: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    member_ids: tuple[int, ...]
    coming_ids: tuple[int, ...]
    now: datetime


@dataclass(frozen=True)
class PollCalledOff:
    """No date is looked for any more; none was chosen."""

    poll_id: int
    subject: str
    subject_key: str
    now: datetime
