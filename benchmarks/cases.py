"""What is timed: the first case of each group is what the others are compared to."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from benchmarks import feeds
from benchmarks.busy_calendars import busy_calendar_cases
from benchmarks.finding import finding_cases
from benchmarks.group_results import group_result_cases
from benchmarks.paths import path_cases
from benchmarks.rosters import roster_cases
from benchmarks.slots import slot_cases
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.rendering import render_pdf
from courses.catalogue.finding import Criteria, Findable, find
from scheduling.calendar_file import CalendarEntry

Group = dict[str, Callable[[], object]]

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
COMPETENCIES = [f"competency{number}" for number in range(10)]
WANTED = Criteria(q="drohungen silbe7wort bürgerversammlungen", situation="rally")
SITUATIONS = {"rally": COMPETENCIES[:4]}


def cases() -> dict[str, Group]:
    """Every group with its cases, the smallest first."""
    return {
        **slot_cases(),
        **busy_calendar_cases(),
        **finding_cases(),
        **roster_cases(),
        **path_cases(),
        **group_result_cases(),
        "Look for a course by three words and a situation": {
            f"{count} courses": partial(find, findables(count), WANTED, SITUATIONS)
            for count in (15, 300)
        },
        "Write a calendar file of 1,000 events": feeds.joining(entries(1000)),
        "Ask for a feed of 200 events": feeds.over_http(
            200, feeds.joining(entries(200))["icalendar, as the reference"]
        ),
        "Render a certificate": {
            f"{count} modules": partial(render_pdf, certificate(count)) for count in (1, 5, 10)
        },
    }


def findables(count: int) -> list[Findable]:
    """`count` courses with some 250 words each, of which few are looked for. Always the same."""
    dice = random.Random(count)  # noqa: S311 — benchmark data
    words = ["Bürgerversammlung", "Drohung", *(f"Silbe{n}wort" for n in range(2000))]
    return [
        Findable(
            id=number,
            title=" ".join(dice.choices(words, k=5)),
            summary=" ".join(dice.choices(words, k=15)),
            text=" ".join(["Drohungen", *dice.choices(words, k=230)]),
            format="online",
            minutes=180,
            languages=["de"],
            audience=["executive"],
            raises={dice.choice(COMPETENCIES): 2},
            months=[],
        )
        for number in range(count)
    ]


def entries(count: int) -> list[CalendarEntry]:
    """`count` three-hour sessions, one a day."""
    return [
        CalendarEntry(
            uid=f"{number}@komma",
            sequence=0,
            title="Ruhig bleiben im Publikumsverkehr",
            starts_at=START + timedelta(days=number),
            ends_at=START + timedelta(days=number, hours=3),
            zone="Europe/Berlin",
            place="Rathaus",
            created_at=START,
            changed_at=START,
        )
        for number in range(count)
    ]


def certificate(modules: int) -> CertificateData:
    """A certificate of `modules` modules of an hour each."""
    return CertificateData(
        holder_name="Dr. Nguyễn Thị Minh Khai",
        course_title="Ruhig bleiben im Publikumsverkehr",
        modules=tuple(
            CertificateModule(title=f"Modul {number}", minutes=60) for number in range(modules)
        ),
        total_minutes=60 * modules,
        dates=(date(2026, 3, 2), date(2026, 3, 3)),
        issuer="Programmbüro KommA",
        signatory="Toni Trainer",
        issued_on=date(2026, 3, 4),
        code="A" * 22,
        verify_url=f"https://komma.example/verify/{'A' * 22}",
        language="de",
    )
