// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @title WithholdingTax
/// @notice A deal's rates by country and class, kept as code. Twin of `regalia.domain.withholding`.
/// @dev An entry is 8 bytes: u16 country (ISO 3166-1 numeric, 0 any), u8 class (0 any), a zero byte, u32 rate in parts per million. The
/// first entry that fits counts; the last one fits everybody.
// forge-lint: disable-next-item(unsafe-typecast): a field is cut out of its word
library WithholdingTax {
    error WithholdingTax_BadTable(uint256 entry, uint256 word);
    error WithholdingTax_WrongLength(uint256 limit, uint256 given);
    error WithholdingTax_NoAuthority(uint256 entries);

    uint256 private constant ENTRY = 8;
    uint256 private constant MOST_ENTRIES = 64;
    uint256 private constant WHOLE = 1e6;

    /// @notice Refuse a table that does not answer for everybody; an empty one is no withholding.
    function check(bytes memory table, address authority) internal pure {
        uint256 length = table.length;
        if (length % ENTRY != 0 || length > ENTRY * MOST_ENTRIES) {
            revert WithholdingTax_WrongLength(ENTRY * MOST_ENTRIES, length);
        }
        if (length == 0) {
            if (authority != address(0)) revert WithholdingTax_NoAuthority(0);
            return;
        }
        if (authority == address(0)) revert WithholdingTax_NoAuthority(length / ENTRY);
        for (uint256 offset; offset < length; offset += ENTRY) {
            uint256 entry = entryAt(table, offset);
            bool last = offset + ENTRY == length;
            if (uint32(entry) > WHOLE || uint8(entry >> 32) != 0 || (last && entry >> 40 != 0)) {
                revert WithholdingTax_BadTable(offset / ENTRY, entry);
            }
        }
    }

    /// @notice Store it; zero for an empty table.
    function write(bytes memory table) internal returns (address) {
        return table.length == 0 ? address(0) : SSTORE2.write(table);
    }

    /// @notice Tax on an amount, rounded down.
    /// @param rates A table that was checked.
    function taxDown(bytes memory rates, uint256 amount, uint256 country, uint256 class)
        internal
        pure
        returns (uint256 tax)
    {
        for (uint256 offset;; offset += ENTRY) {
            uint256 entry = entryAt(rates, offset);
            (uint256 where, uint256 who) = (entry >> 48, uint8(entry >> 40));
            if ((where == 0 || where == country) && (who == 0 || who == class)) {
                tax = amount * uint32(entry) / WHOLE;
                break;
            }
        }
    }

    function entryAt(bytes memory table, uint256 offset) private pure returns (uint256 entry) {
        assembly ("memory-safe") {
            entry := shr(192, mload(add(add(table, 32), offset)))
        }
    }
}
