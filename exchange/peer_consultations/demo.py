"""Demo data: one consultation to come, one held whose reflection is due, and people to be found."""

from datetime import datetime, time, timedelta

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from exchange.peer_consultations.groups.case_texts import CaseText, save_case, share_case
from exchange.peer_consultations.groups.casting import cast_role
from exchange.peer_consultations.groups.dating import Meeting, meet
from exchange.peer_consultations.groups.models import (
    Consultation,
    HeldConsultation,
    Role,
)
from exchange.peer_consultations.groups.queries import list_invitations
from exchange.peer_consultations.groups.services import (
    accept_invitation,
    invite_person,
    open_consultation,
)
from exchange.peer_consultations.groups.topics import list_topics
from exchange.peer_consultations.peers.models import Hours
from exchange.peer_consultations.peers.services import save_profile
from exchange.peer_consultations.reflection.services import save_reflection
from exchange.peer_consultations.sessions.services import (
    add_note,
    begin_session,
    change_phase,
    quarter_of,
)
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from scheduling.invitations.services import take_as_told

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STARTS, LASTS = time(10), timedelta(minutes=90)
LINK = "https://video.example.org/kollegiale-beratung"
WHEN_NOTED = 5
CASE = CaseText(
    title="Nach einem Infoabend",
    question="Wie spreche ich mit meinem Amt, das den Abend als Niederlage erlebt hat?",
    story=(
        "Ein Informationsabend zu einer neuen Unterkunft wurde nach einer halben Stunde "
        "abgebrochen. Eine Gruppe hatte dazwischengerufen und Mitarbeitende beschimpft. Seitdem "
        "möchte niemand aus dem Amt mehr auf ein Podium. Ich habe mich vor alle gestellt, aber "
        "noch mit niemandem einzeln gesprochen. Im nächsten Monat steht der zweite Abend an."
    ),
)
HELD_CASE = CaseText(
    title="Ein Witz in der Runde",
    question="Wie reagiere ich, wenn ich selbst gemeint bin und alle lachen?",
    story=(
        "In einer Dienstbesprechung fiel ein Witz über Menschen mit meiner Hautfarbe. Die Leitung "
        "hat mitgelacht. Ich habe nichts gesagt und ärgere mich seitdem."
    ),
)
NOTES = (
    "Vermutung: Die Leitung hat es nicht als Witz über dich gehört.",
    "Vorschlag: das Gespräch unter vier Augen suchen und sagen, wie es ankam.",
    "Vorschlag: vorher mit einer Person sprechen, der du vertraust.",
)
REFLECTION = (
    "Ich habe beim nächsten Spruch einer Kollegin gesagt, dass ich das nicht lustig finde. Mehr "
    "brauchte es nicht."
)


def load_demo(now: datetime) -> None:
    """Needs the people and topics of the demo."""
    leader, abroad, section, first, second = (
        _person(name) for name in ("leitung", "fremd", "team7", "team1", "team2")
    )
    for person in (leader, abroad, section, first):
        save_profile(
            person=person,
            topics=[topic.key for topic in list_topics() if topic.is_situation],
            hours=[Hours.MORNING, Hours.AFTERNOON],
            only_others=False,
            now=now - 40 * DAY,
        )
    _coming(
        "situation:meeting_broken_off",
        leader,
        (abroad, section, _person("koordination")),
        second,
        now,
    )
    _held("situation:racist_jokes", first, (abroad, leader, section), now)
    before = quarter_of(quarter_of(now.date()) - DAY)
    db.session.add_all(HeldConsultation(quarter=before) for _number in range(9))
    db.session.flush()
    take_as_sent()
    take_as_told()


def _coming(
    topic: str, organiser: Person, others: tuple[Person, ...], asked: Person, now: datetime
) -> None:
    consultation = _group(topic, organiser, others, CASE, now - 9 * DAY)
    zone = programme_zone()
    day = (now + 6 * DAY).astimezone(zone).date()
    starts_at = datetime.combine(day, STARTS, zone)
    meeting = Meeting(
        starts_at=starts_at, ends_at=starts_at + LASTS, zone=zone.key, online_link=LINK
    )
    meet(consultation=consultation, meeting=meeting, now=now - 5 * DAY)
    invite_person(
        consultation=consultation, person=asked, suggested=True, actor=organiser, now=now - DAY
    )


def _held(topic: str, organiser: Person, others: tuple[Person, ...], now: datetime) -> None:
    begun = now - 30 * DAY
    consultation = _group(topic, organiser, others, HELD_CASE, begun - 20 * DAY)
    moderator, keeper = others[:2]
    begin_session(consultation=consultation, turn=0, actor=moderator, now=begun)
    minutes = 0
    while consultation.is_running:
        at = begun + minutes * MINUTE
        for text in NOTES if consultation.phase == WHEN_NOTED else ():
            add_note(consultation=consultation, text=text, actor=keeper, now=at)
        minutes += 9
        change_phase(
            consultation=consultation,
            by=1,
            turn=consultation.turn,
            actor=moderator,
            now=begun + minutes * MINUTE,
        )
    consultation.asked_at = now - 2 * DAY
    save_reflection(
        consultation=consultation, text=REFLECTION, shared=True, actor=organiser, now=now - DAY
    )


def _group(
    topic: str, organiser: Person, others: tuple[Person, ...], text: CaseText, at: datetime
) -> Consultation:
    consultation = open_consultation(
        topic=topic,
        delete_on=(at + 150 * DAY).date(),
        role=Role.CASE_GIVER,
        actor=organiser,
        now=at,
    )
    roles = (Role.MODERATOR, Role.NOTE_KEEPER, Role.ADVISER)
    for person, role in zip(others, roles, strict=True):
        invite_person(
            consultation=consultation, person=person, suggested=False, actor=organiser, now=at
        )
        [invitation] = list_invitations(person)
        accept_invitation(invitation=invitation, now=at)
        cast_role(consultation=consultation, person=person, role=role, actor=organiser)
    save_case(consultation=consultation, text=text, revision=0, actor=organiser)
    share_case(consultation=consultation, actor=organiser, now=at)
    return consultation


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
