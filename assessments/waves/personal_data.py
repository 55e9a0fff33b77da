"""What waves hold of a person: that they are asked, as everybody of the group is.

What somebody has given nobody can find but themselves, through their own binder.
"""

from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from assessments.waves.models import Wave, WaveMember


def export_waves(person_id: int) -> list[dict[str, Any]]:
    """The waves that the person is asked for and that are not frozen."""
    waves = db.session.scalars(
        select(Wave).join(WaveMember).where(WaveMember.person_id == person_id).order_by(Wave.id)
    )
    return [
        {
            "title": wave.title.de if wave.title else None,
            "instrument": wave.instrument_key,
            "closes_on": wave.closes_on.isoformat(),
        }
        for wave in waves
    ]


def erase_waves(person_id: int) -> None:
    """Ask the person no more."""
    db.session.execute(delete(WaveMember).where(WaveMember.person_id == person_id))
    db.session.flush()


WAVES = PersonalData(
    name="waves",
    label=_l("Dass Sie um eine Selbsteinschätzung gebeten sind"),
    purpose=_l("Alle einer Gruppe gleich fragen, ohne zu wissen, wer antwortet"),
    export=export_waves,
    erase=erase_waves,
    retention=_l("Bis das Gruppenergebnis feststeht. Ob Sie geantwortet haben, steht nirgends."),
)
