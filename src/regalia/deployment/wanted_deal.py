# SPDX-License-Identifier: Apache-2.0
"""The deals of a wish: from their deal files and addresses to what the factory is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from eth_typing import ChecksumAddress
from pydantic import StringConstraints
from web3 import Web3

from regalia.chain.deployer import DealRequest
from regalia.chain.issuance import DealAddresses, request_for
from regalia.deployment.addresses import Address, SourceOrRights
from regalia.deployment.pieces import Pieces
from regalia.domain.compile import compile_terms
from regalia.domain.compile_rules import compile_withholding
from regalia.domain.program import Program
from regalia.domain.terms import Terms, load_terms, terms_hash
from regalia.domain.terms.problems import NotExecutableError, Problem, TermsError
from regalia.domain.terms.scalars import Part
from regalia.errors import RegaliaError

TEST_MONEY_DECIMALS = 6
_CLONE = ("3d602d80600a3d3981f3363d3d373d3d3d363d73", "5af43d82803e903d91602b57fd5bf3")
"""What makes a clone (ERC-1167), before and after the address of what it is a clone of."""


class DealWish(Part):
    """``terms`` is the deal file, from the folder of the wish on. ``facts``: ``rights`` for the wish's own pool of rights.

    ``salt`` tells a second deal of the same terms from the first.
    """

    terms: str
    originator: Address
    parties: Mapping[str, Address] = {}
    payment_token: Address | None = None
    facts: SourceOrRights | None = None
    salt: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None


@dataclass(frozen=True)
class WantedDeal:
    """``needs`` are the keys of pieces that have to be there first; ``address`` is where the deal will be."""

    terms: Terms
    program: Program
    addresses: DealAddresses
    salt: bytes
    needs: tuple[str, ...]
    address: ChecksumAddress

    @property
    def id(self) -> str:
        return self.terms.id

    def request(self, now: int) -> DealRequest:
        """What the factory is asked for at the chain's time ``now``. Raises as ``request_for`` does."""
        return request_for(self.terms, self.program, self.addresses, now, self.salt)


def wanted_deals(
    wish_path: Path, wishes: Sequence[DealWish], payment_token: str | None, pieces: Pieces
) -> tuple[tuple[WantedDeal, ...], list[Problem]]:
    """Those that are in order, and all problems of the others."""
    deals: list[WantedDeal] = []
    problems: list[Problem] = []
    for i, wish in enumerate(wishes):
        try:
            deal = _wanted(wish_path.parent / wish.terms, wish, payment_token, pieces)
            if faults := list(_party_problems(f"deals[{i}].parties", deal, wish.parties)):
                problems += faults
                continue
            deal.request(0)
        except (TermsError, NotExecutableError, RegaliaError) as error:
            problems += _problems(f"deals[{i}]", error)
            continue
        if any(deal.id == other.id for other in deals):
            rule = "has the id of another deal of this wish, and records are kept by it: one of them belongs elsewhere"
            problems.append(Problem(f"deals[{i}].terms", repr(deal.id), rule))
        deals.append(deal)
    return tuple(deals), problems


def _wanted(terms_path: Path, wish: DealWish, payment_token: str | None, pieces: Pieces) -> WantedDeal:
    terms = load_terms(terms_path)
    token, facts = wish.payment_token or payment_token, wish.facts
    needs = ["factory"]
    if token is None:
        raise _Rule("payment_token", "is missing: name one here, or one for all deals of the wish")
    if token == "test":
        if terms.currency.decimals != TEST_MONEY_DECIMALS:
            rule = f"has {TEST_MONEY_DECIMALS} decimals as test money, and the terms say {terms.currency.decimals}"
            raise _Rule("payment_token", rule)
        token, needs = pieces["payment_token"].address, [*needs, "payment_token"]
    if facts == "rights":
        if "pool" not in pieces:
            raise _Rule("facts", "mean the pool of rights, and no rights are wished for")
        facts, needs = pieces["pool"].address, [*needs, "pool", "role:legal_oracle"]
    source = None if facts is None else Web3.to_checksum_address(facts)
    addresses = DealAddresses(Web3.to_checksum_address(token), wish.originator, wish.parties, source)
    salt = bytes(Web3.keccak(text=wish.salt)) if wish.salt else terms_hash(terms)
    return WantedDeal(terms, compile_terms(terms), addresses, salt, tuple(needs), predicted(pieces, salt))


def _party_problems(path: str, deal: WantedDeal, given: Mapping[str, str]) -> Iterator[Problem]:
    """All at once; the rest ``request_for`` says."""
    withheld = compile_withholding(deal.terms)
    purposes = dict.fromkeys(deal.program.payees, "is paid") | (
        {withheld[1]: "is owed the tax withheld"} if withheld else {}
    )
    for party, purpose in (purposes | dict.fromkeys(deal.terms.attestors, "attests receipts")).items():
        if party not in given:
            yield Problem(f"{path}.{party}", "", f"is missing, and this party {purpose}")
    known = {party.id for party in deal.terms.parties}
    for party in given:
        if party not in known:
            near = get_close_matches(party, known, 1)
            meant = f"; did you mean {near[0]}?" if near else f"; they have {', '.join(sorted(known))}"
            yield Problem(f"{path}.{party}", "", f"is no party of the terms{meant}")


def predicted(pieces: Pieces, salt: bytes) -> ChecksumAddress:
    """Where the factory makes the account's deal of that salt, as ``DealFactory.predictDeal`` says once it is there."""
    creator = bytes.fromhex(pieces.account[2:]).rjust(32, b"\0")
    clone = bytes.fromhex(_CLONE[0] + pieces["deal"].address[2:] + _CLONE[1])
    parts = bytes.fromhex(pieces["factory"].address[2:]) + Web3.keccak(creator + salt) + Web3.keccak(clone)
    return Web3.to_checksum_address(Web3.keccak(b"\xff" + parts)[12:])


class _Rule(RegaliaError, ValueError):
    """A rule about one field of a deal."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(rule)
        self.field = field


def _problems(path: str, error: RegaliaError) -> Iterator[Problem]:
    if isinstance(error, _Rule):
        yield Problem(f"{path}.{error.field}", "", error.message)
    elif isinstance(error, TermsError):
        for problem in error.problems:
            yield Problem(f"{path}.terms", error.source, str(problem))
    elif isinstance(error, NotExecutableError):
        for feature in error.features:
            yield Problem(f"{path}.terms", "", f"not yet executable: {feature}")
    else:
        field, _, rule = error.message.partition(": ")
        yield Problem(f"{path}.{field}".replace(" ", "_"), "", rule)


def offering_of(factory: ChecksumAddress) -> ChecksumAddress:
    """The contract every offering is a clone of: the first that the factory makes, in its constructor."""
    listed = b"\xd6\x94" + bytes.fromhex(factory[2:]) + b"\x01"
    return Web3.to_checksum_address(Web3.keccak(listed)[12:])
