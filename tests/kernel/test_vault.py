"""The vault: what it seals opens for its subject and purpose only, and never again once erased."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text

from app.kernel.errors import ConfigurationError
from app.kernel.vault import (
    KeyErased,
    Unreadable,
    Vault,
    WrappingKey,
    new_wrapping_key,
    read_wrapping_keys,
)
from app.kernel.vault_commands import read_erasures
from tests.house.clock import START

OLD, NEW = WrappingKey(b"o" * 32), WrappingKey(b"n" * 32)
TEXT = "Angespuckt am Markt – gemeldet".encode()


@pytest.fixture
def keys_url(dialect, request, tmp_path):
    """An empty key store on each database."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'own' / 'keys.sqlite3'}"
        return
    cluster = request.getfixturevalue("postgresql_cluster")
    name = f"keys_{request.getfixturevalue('worker_id')}"
    yield cluster.create_database(name)
    cluster.drop_database(name)


@pytest.fixture
def open_vault(keys_url):
    """Opens vaults on the same key store, as processes of one installation do."""
    opened = []

    def open_one(*wrapping_keys):
        opened.append(Vault(keys_url, wrapping_keys or (OLD,)))
        return opened[-1]

    yield open_one
    for vault in opened:
        vault.close()


@pytest.fixture
def vault(open_vault):
    return open_vault()


def test_what_is_sealed_opens_again_in_every_process(vault, open_vault):
    sealed = vault.seal("person:a", "answers", TEXT)
    assert TEXT not in sealed
    assert vault.open("person:a", "answers", sealed) == TEXT
    assert open_vault().open("person:a", "answers", sealed) == TEXT
    assert vault.seal("person:a", "answers", TEXT) != sealed
    assert vault.find_fault() is None


@pytest.mark.parametrize("text", [b"", b"\0", b"\x80", b"ends \x80\0\0", b"x" * 1023, b"x" * 1024])
def test_what_is_filled_up_opens_as_it_was(vault, text):
    sealed = vault.seal("person:a", "answers", text)
    assert vault.open("person:a", "answers", sealed) == text
    assert vault.open_each("answers", {"person:a": sealed}) == {"person:a": text}


def test_how_long_it_is_does_not_tell_what_was_said(vault):
    lengths = {len(vault.seal("person:a", "answers", b"x" * many)) for many in (0, 1, 500, 1023)}
    assert len(lengths) == 1
    assert len(vault.seal("person:a", "answers", b"x" * 1024)) > max(lengths)


def test_a_changed_text_does_not_open(vault):
    sealed = vault.seal("person:a", "answers", TEXT)
    for place in (0, 1, 13, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unreadable):
            vault.open("person:a", "answers", bytes(changed))
    for short in (b"", sealed[:1], sealed[:9], sealed[:20]):
        with pytest.raises(Unreadable):
            vault.open("person:a", "answers", short)


def test_a_text_cannot_be_moved_to_somebody_or_something_else(vault):
    sealed = vault.seal("person:a", "answers", TEXT)
    vault.seal("person:b", "answers", TEXT)
    for subject, purpose in [
        ("person:b", "answers"),
        ("person:a", "notes"),
        ("person:c", "answers"),
    ]:
        with pytest.raises(Unreadable):
            vault.open(subject, purpose, sealed)


def test_a_key_cannot_be_moved_to_somebody_else(vault, keys_url):
    sealed = vault.seal("person:a", "answers", TEXT)
    vault.seal("person:b", "answers", TEXT)
    _run(
        keys_url,
        "CREATE TABLE copy AS SELECT wrapped FROM vault_keys WHERE subject = 'person:a'",
        "UPDATE vault_keys SET wrapped = (SELECT wrapped FROM copy) WHERE subject = 'person:b'",
    )
    with pytest.raises(Unreadable):
        vault.open("person:b", "answers", sealed)


def test_several_texts_open_at_once_without_those_erased(vault):
    sealed = {f"note:{number}": vault.seal(f"note:{number}", "n", TEXT) for number in range(3)}
    vault.erase("note:1", now=START)
    assert vault.open_each("n", sealed) == {"note:0": TEXT, "note:2": TEXT}
    assert vault.open_each("n", {}) == {}


def test_what_is_erased_stays_erased(vault, open_vault):
    sealed = vault.seal("person:a", "answers", TEXT)
    other = vault.seal("person:b", "answers", TEXT)
    assert vault.erase("person:a", now=START)
    assert not vault.erase("person:a", now=START)
    for each in (vault, open_vault()):
        with pytest.raises(KeyErased):
            each.open("person:a", "answers", sealed)
        with pytest.raises(KeyErased):
            each.seal("person:a", "answers", TEXT)
        assert each.open("person:b", "answers", other) == TEXT
    assert vault.list_erasures() == {"person:a": START.date()}, "the day, and not the hour"
    assert vault.find_erased(["person:a", "person:b", "person:c"]) == {"person:a"}


def test_a_restored_key_store_erases_again_what_is_on_the_list(vault, keys_url):
    sealed = vault.seal("person:a", "answers", TEXT)
    _run(keys_url, "CREATE TABLE backup AS SELECT * FROM vault_keys")
    vault.erase("person:a", now=START)
    kept_apart = vault.list_erasures()
    _run(keys_url, "DELETE FROM vault_erasures", "INSERT INTO vault_keys SELECT * FROM backup")
    assert vault.open("person:a", "answers", sealed) == TEXT  # what a backup brings back
    assert vault.apply_erasures(kept_apart) == 1
    with pytest.raises(Unreadable):
        vault.open("person:a", "answers", sealed)
    assert vault.list_erasures() == kept_apart
    assert vault.apply_erasures(kept_apart) == 0


def test_an_erased_key_is_gone_from_the_file(tmp_path):
    path = tmp_path / "keys.sqlite3"
    with closing(Vault(f"sqlite:///{path}", (OLD,))) as vault:
        vault.seal("person:a", "answers", TEXT)
        with closing(sqlite3.connect(path)) as connection:
            wrapped = connection.execute("SELECT wrapped FROM vault_keys").fetchone()[0]
        assert wrapped in path.read_bytes()
        vault.erase("person:a", now=START)
        assert not any(wrapped in file.read_bytes() for file in tmp_path.iterdir())


def test_after_a_rotation_the_old_key_can_go(vault, open_vault):
    sealed = {f"person:{number}": vault.seal(f"person:{number}", "a", TEXT) for number in range(3)}
    both = open_vault(NEW, OLD)
    sealed["person:new"] = both.seal("person:new", "a", TEXT)
    assert open_vault(NEW).find_fault().startswith("VAULT_KEY: the key ")
    assert both.rotate() == 3
    assert both.rotate() == 0
    alone = open_vault(NEW)
    assert alone.find_fault() is None
    assert alone.open_each("a", sealed) == dict.fromkeys(sealed, TEXT)
    with pytest.raises(ConfigurationError, match=r"^VAULT_KEY: the key \w{16}, still in use, is"):
        vault.open("person:0", "a", sealed["person:0"])


def test_a_wrong_key_is_named(vault, open_vault):
    sealed = vault.seal("person:a", "answers", TEXT)
    wrong = open_vault(NEW)
    for refused in (
        lambda: wrong.open("person:a", "answers", sealed),
        lambda: wrong.seal("person:a", "answers", TEXT),
        wrong.rotate,
    ):
        with pytest.raises(ConfigurationError, match=r"^VAULT_KEY: ") as error:
            refused()
        assert "\n" not in str(error.value)


def test_without_a_key_nothing_is_sealed(keys_url):
    with closing(Vault(keys_url, ())) as vault:
        with pytest.raises(ConfigurationError, match=r"^VAULT_KEY: must be set$"):
            vault.seal("person:a", "answers", TEXT)
        assert vault.find_fault() == "VAULT_KEY: must be set"


def test_two_that_make_the_first_key_at_once_get_the_same(open_vault):
    """Sixteen threads in four vaults that have not been opened yet, over and over."""
    vaults = [open_vault() for _ in range(4)]
    barrier = Barrier(16, timeout=60)

    def seal(number, subject):
        barrier.wait()
        return vaults[number % 4].seal(subject, "a", TEXT)

    with ThreadPoolExecutor(16) as pool:
        for turn in range(5):
            subject = f"person:{turn}"
            sent = [pool.submit(seal, number, subject) for number in range(16)]
            assert {vaults[0].open(subject, "a", each.result()) for each in sent} == {TEXT}


def test_no_key_is_made_in_the_moment_its_subject_is_erased(open_vault, keys_url):
    """Half of the threads seal while the other half erases: no key is left in the store."""
    vaults = [open_vault() for _ in range(4)]
    barrier = Barrier(16)

    def seal_or_erase(number, subject):
        barrier.wait()
        vault = vaults[number % 4]
        try:
            return vault.seal(subject, "a", TEXT) if number % 2 else vault.erase(subject, now=START)
        except KeyErased:
            return None

    with ThreadPoolExecutor(16) as pool:
        for turn in range(5):
            sent = [pool.submit(seal_or_erase, n, f"person:{turn}") for n in range(16)]
            assert len([each.result() for each in sent]) == 16
    assert len(vaults[0].list_erasures()) == 5
    engine = create_engine(keys_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM vault_keys")) == 0
    engine.dispose()


def test_wrapping_keys_are_read_newest_first():
    first, second = new_wrapping_key(), new_wrapping_key()
    keys = read_wrapping_keys(f"{first}, {second},")
    assert keys == read_wrapping_keys(first) + read_wrapping_keys(second)
    assert len({key.name for key in keys}) == 2
    assert first not in repr(keys)
    assert read_wrapping_keys("") == ()


def test_the_commands_keep_and_apply_the_list(app, tmp_path):
    vault, runner = app.extensions["komma"].vault, app.test_cli_runner()
    sealed = vault.seal("person:for-commands", "a", TEXT)
    listed = tmp_path / "erasures.json"
    listed.write_text(json.dumps({"person:for-commands": "2026-11-23T10:00:00+01:00"}))
    done = runner.invoke(args=["vault", "apply-erasures", str(listed)])
    assert done.output == "Applied 1 erasures; 1 keys were still there and are gone now.\n"
    with pytest.raises(Unreadable):
        vault.open("person:for-commands", "a", sealed)
    printed = runner.invoke(args=["vault", "erasures"])
    assert json.loads(printed.output)["person:for-commands"] == "2026-11-23"
    assert read_erasures(printed.output) == vault.list_erasures()
    assert runner.invoke(args=["vault", "rotate"]).output == "Re-wrapped 0 keys.\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[]", "must be an object"),
        ("{", "not JSON"),
        ('{"person:a": 3}', "person:a: must be an instant"),
        ('{"person:a": "2026-11-23T09:00:00"}', "person:a: must be an instant"),
    ],
)
def test_a_wrong_list_is_refused_in_one_line(sqlite_app, content, fault):
    done = sqlite_app.test_cli_runner().invoke(args=["vault", "apply-erasures", "-"], input=content)
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {fault}")
    assert done.output.count("\n") == 1


def _run(url, *statements):
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
