"""What joint statements hold of a person: what they wrote, decided and signed for others."""

from typing import Any

from sqlalchemy import or_, select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.statements.models import JointStatement, Signature
from exchange.statements.retention import KEPT_STATEMENT_DRAFTS
from organisations.models import Person


def export_statements(person_id: int) -> list[dict[str, Any]]:
    """What the person wrote, opened, released and signed, and when."""
    public_id = db.session.get_one(Person, person_id).public_id
    statements = db.session.scalars(
        select(JointStatement)
        .where(
            or_(
                JointStatement.authors.contains(public_id, autoescape=True),
                JointStatement.opened_by == public_id,
                JointStatement.released_by == public_id,
            )
        )
        .order_by(JointStatement.id)
    ).all()
    signatures = db.session.scalars(
        select(Signature).where(Signature.signed_by == public_id).order_by(Signature.id)
    ).all()
    return [
        *(
            {"statement": one.public_id, "title": one.title, "did": did, "at": at.isoformat()}
            for one in statements
            for did, done, at in (
                ("wrote", public_id in one.author_ids, one.changed_at),
                ("opened", one.opened_by == public_id, one.opened_at),
                ("released", one.released_by == public_id, one.released_at),
            )
            if done and at
        ),
        *(
            {
                "statement": one.statement.public_id,
                "title": one.statement.title,
                "did": "signed",
                "for": one.municipality.name,
                "at": one.signed_at.isoformat(),
            }
            for one in signatures
        ),
    ]


def keep_statements(person_id: int) -> None:
    """Erase nothing: what is kept are random identifiers that mean nobody once they are gone."""


STATEMENTS = PersonalData(
    name="joint_statements",
    label=_l("Gemeinsame Erklärungen: wer sie geschrieben, geöffnet und unterzeichnet hat"),
    purpose=_l("Sagen können, wer für eine Kommune gehandelt hat"),
    export=export_statements,
    erase=keep_statements,
    retention=_l(
        "Entwürfe: %(period)s nach der letzten Änderung. Erklärungen und Unterschriften von "
        "Kommunen bleiben. Nach der Löschung des Kontos gehört die Kennung daran niemandem.",
        period=KEPT_STATEMENT_DRAFTS.shown,
    ),
)
