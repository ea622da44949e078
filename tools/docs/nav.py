# SPDX-License-Identifier: Apache-2.0
"""What the site's tool is told: ``mkdocs.yml``, with the pages that were made where it names their folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from tools.docs.errors import PageError

SETTINGS = "mkdocs.yml"


def read_settings(root: Path) -> dict[str, Any]:
    """``mkdocs.yml``."""
    read = yaml.safe_load((root / SETTINGS).read_text(encoding="utf-8"))
    if not isinstance(read, dict) or not isinstance(read.get("nav"), list):
        raise PageError(f"{SETTINGS}: nav must be a list of pages", "See docs/README.md.")
    return read


def pages_of(nav: Sequence[Any]) -> list[str]:
    """Every page or folder that it names, in its order."""
    found: list[str] = []
    for entry in nav:
        inner = next(iter(entry.values())) if isinstance(entry, dict) else entry
        found += [inner] if isinstance(inner, str) else pages_of(inner)
    return found


def expanded(nav: Sequence[Any], made: Sequence[str]) -> list[Any]:
    """With the pages of a folder in place of it, the index first."""
    done: list[Any] = []
    for entry in nav:
        title, inner = next(iter(entry.items())) if isinstance(entry, dict) else (None, entry)
        if isinstance(inner, list):
            done.append({title: expanded(inner, made)})
        elif inner.endswith(".md"):
            done.append(entry)
        else:
            pages = [name for name in made if str(PurePosixPath(name).parent) == inner.rstrip("/")]
            if not pages:
                raise PageError(
                    f"{SETTINGS}: nav: no page was made in {inner}", "Name a folder of tools/docs/stage.py."
                )
            pages.sort(key=lambda name: (not name.endswith("/index.md"), name))
            done.append({title: [name if name.endswith("/index.md") else {_title(name): name} for name in pages]})
    return done


def _title(name: str) -> str:
    return PurePosixPath(name).stem


def write_settings(root: Path, build: Path, made: Sequence[str], outside: Sequence[str]) -> None:
    """``build/mkdocs.yml``, beside the pages."""
    settings = read_settings(root)
    settings["nav"] = expanded(settings["nav"], made)
    settings["docs_dir"], settings["site_dir"] = "docs", "site"
    settings["theme"]["custom_dir"] = str((root / "tools" / "docs" / "theme").resolve())
    (build / SETTINGS).write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
