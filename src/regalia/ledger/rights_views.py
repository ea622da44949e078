# SPDX-License-Identifier: Apache-2.0
"""The rights rebuilt from events against what registry and pool answer themselves at one block."""

from __future__ import annotations

from dataclasses import astuple

from regalia.domain.rights.address import plain
from regalia.domain.rights.day import today_of
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.look import Look
from regalia.domain.rights.right import Right
from regalia.ledger.replay import Replay
from regalia.ledger.view_reader import ViewReader


def compare_rights(reader: ViewReader, replayed: Replay) -> None:
    """How the contracts are wired, the sums of the pool, and every right behind the deal. Raises ``ChainUnreachableError``."""
    record, book = replayed.ledger.record, replayed.run.rights
    if record.rights is None or record.pool_facts is None or book is None:
        return
    registry, pool, deal = record.rights.registry.address, record.pool_facts.address, record.deal.address
    reader.same("record.rights.since", record.rights.since, "IPRegistry", registry, "SINCE")
    reader.same("record.rights.registry", registry, "LegalOracle", record.rights.oracle.address, "REGISTRY")
    if record.rights.valuation_oracle is not None:
        reader.same(
            "record.rights.registry", registry, "ValuationOracle", record.rights.valuation_oracle.address, "REGISTRY"
        )
    reader.same("record.rights.registry", registry, "RightsPool", pool, "REGISTRY")
    reader.same("record.rights.gates", record.rights.gates.address, "RightsPool", pool, "GATES")
    holdings = book.holdings(deal)
    if holdings is None:
        return
    _sums(reader, pool, deal, holdings)
    for held in holdings.rights:
        _right(reader, registry, held.right, book.pool.address)
        pledge = reader.read("RightsPool", pool, "pledgeOf", held.right.id)
        if pledge is not None:
            found = (pledge[0], pledge[1], pledge[2])
            expected = (reader.web3.to_checksum_address(deal), held.pledge.value_at_pledge, held.pledge.licence)
            reader.tally.same("views", "RightsPool.pledgeOf()", f"of {held.right.id.hex()}", expected, found)


def _sums(reader: ViewReader, pool: str, deal: str, holdings: Holdings) -> None:
    """Value and base only while the pool's own are of this day: later they wait for somebody to settle them."""
    told = reader.read("RightsPool", pool, "sumsOf", deal)
    if told is None:
        return
    rights, value, base, next_day, at_closing, replaced = told
    where, today = "RightsPool.sumsOf()", today_of(reader.block["timestamp"])
    reader.tally.same("views", where, "rights", len(holdings.rights), rights)
    reader.tally.money("views", where, "value at closing", holdings.value_at_closing, at_closing)
    reader.tally.money("views", where, "replaced", holdings.replaced, replaced)
    if today <= next_day:
        look = Look(holdings, today)
        reader.tally.money("views", where, "value", look.value, value)
        reader.tally.money("views", where, "pool value", look.base, base)


def _papers(reader: ViewReader, registry: str, right: Right) -> None:
    """Its newest valuation, and every licence as it was granted."""
    given, where = right.valuation, f"of {right.id.hex()}"
    told = reader.read("IPRegistry", registry, "valuationOf", right.id)
    if told is not None and given is not None:
        expected = (plain(given.token), given.amount, plain(given.appraiser), given.day, given.until, int(given.method))
        found = (plain(told[0]), told[1], plain(told[2]), *told[3:])
        reader.tally.same("views", "IPRegistry.valuationOf()", where, expected, found)
    for licence in right.licences:
        answer = reader.read("IPRegistry", registry, "licenceAt", right.id, licence.number)
        if answer is not None:
            words, terminated = answer
            parties = tuple(map(plain, words[:3]))
            told_words = (*parties, words[3], words[4].decode("latin-1"), *words[5:], terminated)
            expected_words = (*astuple(licence.words), licence.end is not None)
            reader.tally.same("views", "IPRegistry.licenceAt()", where, expected_words, told_words)


def _right(reader: ViewReader, registry: str, right: Right, pool: str) -> None:
    told = reader.read("IPRegistry", registry, "factsOf", right.id)
    if told is None:
        return
    entry = right.entry
    expected = (
        int(right.kind),
        int(right.status),
        right.is_final,
        right.disputes,
        len(right.liens_ahead),
        int(right.restrictions),
        entry.jurisdiction.encode("latin-1"),
        entry.priority,
        right.expiry,
        right.renewal_due,
        right.last_effective,
        len(right.steps),
        entry.family,
    )
    reader.tally.same("views", "IPRegistry.factsOf()", f"of {right.id.hex()}", expected, tuple(told))
    _papers(reader, registry, right)
    owners = reader.read("IPRegistry", registry, "ownersOf", right.id)
    if owners is not None:
        shares = {plain(owner): share for owner, share in zip(*owners, strict=True)}
        reader.tally.same("views", "IPRegistry.ownersOf()", f"of {right.id.hex()}", dict(right.shares), shares)
    holder = reader.read("IPRegistry", registry, "poolOf", right.id)
    if holder is not None:
        reader.tally.same("views", "IPRegistry.poolOf()", f"of {right.id.hex()}", pool, plain(holder))
