# SPDX-License-Identifier: Apache-2.0
"""What static analysis is told to overlook has its reason, and what it says is understood."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tools.static.audit_check import read_npm_audit, read_pip_audit
from tools.static.lint_check import SETTINGS, run_lint
from tools.static.slither_check import findings

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "contracts").rglob("*.sol"))
SUPPRESSION = re.compile(r"slither-disable|forge-lint:\s*disable")
WITH_REASON = re.compile(
    r"^\s*// (slither-disable-(next-line|start) [a-z0-9,-]+|forge-lint: disable-next-(line|item)\([a-z-]+\)): \S.+$"
    r"|^\s*// slither-disable-end [a-z-]+$"
)
NODE = {"type": "node", "name": "(token,None) = deal.trancheAt(t)"}


def test_suppressions__each__names_what_and_says_why() -> None:
    lines = [line for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()]
    suppressed = [line for line in lines if SUPPRESSION.search(line)]
    assert suppressed
    assert [line for line in suppressed if not WITH_REASON.match(line)] == []


def test_left_out__altogether__explained_in_the_readme() -> None:
    readme = (ROOT / "tools/static/README.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z-]+)`", "\n".join(re.findall(r"^\| (`[^|]+) \|", readme, re.MULTILINE))))
    slither = json.loads((ROOT / "slither.config.json").read_text(encoding="utf-8"))
    left_out = {*slither["detectors_to_exclude"].split(",")}
    left_out |= {*tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["lint"]["exclude_lints"]}
    assert left_out == explained


def planted(root: Path, line: str) -> Path:
    """A project of one contract with that line."""
    for shared in ("node_modules", "tools"):
        (root / shared).symlink_to(ROOT / shared)
    (root / "contracts").mkdir()
    code = f"function f(uint256 x) external pure returns (uint8) {{\n{line}\n}}"
    text = f"// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\n\ncontract Planted {{\n{code}\n}}\n"
    (root / "contracts" / "Planted.sol").write_text(text, encoding="utf-8")
    return root


def test_lint__cast_that_may_lose_bits__found(tmp_path: Path) -> None:
    (found,) = run_lint(planted(tmp_path, "return uint8(x);")).findings
    assert found.startswith("unsafe-typecast: ") and found.endswith("contracts/Planted.sol#6")


def test_lint__cast_that_says_why__clean(tmp_path: Path) -> None:
    comment = "// forge-lint: disable-next-line(unsafe-typecast): the lowest byte is meant"
    outcome = run_lint(planted(tmp_path, f"{comment}\nreturn uint8(x);"))
    assert (outcome.findings, str(outcome)) == ((), "forge lint: clean (1 files)")


@pytest.mark.parametrize(
    ("check", "name", "found"),
    [
        ("unused-return", "(token,None) = deal.trancheAt(t)", False),
        ("unused-return", "token.approve(a,b)", True),
        ("calls-loop", "(token,None) = deal.trancheAt(t)", True),
    ],
)
def test_slither__result_left_blank__was_seen(check: str, name: str, found: bool) -> None:
    element = {"type": "node", "name": name}
    told = findings([{"check": check, "impact": "Medium", "description": "what\n\twhere", "elements": [element]}])
    assert told == ([f"{check} (medium): what where"] if found else [])


def test_slither__suppression_of_nothing__found_in_ours_only() -> None:
    comments = [
        {"file": f"/home/{folder}/A.sol", "line": 7, "unused_detectors": ["timestamp"]}
        for folder in ("contracts", "node_modules/@openzeppelin/contracts")
    ]
    told = findings([{"check": "unused-ignore-directive", "elements": [], "unused_ignores": comments}])
    assert told == ["unused suppression of timestamp: contracts/A.sol#7"]


def test_pip_audit__nothing_could_be_looked_up__is_not_called_clean() -> None:
    skipped = {"name": "web3", "skip_reason": "Dependency not found on PyPI"}
    outcome = read_pip_audit("pip-audit", {"dependencies": [skipped]})
    assert str(outcome) == "pip-audit: not asked: Dependency not found on PyPI"
    assert outcome.findings == ()


def test_pip_audit__vulnerable_package__found() -> None:
    fault = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"]}
    packages = [{"name": "a", "version": "1.0", "vulns": [fault]}, {"name": "b", "skip_reason": "unknown"}]
    outcome = read_pip_audit("pip-audit", {"dependencies": packages})
    assert outcome.findings == ("a 1.0: PYSEC-2026-1, mended in 2.0",)
    assert outcome.looked_at == "1 packages, 1 unknown there"


def test_npm_audit__registry_without_advisories__not_asked() -> None:
    refused = {"message": "405 Method Not Allowed - POST somewhere", "error": {"summary": ""}}
    assert read_npm_audit(refused).unasked == "405 Method Not Allowed"


def test_npm_audit__vulnerable_package__found() -> None:
    told = {"vulnerabilities": {"a": {"severity": "high", "range": "<2"}}, "metadata": {"dependencies": {"total": 28}}}
    assert read_npm_audit(told).findings == ("a: high, <2",)
