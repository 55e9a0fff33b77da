"""The words on screen for designs: their parts, their variables, and what can be wrong in them."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from certificates.printing.design import VARIABLES, Fault, InvalidDesign
from certificates.printing.trial import sample_data
from certificates.printing.wording import dates_in_words, day_in_words, duration_in_words

LANGUAGES: dict[str, Message] = {"de": _l("Deutsch"), "en": _l("Englisch")}
STYLES: dict[str, Message] = {"classic": _l("Klassisch"), "clear": _l("Klar")}
STYLE_HINTS: dict[str, Message] = {
    "classic": _l("Mit Rahmen; Name und Überschriften in einer Schrift mit Serifen"),
    "clear": _l("Mit einem Balken in der Farbe; alles in einer Schrift ohne Serifen"),
}
COLOURS: dict[str, Message] = {
    "blue": _l("Blau"),
    "green": _l("Grün"),
    "red": _l("Rot"),
    "violet": _l("Violett"),
    "grey": _l("Grau"),
}
ALIGNMENTS: dict[str, Message] = {"centre": _l("In der Mitte"), "left": _l("Links")}
BLOCKS: dict[str, Message] = {
    "logo": _l("Logo"),
    "title": _l("Überschrift"),
    "holder": _l("Name und Kurs"),
    "text": _l("Freier Text"),
    "modules": _l("Inhalte mit Dauer"),
    "facts": _l("Termine und Umfang"),
    "signatories": _l("Unterschriften"),
    "check": _l("Prüfcode"),
    "notice": _l("Hinweis am Fuß der Seite"),
}
TEXTS: dict[str, Message] = {
    "title": _l("Überschrift"),
    "before_name": _l("Vor dem Namen"),
    "after_name": _l("Nach dem Namen"),
    "text": _l("Freier Text"),
    "notice": _l("Hinweis am Fuß der Seite"),
}
VARIABLE_MEANINGS: dict[str, Message] = {
    "holder": _l("der Name, wie ihn die Person auf der Bescheinigung wünscht"),
    "course": _l("der Titel des Kurses"),
    "dates": _l("die Tage, an denen die Person da war"),
    "hours": _l("wie lange die Person da war"),
    "issuer": _l("die betreibende Stelle"),
    "issued_on": _l("der Tag, an dem ausgestellt wird"),
    "valid_until": _l("der letzte Tag, an dem sie gilt; leer, wenn sie immer gilt"),
    "trainer": _l("wer sie ausstellt"),
    "funder_notice": _l("der Hinweis auf die Förderung aus „Texte“"),
}
FIELDS = BLOCKS | {"style": _l("Stil"), "colour": _l("Farbe"), "alignment": _l("Ausrichtung")}

NOT_PRINTABLE = _l("So lässt sich die Vorlage nicht drucken.")
_KNOWN = ", ".join(f"{{{name}}}" for name in VARIABLES)


_FAULTS: dict[Fault, Message] = {
    Fault.MISSING: _l("Fehlt noch."),
    Fault.TWICE: _l("Steht doppelt da."),
    Fault.DOES_NOT_FIT: _l(
        "Das ist zu viel für eine Seite, wenn Name und Kurs lang sind. Bitte kürzen Sie die Texte, "
        "oder lassen Sie einen Baustein weg."
    ),
}


def fault_in_words(fault: InvalidDesign) -> Message:
    """What is wrong, as it is told at the field where it is wrong."""
    what = fault.detail[:60]
    if fault.fault in _FAULTS:
        return _FAULTS[fault.fault]
    if fault.fault is Fault.TOO_LONG:
        return _l("Bitte höchstens %(most)s Zeichen.", most=what)
    if fault.fault is Fault.TOO_MANY:
        return _l("Bitte höchstens %(most)s.", most=what)
    if fault.fault is Fault.VARIABLE and fault.place.startswith("signatories"):
        return _l("Hier stehen keine Variablen: {%(name)s}", name=what)
    if fault.fault is Fault.VARIABLE:
        return _l(
            "Die Variable {%(name)s} gibt es nicht. Es gibt: %(known)s", name=what, known=_KNOWN
        )
    if fault.fault is Fault.BRACE:
        return _l("Hier steht eine geschweifte Klammer allein: %(what)s", what=what)
    if fault.fault is Fault.ADDRESS:
        return _l(
            "Adressen und Dateien sind hier nicht möglich, denn nichts davon wird geladen: "
            "%(what)s",
            what=what,
        )
    if fault.fault is Fault.UNPRINTABLE:
        return _l("Für diese Zeichen fehlt die Schrift: %(what)s", what=_seen(what))
    return _l("Das gibt es hier nicht: %(what)s", what=what)


def variable_samples(language: str) -> dict[str, str]:
    """What the variables become in the preview."""
    data = sample_data(language)
    return {
        "holder": data.holder_name,
        "course": data.course_title,
        "dates": dates_in_words(data.dates, language),
        "hours": duration_in_words(data.total_minutes, language),
        "issuer": data.issuer,
        "issued_on": day_in_words(data.issued_on, language),
        "valid_until": day_in_words(data.valid_until, language) if data.valid_until else "–",
        "trainer": data.signatory,
        "funder_notice": data.notice,
    }


def _seen(characters: str) -> str:
    """The characters, or the number of those that would not be seen."""
    return " ".join(
        each if each.isprintable() else " ".join(f"U+{ord(character):04X}" for character in each)
        for each in characters.split(" ")
    )
