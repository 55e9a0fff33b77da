"""What issuing holds of a person: orders for their certificates, and who ordered."""

from sqlalchemy import delete, select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from certificates.issuing.models import CertificateOrder, IssueRun
from certificates.issuing.retention import KEPT_RUNS
from certificates.printing.document import JsonObject
from courses.cohorts.models import Enrolment


def export_orders(person_id: int) -> list[JsonObject]:
    """What became of the orders for the person's certificates."""
    orders = db.session.scalars(
        select(CertificateOrder)
        .join(CertificateOrder.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(CertificateOrder.id)
    )
    return [
        {
            "ordered_at": order.run.ordered_at.isoformat(),
            "state": order.state,
            "reason": order.why_not.in_words() if order.why_not else None,
        }
        for order in orders
    ]


def erase_orders(person_id: int) -> None:
    """Delete the orders for the person's certificates, and that the person ordered others'."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(
        delete(CertificateOrder)
        .where(CertificateOrder.enrolment_id.in_(own))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(IssueRun).where(IssueRun.ordered_by_id == person_id).values(ordered_by_id=None)
    )


ORDERS = PersonalData(
    name="certificate_orders",
    label=_l("Aufträge für Bescheinigungen"),
    purpose=_l("Bescheinigungen eines Durchgangs gemeinsam ausstellen"),
    export=export_orders,
    erase=erase_orders,
    retention=_l("%(period)s nach dem Ende des Auftrags.", period=KEPT_RUNS.shown),
)
