"""`flask certificates verify`: what the contract says, on files of all kinds."""

import hashlib
import json

import pytest

from app.config import settings_from_environment
from app.factory import create_app
from app.kernel.db import db
from certificates.signing.making import make_material
from certificates.signing.pdf_signature import sign_pdf
from certificates.signing.services import put_in_use
from tests.certificates.factories import (
    make_certificate,
    make_past_cohort,
    material,
)
from tests.certificates.signing.papers import CODE, NOW, changed, paper
from tests.house.clock import START
from tests.house.databases import build_app, dispose, in_turn

pytestmark = in_turn


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sign_pdf(paper(), material(), now=NOW)


@pytest.fixture
def issued(personas, signed):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    digest = hashlib.sha256(signed).hexdigest()
    certificate = make_certificate(
        person=personas.owner.person, cohort=cohort, code=CODE, pdf=signed, pdf_digest=digest
    )
    db.session.commit()
    return certificate


def verify(app, *files: str, content: bytes | None = None):
    return app.test_cli_runner().invoke(args=["certificates", "verify", *files], input=content)


def verified(app, content: bytes) -> dict:
    done = verify(app, "-", content=content)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_valid_certificate_of_ours(app, issued, signed):
    done = verify(app, "-", content=signed)
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "certificate": CODE,
        "intact": True,
        "signed_by": "Programmbüro KommA",
        "covers_whole_file": True,
        "status": "valid",
    }


def test_what_was_revoked_or_superseded_says_so(app, issued, signed):
    issued.superseded_at = START
    db.session.commit()
    assert verified(app, signed)["status"] == "superseded"
    issued.revoked_at, issued.revocation_reason = START, "Versehen"
    db.session.commit()
    assert verified(app, signed)["status"] == "revoked"


def test_a_changed_octet_makes_it_worth_nothing(app, issued, signed):
    said = verified(app, changed(signed, signed.index(b"Teilnahme")))
    assert (said["intact"], said["status"]) == (False, "unknown")
    assert set(said) == {"certificate", "intact", "signed_by", "covers_whole_file", "status"}


def test_what_is_not_registered_or_not_ours_is_unknown(app, issued):
    unregistered = sign_pdf(paper(code="ZYXWVTSRQPNMKJHGFEDCBA987654"), material(), now=NOW)
    assert verified(app, unregistered)["status"] == "unknown"
    stranger = make_material(name="Programmbüro KommA", now=NOW)
    forged = verified(app, sign_pdf(paper(), stranger, now=NOW))
    assert (forged["intact"], forged["status"]) == (True, "unknown")
    put_in_use(material=stranger, sealed=True, now=NOW)
    db.session.commit()
    other_key = verified(app, sign_pdf(paper(), stranger, now=NOW))
    assert other_key["status"] == "unknown", "ours, but not the key that signed this one"
    assert verified(app, sign_pdf(paper(code=None), material(), now=NOW))["certificate"] is None


def test_several_files_are_a_line_each(app, signed, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed)
    (tmp_path / "plain.pdf").write_bytes(paper())
    done = verify(app, *(str(tmp_path / name) for name in ("plain.pdf", "signed.pdf", "no.pdf")))

    plain, sound, missing = map(json.loads, done.stdout.splitlines())
    assert done.exit_code == 2
    assert plain == {"error": "document: bears no signature"}
    assert sound["intact"]
    assert "cannot be read" in missing["error"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"hello", "document: is no PDF\n"),
        (paper(), "document: bears no signature\n"),
        (b"%PDF-1.7" + bytes(11 * 1024 * 1024), "-: is too large (more than 10485760 bytes)\n"),
    ],
)
def test_what_cannot_be_judged_is_said_in_one_line(app, content, fault):
    done = verify(app, "-", content=content)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", fault)


def test_without_tables_or_a_server_the_status_is_unknown(tmp_path, signed):
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    for url in (f"sqlite:///{empty}", "postgresql+psycopg://nobody@127.0.0.1:9/nothing"):
        app = build_app(url, tmp_path)
        said = verified(app, signed)
        assert (said["intact"], said["status"]) == (True, "unknown")
        dispose(app)


def test_nothing_needs_to_be_configured_and_nothing_is_made(tmp_path, signed):
    folder = tmp_path / "instance"
    app = create_app(settings_from_environment({"INSTANCE_FOLDER": str(folder)}))
    assert verified(app, signed)["intact"]
    dispose(app)
    assert not [path for path in folder.rglob("*") if path.is_file()]
