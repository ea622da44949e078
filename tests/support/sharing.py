# SPDX-License-Identifier: Apache-2.0
"""How several processes share the tests: what is made once for a folder is made by one of them, and what takes longest begins first.

Otherwise one process goes on alone at the end, with the long file that nobody had begun.
"""

from __future__ import annotations

from typing import Any

TOGETHER = (
    "tests/api",
    "tests/e2e",
    "tests/install",
    "tests/ledger",
    "tests/notebooks",
    "tests/reports",
    "tests/servicing",
)
"""Folders whose tests share a run of the demo, an environment, or a deal that was played from beginning to end."""
ALONE = ("tests/e2e/regulator/",)
"""Below one of those, and yet each file by itself."""
SECONDS = {
    "tests/differential/test_waterfall_mirror.py": 90,
    "tests/ledger": 110,
    "tests/chain/test_artefacts.py": 85,
    "tests/web/browser/test_pages.py": 85,
    "tests/web/browser/test_wallet.py": 60,
    "tests/e2e": 60,
    "tests/relay/test_faults.py": 50,
    "tests/e2e/regulator/test_unattended.py": 50,
    "tests/e2e/regulator/test_alone.py": 50,
    "tests/index/test_kills.py": 40,
    "tests/invariants/test_every_order.py": 32,
    "tests/invariants/test_machine.py": 30,
    "tests/install": 30,
    "tests/deployment/test_kills.py": 30,
    "tests/invariants/test_random_sequence.py": 20,
}
"""What takes longest, by about how much: a file, or one of these folders. The order of the rest hardly matters."""


def share_of(test: str) -> str:
    """What a test is done together with, by one process."""
    file = test.partition("::")[0]
    if file.startswith(ALONE):
        return file
    return next((folder for folder in TOGETHER if file.startswith(folder + "/")), file)


def longest_first(items: list[Any]) -> None:
    items.sort(key=lambda item: -SECONDS.get(share_of(item.nodeid), 0))


def scheduler(config: Any, log: Any) -> Any:
    """That of ``--dist loadfile``, by these shares and in the order in which they were collected; another way to share stays as it is."""
    if config.option.dist != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    config.option.loadscopereorder = False
    made = LoadFileScheduling(config, log)
    made._split_scope = share_of
    return made
