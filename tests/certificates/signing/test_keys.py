"""One key is in use; whatever ever signed stays published, and what it signed verifiable."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import count

import pytest
from cryptography import x509
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.vault import current_vault
from certificates.signing import making, services
from certificates.signing.errors import KeyInUse, NoSigningKey
from certificates.signing.jobs import use_configuration
from certificates.signing.judging import judge_pdf
from certificates.signing.making import VALIDITY
from certificates.signing.material import SigningMaterial
from certificates.signing.models import SigningKey
from certificates.signing.pdf_signature import sign_pdf
from certificates.signing.queries import (
    find_key_by_fingerprint,
    find_key_in_use,
    list_published_keys,
)
from certificates.signing.readiness import signing_problem
from tests.certificates.factories import make_past_cohort, make_signing_key
from tests.certificates.signing.papers import paper
from tests.house.clock import START
from tests.house.databases import on_sqlite_only


@cache
def pair(number: int) -> SigningMaterial:
    """A key pair like those that are made, but smaller and made once."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(making, "KEY_BITS", 2048)
        return making.make_material(name=f"Amt {number}", now=START)


@pytest.fixture
def few_keys(monkeypatch):
    """Has the commands make the same keys again and again: making one takes a while."""
    made = map(pair, count(1))
    monkeypatch.setattr(services, "make_material", lambda **_given: next(made))


@pytest.fixture
def configured(app, tmp_path, monkeypatch):
    """The operator's own key, set after the app was made."""
    path = tmp_path / "own.pem"
    path.write_bytes(pair(0).to_pem())
    house = app.extensions["komma"]
    monkeypatch.setattr(house, "settings", replace(house.settings, certificate_key=path))
    monkeypatch.setitem(app.extensions, services.CONFIGURED, pair(0))
    return pair(0)


def command(app, *words: str):
    return app.test_cli_runner().invoke(args=["certificates", "keys", *words])


def test_the_commands_make_list_and_change_keys(app, few_keys):
    refused = command(app, "rotate")
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "`create` makes the first" in refused.output

    first = command(app, "create", "--name", "Programmbüro").output.strip()
    again = command(app, "create")
    assert again.exit_code == 1
    assert "`rotate`" in again.output
    second = command(app, "rotate").output.strip()

    listed = command(app, "list").output
    assert listed.index(f"{second} (in use)") < listed.index(f"{first} (until 20")
    assert listed.index("Amt 2") < listed.index("Amt 1")
    assert listed.count("in the vault") == 2

    exported = command(app, "export", first)
    certificate = x509.load_pem_x509_certificate(exported.output.encode())
    assert certificate == pair(1).certificate
    assert command(app, "export", "-nothing").exit_code == 1
    acts = db.session.scalars(select(AuditEntry.action)).all()
    assert acts == ["signing_key.put_in_use"] * 2


@on_sqlite_only
def test_what_an_old_key_signed_stays_verifiable(app, client, few_keys):
    old = services.create_key(name="Amt", now=START)
    signed = sign_pdf(paper(), services.open_key(old), now=START)
    new = services.rotate_key(name="Amt", now=START)

    assert (old.in_use, new.in_use) == (False, True)
    assert [key.key_id for key in list_published_keys()] == [new.key_id, old.key_id]
    assert find_key_by_fingerprint(judge_pdf(signed).fingerprint) is old
    published = client.get("/.well-known/komma-certificates.pem")
    assert published.mimetype == "application/x-pem-file"
    offered = x509.load_pem_x509_certificates(published.data)
    assert [each.fingerprint(each.signature_hash_algorithm).hex() for each in offered] == [
        new.fingerprint,
        old.fingerprint,
    ]


def test_there_is_one_key_in_use(app, few_keys):
    services.create_key(name="Amt", now=START)
    with pytest.raises(KeyInUse):
        services.create_key(name="Amt", now=START)


@on_sqlite_only
def test_an_open_key_stays_open_and_a_lost_one_says_so(app, few_keys, monkeypatch):
    key = services.create_key(name="Amt", now=START)
    monkeypatch.setitem(app.extensions, services.OPENED, {})
    once = services.get_signing_material(now=START)
    assert services.get_signing_material(now=START) == once == (key, services.open_key(key))
    assert once[1].fingerprint == key.fingerprint

    with pytest.raises(NoSigningKey):
        services.get_signing_material(now=START + VALIDITY * 2)
    monkeypatch.setitem(app.extensions, services.OPENED, {})
    key.sealed = current_vault().seal("somebody else", services.PURPOSE, b"another key")
    with pytest.raises(NoSigningKey):
        services.open_key(key)


@on_sqlite_only
def test_the_configured_key_goes_before_one_of_ours(app, few_keys, configured):
    ours = services.create_key(name="Amt", now=START)

    assert use_configuration(START) == 1
    assert use_configuration(START) == 0
    key, opened = services.get_signing_material(now=START)
    assert (key.fingerprint, key.sealed) == (configured.fingerprint, None)
    assert opened.fingerprint == configured.fingerprint
    assert find_key_by_fingerprint(ours.fingerprint).retired_at == START
    assert "in the file of CERTIFICATE_KEY" in command(app, "list").output
    for word in ("create", "rotate"):
        assert "CERTIFICATE_KEY: is set" in command(app, word).output


@on_sqlite_only
def test_a_configured_key_comes_back_into_use_and_is_missed_when_it_is_gone(
    app, few_keys, configured, monkeypatch
):
    use_configuration(START)
    services.rotate_key(name="Amt", now=START)
    assert use_configuration(START) == 1
    assert find_key_in_use().retired_at is None
    assert len(list_published_keys()) == 2

    house = app.extensions["komma"]
    monkeypatch.setattr(house, "settings", replace(house.settings, certificate_key=None))
    monkeypatch.setitem(app.extensions, services.OPENED, {})
    assert use_configuration(START) == 0
    with pytest.raises(NoSigningKey):
        services.get_signing_material(now=START)


@on_sqlite_only
def test_time_stamps_are_asked_for_where_a_server_is_configured(app, monkeypatch):
    house = app.extensions["komma"]
    stamping = replace(house.settings, time_stamp_url="http://stamps.example.org")
    monkeypatch.setattr(house, "settings", stamping)
    monkeypatch.setitem(app.extensions, services.OPENED, {})
    make_signing_key()
    assert services.get_signing_material(now=START)[1].time_stamp_url == stamping.time_stamp_url


@on_sqlite_only
def test_readiness_asks_for_a_key_once_there_are_cohorts(app, personas):
    assert signing_problem(START) is None
    make_past_cohort(trainer=personas.trainer.person)
    assert "flask certificates keys" in signing_problem(START)
    make_signing_key()
    assert signing_problem(START) is None


def test_keys_made_at_once_leave_one_in_use(committing_app, few_keys):
    def make(command) -> bool:
        with committing_app.app_context():
            try:
                command(name="Amt", now=START)
                db.session.commit()
            except KeyInUse:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(make, [services.create_key] * 4)) == 1
        assert all(pool.map(make, [services.rotate_key] * 2))
    with committing_app.app_context():
        in_use = select(func.count()).select_from(SigningKey).where(SigningKey.in_use)
        assert db.session.scalar(in_use) == 1
        assert len(list_published_keys()) == 3
