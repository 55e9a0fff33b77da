"""What training paths hold of a person: exported as planned, erased whole."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.paths.models import PathStep, TrainingPath
from courses.paths.request_models import PathPlanningRequest


def export_paths(person_id: int) -> list[dict[str, Any]]:
    """The person's paths, oldest first, each as the plan it was made from."""
    paths = db.session.scalars(
        select(TrainingPath).where(TrainingPath.person_id == person_id).order_by(TrainingPath.id)
    )
    return [
        {
            "computed_at": path.computed_at.isoformat(),
            "budget_minutes": path.budget_minutes,
            "plan": path.plan,
        }
        for path in paths
    ]


def erase_paths(person_id: int) -> None:
    """Delete the person's paths with their steps."""
    own = select(TrainingPath.id).where(TrainingPath.person_id == person_id)
    db.session.execute(delete(PathStep).where(PathStep.path_id.in_(own)))
    db.session.execute(delete(TrainingPath).where(TrainingPath.person_id == person_id))
    db.session.flush()


def export_planning_request(person_id: int) -> dict[str, Any] | None:
    """Whether the person's path is about to be planned anew, since when and why."""
    request = db.session.get(PathPlanningRequest, person_id)
    if request is None:
        return None
    return {"requested_at": request.requested_at.isoformat(), "why": request.why}


def erase_planning_request(person_id: int) -> None:
    """Have nothing planned for the person any more."""
    db.session.execute(
        delete(PathPlanningRequest).where(PathPlanningRequest.person_id == person_id)
    )
    db.session.flush()


PATHS = PersonalData(
    name="paths",
    export=export_paths,
    erase=erase_paths,
    retention=_l("Lernpfade: so lange wie die Bedarfsanalyse, aus der sie entstanden sind."),
)

PLANNING_REQUESTS = PersonalData(
    name="path_planning",
    export=export_planning_request,
    erase=erase_planning_request,
    retention=_l("Aufträge, einen Lernpfad neu zu berechnen: bis das geschehen ist."),
)
