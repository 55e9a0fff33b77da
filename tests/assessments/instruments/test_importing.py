"""`flask instruments import …`: definitions go into the database, once and for all."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from app.factory import create_app
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from assessments.instruments import queries
from assessments.instruments.models import ImportedInstrument
from tests.assessments.instruments.definitions import definition, texts, written
from tests.house.databases import on_sqlite_only, settings_for_tests


def file(folder: Path, name: str = "sample.yaml", **other: Any) -> Path:
    path = folder / name
    path.write_bytes(written(definition(**other)))
    return path


def run(app: Flask, *files: Path | str) -> Result:
    return app.test_cli_runner().invoke(args=["instruments", "import", *map(str, files)])


def outcomes(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_definition_is_imported_once(app: Flask, tmp_path: Path) -> None:
    sample = file(tmp_path)

    first, second = run(app, sample), run(app, sample)

    known = {"key": "sample", "version": 1, "offered": False}
    assert outcomes(first) == [{**known, "outcome": "imported"}]
    assert outcomes(second) == [{**known, "outcome": "unchanged"}]
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert queries.get_instrument("sample", 1).title.de == texts("Sample")["de"]
    (entry,) = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "instrument.imported")
    )
    assert (entry.actor_public_id, entry.details) == ("", {"version": 1})


def test_other_words_around_the_same_definition_change_nothing(app: Flask, tmp_path: Path) -> None:
    sample = file(tmp_path)
    run(app, sample)
    sample.write_bytes(b"# a comment\n" + sample.read_bytes())

    assert outcomes(run(app, sample))[0]["outcome"] == "unchanged"


def test_a_version_never_gets_other_contents(app: Flask, tmp_path: Path) -> None:
    run(app, file(tmp_path))

    refused = run(app, file(tmp_path, validated=True))

    assert refused.exit_code == 2
    assert refused.stderr == (
        "version: has other contents already; give the new ones a version of their own (line 1)\n"
    )
    assert not queries.get_instrument("sample", 1).validated


def test_the_database_itself_refuses_to_change_a_version(app: Flask, tmp_path: Path) -> None:
    run(app, file(tmp_path))
    imported = queries.find_imported("sample", 1)

    imported.definition = "other"
    with pytest.raises(DatabaseError, match="instruments_are_final"), db.session.begin_nested():
        db.session.flush()


def test_earlier_versions_stay(app: Flask, tmp_path: Path) -> None:
    run(app, file(tmp_path), file(tmp_path, "second.yaml", version=2, validated=True))

    assert [queries.get_instrument("sample", number).validated for number in (1, 2)] == [
        False,
        True,
    ]
    with pytest.raises(NotFound):
        queries.get_instrument("sample", 3)


def test_each_of_several_files_counts_by_itself(app: Flask, tmp_path: Path) -> None:
    wrong = file(tmp_path, "wrong.yaml", items=[])

    result = run(app, wrong, file(tmp_path))

    first, second = outcomes(result)
    assert result.exit_code == 2
    assert first == {"error": "items: must not be empty (line 1)"}
    assert second["outcome"] == "imported"
    assert queries.find_imported("sample", 1)


BOMB = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))])


@on_sqlite_only
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a: [", "document: is not YAML (line 1, column 5: "),
        (b"\n\xff", "document: is not UTF-8 text (byte 1) (line 2)"),
        (b"", "document: must be an object (line 1)"),
        (b"[" * 10_000, "document: is nested too deeply"),
        (BOMB.encode(), "a0: is not a known key (line 1)"),
        (b"x" * 1_000_001, "is too large (more than 1000000 bytes)"),
        (written(definition(key="komma-resilience")), "key: is that of KommA's own check"),
    ],
)
def test_bad_input_is_one_line(app: Flask, tmp_path: Path, content: bytes, line: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)

    result = run(app, path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert line in result.stderr
    assert not db.session.scalars(select(ImportedInstrument)).all()


@on_sqlite_only
def test_what_is_no_file_is_one_line(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path / "none").stderr.endswith(
        "cannot be read (No such file or directory)\n"
    )
    assert run(app, tmp_path).stderr.endswith("cannot be read (Is a directory)\n")
    assert run(app).stderr == "app instruments import: Missing argument 'INSTRUMENT.yaml…'.\n"


@pytest.mark.parametrize(
    "address", ["sqlite:///{folder}/new.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:1/none"]
)
def test_without_a_usable_database_it_is_one_line(tmp_path: Path, address: str) -> None:
    app = create_app(settings_for_tests(address.format(folder=tmp_path), tmp_path))

    result = run(app, file(tmp_path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("database: cannot be used (")
