"""The sheet for the staff council says what the rules say, all of it, in both languages."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.kernel import matrix
from app.kernel.db import Model, db
from app.kernel.feature import Feature, PersonalData
from app.kernel.i18n import in_language
from app.kernel.permissions import Permission, Reach, Role
from app.kernel.retention import list_rules
from app.pages.retention.services import set_period
from app.pages.staff_council import facts, sections
from app.pages.staff_council.document import sheet_pdf
from app.pages.staff_council.facts import list_personal_data
from app.pages.staff_council.sections import list_sections
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn

PAGE = "/staff-council"

#: Sealed, and named with other data of the same person; why.
NAMED_ELSEWHERE = {
    "organisations.second_factor": "with how somebody signs in",
    "certificates.signing": "keys of the programme, not of a person",
    "assessments.waves": "copies that lead to nobody, until the result of the group is fixed",
}


def rows(key: str) -> list[tuple[str, ...]]:
    [section] = [each for each in list_sections() if each.key == key]
    return [tuple(row) for row in section.table.rows]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def reader(personas):
    return personas.client(personas.owner)


def test_all_data_about_people_say_what_they_are_and_what_for(app):
    """Whoever adds data about people says so in words, in both languages, or fails here."""
    for data in list_personal_data():
        for language in ("de", "en"):
            with in_language(language):
                assert str(data.label), data.name
                assert str(data.purpose), data.name
                assert str(data.retention), data.name
        with in_language("en"):
            english = str(data.purpose), str(data.label)
        assert english != (str(data.purpose), str(data.label)), f"{data.name} has no English"


def test_the_sheet_lists_all_data_all_rights_and_all_periods(app):
    assert [row[0] for row in rows("data")] == [str(data.label) for data in list_personal_data()]
    assert [row[0] for row in rows("rights")] == [str(one.label) for one in matrix.MATRIX]
    assert [row[0] for row in rows("periods")] == [str(rule.label) for rule in list_rules()]


def test_the_sheet_follows_the_matrix(app, monkeypatch):
    spying = Permission("spy", "Alles mitlesen", {Role.COORDINATOR: Reach.MUNICIPALITY})
    monkeypatch.setattr(facts, "MATRIX", (*matrix.MATRIX, spying))
    assert rows("rights")[-1] == ("Alles mitlesen", "Koordination der Kommune (der Kommune)")


def test_the_sheet_follows_what_is_held_about_people(app):
    new = PersonalData("diary", "Tagebuch", "Spaß", export=list, erase=print, retention="Ein Jahr")
    feature = Feature(name="workshop", personal_data=(new,))
    app.extensions["komma"].features.append(feature)
    try:
        assert ("Tagebuch", "Spaß", "Ein Jahr", "nein") in rows("data")
    finally:
        app.extensions["komma"].features.remove(feature)


def test_the_sheet_follows_the_periods(app, personas):
    [rule] = [one for one in list_rules() if one.kind == "sent_mails"]
    set_period(rule=rule, amount=12, actor=personas.office.person, now=START)
    assert (str(rule.label), "12 Tage nach dem Versand") in rows("periods")
    assert any(row[2] == "12 Tage nach dem Versand." for row in rows("data"))


def test_the_sheet_follows_the_smallest_group(app, monkeypatch):
    def said() -> str:
        return " ".join(*(each.points for each in list_sections() if each.key == "groups"))

    assert "Selbsteinschätzungen: ab 7 Menschen" in said()
    monkeypatch.setattr(sections, "current_k", lambda: 12)
    assert "Selbsteinschätzungen: ab 12 Menschen" in said()
    assert "nie kleiner als 5" in said()


def test_what_the_vault_seals_is_named_where_it_is_held(app):
    """A package with a sealed column says of some of its data what of them is sealed."""
    naming = {
        data.export.__module__.rpartition(".")[0] for data in list_personal_data() if data.sealed
    }
    sealing = {
        mapper.class_.__module__.rpartition(".")[0]
        for mapper in Model.registry.mappers
        if "sealed" in mapper.columns
    }
    unnamed = {
        package
        for package in sealing
        if not any(package.startswith(one) or one.startswith(package) for one in naming)
    }
    assert unnamed <= set(NAMED_ELSEWHERE)


def test_everybody_who_is_signed_in_reads_it_and_finds_the_way(reader, personas, client):
    page = reader.get(PAGE)
    assert page.status_code == 200
    for section in list_sections():
        assert section.title in page.text
    assert PAGE in reader.get("/privacy").text
    assert PAGE in personas.client(personas.office).get("/manage/permissions").text
    assert PAGE in personas.client(personas.coordinator).get("/manage/entitlements/own").text
    assert client.get(PAGE).status_code == 303


@pytest.mark.parametrize(
    ("language", "title", "signature"),
    [
        ("de", "Blatt für den Personalrat", "Name und Unterschrift"),
        ("en", "Sheet for the staff council", "Name and signature"),
    ],
)
def test_the_document_says_all_of_it_and_has_room_for_both_signatures(
    reader, language, title, signature
):
    answer = reader.get(f"{PAGE}/komma-staff-council-{language}.pdf")
    assert answer.mimetype == "application/pdf"
    document = PdfReader(BytesIO(answer.data))
    text = words(" ".join(page.extract_text() for page in document.pages))
    assert title in document.metadata.title
    assert document.root_object["/Lang"] == language
    assert document.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert len(document.outline) > 0
    assert text.count(signature) == 2
    with in_language(language):
        for section in list_sections():
            assert section.title in text
            for row in section.table.rows if section.table else ():
                assert words(row[0]) in text, row[0]


def test_there_is_no_document_in_another_language(reader):
    assert reader.get(f"{PAGE}/komma-staff-council-fr.pdf").status_code == 404


def test_what_an_operator_is_called_cannot_break_the_document(app):
    settings = app.extensions["komma"].settings
    app.extensions["komma"].settings = replace(
        settings, operator_name='Amt <img src="http://example.org/x.png"> & Söhne'
    )
    try:
        assert sheet_pdf(now=START).startswith(b"%PDF")
    finally:
        app.extensions["komma"].settings = settings
    assert db.session.is_active
