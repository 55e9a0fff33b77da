"""The toolbox: find an aid, read what it is for, fill it in and keep it as a draft."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.kernel import clock
from app.kernel.errors import Forbidden
from app.kernel.i18n import LANGUAGES, current_language, localised, short_date
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_TOOLBOX, READ_TOOLBOX_USE, WRITE_MUNICIPAL_TEXTS
from app.kernel.permissions import may, requires
from courses.catalogue.markdown import render_markdown
from exchange.toolbox import queries
from exchange.toolbox.document import MUNICIPALITY, TODAY, AidText, aid_text
from exchange.toolbox.filling import fill, with_open_places_marked
from exchange.toolbox.forms import FillForm, fill_form
from exchange.toolbox.models import AidVersion
from exchange.toolbox.searching import look_for
from exchange.toolbox.services import create_text
from exchange.toolbox.wording import AUDIENCES, KINDS, TONES
from organisations.accounts.current import current_account, current_person
from organisations.models import Municipality
from organisations.topics.queries import list_situations

ONLY_LEADING = _l(
    "Texte der Kommune schreiben Menschen mit Leitungsfunktion und die Koordination. "
    "Lesen und herunterladen können Sie alle freigegebenen Texte."
)

blueprint = Blueprint("toolbox", __name__, template_folder="templates", url_prefix="/toolbox")


@blueprint.get("")
@requires(READ_TOOLBOX)
def index() -> ResponseReturnValue:
    scope = queries.scope_of(current_account())
    search = look_for(request.args, aids=queries.list_aids(), situations=list_situations())
    return render_template(
        "toolbox/index.html",
        search=search,
        texts={version.aid.key: aid_text(version.content) for version in search.found},
        counts=queries.count_texts(scope) if scope.reads else None,
        writes=bool(scope.writes),
        sees_use=may(READ_TOOLBOX_USE),
        kinds=KINDS,
        tones=TONES,
    )


@blueprint.get("/use")
@requires(READ_TOOLBOX_USE)
def use() -> ResponseReturnValue:
    uses = queries.list_uses()
    return render_template(
        "toolbox/use.html",
        rows=[(aid_text(one.version.content), one) for one in uses],
        kinds=KINDS,
        smallest=queries.SMALLEST_USE,
    )


@blueprint.get("/aids/<key>")
@requires(READ_TOOLBOX)
def show(key: str) -> ResponseReturnValue:
    version, scope = queries.get_aid(key), queries.scope_of(current_account())
    aid = aid_text(version.content)
    return render_template(
        "toolbox/aid.html",
        key=key,
        aid=aid,
        drawn=_drawn(aid),
        situations=[one for one in list_situations() if one.key in aid.situations],
        released=queries.list_released_from(version, scope) if scope.reads else [],
        writes=bool(scope.writes),
        kinds=KINDS,
        tones=TONES,
        spoken_to=[AUDIENCES[one] for one in aid.audiences],
    )


@blueprint.route("/aids/<key>/fill", methods=["GET", "POST"])
@requires(WRITE_MUNICIPAL_TEXTS)
def fill_in(key: str) -> ResponseReturnValue:
    version, home = queries.get_aid(key), queries.find_home(current_account())
    if home is None:
        raise Forbidden(ONLY_LEADING)
    aid = aid_text(version.content)
    form = _form(aid, home)
    language = form.language.data if form.language.data in LANGUAGES else current_language()
    body = fill(aid.text.in_language(language), aid.variables, form.values, language)
    if form.is_submitted() and "preview" not in request.form and form.validate():
        return _keep(version, home, form, body)
    return _fill_page(key, aid, form, body, language), 422 if form.errors else 200


def _keep(
    version: AidVersion, home: Municipality, form: FillForm, body: str
) -> ResponseReturnValue:
    text = create_text(
        municipality=home,
        version=version,
        language=form.language.data,
        title=form.title.data or "",
        body=body,
        actor=current_person(),
        now=clock.now(),
    )
    flash(_("Als Entwurf gespeichert. Sie können frei weiterschreiben."), "success")
    return redirect(url_for("municipal_texts.show", public_id=text.public_id), 303)


def _fill_page(key: str, aid: AidText, form: FillForm, body: str, language: str) -> str:
    return render_template(
        "toolbox/fill.html",
        key=key,
        aid=aid,
        form=form,
        drawn=render_markdown(with_open_places_marked(body)),
        optional={one.key for one in aid.variables if not one.required},
        language=language,
    )


def _form(aid: AidText, home: Municipality) -> FillForm:
    """With what is known anyway: where somebody writes, and what day it is."""
    return fill_form(
        aid.variables,
        {MUNICIPALITY: home.name, TODAY: short_date(clock.now())},
        title=localised(aid.title),
        language=current_language(),
    )


def _drawn(aid: AidText) -> Markup:
    """The text with every variable by its name, also those that may be missing."""
    names = {one.key: f"{{{localised(one.label)}}}" for one in aid.variables}
    text = fill(localised(aid.text), aid.variables, names, current_language())
    return render_markdown(with_open_places_marked(text))
