"""How certificates are shown: the templates that pages of others are made of, and days in words."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint

from app.kernel.i18n import current_language, short_date
from app.kernel.i18n import gettext as _
from certificates.printing.wording import dates_in_words, day_in_words
from certificates.register.models import Certificate

#: Without a page of its own.
blueprint = Blueprint("certificate_register", __name__, template_folder="templates")


@blueprint.app_template_filter("plain_day")
def plain_day(day: date) -> str:
    """A day without its weekday, as the document says it: `3. März 2026`."""
    return day_in_words(day, current_language())


@blueprint.app_template_filter("plain_days")
def plain_days(days: Sequence[date]) -> str:
    """Several days as the document says them, at the beginning of a line."""
    words = dates_in_words(days, current_language())
    return words[:1].upper() + words[1:]


@blueprint.app_template_filter("standing")
def standing(certificate: Certificate, today: date) -> dict[str, str]:
    """What the certificate is worth, as a badge: its `label` and its `kind`."""
    if certificate.revoked_at is not None:
        day = short_date(certificate.revoked_at)
        return {"label": _("Widerrufen am %(day)s", day=day), "kind": "danger"}
    if certificate.superseded_at is not None:
        day = short_date(certificate.superseded_at)
        return {"label": _("Ersetzt am %(day)s", day=day), "kind": "neutral"}
    if certificate.valid_until is None:
        return {"label": _("Gültig"), "kind": "success"}
    day = plain_day(certificate.valid_until)
    if certificate.is_expired(today):
        return {"label": _("Abgelaufen: galt bis %(day)s", day=day), "kind": "warning"}
    return {"label": _("Gültig bis %(day)s", day=day), "kind": "success"}
