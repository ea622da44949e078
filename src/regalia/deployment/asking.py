# SPDX-License-Identifier: Apache-2.0
"""Whatever a node does instead of answering, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from requests.exceptions import RequestException
from web3.exceptions import Web3Exception

from regalia.chain.connection import ChainUnreachableError
from regalia.chain.transact import explained
from regalia.errors import RegaliaError


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Raises ``ChainUnreachableError``, and what ``explained`` does of a refusal."""
    try:
        with explained(what):
            yield
    except RegaliaError:
        raise
    except (RequestException, Web3Exception, ValueError) as error:
        raise ChainUnreachableError(
            f"{what}: the node gave no answer that makes sense ({type(error).__name__})",
            "Run the same command again: it goes on where it was. Or name another node.",
        ) from error
