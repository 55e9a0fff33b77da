"""What the kernel itself registers: mail delivery and the shell's job commands."""

from app.kernel import audit, outbox
from app.kernel.catalogues import translations_commands
from app.kernel.feature import Feature, Job
from app.kernel.jobs import jobs_commands

__all__ = ["FEATURE", "audit"]

FEATURE = Feature(
    name="kernel",
    cli=(jobs_commands, translations_commands),
    jobs=(Job(outbox.JOB_NAME, outbox.deliver_due),),
)
