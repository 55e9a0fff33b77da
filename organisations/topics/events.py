"""What topics announce to the packages above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TopicsLoaded:
    """The competencies, situations and target profiles that KommA ships have been loaded."""

    at: datetime
