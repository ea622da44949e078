# SPDX-License-Identifier: Apache-2.0
"""A way to a node that asks again when a question was not answered. What changes the chain is handed over once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from requests import Session
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import NewConnectionError
from web3 import HTTPProvider
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.asking import NodeBusyError, Patience, TooLargeError, patiently, says_busy
from regalia.chain.node_errors import ChainUnreachableError

WAITING = Patience(silent=(0.1, 0.25, 0.5, 1.0, 2.0))
"""For whoever sits before the screen: a public node that fails one question in five is hardly noticed."""
_READS = ("eth_get", "eth_call", "eth_estimateGas", "eth_chainId", "eth_blockNumber", "eth_gasPrice", "eth_feeHistory")
_MORE_READS = ("eth_maxPriorityFeePerGas", "eth_syncing", "eth_accounts", "net_", "web3_")


class PatientProvider(HTTPProvider):
    """``hasty`` asks once, for those who have patience of their own. ``chain_id`` is what was found when it was connected."""

    def __init__(self, url: str, timeout: float, patience: Patience) -> None:
        super().__init__(url, request_kwargs={"timeout": timeout}, exception_retry_configuration=None)
        self.hasty = HTTPProvider(
            url, request_kwargs={"timeout": timeout}, session=_session(url), exception_retry_configuration=None
        )
        self.patience = patience
        self.chain_id: int | None = None

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Raises and answers as an ``HTTPProvider`` does, after the last pause."""
        if not method.startswith((*_READS, *_MORE_READS)):
            return self.hasty.make_request(method, params)
        try:
            return patiently(lambda: self._once(method, params), self.patience)
        except _SaidBusyError as error:
            return error.answer
        except (ChainUnreachableError, TooLargeError) as error:
            raise error.__cause__ or error from None

    def _once(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        try:
            answer = self.hasty.make_request(method, params)
        except RequestsConnectionError as error:
            if _nobody_listens(error):  # nor will anybody in a second
                raise ChainUnreachableError(str(error)) from error
            raise
        if isinstance(answer, dict) and says_busy(answer):
            raise _SaidBusyError(answer)
        return answer


def _session(url: str) -> Session | None:
    """To this machine no proxy leads, and looking for one takes as long as many an answer."""
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        return None
    session = Session()
    session.trust_env = False
    return session


class _SaidBusyError(NodeBusyError):
    """In an answer, not by the status of HTTP."""

    def __init__(self, answer: RPCResponse) -> None:
        super().__init__("busy")
        self.answer = answer


def _nobody_listens(error: RequestsConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, ConnectTimeout) or isinstance(reason, NewConnectionError)
