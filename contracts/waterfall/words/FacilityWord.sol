// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A type of its own, so that no word is read as another.
type FacilityWord is uint256;

using FacilityFields for FacilityWord global;

/// @title FacilityFields
/// @notice A liquidity facility or a guarantee. The layout is a row of the table in docs/decisions/0003-the-whole-waterfall.md.
library FacilityFields {
    function kind(FacilityWord w) internal pure returns (uint256) {
        return FacilityWord.unwrap(w) >> 248;
    }

    function payee(FacilityWord w) internal pure returns (uint256) {
        return uint8(FacilityWord.unwrap(w) >> 240);
    }

    function dayCount(FacilityWord w) internal pure returns (uint256) {
        return uint8(FacilityWord.unwrap(w) >> 232);
    }

    function rate(FacilityWord w) internal pure returns (uint256) {
        return uint32(FacilityWord.unwrap(w) >> 192);
    }

    function noticeHours(FacilityWord w) internal pure returns (uint256) {
        return uint16(FacilityWord.unwrap(w) >> 176);
    }

    function limit(FacilityWord w) internal pure returns (uint256) {
        return uint128(FacilityWord.unwrap(w));
    }
}
