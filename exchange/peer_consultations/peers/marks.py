"""Marks for people who are suggested without a name.

A mark belongs to one group and one person: it leads to nobody elsewhere, and a form that holds it
tells no identifier that another page shows.
"""

import hashlib
import hmac

from flask import current_app

from exchange.peer_consultations.groups.models import Consultation
from organisations.models import Person

MARK_LENGTH = 24


def mark_of(consultation: Consultation, person: Person) -> str:
    """The mark of `person` in what is suggested to `consultation`."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    parts = ("peer_suggestion", consultation.public_id, person.public_id)
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]
