"""The office's pages of items: who may, preview, errors at the fields, conflicts, history."""

import html
import re

import pytest

from courses.needs.items import queries
from organisations.models import Function
from tests.courses.needs.item_factories import (
    current_of,
    general_item,
    make_special,
    publish,
    save,
)
from tests.house.databases import on_sqlite_only
from tests.house.queries import recorded_queries

LIST = "/manage/needs-items"
pytestmark = on_sqlite_only


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


@pytest.fixture
def office(personas):
    return personas.office.person


@pytest.fixture
def item(competencies):
    return general_item(competencies[0])


def fields_of(page):
    """What the editing form would send as it stands."""
    form = page[page.index('id="written"') : page.index("komma-editor__preview")]
    revision = re.search(r'name="revision"[^>]*value="(\d*)"', form)
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    fields = {name: html.unescape(text).strip() for name, text in texts}
    return {"revision": revision.group(1), "preview_language": "de", **fields}


def edited(client, item, **changes):
    return fields_of(client.get(f"{LIST}/{item.public_id}/edit").text) | changes


def preview_in(page):
    return page[page.index('id="preview"') :]


def test_only_the_office_comes_here(personas, competencies, item):
    pages = ("", "/new", f"/{item.public_id}", f"/{item.public_id}/edit")
    pages += (f"/{item.public_id}/versions/1",)
    for account in (personas.owner, personas.trainer, personas.coordinator):
        browser = personas.client(account)
        assert {browser.get(LIST + page).status_code for page in pages} == {403}
        for act in ("publish", "discard", "withdraw"):
            sent = browser.post(f"{LIST}/{item.public_id}/{act}", data={"revision": "1"})
            assert sent.status_code == 403
    office = personas.client(personas.office)
    assert {office.get(LIST + page).status_code for page in pages} == {200}
    for unknown in ("/nothing", "/nothing/edit", f"/{item.public_id}/versions/2"):
        assert office.get(LIST + unknown).status_code == 404


def test_a_draft_is_previewed_saved_and_published(client, item, personas):
    path = f"{LIST}/{item.public_id}"
    data = edited(client, item, question_de="Was tun Sie <jetzt>?")
    preview = preview_in(client.post(f"{path}/edit", data=data | {"preview": "1"}).text)
    assert "Was tun Sie &lt;jetzt&gt;?" in preview
    assert "Frage 1 von 10, noch etwa" in preview
    assert preview.count('type="radio"') == 5
    assert queries.find_draft(item) is None, "looking saves nothing"
    english = client.post(
        f"{path}/edit", data=data | {"preview": "1", "preview_language": "en"}
    ).text
    assert "Question 1 of 10" in preview_in(english)
    saved = client.post(f"{path}/edit", data=data)
    assert (saved.status_code, saved.location) == (303, path)
    page = client.get(path).text
    assert "Der Entwurf ist gespeichert." in page
    assert re.search(r"<ins>[^/]*/span>&lt;jetzt&gt;\?</ins>", page)
    assert "In Arbeit" in client.get(LIST).text
    revision = re.search(r'name="revision" value="(\d+)"', page).group(1)
    assert client.post(f"{path}/publish", data={"revision": revision}).location == path
    assert "Veröffentlicht." in client.get(path).text
    assert current_of(item).said.question.de == "Was tun Sie <jetzt>?"
    history = client.get(f"{path}/versions/2").text
    assert "Anders als die Fassung davor" in history
    assert f"Geschrieben von {personas.office.person.name}" in history
    assert "So wurde gefragt" in client.get(f"{path}/versions/1").text


def test_the_form_as_it_stands_changes_nothing(client, item):
    path = f"{LIST}/{item.public_id}/edit"
    assert client.post(path, data=edited(client, item)).status_code == 303
    assert "Die Frage ist unverändert." in client.get(path).text
    assert queries.find_draft(item) is None


def test_it_is_saved_and_published_in_one_step(client, item):
    data = edited(client, item, option_0_en="Not yet.") | {"publish": "1"}
    assert client.post(f"{LIST}/{item.public_id}/edit", data=data).status_code == 303
    assert current_of(item).said.options[0].en == "Not yet."


def test_a_text_that_is_too_long_is_refused_at_its_field_and_nothing_is_lost(client, item):
    data = edited(client, item, option_2_de="x" * 301, question_en="Kept?")
    page = client.post(f"{LIST}/{item.public_id}/edit", data=data)
    assert page.status_code == 422
    assert 'href="#option_2_de"' in page.text
    assert "Bitte höchstens 300 Zeichen." in page.text
    assert fields_of(page.text) == data
    assert queries.find_draft(item) is None


def test_what_is_missing_is_said_at_the_fields_and_the_draft_is_kept(client, item):
    path = f"{LIST}/{item.public_id}"
    data = edited(client, item, option_3_en="", question_de="Neu?") | {"publish": "1"}
    sent = client.post(f"{path}/edit", data=data)
    assert sent.location == f"{path}/edit?missing=1"
    page = client.get(sent.location).text
    assert 'href="#option_3_en"' in page
    assert page.count("Fehlt noch.") == 2, "above the form and at the field"
    assert queries.find_draft(item).said.question.de == "Neu?"
    assert "fehlt noch ein Text" in client.get(path).text
    revision = queries.find_draft(item).revision
    refused = client.post(f"{path}/publish", data={"revision": revision})
    assert refused.location == f"{path}/edit?missing=1"
    assert current_of(item).number == 1


def test_whoever_was_slower_is_told_and_loses_nothing(client, item, office):
    path = f"{LIST}/{item.public_id}"
    data = edited(client, item, question_de="Meins?")
    save(item, office, question_de="Ihres?")
    late = client.post(f"{path}/edit", data=data)
    assert late.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in late.text
    assert "Ihres?" in late.text
    again = fields_of(late.text)
    assert again["question_de"] == "Meins?"
    assert client.post(f"{path}/edit", data=again).status_code == 303
    assert queries.find_draft(item).said.question.de == "Meins?"
    for act in ("publish", "discard"):
        assert client.post(f"{path}/{act}", data={"revision": "1"}).location == path
        assert "Inzwischen hat jemand anderes gespeichert." in client.get(path).text
    assert client.post(f"{path}/publish", data={"revision": "?"}).status_code == 422
    assert current_of(item).number == 1
    revision = queries.find_draft(item).revision
    client.post(f"{path}/discard", data={"revision": revision})
    assert queries.find_draft(item) is None
    client.post(f"{path}/publish", data={"revision": revision})
    assert "Inzwischen hat jemand anderes gespeichert." in client.get(path).text


def test_a_function_gets_a_question_of_its_own_and_gives_it_back(client, competencies):
    [competency] = [one for one in competencies if one.key == "empowerment"]
    data = {"competency": competency.public_id, "functions": ["staff"]}
    for wrong in ({"functions": []}, {"competency": "made up"}, {"functions": ["king"]}):
        assert client.post(f"{LIST}/new", data=data | wrong).status_code == 422
    made = client.post(f"{LIST}/new", data=data)
    assert (made.status_code, made.location[-5:]) == (303, "/edit")
    path = made.location.removesuffix("/edit")
    twice = client.post(f"{LIST}/new", data=data)
    assert twice.status_code == 422
    assert "schon eine eigene Frage" in twice.text
    item = queries.get_item(path.rpartition("/")[2])
    assert "nicht in Gebrauch" in client.get(LIST).text
    client.post(f"{path}/publish", data={"revision": "1"})
    assert current_of(item).number == 1
    client.post(f"{path}/withdraw")
    assert queries.find_current(item) is None
    assert "Bearbeiten" in client.get(path).text


def test_the_list_warns_when_it_takes_too_long(client, competencies, office):
    assert "So lange dauert es zurzeit höchstens" in client.get(LIST).text
    for competency in competencies[:4]:
        publish(general_item(competency), office, scenario_de="Wort " * 300)
    page = client.get(LIST).text
    assert "Das dauert jetzt zu lange" in page


def test_the_list_asks_the_database_as_often_with_many_items(client, competencies, office):
    def statements():
        with recorded_queries() as sent:
            assert client.get(LIST).status_code == 200
        return len(sent)

    save(general_item(competencies[0]), office, question_de="Neu?")
    before = statements()
    for competency in competencies[5:]:
        for function in (Function.STAFF, Function.EXECUTIVE):
            publish(make_special(competency, office, function), office, question_de="Für Sie?")
        save(general_item(competency), office, question_de="Neu?")
    assert statements() == before
