"""The attacked site: the whole demo on SQLite, forgotten anew after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.world import World, walks_through
from tests.house.databases import forgetting
from tests.house.demo import copied_demo


@pytest.fixture(scope="session")
def demo_world(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo for all attacks of this process. Ask for `world` instead."""
    walks = walks_through(demo_template, tmp_path_factory.mktemp("walked"))
    with copied_demo(demo_template, tmp_path_factory.mktemp("attacked")) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False  # an attacker is shown a page, too
        yield World(app, walks)


@pytest.fixture
def world(demo_world: World) -> Iterator[World]:
    """The demo as it was loaded, whatever an attack before has changed."""
    with forgetting(demo_world.app):
        yield demo_world
