"""The mails of coaching, as people choose among them."""

from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import Area

KINDS = (
    NotificationKind(
        key="coaching_booked",
        label=_l("Coaching: Termin gebucht"),
        area=Area.COACHING,
        templates=("coaching/booked", "coaching/taken"),
        may_be_off=True,
    ),
    NotificationKind(
        key="coaching_requested",
        label=_l("Coaching: Anfrage und Antwort"),
        area=Area.COACHING,
        templates=("coaching/requested", "coaching/declined", "coaching/lapsed"),
    ),
    NotificationKind(
        key="coaching_moved",
        label=_l("Coaching: Termin verschoben"),
        area=Area.COACHING,
        templates=("coaching/moved",),
    ),
    NotificationKind(
        key="coaching_cancelled",
        label=_l("Coaching: Termin abgesagt"),
        area=Area.COACHING,
        templates=("coaching/cancelled", "coaching/left"),
    ),
    NotificationKind(
        key="coaching_handed_over",
        label=_l("Coaching: ein anderer Coach übernimmt"),
        area=Area.COACHING,
        templates=(
            *("coaching/other_coach", "coaching/passed_on"),
            *("coaching/given_away", "coaching/taken_over"),
        ),
    ),
    NotificationKind(
        key="coaching_clash",
        label=_l("Coaching: Termin trifft auf einen Ihrer belegten Kalender"),
        area=Area.COACHING,
        templates=("coaching/clash", "coaching/unchecked"),
    ),
    NotificationKind(
        key="coaching_freed",
        label=_l("Coaching: eine Zeit, auf die Sie warten, ist frei"),
        area=Area.COACHING,
        templates=("coaching/freed",),
    ),
    NotificationKind(
        key="coaching_reminder",
        label=_l("Coaching: Erinnerung an Termine, wenn Sie eine möchten"),
        area=Area.COACHING,
        templates=("coaching/reminder",),
    ),
)
