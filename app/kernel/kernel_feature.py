"""What the kernel itself registers: mail delivery, commands of the shell, the vault's check."""

from datetime import datetime

from app.kernel import audit, key_erasing, outbox, retention, traces
from app.kernel.audit_commands import audit_commands
from app.kernel.catalogues import translations_commands
from app.kernel.feature import Feature, Job
from app.kernel.jobs import jobs_commands
from app.kernel.nightly import nightly
from app.kernel.search_commands import search_commands
from app.kernel.vault_check import find_vault_fault
from app.kernel.vault_commands import vault_commands

__all__ = ["FEATURE", "audit"]


def vault_problem(_now: datetime) -> str | None:
    """Why what was sealed could not be opened, or None."""
    return find_vault_fault()


FEATURE = Feature(
    name="kernel",
    cli=(audit_commands, jobs_commands, search_commands, translations_commands, vault_commands),
    jobs=(
        Job(outbox.JOB_NAME, outbox.deliver_due),
        Job(key_erasing.JOB_NAME, key_erasing.erase_due),
        Job(traces.JOB_NAME, nightly(traces.JOB_NAME, traces.remove_traces)),
        Job(retention.JOB_NAME, retention.delete_due),
    ),
    retention_rules=(outbox.SENT_MAILS, retention.NOTES),
    readiness={"vault": vault_problem},
)
