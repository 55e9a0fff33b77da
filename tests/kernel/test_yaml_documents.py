"""Reading YAML definitions: words mean what they look like, and faults have a place."""

from decimal import Decimal
from typing import Any

import pytest

from app.kernel.documents import DocumentError, Field
from app.kernel.yaml_documents import exact_number, parse_yaml


def fault_of(content: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        parse_yaml(content)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("On", "On"),
        ("y", "y"),
        ("2026-03-02", "2026-03-02"),
        ("1:30", "1:30"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("<<", "<<"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 5", "5"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("-7", -7),
        ("+3", 3),
        ("010", 10),
        ("4.31", Decimal("4.31")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1e3", Decimal(1000)),
    ],
)
def test_words_mean_what_they_look_like(text: str, value: Any) -> None:
    read = parse_yaml(f"word: {text}".encode()).value["word"]

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"", None),
        (b"\xef\xbb\xbfa: \xc3\xa4", {"a": "ä"}),
        (b"a: [1, {b: 2}]\nc:\n  - d\n", {"a": [1, {"b": 2}], "c": ["d"]}),
        (b"a: &anchor [1]\nb: *anchor", {"a": [1], "b": [1]}),
        (b'{"json": [1.5, null, true]}', {"json": [Decimal("1.5"), None, True]}),
        (b"text: >-\n  two\n  lines\n", {"text": "two lines"}),
    ],
    ids=["nothing", "byte order mark", "both styles", "alias", "JSON", "folded text"],
)
def test_yaml_is_read(content: bytes, value: Any) -> None:
    assert parse_yaml(content).value == value


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a: 1\na: 2", 'document: has the key "a" twice'),
        (b"a: {b: [0, {c: 1, c: 1}]}", 'a.b[1]: has the key "c" twice'),
        (b"a: {1: 2}", "a: has a key that is no text (line 1)"),
        (b"? [1]\n: 2", "document: has a key that is no text (line 1)"),
        (b"a: [", "document: is not YAML (line 1, column 5: expected the node content, but "),
        (b"a: b: c", "document: is not YAML (line 1, column 5: mapping values are not allowed "),
        (b"\t- a", "document: is not YAML (line 1, column 1: "),
        (b"--- 1\n--- 2\n", "document: is not YAML (line 2, column 1: but found another document)"),
        (b"a: *b", "document: is not YAML (line 1, column 4: found undefined alias 'b')"),
        (b"a: \xe4", "document: is not UTF-8 text (byte 3)"),
        (b"a: \x01", "document: is not YAML (character 4)"),
        (b'a: "\\ud83d"', "a: holds half a surrogate pair, which is no text"),
        (b'a: "\\UFFFFFFFF"', "document: is not YAML (an escape that is no character)"),
        (b"[" * 1000, "document: is nested too deeply"),
        (b"a: &a [*a]", "a[0]: contains itself"),
        (b"- &a {b: *a}", "[0].b: contains itself"),
        (b"a: !!python/name:os.system x", 'a: has the tag "tag:yaml.org,2002:python/name:os.sys'),
        (b"a: !!int x", 'a: has the tag "tag:yaml.org,2002:int", which does not fit'),
        (b"a: !mine {b: 1}", 'a: has the tag "!mine", which is not known'),
        (b"a: !!set {b, c}", 'a: has the tag "tag:yaml.org,2002:set", which is not known'),
        (b"a: 1e999999999", "a: must have at most 30 digits before and after the point"),
        (b"a: 1e-999999999", "a: must have at most 30 digits before and after the point"),
        (b"a: " + b"9" * 6000, "a: must have at most 30 digits before and after the point"),
    ],
)
def test_a_fault_is_one_line_with_its_place(content: bytes, fault: str) -> None:
    assert fault_of(content).startswith(fault)
    assert fault_of(content).isprintable()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a:\n  - 1\n  - {b: 2,\n     b: 3}", 4),
        (b"a: 1\n\n# words\n2: b", 4),
        (b"\n\na: \xe4", 3),
        (b"a: 1\nb: \x01", 2),
        (b"a:\n\n  !mine b", 1),
        (b"- a\n- !mine b", 2),
    ],
)
def test_a_fault_names_its_line(content: bytes, line: int) -> None:
    assert fault_of(content).endswith(f"(line {line})")


def test_every_place_knows_its_line() -> None:
    root = parse_yaml(b"# words\na:\n- 1\n- b: &deep {c: 2}\n  d:\n    e\nf: *deep\n")

    a, f = root.members()["a"], root.members()["f"]
    assert [root.line, a.line, f.line, f.members()["c"].line] == [2, 2, 7, 4]
    assert [one.line for one in a.elements()] == [3, 4]
    inner = a.elements()[1]
    assert {key: member.line for key, member in inner.members().items()} == {"b": 4, "d": 5}
    assert inner.member("missing").line == 4


def test_aliases_of_aliases_cost_nothing() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]

    assert len(parse_yaml("\n".join(lines).encode()).members()) == 60


@pytest.mark.parametrize("text", ["", "1,5", "abc", "0x10", "inf", "nan", "1 2", "--1", "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^AFTER: "):
        exact_number(Field(text, "AFTER"))
