"""The job in a process of its own, killed after so many certificates: `python -m …dying_job 30`."""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from app.kernel.db import db
from app.kernel.jobs import run_job
from certificates.issuing import jobs
from certificates.issuing.services import ISSUE_JOB
from certificates.register.models import Certificate
from tests.certificates.issuing.making import make_quickly
from tests.house.databases import build_app


def main(last: int) -> int:
    """Sweep once; with `last`, die as soon as that many have been committed."""
    app = build_app(os.environ["DATABASE_URL"], Path(os.environ["INSTANCE_FOLDER"]))
    jobs.produce = make_quickly
    written = 0

    def note(*_inserted: object) -> None:
        nonlocal written
        written += 1

    def die_in_time(session: object) -> None:
        if written == last and not session.in_nested_transaction():
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Certificate, "after_insert", note)
    with app.app_context():
        if last:
            event.listen(db.session, "after_commit", die_in_time)
        return run_job(ISSUE_JOB)


if __name__ == "__main__":
    main(int(sys.argv[1]))
