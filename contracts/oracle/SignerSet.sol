// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @title SignerSet
/// @notice The attestors of a deal for one epoch, kept as code: one account read instead of one storage read a signer.
/// @dev Layout: u32 epoch, u8 threshold, u8 invoices, then 20 bytes a signer, strictly rising.
library SignerSet {
    uint256 internal constant HEAD = 6;
    uint256 internal constant MAX_SIGNERS = 32;

    /// @notice Store a set.
    function write(uint32 epoch, uint8 threshold, uint8 invoices, address[] calldata signers)
        internal
        returns (address pointer)
    {
        bytes memory set = abi.encodePacked(epoch, threshold, invoices);
        for (uint256 i; i < signers.length; ++i) {
            set = abi.encodePacked(set, signers[i]);
        }
        return SSTORE2.write(set);
    }

    /// @notice The stored set.
    function read(address pointer) internal view returns (bytes memory) {
        return SSTORE2.read(pointer);
    }

    /// @notice The three numbers at its head.
    function head(bytes memory set) internal pure returns (uint32 epoch, uint8 threshold, uint8 invoices) {
        uint256 w;
        assembly ("memory-safe") {
            w := mload(add(set, 32))
        }
        return (uint32(w >> 224), uint8(w >> 216), uint8(w >> 208));
    }

    /// @notice How many signers it has.
    function size(bytes memory set) internal pure returns (uint256) {
        return (set.length - HEAD) / 20;
    }

    /// @notice The i-th signer.
    function signerAt(bytes memory set, uint256 i) internal pure returns (address signer) {
        assembly ("memory-safe") {
            signer := shr(96, mload(add(add(set, 38), mul(20, i)))) // 38: length word and head
        }
    }

    /// @notice Where a signer stands, looked for from `start` on; `end`, the set's size, when it is not there.
    function indexFrom(bytes memory set, uint256 start, uint256 end, address signer) internal pure returns (uint256 i) {
        unchecked {
            for (i = start; i < end && signerAt(set, i) != signer; ++i) {}
        }
    }
}
