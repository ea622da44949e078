# SPDX-License-Identifier: Apache-2.0
"""Accepted reports, rebuilt from what the oracle said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.events import Event, LogError
from regalia.chain.logs import LogReader
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import read_latest
from regalia.oracle.typed_data import SigningDomain, digest

NO_EVIDENCE = bytes(32)
"""The evidence root of an empty report that stands in for a missing one."""


@dataclass(frozen=True)
class Acceptance:
    """A report, who signed it, and where and when (seconds since 1970) the oracle took it. Hashes are ``0x…``.

    ``missing``: an empty one, signed by nobody, in place of a report that did not come in time.
    """

    report: RoyaltyReport
    signers: tuple[ChecksumAddress, ...]
    accepted_at: int
    block_number: int
    block_hash: str
    transaction_hash: str
    missing: bool = False


@dataclass(frozen=True)
class _Signers:
    epoch: int
    signers: tuple[ChecksumAddress, ...]
    invoices: int


def accepted_reports(events: Iterable[Event], oracle: ChecksumAddress, deal: ChecksumAddress) -> list[Acceptance]:
    """The reports of a deal that stand, in the order of their acceptance: neither struck ones nor empty ones that were replaced.

    ``events`` are the oracle's in their order, from before its deal was made; others are passed over. Raises
    ``LogError`` when the opening of the stream is missing: the signer set is told only there.
    """
    found: list[Acceptance] = []
    known: _Signers | None = None
    for event in events:
        if event.address != oracle or event.args.get("deal") != deal:
            continue
        args = event.args
        if event.name == "StreamOpened":
            known = _Signers(args["epoch"], tuple(args["signers"]), args["invoices"])
            continue
        if event.name not in _TOLD:
            continue
        if known is None:
            raise LogError(
                f"the logs begin after the stream of deal {deal} was opened",
                "Read from the block in which the deal was made.",
            )
        match event.name:
            case "SignersChanged":
                known = replace(known, epoch=args["epoch"], signers=tuple(args["signers"]))
            case "SignaturesVoided":
                known = replace(known, epoch=args["epoch"])
            case "ReportStruck":
                known = replace(known, epoch=args["epoch"])
                found = [a for a in found if a.report.period != args["period"]]
            case "ReportAccepted":
                found = [a for a in found if a.report.period != args["period"]]
                found.append(_acceptance(event, known))
            case "ReportMissing":
                found.append(_missing(event, known))
    return found


_TOLD = ("SignersChanged", "SignaturesVoided", "ReportStruck", "ReportAccepted", "ReportMissing")


def accepted_report(
    web3: Web3, oracle: ChecksumAddress, deal: ChecksumAddress, period: int, from_block: int = 0
) -> Acceptance | None:
    """The report of a period that was accepted and stands; ``None`` when there is none.

    ``from_block`` is that in which the deal was made, or one before it. A report that is still pending is compared with
    the digest the oracle keeps. Raises ``LogError`` in its kinds and ``ChainUnreachableError``.
    """
    events = LogReader(web3, [oracle], from_block).read()
    found = [a for a in accepted_reports(events, oracle, deal) if a.report.period == period]
    if not found:
        return None
    latest = read_latest(web3, oracle, deal)
    if latest.pending and latest.period == period:
        rebuilt = digest(found[0].report, SigningDomain(web3.eth.chain_id, oracle))
        if rebuilt[:25] != latest.digest:
            raise LogError(
                f"period {period}: the logs give a report of digest 0x{rebuilt[:25].hex()}…, the oracle keeps "
                f"0x{latest.digest.hex()}…",
                "The node's logs and state differ: read again, or use another provider.",
            )
    return found[0]


def _acceptance(event: Event, known: _Signers) -> Acceptance:
    args = event.args
    report = RoyaltyReport(
        deal=args["deal"],
        period=args["period"],
        epoch=known.epoch,
        received=args["received"],
        other_income=args["otherIncome"],
        has_target=args["hasTarget"],
        reserve_target=args["reserveTarget"],
        invoices=args["invoices"],
        evidence_root=args["evidenceRoot"],
    )
    signers = tuple(signer for i, signer in enumerate(known.signers) if args["signerSet"] >> i & 1)
    return _at(event, report, signers)


def _missing(event: Event, known: _Signers) -> Acceptance:
    report = RoyaltyReport(
        deal=event.args["deal"],
        period=event.args["period"],
        epoch=event.args["epoch"],
        received=0,
        other_income=0,
        has_target=False,
        reserve_target=0,
        invoices=(0,) * known.invoices,
        evidence_root=NO_EVIDENCE,
    )
    return replace(_at(event, report, ()), missing=True)


def _at(event: Event, report: RoyaltyReport, signers: tuple[ChecksumAddress, ...]) -> Acceptance:
    return Acceptance(
        report=report,
        signers=signers,
        accepted_at=event.timestamp,
        block_number=event.block_number,
        block_hash=event.block_hash,
        transaction_hash=event.transaction_hash,
    )
