"""A page to look through screenshots: a row per page, all its looks side by side."""

from collections import defaultdict
from html import escape
from pathlib import Path

HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Screenshots of KommA</title>
<style>
body { font-family: sans-serif; margin: 2rem; color-scheme: light dark; }
nav a { margin-right: 1rem; }
.looks { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto; }
figure { margin: 0; flex: none; }
img { max-height: 24rem; max-width: 32rem; border: 1px solid gray; }
</style>
</head>
<body>
<h1>Screenshots of KommA</h1>
"""


def write_index(folder: Path, pictures: list[Path]) -> Path:
    """Write `index.html` for pictures named `<role>/<page>-<width>-<scheme>.png`; its path."""
    roles: dict[str, dict[str, list[Path]]] = defaultdict(lambda: defaultdict(list))
    for picture in pictures:
        page = picture.stem.rsplit("-", 2)[0]
        roles[picture.parent.name][page].append(picture.relative_to(folder))
    links = [f'<a href="#{escape(role)}">{escape(role)}</a>' for role in roles]
    parts = [HEAD, "<nav>", *links, "</nav>"]
    for role, pages in roles.items():
        parts.append(f'<h2 id="{escape(role)}">{escape(role)}</h2>')
        for page, looks in pages.items():
            parts += [f"<h3>{escape(page)}</h3>", '<div class="looks">', *map(_figure, looks)]
            parts.append("</div>")
    path = folder / "index.html"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</body>", "</html>", ""]), encoding="utf-8")
    return path


def _figure(picture: Path) -> str:
    address, (width, scheme) = escape(picture.as_posix()), picture.stem.rsplit("-", 2)[1:]
    return (
        f'<figure><a href="{address}"><img src="{address}" alt="{width} pixels wide, {scheme}" '
        f'loading="lazy"></a><figcaption>{width} px, {scheme}</figcaption></figure>'
    )
