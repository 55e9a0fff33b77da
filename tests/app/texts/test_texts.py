"""The operator's texts: edited by the office with preview and history, shown to everyone."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.audit_chain import verify_chain
from app.kernel.db import db
from app.kernel.operator_texts import OperatorText
from app.pages.texts import queries
from app.pages.texts.personal_data import AUTHORSHIP
from app.pages.texts.rendering import render_text
from app.pages.texts.services import ChangedMeanwhile, save_text
from organisations.models import Person
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person

pytestmark = in_turn

LIST = "/manage/texts"
IMPRINT = f"{LIST}/imprint/de"
WRITERS = 4


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


def save(body, *, key="imprint", language="de", based_on=0, actor=None):
    saved = save_text(
        key=key,
        language=language,
        body=body,
        based_on=based_on,
        actor=actor or make_person(),
        now=START,
    )
    db.session.commit()
    return saved


def versions_of(key="imprint", language="de"):
    return [version.version for version in queries.list_versions(key, language)]


@pytest.mark.parametrize("key", ["imprint", "privacy", "accessibility", "help"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_page_says_what_the_office_saved_last(client, key, language):
    path = f"{LIST}/{key}/{language}"
    before = client.get(path).text
    assert "So, wie KommA ihn mitbringt" in before
    saved = client.post(path, data={"body": "## Neu\r\n\r\nErste **Zeile**", "based_on": "0"})
    assert (saved.status_code, saved.location) == (303, path)
    client.get(f"/language/{language}")
    page = client.get(f"/{key}").text
    assert "<h2>Neu</h2>" in page
    assert "Erste <strong>Zeile</strong>" in page
    client.get("/language/" + {"de": "en", "en": "de"}[language])
    assert "Erste <strong>Zeile</strong>" not in client.get(f"/{key}").text


def test_saving_is_recorded_without_the_text(client, personas):
    client.post(IMPRINT, data={"body": "Neu", "based_on": "0"})
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_public_id) == (
        "text.changed",
        personas.office.person.public_id,
    )
    assert entry.details == {"text": "imprint", "language": "de", "version": 1}


def test_a_text_that_says_the_same_is_no_new_version(client):
    client.post(IMPRINT, data={"body": "Neu", "based_on": "0"})
    client.post(IMPRINT, data={"body": "Neu", "based_on": "1"})
    assert versions_of() == [1, 0]
    assert "Der Text ist unverändert." in client.get(IMPRINT).text


def test_the_preview_shows_and_saves_nothing(client):
    answer = client.post(IMPRINT, data={"body": "## Probe", "based_on": "0", "preview": "1"})
    assert answer.status_code == 200
    assert "<h2>Probe</h2>" in answer.text
    assert ">## Probe</textarea>" in answer.text.replace("\r\n", "")
    assert versions_of() == [0]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"body": "  "}, "Diese Seite braucht einen Text."),
        ({"body": "x" * 60_001}, "Bitte höchstens 60000 Zeichen."),
        ({"body": "x", "based_on": "x"}, "Bitte prüfen Sie Ihre Angaben"),
        ({"body": "x", "based_on": ""}, "Bitte prüfen Sie Ihre Angaben"),
    ],
)
def test_what_cannot_be_saved_is_refused(client, data, complaint):
    answer = client.post(IMPRINT, data={"based_on": "0"} | data)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert versions_of() == [0]


def test_who_saves_after_somebody_else_keeps_their_text_and_is_told(client):
    colleague = make_person(given_name="Karla", family_name="Klar")
    save("Von Karla", actor=colleague)
    answer = client.post(IMPRINT, data={"body": "Von Ola", "based_on": "0"})
    assert answer.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in answer.text
    assert "von Karla Klar" in answer.text
    assert f'href="{IMPRINT}/versions/1"' in answer.text
    assert "Von Ola</textarea>" in answer.text
    assert versions_of() == [1, 0]
    assert 'name="based_on" type="hidden" value="1"' in answer.text
    client.post(IMPRINT, data={"body": "Von Ola", "based_on": "1"})
    assert queries.get_current_text("imprint", "de").body == "Von Ola"


def test_a_version_that_there_is_not_yet_cannot_be_the_base(app):
    with pytest.raises(ChangedMeanwhile):
        save("Neu", based_on=7)


def test_old_versions_can_be_read_and_restored_as_new_ones(client):
    save("Eins")
    save("Zwei", based_on=1)
    history = client.get(f"{IMPRINT}/versions").text
    assert history.index("Fassung 2 (gilt jetzt)") < history.index("Fassung 1<")
    assert "mit KommA mitgebracht" in history
    old = client.get(f"{IMPRINT}/versions/1").text
    assert "<p>Eins</p>" in old
    assert "Diese Fassung gilt jetzt." in client.get(f"{IMPRINT}/versions/2").text
    client.post(f"{IMPRINT}/versions/1/restore", data={"based_on": "2"})
    assert queries.get_current_text("imprint", "de").body == "Eins"
    assert versions_of() == [3, 2, 1, 0]
    client.post(f"{IMPRINT}/versions/0/restore", data={"based_on": "3"})
    assert "Software" in client.get("/imprint").text


def test_restoring_minds_what_was_saved_meanwhile(client):
    save("Eins")
    save("Zwei", based_on=1)
    client.post(f"{IMPRINT}/versions/1/restore", data={"based_on": "1"})
    assert "Inzwischen hat jemand anderes gespeichert." in client.get(LIST).text
    assert queries.get_current_text("imprint", "de").body == "Zwei"


@pytest.mark.parametrize(
    "path", ["nothing/de", "imprint/fr", "imprint/de/versions/9", "gender_form/de"]
)
def test_what_there_is_not_is_not_found(client, path):
    assert client.get(f"{LIST}/{path}").status_code == 404


def test_of_several_who_save_at_once_one_is_let_through(committing_app):
    with committing_app.app_context():
        author_id = make_person().id
        db.session.commit()
    barrier = Barrier(WRITERS)

    def write(writer: int) -> bool:
        with committing_app.app_context():
            author = db.session.get_one(Person, author_id)
            db.session.rollback()
            barrier.wait(60)
            try:
                save(f"Text {writer}", actor=author)
            except ChangedMeanwhile:
                return False
            return True

    with ThreadPoolExecutor(WRITERS) as pool:
        assert Counter(pool.map(write, range(WRITERS))) == {True: 1, False: WRITERS - 1}
    with committing_app.app_context():
        assert versions_of() == [1, 0]
        assert verify_chain().entries == 1


@pytest.mark.parametrize("change", ["UPDATE operator_texts SET body = ''", "DELETE FROM {}"])
def test_a_version_never_changes(app, change):
    save("Eins")
    with pytest.raises(IntegrityError, match="operator_texts_"), db.session.begin_nested():
        db.session.execute(text(change.format("operator_texts")))


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("![x](https://elsewhere.example/x.png)", "<p></p>"),
        ("# Noch ein Titel", "Noch ein Titel"),
        ("{{operator_name}}", "Programmbüro KommA (Beispiel)"),
    ],
)
def test_a_text_can_do_no_harm(app, body, html):
    with app.test_request_context():
        rendered = render_text(body)
    assert html in rendered
    for tag in ("<script", "<img", "<h1", "href"):
        assert tag not in rendered


@pytest.mark.parametrize("number", [0, 6])
def test_the_list_asks_a_fixed_number_of_questions(client, number):
    for version in range(number):
        save(f"Text {version}", based_on=version)
        save(f"Hilfe {version}", key="help", language="en", based_on=version)
    client.get(LIST)
    with recorded_queries() as statements:
        page = client.get(LIST).text
    assert ("Fassung 6 vom" in page) == bool(number)
    # Who is signed in with their roles, texts, names, gender form, logo.
    assert len([s for s in statements if s.startswith("SELECT")]) == 6


def test_an_author_who_is_gone_has_no_name(client):
    author = make_person(given_name="Egon", family_name="Entfernt")
    save("Neu", actor=author)
    db.session.delete(db.session.get_one(Person, author.id))
    assert "von gelöschte Person" in client.get(LIST).text


def test_an_author_gets_what_they_saved_with_their_data(app):
    author = make_person()
    save("Neu", actor=author)
    save("Anders", based_on=1)
    assert AUTHORSHIP.export(author.id) == [
        {"text": "imprint", "language": "de", "version": 1, "saved_at": START.isoformat()}
    ]
    AUTHORSHIP.erase(author.id)
    assert db.session.scalar(select(func.count()).select_from(OperatorText)) == 2


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "trainer", "coordinator"])
def test_nobody_but_the_office_changes_texts(personas, who):
    client = personas.client(getattr(personas, who))
    for path in (LIST, IMPRINT, f"{IMPRINT}/versions", f"{IMPRINT}/versions/0", f"{LIST}/logo"):
        assert client.get(path).status_code == 403
    for path in (IMPRINT, f"{IMPRINT}/versions/0/restore", f"{LIST}/gender-form", f"{LIST}/logo"):
        assert client.post(path, data={"body": "x", "based_on": "0"}).status_code == 403
    assert versions_of() == [0]
