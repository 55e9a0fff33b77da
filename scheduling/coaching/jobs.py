"""Work of the job worker on appointments: end what has expired, tell and remind."""

from datetime import datetime

import structlog

from app.kernel.db import db, reading
from organisations.entitlements.quotas import give_back_to_quota
from scheduling.coaching import queries
from scheduling.coaching.clash_telling import forget_clashes
from scheduling.coaching.holding import let_go_of_expired
from scheduling.coaching.reminding import forget_reminders, list_due_reminders, remind
from scheduling.coaching.services import people_of
from scheduling.coaching.waiting import end_old_wishes, list_freed_ids, tell_if_free
from scheduling.coaching.waiting_models import FreeTimeWish
from scheduling.services import lock_people

EXPIRE_JOB = "coaching.expire"
WAITING_JOB = "coaching.waiting"
REMINDERS_JOB = "coaching.reminders"

log = structlog.get_logger("komma.coaching")


def expire_open(now: datetime) -> int:
    """End holds and requests whose time is up, each in a transaction of its own.

    What was told of times that are over is forgotten, too.
    """
    forget_clashes(now=now)
    db.session.commit()
    done = 0
    while expired := queries.list_expired(now):
        people = people_of(expired[0])
        lock_people(people)
        let_go_of_expired(people, now=now)
        db.session.commit()
        done += 1
    for booking in queries.list_lapsed_with_quota():
        lock_people([booking.client])
        db.session.refresh(booking)
        give_back_to_quota(quota=booking.quota)
        booking.quota = None
        db.session.commit()
    return done


def tell_who_waits(now: datetime) -> int:
    """Tell those for whom a time is free now, the oldest wish first; returns how many mails.

    They are found without keeping anybody from writing. Each is told in a transaction of its own:
    what fails is logged and tried again with the next sweep.
    """
    end_old_wishes(now=now)
    db.session.commit()
    with reading():
        freed = list_freed_ids(now)
    told = 0
    for wish_id in freed:
        try:
            wish = db.session.get(FreeTimeWish, wish_id)
            told += wish is not None and tell_if_free(wish=wish, now=now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("wish_not_answered", wish=wish_id)
    return told


def send_reminders(now: datetime) -> int:
    """Remind everybody who is to be reminded by now; returns how many were.

    Each has a transaction of its own: what fails is logged and tried again with the next sweep.
    """
    forget_reminders(now=now)
    db.session.commit()
    reminded = 0
    for booking, person in list(list_due_reminders(now)):
        try:
            reminded += remind(booking=booking, person=person, now=now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("not_reminded")
    return reminded
