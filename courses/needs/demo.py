"""Demo data: five colleagues who have completed their needs analysis, and one who has begun.

Two of them share levels with their trainer. Meanwhile the office has rewritten one question and is
writing at another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.cohorts.queries import list_enrolments_of
from courses.needs import services
from courses.needs.items.document import document_from, texts_of
from courses.needs.items.queries import list_item_states
from courses.needs.items.services import publish_draft, save_draft, starting_document
from courses.needs.queries import list_questions
from courses.needs.sharing.queries import Scope, is_open, preview
from courses.needs.sharing.services import share_levels
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from organisations.topics.queries import list_situations


@dataclass(frozen=True)
class InventedAnalysis:
    """What somebody answered: levels in the order of the questions, perhaps not all of them.

    Without `hours` the analysis is unfinished. The complete ones are older than the courses that
    the demo's people have taken since.
    """

    account: str
    days_ago: int
    levels: tuple[int, ...]
    situations: tuple[str, ...] = ()
    hours: int | None = None


#: What somebody had answered before, so that there is something to compare.
EARLIER_ANALYSES = (
    InventedAnalysis(
        "team1",
        days_ago=270,
        levels=(0, 0, 1, 1, 0, 2, 1, 0, 0, 1),
        situations=("threatening_message",),
        hours=24,
    ),
)

ANALYSES = (
    InventedAnalysis(
        "team1",
        days_ago=80,
        levels=(1, 0, 1, 2, 0, 1, 1, 1, 0, 1),
        situations=("attacked_on_duty", "threatening_message"),
        hours=40,
    ),
    InventedAnalysis(
        "team2",
        days_ago=77,
        levels=(0, 1, 0, 1, 1, 0, 0, 1, 1, 2),
        situations=("attacked_on_duty",),
        hours=24,
    ),
    InventedAnalysis(
        "team3",
        days_ago=75,
        levels=(2, 2, 1, 1, 0, 2, 1, 0, 1, 1),
        situations=("racist_jokes", "online_hate"),
        hours=16,
    ),
    InventedAnalysis("team4", days_ago=72, levels=(1, 1, 2, 2, 1, 1, 2, 2, 2, 1), hours=40),
    InventedAnalysis(
        "team10",
        days_ago=16,
        levels=(0, 0, 1, 0, 0, 1, 0, 1, 1, 1),
        situations=("colleague_rejected", "online_hate"),
        hours=24,
    ),
    InventedAnalysis("koordination", days_ago=3, levels=(2, 1, 1, 0)),
)

#: Who shares how much in the cohorts of a course that they are in.
SHARED_COURSE = "strong-together"
SHARES = {"team1": Scope.ALL, "team2": Scope.COURSE}


#: When the office published its question: some of the analyses are older.
REWRITTEN_DAYS_AGO = 40
REWRITTEN = {
    "option_1_de": "Ich merke früh, wenn es mir zu viel wird, und sage es jemandem.",
    "option_1_en": "I notice early when it is getting too much, and tell somebody.",
}
BEING_WRITTEN = {
    "question_de": "Wie würden Sie heute wohl handeln?",
    "option_0_de": "Das habe ich noch nicht erlebt und noch nie geübt.",
    "option_0_en": "",
}


def load_demo(now: datetime) -> None:
    """Add the invented analyses. Needs the topics, the accounts and the cohorts of the demo."""
    analyses = (*EARLIER_ANALYSES, *ANALYSES)
    rewritten_at = now - timedelta(days=REWRITTEN_DAYS_AGO)
    _answer_all([one for one in analyses if one.days_ago > REWRITTEN_DAYS_AGO], now)
    _write("own_resilience", REWRITTEN, rewritten_at, publish=True)
    _answer_all([one for one in analyses if one.days_ago <= REWRITTEN_DAYS_AGO], now)
    _write("de_escalation", BEING_WRITTEN, now - timedelta(days=2))
    for name, scope in SHARES.items():
        _share(get_account_by_email(f"{name}@example.org").person, scope, now - timedelta(days=9))


def _write(
    competency: str, texts: Mapping[str, str], then: datetime, *, publish: bool = False
) -> None:
    office = get_account_by_email("buero@example.org").person
    [item] = [
        state.item
        for state in list_item_states()
        if state.item.is_general and state.item.competency.key == competency
    ]
    before = texts_of(starting_document(item))
    document = document_from(before | texts)
    draft = save_draft(item=item, document=document, revision=0, actor=office, now=then)
    if publish and draft is not None:
        publish_draft(item=item, revision=draft.revision, actor=office, now=then)


def _answer_all(analyses: Iterable[InventedAnalysis], now: datetime) -> None:
    for analysis in analyses:
        person = get_account_by_email(f"{analysis.account}@example.org").person
        _answer(analysis, person, now - timedelta(days=analysis.days_ago))


def _share(person: Person, scope: Scope, then: datetime) -> None:
    for enrolment in list_enrolments_of(person):
        seen = preview(enrolment, scope)
        if (
            enrolment.cohort.course.slug != SHARED_COURSE
            or not is_open(enrolment, then)
            or not seen
        ):
            continue
        share_levels(
            enrolment=enrolment,
            scope=scope,
            analysis_seen=seen.analysis.public_id,
            trainers_seen={trainer.public_id for trainer in seen.trainers},
            actor=person,
            now=then,
        )


def _answer(analysis: InventedAnalysis, person: Person, then: datetime) -> None:
    services.begin_analysis(person=person, actor=person, now=then)
    # Not strict: an unfinished analysis has fewer answers than there are questions.
    questions = list_questions(person.function)
    for question, level in zip(questions, analysis.levels, strict=False):
        services.answer_question(
            person=person,
            competency=question.competency,
            level=level,
            actor=person,
            version_id=question.version_id,
        )
    if analysis.hours is None:
        return
    met = [situation for situation in list_situations() if situation.key in analysis.situations]
    services.tell_situations(person=person, situations=met, actor=person, now=then)
    services.complete_analysis(
        person=person, budget_minutes=analysis.hours * 60, actor=person, now=then
    )
