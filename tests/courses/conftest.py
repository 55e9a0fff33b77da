"""Fixtures that all parts of `courses` use."""

import pytest


@pytest.fixture
def announced(app, monkeypatch):
    """Everything that courses announced during the test."""
    bus, heard = app.extensions["komma"].bus, []
    publish = bus.publish

    def note(event: object) -> None:
        if type(event).__module__.startswith("courses."):
            heard.append(event)
        publish(event)

    monkeypatch.setattr(bus, "publish", note)
    return heard
