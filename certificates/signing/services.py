"""Commands of signing keys: make one, put another in its place, open the one in use."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db, lock
from app.kernel.vault import Unreadable, current_vault
from certificates.signing.errors import NoSigningKey
from certificates.signing.making import make_material
from certificates.signing.material import SigningMaterial
from certificates.signing.models import SigningKey

PURPOSE = "signing key"
KEYS_LOCK = "signing-keys"


def create_key(*, name: str, now: datetime) -> SigningKey:
    """Make a key for `name` and use it from now on; the one used before stays published."""
    return put_in_use(material=make_material(name=name, now=now), sealed=True, now=now)


def put_in_use(*, material: SigningMaterial, sealed: bool, now: datetime) -> SigningKey:
    """Use `material` from now on. Its private half is kept `sealed` by the vault, or outside."""
    lock(KEYS_LOCK)
    former = db.session.scalar(select(SigningKey).where(SigningKey.in_use))
    if former is not None:
        former.in_use = False
        former.retired_at = now
        db.session.flush()
    key = SigningKey(
        key_id=material.key_id,
        fingerprint=material.fingerprint,
        certificate=material.certificate_pem,
        created_at=now,
        in_use=True,
    )
    if sealed:
        key.sealed = current_vault().seal(_subject(material.key_id), PURPOSE, material.to_pem())
    db.session.add(key)
    db.session.flush()
    return key


def open_key(key: SigningKey) -> SigningMaterial:
    """The key to sign with. Raises NoSigningKey where its private half cannot be opened."""
    if key.sealed is None:
        raise NoSigningKey(NoSigningKey.MESSAGE)
    try:
        pem = current_vault().open(_subject(key.key_id), PURPOSE, key.sealed)
    except Unreadable as lost:
        raise NoSigningKey(NoSigningKey.MESSAGE) from lost
    return SigningMaterial.from_pem(pem)


def _subject(key_id: str) -> str:
    return f"signing-key:{key_id}"
