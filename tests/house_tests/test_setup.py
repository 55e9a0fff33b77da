"""The set-up: what it looks for, what it installs and what it leaves alone."""

import runpy
import sys
from pathlib import Path

import pytest

from tools import executables, setup_steps
from tools.compile_translations import compile_catalog
from tools.locations import ROOT


def make_program(path: Path, answer: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine with nothing on it; returns the folder that is its PATH."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    for variable in ("KOMMA_POSTGRESQL", "KOMMA_CHROMIUM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(executables, "DEBIAN_POSTGRESQL", tmp_path / "postgresql")
    for fallback in ("NODE", "POSTGRESQL", "BROWSER"):
        monkeypatch.setattr(executables, f"{fallback}_FALLBACK", tmp_path / fallback.lower())
    return programs


@pytest.fixture
def stamps(monkeypatch, tmp_path):
    monkeypatch.setattr(setup_steps, "STAMPS", tmp_path / "stamps")


def test_an_old_python_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(ROOT / "tools" / "setup.py"))

    assert "needs Python 3.11 or newer" in str(stop.value)
    assert "is Python 3.9." in str(stop.value)
    assert "\n" not in str(stop.value)


def test_a_bare_machine_has_nothing(bare_machine):
    assert executables.find_npm() is None
    assert executables.find_postgresql() is None
    assert executables.find_chromium() is None


def test_npm_of_the_machine_is_used(bare_machine):
    make_program(bare_machine / "node")
    npm = make_program(bare_machine / "npm", "10.2.0")

    assert executables.find_npm() == npm


@pytest.mark.parametrize("answer", ["6.14.4", "", "command failed"])
def test_an_npm_that_is_too_old_or_broken_is_not_used(bare_machine, answer):
    make_program(bare_machine / "node")
    make_program(bare_machine / "npm", answer)

    assert executables.find_npm() is None


def test_the_newest_postgresql_of_debian_is_used(bare_machine, tmp_path):
    for version in ("9.6", "15", "17"):
        for name in ("initdb", "postgres"):
            make_program(tmp_path / "postgresql" / version / "bin" / name)
    make_program(tmp_path / "postgresql" / "18" / "bin" / "psql")  # a client only

    assert executables.find_postgresql() == tmp_path / "postgresql" / "17" / "bin"


def test_a_named_postgresql_comes_first_and_none_means_none(bare_machine, tmp_path, monkeypatch):
    for place in ("named", "postgresql/17/bin"):
        for name in ("initdb", "postgres"):
            make_program(tmp_path / place / name)

    monkeypatch.setenv("KOMMA_POSTGRESQL", str(tmp_path / "named"))
    assert executables.find_postgresql() == tmp_path / "named"
    monkeypatch.setenv("KOMMA_POSTGRESQL", "none")
    assert executables.find_postgresql() is None


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_chromium_of_the_machine_is_used_under_any_name(bare_machine, name):
    program = make_program(bare_machine / name)

    assert executables.find_chromium() == program


def test_else_the_newest_chromium_that_playwright_brought(bare_machine, tmp_path):
    for build in ("1180", "1201"):
        make_program(tmp_path / "browser" / f"chromium-{build}" / "chrome-linux64" / "chrome")

    found = executables.find_chromium()

    assert found is not None
    assert "chromium-1201" in found.parts


def test_chromium_from_debian_is_for_root_only(bare_machine):
    make_program(bare_machine / "apt-get")

    def labels(*, is_root: bool) -> list[str]:
        return [label for label, *_ in setup_steps.chromium_attempts(is_root=is_root)]

    assert labels(is_root=True) == ["playwright install", "apt-get install"]
    assert labels(is_root=False) == ["playwright install"]


def test_without_any_way_to_chromium_the_set_up_goes_on_loudly(bare_machine, monkeypatch, capsys):
    def fail(label, *arguments, **options):
        raise setup_steps.SetupError(f"could not {label}")

    monkeypatch.setattr(setup_steps, "_run_quietly", fail)

    assert setup_steps.install_chromium()
    assert "TESTS IN THE BROWSER WILL BE SKIPPED" in capsys.readouterr().out


def test_without_any_way_to_postgresql_the_set_up_goes_on_loudly(
    bare_machine, stamps, monkeypatch, capsys
):
    def fail(name, folder):
        raise setup_steps.SetupError(f"could not install {name}")

    monkeypatch.setattr(setup_steps, "_install_fallback", fail)

    assert setup_steps.install_postgresql()
    assert "TESTS ON POSTGRESQL WILL BE SKIPPED" in capsys.readouterr().out


@pytest.fixture
def commands(stamps, monkeypatch):
    """The labels of the commands that steps would run; none is run."""
    labels = []
    monkeypatch.setattr(setup_steps, "_run", lambda label, *_: labels.append(label))
    return labels


@pytest.mark.parametrize(
    ("installed", "wanted", "expected"),
    [
        ("runtime", "runtime", []),
        ("test", "runtime", []),
        ("test", "test", []),
        ("runtime", "test", ["install packages"]),
        (None, "runtime", ["install packages"]),
    ],
)
def test_packages_are_installed_only_when_something_is_missing(
    commands, installed, wanted, expected
):
    if installed:
        setup_steps.install_packages(installed)
        commands.clear()

    assert setup_steps.install_packages(wanted) is bool(expected)
    assert commands == expected


def test_a_step_that_broke_is_redone(commands, monkeypatch):
    def fail(*_):
        raise setup_steps.SetupError("could not install packages")

    setup_steps.install_packages("runtime")
    with monkeypatch.context() as broken:
        broken.setattr(setup_steps, "_run", fail)
        with pytest.raises(setup_steps.SetupError):
            setup_steps.install_packages("test")
    commands.clear()

    assert setup_steps.install_packages("runtime")
    assert commands == ["install packages"]


def test_a_catalog_is_compiled_beside_its_source(tmp_path):
    source = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Lernpfad"\nmsgstr "Training path"\n\n'
        '#, fuzzy\nmsgid "Durchgang"\nmsgstr "Passage"\n',
        encoding="utf-8",
    )

    compiled = compile_catalog(source).read_bytes()

    assert b"Training path" in compiled
    assert b"Passage" not in compiled
