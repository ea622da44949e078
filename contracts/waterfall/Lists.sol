// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Record} from "./State.sol";

/// @title Lists
/// @notice Entries of lists in memory, read and written without comparing the index with the length: a payment date does so a hundred
/// times.
/// @dev Safe because of two checks made before: `ProgramCheck` has seen every index that a program names, `Running` that the lists of the
/// state are as long as the program says.
library Lists {
    /// @notice Entry `i`.
    function get(uint256[] memory list, uint256 i) internal pure returns (uint256 entry) {
        assembly ("memory-safe") {
            entry := mload(add(add(list, 32), shl(5, i)))
        }
    }

    /// @notice Change entry `i`.
    function set(uint256[] memory list, uint256 i, uint256 entry) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(list, 32), shl(5, i)), entry)
        }
    }

    /// @notice The entries of a mask, added up.
    function sum(uint256[] memory list, uint256 mask) internal pure returns (uint256 total) {
        unchecked {
            for (uint256 i; mask != 0; (++i, mask >>= 1)) {
                if (mask & 1 == 1) total += get(list, i);
            }
        }
    }

    /// @notice All bits that any entry has.
    function union(uint256[] memory list) internal pure returns (uint256 bits) {
        unchecked {
            for (uint256 i; i < list.length; ++i) {
                bits |= get(list, i);
            }
        }
    }

    /// @notice So many zeros. Half the gas of `new uint256[](count)`.
    function zeros(uint256 count) internal pure returns (uint256[] memory list) {
        assembly ("memory-safe") {
            list := mload(0x40)
            let size := shl(5, count)
            mstore(0x40, add(add(list, 32), size))
            mstore(list, count)
            calldatacopy(add(list, 32), calldatasize(), size) // what is read behind calldata is zero
        }
    }

    /// @notice So many records of zeros. `new Record[](count)` makes them one by one, at several times the gas.
    function blank(uint256 count) internal pure returns (Record[] memory records) {
        assembly ("memory-safe") {
            // length, a pointer each, then four words each
            records := mload(0x40)
            let pointer := add(records, 32)
            let record := add(pointer, shl(5, count))
            let end := add(record, shl(7, count))
            mstore(0x40, end)
            mstore(records, count)
            calldatacopy(record, calldatasize(), shl(7, count)) // what is read behind calldata is zero
            for {} lt(record, end) { record := add(record, 128) } {
                mstore(pointer, record)
                pointer := add(pointer, 32)
            }
        }
    }
}
