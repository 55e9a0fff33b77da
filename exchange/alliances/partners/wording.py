"""The words on screen for kinds of partners, and for how their commitments stand."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.partners.models import CommitmentState, PartnerKind

KINDS: dict[str, Message] = {
    PartnerKind.ADMINISTRATION: _l("Verwaltung"),
    PartnerKind.COUNSELLING: _l("Beratung und Unterstützung"),
    PartnerKind.SECURITY: _l("Sicherheitsbehörden"),
    PartnerKind.MEDIA: _l("Lokale Medien"),
    PartnerKind.CIVIL_SOCIETY: _l("Zivilgesellschaft"),
    PartnerKind.BUSINESS: _l("Wirtschaft"),
}
#: One word each, for the picture of the alliance.
KINDS_IN_A_WORD: dict[str, Message] = {
    PartnerKind.ADMINISTRATION: _l("Verwaltung"),
    PartnerKind.COUNSELLING: _l("Beratung"),
    PartnerKind.SECURITY: _l("Sicherheit"),
    PartnerKind.MEDIA: _l("Medien"),
    PartnerKind.CIVIL_SOCIETY: _l("Zivilgesellschaft"),
    PartnerKind.BUSINESS: _l("Wirtschaft"),
}
KIND_HINTS: dict[str, Message] = {
    PartnerKind.ADMINISTRATION: _l(
        "Ämter, Beauftragte, Personalrat, Schulen und Betriebe der Kommune"
    ),
    PartnerKind.COUNSELLING: _l(
        "Opferberatung, Antidiskriminierung, Mobile Beratung, Krisendienste"
    ),
    PartnerKind.SECURITY: _l("Polizei, Staatsanwaltschaft, Staatsschutz"),
    PartnerKind.MEDIA: _l("Lokalzeitung, Radio, Onlinemedien"),
    PartnerKind.CIVIL_SOCIETY: _l(
        "Bündnisse, Vereine, Religionsgemeinschaften, Selbstorganisationen"
    ),
    PartnerKind.BUSINESS: _l("Kammern, Betriebe, Gewerkschaften"),
}
STATES: dict[str, Message] = {
    CommitmentState.AGREED: _l("vereinbart"),
    CommitmentState.IN_PROGRESS: _l("in Arbeit"),
    CommitmentState.KEPT: _l("eingehalten"),
    CommitmentState.DROPPED: _l("aufgegeben"),
}
STATE_BADGES: dict[str, str] = {
    CommitmentState.AGREED: "info",
    CommitmentState.IN_PROGRESS: "info",
    CommitmentState.KEPT: "success",
    CommitmentState.DROPPED: "neutral",
}
