"""The permission matrix: who may do what, and how far it reaches. The one table.

Guards of routes, links, the census of routes, the page `/manage/permissions` and its export are
all made from it. A role that is not named has nothing of it.
"""

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Benefit, Permission, Reach, Role

#: Those who take part in the programme themselves.
_LEARNERS = dict.fromkeys((Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR), Reach.OWN)

#: What is done for a municipality: by its coordinator or who stands in, or by the office.
_MUNICIPAL = {
    Role.COORDINATOR: Reach.MUNICIPALITY,
    Role.SUBSTITUTE: Reach.MUNICIPALITY,
    Role.PROGRAMME_OFFICE: Reach.PROGRAMME,
}

READ_COURSES = Permission(
    "read_courses",
    _l("Kurse und offene Durchgänge ansehen"),
    dict.fromkeys(set(Role) - {Role.DEPUTY}, Reach.PROGRAMME),
)
LEARN = Permission(
    "learn", _l("Eigene Bedarfsanalyse ausfüllen und eigenen Lernpfad planen"), _LEARNERS
)
ENROL = Permission("enrol", _l("Sich zu Kursen anmelden"), _LEARNERS, Benefit.LIVE_COURSES)
BOOK_COACHING = Permission("book_coaching", _l("Coaching buchen"), _LEARNERS, Benefit.COACHING)
#: Without a benefit on purpose: whoever is under threat can always speak to somebody.
BOOK_CRISIS_TALKS = Permission("book_crisis_talks", _l("Krisengespräche buchen"), _LEARNERS)
KEEP_APPOINTMENTS = Permission(
    "keep_appointments",
    _l("Termine für andere führen: nur Zeiten sehen, buchen und verschieben"),
    {Role.DEPUTY: Reach.OWN},
)
ASSESS_ONESELF = Permission(
    "assess_oneself",
    _l("Eigene Selbsteinschätzung ausfüllen und ansehen"),
    _LEARNERS,
    Benefit.SELF_ASSESSMENT,
)
OWN_CERTIFICATES = Permission(
    "own_certificates", _l("Eigene Bescheinigungen herunterladen"), _LEARNERS
)
RUN_COHORTS = Permission(
    "run_cohorts",
    _l("Durchgänge leiten: Teilnehmende sehen, Anwesenheit erfassen, Plätze ändern"),
    {Role.TRAINER: Reach.OWN, Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Figures of groups alone. Coordinators see each course as the whole programme sees it.
READ_EVALUATIONS = Permission(
    "read_evaluations",
    _l("Rückmeldungen zu Kursen als Zahlen von Gruppen sehen"),
    {
        Role.TRAINER: Reach.OWN,
        Role.COORDINATOR: Reach.PROGRAMME,
        Role.PROGRAMME_OFFICE: Reach.PROGRAMME,
    },
)
EDIT_COURSES = Permission(
    "edit_courses",
    _l("Kurse des Katalogs schreiben, prüfen, veröffentlichen und archivieren"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Nobody's answers: only what is asked.
EDIT_NEEDS_ITEMS = Permission(
    "edit_needs_items",
    _l("Fragen der Bedarfsanalyse schreiben und veröffentlichen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Nobody's answers: only what is asked, and figures over all who were asked together.
MANAGE_INSTRUMENTS = Permission(
    "manage_instruments",
    _l("Fragebögen der Selbsteinschätzung anbieten und ihre Messgüte sehen, nie Antworten"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
ISSUE_CERTIFICATES = Permission(
    "issue_certificates",
    _l("Bescheinigungen ausstellen"),
    {Role.TRAINER: Reach.OWN, Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
MANAGE_CERTIFICATE_DESIGNS = Permission(
    "manage_certificate_designs",
    _l("Vorlagen für Bescheinigungen ändern und festlegen, was für einen Kurs gilt"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
RUN_COACHING = Permission(
    "run_coaching",
    _l("Coaching anbieten: eigene Angebote und Zeiten pflegen"),
    {Role.COACH: Reach.OWN},
)
#: Whoever has appointments that nothing else may overlap.
CONNECT_CALENDARS = Permission(
    "connect_calendars",
    _l("Eigene Kalender von außen verbinden, damit belegte Zeiten nicht angeboten werden"),
    {**_LEARNERS, Role.COACH: Reach.OWN},
)
OVERRIDE_BOOKINGS = Permission(
    "override_bookings",
    _l("Einen Coaching-Termin, dessen Nummer man kennt, gegen seine Regeln ändern"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
COVER_ABSENCES = Permission(
    "cover_absences",
    _l("Termine eines Coaches, der ausfällt, ohne Namen sehen und anderen Coaches übergeben"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
MANAGE_ORGANISATIONS = Permission(
    "manage_organisations",
    _l(
        "Kommunen anlegen und ändern; bei Personen auch Kommune, alle Rollen, benutzte "
        "Mailadressen und den Schutz der Kontaktdaten"
    ),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
MANAGE_PEOPLE = Permission(
    "manage_people",
    _l("Personen und Teams anlegen, einladen und ändern; Teilnahme und Teamleitung vergeben"),
    _MUNICIPAL,
)
#: Not for substitutes: nobody prolongs their own time.
NAME_SUBSTITUTES = Permission(
    "name_substitutes",
    _l("Eine Vertretung der Koordination bis zu einem Tag bestimmen"),
    {Role.COORDINATOR: Reach.MUNICIPALITY, Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
READ_AUDIT = Permission(
    "read_audit",
    _l("Prüfprotokoll lesen und exportieren"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
MANAGE_TEXTS = Permission(
    "manage_texts",
    _l("Texte der betreibenden Stelle, Logo und Genderform ändern"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
SET_RETENTION = Permission(
    "set_retention",
    _l("Löschfristen ändern und sehen, wie viel gelöscht wurde"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
IMPORT_ROSTER = Permission(
    "import_roster",
    _l("Personen aus einer Liste anlegen"),
    _MUNICIPAL,
)
DECIDE_REGISTRATIONS = Permission(
    "decide_registrations",
    _l("Registrierungen freigeben und ablehnen"),
    _MUNICIPAL,
)
SET_ENTITLEMENTS = Permission(
    "set_entitlements",
    _l("Leistungen und Kontingente der Kommunen festlegen und ihre Zahl von Coachings sehen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
READ_ENTITLEMENTS = Permission(
    "read_entitlements",
    _l("Leistungen der Kommune und Zahl ihrer Coachings sehen"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
#: Of those they know by name anyway; never answers, coaching, attendance or confidential courses.
_OF_THEIR_PEOPLE = {
    Role.COORDINATOR: Reach.MUNICIPALITY,
    Role.SUBSTITUTE: Reach.MUNICIPALITY,
    Role.TEAM_LEAD: Reach.TEAM,
}
READ_TRAININGS = Permission(
    "read_trainings",
    _l("Sehen, wer zu Kursen angemeldet ist und wer sie abgeschlossen hat"),
    _OF_THEIR_PEOPLE,
)
NOMINATE = Permission(
    "nominate", _l("Personen für Durchgänge vorschlagen"), _OF_THEIR_PEOPLE, Benefit.LIVE_COURSES
)
APPROVE_ENROLMENTS = Permission(
    "approve_enrolments",
    _l("Anmeldungen genehmigen und ablehnen, nur nicht die eigene"),
    _MUNICIPAL,
)
REQUEST_IN_HOUSE = Permission(
    "request_in_house",
    _l("Einen Durchgang nur für die Kommune anfragen"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
    Benefit.LIVE_COURSES,
)
ANSWER_IN_HOUSE = Permission(
    "answer_in_house",
    _l("Anfragen nach Durchgängen für eine Kommune beantworten"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Figures of groups of at least seven, never what one person has answered.
READ_GROUP_LEVELS = Permission(
    "read_group_levels",
    _l("Sehen, wo Gruppen ab sieben Personen in den Kompetenzen stehen"),
    _MUNICIPAL,
)
COLLECT_GROUP_LEVELS = Permission(
    "collect_group_levels",
    _l("Die Menschen der Kommune um ihren Stand in den Kompetenzen bitten"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
#: Means of what people gave for this, published once; who gave anything nobody learns.
READ_GROUP_RESULTS = Permission(
    "read_group_results",
    _l("Mittelwerte der Selbsteinschätzungen von Gruppen sehen, nie einzelne und nie von wenigen"),
    _MUNICIPAL,
)
OPEN_WAVES = Permission(
    "open_waves",
    _l(
        "Alle um eine Selbsteinschätzung für ein Gruppenergebnis bitten; die Mindestzahl der "
        "Antworten erhöhen"
    ),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
PLAN_TEAM_PATHS = Permission(
    "plan_team_paths",
    _l("Die Bedarfsanalyse des eigenen Teams starten und seinen Lernpfad vorschlagen"),
    {Role.TEAM_LEAD: Reach.TEAM},
)
DECIDE_TEAM_PATHS = Permission(
    "decide_team_paths",
    _l("Lernpfade von Teams ansehen, genehmigen und zurückgeben, nur nicht die eigenen"),
    _MUNICIPAL,
)
RECOMMEND_TARGETS = Permission(
    "recommend_targets",
    _l("Allen Kommunen Ziele für die Funktionen empfehlen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Not for the office: what is right for a municipality, is decided there.
ADAPT_TARGETS = Permission(
    "adapt_targets",
    _l("Ziele der Funktionen für die eigene Kommune ändern"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
READ_PERMISSIONS = Permission(
    "read_permissions",
    _l("Diese Übersicht der Rechte ansehen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
READ_REPORTS = Permission(
    "read_reports",
    _l("Berichte über das Programm ansehen und herunterladen, ohne Namen und kleine Gruppen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
READ_TOOLBOX = Permission(
    "read_toolbox",
    _l("Situationen und Kommunikationshilfen ansehen"),
    dict.fromkeys(set(Role) - {Role.DEPUTY, Role.GUEST_PARTNER}, Reach.PROGRAMME),
)
#: Drafts are for those alone whose function it is to lead, besides the coordinator.
WRITE_MUNICIPAL_TEXTS = Permission(
    "write_municipal_texts",
    _l(
        "Freigegebene Texte der eigenen Kommune nutzen; mit Leitungsfunktion oder als Koordination "
        "auch schreiben, freigeben (nie eigene) und zurückziehen"
    ),
    dict.fromkeys(
        (Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY
    ),
)
#: Numbers of the whole programme, never a text.
READ_TOOLBOX_USE = Permission(
    "read_toolbox_use",
    _l("Sehen, wie oft Kommunikationshilfen genutzt werden, nie die Texte der Kommunen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)

#: Named people among partners: coordinators see all, others of the municipality what is released
#: for them, the office none.
READ_ALLIANCES = Permission(
    "read_alliances",
    _l(
        "Die Allianz ansehen: Partner, Zuständigkeiten und Lücken; Ansprechpersonen nur in der "
        "eigenen Kommune und soweit sie freigegeben sind"
    ),
    {
        Role.TRAINEE: Reach.MUNICIPALITY,
        Role.TEAM_LEAD: Reach.MUNICIPALITY,
        **_MUNICIPAL,
    },
)
#: Not for the office: whom a municipality works with, is agreed there.
MANAGE_ALLIANCE = Permission(
    "manage_alliance",
    _l(
        "Die Allianz der Kommune pflegen: Partner, alle Ansprechpersonen, Zusagen, Zuständigkeiten "
        "und Sitzungen"
    ),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
#: Clearing procedures and their cases. Cases are for those who are named, never for others.
READ_PROCEDURES = Permission(
    "read_procedures",
    _l("Verfahren der eigenen Kommune lesen"),
    dict.fromkeys(
        (Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY
    ),
)
WRITE_PROCEDURES = Permission(
    "write_procedures",
    _l("Verfahren der Kommune schreiben und in Kraft setzen"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
HANDLE_CASES = Permission(
    "handle_cases",
    _l("Vorgänge und Übungen beginnen und die sehen, für die man benannt ist"),
    _LEARNERS,
)
READ_CASE_FIGURES = Permission(
    "read_case_figures",
    _l("Zahlen zu Vorgängen der Kommune sehen, nie von weniger als sieben"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
READ_PROGRAMME_CASE_FIGURES = Permission(
    "read_programme_case_figures",
    _l("Zahlen zu Vorgängen aller Kommunen zusammen sehen, nie von weniger als sieben"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Strategy concepts. The office sees what is adopted and how far it is, in numbers.
READ_STRATEGIES = Permission(
    "read_strategies",
    _l("Beschlossene Strategien der eigenen Kommune lesen"),
    dict.fromkeys(
        (Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY
    ),
)
WRITE_STRATEGIES = Permission(
    "write_strategies",
    _l("Strategien der Kommune schreiben, als beschlossen eintragen und Maßnahmen nachhalten"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
READ_STRATEGY_FIGURES = Permission(
    "read_strategy_figures",
    _l("Sehen, welche Strategien die Kommunen beschlossen haben, und Maßnahmen als Zahlen"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
#: Peer consultations: a consultation is for its members, figures are of the whole programme.
CONSULT_PEERS = Permission(
    "consult_peers",
    _l("Sich kollegial beraten: Gruppen öffnen und die sehen, zu denen man gehört"),
    _LEARNERS,
)
READ_PEER_FIGURES = Permission(
    "read_peer_figures",
    _l("Sehen, wie viele kollegiale Beratungen es gab, nie weniger als sieben"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)

#: Who may sign is decided by the function, besides the coordinator: a signature is public.
READ_STATEMENTS = Permission(
    "read_statements",
    _l("Gemeinsame Erklärungen lesen, die unterzeichnet werden können oder veröffentlicht sind"),
    dict.fromkeys(set(Role) - {Role.DEPUTY, Role.GUEST_PARTNER}, Reach.PROGRAMME),
)
WRITE_STATEMENTS = Permission(
    "write_statements", _l("Gemeinsame Erklärungen schreiben und vorschlagen"), _MUNICIPAL
)
SIGN_STATEMENTS = Permission(
    "sign_statements",
    _l(
        "Gemeinsame Erklärungen für die eigene Kommune unterzeichnen: als Koordination oder "
        "politische Leitung"
    ),
    dict.fromkeys(
        (Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY
    ),
)
DECIDE_STATEMENTS = Permission(
    "decide_statements",
    _l("Gemeinsame Erklärungen zum Unterzeichnen öffnen und veröffentlichen (nie eigene)"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)

#: What municipalities have learnt. Everybody of the programme reads, comments, finds useful.
READ_KNOWLEDGE = Permission(
    "read_knowledge",
    _l("Beiträge aller Kommunen lesen, kommentieren und als nützlich markieren"),
    dict.fromkeys(set(Role) - {Role.DEPUTY, Role.GUEST_PARTNER}, Reach.PROGRAMME),
)
#: Drafts are for those alone whose function it is to lead, besides the coordinator.
WRITE_ARTICLES = Permission(
    "write_articles",
    _l("Mit Leitungsfunktion oder als Koordination Beiträge der eigenen Kommune schreiben"),
    dict.fromkeys(
        (Role.TRAINEE, Role.TEAM_LEAD, Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY
    ),
)
AGREE_ARTICLES = Permission(
    "agree_articles",
    _l("Beiträgen für die eigene Kommune zustimmen und sie archivieren"),
    dict.fromkeys((Role.COORDINATOR, Role.SUBSTITUTE), Reach.MUNICIPALITY),
)
#: Drafts come to the office only when their municipality has agreed.
PUBLISH_ARTICLES = Permission(
    "publish_articles",
    _l("Beiträge prüfen, veröffentlichen (nie eigene) und archivieren, Kommentare moderieren"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)

#: Meetings of the programme's bodies. People see those to which they are invited.
READ_MEETINGS = Permission(
    "read_meetings",
    _l(
        "Sitzungen und Besuche ansehen, zu denen man eingeladen ist, darauf antworten und "
        "Beschlüsse der eigenen Gremien lesen"
    ),
    dict.fromkeys(set(Role) - {Role.DEPUTY, Role.GUEST_PARTNER, Role.PROGRAMME_OFFICE}, Reach.OWN)
    | {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)
PLAN_MEETINGS = Permission(
    "plan_meetings",
    _l(
        "Sitzungen und Besuche planen, dazu einladen und Protokoll führen; als Koordination nur "
        "die der eigenen Regionalgruppe"
    ),
    {
        Role.COORDINATOR: Reach.OWN,
        Role.SUBSTITUTE: Reach.OWN,
        Role.PROGRAMME_OFFICE: Reach.PROGRAMME,
    },
)
MANAGE_BODIES = Permission(
    "manage_bodies",
    _l("Gremien anlegen und festlegen, wer dazugehört"),
    {Role.PROGRAMME_OFFICE: Reach.PROGRAMME},
)

#: How far municipalities are in each part: numbers, stages and dates, never of a person.
READ_OVERVIEW = Permission(
    "read_overview",
    _l("Sehen, wie weit die Kommune in allen Teilen des Programms ist: Zahlen, Stände und Termine"),
    _MUNICIPAL,
)

#: All of them, in the order in which people read them.
MATRIX = (
    READ_COURSES,
    LEARN,
    ENROL,
    BOOK_COACHING,
    BOOK_CRISIS_TALKS,
    KEEP_APPOINTMENTS,
    ASSESS_ONESELF,
    OWN_CERTIFICATES,
    RUN_COHORTS,
    READ_EVALUATIONS,
    EDIT_COURSES,
    EDIT_NEEDS_ITEMS,
    MANAGE_INSTRUMENTS,
    ISSUE_CERTIFICATES,
    MANAGE_CERTIFICATE_DESIGNS,
    RUN_COACHING,
    CONNECT_CALENDARS,
    OVERRIDE_BOOKINGS,
    COVER_ABSENCES,
    MANAGE_ORGANISATIONS,
    MANAGE_PEOPLE,
    NAME_SUBSTITUTES,
    READ_AUDIT,
    MANAGE_TEXTS,
    SET_RETENTION,
    IMPORT_ROSTER,
    DECIDE_REGISTRATIONS,
    SET_ENTITLEMENTS,
    READ_ENTITLEMENTS,
    READ_TRAININGS,
    NOMINATE,
    APPROVE_ENROLMENTS,
    REQUEST_IN_HOUSE,
    ANSWER_IN_HOUSE,
    READ_GROUP_LEVELS,
    COLLECT_GROUP_LEVELS,
    READ_GROUP_RESULTS,
    OPEN_WAVES,
    PLAN_TEAM_PATHS,
    DECIDE_TEAM_PATHS,
    RECOMMEND_TARGETS,
    ADAPT_TARGETS,
    READ_PERMISSIONS,
    READ_REPORTS,
    READ_ALLIANCES,
    MANAGE_ALLIANCE,
    READ_PROCEDURES,
    WRITE_PROCEDURES,
    HANDLE_CASES,
    READ_CASE_FIGURES,
    READ_PROGRAMME_CASE_FIGURES,
    READ_TOOLBOX,
    WRITE_MUNICIPAL_TEXTS,
    READ_TOOLBOX_USE,
    READ_STRATEGIES,
    WRITE_STRATEGIES,
    READ_STRATEGY_FIGURES,
    READ_STATEMENTS,
    WRITE_STATEMENTS,
    SIGN_STATEMENTS,
    DECIDE_STATEMENTS,
    CONSULT_PEERS,
    READ_PEER_FIGURES,
    READ_KNOWLEDGE,
    WRITE_ARTICLES,
    AGREE_ARTICLES,
    PUBLISH_ARTICLES,
    READ_MEETINGS,
    PLAN_MEETINGS,
    MANAGE_BODIES,
    READ_OVERVIEW,
)
