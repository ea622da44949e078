// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "./Calendar.sol";

/// @title Program
/// @notice Reads the packed program of a deal: the few numbers the waterfall runs on.
/// @dev The layout is written down in docs/decisions/0001-shape-of-the-core.md and packed by `regalia.domain.program`.
library Program {
    using Calendar for Calendar.Date;

    uint8 internal constant VERSION = 1;
    uint256 internal constant MAX_TRANCHES = 16;
    uint256 internal constant MAX_STEPS = 40;

    error Program_UnknownVersion(uint256 expected, uint256 actual);
    error Program_WrongLength(uint256 expected, uint256 actual);
    error Program_TooMany(uint256 limit, uint256 actual);

    struct Header {
        uint256 tranches;
        uint256 accounts;
        uint256 steps;
        uint256 invoiced;
        uint256 months;
        uint256 lag;
        uint256 paymentDay;
        uint256 closing;
        uint256 firstEndMonth;
        uint256 opening;
    }

    /// @notice The header, after checking version, sizes and length.
    function header(bytes memory program) internal pure returns (Header memory h) {
        uint256 w = word(program, 0);
        if (w >> 248 != VERSION) revert Program_UnknownVersion(VERSION, w >> 248);
        h.tranches = uint8(w >> 240);
        h.accounts = uint8(w >> 232);
        h.steps = uint8(w >> 224);
        h.invoiced = uint8(w >> 216);
        h.months = uint8(w >> 208);
        h.lag = uint8(w >> 200);
        h.paymentDay = uint8(w >> 192);
        h.closing = uint32(w >> 160);
        h.firstEndMonth = uint32(w >> 128);
        h.opening = uint32(w >> 96);
        if (h.tranches > MAX_TRANCHES) revert Program_TooMany(MAX_TRANCHES, h.tranches);
        if (h.steps > MAX_STEPS) revert Program_TooMany(MAX_STEPS, h.steps);
        uint256 length = lengthOf(program);
        if (program.length != length) revert Program_WrongLength(length, program.length);
    }

    /// @notice How long the program is, by its own header; `data` may go on behind it.
    function lengthOf(bytes memory data) internal pure returns (uint256) {
        uint256 w = word(data, 0);
        return 32 + 32 * uint256(uint8(w >> 240)) + 64 * uint256(uint8(w >> 224));
    }

    /// @notice The word at a byte offset.
    /// @dev Reads on behind the end without a check: {header} has compared the length with the sizes.
    function word(bytes memory program, uint256 offset) internal pure returns (uint256 w) {
        assembly ("memory-safe") {
            w := mload(add(add(program, 32), offset))
        }
    }

    /// @notice Tranche `t`: u32 coupon ppm, u8 day count, u8 flags, u48 units, u128 original balance.
    function tranche(bytes memory program, uint256 t) internal pure returns (uint256) {
        unchecked {
            return word(program, 32 + 32 * t);
        }
    }

    /// @notice Coupon in parts per million a year.
    function coupon(uint256 trancheWord) internal pure returns (uint256) {
        return trancheWord >> 224;
    }

    /// @notice Day count of a tranche.
    function dayCount(uint256 trancheWord) internal pure returns (uint8) {
        return uint8(trancheWord >> 216);
    }

    /// @notice Whether arrears bear interest at the coupon.
    function interestOnArrears(uint256 trancheWord) internal pure returns (bool) {
        return uint8(trancheWord >> 208) & 1 == 1;
    }

    /// @notice Whole units issued.
    function units(uint256 trancheWord) internal pure returns (uint48) {
        return uint48(trancheWord >> 160);
    }

    /// @notice Balance at closing, in the payment token's smallest unit.
    function originalBalance(uint256 trancheWord) internal pure returns (uint128) {
        return uint128(trancheWord >> 32);
    }

    /// @notice The two words of step `s`.
    function step(bytes memory program, uint256 tranches, uint256 s) internal pure returns (uint256 head, uint256 amount) {
        unchecked {
            uint256 offset = 32 + 32 * tranches + 64 * s;
            return (word(program, offset), word(program, offset + 32));
        }
    }

    /// @notice The accrual period of payment date `period`: from the date before, or closing at the opening period, to its own.
    function accrual(Header memory h, uint256 period)
        internal
        pure
        returns (Calendar.Date memory start, Calendar.Date memory end)
    {
        start = period == h.opening ? Calendar.fromNumber(h.closing) : paymentDate(h, period - 1);
        end = paymentDate(h, period);
    }

    /// @notice The scheduled date of `period`.
    function paymentDate(Header memory h, uint256 period) internal pure returns (Calendar.Date memory) {
        return Calendar.fromMonth(h.firstEndMonth + (period - 1) * h.months + h.lag, h.paymentDay);
    }
}
