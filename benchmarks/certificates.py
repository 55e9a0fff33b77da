"""Certificates per second, one at a time and many at once, beside plain xhtml2pdf.

Plain is `pisa.CreatePDF` on the same page: not tagged, not signed, without a credential. One at a
time in turns, so that the machine's mood falls on all alike; many over all cores as the job makes
them, and with the job itself on SQLite, rows, audit and mails included.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import structlog
from flask_migrate import upgrade
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from app.kernel.cores import cores
from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.permissions import Role
from certificates.badges.credential import CredentialFacts, credential_of
from certificates.badges.tokens import sign_credential
from certificates.issuing.production import Order, produce
from certificates.issuing.queries import list_due
from certificates.issuing.services import ISSUE_JOB, order_certificates
from certificates.issuing.workshop import make_all
from certificates.printing import rendering
from certificates.printing.completing import complete
from certificates.printing.document import CertificateData, CertificateModule
from certificates.printing.qr_code import qr_image
from certificates.printing.rendering import render_pdf
from certificates.printing.shipped import CLASSIC
from certificates.signing.making import make_material
from certificates.signing.material import SigningMaterial
from certificates.signing.pdf_signature import sign_pdf
from tests.certificates.factories import make_past_cohort, make_signing_key
from tests.certificates.issuing.group import add_people
from tests.house.clock import START
from tests.house.databases import build_app
from tests.organisations.factories import make_account, make_municipality

ROUNDS = 15
BATCH = 200
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
CODE = "A" * 28


def main() -> int:
    """Print the parts of one certificate, then what a batch takes."""
    material = make_material(name="Programmbüro KommA", now=NOW)
    order = order_for("Dr. Nguyễn Thị Minh Khai")
    plain = _print_single(order, material)
    _print_batch(material, plain)
    _print_job()
    return 0


def order_for(name: str) -> Order:
    """A certificate of five modules, as the job would have it made."""
    data = CertificateData(
        holder_name=name,
        course_title="Ruhig bleiben im Publikumsverkehr",
        modules=tuple(CertificateModule(title=f"Modul {n}", minutes=60) for n in range(5)),
        total_minutes=300,
        dates=(date(2026, 3, 2), date(2026, 3, 3)),
        issuer="Programmbüro KommA",
        signatory="Toni Trainer",
        issued_on=NOW.date(),
        code=CODE,
        verify_url=f"https://komma.example/verify/{CODE}",
        language="de",
    )
    facts = CredentialFacts(
        credential_id="6f7f3d1e-6a63-4c1c-9d0e-4f6d1b3f2a10",
        code=CODE,
        base_url="https://komma.example",
        issuer=data.issuer,
        course_title=data.course_title,
        language="de",
        total_minutes=300,
        dates=data.dates,
        issued_at=NOW,
        valid_until=None,
    )
    return Order(data=data, design=CLASSIC, logo=None, facts=facts)


def _print_single(order: Order, material: SigningMaterial) -> float:
    """In turns; returns how long plain xhtml2pdf takes."""
    calls = _as_asked(order)
    again = calls[-1]
    laid_out = again()
    credential = sign_credential(credential_of(order.facts), material)
    completed = complete(laid_out, credential=credential, code=CODE)
    folder = tempfile.TemporaryDirectory(prefix="komma-certificates-")
    picture = Path(folder.name) / "code.png"
    picture.write_bytes(qr_image(order.data.verify_url))
    ways: dict[str, Callable[[], object]] = {
        "plain xhtml2pdf, unsigned": lambda: _plain(again.args[0], picture),
        "certificate, signed and tagged": lambda: produce(order, material),
        "  its layout": again,
        "  its structure": lambda: complete(laid_out, credential=credential, code=CODE),
        "  its credential": lambda: sign_credential(credential_of(order.facts), material),
        "  its signature": lambda: sign_pdf(completed, material, now=NOW),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, work in ways.items():
            times[name].append(_seconds(work))
    folder.cleanup()
    medians = {name: statistics.median(found) for name, found in times.items()}
    plain = next(iter(medians.values()))
    print(f"\nOne certificate of five modules, drawn {len(calls)} times until it fits")
    for name, median in medians.items():
        print(f"  {name:<44} {median * 1000:10.2f} ms  {median / plain:8.2f} ×")
    return plain


def _print_batch(material: SigningMaterial, plain: float) -> None:
    """All made, nothing written; processes begin within the time."""
    tasks = ((key, order_for(f"Kim Beispiel {key}")) for key in range(BATCH))
    began = time.perf_counter()
    made = sum(bool(one.pdf) for one in make_all(tasks, material, expected=BATCH, make=produce))
    seconds = time.perf_counter() - began
    if made != BATCH:
        raise RuntimeError(f"{made} of {BATCH} were made")
    print(f"\n{BATCH} certificates at once on {cores()} cores")
    print(f"  {'made':<44} {BATCH / seconds:10.1f} /s  {seconds / BATCH / plain:8.2f} ×")
    print(f"  {'500 of them would take':<44} {500 * seconds / BATCH:10.1f} s")
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"  {'memory of a process, at its peak':<44} {children / 1024:10.0f} MB")


def _print_job() -> None:
    """The job as it runs: with what it reads and writes."""
    with tempfile.TemporaryDirectory(prefix="komma-certificates-") as folder:
        app = build_app(f"sqlite:///{Path(folder) / 'komma.sqlite3'}", Path(folder))
        structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # lines go nowhere
        with app.app_context():
            upgrade()
            trainer = make_account(Role.TRAINER, function=None).person
            make_signing_key()
            cohort = make_past_cohort(trainer=trainer, capacity=BATCH)
            add_people(cohort, make_municipality(), BATCH)
            order_certificates(cohort=cohort, enrolments=list_due(cohort), actor=trainer, now=START)
            db.session.commit()
            began = time.perf_counter()
            issued = run_job(ISSUE_JOB)
            seconds = time.perf_counter() - began
            db.session.remove()
            db.engine.dispose()
    if issued != BATCH:
        raise RuntimeError(f"{issued} of {BATCH} were issued")
    print(f"  {'issued by the job':<44} {BATCH / seconds:10.1f} /s")
    print(f"  {'500 of them would take':<44} {500 * seconds / BATCH:10.1f} s")


def _as_asked(order: Order) -> list[partial[bytes]]:
    """What the certificate has laid out, each time, to be done again."""
    calls: list[partial[bytes]] = []
    lay_out = rendering.lay_out

    def noted(markup: str, *arguments: object, **how: object) -> bytes:
        calls.append(partial(lay_out, markup, *arguments, **how))
        return lay_out(markup, *arguments, **how)

    rendering.lay_out = noted  # type: ignore[assignment]
    try:
        render_pdf(order.data, order.design, logo=order.logo)
    finally:
        rendering.lay_out = lay_out
    return calls


def _plain(markup: str, picture: Path) -> bytes:
    """The same page with the same fonts, by xhtml2pdf as it is; `picture` is the code to scan."""
    target = BytesIO()
    outcome = pisa.CreatePDF(
        markup,
        dest=target,
        encoding="utf-8",
        link_callback=lambda _asked, _base: str(picture),
        resource_policy=ResourceAccessPolicy.server(
            base_dir=None, allow_remote=False, extra_roots=(picture,)
        ),
    )
    if outcome.err:
        raise RuntimeError("plain xhtml2pdf could not lay out the page")
    return target.getvalue()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
