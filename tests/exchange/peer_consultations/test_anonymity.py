"""What in a text may show who it is about is found, and ordinary words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.peer_consultations.groups.anonymity import TraceKind, find_traces


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "Er schrieb an k.beispiel@stadt.example.",
            TraceKind.MAIL_ADDRESS,
            "k.beispiel@stadt.example",
        ),
        ("Rückruf unter 0171 234 56 78 bitte", TraceKind.PHONE_NUMBER, "0171 234 56 78"),
        ("Rückruf unter +49 (30) 1234567", TraceKind.PHONE_NUMBER, "+49 (30) 1234567"),
        (
            "Steht auf www.beispiel.example/seite",
            TraceKind.WEB_ADDRESS,
            "www.beispiel.example/seite",
        ),
        ("Wohnt in der Gartenstraße 12a.", TraceKind.STREET, "Gartenstraße 12a"),
        ("Am 3.4.2024 war es so weit", TraceKind.DATE, "3.4.2024"),
        ("Am 3. März 2026 kam er", TraceKind.DATE, "3. März 2026"),
        ("Am 3. Dez. 2026 kam er", TraceKind.DATE, "3. Dez. 2026"),
        ("Am 12. Mai kam er", TraceKind.DATE, "12. Mai"),
        ("Frau Prof. Dr. Müller kam", TraceKind.NAME, "Frau Prof. Dr. Müller"),
        ("Frau Dr. Öztürk sagte", TraceKind.NAME, "Frau Dr. Öztürk"),
        ("Dann kam Fatma Şahin", TraceKind.NAME, "Fatma Şahin"),
    ],
)
def test_what_has_a_pattern_is_found(text, kind, words):
    [trace] = find_traces(text)
    assert (trace.kind, trace.words) == (kind, words)


def test_known_names_are_found_as_words_whatever_their_case():
    found = find_traces("In KREYENBURG, nicht in Kreyenburgs Umland", ["Kreyenburg"])
    assert [trace.words for trace in found] == ["KREYENBURG"]


@pytest.mark.parametrize(
    "text",
    [
        "Eine Kollegin am Schalter wurde im Frühjahr beleidigt. Zwei Ratsmitglieder schwiegen.",
        "Wir waren 12 Personen, es dauerte 90 Minuten, um 17.30 Uhr war Schluss.",
        "Die Frau am Empfang und der Herr vom Sicherheitsdienst halfen.",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert find_traces(text) == []


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=3))
def test_whatever_is_found_stands_in_the_text(text, names):
    plain = " ".join(text.split())
    for trace in find_traces(text, names):
        assert trace.words in plain
