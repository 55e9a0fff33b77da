"""Demo data: procedures in force, a draft of what comes next, a case that runs and one that is
closed, an exercise, and the figures of the half-year before. All of it is invented.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from exchange.procedures.cases.answering import answer_step
from exchange.procedures.cases.models import Case
from exchange.procedures.cases.services import (
    Incident,
    add_note,
    close_case,
    start_case,
    tick_item,
)
from exchange.procedures.exercises.services import start_exercise
from exchange.procedures.exercises.shelf import scenarios
from exchange.procedures.figures.half_years import half_year_before, half_year_of
from exchange.procedures.figures.models import CountedCase
from exchange.procedures.figures.outcomes import COUNTED
from exchange.procedures.figures.services import publish_half_year
from exchange.procedures.writing.models import ProcedureVersion
from exchange.procedures.writing.questions import NO, YES, Answers
from exchange.procedures.writing.services import create_procedure, put_in_force, save_draft
from exchange.procedures.writing.shelf import get_shipped
from organisations.accounts.queries import get_account_by_email
from organisations.models import Municipality, Person
from organisations.topics.queries import list_situations

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BODY = "Verwaltungsvorstand"
DESCRIPTION = (
    "Am Schalter wurde eine Mitarbeiterin im Streit um einen Bescheid beschimpft und mit der "
    "Faust bedroht. Im Hinausgehen sagte der Mann, er wisse, wann sie Feierabend hat."
)
NOTES = (
    "Mit der Kollegin gesprochen. Sie möchte heute begleitet nach Hause und morgen im Innendienst "
    "arbeiten.",
    "Die Polizei kommt morgen um 9 Uhr ins Haus. Ansprechperson ist die Sachgebietsleitung.",
)
ASSESSED = {
    1: "ernst, Schutz wird geplant",
    2: "Sachgebietsleitung",
    3: "Heute nicht allein nach Hause. Das Team soll es von ihr selbst erfahren.",
}
SECURED = {1: "persönlich", 3: "Vermerk im verschlossenen Schrank der Sachgebietsleitung"}
WORKED_OFF = {
    1: {
        1: "E-Mail und Telefon",
        2: "Pressestelle und Vorzimmer",
        3: "Nur, ob etwas an ihre Privatanschrift geht.",
    },
    2: {1: "Ordner der Pressestelle, Zugriff nur Rechtsamt", 2: "3 Nachrichten", 3: NO},
    3: {1: YES},
    4: {1: "Keiner: Es waren E-Mails."},
}
CLOSED = "Drei Nachrichten mit Beleidigungen an die Sammeladresse, keine Drohung, ein Absender."
NEW_STEP = "Erkenntnisse an die Pressestelle zurückgeben"
EXTRA_ITEM = "Dienstplan der nächsten Woche angepasst"

#: How many cases a municipality closed in the half-year before, by its place in the list.
COUNTS = (31, 12, 9, 4, 8, 3, 11)


def load_demo(now: datetime) -> None:
    """Needs the people and topics of the demo."""
    coordinator, leader, section = (
        get_account_by_email(f"{name}@example.org").person
        for name in ("koordination", "leitung", "team7")
    )
    threat = _in_force("threat_against_a_person", coordinator, now - 200 * DAY)
    threat = _second_version(threat, coordinator, now - 60 * DAY)
    hate = _in_force("online_hate", coordinator, now - 90 * DAY)
    _next_draft(hate, coordinator, now - 5 * DAY)
    _in_force("escalated_event", coordinator, now - 30 * DAY)
    _in_force("threat_against_a_person", get_account_by_email("fremd@example.org").person, now)
    _running_case(threat, leader, section, now)
    _closed_case(hate, leader, section, now)
    start_exercise(
        version=hate,
        scenario=scenarios()[1],
        team=[get_account_by_email(f"team{number}@example.org").person for number in (1, 2)],
        happened_on=now.date(),
        delete_on=(now + 30 * DAY).date(),
        actor=section,
        now=now - 2 * HOUR,
    )
    _figures(now)
    take_as_sent()


def _draft(key: str, actor: Person, at: datetime) -> ProcedureVersion:
    return create_procedure(
        municipality=actor.municipality, document=get_shipped(key).document, actor=actor, now=at
    )


def _in_force(key: str, actor: Person, at: datetime) -> ProcedureVersion:
    draft = _draft(key, actor, at)
    return put_in_force(
        procedure=draft.procedure,
        revision=draft.revision,
        adopted_by=BODY,
        adopted_on=(at - 3 * DAY).date(),
        actor=actor,
        now=at,
    )


def _second_version(version: ProcedureVersion, actor: Person, at: datetime) -> ProcedureVersion:
    """One deadline shorter and one item more, after a year's experience."""
    steps = [dict(step) for step in version.content["steps"]]
    steps[0] |= {"amount": 1}
    steps[3] |= {"checklist": [*steps[3]["checklist"], EXTRA_ITEM]}
    procedure = version.procedure
    draft = save_draft(
        procedure=procedure,
        document=version.content | {"steps": steps},
        revision=0,
        actor=actor,
        now=at,
    )
    return put_in_force(
        procedure=procedure,
        revision=draft.revision if draft else 0,
        adopted_by=BODY,
        adopted_on=(at - DAY).date(),
        actor=actor,
        now=at,
    )


def _next_draft(version: ProcedureVersion, actor: Person, at: datetime) -> None:
    """What is to come: another step that has turned out to be missing."""
    step = dict(version.content["steps"][-1]) | {"title": NEW_STEP, "checklist": []}
    save_draft(
        procedure=version.procedure,
        document=version.content | {"steps": [*version.content["steps"], step]},
        revision=0,
        actor=actor,
        now=at,
    )


def _running_case(
    version: ProcedureVersion, leader: Person, section: Person, now: datetime
) -> None:
    begun = now - 26 * HOUR
    case = start_case(
        version=version,
        incident=Incident(
            situation="threatening_message",
            happened_on=begun.date(),
            description=DESCRIPTION,
        ),
        delete_on=(now + 365 * DAY).date(),
        others=[section],
        actor=leader,
        now=begun,
    )
    _answer(case, 1, ASSESSED, leader, begun + HOUR / 4)
    for item in (1, 2, 3):
        tick_item(case=case, step=1, item=item, actor=leader, now=begun + item * HOUR / 4)
    _answer(case, 2, SECURED, section, begun + 3 * HOUR)
    tick_item(case=case, step=2, item=1, actor=section, now=begun + 3 * HOUR)
    for author, text, hours in ((leader, NOTES[0], 1), (section, NOTES[1], 20)):
        add_note(case=case, text=text, actor=author, now=begun + hours * HOUR)


def _answer(case: Case, step: int, answers: Answers, actor: Person, now: datetime) -> None:
    answer_step(case=case, step=step, answers=answers, revision=0, actor=actor, now=now)


def _closed_case(version: ProcedureVersion, leader: Person, section: Person, now: datetime) -> None:
    begun = now - 20 * DAY
    case = start_case(
        version=version,
        incident=Incident(situation="online_hate", happened_on=begun.date(), description=CLOSED),
        delete_on=(now + 345 * DAY).date(),
        others=[leader],
        actor=section,
        now=begun,
    )
    for number, answers in WORKED_OFF.items():
        _answer(case, number, answers, section, begun + number * HOUR)
    for step in version.steps[:4]:
        for item in range(1, step.items + 1):
            at = begun + step.number * 2 * HOUR
            tick_item(case=case, step=step.number, item=item, actor=section, now=at)
    close_case(case=case, outcome=COUNTED[0], actor=section, now=begun + 12 * DAY)


def _figures(now: datetime) -> None:
    today = now.astimezone(programme_zone()).date()
    half_year = half_year_before(half_year_of(today))
    keys = [situation.key for situation in list_situations()]
    first = get_account_by_email("koordination@example.org").person.municipality_id
    others = select(Municipality.id).where(Municipality.id != first).order_by(Municipality.id)
    for municipality_id, count in zip((first, *db.session.scalars(others)), COUNTS, strict=False):
        db.session.add_all(
            CountedCase(
                municipality_id=municipality_id,
                half_year=half_year,
                situation=keys[(number * number) % len(keys)],
                outcome=COUNTED[(number * 3 // 2) % len(COUNTED)],
                days=3 + number * 7 % 45,
            )
            for number in range(count)
        )
    db.session.flush()
    publish_half_year(half_year=half_year, today=today)
