"""Names of the people and things that entries speak of, where they still exist.

One statement per kind of thing, however many entries there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised, short_date
from app.kernel.operator_texts import OperatorLogo, OperatorText
from app.kernel.retention import RetentionPeriod, list_rules
from app.pages.texts.wording import TITLES
from assessments.instruments.models import ImportedInstrument
from assessments.instruments.queries import definition_of
from assessments.waves.models import Wave
from assessments.waves.presentation import title_of
from certificates.designs.models import CertificateDesign
from certificates.register.models import Certificate
from certificates.signing.models import SigningKey
from courses.catalogue.models import Course
from courses.cohorts.entry.models import PrerequisiteWaiver
from courses.cohorts.models import Cohort, Enrolment, Session
from courses.group_levels.models import LevelCollection
from courses.needs.items.models import NeedsItem
from courses.nominations.models import InHouseRequest
from courses.team_paths.models import TeamPath
from exchange.alliances.duties.models import Duty
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.partners.models import Commitment, Contact, Partner
from exchange.knowledge.articles.models import Article
from exchange.meetings.bodies.models import Body
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.decisions.models import Decision
from exchange.procedures.writing.models import Procedure
from exchange.statements.models import JointStatement, Signature
from exchange.strategies.models import Strategy
from exchange.toolbox.models import Aid, MunicipalText
from organisations.accounts.models import Account
from organisations.models import Municipality, Person, Team
from organisations.topics.models import Competency
from scheduling.busy_calendars.models import BusyCalendar
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.feeds.models import CalendarFeed

PIECES_AT_A_TIME = 500
"""How many identifiers one statement names: SQLite knows a limit."""


@dataclass(frozen=True)
class Kind:
    """How things of one kind are found and called."""

    model: type[Any]
    name: Callable[[Any], str]
    options: tuple[ORMOption, ...] = ()


def _cohort_name(cohort: Cohort) -> str:
    return localised(cohort.title)


def _session_name(session: Session) -> str:
    return f"{_cohort_name(session.cohort)}, {short_date(session.event.starts_at)}"


def _name_in_cohort(thing: Enrolment | Certificate | PrerequisiteWaiver) -> str:
    return f"{person_name(thing.person)}, {_cohort_name(thing.cohort)}"


def _kept_name(period: RetentionPeriod) -> str:
    return next((str(one.label) for one in list_rules() if one.kind == period.kind), period.kind)


def _partner_name(partner: Partner) -> str:
    return f"{partner.name}, {partner.municipality.name}"


def _meeting_name(meeting: Meeting) -> str:
    return f"{meeting.municipality.name}, {short_date(meeting.event.starts_at)}"


def _date_of_body(meeting: BodyMeeting) -> str:
    """Not its title: that of a protected visit is told to few."""
    return f"{meeting.body.name}, {short_date(meeting.event.starts_at)}"


KINDS = {
    kind.model.__name__: kind
    for kind in (
        Kind(Person, lambda person: person_name(person)),
        Kind(Account, lambda account: person_name(account.person), (joinedload(Account.person),)),
        Kind(Municipality, lambda municipality: municipality.name),
        Kind(
            Team,
            lambda team: f"{localised(team.name)}, {team.municipality.name}",
            (joinedload(Team.municipality),),
        ),
        Kind(Competency, lambda competency: localised(competency.name)),
        Kind(Course, lambda course: localised(course.title)),
        Kind(
            NeedsItem,
            lambda item: localised(item.competency.name),
            (joinedload(NeedsItem.competency),),
        ),
        Kind(Cohort, _cohort_name, (joinedload(Cohort.version),)),
        Kind(
            Session,
            _session_name,
            (joinedload(Session.event), joinedload(Session.cohort).joinedload(Cohort.version)),
        ),
        Kind(
            Enrolment,
            _name_in_cohort,
            (joinedload(Enrolment.person), joinedload(Enrolment.cohort).joinedload(Cohort.version)),
        ),
        Kind(
            PrerequisiteWaiver,
            _name_in_cohort,
            (
                joinedload(PrerequisiteWaiver.person),
                joinedload(PrerequisiteWaiver.cohort).joinedload(Cohort.version),
            ),
        ),
        Kind(
            InHouseRequest,
            lambda asked: f"{localised(asked.course.title)}, {asked.municipality.name}",
            (joinedload(InHouseRequest.course), joinedload(InHouseRequest.municipality)),
        ),
        Kind(
            LevelCollection,
            lambda survey: survey.municipality.name,
            (joinedload(LevelCollection.municipality),),
        ),
        Kind(
            Procedure,
            lambda procedure: procedure.municipality.name,
            (joinedload(Procedure.municipality),),
        ),
        Kind(
            Strategy,
            lambda strategy: strategy.municipality.name,
            (joinedload(Strategy.municipality),),
        ),
        # A draft is its writers' own; once it can be signed, everybody knows it.
        Kind(JointStatement, lambda one: one.title if one.opened_at else ""),
        Kind(
            Signature,
            lambda one: f"{one.statement.title}, {one.municipality.name}",
            (joinedload(Signature.statement), joinedload(Signature.municipality)),
        ),
        Kind(Wave, title_of),
        Kind(SigningKey, lambda key: key.name),
        Kind(
            TeamPath,
            lambda path: f"{localised(path.team.name)}, {path.team.municipality.name}",
            (joinedload(TeamPath.team).joinedload(Team.municipality),),
        ),
        Kind(
            Certificate,
            _name_in_cohort,
            (
                joinedload(Certificate.person),
                joinedload(Certificate.cohort).joinedload(Cohort.version),
            ),
        ),
        Kind(CertificateDesign, lambda design: design.name),
        # The date alone: whose it is, is nobody's business who reads the trail.
        Kind(
            Booking,
            lambda booking: short_date(booking.event.starts_at),
            (joinedload(Booking.event),),
        ),
        Kind(CoachingOffer, lambda offer: localised(offer.title)),
        Kind(
            BusyCalendar,
            lambda calendar: person_name(calendar.person),
            (joinedload(BusyCalendar.person),),
        ),
        Kind(
            CalendarFeed, lambda feed: person_name(feed.person), (joinedload(CalendarFeed.person),)
        ),
        Kind(Aid, lambda aid: aid.key),
        # Not its title: what a municipality has not published is its own affair.
        Kind(
            Article,
            lambda article: article.municipality.name,
            (joinedload(Article.municipality),),
        ),
        # Not its title: what a municipality writes about is its own affair.
        Kind(
            MunicipalText,
            lambda text: text.municipality.name,
            (joinedload(MunicipalText.municipality),),
        ),
        Kind(ImportedInstrument, lambda imported: localised(definition_of(imported).title)),
        Kind(Partner, _partner_name, (joinedload(Partner.municipality),)),
        # The partner alone: the office learns no names of people at partners.
        Kind(
            Contact,
            lambda contact: _partner_name(contact.partner),
            (joinedload(Contact.partner).joinedload(Partner.municipality),),
        ),
        Kind(
            Commitment,
            lambda commitment: _partner_name(commitment.partner),
            (joinedload(Commitment.partner).joinedload(Partner.municipality),),
        ),
        Kind(Duty, lambda duty: localised(duty.title)),
        Kind(Meeting, _meeting_name, (joinedload(Meeting.event), joinedload(Meeting.municipality))),
        Kind(
            MeetingTask,
            lambda task: _meeting_name(task.meeting),
            (
                joinedload(MeetingTask.meeting).joinedload(Meeting.event),
                joinedload(MeetingTask.meeting).joinedload(Meeting.municipality),
            ),
        ),
        Kind(Body, lambda body: body.name),
        Kind(
            BodyMeeting,
            _date_of_body,
            (joinedload(BodyMeeting.event), joinedload(BodyMeeting.body)),
        ),
        Kind(
            Decision,
            lambda decision: f"{decision.body.name}, {decision.label}",
            (joinedload(Decision.body),),
        ),
        Kind(OperatorText, lambda text: str(TITLES.get(text.key, text.key))),
        Kind(RetentionPeriod, _kept_name),
        Kind(OperatorLogo, lambda _logo: _("Logo der Förderung")),
    )
}


def person_name(person: Person) -> str:
    """The person's name, also where an erasure has left the row without one."""
    return person.name.strip() or _("gelöschte Person")


class Names:
    """The names of everybody and everything that some entries speak of."""

    def __init__(self, entries: Iterable[AuditEntry]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            wanted[entry.object_type].add(entry.object_public_id)
            if entry.actor_public_id:
                wanted[Person.__name__].add(entry.actor_public_id)
        self._names = {
            kind: _find_names(KINDS[kind], sorted(ids))
            for kind, ids in wanted.items()
            if kind in KINDS
        }

    def actor(self, entry: AuditEntry) -> str:
        """Who acted."""
        if not entry.actor_public_id:
            return _("KommA selbst")
        return self._name(Person.__name__, entry.actor_public_id)

    def thing(self, entry: AuditEntry) -> str:
        """What it was about."""
        return self._name(entry.object_type, entry.object_public_id)

    def _name(self, kind: str, public_id: str) -> str:
        if kind not in KINDS:
            return "–"
        gone = _("gelöschte Person") if kind in {"Person", "Account"} else _("gibt es nicht mehr")
        return self._names[kind].get(public_id, gone)


def _find_names(kind: Kind, public_ids: list[str]) -> dict[str, str]:
    names = {}
    for start in range(0, len(public_ids), PIECES_AT_A_TIME):
        piece = public_ids[start : start + PIECES_AT_A_TIME]
        query = select(kind.model).where(kind.model.public_id.in_(piece)).options(*kind.options)
        names.update({thing.public_id: kind.name(thing) for thing in db.session.scalars(query)})
    return names
