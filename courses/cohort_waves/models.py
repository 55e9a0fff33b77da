"""Which wave belongs to which cohort. Here alone: waves do not know what they are for."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, check_in
from app.kernel.db import Model
from courses.cohort_waves.occasions import Occasion
from courses.cohorts.models import Cohort


class CohortWave(Model):
    """The wave that was opened for a cohort on an occasion; each once.

    `wave_label` is all that is known of it. `reminded`: everybody was reminded.
    """

    __tablename__ = "cohort_waves"
    __table_args__ = (check_in("occasion", Occasion),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    occasion: Mapped[str] = mapped_column(String(6), primary_key=True)
    wave_label: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True)
    reminded: Mapped[bool] = mapped_column(default=False)

    cohort: Mapped[Cohort] = relationship()


class CohortWithoutWaves(Model):
    """Who leads the cohort does not want it to be asked. What is open already goes on."""

    __tablename__ = "cohorts_without_waves"

    cohort_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False
    )
