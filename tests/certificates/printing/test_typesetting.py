"""What is measured before a certificate is laid out never rules out what would have fitted."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates import rendering
from certificates.printing.document import CertificateModule
from certificates.printing.typesetting import DENSITIES, possible_densities, set_display
from tests.certificates.test_rendering import CERTIFICATE


def pages_at(data, display, density) -> int:
    pdf = rendering.lay_out(rendering._markup(data, display, density), data.verify_url)
    return len(PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("rows", [0, 4, 8, 14])
@pytest.mark.parametrize(
    "name", ["Ada Ott", "Maximiliane-Theodora von und zu Hohenstein-Wartenberg"]
)
def test_a_density_that_is_left_out_would_not_have_fitted(rows, name):
    modules = tuple(CertificateModule(title=f"Teil {row}", minutes=30) for row in range(rows))
    data = replace(CERTIFICATE, holder_name=name, modules=modules)
    display = set_display(data.holder_name, data.course_title)
    possible = possible_densities("Teilnahmebescheinigung", display, rows=rows)
    tightest_left_out = len(DENSITIES) - len(possible) - 1

    assert possible == DENSITIES[tightest_left_out + 1 :]
    if tightest_left_out >= 0:
        assert pages_at(data, display, DENSITIES[tightest_left_out]) > 1


def test_laying_out_is_not_tried_in_vain_more_than_once_for_an_ordinary_course(monkeypatch):
    tried = []
    lay_out = rendering.lay_out
    monkeypatch.setattr(rendering, "lay_out", lambda *given: tried.append(given) or lay_out(*given))
    modules = tuple(CertificateModule(title=f"Teil {row}", minutes=30) for row in range(8))

    rendering.render_pdf(replace(CERTIFICATE, modules=modules))

    assert len(tried) <= 2
