"""The trainer issues for a cohort, watches it to its end, and fetches all of it."""

from collections.abc import Iterator
from threading import Thread
from zipfile import ZipFile

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel.db import db
from app.kernel.jobs import run_job
from certificates.issuing import jobs
from certificates.issuing.services import ISSUE_JOB
from tests.certificates.factories import (
    make_attended_enrolment,
    make_past_cohort,
    make_signing_key,
)
from tests.certificates.issuing.group import add_people
from tests.certificates.issuing.making import UNPRINTABLE, make_quickly
from tests.house.databases import on_sqlite_only
from tests.house.personas import make_personas
from tests.house.serving import served
from tests.organisations.factories import make_person
from tests.scheduling.browsing import WIDE, look_at, sign_in

pytestmark = on_sqlite_only


@pytest.fixture
def place(committing_app: Flask) -> Iterator[tuple[str, str, str]]:
    """Address, the trainer's mail address and the page of a cohort: three due, two not."""
    with committing_app.app_context():
        personas = make_personas(committing_app)
        make_signing_key()
        cohort = make_past_cohort(trainer=personas.trainer.person)
        add_people(cohort, personas.owner.person.municipality, 3)
        make_attended_enrolment(cohort=cohort, person=make_person(), present=(True, False))
        make_attended_enrolment(cohort=cohort, person=make_person(family_name=UNPRINTABLE))
        db.session.commit()
        trainer, page = personas.trainer.email, f"/manage/cohorts/{cohort.public_id}"
    with served(committing_app) as address:
        yield address, trainer, page


def test_issue_watch_and_fetch(committing_app, place, open_page, monkeypatch):
    monkeypatch.setattr(jobs, "produce", make_quickly)
    address, trainer, cohort_page = place
    page = open_page(viewport=WIDE)
    sign_in(page, address, trainer, cohort_page)
    page.get_by_role("link", name="4 Bescheinigungen ausstellen").click()
    look_at(page)

    page.get_by_role("button", name="Alle 3 Bescheinigungen ausstellen").click()
    expect(page.get_by_text("0 von 3 bearbeitet")).to_be_visible()
    look_at(page)

    def work() -> None:
        with committing_app.app_context():
            run_job(ISSUE_JOB)

    worker = Thread(target=work)
    worker.start()
    expect(page.get_by_role("heading", name="Ergebnis")).to_be_visible()
    worker.join()
    expect(page.get_by_text("3 ausgestellt, 0 nicht ausgestellt")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Fertig.")).to_have_count(1)
    look_at(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Alle herunterladen (ZIP)").click()
    with ZipFile(download.value.path()) as archive:
        assert archive.namelist() == [
            f"Bescheinigung-Beispiel-{number:03}-Kim.pdf" for number in range(3)
        ]
