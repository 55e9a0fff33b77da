"""The search across KommA. What somebody looks for may name a threat: it is kept nowhere."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from app.kernel.word_stems import stems_asked_for
from app.pages.search.finding import search_everywhere
from app.pages.search.forms import SearchForm

blueprint = Blueprint("search", __name__, template_folder="templates", url_prefix="/search")


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    form = SearchForm(request.args)
    phrase = (form.q.data or "") if form.validate() else ""
    asked = bool(stems_asked_for(phrase))
    if phrase.strip() and not asked:
        form.q.errors = [_("Bitte geben Sie mindestens ein Wort ein.")]
    page = render_template(
        "search/show.html",
        form=form,
        asked=asked,
        groups=search_everywhere(phrase) if asked else [],
    )
    response = make_response(page, 422 if form.errors else 200)
    # The address holds the words, so not even this site's own logs are told where links were.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
