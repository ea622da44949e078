# SPDX-License-Identifier: Apache-2.0
"""One investor's units of all deals of a chain."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from regalia.api.deal import Account, Deal
from regalia.api.errors import UnknownDealError, UnknownHolderError
from regalia.api.holder_tables import portfolio
from regalia.api.opening import chain_of
from regalia.api.statement import Statement
from regalia.chain.record_folder import named_records
from regalia.chain.typed_address import address_from


class Portfolio:
    """``deals`` are by id, those in which the investor ever had units."""

    def __init__(self, address: str, deals: Mapping[str, Deal]) -> None:
        self.address = address
        self.deals = dict(deals)

    @classmethod
    def open(
        cls,
        folder: str | Path,
        rpc: str,
        address: Account,
        terms: str | Path = "deals",
        db: str | Path | None = None,
    ) -> Self:
        """Of every record in ``folder/<chain id>/``; deal files are those in the folder ``terms``. Raises as ``Deal.open`` does, and
        ``UnknownDealError`` where there is no record.
        """
        wallet, chain_id = address_from(address), chain_of(rpc)
        records = named_records(Path(folder), chain_id)
        if not records:
            raise UnknownDealError(
                f"folder: there is no record in {Path(folder) / str(chain_id)}", "Records are kept by chain id."
            )
        opened = {name: Deal.open(path, rpc, _file(Path(terms), name), db) for name, path in records.items()}
        return cls(wallet, {name: deal for name, deal in opened.items() if _has(deal, wallet)})

    def positions(self) -> pd.DataFrame:
        """A row a position, as ``Deal.portfolio``; amounts of deals in several currencies are not to be added up."""
        return portfolio(row for deal in self.deals.values() for row in deal.portfolio_rows(self.address))

    def statements(self) -> dict[str, Statement]:
        """By deal."""
        return {name: deal.statement(self.address) for name, deal in self.deals.items()}

    def refresh(self) -> Self:
        for deal in self.deals.values():
            deal.refresh()
        return self

    def close(self) -> None:
        for deal in self.deals.values():
            deal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Portfolio of {self.address}: {', '.join(self.deals) or 'no units of any deal'}>"


def _file(folder: Path, name: str) -> Path | None:
    """None lets ``Deal.open`` look beside the record."""
    path = folder / f"{name}.yaml"
    return path if path.is_file() else None


def _has(deal: Deal, wallet: str) -> bool:
    try:
        deal.statement(wallet)
    except UnknownHolderError:
        deal.close()
        return False
    return True
