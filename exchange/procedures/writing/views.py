"""Procedures as everybody in the municipality reads them: what holds, and what held before."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound
from app.kernel.matrix import READ_PROCEDURES
from app.kernel.permissions import requires
from exchange.adoption.comparing import find_pair, version_key
from exchange.adoption.word_changes import word_changes
from exchange.procedures.sections import list_sections
from exchange.procedures.writing import queries
from exchange.procedures.writing.differences import differences
from exchange.procedures.writing.wording import (
    STATES,
    deadline_text,
    field_name,
    question_text,
    situation_names,
    version_name,
)
from organisations.accounts.current import current_account

blueprint = Blueprint("procedures", __name__, template_folder="templates", url_prefix="/procedures")
blueprint.add_app_template_global(deadline_text)
blueprint.add_app_template_global(question_text)
blueprint.add_app_template_global(word_changes)
blueprint.add_app_template_global(field_name, "procedure_field_name")


@blueprint.get("")
@requires(READ_PROCEDURES)
def index() -> ResponseReturnValue:
    account, names = current_account(), situation_names()
    wanted = request.args.get("situation", "")
    known, written = queries.list_shelves(account), queries.written_municipality_ids(account)
    shelves = [
        shelf
        for shelf in known
        if wanted not in names or (shelf.in_force and wanted in shelf.in_force.situations)
    ]
    return render_template(
        "procedures/index.html",
        sections=list_sections("procedures.index"),
        shelves=shelves,
        situations=names,
        wanted=wanted if wanted in names else "",
        written=written,
        uncovered=queries.list_uncovered(known, written, names),
    )


@blueprint.get("/<public_id>")
@requires(READ_PROCEDURES)
def show(public_id: str) -> ResponseReturnValue:
    account = current_account()
    shelf = queries.get_shelf(account, public_id)
    versions = queries.list_readable_versions(account, shelf)
    return render_template(
        "procedures/show.html",
        shelf=shelf,
        version=shelf.in_force,
        versions=[one for one in versions if one.number],
        comparable=len(versions) > 1,
        situations=situation_names(),
        states=STATES,
        writes=queries.may_write(account, shelf.procedure),
    )


@blueprint.get("/<public_id>/compare")
@requires(READ_PROCEDURES)
def compare(public_id: str) -> ResponseReturnValue:
    account = current_account()
    shelf = queries.get_shelf(account, public_id)
    versions = queries.list_readable_versions(account, shelf)
    pair = find_pair(versions, request.args)
    if pair is None:
        raise NotFound
    old, new = pair
    return render_template(
        "procedures/compare.html",
        shelf=shelf,
        versions=[(version_key(one), version_name(one)) for one in versions],
        chosen=[version_key(one) for one in pair],
        old=old,
        new=new,
        differences=differences(old.content, new.content),
        situations=situation_names(),
    )


@blueprint.get("/<public_id>/versions/<int:number>")
@requires(READ_PROCEDURES)
def version(public_id: str, number: int) -> ResponseReturnValue:
    shelf = queries.get_shelf(current_account(), public_id)
    shown = queries.get_adopted_version(shelf.procedure, number)
    before = queries.get_adopted_version(shelf.procedure, number - 1) if number > 1 else None
    return render_template(
        "procedures/version.html",
        shelf=shelf,
        version=shown,
        before=before,
        differences=differences(before.content, shown.content) if before else None,
        situations=situation_names(),
        states=STATES,
    )
