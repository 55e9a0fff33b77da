"""The private PostgreSQL cluster of a test run."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.house import cluster as cluster_module
from tests.house.cluster import Cluster, PostgresqlUnavailable, running_cluster

pytestmark = pytest.mark.postgresql


def ask(url: str, question: str) -> object:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        return connection.execute(text(question)).scalar()


@pytest.fixture
def name() -> str:
    """A name that no other worker takes."""
    return f"house_{uuid4().hex}"


@pytest.fixture
def database(postgresql_cluster: Cluster, name: str) -> Iterator[str]:
    yield postgresql_cluster.create_database(name)
    postgresql_cluster.drop_database(name)


def test_a_database_takes_connections(database, name):
    assert ask(database, "SELECT current_database()") == name


def test_a_database_knows_the_case_of_umlauts(database):
    assert ask(database, "SELECT lower('ÄÖÜ')") == "äöü"


def test_nothing_listens_on_the_network(database):
    assert ask(database, "SHOW listen_addresses") == ""


def test_a_database_can_be_a_copy_of_another(postgresql_cluster, database, name):
    engine = create_engine(database, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE thing AS SELECT 7 AS number"))

    copy = postgresql_cluster.create_database(f"{name}_copy", template=name)

    assert ask(copy, "SELECT number FROM thing") == 7
    postgresql_cluster.drop_database(f"{name}_copy")


def test_dropping_a_database_ends_open_connections(postgresql_cluster, name):
    url = postgresql_cluster.create_database(name)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        postgresql_cluster.drop_database(name)
        connection.invalidate()

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(host=str(postgresql_cluster.folder), user="postgres", dbname=name)


def test_a_cluster_is_gone_afterwards(postgresql_cluster):
    with running_cluster() as other:
        folder = other.folder
        assert ask(other.url("postgres"), "SELECT 1") == 1

    assert not folder.exists()


def test_without_programs_the_reason_is_said(monkeypatch):
    monkeypatch.setattr(cluster_module, "find_postgresql", lambda: None)

    with pytest.raises(PostgresqlUnavailable, match="no PostgreSQL server"), running_cluster():
        pass


def test_a_server_that_does_not_start_is_told_from_a_running_one(monkeypatch, postgresql_cluster):
    monkeypatch.setitem(cluster_module.SETTINGS, "max_connections", "none at all")

    with pytest.raises(PostgresqlUnavailable, match="max_connections"), running_cluster():
        pass


def test_what_a_killed_run_left_behind_is_removed(monkeypatch, tmp_path):
    abandoned = tmp_path / "komma-postgresql-999999999-abcdefgh"
    abandoned.mkdir()
    monkeypatch.setattr(cluster_module.tempfile, "gettempdir", lambda: str(tmp_path))

    cluster_module.remove_abandoned_clusters()

    assert not abandoned.exists()
