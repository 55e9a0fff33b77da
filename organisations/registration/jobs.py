"""Work of the job worker on registrations: answer by mail, forget."""

from datetime import datetime

from app.kernel.db import db
from organisations.registration.queries import list_requests
from organisations.registration.services import answer_request, forget_registrations

FORGET_JOB = "registration.forget"


def answer_all(now: datetime) -> int:
    """Answer what was sent, each in a transaction of its own; returns how many there were."""
    requests = list_requests()
    for request in requests:
        answer_request(request=request, now=now)
        db.session.commit()
    return len(requests)


def forget_old(now: datetime) -> int:
    """Forget registrations that nobody decided on within 14 days."""
    return forget_registrations(now=now)
