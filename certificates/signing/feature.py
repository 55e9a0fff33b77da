"""What signing adds to `certificates`."""

from app.kernel.feature import Feature, Job
from certificates.signing import jobs, views
from certificates.signing.cli import keys_commands
from certificates.signing.readiness import signing_problem

PART = Feature(
    name="certificates.signing",
    blueprints=(views.blueprint,),
    cli=(keys_commands,),
    jobs=(Job("certificates.signing_key", jobs.use_configuration),),
    readiness={"signing_key": signing_problem},
)
