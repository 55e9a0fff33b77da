"""What units of each kind hold, and what is refused with one line."""

import pytest

from app.kernel.documents import DocumentError, Field
from courses.units.contents import fingerprint_of, read_unit_content
from courses.units.media import ending_of
from tests.courses.learning import contents

SOUND = {
    "text": None,
    "file": contents.download(),
    "video": contents.own_video(),
    "quiz": contents.quiz(),
    "reflection": contents.reflection(),
    "scenario": contents.scenario(),
}


@pytest.mark.parametrize("kind", SOUND)
def test_each_kind_reads_its_own_content_and_no_other(kind):
    assert (read_unit_content(kind, Field(SOUND[kind])) is None) == (kind == "text")
    for other, content in SOUND.items():
        if other != kind:
            with pytest.raises(DocumentError):
                read_unit_content(kind, Field(content, "unit"))


def test_a_kind_that_there_is_not_is_refused():
    with pytest.raises(
        DocumentError, match=r"^unit: belongs to a unit of an unknown kind \(game\)$"
    ):
        read_unit_content("game", Field({}, "unit"))


@pytest.mark.parametrize(
    "address",
    ["http://example.org/a", "javascript:alert(1)", "https://", "https://[", "https://a b", "//a"],
)
def test_a_linked_video_has_a_safe_address(address):
    video = contents.linked_video() | {"address": address}
    with pytest.raises(DocumentError, match=r"^unit.address: must be an address that begins with"):
        read_unit_content("video", Field(video, "unit"))


def test_a_linked_video_names_the_host_that_it_leads_to():
    video = read_unit_content("video", Field(contents.linked_video()))
    assert video.host == "videos.example.org"


@pytest.mark.parametrize("name", ["../a.pdf", "a/b.pdf", ".pdf", "a", "a.PDF", "a.html", "a\n.pdf"])
def test_only_plain_names_of_known_files_are_taken(name):
    document = contents.download() | {"file": contents.both_files(name)}
    with pytest.raises(DocumentError, match=r"^unit.file: must be the name of a file that ends"):
        read_unit_content("file", Field(document, "unit"))


def test_the_ending_of_a_name_is_read():
    assert ending_of("Plan_2-b.odt") == "odt"
    assert ending_of("../plan.odt") == ""


def test_any_change_of_a_content_changes_its_fingerprint():
    quiz = contents.quiz()
    assert fingerprint_of(quiz) == fingerprint_of(contents.quiz())
    assert fingerprint_of(quiz) != fingerprint_of(contents.quiz(pass_percent=76))
