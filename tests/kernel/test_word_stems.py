"""Words are found however they are inflected, written or joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.word_stems import (
    BEGINNING,
    EXACT,
    INNER,
    TAIL,
    closeness,
    fold,
    stems_asked_for,
    stems_in,
)


def found(asked: str, text: str) -> int:
    words = stems_asked_for(asked)
    return min(closeness(word, stems_in(text)) for word in words)


@pytest.mark.parametrize(
    ("asked", "text", "how"),
    [
        ("Shitstorm", "Was in der ersten Stunde eines Shitstorms geschieht", EXACT),
        ("shitstorms", "Der Shitstorm", EXACT),
        ("SHITSTORM", "shitstorm", EXACT),
        ("Bürgerversammlung", "Bürgerversammlungen, die halten", EXACT),
        ("buergerversammlung", "Die Bürgerversammlung", EXACT),
        ("burgerversammlung", "Die Bürgerversammlung", EXACT),
        ("Versammlung", "Bürgerversammlungen", INNER),
        ("Bürgerversammlung", "eine Versammlung, die sicher geplant ist", TAIL),
        ("Drohungen", "bei einer Drohung", EXACT),
        ("Drohung", "Drohbriefe und Drohanrufe", BEGINNING),
        ("Kollegin", "Kolleginnen und Kollegen", EXACT),
        ("Rassismus", "rassistische Witze", EXACT),
        ("racist", "when the joke is racism", EXACT),
        ("Straße", "auf der STRASSE", EXACT),
        ("Führung", "Führen und sprechen", EXACT),
        ("meetings", "town meeting", EXACT),
        ("Pressearbeit", "Ruhige Worte für die Öffentlichkeit", 0),
        ("Not", "Notiz und Kommunikation", BEGINNING),
        ("Rat", "Demokratie", 0),
    ],
)
def test_what_people_type_is_found(asked, text, how):
    assert found(asked, text) == how


def test_every_word_counts_and_single_letters_only_if_there_is_no_more():
    assert stems_asked_for("Hass & Hetze, a Hass") == ["hass", "hetz"]
    assert stems_asked_for("a") == ["a"]
    assert stems_asked_for(" … ") == []


@given(st.text(max_size=40))
def test_any_text_is_found_in_itself_and_folding_it_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert all(closeness(word, stems_in(text)) == EXACT for word in stems_asked_for(text))
