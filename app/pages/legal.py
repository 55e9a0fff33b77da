"""Imprint, privacy, accessibility and «who helps now?»: Markdown files in both languages."""

from pathlib import Path

import nh3
from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.kernel.i18n import current_language
from app.kernel.permissions import public

CONTENT = Path(__file__).parent / "content"

blueprint = Blueprint("legal", __name__)
_markdown = MarkdownIt("commonmark")


def _page(name: str, title: str) -> ResponseReturnValue:
    text = (CONTENT / f"{name}.{current_language()}.md").read_text(encoding="utf-8")
    settings = current_app.extensions["komma"].settings
    for key in ("operator_name", "operator_address", "operator_email"):
        text = text.replace("{{" + key + "}}", getattr(settings, key))
    html = nh3.clean(_markdown.render(text), url_schemes={"https", "mailto", "tel"})
    return render_template("pages/text.html", title=title, text=Markup(html))  # noqa: S704


@blueprint.get("/imprint")
@public
def imprint() -> ResponseReturnValue:
    return _page("imprint", _("Impressum"))


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return _page("privacy", _("Datenschutz"))


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return _page("accessibility", _("Barrierefreiheit"))


@blueprint.get("/help")
@public
def help_now() -> ResponseReturnValue:
    return _page("help", _("Wer hilft jetzt?"))
