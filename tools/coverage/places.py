# SPDX-License-Identifier: Apache-2.0
"""Where a Solidity file is marked: before every statement, and around every condition, by the syntax tree of the compiler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]
BASE = 1 << 20
"""Marks are static calls to the addresses from here on: small numbers, so that a mark is little code."""
_BLOCKS = ("Block", "UncheckedBlock")
_LOGIC = ("&&", "||")
_BLANK = re.compile(rb"(?:\s|//[^\n]*\n|/\*.*?\*/)*", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A statement, or one outcome of a condition: its mark, and where it stands."""

    mark: int
    file: str
    line: int
    outcome: bool | None = None
    """None of a statement, else which outcome of the condition."""
    text: str = ""


@dataclass
class Marked:
    """A file with its marks, and the places they name."""

    file: str
    source: bytes
    first: int
    places: list[Place] = field(default_factory=list)
    edits: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Offset; closing ones before opening ones at the same place; order; text."""
    unmarked: list[str] = field(default_factory=list)
    """Functions without marks."""

    def text(self) -> bytes:
        """The source with all marks; `pure` becomes `view`, as a mark is a call."""
        out, at = [], 0
        source = re.sub(rb"\bpure\b", b"view", self.source)
        for offset, _, _, text in sorted(self.edits):
            out += [source[at:offset], text.encode()]
            at = offset
        return b"".join([*out, source[at:]])

    def insert(self, offset: int, text: str, closes: bool = False) -> None:
        self.edits.append((offset, 0 if closes else 1, len(self.edits), text))

    def statement(self, node: Node) -> int:
        return self._place(node, None)

    def condition(self, node: Node) -> int:
        """The mark of its false outcome; the next is that of its true one."""
        mark = self._place(node, False)
        self._place(node, True)
        return mark

    def _place(self, node: Node, outcome: bool | None) -> int:
        start, length = span(node)
        mark = self.first + len(self.places)
        text = " ".join(self.source[start : start + length].decode().split())[:80]
        self.places.append(Place(mark, self.file, self.source.count(b"\n", 0, start) + 1, outcome, text))
        return mark


def span(node: Node) -> tuple[int, int]:
    """Offset and length, in bytes."""
    start, length, _ = node["src"].split(":")
    return int(start), int(length)


def end(node: Node) -> int:
    return sum(span(node))


def mark(file: str, source: bytes, tree: Node, first: int, with_import: str) -> Marked:
    """Mark all that a file says to do. Marks are numbered from ``first``."""
    marked = Marked(file, source, first)
    with_body = [
        n for n in _descend(tree) if n["nodeType"] in ("FunctionDefinition", "ModifierDefinition") and n.get("body")
    ]
    answers = {node["name"] for node in with_body if _reads_answer(source, node)}
    for node in _descend(tree):
        if node["nodeType"] == "PragmaDirective":
            marked.insert(end(node), with_import)
    for node in with_body:
        if _reads_answer(source, node) or any(call["expression"].get("name") in answers for call in _calls(node)):
            marked.unmarked.append(f"{file}: {node['name']}")
        else:
            _Body(marked).block(node["body"])
    return marked


def _reads_answer(source: bytes, function: Node) -> bool:
    """Whether it looks at what the last call returned: a mark is a call, and would empty that."""
    return b"returndata" in source[span(function)[0] : end(function)]


def _calls(node: Node) -> list[Node]:
    return [each for each in _descend(node) if each["nodeType"] == "FunctionCall"]


class _Body:
    """Marks the body of a function."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked

    def block(self, block: Node) -> None:
        for statement in block["statements"] or []:
            self.statement(statement)

    def statement(self, node: Node, bare: bool = False) -> None:
        """``bare`` is the body of an if or a loop without braces: it gets them."""
        kind = node["nodeType"]
        if kind in _BLOCKS:
            return self.block(node)
        if not _does_nothing(node):
            brace = "{ " if bare else ""
            self.marked.insert(span(node)[0], f"{brace}Cov.s({self.marked.statement(node)}); ")
        elif bare:
            self.marked.insert(span(node)[0], "{ ")
        if kind == "InlineAssembly":
            self.assembly(node["AST"])
        else:
            self.parts(node)
        if bare:
            self.marked.insert(self.ending(node), " }", closes=True)
        return None

    def parts(self, node: Node) -> None:
        """The statements and conditions inside a statement."""
        kind = node["nodeType"]
        tests = ("IfStatement", "WhileStatement", "DoWhileStatement", "ForStatement", "Conditional")
        if kind in tests and node.get("condition"):
            self.leaf(node["condition"])
        for name in ("trueBody", "falseBody", "body"):
            if kind in ("IfStatement", "WhileStatement", "DoWhileStatement", "ForStatement") and node.get(name):
                self.statement(node[name], bare=node[name]["nodeType"] not in _BLOCKS)
        if kind == "TryStatement":
            for clause in node["clauses"]:
                self.block(clause["block"])
        for name, child in _children(node):
            if name in ("trueBody", "falseBody", "body", "clauses") or (name == "condition" and kind in tests):
                continue
            self.expression(child)

    def expression(self, node: Node) -> None:
        """Conditions in an expression: of a ?:, and both sides of && and ||; of a require, what it asks."""
        kind = node["nodeType"]
        if kind == "BinaryOperation" and node["operator"] in _LOGIC:
            self.leaf(node)
        elif kind == "FunctionCall" and node["expression"].get("name") in ("require", "assert"):
            self.leaf(node["arguments"][0])
            for argument in node["arguments"][1:]:
                self.expression(argument)
        else:
            self.parts(node)

    def leaf(self, node: Node) -> None:
        """Mark what a condition is made of: each part that is not made of others by && or ||."""
        kind = node["nodeType"]
        if kind == "BinaryOperation" and node["operator"] in _LOGIC:
            self.leaf(node["leftExpression"])
            self.leaf(node["rightExpression"])
        elif kind == "TupleExpression" and len(node["components"]) == 1:
            self.leaf(node["components"][0])
        elif kind != "Literal":
            number = self.marked.condition(node)
            self.marked.insert(span(node)[0], "Cov.b(")
            self.parts(node)
            self.marked.insert(end(node), f", {number})", closes=True)

    def assembly(self, tree: Node) -> None:
        for block in _descend(tree):
            if block["nodeType"] == "YulBlock":
                for statement in block["statements"]:
                    self.yul(statement)

    def yul(self, node: Node) -> None:
        if node["nodeType"] in ("YulFunctionDefinition", "YulBlock"):
            return
        at = span(node)[0]
        self.marked.insert(at, f"{_yul_mark(str(self.marked.statement(node)))} ")
        if node["nodeType"] == "YulIf":
            asked = node["condition"]
            text = self.marked.source[span(asked)[0] : end(asked)].decode()
            self.marked.insert(at, _yul_mark(f"add({self.marked.condition(asked)}, iszero(iszero({text})))") + " ")

    def ending(self, node: Node) -> int:
        """Where a statement ends, its semicolon included."""
        kind = node["nodeType"]
        if kind in _BLOCKS or kind in ("TryStatement", "InlineAssembly"):
            return end(node)
        if kind == "IfStatement":
            return self.ending(node.get("falseBody") or node["trueBody"])
        if kind in ("ForStatement", "WhileStatement"):
            return self.ending(node["body"])
        at = end(node)
        found = _BLANK.match(self.marked.source, at)
        at = found.end() if found else at
        return at + (self.marked.source[at : at + 1] == b";")


def _yul_mark(number: str) -> str:
    return f"pop(staticcall(0, add({BASE}, {number}), 0, 0, 0, 0))"


def _does_nothing(node: Node) -> bool:
    declared = node["nodeType"] == "VariableDeclarationStatement" and not node.get("initialValue")
    return declared or node["nodeType"] == "PlaceholderStatement"


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    for name, value in node.items():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "nodeType" in child:
                yield name, child


def _descend(node: Node) -> Iterator[Node]:
    yield node
    for _, child in _children(node):
        yield from _descend(child)
