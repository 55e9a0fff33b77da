"""The words on screen for the parts of a course and for where its versions stand."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import CourseStatus

#: In the order of `courses.catalogue.document.KEYS`.
PARTS: dict[str, Message] = {
    "title": _l("Titel"),
    "summary": _l("In einem Satz"),
    "description": _l("Worum es geht"),
    "expectations": _l("Was es braucht"),
    "aims": _l("Das nehmen Sie mit"),
    "agenda": _l("Ablauf"),
    "minutes": _l("Dauer"),
    "attendance_percent": _l("Anwesenheit für die Bescheinigung"),
    "needs_quizzes": _l("Quizze für die Bescheinigung"),
    "languages": _l("Sprachen"),
    "audience": _l("Für wen"),
    "by_own_choice": _l("Nur aus eigener Wahl"),
    "needs_approval": _l("Genehmigung durch die Koordination"),
    "confidential": _l("Vertraulich gegenüber der Kommune"),
    "prerequisites": _l("Kurse, die abgeschlossen sein müssen"),
    "raises": _l("Stufen nach dem Kurs"),
    "requires": _l("Stufen vor dem Kurs"),
    "after": _l("Kurse, die vorher kommen"),
}
STATES: dict[str, Message] = {
    CourseStatus.DRAFT: _l("Noch nicht veröffentlicht"),
    CourseStatus.PUBLISHED: _l("Im Katalog"),
    CourseStatus.ARCHIVED: _l("Archiviert"),
}
