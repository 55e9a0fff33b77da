"""Which questionnaires people may fill in, and what is kept of the records of waves."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.documents import DocumentError
from assessments.instruments import queries, services
from assessments.instruments.models import ImportedInstrument, InstrumentMoments
from assessments.instruments.psychometrics import moments_of
from assessments.instruments.shelf import resilience_check
from tests.assessments.instruments.definitions import definition, instrument, written
from tests.house.clock import START
from tests.house.personas import Personas
from tests.house.queries import recorded_queries

CLIENTS, ROUNDS, PATIENCE = 6, 3, 120
OWN = "komma-resilience"


def add(**other: object) -> ImportedInstrument:
    read, _ = services.import_instrument(content=written(definition(**other)), now=START)
    return queries.find_imported(read.key, read.version)


def offered() -> list[tuple[str, int]]:
    return [(one.key, one.version) for one in queries.list_offered()]


def moments(n: int = 30):
    records = ({"q1": 1 + number % 5, "q2": 1 + number % 3} for number in range(n))
    return moments_of(instrument(), records)


def test_what_was_imported_is_not_offered_by_itself(app: Flask) -> None:
    add()

    assert offered() == [(OWN, 1)]
    assert queries.find_offered("sample") is None
    assert [(one.instrument.key, one.is_offered) for one in queries.list_states()] == [
        (OWN, True),
        ("sample", False),
    ]


def test_what_is_offered_is_offered_in_its_newest_version(personas: Personas) -> None:
    office = personas.office.person
    services.offer_instrument(imported=add(version=2), actor=office, now=START)
    assert offered() == [(OWN, 1), ("sample", 2)]

    add(version=10)
    add(version=3)

    assert offered() == [(OWN, 1), ("sample", 10)]
    assert queries.find_offered("sample").version == 10
    assert queries.list_versions("sample") == [10, 3, 2]
    assert queries.get_instrument("sample", 2).version == 2


def test_switching_is_told_in_the_audit_trail_once(personas: Personas) -> None:
    imported, office = add(), personas.office.person
    for command in (services.offer_instrument, services.withdraw_instrument):
        command(imported=imported, actor=office, now=START)
        command(imported=imported, actor=office, now=START)

    assert offered() == [(OWN, 1)]
    acts = select(AuditEntry.action).where(AuditEntry.actor_public_id == office.public_id)
    assert db.session.scalars(acts.order_by(AuditEntry.id)).all() == [
        "instrument.offered",
        "instrument.withdrawn",
    ]


def test_lists_take_one_statement_however_many_there_are(personas: Personas) -> None:
    for number in range(4):
        imported = add(key=f"sample-{number}")
        services.offer_instrument(imported=imported, actor=personas.office.person, now=START)
    db.session.commit()

    with recorded_queries() as statements:
        assert len(queries.list_offered()) == 5
        assert len(queries.list_states()) == 5

    assert len(statements) == 2


def test_moments_of_waves_add_up(app: Flask) -> None:
    of = instrument()
    assert queries.find_moments(of) is None
    assert queries.find_measured_reliability(of, of.main_score) is None

    services.keep_moments(instrument=of, moments=moments())
    services.keep_moments(instrument=of, moments=moments(45))

    assert queries.find_moments(of) == moments() + moments(45)
    assert queries.find_measured_reliability(of, of.main_score).kind == "alpha"
    assert queries.find_moments(instrument(version=2)) is None


def test_moments_of_too_few_are_not_kept(app: Flask) -> None:
    of = instrument()

    services.keep_moments(instrument=of, moments=moments(29))

    assert queries.find_moments(of) is None
    db.session.add(
        InstrumentMoments(instrument_key="sample", version=1, n=29, sums=moments(29).as_document())
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()


def test_sums_are_all_that_is_kept(app: Flask) -> None:
    own = resilience_check()
    records = [dict.fromkeys(own.items_by_key, 1 + number % 5) for number in range(30)]
    services.keep_moments(instrument=own, moments=moments_of(own, records))

    (kept,) = db.session.scalars(select(InstrumentMoments))

    assert kept.sums.keys() == {"items", "sums", "products"}
    assert {column.name for column in InstrumentMoments.__table__.columns} == {
        "instrument_key",
        "version",
        "n",
        "sums",
    }


@pytest.fixture
def patient_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


@pytest.mark.usefixtures("patient_database")
def test_of_different_contents_at_one_moment_one_becomes_the_version(
    committing_app: Flask,
) -> None:
    """And sums of waves that freeze at one moment all count."""
    for version in range(1, ROUNDS + 1):
        barrier = Barrier(CLIENTS)

        def run(number: int, version: int = version, barrier: Barrier = barrier) -> str:
            content = written(definition(version=version, source=f"Source {number}"))
            with committing_app.app_context():
                barrier.wait(PATIENCE)
                try:
                    services.import_instrument(content=content, now=START)
                    db.session.commit()
                except DocumentError:
                    db.session.rollback()
                    outcome = "refused"
                else:
                    outcome = "imported"
                services.keep_moments(instrument=instrument(version=version), moments=moments())
                db.session.commit()
                return outcome

        with ThreadPoolExecutor(CLIENTS) as pool:
            outcomes = sorted(pool.map(run, range(CLIENTS)))
        assert outcomes == ["imported"] + ["refused"] * (CLIENTS - 1)
    with committing_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ImportedInstrument)) == ROUNDS
        totals = db.session.scalars(select(InstrumentMoments.n)).all()
        assert totals == [30 * CLIENTS] * ROUNDS
