# SPDX-License-Identifier: Apache-2.0
"""The report of a verification: what was checked, against what, what came of it, and how to do it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from regalia import __version__
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms, terms_hash
from regalia.ledger.comparison import GROUPS
from regalia.ledger.verification import Verification
from regalia.reports.verification_document import Document, Heads, Section, Sentences, Subject, moment
from regalia.reports.verification_figures import figure_sections
from regalia.reports.verification_roles import role_sections

MOST_DIFFERENCES = 100
"""Rows a person reads; the file for programs has all."""
_BELIEVED = (
    "The deal file is the one the investors agreed to: compare its hash with theirs.",
    "The node told the whole chain: a node that leaves out everything of one kind can hide it. Verify with a second node, of "
    "others, to be surer; both reports are then the same.",
    "Documents behind hashes, and reasons behind orders, are not on the chain and were not read.",
)


def verification_document(record: DeploymentRecord, terms: Terms, found: Verification) -> Document:
    """The same for the same chain, block, record and deal file."""
    subject = Subject(record, terms, found)
    return Document(
        title=f"Verification of {terms.name}",
        verdict=verdict(found),
        as_of=f"As of block {found.last_block} ({found.last_block_hash}), {moment(found.last_timestamp)} UTC.",
        notice=terms.notice,
        parts=tuple(_parts(subject)),
    )


def verdict(found: Verification) -> str:
    if found.ok:
        return f"Verified: {found.comparisons:,} comparisons, no difference."
    return f"NOT verified: {len(found.differences):,} of {found.comparisons:,} comparisons differ."


def _parts(subject: Subject) -> Iterator[Section | Sentences]:
    yield from _differences(subject)
    yield _what(subject)
    yield _comparisons(subject)
    yield from figure_sections(subject)
    yield from role_sections(subject)
    yield subject.sources()
    yield Sentences("What is believed all the same", _BELIEVED)
    yield _again(subject)


def _differences(subject: Subject) -> Iterator[Section]:
    found = subject.found
    first = found.first_difference
    if first is None:
        return
    where = "the record and the deal file, before any block" if first.block is None else f"block {first.block}"
    rows = [("read from", where), ("where", first.where), ("what", first.what)]
    rows += [("expected", first.expected), ("found", first.found)]
    if first.transaction is not None:
        rows.append(("transaction", first.transaction))
    yield Section("First difference, in the order of the chain", None, tuple(rows))
    shown = found.differences[:MOST_DIFFERENCES]
    left_off = len(found.differences) - len(shown)
    yield Section(
        "Every difference" if not left_off else f"The first {len(shown)} differences",
        Heads(("block", "where", "what", "expected", "found"), "rllll"),
        tuple(("–" if d.block is None else str(d.block), d.where, d.what, d.expected, d.found) for d in shown),
        f"{left_off:,} more are in the file for programs." if left_off else "",
    )


def _what(subject: Subject) -> Section:
    record, found = subject.record, subject.found
    holders = len({holder.holder for holder in found.holders})
    rows = (
        ("deal", f"{record.deal_id}, {record.deal.address}"),
        ("chain", f"{record.chain_id}, genesis {record.genesis_hash}"),
        ("made in", f"block {record.block_number}, {record.transaction_hash}"),
        ("hash of the deal file", "0x" + terms_hash(subject.terms).hex()),
        ("read", f"blocks {found.first_block} to {found.last_block}, {found.events:,} events"),
        ("last block", f"{found.last_block_hash}, {moment(found.last_timestamp)} UTC"),
        ("recomputed", f"{found.periods:,} payment dates, {holders:,} holders, {found.comparisons:,} comparisons"),
        *_given_away(subject),
        ("Regalia", __version__),
    )
    return Section("What was verified", None, rows)


def _given_away(subject: Subject) -> Iterator[tuple[str, str]]:
    """Where somebody sent cash by a plain transfer."""
    surplus = subject.found.surplus
    for where, amount in (("escrow", surplus.escrow), ("offering", surplus.offering)) if surplus else ():
        if amount > 0:
            yield f"owed to nobody, in the {where}", f"{subject.money(amount)} {subject.terms.money.code}, given away"


def _comparisons(subject: Subject) -> Section:
    found = subject.found
    differ = Counter(difference.group for difference in found.differences)
    rows = []
    for group, what in GROUPS.items():
        span = found.spans.get(group)
        blocks = "–" if span is None else f"{span[0]}" if span[0] == span[1] else f"{span[0]} to {span[1]}"
        rows.append((what, blocks, f"{found.counts.get(group, 0):,}", f"{differ[group]:,}"))
    rows.append(("all of them", "", f"{found.comparisons:,}", f"{len(found.differences):,}"))
    heads = Heads(("compared", "read from blocks", "figures", "differ"), "llrr")
    return Section("Comparisons", heads, tuple(rows))


def _again(subject: Subject) -> Sentences:
    command = f"regalia verify --record FILE --terms FILE --rpc URL --block {subject.found.last_block}"
    return Sentences(
        "How to do it again", (f"{command} gives this report again, to the byte, from any node that keeps old states.",)
    )
