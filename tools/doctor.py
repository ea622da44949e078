# SPDX-License-Identifier: Apache-2.0
"""Says what this machine has, what is missing and what to do. Standard library only: it runs before any set-up."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SOLC = "0.8.37"
VERSIONS = """
import json
from importlib import metadata
print(json.dumps({d.name.lower().replace("_", "-"): d.version for d in metadata.distributions()}))
"""


@dataclass
class Finding:
    """One thing looked for. ``remedy`` is empty when nothing is to be done."""

    name: str
    ok: bool
    required: bool
    found: str
    remedy: str = ""


def examine(project: Path = PROJECT) -> list[Finding]:
    """Look at everything, in the order in which it is needed."""
    return [
        python(),
        tool("make", "--version", r"(\d+\.\d+)", (3, 81), "Debian: apt install make"),
        tool("node", "--version", r"v(\d+\.\d+)", (20, 0), "Install Node.js 20 or later."),
        tool("npm", "--version", r"(\d+\.\d+)", (9, 0), "Install Node.js 20 or later, which brings npm."),
        venv(project),
        python_packages(project),
        npm_packages(project),
        anvil(project),
        compiler(project),
        postgres(),
    ]


def python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    remedy = "Install Python 3.11 or later, or name one: make PYTHON=/path/to/python3"
    return finding("python", sys.version_info >= (3, 11), found, remedy)


def tool(name: str, flag: str, pattern: str, least: tuple[int, ...], remedy: str) -> Finding:
    path = shutil.which(name)
    if path is None:
        return finding(name, False, "not on the PATH", remedy)
    match = re.search(pattern, output([path, flag]))
    if match is None:
        return finding(name, False, f"{path} does not tell its version", remedy)
    return finding(name, tuple(map(int, match[1].split("."))) >= least, match[1], remedy)


def venv(project: Path) -> Finding:
    own = project / ".venv" / "bin" / "python"
    if own.exists():
        return finding("virtual environment", True, output([str(own), "--version"]).strip() or ".venv", "")
    able = output([sys.executable, "-c", "import venv, ensurepip; print('able')"]).strip() == "able"
    remedy = "Run `make setup`." if able else "Debian: apt install python3-venv; then run `make setup`."
    return finding("virtual environment", False, "no .venv in the project", remedy)


def python_packages(project: Path) -> Finding:
    own = project / ".venv" / "bin" / "python"
    installed = json.loads(output([str(own), "-c", VERSIONS]) or "{}") if own.exists() else {}
    wanted = locked(project / "requirements.lock")
    wrong = sorted(name for name, version in wanted.items() if name in installed and installed[name] != version)
    missing = sorted(name for name in needed(project / "pyproject.toml") if name not in installed)
    found = f"{len(installed)} installed" + listed(", missing", missing) + listed(", not as locked", wrong)
    return finding("Python packages", bool(installed) and not missing and not wrong, found, "Run `make setup`.")


def locked(path: Path) -> dict[str, str]:
    """Package → version of the lock; a package locked to several versions by platform is left out."""
    lines = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    names = [name.lower().replace("_", "-") for name, _ in lines]
    return {n: version for n, (_, version) in zip(names, lines) if names.count(n) == 1}  # noqa: B905 (older Pythons too)


def needed(path: Path) -> set[str]:
    """The packages that pyproject.toml names, without reading TOML, which older Pythons can't."""
    lists = re.findall(
        r"^(?:dependencies|dev) = \[(.*?)^\]", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return {
        name.lower().replace("_", "-")
        for text in lists
        for name in re.findall(r'^\s*"([A-Za-z0-9_.-]+)', text, re.MULTILINE)
    }


def npm_packages(project: Path) -> Finding:
    wanted = json.loads((project / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    wrong = []
    for name, version in wanted.items():
        manifest = project / "node_modules" / name / "package.json"
        found = json.loads(manifest.read_text(encoding="utf-8"))["version"] if manifest.exists() else "missing"
        if found != version:
            wrong.append(f"{name} {found} (need {version})")
    return finding(
        "npm packages",
        not wrong,
        f"{len(wanted) - len(wrong)} of {len(wanted)} as pinned" + listed(":", wrong),
        "Run `make setup`.",
    )


def anvil(project: Path) -> Finding:
    named = os.environ.get("REGALIA_ANVIL")
    places = sorted((project / "node_modules" / "@foundry-rs").glob("anvil-*/bin/anvil*"))
    path = named or (str(places[0]) if places else shutil.which("anvil"))
    if path is None:
        return finding("anvil", False, "no local chain", "Run `make setup`, or name one: REGALIA_ANVIL=/path/to/anvil")
    version = re.search(r"(\d+\.\d+\.\d+)", output([path, "--version"]))
    return finding("anvil", version is not None, version[1] if version else f"{path} does not run", "Run `make setup`.")


def compiler(project: Path) -> Finding:
    """Not required: the artefacts are committed. A native one compiles faster to the same bytecode."""
    native = Path.home() / ".solcx" / f"solc-v{SOLC}"
    if native.exists():
        return Finding("solc", True, False, f"{SOLC}, native")
    wrapper = project / "tools" / "solc" / f"solc-v{SOLC}"
    ok = shutil.which("node") is not None and SOLC in output([str(wrapper), "--version"])
    return Finding("solc", ok, False, f"{SOLC}, npm" if ok else f"no {SOLC}", "" if ok else "Run `make setup`.")


def postgres(debian: Path = Path("/usr/lib/postgresql")) -> Finding:
    """Not required: the index is kept in SQLite unless told otherwise. The tests start one of their own where there is one."""
    found = sorted(debian.glob("*/bin/postgres"))
    path = shutil.which("postgres") or (str(found[-1]) if found else None)
    match = re.search(r"(\d+(?:\.\d+)*)", output([path, "--version"])) if path else None
    remedy = "Only for the index in PostgreSQL and its tests. Debian: apt install postgresql"
    return Finding("PostgreSQL", match is not None, False, match[1] if match else "none", "" if match else remedy)


def finding(name: str, ok: bool, found: str, remedy: str) -> Finding:
    return Finding(name, ok, True, found, "" if ok else remedy)


def listed(lead: str, names: list[str]) -> str:
    return f"{lead} {', '.join(names)}" if names else ""


def output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def main() -> int:
    parser = argparse.ArgumentParser(description="Say what this machine has, what is missing and what to do.")
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    as_json = parser.parse_args().json
    findings = examine()
    if as_json:
        print(json.dumps([asdict(f) for f in findings], indent=2))
    else:
        for f in findings:
            state = "ok" if f.ok else ("MISSING" if f.required else "absent")
            print(f"{state:8} {f.name:20} {f.found}")
            if f.remedy:
                print(f"{'':8} -> {f.remedy}")
        print(
            "Nothing is missing. `.venv/bin/regalia doctor` looks at a chain."
            if all(f.ok or not f.required for f in findings)
            else "Something required is missing."
        )
    return int(any(f.required and not f.ok for f in findings))


if __name__ == "__main__":
    sys.exit(main())
