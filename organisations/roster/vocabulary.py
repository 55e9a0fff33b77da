"""The words by which lists name functions, roles and languages, in German and English. Pure."""

from collections.abc import Mapping

from organisations.roster.checking import fold


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): key for key, line in words.items() for word in line.split(",")}


FUNCTIONS = _by_word(
    {
        "political_leadership": "Politische Leitung, Politische Führung, Wahlamt, Bürgermeister, "
        "Bürgermeisterin, Landrat, Landrätin, Political leadership",
        "executive": "Führungskraft, Leitung, Führung, Executive, Manager",
        "staff": "Mitarbeit, Mitarbeiter, Mitarbeiterin, Mitarbeitende, Mitarbeiter:in, "
        "Beschäftigt, Beschäftigte, Beschäftigter, Sachbearbeitung, Staff, Staff member, Employee",
    }
)
ROLES = _by_word(
    {
        "trainee": "Teilnehmende Person, Teilnahme, Teilnehmer, Teilnehmerin, Teilnehmende, "
        "Teilnehmer:in, Trainee, Participant",
        "team_lead": "Teamleitung, Teamleiter, Teamleiterin, Team lead, Team leader",
        "coordinator": "Koordination der Kommune, Koordination, Koordinator, Koordinatorin, "
        "Coordinator, Coordination, Coordination of the municipality",
        "substitute": "Vertretung der Koordination, Vertretung, Substitute, "
        "Substitute coordinator, Coordinator’s substitute",
        "guest_partner": "Partner als Gast, Gast, Partner as a guest, Guest partner, Guest",
        "trainer": "Training, Trainer, Trainerin",
        "coach": "Coaching, Coach, Coachin",
        "programme_office": "Programmbüro, Programme office, Program office",
    }
)
LANGUAGES = _by_word({"de": "de, Deutsch, German", "en": "en, Englisch, English"})
