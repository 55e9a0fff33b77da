"""pytest plugin: one private PostgreSQL cluster per test run, started when the first test asks.

The run's first process makes the folder and tells its workers by a variable of the environment;
whichever needs the cluster first starts it there, and the first process stops it in the end.
"""

import fcntl
import functools
import os
from pathlib import Path

import pytest

from tests.house.cluster import (
    Cluster,
    PostgresqlUnavailable,
    make_cluster_folder,
    remove_abandoned_clusters,
    remove_cluster,
    start_cluster,
)

FOLDER_VARIABLE = "KOMMA_TEST_CLUSTER"
_OWN_FOLDER = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def postgresql_cluster() -> Cluster:
    """The cluster of this test run; tests that need it are skipped where no server runs."""
    try:
        return shared_cluster()
    except PostgresqlUnavailable as reason:
        pytest.skip(f"PostgreSQL does not run here: {reason}")


@functools.cache
def shared_cluster() -> Cluster:
    """Return the run's cluster, started if this is the first to ask.

    Raises PostgresqlUnavailable in every process of the run if it did not start in one.
    """
    folder = Path(os.environ[FOLDER_VARIABLE])
    refusal = folder / "refusal"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if refusal.exists():
            raise PostgresqlUnavailable(refusal.read_text(encoding="utf-8"))
        if (folder / "programs").exists():
            return Cluster(folder)
        try:
            return start_cluster(folder)
        except PostgresqlUnavailable as error:
            refusal.write_text(str(error), encoding="utf-8")
            raise


def pytest_configure(config: pytest.Config) -> None:
    if FOLDER_VARIABLE not in os.environ:
        remove_abandoned_clusters()
        config.stash[_OWN_FOLDER] = make_cluster_folder()
        os.environ[FOLDER_VARIABLE] = str(config.stash[_OWN_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(_OWN_FOLDER, None)
    if folder is not None:
        os.environ.pop(FOLDER_VARIABLE, None)
        remove_cluster(folder)
