// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A type of its own, so that no word is read as another.
type CallWord is uint256;

using CallFields for CallWord global;

/// @title CallFields
/// @notice A right to repay early. The layout is a row of the table in docs/decisions/0003-the-whole-waterfall.md.
library CallFields {
    /// @notice 0 optional, 1 clean-up.
    function kind(CallWord w) internal pure returns (uint256) {
        return CallWord.unwrap(w) >> 248;
    }

    function payee(CallWord w) internal pure returns (uint256) {
        return uint8(CallWord.unwrap(w) >> 240);
    }

    function mask(CallWord w) internal pure returns (uint256) {
        return uint16(CallWord.unwrap(w) >> 224);
    }

    /// @notice As year * 10000 + month * 100 + day; 0 for none.
    function since(CallWord w) internal pure returns (uint256) {
        return uint32(CallWord.unwrap(w) >> 192);
    }

    function remaining(CallWord w) internal pure returns (uint256) {
        return uint32(CallWord.unwrap(w) >> 160);
    }

    /// @notice The call open at once: without a first day, and, where it waited until little was left, as an optional one of all tranches.
    function opened(CallWord w, uint256 all) internal pure returns (CallWord) {
        uint256 word = CallWord.unwrap(w) & ~(uint256(type(uint32).max) << 192);
        if (w.kind() == 0) return CallWord.wrap(word);
        word &= ~(uint256(type(uint8).max) << 248) & ~(uint256(type(uint16).max) << 224);
        return CallWord.wrap(word | all << 224);
    }

    function price(CallWord w) internal pure returns (uint256) {
        return uint32(CallWord.unwrap(w) >> 128);
    }
}
