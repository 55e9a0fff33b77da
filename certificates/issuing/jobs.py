"""The job that makes and issues what was ordered: many at once, one certificate a transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import structlog

from app.kernel.db import db, reading
from app.kernel.errors import DomainError
from certificates.issuing import queries, services
from certificates.issuing.drafts import CertificateDraft, Drafting, order_of
from certificates.issuing.models import CertificateOrder
from certificates.issuing.production import produce
from certificates.issuing.reasons import Reason, ReasonKind, reason_of
from certificates.issuing.workshop import Made, Task, make_all
from certificates.register.errors import ChangedMeanwhile
from certificates.signing.errors import NoSigningKey
from certificates.signing.models import SigningKey
from certificates.signing.queries import get_key_in_use
from certificates.signing.services import open_key
from certificates.signing.time_stamps import NoTimeStamp

log = structlog.get_logger("komma.certificates")

#: So many are drafted in one go, and wait to be made.
DRAFTED_AT_ONCE = 50


def issue_ordered(now: datetime) -> int:
    """Issue every certificate that is ordered; returns how many were issued.

    Who is no longer entitled, or whose document cannot be made, is refused with the reason. What
    changed while it was made waits for the next sweep, as everything does while there is no key.
    Killed anywhere, the next sweep goes on: an order waits until its certificate is committed.
    """
    with reading():
        expected = queries.count_all_waiting()
        left_open = bool(queries.list_runs_left_open())
    if left_open:
        services.finish_runs_left_open(now)
        db.session.commit()
    if not expected:
        return 0
    try:
        with reading():
            key = get_key_in_use()
            key_id, material = key.id, open_key(key)
    except NoSigningKey:
        log.warning("certificates_wait_for_key", count=expected)
        return 0
    sweep = _Sweep(key_id, now)
    made = make_all(sweep.tasks(), material, expected=expected, make=produce)
    return sum(map(sweep.write, made))


class _Sweep:
    """One pass over what waits: drafts it bit by bit, and writes what has become of it."""

    def __init__(self, key_id: int, now: datetime) -> None:
        self._key_id, self._now = key_id, now
        self._drafts: dict[int, CertificateDraft] = {}

    def tasks(self) -> Iterator[Task]:
        last = 0
        while True:
            refused: dict[int, Reason] = {}
            with reading():
                orders = queries.list_next_orders(after=last, most=DRAFTED_AT_ONCE)
                drafted = dict(self._draft(orders, refused))
                last = max((order.id for order in orders), default=last)
                found = bool(orders)
                tasks = [(key, order_of(draft)) for key, draft in drafted.items()]
            if not found:
                return
            self._drafts |= drafted
            for order_id, reason in refused.items():
                self._refuse(order_id, reason)
            yield from tasks

    def write(self, made: Made) -> bool:
        """Issue what was made, or close its order; True where it is issued."""
        draft = self._drafts.pop(made.key)
        if made.uncovered:
            unprintable = Reason(ReasonKind.UNPRINTABLE, {"characters": list(made.uncovered)})
            return self._refuse(made.key, unprintable)
        if made.fault == NoTimeStamp.__name__:
            return self._refuse(made.key, Reason(ReasonKind.NO_TIME_STAMP))
        if made.fault:
            log.error("certificate_not_made", fault=made.fault)
            return self._refuse(made.key, Reason(ReasonKind.NOT_MADE))
        try:
            certificate = services.issue_ordered_certificate(
                order_id=made.key,
                draft=draft,
                pdf=made.pdf,
                key=db.session.get_one(SigningKey, self._key_id),
                now=self._now,
            )
            db.session.commit()
        except ChangedMeanwhile:
            db.session.rollback()
            return False  # the next sweep reads anew
        except DomainError as refusal:
            db.session.rollback()
            return self._refuse(made.key, reason_of(refusal))
        return certificate is not None

    def _draft(
        self, orders: Sequence[CertificateOrder], refused: dict[int, Reason]
    ) -> Iterator[tuple[int, CertificateDraft]]:
        drafting = Drafting([order.enrolment for order in orders], self._now)
        for order in orders:
            try:
                yield order.id, drafting.draft(order.enrolment, order.run.ordered_by)
            except DomainError as refusal:
                refused[order.id] = reason_of(refusal)

    def _refuse(self, order_id: int, reason: Reason) -> bool:
        if services.refuse_order(order_id=order_id, reason=reason, now=self._now):
            log.info("certificate_refused", reason=reason.kind)
        db.session.commit()
        return False
