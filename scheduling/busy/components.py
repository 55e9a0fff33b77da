"""Finds events, busy times and zones in an iCalendar file, however broken it is. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scheduling.busy.content_lines import ContentLine, content_lines, with_plain_ends

#: What may stand in an event or in a zone; where one begins, the one before has ended.
_INSIDE = frozenset({"VALARM", "STANDARD", "DAYLIGHT"})
#: What stands in a calendar, side by side. Where one begins, the one before has ended.
_SIDE_BY_SIDE = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
DEEPEST = 64
_END = re.compile(rb"^END:VCALENDAR$", re.MULTILINE | re.IGNORECASE)
#: How web pages begin, and XML and JSON, which may all quote a calendar.
_OTHER = re.compile(rb"\s*(?:<(?:!DOCTYPE\s+html|html|\?xml)\b|[{[])", re.IGNORECASE)


class NotACalendar(ValueError):
    """What was read is no calendar; it must never be taken for one without events."""


@dataclass(slots=True)
class Component:
    """A component with its properties, in their order."""

    name: str
    lines: list[ContentLine] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

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
    content = with_plain_ends(content)
    if _END.search(content) is None:
        raise NotACalendar("there is no line END:VCALENDAR: no calendar, or one that was cut off")
    if _OTHER.match(content):
        raise NotACalendar("it is a web page or other data, no calendar")
    reader = _Reader()
    for line in content_lines(content):
        reader.take(line)
    if not reader.calendars:
        raise NotACalendar("there is no line BEGIN:VCALENDAR")
    return reader.calendars


class _Reader:
    """Puts components into each other as their beginnings and ends come."""

    def __init__(self) -> None:
        self.calendars: list[Component] = []
        #: The calendar that is being read, and what is open in it.
        self._open: list[Component] = []
        #: The calendars in which another one began before they ended.
        self._around: list[Component] = []

    def take(self, line: ContentLine) -> None:
        if line.name == "BEGIN":
            self._begin(line.value.strip().upper())
        elif line.name == "END":
            self._end(line.value.strip().upper())
        elif self._open:
            self._open[-1].lines.append(line)

    def _begin(self, name: str) -> None:
        if name == "VCALENDAR":
            self._around += self._open[:1]
            self._close(1)
            self._open = [Component(name)]
            self.calendars += self._open
            return
        if not self._open:
            return
        if name in _SIDE_BY_SIDE:
            self._close(1)
        elif name in _INSIDE:
            self._close(2)
        if len(self._open) >= DEEPEST:
            raise NotACalendar("its components lie too deep in each other")
        component = Component(name)
        self._open[-1].parts.append(component)
        self._open.append(component)

    def _end(self, name: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].name == name:
                self._close(depth + 1)
                self._open.pop()
                break
        if not self._open and self._around:
            self._open = [self._around.pop()]

    def _close(self, depth: int) -> None:
        """End what has no end of its own, down to this depth."""
        while len(self._open) > depth:
            unended = self._open.pop()
            if unended.name == "VALARM":
                # What follows a reminder without an end is the event's.
                self._open[-1].lines += unended.lines
