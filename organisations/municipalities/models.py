"""By which mail domains people of a municipality may register themselves."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from organisations.models import Municipality


class MailDomain(Identified, Model):
    """What follows the @ in addresses of one municipality: ASCII (IDNA), in lower case."""

    __tablename__ = "mail_domains"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    domain: Mapped[str] = mapped_column(String(253), unique=True)

    municipality: Mapped[Municipality] = relationship()
