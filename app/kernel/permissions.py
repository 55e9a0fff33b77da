"""Who may do what: roles, permissions, and the guard that every route declares.

A route without a guard is refused: default deny. The census test reads the same declarations.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from app.kernel.errors import Forbidden, NotIncluded
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l

View = TypeVar("View", bound=Callable[..., Any])

login_manager = LoginManager()


class Role(StrEnum):
    """What a person does in the programme. A person may have several."""

    PROGRAMME_OFFICE = "programme_office"
    TRAINER = "trainer"
    COACH = "coach"
    COORDINATOR = "coordinator"
    SUBSTITUTE = "substitute"  # of an absent coordinator
    TEAM_LEAD = "team_lead"
    TRAINEE = "trainee"
    DEPUTY = "deputy"  # keeps somebody's appointments and sees times only
    GUEST_PARTNER = "guest_partner"


#: Roles that somebody has for one municipality.
SCOPED_ROLES = frozenset({Role.COORDINATOR, Role.SUBSTITUTE})


class Reach(StrEnum):
    """On whose things a role may do what it may do."""

    OWN = "own"
    TEAM = "team"
    MUNICIPALITY = "municipality"
    PROGRAMME = "programme"


class Benefit(StrEnum):
    """What the programme office includes in a municipality's membership, or leaves out."""

    LIVE_COURSES = "live_courses"
    COACHING = "coaching"
    SELF_ASSESSMENT = "self_assessment"


@dataclass(frozen=True, eq=False)
class Permission:
    """One thing that can be allowed, and how far for each role that has it.

    They are all in `app.kernel.matrix`. People read the label there. With a `benefit`, people of a
    municipality also need that its membership includes it.
    """

    name: str
    label: Message
    reach: Mapping[Role, Reach]
    benefit: Benefit | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that have it."""
        return frozenset(self.reach)

    def reaches_all(self, roles: Set[Role]) -> bool:
        """Whether one of `roles` has it in the whole programme."""
        return any(self.reach.get(role) is Reach.PROGRAMME for role in roles)


@dataclass(frozen=True)
class Guard:
    """What a route asks of the one who calls it: `public`, `guest`, `signed_in` or a permission."""

    kind: str
    permission: Permission | None = None
    needs_benefit: bool = True

    def __str__(self) -> str:
        return self.permission.name if self.permission else self.kind


PUBLIC = Guard("public")
SIGNED_IN = Guard("signed_in")
GUEST = Guard("guest")


@dataclass(frozen=True)
class GuestDoor:
    """How a feature knows its guests, who have no account and so no role and no permission.

    `find` gives the guest of the current request, None where there is none; `sign_in` is the
    endpoint of their way in, `sign_out` that of their way out, `home` that of what they see.
    """

    find: Callable[[], object | None]
    sign_in: str
    sign_out: str
    home: str


def public(view: View) -> View:
    """Anyone may call this route."""
    return _guarded(view, PUBLIC)


def signed_in(view: View) -> View:
    """Anyone who is signed in may call this route; what they see is scoped by their person."""
    return _guarded(view, SIGNED_IN)


def guests_only(view: View) -> View:
    """Only guests may call this route. Nobody who is signed in with an account is one."""
    return _guarded(view, GUEST)


def requires(permission: Permission, *, needs_benefit: bool = True) -> Callable[[View], View]:
    """Only roles that have `permission` may call this route.

    With `needs_benefit=False` what somebody has begun goes on when the benefit behind it has gone.
    """
    return lambda view: _guarded(view, Guard("permission", permission, needs_benefit))


def _guarded(view: View, guard: Guard) -> View:
    if hasattr(view, "guard"):
        raise ValueError(f"{view.__name__} declares two guards")
    view.guard = guard  # type: ignore[attr-defined]
    return view


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """The guard that the route declares, or None where it declares none."""
    return getattr(app.view_functions[endpoint], "guard", None)


def may(permission: Permission, *, needs_benefit: bool = True) -> bool:
    """Whether the one who is signed in has `permission`, and its benefit where it needs one."""
    if not current_user.is_authenticated or not permission.roles & current_user.roles:
        return False
    if permission.benefit is None or not needs_benefit:
        return True
    return permission.benefit not in _withheld_benefits()


def lacks_benefit(permission: Permission) -> bool:
    """Whether nothing but the benefit keeps the one who is signed in from `permission`."""
    return may(permission, needs_benefit=False) and not may(permission)


def _withheld_benefits() -> frozenset[Benefit]:
    """What the one who is signed in goes without, as the features know it; asked once a request."""
    if "withheld_benefits" not in g:
        features = current_app.extensions["komma"].features
        loads = [feature.withheld_benefits for feature in features if feature.withheld_benefits]
        g.withheld_benefits = frozenset().union(*(load() for load in loads))
    return g.withheld_benefits


def init_permissions(app: Flask) -> None:
    """Refuse every request whose route does not allow it."""
    login_manager.init_app(app)
    login_manager.login_view = "accounts.sign_in"
    login_manager.session_protection = None  # sessions are rows that can be ended, see accounts
    login_manager.unauthorized_handler(_ask_to_sign_in)
    public(app.view_functions["static"])
    app.before_request(_enforce)
    app.jinja_env.globals.update(may=may, guest_door=open_guest_door)


def open_guest_door() -> GuestDoor | None:
    """The door by which the guest of this request came in; None where nobody is a guest."""
    if "is_no_guest" in g:
        return None
    doors = (feature.guest_door for feature in current_app.extensions["komma"].features)
    return next((door for door in doors if door and door.find() is not None), None)


def ask_for_no_guest() -> None:
    """Take this request for nobody's from now on, without looking whose it is."""
    g.is_no_guest = True


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such address: the routing error follows
    guard = guard_of(current_app, request.endpoint)
    if guard == PUBLIC:
        return None
    if guard is None:
        raise Forbidden(_l("Diese Seite ist nicht freigegeben."))
    if guard == GUEST:
        return None if open_guest_door() else _ask_guest_to_sign_in()
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if guard.permission:
        _check(guard.permission, needs_benefit=guard.needs_benefit)
    return None


def _check(permission: Permission, *, needs_benefit: bool) -> None:
    if not may(permission, needs_benefit=False):
        raise Forbidden(_l("Ihre Rolle erlaubt diese Seite nicht."))
    if needs_benefit and lacks_benefit(permission):
        raise NotIncluded(
            _l("Die Teilnahme Ihrer Kommune umfasst das nicht: %(what)s.", what=permission.label)
        )


def _ask_guest_to_sign_in() -> ResponseReturnValue:
    doors = (feature.guest_door for feature in current_app.extensions["komma"].features)
    sign_in = next(door.sign_in for door in doors if door)
    return redirect(url_for(sign_in, expired=_is_lost()), 303)


def _ask_to_sign_in() -> ResponseReturnValue:
    """Send to the sign-in page; come back to a page that can be asked for again, not to a form."""
    back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    return redirect(url_for("accounts.sign_in", next=back, expired=_is_lost()), 303)


def _is_lost() -> str | None:
    """Says on the way in that a form was sent by somebody who is signed in no longer."""
    return None if request.method in {"GET", "HEAD"} else "1"
