"""Units with a file or a video: nothing comes from elsewhere, and only what belongs to them."""

import pytest

from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only
UNITS = "/courses/reading/units"


@pytest.fixture
def course(app):
    return make_course(slug="reading")


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


@pytest.fixture
def folder(app):
    """Where the operator puts files of their own."""
    folder = app.extensions["komma"].settings.instance_folder / "course-files"
    folder.mkdir(exist_ok=True)
    yield folder
    for file in folder.iterdir():
        file.unlink()


def test_a_file_is_described_and_downloaded(owner, course, folder):
    add_unit_of_kind(course, "file", contents.download())
    (folder / "plan.odt").write_bytes(b"x" * 3_400)
    page = owner.get(f"{UNITS}/file").text
    assert "Ein Plan zum Ausfüllen." in page
    assert "ODT, 3 KB" in page
    answer = owner.get(f"{UNITS}/file/files/plan.odt")
    assert answer.data == b"x" * 3_400
    assert answer.mimetype == "application/vnd.oasis.opendocument.text"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert owner.post(f"{UNITS}/file").status_code == 303


def test_only_files_of_the_unit_are_handed_out(owner, client, course, folder):
    add_unit_of_kind(course, "file", contents.download())
    (folder / "other.odt").write_bytes(b"x")
    (folder.parent / "plan.odt").write_bytes(b"x")
    for name in ("other.odt", "plan.odt", "..%2Fplan.odt", "%00", "reading.yaml"):
        assert owner.get(f"{UNITS}/file/files/{name}").status_code in (400, 404)
    assert "Die Datei fehlt" in owner.get(f"{UNITS}/file").text
    (folder.parent / "plan.odt").unlink()
    assert client.get(f"{UNITS}/file/files/plan.odt").status_code in (302, 303)


def test_a_video_of_this_site_has_captions_and_is_played_in_parts(owner, course, folder):
    add_unit_of_kind(course, "video", contents.own_video())
    (folder / "film.webm").write_bytes(b"0123456789")
    (folder / "film.vtt").write_text("WEBVTT\n")
    page = owner.get(f"{UNITS}/video").text
    assert f'src="{UNITS}/video/files/film.webm"' in page
    assert f'<track kind="captions" src="{UNITS}/video/files/film.vtt"' in page
    assert "Ein Mensch spricht." in page
    part = owner.get(f"{UNITS}/video/files/film.webm", headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.data) == (206, b"2345")


def test_a_video_elsewhere_is_a_link_that_says_where_it_leads(owner, course):
    add_unit_of_kind(course, "video", contents.linked_video())
    page = owner.get(f"{UNITS}/video").text
    assert "öffnet sich die Seite videos.example.org" in page
    assert 'href="https://videos.example.org/watch?v=1" rel="noreferrer noopener"' in " ".join(
        page.split()
    )
    assert "<iframe" not in page
    assert "<video" not in page


def test_the_course_says_what_kinds_of_units_it_has(owner, course):
    add_unit_of_kind(course, "video", contents.linked_video())
    add_unit_of_kind(course, "scenario", contents.scenario())
    page = " ".join(owner.get("/courses/reading").text.split())
    assert "20 Minuten · Video" in page
    assert "20 Minuten · Szenario" in page
