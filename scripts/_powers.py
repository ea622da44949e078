# SPDX-License-Identifier: Apache-2.0
"""Commands of the transfer agent's officers. Each names the order it rests on."""

from __future__ import annotations

from typing import Any

import click

from regalia.cli.address import Address
from regalia.cli.whole import MOST_UNITS, Whole
from scripts._command import NetworkCommand
from scripts._desk import Desk, at_desk, transaction, under_order
from scripts._options import holder_option, tranche_option, units_option


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@holder_option
@units_option
def freeze(desk: Desk, order: Any, tranche: str, holder: Any, units: int) -> None:
    """Freeze so many more units of a holder. The account must be a freezer."""
    from regalia.servicing import powers

    desk.send(
        f"Freeze {units:,} more units of {tranche} of {holder}?",
        lambda: powers.freeze(desk.deal, tranche, holder, units, order, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@holder_option
@units_option
def thaw(desk: Desk, order: Any, tranche: str, holder: Any, units: int) -> None:
    """Release so many frozen units of a holder. The account must be a freezer."""
    from regalia.servicing import powers

    desk.send(
        f"Release {units:,} frozen units of {tranche} of {holder}?",
        lambda: powers.thaw(desk.deal, tranche, holder, units, order, desk.signer),
    )


@click.command("freeze-to", cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@holder_option
@click.option("--units", type=Whole("units", 0, MOST_UNITS), required=True, help="Frozen from now on; 0 is none.")
def freeze_to(desk: Desk, order: Any, tranche: str, holder: Any, units: int) -> None:
    """Have so many units of a holder frozen, whatever was before. The account must be a freezer.

    More than the holder has keeps back units that are still to come.
    """
    from regalia.servicing import powers

    desk.send(
        f"Have {units:,} units of {tranche} of {holder} frozen from now on?",
        lambda: powers.freeze_to(desk.deal, tranche, holder, units, order, desk.signer),
    )


@click.command("freeze-wallet", cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@holder_option
def freeze_wallet(desk: Desk, order: Any, tranche: str, holder: Any) -> None:
    """Freeze a wallet in a tranche: it earns on, and moves and claims nothing. The account must be a freezer."""
    from regalia.servicing import powers

    desk.send(
        f"Freeze the wallet {holder} in {tranche}?",
        lambda: powers.freeze_wallet(desk.deal, tranche, holder, order, desk.signer),
    )


@click.command("release-wallet", cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@holder_option
def release_wallet(desk: Desk, order: Any, tranche: str, holder: Any) -> None:
    """End the freeze of a wallet in a tranche. The account must be a freezer."""
    from regalia.servicing import powers

    desk.send(
        f"Release the wallet {holder} in {tranche}?",
        lambda: powers.release_wallet(desk.deal, tranche, holder, order, desk.signer),
    )


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@click.option("--from", "holder", type=Address(), required=True, help="Who loses the units.")
@click.option("--to", "receiver", type=Address(), required=True, help="Who gets them; must be admitted.")
@units_option
@click.option("--income", default="0", help="Unclaimed income that goes along, in whole currency, or `all`.")
def force(desk: Desk, order: Any, tranche: str, holder: Any, receiver: Any, units: int, income: str) -> None:
    """Take units from a holder and give them to another. The account must be an enforcer."""
    from regalia.servicing import powers

    everything = income.lower() == "all"
    carried = powers.ALL_INCOME if everything else desk.amount("--income", income, least=0)
    said = "all unclaimed income" if everything else f"{desk.money(carried)} of unclaimed income"
    desk.send(
        f"Take {units:,} units of {tranche} and {said} from {holder} for {receiver}?",
        lambda: powers.force(desk.deal, tranche, holder, receiver, units, order, desk.signer, carried),
    )


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@click.option("--lost", type=Address(), required=True, help="The lost wallet.")
@click.option("--new", "fresh", type=Address(), required=True, help="Another wallet of the same investor.")
def recover(desk: Desk, order: Any, lost: Any, fresh: Any) -> None:
    """Move everything of a lost wallet, in every tranche of the deal. The account must be a recoverer.

    Bind the new wallet to the investor first (add-wallet), and close the lost one (close-wallet).
    """
    from regalia.chain.passport import Passport
    from regalia.chain.transact import call
    from regalia.servicing import powers

    tranches = powers.tranches_of(desk.deal, lost)
    desk.ask(f"Move everything of {lost} to {fresh}, in {', '.join(tranches) or 'no tranche'}?")
    done = powers.recover(desk.deal, lost, fresh, order, desk.signer)
    moved = {
        part.tranche: f"{part.units:,} units, {desk.money(part.income)} unclaimed, "
        f"transaction {transaction(part.receipt)['transaction']}"
        for part in done
    }
    if not Passport.unpack(call(desk.web3, desk.deal.registry.functions.passportOf(lost))).closed:
        moved["next"] = f"close the lost wallet in the registry: manage close-wallet --wallet {lost}"
    desk.show(moved)


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
def pause(desk: Desk, order: Any, tranche: str) -> None:
    """Pause trading of a tranche. The account must be a pauser."""
    from regalia.servicing import powers

    desk.send(f"Pause {tranche}?", lambda: powers.pause(desk.deal, tranche, order, desk.signer))


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
def resume(desk: Desk, order: Any, tranche: str) -> None:
    """Let trading of a paused tranche go on. The account must be a resumer."""
    from regalia.servicing import powers

    desk.send(f"Resume {tranche}?", lambda: powers.resume(desk.deal, tranche, order, desk.signer))


@click.command(cls=NetworkCommand)
@at_desk
@under_order
@tranche_option
@holder_option
@units_option
def redeem(desk: Desk, order: Any, tranche: str, holder: Any, units: int) -> None:
    """Burn units of a tranche that is repaid; income owed stays owed. The account must be a redeemer."""
    from regalia.servicing import powers

    desk.send(
        f"Burn {units:,} units of {tranche} of {holder}?",
        lambda: powers.redeem(desk.deal, tranche, holder, units, order, desk.signer),
    )


COMMANDS = (freeze, thaw, freeze_to, freeze_wallet, release_wallet, force, recover, pause, resume, redeem)
