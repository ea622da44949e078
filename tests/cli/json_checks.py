# SPDX-License-Identifier: Apache-2.0
"""Which check each command with ``--json`` has, and why some have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.cli import (
    json_attesting,
    json_bidding,
    json_deploying,
    json_doctoring,
    json_explaining,
    json_instructing,
    json_investing,
    json_offering,
    json_quoting,
    json_reporting,
    json_right_files,
    json_rights,
    json_scripts,
    json_showing,
    json_showing_deal,
    json_showing_log,
    json_showing_people,
    json_showing_rights,
    json_showing_tranche,
    json_sources,
    json_supervising,
    json_trading,
    json_transferring,
    json_verified,
    json_verifying,
    json_voting,
)  # fmt: skip
from tests.cli.json_world import Asked, Stage


@dataclass(frozen=True)
class Check:
    """``compare`` raises ``AssertionError`` with every leaf that is not the chain's."""

    stage: Stage
    compare: Callable[[Asked], None]

    @property
    def name(self) -> str:
        return f"{self.compare.__name__}, {self.stage.name.lower()}"


def at(stage: Stage, *comparing: Callable[[Asked], None]) -> tuple[Check, ...]:
    return tuple(Check(stage, compare) for compare in comparing)


CHECKS: dict[str, tuple[Check, ...]] = {
    "deploy plan": at(Stage.BARE, json_deploying.deploy_plan),
    "deploy apply": at(Stage.BARE, json_deploying.deploy_apply),
    "deploy sources": at(Stage.BARE, json_sources.deploy_sources),
    "statements reconcile": at(Stage.REPORTING, json_reporting.statements_reconcile),
    "oracle propose": at(Stage.REPORTING, json_reporting.propose),
    "oracle attest": at(Stage.REPORTING, json_attesting.attest),
    "oracle show": at(Stage.REPORTING, json_attesting.oracle_show),
    "oracle serve": at(Stage.REPORTING, json_attesting.serve),
    "receipts check": at(Stage.REPORTING, json_attesting.receipts_check),
    "offer show": (*at(Stage.OFFERED, json_offering.offer_show), *at(Stage.CLEARED, json_offering.offer_show)),
    "offer close": at(Stage.OFFERED, json_bidding.offer_close),
    "offer take-up": at(Stage.CLEARED, json_bidding.take_up),
    "offer move-bid": at(Stage.OFFERED, json_bidding.move_bid),
    "subscribe": at(Stage.OFFERED, json_bidding.subscribe),
    "refund": at(Stage.CLEARED, json_bidding.refund),
    "explain-transfer": at(Stage.TRADED, json_transferring.explain_transfer),
    "trade sign": at(Stage.TRADED, json_trading.trade_sign),
    "trade check": at(Stage.TRADED, json_trading.trade_check),
    "trade board": at(Stage.PAID, json_trading.trade_board),
    "trade fill": at(Stage.TRADED, json_trading.trade_fill),
    "trade cancel": at(Stage.TRADED, json_trading.trade_cancel, json_instructing.trade_cancel),
    "trade cancel-all": at(Stage.TRADED, json_trading.trade_cancel_all),
    "trade instruct": at(Stage.TRADED, json_instructing.trade_instruct),
    "trade pay-in": at(Stage.TRADED, json_instructing.trade_pay_in),
    "trade settle": at(Stage.TRADED, json_instructing.trade_settle),
    "trade take-back": at(Stage.TRADED, json_instructing.trade_take_back),
    "quote": (*at(Stage.TRADED, json_quoting.quote_before_income), *at(Stage.PAID, json_quoting.quote_between_dates)),
    "verify": at(Stage.PAID, json_verifying.verify, json_verified.verify_file),
    "report supervisor": (
        *at(Stage.PAID, json_supervising.of_market),
        *at(Stage.PLEDGED, json_supervising.on_rights),
    ),
    "index": at(Stage.PAID, json_verifying.index),
    "doctor": at(Stage.PAID, json_doctoring.doctor),
    "explain": at(Stage.PAID, json_explaining.explain),
    "invest portfolio": at(Stage.PAID, json_investing.portfolio),
    "invest statement": at(Stage.PAID, json_investing.statement),
    "invest history": at(Stage.PAID, json_investing.history),
    "invest yield": at(Stage.PAID, json_investing.yields),
    "invest claim": at(Stage.PAID, json_investing.claim),
    "show overview": at(Stage.PAID, json_showing.overview),
    "show deal": at(Stage.PAID, json_showing_deal.deal),
    "show date": at(Stage.PAID, json_showing_deal.date),
    "show coverage": at(Stage.PAID, json_showing.coverage),
    "show receipts": at(Stage.PAID, json_showing.receipts),
    "show pool": (*at(Stage.PAID, json_showing.pool), *at(Stage.PLEDGED, json_showing_rights.pool_of_rights)),
    "show tranche": at(Stage.PAID, json_showing_tranche.tranche),
    "show investor": at(Stage.PAID, json_showing_people.investor),
    "show supervisor": at(Stage.PAID, json_showing_people.supervisor),
    "show log": at(Stage.PAID, json_showing_log.log),
    "vote convene": at(Stage.PAID, json_voting.vote_convene),
    "vote show": at(Stage.CONVENED, json_voting.vote_show),
    "vote cast": at(Stage.CONVENED, json_voting.vote_cast),
    "vote sign": at(Stage.CONVENED, json_voting.vote_sign),
    "vote hand-in": at(Stage.CONVENED, json_voting.vote_hand_in),
    "vote excuse": at(Stage.CONVENED, json_voting.vote_excuse),
    "vote carry-out": at(Stage.CONVENED, json_voting.vote_carry_out),
    "ip show": at(Stage.PLEDGED, json_rights.ip_show),
    "ip watch": at(Stage.PLEDGED, json_right_files.ip_watch),
    "ip read": at(Stage.PLEDGED, json_right_files.ip_read),
}
SCRIPTS: dict[str, tuple[Check, ...]] = {
    "manage status": at(Stage.PAID, json_scripts.manage_status),
    "supervise officers": at(Stage.PAID, json_scripts.supervise_officers),
}
"""Commands of ``ape run`` that only read; those that act show no more than their transaction."""
OF_FILES = "it reads files, and no chain"
SILENT: dict[str, str] = {
    "terms check": OF_FILES,
    "run": OF_FILES,
    "project": OF_FILES,
    "stress": OF_FILES,
    "statements read": OF_FILES,
    "statements fetch": "it asks a payer's API, and no chain",
    "ip check-portfolio": OF_FILES,
    "ip check-valuations": OF_FILES,
    "receipts prove": "it takes a proposal apart; `receipts check` holds what comes of it against the chain",
    "demo-regulator": "its chains end with it: tests/e2e/regulator has its figures, and its own stranger verifies each deal",
    "demo": "its chain ends with it: tests/e2e has its figures, and its own stranger verifies each deal",
}
"""Why a command is not compared."""
