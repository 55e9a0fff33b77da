"""The training path of a team: asked for by its lead, planned once, decided by the coordinator."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from courses.group_levels.models import LevelCollection
from courses.nominations.models import InHouseRequest
from organisations.models import Team


class TeamPathState(StrEnum):
    """How far a team's path is.

    The team is answering (`collecting`), the plan is being computed (`planning`), the lead looks at
    it (`planned`), it waits for the coordinator (`proposed`), who has sent it back (`returned`) or
    said yes (`approved`). `withdrawn`: the lead has given it up.
    """

    COLLECTING = "collecting"
    PLANNING = "planning"
    PLANNED = "planned"
    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class PlanBasis(StrEnum):
    """What the plan goes by: enough members' answers, or else the target profile and `topics`."""

    ANSWERS = "answers"
    TARGETS = "targets"


FINISHED = (TeamPathState.APPROVED, TeamPathState.WITHDRAWN)


class TeamPath(Identified, Model):
    """One analysis of a team and the plan made from it.

    `started_by`, `proposed_by` and `decided_by` are public ids of people. `topics` are keys of
    competencies that the lead puts first, `wished_days` (written 2026-12-01) when the team would
    have a cohort of its own, `budget_minutes` the time of each member. No more than `most_away`
    people are to be away at once; None: however many. `plan` names nobody and no single level;
    `reason` is what the coordinator says where they send it back. `collection` is where the team
    answers; `failed_at` says when planning has failed last, as long as it has not come off.
    """

    __tablename__ = "team_paths"
    __table_args__ = (
        check_in("state", TeamPathState),
        check_in("basis", PlanBasis, nullable=True),
        CheckConstraint("budget_minutes > 0", name="budget_minutes"),
        CheckConstraint("most_away > 0", name="most_away"),
        CheckConstraint(
            "state IN ('collecting', 'planning', 'withdrawn') OR plan IS NOT NULL", name="planned"
        ),
        Index(
            "uq_team_paths_one_unfinished",
            "team_id",
            unique=True,
            sqlite_where=text("state NOT IN ('approved', 'withdrawn')"),
            postgresql_where=text("state NOT IN ('approved', 'withdrawn')"),
        ),
    )

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    collection_id: Mapped[int | None] = mapped_column(
        ForeignKey("level_collections.id"), unique=True
    )
    state: Mapped[str] = mapped_column(String(10), default=TeamPathState.COLLECTING)
    started_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    started_at: Mapped[datetime]
    budget_minutes: Mapped[int]
    most_away: Mapped[int | None]
    deadline: Mapped[date]
    topics: Mapped[list[str]] = mapped_column(JSON)
    wished_days: Mapped[list[str]] = mapped_column(JSON)
    closed_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    basis: Mapped[str | None] = mapped_column(String(8))
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    proposed_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    decided_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    team: Mapped[Team] = relationship()
    collection: Mapped[LevelCollection | None] = relationship()


class TeamCohortRequest(Model):
    """The programme office was asked for a cohort of a course of the plan, once for each course."""

    __tablename__ = "team_cohort_requests"
    __table_args__ = (
        UniqueConstraint(
            "team_path_id", "course_id", name="uq_team_cohort_requests_one_per_course"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    team_path_id: Mapped[int] = mapped_column(ForeignKey("team_paths.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("in_house_requests.id"), unique=True)

    team_path: Mapped[TeamPath] = relationship()
    request: Mapped[InHouseRequest] = relationship()
