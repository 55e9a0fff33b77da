"""`flask certificates designs …`: designs as files, whole or not at all."""

import json

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from certificates.designs import cli, queries
from certificates.designs.models import DesignVersion
from certificates.printing.design import Fault, InvalidDesign
from certificates.printing.shipped import CLEAR
from tests.certificates.designs.factories import make_design, newest
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only


@pytest.fixture
def run(app):
    """Run a command as the shell does."""
    return lambda *words: app.test_cli_runner().invoke(args=["certificates", "designs", *words])


@pytest.fixture
def file(tmp_path):
    """Write a design into a file, with some things in it changed."""

    def write(name="Neu.json", **changes) -> str:
        path = tmp_path / name
        path.write_text(json.dumps(CLEAR.to_json() | changes), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(cli, "check_design", lambda _design, **_logo: None)


def texts(**changes) -> dict:
    return {"de": dict(CLEAR.texts["de"]) | changes, "en": dict(CLEAR.texts["en"])}


def versions() -> int:
    return db.session.scalar(select(func.count()).select_from(DesignVersion))


def test_a_design_that_can_be_printed_is_good(run, file):
    answer = run("check", file())
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert json.loads(answer.stdout) == {"style": "clear", "blocks": list(CLEAR.blocks), "ok": True}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"texts": texts(text="see file:///etc/passwd")}, "texts.de.text: address (file:)"),
        ({"texts": texts(notice="http://x")}, "texts.de.notice: address (http:)"),
        ({"texts": texts(text="../x")}, "texts.de.text: address (../)"),
        ({"texts": texts(text=7)}, "texts.de.text: unknown (no text)"),
        ({"texts": texts(text="{kurs}")}, "texts.de.text: variable (kurs)"),
        ({"texts": texts(titel="x")}, "texts.de.titel: unknown"),
        ({"texts": texts(text="日本")}, None),
        ({"logo": "file:///etc/passwd"}, "design.logo: unknown"),
        ({"style": ["clear"]}, "style: unknown (['clear'])"),
        ({"blocks": {"title": 1}}, "blocks: unknown (no list)"),
        ({"blocks": [["title"]]}, "blocks: unknown (['title'])"),
        ({"signatories": [7]}, "signatories.1: unknown (no object)"),
        ({"signatories": []}, "signatories: missing"),
        ({"version": 2}, "version: unknown (2)"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place_and_nothing_is_written(run, file, changes, told):
    before = versions()
    for command in ("check", "import"):
        answer = run(command, file(**changes))
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert len(answer.stderr.splitlines()) == 1
        if told:
            assert answer.stderr.strip() == told
    assert versions() == before


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"a": 1, "a": 2}', b"\xff", b"x" * 200_000]
)
def test_what_is_no_design_at_all_is_one_line_too(run, tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    answer = run("check", str(path))
    assert (answer.exit_code, len(answer.stderr.splitlines())) == (2, 1)


def test_what_does_not_fit_is_told_with_its_place(run, file, monkeypatch):
    def refuse(_design, **_logo):
        raise InvalidDesign("texts.de", Fault.DOES_NOT_FIT)

    monkeypatch.setattr(cli, "check_design", refuse)
    assert run("import", file()).stderr.strip() == "texts.de: does_not_fit"


def test_what_was_exported_is_imported_as_a_new_design_or_a_new_version(run, file, quick, tmp_path):
    exported = run("export", "Klassisch")
    path = tmp_path / "Von der Testinstallation.json"
    path.write_text(exported.stdout, encoding="utf-8")

    first = run("import", str(path))
    assert json.loads(first.stdout) == {
        "name": "Von der Testinstallation",
        "version": 1,
        "changed": True,
    }
    again = run("import", str(path))
    assert json.loads(again.stdout)["changed"] is False
    changed = run("import", file(), "--name", "Von der Testinstallation")
    assert json.loads(changed.stdout)["version"] == 2
    design = queries.find_design_by_name("Von der Testinstallation")
    assert newest(design).content == CLEAR.to_json()
    assert newest(design).saved_by_id is None


@pytest.mark.parametrize("name", [" ", "x" * 81, "a\nb"])
def test_a_name_is_one_short_line(run, file, quick, name):
    answer = run("import", file(), "--name", name)
    assert (answer.exit_code, len(answer.stderr.splitlines())) == (2, 1)


def test_there_is_nothing_to_export_of_what_there_is_not(run):
    make_design()
    answer = run("export", "Eigenes")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.strip() == "NAME: there is no design of this name"
