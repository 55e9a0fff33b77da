"""Imprint, privacy, accessibility and «who helps now?», as the operator has worded them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.feature import panels
from app.kernel.i18n import current_language
from app.kernel.permissions import public
from app.kernel.retention import list_rules
from app.pages.texts.queries import get_current_text
from app.pages.texts.rendering import render_text
from app.pages.texts.wording import PAGES

blueprint = Blueprint("legal", __name__)


def _page(name: str) -> ResponseReturnValue:
    text = render_text(get_current_text(name, current_language()).body)
    return render_template("pages/text.html", title=PAGES[name], text=text)


@blueprint.get("/imprint")
@public
def imprint() -> ResponseReturnValue:
    return _page("imprint")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What the operator says, and below it the periods that are set, whatever the text says."""
    text = render_text(get_current_text("privacy", current_language()).body)
    return render_template(
        "pages/privacy.html", title=PAGES["privacy"], text=text, rules=list_rules()
    )


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return _page("accessibility")


@blueprint.get("/help")
@public
def help_now() -> ResponseReturnValue:
    """For people of a municipality, whom to call there comes first."""
    text = render_text(get_current_text("help", current_language()).body)
    return render_template(
        "pages/text.html", title=PAGES["help"], text=text, before=panels("help_page")
    )
