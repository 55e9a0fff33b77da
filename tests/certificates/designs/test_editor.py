"""The office edits a design: what is wrong stands at its field, and nothing is lost or changed."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from certificates.designs import logos, views
from certificates.designs.models import DesignPicture, DesignVersion
from certificates.printing.design import MOST_SIGNATORIES
from tests.certificates.designs.factories import make_design, newest, picture, sent
from tests.certificates.factories import make_certificate, make_past_cohort
from tests.house.databases import in_turn

pytestmark = in_turn


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def design(app):
    return make_design(name="Eigene")


@pytest.fixture
def quick(monkeypatch):
    """Trying a design out on the longest certificate takes most of a second."""
    monkeypatch.setattr(views, "check_design", lambda _design, **_logo: None)


def address(design, rest="") -> str:
    return f"/manage/certificates/designs/{design.public_id}{rest}"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_form_shows_what_the_design_is(office, design):
    page = office.get(address(design)).text
    assert 'value="Teilnahmebescheinigung"' in page
    assert "This is to confirm that" in page
    assert "{course}" in page
    assert "Rassismus erkennen und besonnen handeln" in page, "the sample of the variable"
    assert page.index("block_title-position") < page.index("block_modules-position")


def test_saving_makes_a_new_version_and_keeps_the_old(office, design, personas, quick):
    version = newest(design)
    order = {"block_modules-position": "1", "block_logo-position": "9", "block_text-shown": None}
    changes = {
        "de-text": "Inhalt:\r\n\r\n{course}",
        "colour": "violet",
        "alignment": "left",
        "notice_shown": None,
        "signatories-1-kind": "person",
        "signatories-1-name": "Dr. Ada Stein",
        "signatories-1-function_de": "Leitung",
        "signatories-1-function_en": "Head",
    }
    answer = office.post(address(design), data=sent(version, **changes, **order))
    assert answer.status_code == 303
    assert "Neue Bescheinigungen mit dieser Vorlage" in office.get(answer.location).text

    saved = newest(design)
    assert (saved.number, saved.saved_by_id) == (2, personas.office.person_id)
    assert saved.appearance.blocks == ("modules", "title", "holder", "facts", "logo")
    assert saved.appearance.foot == ("signatories", "check")
    assert saved.appearance.texts["de"]["text"] == "Inhalt:\n\n{course}"
    assert saved.appearance.colour == "violet"
    assert [each.name for each in saved.appearance.signatories] == ["", "Dr. Ada Stein"]
    assert version.appearance.colour == "blue", "the version before is as it was"
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.details) == ("design.saved", {"version": 2})


def test_saving_what_is_there_already_adds_nothing(office, design, quick):
    answer = office.post(address(design), data=sent(newest(design)))
    assert "Die Vorlage ist unverändert." in office.get(answer.location).text
    assert newest(design).number == 1


def test_a_name_is_changed_without_a_version_and_is_nobody_elses(office, design, quick):
    version = newest(design)
    office.post(address(design), data=sent(version, name="Anders"))
    assert (newest(design).number, newest(design).design.name) == (1, "Anders")
    refused = office.post(address(design), data=sent(newest(design), name="Klar"))
    assert refused.status_code == 422
    assert "So heißt bereits eine andere Vorlage." in refused.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("de-text", "Guten {kurs}", "Die Variable {kurs} gibt es nicht. Es gibt: {holder}"),
        ("en-notice", "one { alone", "geschweifte Klammer allein: {"),
        ("de-text", "siehe file:///etc/passwd", "nichts davon wird geladen: file:"),
        ("de-notice", "https://example.org", "nichts davon wird geladen: https:"),
        ("en-text", "../../secret", "nichts davon wird geladen: ../"),
        ("de-title", "x" * 61, "höchstens 60 Zeichen"),
        ("en-text", "x" * 801, "höchstens 800 Zeichen"),
        ("de-title", "", "Fehlt noch."),
        ("en-after_name", "Urkunde 🜁", "Für diese Zeichen fehlt die Schrift: 🜁"),
        ("block_title-position", "", "eine Zahl von 1 bis 99"),
        ("block_title-position", "0", "eine Zahl von 1 bis 99"),
        ("name", "", "geben Sie einen Namen ein"),
        ("name", "x" * 81, "höchstens 80 Zeichen"),
        ("signatories-0-kind", "nobody", "Fehlt noch."),
        ("style", "baroque", ""),
        ("based_on", "last", "Bitte laden Sie die Seite neu."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(
    office, design, field, value, said
):
    form = sent(newest(design), **{field: value})
    told = office.post(address(design, "/check"), data=form)
    assert list(told.json["errors"]) == [field]
    assert said in told.json["errors"][field]
    assert office.post(address(design), data=form).status_code == 422
    assert newest(design).number == 1


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "geben Sie den Namen ein"),
        ({"name": "Ada {holder}"}, "name", "keine Variablen: {holder}"),
        ({"name": "Ada {x}"}, "name", "keine Variablen: {x}"),
        ({"name": "Ada", "function_en": "y" * 121}, "function_en", "höchstens 120 Zeichen"),
        ({"name": "Ada", "function_de": "http://x"}, "function_de", "wird geladen: http:"),
    ],
)
def test_a_signature_tells_its_faults_also_where_none_stands_before_it(
    office, design, changes, field, said
):
    last = MOST_SIGNATORIES - 1
    signing = {f"signatories-{last}-{name}": value for name, value in changes.items()}
    signing |= {"signatories-0-kind": "nobody", f"signatories-{last}-kind": "person"}
    told = office.post(address(design, "/check"), data=sent(newest(design), **signing))
    assert list(told.json["errors"]) == [f"signatories-{last}-{field}"]
    assert said in told.json["errors"][f"signatories-{last}-{field}"]


def test_who_saves_second_is_told_and_loses_nothing(office, design, quick):
    opened = newest(design)
    office.post(address(design), data=sent(opened, **{"de-title": "Von der Ersten"}))
    mine = sent(opened, **{"de-title": "Von der Zweiten"})
    refused = office.post(address(design), data=mine)
    assert refused.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in refused.text
    assert 'value="Von der Zweiten"' in refused.text
    assert 'name="based_on" type="hidden" value="2"' in refused.text, "saving again means it"
    assert office.post(address(design), data=mine | {"based_on": "2"}).status_code == 303
    titles = [
        version.appearance.texts["de"]["title"]
        for version in db.session.scalars(
            select(DesignVersion)
            .where(DesignVersion.design_id == design.id)
            .order_by(DesignVersion.number)
        )
    ]
    assert titles == ["Teilnahmebescheinigung", "Von der Ersten", "Von der Zweiten"]


def test_the_preview_is_of_what_is_in_the_form_and_nothing_is_stored(office, design):
    changes = {"de-title": "Urkunde", "en-title": "Deed", "en-text": "For {holder}."}
    form = sent(newest(design), **changes, language="en")
    form["logo"] = (BytesIO(picture()), "logo.png")
    answer = office.post(address(design, "/preview"), data=form)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    said = text_of(answer.data)
    assert "Deed" in said
    assert "For Alex Mustermann." in said
    assert "Urkunde" not in said
    images = [image for page in PdfReader(BytesIO(answer.data)).pages for image in page.images]
    assert any(image.image.size == (200, 80) for image in images)
    assert (newest(design).number, count(DesignPicture)) == (1, 0)


def test_the_preview_of_a_form_with_faults_is_the_form_with_its_faults(office, design):
    answer = office.post(
        address(design, "/preview"), data=sent(newest(design), **{"de-text": "{kurs}"})
    )
    assert answer.status_code == 422
    assert 'id="de-text-error"' in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_previews_are_counted_for_each_person(office, design, monkeypatch, clock):
    monkeypatch.setattr(views, "render_pdf", lambda _data, _design, **_logo: b"%PDF")
    form = sent(newest(design))
    for _ in range(views.PREVIEWS.most):
        assert office.post(address(design, "/preview"), data=form).status_code == 200
    assert office.post(address(design, "/preview"), data=form).status_code == 429
    told = office.post(address(design, "/check"), data=form).json["errors"]
    assert "Zu viele Vorschauen" in told[""]
    clock.advance(minutes=11)
    assert office.post(address(design, "/preview"), data=form).status_code == 200


def test_a_logo_is_drawn_anew_kept_once_and_taken_away_again(office, design, quick):
    upload = picture("JPEG", size=(3000, 1500))
    office.post(address(design), data=sent(newest(design)) | {"logo": (BytesIO(upload), "x.jpg")})
    version = newest(design)
    assert (version.number, version.logo.width, version.logo.height) == (2, 1000, 500)
    assert version.logo.content.startswith(b"\x89PNG")
    assert "Logo entfernen" in office.get(address(design)).text

    office.post(address(design), data=sent(version, colour="red"))
    assert newest(design).logo_id == version.logo_id, "it stays where no other is chosen"
    again = sent(newest(design)) | {"logo": (BytesIO(upload), "x.jpg")}
    office.post(address(design), data=again)
    assert (newest(design).number, count(DesignPicture)) == (3, 1), "the same one is the same"
    office.post(address(design), data=sent(newest(design), remove_logo="y"))
    assert (newest(design).number, newest(design).logo_id) == (4, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kein Bild im Format"),
        (b"\x89PNG\r\n\x1a\n<script>", "kein Bild im Format"),
        (picture(size=(5000, 4000)), "zu viele Bildpunkte"),
        (picture(size=(3000, 10)), "viel zu schmal"),
        (picture() + b"\0" * 100_000, "größer als 2 MB"),
    ],
    ids=["svg", "polyglot", "pixels", "line", "bytes"],
)
def test_what_is_no_logo_is_refused_at_its_field(office, design, monkeypatch, content, said):
    monkeypatch.setattr(logos, "LARGEST_LOGO", 100_000)
    form = sent(newest(design)) | {"logo": (BytesIO(content), "logo.png")}
    told = office.post(address(design, "/check"), data=form).json["errors"]
    assert list(told) == ["logo"]
    assert said in told["logo"]


def test_a_file_is_asked_for_again_where_something_else_is_wrong(office, design):
    form = sent(newest(design), **{"de-title": ""}) | {"logo": (BytesIO(picture()), "x.png")}
    assert "wählen Sie die Datei noch einmal aus" in office.post(address(design), data=form).text


def test_what_does_not_fit_on_the_page_is_refused_at_save(office, design):
    longest = " ".join(["Unwahrscheinlichkeitsbeteuerung"] * 24)
    form = sent(newest(design), **{f"{language}-text": longest for language in ("de", "en")})
    form |= {f"{language}-notice": longest[:400] for language in ("de", "en")}
    answer = office.post(address(design), data=form)
    assert answer.status_code == 422
    assert "zu viel für eine Seite" in answer.text
    assert newest(design).number == 1


def test_an_issued_certificate_keeps_the_version_it_was_printed_with(
    office, design, personas, quick
):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    printed_with = newest(design)
    certificate = make_certificate(
        person=personas.owner.person, cohort=cohort, design_version_id=printed_with.id
    )
    office.post(address(design), data=sent(printed_with, colour="red"))
    db.session.expire_all()
    assert newest(design).number == 2
    assert certificate.design_version_id == printed_with.id
    assert db.session.get(DesignVersion, printed_with.id).appearance.colour == "blue"


def test_only_the_office_comes_here(personas, design):
    for account in (personas.owner, personas.trainer, personas.coordinator):
        client = personas.client(account)
        assert client.get(address(design)).status_code == 403
        assert client.post(address(design, "/preview")).status_code == 403
