"""Who sees and does what in the toolbox, and what the pages say."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.toolbox import services
from exchange.toolbox.models import MunicipalText, TextState
from exchange.toolbox.personal_data import export_texts
from exchange.toolbox.queries import SMALLEST_USE
from organisations.models import Function
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

pytestmark = in_turn

FILL = "/toolbox/aids/statement-attack-on-staff/fill"
VALUES = {
    "value_municipality": "Heimstadt",
    "value_date": "03.05.2026",
    "value_incident": "Ein Angriff",
    "value_speaker": "Ada Muster",
    "value_measures": "Doppelstreifen.",
    "value_contact": "Pressestelle",
    "title": "Stellungnahme im Mai",
    "language": "de",
}


@pytest.fixture
def reader(personas):
    """Someone of the municipality whose function is not to lead."""
    home = personas.owner.person
    return make_account(
        Role.TRAINEE, municipality=home.municipality, team=home.team, function=Function.STAFF
    )


def page_of(text):
    return f"/toolbox/texts/{text.public_id}"


def released(write, personas, **given):
    text = write(**given)
    for command, actor in (
        (services.submit_text, personas.owner),
        (services.release_text, personas.coordinator),
    ):
        more = {"comment": ""} if command is services.release_text else {}
        command(text=text, revision=text.revision, actor=actor.person, now=START, **more)
    return text


def test_an_aid_is_filled_in_seen_and_kept_as_a_draft(aids, personas):
    client = personas.client(personas.owner)
    assert "Jetzt ausfüllen" in client.get("/toolbox/aids/statement-attack-on-staff").text
    page = client.get(FILL).text
    assert "Heimstadt" in page
    assert "{Was geschehen ist}" in page
    seen = client.post(FILL, data=VALUES | {"value_incident": "", "preview": "1"})
    assert (seen.status_code, db.session.query(MunicipalText).count()) == (200, 0)
    assert "Ada Muster" in seen.text
    assert "<strong>{Was geschehen ist}</strong>" in seen.text
    unnamed = client.post(FILL, data=VALUES | {"title": " "})
    assert unnamed.status_code == 422
    assert "Ein Angriff" in unnamed.text, "nothing that was typed is lost"
    assert client.post(FILL, data=VALUES).status_code == 303
    text = db.session.query(MunicipalText).one()
    assert (text.state, text.current.title) == (TextState.DRAFT, "Stellungnahme im Mai")
    assert "Am 03.05.2026 geschah bei uns (Heimstadt) Folgendes: Ein Angriff." in text.current.body
    assert "Beratung" not in text.current.body, "what may be missing takes its line along"


def test_the_text_may_be_in_another_language_than_the_page(aids, personas):
    client = personas.client(personas.owner)
    page = client.post(FILL, data=VALUES | {"language": "en", "preview": "1"}).text
    assert "attacks all of us" in page
    assert '<div class="komma-paper" id="preview" tabindex="-1" lang="en">' in page


def test_what_is_missing_stands_on_the_page_until_it_is_written(write, personas):
    text, client = write(body="Am {Tag}."), personas.client(personas.owner)
    page = client.get(page_of(text)).text
    assert "<li>Tag</li>" in page
    assert "Zur Freigabe geben" not in page
    refused = client.post(f"{page_of(text)}/submit", data={"revision": text.revision})
    assert refused.status_code == 422
    assert "Noch offen sind: Tag." in refused.text
    change = {"title": "Neu", "body": "Am Montag.", "revision": text.revision}
    assert client.post(f"{page_of(text)}/edit", data=change).status_code == 303
    assert "Zur Freigabe geben" in client.get(page_of(text)).text
    assert "Am {Tag}." in re.sub("</?strong>", "", client.get(f"{page_of(text)}/versions/1").text)
    assert client.get(f"{page_of(text)}/versions/3").status_code == 404


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing(write, personas):
    text, client = write(), personas.client(personas.owner)
    old = {"title": "Alt", "body": "Meine Worte.", "revision": text.revision}
    services.save_text(
        text=text,
        title="Neu",
        body="Andere Worte.",
        revision=text.revision,
        actor=personas.colleague.person,
        now=START,
    )
    told = client.post(f"{page_of(text)}/edit", data=old)
    assert told.status_code == 422
    assert "Meine Worte." in told.text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', told.text)[1]
    assert (
        client.post(f"{page_of(text)}/edit", data=old | {"revision": revision}).status_code == 303
    )
    assert text.current.body == "Meine Worte."


def test_from_the_draft_to_the_release_and_back(write, personas):
    text, author = write(), personas.client(personas.owner)
    coordinator = personas.client(personas.coordinator)

    def step(client, name, comment=""):
        data = {"revision": text.revision, "comment": comment}
        return client.post(f"{page_of(text)}/{name}", data=data).status_code

    assert step(author, "submit") == 303
    assert "wartet auf Ihre Freigabe" in coordinator.get("/").text
    assert "wartet auf Ihre Freigabe" not in author.get("/").text
    assert "Sie haben mitgeschrieben" in author.get(page_of(text)).text
    assert step(author, "release") == 422
    assert step(coordinator, "return") == 422
    assert step(coordinator, "return", "Bitte kürzer.") == 303
    assert "Bitte kürzer." in author.get(page_of(text)).text
    assert step(author, "submit") == 303
    assert step(coordinator, "release") == 303
    assert text.state == TextState.RELEASED
    assert author.get(f"{page_of(text)}/edit").status_code == 303
    assert "In Ihrer Kommune schon freigegeben" in author.get(FILL.removesuffix("/fill")).text
    assert step(author, "withdraw", "Überholt.") == 303
    assert author.post(f"{page_of(text)}/continue").status_code == 303
    assert db.session.query(MunicipalText).count() == 2


def test_a_draft_is_deleted_after_a_question(write, personas):
    text, client = write(), personas.client(personas.owner)
    assert "mit allen Fassungen" in client.get(f"{page_of(text)}/discard").text
    assert client.post(f"{page_of(text)}/discard", data={}).status_code == 422
    gone = client.post(f"{page_of(text)}/discard", data={"revision": text.revision})
    assert gone.status_code == 303
    assert db.session.query(MunicipalText).count() == 0


def test_another_municipality_and_the_office_see_nothing(write, personas):
    text = released(write, personas)
    foreigner = personas.client(personas.foreigner)
    for path in ("", "/edit", "/versions/1", "/discard", "/file.pdf", "/file.docx"):
        assert foreigner.get(f"{page_of(text)}{path}").status_code == 404
        assert personas.client(personas.office).get(f"{page_of(text)}{path}").status_code == 403
    assert text.current.title not in foreigner.get("/toolbox/texts").text


def test_who_does_not_lead_reads_what_is_released_and_writes_nothing(write, personas, reader):
    draft, text, client = write(title="Geheim"), released(write, personas), personas.client(reader)
    assert "Stellungnahme" in client.get("/toolbox/texts").text
    assert "Geheim" not in client.get("/toolbox/texts").text
    assert client.get(page_of(draft)).status_code == 404
    assert "Bitte verwenden Sie den Text" in client.get(page_of(text)).text
    assert client.get(f"{page_of(text)}/file.docx").status_code == 200
    assert client.get(f"{page_of(text)}/edit").status_code == 404
    assert client.get(FILL).status_code == 403
    assert "Jetzt ausfüllen" not in client.get(FILL.removesuffix("/fill")).text
    data = {"revision": text.revision, "comment": "x"}
    assert client.post(f"{page_of(text)}/withdraw", data=data).status_code == 404


def test_files_hold_the_text_and_nothing_of_who_wrote_it(write, personas):
    body = "## Wir stehen zusammen\n\nHeute **alle**.\n\n1. a\n2. b\n\nDann:\n\n1. c\n\n*Ende* 😀"
    text, client = write(body=body, title="Für „Alle“!"), personas.client(personas.owner)
    word = client.get(f"{page_of(text)}/file.docx")
    assert 'filename="entwurf-fuer-alle.docx"' in word.headers["Content-Disposition"]
    document = Document(BytesIO(word.data))
    assert [(one.style.name, one.text) for one in document.paragraphs] == [
        ("Normal", "Entwurf: nicht freigegeben"),
        ("Heading 1", "Wir stehen zusammen"),
        ("Normal", "Heute alle."),
        ("List Number", "a"),
        ("List Number", "b"),
        ("Normal", "Dann:"),
        ("List Number", "c"),
        ("Normal", "Ende 😀"),
    ]
    numbered = [one for one in document.paragraphs if one.style.name == "List Number"]
    lists = [one._p.pPr.numPr.numId.val for one in numbered]
    assert lists[0] == lists[1] != lists[2], "the second list begins anew"
    with ZipFile(BytesIO(word.data)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    pdf = client.get(f"{page_of(text)}/file.pdf")
    drawn = PdfReader(BytesIO(pdf.data))
    written = drawn.pages[0].extract_text()
    for words in ("Entwurf: nicht freigegeben", "Wir stehen zusammen", "Heute alle.", "Ende"):
        assert words in written
    assert drawn.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert drawn.trailer["/Root"]["/Lang"] == "de"
    for name in (
        personas.owner.person.family_name,
        personas.owner.person.given_name,
        "python-docx",
    ):
        assert name.encode() not in inside
        assert name not in str(drawn.metadata)
    done = client.get(f"{page_of(released(write, personas))}/file.docx")
    assert 'filename="stellungnahme.docx"' in done.headers["Content-Disposition"]
    assert "Entwurf" not in Document(BytesIO(done.data)).paragraphs[0].text


def test_the_office_sees_numbers_that_are_large_enough(write, personas):
    office = personas.client(personas.office)
    for _ in range(SMALLEST_USE - 1):
        write(title="Geheim")
    page = office.get("/toolbox/use").text
    assert f">{SMALLEST_USE - 1}<" not in page
    write()
    page = office.get("/toolbox/use").text
    assert re.search(rf">\s*{SMALLEST_USE}\s*<", page)
    assert "Geheim" not in page
    assert personas.client(personas.owner).get("/toolbox/use").status_code == 403


def test_looking_for_something_says_what_to_drop(aids, personas):
    client = personas.client(personas.trainer)
    assert "17 Hilfen" in client.get("/toolbox").text
    page = client.get("/toolbox?kind=evening_plan&tone=empathetic").text
    assert "Nichts gefunden" in page
    assert "Ohne „Art: Informationsabend“" in page
    assert "17 Hilfen" in client.get("/toolbox?kind=unknown").text


def test_lists_ask_a_fixed_number_of_questions(write, personas):
    client = personas.client(personas.owner)
    text = write()
    paths = ("/toolbox", "/toolbox/texts", page_of(text))

    def asked():
        numbers = []
        for path in paths:
            db.session.flush()
            db.session.expire_all()
            with recorded_queries() as statements:
                assert client.get(path).status_code == 200
            numbers.append(len(statements))
        return numbers

    few = asked()
    for number in range(4):
        write(author=personas.colleague)
        services.save_text(
            text=text,
            title="Neu",
            body=str(number),
            revision=text.revision,
            actor=personas.colleague.person,
            now=START,
        )
    assert asked() == few


def test_a_person_gets_what_they_wrote_said_and_released(write, personas):
    text = released(write, personas)
    [wrote] = export_texts(personas.owner.person_id)
    assert (wrote["did"], wrote["body"]) == ("wrote", "Wir stehen zusammen.")
    [decided] = export_texts(personas.coordinator.person_id)
    assert (decided["did"], decided["text"]) == ("released", text.public_id)
