"""The same words find the same texts in the same order, whichever database holds the index."""

import pytest
from flask import current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.kernel import ddl
from app.kernel.db import db
from app.kernel.excerpts import Piece, excerpt, without_marks
from app.kernel.feature import Feature
from app.kernel.full_text import IndexedText, forget, keep, matching, rebuild_area
from app.kernel.search import SearchArea, SearchEntry

SHELTER, EVENING, STAFF, JOKES, ENGLISH = range(1, 6)
TEXTS = {
    SHELTER: ("Bürgerversammlung zur Unterkunft", "Wie ein Abend ruhig bleibt, auch bei Störungen"),
    EVENING: ("Ein Abend mit vielen Menschen", "Eine Versammlung wird geplant und geleitet."),
    STAFF: ("Außendienst schützen", "Was nach Beleidigungen und Drohbriefen zu tun ist"),
    JOKES: ("Rassistische Witze im Büro", "Kolleginnen sagen, was sie stört. Größe zeigen."),
    ENGLISH: ("Town meetings", "Keeping calm when the shitstorm begins"),
}


@pytest.fixture
def texts(app):
    for item_id, (title, body) in TEXTS.items():
        keep(area="texts", item_id=item_id, title=title, text=body)
    keep(area="others", item_id=SHELTER, title="Versammlung", text="Rassismus Abend")


def found(phrase: str, area: str = "texts") -> list[int]:
    matches = matching(area, phrase)
    query = select(matches.c.item_id).order_by(matches.c.rank.desc(), matches.c.item_id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Versammlungen", [SHELTER, EVENING]),  # inside a word of the title, exactly in a text
        ("Bürgerversammlungen", [SHELTER, EVENING]),  # of a compound its last part will do
        ("buergerversammlung", [SHELTER, EVENING]),
        ("BURGERVERSAMMLUNG", [SHELTER, EVENING]),
        ("Abend", [EVENING, SHELTER]),  # the title weighs more
        ("Drohbrief", [STAFF]),
        ("Drohungen", [STAFF]),
        ("Rassismus", [JOKES]),
        ("Kollegin", [JOKES]),
        ("Groesse", [JOKES]),
        ("meeting", [ENGLISH]),
        ("Shitstorms", [ENGLISH]),
        ("Abend Versammlung", [EVENING, SHELTER]),
        ("Abend Drohung", []),  # every word has to be there
        ("Was tun nach Beleidigung?", [STAFF]),
        ("wie", [SHELTER]),  # a word that says nothing counts if there is no other
        ("Brief", [STAFF]),
        ("Pressearbeit", []),
        ("", []),
        (" …!? ", []),
    ],
)
def test_what_people_type_finds_the_same_in_the_same_order(texts, phrase, expected):
    assert found(phrase) == expected


def test_a_word_in_the_title_outweighs_any_in_the_text_and_the_closer_word_comes_first(app):
    for number, (title, body) in enumerate(
        [
            ("Bedrohung", ""),
            ("Bedrohungslage", ""),
            ("Morddrohungsbedrohungen", ""),
            ("Lage", "Bedrohung"),
            ("Lage", "Bedrohungslage"),
            ("Lage", "Morddrohungsbedrohungen"),
        ]
    ):
        keep(area="ranks", item_id=number, title=title, text=body)
    assert found("Bedrohungen", "ranks") == list(range(6))


@pytest.mark.parametrize(
    "phrase",
    [
        'Abend" OR "Witze',
        "Abend' | 'Witze",
        "words:Abend*",
        "Abend NOT Witze",
        "NEAR(Abend Witze, 5)",
        "(Abend",
        "!Abend & :*",
        "Abend\0Witze",
        "\\'",
        "^Abend + -",
        "%s %(x)s :x",
        "Ab_nd",
        "a" * 10_000,
        "Abend " * 10_000,
        " ".join(f"wort{number}" for number in range(3000)),
        "''; DROP TABLE search_entries",
    ],
)
def test_operators_are_only_words_and_nothing_breaks(texts, phrase):
    assert set(found(phrase)) <= {SHELTER, EVENING}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(max_size=60))
def test_any_text_can_be_kept_and_is_found_by_its_own_words(app, words):
    keep(area="any", item_id=1, title=words, text=words)
    assert found(words, "any") == ([1] if any(sign.isalnum() for sign in words) else [])


def test_the_index_follows_what_is_kept_changed_and_forgotten(texts):
    keep(area="texts", item_id=STAFF, title="Ruhe", text="")
    assert (found("Drohbrief"), found("Ruhe")) == ([], [STAFF])
    forget(area="texts", item_id=STAFF)
    forget(area="texts", item_id=STAFF)
    assert found("Ruhe") == []
    assert found("Rassismus", "others") == [SHELTER]


def test_an_area_is_made_anew_from_its_entries(texts):
    assert rebuild_area("texts", [SearchEntry(9, "Ruhe"), SearchEntry(8, "Stille")]) == 2
    assert (found("Ruhe"), found("Abend"), found("Abend", "others")) == ([9], [], [SHELTER])


def test_the_command_makes_the_index_anew_and_drops_what_belongs_to_no_area(texts, monkeypatch):
    house = current_app.extensions["komma"]
    area = SearchArea(
        "texts", "Texte", find=lambda _phrase, _most: (), entries=lambda: [SearchEntry(9, "Ruhe")]
    )
    monkeypatch.setattr(house, "features", [Feature(name="texts", search=(area,))])
    done = current_app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert (done.exit_code, done.output) == (0, "texts: 1\n")
    assert (found("Ruhe"), found("Abend"), found("Abend", "others")) == ([9], [], [])


def test_a_huge_text_is_kept_as_far_as_the_index_holds_it(app):
    words = " ".join(f"wort{number:06}lang" for number in range(60_000))
    keep(area="huge", item_id=1, title="Bericht", text=words + " " + "x" * 5000)
    assert found("Bericht wort000001lang", "huge") == [1]


def test_the_index_answers(texts):
    explain = "EXPLAIN QUERY PLAN"
    if db.engine.dialect.name == "postgresql":  # which reads a short list rather in another way
        unique = "ALTER TABLE search_entries DROP CONSTRAINT uq_search_entries_area_item_id"
        db.session.execute(text(unique))
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN"
    query = select(matching("texts", "Abend Versammlung"))
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.execute(text(f"{explain} {compiled}")).all()
    assert any("search_words" in row[-1] for row in plan)


def test_an_index_that_went_missing_is_made_from_the_rows(texts):
    db.session.flush()
    connection = db.session.connection()
    kind = "TABLE" if connection.dialect.name == "sqlite" else "INDEX"
    connection.exec_driver_sql(f"DROP {kind} search_words")
    ddl.apply_declarations(connection)
    assert found("Drohbrief") == [STAFF]


def test_what_the_index_holds_is_no_text(texts):
    words = db.session.scalars(select(text("CAST(words AS text)")).select_from(IndexedText)).all()
    assert not any("Wie ein Abend" in kept for kept in words)


def marked(text: str, phrase: str, **limits: int) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_marked else piece.text
        for piece in excerpt(text, phrase, **limits)
    )


def test_an_excerpt_shows_the_words_however_they_stand_there():
    assert marked("Nach  Drohbriefen\nund bei Größe", "drohbrief groesse") == (
        "Nach [Drohbriefen] und bei [Größe]"
    )
    assert marked("Die <b>Bürgerversammlung</b>", "Versammlung") == "Die <b>[Bürgerversammlung]</b>"
    assert excerpt("", "Abend") == []
    assert excerpt("Nichts davon", "Abend") == [Piece("Nichts davon")]


def test_an_excerpt_is_cut_between_words_where_most_of_them_stand():
    long = "eins zwei drei Abend vier " + "fünf sechs " * 40 + "Abend mit Drohung sieben acht neun"
    shown = marked(long, "Abend Drohung", most=60)
    assert "[Abend] mit [Drohung]" in shown
    assert shown.startswith("… ")
    assert len(shown) < 75
    assert marked("eins zwei " * 30, "Abend", most=20) == "eins zwei eins zwei …"


def test_marks_of_markdown_are_no_words():
    written = "## Ein *Wort*\n- **fett** für {municipality}\n> [Seite](https://example.org/a) 3 * 4"
    words = ["Ein", "Wort", "fett", "für", "…", "Seite", "3", "*", "4"]
    assert without_marks(written).split() == words


@given(st.text(max_size=300), st.text(max_size=30), st.integers(20, 100))
def test_an_excerpt_never_breaks_and_keeps_to_its_length(long, phrase, most):
    shown = "".join(piece.text for piece in excerpt(long, phrase, most=most))
    assert len(shown) <= most + 4
