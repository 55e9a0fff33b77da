"""What the factory knows of a domain: everything it adds to the app, in one value."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

import click
from flask import Blueprint, Flask, current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup

from app.kernel.i18n import Message, Reader
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import (
    PUBLIC,
    Benefit,
    GuestDoor,
    Permission,
    guard_of,
    lacks_benefit,
    may,
)
from app.kernel.progress import ProgrammePart
from app.kernel.retention import RetentionRule, period_of
from app.kernel.search import SearchArea

#: More links than this do not fit in one row: whoever has more gets them by group.
MOST_LINKS_IN_A_ROW = 9


class NavigationGroup(Enum):
    """Where a link of the main navigation stands, for people who have many."""

    OWN = ""
    LEARNING = _l("Lernen")
    PROTECTION = _l("Schutz und Hilfe")
    EXCHANGE = _l("Austausch")
    TRAININGS = _l("Kurse leiten")
    PEOPLE = _l("Personen")
    FIGURES = _l("Ziele und Zahlen")
    PROGRAMME = _l("Programm")


@dataclass(frozen=True)
class NavigationItem:
    """A link of the main navigation, for those who may follow it. Sorted by `order`.

    `has_own` says whether the one who is signed in has something there: they keep the link when the
    benefit that the permission needs has gone.
    """

    label: Message
    endpoint: str
    order: int
    permission: Permission | None = None
    has_own: Callable[[], bool] | None = None
    group: NavigationGroup = NavigationGroup.OWN


@dataclass(frozen=True)
class Job:
    """Work that waits in a table. `sweep(now)` does what is due and returns how much it did.

    It is called when something is enqueued and every minute besides. `beside` is for work that
    mostly waits for others: the worker gives it a thread of its own, so that nothing else waits.
    Such a sweep begins nothing new once `app.kernel.jobs.is_stopping()`.
    """

    name: str
    sweep: Callable[[datetime], int]
    beside: bool = False


@dataclass(frozen=True)
class Panel:
    """Something a package shows on a page of a package below it. `render(**context)` → markup."""

    place: str
    render: Callable[..., Markup | str]


@dataclass(frozen=True)
class PersonalData:
    """How a package exports and erases what it holds of a person, and how long it keeps it.

    People read what it is (`label`), what for (`purpose`), how long (`retention`, with the periods
    of retention rules where these decide), and what of it is sealed by the vault (`sealed`).
    """

    name: str
    label: Message
    purpose: Message
    export: Callable[[int], Any]
    erase: Callable[[int], None]
    retention: Message
    sealed: Message = ""


@dataclass(frozen=True)
class Feature:
    """All that a domain package registers with the app."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    cli: tuple[click.Command, ...] = ()
    navigation: tuple[NavigationItem, ...] = ()
    jobs: tuple[Job, ...] = ()
    handlers: tuple[tuple[type, Callable[[Any], None]], ...] = ()
    panels: tuple[Panel, ...] = ()
    notification_kinds: tuple[Any, ...] = ()
    search: tuple[SearchArea, ...] = ()
    progress: tuple[ProgrammePart, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    retention_rules: tuple[RetentionRule, ...] = ()
    readiness: dict[str, Callable[[datetime], str | None]] = field(default_factory=dict)
    demo: Callable[[datetime], None] | None = None
    #: Which benefits the one who is signed in goes without.
    withheld_benefits: Callable[[], frozenset[Benefit]] | None = None
    #: Who is signed in, as one who reads times; None where nobody is.
    viewer: Callable[[], Reader | None] | None = None
    #: The way in for guests, who have no account. At most one feature has it.
    guest_door: GuestDoor | None = None


def register(app: Flask, feature: Feature) -> None:
    """Add `feature` to `app`. Called by the factory only, once per feature, lowest layer first."""
    house = app.extensions["komma"]
    house.features.append(feature)
    for blueprint in feature.blueprints:
        app.register_blueprint(blueprint)
    for command in feature.cli:
        app.cli.add_command(command)
    for event_type, handler in feature.handlers:
        house.bus.subscribe(event_type, handler)


def init_shell(app: Flask) -> None:
    """Give templates the navigation, the panels and the periods of what features registered."""
    app.jinja_env.globals.update(navigation=navigation, panels=panels, period_of=period_of)
    # Lazily translated text counts as a sequence; components must not take it apart.
    app.jinja_env.tests["pair"] = lambda value: isinstance(value, tuple)


def navigation() -> list[dict[str, Any]]:
    """The main navigation of the one who looks, see `_grouped`."""
    return _grouped(list_followed_links())


def list_followed_links() -> list[NavigationItem]:
    """What the one who looks may follow of the main navigation, in order."""
    features: list[Feature] = current_app.extensions["komma"].features
    items = [item for feature in features for item in feature.navigation if _may_follow(item)]
    # Two roles can lead one person to the same page.
    items = list({item.endpoint: item for item in items}.values())
    return sorted(items, key=lambda item: item.order)


def panels(place: str, **context: Any) -> list[Markup | str]:
    """What the features of the current app show at `place`, lowest layer first."""
    return [
        panel.render(**context)
        for feature in current_app.extensions["komma"].features
        for panel in feature.panels
        if panel.place == place
    ]


def _grouped(items: list[NavigationItem]) -> list[dict[str, Any]]:
    """The links one after the other; where they are many, those of a group inside one entry.

    A group stands where its first link would.
    """
    if len(items) <= MOST_LINKS_IN_A_ROW:
        return [_link(item) for item in items]
    by_group: dict[object, list[NavigationItem]] = {}
    for item in items:
        key = item.endpoint if item.group is NavigationGroup.OWN else item.group
        by_group.setdefault(key, []).append(item)
    return [_entry(together) for together in by_group.values()]


def _entry(together: list[NavigationItem]) -> dict[str, Any]:
    links = [_link(item) for item in together]
    if len(links) == 1:
        return links[0]
    active = any(link["active"] for link in links)
    return {"label": together[0].group.value, "links": links, "active": active}


def _link(item: NavigationItem) -> dict[str, Any]:
    address = url_for(item.endpoint)
    return {"label": item.label, "url": address, "active": _is_under(request.path, address)}


def _may_follow(item: NavigationItem) -> bool:
    """Whether the link leads the one who looks to a page, not to the way in or to a refusal."""
    if item.permission:
        if item.has_own and lacks_benefit(item.permission):
            return item.has_own()
        return may(item.permission)
    return current_user.is_authenticated or guard_of(current_app, item.endpoint) == PUBLIC


def _is_under(path: str, address: str) -> bool:
    return path == address if address == "/" else (path + "/").startswith(address.rstrip("/") + "/")
