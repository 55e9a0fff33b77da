"""A census of all routes: each declares who may call it, and nobody else can."""

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from app.kernel.permissions import PUBLIC, guard_of
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only

# Whoever adds a public route adds it here too, on purpose.
PUBLIC_ROUTES = {
    # What municipalities say in public, with the names of those who say it.
    "joint_statements.index",
    "joint_statements.show",
    "static",
    "pages.home",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.welcome",
    "language.choose",
    "mail_links.ask_to_reset",
    "mail_links.ask_to_sign_in",
    "mail_links.reset",
    "mail_links.sent",
    "mail_links.sign_in",
    "partner_access.ask",
    "partner_access.enter",
    "partner_access.sent",
    "second_factor.ask",
    "registration.confirm",
    "registration.register",
    "registration.sent",
    "registration.waiting",
    "legal.accessibility",
    "legal.help_now",
    "legal.imprint",
    "legal.privacy",
    "operator_logo.show",
    "operations.healthz",
    "operations.readyz",
    "operations.robots",
    "operations.security_txt",
    "demo.mails",
    "demo.components",
    "calendar.feed",
    "calendar.free_busy",
    "guests.decline",
    "guests.show",
    "check_in.arrive",
    "certificate_checks.result",
    "certificate_checks.form",
    "credentials.credential",
    "credentials.key",
    "credentials.keys",
    "credentials.status",
    "certificate_checks.examine_file",
    "certificate_checks.examine_file_of",
    "certificate_checks.offline",
    "certificate_keys.certificates",
}


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(rule: Rule, app: Flask) -> str:
    """An address that matches the rule, with an id that nothing has."""
    values = {
        name: "1" if isinstance(converter, IntegerConverter) else "nothing-has-this"
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        from flask import url_for

        return url_for(rule.endpoint, **values)


def test_every_route_declares_its_guard(app):
    assert [rule.endpoint for rule in routes(app) if guard_of(app, rule.endpoint) is None] == []


def test_public_routes_are_the_ones_we_know(app):
    public = {rule.endpoint for rule in routes(app) if guard_of(app, rule.endpoint) == PUBLIC}
    assert public <= PUBLIC_ROUTES


def test_nobody_reaches_a_guarded_route_without_signing_in(app, client):
    for rule in routes(app):
        if guard_of(app, rule.endpoint) == PUBLIC:
            continue
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(address(rule, app), method=method)
            assert answer.status_code == 303, f"{method} {rule}"
            assert answer.location.startswith("/login"), f"{method} {rule}"


def test_roles_without_the_permission_are_refused(app, personas):
    everyone = [
        personas.owner,
        personas.foreigner,
        personas.trainer,
        personas.coordinator,
        personas.office,
    ]
    for account in everyone:
        client = personas.client(account)
        for rule in routes(app):
            permission = guard_of(app, rule.endpoint).permission
            if permission is None or permission.roles & account.roles:
                continue
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                answer = client.open(address(rule, app), method=method)
                assert answer.status_code == 403, f"{method} {rule} as {account.person.name}"


def test_forms_without_the_token_are_refused(app, personas):
    client = personas.client(personas.owner)
    for rule in routes(app):
        if "POST" in rule.methods:
            answer = client.post(address(rule, app), csrf=False)
            assert answer.status_code in {400, 403, 404}, str(rule)


@pytest.mark.parametrize("path", ["/no-such-page", "/language/fr"])
def test_unknown_addresses_get_the_404_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.text
