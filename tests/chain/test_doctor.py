# SPDX-License-Identifier: Apache-2.0
"""The doctor: right about this machine, and about one that has nothing."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from regalia.chain.compiler import PROJECT

SCRIPT = PROJECT / "tools" / "doctor.py"


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("doctor", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "doctor", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout in which nothing was set up."""
    for name in ("requirements.lock", "pyproject.toml", "package.json", "tools/solc/solc-v0.8.37"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    return tmp_path


def test_doctor__machine_that_is_set_up__exit_0() -> None:
    run = subprocess.run([sys.executable, str(SCRIPT), "--json"], capture_output=True, text=True, check=False)
    pinned = json.loads((PROJECT / "package.json").read_text())["devDependencies"]
    findings = {f["name"]: f for f in json.loads(run.stdout)}
    assert run.returncode == 0, run.stdout
    assert findings["anvil"]["found"] == pinned["@foundry-rs/anvil"]
    assert findings["npm packages"]["found"] == f"{len(pinned)} of {len(pinned)} as pinned"
    assert all(f["ok"] for f in findings.values() if f["required"])


def test_doctor__nothing_set_up_and_no_tools__exit_1_with_remedies(bare: Path) -> None:
    shutil.copy(SCRIPT, bare / "tools" / "doctor.py")
    command = [sys.executable, "-I", "-S", str(bare / "tools" / "doctor.py")]
    run = subprocess.run(
        command, env={"PATH": str(bare), "HOME": str(bare)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr == ""
    for name in ("make", "node", "npm", "virtual environment", "Python packages", "npm packages", "anvil"):
        assert f"MISSING  {name:20}" in run.stdout
    assert "absent   solc" in run.stdout
    assert "-> Run `make setup`." in run.stdout
    assert run.stdout.endswith("Something required is missing.\n")


def test_npm_packages__one_of_another_version__named(doctor: ModuleType, bare: Path) -> None:
    pinned = json.loads((bare / "package.json").read_text())["devDependencies"]
    for name, version in pinned.items():
        manifest = bare / "node_modules" / name / "package.json"
        manifest.parent.mkdir(parents=True)
        manifest.write_text(json.dumps({"version": "0.0.1" if name == "solc" else version}))
    finding = doctor.npm_packages(bare)
    assert not finding.ok
    assert finding.found == f"{len(pinned) - 1} of {len(pinned)} as pinned: solc 0.0.1 (need 0.8.37)"


def test_locked__package_at_two_versions_by_platform__left_out(doctor: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("a_b==1.0 \\\n    --hash=sha256:00\nc==1 ; x\nc==2 ; y\nd==3 ; z\n")
    assert doctor.locked(lock) == {"a-b": "1.0", "d": "3"}


def test_needed__pyproject__runtime_and_development_packages(doctor: ModuleType) -> None:
    needed = doctor.needed(PROJECT / "pyproject.toml")
    assert {"web3", "pydantic", "pyyaml", "eth-ape", "pyrevm"} <= needed
    assert not needed & {"requires", "regalia", "dev"}


def test_tool__too_old__missing_with_remedy(
    doctor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    finding = doctor.tool("node", "--version", r"v(\d+\.\d+)", (20, 0), "Install a later one.")
    assert (finding.ok, finding.found, finding.remedy) == (False, "18.20", "Install a later one.")
