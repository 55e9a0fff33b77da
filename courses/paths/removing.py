"""Delete an analysis with everything that was planned from it."""

from sqlalchemy import delete, select

from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from courses.group_levels.services import forget_given
from courses.needs.models import NeedsAnalysis
from courses.needs.sharing.services import forget_shares_from
from courses.paths.models import PathStep, TrainingPath
from organisations.models import Person


def delete_analysis(*, person: Person, public_id: str, actor: Person) -> None:
    """Delete a completed analysis of the person, their paths from it, and what they share of it.

    So goes what they have given of it to figures of a group that are not made yet. The analysis
    before it counts again, where there is one. Raises NotFound where there is no such analysis, any
    more.
    """
    if actor.id != person.id:
        raise NotFound
    lock(f"needs:{person.id}", f"path:{person.id}")
    completed = select(NeedsAnalysis).where(
        NeedsAnalysis.person_id == person.id, NeedsAnalysis.completed_at.is_not(None)
    )
    # Looked for among their own, not in the database: what was sent may be no text for it.
    analysis = next(
        (one for one in db.session.scalars(completed) if one.public_id == public_id), None
    )
    if analysis is None:
        raise NotFound
    forget_shares_from(analysis=analysis)
    forget_given(analysis=analysis)
    planned = select(TrainingPath.id).where(TrainingPath.analysis_id == analysis.id)
    db.session.execute(delete(PathStep).where(PathStep.path_id.in_(planned)))
    db.session.execute(delete(TrainingPath).where(TrainingPath.analysis_id == analysis.id))
    db.session.delete(analysis)
    db.session.flush()
