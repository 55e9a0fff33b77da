"""What `notifications` adds to the app: the base of all mails, digests, and a person's settings."""

from app.kernel.feature import Feature, Job, Panel, PersonalData
from app.kernel.i18n import lazy_gettext as _l
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
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("Mails an Sie: 30 Tage nach dem Versand."),
        ),
        PersonalData(
            name="notification_wishes",
            export=personal_data.export_wishes,
            erase=personal_data.erase_wishes,
            retention=_l(
                "Ihre Einstellungen zu Mails und Kalender: so lange, wie das Konto besteht. "
                "Was auf die Sammelmail wartet: bis zu ihrem Versand."
            ),
        ),
    ),
)
