# SPDX-License-Identifier: Apache-2.0
"""What the runner of the proofs lets pass: a proof that holds on whole paths, beside a twin that was refuted."""

from pathlib import Path
from typing import Any

import pytest

from tests.proofs.listed import Theorem, theorems
from tests.proofs.outcome import Outcome, outcomes, problems, table

HERE = Path(__file__).parent
PROOF = Theorem("SomeTheorems", "check_law")
TWIN = Theorem("SomeTheorems", "reach_law")


def report(*results: tuple[str, int, int]) -> dict[str, Any]:
    listed = [
        {"name": f"{name}(uint256)", "exitcode": code, "time": [1.5, 1.0, 0.5], "num_bounded_loops": cut}
        for name, code, cut in results
    ]
    return {"exitcode": 0, "test_results": {"theorems/Some.t.sol:SomeTheorems": listed}}


def judged(*results: tuple[str, int, int]) -> list[str]:
    return problems([PROOF, TWIN], outcomes(report(*results)))


def test_run__proof_holds_and_twin_is_refuted__passes() -> None:
    assert judged(("check_law", 0, 0), ("reach_law", 1, 0)) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (1, "counterexample"),
        (2, "timed out"),
        (3, "stuck"),
        (4, "every path reverts"),
        (5, "prover failed"),
        (9, "unknown answer 9"),
    ],
)
def test_run__proof_does_not_hold__says_why(code: int, said: str) -> None:
    assert judged(("check_law", code, 0), ("reach_law", 1, 0)) == [f"SomeTheorems.check_law: {said}"]


@pytest.mark.parametrize("code", [0, 2, 3, 4, 5])
def test_run__twin_finds_no_path__fails(code: int) -> None:
    (only,) = judged(("check_law", 0, 0), ("reach_law", code, 0))
    assert only.startswith("SomeTheorems.reach_law: the path was not found")


def test_run__proof_left_a_loop_early__fails() -> None:
    assert judged(("check_law", 0, 3), ("reach_law", 1, 0)) == ["SomeTheorems.check_law: 3 loops were cut short"]


def test_run__something_was_not_run__fails() -> None:
    assert judged(("check_law", 0, 0)) == ["SomeTheorems.reach_law: was not run"]


def test_run__something_else_was_run__fails() -> None:
    assert judged(("check_law", 0, 0), ("reach_law", 1, 0), ("check_other", 0, 0)) == [
        "SomeTheorems.check_other: is in no file"
    ]


def test_run__proof_without_a_twin__fails() -> None:
    assert "SomeTheorems.check_law: has no reach_law" in problems([PROOF], [Outcome(PROOF, 0, 1.0, 0)])


def test_run__twice_the_same__fails() -> None:
    assert judged(("check_law", 0, 0), ("reach_law", 1, 0), ("check_law", 0, 0)) == ["1 were run twice"]


def test_run__nothing_listed__fails() -> None:
    assert problems([], []) == ["there is no proof at all"]


def test_table__outcomes__names_seconds_and_answer() -> None:
    shown = table(outcomes(report(("reach_law", 1, 0), ("check_law", 0, 0))))
    assert [line.split()[0] for line in shown.splitlines()] == ["SomeTheorems.check_law", "SomeTheorems.reach_law"]
    assert "1.50 s  holds" in shown


def test_files__every_proof__has_its_twin_and_its_row_in_the_readme() -> None:
    listed = theorems(HERE / "theorems")
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert [t for t in listed if t.other not in listed] == []
    missing = [
        t.function
        for t in listed
        if t.function.startswith("check_") and f"`{t.function.removeprefix('check_')}`" not in readme
    ]
    assert missing == []


def test_files__two_contracts_in_one__is_refused(tmp_path: Path) -> None:
    (tmp_path / "Two.t.sol").write_text("contract OneTheorems {}\ncontract OtherTheorems {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2 contracts of theorems"):
        theorems(tmp_path)
