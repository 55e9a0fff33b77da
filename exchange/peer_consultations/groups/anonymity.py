"""Looks through a text for what may show who it is about: addresses, numbers, names. Pure.

It finds what has a pattern, and never everything: whoever writes looks themselves, too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class TraceKind(StrEnum):
    MAIL_ADDRESS = "mail_address"
    PHONE_NUMBER = "phone_number"
    WEB_ADDRESS = "web_address"
    STREET = "street"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True)
class Trace:
    """Something in a text that may lead to a person or a place, as it stands there."""

    kind: TraceKind
    words: str


#: Of many origins, as people in municipalities have them: enough to find the usual slip.
_GIVEN_NAMES = """
Achim Ahmed Aisha Alexander Ali Amina Andrea Andreas Angelika Anja Anna Anne Antje Astrid Aylin
Ayşe Barbara Bernd Birgit Brigitte Carsten Christian Christina Christine Claudia Daniel Daniela
Dennis Detlef Dieter Dirk Doris Elena Elif Elke Emine Erika Eva Fatima Fatma Frank Gabriele Gerd
Gerhard Günter Hans Hasan Hassan Heike Heinz Helga Helmut Holger Horst Ibrahim Ines Ingrid Jan Jana
Jens Joachim Johannes Jörg Julia Jürgen Karin Karl Katharina Katja Kathrin Kerstin Klaus Kübra Lars
Laura Lena Lisa Manfred Manuela Maria Marie Marion Markus Martin Martina Matthias Mehmet Melanie
Michael Mohamed Mohammed Monika Murat Mustafa Nadine Nicole Nina Olaf Oliver Omar Paul Peter Petra
Rainer Ralf Regina Renate Robert Rolf Sabine Samira Sandra Sarah Sebastian Silke Simone Sonja Stefan
Stefanie Steffen Susanne Svetlana Sven Tanja Thomas Thorsten Tobias Torsten Udo Ulrich Ulrike Ursula
Ute Uwe Volker Werner Wolfgang Yasemin Yusuf Zeynep
"""

_MONTHS = (
    "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|Jan\\.|Feb\\.|Aug\\.|Sept\\.|Okt\\.|Nov\\.|Dez\\."
)
_WORD = r"[A-ZÄÖÜÇŞİÉ][\w'-]+"
_PATTERNS = (
    (TraceKind.MAIL_ADDRESS, re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (TraceKind.WEB_ADDRESS, re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)),
    (
        TraceKind.PHONE_NUMBER,
        re.compile(r"(?<![\w/.-])(?:\+|00|0)[1-9](?:[\s/().-]{0,2}\d){5,14}(?!\w)"),
    ),
    (
        TraceKind.STREET,
        re.compile(
            r"(?<![\w-])[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|allee|gasse|platz|ring|ufer)\s+\d+\s?[a-z]?\b"
        ),
    ),
    (TraceKind.DATE, re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)?\d{2}(?!\d)")),
    (TraceKind.DATE, re.compile(rf"(?<!\d)\d{{1,2}}\.\s?(?:{_MONTHS})(?!\w)(?:\s+\d{{4}}\b)?")),
    (
        TraceKind.NAME,
        re.compile(rf"\b(?:Herrn?|Frau|Familie|Dr\.|Prof\.)\s+(?:(?:Prof|Dr)\.\s+)*{_WORD}"),
    ),
    (
        TraceKind.NAME,
        re.compile(rf"\b(?:{'|'.join(_GIVEN_NAMES.split())})\b(?:\s+{_WORD})?"),
    ),
)


def find_traces(text: str, known_names: Iterable[str] = ()) -> list[Trace]:
    """What of `text` may lead to somebody, in the order in which it stands there, each once.

    `known_names` are looked for as whole words, whatever their case: the writer's own name, their
    municipality's.
    """
    found = sorted(_all(text, known_names), key=lambda one: (one[0], -one[1]))
    traces, reached = [], 0
    for start, end, kind in found:
        if start >= reached:
            traces.append(Trace(kind, " ".join(text[start:end].split())))
            reached = end
    return list(dict.fromkeys(traces))


def _all(text: str, known_names: Iterable[str]) -> Iterator[tuple[int, int, TraceKind]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
    for name in known_names:
        if len(name) > 2:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                yield match.start(), match.end(), TraceKind.NAME
