"""Translation catalogues: extracted per package, held complete in both directions."""

import re
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.kernel.i18n import PACKAGES_WITH_TEXTS

PROJECT_ROOT = Path(__file__).resolve().parent.parent.parent
JINJA = "jinja2.ext:babel_extract"
METHODS = [("**.py", "python"), ("**/templates/**.html", JINJA), ("**/templates/**.txt", JINJA)]
OPTIONS = {pattern: {"trimmed": "true", "silent": "false"} for pattern, _ in METHODS[1:]}
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
LANGUAGE = "en"  # German is the source
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def catalogue_path(package: str, root: Path = PROJECT_ROOT) -> Path:
    """Where the English catalogue of `package` lies."""
    return root / package / "translations" / LANGUAGE / "LC_MESSAGES" / "messages.po"


def extract(package: str, root: Path = PROJECT_ROOT) -> Catalog:
    """Every text of `package` that asks for translation, without translations."""
    catalogue = Catalog(locale=LANGUAGE, charset="utf-8", project="KommA", copyright_holder="KommA")
    found = extract_from_dir(root / package, METHODS, OPTIONS, keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in sorted(
        found, key=lambda entry: str(entry[2])
    ):
        catalogue.add(message)
    return catalogue


def read(package: str, root: Path = PROJECT_ROOT) -> Catalog:
    """The English catalogue of `package` as it lies there; empty where there is none."""
    path = catalogue_path(package, root)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def faults(package: str, root: Path = PROJECT_ROOT) -> list[str]:
    """Texts of `package` without a translation, and translations that no text uses any more."""
    wanted, given = extract(package, root), read(package, root)
    found = []
    for message in wanted:
        if not message.id:
            continue
        translation = given.get(message.id)
        texts = _texts(translation.string) if translation else []
        if not texts or not all(texts):
            found.append(f"{package}: not translated: {message.id}")
        elif translation.fuzzy:
            found.append(f"{package}: only guessed: {message.id}")
        elif _placeholders(message.id) != _placeholders(translation.string):
            found.append(f"{package}: other placeholders: {message.id}")
    found += [
        f"{package}: used nowhere: {message.id}"
        for message in given
        if message.id and wanted.get(message.id) is None
    ]
    return found


def _texts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    """Names of `%(name)s` in any form of the text; one form may leave the number out."""
    return {name for form in _texts(text) for name in PLACEHOLDER.findall(form)}


def update(package: str, root: Path = PROJECT_ROOT) -> None:
    """Write the catalogue anew: new texts are added empty, unused ones dropped, the rest kept."""
    wanted, given = extract(package, root), read(package, root)
    for message in wanted:
        known = given.get(message.id) if message.id else None
        if known is not None:
            message.string = known.string
    if not len(wanted):
        return
    path = catalogue_path(package, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, wanted, width=100, omit_header=True, sort_output=True, no_location=True)


@click.group("translations")
def translations_commands() -> None:
    """Keep the English catalogues complete."""


@translations_commands.command("update")
def update_all() -> None:
    """Take new texts into the catalogues and drop unused ones."""
    for package in PACKAGES_WITH_TEXTS:
        update(package)


@translations_commands.command("check")
def check_all() -> None:
    """Name every untranslated text and every unused translation."""
    found = [fault for package in PACKAGES_WITH_TEXTS for fault in faults(package)]
    if found:
        raise click.ClickException("\n".join(found))
