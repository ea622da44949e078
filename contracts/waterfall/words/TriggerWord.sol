// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A type of its own, so that no word is read as another.
type TriggerWord is uint256;

using TriggerFields for TriggerWord global;

/// @title TriggerFields
/// @notice What is measured, and what it raises. The layout is a row of the table in docs/decisions/0003-the-whole-waterfall.md.
library TriggerFields {
    function measure(TriggerWord w) internal pure returns (uint256) {
        return TriggerWord.unwrap(w) >> 248;
    }

    function comparison(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 240);
    }

    function k(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 232);
    }

    function n(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 224);
    }

    function flags(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 216);
    }

    function latched(TriggerWord w) internal pure returns (bool) {
        return TriggerWord.unwrap(w) & 1 << 216 != 0;
    }

    function measuredAfter(TriggerWord w) internal pure returns (bool) {
        return TriggerWord.unwrap(w) & 2 << 216 != 0;
    }

    /// @notice The flag it raises, or 255: an event of default.
    function effect(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 208);
    }

    function mask(TriggerWord w) internal pure returns (uint256) {
        return uint16(TriggerWord.unwrap(w) >> 192);
    }

    function subject(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 184);
    }

    function trailing(TriggerWord w) internal pure returns (uint256) {
        return uint8(TriggerWord.unwrap(w) >> 176);
    }

    function table(TriggerWord w) internal pure returns (uint256) {
        return uint16(TriggerWord.unwrap(w) >> 160);
    }

    /// @notice As year * 10000 + month * 100 + day.
    function date(TriggerWord w) internal pure returns (uint256) {
        return uint32(TriggerWord.unwrap(w) >> 128);
    }

    function threshold(TriggerWord w) internal pure returns (uint256) {
        return uint128(TriggerWord.unwrap(w));
    }
}
