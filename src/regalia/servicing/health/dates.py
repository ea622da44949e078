# SPDX-License-Identifier: Apache-2.0
"""The next payment date, the providers it asks, and the end of the deal."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import DAY, Look
from regalia.servicing.health.reports import LATE_DAYS
from regalia.servicing.support import facility_state, support_needed
from regalia.servicing.transfer_text import moment

_OVER = {
    "lapsed": "the sale lapsed: there are no payment dates",
    "concluded": "the deal is concluded: there are no payment dates any more",
}


def look_at_dates(look: Look) -> Iterator[Finding]:
    if look.status != "live":
        yield look.well("dates.next", _OVER.get(look.status, "payment dates begin when the sale is closed"))
        return
    yield _next(look)
    yield from _providers(look)
    if look.refusal(look.deal.deal.functions.conclude()) is None:
        yield look.odd("dates.end", "the deal is over", "Wind it up: what is in hand is paid out.", "conclude")


def _next(look: Look) -> Finding:
    check, named = "dates.next", f"period {look.period}"
    if look.now < look.scheduled:
        return look.well(check, f"{named} is paid from {moment(look.scheduled)} on")
    found = f"{named} is due since {moment(look.scheduled)}"
    if look.report is None:
        return look.odd(check, f"{found}; it waits for a final report", "See reports.next.")
    refused = look.refusal(look.deal.deal.functions.execute(look.report.as_tuple()))
    if refused:
        return look.odd(check, f"{found}; executing is refused now: {refused.message}", refused.hint)
    tell = look.broken if look.now > max(look.scheduled, look.latest.final_at) + LATE_DAYS * DAY else look.odd
    return tell(check, f"{found}, and its report is final", "Execute it. Anybody may.", "execute")


def _providers(look: Look) -> Iterator[Finding]:
    report = look.report
    refused = report is not None and look.refusal(look.deal.deal.functions.execute(report.as_tuple())) is not None
    needed = support_needed(look.deal, report.as_tuple()) if report is not None and refused else ()
    for number in range(look.words.facilities):
        state, check = facility_state(look.deal, number), f"dates.facility-{number}"
        asked = state.period == look.period
        if asked and state.outstanding and look.now <= state.deadline:
            found = f"{state.provider} is asked for {look.money(state.outstanding)} until {moment(state.deadline)}"
            yield look.odd(check, found, "The provider pays.", "pay-support", facility=number)
        elif asked and state.outstanding:
            found = f"{state.provider} did not pay {look.money(state.outstanding)} until {moment(state.deadline)}"
            yield look.odd(check, found, "The payment date goes on without it; the deal file says what follows.")
        elif report is not None and number < len(needed) and needed[number] and not asked:
            yield _to_be_asked(look, number, needed[number], report.as_tuple())
        else:
            yield look.well(check, f"{state.provider} is asked for nothing, and has {look.money(state.held)} in")


def _to_be_asked(look: Look, number: int, needed: int, report: tuple[object, ...]) -> Finding:
    check, found = f"dates.facility-{number}", f"the payment date needs {look.money(needed)} of its provider"
    act = look.deal.support.functions.demand(look.deal.deal.address, number, report)
    if refused := look.refusal(act):
        return look.odd(check, f"{found}; asking is refused now: {refused.message}", refused.hint)
    return look.odd(check, found, "Ask for it. Anybody may.", "demand-support", facility=number)
