# SPDX-License-Identifier: Apache-2.0
"""What a supervisor sees of lives with orders, disputes and rights, held against a full replay of the same events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from regalia.chain.events import Event
from regalia.ledger.powers_model import Act, Power
from regalia.ledger.replay import replay
from regalia.views.supervisor import SupervisorView, supervisor_view
from tests.index.lives import Lived
from tests.web.lived_site import lived_site, once

USD = 10**6
DAY = 24 * 3600


def seen(folder: Path, life: Lived) -> SupervisorView:
    with lived_site(folder, life).all_now() as all_now:
        return supervisor_view(all_now)


def until(life: Lived, name: str, reference: str) -> Lived:
    """What was said before the act of that order."""
    word = reference.encode().ljust(32, b"\0")
    stop = next(e for e in life.events if e.name == name and e.args.get("ref") == word)
    return replace(life, events=tuple(e for e in life.events if e.block_number < stop.block_number))


def edited(life: Lived, name: str, changes: Iterable[dict[str, object]]) -> Lived:
    """The events of that name with other arguments, the first of them by the first change."""
    left = iter(changes)

    def of(event: Event) -> Event:
        change = next(left, None) if event.name == name else None
        return replace(event, args=dict(event.args) | change) if change else event

    return replace(life, events=tuple(map(of, life.events)))


def test_acts__of_the_transfer_agent__are_those_of_the_replay(tmp_path: Path) -> None:
    life = once("ordered")
    acts = replay(life.terms, life.record, life.events).ledger.acts
    view = seen(tmp_path, life)
    assert view.acts_in_all == len(acts) == len(view.acts) > 20
    for act, line in zip(reversed(acts), view.acts, strict=True):
        assert (line.act, line.tranche, line.order.reference, line.order.by, line.at.block) == _words(act)
        assert (line.holder, line.to) == (act.holder or "", act.other or "")
        counted = act.power not in (Power.FREEZE_WALLET, Power.RELEASE_WALLET, Power.PAUSE, Power.RESUME)
        assert line.units == (act.units if counted else None)
        assert line.income == (Decimal(act.income).scaleb(-6) if act.power is Power.FORCE else None)


def _words(act: Act) -> tuple[str, str, str, str, int]:
    return act.power.value, act.tranche, act.order.name, act.order.by, act.place.block_number


def test_halts__in_force_over_and_lifted__are_told_apart(tmp_path: Path) -> None:
    view = seen(tmp_path, once("ordered"))
    halts = {halt.order.reference: halt for halt in view.halts}
    assert {name: (halt.scope, halt.state) for name, halt in halts.items()} == {
        "authority 7": ("holder", "over"),
        "authority 8": ("tranche", "lifted"),
        "authority 9": ("deal", "over"),
        "authority 11": ("holder", "in-force"),
    }
    lifted = halts["authority 8"].lifted_by
    assert lifted is not None and lifted.reference == "authority 8 lifted"
    assert halts["authority 11"].reason == "inquiry" and view.halts[0] is halts["authority 11"]
    now = view.deals[0].as_of.time
    assert halts["authority 11"].seconds_left == halts["authority 11"].until - now + 1 > 29 * DAY
    assert halts["authority 9"].seconds_left == 0


def test_frozen_units__thawed_in_part_by_forced_transfers__rest_on_what_froze_them(tmp_path: Path) -> None:
    view = seen(tmp_path, until(once("ordered"), "UnitsFrozen", "court 6/24"))
    (line,) = view.frozen
    assert line.order is not None
    assert (line.kind, line.units, line.act, line.order.reference) == ("units", 40, "units frozen", "court 1/24")


def test_frozen_units__recovered_to_another_wallet__rest_on_the_order_against_the_lost_one(tmp_path: Path) -> None:
    view = seen(tmp_path, until(once("ordered"), "UnitsFrozen", "court 6/24 lifted"))
    orders = {
        (line.kind, line.tranche): line.order.reference for line in view.frozen if line.order and line.units != 40
    }
    assert orders == {
        ("units", "senior"): "court 6/24",
        ("wallet", "senior"): "request 9",
        ("wallet", "mezzanine"): "request 9",
    }
    frozen = next(line for line in view.attention if line.what == "frozen")
    assert frozen.count == view.frozen_in_all == len(view.frozen) == 4


def test_trading__paused_and_not_resumed__is_told_with_its_order(tmp_path: Path) -> None:
    view = seen(tmp_path, until(once("ordered"), "TradingResumed", "notice 3 lifted"))
    assert [(line.tranche, line.order.reference) for line in view.paused] == [("mezzanine", "notice 3")]
    assert "paused" in {line.what for line in view.attention}


def test_disputes__open_and_settled__have_their_stage_and_outcome(tmp_path: Path) -> None:
    view = seen(tmp_path, once("oracle"))
    found = [(line.number, line.period, line.stage, line.decision, line.outcome) for line in view.disputes]
    assert found == [
        (0, 9, "appealable", "strike", ""),
        (5, 8, "due", "", ""),
        (4, 7, "settled", "strike", "strike"),
        (0, 2, "settled", "stands", "stands"),
        (0, 1, "settled", "strike", "strike"),
    ]
    opened = view.disputes[0]
    assert opened.decided is not None and opened.stage_until == opened.decided.time + 3 * DAY
    assert opened.bond == Decimal("1000") and view.disputes[1].bond == 0
    assert view.disputes[3].appeal_bond == Decimal("1000")


def test_attestors__who_signed_twice_or_what_was_struck__are_counted(tmp_path: Path) -> None:
    life = once("oracle")
    view = seen(tmp_path, life)
    shown = replay(life.terms, life.record, life.events).ledger.stream.double_signings
    assert [line.signer for line in view.double_signings] == [told.signer for told in shown]
    by = {line.attestor: line for line in view.attestors}
    culprit = by[shown[0].signer]
    assert (culprit.in_office, culprit.double_signings, culprit.struck, culprit.upheld) == (False, 1, 1, 1)
    assert (culprit.first_epoch, culprit.last_epoch, culprit.signed) == (1, 4, 4)
    busiest = max(view.attestors, key=lambda line: line.signed)
    assert (busiest.signed, busiest.restatements, busiest.late, busiest.missed) == (9, 6, 1, 2)
    assert (busiest.disputes_open, busiest.struck, busiest.upheld) == (2, 2, 1)
    accepted = sum(event.name in ("ReportAccepted", "RestatementAccepted") for event in life.events)
    assert busiest.signed + busiest.restatements + busiest.without == accepted == 15


def test_restatements__taken_disputed_and_struck__say_which(tmp_path: Path) -> None:
    view = seen(tmp_path, once("oracle"))
    assert [line.state for line in view.restatements] == ["final", "disputed", "struck", "taken", "taken", "taken"]
    assert (view.restatements[4].received, view.restatements[4].other_income) == (Decimal("-400000"), Decimal(0))


def test_title__of_rights_that_back_the_deal__is_told_without_what_is_ordinary(tmp_path: Path) -> None:
    view = seen(tmp_path, once("patents"))
    told = {(line.event, line.level) for line in view.title_events}
    assert {("invalidated", "bad"), ("appeal-won", "good"), ("lien", "bad"), ("transferred", "")} <= told
    assert {("licence-ended", "bad"), ("lost", "bad"), ("substituted", ""), ("repurchased", "")} <= told
    assert not {"granted", "filed"} & {event for event, _ in told}
    first = next(line for line in view.title_events if line.event == "invalidated")
    assert first.day is not None and first.day.isoformat() == "2025-07-03" and len(first.document) == 66


def test_concentration__at_the_limit_and_a_millionth_of_a_dollar_above__is_flagged_only_above(tmp_path: Path) -> None:
    small, rest = "0x" + "5" * 40, "0x" + "6" * 40
    others: list[dict[str, object]] = [{"payer": rest, "amount": n} for n in (850_000, 0, 0)]
    for more, flagged in ((0, False), (1, True)):
        amounts = [{"payer": small, "amount": 150_000 + more}, *others]
        folder = tmp_path / str(more)
        folder.mkdir()
        lines = {x.who: x for x in seen(folder, edited(once("ordered"), "RoyaltyPaid", amounts)).concentrations}
        assert (lines[small].flagged, lines[rest].flagged) == (flagged, True)
    assert lines[small].share == Decimal("0.150001")  # rounded up


def test_concentration__of_rights__is_by_licensee_owner_and_group(tmp_path: Path) -> None:
    lines = seen(tmp_path, once("patents")).concentrations
    assert {line.basis for line in lines} == {"payers", "licensees", "owners", "groups"}
    for basis in ("licensees", "owners", "groups"):
        own = [line for line in lines if line.basis == basis]
        assert own == sorted(own, key=lambda line: -line.amount) and len({line.whole for line in own}) == 1
        assert all(line.flagged == (line.amount / line.whole > line.limit) for line in own)


def test_difference__between_chain_and_engine__comes_first(tmp_path: Path) -> None:
    view = seen(tmp_path, edited(once("ordered"), "PaymentDateExecuted", [{"available": 7 * USD}]))
    assert view.attention[0].what == "differs" and view.attention[0].level == "bad"
    assert view.attention[0].count == len(view.differences) > 0
    assert view.differences[0].transaction.startswith("0x")


def test_deals__of_different_terms__are_side_by_side(tmp_path: Path) -> None:
    with lived_site(tmp_path, once("ordered"), once("patents")).all_now() as all_now:
        view = supervisor_view(all_now)
    assert [deal.id for deal in view.deals] == ["mills-notes", "patents"]
    assert view.as_of is not None and view.as_of.block == min(deal.as_of.block for deal in view.deals)
    cash = {account.id: account.amount for account in view.deals[1].accounts}
    assert cash == {"reserve": Decimal("118257.5"), "trap": Decimal("1078106.875")}
    assert {line.deal for line in view.halts} == {"mills-notes"}
    assert {line.deal for line in view.title_events} == {"patents"}
    assert {(line.office, line.known) for line in view.offices} >= {
        ("supervisor", "acted"),
        ("rights-registrar", "appointed"),
    }


def test_view__of_no_deal__is_empty() -> None:
    view = supervisor_view(())
    assert view.as_of is None and not view.attention and not view.deals
