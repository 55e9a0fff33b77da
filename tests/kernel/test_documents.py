"""Running a pure core on files: what is read, what is refused, and what is printed."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from app.kernel.documents import DocumentCommand, DocumentError, parse_json, run_on_files


@click.command(cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True)
def echo(files: tuple[str, ...]) -> None:
    """Prints each document as it was read."""
    run_on_files(files, lambda content: parse_json(content).value)


def echoed(*files: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(echo, [str(file) for file in files], input=stdin)


def fault_of(content: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        parse_json(content)
    return str(error.value)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": [1, 2.5, null, true, "\xc3\xa4"]}', {"a": [1, 2.5, None, True, "ä"]}),
        (b"\xef\xbb\xbf{}", {}),
        (b'"\\ud83d\\ude00"', "😀"),
        (b" 7 ", 7),
    ],
    ids=["every kind", "byte order mark", "surrogate pair", "bare number"],
)
def test_json_is_read(content: bytes, value: Any) -> None:
    assert parse_json(content).value == value


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "document: is not JSON (line 1, column 1: Expecting value)"),
        (b"{\n'a': 1}", "document: is not JSON (line 2, column 1: "),
        (b"<html>", "document: is not JSON (line 1, column 1: Expecting value)"),
        (b"{} {}", "document: is not JSON (line 1, column 4: Extra data)"),
        (b'{"a": "\xe4"}', "document: is not UTF-8 text (byte 7)"),
        (b'"a\x00"', "document: is not JSON (line 1, column 3: Invalid control character"),
        (b'{"a": NaN}', "document: is not JSON (NaN is no number)"),
        (b"[-Infinity]", "document: is not JSON (-Infinity is no number)"),
        (b"[1e400]", "document: holds a number that is too large"),
        (b"9" * 5000, "document: holds a number that is too large"),
        (b"[" * 100_000, "document: is nested too deeply"),
        (b'{"a":' * 100_000, "document: is nested too deeply"),
        (b'{"a": 1, "a": 1}', 'document: has the key "a" twice'),
        (b'{"u": [0, {"a": 1, "b": 2, "a": 1}]}', 'u[1]: has the key "a" twice'),
        (b'{"a": {"b": 1, "b": 1}, "a": 1}', 'document: has the key "a" twice'),
        (b'{"a": ["\\ud83d"]}', "a[0]: holds half a surrogate pair, which is no text"),
        (b'{"\\ude00": 1}', "document: holds half a surrogate pair, which is no text"),
    ],
)
def test_what_readers_would_understand_differently_is_refused(content: bytes, fault: str) -> None:
    assert fault_of(content).startswith(fault)


@pytest.mark.parametrize("key", ["a\nb", "\u2028", "\u0085", "\x1b[31m", "\ufeff"])
def test_a_fault_stays_on_one_line_whatever_the_document_says(key: str) -> None:
    content = json.dumps({key: {"x": 1}}).encode()

    fault = str(next(iter(parse_json(content).members().values())).error("is wrong"))

    assert fault.isprintable()
    assert fault.endswith('"]: is wrong')


def test_a_very_long_key_is_shortened_in_a_fault() -> None:
    root = parse_json(json.dumps({"so " * 1000: 1}).encode())

    assert len(str(next(iter(root.members().values())).error("is wrong"))) < 120


def test_what_is_printed_is_utf_8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    file = tmp_path / "umlaut.json"
    file.write_bytes(b'["\xc3\xa4"]')

    result = CliRunner(charset="latin-1").invoke(echo, [str(file)])

    assert result.stdout_bytes == b'["\xc3\xa4"]\n'


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    for unreadable in (tmp_path / "none.json", tmp_path):
        result = echoed(unreadable)

        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith(f"{unreadable}: cannot be read (")
        assert len(result.stderr.splitlines()) == 1


def test_a_command_without_a_file_says_so_in_one_line() -> None:
    result = echoed()

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


def test_standard_input_can_be_one_of_several(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(b"1")

    result = echoed(file, "-", stdin=b"2")

    assert result.stdout == "1\n2\n"
    assert result.exit_code == 0


def test_one_wrong_file_among_several_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "wrong.json").write_bytes(b"[")
    (tmp_path / "right.json").write_bytes(b"[]")

    result = echoed(tmp_path / "wrong.json", tmp_path / "right.json")

    assert result.exit_code == 2
    first, second = result.stdout.splitlines()
    assert json.loads(first) == {
        "error": "document: is not JSON (line 1, column 2: Expecting value)"
    }
    assert second == "[]"
