"""Leads those whose role must have a second factor to setting it up, before anything else."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel.permissions import PUBLIC, guard_of

HOME = "pages.home"  # public for visitors, the dashboard for those who are signed in


def lead_to_set_up() -> ResponseReturnValue | None:
    """A redirect where `SECOND_FACTOR_ROLES` asks for what is missing; None where all is well."""
    if not _concerns(request.endpoint) or not current_user.is_authenticated:
        return None
    if current_user.second_factor_since is None and is_required():
        return redirect(url_for("second_factor.overview"), 303)
    return None


def is_required() -> bool:
    """Whether the one who is signed in has a role that must have a second factor."""
    required = current_app.extensions["komma"].settings.second_factor_roles
    return bool(required & current_user.roles)


def _concerns(endpoint: str | None) -> bool:
    if endpoint is None or endpoint.startswith("second_factor."):
        return False
    return endpoint == HOME or guard_of(current_app, endpoint) != PUBLIC
