"""Duties are shipped with the topics, and a partner that goes leaves what it had a part in."""

from exchange.alliances.duties.loading import load_duties
from exchange.alliances.duties.services import release_partner
from exchange.alliances.partners.events import PartnerEnded
from organisations.topics.events import TopicsLoaded


def load_duties_with_topics(_event: TopicsLoaded) -> None:
    load_duties()


def partner_ended(event: PartnerEnded) -> None:
    release_partner(partner_id=event.partner_id)


HANDLERS = ((TopicsLoaded, load_duties_with_topics), (PartnerEnded, partner_ended))
