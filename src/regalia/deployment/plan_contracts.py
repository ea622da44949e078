# SPDX-License-Identifier: Apache-2.0
"""Steps that make contracts: the deployment proxy where it is missing, then each piece through it."""

from __future__ import annotations

from collections.abc import Iterator

from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.chain.issuance import PaymentTokenError, check_payment_token
from regalia.chain.many_calls import Question, ask_many
from regalia.deployment import gas, proxy
from regalia.deployment.pieces import Piece
from regalia.deployment.steps import Call, State, Step
from regalia.deployment.view import View
from regalia.deployment.wish import Wanted

_OF_A_REGISTRY = (
    ("particulars(address,address)", 2, bytes(64)),
    ("passportOf(address)", 1, bytes(32)),
    ("isVerified(address)", 1, bytes(32)),
    ("contains(address)", 1, bytes(32)),
    ("identity(address)", 1, bytes(32)),
    ("investorCountry(address)", 1, bytes(32)),
    ("walletsOf(address)", 1, (32).to_bytes(32, "big") + bytes(32)),
)
"""What a registry is asked, how many addresses it is told, and what it answers of the zero address."""


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
        registry = wish.platform.registry
        yield _named("registry", "registry of investors, as named", registry, _not_a_registry(view, registry))
    for deal in wanted.deals:
        if "payment_token" not in deal.needs:
            why = ""
            try:
                check_payment_token(view.web3, deal.terms, deal.addresses.payment_token)
            except PaymentTokenError as error:
                why = error.message.partition(": ")[2]
            yield _named(f"token:{deal.id}", f"payment token of {deal.id}", deal.addresses.payment_token, why)


def _not_a_registry(view: View, address: ChecksumAddress) -> str:
    """Why it is none (``IEligibility``): it must answer what tokens ask, and of the zero address that it is no investor's."""
    if not view.code(address):
        return "no contract is there"
    nobody = bytes(32)
    questions = [Question(address, keccak(text=name)[:4] + nobody * takes) for name, takes, _ in _OF_A_REGISTRY]
    for (name, _, right), answer in zip(_OF_A_REGISTRY, ask_many(view.web3, questions), strict=True):
        if answer != right:
            return f"does not answer {name} as a registry of investors does (IEligibility)"
    return ""


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
