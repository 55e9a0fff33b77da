"""What the register adds to `certificates`."""

from app.kernel.feature import Feature, Job
from certificates.register import personal_data, presentation
from certificates.register.jobs import EXPIRY_JOB, remind_of_expiry
from certificates.register.notification_kinds import KINDS

PART = Feature(
    name="certificates.register",
    blueprints=(presentation.blueprint,),
    jobs=(Job(EXPIRY_JOB, remind_of_expiry),),
    notification_kinds=KINDS,
    personal_data=(
        personal_data.CERTIFICATES,
        personal_data.CORRECTIONS,
        personal_data.HOLDER_NAMES,
    ),
)
