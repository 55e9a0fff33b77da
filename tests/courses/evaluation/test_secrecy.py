"""Whoever looks, the office too: nobody finds what one person said."""

from collections import Counter

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from courses.evaluation import queries
from courses.evaluation.jobs import RELEASING_JOB
from courses.evaluation.models import AnswerPool, FeedbackGiven
from courses.evaluation.pool import open_pool
from courses.evaluation.questionnaire import Wave
from tests.courses.evaluation.factories import make_ended_cohort, say
from tests.house.databases import on_sqlite_only


def tables_with(text):
    """The tables in which `text` stands in any column."""
    return {
        table.name
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table))
        if any(text in (value.decode("latin-1") if isinstance(value, bytes) else str(value))
               for value in row)
    }  # fmt: skip


def test_what_is_written_stands_nowhere_before_it_is_shown_and_then_in_one_place(app, clock):
    cohort = make_ended_cohort(people=10)
    for number, enrolment in enumerate(cohort.enrolments):
        say(enrolment, kept=f"Satz {number} von zehn")
    assert tables_with("von zehn") == set()
    clock.advance(days=1)
    db.session.commit()
    run_job(RELEASING_JOB)
    assert tables_with("von zehn") == {"evaluation_pools"}


def test_who_said_what_makes_no_difference_to_anything_that_is_kept(app):
    """Two cohorts in which the same was said by other people cannot be told apart."""
    kept = []
    for points in ((1, 5, 3), (3, 1, 5)):
        cohort = make_ended_cohort(people=3)
        for enrolment, point in zip(cohort.enrolments, points, strict=True):
            say(enrolment, point=point, kept=f"Punkt {point}")
        pool = queries.find_pools(cohort)[Wave.AFTER]
        own = {"id", "public_id", "course_id", "cohort_id", "sealed"}
        clear = {
            column.key: getattr(pool, column.key)
            for column in AnswerPool.__table__.columns
            if column.key not in own
        }
        said = Counter(tuple(answer.items()) for answer in open_pool(pool).waiting)
        kept.append((clear, len(pool.sealed), said))
    assert kept[0] == kept[1]


def test_no_export_of_a_person_holds_an_answer(app, clock):
    cohort = make_ended_cohort(people=10)
    for enrolment in cohort.enrolments:
        say(enrolment, kept="Unverwechselbar", point=2)
    clock.advance(days=1)
    db.session.commit()
    run_job(RELEASING_JOB)
    registered = [
        data for feature in app.extensions["komma"].features for data in feature.personal_data
    ]
    assert "feedback" in {data.name for data in registered}
    for enrolment in cohort.enrolments:
        exports = [data.export(enrolment.person_id) for data in registered]
        assert "Unverwechselbar" not in str(exports)
        assert "useful" not in str(exports)


@on_sqlite_only
def test_no_page_of_the_office_tells_who_has_answered(app, personas):
    """Not even that: rosters look the same whoever has answered."""
    cohort = make_ended_cohort(people=8, trainers=[personas.trainer.person])
    pages = (
        f"/manage/cohorts/{cohort.public_id}",
        f"/manage/cohorts/{cohort.public_id}/evaluation",
        "/manage/evaluations",
    )
    office, trainer = personas.client(personas.office), personas.client(personas.trainer)

    def seen():
        shown = [client.get(page) for client in (office, trainer) for page in pages]
        return [main_of(page.text) for page in (*shown, office.get("/manage/audit"))]

    before = seen()
    for enrolment in cohort.enrolments[:5]:
        say(enrolment)
    assert db.session.query(FeedbackGiven).count() == 5
    assert seen() == before


def main_of(page):
    """What stands on it, without tokens."""
    lines = page.partition("<main")[2].splitlines()
    return [line for line in lines if "csrf_token" not in line]
