# SPDX-License-Identifier: Apache-2.0
"""What the commands of ``regalia oracle`` have in common: the options, the deal they are about and the exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from web3 import Web3

from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord, load_record
from regalia.cli.verify import usual_place
from regalia.domain.calendar import CollectionPeriod
from regalia.domain.compile import compile_terms
from regalia.domain.program import Program
from regalia.domain.terms import Terms, load_terms, terms_hash
from regalia.errors import RegaliaError
from regalia.oracle.exchange import DocumentExchange
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.http_exchange import HttpExchange
from regalia.oracle.mandate import Mandate

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)
record_option = click.option(
    "--record", "record_file", type=PATH, required=True, metavar="FILE", help="Deployment record of the deal."
)
rpc_option = click.option("--rpc", required=True, metavar="URL", help="Address of a node of your own.")
terms_option = click.option(
    "--terms", "terms_file", type=PATH, metavar="FILE", help="Deal file; else beside the record, or in deals/."
)
evidence_option = click.option(
    "--evidence", type=PATH, required=True, metavar="DIR", help="Folder of your own documents, with evidence.yaml."
)
exchange_option = click.option(
    "--exchange", required=True, metavar="DIR|URL", help="Where attestors leave proposals and signatures."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class WrongTermsError(RegaliaError, ValueError):
    """The deal file is not the one the deal was made from."""


@dataclass(frozen=True)
class OpenedDeal:
    """A deal, a node of its chain, and what attestors of it are appointed for."""

    record: DeploymentRecord
    terms: Terms
    program: Program
    web3: Web3
    mandate: Mandate

    def period_of(self, text: str | None) -> int | None:
        """The number of a period as typed: 238, or 2024Q1. Raises click's ``BadParameter``."""
        if text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) != len("2024"):
            return int(text[:10])
        try:
            return self.program.schedule.period_of(CollectionPeriod.parse(text))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--period") from None


def open_deal(record_file: Path, rpc: str, terms_file: Path | None) -> OpenedDeal:
    """Raises ``WrongTermsError`` and what reading files and connecting raise."""
    record = load_record(record_file)
    terms = load_terms(terms_file or usual_place(record, record_file))
    found = "0x" + terms_hash(terms).hex()
    if found != record.terms_hash:
        raise WrongTermsError(
            f"terms: the record says hash {record.terms_hash}, the deal file has {found}",
            "Take the deal file the deal was made from: --terms FILE.",
        )
    web3 = connect(rpc, record.chain_id, record.genesis_hash)
    return OpenedDeal(record, terms, compile_terms(terms), web3, Mandate.from_record(record))


def open_exchange(place: str, make: bool = False) -> DocumentExchange:
    """A folder, or an address. Raises ``ExchangeError``."""
    if place.startswith(("http://", "https://")):
        return HttpExchange(place)
    return FolderExchange(Path(place), make)
