"""Demo data: a welcome with its correction, materials seen and to come, notes, for one trainer's
cohorts around today.
"""

from datetime import datetime, timedelta

from app.kernel.outbox import take_as_sent
from app.kernel.table_document import table_document
from courses.catalogue.attachments import Kept
from courses.cohorts.models import Cohort
from courses.cohorts.queries import CohortOverview, list_cohorts_of_trainer, list_enrolments_of
from courses.desk.announcements.services import (
    Words,
    send_announcement,
    withdraw_announcement,
)
from courses.desk.materials.models import Material
from courses.desk.materials.services import Link, add_material
from courses.desk.notes.services import save_notes
from courses.desk.support.services import say_need
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

DAY = timedelta(days=1)
WRONG_HOUR = Words(
    "Beginn am ersten Tag",
    "Wir beginnen am ersten Tag schon um **8 Uhr**.",
)
WELCOME = Words(
    "Was Sie zum ersten Termin brauchen",
    "Wir freuen uns auf Sie. Es bleibt bei der Uhrzeit, die in Ihrem Kalender steht.\n\n"
    "Bitte bringen Sie mit:\n\n"
    "- eine Situation aus Ihrem Alltag, über die Sie sprechen möchten\n"
    "- etwas zum Schreiben\n\n"
    "Niemand muss etwas erzählen. Zuhören genügt.",
)
NOTES = (
    "Aus dem letzten Durchgang: Vorstellungsrunde kurz halten, lieber mehr Zeit für die Fälle.\n"
    "Der Beamer braucht den alten Stecker, ein Adapter liegt am Empfang.\n"
    "Die zweite Übung diesmal vorziehen."
)
NEED = "Ich höre auf dem linken Ohr schlecht. Ein Platz vorn rechts hilft mir."
HANDOUT = (
    "Handout: Sagen, was Sache ist",
    "Erst die Person schützen, dann antworten, dann aufschreiben, dann Hilfe holen.",
)


def load_demo(now: datetime) -> None:
    """Needs the cohorts of the demo."""
    trainer = get_account_by_email("trainerin@example.org").person
    coming = [one for one in list_cohorts_of_trainer(trainer) if now < one.starts_at]
    for overview in coming[:2]:
        _prepare(overview, trainer, now)
    of_one = get_account_by_email("team10@example.org").person
    for enrolment in list_enrolments_of(of_one):
        say_need(enrolment=enrolment, text=NEED, now=now - DAY)
    take_as_sent()


def _prepare(overview: CohortOverview, trainer: Person, now: datetime) -> None:
    cohort, at = overview.cohort, now - 3 * DAY
    wrong = send_announcement(
        cohort=cohort, words=WRONG_HOUR, to_waiting=False, key=_key(1), actor=trainer, now=at
    )
    withdraw_announcement(announcement=wrong, actor=trainer, now=at + DAY)
    send_announcement(
        cohort=cohort, words=WELCOME, to_waiting=True, key=_key(2), actor=trainer, now=at + DAY
    )
    _lay_out(cohort, trainer, overview, at)
    save_notes(cohort=cohort, text=NOTES, revision=0, actor=trainer, now=at)


def _lay_out(cohort: Cohort, trainer: Person, overview: CohortOverview, at: datetime) -> None:
    title, line = HANDOUT
    common = {"cohort": cohort, "actor": trainer, "now": at}
    seen: list[Material] = [
        add_material(title=title, thing=_document(title, line), released_at=at, **common),
        add_material(
            title="Das Grundgesetz zum Nachlesen",
            thing=Link("https://www.gesetze-im-internet.de/gg/"),
            released_at=at,
            **common,
        ),
    ]
    for material in seen:
        material.announced_at = at
    add_material(
        title="Lösungen zu den Fällen",
        thing=_document("Lösungen zu den Fällen", "Es gibt mehr als eine gute Antwort."),
        released_at=overview.ends_at,
        session=cohort.sessions[0],
        **common,
    )


def _document(title: str, line: str) -> Kept:
    """A page of ours, drawn as KommA draws its documents."""
    content = table_document(
        title=title,
        facts=[("Aus", "KommA")],
        header=["Merksatz"],
        rows=[[line]],
        sums=[("Mehr dazu", "im Training")],
        page_label="Seite",
        columns=(1,),
        language="de",
    )
    return Kept(content, "application/pdf", "pdf")


def _key(number: int) -> str:
    return f"{number:022}"
