# SPDX-License-Identifier: Apache-2.0
"""A deal whose triggers look at facts beside the receipts: they are told on chain, checked, and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from regalia.chain.deployer import contract, deploy_contract
from regalia.chain.devnet import devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.events import Event
from regalia.domain.terms import Terms, load_terms
from regalia.ledger.reading import read_events
from regalia.ledger.replay import replay
from regalia.ledger.verify import verify
from regalia.reports.write import reports_of
from tests.ledger.life import DECEMBER_2023, USD, begin
from tests.ledger.tampering import STRANGER, Change, altered, edited, found_by_replay, plus
from tests.ledger.whole_life import LINE, MAKE_UP, WHOLE, WholeLife, sell

pytestmark = pytest.mark.devnet
POOL_VALUE, LAPSED = (label.encode().ljust(32, b"\0") for label in ("pool-value", "rights-lapsed"))
TRIGGERS: list[dict[str, Any]] = [
    {
        "id": "pool-small",
        "measure": {"kind": "overcollateralisation", "tranches": ["senior"], "breached": "below", "threshold": "120%"},
        "cure": "curable",
        "measured": "before",
        "effect": {"kind": "flag", "flag": "trap-50"},
    },
    {
        "id": "rights-lapsed",
        "measure": {"kind": "rights-share", "status": "lapsed", "breached": "at-least", "threshold": "15%"},
        "cure": "latched",
        "measured": "before",
        "effect": {"kind": "flag", "flag": "trap-50"},
    },
]


def terms() -> Terms:
    return edited(load_terms(WHOLE), lambda data: data["triggers"].extend(TRIGGERS))


@pytest.fixture(scope="module")
def world() -> Iterator[WholeLife]:
    """Two dates: all is well; then the pool is worth less than the notes need. On the second the parent is asked."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        source = deploy_contract(chain.web3, "MockPoolFacts", chain.accounts[0])
        known = contract(chain.web3, "MockPoolFacts", source).functions
        found = WholeLife(begin(chain, terms(), facts=source))
        deal = found.life.record.deal.address
        sell(found)
        report = found.reported(1, 90_000, 1_500)
        with pytest.raises(ContractRevertedError, match="MockPoolFacts_Unknown"):
            found.life.execute(report)
        found.life.send(known.set(deal, POOL_VALUE, 1_500_000 * USD), found.life.anybody)
        found.life.send(known.set(deal, LAPSED, 25_000), found.life.anybody)
        found.life.execute(report)
        found.life.send(known.set(deal, POOL_VALUE, 1_100_000 * USD), found.life.anybody)
        report = found.reported(2, 12_000, 1_000)
        found.pay_demand(MAKE_UP, "parent", report)
        found.life.execute(report)
        yield found


@pytest.fixture(scope="module")
def events(world: WholeLife) -> tuple[Event, ...]:
    return tuple(read_events(world.life.chain.web3, world.life.record))


def test_verify__facts_told_with_each_date__nothing_differs(world: WholeLife) -> None:
    found = verify(world.life.chain.web3, world.life.record, world.life.terms)
    assert found.differences == ()
    assert found.ledger is not None
    assert [done.payment.facts.facts for done in found.ledger.dates] == [
        (1_500_000 * USD, 25_000),
        (1_100_000 * USD, 25_000),
    ]
    active = [done.payment.state.active for done in found.ledger.dates]
    assert [answers[-2:] for answers in active] == [(False, False), (True, False)]


CHANGES: list[tuple[str, Change, str]] = [
    ("a value below the threshold", lambda f: (1_170_000 * USD, f[1]), "pool-small is active"),
    ("a share above the threshold", lambda f: (f[0], 150_000), "rights-lapsed is active"),
    ("one fact missing", lambda f: f[:1], "period 1 (2023Q4): facts: expected 2, found 1"),
    ("one fact too many", lambda f: (*f, 0), "period 1 (2023Q4): facts: expected 2, found 3"),
]


@pytest.mark.parametrize(("change", "named"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_replay__fact_changed__found_by_what_it_would_have_done(
    world: WholeLife, events: tuple[Event, ...], change: Change, named: str
) -> None:
    found = found_by_replay(world.life, altered(events, "FactsTaken", 0, "facts", change))
    assert named in "\n".join(map(str, found))


def test_replay__demand_that_facts_decided__its_sum_and_deadline_are_checked_still(
    world: WholeLife, events: tuple[Event, ...]
) -> None:
    found = found_by_replay(world.life, altered(events, "SupportDemanded", 0, "amount", plus(1)))
    assert "SupportDemanded: demanded in all" in "\n".join(map(str, found))


def test_replay__facts_taken_in_another_transaction__found(world: WholeLife, events: tuple[Event, ...]) -> None:
    chosen = next(event for event in events if event.name == "FactsTaken")
    other = replace(chosen, transaction_hash="0x" + "09" * 32)
    found = found_by_replay(world.life, [other if event is chosen else event for event in events])
    assert "period 1 (2023Q4): facts taken in" in "\n".join(map(str, found))


def test_record__another_source_of_facts__found(world: WholeLife, events: tuple[Event, ...]) -> None:
    record = world.life.record
    assert record.pool_facts is not None
    other = record.model_copy(update={"pool_facts": record.pool_facts.model_copy(update={"address": STRANGER})})
    found = "\n".join(map(str, replay(world.life.terms, other, events).differences))
    assert "record.pool_facts.address: in DealWired" in found
    assert "record.arguments.facts: of the deal file and the record" in found


def test_record__source_of_facts_left_out__found(world: WholeLife, events: tuple[Event, ...]) -> None:
    other = world.life.record.model_copy(update={"pool_facts": None})
    found = "\n".join(map(str, replay(world.life.terms, other, events).differences))
    assert "record.pool_facts.address: in DealWired" in found


def test_reports__facts__on_the_page_and_in_the_data(world: WholeLife, events: tuple[Event, ...]) -> None:
    texts = reports_of(replay(world.life.terms, world.life.record, events).ledger)
    page, data = texts["distribution/2.html"], texts["distribution/2.csv"]
    assert "Looked at beside the receipts report" in page and "1,100,000.00" in page
    assert "fact,pool-value,,value,1100000.000000,USD\r\n" in data
    assert "fact,rights-lapsed,,value,2.5%,\r\n" in data


def test_support__asked_by_the_lens_with_the_facts_of_now__as_much_as_was_drawn(world: WholeLife) -> None:
    assert world.deal.lens.functions.facilityAt(world.deal.deal.address, MAKE_UP).call()[3] == 20_000 * USD
    assert world.deal.lens.functions.facilityAt(world.deal.deal.address, LINE).call()[3] == 0
