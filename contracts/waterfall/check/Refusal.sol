// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Refusal
/// @notice How a program is refused: which field of which part, what was allowed and what was given.
/// @dev A field's name travels as one word and becomes text only in a refusal: a string at every check would double the code.
library Refusal {
    error ProgramCheck_Header(bytes32 field, uint256 given);
    error ProgramCheck_OutOfRange(bytes32 field, uint256 index, uint256 limit, uint256 given);
    error ProgramCheck_Wrong(bytes32 field, uint256 index, uint256 expected, uint256 given);

    /// @notice Refuse a field of the header.
    function header(bool right, bytes32 field, uint256 given) internal pure {
        if (!right) revert ProgramCheck_Header(field, given);
    }

    /// @notice Refuse what is above the largest allowed.
    function atMost(bytes32 field, uint256 index, uint256 largest, uint256 given) internal pure {
        if (given > largest) revert ProgramCheck_OutOfRange(field, index, largest, given);
    }

    /// @notice Refuse an index into so many.
    function below(bytes32 field, uint256 index, uint256 count, uint256 given) internal pure {
        if (given >= count) revert ProgramCheck_OutOfRange(field, index, count, given);
    }

    /// @notice Refuse what is below the smallest allowed.
    function atLeast(bytes32 field, uint256 index, uint256 smallest, uint256 given) internal pure {
        if (given < smallest) revert ProgramCheck_OutOfRange(field, index, smallest, given);
    }

    /// @notice Refuse what differs from the only thing allowed.
    function equal(bytes32 field, uint256 index, uint256 expected, uint256 given) internal pure {
        if (given != expected) revert ProgramCheck_Wrong(field, index, expected, given);
    }

    /// @notice Refuse bits outside a set.
    function within(bytes32 field, uint256 index, uint256 allowed, uint256 given) internal pure {
        if (given & ~allowed != 0) revert ProgramCheck_Wrong(field, index, allowed, given);
    }

    /// @notice Refuse; `wanted` is what was expected.
    function wrong(bytes32 field, uint256 index, uint256 wanted, uint256 given) internal pure {
        revert ProgramCheck_Wrong(field, index, wanted, given);
    }
}
