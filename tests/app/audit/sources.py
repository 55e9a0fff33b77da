"""Reads our own code: which commands there are, what they call, and what they record."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.config import PROJECT_ROOT
from app.kernel.i18n import PACKAGES_WITH_TEXTS

NOT_DETAILS = {"actor", "now"}


@dataclass(frozen=True)
class Record:
    """One call of `audit.record`: the act and the names of its details."""

    action: str
    details: frozenset[str]


@dataclass
class Module:
    """The functions of a module, and where the names that it uses come from."""

    name: str
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


@cache
def modules() -> dict[str, Module]:
    """All modules of the packages, by dotted name."""
    paths = (path for name in PACKAGES_WITH_TEXTS for path in (PROJECT_ROOT / name).rglob("*.py"))
    return {module.name: module for module in map(_read, paths)}


def commands() -> list[str]:
    """Public functions that somebody does something with: they take `actor`, by keyword."""
    return sorted(
        f"{module.name}.{name}"
        for module in modules().values()
        for name, function in module.functions.items()
        if not name.startswith("_")
        and module.name != "app.kernel.audit"
        and "actor" in {argument.arg for argument in function.args.kwonlyargs}
    )


def records() -> list[Record]:
    """All that the code writes into the audit trail."""
    return [
        _record(call)
        for module in modules().values()
        for function in module.functions.values()
        for call in _calls(function)
        if _is_record(call)
    ]


def leads_to_record(function: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function, or one that it calls, writes into the audit trail."""
    module_name, _, name = function.rpartition(".")
    module = modules().get(module_name)
    if module is None or name not in module.functions or function in seen:
        return False
    calls = list(_calls(module.functions[name]))
    return any(map(_is_record, calls)) or any(
        leads_to_record(target, seen | {function})
        for call in calls
        if (target := _target(call, module))
    )


def _read(path: Path) -> Module:
    name = ".".join(path.relative_to(PROJECT_ROOT).with_suffix("").parts)
    module = Module(name)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            module.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module.imports[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return module


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def _is_record(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "audit.record"


def _record(call: ast.Call) -> Record:
    action = ast.literal_eval(call.args[0])  # an act that is put together could not be looked up
    names = {keyword.arg for keyword in call.keywords}
    assert None not in names, "details are named where they are recorded"
    return Record(action, frozenset(str(name) for name in names - NOT_DETAILS))


def _target(call: ast.Call, module: Module) -> str:
    """The dotted name of what is called, empty where it is none of ours."""
    if isinstance(call.func, ast.Name):
        name = call.func.id
        return f"{module.name}.{name}" if name in module.functions else module.imports.get(name, "")
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        source = module.imports.get(call.func.value.id)
        return f"{source}.{call.func.attr}" if source else ""
    return ""
