"""Work of the job worker on collections: ask, close on time, freeze, erase keys.

Each collection is a transaction of its own, and what it does is written in its state: whatever is
killed half-way goes on with the next sweep. Of a failure only its kind is logged, since its words
might hold a level.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from app.kernel.db import db, reading
from app.kernel.i18n import programme_zone
from courses.group_levels import queries, services
from courses.group_levels.models import LevelCollection
from courses.group_levels.telling import tell_of_survey

FREEZING_JOB = "group_levels.freezing"

log = structlog.get_logger("komma.group_levels")


def invite(now: datetime) -> int:
    """Ask the people of new collections; returns how many."""
    return _each(
        queries.list_to_invite(),
        lambda collection: services.invite(collection=collection, now=now),
    )


def freeze_surveys(now: datetime) -> int:
    """Close the surveys whose last day is over, and make figures of those that are closed."""
    today = now.astimezone(programme_zone()).date()
    _each(
        queries.list_due_surveys(today),
        lambda survey: services.close_collection(collection=survey, now=now),
    )
    return _each(queries.list_closed_surveys(), lambda survey: _freeze(survey.id, now))


def erase_keys(now: datetime) -> int:
    """Erase the keys of collections that are frozen or withdrawn; returns how many."""

    def erase(collection: LevelCollection) -> int:
        services.erase_key(collection=collection, now=now)
        return 1

    return _each(queries.list_keys_to_erase(), erase)


def _freeze(survey_id: int, now: datetime) -> int:
    with reading():  # figures of a large municipality take seconds
        survey = db.session.get_one(LevelCollection, survey_id)
        contributed = queries.read_contributed(survey)
        figures = queries.compute_figures(survey, contributed)
    survey = db.session.get_one(LevelCollection, survey_id)
    if not services.freeze(collection=survey, contributed=contributed, figures=figures):
        return 0
    tell_of_survey(survey, now)
    return 1


def _each(ids: Sequence[int], act: Callable[[LevelCollection], int]) -> int:
    done = 0
    for collection_id in ids:
        try:
            done += act(db.session.get_one(LevelCollection, collection_id))
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.warning("not_done", error=type(error).__name__)
    return done
