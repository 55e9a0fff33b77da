"""What `exchange` adds to the app."""

from datetime import datetime
from itertools import chain

from app.kernel.feature import Feature
from exchange.alliances.feature import PART as ALLIANCES
from exchange.knowledge.feature import PART as KNOWLEDGE
from exchange.meetings.feature import PART as MEETINGS
from exchange.peer_consultations.feature import PART as PEER_CONSULTATIONS
from exchange.procedures.feature import PART as PROCEDURES
from exchange.situations.feature import PART as SITUATIONS
from exchange.statements.feature import PART as STATEMENTS
from exchange.strategies.feature import PART as STRATEGIES
from exchange.toolbox.feature import PART as TOOLBOX

PARTS = (
    ALLIANCES,
    PROCEDURES,
    STRATEGIES,
    TOOLBOX,
    SITUATIONS,
    PEER_CONSULTATIONS,
    KNOWLEDGE,
    STATEMENTS,
    MEETINGS,
)


def load_demo(now: datetime) -> None:
    """Fill what has demo data with it, one part after the other."""
    for part in PARTS:
        if part.demo is not None:
            part.demo(now)


def _all(name: str) -> tuple:
    return tuple(chain.from_iterable(getattr(part, name) for part in PARTS))


FEATURE = Feature(
    name="exchange",
    blueprints=_all("blueprints"),
    cli=_all("cli"),
    navigation=_all("navigation"),
    jobs=_all("jobs"),
    handlers=_all("handlers"),
    panels=_all("panels"),
    notification_kinds=_all("notification_kinds"),
    personal_data=_all("personal_data"),
    retention_rules=_all("retention_rules"),
    search=_all("search"),
    progress=_all("progress"),
    guest_door=ALLIANCES.guest_door,
    demo=load_demo,
)
