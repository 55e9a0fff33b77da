"""Every text is translated, and every translation is used."""

from pathlib import Path

import pytest

from app.kernel import catalogues
from app.kernel.i18n import PACKAGES_WITH_TEXTS


@pytest.mark.parametrize("package", PACKAGES_WITH_TEXTS)
def test_the_english_catalogue_is_complete_in_both_directions(package):
    assert catalogues.faults(package) == []


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    (tmp_path / "shop" / "templates").mkdir(parents=True)
    (tmp_path / "shop" / "views.py").write_text('title = _("Guten %(time)s")\n')
    (tmp_path / "shop" / "templates" / "page.html").write_text("<h1>{{ _('Laden') }}</h1>")
    return tmp_path


def write_catalogue(root: Path, text: str) -> None:
    path = catalogues.catalogue_path("shop", root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_missing_unused_and_wrong_translations_are_named(small_package):
    write_catalogue(
        small_package,
        'msgid "Guten %(time)s"\nmsgstr "Good %(hour)s"\n\nmsgid "Alt"\nmsgstr "Old"\n',
    )
    assert set(catalogues.faults("shop", small_package)) == {
        "shop: not translated: Laden",
        "shop: other placeholders: Guten %(time)s",
        "shop: used nowhere: Alt",
    }


def test_updating_keeps_translations_and_drops_unused_ones(small_package):
    write_catalogue(
        small_package,
        'msgid "Guten %(time)s"\nmsgstr "Good %(time)s"\n\nmsgid "Alt"\nmsgstr "Old"\n',
    )
    catalogues.update("shop", small_package)
    assert catalogues.faults("shop", small_package) == ["shop: not translated: Laden"]


def test_no_text_is_translated_in_two_ways():
    """The app merges all catalogues, so one package's English would replace another's."""
    seen: dict[object, tuple[str, object]] = {}
    clashes = []
    for package in PACKAGES_WITH_TEXTS:
        for message in catalogues.read(package):
            if not message.id:
                continue
            other, text = seen.setdefault(message.id, (package, message.string))
            if text != message.string:
                clashes.append(f"{message.id}: {text} in {other}, {message.string} in {package}")
    assert clashes == []
