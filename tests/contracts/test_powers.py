# SPDX-License-Identifier: Apache-2.0
"""What officers do to holders by order: each act with its reference and evidence, and bad orders that change nothing."""

from __future__ import annotations

from regalia.domain.transfer_rules import TransferRules
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.powers import order
from tests.support.roles import actor
from tests.support.rules import live_under

SENIOR, SECOND = actor("senior_investor"), actor("senior's second wallet")


def test_recover__the_same_wallet_again__nothing_to_recover_and_the_new_wallet_stays_free(
    platform: Platform, money: Contract
) -> None:
    """What the recovery itself froze is no freeze that goes along."""
    deal = live_under(platform, money, TransferRules(), {"senior_investor": (60,)})
    token = deal.tokens[0]
    platform.add_wallet(SECOND, SENIOR)
    order(platform, "recoverWallet", token, SENIOR, SECOND, SENIOR)
    with refused("TrancheToken_NothingToRecover", lost=SENIOR):
        order(platform, "recoverWallet", token, SENIOR, SECOND, SENIOR)
    assert deal.escrow.read("holdingOf", token.address, SECOND) == (60, 0, False, False)
