# SPDX-License-Identifier: Apache-2.0
"""What a notebook may get wrong; what a command may get wrong, too, is from the floors below."""

from __future__ import annotations

from regalia.chain.record_folder import UnknownDealError as UnknownDealError
from regalia.chain.typed_address import NotAnAddressError as NotAnAddressError
from regalia.errors import RegaliaError
from regalia.reports.errors import UnknownHolderError as UnknownHolderError
from regalia.servicing.claims import NothingToClaimError as NothingToClaimError


class DealFileMissingError(RegaliaError, FileNotFoundError):
    """Nobody said which deal file, and it is not where it usually is."""


class RolledBackError(RegaliaError, LookupError):
    """The chain was reorganised, and somebody who follows it has noticed already."""


class NotVerifiedError(RegaliaError, ValueError):
    """What a figure rests on is not what the chain should say."""
