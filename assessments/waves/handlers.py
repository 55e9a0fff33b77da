"""What was destroyed stays destroyed when a backup of the database brings its rows back."""

from sqlalchemy import delete, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from assessments.waves.models import Wave, WaveCopy, WaveMember, WaveState


def subjects_erased(event: SubjectsErased) -> None:
    """Delete copies that nobody can read any more, and end the waves that they were for."""
    for wave in db.session.scalars(select(Wave).where(Wave.key_erased.is_(False))):
        if wave.vault_subject not in event.subjects:
            continue
        for table in (WaveCopy, WaveMember):
            db.session.execute(delete(table).where(table.wave_id == wave.id))
        if wave.state in (WaveState.OPEN, WaveState.CLOSED):
            wave.state = WaveState.WITHDRAWN
            wave.closed_at = wave.closed_at or clock.now()
        wave.key_erased = True
    db.session.flush()


HANDLERS = ((SubjectsErased, subjects_erased),)
