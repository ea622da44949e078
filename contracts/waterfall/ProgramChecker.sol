// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProgramCheck} from "./ProgramCheck.sol";
import {Header} from "./words/Header.sol";

/// @title ProgramChecker
/// @notice Refuses a program that could not be executed, before a deal is made of it: a contract of its own, for the factory to ask.
contract ProgramChecker {
    /// @notice Check every field an engine reads, for a deal with so many payees; returns the header. See `ProgramCheck` for the errors.
    function check(bytes calldata program, uint256 payees) external pure returns (Header) {
        return ProgramCheck.check(program, payees);
    }
}
