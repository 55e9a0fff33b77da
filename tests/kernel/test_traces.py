"""Rows of some tables tell nothing of when, and with what, they were written."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, Table, text

from app.kernel import nightly as nights
from app.kernel import traces
from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.nightly import NightlyRun, nightly
from app.kernel.rewriting import DatabaseBusy, rewrite_rows
from app.kernel.vault import Vault, WrappingKey
from tests.house.clock import START
from tests.house.databases import DIALECTS, on_sqlite_only

on_postgresql_only = pytest.mark.parametrize("dialect", DIALECTS[1:], indirect=True)


def tables() -> list[Table]:
    return [db.metadata.tables[name] for name in sorted(traces._TABLES)]


def test_every_table_of_what_is_sealed_and_leads_to_nobody_is_one_of_them(app):
    """A sealed row that stands for itself must not be joined with another one by its age."""
    assert {"administrations", "assessment_binders", "assessment_wave_copies"} <= {
        table.name for table in tables()
    }


@on_sqlite_only
def test_sqlite_keeps_their_rows_by_key(app):
    """WITHOUT ROWID, or by an id that stands in the row anyway."""
    for table in tables():
        by_id = [column.name for column in table.primary_key] == ["person_id"]
        assert by_id or table.dialect_options["sqlite"]["with_rowid"] is False, table.name


@on_postgresql_only
def test_postgresql_shows_one_age_and_the_order_of_keys(committing_app):
    """Also of long values, which lie apart under numbers that run on."""
    with committing_app.app_context():
        for number in (3, 1, 2):
            write_record(f"{number:022}")
            db.session.commit()
        assert len(ages()) == 3
        assert order() == [f"{number:022}" for number in (3, 1, 2)]
        assert run_job(traces.JOB_NAME) == len(tables())
        assert len(ages()) == 1
        assert order() == sorted(order())
        assert db.session.scalar(text("SELECT sum(length(sealed)) FROM administrations")) == 15000
        chunks = toasted()
        assert [row.chunk_id for row in chunks] == sorted(row.chunk_id for row in chunks)
        dead = db.session.scalar(
            text("SELECT n_dead_tup FROM pg_stat_all_tables WHERE relname = 'administrations'")
        )
        assert dead == 0


@on_postgresql_only
def test_who_reads_goes_first_and_nothing_waits_for_long(committing_app, monkeypatch):
    monkeypatch.setattr("app.kernel.rewriting.LOCK_TIMEOUT", "50ms")
    with committing_app.app_context():
        write_record("x" * 22)
        db.session.commit()
        with db.engine.connect() as reader:
            reader.execute(text("SELECT count(*) FROM administrations"))
            with pytest.raises(DatabaseBusy):
                rewrite_rows(db.engine, tables())
            assert run_job(traces.JOB_NAME) == 0
            assert db.session.get(NightlyRun, traces.JOB_NAME) is None
        assert run_job(traces.JOB_NAME) == len(tables())


@on_sqlite_only
def test_the_file_keeps_nothing_that_was_deleted(committing_app):
    with committing_app.app_context():
        path = Path(db.engine.url.database)
        write_record("gone" * 5)
        db.session.commit()
        db.session.execute(text("DELETE FROM administrations"))
        db.session.commit()
        run_job(traces.JOB_NAME)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert b"gonegone" not in stored


@pytest.mark.parametrize("dialect", DIALECTS, indirect=True)
def test_the_key_store_has_no_order_either(dialect, request, tmp_path):
    url = f"sqlite:///{tmp_path / 'keys.sqlite3'}"
    if dialect == "postgresql":
        cluster = request.getfixturevalue("postgresql_cluster")
        name = f"unordered_{request.getfixturevalue('worker_id')}"
        url = cluster.create_database(name)
    with closing(Vault(url, (WrappingKey(b"k" * 32),))) as vault:
        sealed = {
            subject: vault.seal(subject, "a", b"text") for subject in ("record:b", "record:a")
        }
        vault.remove_traces()
        assert vault.open_each("a", sealed) == dict.fromkeys(sealed, b"text")
        with vault._store._opened().connect() as connection:
            if dialect == "postgresql":
                rows = connection.execute(
                    text("SELECT subject, xmin::text FROM vault_keys ORDER BY ctid")
                ).all()
                assert [row.subject for row in rows] == ["record:a", "record:b"]
                assert len({row.xmin for row in rows}) == 1
            else:
                made = connection.scalars(text("SELECT sql FROM sqlite_master")).all()
                assert all("WITHOUT ROWID" in statement for statement in made)
    if dialect == "postgresql":
        cluster.drop_database(name)


def test_nightly_work_is_done_once_a_night_and_again_where_it_failed(app):
    done = []

    def work(now):
        done.append(now)
        if len(done) == 1:
            raise DatabaseBusy
        return 1

    sweep = nightly("for tests", work)
    assert [sweep(START), sweep(START), sweep(START + timedelta(minutes=1))] == [0, 1, 0]
    evening = START.replace(hour=22)
    assert sweep(evening) == 0
    assert sweep(evening + timedelta(hours=24 - 22 + nights.HOUR)) == 1
    assert db.session.query(NightlyRun).count() == 1


def write_record(pseudonym: str) -> None:
    table = db.metadata.tables["administrations"]
    assert isinstance(table.c.sealed.type, LargeBinary)
    # Not compressible, like what is sealed, so that PostgreSQL keeps it apart from its row.
    sealed = bytes((number * number * 31 + number // 7) % 251 for number in range(5000))
    db.session.execute(
        table.insert().values(pseudonym=pseudonym, week=START.date(), finished=True, sealed=sealed)
    )


def ages() -> set[str]:
    return set(db.session.scalars(text("SELECT xmin::text FROM administrations")))


def order() -> list[str]:
    return list(db.session.scalars(text("SELECT pseudonym FROM administrations ORDER BY ctid")))


def toasted():
    name = db.session.scalar(
        text("SELECT reltoastrelid::regclass FROM pg_class WHERE relname = 'administrations'")
    )
    return db.session.execute(text(f"SELECT chunk_id FROM {name} ORDER BY ctid")).all()  # noqa: S608
