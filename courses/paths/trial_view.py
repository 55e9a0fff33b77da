"""Alternatives to a step as their page shows them: what each is called, and what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.kernel.i18n import Message, localised
from app.kernel.i18n import gettext as _
from courses.catalogue.models import Course
from courses.cohorts.queries import CohortOverview
from courses.paths.choice_wording import costs_of, titles_of
from courses.paths.choosing import Trial
from courses.paths.queries import list_courses_of, list_overviews_by_id


@dataclass(frozen=True)
class TrialView:
    """One alternative. `fields` are what its button sends; `refusal` is why it cannot be had."""

    title: str
    date: CohortOverview | None
    costs: Sequence[str]
    comes_in: str
    goes_out: str
    refusal: Message | None
    label: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class TrialsView:
    """The step's course, and what could stand in its place. `is_rough`: there was no time to prove
    that one of the plans is the best.
    """

    course: Course
    trials: Sequence[TrialView]
    is_rough: bool


def trial_views_of(slug: str, trials: Sequence[Trial]) -> TrialsView:
    """The alternatives to the step of this course, in their order."""
    units = {slug, *(trial.alternative.course or slug for trial in trials)}
    effects = [trial.effect for trial in trials if trial.effect]
    for effect in effects:
        units |= {*effect.now.units, *effect.then.units}
    courses = {course.slug: course for course in list_courses_of(units)}
    dates = list_overviews_by_id([trial.alternative.cohort or "" for trial in trials])
    return TrialsView(
        course=courses[slug],
        trials=[_view(trial, slug, courses, dates) for trial in trials],
        is_rough=not all(effect.now.is_proven and effect.then.is_proven for effect in effects),
    )


def _view(
    trial: Trial,
    slug: str,
    courses: Mapping[str, Course],
    dates: Mapping[str, CohortOverview],
) -> TrialView:
    alternative, effect = trial.alternative, trial.effect
    fields = {"course": slug}
    if alternative.course is None:
        title, label = _("Ohne diesen Kurs"), _("Weglassen")
        fields |= {"what": "leave_out"}
    elif alternative.course == slug:
        title, label = _("Anderer Termin"), _("Diesen Termin nehmen")
        fields |= {"what": "keep", "cohort": alternative.cohort or ""}
    else:
        title, label = localised(courses[alternative.course].title), _("Diesen Kurs nehmen")
        fields |= {"what": "swap", "instead": alternative.course}
    besides = {slug, alternative.course}
    return TrialView(
        title=title,
        date=dates.get(alternative.cohort or ""),
        costs=costs_of(effect.now, effect.then) if effect else [],
        comes_in=_titles(effect.comes_in, besides, courses) if effect else "",
        goes_out=_titles(effect.goes_out, besides, courses) if effect else "",
        refusal=trial.refusal.message if trial.refusal else None,
        label=label,
        fields=fields,
    )


def _titles(units: Sequence[str], besides: set[str | None], courses: Mapping[str, Course]) -> str:
    named = [courses[unit] for unit in units if unit not in besides and unit in courses]
    return titles_of(named) if named else ""
