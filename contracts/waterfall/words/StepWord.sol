// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A type of its own, so that no word is read as another.
type StepWord is uint256;

using StepFields for StepWord global;

/// @title StepFields
/// @notice Word 0 of a step; word 1 is its amount. The layout is a row of the table in docs/decisions/0003-the-whole-waterfall.md.
library StepFields {
    /// @dev Due kind, flags and tranche mask.
    uint256 private constant OF_A_GROUP = 0xffff << 216 | 0xffff << 192;

    function kind(StepWord w) internal pure returns (uint256) {
        return StepWord.unwrap(w) >> 248;
    }

    function subjectKind(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 240);
    }

    function subject(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 232);
    }

    function dueKind(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 224);
    }

    function flags(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 216);
    }

    function mask(StepWord w) internal pure returns (uint256) {
        return uint16(StepWord.unwrap(w) >> 192);
    }

    function rate(StepWord w) internal pure returns (uint256) {
        return uint32(StepWord.unwrap(w) >> 160);
    }

    /// @notice Periods of interest, place of the invoice, or index of the capped step.
    function number(StepWord w) internal pure returns (uint256) {
        return uint16(StepWord.unwrap(w) >> 144);
    }

    function dayCount(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 136);
    }

    /// @notice 0 the largest part, 1 the smallest.
    function combine(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 128);
    }

    /// @notice Flags that must be up (high half) and flags that must not (low half); zero: the step always runs.
    function guard(StepWord w) internal pure returns (uint256) {
        return uint32(StepWord.unwrap(w) >> 96);
    }

    /// @notice Whether the guard lets the step run while these flags are up.
    function runs(StepWord w, uint256 up) internal pure returns (bool) {
        uint256 on = guard(w) >> 16;
        return up & on == on && up & uint16(guard(w)) == 0;
    }

    /// @notice Of a principal step: all that is left of one tranche by itself. Due kind and flags are zero, the mask is the tranche alone.
    function isAlone(StepWord w) internal pure returns (bool) {
        return StepWord.unwrap(w) & OF_A_GROUP == 1 << 192 + subject(w);
    }

    /// @notice Three bytes, the first support in the highest.
    function sources(StepWord w) internal pure returns (uint256) {
        return uint256(uint8(StepWord.unwrap(w) >> 208)) << 16 | uint16(StepWord.unwrap(w) >> 80);
    }

    /// @notice Place in `carried` and `used`.
    function carry(StepWord w) internal pure returns (uint256) {
        return uint8(StepWord.unwrap(w) >> 64);
    }

    function carryRate(StepWord w) internal pure returns (uint256) {
        return uint32(StepWord.unwrap(w) >> 32);
    }

    /// @notice Table of the cap, or of amounts by period; 0 for none.
    function table(StepWord w) internal pure returns (uint256) {
        return uint16(StepWord.unwrap(w) >> 16);
    }
}
