"""Work of the job worker on registrations: answer by mail."""

from datetime import datetime

from app.kernel.db import db
from organisations.registration.queries import list_requests
from organisations.registration.services import answer_request


def answer_all(now: datetime) -> int:
    """Answer what was sent, each in a transaction of its own; returns how many there were."""
    requests = list_requests()
    for request in requests:
        answer_request(request=request, now=now)
        db.session.commit()
    return len(requests)
