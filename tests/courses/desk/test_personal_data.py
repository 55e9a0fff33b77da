"""What is exported of those who work at the desk, and what stays without them."""

from courses.desk.announcements.services import Words, send_announcement
from courses.desk.materials.services import Link, add_material
from courses.desk.notes.services import save_notes
from courses.desk.personal_data import export_desk_work, keep_desk_work
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


def test_authors_get_what_they_did_and_not_what_others_wrote(personas, trainer, cohort):
    act = {"cohort": cohort, "actor": trainer, "now": START}
    send_announcement(words=Words("Titel", "Text"), to_waiting=False, key="k" * 22, **act)
    add_material(title="Handout", thing=Link("https://example.org/"), released_at=START, **act)
    save_notes(text="Nur für uns", revision=0, **act)
    exported = export_desk_work(trainer.id)
    assert {(entry["did"], entry.get("title")) for entry in exported} == {
        ("announced", "Titel"),
        ("laid_out", "Handout"),
        ("noted", None),
    }
    assert export_desk_work(personas.office.person.id) == []
    keep_desk_work(trainer.id)
    assert len(export_desk_work(trainer.id)) == 3
