"""Whether there is something to ask about every competency."""

from datetime import datetime

from courses.needs.items.queries import list_keys_without_item


def items_problem(_now: datetime) -> str | None:
    """Which competencies have no general item, for the operator; None where all have one."""
    missing = list_keys_without_item()
    if not missing:
        return None
    return f"no needs-analysis item for {', '.join(missing)}: run `flask content update`"
