# SPDX-License-Identifier: Apache-2.0
"""Accepted reports, rebuilt from what the oracle said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.events import Event, LogError
from regalia.chain.logs import LogReader
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import read_latest
from regalia.oracle.typed_data import SigningDomain, digest


@dataclass(frozen=True)
class Acceptance:
    """A report, who signed it, and where and when (seconds since 1970) the oracle took it. Hashes are ``0x…``."""

    report: RoyaltyReport
    signers: tuple[ChecksumAddress, ...]
    accepted_at: int
    block_number: int
    block_hash: str
    transaction_hash: str


def accepted_reports(events: Iterable[Event], oracle: ChecksumAddress, deal: ChecksumAddress) -> list[Acceptance]:
    """The reports of a deal in the order of their acceptance.

    ``events`` are the oracle's in their order, from before its deal was made; others are passed over. Raises
    ``LogError`` when the opening of the stream is missing: the signer set is told only there.
    """
    found: list[Acceptance] = []
    opened: Event | None = None
    for event in events:
        if event.address != oracle or event.args.get("deal") != deal:
            continue
        if event.name == "StreamOpened":
            opened = event
        elif event.name == "ReportAccepted":
            if opened is None:
                raise LogError(
                    f"the logs begin after the stream of deal {deal} was opened",
                    "Read from the block in which the deal was made.",
                )
            found.append(_acceptance(event, opened))
    return found


def accepted_report(
    web3: Web3, oracle: ChecksumAddress, deal: ChecksumAddress, period: int, from_block: int = 0
) -> Acceptance | None:
    """The accepted report of a period; ``None`` when there is none.

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


def _acceptance(event: Event, opened: Event) -> Acceptance:
    args, attestors = event.args, opened.args["signers"]
    report = RoyaltyReport(
        deal=args["deal"],
        period=args["period"],
        epoch=opened.args["epoch"],
        received=args["received"],
        other_income=args["otherIncome"],
        has_target=args["hasTarget"],
        reserve_target=args["reserveTarget"],
        invoices=args["invoices"],
        evidence_root=args["evidenceRoot"],
    )
    return Acceptance(
        report=report,
        signers=tuple(signer for i, signer in enumerate(attestors) if args["signerSet"] >> i & 1),
        accepted_at=event.timestamp,
        block_number=event.block_number,
        block_hash=event.block_hash,
        transaction_hash=event.transaction_hash,
    )
