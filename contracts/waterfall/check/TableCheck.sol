// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "../Calendar.sol";
import {Program} from "../Program.sol";
import {Tables} from "../Tables.sol";
import {Header} from "../words/Header.sol";
import {Refusal} from "./Refusal.sol";

/// @title TableCheck
/// @notice Each table a word refers to is there as a whole, and of the right shape.
library TableCheck {
    /// @notice A table of one word.
    function one(Header h, uint256 index, uint256 table) internal pure {
        Refusal.atMost("table", index, h.tables(), table);
    }

    /// @notice A step-up has a date.
    function stepUp(bytes memory program, Header h, uint256 index, uint256 table) internal pure {
        if (table == 0) return;
        one(h, index, table);
        uint256 since = uint32(Program.word(program, Tables.placeOf(program, h, table)) >> 192);
        if (!Calendar.isDate(since)) Refusal.wrong("step-up date", index, 1, since);
    }

    /// @notice Amounts by period: at least one, and all of them inside the program.
    function periods(bytes memory program, Header h, uint256 index, uint256 table) internal pure {
        Refusal.atLeast("table", index, 1, table);
        one(h, index, table);
        (, uint256 count) = Tables.span(program, h, table);
        Refusal.atMost("table length", index, 2 * (h.tables() - table), count);
        Refusal.atLeast("table length", index, 1, count);
    }

    /// @notice Amounts to date never fall.
    function toDate(bytes memory program, Header h, uint256 index, uint256 table) internal pure {
        periods(program, h, index, table);
        (, uint256 count) = Tables.span(program, h, table);
        uint256 last;
        for (uint256 i; i < count; ++i) {
            uint256 amount = Tables.entry(program, h, table, i);
            Refusal.atLeast("forecast", index, last, amount);
            last = amount;
        }
    }
}
