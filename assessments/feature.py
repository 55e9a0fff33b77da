"""What `assessments` adds to the app: the parts of its sub-packages."""

from datetime import datetime
from typing import Any

from app.kernel.feature import Feature
from assessments.administrations.feature import PART as ADMINISTRATIONS
from assessments.disclosure.feature import PART as DISCLOSURE
from assessments.instruments.feature import PART as INSTRUMENTS
from assessments.waves.feature import PART as WAVES
from assessments.waves.retention import KEPT_RESULTS

# Lowest first: later parts may build on earlier ones, also in the demo.
PARTS = (DISCLOSURE, INSTRUMENTS, WAVES, ADMINISTRATIONS)


def _of_all_parts(name: str) -> tuple[Any, ...]:
    return tuple(entry for part in PARTS for entry in getattr(part, name))


def load_demo(now: datetime) -> None:
    """Load the invented data of every part."""
    for part in PARTS:
        if part.demo:
            part.demo(now)


FEATURE = Feature(
    name="assessments",
    blueprints=_of_all_parts("blueprints"),
    cli=_of_all_parts("cli"),
    navigation=_of_all_parts("navigation"),
    jobs=_of_all_parts("jobs"),
    handlers=_of_all_parts("handlers"),
    panels=_of_all_parts("panels"),
    notification_kinds=_of_all_parts("notification_kinds"),
    # The other way round: what refers to something is erased before it.
    personal_data=_of_all_parts("personal_data")[::-1],
    readiness={name: check for part in PARTS for name, check in part.readiness.items()},
    retention_rules=(*_of_all_parts("retention_rules"), KEPT_RESULTS),
    demo=load_demo,
)
