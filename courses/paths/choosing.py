"""Commands of what a person chooses for their path, and what a choice would come to.

What cannot be had together is refused before anything is changed. None of this is written to the
audit trail: the path is the person's own affair.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.kernel.db import reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from courses.catalogue.queries import get_course
from courses.cohorts.queries import list_enrolments_of
from courses.cohorts.seats.queries import list_pending_of
from courses.paths.alternatives import Alternative, alternatives_to
from courses.paths.building import Basis
from courses.paths.choice_wording import refusal_of
from courses.paths.choices import PathChoices, Wishes
from courses.paths.effects import Figures, figures_of
from courses.paths.models import TrainingPath
from courses.paths.queries import (
    find_current_path,
    find_titles,
    read_basis,
    read_choices_of,
    read_wishes,
)
from courses.paths.services import get_completed, plan_with_wishes, require_owner
from courses.paths.settling import CannotKeep, settle
from organisations.models import Person

#: All that is tried out for one page together, in seconds.
SECONDS_TO_TRY = 1.5
#: Each of two plans that are compared on one page.
SECONDS_TO_COMPARE = 0.5


class CannotChoose(DomainError):
    """What the person wants to keep cannot be had; the message names it and says what can be done.

    Nothing was changed.
    """


@dataclass(frozen=True)
class Effect:
    """What planning comes to as things are, and as they would be."""

    now: Figures
    then: Figures

    @property
    def comes_in(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.then.units if unit not in self.now.units)

    @property
    def goes_out(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.now.units if unit not in self.then.units)


@dataclass(frozen=True)
class Trial:
    """An alternative with its effect, or with why it cannot be had."""

    alternative: Alternative
    effect: Effect | None
    refusal: CannotChoose | None


def keep_step(
    *, person: Person, course: str, cohort: str | None, actor: Person, now: datetime
) -> TrainingPath:
    """Keep the course of this slug in the path, in this cohort if one is named.

    Raises NotFound, NoAnalysis, CannotChoose.
    """
    require_owner(person, actor)
    with reading():
        get_course(course)
    return _choose(person, lambda choices: choices.pin(course, cohort), {course}, now)


def leave_out_step(*, person: Person, course: str, actor: Person, now: datetime) -> TrainingPath:
    """Leave the course of this slug out of the path.

    Raises NotFound, NoAnalysis, CannotChoose; the latter also while they have a seat in it.
    """
    require_owner(person, actor)
    _refuse_where_seated(person, course)
    return _choose(person, lambda choices: choices.drop(course), (), now)


def swap_step(
    *, person: Person, course: str, instead: str, actor: Person, now: datetime
) -> TrainingPath:
    """Leave one course out of the path and keep another one in its place, both by their slugs.

    Raises NotFound, NoAnalysis, CannotChoose.
    """
    require_owner(person, actor)
    _refuse_where_seated(person, course)
    with reading():
        get_course(instead)
    swapped = Alternative(instead)
    return _choose(person, lambda choices: swapped.chosen(course, choices), {instead}, now)


def release_step(*, person: Person, course: str, actor: Person, now: datetime) -> TrainingPath:
    """Leave it to the planner again whether this course is in the path. Raises NoAnalysis."""
    require_owner(person, actor)
    return plan_with_wishes(
        person=person,
        change=lambda wishes: replace(wishes, choices=wishes.choices.release(course)),
        now=now,
    )


def change_wishes(
    *, person: Person, change: Callable[[Wishes], Wishes], actor: Person, now: datetime
) -> TrainingPath:
    """Change time, last day, weekdays or place, and plan by it. Raises NoAnalysis, CannotChoose."""
    require_owner(person, actor)
    return _plan(person, change, (), now)


def preview_wishes(
    *, person: Person, change: Callable[[Wishes], Wishes], actor: Person, now: datetime
) -> Effect:
    """What that change would come to; nothing is kept. Raises NoAnalysis, CannotChoose."""
    require_owner(person, actor)
    with reading():
        basis, kept = _read(person, now)
        wishes = change(read_wishes(person, get_completed(person)))
    before = settle(basis, seconds=SECONDS_TO_COMPARE).plan
    changed = replace(basis, budget_minutes=wishes.budget_minutes, choices=wishes.choices)
    try:
        after = settle(
            changed, insisting_on=_pinned(wishes.choices) & kept, seconds=SECONDS_TO_COMPARE
        ).plan
    except CannotKeep as clash:
        raise _refused(clash) from clash
    return Effect(figures_of(before, basis), figures_of(after, changed))


def try_alternatives(
    *, person: Person, course: str, actor: Person, now: datetime
) -> Sequence[Trial]:
    """What could stand in the place of the step of this course, and what it costs.

    Every one is planned, within a time that a page can wait. Raises NotFound where the course is no
    step that could be exchanged, NoAnalysis.
    """
    require_owner(person, actor)
    stop_at = time.monotonic() + SECONDS_TO_TRY
    with reading():
        basis, kept = _read(person, now)
        seated = _slugs_with_a_seat(person)
    before = settle(basis, seconds=SECONDS_TO_TRY / 3).plan
    step = next((step for step in before.steps if step.unit == course), None)
    if step is None or course in seated:
        raise NotFound
    figures = figures_of(before, basis)
    tried = list(alternatives_to(step, basis, {step.unit for step in before.steps}))
    trials = []
    for left, alternative in zip(range(len(tried), 0, -1), tried, strict=True):
        seconds = max(0.0, stop_at - time.monotonic()) / left
        trials.append(_try(alternative, course, basis, figures, kept, seconds))
    return trials


def _try(
    alternative: Alternative,
    instead_of: str,
    basis: Basis,
    before: Figures,
    kept: set[str],
    seconds: float,
) -> Trial:
    choices = alternative.chosen(instead_of, basis.choices)
    changed = replace(basis, choices=choices)
    insisting_on = _pinned(choices) & (kept | {alternative.course or ""})
    try:
        plan = settle(changed, insisting_on=insisting_on, seconds=seconds).plan
    except CannotKeep as clash:
        return Trial(alternative, None, _refused(clash))
    return Trial(alternative, Effect(before, figures_of(plan, changed)), None)


def _choose(
    person: Person,
    change: Callable[[PathChoices], PathChoices],
    wanted: Collection[str],
    now: datetime,
) -> TrainingPath:
    return _plan(
        person, lambda wishes: replace(wishes, choices=change(wishes.choices)), wanted, now
    )


def _plan(
    person: Person, change: Callable[[Wishes], Wishes], wanted: Collection[str], now: datetime
) -> TrainingPath:
    """Insists on what is `wanted` now, and on what was kept so far."""
    with reading():
        insisted = _kept_so_far(person) | set(wanted)
    try:
        return plan_with_wishes(
            person=person,
            change=change,
            now=now,
            insisting_on=lambda wishes: _pinned(wishes.choices) & insisted,
        )
    except CannotKeep as clash:
        raise _refused(clash) from clash


def _read(person: Person, now: datetime) -> tuple[Basis, set[str]]:
    analysis = get_completed(person)
    basis = read_basis(person, analysis, budget_minutes=analysis.budget_minutes or 0, now=now)
    return basis, _kept_so_far(person)


def _kept_so_far(person: Person) -> set[str]:
    """The pinned courses that the path has, on their dates. What it could not keep is nothing to
    insist on: it would stand in the way of every other wish.
    """
    path = find_current_path(person)
    runs = {
        step.course.slug: step.suggested_cohort and step.suggested_cohort.public_id
        for step in (path.steps if path else ())
    }
    return {
        pin.unit
        for pin in read_choices_of(person).pinned
        if pin.unit in runs and pin.run in (None, runs[pin.unit])
    }


def _pinned(choices: PathChoices) -> set[str]:
    return {pin.unit for pin in choices.pinned}


def _refuse_where_seated(person: Person, course: str) -> None:
    with reading():
        get_course(course)
        if course in _slugs_with_a_seat(person):
            raise CannotChoose(
                _l(
                    "Für diesen Kurs sind Sie angemeldet oder warten auf einen Platz. Melden Sie "
                    "sich zuerst ab, dann können Sie ihn weglassen."
                )
            )


def _slugs_with_a_seat(person: Person) -> set[str]:
    """The courses in which they have a seat or have completed one, or wait for one."""
    entries = (*list_enrolments_of(person), *list_pending_of(person))
    return {enrolment.cohort.course.slug for enrolment in entries}


def _refused(clash: CannotKeep) -> CannotChoose:
    with reading():
        found = find_titles(clash.units)
    titles = [localised(found[unit]) for unit in clash.units if unit in found]
    return CannotChoose(refusal_of(clash, titles))
