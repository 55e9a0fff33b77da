"""A server with calendars, and people who include them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from scheduling.busy_calendars.events import BusyTimesChanged
from tests.scheduling.fetching.hostile import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A server on loopback; `opened` lets an app fetch from it, as an operator would."""
    with HostileServer() as running:
        yield running


@pytest.fixture
def opened(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[Flask], Flask]:
    """Puts the server onto an app's list of allowed hosts."""

    def open_for(app: Flask) -> Flask:
        house = app.extensions["komma"]
        allowed = (f"127.0.0.1:{server.port}",)
        monkeypatch.setattr(
            house, "settings", replace(house.settings, calendar_allowed_hosts=allowed)
        )
        return app

    return open_for


@pytest.fixture
def announced(app: Flask) -> Iterator[list[BusyTimesChanged]]:
    """What was published, as it comes."""
    handlers = app.extensions["komma"].bus._handlers[BusyTimesChanged]
    heard: list[BusyTimesChanged] = []
    handlers.append(heard.append)
    yield heard
    handlers.remove(heard.append)
