"""Commands of signing keys: make one, put another in its place, open the one in use.

A key of the operator's configuration (CERTIFICATE_KEY) goes before one that KommA made.
"""

from dataclasses import replace
from datetime import datetime

from flask import current_app

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.vault import Unreadable, current_vault
from certificates.signing.errors import KeyInUse, NoSigningKey
from certificates.signing.key_file import read_key_file
from certificates.signing.making import make_material
from certificates.signing.material import SigningMaterial
from certificates.signing.models import SigningKey
from certificates.signing.queries import find_key_by_fingerprint, find_key_in_use, get_key_in_use

PURPOSE = "signing key"
KEYS_LOCK = "signing-keys"
OPENED = "certificates.signing.opened"
CONFIGURED = "certificates.signing.configured"


def create_key(*, name: str, now: datetime) -> SigningKey:
    """Make the first key, for `name`, and use it from now on. Raises KeyInUse where there is one.

    Two at once: the lock lets the second see the first, and the constraint
    `uq_signing_keys_in_use` holds whatever happens.
    """
    lock(KEYS_LOCK)
    if find_key_in_use() is not None:
        raise KeyInUse(KeyInUse.MESSAGE)
    material = make_material(name=name, now=now)
    return _put_in_use_and_record(material, sealed=True, now=now)


def rotate_key(*, name: str, now: datetime) -> SigningKey:
    """Make another key for `name` and use it from now on; the one before stays published.

    Raises NoSigningKey where there is none before.
    """
    lock(KEYS_LOCK)
    get_key_in_use()
    material = make_material(name=name, now=now)
    return _put_in_use_and_record(material, sealed=True, now=now)


def use_configured_key(*, now: datetime) -> SigningKey | None:
    """Use the key of the configuration from now on, unless it is in use or there is none.

    Returns it where it was put in use. Raises ConfigurationError.
    """
    material = configured_material()
    if material is None or _is_in_use(material):
        return None
    lock(KEYS_LOCK)
    db.session.expire_all()
    return None if _is_in_use(material) else _put_in_use_and_record(material, sealed=False, now=now)


def put_in_use(*, material: SigningMaterial, sealed: bool, now: datetime) -> SigningKey:
    """Use `material` from now on. Its private half is kept `sealed` by the vault, or outside."""
    lock(KEYS_LOCK)
    former = find_key_in_use()
    if former is not None:
        former.in_use = False
        former.retired_at = now
        db.session.flush()
    key = find_key_by_fingerprint(material.fingerprint)
    if key is None:
        key = SigningKey(
            key_id=material.key_id,
            fingerprint=material.fingerprint,
            certificate=material.certificate_pem,
            created_at=now,
        )
        db.session.add(key)
    key.in_use, key.retired_at = True, None
    if sealed:
        key.sealed = current_vault().seal(_subject(material.key_id), PURPOSE, material.to_pem())
    db.session.flush()
    return key


def get_signing_material(*, now: datetime) -> tuple[SigningKey, SigningMaterial]:
    """The key that certificates are signed with now, and what it takes to sign. Only reads.

    Raises NoSigningKey, also where the key's certificate is no longer valid.
    """
    key = get_key_in_use()
    material = open_key(key)
    if now > material.certificate.not_valid_after_utc:
        raise NoSigningKey(NoSigningKey.MESSAGE)
    return key, material


def open_key(key: SigningKey) -> SigningMaterial:
    """What it takes to sign with the key. Raises NoSigningKey where it cannot be opened.

    It stays open for as long as the process lives: neither the vault nor the file is asked again.
    """
    opened = current_app.extensions.setdefault(OPENED, {})
    if key.key_id not in opened:
        url = current_app.extensions["komma"].settings.time_stamp_url
        opened[key.key_id] = replace(_opened(key), time_stamp_url=url)
    return opened[key.key_id]


def configured_material() -> SigningMaterial | None:
    """The key of the configuration, read once per process, or None. Raises ConfigurationError."""
    house = current_app.extensions["komma"]
    if house.settings.certificate_key is None:
        return None
    if CONFIGURED not in current_app.extensions:
        current_app.extensions[CONFIGURED] = read_key_file(
            house.settings.certificate_key, house.settings.certificate_key_password
        )
    return current_app.extensions[CONFIGURED]


def _opened(key: SigningKey) -> SigningMaterial:
    if key.sealed is None:
        material = configured_material()
        if material is None or material.fingerprint != key.fingerprint:
            raise NoSigningKey(NoSigningKey.MESSAGE)
        return material
    try:
        pem = current_vault().open(_subject(key.key_id), PURPOSE, key.sealed)
    except Unreadable as lost:
        raise NoSigningKey(NoSigningKey.MESSAGE) from lost
    return SigningMaterial.from_pem(pem)


def _put_in_use_and_record(material: SigningMaterial, *, sealed: bool, now: datetime) -> SigningKey:
    key = put_in_use(material=material, sealed=sealed, now=now)
    audit.record("signing_key.put_in_use", key, actor=None, now=now)
    return key


def _is_in_use(material: SigningMaterial) -> bool:
    key = find_key_in_use()
    return key is not None and key.fingerprint == material.fingerprint


def _subject(key_id: str) -> str:
    return f"signing-key:{key_id}"
