"""The words on screen for what articles store as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.knowledge.articles.models import ArticleKind, SizeClass, VersionState

KINDS: dict[str, Message] = {
    ArticleKind.EXPERIENCE: _l("Erfahrungsbericht"),
    ArticleKind.PRACTICE: _l("Vorgehen in der Praxis"),
    ArticleKind.LESSON: _l("Was wir aus einem Fehlschlag gelernt haben"),
    ArticleKind.MATERIAL: _l("Material zum Übernehmen"),
}
SIZES: dict[str, Message] = {
    SizeClass.RURAL: _l("unter 5.000 Menschen"),
    SizeClass.SMALL: _l("5.000 bis unter 20.000 Menschen"),
    SizeClass.MEDIUM: _l("20.000 bis unter 100.000 Menschen"),
    SizeClass.LARGE: _l("ab 100.000 Menschen"),
}
STATES: dict[str, Message] = {
    VersionState.DRAFT: _l("Entwurf"),
    VersionState.SUBMITTED: _l("wartet auf die Koordination"),
    VersionState.IN_REVIEW: _l("wartet auf das Programmbüro"),
    VersionState.PUBLISHED: _l("veröffentlicht"),
    VersionState.REPLACED: _l("durch eine neuere Fassung ersetzt"),
}
#: The kind of badge of each state.
BADGES: dict[str, str] = {
    VersionState.DRAFT: "neutral",
    VersionState.SUBMITTED: "warning",
    VersionState.IN_REVIEW: "warning",
    VersionState.PUBLISHED: "success",
    VersionState.REPLACED: "neutral",
}
