"""What the blocks of a design say about the data of a certificate."""

from dataclasses import replace
from datetime import date

from certificates.printing.contents import Signature, contents_of
from certificates.printing.design import Signatory
from certificates.printing.shipped import CLASSIC
from tests.certificates.printing.test_document import CERTIFICATE


def said(design=CLASSIC, **texts):
    """CLASSIC with these German texts."""
    return replace(design, texts={**design.texts, "de": {**design.texts["de"], **texts}})


def test_variables_are_filled_with_what_the_certificate_says():
    design = said(
        text="{holder}, {course}, {dates}, {hours}, {issuer}, {issued_on}, {trainer}",
        title="Nachweis für {holder}",
    )

    contents = contents_of(CERTIFICATE, design)

    assert contents.title == "Nachweis für Nguyễn Thị Hồng Ánh"
    assert contents.text == (
        "Nguyễn Thị Hồng Ánh, Krisenkommunikation, am 3. und 10. März 2026, 1 Stunde 30 Minuten, "
        "Programmbüro KommA, 12. März 2026, Miriam Schütz",
    )


def test_an_empty_line_parts_paragraphs_and_what_is_filled_in_does_not():
    data = replace(CERTIFICATE, notice="eins\n\nzwei {holder}")

    contents = contents_of(data, said(text="Erster\nSatz.\n \n\nZweiter: {funder_notice}"))

    assert contents.text == ("Erster Satz.", "Zweiter: eins zwei {holder}")


def test_a_paragraph_with_nothing_to_fill_in_is_left_out():
    design = said(text="Bleibt.\n\nGültig bis {valid_until}.", before_name="{funder_notice}")

    without = contents_of(CERTIFICATE, design)
    with_end = contents_of(replace(CERTIFICATE, valid_until=date(2028, 2, 29)), design)

    assert (without.text, without.before_name, without.notice) == (("Bleibt.",), "", ())
    assert with_end.text == ("Bleibt.", "Gültig bis 29. Februar 2028.")


def test_blocks_that_are_not_shown_say_nothing():
    design = replace(
        said(text="Etwas"), blocks=("title", "holder", "facts"), foot=("signatories", "check")
    )

    contents = contents_of(replace(CERTIFICATE, notice="Gefördert"), design)

    assert (contents.text, contents.rows, contents.notice) == ((), (), ())


def test_signatories_are_the_trainer_and_whom_the_design_names_in_the_language():
    design = replace(
        CLASSIC,
        signatories=(
            Signatory(),
            Signatory(name="Ali Öztürk", function_de="OB", function_en="Mayor"),
        ),
    )

    german = contents_of(replace(CERTIFICATE, signatory_function="Leitung"), design)
    english = contents_of(replace(CERTIFICATE, language="en"), design)

    assert german.signatures == (
        Signature("Miriam Schütz", "Leitung"),
        Signature("Ali Öztürk", "OB"),
    )
    assert english.signatures == (Signature("Miriam Schütz", ""), Signature("Ali Öztürk", "Mayor"))


def test_the_check_block_says_what_there_is_to_say():
    data = replace(CERTIFICATE, valid_until=date(2028, 3, 12), replaces="MFRG-GZDF")
    address = "https://komma.example.org/verify/pK3vQ2xR8mN5tY7wZ1aB4c"

    assert contents_of(CERTIFICATE, CLASSIC).check_lines == (
        f"Echtheit online prüfen: {address}",
        "Prüfcode: pK3vQ2xR8mN5tY7wZ1aB4c",
    )
    assert contents_of(data, CLASSIC).check_lines == (
        "Gültig bis 12. März 2028",
        f"Echtheit online prüfen: {address}",
        "Prüfcode: pK3vQ2xR8mN5tY7wZ1aB4c",
        "Ersetzt die Bescheinigung MFRG-GZDF",
    )


def test_every_text_of_the_design_is_among_those_that_need_a_font():
    design = replace(
        said(title="T1", before_name="B1", after_name="A1", text="X1", notice="N1"),
        signatories=(Signatory(name="S1", function_de="F1"),),
    )

    texts = contents_of(replace(CERTIFICATE, replaces="R1"), design).all_texts()

    for text in ("T1", "B1", "A1", "X1", "N1", "S1", "F1"):
        assert text in texts
    assert any("R1" in text for text in texts)
