"""Files that people hand in to check: one real certificate, and what can become of it."""

from datetime import date
from functools import cache
from io import BytesIO

import pikepdf

from certificates.badges.credential import CredentialFacts
from certificates.issuing.production import Order, produce
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.rendering import render_pdf
from certificates.printing.shipped import CLASSIC
from certificates.register.codes import grouped_code
from certificates.signing.making import make_material
from certificates.signing.material import SigningMaterial
from certificates.signing.pdf_signature import sign_pdf
from tests.certificates.factories import material
from tests.house.clock import START

CODE = "7K3M9Q2XABCDEFGHJKMNPQRSTVWX"
CREDENTIAL_ID = "5b6ae0cf-7d53-4d0e-8bd8-2ad1a9c9dd20"

DATA = CertificateData(
    holder_name="Ada Beispiel",
    course_title="Bedrohungen ernst nehmen",
    modules=(CertificateModule(title="Recht und Fürsorgepflicht", minutes=180),),
    total_minutes=180,
    dates=(date(2026, 11, 9), date(2026, 11, 10)),
    issuer="Programmbüro KommA",
    signatory="Toni Beispiel",
    issued_on=date(2026, 11, 23),
    code=grouped_code(CODE),
    verify_url=f"http://localhost/verify/{CODE}",
    language="de",
)
FACTS = CredentialFacts(
    credential_id=CREDENTIAL_ID,
    code=CODE,
    base_url="http://localhost",
    issuer=DATA.issuer,
    course_title=DATA.course_title,
    language=DATA.language,
    total_minutes=DATA.total_minutes,
    dates=DATA.dates,
    issued_at=START,
)


@cache
def issued_file() -> bytes:
    """A certificate as it is issued: laid out, with its credential, signed."""
    order = Order(data=DATA, design=CLASSIC, logo=None, facts=FACTS)
    return produce(order, material())


@cache
def unsigned_file() -> bytes:
    """The same as if somebody had printed it into a new file."""
    return render_pdf(DATA)


@cache
def file_of_others() -> bytes:
    """It looks the same and is signed by somebody who took our name."""
    return sign_pdf(unsigned_file(), other_material(), now=START)


@cache
def other_material() -> SigningMaterial:
    """A key that is not ours, for the same name."""
    return make_material(name="Programmbüro KommA", now=START)


def changed_file() -> bytes:
    """One byte in its middle is another."""
    content = bytearray(issued_file())
    content[len(content) // 3] ^= 1
    return bytes(content)


def extended_file() -> bytes:
    """Something was appended after it was signed."""
    return issued_file() + b"\n% and there is more\n"


@cache
def locked_file() -> bytes:
    """It opens with a password."""
    target = BytesIO()
    with pikepdf.open(BytesIO(unsigned_file())) as document:
        document.save(target, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return target.getvalue()
