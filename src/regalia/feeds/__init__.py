# SPDX-License-Identifier: Apache-2.0
"""Files about rights: legal status as offices publish it, valuation reports, portfolios; and what time will bring."""

from regalia.feeds.errors import FeedError
from regalia.feeds.legal_status import read_legal_status
from regalia.feeds.outcomes import Known
from regalia.feeds.portfolio import Portfolio, load_portfolio
from regalia.feeds.proposals import EventProposal, Matter, MatterProposal, Proposal
from regalia.feeds.valuations import ValuationReport, load_valuations
from regalia.feeds.watch import Coming, WatchRow, watch

__all__ = [
    "Coming",
    "EventProposal",
    "FeedError",
    "Known",
    "Matter",
    "MatterProposal",
    "Portfolio",
    "Proposal",
    "ValuationReport",
    "WatchRow",
    "load_portfolio",
    "load_valuations",
    "read_legal_status",
    "watch",
]
