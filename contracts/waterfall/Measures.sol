// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Calendar} from "./Calendar.sol";
import {Lists} from "./Lists.sol";
import {Program} from "./Program.sol";
import {Run, Running} from "./Running.sol";
import {Inputs, State} from "./State.sol";
import {Tables} from "./Tables.sol";
import {Principal} from "./steps/Principal.sol";
import {Reserve} from "./steps/Reserve.sol";
import {StepWord} from "./words/StepWord.sol";
import {TriggerWord} from "./words/TriggerWord.sol";

/// @title Measures
/// @notice The quantities triggers look at, and whether they are breached.
/// @dev A quantity is numerator / denominator, compared without division. Unchecked: numerators stay below 2^160, so that a million times
/// them fits; denominators below 2^152 and thresholds below 2^96, which `ProgramCheck` sees to.
library Measures {
    using Lists for uint256[];

    uint256 internal constant DEBT_SERVICE_COVERAGE = 0;
    uint256 internal constant INTEREST_COVERAGE = 1;
    uint256 internal constant OVERCOLLATERALISATION = 2;
    uint256 internal constant LEVERAGE = 3;
    uint256 internal constant TO_FORECAST = 4;
    uint256 internal constant RESERVE_DEFICIENCY = 5;
    uint256 internal constant ARREARS_AGE = 6;
    uint256 internal constant FACT = 7;
    uint256 internal constant DAYS_SINCE_REPORT = 8;
    uint256 internal constant DATE_REACHED = 9;
    uint256 internal constant SUPPORT_UNPAID = 10;

    uint256 internal constant BELOW = 0;
    uint256 internal constant AT_MOST = 1;
    uint256 internal constant AT_LEAST = 2;
    uint256 internal constant ABOVE = 3;

    /// @notice Whether trigger `i` is breached at this moment.
    function breached(Run memory r, State memory state, Inputs memory inputs, uint256 i, TriggerWord w)
        internal
        pure
        returns (bool)
    {
        uint256 measure = w.measure();
        if (measure == DATE_REACHED) return r.end >= Calendar.fromNumber(w.date());
        if (measure == SUPPORT_UNPAID) return inputs.unpaid >> w.subject() & 1 == 1;
        (uint256 numerator, uint256 denominator) = quantity(r, state, inputs, i, w);
        uint256 comparison = w.comparison();
        if (denominator == 0) return comparison >= AT_LEAST; // infinitely much
        unchecked {
            uint256 left = numerator * Accrual.PPM;
            uint256 right = w.threshold() * denominator;
            if (comparison == BELOW) return left < right;
            if (comparison == AT_MOST) return left <= right;
            if (comparison == AT_LEAST) return left >= right;
            return left > right;
        }
    }

    /// @notice Debt service of a trigger's tranches on this date: what accrued, and for measure 0 what the schedules of the normal list ask
    /// for under the flags of this moment.
    function service(Run memory r, State memory state, uint256 period, TriggerWord w)
        internal
        pure
        returns (uint256 total)
    {
        unchecked {
            total = r.accrual.sum(w.mask());
            if (w.measure() == DEBT_SERVICE_COVERAGE) total += scheduledDown(r, state, period, w.mask());
            total = Accrual.capped(total);
        }
    }

    /// @dev The schedules of the groups of principal that share a tranche with the mask, of those that may run now.
    function scheduledDown(Run memory r, State memory state, uint256 period, uint256 mask)
        private
        pure
        returns (uint256 total)
    {
        unchecked {
            bytes memory program = r.program;
            uint256 where = Program.stepAt(r.header, 0);
            for (uint256 end = Program.stepAt(r.header, r.header.steps()); where < end; where += 64) {
                StepWord step = StepWord.wrap(Program.word(program, where));
                if (step.kind() != Principal.KIND) continue;
                if (step.dueKind() == Principal.TURBO) continue; // the commonest, and no schedule
                if (step.mask() & mask == 0 || !Principal.isScheduled(step) || !step.runs(r.up)) continue;
                uint256 scheduled = Principal.scheduledDown(r, period, step);
                total += Accrual.smaller(Running.outstanding(state, step.mask()), scheduled);
            }
        }
    }

    function quantity(Run memory r, State memory state, Inputs memory inputs, uint256 i, TriggerWord w)
        private
        pure
        returns (uint256 numerator, uint256 denominator)
    {
        unchecked {
            uint256 measure = w.measure();
            if (measure == ARREARS_AGE) return (uint8(state.age >> 8 * w.subject()), Accrual.PPM);
            if (measure == FACT) return (inputs.facts[w.subject()], Accrual.PPM);
            if (measure == DAYS_SINCE_REPORT) return (inputs.reportAge, Accrual.PPM);
            if (measure == RESERVE_DEFICIENCY) return deficiency(r, state, inputs, w.subject());
            if (measure == OVERCOLLATERALISATION) {
                uint256 value = inputs.facts[Program.poolValue(r.program, r.header)];
                return (value, Running.outstanding(state, w.mask()));
            }
            if (measure == TO_FORECAST) {
                // what this date brought is added to `collected` when the date is over
                uint256 collected = Accrual.capped(state.collected + r.received);
                if (w.trailing() == 0) return (collected, toDate(r, w, inputs.period));
            }
            (uint256 collections, uint256 debtService, uint256 known) = lookBack(r, state, i, w);
            if (measure <= INTEREST_COVERAGE) return (collections, debtService);
            if (measure == LEVERAGE) {
                // a year's collections, annualised while fewer dates are known
                uint256 owed = Running.outstanding(state, w.mask());
                return owed == 0 ? (0, 1) : (owed * known, collections * w.trailing());
            }
            uint256 before = inputs.period >= known ? toDate(r, w, inputs.period - known) : 0;
            return (collections, Accrual.above(toDate(r, w, inputs.period), before));
        }
    }

    /// @dev Collections and debt service of this date and those that are remembered, and how many dates that is.
    function lookBack(Run memory r, State memory state, uint256 i, TriggerWord w)
        private
        pure
        returns (uint256 collections, uint256 debtService, uint256 known)
    {
        unchecked {
            (collections, debtService, known) = (r.received, r.service[i], 1);
            if (w.trailing() < 2) return (collections, debtService, known);
            uint256[] memory past = state.series[i];
            for (uint256 j; j < past.length; ++j) {
                collections += past[j] >> 128;
                debtService += uint128(past[j]);
            }
            known += past.length;
        }
    }

    /// @dev The forecast to date; zero before the first period of its table.
    function toDate(Run memory r, TriggerWord w, uint256 period) private pure returns (uint256 amount) {
        (, amount) = Tables.latest(r.program, r.header, w.table(), period);
    }

    /// @dev What an account lacks of its target, by its first reserve step of the list that runs (before the steps: the normal one).
    function deficiency(Run memory r, State memory state, Inputs memory inputs, uint256 account)
        private
        pure
        returns (uint256 lacking, uint256 target)
    {
        unchecked {
            for (uint256 s; s < r.header.steps(); ++s) {
                StepWord step = Program.step(r.program, r.header, s);
                if (step.kind() != Reserve.KIND || step.subject() != account) continue;
                target = Reserve.targetUp(r, state, inputs, s, step);
                lacking = Accrual.above(target, state.account[account]);
                break;
            }
            if (target == 0) return (0, 1);
        }
    }
}
