# SPDX-License-Identifier: Apache-2.0
"""The year as a servicer works through it: month by month read, cross-checked, reconciled, and made into the tree of a report.

Run by itself in a process (``python -m bench.year_read FOLDER``), so that nothing else counts; it prints its figures as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import perf_counter

from eth_utils.crypto import keccak

from bench.year_made import PAYERS, RATE_PPM, YEAR
from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.receipt_tree import salted, tree_of
from regalia.reconciliation.contradictions import cross_checks
from regalia.reconciliation.match import open_inputs, reconcile
from regalia.reconciliation.model import EscrowPayment, Licence, MatchedReceipt, Reconciliation
from regalia.reconciliation.plausibility import flags
from regalia.statements.camt053 import read_camt053
from regalia.statements.column_map import load_column_map
from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.ddex_dsr import read_dsr
from regalia.statements.model import BankLine, BankStatement, Statement, StatementReceipt
from regalia.statements.rates import RateBook, read_rates

TODAY = date(YEAR + 1, 3, 1)
Inputs = tuple[list[StatementReceipt], list[BankLine], list[EscrowPayment]]
NOTHING = Reconciliation((), ())
SEED = keccak(text="a year that nobody paid")


@dataclass
class Worked:
    """``result`` of the last month has what is open still; ``roots`` are those of the months' trees."""

    lines: int = 0
    result: Reconciliation = NOTHING
    matched: list[MatchedReceipt] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=list)
    contradictions: int = 0


def read_year(folder: Path, tell: Callable[[str], None] = lambda line: None) -> Worked:
    """All months there are, in order. What stays open goes into the next month."""
    ids = json.loads((folder / "licences.json").read_text())
    licences = {id_: Licence(id_, id_.split("-")[0], RATE_PPM) for id_ in ids}
    rates, worked, history = (
        RateBook(read_rates(folder / "rates.csv", today=TODAY)),
        Worked(),
        defaultdict[str, list[int]](list),
    )

    def rate_of(currency: str, day: date) -> int | None:
        rate = rates.on(currency, day, 31)
        return rate.rate if rate else None

    for bank in sorted(folder.glob("bank-*.xml")):
        period = bank.stem.removeprefix("bank-")
        statements, banks = _statements(folder, period, set(ids)), read_camt053(bank, today=TODAY)
        worked.contradictions += len(cross_checks(statements, banks))
        old, new = open_inputs(worked.result), _inputs(statements, banks, folder / f"escrow-{period}.json")
        result = reconcile(
            [*old[0], *new[0]],
            [*old[1], *new[1]],
            [*old[2], *new[2]],
            licences=licences,
            period_of=lambda text: int(text[5:]),
            currency="USD",
            decimals=6,
            rate_of=rate_of,
            hash_of=lambda text: keccak(text=text),
        )
        worked.result = replace(result, flags=flags(new[0], period=period, licences=licences, history=history))
        for receipt in new[0]:
            history[receipt.licence].append(receipt.net)
        worked.lines += sum(statement.lines for statement in statements)
        worked.matched += result.matched
        worked.roots.append(tree_of(salted(map(leaf_of, result.matched), SEED)).root)
        counts = f"{len(result.matched):,} receipts matched, {len(result.open):,} items open"
        tell(f"{period}: {worked.lines:,} lines read, {counts}, root 0x{worked.roots[-1].hex()[:8]}…")
    return worked


def leaf_of(matched: MatchedReceipt) -> ReceiptLeaf:
    """Without its salt."""
    said = matched.receipt
    return ReceiptLeaf(
        salt=bytes(32),
        kind=LeafKind.ROYALTY,
        licence=matched.payment.licence,
        period=matched.period,
        currency=said.currency,
        gross=said.gross,
        deductions=said.deductions,
        net=said.net,
        rate=matched.rate,
        amount=matched.amount,
        reference=keccak(text=said.reference),
        source=said.source.sha256,
    )


def _statements(folder: Path, period: str, licences: set[str]) -> list[Statement]:
    found: list[Statement] = []
    for payer in PAYERS:
        if (csv := folder / f"{payer}-{period}.csv").exists():
            found.append(read_csv_statement(csv, load_column_map(folder / f"{payer}.yaml"), today=TODAY))
        if (dsr := folder / f"{payer}-{period}.tsv").exists():
            works = {id_: id_ for id_ in licences}
            found.append(read_dsr(dsr, works, today=TODAY, reference="STREAM {licence} {period}"))
    return found


def _inputs(statements: list[Statement], banks: Iterable[BankStatement], escrow: Path) -> Inputs:
    payments = [
        EscrowPayment(keccak(text=licence), keccak(text=reference), amount, date.fromisoformat(day), event, place)
        for licence, reference, amount, day, event, place in json.loads(escrow.read_text())
    ]
    receipts = [receipt for statement in statements for receipt in statement.receipts]
    return receipts, [line for bank in banks for line in bank.lines], payments


def main(folder: Path) -> None:
    """Figures as JSON on standard output, progress on standard error."""
    start = perf_counter()
    worked = read_year(folder, lambda line: print(line, file=sys.stderr, flush=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 10**6
    found = {"lines": worked.lines, "months": len(worked.roots), "matched": len(worked.matched)}
    found |= {"open": len(worked.result.open), "contradictions": worked.contradictions, "peak_mb": peak}
    print(json.dumps(found | {"reading_seconds": round(perf_counter() - start, 1)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
