"""Reads YAML as strictly as `documents` reads JSON: for definitions that people write by hand.

What a plain word means follows the core schema of YAML 1.2 (section 10.3): `no`, `on`, `1:30` and
`2026-03-02` are texts. Numbers with a point are `Decimal`, exactly as they are written.
"""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import yaml

from app.kernel.documents import DocumentError, Field, LinedList, LinedObject, quoted

# No number in a definition needs more; and 1e999999999 would take all memory.
MOST_DIGITS = 30

_NULL, _BOOL, _INT, _FLOAT, _STR = (
    f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str")
)
_PATTERNS = {
    _NULL: (re.compile(r"(~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]),
    _BOOL: (re.compile(r"(true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")),
    _INT: (re.compile(r"[-+]?[0-9]+\Z"), list("-+0123456789")),
    _FLOAT: (
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z"),
        list("-+.0123456789"),
    ),
}


class _Loader(yaml.BaseLoader):
    """PyYAML's parser, with the core schema in place of the words of YAML 1.1."""


for _tag, (_pattern, _first) in _PATTERNS.items():
    _Loader.add_implicit_resolver(_tag, _pattern, _first)


def parse_yaml(content: bytes) -> Field:
    """The root of a YAML document in UTF-8, with places as in JSON and their lines.

    Refuses repeated keys, keys that are no texts, and tags. Raises `DocumentError`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = f"is not UTF-8 text (byte {error.start})"
        raise DocumentError("", fault, line=content.count(b"\n", 0, error.start) + 1) from None
    try:
        root = yaml.compose(text, Loader=_Loader)
        start = Field(None, line=1 if root is None else _line_of(root))
        return start if root is None else replace(start, value=_Reader().value(root, start))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "somewhere"
        raise DocumentError("", f"is not YAML ({where}: {error.problem})") from None
    except yaml.reader.ReaderError as error:
        fault = f"is not YAML (character {error.position + 1})"
        raise DocumentError("", fault, line=text.count("\n", 0, error.position) + 1) from None
    except RecursionError:
        raise DocumentError("", "is nested too deeply") from None
    except (ValueError, OverflowError):
        # The parser makes no error of its own of "\UFFFFFFFF".
        raise DocumentError("", "is not YAML (an escape that is no character)") from None


def exact_number(field: Field) -> Decimal:
    """The number that a text writes in decimal digits, exactly. Raises `DocumentError`."""
    pattern, _ = _PATTERNS[_FLOAT]
    if not pattern.match(field.text()):
        raise field.error("must be a number")
    number = Decimal(field.value)
    if number.adjusted() >= MOST_DIGITS or number.as_tuple().exponent < -MOST_DIGITS:
        raise field.error(f"must have at most {MOST_DIGITS} digits before and after the point")
    return number


class _Reader:
    """Makes values of nodes. An alias stands for the value of its anchor, which is made once."""

    def __init__(self) -> None:
        self._made: dict[int, Any] = {}
        self._open: set[int] = set()

    def value(self, node: yaml.Node, field: Field) -> Any:
        """The value of `node`, which stands at the place of `field`."""
        if id(node) in self._made:
            return self._made[id(node)]
        if id(node) in self._open:
            raise field.error("contains itself")
        self._open.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            made = _scalar(node, field)
        elif node.tag not in (yaml.BaseLoader.DEFAULT_MAPPING_TAG, "tag:yaml.org,2002:seq"):
            raise field.error(f"has the tag {quoted(node.tag)}, which is not known")
        elif isinstance(node, yaml.SequenceNode):
            made = self._list(node, field)
        else:
            made = self._mapping(node, field)
        self._made[id(node)] = made
        return made

    def _list(self, node: yaml.SequenceNode, field: Field) -> list[Any]:
        made = LinedList()
        for index, inner in enumerate(node.value):
            place = Field(None, f"{field.place}[{index}]", _line_of(inner))
            made.append(self.value(inner, place))
            made.lines.append(_line_of(inner))
        return made

    def _mapping(self, node: yaml.MappingNode, field: Field) -> dict[str, Any]:
        made = LinedObject()
        for key_node, value_node in node.value:
            here = replace(field, line=_line_of(key_node))
            key = self.value(key_node, here)
            if not isinstance(key, str):
                raise here.error("has a key that is no text")
            if key in made:
                raise here.error(f"has the key {quoted(key)} twice")
            made.lines[key] = _line_of(key_node)
            made[key] = self.value(value_node, here.member(key))
        return made


def _line_of(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _scalar(node: yaml.ScalarNode, field: Field) -> Any:
    if node.tag == _STR:
        if any("\ud800" <= character <= "\udfff" for character in node.value):
            raise field.error("holds half a surrogate pair, which is no text")
        return node.value
    pattern, _ = _PATTERNS.get(node.tag, (None, None))
    if pattern is None or not pattern.match(node.value):
        raise field.error(f"has the tag {quoted(node.tag)}, which does not fit")
    if node.tag == _NULL:
        return None
    if node.tag == _BOOL:
        return node.value.lower() == "true"
    number = exact_number(replace(field, value=node.value))
    return int(number) if node.tag == _INT else number
