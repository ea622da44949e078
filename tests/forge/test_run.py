# SPDX-License-Identifier: Apache-2.0
"""The runner of forge, on a project of a few lines: what is wrong is seen, said, and ends with 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.forge import CONFIG, ROOT, ForgeError, Found, build, read
from tests.forge.run import Job, deeper, never_succeeded, play, run, wrongs

SAMPLE = """// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;
contract Handler {
    uint256 public n;
    function works() external { ++n; }
}
contract StubbornHandler {
    uint256 public n;
    function never() external { n = 1; revert("never"); }
}
abstract contract Base {
    Handler internal h = new Handler();
    function _handlers() internal virtual returns (address[] memory all) { all = new address[](1); all[0] = address(h); }
    function targetContracts() external returns (address[] memory) { return _handlers(); }
}
contract GoodInvariants is Base {
    function invariant_holds() external view {}
}
contract BadInvariants is Base {
    function invariant_fails() external view { require(h.n() < 3, "n is three"); }
}
contract IdleInvariants is Base {
    address private s = address(new StubbornHandler());
    function _handlers() internal override returns (address[] memory all) { all = new address[](2); (all[0], all[1]) = (address(h), s); }
    function invariant_holds() external view {}
}
contract GoodFuzz {
    function testFuzz_any(uint256) external pure {}
}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The configuration of a project that has only the sample."""
    folder = tmp_path_factory.mktemp("forge")
    (folder / "src").mkdir()
    (folder / "src" / "Sample.t.sol").write_text(SAMPLE, encoding="utf-8")
    config = (ROOT / CONFIG).read_text(encoding="utf-8")
    config = config.replace("tests/forge", str(folder / "src")).replace(".build/forge", str(folder / "build"))
    (folder / "foundry.toml").write_text(config, encoding="utf-8")
    build(folder / "foundry.toml")
    yield folder / "foundry.toml"


def test_run__all_holds__ends_with_0(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run((Job("^GoodInvariants$", 4, 5), Job("^GoodFuzz$", 9)), None, project) == 0
    said = capsys.readouterr().out
    assert "GoodInvariants: 4 runs of 5 calls: passed, 20 calls" in said
    assert "GoodFuzz: 9 runs: passed" in said


def test_run__law_broken__ends_with_1_and_tells_the_sequence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run((Job("^BadInvariants$", 4, 5),), None, project) == 1
    said = capsys.readouterr().out
    assert "BadInvariants.invariant_fails() failed: n is three" in said
    assert said.count("Handler(") + said.count(".works()") >= 3  # as Solidity
    assert "FAILED" in said.splitlines()[-1]


def test_run__action_that_never_succeeds__named_and_ends_with_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run((Job("^IdleInvariants$", 4, 10),), None, project) == 1
    assert "StubbornHandler.never never succeeded" in capsys.readouterr().out


def test_run__no_such_contract__ends_with_1(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run((Job("^NoInvariants$", 4, 5),), None, project) == 1
    assert "no test" in capsys.readouterr().out or "no results" in capsys.readouterr().out


def test_play__seed__is_heeded(project: Path) -> None:
    first, again = (play(Job("^IdleInvariants$", 4, 10), "0x7", project) for _ in range(2))
    assert first.found[0].calls == again.found[0].calls


def found(runs: int, made: int, calls: int = 5, refused: int = 0, passed: bool = True) -> Found:
    return Found("SomeInvariants", "invariant_holds()", passed, "", runs, made, {"H.act": calls}, {"H.act": refused})


def test_wrongs__fewer_runs_or_calls_than_asked_for__told() -> None:
    job = Job("SomeInvariants", 10, 3)
    assert wrongs(job, [found(10, 30)]) == []
    assert "fewer" in wrongs(job, [found(9, 30)])[0]
    assert "fewer" in wrongs(job, [found(10, 29)])[0]


def test_wrongs__fuzz_test_with_fewer_runs__told() -> None:
    short = Found("SomeFuzz", "testFuzz_any()", True, "", 9, 9, {}, {})
    assert "fewer" in wrongs(Job("SomeFuzz", 10), [short])[0]


def test_never_succeeded__done_in_another_family__fine() -> None:
    assert never_succeeded([found(1, 1, calls=5, refused=5)]) == ["H.act"]
    assert never_succeeded([found(1, 1, calls=5, refused=5), found(1, 1, calls=5, refused=4)]) == []


def test_read__no_results__says_what_was_answered() -> None:
    with pytest.raises(ForgeError, match="Nothing to do"):
        read("Nothing to do")


def test_deeper__plan__has_ten_times_the_runs() -> None:
    assert deeper((Job("A", 256, 500),)) == (Job("A", 2560, 500),)
