# SPDX-License-Identifier: Apache-2.0
"""Signs that a text was saved or read in another encoding than its own."""

from __future__ import annotations

import re

_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What the bytes 80 to BF are called in cp1252, and in Latin-1."""
_MOJIBAKE = re.compile(f"[ÂÃ][{_CONTINUATION}]|â€|ï»¿")


def damage_of(text: str) -> str:
    """The broken rule in words, or ""."""
    if text.isascii():
        return ""
    if "\ufffd" in text:
        return "has replacement characters: it was damaged when it was saved in another encoding"
    if "\ufeff" in text:
        return "has a byte order mark inside the text: files were joined, or the mark was written twice"
    if _MOJIBAKE.search(text):
        return "reads like UTF-8 taken for cp1252 (é as Ã©): it was saved again in another encoding, or the map names the wrong one"
    return ""


def fault_of(text: str, most: int) -> str:
    """Why a text can't be a name or a reference, or ""."""
    if damage := damage_of(text):
        return damage
    if len(text) > most:
        return f"has {len(text):,} characters; at most {most} are taken"
    return "" if text.isprintable() else "has characters that can't be printed"
