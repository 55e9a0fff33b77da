"""The mails about articles, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from exchange.knowledge.digest.kind import WEEKLY_DIGEST
from notifications.kinds import NotificationKind
from notifications.wishes import Area, Timing

KINDS = (
    NotificationKind(
        key="articles",
        label=_l("Praxiswissen: Beiträge, die auf Sie warten, und was daraus wurde"),
        area=Area.TRAININGS,
        templates=("knowledge/submitted", "knowledge/to_review", "knowledge/decided"),
    ),
    NotificationKind(
        key="article_comments",
        label=_l("Praxiswissen: Kommentare zu Ihren Beiträgen und Antworten an Sie"),
        area=Area.TRAININGS,
        templates=("knowledge/commented",),
        may_wait=True,
        may_be_off=True,
        usual=Timing.DAILY,
    ),
    NotificationKind(
        key="article_moderation",
        label=_l("Praxiswissen: gemeldete und ausgeblendete Kommentare"),
        area=Area.TRAININGS,
        templates=("knowledge/reported", "knowledge/comment_hidden"),
    ),
    WEEKLY_DIGEST,
)
