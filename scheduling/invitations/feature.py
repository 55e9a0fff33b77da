"""What invitations add to `scheduling`."""

from flask import Blueprint

from app.kernel.feature import Feature, Job
from scheduling.invitations.handlers import HANDLERS
from scheduling.invitations.jobs import send_invitations
from scheduling.invitations.notification_kinds import KINDS
from scheduling.invitations.services import JOB_NAME

PART = Feature(
    name="scheduling.invitations",
    # No pages: it says where the mail's template lies.
    blueprints=(Blueprint("invitations", __name__, template_folder="templates"),),
    handlers=HANDLERS,
    jobs=(Job(JOB_NAME, send_invitations),),
    notification_kinds=KINDS,
)
