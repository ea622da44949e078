# SPDX-License-Identifier: Apache-2.0
"""The pages as the site's tool gets them: every link leads to a file of the site, every page is in the navigation."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import DOCS, ROOT
from tools.docs import stage as staging
from tools.docs.errors import PageError
from tools.docs.markdown import links_of
from tools.docs.nav import expanded, pages_of, read_settings
from tools.docs.stage import named_by, outside_of, stage


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("build")
    stage(ROOT, place)
    return place


def test_links__of_the_repository__lead_to_files() -> None:
    assert len(outside_of(ROOT)) > 8  # raises for one that leads to nothing


def test_links__of_the_site__lead_to_files_of_the_site(build: Path) -> None:
    lost = []
    for page in (build / "docs").rglob("*.md"):
        for line, target in links_of(page.read_text(encoding="utf-8")):
            path = named_by(page, target)
            if path is not None and not (path.is_file() and build.resolve() in path.parents):
                lost.append(f"{page.relative_to(build)}:{line}: {target}")
    assert lost == []


def test_pages__of_docs__are_all_in_the_navigation() -> None:
    named = pages_of(read_settings(ROOT)["nav"])
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert pages - set(named) == set()
    assert {name for name in named if name.endswith(".md")} - pages == set()
    assert len(named) == len(set(named))


def test_settings__as_built__name_pages_that_are_there(build: Path) -> None:
    settings = yaml.safe_load((build / "mkdocs.yml").read_text(encoding="utf-8"))
    assert [name for name in pages_of(settings["nav"]) if not (build / "docs" / name).is_file()] == []
    assert (settings["theme"]["font"], settings["docs_dir"], settings["site_dir"]) == (False, "docs", "site")


def test_nav__folder_without_pages__refused() -> None:
    with pytest.raises(PageError, match="no page was made in reference/rust"):
        expanded([{"Rust": "reference/rust"}], ["reference/python/index.md"])


def test_link__to_nothing_or_out_of_the_repository__refused_with_page_and_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "page.md"
    for target in ("../gone.md", "../../../../../etc/passwd", "gone.md"):
        page.write_text(f"# Page\n\n[link]({target})\n", encoding="utf-8")
        with pytest.raises(PageError, match=rf"docs/page\.md:3: {re.escape(target)} leads to nothing"):
            outside_of(tmp_path)


def test_stage__twice__leaves_nothing_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MAKERS", {})
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material}\nnav: [a.md]\n", encoding="utf-8")
    (tmp_path / "docs" / "a.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "docs" / "old.md").write_text("# Old\n", encoding="utf-8")
    stage(tmp_path, tmp_path / ".build")
    (tmp_path / "docs" / "old.md").unlink()
    assert stage(tmp_path, tmp_path / ".build") == 1
    assert [path.name for path in (tmp_path / ".build" / "docs").iterdir()] == ["a.md"]


def test_lock__every_package__hashed_and_no_address() -> None:
    lock = (ROOT / "requirements-docs.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^[\w.-]+==[^\s]+.*$", lock, re.MULTILINE)
    assert len(packages) > 8 and all(line.endswith("\\") for line in packages)
    assert "://" not in lock and "zensical==" in lock


def test_make__docs__in_the_list_and_strict() -> None:
    command = ["make", "-o", ".venv/.ready", "-o", "node_modules/.ready", "-o", ".venv-docs/.ready", "-n", "docs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "-m tools.docs\n" in done.stdout and "build --strict" in done.stdout and "-m tools.docs check" in done.stdout
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert re.search(r"^  make docs +build the site of documentation", helped.stdout, re.MULTILINE)
