"""The question for free slots as a document, and the answer as one. Pure.

Shapes and words are those of the contract "Free slots"; every word is checked.
"""

import re
from datetime import date
from zoneinfo import ZoneInfo

from app.kernel.documents import Field
from app.kernel.zones import find_zone
from scheduling.slots import Busy, Offer, Slot, SlotQuestion, free_slots
from scheduling.working_hours import Override, Rule, Window, WorkingHours

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def answer_question(root: Field) -> dict[str, list[list[str]]]:
    """The document of the free slots that the question `root` asks for.

    Raises `DocumentError` with place and fault.
    """
    return {"slots": [_pair(slot) for slot in free_slots(read_question(root))]}


def read_question(root: Field) -> SlotQuestion:
    """The question that a document asks. Raises `DocumentError` with place and fault."""
    members = root.object(
        required=(
            "timezone",
            "rules",
            "overrides",
            "busy",
            "booked_per_day",
            "offer",
            "now",
            "from",
            "to",
        )
    )
    return SlotQuestion(
        hours=WorkingHours(
            zone=_zone(members["timezone"]),
            rules=tuple(_rule(element) for element in members["rules"].elements()),
            overrides=_overrides(members["overrides"]),
        ),
        busy=tuple(_busy(element) for element in members["busy"].elements()),
        booked_per_day={
            _written_date(count, day): count.integer(0)
            for day, count in members["booked_per_day"].members().items()
        },
        offer=_offer(members["offer"]),
        now=members["now"].instant(),
        begin=members["from"].instant(),
        end=members["to"].instant(),
    )


def _zone(field: Field) -> ZoneInfo:
    zone = find_zone(field.text())
    if zone is None:
        raise field.error("is not a time zone of the IANA database")
    return zone


def _rule(rule: Field) -> Rule:
    members = rule.object(
        required=("weekday", "start", "end", "every_weeks"), optional=("from", "until", "anchor")
    )
    every_weeks = members["every_weeks"].integer(1)
    anchor = _date_or_none(members.get("anchor"))
    if every_weeks > 1 and anchor is None:
        anchor_field = Field(None, f"{rule.place}.anchor")
        raise anchor_field.error("must be a date where every_weeks is more than 1")
    return Rule(
        weekday=members["weekday"].integer(0, 6),
        window=_window(members["start"], members["end"]),
        first=_date_or_none(members.get("from")),
        last=_date_or_none(members.get("until")),
        every_weeks=every_weeks,
        anchor=anchor,
    )


def _overrides(overrides: Field) -> tuple[Override, ...]:
    read: dict[date, Override] = {}
    for override in overrides.elements():
        members = override.object(required=("date", "windows"))
        day = _date(members["date"])
        if day in read:
            raise members["date"].error("is the date of an earlier override, too")
        windows = (
            _window(*_pair_of(element, "times")) for element in members["windows"].elements()
        )
        read[day] = Override(day, tuple(windows))
    return tuple(read.values())


def _window(start: Field, end: Field) -> Window:
    window = Window(_time(start), _time(end))
    if window.end <= window.start:
        raise end.error("must be later than the start")
    return window


def _busy(interval: Field) -> Busy:
    first, second = _pair_of(interval, "instants")
    start, end = first.instant(), second.instant()
    if end < start:
        raise second.error("must not be earlier than the start")
    return Busy(start, end)


def _offer(offer: Field) -> Offer:
    members = offer.object(
        required=(
            "duration_min",
            "step_min",
            "buffer_before_min",
            "buffer_after_min",
            "min_notice_min",
            "max_per_day",
            "horizon_days",
        )
    )
    limit = members["max_per_day"]
    return Offer(
        duration=_positive_minutes(members["duration_min"]),
        step=_positive_minutes(members["step_min"]),
        buffer_before=members["buffer_before_min"].integer(0),
        buffer_after=members["buffer_after_min"].integer(0),
        min_notice=members["min_notice_min"].integer(0),
        max_per_day=None if limit.value is None else limit.integer(0),
        horizon_days=members["horizon_days"].integer(0),
    )


def _positive_minutes(field: Field) -> int:
    if type(field.value) is not int or field.value < 1:
        raise field.error("must be a positive number of minutes")
    return field.integer(1)


def _pair_of(field: Field, kind: str) -> tuple[Field, Field]:
    elements = field.elements()
    if len(elements) != 2:
        raise field.error(f"must be a pair of {kind}, start and end")
    return elements[0], elements[1]


def _date_or_none(field: Field | None) -> date | None:
    return None if field is None or field.value is None else _date(field)


def _date(field: Field) -> date:
    return _written_date(field, field.value)


def _written_date(field: Field, text: object) -> date:
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # the 30th of February
    raise field.error("must be a date like 2026-03-02")


def _time(field: Field) -> int:
    if not isinstance(field.value, str) or not _TIME.fullmatch(field.value):
        raise field.error("must be a time like 09:00")
    hours, minutes = field.value.split(":")
    return int(hours) * 60 + int(minutes)


def _pair(slot: Slot) -> list[str]:
    return [f"{instant.replace(tzinfo=None).isoformat()}Z" for instant in (slot.start, slot.end)]
