"""What each phase is for, and what each role does in it."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.peer_consultations.groups.models import Role
from exchange.peer_consultations.sessions.phases import Phase

PHASE_NAMES: dict[str, Message] = {
    Phase.CASTING: _l("Rollen klären"),
    Phase.PRESENTING: _l("Fall schildern"),
    Phase.QUESTIONS: _l("Nachfragen"),
    Phase.HYPOTHESES: _l("Vermutungen"),
    Phase.PROPOSALS: _l("Vorschläge"),
    Phase.CHOICE: _l("Auswahl"),
    Phase.LOOKING_BACK: _l("Rückblick"),
}
PURPOSES: dict[str, Message] = {
    Phase.CASTING: _l("Alle kennen ihre Rolle. Was hier gesagt wird, bleibt in der Gruppe."),
    Phase.PRESENTING: _l("Der Fall wird erzählt, ohne Unterbrechung."),
    Phase.QUESTIONS: _l("Die Gruppe versteht, was war. Noch keine Ratschläge."),
    Phase.HYPOTHESES: _l("Was könnte dahinterstecken? Die Gruppe denkt laut, eine Person hört zu."),
    Phase.PROPOSALS: _l("Was könnte helfen? Jede Idee zählt, keine wird bewertet."),
    Phase.CHOICE: _l("Die Person, die den Fall einbringt, sagt, was sie mitnimmt."),
    Phase.LOOKING_BACK: _l("Wie war die Beratung? Danach ist Schluss."),
}
PROMPTS: dict[tuple[str, str], Message] = {
    (Phase.CASTING, Role.CASE_GIVER): _l(
        "Prüfen Sie, ob Ihr Fall für die Gruppe freigegeben ist. Sie bestimmen, was Sie erzählen."
    ),
    (Phase.CASTING, Role.MODERATOR): _l(
        "Fragen Sie: Wer bringt den Fall ein, wer schreibt mit? Erinnern Sie an die "
        "Vertraulichkeit: keine Aufzeichnung, keine Namen, nichts davon nach außen."
    ),
    (Phase.CASTING, Role.NOTE_KEEPER): _l(
        "Machen Sie sich bereit. Sie schreiben Ideen mit, keine Personen und keine Einzelheiten."
    ),
    (Phase.CASTING, Role.ADVISER): _l(
        "Sorgen Sie dafür, dass niemand mithört. Übernehmen Sie eine Rolle, wenn eine fehlt."
    ),
    (Phase.PRESENTING, Role.CASE_GIVER): _l(
        "Erzählen Sie: Was ist passiert? Was haben Sie getan? Was beschäftigt Sie? Nennen Sie am "
        "Ende Ihre Frage an die Gruppe."
    ),
    (Phase.PRESENTING, Role.MODERATOR): _l(
        "Sorgen Sie für Ruhe beim Erzählen. Fragen Sie zum Schluss nach der Frage an die Gruppe "
        "und sprechen Sie sie nach."
    ),
    (Phase.PRESENTING, Role.NOTE_KEEPER): _l("Schreiben Sie nur die Frage an die Gruppe auf."),
    (Phase.PRESENTING, Role.ADVISER): _l(
        "Hören Sie zu. Merken Sie sich, was Sie noch wissen müssen, und unterbrechen Sie nicht."
    ),
    (Phase.QUESTIONS, Role.CASE_GIVER): _l(
        "Antworten Sie kurz. Was Sie nicht sagen möchten, sagen Sie nicht."
    ),
    (Phase.QUESTIONS, Role.MODERATOR): _l(
        "Lassen Sie nur Fragen zu, die dem Verstehen dienen. Halten Sie Ratschläge zurück, auch "
        "die in Frageform."
    ),
    (Phase.QUESTIONS, Role.NOTE_KEEPER): _l("Fragen Sie mit. Aufschreiben müssen Sie hier nichts."),
    (Phase.QUESTIONS, Role.ADVISER): _l(
        "Fragen Sie offen: Wie? Was? Wer war noch beteiligt? Noch keine Lösung."
    ),
    (Phase.HYPOTHESES, Role.CASE_GIVER): _l(
        "Schalten Sie die Kamera aus, wenn Ihnen das hilft, und hören Sie nur zu. Was trifft, was "
        "überrascht Sie?"
    ),
    (Phase.HYPOTHESES, Role.MODERATOR): _l(
        "Bitten Sie um Vermutungen: über Beteiligte, Interessen, Strukturen, auch über Rassismus "
        "als möglichen Grund. Die Person mit dem Fall wird nicht angesprochen."
    ),
    (Phase.HYPOTHESES, Role.NOTE_KEEPER): _l(
        "Halten Sie die Vermutungen in Stichworten fest, eine je Notiz."
    ),
    (Phase.HYPOTHESES, Role.ADVISER): _l(
        "Sagen Sie „Ich vermute …“ oder „An ihrer Stelle würde mich …“. Widersprüche dürfen "
        "stehen bleiben."
    ),
    (Phase.PROPOSALS, Role.CASE_GIVER): _l(
        "Hören Sie weiter zu. Sie müssen nichts davon annehmen und nichts begründen."
    ),
    (Phase.PROPOSALS, Role.MODERATOR): _l(
        "Bitten Sie alle reihum um Vorschläge. Gibt es etwas, das sofort schützt? Gibt es "
        "jemanden, der helfen kann?"
    ),
    (Phase.PROPOSALS, Role.NOTE_KEEPER): _l(
        "Schreiben Sie jeden Vorschlag als eigene Notiz auf, in den Worten der Gruppe."
    ),
    (Phase.PROPOSALS, Role.ADVISER): _l(
        "Sagen Sie, was Sie selbst versuchen würden: „Ich könnte mir vorstellen …“. Kleine "
        "Schritte zählen."
    ),
    (Phase.CHOICE, Role.CASE_GIVER): _l(
        "Sagen Sie, was Sie anspricht und was Sie als Erstes tun. Was nicht passt, lassen Sie weg."
    ),
    (Phase.CHOICE, Role.MODERATOR): _l(
        "Geben Sie der Person mit dem Fall das Wort. Jetzt wird nicht mehr diskutiert."
    ),
    (Phase.CHOICE, Role.NOTE_KEEPER): _l("Halten Sie fest, was als Erstes getan werden soll."),
    (Phase.CHOICE, Role.ADVISER): _l("Hören Sie zu. Verteidigen Sie Ihre Vorschläge nicht."),
    (Phase.LOOKING_BACK, Role.CASE_GIVER): _l(
        "Sagen Sie, wie es Ihnen jetzt geht. Fall und Mitschrift gehören ab jetzt nur Ihnen."
    ),
    (Phase.LOOKING_BACK, Role.MODERATOR): _l(
        "Fragen Sie reihum: Was nehmen Sie für sich mit? Beenden Sie dann die Beratung."
    ),
    (Phase.LOOKING_BACK, Role.NOTE_KEEPER): _l(
        "Prüfen Sie, ob etwas fehlt. Nach dem Ende können Sie die Mitschrift nicht mehr lesen."
    ),
    (Phase.LOOKING_BACK, Role.ADVISER): _l(
        "Sagen Sie in einem Satz, was Sie für Ihre eigene Arbeit mitnehmen."
    ),
}
