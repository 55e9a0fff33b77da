"""What stands on every page: the funder's notice and logo; and the form of inclusive German."""

import json
import re
import struct
import zlib
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.kernel import operator_texts
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.inclusive import GenderForm, inclusive
from app.kernel.operator_texts import OperatorLogo, in_chosen_form, shell_texts
from app.kernel.pictures import LARGEST_PICTURE
from app.pages.texts import services
from certificates.issuing.drafts import draft_certificate
from courses.catalogue.content_loading import load_courses
from organisations.topics.content_loading import load_topics
from tests.certificates.factories import make_attended_enrolment, make_past_cohort
from tests.house.databases import in_turn
from tests.house.queries import is_of_the_frame, recorded_queries

pytestmark = in_turn

LIST = "/manage/texts"
NOTICE = f"{LIST}/funder_notice/de"
ALT = {"alt_de": "Logo der Stiftung", "alt_en": "Logo of the foundation"}


def png(width=1, height=1):
    """A real picture, transparent."""

    def chunk(kind, data):
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0\0\0\0" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


def upload(client, content=None, name="logo.png", **data):
    picture = (BytesIO(png() if content is None else content), name)
    return client.post(
        f"{LIST}/logo", data=ALT | {"picture": picture} | data, content_type="multipart/form-data"
    )


def logo_in(page):
    """Address and description of the picture in the footer."""
    found = re.search(r'<img src="(/funder-logo/[^"]+)" alt="([^"]*)"', footer(page))
    return found.groups() if found else None


def footer(page):
    return page.text[page.text.index("komma-footer") :]


def test_the_notice_stands_on_every_page_in_its_language(client):
    assert "komma-funder" not in footer(client.get("/imprint"))
    client.post(NOTICE, data={"body": "Gefördert vom Bund.", "based_on": "0"})
    client.post(f"{LIST}/funder_notice/en", data={"body": "Funded.", "based_on": "0"})
    for path in ("/imprint", "/courses", "/no-such-page"):
        assert "Gefördert vom Bund." in footer(client.get(path))
    client.get("/language/en")
    assert "Funded." in footer(client.get("/imprint"))


def test_without_a_saved_one_the_settings_notice_stands_and_can_be_taken_away(app, client):
    settings = app.extensions["komma"].settings
    object.__setattr__(settings, "funder_notice", "Aus den Einstellungen")
    object.__setattr__(settings, "funder_logo", "/static/img/komma.svg")
    try:
        page = footer(client.get("/imprint"))
        assert "Aus den Einstellungen" in page
        assert 'src="/static/img/komma.svg"' in page
        client.post(NOTICE, data={"body": "", "based_on": "0"})
        client.post(f"{LIST}/logo/remove")
        assert "komma-funder" not in footer(client.get("/imprint"))
    finally:
        object.__setattr__(settings, "funder_notice", "")
        object.__setattr__(settings, "funder_logo", "")


def test_a_notice_is_short(client):
    answer = client.post(NOTICE, data={"body": "x" * 501, "based_on": "0"})
    assert answer.status_code == 422
    assert "Bitte höchstens 500 Zeichen." in answer.text


def test_certificates_carry_the_notice_in_their_language(client, clock, personas):
    client.post(NOTICE, data={"body": "Gefördert vom Bund.", "based_on": "0"})
    client.post(f"{LIST}/funder_notice/en", data={"body": "Funded.", "based_on": "0"})
    trainer = personas.trainer.person
    for language, notice in (("de", "Gefördert vom Bund."), ("en", "Funded.")):
        cohort = make_past_cohort(trainer=trainer)
        cohort.language = language
        enrolment = make_attended_enrolment(cohort=cohort, person=personas.owner.person)
        draft = draft_certificate(enrolment=enrolment, actor=trainer, now=clock.now())
        assert draft.data.notice == notice


def test_a_logo_stands_on_every_page_with_what_it_shows(client):
    answer = upload(client)
    assert (answer.status_code, answer.location) == (303, LIST)
    address, alt = logo_in(client.get("/imprint"))
    assert alt == "Logo der Stiftung"
    picture = client.get(address)
    assert picture.get_data() == png()
    assert picture.mimetype == "image/png"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.cache_control.immutable
    assert picture.cache_control.max_age == 365 * 24 * 60 * 60
    assert "Cookie" not in picture.vary
    client.get("/language/en")
    assert logo_in(client.get("/imprint"))[1] == "Logo of the foundation"


def test_anyone_gets_the_logo_and_another_logo_has_another_address(app, client):
    upload(client)
    before, _ = logo_in(client.get("/imprint"))
    upload(client, png(width=2))
    after, _ = logo_in(client.get("/imprint"))
    stranger = app.test_client()
    assert stranger.get(before).get_data() == png()
    assert stranger.get(after).get_data() == png(width=2)
    assert stranger.get("/funder-logo/nothing-has-this").status_code == 404


def test_a_logo_can_be_taken_away(client):
    upload(client)
    address, _ = logo_in(client.get("/imprint"))
    client.post(f"{LIST}/logo/remove")
    assert logo_in(client.get("/imprint")) is None
    assert "Es wird kein Logo gezeigt." in client.get(LIST).text
    assert client.get(address).status_code == 200, "an earlier version stays what it was"
    actions = [entry.action for entry in db.session.scalars(select(AuditEntry))]
    assert actions == ["logo.changed", "logo.removed"]


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg", "kein Bild im Format"),
        (b"<script>alert(1)</script>", "logo.png", "kein Bild im Format"),
        (b"GIF89a", "logo.gif", "kein Bild im Format"),
        (b"RIFF\0\0\0\0WAVE", "logo.webp", "kein Bild im Format"),
        (b"", "logo.png", "kein Bild im Format"),
    ],
)
def test_what_is_no_small_picture_is_refused_at_the_field(client, content, name, complaint):
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'id="picture-error"' in answer.text
    assert db.session.scalars(select(OperatorLogo)).all() == []


def test_a_picture_may_be_so_large_and_no_larger(client, monkeypatch):
    assert LARGEST_PICTURE == 500 * 1024
    monkeypatch.setattr(services, "LARGEST_PICTURE", len(png()))
    assert upload(client).status_code == 303
    answer = upload(client, png() + b"\0")
    assert answer.status_code == 422
    assert "größer als 500 KB" in answer.text
    assert 'id="picture-error"' in answer.text


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0", b"RIFF\x04\0\0\0WEBP"])
def test_jpeg_and_webp_are_pictures_too(client, content):
    assert upload(client, content, "whatever.bin").status_code == 303


def test_a_logo_needs_a_description_in_both_languages(client):
    answer = upload(client, alt_de=" ", alt_en="")
    assert answer.status_code == 422
    assert 'id="alt_de-error"' in answer.text
    assert 'id="alt_en-error"' in answer.text


@pytest.mark.parametrize("path", ["/", "/imprint", "/courses", LIST, "/no-such-page"])
def test_the_frame_costs_one_statement_per_page(client, path):
    upload(client)
    with recorded_queries(frame=True) as statements:
        client.get(path)
    assert len([s for s in statements if is_of_the_frame(s)]) == 1


def test_a_page_that_tells_of_a_failure_needs_no_database_for_its_frame(app, client, monkeypatch):
    def away(_language):
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(operator_texts, "_read_shell_texts", away)
    page = client.get("/imprint")
    assert page.status_code == 200
    assert "komma-funder" not in footer(page)


def choose(client, form, based_on="0"):
    return client.post(f"{LIST}/gender-form", data={"form": form, "based_on": based_on})


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (GenderForm.COLON, "Zu Freund:innen und {x}: 9:30 | Ende"),
        (GenderForm.PAIR, "Zu Freundinnen und Freunden und {x}: 9:30 | Ende"),
    ],
)
def test_only_where_a_text_holds_both_forms_one_is_taken(form, expected):
    text = "Zu {Freund:innen|Freundinnen und Freunden} und {x}: 9:30 | Ende"
    assert inclusive(text, form) == expected


def test_the_office_chooses_the_form_for_texts_of_its_own(app, client):
    both = "Für {Kolleg:innen|Kolleginnen und Kollegen}."
    client.post(f"{LIST}/imprint/de", data={"body": both, "based_on": "0"})
    assert "Für Kolleg:innen." in client.get("/imprint").text
    choose(client, "pair")
    assert "Für Kolleginnen und Kollegen." in client.get("/imprint").text
    page = client.get(LIST).text
    assert re.search(r'value="pair" checked', page)
    choose(client, "colon", "0")
    assert "Inzwischen hat jemand anderes gespeichert." in client.get(LIST).text
    choose(client, "colon", "1")
    assert "Für Kolleg:innen." in client.get("/imprint").text


def test_a_form_that_there_is_not_is_not_chosen(client):
    choose(client, "star")
    assert shell_texts().gender_form is GenderForm.COLON


def test_learning_units_are_shown_in_the_chosen_form(client):
    load_topics()
    slug, key = next(
        (course.slug, unit.key)
        for course in load_courses()
        for unit in course.units
        if "|Kolleginnen und Kollegen}" in unit.text.de
    )
    path = f"/courses/{slug}/units/{key}"
    assert "Kolleg:innen" in client.get(path).text
    choose(client, "pair")
    page = client.get(path).text
    assert "Kolleginnen und Kollegen" in page
    assert "Kolleg:innen" not in page
    assert "{" not in page[page.index("<main") : page.index("</main")]


COLON_FORM = re.compile(r"\w:in(nen)?\b")


def test_what_komma_ships_says_both_forms_wherever_it_uses_the_colon(app):
    load_topics()
    for course in load_courses():
        texts = [course.title, course.summary, course.description, *course.aims]
        for text in texts:
            assert not COLON_FORM.search(text.de), f"{course.slug}: say it in neutral words"
        for unit in course.units:
            stored = json.dumps(unit.content, ensure_ascii=False)
            shown = inclusive(f"{unit.text.de} {stored}", GenderForm.PAIR)
            assert not COLON_FORM.search(shown), f"{course.slug}/{unit.key}"
            assert "|" not in shown, f"{course.slug}/{unit.key}"


def test_templates_can_use_the_filter(app):
    with app.test_request_context():
        text = "{Kolleg:innen|Kolleginnen und Kollegen}"
        assert app.jinja_env.filters["inclusive"](text) == in_chosen_form(text) == "Kolleg:innen"
