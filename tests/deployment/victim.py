# SPDX-License-Identifier: Apache-2.0
"""A process whose children apply a wish and are killed on the way: ``python -m tests.deployment.victim URL WISH``.

Each line it reads is ``HOW N``, and it answers with ``killed`` or with the child's exit code. ``point``: the child kills itself at the
N-th moment around signing, sending, receipts and files. ``request``: around the N-th request of any kind. ``time``: N milliseconds after
its start. ``never``: it is let finish. Children are forked, so that nothing is imported a hundred times.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3 import HTTPProvider

from regalia.chain.connection import connect
from regalia.deployment.apply import apply_plan, write_found
from regalia.deployment.plan import make_plan
from regalia.deployment.sending import wait_for_pending
from regalia.deployment.wish import load_wish
from tests.deployment.wishes import KEYS

DELICATE = ("eth_sendRawTransaction", "eth_getTransactionReceipt", "eth_estimateGas")


class Countdown:
    """Ends the process at its N-th moment, before or after what it wraps."""

    def __init__(self, moments: int) -> None:
        self._left = moments

    def moment(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, act: Callable[..., Any], of: Callable[..., bool] = lambda *given: True) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            if not of(*given):
                return act(*given, **named)
            self.moment()
            result = act(*given, **named)
            self.moment()
            return result

        return wrapped


class MortalSigner:
    """A key that may not survive its own signature."""

    def __init__(self, key: LocalAccount, countdown: Countdown) -> None:
        self.address, self.sign_transaction = key.address, countdown.around(key.sign_transaction)


def live(url: str, wish: Path, how: str, number: int) -> None:
    countdown = Countdown(number if how in ("point", "request") else 0)
    is_delicate = (lambda provider, method, given: method in DELICATE) if how == "point" else lambda *given: True
    HTTPProvider.make_request = countdown.around(HTTPProvider.make_request, is_delicate)  # type: ignore[method-assign]
    os.fsync, Path.replace = countdown.around(os.fsync), countdown.around(Path.replace)  # type: ignore[method-assign]
    Account.enable_unaudited_hdwallet_features()
    signer = MortalSigner(Account.from_mnemonic(KEYS), countdown)
    wanted, web3 = load_wish(wish), connect(url)
    wait_for_pending(web3, wanted.wish.account, 10)
    plan = make_plan(web3, wanted)
    if plan.missing:
        for _ in apply_plan(plan, signer):
            pass
    else:
        write_found(plan)


def main(url: str, wish: Path) -> None:
    make_plan(connect(url), load_wish(wish))  # what is read and kept here is not read again in every child
    print("ready", flush=True)
    for line in sys.stdin:
        how, number = line.split()
        child = os.fork()
        if child == 0:
            live(url, wish, how, int(number))
            os._exit(0)
        if how == "time":
            time.sleep(int(number) / 1000)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
