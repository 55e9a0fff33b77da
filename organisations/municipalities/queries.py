"""Reads of municipalities for the programme office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.models import Municipality, Person
from organisations.municipalities.models import MailDomain
from organisations.searching import contains, words_of


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality and how many people it has."""

    municipality: Municipality
    people: int


def list_municipality_rows(*, search: str = "", membership: str = "") -> Sequence[MunicipalityRow]:
    """Municipalities by name, those only whose name holds `search` and that have `membership`."""
    people = select(func.count()).where(Person.municipality_id == Municipality.id).scalar_subquery()
    query = select(Municipality, people).order_by(Municipality.name, Municipality.id)
    if search:
        query = query.where(contains(search, Municipality.name))
    if membership:
        query = query.where(Municipality.membership == membership)
    return [MunicipalityRow(*row) for row in db.session.execute(query)]


def find_municipalities_by_name(search: str, *, most: int) -> Sequence[Municipality]:
    """At most `most` of them by name: every word of `search` is in it. One statement."""
    query = select(Municipality)
    for word in words_of(search):
        query = query.where(contains(word, Municipality.name))
    return db.session.scalars(query.order_by(Municipality.name, Municipality.id).limit(most)).all()


def get_municipality(public_id: str) -> Municipality:
    """The municipality of `public_id`. Raises NotFound."""
    found = db.session.scalar(select(Municipality).where(Municipality.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def list_mail_domains(municipality: Municipality) -> list[str]:
    """The mail domains by which people of `municipality` may register, in order."""
    return sorted(
        db.session.scalars(
            select(MailDomain.domain).where(MailDomain.municipality_id == municipality.id)
        )
    )


def find_municipality_by_domain(domain: str) -> Municipality | None:
    """The municipality whose people may register with addresses at `domain` (ASCII)."""
    return db.session.scalar(
        select(Municipality)
        .join(MailDomain, MailDomain.municipality_id == Municipality.id)
        .where(MailDomain.domain == domain)
    )


def has_mail_domains() -> bool:
    """Whether anybody at all may register themselves."""
    return bool(db.session.scalar(select(exists().where(MailDomain.id.is_not(None)))))
