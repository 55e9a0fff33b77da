"""What training paths hold of a person: exported as planned and chosen, erased whole."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.paths.models import KeptChoices, PathStep, TrainingPath
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


def export_choices(person_id: int) -> list[dict[str, Any]]:
    """What the person has chosen for their path: one entry, or none where they chose nothing."""
    kept = db.session.get(KeptChoices, person_id)
    if kept is None:
        return []
    return [{"changed_at": kept.changed_at.isoformat(), **kept.choices.as_document()}]


def erase_choices(person_id: int) -> None:
    """Delete what the person has chosen."""
    db.session.execute(delete(KeptChoices).where(KeptChoices.person_id == person_id))
    db.session.flush()


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
    label=_l("Lernpfade"),
    purpose=_l("Kurse finden, die zum eigenen Bedarf passen"),
    export=export_paths,
    erase=erase_paths,
    retention=_l("So lange wie die Bedarfsanalyse, aus der sie entstanden sind."),
    sealed=_l("Begründungen und was sich geändert hat"),
)

PLANNING_REQUESTS = PersonalData(
    name="path_planning",
    label=_l("Aufträge, einen Lernpfad neu zu berechnen"),
    purpose=_l("Lernpfade aktuell halten"),
    export=export_planning_request,
    erase=erase_planning_request,
    retention=_l("Bis das geschehen ist."),
)

CHOICES = PersonalData(
    name="path_choices",
    label=_l("Was Sie für Ihren Lernpfad gewählt haben"),
    purpose=_l("Den Lernpfad dem eigenen Alltag anpassen"),
    export=export_choices,
    erase=erase_choices,
    retention=_l("So lange wie die Bedarfsanalyse."),
    sealed=_l("die ganze Auswahl"),
)
