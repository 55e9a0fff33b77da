"""A backup of the database brings rows back, but nothing of what was deleted since."""

import json

import pytest
from sqlalchemy import insert, select

from app.kernel.db import db
from assessments.administrations.models import Administration
from assessments.administrations.queries import list_taken
from tests.assessments.administrations.test_own_course import NOTE, answer_page, take


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def rows():
    return [dict(row) for row in db.session.execute(select(Administration.__table__)).mappings()]


def restore(backup):
    db.session.execute(insert(Administration), backup)
    db.session.commit()


def test_one_that_was_deleted_stays_away(owner):
    deleted = take(owner).location
    backup = rows()
    kept = take(owner).location
    owner.post(f"{deleted}/delete")
    restore(backup)
    page = owner.get("/assessments").text
    assert kept in page
    assert deleted not in page
    for path in (deleted, f"{deleted}/delete"):
        assert owner.get(path).status_code == 404


def test_a_draft_that_was_deleted_makes_way_for_a_new_one(owner, personas):
    owner.post("/assessments")
    answer_page(owner, 1)
    backup = rows()
    owner.post("/assessments/delete")
    restore(backup)
    assert "Selbsteinschätzung beginnen" in owner.get("/assessments").text
    assert owner.get("/assessments/questions/1").location == "/assessments"
    assert NOTE in owner.get(take(owner).location).text
    assert backup[0]["pseudonym"] in {row["pseudonym"] for row in rows()}
    assert len(list_taken(personas.owner.person)) == 1


def test_applying_the_list_of_erasures_clears_the_rows_too(owner, app, tmp_path):
    deleted = take(owner).location
    backup = rows()
    take(owner)
    owner.post(f"{deleted}/delete")
    runner, listed = app.test_cli_runner(), tmp_path / "erasures.json"
    listed.write_text(runner.invoke(args=["vault", "erasures"]).output)
    assert f"record:{backup[0]['pseudonym']}" in json.loads(listed.read_text())
    restore(backup)
    applied = runner.invoke(args=["vault", "apply-erasures", str(listed)])
    assert applied.exit_code == 0, applied.output
    assert len(rows()) == 1
    assert backup[0]["pseudonym"] != rows()[0]["pseudonym"]
