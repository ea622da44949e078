# SPDX-License-Identifier: Apache-2.0
"""Reading a question to a board's service: whatever is wrong with it is refused before anything is done."""

from __future__ import annotations

from email.message import Message
from http import HTTPStatus
from io import BufferedIOBase
from urllib.parse import parse_qsl

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, to_checksum_address

from regalia.errors import RegaliaError
from regalia.market.order import Side
from regalia.market.order_file import MOST_BYTES

JSON = "application/json"
_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1"}


class RefusedQuestionError(RegaliaError, ValueError):
    """The question itself is wrong, and how."""

    def __init__(self, status: HTTPStatus, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


def check_host(headers: Message) -> None:
    """A page in somebody's browser could reach the loopback interface under a name of its own."""
    host = (headers.get("Host") or "").rsplit(":", 1)[0]
    if host not in _NAMES:
        raise RefusedQuestionError(
            HTTPStatus.MISDIRECTED_REQUEST, f"host {host!r:.80}: this board is served to this machine only"
        )


def chosen(query: str) -> tuple[ChecksumAddress | None, Side | None]:
    """Tranche and side of ``?tranche=…&side=…``, None where it names none."""
    asked = parse_qsl(query, keep_blank_values=True, max_num_fields=10)
    if unknown := [name for name, _ in asked if name not in ("tranche", "side")]:
        raise _bad(f"{unknown[0]:.40}: is not asked for here; known are tranche and side")
    wanted = dict(asked)
    if len(wanted) != len(asked):
        raise _bad("tranche, side: each is asked for once")
    if "side" in wanted and wanted["side"] not in set(Side):
        raise _bad(f"side: {wanted['side']!r:.40}: must be one of {', '.join(Side)}")
    token = token_of("tranche", wanted["tranche"]) if "tranche" in wanted else None
    return token, Side(wanted["side"]) if "side" in wanted else None


def token_of(field: str, text: str) -> ChecksumAddress:
    if not is_checksum_address(text):
        raise _bad(f"{field}: {text!r:.80}: must be an address in checksum form (EIP-55)")
    return to_checksum_address(text)


def content_of(headers: Message, body: BufferedIOBase) -> bytes:
    """What was sent along, no more of it than an order can be. JSON alone, which a foreign page in a browser can't send unasked."""
    if (headers.get("Content-Type") or "").split(";")[0].strip().lower() != JSON:
        raise RefusedQuestionError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: must be {JSON}")
    told = headers.get("Content-Length") or ""
    if not (told.isascii() and told.isdigit()):
        raise RefusedQuestionError(HTTPStatus.LENGTH_REQUIRED, "Content-Length: must be told")
    if len(told) > len(str(MOST_BYTES)) or int(told) > MOST_BYTES:
        raise RefusedQuestionError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"is larger than {MOST_BYTES:,} bytes")
    content = body.read(int(told))
    if len(content) < int(told):
        raise _bad("the order is cut off")
    return content


def _bad(message: str) -> RefusedQuestionError:
    return RefusedQuestionError(HTTPStatus.BAD_REQUEST, message, "Correct the question.")
