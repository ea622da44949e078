# SPDX-License-Identifier: Apache-2.0
"""ERC-2612: an allowance by the owner's signature, once, until its deadline, for one token of one chain."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import SignableMessage, encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.chain import Answer, Chain, refused
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.powers import order
from tests.support.roles import actor, key_of
from tests.support.rules import transfer_refused

OWNER, ATTACKER = key_of("owner"), key_of("attacker")
SENIOR, MEZZANINE = actor("senior_investor"), actor("mezzanine_investor")
BROKER, STRANGER, OUTSIDER = actor("broker"), actor("stranger"), actor("outsider")
ZERO = "0x" + "00" * 20
DEADLINE = sample.CLOSING + 1_000
CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
NAME = "Regalia TrancheToken"
PERMIT = {
    "Permit": [
        {"name": name, "type": kind}
        for name, kind in (
            ("owner", "address"),
            ("spender", "address"),
            ("value", "uint256"),
            ("nonce", "uint256"),
            ("deadline", "uint256"),
        )
    ]
}


@dataclass(frozen=True)
class Permit:
    """What an owner signs, for a token on a chain."""

    token: str
    owner: str = OWNER.address
    spender: str = BROKER
    value: int = 70
    nonce: int = 0
    deadline: int = DEADLINE
    chain_id: int = 31_337
    name: str = NAME
    version: str = "1"

    def message(self) -> SignableMessage:
        """Built by eth_account alone."""
        domain = {
            "name": self.name,
            "version": self.version,
            "chainId": self.chain_id,
            "verifyingContract": self.token,
        }
        fields = {name: getattr(self, name) for name in ("owner", "spender", "value", "nonce", "deadline")}
        return encode_typed_data(domain, PERMIT, fields)


@dataclass(frozen=True)
class Signature:
    v: int
    r: int
    s: int


def sign(permit: Permit, by: LocalAccount = OWNER) -> Signature:
    signed = by.sign_message(permit.message())
    return Signature(signed.v, signed.r, signed.s)


def submit(token: Contract, permit: Permit, signature: Signature, by: str = BROKER) -> Answer:
    """The permit is handed to that token, whichever it was signed for."""
    parts = (signature.v, signature.r.to_bytes(32, "big"), signature.s.to_bytes(32, "big"))
    return token.send("permit", permit.owner, permit.spender, permit.value, permit.deadline, *parts, by=by)


def recovered(permit: Permit, signature: Signature) -> str:
    """Who signed what the contract reads."""
    parts = (signature.v, signature.r, signature.s)
    return str(Account.recover_message(permit.message(), vrs=parts))


def allowed(token: Contract, spender: str = BROKER) -> int:
    return int(token.read("allowance", OWNER.address, spender))


def nonce(token: Contract) -> int:
    return int(token.read("nonces", OWNER.address))


def separator(token: Contract) -> bytes:
    return bytes(token.read("DOMAIN_SEPARATOR"))


@pytest.fixture
def token(live: DealContracts, platform: Platform) -> Contract:
    """The senior tranche's; the owner holds 100 units of it."""
    platform.admit(OWNER.address)
    live.tokens[0].send("transfer", OWNER.address, 100, by=SENIOR)
    return live.tokens[0]


def test_permit__signed_by_the_owner__allows_counts_and_says_so(token: Contract) -> None:
    permit = Permit(token.address)
    done = submit(token, permit, sign(permit), by=STRANGER)
    assert [event.name for event in done.events] == ["Approval"]
    assert done.only("Approval") == {"owner": OWNER.address, "spender": BROKER, "value": 70}
    assert (allowed(token), allowed(token, STRANGER), nonce(token)) == (70, 0, 1)
    token.send("transferFrom", OWNER.address, MEZZANINE, 70, by=BROKER)
    assert token.read("balanceOf", OWNER.address) == 30
    assert allowed(token) == 0


@pytest.mark.parametrize("value", [0, 1, 2**48, UNLIMITED])
def test_permit__any_value__replaces_the_allowance(token: Contract, value: int) -> None:
    token.send("approve", BROKER, 5, by=OWNER.address)
    permit = Permit(token.address, value=value)
    submit(token, permit, sign(permit))
    assert allowed(token) == value


def test_permit__one_after_another__each_with_the_next_nonce(token: Contract) -> None:
    for turn, value in enumerate((10, 20, 0)):
        permit = Permit(token.address, nonce=turn, value=value)
        submit(token, permit, sign(permit))
        assert (allowed(token), nonce(token)) == (value, turn + 1)


def test_permit__one_spent__nonces_of_other_owners_and_tokens_stay(token: Contract, live: DealContracts) -> None:
    permit = Permit(token.address)
    submit(token, permit, sign(permit))
    assert (token.read("nonces", ATTACKER.address), nonce(live.tokens[1])) == (0, 0)


@pytest.mark.parametrize("after", [-1, 0])
def test_permit__until_the_last_second_of_its_deadline__accepted(token: Contract, after: int) -> None:
    permit = Permit(token.address)
    token.chain.now = DEADLINE + after
    submit(token, permit, sign(permit))
    assert allowed(token) == 70


@pytest.mark.parametrize("deadline", [DEADLINE, 0])
def test_permit__a_second_after_its_deadline__refused(token: Contract, deadline: int) -> None:
    permit = Permit(token.address, deadline=deadline)
    token.chain.now = DEADLINE + 1
    with refused("TrancheToken_PermitExpired", deadline=deadline, timestamp=DEADLINE + 1):
        submit(token, permit, sign(permit))
    assert (allowed(token), nonce(token)) == (0, 0)


def test_permit__greatest_deadline__never_expires(token: Contract) -> None:
    permit = Permit(token.address, deadline=UNLIMITED)
    token.chain.now = 2**40
    submit(token, permit, sign(permit))
    assert allowed(token) == 70


def test_permit__replayed__refused_and_the_allowance_stays_used_up(token: Contract) -> None:
    permit = Permit(token.address)
    signature = sign(permit)
    submit(token, permit, signature)
    token.send("transferFrom", OWNER.address, MEZZANINE, 60, by=BROKER)
    signer = recovered(replace(permit, nonce=1), signature)
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(token, permit, signature)
    assert (allowed(token), nonce(token)) == (10, 1)


def test_permit__signed_ahead_of_its_turn__waits_for_it(token: Contract) -> None:
    second = Permit(token.address, nonce=1, value=20)
    signer = recovered(replace(second, nonce=0), sign(second))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(token, second, sign(second))
    submit(token, Permit(token.address), sign(Permit(token.address)))
    submit(token, second, sign(second))
    assert allowed(token) == 20


def test_permit__signed_by_another__refused(token: Contract) -> None:
    permit = Permit(token.address)
    with refused("TrancheToken_PermitSigner", signer=ATTACKER.address, owner=OWNER.address):
        submit(token, permit, sign(permit, ATTACKER))
    assert (allowed(token), nonce(token)) == (0, 0)


@pytest.mark.parametrize(
    "changed",
    [{"value": 71}, {"spender": STRANGER}, {"deadline": DEADLINE + 1}, {"owner": SENIOR}],
    ids=lambda changed: next(iter(changed)),
)
def test_permit__changed_after_it_was_signed__refused(token: Contract, changed: dict[str, object]) -> None:
    permit = Permit(token.address)
    handed_in = replace(permit, **changed)  # type: ignore[arg-type]
    signer = recovered(handed_in, sign(permit))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=handed_in.owner):
        submit(token, handed_in, sign(permit))
    assert token.read("allowance", handed_in.owner, handed_in.spender) == 0


@pytest.mark.parametrize(
    "signed_for",
    [{"chain_id": 1}, {"name": "Regalia Senior Notes"}, {"version": "2"}],
    ids=lambda signed_for: next(iter(signed_for)),
)
def test_permit__signed_for_another_domain__refused(token: Contract, signed_for: dict[str, object]) -> None:
    permit = Permit(token.address)
    elsewhere = replace(permit, **signed_for)  # type: ignore[arg-type]
    signer = recovered(permit, sign(elsewhere))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(token, permit, sign(elsewhere))
    assert allowed(token) == 0


def test_permit__of_a_sister_token__refused_there_and_good_here(token: Contract, live: DealContracts) -> None:
    """All tokens are clones of one implementation and share the name of their domain."""
    sister, permit = live.tokens[1], Permit(token.address)
    signer = recovered(replace(permit, token=sister.address), sign(permit))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(sister, permit, sign(permit))
    assert allowed(sister) == 0
    submit(token, permit, sign(permit))
    assert allowed(token) == 70


def test_permit__same_address_on_another_chain__refused() -> None:
    here, there = (
        Contract.deploy(Chain(sample.START, chain_id), "TrancheToken", BROKER, BROKER, BROKER, by=actor("admin"))
        for chain_id in (31_337, 1)
    )
    assert here.address == there.address
    assert separator(here) != separator(there)
    permit = Permit(here.address)
    submit(here, permit, sign(permit))
    signer = recovered(replace(permit, chain_id=1), sign(permit))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(there, permit, sign(permit))
    assert (allowed(here), allowed(there)) == (70, 0)


def test_permit__chain_id_changed_under_a_tranche_s_token__old_ones_refused_and_new_ones_good(token: Contract) -> None:
    """A clone keeps nothing of its domain: neither what it was made with, nor what its implementation was."""
    before = Permit(token.address)
    submit(token, before, sign(before))
    old = replace(before, nonce=1, value=20)
    fork = Contract(token.chain.fork(2), token.name, token.address)
    assert (allowed(fork), nonce(fork), fork.read("balanceOf", OWNER.address)) == (70, 1, 100)
    new = replace(old, chain_id=2)
    assert separator(fork) == new.message().header != separator(token) == old.message().header
    assert fork.read("eip712Domain")[3] == 2
    signer = recovered(new, sign(old))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(fork, old, sign(old))
    assert (allowed(fork), nonce(fork)) == (70, 1)
    submit(fork, new, sign(new))
    assert (allowed(fork), nonce(fork)) == (20, 2)
    fork.send("transferFrom", OWNER.address, MEZZANINE, 20, by=BROKER)
    signer = recovered(old, sign(new))
    with refused("TrancheToken_PermitSigner", signer=signer, owner=OWNER.address):
        submit(token, new, sign(new))
    submit(token, old, sign(old))
    assert allowed(token) == 20


def test_permit__other_root_of_the_same_signature__refused(token: Contract) -> None:
    """(r, n − s) with the other parity is a signature of the same key; only the lower of the two is taken."""
    permit = Permit(token.address)
    signature = sign(permit)
    other = Signature(55 - signature.v, signature.r, CURVE_ORDER - signature.s)
    assert recovered(permit, other) == OWNER.address
    with refused("ECDSAInvalidSignatureS", s=other.s.to_bytes(32, "big")):
        submit(token, permit, other)
    assert (allowed(token), nonce(token)) == (0, 0)


@pytest.mark.parametrize("v", [0, 1, 26, 29, 255])
def test_permit__parity_that_is_none__refused(token: Contract, v: int) -> None:
    permit = Permit(token.address)
    with refused("ECDSAInvalidSignature"):
        submit(token, permit, replace(sign(permit), v=v))


@pytest.mark.parametrize("owner", [ZERO, OWNER.address])
def test_permit__no_signature__refused_even_for_nobody(token: Contract, owner: str) -> None:
    """What recovers to nobody is no signature of nobody."""
    with refused("ECDSAInvalidSignature"):
        submit(token, Permit(token.address, owner), Signature(27, 0, 0))
    assert token.read("nonces", owner) == 0


def test_permit__to_nobody__refused_and_the_nonce_is_kept(token: Contract) -> None:
    permit = Permit(token.address, spender=ZERO)
    with refused("ERC20InvalidSpender", spender=ZERO):
        submit(token, permit, sign(permit))
    assert nonce(token) == 0


def test_permit__handed_in_first_by_a_stranger__the_spender_s_transfer_still_works(token: Contract) -> None:
    """A spender that goes on after a refused permit, as it should, finds the allowance the stranger brought."""
    permit = Permit(token.address)
    signature = sign(permit)
    submit(token, permit, signature, by=STRANGER)
    with refused("TrancheToken_PermitSigner"):
        submit(token, permit, signature, by=BROKER)
    token.send("transferFrom", OWNER.address, MEZZANINE, 70, by=BROKER)
    assert token.read("balanceOf", OWNER.address) == 30


def test_permit__of_a_frozen_owner__allows_but_nothing_moves(token: Contract, platform: Platform) -> None:
    """An allowance is leave, not a way round the rules."""
    order(platform, "setAddressFrozen", token, OWNER.address, True)
    permit = Permit(token.address)
    submit(token, permit, sign(permit))
    with transfer_refused(Question.SENDER_NOT_FROZEN, OWNER.address, MEZZANINE, 70):
        token.send("transferFrom", OWNER.address, MEZZANINE, 70, by=BROKER)
    assert (allowed(token), token.read("balanceOf", OWNER.address)) == (70, 100)


def test_permit__for_a_receiver_not_eligible__nothing_moves(token: Contract) -> None:
    permit = Permit(token.address)
    submit(token, permit, sign(permit))
    with transfer_refused(Question.RECEIVER_ELIGIBLE, OWNER.address, OUTSIDER, 1):
        token.send("transferFrom", OWNER.address, OUTSIDER, 1, by=BROKER)
    assert allowed(token) == 70


def test_domain_separator__every_token__that_of_eth_account_and_its_own(token: Contract, live: DealContracts) -> None:
    for each in live.tokens:
        assert separator(each) == Permit(each.address).message().header
    assert len({separator(each) for each in live.tokens}) == 3


def test_domain_separator__hashed_from_eip712_domain__the_same(token: Contract) -> None:
    fields, name, version, chain_id, verifying, salt, extensions = token.read("eip712Domain")
    assert (bytes(fields), name, version, chain_id) == (b"\x0f", NAME, "1", token.chain.chain_id)
    assert (verifying, bytes(salt), extensions) == (token.address, bytes(32), ())
    kind = keccak(text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
    words = (kind, keccak(text=name), keccak(text=version), chain_id, verifying)
    assert separator(token) == keccak(encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], words))
