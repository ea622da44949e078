// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A type of its own, so that no word is read as another.
type Header is uint256;

using HeaderFields for Header global;

/// @title HeaderFields
/// @notice Word 0 of a program: sizes and schedule of a deal. The layout is a row of the table in
/// docs/decisions/0003-the-whole-waterfall.md.
library HeaderFields {
    function version(Header h) internal pure returns (uint256) {
        return Header.unwrap(h) >> 248;
    }

    function tranches(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 240);
    }

    function accounts(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 232);
    }

    /// @notice Steps of the normal list.
    function steps(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 224);
    }

    /// @notice Invoices in a report.
    function invoices(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 216);
    }

    function months(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 208);
    }

    function lag(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 200);
    }

    function paymentDay(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 192);
    }

    /// @notice As year * 10000 + month * 100 + day.
    function closing(Header h) internal pure returns (uint256) {
        return uint32(Header.unwrap(h) >> 160);
    }

    /// @notice Month index in which period 1 ends.
    function firstEndMonth(Header h) internal pure returns (uint256) {
        return uint32(Header.unwrap(h) >> 128);
    }

    /// @notice First period that the deal pays itself.
    function opening(Header h) internal pure returns (uint256) {
        return uint32(Header.unwrap(h) >> 96);
    }

    /// @notice Steps of the acceleration list.
    function acceleration(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 88);
    }

    /// @notice Steps of both lists.
    function allSteps(Header h) internal pure returns (uint256) {
        unchecked {
            return steps(h) + acceleration(h);
        }
    }

    function triggers(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 80);
    }

    function facilities(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 72);
    }

    function facts(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 64);
    }

    /// @notice As year * 10000 + month * 100 + day; 0 for none.
    function legalFinal(Header h) internal pure returns (uint256) {
        return uint32(Header.unwrap(h) >> 32);
    }

    /// @notice Words of tables.
    function tables(Header h) internal pure returns (uint256) {
        return uint16(Header.unwrap(h) >> 16);
    }

    function calls(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h) >> 8);
    }

    /// @notice What a deal has to keep or to ask beside the plain: bits 1 ages or collections to date, 2 past dates, 4 days since the last
    /// report, 8 payments of a calendar year.
    function looks(Header h) internal pure returns (uint256) {
        return uint8(Header.unwrap(h));
    }
}
