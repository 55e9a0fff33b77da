"""What tests of the needs analysis start from: the topics that KommA ships."""

import pytest

from organisations.topics.content_loading import load_topics
from organisations.topics.models import Competency
from organisations.topics.queries import list_competencies


@pytest.fixture
def competencies(app) -> list[Competency]:
    """The ten competencies, each with its item, beside situations and target profiles."""
    load_topics()
    return list(list_competencies())
