"""What pages need is copied out of the packages: whole, fresh, or not at all."""

from pathlib import Path

import pytest

from tools.vendor_assets import ASSETS, MissingAsset, copy_assets


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    source = tmp_path / "node_modules"
    for name in ASSETS:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    return source


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_every_asset_and_every_licence_is_copied(packages, tmp_path):
    target = tmp_path / "static" / "vendor"
    assert copy_assets(packages, target) == len(names_in(target))
    assert names_in(target) == {*ASSETS.values(), "fonts/LICENSE.txt"}
    assert (target / "kern" / "kern.min.css").read_text() == "@kern-ux/native/dist/kern.min.css"


def test_copying_again_replaces_what_was_there(packages, tmp_path):
    target = tmp_path / "vendor"
    copy_assets(packages, target)
    (target / "outdated.css").write_text("old")
    copy_assets(packages, target)
    assert "outdated.css" not in names_in(target)


def test_without_packages_one_line_says_what_to_do(tmp_path):
    with pytest.raises(MissingAsset, match="node_modules is missing: run `make setup`"):
        copy_assets(tmp_path / "node_modules", tmp_path / "vendor")


def test_a_missing_file_leaves_the_old_copy_alone(packages, tmp_path):
    target = tmp_path / "vendor"
    copy_assets(packages, target)
    before = names_in(target)
    (packages / "@kern-ux/native/dist/kern.min.css").unlink()
    with pytest.raises(MissingAsset, match=r"kern\.min\.css is missing"):
        copy_assets(packages, target)
    assert names_in(target) == before
