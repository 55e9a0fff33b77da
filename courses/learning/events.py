"""What happens when people learn at their own pace, inside the same transaction."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CourseStudied:
    """A person has completed the last open learning unit of a self-paced course."""

    person_id: int
    course_id: int
    at: datetime


@dataclass(frozen=True)
class QuizPassed:
    """A person has passed a quiz of a course, for the first time. What they answered is theirs."""

    person_id: int
    course_id: int
    at: datetime


@dataclass(frozen=True)
class CourseReopened:
    """A person has taken back a learning unit of a self-paced course they had completed."""

    person_id: int
    course_id: int
    at: datetime
