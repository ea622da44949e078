// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Method} from "./IPRight.sol";

/// @title SignedValuation
/// @notice One valuation of a right, as attestors sign it. Days are numbers yyyymmdd.
/// @param right The right.
/// @param number The number the registry will give it: one more than the right has valuations.
/// @param token The payment token the amount is in.
/// @param amount What the right was worth, in the token's smallest unit.
/// @param method How the value was found.
/// @param day The day it was worth that.
/// @param until The last day on which one may rely on it.
/// @param document Hash of the report, or of its part on this right.
struct SignedValuation {
    bytes32 right;
    uint32 number;
    address token;
    uint96 amount;
    Method method;
    uint32 day;
    uint32 until;
    bytes32 document;
}
