"""Released statements, as everybody in the world reads them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel.permissions import public
from courses.catalogue.markdown import render_markdown
from exchange.statements import queries

blueprint = Blueprint(
    "joint_statements", __name__, template_folder="templates", url_prefix="/joint-statements"
)


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    statements = queries.list_public_statements()
    return render_template(
        "statements/public_index.html",
        statements=statements,
        signed=queries.municipalities_by_statement(statements),
    )


@blueprint.get("/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    statement = queries.get_public_statement(public_id)
    return render_template(
        "statements/public.html",
        statement=statement,
        drawn=render_markdown(statement.body),
        signatures=queries.list_signatures(statement),
    )
