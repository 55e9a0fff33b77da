"""The made-up internet, and a server in it."""

from collections.abc import Iterator

import pytest

from scheduling.fetching import connecting
from tests.scheduling.fetching.hostile import HostileServer, Internet


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """An internet of this test's own. All connections of `fetch` go through it."""
    made_up = Internet()
    monkeypatch.setattr(connecting, "connect_to", made_up.connect)
    return made_up


@pytest.fixture
def server(internet: Internet) -> Iterator[HostileServer]:
    """A server at http://calendar.example."""
    with HostileServer() as hostile:
        internet.put(hostile, "calendar.example")
        yield hostile
