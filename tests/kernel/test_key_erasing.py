"""A key and the rows that it opens go together: both, or neither."""

from sqlalchemy import text

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.key_erasing import JOB_NAME, KeyToErase, erase_with_commit
from app.kernel.vault import current_vault
from tests.house.clock import START

SUBJECT = "record:for-tests"


def is_erased() -> bool:
    return SUBJECT in current_vault().find_erased([SUBJECT])


def test_a_key_goes_with_the_commit_and_stays_with_a_rollback(committing_app):
    with committing_app.app_context():
        sealed = current_vault().seal(SUBJECT, "a", b"text")
        erase_with_commit(SUBJECT, now=START)
        db.session.rollback()
        assert run_job(JOB_NAME) == 0
        assert current_vault().open(SUBJECT, "a", sealed) == b"text"
        erase_with_commit(SUBJECT, now=START)
        erase_with_commit(SUBJECT, now=START)
        assert not is_erased()
        db.session.commit()
        assert is_erased()
        assert run_job(JOB_NAME) == 1
        assert db.session.query(KeyToErase).count() == 0


def test_a_process_killed_after_the_commit_leaves_it_to_the_next_sweep(committing_app):
    """The row is all that such a process leaves."""
    with committing_app.app_context():
        current_vault().seal(SUBJECT, "a", b"text")
        db.session.execute(text("INSERT INTO vault_keys_to_erase VALUES (:s)"), {"s": SUBJECT})
        db.session.commit()
        assert not is_erased()
        assert run_job(JOB_NAME) == 1
        assert is_erased()
        assert run_job(JOB_NAME) == 0
