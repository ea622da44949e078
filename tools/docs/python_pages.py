# SPDX-License-Identifier: Apache-2.0
"""The reference of the Python side, a page a package, by floors: what each module says of itself. Read, not imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_INTRODUCTION = """# Python

Made from the docstrings of `src/regalia`. Begin with [api](api.md): `from regalia import Deal` is what most people need, and
[Python](../../python.md) shows it with examples. Lower floors never import upper ones.
A field or method without words says all in its name and type.

| floor | package | job |
|---|---|---|
"""


def python_pages(root: Path) -> dict[str, str]:
    """Pages by their names."""
    source = root / "src" / "regalia"
    packages = sorted({path.parent for path in source.glob("*/*.py")})
    jobs = dict(_jobs((source / "README.md").read_text(encoding="utf-8")))
    order = sorted(packages, key=lambda path: (jobs.get(path.name, ("99", ""))[0], path.name))
    rows = [
        f"| {jobs.get(p.name, ('', ''))[0]} | [{p.name}]({p.name}.md) | {jobs.get(p.name, ('', ''))[1]} |"
        for p in order
    ]
    pages = {f"{package.name}.md": "\n".join(_package(package, source.parent)) for package in packages}
    return {"index.md": _INTRODUCTION + "\n".join(rows) + "\n", **pages}


def _jobs(readme: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Floor and job of each package, as the README has them."""
    for line in readme.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0][:1].isdigit():
            names = [name.strip(" `/") for name in cells[1].split(",")]
            floors = [floor.strip() for floor in cells[0].split(",")]
            for place, name in enumerate(names):
                yield name, (floors[min(place, len(floors) - 1)], cells[2])


def _package(package: Path, source: Path) -> Iterator[str]:
    yield f"# regalia.{package.name}\n"
    for path in sorted(package.rglob("*.py"), key=lambda path: (path.parent, path.name != "__init__.py", path.name)):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = list(path.relative_to(source).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        told = [text for node in tree.body for text in _member(node)]
        if parts[-1] == "__init__" and len(parts) == 3:
            yield _words(tree)
        elif ast.get_docstring(tree) or told:
            yield f"\n## {name}\n"
            yield _words(tree)
        yield from told


def _member(node: ast.stmt) -> Iterator[str]:
    """A public function, class or constant with words."""
    if isinstance(node, _FUNCTIONS) and not node.name.startswith("_"):
        yield f"```python\n{_signature(node)}\n```\n"
        yield _words(node)
    elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
        yield f"### {node.name}\n"
        yield f"```python\n{_class(node)}\n```\n"
        yield _words(node)
        for inner in node.body:
            if isinstance(inner, _FUNCTIONS) and not inner.name.startswith("_"):
                yield f"```python\n{_signature(inner)}\n```\n"
                yield _words(inner)


def _class(node: ast.ClassDef) -> str:
    """Its first line, and its fields."""
    bases = ", ".join([ast.unparse(base) for base in node.bases])
    lines = [f"class {node.name}({bases})" if bases else f"class {node.name}"]
    for inner in node.body:
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name) and inner.target.id[0] != "_":
            lines.append("    " + ast.unparse(inner))
        elif isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            lines.append("    " + _signature(inner))
    return "\n".join(lines)


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    gives = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    marks = [
        f"@{ast.unparse(mark)}\n" for mark in node.decorator_list if ast.unparse(mark) in ("property", "classmethod")
    ]
    return "".join(marks) + f"{kind} {node.name}({ast.unparse(node.args)}){gives}"


def _words(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The docstring; what is in a table or drawing in it stays as it is."""
    return (ast.get_docstring(node) or "").replace("<", "&lt;").replace("[", "\\[") + "\n"
