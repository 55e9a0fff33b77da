"""The pages on which the catalogue is written: preview, errors at the field, review, history."""

import io
import re
import struct
import zlib

import pytest
from PIL import Image

from app.kernel.db import db
from courses.catalogue import queries, services
from courses.catalogue.models import Course
from tests.courses.editing.factories import (
    both,
    make_complete_course,
    make_office,
    publish,
    save,
    submit,
)
from tests.courses.factories import make_course, make_self_paced_course
from tests.house.clock import START
from tests.house.databases import DIALECTS
from tests.house.queries import recorded_queries

LIST = "/manage/courses"
_HEAD = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
PNG_OF_900_MEGAPIXELS = b"\x89PNG\r\n\x1a\n\0\0\0\r" + _HEAD + struct.pack(">I", zlib.crc32(_HEAD))
pytestmark = pytest.mark.parametrize("dialect", DIALECTS[:1], indirect=True)


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


def fields_of(page: str) -> dict[str, str]:
    """What the editing form would send as it stands, one value a field."""
    import html

    form = page[page.index('id="written"') : page.index("komma-editor__preview")]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        kind = re.search(r'type="(\w+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        ticked = kind.group(1) not in {"checkbox", "radio"} or " checked" in tag
        if name and ticked and name.group(1) != "csrf_token":
            fields[name.group(1)] = html.unescape(value.group(1)) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        fields[name] = html.unescape(text).strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        if chosen:
            fields[name] = chosen.group(1)
    return fields


def edited(client, course: Course, **changes: str) -> dict[str, str]:
    return fields_of(client.get(f"{LIST}/{course.slug}/edit").text) | changes


def test_the_form_as_it_stands_changes_nothing(client):
    course = make_complete_course()
    path = f"{LIST}/{course.slug}/edit"
    assert client.post(path, data=edited(client, course)).status_code == 303
    assert "Der Kurs ist unverändert." in client.get(path).text
    assert queries.find_open_version(course) is None


def test_a_draft_is_written_previewed_saved_and_nobody_else_sees_it(client, personas):
    course = make_complete_course()
    path = f"{LIST}/{course.slug}/edit"
    data = edited(client, course, title_de="Ganz neu", description_de="Mit **Nachdruck**.")
    page = client.post(path, data=data | {"preview": "1"})
    assert page.status_code == 200
    preview = page.text[page.text.index('id="preview"') :]
    assert "Ganz neu" in preview
    assert "Mit <strong>Nachdruck</strong>." in preview
    assert queries.find_open_version(course) is None
    english = client.post(path, data=data | {"preview": "1", "preview_language": "en"}).text
    assert 'tabindex="-1" lang="en"' in english
    saved = client.post(path, data=data)
    assert (saved.status_code, saved.location) == (303, path)
    draft = queries.find_open_version(course)
    assert draft.author_ids == [personas.office.person.public_id]
    assert draft.content["description"]["de"] == "Mit **Nachdruck**."
    assert "Ganz neu" not in client.get(f"/courses/{course.slug}").text
    assert "Ganz neu" in client.get(path).text


def test_agenda_aims_and_levels_are_written_row_by_row(client):
    course = make_complete_course()
    path = f"{LIST}/{course.slug}/edit"
    page = client.post(path, data=edited(client, course) | {"add_part": "1"}).text
    assert "Ablauf, Teil 2" in page
    data = fields_of(page) | {
        "agenda-0-minutes": "30",
        "agenda-1-title_de": "Ende",
        "agenda-1-title_en": "End",
        "agenda-1-text_de": "Schluss",
        "agenda-1-text_en": "Over",
        "agenda-1-minutes": "15",
        "aims_de": "Eins\r\n\r\nZwei",
        "aims_en": "One\r\nTwo",
        "levels-0-raises": "4",
        "levels-0-requires": "1",
    }
    client.post(path, data=data)
    content = queries.find_open_version(course).content
    assert [part["minutes"] for part in content["agenda"]] == [30, 15]
    assert content["minutes"] == 45
    assert content["aims"] == [{"de": "Eins", "en": "One"}, {"de": "Zwei", "en": "Two"}]
    assert list(content["raises"].values()) == [4]
    assert list(content["requires"].values()) == [1]


def test_what_is_missing_or_wrong_is_said_at_its_field_and_what_was_typed_stays(client):
    course = make_complete_course()
    path = f"{LIST}/{course.slug}/edit"
    data = edited(client, course, summary_en="", aims_de="Eins\nZwei", description_de="Bleibt")
    answer = client.post(path, data=data | {"submit": "1"})
    assert answer.status_code == 422
    for field in ("summary_en", "aims_en"):
        assert f'id="{field}-error"' in answer.text
    assert "Bleibt</textarea>" in answer.text
    assert queries.find_open_version(course) is None
    answer = client.post(path, data=data | {"title_de": " ", "agenda-0-minutes": "viel"})
    assert answer.status_code == 422
    assert 'id="title_de-error"' in answer.text
    assert 'id="agenda-0-minutes-error"' in answer.text


def test_who_saves_after_somebody_else_keeps_their_text_and_is_told(client):
    course, colleague = make_complete_course(), make_office("Karla")
    path = f"{LIST}/{course.slug}/edit"
    data = edited(client, course, title_de="Von Ola", summary_de="Kurz")
    save(course, colleague, title={"de": "Von Karla", "en": course.title.en})
    answer = client.post(path, data=data)
    assert answer.status_code == 422
    assert "Inzwischen hat jemand anderes gespeichert" in answer.text
    assert "Karla" in answer.text
    assert "Verschieden sind: Titel, In einem Satz" in answer.text
    assert 'value="Von Ola"' in answer.text
    assert queries.find_open_version(course).title.de == "Von Karla"
    client.post(path, data=fields_of(answer.text))
    assert queries.find_open_version(course).title.de == "Von Ola"


def test_a_draft_goes_to_a_second_person_who_returns_or_publishes_it(client, personas):
    course, author = make_complete_course(), make_office("Karla")
    path = f"{LIST}/{course.slug}"
    draft = submit(course, author, title=both("Neu"))
    assert "Wartet auf Prüfung" in client.get(LIST).text
    page = client.get(f"{path}/draft").text
    assert "Anders als im Katalog: Titel" in page
    assert client.get(f"{path}/edit").location == path
    refused = client.post(f"{path}/return", data={"revision": draft.revision, "comment": ""})
    assert refused.status_code == 422
    assert 'id="comment-error"' in refused.text
    client.post(f"{path}/return", data={"revision": draft.revision, "comment": "Bitte kürzer."})
    assert "Bitte kürzer." in client.get(path).text
    draft = submit(course, author, revision=draft.revision, title=both("Kurz"))
    outdated = client.post(f"{path}/approve", data={"revision": draft.revision - 1})
    assert outdated.status_code == 422
    assert client.post(f"{path}/approve", data={"revision": draft.revision}).status_code == 303
    assert "<h1" in client.get(f"/courses/{course.slug}").text
    assert course.title.de == "Kurz"
    history = client.get(path).text
    assert "Fassung 2 (gilt jetzt)" in history
    assert personas.office.person.name in history
    old = client.get(f"{path}/versions/2").text
    assert "Anders als die Fassung davor: Titel" in old
    assert "Bitte kürzer." in old
    assert client.get(f"{path}/versions/3").status_code == 404


def test_an_author_is_told_that_somebody_else_decides(client, personas):
    course = make_complete_course()
    draft = submit(course, personas.office.person, title=both("Neu"))
    path = f"{LIST}/{course.slug}"
    page = client.get(f"{path}/draft").text
    assert "Sie haben an diesem Entwurf mitgeschrieben" in page
    assert f'action="{path}/approve"' not in page
    answer = client.post(f"{path}/approve", data={"revision": draft.revision})
    assert answer.status_code == 422
    assert "Veröffentlichen kann ihn nur eine andere Person" in answer.text
    assert course.version_number == 1


def test_drafts_are_taken_back_discarded_and_courses_archived_and_offered_again(client):
    course = make_complete_course()
    path = f"{LIST}/{course.slug}"
    seen = submit(course, make_office(), title=both("Neu")).revision
    client.post(f"{path}/take-back", data={"revision": seen})
    assert client.get(f"{path}/edit").status_code == 200
    client.post(f"{path}/discard", data={"revision": seen})
    assert "Inzwischen hat jemand anderes" in client.get(path).text, "outdated"
    client.post(f"{path}/discard", data={"revision": seen + 1})
    assert "Zurzeit schreibt niemand" in client.get(path).text
    client.post(f"{path}/archive")
    assert course.title.de not in client.get("/courses").text
    client.post(f"{path}/restore")
    assert course.title.de in client.get("/courses").text


def test_a_new_course_begins_as_a_draft(client):
    answer = client.post(f"{LIST}/new", data={"title_de": "Neu", "title_en": "", "format": "x"})
    assert answer.status_code == 422
    assert 'id="title_en-error"' in answer.text
    data = {"title_de": "Ganz Neues", "title_en": "Something new", "format": "online"}
    answer = client.post(f"{LIST}/new", data=data)
    assert answer.location == f"{LIST}/something-new/edit"
    assert client.get(answer.location).status_code == 200
    assert client.get("/courses/something-new").status_code == 404
    assert "Noch nicht veröffentlicht" in client.get(LIST).text


def test_a_self_paced_course_has_its_length_from_its_units(client):
    course = make_self_paced_course()
    page = client.get(f"{LIST}/{course.slug}/edit").text
    assert "ergeben sich aus seinen Lerneinheiten" in page
    assert "attendance_percent" not in page
    client.post(f"{LIST}/{course.slug}/edit", data=fields_of(page) | {"title_de": "Neu"})
    assert queries.find_open_version(course).content["minutes"] == 60


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    written = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    exif = image.getexif()
    exif[0x010E] = "secret place"
    image.save(written, kind, exif=exif)
    return written.getvalue()


def upload(client, course: Course, content: bytes, kind: str = "picture", label: str = "Ein Saal"):
    data = {
        "kind": kind,
        "upload": (io.BytesIO(content), "x.exe"),
        "label_de": label,
        "label_en": "A hall",
    }
    path = f"{LIST}/{course.slug}/attachments"
    return client.post(path, data=data, content_type="multipart/form-data")


def test_a_picture_is_drawn_anew_and_shown_with_its_words(client, personas):
    course = make_complete_course()
    assert upload(client, course, picture()).status_code == 303
    [kept] = queries.list_attachments(course)
    found = queries.get_attachment(kept.public_id)
    assert b"secret place" not in found.content
    assert Image.open(io.BytesIO(found.content)).size == (1600, 800)
    description = both(f"![](bild:{kept.public_id})")
    publish(course, make_office(), personas.office.person, description=description)
    reader = personas.client(personas.owner)
    page = reader.get(f"/courses/{course.slug}").text
    address = f"/courses/attachments/{kept.public_id}/ein-saal.jpg"
    assert f'<img src="{address}" alt="Ein Saal">' in page
    answer = reader.get(address)
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert reader.get(address + "x").status_code == 404


def test_a_file_is_handed_out_as_a_download(client, personas):
    course = make_complete_course()
    assert upload(client, course, b"%PDF-1.7 and so on", "file").status_code == 303
    [kept] = queries.list_attachments(course)
    assert f"(datei:{kept.public_id})" in client.get(f"{LIST}/{course.slug}/attachments").text
    answer = personas.client(personas.owner).get(
        f"/courses/attachments/{kept.public_id}/{kept.filename}"
    )
    assert answer.headers["Content-Disposition"] == "attachment; filename=ein-saal.pdf"


@pytest.mark.parametrize(
    ("content", "kind", "label", "field"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture", "x", "upload"),
        (b"\x89PNG\r\n\x1a\n nothing", "picture", "x", "upload"),
        (PNG_OF_900_MEGAPIXELS, "picture", "x", "upload"),
        (b"MZ program", "file", "x", "upload"),
        (b"PK\x03\x04 nothing", "file", "x", "upload"),
        (picture(), "file", "x", "upload"),
        (picture(), "picture", " ", "label_de"),
        (b"", "picture", "x", "upload"),
    ],
)
def test_what_cannot_be_shown_or_has_no_words_is_refused(client, content, kind, label, field):
    course = make_course()
    answer = upload(client, course, content, kind, label)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert queries.list_attachments(course) == []


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_asks_a_fixed_number_of_questions(client, number):
    for each in range(number):
        save(make_complete_course(), make_office(f"Nr. {each}"), title=both("Neu"))
    client.get(LIST)
    with recorded_queries() as statements:
        page = client.get(LIST).text
    assert page.count("In Arbeit") == number
    # Who is signed in with their roles, courses, drafts, names.
    assert len([s for s in statements if s.startswith("SELECT")]) == 5


@pytest.mark.parametrize("who", ["owner", "trainer", "coordinator"])
def test_nobody_but_the_office_writes(personas, who):
    course = make_course()
    services.create_course(
        title=course.title, course_format=course.format, actor=make_office(), now=START
    )
    db.session.commit()
    client = personas.client(getattr(personas, who))
    for path in ("", "/new", f"/{course.slug}", f"/{course.slug}/edit", f"/{course.slug}/draft"):
        assert client.get(LIST + path).status_code == 403
    assert client.post(f"{LIST}/{course.slug}/archive").status_code == 403
