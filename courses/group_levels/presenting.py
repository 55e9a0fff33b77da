"""Published figures as pages show them: means beside targets, group by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from sqlalchemy import select

from app.kernel.charts import LevelChart, LevelRow, level_chart
from app.kernel.db import db
from app.kernel.i18n import localised
from courses.group_levels.models import LevelCollection
from courses.group_levels.queries import count_functions
from courses.wording import FUNCTIONS
from organisations.models import Function, Team
from organisations.topics.models import Competency
from organisations.topics.queries import get_target_profile, list_competencies

#: By function, the target of each competency by its id.
Targets = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True)
class GroupColumn:
    """A group with figures; `figures` by competency, with the target where all share one."""

    name: str
    figures: Sequence[str | None]


@dataclass(frozen=True)
class CompetencyRow:
    """One competency of the whole group, in words; None where nothing is published."""

    name: str
    mean: str | None
    target: str | None
    answers: int | None


@dataclass(frozen=True)
class SurveyPicture:
    """All that a page shows of a survey; without `chart` there are no figures at all."""

    chart: LevelChart | None
    rows: Sequence[CompetencyRow]
    functions: Sequence[GroupColumn]
    teams: Sequence[GroupColumn]


def picture_of(survey: LevelCollection) -> SurveyPicture:
    """The figures of a frozen survey beside the targets of the people there are now.

    The target of all is the mean over everybody who takes part, not over who has answered: it must
    not tell who that was.
    """
    figures = survey.figures or {}
    competencies = [one for one in list_competencies() if one.key in figures]
    people = count_functions(survey.municipality_id)
    targets = {name: get_target_profile(name, survey.municipality_id) for name in Function}
    rows = [
        _row_of(
            competency, figures[competency.key]["total"], _mean_target(competency, targets, people)
        )
        for competency in competencies
    ]
    shown = any(row.current is not None for row in rows)
    return SurveyPicture(
        chart=level_chart(row for row in rows if row.current is not None) if shown else None,
        rows=[
            CompetencyRow(
                row.label,
                written(row.current),
                written(row.target),
                (figures[competency.key]["total"] or {}).get("n_at_least"),
            )
            for competency, row in zip(competencies, rows, strict=True)
        ],
        functions=_columns(
            figures,
            competencies,
            "function",
            [(key, str(FUNCTIONS[key])) for key in Function],
            targets,
        ),
        teams=_columns(figures, competencies, "team", _teams(survey), {}),
    )


def written(number: float | None) -> str | None:
    """A mean or a target with one decimal, in the language of the reader."""
    return None if number is None else format_decimal(number, format="0.0")


def _row_of(
    competency: Competency, figure: Mapping[str, Any] | None, target: float | None
) -> LevelRow:
    return LevelRow(localised(competency.name), figure["mean"] if figure else None, target)


def _mean_target(
    competency: Competency, targets: Targets, people: Mapping[str, int]
) -> float | None:
    aimed = {
        name: targets[name][competency.id] for name in people if competency.id in targets[name]
    }
    number = sum(people[name] for name in aimed)
    if not number:
        return None
    return round(sum(people[name] * level for name, level in aimed.items()) / number, 1)


def _columns(
    figures: Mapping[str, Any],
    competencies: Sequence[Competency],
    dimension: str,
    groups: Sequence[tuple[str, str]],
    targets: Targets,
) -> list[GroupColumn]:
    """The groups of which anything is published, in the order given."""
    columns = []
    for key, name in groups:
        means = [figures[one.key].get(dimension, {}).get(key) for one in competencies]
        if any(means):
            aimed = [targets.get(key, {}).get(one.id) for one in competencies]
            columns.append(GroupColumn(name, list(map(_beside, means, aimed))))
    return columns


def _beside(figure: Mapping[str, Any] | None, target: int | None) -> str | None:
    if figure is None:
        return None
    mean = written(figure["mean"])
    return mean if target is None else f"{mean} / {target}"


def _teams(survey: LevelCollection) -> list[tuple[str, str]]:
    """By name. Those without a team, or with one that is hidden, are no group to be shown."""
    teams = db.session.scalars(
        select(Team).where(Team.municipality_id == survey.municipality_id)
    ).all()
    named = [(team.public_id, localised(team.name)) for team in teams]
    return sorted(named, key=lambda one: one[1].casefold())
