"""Compile message catalogs: `python -m tools.compile_translations FILE.po …` writes FILE.mo."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalog(source: Path) -> Path:
    """Write the compiled form of a catalog beside it, without fuzzy entries; return where."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalog)
    return target


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalog(Path(name))
