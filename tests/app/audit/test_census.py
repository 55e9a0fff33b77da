"""A census of all commands: each leaves a trace, or stands here with the reason why not."""

import pytest

from app.kernel import operator_texts
from app.pages.audit.names import KINDS
from app.pages.audit.wording import ACTIONS, DETAILS, GROUPS
from tests.app.audit.sources import commands, leads_to_record, records

ONLY_READS = "drafts what would be written; issuing it is recorded"
OWN_ANSWERS = "what somebody answers is never recorded, nor that they answer at all"
OWN_READING = "what somebody reads is their own affair"
OWN_NOTES = "what trainers note is between them"
OF_A_CASE = "the office must not learn of cases; each has a trail of its own for its handlers"
AMONG_MEMBERS = "who can meet when is for those who are asked; the owner of the date records it"
AMONG_PEERS = "the office must not learn who consults whom; a consultation is its members' alone"
OWN_WORDS = "what somebody says about an article or reports of it is theirs; it stands there itself"
AMONG_PEERS = "the office must not learn who consults whom; a consultation is its members' alone"
AMONG_MEMBERS = "who can meet when is for those who are asked; the owner of the date records it"
OWN_PATH = "who plans to learn what is their own affair"

NOT_RECORDED = {
    "assessments.administrations.services.begin_assessment": OWN_ANSWERS,
    "assessments.administrations.services.change_note": OWN_ANSWERS,
    "assessments.administrations.services.choose_layout": OWN_ANSWERS,
    "assessments.administrations.services.delete_all_assessments": OWN_ANSWERS,
    "assessments.administrations.services.delete_assessment": OWN_ANSWERS,
    "assessments.administrations.services.finish_assessment": OWN_ANSWERS,
    "assessments.administrations.services.keep_answers": OWN_ANSWERS,
    "assessments.administrations.services.take_back_copy": OWN_ANSWERS,
    "certificates.amending.services.draft_replacement": ONLY_READS,
    "certificates.issuing.drafts.draft_certificate": ONLY_READS,
    "courses.desk.notes.services.save_notes": OWN_NOTES,
    "courses.evaluation.services.give_feedback": OWN_ANSWERS,
    "courses.group_levels.services.contribute": OWN_ANSWERS,
    "courses.group_levels.services.take_back": OWN_ANSWERS,
    "courses.learning.quizzes.answer_quiz": OWN_ANSWERS,
    "courses.learning.reflections.keep_reflection": OWN_ANSWERS,
    "courses.learning.scenarios.choose": OWN_ANSWERS,
    "courses.learning.scenarios.go_back": OWN_ANSWERS,
    "courses.learning.services.complete_unit": OWN_READING,
    "courses.learning.services.reopen_unit": OWN_READING,
    "courses.needs.services.answer_question": OWN_ANSWERS,
    "courses.needs.services.begin_analysis": OWN_ANSWERS,
    "courses.needs.services.change_budget": OWN_ANSWERS,
    "courses.needs.services.complete_analysis": OWN_ANSWERS,
    "courses.needs.services.tell_situations": OWN_ANSWERS,
    "courses.needs.sharing.services.end_sharing": OWN_ANSWERS,
    "courses.needs.sharing.services.share_levels": OWN_ANSWERS,
    "courses.paths.news.dismiss_news": OWN_PATH,
    "courses.paths.choosing.change_wishes": OWN_PATH,
    "courses.paths.choosing.keep_step": OWN_PATH,
    "courses.paths.choosing.leave_out_step": OWN_PATH,
    "courses.paths.choosing.preview_wishes": OWN_PATH,
    "courses.paths.choosing.release_step": OWN_PATH,
    "courses.paths.choosing.swap_step": OWN_PATH,
    "courses.paths.choosing.try_alternatives": OWN_PATH,
    "courses.paths.removing.delete_analysis": OWN_PATH,
    "courses.paths.services.finish_analysis": OWN_PATH,
    "courses.paths.services.plan_path": OWN_PATH,
    "exchange.procedures.cases.answering.answer_step": OF_A_CASE,
    "exchange.peer_consultations.groups.case_texts.delete_case": AMONG_PEERS,
    "exchange.peer_consultations.groups.case_texts.save_case": AMONG_PEERS,
    "exchange.peer_consultations.groups.case_texts.share_case": AMONG_PEERS,
    "exchange.peer_consultations.groups.case_texts.take_case_back": AMONG_PEERS,
    "exchange.peer_consultations.groups.casting.cast_role": AMONG_PEERS,
    "exchange.peer_consultations.groups.dating.set_date": AMONG_PEERS,
    "exchange.peer_consultations.groups.polling.open_poll": AMONG_PEERS,
    "exchange.peer_consultations.groups.services.call_off": AMONG_PEERS,
    "exchange.peer_consultations.groups.services.invite_person": AMONG_PEERS,
    "exchange.peer_consultations.groups.services.open_consultation": AMONG_PEERS,
    "exchange.peer_consultations.reflection.services.delete_reflection": AMONG_PEERS,
    "exchange.peer_consultations.reflection.services.save_reflection": AMONG_PEERS,
    "exchange.peer_consultations.sessions.services.add_note": AMONG_PEERS,
    "exchange.peer_consultations.sessions.services.begin_session": AMONG_PEERS,
    "exchange.peer_consultations.sessions.services.change_phase": AMONG_PEERS,
    "exchange.peer_consultations.sessions.services.pause": AMONG_PEERS,
    "exchange.peer_consultations.sessions.services.resume": AMONG_PEERS,
    "exchange.knowledge.comments.services.change_comment": OWN_WORDS,
    "exchange.knowledge.comments.services.take_back_comment": OWN_WORDS,
    "exchange.procedures.cases.handing_over.hand_over": OF_A_CASE,
    "exchange.procedures.cases.handing_over.name_handler": OF_A_CASE,
    "exchange.procedures.cases.handing_over.release_handler": OF_A_CASE,
    "exchange.procedures.cases.services.add_note": OF_A_CASE,
    "exchange.procedures.cases.services.close_case": OF_A_CASE,
    "exchange.procedures.cases.services.describe_case": OF_A_CASE,
    "exchange.procedures.cases.services.start_case": OF_A_CASE,
    "exchange.procedures.cases.services.tick_item": OF_A_CASE,
    "exchange.procedures.cases.services.untick_item": OF_A_CASE,
    "exchange.procedures.cases.trail.note_act": OF_A_CASE,
    "exchange.procedures.exercises.services.start_exercise": OF_A_CASE,
    "scheduling.polls.services.add_proposals": AMONG_MEMBERS,
    "scheduling.polls.services.call_off": AMONG_MEMBERS,
    "scheduling.polls.services.choose_date": AMONG_MEMBERS,
    "scheduling.polls.services.move_deadline": AMONG_MEMBERS,
    "scheduling.polls.services.withdraw_proposal": AMONG_MEMBERS,
}


@pytest.mark.parametrize("command", commands())
def test_a_command_leaves_a_trace_or_has_a_reason_not_to(command):
    assert leads_to_record(command) != (command in NOT_RECORDED)


def test_the_census_finds_the_commands_and_knows_no_others():
    assert set(NOT_RECORDED) <= set(commands())
    assert {
        "organisations.people.services.change_person",
        "courses.cohorts.attendance.recording.record_attendance",
        "app.pages.audit.services.export_entries",
    } <= set(commands()) - set(NOT_RECORDED)


def test_every_act_has_words_and_no_words_stand_for_nothing():
    assert {record.action for record in records()} == set(ACTIONS)


def test_every_act_is_in_one_group():
    prefixes = [prefix for group in GROUPS.values() for prefix in group.prefixes]
    assert sorted(prefixes) == sorted({action.split(".")[0] for action in ACTIONS})


def test_every_detail_has_words():
    assert {name for record in records() for name in record.details} == set(DETAILS)


def test_details_are_few_and_none_of_them_is_a_text_that_somebody_wrote():
    """Whoever adds one here has asked whether the office may read it for ever."""
    assert set(DETAILS) == {
        *("absent", "active", "after", "before", "entries", "fields", "form", "language"),
        *("excused", "late", "present", "role", "seats", "text", "version"),
        *("asked_by", "asked_on", "benefit", "membership", "people", "done", "reason"),
        *("competency", "function", "unit"),
    }


def test_what_acts_are_about_can_be_named():
    assert {
        *(
            "Account",
            "Booking",
            "BusyCalendar",
            "CalendarFeed",
            "Certificate",
            "CertificateDesign",
            "CoachingOffer",
            "Cohort",
        ),
        *("Competency", "Course", "InHouseRequest", "LevelCollection"),
        *("Commitment", "Contact", "Duty", "Meeting", "MeetingTask", "Partner"),
        *("ImportedInstrument", "NeedsItem", "PrerequisiteWaiver", "TeamPath", "Wave"),
        *("Article", "Procedure", "Strategy"),
        *("Body", "BodyMeeting", "Decision"),
        *("Procedure", "Strategy"),
        *("Aid", "MunicipalText"),
        *("JointStatement", "Signature"),
        *("Enrolment", "Municipality", "Person", "Session", "SigningKey", "Team"),
        operator_texts.OperatorText.__name__,
        operator_texts.OperatorLogo.__name__,
        "RetentionPeriod",
    } == set(KINDS)
