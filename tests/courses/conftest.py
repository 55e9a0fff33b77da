"""Fixtures that all parts of `courses` use."""

import pytest


@pytest.fixture
def announced(app, monkeypatch):
    """Everything that was announced during the test."""
    bus, heard = app.extensions["komma"].bus, []
    publish = bus.publish
    monkeypatch.setattr(bus, "publish", lambda event: (heard.append(event), publish(event)))
    return heard
