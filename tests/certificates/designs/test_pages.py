"""The office's lists: designs, their versions, and what counts for which course."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from certificates.designs import queries, services
from certificates.designs.personal_data import DESIGN_VERSIONS
from certificates.printing.shipped import CLEAR
from tests.certificates.designs.factories import make_design, newest
from tests.courses.factories import make_course, make_self_paced_course
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

LIST = "/manage/certificates/designs"
COURSES = "/manage/certificates/courses"
CHANGING = [replace(CLEAR, colour=colour) for colour in ("red", "violet", "grey")]


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def design(app):
    return make_design(name="Eigene")


def save_again(design, actor, *, content=CLEAR):
    return services.save_version(
        design=design,
        content=content,
        logo=None,
        based_on=newest(design).number,
        actor=actor,
        now=START,
    )


def acts() -> list[str]:
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [entry.action for entry in entries if entry.action.startswith(("design", "course"))]


def test_the_list_says_what_each_design_counts_for(office, design):
    for _number in range(5):
        course = make_course()
        services.set_course_certificates(
            course=course,
            design=design,
            automatic=False,
            valid_months=None,
            actor=None,
            now=START,
        )
    page = office.get(LIST).text
    assert page.count("Vorlage des Programms") >= 1
    assert "und 2 weitere" in page
    assert 'href="/manage/certificates/courses"' in page


def test_a_new_design_is_a_copy_under_a_name_of_its_own(office, design):
    save_again(design, None)
    form = {"source": design.public_id, "name": "Noch eine"}
    answer = office.post(f"{LIST}/new", data=form)
    assert answer.status_code == 303
    copy = queries.find_design_by_name("Noch eine")
    assert answer.location == f"{LIST}/{copy.public_id}"
    assert newest(copy).content == CLEAR.to_json()
    assert (newest(copy).number, copy.of_programme) == (1, False)
    refused = office.post(f"{LIST}/new", data=form)
    assert refused.status_code == 422
    assert "So heißt bereits eine andere Vorlage." in refused.text


def test_an_archived_design_cannot_be_chosen_and_comes_back(office, design, app):
    course = make_course()
    office.post(f"{LIST}/{design.public_id}/archive")
    page = office.get(LIST).text
    assert page.index("Archiviert") < page.index("Eigene")
    assert design.public_id not in office.get(f"{COURSES}/{course.slug}").text
    office.post(f"{LIST}/{design.public_id}/unarchive")
    assert design.public_id in office.get(f"{COURSES}/{course.slug}").text
    assert acts()[-2:] == ["design.archived", "design.restored"]


def test_the_programmes_design_is_another_ones_turn_and_never_archived(office, design):
    before = queries.get_design_of_programme()
    refused = office.post(f"{LIST}/{before.public_id}/archive")
    assert "Wählen Sie zuerst eine andere" in office.get(refused.location).text
    office.post(f"{LIST}/{design.public_id}/choose")
    db.session.expire_all()
    assert queries.get_design_of_programme() == design
    office.post(f"{LIST}/{before.public_id}/archive")
    db.session.expire_all()
    assert before.archived_at is not None
    office.post(f"{LIST}/{before.public_id}/choose")
    db.session.expire_all()
    assert (before.of_programme, before.archived_at) == (True, None)
    assert acts()[-3:] == ["design.chosen", "design.archived", "design.chosen"]


def test_the_database_keeps_the_programmes_design_from_the_archive(design):
    programmes = queries.get_design_of_programme()
    programmes.archived_at = START
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_an_old_version_is_looked_at_and_taken_up_again(office, design, personas):
    save_again(design, personas.office.person)
    page = office.get(f"{LIST}/{design.public_id}/versions").text
    assert "Fassung 2 (gilt jetzt)" in page
    assert personas.office.person.name in page
    assert page.count("Wieder aufnehmen") == 1

    old = office.get(f"{LIST}/{design.public_id}/versions/1/en")
    assert (old.mimetype, old.data[:5]) == ("application/pdf", b"%PDF-")
    for nothing in ("1/fr", "3/de", "0/de", f"{10**30}/de"):
        assert office.get(f"{LIST}/{design.public_id}/versions/{nothing}").status_code == 404

    restore = f"{LIST}/{design.public_id}/versions/1/restore"
    late = office.post(restore, data={"based_on": "1"})
    assert "Inzwischen hat jemand anderes gespeichert" in office.get(late.location).text
    office.post(restore, data={"based_on": "2"})
    assert newest(design).number == 3
    assert newest(design).content == queries.get_version(design, 1).content


def test_a_version_is_final(design):
    version = newest(design)
    version.content = CLEAR.to_json()
    with pytest.raises(IntegrityError, match="design_versions_are_final"):
        db.session.flush()
    db.session.rollback()


def test_who_is_erased_leaves_the_versions(design, personas):
    save_again(design, personas.office.person)
    [exported] = DESIGN_VERSIONS.export(personas.office.person_id)
    assert (exported["design"], exported["version"]) == ("Eigene", 2)
    DESIGN_VERSIONS.erase(personas.office.person_id)
    assert newest(design).number == 2
    assert newest(design).saved_by_id is None


def test_what_a_course_asks_for_is_set_and_counts(office, design):
    course = make_course()
    form = {"design": design.public_id, "automatic": "y", "valid_months": "24"}
    assert office.post(f"{COURSES}/{course.slug}", data=form).status_code == 303
    wishes = queries.find_course_certificates(course)
    assert (wishes.design, wishes.automatic, wishes.valid_months) == (design, True, 24)
    assert queries.get_version_for(course) == newest(design)
    row = office.get(COURSES).text.split(course.slug)[1]
    assert "von selbst" in row
    assert "24 Monate" in row
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.details == {"fields": "design, automatic, valid_months"}

    office.post(f"{COURSES}/{course.slug}", data={"design": "", "valid_months": ""})
    db.session.expire_all()
    wishes = queries.find_course_certificates(course)
    assert (wishes.design, wishes.automatic, wishes.valid_months) == (None, False, None)
    assert queries.get_version_for(course).design == queries.get_design_of_programme()


@pytest.mark.parametrize("months", ["0", "121", "-1", "ein Jahr", "1" + "0" * 30])
def test_a_validity_is_from_a_month_to_ten_years(office, months):
    course = make_course()
    answer = office.post(f"{COURSES}/{course.slug}", data={"design": "", "valid_months": months})
    assert answer.status_code == 422
    assert queries.find_course_certificates(course) is None


def test_a_design_that_there_is_not_is_refused(office):
    course = make_course()
    answer = office.post(f"{COURSES}/{course.slug}", data={"design": "nothing-has-this"})
    assert answer.status_code == 422


def test_an_archived_design_stays_where_it_was_chosen(office, design):
    course, form = make_course(), {"design": design.public_id, "valid_months": ""}
    office.post(f"{COURSES}/{course.slug}", data=form)
    office.post(f"{LIST}/{design.public_id}/archive")
    assert office.post(f"{COURSES}/{course.slug}", data=form).status_code == 303
    db.session.expire_all()
    assert queries.get_version_for(course).design == design


def test_a_course_at_ones_own_pace_has_no_certificates(office):
    course = make_self_paced_course()
    assert course.slug not in office.get(COURSES).text
    assert office.get(f"{COURSES}/{course.slug}").status_code == 404


def test_lists_ask_as_often_however_long_they_are(office, personas):
    addresses = (LIST, COURSES, f"{LIST}/{queries.get_design_of_programme().public_id}/versions")
    asked_for_few = [asked(office, address) for address in addresses]
    for number, saver in enumerate((personas.office, personas.trainer, personas.owner)):
        design = make_design(name=f"Vorlage {number}")
        save_again(design, saver.person)
        save_again(queries.get_design_of_programme(), saver.person, content=CHANGING[number])
        services.set_course_certificates(
            course=make_course(),
            design=design,
            automatic=True,
            valid_months=12,
            actor=None,
            now=START,
        )
    db.session.commit()
    assert [asked(office, address) for address in addresses] == asked_for_few


def asked(client, address) -> int:
    with recorded_queries() as statements:
        assert client.get(address).status_code == 200
    return len(statements)
