"""The operator's own key is read from PEM or PKCS#12; what is wrong with it stops the start."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_curve_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from app.config import settings_from_environment
from app.kernel.errors import ConfigurationError
from certificates.signing.key_file import read_key_file, require_valid
from certificates.signing.making import VALIDITY
from tests.certificates.factories import material
from tests.house.clock import START

SMALL = generate_private_key(65537, 1024)  # noqa: S505
KEY, CERTIFICATE = material().private_key, material().certificate_pem.encode()


def pem(key=KEY, password: bytes | None = None) -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def pkcs12(password: bytes | None) -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return serialize_key_and_certificates(b"", KEY, material().certificate, None, encryption)


@pytest.fixture
def read(tmp_path):
    def read(content: bytes, password: str = ""):
        path = tmp_path / "key"
        path.write_bytes(content)
        return read_key_file(path, password)

    return read


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (pem() + CERTIFICATE, ""),
        (CERTIFICATE + pem(password=b"secret"), "secret"),
        (pkcs12(None), ""),
        (pkcs12("Schlüssel".encode()), "Schlüssel"),
    ],
)
def test_a_key_is_read_with_its_certificate(read, content, password):
    assert read(content, password).fingerprint == material().fingerprint


@pytest.mark.parametrize(
    ("content", "password", "fault"),
    [
        (b"", "", "CERTIFICATE_KEY: must be a PEM or PKCS#12 file"),
        (b"hello", "secret", "CERTIFICATE_KEY: must be a PEM or PKCS#12 file"),
        (CERTIFICATE, "", "CERTIFICATE_KEY: must be a PEM or PKCS#12 file"),
        (pem(), "", "CERTIFICATE_KEY: holds no certificate"),
        (pem(password=b"a") + CERTIFICATE, "", "CERTIFICATE_KEY_PASSWORD: must be set"),
        (pem(password=b"a") + CERTIFICATE, "b", "CERTIFICATE_KEY_PASSWORD: does not open"),
        (pem() + CERTIFICATE, "b", "CERTIFICATE_KEY_PASSWORD: the key needs none"),
        (pkcs12(b"a"), "b", "CERTIFICATE_KEY_PASSWORD: does not open"),
        (pkcs12(b"a"), "", "CERTIFICATE_KEY_PASSWORD: does not open"),
        (pem(new_curve_key(SECP256R1())) + CERTIFICATE, "", "CERTIFICATE_KEY: must hold an RSA"),
        (pem(SMALL) + CERTIFICATE, "", "at least 2048 bits"),
        (pem(generate_private_key(65537, 2048)) + CERTIFICATE, "", "holds no certificate"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(read, content, password, fault):
    with pytest.raises(ConfigurationError) as refused:
        read(content, password)
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_named():
    settings = settings_from_environment({"KOMMA_MODE": "test", "CERTIFICATE_KEY": "/not/there"})
    with pytest.raises(ConfigurationError, match="CERTIFICATE_KEY: cannot be read"):
        settings.require_serving()


def test_a_certificate_counts_while_it_is_valid():
    require_valid(material(), now=START)
    for then in (START - timedelta(days=1), START + VALIDITY + timedelta(days=1)):
        with pytest.raises(ConfigurationError, match="CERTIFICATE_KEY: the certificate is valid"):
            require_valid(material(), now=then)


def test_the_time_stamp_server_has_a_web_address():
    with pytest.raises(ConfigurationError, match="TIME_STAMP_URL"):
        settings_from_environment({"KOMMA_MODE": "test", "TIME_STAMP_URL": "file:///etc/passwd"})
