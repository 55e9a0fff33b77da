"""How files are written out there: lines, folds, characters, and components that do not end."""

import pytest

from scheduling.busy.components import NotACalendar
from tests.scheduling.busy.calendars import busy_in, calendar, event, read

AT_NINE = event("DTSTART:20261102T080000Z", "DURATION:PT1H")
NEXT_DAY = event("DTSTART:20261103T080000Z", "DURATION:PT1H")
NINE, NEXT = "11-02 08:00/09:00", "11-03 08:00/09:00"
COLOGNE = (
    "BEGIN:VTIMEZONE\r\nTZID:Köln\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE"
)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.replace(b"DURATION:PT1H", b"DURA\r\n TION:P\r\n\tT1H"),
        lambda file: file.replace(b"\r\n", b"\r\r\n").replace(b"PT1H", b"PT\r\r\n 1H"),
        lambda file: file.replace(b"\r\n", b"\r"),
        lambda file: file.replace(b"DURATION:", b"\r\n\r\nDURATION:\r\n\r\n "),
        lambda file: file.replace(b"DURATION:", b"duration :"),
        lambda file: file.replace(b"DURATION:", b'DURATION;X="a;b:c";Y=d:'),
        lambda file: b"\r\n   " + file,
        lambda file: file.decode().encode("utf-16-be"),
        lambda file: b"\xfe\xff" + file.decode().encode("utf-16-be"),
        lambda file: file.replace(b"DURATION", b"SUMMARY:\xff\x00\r\nDURATION"),
    ],
)
def test_lines_are_read_however_they_are_broken(change):
    assert len(read(change(calendar(AT_NINE))).busy) == 1


def test_a_character_may_be_folded_in_its_middle():
    start = event("DTSTART;TZID=Köln:20261102T090000", "DURATION:PT1H")
    whole = calendar(COLOGNE, start)
    folded = whole.replace("TZID=Köln".encode(), b"TZID=K\xc3\r\n \xb6ln")
    assert folded != whole
    assert read(folded) == read(whole)
    assert [f"{begin:%H:%M}" for begin, _stop in read(whole).busy] == ["06:00"]


def test_files_may_be_joined_with_their_marks():
    joined = b"\xef\xbb\xbf" + calendar(AT_NINE) + b"\xef\xbb\xbf" + calendar(NEXT_DAY)
    assert len(read(joined).busy) == 2


@pytest.mark.parametrize(
    ("parts", "busy"),
    [
        # What follows a reminder without an end is the event's.
        (
            (
                "BEGIN:VEVENT",
                "BEGIN:VALARM",
                "TRIGGER:-PT15M",
                "DTSTART:20261102T080000Z",
                "DURATION:PT1H",
                "END:VEVENT",
            ),
            [NINE],
        ),
        # What stands in a reminder with an end is not.
        (
            (
                "BEGIN:VEVENT",
                "DTSTART:20261102T080000Z",
                "BEGIN:VALARM",
                "DURATION:PT1H",
                "END:VALARM",
                "END:VEVENT",
            ),
            [],
        ),
        (("BEGIN:VCALENDAR", AT_NINE, "END:VCALENDAR", NEXT_DAY), [NINE, NEXT]),
        (("BEGIN:X-ANY", AT_NINE, "END:X-ANY", NEXT_DAY), [NINE, NEXT]),
        (("BEGIN:VTODO", "BEGIN:VALARM", "END:VTODO", AT_NINE, "END:VALARM"), [NINE]),
        (("BEGIN:VEVENT", "UID:open", AT_NINE, "END:VEVENT"), [NINE]),
        (("BEGIN:VTIMEZONE", "BEGIN:STANDARD", AT_NINE), [NINE]),
    ],
)
def test_components_without_an_end_hide_no_event(parts, busy):
    found = read(calendar(*parts))
    assert [f"{start:%m-%d %H:%M}/{stop:%H:%M}" for start, stop in found.busy] == busy


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html>\n<pre>\n" + calendar(AT_NINE) + b"</pre>",
        b"\n <html>\n" + calendar(AT_NINE),
        calendar(AT_NINE).replace(b"END:VCALENDAR", b"END:VCALENDAR "),
        calendar(AT_NINE).replace(b"END:VCALENDAR", b" END:VCALENDAR"),
        b'{"data": "BEGIN:VCALENDAR\\nEND:VCALENDAR"}',
        b"x",
    ],
)
def test_what_only_holds_a_calendar_is_none(content):
    with pytest.raises(NotACalendar):
        read(content)


def test_of_very_long_version_numbers_no_harm_comes():
    absurd = event("UID:a", f"SEQUENCE:{'9' * 5000}", "DTSTART:20261103T080000Z", "DURATION:PT1H")
    proper = event("UID:a", "SEQUENCE:1", "DTSTART:20261102T080000Z", "DURATION:PT1H")
    assert busy_in(proper, absurd) == [NINE]
    stamped = [
        event("UID:a", f"DTSTAMP{stamp}", f"DTSTART:2026110{day}T080000Z", "DURATION:PT1H")
        for day, stamp in ((3, ";TZID=America/New_York:20260101T200000"), (2, ":20260101T230000Z"))
    ]
    assert busy_in(*stamped) == [NEXT]
