"""How far public communication is (module 2a): that texts are released, nothing of what they say.

As elsewhere, few texts are not told as a number: each is written on an occasion.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import url_for
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import WRITE_MUNICIPAL_TEXTS
from app.kernel.permissions import may
from app.kernel.progress import ProgrammePart, Stage, Standing
from exchange.toolbox.models import MunicipalText, TextState
from exchange.toolbox.queries import SMALLEST_USE


def standings_of(municipality_ids: Collection[int], _now: datetime) -> Mapping[int, Standing]:
    """Where each municipality stands that has written a text; one statement."""
    rows = db.session.execute(
        select(
            MunicipalText.municipality_id,
            func.count().filter(MunicipalText.state == TextState.RELEASED),
        )
        .where(MunicipalText.municipality_id.in_(municipality_ids))
        .group_by(MunicipalText.municipality_id)
    )
    return {
        at: Standing(
            stage=Stage.REACHED if released else Stage.UNDER_WAY, figures=_figures(released)
        )
        for at, released in rows
    }


def _figures(released: int) -> str:
    if not released:
        return _("In Arbeit, noch nichts freigegeben")
    if released < SMALLEST_USE:
        return _("Weniger als %(least)s Texte freigegeben", least=SMALLEST_USE)
    return _("%(count)s Texte freigegeben", count=released)


def _url(_public_id: str) -> str:
    return url_for("municipal_texts.index") if may(WRITE_MUNICIPAL_TEXTS) else ""


COMMUNICATION = ProgrammePart(
    name="toolbox",
    module="2a",
    label=_l("Texte"),
    milestone=_l("Mindestens ein Text ist freigegeben."),
    standings=standings_of,
    url=_url,
)
