"""What a person sees of the job: that it is at work on their path, and what it has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel.db import db
from app.kernel.i18n import Message
from courses.catalogue.models import Course
from courses.paths.change_sentences import occasion_of, sentences_of
from courses.paths.models import TrainingPath
from courses.paths.news import KEY, changes_told
from courses.paths.request_models import PathPlanningRequest
from organisations.models import Person


@dataclass(frozen=True)
class PlanningState:
    """The job is at work on the person's path `since` then, or it has given up."""

    since: datetime
    has_failed: bool

    @property
    def word(self) -> str:
        """How the page's script is told."""
        return "failed" if self.has_failed else "planning"


@dataclass(frozen=True)
class NewsView:
    """What is different since the plan that the person knew: what was the occasion, then each."""

    at: datetime
    occasion: Message | None
    sentences: Sequence[str]


def find_planning_state(person: Person, now: datetime) -> PlanningState | None:
    """How far the job is with the person's path; None where nobody has asked for a new one."""
    request = db.session.get(PathPlanningRequest, person.id, populate_existing=True)
    if request is None:
        return None
    return PlanningState(request.requested_at, request.has_failed(now))


def has_news(path: TrainingPath | None) -> bool:
    """Whether the path was planned without its person, and they have not said that they know."""
    return path is not None and KEY in path.plan


def news_of(path: TrainingPath, courses: Iterable[Course]) -> NewsView | None:
    """What is to be told of `path`; None where the person knows it. `courses` gives the titles."""
    plan = path.plan
    news = plan.get(KEY)
    if news is None:
        return None
    titles = {course.slug: course.title for course in courses}
    return NewsView(
        at=datetime.fromisoformat(news["at"]),
        occasion=occasion_of(news["why"]),
        sentences=sentences_of(changes_told(plan, news), titles),
    )
