"""The weekly mail as people choose it: nobody gets it who has not asked for it."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area, Timing

DIGEST_MAIL = "knowledge/digest"

WEEKLY_DIGEST = NotificationKind(
    key="knowledge_digest",
    label=_l("Praxiswissen: jeden Montag, was neu und nützlich ist"),
    area=Area.TRAININGS,
    templates=(DIGEST_MAIL,),
    may_wait=True,
    may_be_off=True,
    usual=Timing.NEVER,
)
