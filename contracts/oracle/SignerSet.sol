// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @title SignerSet
/// @notice The attestors of a deal for one epoch, kept as code: one account read instead of one storage read a signer.
/// @dev Layout: u32 epoch ‖ u8 threshold ‖ u8 invoices ‖ u96 dispute bond, then 21 bytes a signer, strictly rising: address ‖ u8 weight.
// forge-lint: disable-next-item(unsafe-typecast): a field is cut out of its word
library SignerSet {
    uint256 internal constant HEAD = 18;
    uint256 internal constant ENTRY = 21;
    uint256 internal constant MAX_SIGNERS = 32;

    /// @notice Store a set.
    function write(bytes memory set) internal returns (address pointer) {
        return SSTORE2.write(set);
    }

    /// @notice The stored set.
    function read(address pointer) internal view returns (bytes memory) {
        return SSTORE2.read(pointer);
    }

    /// @notice The same signers in another epoch.
    function inEpoch(bytes memory set, uint256 epoch) internal pure returns (bytes memory) {
        assembly ("memory-safe") {
            let at := add(set, 32)
            mstore(at, or(shl(224, epoch), and(mload(at), not(shl(224, 0xffffffff)))))
        }
        return set;
    }

    /// @notice The three numbers at its head that a report needs.
    function head(bytes memory set) internal pure returns (uint256 epoch, uint256 threshold, uint256 invoices) {
        uint256 w;
        assembly ("memory-safe") {
            w := mload(add(set, 32))
        }
        return (w >> 224, uint8(w >> 216), uint8(w >> 208));
    }

    /// @notice What a dispute costs until it is decided; zero where only trustee and supervisor dispute.
    function bond(bytes memory set) internal pure returns (uint96 amount) {
        uint256 w;
        assembly ("memory-safe") {
            w := mload(add(set, 32))
        }
        return uint96(w >> 112);
    }

    /// @notice How many signers it has.
    function size(bytes memory set) internal pure returns (uint256) {
        return (set.length - HEAD) / ENTRY;
    }

    /// @notice The i-th signer and, in the byte behind, its weight.
    function entry(bytes memory set, uint256 i) internal pure returns (uint256 w) {
        assembly ("memory-safe") {
            w := shr(88, mload(add(add(set, 50), mul(21, i)))) // 50: length word and head
        }
    }

    /// @notice The i-th signer.
    function signerAt(bytes memory set, uint256 i) internal pure returns (address) {
        return address(uint160(entry(set, i) >> 8));
    }

    /// @notice What the i-th signer weighs.
    function weightAt(bytes memory set, uint256 i) internal pure returns (uint256) {
        return uint8(entry(set, i));
    }

    /// @notice Where a signer stands, looked for from `start` on, and what it weighs; `end`, the set's size, and 0 when it is not there.
    function find(bytes memory set, uint256 start, uint256 end, address signer)
        internal
        pure
        returns (uint256 i, uint256 weight)
    {
        assembly ("memory-safe") {
            i := start
            for { let at := add(add(set, 50), mul(21, start)) } lt(i, end) { at := add(at, 21) } {
                let w := shr(88, mload(at))
                if eq(shr(8, w), signer) {
                    weight := and(w, 0xff)
                    break
                }
                i := add(i, 1)
            }
        }
    }

    /// @notice The set without its i-th signer.
    function without(bytes memory set, uint256 i) internal pure returns (bytes memory left) {
        left = new bytes(set.length - ENTRY);
        uint256 cut = HEAD + ENTRY * i;
        for (uint256 b; b < left.length; ++b) {
            left[b] = set[b < cut ? b : b + ENTRY];
        }
    }

    /// @notice All of it, for events and views.
    function all(bytes memory set) internal pure returns (address[] memory signers, uint8[] memory weights) {
        (signers, weights) = (new address[](size(set)), new uint8[](size(set)));
        for (uint256 i; i < signers.length; ++i) {
            (signers[i], weights[i]) = (signerAt(set, i), uint8(weightAt(set, i)));
        }
    }
}
