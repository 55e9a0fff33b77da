"""What teams' paths hold of who started, proposed and decided."""

from app.kernel.db import db
from courses.team_paths.deciding import propose_plan, return_plan
from courses.team_paths.personal_data import erase_team_paths, export_team_paths
from tests.house.clock import START


def test_exported_and_forgotten_with_the_words_that_somebody_wrote(world, personas):
    lead, coordinator = world.lead.person, personas.coordinator.person
    path = propose_plan(team_path=world.planned(), actor=lead, now=START)
    return_plan(team_path=path, reason="Meine Worte", actor=coordinator, now=START)
    (written,) = export_team_paths(lead.id)
    assert (written["started"], written["decided"], written["reason"]) == (True, False, "")
    assert export_team_paths(coordinator.id)[0]["reason"] == "Meine Worte"
    for person in (lead, coordinator):
        erase_team_paths(person.id)
        assert export_team_paths(person.id) == []
    db.session.refresh(path)
    assert (path.started_by, path.proposed_by, path.decided_by, path.reason) == ("", "", "", "")
    assert path.plan is not None
