"""Finds events, busy times and zones in an iCalendar file, however broken it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduling.busy.content_lines import (
    ContentLine,
    decode,
    parse_line,
    physical_lines,
    unfolded,
)

#: What may stand in an event, and ends with it where its own end is missing.
_INSIDE_EVENTS = frozenset({"VALARM"})
#: What may stand in a zone.
_OBSERVANCES = frozenset({"STANDARD", "DAYLIGHT"})
#: What stands in a calendar, side by side. Where one begins, the one before has ended.
_SIDE_BY_SIDE = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
DEEPEST = 64


class NotACalendar(ValueError):
    """What was read is no calendar; it must never be taken for one without events."""


@dataclass(slots=True)
class Component:
    """A component with its properties, in their order. `closed`: its end was found."""

    name: str
    lines: list[ContentLine] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)
    closed: bool = False

    def first(self, name: str) -> ContentLine | None:
        """The first property of this name, or None."""
        for line in self.lines:
            if line.name == name:
                return line
        return None

    def text(self, name: str) -> str:
        """The value of the first property of this name; empty where there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""

    def all(self, name: str) -> list[ContentLine]:
        """All properties of this name."""
        return [line for line in self.lines if line.name == name]


def read_calendars(content: bytes) -> list[Component]:
    """The VCALENDARs of a file, each with the components in it. Raises NotACalendar.

    What stands outside of a VCALENDAR is ignored. A component whose end is missing ends where the
    next one begins, so that a reminder or a task without an end hides no event.
    """
    lines = physical_lines(decode(content))
    if not any(line[-13:].upper() == "END:VCALENDAR" and len(line) == 13 for line in lines):
        raise NotACalendar("there is no line END:VCALENDAR: no calendar, or one that was cut off")
    reader = _Reader()
    for text in unfolded(lines):
        line = parse_line(text)
        if line is not None:
            reader.take(line)
    if not reader.calendars:
        raise NotACalendar("there is no line BEGIN:VCALENDAR")
    return reader.calendars


class _Reader:
    """Puts components into each other as their beginnings and ends come."""

    def __init__(self) -> None:
        self.calendars: list[Component] = []
        self._open: list[Component] = []

    def take(self, line: ContentLine) -> None:
        if line.name == "BEGIN":
            self._begin(line.value.strip().upper())
        elif line.name == "END":
            self._end(line.value.strip().upper())
        elif self._open:
            self._open[-1].lines.append(line)

    def _begin(self, name: str) -> None:
        if name == "VCALENDAR":
            self._open = [Component(name)]
            self.calendars.append(self._open[0])
            return
        if not self._open:
            return
        if name in _SIDE_BY_SIDE:
            del self._open[1:]
        elif name in _INSIDE_EVENTS | _OBSERVANCES:
            del self._open[2:]
        if len(self._open) >= DEEPEST:
            raise NotACalendar("its components lie too deep in each other")
        component = Component(name)
        self._open[-1].parts.append(component)
        self._open.append(component)

    def _end(self, name: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].name == name:
                self._open[depth].closed = True
                del self._open[depth:]
                return
