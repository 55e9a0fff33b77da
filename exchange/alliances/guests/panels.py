"""What guests add to pages below: on a partner's page, on the sign-in page."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.guests.models import Standing
from exchange.alliances.guests.queries import find_guests_of, list_confirmations, list_reports
from exchange.alliances.partners.models import Partner
from exchange.alliances.partners.wording import STATE_BADGES, STATES
from exchange.alliances.reach import Alliance

STANDINGS: dict[str, Message] = {
    Standing.INVITED: _l("eingeladen"),
    Standing.LAPSED: _l("Einladung abgelaufen"),
    Standing.ACTIVE: _l("aktiv"),
    Standing.ENDED: _l("beendet"),
}
STANDING_BADGES: dict[str, str] = {
    Standing.INVITED: "info",
    Standing.LAPSED: "warning",
    Standing.ACTIVE: "success",
    Standing.ENDED: "neutral",
}
#: What a guest may put right.
FIELDS: dict[str, Message] = {
    "remit": _l("Wofür ist der Partner da?"),
    "phone": _l("Telefon"),
    "reachability": _l("Erreichbar"),
}


def guests_of_partner(alliance: Alliance, partner: Partner) -> Markup:
    """Who has access for `partner`, and what they said; only for those who keep the alliance."""
    return Markup(  # noqa: S704 - a template of ours
        render_template(
            "alliances/guests/panel.html",
            alliance=alliance,
            partner=partner,
            guests=find_guests_of(partner),
            confirmations=list_confirmations(partner),
            reports=list_reports(partner),
            now=clock.now(),
            standings=STANDINGS,
            standing_badges=STANDING_BADGES,
            field_names=FIELDS,
            states=STATES,
            badges_of=STATE_BADGES,
        )
    )


def way_in() -> Markup:
    """The link from the sign-in page."""
    return Markup(render_template("alliances/guests/way_in.html"))  # noqa: S704 - a template of ours
