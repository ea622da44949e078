# SPDX-License-Identifier: Apache-2.0
"""``regalia oracle serve``: the relay, as a service."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click
from eth_account.signers.local import LocalAccount
from web3 import Web3

from regalia.chain.connection import connect, place
from regalia.chain.record import load_record
from regalia.cli.oracle_serve_parts import Served, ServeError, exchange_at, password_of, served_by
from regalia.oracle.keystore import load_signer
from regalia.relay.database import Binding
from regalia.relay.exchange_source import ExchangeSource
from regalia.relay.fees import GWEI, FeePolicy
from regalia.relay.health import parse_listen, served
from regalia.relay.journal import Journal
from regalia.relay.log import Log
from regalia.relay.loop import Relay
from regalia.relay.nodes import DEPTH, AgreedChain
from regalia.relay.serve import run, stopped_by_signals
from regalia.relay.status import Status


@click.command()
@click.option(
    "--record",
    "records",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="FILE",
    help="Deployment record of a deal whose reports and restatements are brought on chain; once a deal.",
)
@click.option(
    "--rpc",
    "urls",
    multiple=True,
    required=True,
    metavar="URL",
    help="Address of a node; give two of different keepers, and they are compared.",
)
@click.option(
    "--keystore",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Encrypted key that pays for gas. It needs no right at all.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="File with the keystore's password.",
)
@click.option("--exchange", required=True, metavar="DIR|URL", help="Where attestors leave proposals and signatures.")
@click.option(
    "--journal",
    "journal_file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="SQLite file; made when it is not there. One relay a journal.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 10_000),
    default=DEPTH,
    show_default=True,
    metavar="N",
    help="Blocks above a transaction after which it is final.",
)
@click.option(
    "--max-fee",
    type=click.IntRange(1, 1_000_000),
    default=200,
    show_default=True,
    metavar="GWEI",
    help="The most for a unit of gas.",
)
@click.option(
    "--listen",
    default="127.0.0.1:9464",
    show_default=True,
    metavar="ADDRESS:PORT",
    help="Where /health and /metrics are; of the loopback interface.",
)
@click.option(
    "--interval",
    type=click.IntRange(1, 3_600),
    default=4,
    show_default=True,
    metavar="SECONDS",
    help="Between two looks.",
)
@click.option("--once", is_flag=True, help="One pass, then end: 0 when it went well, else 1.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a log line.")
def serve(
    records: Sequence[Path],
    urls: Sequence[str],
    keystore: Path,
    password_file: Path,
    exchange: str,
    journal_file: Path,
    depth: int,
    max_fee: int,
    listen: str,
    interval: int,
    once: bool,
    as_json: bool,
) -> int:
    """Bring signed reports and restatements on chain, exactly once, whatever happens on the way.

    A service: it asks nothing, and starting it is the consent to spend the keystore's ether on gas. It ends on SIGTERM or SIGINT after
    the pass that runs; killed at any moment and started again it goes on from its journal.
    """
    if len(urls) > 2:
        raise ServeError(f"rpc: {len(urls)} nodes are given, one or two are used", "Give --rpc once or twice.")
    host, port = parse_listen(listen)
    what = served_by([load_record(file) for file in records])
    signer = load_signer(keystore, password_of(password_file))
    nodes = [connect(url, what.identity.chain_id, what.identity.genesis) for url in urls]
    log = Log(click.echo, as_json)
    stop = threading.Event()
    with ExitStack() as stack:
        binding = Binding(what.identity.chain_id, what.identity.genesis, what.domain.oracle, signer.address)
        journal = stack.enter_context(Journal(journal_file, binding))
        chain = AgreedChain(what.identity, nodes[0], nodes[1] if len(nodes) > 1 else None, depth)
        source = ExchangeSource(exchange_at(exchange), nodes[0], what.domain, what.deals)
        relay = Relay(
            chain,
            journal,
            signer,
            what.domain,
            what.deals,
            source,
            FeePolicy(ceiling=max_fee * GWEI),
            what.from_block,
            Status(stale_after=max(120, 10 * interval)),
            log,
        )
        bound = stack.enter_context(served(relay.status, host, port))
        _introduce(log, what, signer, urls, nodes, f"http://{host}:{bound}", depth, max_fee)
        stack.enter_context(stopped_by_signals(stop))
        return 0 if run(relay, stop, interval, log, once) else 1


def _introduce(
    log: Log,
    what: Served,
    signer: LocalAccount,
    urls: Sequence[str],
    nodes: Sequence[Web3],
    where: str,
    depth: int,
    max_fee: int,
) -> None:
    log.tell(
        "started",
        f"oracle {what.domain.oracle} on chain {what.identity.chain_id}, {len(what.deals)} deals, as {signer.address}",
    )
    for deal in what.deals:
        log.tell("watching", f"reports and restatements of deal {deal}")
    log.tell("nodes", ", ".join(place(url) for url in urls))
    if len(nodes) == 1:
        log.tell("warning", "one node has nothing to be compared with, and is believed; give a second --rpc")
    log.tell(
        "settings", f"final {depth} blocks deep, at most {max_fee} gwei a unit of gas; {where}/health, {where}/metrics"
    )
