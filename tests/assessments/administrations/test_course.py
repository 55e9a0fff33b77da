"""What one's own course says, and notes beside it that nobody else learns of."""

import pytest
from structlog.testing import capture_logs

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from assessments.administrations import services
from assessments.administrations.queries import get_taken
from assessments.instruments.shelf import resilience_check
from tests.assessments.administrations.courses import KEYS, add_questionnaire, pass_through
from tests.assessments.instruments.definitions import item, texts
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def person(personas):
    return personas.owner.person


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def course_of(client):
    page = " ".join(client.get("/assessments").text.split())
    return page[page.index('id="course"') :]


def test_a_change_is_told_with_its_error_and_none_is_normal(owner, person):
    instrument = add_questionnaire()
    for weeks_ago, answers in ((9, [2, 2, 2, 2, 2]), (5, [3, 2, 2, 3, 2]), (1, [5, 5, 5, 5, 4])):
        pass_through(person, instrument, answers, weeks_ago=weeks_ago)
    page = course_of(owner)
    assert "keine verlässliche Veränderung (+8)" in page
    assert "verlässlich höher (+48)" in page
    assert page.index("verlässlich höher (+56)") < page.index("keine verlässliche Veränderung (+8)")
    assert "23 bis 57" in page  # 40 ± 23.6 / √2
    assert "0 bis unter 50,5: low (de)" in page
    assert page.count("komma-chart__bar") == 3
    assert "kein schlechtes Zeichen" in page


def test_where_nobody_knows_how_exact_it_is_the_page_says_so(owner, person):
    for weeks_ago, point in ((3, 2), (0, 4)):
        pass_through(person, resilience_check(), [point] * 20, weeks_ago=weeks_ago)
    page = course_of(owner)
    assert "ist noch nicht bekannt. Darum zeigt das Bild keine Unsicherheit" in page
    assert "nicht beurteilbar (+" in page
    assert "komma-chart__bar" not in page
    assert "verlässliche" not in page


def test_one_time_is_a_course_and_too_few_answers_have_no_value(owner, person):
    instrument = add_questionnaire()
    pass_through(person, instrument, [1, None, None, 2, 3])
    page = course_of(owner)
    assert "zu wenige Antworten" in page
    assert "<svg" not in page
    pass_through(person, instrument, [5, 5, 5, 5, 5])
    page = course_of(owner)
    assert page.count("komma-chart__current") == 1
    assert "Seit dem ersten Mal" not in page


def test_the_questionnaire_last_used_comes_first(owner, person):
    pass_through(person, add_questionnaire(), [3] * 5, weeks_ago=3)
    pass_through(person, resilience_check(), [3] * 20, weeks_ago=1)
    page = course_of(owner)
    assert page.index("Resilienz-Check") < page.index("Wohlbefinden")


def test_another_version_begins_anew_and_the_page_says_so(owner, person):
    pass_through(person, add_questionnaire(), [1] * 5, weeks_ago=3)
    other_words = [item(key, text=texts(f"Now {key}")) for key in KEYS]
    pass_through(person, add_questionnaire(version=2, items=other_words), [5] * 5)
    page = course_of(owner)
    assert "Seit der Woche vom 23.11.2026 wird anders gefragt oder gerechnet." in page
    assert "Frühere Fassung, seit der Woche vom 02.11.2026" in page
    assert "verlässlich" not in page


def test_older_ones_are_folded_and_no_row_asks_again(owner, person):
    instrument = add_questionnaire()

    def asked():
        with recorded_queries() as statements:
            page = course_of(owner)
        assert "Ältere Ergebnisse" in page
        return len(statements)

    for weeks_ago in range(6):
        pass_through(person, instrument, [3] * 5, weeks_ago=weeks_ago, note="x")
    few = asked()
    for weeks_ago in range(6, 10):
        pass_through(person, instrument, [4] * 5, weeks_ago=weeks_ago, note="x")
    assert asked() == few


SECRET = "Streit mit dem Landrat <b>&"


def test_a_note_is_written_changed_and_removed_and_nobody_learns_of_it(owner, person):
    address = pass_through(person, resilience_check(), [3] * 20).address
    path = f"/assessments/results/{address}"
    with capture_logs() as logs:
        for text, said in ((SECRET, "gespeichert"), ("Anders\n\nund neu", "gespeichert")):
            assert owner.post(f"{path}/note", data={"note": text}).location == path
            shown = owner.get(path)
            assert said in shown.text
            assert text.partition("\n")[0].replace("<b>&", "&lt;b&gt;&amp;") in shown.text
            assert "Notiz lesen" in course_of(owner)
        assert get_taken(person, address).contents.note.split() == ["Anders", "und", "neu"]
        assert "Anders" in owner.get(f"{path}/note").text
        assert owner.post(f"{path}/note", data={"note": "  "}).location == path
        assert "Die Notiz ist entfernt." in owner.get(path).text
        assert get_taken(person, address).contents.note == ""
    logged = str(logs)
    assert "/assessments/results/<address>/note" in logged
    for kept in ("Landrat", "Anders", address):
        assert kept not in logged
    assert db.session.query(AuditEntry).count() == db.session.query(OutboxMessage).count() == 0


@pytest.mark.parametrize("note", ["x" * 2001, "x" * 100_001])
def test_what_is_no_note_is_refused_at_its_field_and_the_old_one_stays(owner, person, note):
    opened = pass_through(person, resilience_check(), [3] * 20, note="bleibt")
    path = f"/assessments/results/{opened.address}/note"
    assert owner.post(path, data={"note": note}).status_code == 422
    assert get_taken(person, opened.address).contents.note == "bleibt"


def test_notes_of_others_and_of_drafts_do_not_exist(owner, personas, person):
    foreign = pass_through(personas.colleague.person, resilience_check(), [3] * 20, note="fremd")
    draft = services.begin_assessment(
        person=person, instrument=resilience_check(), actor=person, now=START
    )
    for address in (foreign.address, draft.address, "nobody-has-it"):
        path = f"/assessments/results/{address}/note"
        assert (
            owner.get(path).status_code == owner.post(path, data={"note": "x"}).status_code == 404
        )
    kept = get_taken(personas.colleague.person, foreign.address)
    assert kept.contents.note == "fremd"
