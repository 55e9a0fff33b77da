"""What `certificates` adds to the app: the parts of its sub-packages."""

from datetime import datetime
from typing import Any

from app.kernel.feature import Feature
from certificates.amending.feature import PART as AMENDING
from certificates.badges.feature import PART as BADGES
from certificates.checking.feature import PART as CHECKING
from certificates.cli import certificates_commands
from certificates.demo import load_demo
from certificates.designs.feature import PART as DESIGNS
from certificates.holding.feature import PART as HOLDING
from certificates.issuing.feature import PART as ISSUING
from certificates.register.feature import PART as REGISTER
from certificates.signing.feature import PART as SIGNING

# Lowest first: later parts may build on earlier ones.
PARTS = (SIGNING, DESIGNS, REGISTER, BADGES, ISSUING, HOLDING, AMENDING, CHECKING)


def _of_all_parts(name: str) -> tuple[Any, ...]:
    return tuple(entry for part in PARTS for entry in getattr(part, name))


for _command in _of_all_parts("cli"):
    certificates_commands.add_command(_command)


def _load_demo(now: datetime) -> None:
    load_demo(now)
    for part in PARTS:
        if part.demo:
            part.demo(now)


FEATURE = Feature(
    name="certificates",
    blueprints=_of_all_parts("blueprints"),
    cli=(certificates_commands,),
    navigation=_of_all_parts("navigation"),
    jobs=_of_all_parts("jobs"),
    handlers=_of_all_parts("handlers"),
    panels=_of_all_parts("panels"),
    notification_kinds=_of_all_parts("notification_kinds"),
    # The other way round: what refers to something is erased before it.
    personal_data=_of_all_parts("personal_data")[::-1],
    readiness={name: check for part in PARTS for name, check in part.readiness.items()},
    retention_rules=_of_all_parts("retention_rules"),
    demo=_load_demo,
)
