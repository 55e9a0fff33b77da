"""What was destroyed stays destroyed when a backup of the database brings its rows back."""

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from courses.group_levels.models import CollectionState, LevelCollection, LevelContribution


def subjects_erased(event: SubjectsErased) -> None:
    """Forget who gave something to collections that nobody can read any more, and end these."""
    for collection in db.session.scalars(
        select(LevelCollection).where(LevelCollection.key_erased.is_(False))
    ):
        if collection.vault_subject not in event.subjects:
            continue
        db.session.execute(
            delete(LevelContribution).where(LevelContribution.collection_id == collection.id)
        )
        if collection.state != CollectionState.FROZEN:
            collection.state = CollectionState.WITHDRAWN
            collection.closed_at = collection.closed_at or clock.now()
        collection.key_erased = True
    db.session.flush()


HANDLERS = ((SubjectsErased, subjects_erased),)
