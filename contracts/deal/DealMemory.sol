// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lists} from "../waterfall/Lists.sol";
import {Program} from "../waterfall/Program.sol";
import {State} from "../waterfall/State.sol";
import {Header} from "../waterfall/words/Header.sol";
import {TrancheWord} from "../waterfall/words/TrancheWord.sol";
import {TriggerWord} from "../waterfall/words/TriggerWord.sol";
import {Kept} from "./Kept.sol";

/// @title DealMemory
/// @notice What a deal remembers between payment dates, in storage: only what its program uses is read and written.
/// @dev Nothing is cut off: the waterfall lets no amount grow beyond 2^128 - 1, and ages are 8 bits for each of 16 tranches.
library DealMemory {
    using Lists for uint256[];

    /// @dev One slot a tranche.
    struct Owed {
        uint128 balance;
        uint128 arrears;
    }

    /// @dev What a facility paid and is not paid back, with its interest, in one slot; in another all it ever paid.
    struct Debt {
        uint128 drawn;
        uint128 cost;
        uint128 called;
    }

    /// @dev All of one deal. `carried`, `used`: by step of both lists, as many as a program may have. `answers`: history of the triggers,
    /// 16 bits each; then which are active, a bit each; then whether interest was missed for good. `series`: pairs of past dates, by
    /// trigger and by period modulo how many are kept.
    struct Store {
        mapping(uint256 tranche => Owed) owed;
        uint128[40] carried;
        uint128[40] used;
        mapping(uint256 facility => Debt) debts;
        uint256 answers;
        uint128 ages;
        uint128 collected;
        mapping(uint256 trigger => mapping(uint256 place => uint256 pair)) series;
    }

    /// @notice Bit of the first trigger that is active, in `answers`.
    uint256 internal constant ACTIVE = 224;
    uint256 private constant DEFAULTED = 238;
    uint256 private constant HISTORY = (1 << ACTIVE) - 1;
    uint256 private constant ACTIVE_BITS = (1 << 14) - 1;

    /// @notice Everything but the accounts, which the escrow keeps. `executed` is the last period, `kept` what {Kept.carried} says.
    function load(Store storage store, bytes memory program, uint256 executed, uint256 kept)
        internal
        view
        returns (State memory state)
    {
        Header h = Program.headerOf(program);
        uint256 size = h.tranches();
        (state.balance, state.arrears) = (Lists.zeros(size), Lists.zeros(size));
        unchecked {
            for (uint256 t; t < size; ++t) {
                Owed memory owed = store.owed[t];
                state.balance.set(t, owed.balance);
                state.arrears.set(t, owed.arrears);
            }
            state.carried = Lists.zeros(h.allSteps());
            for (uint256 s; kept != 0; (++s, kept >>= 1)) {
                if (kept & 1 == 1) state.carried.set(s, store.carried[s]);
            }
        }
        if (h.looks() & Kept.YEARS != 0) {
            state.used = new uint256[](h.allSteps());
            for (uint256 s; s < state.used.length; ++s) {
                state.used[s] = store.used[s];
            }
        }
        if (h.facilities() != 0) _loadDebts(store, state, h.facilities());
        if (h.triggers() != 0 || h.acceleration() != 0) _loadAnswers(store, state, program, executed);
    }

    /// @notice The balances at closing; returns the units of each tranche.
    function open(Store storage store, bytes memory program) internal returns (uint256[] memory units) {
        units = new uint256[](Program.headerOf(program).tranches());
        for (uint256 t; t < units.length; ++t) {
            TrancheWord w = Program.tranche(program, t);
            (store.owed[t].balance, units[t]) = (w.originalBalance(), w.units());
        }
    }

    /// @notice Keep what {load} reads. `executed` is the period just executed.
    function save(Store storage store, bytes memory program, State memory state, uint256 executed, uint256 kept)
        internal
    {
        Header h = Program.headerOf(program);
        unchecked {
            for (uint256 t; t < h.tranches(); ++t) {
                store.owed[t] = Owed(uint128(state.balance.get(t)), uint128(state.arrears.get(t)));
            }
            for (uint256 s; kept != 0; (++s, kept >>= 1)) {
                if (kept & 1 == 1) store.carried[s] = uint128(state.carried.get(s));
            }
        }
        for (uint256 s; s < state.used.length; ++s) {
            store.used[s] = uint128(state.used[s]);
        }
        for (uint256 f; f < h.facilities(); ++f) {
            store.debts[f] = Debt(uint128(state.drawn[f]), uint128(state.cost[f]), uint128(state.called[f]));
        }
        if (h.triggers() != 0 || h.acceleration() != 0) _saveAnswers(store, state, program, executed);
    }

    /// @notice The word of {Store.answers}.
    function answers(State memory state) internal pure returns (uint256) {
        return state.history | state.active << ACTIVE | (state.defaulted ? 1 << DEFAULTED : 0);
    }

    function _loadDebts(Store storage store, State memory state, uint256 size) private view {
        (state.drawn, state.cost, state.called) = (new uint256[](size), new uint256[](size), new uint256[](size));
        for (uint256 f; f < size; ++f) {
            Debt storage debt = store.debts[f];
            (state.drawn[f], state.cost[f], state.called[f]) = (debt.drawn, debt.cost, debt.called);
        }
    }

    function _loadAnswers(Store storage store, State memory state, bytes memory program, uint256 executed)
        private
        view
    {
        uint256 word = store.answers;
        state.history = word & HISTORY;
        state.active = word >> ACTIVE & ACTIVE_BITS;
        state.defaulted = word >> DEFAULTED & 1 == 1;
        Header h = Program.headerOf(program);
        if (h.looks() & Kept.COUNTERS != 0) (state.age, state.collected) = (store.ages, store.collected);
        if (h.looks() & Kept.PAST_DATES == 0) return;
        state.series = new uint256[][](h.triggers());
        for (uint256 i; i < state.series.length; ++i) {
            uint256 most = Kept.dates(Program.trigger(program, h, i));
            if (most == 0) continue;
            uint256 known = executed + 1 - h.opening();
            if (known > most) known = most;
            state.series[i] = new uint256[](known);
            for (uint256 d; d < known; ++d) {
                state.series[i][d] = store.series[i][(executed + 1 + d - known) % most];
            }
        }
    }

    function _saveAnswers(Store storage store, State memory state, bytes memory program, uint256 executed) private {
        store.answers = answers(state);
        Header h = Program.headerOf(program);
        if (h.looks() & Kept.COUNTERS != 0) {
            (store.ages, store.collected) = (uint128(state.age), uint128(state.collected));
        }
        for (uint256 i; i < state.series.length; ++i) {
            TriggerWord trigger = Program.trigger(program, h, i);
            uint256 most = Kept.dates(trigger);
            uint256 known = state.series[i].length;
            if (most != 0 && known != 0) store.series[i][executed % most] = state.series[i][known - 1];
        }
    }
}
