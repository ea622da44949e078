# SPDX-License-Identifier: Apache-2.0
"""A servicer's desk as docs/receipts.md lays it out: folder, keys and exchange in one place, and the lines of that page."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount

from regalia.chain.record import save_record
from tests.oracle.panel import NAMES, ROYALTIES, Panel
from tests.oracle.papers import Folder, Royalty, whole

PASSWORD = "correct horse battery staple"
GUIDE = Path(__file__).parents[2] / "docs" / "receipts.md"


@dataclass(frozen=True)
class Desk:
    """``place`` is the folder the commands are typed in."""

    panel: Panel
    place: Path
    record: Path

    @classmethod
    def set_up(cls, panel: Panel, place: Path) -> Desk:
        desk = cls(panel, place, save_record(panel.life.record, place / "deployments"))
        desk.hold(ROYALTIES)
        (place / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        for name in NAMES:
            desk.keep_key(name, panel.keys[name])
        desk.keep_key("relay", panel.life.keys[-1])
        return desk

    def keep_key(self, name: str, key: LocalAccount) -> None:
        keystore = Account.encrypt(key.key, PASSWORD, kdf="pbkdf2", iterations=2)
        (self.place / f"{name}.json").write_text(json.dumps(keystore), encoding="utf-8")

    def hold(self, royalties: Sequence[Royalty]) -> Folder:
        """The documents of whoever holds everything."""
        folder = whole(self.place / "evidence", royalties)
        folder.write()
        return folder

    def deal(self, terms: bool = True) -> list[str]:
        named = ["--terms", str(self.panel.terms_file)] if terms else []
        return ["--record", str(self.record), "--rpc", self.panel.life.chain.url, *named]


def lines_of_the_guide() -> list[list[str]]:
    """The words after ``regalia`` of every command, in order, but for those on the demo's chain."""
    text = GUIDE.read_text(encoding="utf-8").partition("## On the demo's chain")[0]
    return [shlex.split(line) for line in re.findall(r"^    regalia (.*)$", text, re.MULTILINE)]
