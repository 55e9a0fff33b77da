"""What a definition needs besides being right, so that people can be asked with it. Pure."""

import re

from app.kernel.documents import Field
from app.kernel.yaml_documents import parse_yaml
from assessments.instruments.definition import Instrument, read_instrument
from assessments.instruments.shelf import resilience_check

LONGEST_KEY = 60

# Keys stand in addresses and in the names of fields.
_KEY = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_KEY - 1}}}")
_KEY_FAULT = f"must be up to {LONGEST_KEY} letters, digits, points, hyphens and underscores"


def read_importable(content: bytes) -> Instrument:
    """The instrument that `content` defines, complete. Raises `DocumentError` saying what to do."""
    instrument, members = read_instrument(content), parse_yaml(content).members()
    if instrument.key == resilience_check().key:
        raise members["key"].error("is that of KommA's own check, which is shipped; take another")
    _check_keys(members)
    if instrument.missing:
        first, others = instrument.missing[0], len(instrument.missing) - 1
        more = f" (and {others} more)" if others else ""
        raise first.error(
            f"is still to be written{more}; complete a copy of the file with what you have the "
            "right to use, then import that"
        )
    return instrument


def _check_keys(members: dict[str, Field]) -> None:
    keyed = (*members["items"].elements(), *members["scores"].elements())
    for field in (members["key"], *(element.member("key") for element in keyed)):
        if not _KEY.fullmatch(field.value.strip()):
            raise field.error(_KEY_FAULT)
