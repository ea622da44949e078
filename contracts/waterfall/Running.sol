// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Calendar} from "./Calendar.sol";
import {Program} from "./Program.sol";
import {Lists} from "./Lists.sol";
import {Inputs, State} from "./State.sol";
import {Tables} from "./Tables.sol";
import {Header} from "./words/Header.sol";
import {FacilityWord} from "./words/FacilityWord.sol";
import {TrancheWord} from "./words/TrancheWord.sol";

/// @notice One payment date under way.
/// @dev `list` is the index of the first step of the list that runs, `count` how many it has. `dayCounts`: four lanes of 32 bits, 1 + the
/// days of the accrual period by that day count, 0 while not known. `up`: bits of the flags, and bit 255 for an event of default.
/// `accrual`: what each tranche earned on this date, until an interest step takes it. `seen`: bits of the tranches whose interest a step
/// has looked at. `groupDue`, `groupPayable`: what is left of a group of principal steps; `groupPlace`: 1 + where it carries, or 0.
/// `above`: by step, what a cap left out. `service`: of each trigger, debt service of this date. `watched`: bits of the tranches whose age
/// of arrears a trigger looks at. `counts`: one compares all that was collected. `isLater`: one has something left to do after the steps.
struct Run {
    bytes program;
    Header header;
    uint256 list;
    uint256 count;
    uint256 start;
    uint256 end;
    uint256 dayCounts;
    bool isFinal;
    uint256 available;
    uint256 received;
    uint256 up;
    uint256[] accrual;
    uint256 seen;
    bool heldBack;
    uint256 groupDue;
    uint256 groupPayable;
    uint256 groupPlace;
    uint256[] above;
    uint256[] unmet;
    uint256[] service;
    uint256 watched;
    bool counts;
    bool isLater;
}

/// @title Running
/// @notice Opens a payment date: its days, what accrues, what is in hand. The twin of `regalia.domain.running`.
/// @dev Unchecked where the limits of `Accrual` hold.
library Running {
    using Lists for uint256[];

    uint256 internal constant AMOUNT_LIMIT = 1 << 96;
    /// @dev All four lanes say 1: no day.
    uint256 private constant NO_DAYS = 1 << 96 | 1 << 64 | 1 << 32 | 1;

    error Waterfall_InvoiceCount(uint256 expected, uint256 actual);
    error Waterfall_FactCount(uint256 expected, uint256 actual);
    error Waterfall_StateShape();
    error Waterfall_AmountTooLarge(uint256 limit, uint256 actual);

    /// @notice Check the inputs, find the days, and let interest accrue.
    function open(bytes memory program, State memory state, Inputs memory inputs) internal pure returns (Run memory r) {
        Header h = Program.headerOf(program);
        checkInputs(h, inputs);
        checkShape(h, state);
        (r.program, r.header) = (program, h);
        (r.start, r.end) = Program.accrual(h, inputs.period);
        r.available = inputs.available;
        r.isFinal = inputs.ending || (h.legalFinal() != 0 && r.end >= Calendar.fromNumber(h.legalFinal()));
        if (inputs.ending) r.dayCounts = NO_DAYS;
        else r.received = inputs.received;
        if (state.used.length != 0) startYear(r, state);
        if (h.facilities() != 0) addCosts(r, state);
        r.accrual = Lists.zeros(h.tranches());
        if (!inputs.ending) accrue(r, state);
    }

    /// @notice Days of the accrual period by a day count.
    function daysOf(Run memory r, uint256 dayCount) internal pure returns (uint256) {
        unchecked {
            // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
            uint256 known = uint32(r.dayCounts >> dayCount * 32);
            if (known == 0) {
                known = 1 + Calendar.daysBetween(dayCount, r.start, r.end);
                r.dayCounts |= known << dayCount * 32;
            }
            return known - 1;
        }
    }

    /// @notice From available funds, as much of what is due as there is.
    function take(Run memory r, uint256 due) internal pure returns (uint256 paid) {
        unchecked {
            paid = Accrual.smaller(due, r.available);
            r.available -= paid;
        }
    }

    /// @notice Balances of the tranches of a mask.
    function outstanding(State memory state, uint256 mask) internal pure returns (uint256) {
        return state.balance.sum(mask);
    }

    function checkInputs(Header h, Inputs memory inputs) private pure {
        if (inputs.invoices.length != h.invoices()) revert Waterfall_InvoiceCount(h.invoices(), inputs.invoices.length);
        if (inputs.facts.length != h.facts()) revert Waterfall_FactCount(h.facts(), inputs.facts.length);
        uint256 all = inputs.available | inputs.received | inputs.target | inputs.reportAge;
        all |= inputs.invoices.union() | inputs.facts.union();
        if (all >= AMOUNT_LIMIT) revert Waterfall_AmountTooLarge(AMOUNT_LIMIT, all);
    }

    /// @dev What `Lists` relies on.
    function checkShape(Header h, State memory state) private pure {
        unchecked {
            uint256 wrong = (state.balance.length ^ h.tranches()) | (state.arrears.length ^ h.tranches());
            wrong |= state.account.length ^ h.accounts() + h.facilities();
            wrong |= state.carried.length ^ h.allSteps();
            if (wrong != 0) revert Waterfall_StateShape();
        }
    }

    /// @dev A cap per year starts anew with the first date of a calendar year.
    function startYear(Run memory r, State memory state) private pure {
        unchecked {
            if (Calendar.yearOf(r.start) == Calendar.yearOf(r.end)) return;
            for (uint256 s; s < state.used.length; ++s) {
                state.used[s] = 0;
            }
        }
    }

    /// @dev What is owed to a facility bears interest.
    function addCosts(Run memory r, State memory state) private pure {
        unchecked {
            r.unmet = new uint256[](r.header.facilities());
            for (uint256 f; f < r.unmet.length; ++f) {
                FacilityWord w = Program.facility(r.program, r.header, f);
                if (w.rate() == 0 || state.drawn[f] == 0) continue;
                uint256 rateDays = w.rate() * daysOf(r, w.dayCount());
                state.cost[f] =
                    Accrual.capped(state.cost[f] + Accrual.interestDown(state.drawn[f], rateDays, w.dayCount()));
            }
        }
    }

    /// @dev Found once, before the steps: no step changes what this date's interest is of.
    function accrue(Run memory r, State memory state) private pure {
        unchecked {
            uint256[] memory accrual = r.accrual;
            for (uint256 t; t < accrual.length; ++t) {
                TrancheWord w = Program.tranche(r.program, t);
                if (w.coupon() | w.stepUp() == 0) continue;
                uint256 base = state.balance.get(t);
                if (w.interestOnArrears()) base += state.arrears.get(t);
                uint256 dayTotal = daysOf(r, w.dayCount());
                uint256 rateDays = w.stepUp() == 0
                    ? w.coupon() * dayTotal
                    : Tables.rateDays(r.program, r.header, w, r.start, r.end, dayTotal);
                accrual.set(t, Accrual.interestDown(base, rateDays, w.dayCount()));
            }
        }
    }
}
