# SPDX-License-Identifier: Apache-2.0
"""``regalia statements reconcile``: own documents held against the payments into a deal's escrow. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from regalia.cli.oracle_open import (
    PATH,
    OpenedDeal,
    evidence_option,
    json_option,
    open_deal,
    open_exchange,
    record_option,
    rpc_option,
    terms_option,
)
from regalia.cli.oracle_text import leaves_text, listed
from regalia.cli.statements_keep import keep
from regalia.oracle.books import Books
from regalia.oracle.chain_view import ChainView, read_chain
from regalia.oracle.earlier import Earlier, earlier_leaves
from regalia.oracle.evidence_folder import EvidenceFolder
from regalia.oracle.leaf_hash import leaf_order
from regalia.oracle.leaf_text import LeafText
from regalia.oracle.leaf_words import LeafWords
from regalia.oracle.own_receipts import OwnReceipts, invoice_problems, own_receipts
from regalia.oracle.proposing import DocumentsError
from regalia.oracle.ready import proposals_of
from regalia.oracle.receipt_leaf import ReceiptLeaf
from regalia.printing import to_json
from regalia.reconciliation.items_csv import reconciliation_csv
from regalia.reconciliation.model import Reconciliation
from regalia.reconciliation.text import reconciliation_json, reconciliation_text


@dataclass(frozen=True)
class Reconciled:
    """Everything held against everything paid, and what of it the report of ``period`` takes."""

    deal: OpenedDeal
    books: Books
    view: ChainView
    period: int
    result: Reconciliation
    own: OwnReceipts
    notes: tuple[str, ...]


@click.command()
@record_option
@rpc_option
@terms_option
@evidence_option
@click.option("--period", metavar="PERIOD", help="Of which report (238, 2024Q1); the next one when not given.")
@click.option(
    "--exchange", metavar="DIR|URL", help="Where proposals of earlier reports are: what they took is left out."
)
@click.option("--csv", "csv_file", type=PATH, metavar="FILE", help="Write every matched and open item; a new file.")
@json_option
def reconcile(
    record_file: Path,
    rpc: str,
    terms_file: Path | None,
    evidence: Path,
    period: str | None,
    exchange: str | None,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """Reconcile the documents of an evidence folder with the payments into the escrow: what is matched, what stays open and why, what a
    person should look at, and what the next report would take. Nothing is proposed or signed.

    A folder that holds a part only (the bank's, a society's) can be reconciled too: what it does not hold stays open. Exits 1 when
    documents can't be read or contradict each other. In --json, amounts of statements and banks are in 10^-12 of their currency.
    """
    deal = open_deal(record_file, rpc, terms_file)
    done = _reconciled(deal, EvidenceFolder.load(evidence), deal.period_of(period), exchange)
    currency = deal.terms.money
    if csv_file is not None:
        table = reconciliation_csv(done.result, currency.code, currency.decimals)
        keep(csv_file, table.encode(), "--csv")
    click.echo(to_json(_facts(done)) if as_json else _text(done))


def _reconciled(deal: OpenedDeal, folder: EvidenceFolder, period: int | None, exchange: str | None) -> Reconciled:
    """Raises ``DocumentsError`` with every problem and contradiction."""
    view = read_chain(deal.web3, deal.mandate)
    period = period or view.next_period
    books = Books(folder.file, folder.read(view.today), deal.program.schedule, deal.terms.money)
    steps = [deal.program.all_steps[index].label for index in deal.program.invoiced_steps]
    if problems := [*books.documents.problems, *invoice_problems(books, steps)]:
        raise DocumentsError(problems)
    earlier = _earlier(deal, view, period, exchange)
    payments, today = view.payments(), view.today
    result = books.reconcile(books.receipts(today), books.lines(today), payments)
    own = own_receipts(books, period, payments, today, earlier.leaves)
    own = replace(
        own, due=tuple(leaf for leaf in sorted(own.due, key=leaf_order) if leaf.period >= earlier.first_known)
    )
    notes = tuple(_notes(deal, books, earlier))
    return Reconciled(deal, books, view, period, replace(result, flags=own.flags), own, notes)


def _earlier(deal: OpenedDeal, view: ChainView, period: int, exchange: str | None) -> Earlier:
    known = open_exchange(exchange).proposals() if exchange is not None else ()
    ours = proposals_of(known, deal.mandate.domain, deal.mandate.deal.address)
    return earlier_leaves(view.standing, ours, but=period)


def _notes(deal: OpenedDeal, books: Books, earlier: Earlier) -> Iterator[str]:
    yield from books.documents.notes
    if not books.file.is_whole:
        yield "not all statements and bank statements are held here: what the others hold stays open"
    if earlier.unknown:
        names = ", ".join(str(deal.program.schedule.collection_period(period)) for period in earlier.unknown)
        yield f"proposals of {names} are not here (--exchange): what belongs to these or earlier periods counts as reported"


def _text(done: Reconciled) -> str:
    deal, currency = done.deal, done.deal.terms.money
    documents, schedule = done.books.documents, deal.program.schedule
    held = f"{len(documents.statements):,} statements, {len(documents.bank):,} bank statements"
    ids = [licence.id for licence in done.books.file.licences]
    text = LeafText((*ids, *done.own.texts), schedule, currency)
    parts = [
        f"{deal.terms.name}: {held}, {len(done.view.paid):,} payments into the escrow up to {done.view.today}",
        "",
        reconciliation_text(done.result, currency.code, currency.decimals),
        "",
        f"for the report of {schedule.collection_period(done.period)}",
        leaves_text(done.own.due, text),
    ]
    if done.own.later:
        parts += ["", f"for later periods: {len(done.own.later):,} receipts"]
    if done.notes:
        parts += ["", "notes", *listed(done.notes)]
    return "\n".join(parts)


def _facts(done: Reconciled) -> dict[str, object]:
    currency = done.deal.terms.money
    words = {"due": done.own.due, "later": done.own.later}
    return {
        "deal": done.deal.mandate.deal.address,
        "block": done.view.block,
        "period": done.period,
        **reconciliation_json(done.result, currency.code, currency.decimals),
        **{name: [_leaf(leaf) for leaf in leaves] for name, leaves in words.items()},
        "notes": list(done.notes),
    }


def _leaf(leaf: ReceiptLeaf) -> dict[str, object]:
    """As in proposals; the salt is given by whoever proposes."""
    return LeafWords.of(leaf).model_dump(mode="json", exclude={"salt"})
