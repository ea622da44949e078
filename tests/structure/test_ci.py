# SPDX-License-Identifier: Apache-2.0
"""What a build machine runs: nothing is skipped for want of PostgreSQL or Chromium."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"
MAKE = 'echo "make $* required=${REGALIA_REQUIRE_POSTGRES:-no}${REGALIA_REQUIRE_CHROMIUM:-no}"'
COMMANDS = ("lint", "test", "fuzz", "docs", "coverage COVERAGE=--shown")
AS_PLANNED = [f"make {command} required=11" for command in COMMANDS]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that has only what the script itself uses, and nothing of what tests need."""
    for name in ("bash", "dirname", "env", "touch", "chmod"):
        found = next(folder / name for folder in (Path("/usr/bin"), Path("/bin")) if (folder / name).exists())
        (tmp_path / name).symlink_to(found)
    has(tmp_path, "make", MAKE)
    has(tmp_path, "id", "echo 0")
    return tmp_path


def has(machine: Path, name: str, does: str) -> None:
    program = machine / name
    program.write_text(f"#!/bin/bash\n{does}\n")
    program.chmod(0o755)


def run(machine: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": str(machine), "DEBIAN_POSTGRES": str(machine / "postgresql")}
    for name in ("REGALIA_REQUIRE_POSTGRES", "REGALIA_REQUIRE_CHROMIUM", "REGALIA_CHROMIUM"):
        env.pop(name, None)
    return subprocess.run(["/bin/bash", str(SCRIPT)], env=env, capture_output=True, text=True, timeout=60, check=False)


def test_ci__all_there__required_of_the_tests(machine: Path) -> None:
    has(machine, "postgres", "exit 0")
    has(machine, "chromium", "exit 0")
    done = run(machine)
    assert (done.returncode, done.stdout.splitlines()) == (0, AS_PLANNED)


def test_ci__postgres_where_debian_puts_it__found(machine: Path) -> None:
    folder = machine / "postgresql" / "15" / "bin"
    folder.mkdir(parents=True)
    has(folder, "postgres", "exit 0")
    has(machine, "chromium", "exit 0")
    assert run(machine).stdout.splitlines() == AS_PLANNED


@pytest.mark.parametrize("user", ["0", "1000"])
@pytest.mark.parametrize(
    ("there", "missing", "packages"),
    [("chromium", "postgres", "postgresql"), ("postgres", "chromium", "chromium fonts-noto-cjk")],
)
def test_ci__one_is_missing__installed_first_and_only_that(
    machine: Path, there: str, missing: str, packages: str, user: str
) -> None:
    has(machine, there, "exit 0")
    has(machine, "id", f"echo {user}")
    has(machine, "sudo", '[ "$1" = -n ] && shift && echo "as root" >&2 && exec "$@"')
    puts = f"touch {machine}/{missing} && chmod +x {machine}/{missing}"
    has(machine, "apt-get", f'echo "apt-get $*" >&2; [ "$1" = update ] || {{ {puts}; }}')
    done = run(machine)
    assert (done.returncode, done.stdout.splitlines()) == (0, AS_PLANNED), done.stderr
    asked = [line for line in done.stderr.splitlines() if line.startswith("apt-get")]
    assert asked == ["apt-get update -qq", f"apt-get install -y -qq --no-install-recommends {packages}"]
    assert done.stderr.count("as root") == (2 if user == "1000" else 0)


@pytest.mark.parametrize(("there", "missing"), [("chromium", "PostgreSQL"), ("postgres", "Chromium")])
@pytest.mark.parametrize(
    ("user", "apt", "why"),
    [
        ("0", "", "there is no apt-get to install it with"),
        ("1000", "exit 0", "only root can install it"),
        ("0", "exit 100", "apt-get can't read its package lists"),
        ("0", '[ "$1" = update ]', "apt-get can't install it"),
        ("0", "exit 0", "it is not where Debian's packages put it"),
    ],
)
def test_ci__one_can_not_be_installed__fails_in_words_before_any_test(
    machine: Path, there: str, missing: str, user: str, apt: str, why: str
) -> None:
    has(machine, there, "exit 0")
    has(machine, "id", f"echo {user}")
    if apt:
        has(machine, "apt-get", apt)
    done = run(machine)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{missing} is missing, and {why}." in done.stderr
