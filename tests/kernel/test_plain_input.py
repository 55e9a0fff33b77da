"""What nobody types is refused before anything looks at it."""

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter, Rule

from app.kernel.plain_input import LARGEST_NUMBER
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only

HUGE = str(2**200)


def address(rule: Rule, number: str) -> str:
    """The rule's address with this number in each of its places for one."""
    return "".join(
        part if not is_dynamic else number if is_number(rule, part) else "x"
        for is_dynamic, part in rule._trace
    ).replace("|", "", 1)


def is_number(rule: Rule, name: str) -> bool:
    return isinstance(rule._converters[name], IntegerConverter)


def test_a_number_beyond_the_database_is_an_unknown_address(app):
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if any(isinstance(each, IntegerConverter) for each in rule._converters.values())
    ]
    assert len(rules) > 5
    adapter = app.url_map.bind("localhost")
    for rule in rules:
        method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
        assert adapter.match(address(rule, "1"), method=method)[0] == rule.endpoint
        with pytest.raises(NotFound):
            adapter.match(address(rule, HUGE), method=method)


def test_the_largest_number_fits(app):
    converter = app.url_map.converters["int"](app.url_map)
    assert converter.to_python(str(LARGEST_NUMBER)) == LARGEST_NUMBER


def test_a_huge_version_number_is_a_page_that_there_is_not(personas):
    office = personas.client(personas.office)
    assert office.get(f"/manage/texts/imprint/de/versions/{HUGE}").status_code == 404
