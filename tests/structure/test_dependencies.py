# SPDX-License-Identifier: Apache-2.0
"""``docs/dependencies.md`` tells every direct dependency, at the version that is locked, and no other."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| (\S+) \| (.+?) \|", re.MULTILINE)
NAME = re.compile(r"[A-Za-z0-9._-]+")
LOCKED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: Iterable[str]) -> set[str]:
    found = [NAME.match(line) for line in requirements if not line.startswith("#")]
    return {normal(match[0]) for match in found if match}


def locked(lock: str) -> dict[str, str]:
    return {normal(name): version for name, version in LOCKED.findall((ROOT / lock).read_text(encoding="utf-8"))}


def of_the_wheel() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return names(
        [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    )


def of_file(file: str) -> set[str]:
    return names((ROOT / file).read_text(encoding="utf-8").splitlines())


def wanted() -> dict[str, str]:
    """Every direct dependency and its version."""
    npm: dict[str, str] = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    python: dict[str, str] = {}
    for direct, lock in (
        (of_file("requirements-audit.in"), "requirements-audit.lock"),
        (of_file("requirements-docs.in"), "requirements-docs.lock"),
        (of_the_wheel(), "requirements.lock"),  # last: what the audits bring along for the tests is told as of here
    ):
        python |= {name: locked(lock)[name] for name in direct}
    return python | npm


def test_page__its_rows__are_the_direct_dependencies_as_locked() -> None:
    rows = ROW.findall(PAGE)
    assert len(rows) == len({name for name, _, _ in rows})
    assert {name: version for name, version, _ in rows} == wanted()


@pytest.mark.parametrize("licence", ["AGPL-3.0", "GPL-3.0", "LGPL-3.0", "MPL-2.0"])
def test_page__copyleft_of_a_row__told_under_licences(licence: str) -> None:
    told = PAGE.partition("## Licences")[2]
    (line,) = re.findall(rf"^- \*\*{re.escape(licence)}\*\* .*$", told, re.MULTILINE)
    named = {name for name, _, given in ROW.findall(PAGE) if f"**{licence}" in given}
    assert named and named <= set(re.findall(r"`([^`]+)`", line))
