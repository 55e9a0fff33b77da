"""Where somebody wanted to go before they were asked who they are."""

from urllib.parse import urlsplit

from flask import url_for


def safe_next(target: str | None) -> str:
    """`target` if it is a path of this site, else the home page.

    Browsers read `//host` and `/\\host` as another host, so neither counts as a path; nor does
    `/.//host`, which a proxy that tidies paths might make the same of.
    """
    home = url_for("pages.home")
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return home
    parts = urlsplit(target)
    printable = target.isprintable() and "\\" not in target and "//" not in parts.path
    return target if printable and not parts.scheme and not parts.netloc else home
