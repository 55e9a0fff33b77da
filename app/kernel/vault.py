"""Encrypts what only its owner may read: answers, experienced situations, self-assessments.

Every subject (a person, a self-assessment, later a case or a calendar source) has a random data
key. Data keys are wrapped by VAULT_KEY and live in a store of their own (KEYS_URL), apart from the
data they open. Erasing a subject's key makes all that was sealed with it unreadable, in every copy
and backup of the database. Whoever holds the database, the key store and VAULT_KEY together can
read everything.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce for each text and each wrapped key; subject
and purpose are authenticated with it, so a sealed text cannot be moved to somebody else's row.
Texts are filled up to whole blocks first: how long a sealed one is must not tell what somebody
answered.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.kernel.errors import ConfigurationError
from app.kernel.key_store import KeyStore, WrappedKey

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"
BLOCK_BYTES = 1024
END_OF_TEXT = b"\x80"


class Unreadable(Exception):
    """What was sealed cannot be opened: its key was erased, or it was tampered with."""


class KeyErased(Unreadable):
    """There is no key for the subject (any more): whatever was sealed with it is gone for good."""


@dataclass(frozen=True)
class SubjectsErased:
    """The keys of these subjects are gone for good: rows that still hold something of them may go.

    Announced when a list of erasures has been applied, since a restored database has such rows.
    """

    subjects: frozenset[str]


@dataclass(frozen=True)
class WrappingKey:
    """One of the operator's keys. `name` tells which one wrapped a data key, and nothing else."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return hashlib.sha256(b"komma vault key name" + self.secret).hexdigest()[:16]


def new_wrapping_key() -> str:
    """A random key as VAULT_KEY holds it."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def read_wrapping_keys(text: str) -> tuple[WrappingKey, ...]:
    """The keys of VAULT_KEY: base64 of 32 random bytes each, newest first, parted by commas.

    Raises ConfigurationError for anything else.
    """
    keys = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            secret = base64.b64decode(part, validate=True)
        except (binascii.Error, ValueError):
            secret = b""
        if len(secret) != KEY_BYTES:
            raise ConfigurationError("VAULT_KEY", "must be base64 of 32 bytes, or several by comma")
        keys.append(WrappingKey(secret))
    return tuple(keys)


class Vault:
    """Seals and opens for one app. `wrapping_keys` come newest first.

    Every method raises ConfigurationError where VAULT_KEY lacks the key that it needs.
    """

    def __init__(self, keys_url: str, wrapping_keys: tuple[WrappingKey, ...]) -> None:
        self._store = KeyStore(keys_url)
        self._wrapping_keys = wrapping_keys
        self._may_make_keys = False

    def seal(
        self, subject: str, purpose: str, text: bytes, *, block_bytes: int = BLOCK_BYTES
    ) -> bytes:
        """`text` encrypted with the data key of `subject`, which is made if there is none.

        It is filled up to whole blocks of `block_bytes`. Raises KeyErased where the subject was
        erased: nothing is kept about them any more.
        """
        data_key = self._find_key(subject) or self._make_key(subject)
        return _encrypt(data_key, _filled_up(text, block_bytes), _context(subject, purpose))

    def open(self, subject: str, purpose: str, sealed: bytes) -> bytes:
        """What `seal` got for this subject and purpose. Raises Unreadable."""
        return self.open_all(subject, purpose, [sealed])[0]

    def open_all(self, subject: str, purpose: str, sealed: Sequence[bytes]) -> list[bytes]:
        """`open` for several texts of one subject, with one look into the key store."""
        if not sealed:
            return []
        data_key = self._find_key(subject)
        if data_key is None:
            raise KeyErased("there is no key for this subject")
        context = _context(subject, purpose)
        return [_without_filling(_decrypt(data_key, text, context)) for text in sealed]

    def open_readable(self, subject: str, sealed: Mapping[str, bytes]) -> dict[str, bytes]:
        """`open` for one text of each purpose, with one look into the key store.

        Texts that were changed are left out. Raises Unreadable where there is no key for them.
        """
        if not sealed:
            return {}
        data_key = self._find_key(subject)
        if data_key is None:
            raise KeyErased("there is no key for this subject")
        opened = {}
        for purpose, text in sealed.items():
            with suppress(Unreadable):
                decrypted = _decrypt(data_key, text, _context(subject, purpose))
                opened[purpose] = _without_filling(decrypted)
        return opened

    def open_each(self, purpose: str, sealed: Mapping[str, bytes]) -> dict[str, bytes]:
        """`open` for one text of each subject, with one look into the key store.

        Subjects without a key (any more) are left out. Raises Unreadable for a changed text.
        """
        keys = self._store.find(list(sealed))
        return {
            subject: _without_filling(
                _decrypt(self._unwrap(key), sealed[subject], _context(subject, purpose))
            )
            for subject, key in keys.items()
        }

    def seal_anew(
        self, purpose: str, sealed: Mapping[str, bytes], *, block_bytes: int = BLOCK_BYTES
    ) -> dict[str, bytes]:
        """One text of each subject, sealed once more, with one look into the key store.

        So nobody who compares two copies of a table sees which of them has changed. Those that
        cannot be opened are left out.
        """
        renewed = {}
        for subject, key in self._store.find(list(sealed)).items():
            data_key, context = self._unwrap(key), _context(subject, purpose)
            try:
                text = _without_filling(_decrypt(data_key, sealed[subject], context))
            except Unreadable:
                continue
            renewed[subject] = _encrypt(data_key, _filled_up(text, block_bytes), context)
        return renewed

    def erase(self, subject: str, *, now: datetime) -> bool:
        """Delete the data key of `subject` at once and for good; whether there was one.

        The day is remembered. It holds whatever becomes of the transaction around it: where rows
        go with the key, `app.kernel.key_erasing` erases it with their commit.
        """
        return self._store.erase(subject, on=now.astimezone(UTC).date())

    def find_erased(self, subjects: Collection[str]) -> set[str]:
        """Those of `subjects` whose key was erased. Others without a key never had one, or have
        lost it.
        """
        return self._store.find_erased(subjects)

    def list_erasures(self) -> dict[str, date]:
        """Subjects whose keys were erased, and on which day: to be kept apart from the keys."""
        return self._store.list_erasures()

    def apply_erasures(self, erasures: Mapping[str, date]) -> int:
        """Erase again what a restored key store may hold; returns how many keys it still held."""
        return sum(self._store.erase(subject, on=day) for subject, day in erasures.items())

    def remove_traces(self) -> None:
        """Have the key store tell nothing of the order of its rows. Raises DatabaseBusy."""
        self._store.remove_traces()

    def is_empty(self) -> bool:
        """Whether there is no key at all."""
        return self._store.is_empty()

    def rotate(self) -> int:
        """Wrap every data key with the newest wrapping key; returns how many were re-wrapped.

        From then on the older ones can be taken out of VAULT_KEY. Raises Unreadable for a key that
        was changed in the store; nothing is re-wrapped then.
        """
        return self._store.rewrap(
            self._newest().name, lambda key: self._wrap(key.subject, self._unwrap(key))
        )

    def find_fault(self) -> str | None:
        """Why this vault could not open what was sealed, or None where it could."""
        try:
            self._require_all_keys()
        except ConfigurationError as error:
            return str(error)
        return None

    def require_all_keys(self) -> None:
        """Raise ConfigurationError where VAULT_KEY does not open every key of the store.

        A store that cannot be reached is another matter, see `/readyz`.
        """
        with suppress(SQLAlchemyError):
            self._require_all_keys()

    def close(self) -> None:
        """Let go of the key store's connections."""
        self._store.close()

    def _find_key(self, subject: str) -> bytes | None:
        key = self._store.find([subject]).get(subject)
        return None if key is None else self._unwrap(key)

    def _require_all_keys(self) -> None:
        self._newest()
        for name in self._store.names_in_use():
            self._named(name)

    def _make_key(self, subject: str) -> bytes:
        """A new data key, or the one that another process has just made.

        None is made beside others that VAULT_KEY does not open.
        """
        if not self._may_make_keys:
            self._require_all_keys()
            self._may_make_keys = True
        data_key = os.urandom(KEY_BYTES)
        if self._store.add(self._wrap(subject, data_key)):
            return data_key
        found = self._find_key(subject)
        if found is None:
            raise KeyErased("this subject was erased")
        return found

    def _wrap(self, subject: str, data_key: bytes) -> WrappedKey:
        newest = self._newest()
        wrapped = _encrypt(newest.secret, data_key, _wrapping_context(subject))
        return WrappedKey(subject, wrapped, newest.name)

    def _unwrap(self, key: WrappedKey) -> bytes:
        secret = self._named(key.wrapped_by).secret
        return _decrypt(secret, key.wrapped, _wrapping_context(key.subject))

    def _newest(self) -> WrappingKey:
        if not self._wrapping_keys:
            raise ConfigurationError("VAULT_KEY", "must be set")
        return self._wrapping_keys[0]

    def _named(self, name: str) -> WrappingKey:
        for key in self._wrapping_keys:
            if key.name == name:
                return key
        raise ConfigurationError("VAULT_KEY", f"the key {name}, still in use, is missing")


def current_vault() -> Vault:
    """The vault of the current app."""
    return current_app.extensions["komma"].vault


def _encrypt(key: bytes, text: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, text, context)


def _decrypt(key: bytes, sealed: bytes, context: bytes) -> bytes:
    version, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if version != FORMAT or len(nonce) < NONCE_BYTES:
        raise Unreadable("this is not sealed in a known way")
    try:
        return AESGCM(key).decrypt(nonce, rest, context)
    except InvalidTag as error:
        raise Unreadable("this was sealed with another key, or changed since") from error


def _filled_up(text: bytes, block_bytes: int) -> bytes:
    """`text` and its end mark, filled with zeros to whole blocks (ISO/IEC 7816-4)."""
    marked = text + END_OF_TEXT
    return marked + bytes(-len(marked) % block_bytes)


def _without_filling(block: bytes) -> bytes:
    return block.rstrip(b"\0").removesuffix(END_OF_TEXT)


def _context(subject: str, purpose: str) -> bytes:
    return f"komma data\0{subject}\0{purpose}".encode()


def _wrapping_context(subject: str) -> bytes:
    return f"komma data key\0{subject}".encode()
