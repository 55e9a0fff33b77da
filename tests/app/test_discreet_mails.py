"""A census of all mails: whoever reads along on a lock screen does not learn what it is about."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask, template_rendered

from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.i18n import Bilingual, Stranger
from app.kernel.jobs import run_job
from app.kernel.mail_text import render_mail
from app.kernel.outbox import OutboxMessage, enqueue
from app.kernel.permissions import Role
from assessments.waves import general as asking
from certificates.register.services import (
    ask_for_correction,
    decline_correction,
    revoke_certificate,
)
from courses.cohorts.entry.waiving import ask_for_waiver, decide_on_waiver
from courses.cohorts.planning.adding_sessions import add_session
from courses.cohorts.planning.cancelling import cancel_cohort
from courses.cohorts.planning.handing_over import hand_over as hand_over_cohort
from courses.cohorts.planning.session_changes import cancel_session, move_session
from courses.cohorts.queries import find_enrolment
from courses.cohorts.seats import approval
from courses.cohorts.seats.closing import close_line
from courses.cohorts.seats.reasons import RemovalReason
from courses.cohorts.seats.seating import lock_seats
from courses.cohorts.seats.services import enrol_person, place, remove, withdraw
from courses.cohorts.seats.substitutes import ask_substitute, refuse_seat, take_over
from courses.cohorts.services import SessionDates
from courses.desk.announcements.services import Words, send_announcement
from courses.desk.materials.services import Link, add_material
from courses.desk.materials.telling import tell_of_released
from courses.evaluation.questionnaire import Wave
from courses.group_levels.services import invite
from courses.group_levels.telling import tell_of_survey
from courses.nominations.in_house import accept_in_house, ask_in_house
from courses.team_paths.collecting import end_overdue_analysis, start_analysis
from courses.team_paths.deciding import approve_plan, propose_plan, return_plan
from courses.team_paths.models import TeamPath, TeamPathState
from exchange.alliances.guests.links import JOB_NAME as GUEST_LINKS_JOB
from exchange.alliances.guests.links import ask_for_link as ask_for_guest_link
from exchange.alliances.guests.reporting import Entry, confirm_entry
from exchange.alliances.guests.services import invite_guest, leave_as_guest, warn_of_end
from exchange.alliances.meetings.minutes import save_minutes
from exchange.alliances.meetings.models import ReminderStage
from exchange.alliances.meetings.tasks import TaskDetails, give_task, remind_of_task
from exchange.knowledge.comments.services import hide_comment, report_comment
from exchange.knowledge.digest.services import change_subscription, tell_of_news
from exchange.meetings.minutes.services import save_minutes as save_body_minutes
from exchange.meetings.replies.services import remind_of_reply
from exchange.peer_consultations.reflection.jobs import ask_for_reflections
from exchange.procedures.cases.handing_over import name_handler
from exchange.procedures.cases.jobs import remind as remind_of_deadlines
from exchange.statements.services import Wording, remind_of_signing, withdraw_statement
from exchange.strategies.services import remind_of_review
from exchange.toolbox.content_loading import update_aids
from exchange.toolbox.models import TextState
from exchange.toolbox.queries import list_aids
from exchange.toolbox.services import create_text, return_text, submit_text
from notifications.kinds import list_kinds
from notifications.services import DIGEST_JOB, notify
from notifications.wishes import Timing
from organisations.deputies.services import name_deputy
from organisations.models import Function
from organisations.people.services import PersonDetails, change_person, create_person
from organisations.protection.services import (
    AskedBy,
    Request,
    hide_contact,
    show_contact_on_request,
)
from organisations.substitutes.services import name_substitute
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.coaching.companions import Companions, leave_booking
from scheduling.coaching.handing_over import hand_over
from scheduling.coaching.holding import hold_slot, let_go_of_expired
from scheduling.coaching.jobs import WAITING_JOB
from scheduling.coaching.reminding import remind
from scheduling.coaching.services import (
    cancel_booking,
    confirm_booking,
    decline_request,
    move_booking,
)
from scheduling.coaching.waiting import ask_to_be_told
from scheduling.invitations.services import JOB_NAME as INVITATIONS_JOB
from scheduling.polls.models import Choice
from scheduling.polls.queries import find_member
from scheduling.polls.reminding import remind as remind_of_poll
from scheduling.polls.reminding import tell_if_ready
from scheduling.polls.services import add_proposals, call_off, choose_date
from tests.assessments.waves.factories import make_wave
from tests.certificates.factories import make_certificate
from tests.courses.factories import make_cohort, make_course
from tests.courses.group_levels.factories import make_collection
from tests.exchange.alliances.factories import make_contact, make_meeting, make_partner
from tests.exchange.knowledge.factories import agree, make_comment, make_draft, submit
from tests.exchange.knowledge.factories import publish as publish_article
from tests.exchange.meetings.factories import make_body
from tests.exchange.meetings.factories import make_meeting as make_body_meeting
from tests.exchange.peer_consultations.factories import hold as hold_session
from tests.exchange.peer_consultations.factories import join, make_group
from tests.exchange.procedures.factories import make_case, make_version
from tests.exchange.statements.factories import make_open_statement
from tests.exchange.strategies.factories import make_version as make_strategy_version
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_team
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_busy_calendar
from tests.scheduling.polls.factories import make_answers, make_poll

#: As much as a telephone shows of a mail before it is unlocked.
PREVIEW = 120
TITLE, SLUG, PLACE, OFFER = (
    "Wenn Hass ins Netz kommt",
    "when-hate-comes",
    "Saal 7",
    "Nach Drohungen",
)
#: Parts of words that would give it away, in both languages.
TOPICS = (
    "hass", "rassis", "droh", "beleidig", "angriff", "gewalt", "krise", "coaching", "training",
    "kurs", "selbsteinschätzung", "bedarfsanalyse", "belastung",
    "hate", "racis", "threat", "insult", "attack", "violence", "crisis", "course", "assessment",
)  # fmt: skip


@contextmanager
def rendered_mails(app: Flask):
    """The names of the mail templates that are rendered while the block runs."""
    names: set[str] = set()

    def note(_app, template, context, **_more):
        if "/mail/" in template.name:
            names.add(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def all_mails(app: Flask) -> set[str]:
    return {name for name in app.jinja_env.list_templates() if "/mail/" in name}


def details(account, **changes):
    person = account.person
    known = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": account.email,
        "language": person.language,
        "function": Function.STAFF,
        "job_title": None,
        "municipality": person.municipality,
        "team_name": None,
        "roles": frozenset(account.roles),
    }
    return PersonDetails(**(known | changes))


def cause_every_mail(personas, language):
    """Do whatever KommA writes a mail about, for somebody who reads `language`."""
    office, trainer = personas.office.person, personas.trainer.person
    ada = make_account(
        given_name="Ada", municipality=personas.owner.person.municipality, language=language
    )
    person, act = ada.person, {"actor": trainer, "now": START}
    of_accounts(ada, office)
    course = make_course(slug=SLUG)
    course.title = _both(TITLE)
    cohort = make_cohort(course=course, trainers=[trainer], session_minutes=(60, 60), place=PLACE)
    enrolment = enrol_person(cohort=cohort, person=person, actor=person, now=START)
    db.session.commit()
    assert run_job(INVITATIONS_JOB) == 2
    first, second = cohort.sessions
    move_session(session=first, dates=_later(first), place=f"{PLACE} links", **act)
    move_session(session=first, dates=_now(first), place=PLACE, **act)
    cancel_session(session=second, **act)
    of_leading(cohort, trainer, office, language)
    of_the_desk(cohort, trainer)
    withdraw(enrolment=enrolment, actor=person, now=START)
    db.session.commit()
    assert run_job(INVITATIONS_JOB) == 1, "the date that is not off leaves the calendar"
    of_seats(course, ada, trainer)
    of_municipality(ada, personas)
    of_a_text(person, personas.coordinator.person)
    of_knowledge(ada, personas)
    of_certificates(person, cohort, trainer)
    notify(person=person, template="paths/replanned", now=START)
    for wave in Wave:
        for template in ("evaluation/asked", "evaluation/reminded"):
            notify(person=person, template=template, now=START, cohort=cohort, wave=wave)
    for template in ("cohort_waves/asked", "cohort_waves/reminded"):
        notify(person=person, template=template, now=START, closes_on=START.date())
    of_groups(person, language)
    of_cases(person, personas)
    of_waves(person)
    of_coaching(person, language)
    of_alliances(person, personas.coordinator.person)
    of_statements(personas.coordinator, personas.office)
    of_bodies(person, personas.coordinator.person)
    of_date_polls(person, personas.owner.person)
    of_peers(person, personas.owner.person)
    of_ways_in(ada, language)
    name_deputy(principal=person, email=personas.colleague.email, now=START)
    name_substitute(account=ada, until=START + timedelta(days=7), actor=office, now=START)


def of_certificates(person, cohort, trainer):
    """Of all that can become of a certificate."""
    notify(person=person, template="issuing/issued", now=START, replaces_another=True)
    certificate = make_certificate(
        person=person, cohort=cohort, valid_until=START.date() + timedelta(days=10)
    )
    ask_for_correction(certificate=certificate, wish=TITLE, now=START)
    decline_correction(certificate=certificate, answer=TITLE, actor=trainer, now=START)
    notify(person=person, template="register/ending", now=START, certificate=certificate)
    revoke_certificate(certificate=certificate, reason=TITLE, actor=trainer, now=START)


def of_seats(course, ada, trainer):
    """Of all that can become of a seat and of who waits for one."""
    person, act = ada.person, {"actor": trainer, "now": START}
    cohort = make_cohort(course=course, trainers=[trainer], capacity=1, place=PLACE)
    place(cohort=cohort, person=person, offer_for=timedelta(hours=1), **act)
    lock_seats(cohort, START + timedelta(hours=1))
    held = place(cohort=cohort, person=person, **act)
    other = make_account(municipality=person.municipality)
    for answer in (refuse_seat, take_over):
        question = ask_substitute(enrolment=held, email=other.email, **act)
        answer(offer=question, actor=other.person, now=START)
    place(cohort=cohort, person=person, **act)
    ask_substitute(enrolment=find_enrolment(other.person, cohort), email=ada.email, **act)
    close_line(cohort, START)
    given = place(cohort=cohort, person=person, **act)
    remove(enrolment=given, reason=RemovalReason.ASKED, **act)


def of_leading(cohort, trainer, office, language):
    """A colleague joins, leads a session alone, and the rest of another cohort is called off."""
    colleague = make_account(Role.TRAINER, function=None, language=language).person
    act, first = {"actor": trainer, "now": START}, cohort.sessions[0]
    hand_over_cohort(cohort=cohort, giver=trainer, taker=colleague, stays=True, **act)
    move_session(
        session=first,
        dates=_now(first),
        place=PLACE,
        online_link=f"https://example.org/{SLUG}",
        leaders=[trainer],
        **act,
    )
    at = first.event.starts_at + timedelta(days=30)
    dates = SessionDates(at, at + timedelta(hours=1))
    added = add_session(cohort=cohort, dates=dates, place=PLACE, zone="Europe/Berlin", **act)
    cancel_session(session=added, **act)
    off = make_cohort(course=cohort.course, trainers=[colleague], place=PLACE)
    make_cohort(course=cohort.course, place=PLACE)
    cancel_cohort(cohort=off, message=f"{TITLE} in {PLACE}", actor=office, now=START)


def of_the_desk(cohort, trainer):
    words = Words(title=TITLE, text=f"Wir treffen uns in {PLACE}.")
    act = {"cohort": cohort, "actor": trainer, "now": START}
    send_announcement(words=words, to_waiting=False, key="k" * 22, **act)
    link = Link("https://example.org/")
    add_material(title=TITLE, thing=link, released_at=START, **act)
    assert tell_of_released(cohort_id=cohort.id, now=START) == 1


def of_a_text(author, coordinator):
    """It waits for its release and is sent back."""
    update_aids(START)
    text = create_text(
        municipality=author.municipality,
        version=list_aids()[0],
        language="de",
        title=TITLE,
        body=TITLE,
        actor=coordinator,
        now=START,
    )
    author.function = Function.EXECUTIVE
    submit_text(text=text, revision=1, actor=coordinator, now=START)
    assert text.state == TextState.SUBMITTED
    return_text(text=text, comment=TITLE, revision=2, actor=author, now=START)
    notify(person=author, template="toolbox/decided", now=START, text=text)


def of_knowledge(author, personas):
    """An article that waits, is decided on and commented; a comment is reported and hidden."""
    person, coordinator, office = author.person, personas.coordinator, personas.office
    person.function = Function.EXECUTIVE
    version = submit(make_draft(author, title=TITLE, summary=TITLE, body=TITLE), author)
    publish_article(agree(version, coordinator), office, comment=TITLE)
    comment = make_comment(version, coordinator, TITLE)
    report_comment(comment=comment, reason=TITLE, reporter=person, now=START)
    hide_comment(comment=comment, reason=TITLE, actor=office.person, now=START)
    change_subscription(person=person, wanted=True, now=START)
    week = START + timedelta(days=7)
    assert tell_of_news(person=person, since=START - timedelta(days=1), week=week, now=START)


def of_municipality(ada, personas):
    """Of who decides on a seat, and of a cohort for one municipality alone."""
    person, trainer = ada.person, personas.trainer.person
    course = make_course(needs_approval=True, prerequisites=[make_course()])
    course.title = _both(TITLE)
    cohort = make_cohort(course=course, trainers=[trainer], place=PLACE)
    waiver = ask_for_waiver(cohort=cohort, person=person, note=TITLE, now=START)
    decide_on_waiver(waiver=waiver, granted=True, actor=trainer, now=START)
    asked = enrol_person(cohort=cohort, person=person, actor=person, now=START)
    by_coordinator = {"actor": personas.coordinator.person, "now": START}
    approval.decline_request(enrolment=asked, reason=TITLE, **by_coordinator)
    wish = ask_in_house(
        municipality=person.municipality,
        course=course,
        days=[START.date()],
        people=5,
        place=PLACE,
        note=TITLE,
        actor=person,
        now=START,
    )
    accept_in_house(request=wish, actor=personas.office.person, now=START)


def of_groups(person, language):
    """Of the levels that a municipality and a team ask for, and of what becomes of them."""
    at_home = {"municipality": person.municipality, "language": language}
    make_account(Role.COORDINATOR, **at_home)
    survey = make_collection(municipality=person.municipality)
    invite(collection=survey, now=START)
    tell_of_survey(survey, START)
    team = make_team(municipality=person.municipality, name=TITLE)
    leads = [make_account(Role.TEAM_LEAD, team=team, **at_home).person for _ in range(2)]
    team_path = start_analysis(
        team=team,
        budget_minutes=480,
        deadline=START.date(),
        topics=(),
        wished_days=(),
        closes_on=START.date(),
        actor=leads[0],
        now=START,
    )
    invite(collection=team_path.collection, now=START)
    end_overdue_analysis(team_path=team_path, now=START)
    of_a_plan(team, leads[0])


def of_cases(person, personas):
    """Somebody is named to handle a case, and a deadline of it is over."""
    version = make_version(personas.coordinator.person, title=TITLE)
    case = make_case(version, personas.owner.person, description=f"{TITLE} in {PLACE}")
    name_handler(case=case, person=person, actor=personas.owner.person, now=START)
    db.session.commit()
    assert remind_of_deadlines(START + timedelta(hours=3)) == 1
    notify(person=person, template="cases/due", now=START, case=case, is_over=False)


def of_peers(person, organiser):
    """Somebody is invited to a consultation, and weeks later asked what came of it."""
    consultation, people = make_group(organiser)
    join(consultation, organiser, person)
    hold_session(consultation, people)
    db.session.commit()
    assert ask_for_reflections(START + timedelta(weeks=4)) == 1


def of_waves(person):
    """Of a self-assessment that everybody is asked for."""
    wave = make_wave([person], title=_both(TITLE))
    assert asking.invite(wave=wave, now=START) == 1
    assert asking.remind(wave=wave, now=START) == 1


def of_a_plan(team, lead):
    """It is proposed, sent back and, proposed again, approved."""
    planned = TeamPath(
        team=team,
        state=TeamPathState.PLANNED,
        started_by=lead.public_id,
        started_at=START,
        budget_minutes=480,
        deadline=START.date(),
        topics=[],
        wished_days=[],
        plan={},
    )
    db.session.add(planned)
    db.session.flush()
    decided = {"actor": make_account(Role.PROGRAMME_OFFICE, function=None).person, "now": START}
    propose_plan(team_path=planned, actor=lead, now=START)
    return_plan(team_path=planned, reason=TITLE, **decided)
    propose_plan(team_path=planned, actor=lead, now=START)
    approve_plan(team_path=planned, **decided)


def of_ways_in(account, language):
    """What is mailed to an address, whoever reads there."""
    known = {"person": account.person, "token": "token", "expires_at": START}
    for template, more in (
        ("mail_links/reset", known),
        ("mail_links/sign_in", known),
        ("accounts/security_notice", known | {"happened": "Ihr Passwort ist geändert."}),
        ("registration/confirm", known),
        ("registration/known", {}),
        ("registration/still_waiting", {}),
        ("registration/somebody_waits", {}),
        ("registration/declined", {"reason": ""}),
    ):
        subject, body = render_mail(template, reader=Stranger(language), **more)
        enqueue(recipient=account.email, subject=subject, body=body, now=START)


def of_accounts(ada, office):
    act = {"actor": office, "now": START}
    new = details(ada, email="new-here@example.org", given_name="Nele")
    create_person(details=new, **act)
    change_person(account=ada, details=details(ada, email="moved@example.org"), **act)
    hide_contact(person=ada.person, **act)
    request = Request(AskedBy.LETTER, START.date())
    show_contact_on_request(person=ada.person, request=request, **act)


def of_coaching(person, language):
    coach = make_coach(language=language).person
    make_working_time(coach)
    offer = make_offer(coach, title=_both(OFFER), place=PLACE)
    of_waiting(offer, person)
    booking = make_booking(offer, person, TUESDAY_AT_TEN)
    of_outside_calendars(coach, booking)
    assert remind(booking=booking, person=person, now=START)
    hand_over(booking=booking, offer=make_other_offer(language), now=START)
    cancel_booking(booking=booking, now=START)
    of_several(make_offer(coach, title=_both(OFFER), place=PLACE, most_people=3), person)
    of_requests(make_offer(coach, title=_both(OFFER), place=PLACE, needs_approval=True), person)


def of_alliances(person, coordinator):
    act = {"actor": coordinator, "now": START}
    meeting = make_meeting(
        coordinator.municipality, person, actor=coordinator, title=TITLE, place=PLACE
    )
    due_on = START.date() + timedelta(days=9)
    task = give_task(meeting=meeting, details=TaskDetails(OFFER, due_on, person), **act)
    assert remind_of_task(task=task, stage=ReminderStage.SOON, now=START)
    version = make_strategy_version(coordinator, title=TITLE)
    assert remind_of_review(version=version, now=START)
    save_minutes(meeting=meeting, text=OFFER, revision=0, submit=True, **act)
    of_guests(coordinator, person.language)


def of_guests(coordinator, language):
    """Guests are told by mails of their own; whoever keeps an alliance, of what guests do."""
    coordinator.language = language
    contact = make_contact(make_partner(coordinator.municipality), email="guest@partner.example")
    guest = invite_guest(contact=contact, actor=coordinator, now=START)
    guest.accepted_at, guest.language = START, language
    entry = Entry(remit=OFFER, phone="", reachability=PLACE)
    confirm_entry(guest=guest, entry=entry, now=START)
    ask_for_guest_link(email="guest@partner.example", origin="", now=START)
    db.session.commit()
    assert run_job(GUEST_LINKS_JOB) == 1
    warn_of_end(guest=guest, now=START)
    leave_as_guest(guest=guest, now=START)


def of_statements(coordinator, office):
    """One is proposed and opened, its last day is near, and it is withdrawn."""
    statement = make_open_statement(
        coordinator, office, wording=Wording(TITLE, OFFER, f"{TITLE} in {PLACE}")
    )
    assert remind_of_signing(statement=statement, now=START)
    withdraw_statement(
        statement=statement,
        remark=TITLE,
        revision=statement.revision,
        actor=office.person,
        now=START,
    )
    notify(
        person=coordinator.person,
        template="statements/decided",
        now=START,
        statement=statement,
        taken_back=None,
    )


def of_date_polls(person, organiser):
    """A date is looked for: asked, reminded, other times, chosen; and another one is called off."""
    act = {"actor": organiser, "now": START}
    poll, other = (make_poll(organiser, person, title=_both(TITLE)) for _number in range(2))
    assert remind_of_poll(member=find_member(poll, person), lead=timedelta(0), now=START)
    make_answers(poll, person, *[Choice.YES] * 3)
    add_proposals(poll=poll, proposals=[START + timedelta(days=20)], **act)
    choose_date(poll=poll, proposal=poll.proposals[0], **act)
    call_off(poll=other, **act)
    assert tell_if_ready(poll=make_poll(person, organiser, title=_both(TITLE)), now=START)


def of_bodies(person, planner):
    """Somebody is invited to a meeting, has not answered, and is to read its minutes."""
    body = make_body(name=TITLE, members=[person])
    meeting = make_body_meeting(body, actor=planner, title=TITLE, place=PLACE, invited=True)
    assert remind_of_reply(meeting=meeting, now=START) == 1
    then = meeting.event.ends_at
    save_body_minutes(meeting=meeting, text=OFFER, revision=0, submit=True, actor=planner, now=then)


def make_other_offer(language, **terms):
    colleague = make_coach(language=language).person
    make_working_time(colleague)
    return make_offer(colleague, title=_both(OFFER), place=PLACE, **terms)


def of_waiting(offer, person):
    ask_to_be_told(person=person, offers=[offer], earlier_than=None, now=START)
    db.session.commit()
    assert run_job(WAITING_JOB) == 1


def of_outside_calendars(coach, booking):
    """The coach is busy outside, as far as is known, and the appointment is moved elsewhere."""
    busy = (TUESDAY_AT_TEN, TUESDAY_AT_TEN + timedelta(minutes=10))
    calendar = make_busy_calendar(coach, busy, label=OFFER, good_at=START - timedelta(days=2))
    publish(BusyTimesChanged(coach.id, START))
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + timedelta(hours=2), now=START)
    db.session.delete(calendar)
    db.session.flush()


def of_several(offer, person):
    """Somebody comes along and leaves, and a guest is told whatever happens."""
    colleague = make_account(language=person.language).person
    companions = Companions(people=(colleague,), guests=("guest@example.org",))
    held = hold_slot(offer=offer, client=person, starts_at=TUESDAY_AT_TEN, now=START)
    booking = confirm_booking(booking=held, now=START, companions=companions)
    leave_booking(booking=booking, person=colleague, now=START)
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + timedelta(hours=2), now=START)
    hand_over(booking=booking, offer=make_other_offer(person.language, most_people=3), now=START)
    cancel_booking(booking=booking, now=START)


def of_requests(offer, person):
    passed_on = make_booking(offer, person, TUESDAY_AT_TEN)
    hand_over(booking=passed_on, offer=make_other_offer(person.language), now=START)
    cancel_booking(booking=passed_on, now=START)
    declined = make_booking(offer, person, TUESDAY_AT_TEN)
    decline_request(booking=declined, now=START, reason=OFFER)
    lapsing = make_booking(offer, person, TUESDAY_AT_TEN)
    let_go_of_expired([person], now=lapsing.event.expires_at)


def _both(text):
    return Bilingual(de=text, en=text)


def _now(session):
    return SessionDates(session.event.starts_at, session.event.ends_at)


def _later(session):
    event, hour = session.event, timedelta(hours=1)
    return SessionDates(event.starts_at + hour, event.ends_at + hour)


def send_a_digest(personas, language):
    reader = make_account(language=language).person
    make_wishes(reader, timings={"certificate": Timing.DAILY, "enrolment": Timing.DAILY})
    notify(person=reader, template="issuing/issued", now=START - timedelta(days=2))
    db.session.commit()
    assert run_job(DIGEST_JOB) == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_mail_tells_its_topic_to_who_glances_at_it(app, personas, language):
    with rendered_mails(app) as rendered:
        cause_every_mail(personas, language)
        send_a_digest(personas, language)
    assert rendered == all_mails(app), "a new mail belongs into this census, too"
    for mail in db.session.query(OutboxMessage):
        glance = f"{mail.subject}\n{mail.body[:PREVIEW]}".lower()
        for topic in (*TOPICS, TITLE, SLUG, OFFER, PLACE):
            assert topic.lower() not in glance, f"{mail.subject}: {mail.body}"
        for secret in (TITLE, SLUG, OFFER, PLACE):
            assert secret not in mail.body + (mail.calendar_body or ""), mail.body


def test_every_mail_belongs_to_one_kind_or_is_about_the_own_account(app):
    declared = [template for kind in list_kinds() for template in kind.templates]
    assert len(declared) == len(set(declared))
    files = {"{}/mail/{}.txt".format(*template.split("/")) for template in declared}
    without = all_mails(app) - files
    assert {name.split("/")[0] for name in without} <= {
        *("accounts", "deputies", "guests", "mail_links", "notifications", "protection"),
        *("registration", "substitutes", "partner_access"),
    }
    assert files <= all_mails(app)
