"""The home page: the dashboard when signed in, else what KommA is and the way in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel.permissions import public

blueprint = Blueprint("pages", __name__, template_folder="templates")


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return render_template("pages/welcome.html")
    return render_template("pages/dashboard.html")
