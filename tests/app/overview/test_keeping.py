"""The state is kept once a month, whoever does it, and shows what has changed since."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.pages.overview.jobs import keep_due
from app.pages.overview.models import ProgressSnapshot
from app.pages.overview.queries import find_snapshot
from tests.app.overview.world import begin_everything
from tests.house.clock import START
from tests.organisations.factories import make_municipality, make_person

REPORT = "/manage/overview/report"
WORKERS, PATIENCE = 3, 120
#: By Berlin's clock, that is already December.
DECEMBER = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


def months():
    return [one.isoformat() for one in db.session.scalars(select(ProgressSnapshot.month))]


def test_each_month_is_kept_once_when_it_turns(app):
    make_municipality()
    db.session.commit()
    assert [keep_due(at) for at in (START, START + timedelta(days=2))] == [1, 0]
    assert [keep_due(at) for at in (DECEMBER - timedelta(minutes=1), DECEMBER)] == [0, 1]
    assert months() == ["2026-11-01", "2026-12-01"]


def test_nothing_is_kept_of_no_municipality(app):
    assert keep_due(START) == 0


def test_what_was_kept_stays(app):
    make_municipality()
    db.session.commit()
    keep_due(START)
    with pytest.raises(IntegrityError, match="progress_snapshots_stay"), db.session.begin_nested():
        db.session.execute(delete(ProgressSnapshot))


def test_a_report_shows_what_has_changed_in_three_months(office, home, personas, clock):
    db.session.commit()
    keep_due(START)
    begin_everything(home, actor=personas.office.person)
    assert "Noch kein Vergleich" in office.get(REPORT).text
    clock.advance(days=92)
    office = personas.client(personas.office)
    page = office.get(REPORT).text
    assert "erreicht am 23.11.2026" in page
    assert "Anfang November 2026" in page
    then = office.get(f"{REPORT}?standing=2026-11").text
    assert "Stand des Programms am 23.11.2026" in then
    assert office.get(f"{REPORT}/2026-11/en.pdf").status_code == 200


def test_a_kept_state_speaks_both_languages(app):
    home = make_municipality()
    begin_everything(home, actor=make_person())
    db.session.commit()
    keep_due(START)
    kept = db.session.scalars(select(ProgressSnapshot)).one()
    part = next(one for one in kept.content["parts"] if one["name"] == "alliance")
    assert part["label"] == {"de": "Allianz", "en": "Alliance"}
    (row,) = kept.content["rows"]
    assert row["standings"]["procedures"]["figures"] == {
        "de": "In Kraft für 1 von 1 Situationen",
        "en": "In force for 1 of 1 situations",
    }
    assert find_snapshot(kept.month).rows[0].place.name == home.name


def test_workers_at_the_same_moment_keep_one(committing_app, monkeypatch):
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)
    with committing_app.app_context():
        make_municipality()
        db.session.commit()
    barrier = Barrier(WORKERS)

    def work(_number):
        with committing_app.app_context():
            barrier.wait(PATIENCE)
            return keep_due(START)

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(work, range(WORKERS))) == 1
    with committing_app.app_context():
        assert months() == ["2026-11-01"]
