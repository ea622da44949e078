// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "./Calendar.sol";
import {CallWord} from "./words/CallWord.sol";
import {FacilityWord} from "./words/FacilityWord.sol";
import {Header} from "./words/Header.sol";
import {StepWord} from "./words/StepWord.sol";
import {TrancheWord} from "./words/TrancheWord.sol";
import {TriggerWord} from "./words/TriggerWord.sol";

/// @title Program
/// @notice Finds the words of a deal's packed program: the few numbers the waterfall runs on.
/// @dev The layout is written down in docs/decisions/0003-the-whole-waterfall.md and packed by `regalia.domain.program`. Places are byte
/// offsets from the header. Unchecked: sizes are bytes, tables at most 2^16 words, dates are checked when a deal is made.
library Program {
    uint256 internal constant VERSION = 2;
    /// @notice The fact that triggers and target balances read as the value of the pool.
    bytes32 internal constant POOL_VALUE = "pool-value";

    error Program_UnknownVersion(uint256 expected, uint256 actual);
    error Program_WrongLength(uint256 expected, uint256 actual);

    /// @notice The header, after checking version and length. `ProgramCheck` has looked at the rest when the deal was made.
    function header(bytes memory program) internal pure returns (Header h) {
        h = headerOf(program);
        if (h.version() != VERSION) revert Program_UnknownVersion(VERSION, h.version());
        if (program.length != lengthOf(program)) revert Program_WrongLength(lengthOf(program), program.length);
    }

    /// @notice The header of a program that was checked before.
    function headerOf(bytes memory program) internal pure returns (Header) {
        return Header.wrap(word(program, 0));
    }

    /// @notice How long the program is, by its own header; `data` may go on behind it.
    function lengthOf(bytes memory data) internal pure returns (uint256) {
        Header h = headerOf(data);
        unchecked {
            return callsAt(h) + 32 * (h.calls() + h.tables());
        }
    }

    /// @notice The word at a byte offset.
    /// @dev Reads on behind the end without a check: {header} has compared the length with the sizes.
    function word(bytes memory program, uint256 offset) internal pure returns (uint256 w) {
        assembly ("memory-safe") {
            w := mload(add(add(program, 32), offset))
        }
    }

    /// @notice Tranche `t`.
    function tranche(bytes memory program, uint256 t) internal pure returns (TrancheWord) {
        unchecked {
            return TrancheWord.wrap(word(program, 32 + 32 * t));
        }
    }

    /// @notice Put another word in the place of one, in memory.
    function set(bytes memory program, uint256 offset, uint256 w) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(program, 32), offset), w)
        }
    }

    /// @notice Where step `s` is; steps of the acceleration list count on after the normal ones.
    function stepAt(Header h, uint256 s) internal pure returns (uint256) {
        unchecked {
            return 32 + 32 * h.tranches() + 64 * s;
        }
    }

    /// @notice Step `s`, counted through both lists.
    function step(bytes memory program, Header h, uint256 s) internal pure returns (StepWord) {
        return StepWord.wrap(word(program, stepAt(h, s)));
    }

    /// @notice Facility `f`.
    function facility(bytes memory program, Header h, uint256 f) internal pure returns (FacilityWord) {
        unchecked {
            return FacilityWord.wrap(word(program, stepAt(h, h.allSteps()) + 32 * f));
        }
    }

    /// @notice Where trigger 0 is.
    function triggersAt(Header h) internal pure returns (uint256) {
        unchecked {
            return stepAt(h, h.allSteps()) + 32 * h.facilities();
        }
    }

    /// @notice Trigger `i`.
    function trigger(bytes memory program, Header h, uint256 i) internal pure returns (TriggerWord) {
        unchecked {
            return TriggerWord.wrap(word(program, triggersAt(h) + 32 * i));
        }
    }

    /// @notice Label of fact `i`.
    function fact(bytes memory program, Header h, uint256 i) internal pure returns (bytes32) {
        unchecked {
            return bytes32(word(program, triggersAt(h) + 32 * (h.triggers() + i)));
        }
    }

    /// @notice Which fact the pool's value is; the number of facts when none is.
    function poolValue(bytes memory program, Header h) internal pure returns (uint256 i) {
        unchecked {
            while (i < h.facts() && fact(program, h, i) != POOL_VALUE) ++i;
        }
    }

    /// @notice Call `i`.
    function call(bytes memory program, Header h, uint256 i) internal pure returns (CallWord) {
        unchecked {
            return CallWord.wrap(word(program, callsAt(h) + 32 * i));
        }
    }

    /// @notice The scheduled date of `period`.
    function paymentDate(Header h, uint256 period) internal pure returns (uint256) {
        unchecked {
            return Calendar.fromMonth(h.firstEndMonth() + (period - 1) * h.months() + h.lag(), h.paymentDay());
        }
    }

    /// @notice The accrual period of payment date `period`: from the date before, or closing at the opening period, to its own.
    function accrual(Header h, uint256 period) internal pure returns (uint256 start, uint256 end) {
        unchecked {
            start = period == h.opening() ? Calendar.fromNumber(h.closing()) : paymentDate(h, period - 1);
            end = paymentDate(h, period);
        }
    }

    /// @notice Where the first call is.
    function callsAt(Header h) internal pure returns (uint256) {
        unchecked {
            return triggersAt(h) + 32 * (h.triggers() + h.facts());
        }
    }
}
