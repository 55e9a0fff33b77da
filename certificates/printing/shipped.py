"""The two designs that KommA brings along. Pure."""

from __future__ import annotations

from certificates.printing.design import Design, Signatory

_TEXTS = {
    "de": {
        "title": "Teilnahmebescheinigung",
        "before_name": "Hiermit wird bestätigt, dass",
        "after_name": "an folgender Fortbildung teilgenommen hat:",
        "text": "",
        "notice": "{funder_notice}",
    },
    "en": {
        "title": "Certificate of Participation",
        "before_name": "This is to confirm that",
        "after_name": "has taken part in the following training:",
        "text": "",
        "notice": "{funder_notice}",
    },
}
_FOOT = ("signatories", "check", "notice")

#: A frame, everything in the middle, name and headings in a serif.
CLASSIC = Design(
    style="classic",
    colour="blue",
    alignment="centre",
    blocks=("logo", "title", "holder", "text", "facts", "modules"),
    foot=_FOOT,
    texts=_TEXTS,
    signatories=(Signatory(),),
)
#: No frame but a bar of colour, everything at the left, name and headings in a sans.
CLEAR = Design(
    style="clear",
    colour="green",
    alignment="left",
    blocks=("logo", "title", "holder", "facts", "modules", "text"),
    foot=_FOOT,
    texts=_TEXTS,
    signatories=(Signatory(),),
)
SHIPPED = {"Klassisch": CLASSIC, "Klar": CLEAR}
