# SPDX-License-Identifier: Apache-2.0
"""What is shared out, and who says so: the quorum, disputes, missing reports and restatements."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.disputes import APPEAL_DAYS, MISSING_GRACE_DAYS, MOST_STRUCK, SUPERVISOR_DAYS, TRUSTEE_DAYS
from regalia.explain.document import Item, Section
from regalia.explain.writer import Writer


def collections(writer: Writer) -> Section:
    items = [Item(tuple(_report(writer)))]
    if writer.terms.oracle.dispute_window_hours:
        items.append(Item(tuple(_dispute(writer)), heading=writer.say("dispute.title")))
    items.append(Item(tuple(_missing(writer)), heading=writer.say("missing.title")))
    return Section("collections", writer.say("title.collections"), tuple(items))


def _report(writer: Writer) -> Iterator[str]:
    yield writer.say("collections")
    yield _quorum(writer)
    if hours := writer.terms.oracle.dispute_window_hours:
        yield writer.language.count("dispute", hours)
    else:
        yield writer.say("dispute.none")


def _quorum(writer: Writer) -> str:
    oracle, weights = writer.terms.oracle, writer.terms.attestor_weights
    if not oracle.weights:
        names = writer.language.all_of([writer.party(attestor) for attestor in weights])
        return writer.say("quorum", threshold=str(oracle.threshold), count=str(len(weights)), names=names)
    names = writer.language.all_of(
        [writer.say("weighed", name=writer.party(attestor), weight=str(weight)) for attestor, weight in weights.items()]
    )
    total = f"{sum(weights.values()):,}"
    return writer.say("quorum.weighed", threshold=str(oracle.threshold), total=total, names=names)


def _dispute(writer: Writer) -> Iterator[str]:
    say, bond = writer.say, writer.terms.oracle.dispute_bond
    yield say("dispute.officers") if bond is None else say("dispute.anybody", amount=writer.money(bond))
    yield say("dispute.trustee", trustee=str(TRUSTEE_DAYS), appeal=str(APPEAL_DAYS))
    if bond is not None:
        yield say("dispute.appeal")
    yield say("dispute.supervisor", supervisor=str(SUPERVISOR_DAYS))
    yield say("dispute.outcome")
    if bond is not None:
        yield say("dispute.bond")
    yield say("dispute.struck", struck=str(MOST_STRUCK))


def _missing(writer: Writer) -> Iterator[str]:
    oracle = writer.terms.oracle
    if oracle.missing_after_days:
        grace = str(MISSING_GRACE_DAYS)
        yield writer.language.count("missing", oracle.missing_after_days, grace=grace)
        yield writer.say("missing.late", grace=grace)
    else:
        yield writer.say("missing.none")
    yield writer.say("restatement")
    yield writer.say("restatement.less")
    if oracle.dispute_window_hours:
        yield writer.say("restatement.dispute")
