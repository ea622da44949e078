# SPDX-License-Identifier: Apache-2.0
"""The pages as the site's tool takes them: ``docs/`` with links that lead somewhere on the site, and the references beside it.

In the repository a page may point at any file of it. On the site those files stand under ``checkout/``: what a page of ``docs/`` names, and
nothing further, so that a site is no second copy of the repository.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tools.docs.command_pages import command_pages
from tools.docs.contract_pages import contract_pages
from tools.docs.errors import PageError
from tools.docs.markdown import links_of, relinked, spaced
from tools.docs.nav import write_settings
from tools.docs.python_pages import python_pages

ELSEWHERE = "checkout"
MAKERS: dict[str, Callable[[Path], dict[str, str]]] = {
    "reference/contracts": contract_pages,
    "reference/python": python_pages,
    "reference/commands": command_pages,
}
"""What makes the pages of each folder, by their names."""
_PICTURES = (".png", ".svg", ".jpg")


def stage(root: Path, build: Path) -> int:
    """Write ``build/docs`` and the settings beside it anew; how many pages there are."""
    target = build / "docs"
    shutil.rmtree(target, ignore_errors=True)
    made = {f"{folder}/{name}": text for folder, maker in MAKERS.items() for name, text in maker(root).items()}
    outside = outside_of(root)
    sources = {path.relative_to(root / "docs").as_posix(): path for path in sorted((root / "docs").rglob("*.md"))}
    places = {path.resolve(): name for name, path in sources.items()} | {
        path: f"{ELSEWHERE}/{path.relative_to(root.resolve()).as_posix()}{'/README.md' if path.is_dir() else ''}"
        for path in outside
    }
    for path, place in places.items():
        if path.is_dir():
            _write(target / place, _listing(path, root))
        elif path.suffix == ".md":
            _write(target / place, spaced(relinked(path.read_text(encoding="utf-8"), _follow(path, place, places))))
        else:
            _copy(path, target / place)
    for path in sorted((root / "docs").rglob("*")):
        if path.is_file() and path.suffix != ".md":
            _copy(path, target / path.relative_to(root / "docs"))
    for name, text in made.items():
        _write(target / name, text)
    write_settings(root, build, sorted(made), sorted(place for place in places.values() if place.startswith(ELSEWHERE)))
    return len(sources) + len(made)


def outside_of(root: Path) -> list[Path]:
    """Every file of the repository, outside of ``docs/``, that a page of it names; of a folder its README, or itself."""
    found: set[Path] = set()
    for page in sorted((root / "docs").rglob("*.md")):
        for line, target in links_of(page.read_text(encoding="utf-8")):
            path = named_by(page, target)
            if path is None:
                continue
            if not path.exists() or root.resolve() not in path.parents:
                raise PageError(f"{page.relative_to(root)}:{line}: {target} leads to nothing", "Correct the link.")
            if (root / "docs").resolve() not in (path, *path.parents):
                found.add(path)
    return sorted(found)


def named_by(page: Path, target: str) -> Path | None:
    """The file that a link of the page leads to, of a folder its README or itself; None where it leads into the page or to the web."""
    name = target.partition("#")[0]
    if not name or "://" in name or name.startswith("mailto:"):
        return None
    path = (page.parent / name).resolve()
    return path / "README.md" if (path / "README.md").is_file() else path


def _listing(folder: Path, root: Path) -> str:
    """What is in a folder that says nothing of itself."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    title = folder.relative_to(root.resolve()).as_posix()
    return f"# {title}\n\nIn the repository:\n\n" + "".join(f"- `{name}`\n" for name in names)


def _follow(page: Path, place: str, places: dict[Path, str]) -> Callable[[str], str | None]:
    def follow(target: str) -> str | None:
        path = named_by(page, target)
        if path is None:
            return target
        mark = "#" + target.partition("#")[2] if "#" in target else ""
        found = places.get(path)
        if found is None:  # files beside the pages are copied as they stand; of others the words are left
            return target if not place.startswith(ELSEWHERE) and path.suffix in (*_PICTURES, ".yaml", ".csv") else None
        return os.path.relpath(found, Path(place).parent).replace(os.sep, "/") + mark

    return follow


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
