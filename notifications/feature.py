"""What `notifications` adds to the app: the base of all mails. It has no pages yet."""

from flask import Blueprint

from app.kernel.feature import Feature, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from notifications import personal_data
from notifications.handlers import HANDLERS

blueprint = Blueprint("notifications", __name__, template_folder="templates")

FEATURE = Feature(
    name="notifications",
    blueprints=(blueprint,),
    handlers=HANDLERS,
    personal_data=(
        PersonalData(
            name="notifications",
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("Mails an Sie: 30 Tage nach dem Versand."),
        ),
    ),
)
