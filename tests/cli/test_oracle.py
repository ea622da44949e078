# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle``: proposing, attesting and looking on, as the processes that really run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from eth_account import Account

from regalia.chain.devnet import devnet
from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.oracle.attestation import Attestation
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.typed_data import signable
from tests.ledger.life import DECEMBER_2023
from tests.oracle.panel import NAMES, PERIOD, Panel, folders, open_panel
from tests.oracle.papers import Folder
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Office:
    """Five attestors, each with a folder, a keystore and a file of its password; an exchange, and the published record."""

    panel: Panel
    record: Path
    place: Path
    papers: dict[str, Folder]

    @property
    def exchange(self) -> Path:
        return self.place / "exchange"

    def deal(self) -> list[str]:
        url = self.panel.life.chain.url
        return ["--record", str(self.record), "--rpc", url, "--terms", str(self.panel.terms_file)]

    def run(self, command: str, *more: str) -> int:
        return entry.run(["oracle", command, *self.deal(), "--exchange", str(self.exchange), *more])

    def propose(self, *more: str) -> int:
        return self.run("propose", "--evidence", str(self.papers["servicer"].path), *more)

    def attesting(self, name: str) -> list[str]:
        return [
            "--keystore", str(self.place / f"{name}.json"), "--password-file", str(self.place / "password"),
            "--evidence", str(self.papers[name].path), "--state", str(self.place / f"{name}.sqlite"),
        ]  # fmt: skip

    def attest(self, name: str, *more: str) -> int:
        return self.run("attest", *self.attesting(name), *more)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Panel, Path, Path]]:
    folder = tmp_path_factory.mktemp("office")
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        panel = open_panel(chain, folder)
        for name in NAMES:
            keystore = Account.encrypt(panel.keys[name].key, PASSWORD, kdf="pbkdf2", iterations=2)
            (folder / f"{name}.json").write_text(json.dumps(keystore), encoding="utf-8")
        yield panel, folder, save_record(panel.life.record, folder / "deployments")


@pytest.fixture
def office(opened: tuple[Panel, Path, Path], tmp_path: Path) -> Iterator[Office]:
    panel, folder, record = opened
    for name in NAMES:
        (tmp_path / f"{name}.json").write_bytes((folder / f"{name}.json").read_bytes())
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    papers = folders(tmp_path / "evidence")
    for paper in papers.values():
        paper.write()
    with undone(panel.life.chain):
        yield Office(panel, record, tmp_path, papers)


def test_propose__documents_agree__table_and_proposal_in_the_exchange(office: Office, capsys: Captured) -> None:
    assert office.propose() == 0
    out = capsys.readouterr().out
    assert "royalties received  1,350.00 USD" in out and "reserve target      10.00 USD" in out
    assert any(line.split()[:3] == ["royalty", "emi-mills", "2023Q4"] for line in out.splitlines())
    assert out.rstrip().endswith(f"proposed: report of period {PERIOD}")
    (proposal,) = FolderExchange(office.exchange).proposals()
    assert proposal.report.received == 1_350 * 10**6


def test_propose__something_open__listed_under_its_reason(office: Office, capsys: Captured) -> None:
    office.panel.pay("emi-mills", 5, "NOBODY-KNOWS")
    assert office.propose("--period", "2023Q4") == 0
    out = capsys.readouterr().out
    assert "open items: 1" in out and "no-bank-line-for-payment: 1" in out


def test_propose__dry_run__shown_and_nothing_left(office: Office, capsys: Captured) -> None:
    assert office.propose("--dry-run", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["published"], len(found["proposal"]["leaves"]), found["open"]) == (False, 4, [])
    assert FolderExchange(office.exchange).proposals() == ()


def test_propose__documents_contradict__every_problem_and_exit_1(office: Office, capsys: Captured) -> None:
    folder = office.papers["servicer"].path
    (folder / "statements" / "copy.csv").write_bytes((folder / "statements" / "payers-2023Q4.csv").read_bytes())
    (folder / "invoices.csv").unlink()
    assert office.propose() == 1
    error = capsys.readouterr().err
    assert (
        error.startswith("error: evidence: 5 problems") and "leave out the copies" in error and "invoices.csv" in error
    )
    assert FolderExchange(office.exchange).proposals() == ()


def test_attest__agrees__text_first_then_signed(office: Office, capsys: Captured) -> None:
    office.propose()
    capsys.readouterr()
    assert office.attest("bank", "--yes") == 0
    out = capsys.readouterr().out
    place = [out.index(text) for text in ("royalties received  1,350.00 USD", "NOT looked at", "signed by 0x")]
    assert place == sorted(place)
    assert "what the trustee set the reserve to" in out
    (proposal,) = FolderExchange(office.exchange).proposals()
    (given,) = FolderExchange(office.exchange).attestations(proposal.digest)
    assert given.signer == office.panel.keys["bank"].address
    assert office.attest("bank", "--yes") == 0
    assert "nothing waits for a signature" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "signed"), [(True, 1), (False, 0)])
def test_attest__asked_first__signs_only_after_yes(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: Captured, answer: bool, signed: int
) -> None:
    office.propose()
    questions = []

    def confirm(question: str, default: bool) -> bool:
        questions.append((question, default, "royalties received  1,350.00 USD" in capsys.readouterr().out))
        return answer

    capsys.readouterr()
    monkeypatch.setattr(click, "confirm", confirm)
    assert office.attest("auditor") == 0
    assert questions == [("Sign this?", False, True)]
    exchange = FolderExchange(office.exchange)
    (proposal,) = exchange.proposals()
    assert len(exchange.attestations(proposal.digest)) == signed


def test_attest__disagrees__reasons_published_and_exit_1(office: Office, capsys: Captured) -> None:
    office.propose()
    paper = office.papers["auditor"]
    paper.targets = '{2023Q4: "9"}'
    paper.write()
    capsys.readouterr()
    assert office.attest("auditor", "--yes", "--json") == 1
    printed = capsys.readouterr()
    (outcome,) = json.loads(printed.out)["outcomes"]
    assert (outcome["answer"], outcome["signature"], printed.err) == ("refused", None, "")
    reason = {"rule": "reserve-target", "detail": "own evidence has 9.00 USD, the proposal says 10.00 USD"}
    assert outcome["objections"] == [reason]
    assert office.run("show", "--json") == 0
    (proposal,) = json.loads(capsys.readouterr().out)["proposals"]
    assert proposal["refused"] == [{"attestor": office.panel.keys["auditor"].address, "objections": [reason]}]
    assert office.attest("auditor", "--yes") == 1
    assert "REFUSED by 0x" in capsys.readouterr().out


def test_attest__foreign_file_in_the_exchange__named_and_passed_over(office: Office, capsys: Captured) -> None:
    office.propose()
    (office.exchange / "letter.txt").write_text("dear all")
    capsys.readouterr()
    assert office.attest("auditor", "--yes") == 0
    assert "passed over letter.txt" in capsys.readouterr().err


def test_show__on_the_way__who_signed_weight_and_double_signing_with_its_proof(
    office: Office, capsys: Captured
) -> None:
    for _ in range(2):
        office.propose()  # with another seed: another report
    exchange, bank = FolderExchange(office.exchange), office.panel.keys["bank"]
    for proposal in exchange.proposals():
        message = signable(proposal.report, proposal.domain)
        exchange.attest(proposal.digest, Attestation(bank.address, bytes(bank.sign_message(message).signature)))
    office.attest("auditor", "--yes")
    capsys.readouterr()
    assert office.run("show", "--period", "2023Q4", "--proofs", str(office.place / "proofs")) == 0
    out = capsys.readouterr().out
    assert "weight 2 of 3 needed, not complete" in out and f"signed by {bank.address} (weight 1)" in out
    assert "already-signed: period 237" in out
    assert f"{bank.address} signed two reports numbered 237 in epoch 1" in out
    (proof,) = (office.place / "proofs").iterdir()
    assert json.loads(proof.read_text())["signer"] == bank.address


def test_show__nothing_yet__says_so(office: Office, capsys: Captured) -> None:
    office.exchange.mkdir()
    assert office.run("show") == 0
    assert "nothing is proposed" in capsys.readouterr().out


def test_attestors__as_processes_of_their_own_over_http__quorum_complete(office: Office, capsys: Captured) -> None:
    """The board, and attestors at the same time, each knowing only its own files and the address."""
    office.propose()
    regalia = [sys.executable, "-m", "regalia", "oracle"]
    serving = subprocess.Popen(
        [*regalia, "board", str(office.exchange), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        url = serving.stdout.readline().split()[-1]
        assert url.startswith("http://127.0.0.1:")
        ends = [
            subprocess.Popen(
                [*regalia, "attest", *office.deal(), "--exchange", url, *office.attesting(name), "--yes", "--once"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for name in ("servicer", "bank")
        ]  # fmt: skip
        assert (
            entry.run(["oracle", "attest", *office.deal(), "--exchange", url, *office.attesting("society"), "--yes"])
            == 0
        )
        for process in ends:
            out, err = process.communicate(timeout=60)
            assert process.returncode == 0, out + err
            assert PASSWORD not in out + err
        capsys.readouterr()
        assert entry.run(["oracle", "show", *office.deal(), "--exchange", url, "--json"]) == 0
    finally:
        serving.kill()
        serving.communicate()
    (proposal,) = json.loads(capsys.readouterr().out)["proposals"]
    assert (proposal["weight"], proposal["complete"], proposal["refused"]) == (3, True, [])


def test_attest__watching__goes_on_after_an_error_and_signs_what_comes_in(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    office.exchange.mkdir()
    moved, rounds = office.place / "away", list[int]()

    def sleep(seconds: int) -> None:
        rounds.append(seconds)
        if len(rounds) == 1:
            office.exchange.rename(moved)
        elif len(rounds) == 2:
            moved.rename(office.exchange)
            office.propose()
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr("regalia.cli.oracle_attest.time.sleep", sleep)
    assert office.attest("bank", "--yes", "--watch", "7") == entry.INTERRUPTED
    printed = capsys.readouterr()
    assert rounds == [7, 7, 7]
    assert printed.err.startswith("error: exchange ") and "can't be read" in printed.err
    assert printed.out.count("signed by 0x") == 1


@pytest.mark.parametrize(
    ("change", "code", "fault"),
    [
        (lambda o: ["--once", "--watch", "5"], 2, "--once and --watch exclude each other"),
        (lambda o: ["--json"], 2, "--json goes with --yes"),
        (lambda o: ["--watch", "0"], 2, "is not from 1 to 86,400 seconds"),
        (lambda o: ["--password-file", str(o.place / "none")], 1, "--password-file: none: No such file"),
        (lambda o: ["--password-file", str(o.place / "bank.json")], 1, "the password does not open it"),
        (lambda o: ["--keystore", str(o.place / "none.json")], 1, "keystore none.json: No such file"),
        (lambda o: ["--evidence", str(o.place / "none")], 1, "evidence: there is no folder"),
        (lambda o: ["--exchange", str(o.place / "none")], 1, "exchange: there is no folder"),
        (lambda o: ["--exchange", "http://127.0.0.1:x"], 1, "exchange: "),
        (lambda o: ["--state", str(o.place / "none" / "state")], 1, "unable to open database file"),
        (lambda o: ["--rpc", "http://127.0.0.1:9"], 1, "no node answers"),
    ],
)
def test_attest__wrong_option__refused_before_anything_is_signed(
    office: Office, capsys: Captured, change: Callable[[Office], list[str]], code: int, fault: str
) -> None:
    office.propose()
    capsys.readouterr()
    assert office.attest("bank", *change(office)) == code
    error = capsys.readouterr().err
    assert fault in error and PASSWORD not in error and "Traceback" not in error
    exchange = FolderExchange(office.exchange)
    assert all(exchange.attestations(p.digest) == () for p in exchange.proposals())


def test_terms__of_another_deal__refused(office: Office, tmp_path: Path, capsys: Captured) -> None:
    text = office.panel.terms_file.read_text(encoding="utf-8").replace("threshold: 3", "threshold: 2")
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    assert office.propose("--terms", str(tmp_path / "other.yaml")) == 1
    assert "terms: the record says hash 0x" in capsys.readouterr().err


@pytest.mark.parametrize("period", ["2023Q5", "2023M12", "x"])
def test_propose__no_period__refused(office: Office, capsys: Captured, period: str) -> None:
    assert office.propose("--period", period) == 2
    assert "--period" in capsys.readouterr().err


def test_board__address_of_no_machine__refused(tmp_path: Path, capsys: Captured) -> None:
    assert entry.run(["oracle", "board", str(tmp_path), "--listen", "everywhere"]) == 1
    assert "--listen: 'everywhere': must be an address" in capsys.readouterr().err


def test_help__group__every_command_without_importing_one() -> None:
    code = (
        "import sys; from regalia.cli.main import run; run(['oracle', '--help']);"
        "print([m for m in sys.modules if m.startswith(('web3', 'pydantic', 'regalia.oracle'))])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in printed for name in ("propose", "attest", "board", "show", "serve"))
    assert printed.splitlines()[-1] == "[]"
