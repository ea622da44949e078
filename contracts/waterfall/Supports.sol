// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Lists} from "./Lists.sol";
import {Program} from "./Program.sol";
import {Run, Running} from "./Running.sol";
import {Record, State} from "./State.sol";
import {FacilityWord} from "./words/FacilityWord.sol";
import {StepWord} from "./words/StepWord.sol";

/// @title Supports
/// @notice Pays what is due from available funds, then from the supports of a step in their order.
/// @dev A support is account + 1, or 128 + a facility. Unchecked: nothing is taken that isn't there.
library Supports {
    using Lists for uint256[];

    uint256 internal constant FACILITY_BIT = 128;
    uint256 internal constant LIQUIDITY = 0;

    /// @notice Pay, and say so in the record; what was drawn is part of what was paid.
    function pay(Run memory r, State memory state, StepWord step, Record memory record, uint256 due)
        internal
        pure
        returns (uint256 paid)
    {
        unchecked {
            paid = Running.take(r, due);
            if (paid != due) {
                uint256 sources = step.sources();
                if (sources != 0) {
                    uint256 drawn = draw(r, state, sources, due - paid, true);
                    record.drawn = drawn;
                    paid += drawn;
                }
            }
            record.paid = paid;
        }
    }

    /// @notice Take what is missing from the supports; counts what facilities promised and haven't put in when asked to.
    function draw(Run memory r, State memory state, uint256 sources, uint256 missing, bool countsUnmet)
        internal
        pure
        returns (uint256 drawn)
    {
        unchecked {
            for (uint256 source; (source = sources >> 16) != 0 && drawn < missing; sources = (sources & 0xffff) << 8) {
                (uint256 got, uint256 lacking) = obtainable(r, state, source, missing - drawn);
                if (countsUnmet && lacking != 0) r.unmet[source - FACILITY_BIT] += lacking;
                if (got == 0) continue;
                drawn += got;
                state.account.set(placeOf(r, source), state.account.get(placeOf(r, source)) - got);
                if (source < FACILITY_BIT) continue;
                uint256 f = source - FACILITY_BIT;
                state.drawn[f] = Accrual.capped(state.drawn[f] + got);
                state.called[f] = Accrual.capped(state.called[f] + got);
            }
        }
    }

    /// @notice What {pay} could pay, found without paying; what facilities promised and haven't put in is counted here.
    function affordable(Run memory r, State memory state, uint256 sources, uint256 due) internal pure returns (uint256) {
        unchecked {
            uint256 missing = Accrual.above(due, r.available);
            for (uint256 source; (source = sources >> 16) != 0 && missing != 0; sources = (sources & 0xffff) << 8) {
                (uint256 got, uint256 lacking) = obtainable(r, state, source, missing);
                if (lacking != 0) r.unmet[source - FACILITY_BIT] += lacking;
                missing -= got;
            }
            return due - missing;
        }
    }

    /// @dev What a support can give of what is needed, and what it would give beyond that had it put in the cash.
    function obtainable(Run memory r, State memory state, uint256 source, uint256 needed)
        private
        pure
        returns (uint256 got, uint256 lacking)
    {
        unchecked {
            uint256 promised = needed;
            if (source >= FACILITY_BIT) {
                uint256 f = source - FACILITY_BIT;
                FacilityWord w = Program.facility(r.program, r.header, f);
                uint256 used = w.kind() == LIQUIDITY ? state.drawn[f] : state.called[f];
                promised = Accrual.smaller(needed, Accrual.above(w.limit(), used));
            }
            got = Accrual.smaller(promised, state.account.get(placeOf(r, source)));
            lacking = source < FACILITY_BIT ? 0 : promised - got;
        }
    }

    /// @dev Index in `account`, which has the cash of facilities behind the accounts.
    function placeOf(Run memory r, uint256 source) private pure returns (uint256) {
        unchecked {
            return source < FACILITY_BIT ? source - 1 : r.header.accounts() + source - FACILITY_BIT;
        }
    }
}
