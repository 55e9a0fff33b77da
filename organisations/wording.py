"""The words on screen for what municipalities, people and roles store as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from organisations.models import Function, Membership, MunicipalityKind

KINDS: dict[str, Message] = {
    MunicipalityKind.LANDKREIS: _l("Landkreis"),
    MunicipalityKind.KREISFREIE_STADT: _l("Kreisfreie Stadt"),
    MunicipalityKind.STADT: _l("Stadt"),
    MunicipalityKind.GEMEINDE: _l("Gemeinde"),
}
MEMBERSHIPS: dict[str, Message] = {
    Membership.MODEL: _l("Modellkommune"),
    Membership.PLATFORM: _l("Erweiterte Plattform"),
}
# ISO 3166-2, in the order of the German names.
STATES: dict[str, Message] = {
    "DE-BW": _l("Baden-Württemberg"),
    "DE-BY": _l("Bayern"),
    "DE-BE": _l("Berlin"),
    "DE-BB": _l("Brandenburg"),
    "DE-HB": _l("Bremen"),
    "DE-HH": _l("Hamburg"),
    "DE-HE": _l("Hessen"),
    "DE-MV": _l("Mecklenburg-Vorpommern"),
    "DE-NI": _l("Niedersachsen"),
    "DE-NW": _l("Nordrhein-Westfalen"),
    "DE-RP": _l("Rheinland-Pfalz"),
    "DE-SL": _l("Saarland"),
    "DE-SN": _l("Sachsen"),
    "DE-ST": _l("Sachsen-Anhalt"),
    "DE-SH": _l("Schleswig-Holstein"),
    "DE-TH": _l("Thüringen"),
}
# What one person is; the words for whom a course is meant stand with the courses.
FUNCTIONS: dict[str, Message] = {
    Function.POLITICAL_LEADERSHIP: _l("Politische Leitung"),
    Function.EXECUTIVE: _l("Führungskraft"),
    Function.STAFF: _l("Mitarbeit"),
}
LANGUAGES: dict[str, Message] = {"de": _l("Deutsch"), "en": _l("Englisch")}
ROLES: dict[str, Message] = {
    Role.TRAINEE: _l("Teilnehmende Person"),
    Role.TEAM_LEAD: _l("Teamleitung"),
    Role.COORDINATOR: _l("Koordination der Kommune"),
    Role.SUBSTITUTE: _l("Vertretung der Koordination"),
    Role.DEPUTY: _l("Stellvertretung für Termine"),
    Role.TRAINER: _l("Training"),
    Role.COACH: _l("Coaching"),
    Role.GUEST_PARTNER: _l("Partner als Gast"),
    Role.PROGRAMME_OFFICE: _l("Programmbüro"),
}
ROLE_HINTS: dict[str, Message] = {
    Role.TRAINEE: _l("Bedarfsanalyse, Lernpfad und Kurse für sich selbst."),
    Role.TEAM_LEAD: _l("Leitet das eigene Team."),
    Role.COORDINATOR: _l("Begleitet das Programm in der gewählten Kommune."),
    Role.SUBSTITUTE: _l("Tut dasselbe für die gewählte Kommune, solange jemand fehlt."),
    Role.TRAINER: _l("Leitet Durchgänge von Kursen."),
    Role.COACH: _l("Bietet Coaching an."),
    Role.GUEST_PARTNER: _l("Sieht das Kursangebot, sonst nichts."),
    Role.PROGRAMME_OFFICE: _l("Verwaltet Kommunen, Personen und alle Durchgänge."),
}
