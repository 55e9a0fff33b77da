"""A request commits once, at its edge, and leaves nothing behind when it is refused."""

from contextlib import suppress

import pytest
from flask import Blueprint, abort
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry, record
from app.kernel.db import after_commit, after_refusal, conflicts_explained, db, lock, reading
from app.kernel.errors import DomainError, domain_error_from
from app.kernel.permissions import public
from tests.house.databases import DIALECTS, build_app
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person

EXPLANATION = "Diese E-Mail-Adresse gehört schon zu einem anderen Konto."


@pytest.fixture
def workshop(committing_app):
    """An app with routes that write and then end in different ways."""
    blueprint = Blueprint("workshop", __name__)
    woken: list[str] = []

    def write(action: str = "written") -> None:
        clock = committing_app.extensions["komma"].clock
        record(action, make_person(), actor=None, now=clock.now())

    @blueprint.post("/workshop/<ending>")
    @public
    def work(ending: str):
        write()
        after_commit(lambda: woken.append(ending))
        after_refusal(lambda: write("refused"))
        if ending == "refused":
            raise DomainError("So nicht.")
        if ending == "missing":
            abort(404)
        if ending == "broken":
            raise RuntimeError("a fault of ours")
        if ending == "too-late":
            with reading():
                pass
        return ("", 303) if ending == "redirected" else ("done", {"Content-Type": "text/plain"})

    committing_app.register_blueprint(blueprint)
    committing_app.woken = woken
    committing_app.config["PROPAGATE_EXCEPTIONS"] = False
    return committing_app


def actions(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action)))


@pytest.mark.parametrize("ending", ["done", "redirected"])
def test_success_commits_and_wakes(workshop, ending):
    assert workshop.test_client().post(f"/workshop/{ending}").status_code in {200, 303}
    assert actions(workshop) == ["written"]
    assert workshop.woken == [ending]


@pytest.mark.parametrize(
    ("ending", "status"), [("refused", 422), ("missing", 404), ("broken", 500)]
)
def test_refusal_and_failure_roll_back_but_keep_what_must_survive(workshop, ending, status):
    answer = workshop.test_client().post(f"/workshop/{ending}")
    assert answer.status_code == status
    assert actions(workshop) == ["refused"]
    assert workshop.woken == []


def test_slow_work_after_a_write_is_a_fault_of_ours(workshop):
    assert workshop.test_client().post("/workshop/too-late").status_code == 500
    assert "written" not in actions(workshop)


def test_a_conflict_becomes_the_message_declared_for_it_and_spoils_nothing_else(app):
    first, second = make_account(), make_account()
    with pytest.raises(DomainError) as refused, conflicts_explained():
        second.email = first.email
    assert (str(refused.value), refused.value.field) == (EXPLANATION, "email")
    make_person()
    db.session.commit()


def test_an_undeclared_constraint_is_not_explained_away(app):
    with pytest.raises(IntegrityError) as refused, conflicts_explained():
        make_person(language="fr")
    assert domain_error_from(refused.value) is None


def test_reading_takes_no_write_lock_on_sqlite(sqlite_template, tmp_path):
    """Two requests that look something up at once do not wait for one another."""
    app = build_app(f"sqlite:///{sqlite_template}", tmp_path)
    with app.test_request_context(method="POST"), reading():
        db.session.scalar(select(func.count()).select_from(AuditEntry))
        other = build_app(f"sqlite:///{sqlite_template}?timeout=0", tmp_path)
        with other.app_context():
            db.session.execute(select(AuditEntry))  # BEGIN IMMEDIATE, at once
            db.session.rollback()
            db.engine.dispose()
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.parametrize("dialect", DIALECTS[1:], indirect=True)
def test_what_a_transaction_has_locked_is_not_locked_again(app):
    def asked(*keys):
        with recorded_queries() as recorded:
            lock(*keys)
        return len(recorded)

    assert (asked("a", "b"), asked("b"), asked("b", "c"), asked("c")) == (1, 0, 1, 0)
    with suppress(ZeroDivisionError), db.session.begin_nested():
        assert asked("d") == 1
        raise ZeroDivisionError
    assert asked("d") == 1, "PostgreSQL let go of it when the savepoint was rolled back"
    db.session.commit()
    assert asked("d") == 1
    db.session.close()
    assert asked("d") == 1
