"""Trainers' notes: shared by those who train the cohort, and by nobody else."""

import re

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.desk.notes.models import CohortNotes
from courses.desk.notes.queries import read_notes
from courses.desk.notes.services import ChangedMeanwhile, save_notes
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account

pytestmark = in_turn

SECRET = "Der Beamer braucht den alten Stecker"


def address(cohort):
    return f"/manage/cohorts/{cohort.public_id}/notes"


def typed(client, cohort, text):
    page = client.get(address(cohort)).text
    return {"revision": re.search(r'name="revision"[^>]*value="(\d+)"', page)[1], "text": text}


def test_notes_are_kept_sealed_and_read_by_all_trainers(personas, client, cohort):
    colleague = make_account(Role.TRAINER, function=None)
    cohort.trainers.append(colleague.person)
    client.post(address(cohort), data=typed(client, cohort, SECRET))
    page = personas.client(colleague).get(address(cohort)).text
    assert SECRET in page
    assert personas.trainer.person.name in page
    assert "Bitte nichts über einzelne Personen." in page
    assert SECRET.encode() not in db.session.scalar(select(CohortNotes.sealed))


@pytest.mark.parametrize("who", ["owner", "office", "coordinator"])
def test_neither_participants_nor_the_office_read_them(personas, cohort, enrolment, who):
    reader = personas.client(getattr(personas, who))
    assert reader.get(address(cohort)).status_code in {403, 404}
    assert reader.post(address(cohort), data={"revision": "0", "text": "x"}).status_code in {
        403,
        404,
    }
    assert read_notes(cohort).revision == 0


def test_the_way_there_is_shown_to_those_who_train_alone(personas, client, cohort):
    page = f"/manage/cohorts/{cohort.public_id}"
    assert address(cohort) in client.get(page).text
    assert address(cohort) not in personas.client(personas.office).get(page).text


def test_nothing_of_a_colleague_is_overwritten_unseen(client, personas, cohort):
    colleague = make_account(Role.TRAINER, given_name="Karla", function=None)
    cohort.trainers.append(colleague.person)
    mine = typed(client, cohort, "Von mir")
    save_notes(cohort=cohort, text="Von Karla", revision=0, actor=colleague.person, now=START)
    answer = client.post(address(cohort), data=mine)
    assert answer.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in answer.text
    assert "Von Karla" in answer.text
    assert "Von mir</textarea>" in answer.text
    assert read_notes(cohort).text == "Von Karla"
    again = re.search(r'name="revision"[^>]*value="(\d+)"', answer.text)[1]
    both = {"revision": again, "text": "Von beiden"}
    assert client.post(address(cohort), data=both).status_code == 303
    assert read_notes(cohort).text == "Von beiden"


def test_an_old_revision_is_refused_also_for_a_first_note(cohort, trainer):
    with pytest.raises(ChangedMeanwhile):
        save_notes(cohort=cohort, text="x", revision=1, actor=trainer, now=START)
    save_notes(cohort=cohort, text="x", revision=0, actor=trainer, now=START)
    with pytest.raises(ChangedMeanwhile):
        save_notes(cohort=cohort, text="y", revision=0, actor=trainer, now=START)
