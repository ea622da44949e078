# SPDX-License-Identifier: Apache-2.0
"""From terms to a deal on a chain and its deployment record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.exceptions import BadFunctionCallOutput

from regalia.chain import artefacts
from regalia.chain.deployer import DealRequest, MadeDeal, OracleRequest, Platform, contract, create_deal
from regalia.chain.errors import ContractRevertedError
from regalia.chain.logs import LogReader
from regalia.chain.record import (
    POOL_OF_RIGHTS,
    AttestorsRecord,
    CompilerRecord,
    ContractRecord,
    DeploymentRecord,
    RightsRecord,
)
from regalia.chain.transact import Sender, call
from regalia.domain.compile import compile_terms
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_oracle import compile_oracle
from regalia.domain.compile_rules import compile_transfer_rules, compile_withholding
from regalia.domain.program import Program
from regalia.domain.terms import Terms, terms_hash
from regalia.errors import RegaliaError

DAY = 24 * 3600
NOBODY = Web3.to_checksum_address("0x" + "0" * 40)
"""In place of the tax authority of a deal that withholds no tax, and of the source of facts of one that looks at none."""
_REGISTRIES = ("InvestorRegistry", "Erc3643Registry")


class PartyAddressError(RegaliaError, ValueError):
    """A party that is paid or that attests has no address, or shares one it must not share."""


class FactsSourceError(RegaliaError, ValueError):
    """The deal looks at facts and nobody is named to tell them, or the other way round."""


class PaymentTokenError(RegaliaError, ValueError):
    """The payment token is not what the terms say."""


@dataclass(frozen=True)
class DealAddresses:
    """What terms leave open: the payment token, who gets the proceeds, an address for each party by its id, and the contract that knows
    the facts triggers look at (``IPoolFacts``; None for a deal that looks at none).
    """

    payment_token: ChecksumAddress
    originator: ChecksumAddress
    parties: Mapping[str, ChecksumAddress]
    facts: ChecksumAddress | None = None

    def of(self, party: str, purpose: str) -> ChecksumAddress:
        """The party's address. PartyAddressError when there is none."""
        if party not in self.parties:
            raise PartyAddressError(
                f"parties.{party}: no address, and this party {purpose}",
                "Give every payee, attestor and tax authority an address.",
            )
        return self.parties[party]


def request_for(terms: Terms, program: Program, addresses: DealAddresses, now: int, salt: bytes) -> DealRequest:
    """The factory's arguments. ``now`` is the chain's time in seconds; ``salt`` has 32 bytes."""
    known = {party.id for party in terms.parties}
    if unknown := sorted(set(addresses.parties) - known):
        raise PartyAddressError(
            f"parties.{unknown[0]}: the terms have no such party", f"They have {', '.join(sorted(known))}."
        )
    attestors = {party: addresses.of(party, "attests receipts") for party in terms.attestors}
    if len(set(attestors.values())) != len(attestors):
        raise PartyAddressError(
            f"attestors {', '.join(attestors)}: two of them share an address",
            "Each attestor signs with a key of its own.",
        )
    if program.facts and addresses.facts is None:
        raise FactsSourceError(
            f"pool facts: no source is named, and the deal looks at {', '.join(program.facts)}",
            "Name the contract that knows them.",
        )
    if addresses.facts is not None and not program.facts:
        raise FactsSourceError("pool facts: the deal looks at none", "Leave the source out.")
    money, rules, withheld = terms.money, compile_transfer_rules(terms), compile_withholding(terms)
    meeting = compile_meeting(terms, program)
    return DealRequest(
        terms_hash=terms_hash(terms),
        program=program.pack(),
        payment_token=addresses.payment_token,
        originator=addresses.originator,
        payees=tuple(addresses.of(party, "is paid") for party in program.payees),
        funding=tuple(money.to_units(account.funded_at_closing) for account in terms.accounts),
        facts=addresses.facts or NOBODY,
        names=tuple(tranche.name for tranche in terms.tranches),
        symbols=tuple(tranche.symbol for tranche in terms.tranches),
        offers=tuple(offer.pack() for offer in compile_offers(terms)),
        opens=now + (terms.offering.opens_after_days or 0) * DAY,
        deadline=now + terms.offering.window_days * DAY,
        oracle=_oracle(terms, attestors),
        meeting=meeting.pack() if meeting else b"",
        transfer_rules=tuple(rule.pack() for rule in rules),
        countries=tuple(rule.jurisdictions_bitmap() for rule in rules),
        tax_table=withheld[0].pack() if withheld else b"",
        tax_authority=addresses.of(withheld[1], "is owed the tax withheld") if withheld else NOBODY,
        salt=salt,
    )


def _oracle(terms: Terms, attestors: Mapping[str, ChecksumAddress]) -> OracleRequest:
    """Attestors in the order of their addresses, as the oracle wants them."""
    said = compile_oracle(terms)
    weight_of = dict(said.weights)
    rising = sorted(attestors.items(), key=lambda pair: int(pair[1], 16))
    return OracleRequest(
        threshold=said.threshold,
        dispute_window=said.dispute_window,
        missing_after_days=said.missing_after_days,
        dispute_bond=said.dispute_bond,
        attestors=tuple(address for _, address in rising),
        weights=tuple(weight_of[party] for party, _ in rising),
    )


def issue(
    web3: Web3, platform: Platform, terms: Terms, addresses: DealAddresses, sender: Sender, salt: bytes | None = None
) -> DeploymentRecord:
    """Compile the terms, make the deal through the factory and write down what was made.

    With the sender's address the ``salt`` (default: the terms' hash) decides the deal's address, so the same sender
    needs another one to issue the same terms again. Raises ``NotExecutableError``, ``PartyAddressError``,
    ``PaymentTokenError``, ``FactsSourceError`` and ``ContractRevertedError``; nothing was made then.
    """
    program = compile_terms(terms)
    check_payment_token(web3, terms, addresses.payment_token)
    rights = rights_behind(web3, addresses.facts or NOBODY)
    now = web3.eth.get_block("latest")["timestamp"]
    request = request_for(terms, program, addresses, now, salt or terms_hash(terms))
    made = create_deal(web3, platform, request, sender)
    return record_of_deal(web3, platform, terms, program, request, made, rights)


def check_payment_token(web3: Web3, terms: Terms, token: ChecksumAddress) -> None:
    """The token must be there and have the currency's decimals. Raises ``PaymentTokenError``."""
    try:
        decimals = call(web3, contract(web3, "MockPaymentToken", token).functions.decimals())
    except (BadFunctionCallOutput, ContractRevertedError) as error:
        raise PaymentTokenError(
            f"payment token: {token} does not answer decimals()", f"Name a {terms.currency.code} token of this network."
        ) from error
    if decimals != terms.currency.decimals:
        raise PaymentTokenError(
            f"payment token: {token} has {decimals} decimals, the terms say {terms.currency.decimals}",
            "Use another token, or terms that say so.",
        )


def record_of_deal(
    web3: Web3,
    platform: Platform,
    terms: Terms,
    program: Program,
    request: DealRequest,
    made: MadeDeal,
    rights: RightsRecord | None,
) -> DeploymentRecord:
    """The record of a deal that was made with these arguments, each contract with the hash of the code that is there now."""
    factory = contract(web3, "DealFactory", platform.factory).functions
    implementations = {
        "Deal": factory.DEAL().call(),
        "Offering": factory.OFFERING().call(),
        "TrancheToken": factory.TRANCHE_TOKEN().call(),
    }
    version = str(artefacts.load("Deal").settings["version"])
    settings = {key: value for key, value in artefacts.load("Deal").settings.items() if key != "version"}

    deal = contract(web3, "Deal", implementations["Deal"]).functions

    def whole(name: str, address: ChecksumAddress) -> ContractRecord:
        return _contract(web3, address, artefact=name, source_hash=artefacts.load(name).source_hash)

    def clone(name: str, address: ChecksumAddress) -> ContractRecord:
        return _contract(web3, address, implementation=implementations[name])

    return DeploymentRecord(
        chain_id=web3.eth.chain_id,
        genesis_hash=web3.eth.get_block(0)["hash"].to_0x_hex(),
        deal_id=terms.id,
        terms_hash="0x" + request.terms_hash.hex(),
        block_number=made.receipt["blockNumber"],
        transaction_hash=made.receipt["transactionHash"].to_0x_hex(),
        deployer=made.receipt["from"],
        compiler=CompilerRecord(version=version, settings=settings),
        factory=whole("DealFactory", platform.factory),
        deal=clone("Deal", made.deal),
        escrow=whole("RoyaltyEscrow", made.escrow),
        oracle=whole("RoyaltyOracle", platform.oracle),
        investor_registry=whole(_registry_artefact(web3, platform.registry), platform.registry),
        transfer_agent=whole("TransferAgent", platform.agent),
        supervisor=whole("Supervisor", platform.supervisor),
        support_facility=whole("SupportFacility", deal.SUPPORT().call()),
        deal_lens=whole("DealLens", deal.LENS().call()),
        program_checker=whole("ProgramChecker", factory.CHECKER().call()),
        noteholder_meeting=whole("NoteholderMeeting", deal.MEETING().call()),
        settlement_desk=whole("SettlementDesk", platform.desk) if platform.desk else None,
        offering=clone("Offering", made.offering),
        payment_token=_contract(web3, request.payment_token),
        pool_facts=_pool_facts(web3, request.facts),
        rights=rights,
        tokens={
            tranche.id: clone("TrancheToken", token) for tranche, token in zip(terms.tranches, made.tokens, strict=True)
        },
        implementations={name: whole(name, address) for name, address in implementations.items()},
        payees=dict(zip(program.payees, request.payees, strict=True)),
        attestors=AttestorsRecord(
            signers=list(request.oracle.attestors),
            threshold=request.oracle.threshold,
            weights=list(request.oracle.weights),
        ),
        arguments=arguments_of(request),
    )


def _registry_artefact(web3: Web3, registry: ChecksumAddress) -> str:
    """Ours, or the adapter to another; what is neither is recorded as ours, and a verifier then says that it is not."""
    code = bytes(web3.eth.get_code(registry))
    return next((name for name in _REGISTRIES if artefacts.load(name).matches(code)), _REGISTRIES[0])


def _pool_facts(web3: Web3, source: ChecksumAddress) -> ContractRecord | None:
    if source == NOBODY:
        return None
    if not _is_pool_of_rights(web3, source):
        return _contract(web3, source)
    return _contract(web3, source, artefact=POOL_OF_RIGHTS, source_hash=artefacts.load(POOL_OF_RIGHTS).source_hash)


def rights_behind(web3: Web3, source: ChecksumAddress) -> RightsRecord | None:
    """What is behind a pool of rights. Raises ``FactsSourceError`` when no oracle reports legal events to the registry."""
    if source == NOBODY or not _is_pool_of_rights(web3, source):
        return None
    registry = call(web3, contract(web3, POOL_OF_RIGHTS, source).functions.REGISTRY())
    since = call(web3, contract(web3, "IPRegistry", registry).functions.SINCE())
    oracle = legal_oracle_of(web3, registry, since)
    if oracle is None:
        raise FactsSourceError(f"pool facts: no oracle reports legal events to {registry}", "Appoint one first.")
    valuers = valuation_oracle_of(web3, registry, since)

    def whole(name: str, address: ChecksumAddress) -> ContractRecord:
        return _contract(web3, address, artefact=name, source_hash=artefacts.load(name).source_hash)

    gates = call(web3, contract(web3, POOL_OF_RIGHTS, source).functions.GATES())
    return RightsRecord(
        registry=whole("IPRegistry", registry),
        oracle=whole("LegalOracle", oracle),
        gates=whole("PoolGates", gates),
        valuation_oracle=whole("ValuationOracle", valuers) if valuers else None,
        since=since,
    )


def legal_oracle_of(web3: Web3, registry: ChecksumAddress, since: int) -> ChecksumAddress | None:
    """The contract that was last appointed to report legal events to a registry of rights."""
    return next(_appointed(web3, registry, since, "ORACLE_ROLE"), None)


def valuation_oracle_of(web3: Web3, registry: ChecksumAddress, since: int) -> ChecksumAddress | None:
    """Of a registry's appraisers, the contract of ours that was last appointed; the others value in their own names."""
    ours = artefacts.load("ValuationOracle")
    appraisers = _appointed(web3, registry, since, "APPRAISER_ROLE")
    return next((found for found in appraisers if ours.matches(bytes(web3.eth.get_code(found)))), None)


def _appointed(web3: Web3, registry: ChecksumAddress, since: int, role: str) -> Iterator[ChecksumAddress]:
    """Whoever was given a role at the registry, the last first."""
    events = LogReader(web3, [registry], since).read()
    for event in reversed(events):
        if event.name == "RoleGranted" and event.args["role"] == Web3.keccak(text=role):
            yield Web3.to_checksum_address(event.args["account"])


def _is_pool_of_rights(web3: Web3, source: ChecksumAddress) -> bool:
    return artefacts.load(POOL_OF_RIGHTS).matches(bytes(web3.eth.get_code(source)))


def _contract(web3: Web3, address: ChecksumAddress, **fields_: Any) -> ContractRecord:
    code_hash = Web3.keccak(web3.eth.get_code(address)).to_0x_hex()
    return ContractRecord(address=address, code_hash=code_hash, **fields_)


def arguments_of(request: DealRequest) -> dict[str, Any]:
    """As ``json_value``, by name."""
    said = {field.name: getattr(request, field.name) for field in fields(request)}
    return {name: json_value(value) for name, value in {**said, "oracle": asdict(request.oracle)}.items()}


def json_value(value: Any) -> Any:
    """An argument as the record keeps it: bytes as ``0x…``, tuples as lists, also inside."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, dict):
        return {name: json_value(part) for name, part in value.items()}
    return [json_value(part) for part in value] if isinstance(value, tuple) else value
