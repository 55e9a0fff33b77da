"""The owner takes part in a cohort that begins in a week, and has an analysis."""

import pytest

from courses.needs.sharing.queries import Scope, preview
from courses.needs.sharing.services import share_levels
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.organisations.factories import make_competency


@pytest.fixture
def law(app):
    return make_competency("law")


@pytest.fixture
def crisis(law):
    return make_competency("crisis")


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def cohort(trainer, law, crisis):
    """Its course is about law."""
    return make_cohort(course=make_course(raises={law: 3}), trainers=[trainer])


@pytest.fixture
def enrolment(cohort, personas):
    return make_enrolment(cohort=cohort, person=personas.owner.person)


@pytest.fixture
def analysis(personas, law, crisis):
    return make_analysis(person=personas.owner.person, levels={law: 1, crisis: 4})


@pytest.fixture
def share(app):
    """Shares what the preview shows at that moment."""

    def do(enrolment, scope=Scope.COURSE, now=START):
        seen = preview(enrolment, scope)
        return share_levels(
            enrolment=enrolment,
            scope=scope,
            analysis_seen=seen.analysis.public_id,
            trainers_seen={one.public_id for one in seen.trainers},
            actor=enrolment.person,
            now=now,
        )

    return do
