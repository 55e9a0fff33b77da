"""The macros that every page is made of."""

from pathlib import Path

import html5lib
import pytest
from flask import Flask, render_template_string
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.kernel.charts import LevelRow, level_chart
from app.kernel.forms import Form
from tests.house.databases import build_app
from tests.house.page_checks import page_faults

SVG = "{http://www.w3.org/2000/svg}"


class Address(Form):
    class Meta(Form.Meta):
        csrf = False

    town = StringField("Ort", [InputRequired("Bitte nennen Sie den Ort.")])


class Everything(Form):
    name = StringField(
        "Name", [InputRequired("Bitte nennen Sie Ihren Namen.")], description="Voll."
    )
    nickname = StringField("Rufname")
    password = PasswordField("Passwort")
    way = RadioField("Weg", choices=[SelectChoice("a", "online"), SelectChoice("b", "vor Ort")])
    met = SelectMultipleField(
        "Begegnet", choices=[SelectChoice("1", "Hass"), SelectChoice("2", "Drohung")]
    )
    function = SelectField(
        "Funktion", choices=[SelectChoice("x", "Leitung"), SelectChoice("y", "Stab")]
    )
    agreed = BooleanField("Einverstanden")
    step = HiddenField(default="2")
    address = FormField(Address, "Anschrift")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app whose database is never asked."""
    folder: Path = tmp_path_factory.mktemp("components")
    return build_app(f"sqlite:///{folder}/never.sqlite3", folder)


def draw(app: Flask, body: str, **context: object):
    """`body` between the imports of all components, as a parsed page."""
    names = ("forms", "buttons", "tables", "lists", "navigation", "charts", "cards", "alerts")
    imports = "".join(
        f'{{% import "components/{name}.html" as {name} with context %}}' for name in names
    )
    page = (
        '{% extends "base.html" %}' + imports + "{% block title %}Probe{% endblock %}"
        "{% block content %}<h1>Probe</h1>" + body + "{% endblock %}"
    )
    html = render_template_string(page, **context)
    assert page_faults(html) == []
    return html5lib.parse(html, namespaceHTMLElements=False).find(".//main")


@pytest.fixture
def filled(app: Flask):
    with app.test_request_context():
        form = Everything(
            formdata=MultiDict({"way": "b", "met": "2", "function": "y", "agreed": "y"}),
            meta={"csrf": False},
        )
        form.validate()
        yield form


def test_a_whole_form_keeps_what_was_entered(app, filled):
    main = draw(app, "{{ forms.standard(form, 'Senden') }}", form=filled)
    chosen = {
        field.get("value") for field in main.iter("input") if field.get("checked") is not None
    }
    assert chosen == {"b", "2", "y"}
    assert [o.get("value") for o in main.iter("option") if o.get("selected") is not None] == ["y"]
    assert main.find(".//input[@name='step']").get("type") == "hidden"
    assert main.find(".//form").get("enctype") is None


def test_an_error_is_told_at_the_field_and_in_the_summary(app, filled):
    main = draw(app, "{{ forms.standard(form, 'Senden') }}", form=filled)
    name = main.find(".//input[@id='name']")
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-describedby") == "name-hint name-error"
    links = {
        link.get("href"): "".join(link.itertext())
        for link in main.findall(".//div[@role='alert']//a")
    }
    assert links == {
        "#name": "Name – Bitte nennen Sie Ihren Namen.",
        "#address-town": "Ort – Bitte nennen Sie den Ort.",
    }


def test_only_fields_that_may_stay_empty_say_so(app, filled):
    main = draw(app, "{{ forms.standard(form, 'Senden') }}", form=filled)
    labels = {label.get("for"): "".join(label.itertext()) for label in main.iter("label")}
    assert "(freiwillig)" in labels["nickname"]
    assert "(freiwillig)" not in labels["name"]
    assert "(freiwillig)" not in labels["function"]


def test_a_form_with_a_file_is_sent_as_multipart(app):
    class Upload(Form):
        document = FileField("Datei")

    with app.test_request_context():
        main = draw(app, "{{ forms.standard(form, 'Senden') }}", form=Upload())
    assert main.find(".//form").get("enctype") == "multipart/form-data"


def test_text_from_people_is_escaped(app):
    with app.test_request_context():
        main = draw(
            app,
            "{{ cards.card(evil, url='#', text=evil, level=2) }}"
            "{{ tables.data('Liste', ['A', 'B'], [[evil, evil]]) }}",
            evil="<script>alert(1)</script>",
        )
    assert main.find(".//script") is None


def test_a_long_list_links_first_last_and_neighbouring_pages(app):
    with app.test_request_context():
        main = draw(app, "{{ navigation.pagination(5, 9, 'pages.home', {'q': 'a b'}) }}")
        none = draw(app, "{{ navigation.pagination(1, 1, 'pages.home') }}")
    pages = [link.get("href") for link in main.iter("a") if link.get("rel") is None]
    assert pages == [f"/?page={number}&q=a+b" for number in (1, 4, 6, 9)]
    assert none.find(".//nav") is None


def test_the_chart_says_in_a_table_what_it_draws(app):
    chart = level_chart([LevelRow("Recht", 1, 3), LevelRow("Schutz", 3, 3)])
    with app.test_request_context():
        main = draw(app, "{{ charts.levels(chart, 'Stand') }}", chart=chart)
    cells = [
        [" ".join("".join(cell.itertext()).split()) for cell in row.findall("td")]
        for row in main.findall(".//tbody/tr")
    ]
    assert cells == [["Stand 1", "Ziel 3", "Lücke 2"], ["Stand 3", "Ziel 3", "Lücke keine"]]
    picture = main.find(f".//{SVG}svg[@role='img']")
    assert picture.findtext(f"{SVG}title") == "Stand"
    assert "Tabelle" in picture.findtext(f"{SVG}desc")


def test_facts_of_a_card_may_be_lazily_translated(app):
    with app.test_request_context():
        markup = render_template_string(
            '{% import "components/cards.html" as cards with context %}{{ cards.meta_list(meta) }}',
            meta=[lazy_gettext("Online"), ("schedule", lazy_gettext("Heute"))],
        )
    assert ">Online</li>" in markup
    assert "<span>Heute</span>" in markup
