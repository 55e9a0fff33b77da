"""The pinned packages."""

import re

import pytest

from tools.locations import REQUIREMENTS

LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def pins(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", text, flags=re.M))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_a_lock_names_no_server_and_no_folder(lock):
    text = lock.read_text(encoding="utf-8")

    assert not re.search(r"://|--index|--extra-index|--find-links|file:|^/", text, flags=re.M)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_pin_has_hashes(lock):
    for requirement in re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.M):
        assert "==" not in requirement or "--hash=sha256:" in requirement


@pytest.mark.parametrize("source", sorted(REQUIREMENTS.glob("*.in")), ids=lambda path: path.stem)
def test_every_wanted_package_is_pinned(source):
    wanted = re.findall(r"^([a-z][a-z0-9-]*)", source.read_text(encoding="utf-8"), flags=re.M)

    assert set(wanted) <= set(pins(source.stem))


def test_tests_run_with_the_versions_that_people_run():
    assert pins("runtime").items() <= pins("test").items()
