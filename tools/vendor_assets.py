"""Copy what pages need from `node_modules` to `app/static/vendor/`.

Run as `python -m tools.vendor_assets`. Standard library only. The target is replaced as a whole,
so nothing outdated stays behind, and a file that is missing in a package stops the copy with one
line before anything is changed.
"""

import shutil
import sys
from pathlib import Path

from tools.locations import NODE_MODULES, VENDOR_ASSETS

FONTS = "@kern-ux/native/dist/fonts/fira-sans"

#: File in `node_modules` → file in the vendor folder. Only the weights that the design uses.
ASSETS = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.min.css",
    "@kern-ux/native/LICENSE.md": "kern/LICENSE.md",
    **{
        f"{FONTS}/FiraSans-{style}.woff2": f"fonts/FiraSans-{style}.woff2"
        for style in ("Regular", "Italic", "Medium", "SemiBold")
    },
}

#: The fonts carry this notice in their name table; the package brings no licence file for them.
FONT_NOTICE = """\
Fira Sans, version 4.106
Digitized data copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A.
Fira Sans is a trademark of The Mozilla Corporation.
Licensed under the SIL Open Font License, version 1.1: https://openfontlicense.org
"""


class MissingAsset(Exception):
    """A file to copy is not there; the message is one line for the person at the keyboard."""


def copy_assets(source: Path = NODE_MODULES, target: Path = VENDOR_ASSETS) -> int:
    """Replace `target` by fresh copies of ASSETS from `source` and return how many files that made.

    Raises MissingAsset if a package or a file of it is missing; `target` is then left as it was.
    """
    if not source.is_dir():
        raise MissingAsset(f"{source.name} is missing: run `make setup` (or `npm ci`) first")
    for name in ASSETS:
        if not (source / name).is_file():
            raise MissingAsset(f"{name} is missing in {source.name}: run `npm ci` again")
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, place in ASSETS.items():
        (fresh / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, fresh / place)
    (fresh / "fonts" / "LICENSE.txt").write_text(FONT_NOTICE, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return len(ASSETS) + 1


def main() -> int:
    try:
        copied = copy_assets()
    except MissingAsset as error:
        print(f"vendor_assets: {error}", file=sys.stderr)
        return 1
    print(f"{copied} front-end files copied")
    return 0


if __name__ == "__main__":
    sys.exit(main())
