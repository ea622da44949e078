# SPDX-License-Identifier: Apache-2.0
"""The compiler: what it refuses, and that its result is the same everywhere."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest

from regalia.chain import compiler
from regalia.chain.compiler import PROJECT, CompileError, CompilerMissingError, compile_contracts, find_compiler

HEAD = "// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with this one's compiler and packages."""
    monkeypatch.delenv("SOLCX_BINARY_PATH", raising=False)
    for folder in ("node_modules", "tools"):
        (tmp_path / folder).symlink_to(PROJECT / folder)
    (tmp_path / "contracts" / "mocks").mkdir(parents=True)
    return tmp_path


def write(project: Path, name: str, body: str) -> None:
    (project / "contracts" / name).write_text(HEAD + body, encoding="utf-8")


def test_compile__same_contract_in_another_folder__same_artefact(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shutil.copy(PROJECT / "contracts" / "mocks" / "ErrorSample.sol", project / "contracts" / "mocks")
    other = tmp_path_factory.mktemp("elsewhere") / "a folder"
    shutil.copytree(project, other, symlinks=True)
    (here,), (there,) = compile_contracts(project), compile_contracts(other)
    assert here.to_json() == there.to_json()
    assert str(project) not in here.to_json()
    assert here.source == "contracts/mocks/ErrorSample.sol"


def test_compile__other_comment__same_code_other_source_hash(project: Path) -> None:
    write(project, "A.sol", "contract A { function f() external pure returns (uint256) { return 1; } }")
    (before,) = compile_contracts(project)
    write(project, "A.sol", "// a remark\ncontract A { function f() external pure returns (uint256) { return 1; } }")
    (after,) = compile_contracts(project)
    assert before.bytecode == after.bytecode
    assert before.source_hash != after.source_hash


def test_compile__import_changed__source_hash_changed(project: Path) -> None:
    write(project, "B.sol", "abstract contract B { uint256 public value = 1; }")
    write(project, "A.sol", 'import {B} from "./B.sol";\ncontract A is B {}')
    before = {a.name: a.source_hash for a in compile_contracts(project)}
    write(project, "B.sol", "// a remark\nabstract contract B { uint256 public value = 1; }")
    after = {a.name: a.source_hash for a in compile_contracts(project)}
    assert before["A"] != after["A"]


def test_compile__library_and_interface__only_the_interface_kept(project: Path) -> None:
    write(
        project,
        "L.sol",
        "library L { error L_Refused(uint256 given);\n function f() internal pure { revert L_Refused(1); } }",
    )
    write(project, "M.sol", "library M { function f() internal pure returns (uint256) { return 1; } }")
    (kept,) = compile_contracts(project)
    assert (kept.name, kept.bytecode, kept.deployed_bytecode) == ("L", "0x", "0x")
    assert [entry["type"] for entry in kept.abi] == ["error"]


def test_compile__openzeppelin_and_solady_imports__found(project: Path) -> None:
    write(
        project,
        "A.sol",
        'import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";\n'
        'import {SSTORE2} from "solady/utils/SSTORE2.sol";\n'
        'contract A is ERC20("a", "A") { address public store = SSTORE2.write("x"); }',
    )
    (artefact,) = compile_contracts(project)
    assert "ERC20InsufficientBalance" in {entry.get("name") for entry in artefact.abi}


def test_compile__immutable__its_places_known(project: Path) -> None:
    write(project, "A.sol", "contract A { uint256 public immutable N = block.number; }")
    (artefact,) = compile_contracts(project)
    code = bytearray.fromhex(artefact.deployed_bytecode[2:])
    assert artefact.matches(bytes(code))
    offset, length = artefact.immutables[0]
    assert (length, bytes(code[offset : offset + length])) == (32, bytes(32))
    code[offset + 31] = 7
    assert artefact.matches(bytes(code))
    code[offset - 1] ^= 1
    assert not artefact.matches(bytes(code))
    assert not artefact.matches(b"")


def test_compile__error_in_source__refused_with_place(project: Path) -> None:
    write(project, "A.sol", "contract A { function f() external { nothing(); } }")
    with pytest.raises(CompileError, match=r"contracts/A\.sol:3"):
        compile_contracts(project)


def test_compile__warning_in_ours__refused(project: Path) -> None:
    write(project, "A.sol", "contract A { function f() external { uint256 unused; } }")
    with pytest.raises(CompileError, match="Unused local variable"):
        compile_contracts(project)


@pytest.mark.parametrize(("source", "refused"), [("contracts/A.sol", True), ("contracts/mocks/A.sol", False)])
def test_compile__too_large_for_a_chain__only_a_mock_may_be(
    project: Path, monkeypatch: pytest.MonkeyPatch, source: str, refused: bool
) -> None:
    """The compiler's answer is written here: a contract that is really too large takes it 20 seconds."""
    warning = {
        "severity": "warning",
        "errorCode": "5574",
        "formattedMessage": "Warning: Contract code size is 25000 bytes and exceeds 24576 bytes",
        "sourceLocation": {"file": source},
    }
    monkeypatch.setattr(compiler, "_run", lambda *_: {"errors": [warning], "contracts": {}})
    write(project, source.removeprefix("contracts/"), "contract A {}")
    with pytest.raises(CompileError, match="exceeds 24576 bytes") if refused else nullcontext():
        assert compile_contracts(project) == []


def test_compile__two_contracts_of_one_name__refused(project: Path) -> None:
    for name in ("One.sol", "Two.sol"):
        write(project, name, "interface Same { function f() external; }")
    with pytest.raises(CompileError, match=r"already a contract Same in contracts/One\.sol"):
        compile_contracts(project)


def test_compile__library_to_link__refused(project: Path) -> None:
    library = "library L { function f(uint256 a) external pure returns (uint256) { return a + 1; } }\n"
    write(project, "A.sol", library + "contract A { function g() external pure returns (uint256) { return L.f(1); } }")
    with pytest.raises(CompileError, match="A needs a library to be linked"):
        compile_contracts(project)


def test_compile__no_contracts__refused(project: Path) -> None:
    with pytest.raises(CompilerMissingError, match="no Solidity file"):
        compile_contracts(project)


def test_find__no_compiler_anywhere__refused_with_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SOLCX_BINARY_PATH", str(tmp_path / "named"))
    with pytest.raises(CompilerMissingError, match=r"no solc 0\.8\.37") as refusal:
        find_compiler(tmp_path)
    assert isinstance(refusal.value, FileNotFoundError)
    assert "named" in refusal.value.message
    assert "make setup" in refusal.value.hint


def test_find__npm_packages_not_installed__refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "tools").symlink_to(PROJECT / "tools")
    with pytest.raises(CompilerMissingError, match="npm package @openzeppelin/contracts is missing"):
        find_compiler(tmp_path)


def test_find__no_node__refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(project))
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(CompilerMissingError, match="node is not on the PATH"):
        find_compiler(project)


def test_find__native_compiler_installed__preferred(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(project))
    assert find_compiler(project) == project / "tools" / "solc" / "solc-v0.8.37"
    native = project / ".solcx" / "solc-v0.8.37"
    native.parent.mkdir()
    native.write_bytes(b"\x7fELF")
    assert find_compiler(project) == native
