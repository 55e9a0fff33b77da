"""The sheet, section by section: what a staff council needs to know before it agrees.

Everything that is a rule elsewhere is read there. Whoever renders it, page or document, gets the
same sections, so that nothing is said twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from app.kernel.i18n import duration
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_TRAININGS
from app.kernel.retention import list_rules
from app.pages.permission_matrix import REACHES_MEAN
from app.pages.staff_council.facts import list_personal_data, list_rights, who_may
from assessments.disclosure import tables
from assessments.waves.rules import current_k
from courses.evaluation.release import COHORT_RULE
from courses.reports.suppression import THRESHOLD
from scheduling.coaching.people_counts import FEWEST_PEOPLE


@dataclass(frozen=True)
class FactTable:
    """Rows of texts under their headings. `shares` are the widths of the columns on paper."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]


@dataclass(frozen=True)
class Section:
    """A part of the sheet under its heading: paragraphs, then points, then a table."""

    key: str
    title: str
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = ()
    table: FactTable | None = None


def list_sections() -> list[Section]:
    """All sections in the order in which they are read, in the language of the moment."""
    return [
        _no_monitoring(),
        _agreed(),
        _data(),
        _rights(),
        _groups(),
        _periods(),
        _sealed(),
        _measures(),
        _law(),
    ]


def _no_monitoring() -> Section:
    return Section(
        "monitoring",
        _("Keine Kontrolle von Leistung und Verhalten"),
        [
            _(
                "KommA ist nicht dazu da, Leistung oder Verhalten einzelner Menschen zu "
                "kontrollieren. Es gibt keine Auswertung, keine Rangliste und keinen Vergleich "
                "einzelner Personen."
            ),
            _(
                "Antworten, Werte und Notizen aus Bedarfsanalysen und Selbsteinschätzungen sieht "
                "nur die Person selbst. Ob jemand eine Selbsteinschätzung gemacht hat, erfährt "
                "niemand."
            ),
            _(
                "Sichtbar ist aber: „%(right)s“. Das dürfen: %(who)s. Vertrauliche Kurse sind "
                "davon ausgenommen.",
                right=READ_TRAININGS.label,
                who=", ".join(who_may(READ_TRAININGS)),
            ),
        ],
    )


def _agreed() -> Section:
    return Section(
        "agreed",
        _("Was Sie vereinbaren können"),
        [_("Diese Sätze passen zu dem, was KommA tut. Ändern Sie sie, wie Sie es brauchen.")],
        [
            _(
                "Daten aus KommA werden nicht verwendet, um Leistung oder Verhalten zu "
                "kontrollieren, und nicht für Entscheidungen über das Arbeitsverhältnis."
            ),
            _(
                "Bedarfsanalyse, Selbsteinschätzung und Coaching sind freiwillig. Wer sie nicht "
                "nutzt, hat keinen Nachteil."
            ),
            _("Ergebnisse von Gruppen gibt es nur nach den Regeln in diesem Blatt."),
            _(
                "Ändern sich Rechte, Fristen oder die kleinste Gruppe, bekommt die "
                "Personalvertretung dieses Blatt neu, bevor es gilt."
            ),
        ],
    )


def _data() -> Section:
    rows = [
        (str(data.label), str(data.purpose), str(data.retention), str(data.sealed) or _("nein"))
        for data in list_personal_data()
    ]
    columns = [_("Daten"), _("Wozu"), _("Wie lange"), _("Verschlüsselt")]
    return Section(
        "data",
        _("Welche Daten KommA über Menschen verarbeitet"),
        [_("„Sie“ ist die Person, um deren Daten es geht.")],
        table=FactTable(_("Daten, Zweck und Dauer"), columns, rows, (27, 24, 32, 17)),
    )


def _rights() -> Section:
    rows = [(right.label, ", ".join(right.who)) for right in list_rights()]
    return Section(
        "rights",
        _("Wer was darf"),
        [
            _(
                "KommA prüft jede Seite nach dieser Tabelle. Was nicht darin steht, darf "
                "niemand. Wer mehrere Rollen hat, darf alles, was eine davon darf."
            ),
            str(REACHES_MEAN),
        ],
        table=FactTable(_("Rechte nach Rollen"), [_("Recht"), _("Wer")], rows, (50, 50)),
    )


def _groups() -> Section:
    k, floor = current_k(), tables.LEAST_K
    return Section(
        "groups",
        _("Ergebnisse von Gruppen"),
        [
            _(
                "Ein Gruppenergebnis ist ein Mittelwert vieler Menschen, gerundet und einmal "
                "berechnet. Danach werden die einzelnen Beiträge gelöscht und ihr Schlüssel "
                "vernichtet. Lässt sich aus den Zahlen auf eine einzelne Person schließen, "
                "werden sie nicht gezeigt, auch nicht bei einer großen Gruppe. „Kein Ergebnis“ "
                "ist ein normales Ergebnis."
            )
        ],
        [
            _(
                "Selbsteinschätzungen: ab %(k)s Menschen. Die kleinste Gruppe kann nur größer "
                "werden, nie kleiner als %(floor)s, und es gilt die Zahl, die beim Antworten "
                "versprochen war.",
                k=k,
                floor=floor,
            ),
            _("Stand der Kompetenzen: ab %(k)s Menschen.", k=tables.Wave.k),
            _(
                "Rückmeldungen zu Kursen: Zahlen ab %(numbers)s Antworten, Texte ab %(texts)s.",
                numbers=COHORT_RULE.first,
                texts=COHORT_RULE.first_texts,
            ),
            _("Berichte an den Fördergeber: Gruppen ab %(k)s Menschen, ohne Namen.", k=THRESHOLD),
            _("Zahl der Menschen im Coaching: ab %(k)s Menschen.", k=FEWEST_PEOPLE),
        ],
    )


def _periods() -> Section:
    rows = [(str(rule.label), f"{rule.shown} {rule.counts_from}") for rule in list_rules()]
    return Section(
        "periods",
        _("Was von selbst gelöscht wird"),
        [
            _(
                "Jede Nacht löscht KommA, was die Frist erreicht. Das Programmbüro kann Fristen "
                "in festen Grenzen ändern; das steht im Prüfprotokoll. Festgehalten wird von "
                "Löschungen nur die Zahl je Art und Tag."
            )
        ],
        table=FactTable(_("Löschfristen"), [_("Art der Daten"), _("Frist")], rows, (55, 45)),
    )


def _sealed() -> Section:
    return Section(
        "sealed",
        _("Was verschlüsselt ist, und was trotzdem möglich bleibt"),
        [
            _(
                "Was die Tabelle der Daten als verschlüsselt nennt, hat einen eigenen Schlüssel, "
                "meist den der Person (AES-256-GCM). Die Schlüssel liegen getrennt von der "
                "Datenbank und sind ihrerseits mit einem Hauptschlüssel verschlüsselt. Wird ein "
                "Schlüssel gelöscht, ist der Inhalt auch in Sicherungen der Datenbank nicht mehr "
                "lesbar."
            ),
            _(
                "Selbsteinschätzungen tragen keinen Namen und keine Uhrzeit, nur die Woche. "
                "Welche zu wem gehört, steht verschlüsselt bei der Person."
            ),
            _(
                "Wer Datenbank, Schlüsselspeicher und Hauptschlüssel zusammen hat, könnte alles "
                "lesen. Auf dem laufenden Server kommen sie zusammen, sonst könnte KommA "
                "niemandem die eigenen Angaben zeigen. Die Verschlüsselung schützt also Kopien "
                "und Sicherungen. Vor denen, die den Server in der Hand haben, schützen nur "
                "Verträge, Verpflichtung und wenige Zugänge."
            ),
        ],
    )


def _measures() -> Section:
    settings = current_app.extensions["komma"].settings
    return Section(
        "measures",
        _("Technische und organisatorische Maßnahmen"),
        points=[
            _("Jede Seite verlangt ein Recht. Ohne ausdrückliche Erlaubnis bleibt sie zu."),
            _(
                "Anmeldungen enden nach %(longest)s, ohne Benutzung nach %(idle)s. Passwörter "
                "speichert KommA nur als Hash (Argon2). Ein zweiter Faktor ist möglich.",
                longest=duration(int(settings.session_lifetime.total_seconds() // 60)),
                idle=duration(int(settings.session_idle.total_seconds() // 60)),
            ),
            _("Wer zu oft falsch rät, wird gebremst."),
            _(
                "Verwaltende Handlungen stehen in einem Prüfprotokoll, dessen Einträge sich "
                "nicht unbemerkt ändern lassen. Was jemand liest oder beantwortet, steht nie "
                "darin."
            ),
            _(
                "Protokolle des Servers enthalten keine Namen, keine Mailadressen und keine "
                "IP-Adressen."
            ),
            _("Es gibt kein Tracking und keine Inhalte von Dritten."),
            _("Mails sind diskret: Im Betreff steht kein Thema."),
            _(
                "Wer den Server betreibt, sorgt für Sicherungen, Updates und dafür, dass nur "
                "wenige Zugang haben."
            ),
        ],
    )


def _law() -> Section:
    return Section(
        "law",
        _("Zum Recht"),
        [
            _(
                "Dieses Blatt ist keine Rechtsberatung. Es ersetzt weder die Beteiligung der "
                "Personalvertretung noch das Verzeichnis der Verarbeitungstätigkeiten (Art. 30 "
                "DSGVO) oder eine Datenschutz-Folgenabschätzung (Art. 35 DSGVO)."
            ),
            _(
                "Für Kommunen gilt das Personalvertretungsgesetz ihres Landes. Die Gesetze der "
                "Länder unterscheiden sich; welche Vorschrift zutrifft, prüfen Sie bitte dort. "
                "Zum Vergleich der Bund: § 80 Abs. 1 Nr. 21 BPersVG in der Fassung von 2021, "
                "früher § 75 Abs. 3 Nr. 17, zur Einführung und Anwendung technischer "
                "Einrichtungen, die dazu bestimmt sind, Verhalten oder Leistung der "
                "Beschäftigten zu überwachen."
            ),
            _(
                "Zum früheren Recht hat das Bundesverwaltungsgericht entschieden: Es genügt, "
                "dass eine Einrichtung zur Überwachung geeignet ist; eine Absicht braucht es "
                "nicht (Beschluss vom 16. Dezember 1987, 6 P 32.84). Darum steht hier auch, was "
                "sichtbar ist."
            ),
        ],
    )
