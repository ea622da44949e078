# SPDX-License-Identifier: Apache-2.0
"""Messages as the Python side gives them to eth_account to be signed, one of each kind."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regalia.market.typed_data import DeskDomain
from regalia.market.typed_data import typed_data as order_data
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_report import message
from regalia.oracle.typed_data import typed_data
from regalia.oracle.valuation_report import ValuationReport
from regalia.servicing.eligibility import Eligibility, RegistryDomain
from regalia.servicing.eligibility import typed_data as eligibility_data
from tests.market.orders import ORDER
from tests.oracle.stage import REPORT
from tests.oracle.test_restatement import DOMAIN, RESTATEMENT
from tests.oracle.test_type_hashes import EVENTS, VALUATIONS
from tests.support.chain import CHAIN_ID
from tests.support.roles import actor


@functools.cache
def pythons_messages() -> Mapping[tuple[str, str], dict[str, Any]]:
    """By contract and the function that hashes the same."""
    place = actor("verifying contract")
    wallet = actor("wallet")
    eligibility = Eligibility(wallet, actor("investor"), 276, 3, 2**40, 7, 2**41)
    reports = (LegalReport(EVENTS, 1_800_000_000), ValuationReport(VALUATIONS, 1_800_000_000))
    legal, valuation = (message(report, CHAIN_ID, place).typed_data() for report in reports)
    order = replace(ORDER, counterparty=actor("buyer"), venue=actor("venue"), venue_fee=2_500)
    return {
        ("InvestorRegistry", "digestOf"): eligibility_data(eligibility, RegistryDomain(CHAIN_ID, place)),
        ("LegalOracle", "digestOf"): legal,
        ("RoyaltyOracle", "digestOf"): typed_data(REPORT, DOMAIN),
        ("RoyaltyOracle", "restatementDigestOf"): typed_data(RESTATEMENT, DOMAIN),
        ("SettlementDesk", "hashOf"): order_data(order, DeskDomain(CHAIN_ID, place)),
        ("ValuationOracle", "digestOf"): valuation,
    }
