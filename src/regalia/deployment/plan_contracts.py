# SPDX-License-Identifier: Apache-2.0
"""Steps that make contracts: the deployment proxy where it is missing, then each piece through it."""

from __future__ import annotations

from collections.abc import Iterator

from eth_typing import ChecksumAddress

from regalia.chain.issuance import PaymentTokenError, check_payment_token
from regalia.deployment import gas, proxy
from regalia.deployment.pieces import Piece
from regalia.deployment.steps import Call, State, Step
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted


def proxy_steps(view: View) -> Iterator[Step]:
    """Raises ``OtherProxyError``."""
    web3 = view.web3

    def there() -> bool:
        return proxy.is_there(web3)

    def missing() -> int:
        return max(proxy.FUNDS - int(web3.eth.get_balance(proxy.FUNDER)), 0)

    if there():
        return
    if lacking := missing():
        call = Call(proxy.FUNDER, value=lacking)
        what = "money for the deployment proxy's transaction"
        yield Step(
            "proxy-money",
            what,
            proxy.FUNDER,
            State.TO_SEND,
            lambda now: call,
            lambda: there() or not missing(),
            gas.TRANSFER,
        )
    yield Step(
        "proxy",
        "deterministic deployment proxy",
        proxy.PROXY,
        State.TO_SEND,
        lambda now: Call(proxy.PROXY),
        there,
        0,
        why="sent as it was signed once for all chains",
        raw=proxy.PRESIGNED,
    )


def named_steps(view: View, wanted: Wanted) -> Iterator[Step]:
    """What the wish says is there already: it is, or nothing that needs it can be had."""
    wish = wanted.wish
    if wish.platform and wish.platform.registry:
        why = "" if view.code(wish.platform.registry) else "no contract is there"
        yield _named("registry", "registry of investors, as named", wish.platform.registry, why)
    for deal in wanted.deals:
        if "payment_token" not in deal.needs:
            why = ""
            try:
                check_payment_token(view.web3, deal.terms, deal.addresses.payment_token)
            except PaymentTokenError as error:
                why = error.message.partition(": ")[2]
            yield _named(f"token:{deal.id}", f"payment token of {deal.id}", deal.addresses.payment_token, why)


def _named(key: str, what: str, address: ChecksumAddress, why: str) -> Step:
    state = State.DIFFERS if why else State.THERE
    return Step(key, what, address, state, lambda now: Call(address), lambda: not why, 0, (), why)


def contract_steps(view: View, wanted: Wanted) -> Iterator[Step]:
    """One for each piece."""
    return (contract_step(view, piece) for piece in wanted.pieces.values())


def contract_step(view: View, piece: Piece) -> Step:
    """It is at its address, or it is made there; what is there and is no longer itself can't be changed."""
    code, call = view.code(piece.address), Call(proxy.PROXY, piece.salt + piece.init_code)
    state, why = State.TO_SEND, ""
    if code:
        ours = piece.artefact.matches(code)
        state, why = (State.THERE, "") if ours else (State.DIFFERS, f"the code there is not that of {piece.name}")
    return Step(
        piece.key,
        piece.name,
        piece.address,
        state,
        lambda now: call,
        lambda: bool(view.web3.eth.get_code(piece.address)),
        gas.of_contract(piece),
        ("proxy", *piece.needs),
        why,
    )
