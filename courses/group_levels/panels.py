"""Where people learn that they are asked for their levels: at home, and beside their own result."""

from flask import render_template
from markupsafe import Markup

from app.kernel.matrix import LEARN
from app.kernel.permissions import may
from courses.group_levels.queries import has_contributed, list_open_for
from organisations.models import Person


def ask_for_levels(person: Person, **_context: object) -> Markup | str:
    """Each open collection to which the person has given nothing yet; empty where there is none."""
    if not may(LEARN):
        return ""
    collections = list_open_for(person)
    if not collections:
        return ""
    given = has_contributed(person, collections)
    asking = [one for one in collections if one.id not in given]
    # The template has escaped what it shows.
    return Markup(render_template("group_levels/panels/ask.html", collections=asking))  # noqa: S704


def tell_of_given(person: Person, **_context: object) -> Markup | str:
    """Beside their result: the open collections, whether they have given their levels or not."""
    if not may(LEARN):
        return ""
    collections = list_open_for(person)
    if not collections:
        return ""
    given = has_contributed(person, collections)
    return Markup(  # noqa: S704
        render_template("group_levels/panels/own.html", collections=collections, given=given)
    )
