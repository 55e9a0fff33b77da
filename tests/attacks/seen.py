"""What somebody sees of the site: addresses and forms, read from its pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Rule

#: A value of the right form that nothing has.
NOTHING = "nothing-has-this"


CHOICES = ".//select/@name | .//input[@type='radio' or @type='checkbox']/@name"


@dataclass(frozen=True)
class SeenForm:
    """A form as it stands on a page: where it is sent, and its fields with what is filled in.

    `choices` are the names of those fields that offer a choice.
    """

    page: str
    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    choices: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields, each once, without the CSRF token."""
        return tuple(dict.fromkeys(name for name, _ in self.fields if name != "csrf_token"))

    def filled_in(self, **changes: str) -> dict[str, list[str]]:
        """What sending it sends, with some values changed."""
        values: dict[str, list[str]] = {}
        for name, value in self.fields:
            if name != "csrf_token":
                values.setdefault(name, []).append(value)
        return values | {name: [value] for name, value in changes.items()}


@dataclass(frozen=True)
class Target:
    """A route with the values of its arguments: what an address means."""

    endpoint: str
    arguments: tuple[tuple[str, str], ...]


@dataclass
class Walk:
    """What one person was shown. `writes` are the changes that merely looking made, by address."""

    account: str
    addresses: set[str] = field(default_factory=set)
    forms: list[SeenForm] = field(default_factory=list)
    writes: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def links_in(page: str) -> set[str]:
    """Every address of the site that a page leads to, in links and in forms."""
    found = html.document_fromstring(page).xpath("//a/@href | //form/@action")
    return {address for address in found if address.startswith("/")}


def forms_in(page: str, address: str) -> list[SeenForm]:
    """The forms of the page at `address`, one choice of each group taken as a person would."""
    forms = html.document_fromstring(page).xpath("//main//form")
    return [
        SeenForm(
            page=address,
            action=form.get("action") or address,
            method=form.method,
            fields=tuple(_fields(form)),
            choices=frozenset(form.xpath(CHOICES)),
        )
        for form in forms
    ]


def _fields(form: html.FormElement) -> list[tuple[str, str]]:
    fields: dict[str, str] = {}
    for control in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name, kind = control.get("name"), control.get("type", "text")
        if kind in {"submit", "file"} or (name in fields and kind != "radio"):
            continue
        if kind != "radio":
            fields[name] = _value(control, kind)
        elif name not in fields or control.get("checked") is not None:
            fields[name] = control.get("value") or ""
    return list(fields.items())


def _value(control: html.HtmlElement, kind: str) -> str:
    if control.tag == "select":
        options = control.value_options
        return str(control.value or next(filter(None, options), ""))
    if control.tag == "textarea":
        return control.text or ""
    return control.get("value") or ("y" if kind == "checkbox" else "")


def target_of(app: Flask, address: str, method: str = "GET") -> Target | None:
    """What an address of the site means for `method`, or None where it means nothing."""
    try:
        endpoint, arguments = app.url_map.bind("localhost").match(urlsplit(address).path, method)
    except HTTPException:
        return None
    return Target(endpoint, tuple((name, str(value)) for name, value in arguments.items()))


def queries_in(addresses: Iterable[str]) -> dict[str, set[str]]:
    """By path, the names that the queries of some addresses have."""
    names: dict[str, set[str]] = {}
    for address in addresses:
        parts = urlsplit(address)
        names.setdefault(parts.path, set()).update(parse_qs(parts.query))
    return names


def address_of(app: Flask, endpoint: str, **arguments: str) -> str:
    """The address of a route."""
    return app.url_map.bind("localhost").build(endpoint, arguments)


def has_ids(rule: Rule) -> bool:
    """Whether an address of the route names an object, not just a page by its number."""
    return any(not _is_number(rule, name) for name in rule.arguments)


def arguments_that_nothing_has(rule: Rule) -> dict[str, str]:
    """Values for all arguments of a route, of the right form, that stand for nothing."""
    return {name: "99" if _is_number(rule, name) else NOTHING for name in rule.arguments}


def _is_number(rule: Rule, argument: str) -> bool:
    return isinstance(rule._converters[argument], IntegerConverter)


def routes_with(app: Flask, method: str) -> list[Rule]:
    """All routes for `method`, in a steady order, but for static files."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted((rule for rule in rules if method in rule.methods), key=lambda rule: rule.rule)
