# SPDX-License-Identifier: Apache-2.0
"""Attestors that are contracts (ERC-1271): believed when they say yes, and never able to harm when they misbehave."""

from __future__ import annotations

from enum import IntEnum

import pytest

from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from tests.oracle.stage import ATTACKER, ATTESTORS, RELAY, REPORT, Stage, attest, refused, report
from tests.support.chain import Answer, RefusedError
from tests.support.contract import Contract, calldata
from tests.support.roles import key_of


class Mood(IntEnum):
    """Of ``contracts/mocks/MockContractSigner.sol``."""

    HONEST = 0
    REFUSING = 1
    GARBAGE = 2
    REVERTING = 3
    BURNING = 4


BANK = key_of("officer of the bank")
OTHER_BANK = key_of("officer of the other bank")


class BankStage(Stage):
    """Two of three attestors sign: two contracts and one key, in rising order."""

    def __init__(self) -> None:
        super().__init__()
        made = sorted((self.contract_of(BANK.address) for _ in range(2)), key=lambda c: _number(c.address))
        self.bank_contract = made[0]
        self.bank, self.other_bank = (contract.address for contract in made)
        self.auditor = ATTESTORS[0]
        self.deal = key_of("the bank's deal").address
        self.signers: list[str] = sorted([self.bank, self.other_bank, self.auditor.address], key=_number)
        self.open(self.signers, threshold=2, deal=self.deal)
        self.reported = report(deal=self.deal)

    def contract_of(self, owner: str) -> Contract:
        return Contract.deploy(self.chain, "MockContractSigner", owner, by=ATTACKER)

    def set_mood(self, mood: Mood) -> None:
        self.bank_contract.send("setMood", mood, by=ATTACKER)

    def by_bank(self, given: RoyaltyReport | None = None, contract: str = "") -> Attestation:
        signed = attest(given or self.reported, self.domain, BANK)
        return Attestation(contract or self.bank, signed.signature, by_contract=True)  # type: ignore[arg-type]

    def by_auditor(self) -> Attestation:
        return attest(self.reported, self.domain, self.auditor)

    def hand_in(self, *attestations: Attestation) -> Answer:
        signatures = encode_signatures(sorted(attestations, key=lambda a: _number(a.signer)))
        return self.submit(self.reported, signatures)


@pytest.fixture
def bank_stage() -> BankStage:
    return BankStage()


def test_submit__contract_says_yes__counted(bank_stage: BankStage) -> None:
    told = bank_stage.hand_in(bank_stage.by_bank(), bank_stage.by_auditor()).only("ReportAccepted")
    assert told["signerSet"] == _bits(bank_stage, bank_stage.bank, bank_stage.auditor.address)


def test_submit__two_contracts__each_has_its_own_tail(bank_stage: BankStage) -> None:
    accepted = bank_stage.hand_in(bank_stage.by_bank(), bank_stage.by_bank(contract=bank_stage.other_bank))
    assert accepted.only("ReportAccepted")["signerSet"] == _bits(bank_stage, bank_stage.bank, bank_stage.other_bank)


def test_submit__contract_alone__its_tail_is_no_second_signature(bank_stage: BankStage) -> None:
    with refused(bank_stage, "ECDSAInvalidSignatureS", bank_stage.deal):
        bank_stage.hand_in(bank_stage.by_bank())


def test_submit__contract_without_its_tail__refused(bank_stage: BankStage) -> None:
    head_only = encode_signatures([bank_stage.by_bank()])[:65]
    with refused(bank_stage, "RoyaltyOracle_BadContractSignature", bank_stage.deal, offset=65, length=65):
        bank_stage.submit(bank_stage.reported, head_only)


def test_submit__same_contract_twice__refused(bank_stage: BankStage) -> None:
    signatures = encode_signatures([bank_stage.by_bank(), bank_stage.by_bank()])
    with refused(
        bank_stage,
        "RoyaltyOracle_SignersNotRising",
        bank_stage.deal,
        previous=bank_stage.bank,
        next=bank_stage.bank,
    ):
        bank_stage.submit(bank_stage.reported, signatures)


@pytest.mark.parametrize("mood", [Mood.REFUSING, Mood.GARBAGE, Mood.REVERTING, Mood.BURNING], ids=lambda m: m.name)
def test_submit__contract_that_does_not_say_yes__refused(bank_stage: BankStage, mood: Mood) -> None:
    bank_stage.set_mood(mood)
    with refused(bank_stage, "RoyaltyOracle_ContractSignatureRefused", bank_stage.deal, signer=bank_stage.bank):
        bank_stage.hand_in(bank_stage.by_bank(), bank_stage.by_auditor())


@pytest.mark.parametrize("mood", [Mood.REFUSING, Mood.GARBAGE, Mood.REVERTING, Mood.BURNING], ids=lambda m: m.name)
def test_submit__others_sign_without_it__a_misbehaving_contract_stops_nobody(bank_stage: BankStage, mood: Mood) -> None:
    bank_stage.set_mood(mood)
    bank_stage.hand_in(bank_stage.by_auditor(), bank_stage.by_bank(contract=bank_stage.other_bank))
    assert bank_stage.latest(bank_stage.deal)[:2] == (1, True)


def test_submit__contract_changes_its_mind_afterwards__still_once(bank_stage: BankStage) -> None:
    bank_stage.hand_in(bank_stage.by_bank(), bank_stage.by_auditor())
    bank_stage.set_mood(Mood.REFUSING)
    bank_stage.set_mood(Mood.HONEST)
    with refused(bank_stage, "RoyaltyOracle_PreviousNotExecuted", bank_stage.deal, pending=1):
        bank_stage.hand_in(bank_stage.by_bank(), bank_stage.by_auditor())


def test_submit__contract_signature_over_another_report__refused(bank_stage: BankStage) -> None:
    other = bank_stage.by_bank(bank_stage.reported.model_copy(update={"received": 1}))
    with refused(bank_stage, "RoyaltyOracle_ContractSignatureRefused", bank_stage.deal, signer=bank_stage.bank):
        bank_stage.hand_in(other, bank_stage.by_auditor())


def test_submit__owner_signs_as_a_key__unknown(bank_stage: BankStage) -> None:
    as_key = attest(bank_stage.reported, bank_stage.domain, BANK)
    with refused(bank_stage, "RoyaltyOracle_UnknownSigner", bank_stage.deal, signer=BANK.address):
        bank_stage.submit(bank_stage.reported, encode_signatures([as_key, bank_stage.by_auditor()]))


def test_submit__unknown_contract__refused_before_it_is_called(bank_stage: BankStage) -> None:
    unknown = bank_stage.contract_of(OTHER_BANK.address)
    unknown.send("setMood", Mood.BURNING, by=ATTACKER)
    data = encode_signatures([bank_stage.by_bank(contract=unknown.address), bank_stage.by_auditor()])
    with refused(bank_stage, "RoyaltyOracle_UnknownSigner", bank_stage.deal, signer=unknown.address) as refusal:
        bank_stage.submit(bank_stage.reported, data)
    assert refusal.value.gas < 100_000


@pytest.mark.parametrize("signature", [b"", b"\x01", bytes(64), bytes(65), bytes(1_000)], ids=len)
def test_submit__any_bytes_as_a_contract_signature__the_contract_decides(
    bank_stage: BankStage, signature: bytes
) -> None:
    given = Attestation(bank_stage.bank, signature, by_contract=True)
    with refused(bank_stage, "RoyaltyOracle_ContractSignatureRefused", bank_stage.deal, signer=bank_stage.bank):
        bank_stage.hand_in(given, bank_stage.by_auditor())


@pytest.mark.parametrize("offset", [0, 64, 2**256 - 1, 2**255, 1_000])
def test_submit__offset_outside_the_tail__refused(bank_stage: BankStage, offset: int) -> None:
    data, length = _with_bank_offset(bank_stage, offset)
    with refused(bank_stage, "RoyaltyOracle_BadContractSignature", bank_stage.deal, offset=offset, length=length):
        bank_stage.submit(bank_stage.reported, data)


@pytest.mark.parametrize("inside", [32, 64], ids=["its own offset", "its own v"])
def test_submit__offset_into_its_own_head__refused(bank_stage: BankStage, inside: int) -> None:
    """There the head itself would be read as a short length."""
    offset = _bank_at(bank_stage) + inside
    data, length = _with_bank_offset(bank_stage, offset)
    with refused(bank_stage, "RoyaltyOracle_BadContractSignature", bank_stage.deal, offset=offset, length=length):
        bank_stage.submit(bank_stage.reported, data)


@pytest.mark.parametrize("length", [66, 2**255, 2**256 - 1])
def test_submit__length_beyond_the_end__refused(bank_stage: BankStage, length: int) -> None:
    attestations = sorted([bank_stage.by_bank(), bank_stage.by_auditor()], key=lambda a: _number(a.signer))
    data = encode_signatures(attestations)
    forged = data[:130] + length.to_bytes(32, "big") + data[162:]
    with refused(bank_stage, "RoyaltyOracle_BadContractSignature", bank_stage.deal, offset=130, length=len(data)):
        bank_stage.submit(bank_stage.reported, forged)


@pytest.mark.parametrize("cut", [1, 65, 66, 96])
def test_submit__tail_cut_short__refused(bank_stage: BankStage, cut: int) -> None:
    attestations = sorted([bank_stage.by_bank(), bank_stage.by_auditor()], key=lambda a: _number(a.signer))
    data = encode_signatures(attestations)[:-cut]
    with refused(bank_stage, "RoyaltyOracle_BadContractSignature", bank_stage.deal, offset=130, length=len(data)):
        bank_stage.submit(bank_stage.reported, data)


def test_submit__burning_contract_and_little_gas__reverts_and_changes_nothing(bank_stage: BankStage) -> None:
    bank_stage.set_mood(Mood.BURNING)
    attestations = sorted([bank_stage.by_bank(), bank_stage.by_auditor()], key=lambda a: _number(a.signer))
    data = calldata("RoyaltyOracle", "submit", bank_stage.reported.as_tuple(), encode_signatures(attestations))
    before = bank_stage.state(bank_stage.deal)
    with pytest.raises(RefusedError):
        bank_stage.chain.send(RELAY, bank_stage.oracle.address, data, gas=100_000)
    assert bank_stage.state(bank_stage.deal) == before


def test_stage__its_two_streams__are_apart(bank_stage: BankStage) -> None:
    bank_stage.hand_in(bank_stage.by_bank(), bank_stage.by_auditor())
    bank_stage.accept(REPORT)
    assert bank_stage.latest()[:2] == bank_stage.latest(bank_stage.deal)[:2] == (1, True)


def _bank_at(stage: BankStage) -> int:
    """Where the bank's 65 bytes stand when bank and auditor sign."""
    return 65 if _number(stage.bank) > _number(stage.auditor.address) else 0


def _with_bank_offset(stage: BankStage, offset: int) -> tuple[bytes, int]:
    attestations = sorted([stage.by_bank(), stage.by_auditor()], key=lambda a: _number(a.signer))
    data, at = encode_signatures(attestations), _bank_at(stage) + 32
    return data[:at] + offset.to_bytes(32, "big") + data[at + 32 :], len(data)


def _bits(stage: BankStage, *signers: str) -> int:
    return sum(int(2 ** stage.signers.index(signer)) for signer in signers)


def _number(address: str) -> int:
    return int(address, 16)
