"""What registration shows on pages below it."""

from flask import render_template
from markupsafe import Markup

from organisations.municipalities.queries import has_mail_domains


def render_way_in() -> Markup | str:
    """The link from the sign-in page, where anybody may register at all."""
    return Markup(render_template("registration/way_in.html")) if has_mail_domains() else ""  # noqa: S704
