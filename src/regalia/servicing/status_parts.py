# SPDX-License-Identifier: Apache-2.0
"""The parts of a deal's status that only some deals have: facilities, triggers, calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.chain.errors import ContractRevertedError
from regalia.domain.state import State
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.endings import price_of_call
from regalia.servicing.program_words import ProgramWords
from regalia.servicing.support import facility_state
from regalia.servicing.transfer_text import moment


def facility_lines(deal: DealContracts, names: Sequence[str], state: State, period: int | None) -> dict[str, Any]:
    """Of each facility: cash put in and not drawn, what its provider is owed, and what he is still asked for, for the next period."""
    found: dict[str, Any] = {}
    for f, name in enumerate(names):
        facility = facility_state(deal, f)
        asked = facility.outstanding if facility.period == period else 0
        found |= {
            f"facility {name}: provider": facility.provider,
            f"facility {name}: put in": deal.money.format(facility.held),
            f"facility {name}: owed": deal.money.format(state.drawn[f] + state.cost[f]),
            f"facility {name}: asked for": deal.money.format(asked),
            f"facility {name}: to be paid by": moment(facility.deadline) if asked else None,
        }
    return found


def trigger_lines(words: ProgramWords, names: Sequence[str], flags: Sequence[str], state: State) -> dict[str, Any]:
    """Active triggers, the flags they raise, and whether the list after an event of default runs next. Nothing where no trigger is."""
    effects = list(zip(names, words.effects, state.active, strict=False))
    if not effects and not words.accelerates:
        return {}
    up = dict.fromkeys(flags[effect] for _, effect, active in effects if active and effect is not None)
    default = state.defaulted or any(active and effect is None for _, effect, active in effects)
    return {
        "triggers active": ", ".join(name for name, _, active in effects if active) or None,
        "flags up": ", ".join(up) or None,
        "event of default": words.accelerates and default,
    }


def call_lines(deal: DealContracts, words: ProgramWords) -> dict[str, Any]:
    """Of each call: from which day it is open (None: by what is outstanding), and what it costs today (None: it is not open)."""
    found: dict[str, Any] = {}
    for i, terms in enumerate(words.calls):
        found |= {
            f"call {i}: kind": terms.kind.name.lower().replace("_", "-"),
            f"call {i}: open from": terms.since.isoformat() if terms.since else None,
            f"call {i}: price today": _price(deal, i),
        }
    return found


def _price(deal: DealContracts, index: int) -> str | None:
    try:
        return deal.money.format(sum(price_of_call(deal, index)))
    except ContractRevertedError:
        return None
