"""The client library asks for every operation of the interface, and for none that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.doors import operations
from tests.interview_ai.supervisor.processes import PROJECT

SDK = PROJECT / "interview_ai" / "sdk"
# What the library leaves out, and why.
LEFT_OUT = {
    "PUT /uploads/{}": "asked for at the address that presign gives, which may be a bucket's",
    "GET /records/transcripts/details": "the interface of Tencent Meeting has its own client",
    "GET /records/transcripts/paragraphs": "the interface of Tencent Meeting has its own client",
    "GET /records/transcripts/search": "the interface of Tencent Meeting has its own client",
}


def asked_by(path: Path) -> set[str]:
    """``METHOD /path/{}`` of every `Call` in a module; an address kept in a name first is looked up."""
    found = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        named = dict(_assigned(function))
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _called(node) == "Call" and isinstance(node.args[0], ast.Constant):
                found.add(f"{node.args[0].value} {_address(node.args[1], named)}")
    return found


def _assigned(function: ast.FunctionDef) -> list[tuple[str, ast.expr]]:
    pairs = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    pairs.append((target.id, node.value))
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    names = [one.id for one in target.elts if isinstance(one, ast.Name)]
                    pairs += list(zip(names, node.value.elts, strict=True))
    return pairs


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _address(node: ast.expr, named: dict[str, ast.expr]) -> str:
    if isinstance(node, ast.Name):
        node = named.get(node.id, node)
    if isinstance(node, ast.Call) and _called(node) == "at":
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) else f"? {ast.unparse(node)}"


def asked() -> set[str]:
    return set().union(*(asked_by(path) for path in SDK.glob("*.py")))


def offered() -> set[str]:
    return {re.sub(r"{\w+}", "{}", operation.name) for operation in operations()}


def test_library_asks_for_every_operation():
    assert sorted(offered() - asked() - LEFT_OUT.keys()) == []


def test_library_asks_for_nothing_that_is_not_there():
    assert sorted(asked() - offered()) == []


def test_what_is_left_out_is_there_and_left_out():
    assert LEFT_OUT.keys() <= offered()
    assert not LEFT_OUT.keys() & asked()
