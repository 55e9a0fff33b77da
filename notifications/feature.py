"""What `notifications` adds to the app: the base of all mails, digests, and a person's settings."""

from app.kernel.feature import Feature, Job, Panel, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.outbox import SENT_MAILS
from notifications import panels, personal_data
from notifications.handlers import HANDLERS
from notifications.jobs import send_digests
from notifications.services import DIGEST_JOB
from notifications.views import blueprint

FEATURE = Feature(
    name="notifications",
    blueprints=(blueprint,),
    handlers=HANDLERS,
    jobs=(Job(DIGEST_JOB, send_digests),),
    panels=(Panel("account", panels.render_account),),
    personal_data=(
        PersonalData(
            name="notifications",
            label=_l("Mails an Sie"),
            purpose=_l("Ihnen sagen, was Sie wissen müssen"),
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("%(sent_mails)s nach dem Versand.", sent_mails=SENT_MAILS.shown),
        ),
        PersonalData(
            name="notification_wishes",
            label=_l("Einstellungen zu Mails und Kalender"),
            purpose=_l("Mails so schicken, wie Sie es wünschen"),
            export=personal_data.export_wishes,
            erase=personal_data.erase_wishes,
            retention=_l(
                "So lange, wie das Konto besteht. Was auf die Sammelmail wartet: bis zu ihrem "
                "Versand."
            ),
        ),
    ),
)
