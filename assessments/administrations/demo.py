"""Demo data: three colleagues with three self-assessments each, over two months."""

from datetime import datetime, timedelta

from assessments.administrations import services
from assessments.instruments.definition import Instrument
from assessments.instruments.shelf import resilience_check
from organisations.accounts.queries import get_account_by_email

DAYS_AGO = (58, 30, 4)

# How much sustains each of them at each of the three times, in points of the scale.
COURSES = {"team1": (2, 2, 3), "team2": (3, 2, 3), "team3": (3, 4, 4)}

# What each of them noted at each of the three times.
NOTES = {
    "team1": (
        "Die Woche nach der Bürgerversammlung. Schlecht geschlafen.",
        "",
        "Zwei Abende für mich gehabt. Mit einer Kollegin über die Mails gesprochen.",
    ),
    "team2": ("", "Viel Vertretung.", ""),
    "team3": ("", "", ""),
}


def load_demo(now: datetime) -> None:
    """Add the invented self-assessments. Needs the accounts of the demo."""
    instrument = resilience_check()
    for number, (account, course) in enumerate(COURSES.items()):
        person = get_account_by_email(f"{account}@example.org").person
        for days, level, note in zip(DAYS_AGO, course, NOTES[account], strict=True):
            then = now - timedelta(days=days + number)
            services.begin_assessment(person=person, instrument=instrument, actor=person, now=then)
            answers = _answers(instrument, level, number)
            services.keep_answers(
                person=person, instrument_key=instrument.key, answers=answers, actor=person
            )
            services.finish_assessment(
                person=person, instrument=instrument, note=note, actor=person, now=then
            )


def _answers(instrument: Instrument, level: int, number: int) -> dict[str, int | None]:
    """Answers around `level`, spread evenly; one question in twenty is skipped."""
    scale, answers = instrument.scale, {}
    for place, item in enumerate(instrument.items):
        spread = (place * 2 + number) % 3 - 1
        points = min(scale.highest, max(scale.lowest, level + spread))
        answers[item.key] = scale.reverse(points) if item.reverse else points
    answers[instrument.items[3 + number].key] = None
    return answers
