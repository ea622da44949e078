# SPDX-License-Identifier: Apache-2.0
"""``regalia deploy`` as a person and as a program use it: what is printed, exit codes, keys, Ctrl-C."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from regalia.chain.devnet import Devnet
from regalia.cli.main import run
from regalia.deployment.wish import load_wish
from regalia.servicing import offices
from tests.deployment.conftest import Deployed
from tests.deployment.test_plan import changed
from tests.deployment.test_safe_batch import SAFE
from tests.deployment.verifier_service import Service, service
from tests.deployment.wishes import KEYS, planned, rpc, state_of, wish_of, write_wish

pytestmark = pytest.mark.devnet
BARE = {"platform": None, "officers": None, "deals": None}


@pytest.fixture
def there() -> Iterator[Service]:
    with service() as found:
        yield found


def printed(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = run([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def as_json(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    _, out, err = printed(capsys, *words, "--json")
    assert err == ""
    found: dict[str, Any] = json.loads(out)
    return found


def test_plan__empty_chain__steps_cost_account_and_the_next_command(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    code, out, err = printed(capsys, "deploy", "plan", path, "--rpc", chain.url.replace("//", "//user:a-key@"))
    assert code == 0 and "a-key" not in out + err and f"node {chain.url}" in out
    assert f"account {chain.accounts[0]}, 10,000.0 ETH; platform 'meridian'" in out
    assert re.search(r"RoyaltyOracle +to send +5,\d{3},\d{3} +0x", out)
    assert re.search(r"18 steps are missing: about [\d,]+ gas, 0\.[\d]+ ETH at 2 gwei a unit \(base fee 1 gwei\)", out)
    assert out.splitlines()[-1] == f"next: regalia deploy apply {path} --account {chain.accounts[0]} --rpc URL"
    assert "reading: contracts" in err


def test_plan__as_json__every_figure_of_the_plan(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    said, plan = as_json(capsys, "deploy", "plan", path, "--rpc", chain.url), planned(chain, path)
    assert (said["missing"], said["gas"], said["cost"]) == (18, plan.gas, str(plan.cost))
    assert [step["key"] for step in said["steps"]] == [step.key for step in plan.steps]
    assert (said["network"], said["balance"], said["base_fee"]) == ("local chain", str(10**22), str(10**9))


def test_apply__then_again__done_then_nothing_to_send(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    words = ("deploy", "apply", path, "--rpc", chain.url, "--yes")
    code, out, _ = printed(capsys, *words, "--account", chain.accounts[0])
    assert code == 0 and re.search(r"18/18 deal mills at 0x\w{40}: block 18, [\d,]+ gas, ", out)
    assert re.search(r"done: 18 steps for 0\.\d+ ETH; facts in ", out)
    code, out, _ = printed(capsys, *words)  # and no key is needed
    assert code == 0 and "nothing is missing\nnothing to send; facts in" in out
    assert chain.web3.eth.block_number == 18
    _, out, _ = printed(capsys, "deploy", "plan", path, "--rpc", chain.url)
    assert out.endswith("nothing is missing\n")


def test_apply__as_json__what_was_sent_equals_the_chain(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, **BARE))
    said = as_json(capsys, "deploy", "apply", path, "--rpc", chain.url, "--yes", "--account", chain.accounts[0])
    (sent,) = said["sent"]
    receipt = chain.web3.eth.get_transaction_receipt(sent["transaction"])
    assert (sent["block"], sent["gas"]) == (receipt["blockNumber"], receipt["gasUsed"])
    assert said["spent"] == str(receipt["gasUsed"] * receipt["effectiveGasPrice"])
    assert chain.web3.eth.get_code(sent["address"])


def test_apply__keystore__asked_for_and_used(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.enable_unaudited_hdwallet_features()
    key, password = tmp_path / "key.json", tmp_path / "password"
    key.write_text(json.dumps(Account.encrypt(Account.from_mnemonic(KEYS).key, "word", iterations=2)))
    password.write_text("word\n")
    path = write_wish(tmp_path, wish_of(chain.accounts, **BARE))
    monkeypatch.setenv("REGALIA_RPC_LOCAL", chain.url)
    words = ("deploy", "apply", path, "--keystore", key, "--password-file", password)
    monkeypatch.setattr("click.confirm", lambda question, default: False)
    assert printed(capsys, *words)[0] == 1 and chain.web3.eth.block_number == 0
    monkeypatch.setattr("click.confirm", lambda question, default: question == "Send 1 transactions?")
    assert printed(capsys, *words)[0] == 0 and chain.web3.eth.block_number == 1


def test_apply__interrupted__exit_130_and_the_next_run_ends_it(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    words = ["deploy", "apply", str(path), "--rpc", chain.url, "--yes", "--account", chain.accounts[0]]
    start = "import signal, sys; from regalia.cli.main import main; signal.signal(signal.SIGINT, signal.default_int_handler); main()"
    command = [sys.executable, "-u", "-c", start, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        for line in process.stdout:
            if line.startswith("3/18"):
                process.send_signal(signal.SIGINT)
                break
        _, error = process.communicate(timeout=30)
    assert process.returncode == 130 and error.endswith("interrupted\n") and "Traceback" not in error
    left = len(planned(chain, path).missing)
    assert 0 < left <= 15
    code, out, _ = printed(capsys, *words)
    assert code == 0 and f"done: {left} steps" in out
    assert len(state_of(chain.web3, load_wish(path))["deals"]) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "1 steps are to be sent: name the key of 0xf39F"),
        (("--account", "0x" + "11" * 20), 1, "the node has not unlocked it"),
        (("--account", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"), 1, "would send, and the wish says 0xf39F"),
        (("--account", "0x" + "11" * 20, "--keystore", "k"), 2, "not both"),
        (("--json",), 2, "--json goes with --yes"),
        (("--keystore", "nowhere.json", "--password-file", "nowhere"), 1, "keystore nowhere.json: No such file"),
    ],
    ids=["nobody", "locked", "other", "both", "json", "no-file"],
)  # fmt: skip
def test_apply__account_in_no_order__refused_and_nothing_sent(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, **BARE))
    yes = () if "--json" in words else ("--yes",)
    found, _, error = printed(capsys, "deploy", "apply", path, "--rpc", chain.url, *yes, *words)
    assert found == code and said in error and "Traceback" not in error
    assert chain.web3.eth.block_number == 0


def test_plan__no_node_or_a_wrong_one__says_what_to_do(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, chain_id=84532))
    monkeypatch.delenv("REGALIA_RPC_BASE_SEPOLIA", raising=False)
    code, _, error = printed(capsys, "deploy", "plan", path)
    assert code == 1 and "REGALIA_RPC_BASE_SEPOLIA: is not set" in error and "--rpc URL" in error
    monkeypatch.setenv("REGALIA_RPC_BASE_SEPOLIA", chain.url)
    code, _, error = printed(capsys, "deploy", "plan", path)
    assert code == 1 and "chain id: expected 84532" in error


def test_plan__something_differs__told_and_exit_1(deployed: Deployed, capsys: pytest.CaptureFixture[str]) -> None:
    path = changed(
        deployed, deals=[{**load_yaml(deployed.wish)["deals"][0], "originator": deployed.chain.accounts[10]}]
    )
    for command in ("plan", "apply"):
        code, out, _ = printed(
            capsys, "deploy", command, path, "--rpc", deployed.chain.url, *(["--yes"] if command == "apply" else [])
        )
        assert code == 1 and "1 differ, and no transaction of the account changes that" in out
        assert f"deal mills: originator: {deployed.chain.accounts[6]} is there" in out


def load_yaml(path: Path) -> Any:
    import yaml

    return yaml.safe_load(path.read_text())


def test_plan__wish_with_faults__every_one_and_no_traceback(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, salt="", chain_id=31337, colour="red"))
    code, _, error = printed(capsys, "deploy", "plan", path, "--rpc", chain.url)
    assert code == 1 and "2 problems" in error and "regalia deploy plan" in error


def test_plan__facts_missing__next_is_apply_without_a_key(
    deployed: Deployed, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.wish.with_name("mills.json").unlink()
    _, out, _ = printed(capsys, "deploy", "plan", deployed.wish, "--rpc", deployed.chain.url)
    assert "deal mills: its record is missing and will be written" in out
    assert out.endswith(f"next: regalia deploy apply {deployed.wish} --rpc URL\n")
    assert printed(capsys, "deploy", "apply", deployed.wish, "--rpc", deployed.chain.url)[0] == 0
    assert deployed.wish.with_name("mills.json").exists()


def test_plan__for_a_safe__files_named_in_order(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path / "my deals", wish_of(chain.accounts, account=SAFE))
    words = ("deploy", "plan", path, "--dismiss", "--rpc", chain.url, "--safe", tmp_path / "b.json")
    _, out, _ = printed(capsys, *words)
    names = re.findall(r"written: (\S+)", out)
    assert len(names) > 3 and all(Path(name).exists() for name in names)
    (latest,) = re.findall(
        r"Execute these with the Safe, in this order, by (\S+ \S+) UTC. Later, write them anew:\n", out
    )
    assert "\nthe sale of mills is open from " in out
    next_ = f"regalia deploy apply '{path}' --dismiss --rpc URL"
    assert out.endswith(f", whenever they are executed\nThen:\nnext: {next_}\n")
    said = as_json(capsys, *words)
    assert (said["next"], said["batches"]) == (next_, names)
    assert said["execute_by"][:16] == latest.replace(" ", "T")


def test_plan__safe_file_in_the_folder_of_records__refused(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts, account=SAFE))
    code, out, error = printed(
        capsys, "deploy", "plan", path, "--rpc", chain.url, "--safe", path.with_name("batch.json")
    )
    assert code == 1 and out == "" and f"--safe {path.parent}/safe/batch.json" in error
    assert not list(path.parent.glob("*.json"))


def test_plan__asked_to_dismiss_and_replace__the_next_command_says_so_as_well(
    deployed: Deployed, capsys: pytest.CaptureFixture[str]
) -> None:
    web3, (account, intruder) = deployed.chain.web3, (deployed.chain.accounts[0], deployed.chain.accounts[5])
    agent = planned(deployed.chain, deployed.wish).wanted.pieces["agent"].address
    offices.appoint(web3, "enforcer", agent, intruder, account)
    words = ("deploy", "plan", deployed.wish, "--rpc", deployed.chain.url, "--dismiss", "--replace")
    _, out, _ = printed(capsys, *words)
    assert out.endswith(f"apply {deployed.wish} --dismiss --replace --account {account} --rpc URL\n")


def test_sources__written_and_submitted__each_outcome_told(
    deployed: Deployed,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: Service,
) -> None:
    code, out, _ = printed(capsys, "deploy", "sources", deployed.wish, "--out", tmp_path / "sources")
    assert code == 0 and "contracts/oracle/RoyaltyOracle.sol:RoyaltyOracle" in out and "written: 21 files in" in out
    monkeypatch.setenv("REGALIA_SOURCIFY_URL", there.url)
    there.answer({"customCode": "already_verified"})
    said = as_json(capsys, "deploy", "sources", deployed.wish, "--submit", "sourcify")
    assert set(said["outcomes"].values()) == {"verified already"} and len(there.asked) == len(said["contracts"]) == 20
    there.answer({"customCode": "unsupported_chain", "message": "The chain 31337 is not supported"})
    code, out, _ = printed(capsys, "deploy", "sources", deployed.wish, "--submit", "sourcify")
    assert code == 1 and "The chain 31337 is not supported" in out


def test_plan__balance_too_low__told_before_anybody_sends(
    chain: Devnet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_wish(tmp_path, wish_of(chain.accounts))
    rpc(chain, "anvil_setBalance", chain.accounts[0], hex(10**15))
    code, out, _ = printed(capsys, "deploy", "plan", path, "--rpc", chain.url)
    assert code == 0 and re.search(r"the account needs 0\.\d+ ETH to send them", out)
    code, _, error = printed(
        capsys, "deploy", "apply", path, "--rpc", chain.url, "--yes", "--account", chain.accounts[0]
    )
    assert code == 1 and f"account: {chain.accounts[0]} has 0.001 ETH; the 18 missing steps cost about" in error
