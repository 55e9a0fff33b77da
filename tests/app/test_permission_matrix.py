"""The one table of permissions: guards come from it, and the office reads and keeps it."""

import csv
import io

import pytest

from app.kernel import matrix
from app.kernel.matrix import MATRIX
from app.kernel.permissions import Permission, Reach, Role, guard_of
from organisations.wording import ROLES
from tests.house.databases import in_turn

pytestmark = in_turn

PAGE = "/manage/permissions"


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


def test_every_permission_is_in_the_table_under_a_name_of_its_own():
    declared = [thing for thing in vars(matrix).values() if isinstance(thing, Permission)]
    assert set(declared) == set(MATRIX)
    assert len({permission.name for permission in MATRIX}) == len(MATRIX)


def test_every_guard_comes_from_the_table(app):
    guards = {guard_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    asked = {guard.permission for guard in guards if guard.permission}
    assert asked <= set(MATRIX)


def test_every_role_and_every_permission_has_its_words():
    assert set(ROLES) == set(Role)
    assert all(str(permission.label) for permission in MATRIX)


def test_nobody_but_the_office_reaches_beyond_a_municipality_except_to_read_what_is_for_all():
    # Courses, aids, articles and joint statements are for everyone, and what people say of a
    # course is said of it in the programme.
    for_more = {
        matrix.READ_COURSES,
        matrix.READ_EVALUATIONS,
        matrix.READ_TOOLBOX,
        matrix.READ_STATEMENTS,
        matrix.READ_KNOWLEDGE,
    }
    for permission in MATRIX:
        reaching_all = {
            role for role, reach in permission.reach.items() if reach is Reach.PROGRAMME
        }
        if permission not in for_more:
            assert reaching_all <= {Role.PROGRAMME_OFFICE}, permission.name


def test_a_deputy_is_given_nothing_by_roles_of_others():
    held = {permission.name for permission in MATRIX if Role.DEPUTY in permission.roles}
    assert held <= {"keep_appointments"}


def test_the_page_shows_for_each_permission_how_far_it_reaches(office):
    page = office.get(PAGE)
    assert page.status_code == 200
    row = page.text[page.text.index("Durchgänge leiten:") :].split("</tr>")[0]
    assert row.count("eigene") == 1
    assert row.count("alle") == 1
    assert row.count("–") == len(Role) - 2


def test_the_file_says_the_same_as_the_table(office):
    answer = office.get(f"{PAGE}/table.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith("\ufeff".encode()), "German Excel asks for it"
    heading, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert heading == ["Recht", *map(str, ROLES.values())]
    assert [row[0] for row in rows] == [str(permission.label) for permission in MATRIX]
    for permission, row in zip(MATRIX, rows, strict=True):
        granted = {role for role, reach in zip(ROLES, row[1:], strict=True) if reach != "–"}
        assert granted == permission.roles


def test_nobody_else_reads_it(personas):
    for account in (personas.owner, personas.trainer, personas.coordinator):
        assert personas.client(account).get(PAGE).status_code == 403
