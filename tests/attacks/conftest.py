"""The attacked site: the whole demo on SQLite, forgotten anew after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.world import World, copied_world, prepared_world
from tests.house.databases import forgetting


@pytest.fixture(scope="session")
def demo_world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[World]:
    """The demo for all attacks of this process. Ask for `world` instead."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    prepared = prepared_world(sqlite_template, shared)
    with copied_world(prepared, tmp_path_factory.mktemp("attacks")) as world:
        yield world


@pytest.fixture
def world(demo_world: World) -> Iterator[World]:
    """The demo as it was loaded, whatever an attack before has changed."""
    with forgetting(demo_world.app):
        yield demo_world
