# SPDX-License-Identifier: Apache-2.0
"""Two hundred deals on one chain: a relay's round over them, an index that follows them, their pages under load."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import process_time

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import save_record
from regalia.relay.source import write_document
from tests.ledger.life import DECEMBER_2023
from tests.load.apart import apart, beside
from tests.load.deals import ACCOUNTS, Made, execute_all, make_deals, signed_reports
from tests.load.following import following
from tests.load.looking import looked, serving
from tests.load.memory import resident_mb
from tests.load.progress import tell
from tests.load.relaying import RELAYER, relaying
from tests.support.postgres import binaries, postgres

Figures = dict[str, dict[str, float]]


def chain_of_deals(count: int, seconds: float) -> Figures:
    """``seconds`` of load on a chain that stands still, and as many on one that grows."""
    found: Figures = {}
    with devnet(timestamp=DECEMBER_2023, accounts=ACCOUNTS) as chain, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell(f"making {count} deals …")
        start = process_time()
        made = make_deals(chain, count)
        found["deals made"] = {"deals": count, "seconds": round(process_time() - start, 1)}
        for life in made.lives:
            records = save_record(life.record, folder / "records").parent
        tell("a relay brings a report of each on chain …")
        found["relay"] = _relay(made, folder)
        found["node"] = {"memory_mb": resident_mb(chain.process.pid), "blocks": chain.web3.eth.block_number}
        database = f"sqlite:///{folder}/index.db"
        tell("an index follows them, in SQLite …")
        found["index, SQLite"] = apart(following, chain.url, records, database)
        if binaries() is not None:
            tell("and in PostgreSQL …")
            with postgres() as server:
                found["index, PostgreSQL"] = apart(following, chain.url, records, server.database())
        found |= _pages(chain, made, records, database, folder, seconds)
    return found


def _relay(made: Made, folder: Path) -> dict[str, float]:
    chain, documents = made.chain, folder / "documents"
    documents.mkdir()
    reports = list(signed_reports(made))
    for report in reports:
        write_document(documents, report)
    chain.ask("anvil_setBalance", RELAYER.address, hex(10**21))
    genesis = made.lives[0].record.genesis_hash
    deals = [life.deal.deal.address for life in made.lives]
    first = min(life.record.block_number for life in made.lives)
    work = (chain.url, chain.chain_id, genesis, made.domain.oracle, deals, first, documents, folder / "journal.sqlite")
    found = apart(relaying, *work)
    execute_all(made, reports)
    return found


def _pages(chain: Devnet, made: Made, records: Path, database: str, folder: Path, seconds: float) -> Figures:
    notes = made.lives[4].terms.id if len(made.lives) > 4 else made.lives[0].terms.id
    holder = made.lives[0].investors[0]
    deal = f"/en/deals/{notes}"
    paths = ["/en/", deal, f"{deal}/terms", f"{deal}/dates", f"{deal}/receipts", f"{deal}/pool"]
    paths += [f"/en/investor/{holder}", "/en/supervisor", "/en/supervisor/log", "/zh/"]
    with ExitStack() as stack:
        tell("a server of pages reads them …")
        server = stack.enter_context(beside(serving, chain.url, records, database, folder / "board"))
        tell(f"four clients look for {seconds:.0f} seconds …")
        quiet = looked(server.answer, paths, seconds, server.process, lambda: None)
        tell(f"and for {seconds:.0f} seconds while the chain grows …")
        growing = looked(server.answer, paths, seconds, server.process, chain.mine)
    return {"pages, a chain that stands still": quiet, "pages, a chain that grows": growing}
