"""What is over goes by itself: sessions that ended, and deputies who were."""

from datetime import timedelta

from app.kernel.db import db
from app.kernel.retention import delete_due
from organisations.accounts.models import SignInSession
from organisations.accounts.services import begin_session
from organisations.deputies.models import Deputyship
from tests.house.clock import START
from tests.organisations.factories import make_account, make_person


def test_a_session_goes_once_it_ended_and_no_earlier(app):
    begin_session(account=make_account(), now=START)
    db.session.commit()
    [ends_at] = db.session.scalars(db.select(SignInSession.expires_at))
    assert delete_due(ends_at - timedelta(minutes=1)) == 0
    assert db.session.query(SignInSession).count() == 1
    assert delete_due(ends_at + timedelta(days=1)) == 1


def test_deputies_of_former_times_go_and_those_of_today_stay(app):
    for ended_at in (START, None):
        db.session.add(
            Deputyship(
                principal_id=make_person().id,
                deputy_id=make_person().id,
                created_at=START - timedelta(days=9),
                ended_at=ended_at,
            )
        )
    db.session.commit()
    assert delete_due(START + timedelta(days=3 * 366)) == 1
    [left] = db.session.scalars(db.select(Deputyship))
    assert left.ended_at is None
