"""How far municipalities have come in speaking with one voice."""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import ngettext
from app.kernel.progress import PLATFORM, ProgrammePart, Stage, Standing
from app.kernel.retention import today
from exchange.statements import queries


def standings(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:
    """How many statements each municipality has signed, and the next last day to sign."""
    signed = queries.count_signed(municipality_ids)
    due = queries.next_days_to_sign(municipality_ids, today(now))
    return {
        one: Standing(
            stage=Stage.REACHED if signed.get(one) else Stage.NOT_BEGUN,
            figures=ngettext(
                "%(num)s Erklärung unterzeichnet",
                "%(num)s Erklärungen unterzeichnet",
                signed.get(one, 0),
            ),
            next_on=due.get(one),
            next_step=_l("Erklärung unterzeichnen") if one in due else "",
        )
        for one in municipality_ids
        if one in signed or one in due
    }


ONE_VOICE = ProgrammePart(
    name="joint_statements",
    module=PLATFORM,
    label=_l("Gemeinsame Stimme"),
    milestone=_l("Mindestens eine gemeinsame Erklärung ist unterzeichnet."),
    standings=standings,
)
