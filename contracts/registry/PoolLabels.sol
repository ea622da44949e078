// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRightsPool} from "../interfaces/IRightsPool.sol";

/// @title PoolLabels
/// @notice The labels of what a pool knows, as numbers. Conditions of rights have their bits as numbers; the others follow.
library PoolLabels {
    uint256 internal constant CONDITIONS = 10;

    uint256 internal constant LAPSED = 0;
    uint256 internal constant INVALIDATED = 1;
    uint256 internal constant EXPIRED = 2;
    uint256 internal constant UNDER_REVIEW = 3;
    uint256 internal constant IN_DISPUTE = 4;
    uint256 internal constant PLEDGED = 5;
    uint256 internal constant STALE = 6;
    uint256 internal constant BREACHED = 7;
    uint256 internal constant RESTRICTED = 8;
    uint256 internal constant UNTITLED = 9;
    uint256 internal constant UNLICENSED = 10;
    uint256 internal constant LARGEST_RIGHT = 11;
    uint256 internal constant LARGEST_JURISDICTION = 12;
    uint256 internal constant LARGEST_LICENSEE = 13;
    uint256 internal constant LARGEST_GROUP = 14;
    uint256 internal constant LIMITS_BROKEN = 15;
    uint256 internal constant POOL_VALUE = 16;

    /// @notice The number of a label; refused when nobody knows it.
    function numberOf(bytes32 label) internal pure returns (uint256) {
        if (label == "pool-value") return POOL_VALUE;
        if (label == "limits-broken") return LIMITS_BROKEN;
        if (label == "rights-invalidated") return INVALIDATED;
        if (label == "rights-lapsed") return LAPSED;
        if (label == "rights-expired") return EXPIRED;
        if (label == "rights-in-dispute") return IN_DISPUTE;
        if (label == "rights-under-review") return UNDER_REVIEW;
        if (label == "rights-pledged") return PLEDGED;
        if (label == "rights-stale") return STALE;
        if (label == "rights-breached") return BREACHED;
        if (label == "rights-restricted") return RESTRICTED;
        if (label == "rights-untitled") return UNTITLED;
        if (label == "rights-unlicensed") return UNLICENSED;
        if (label == "largest-right") return LARGEST_RIGHT;
        if (label == "largest-jurisdiction") return LARGEST_JURISDICTION;
        if (label == "largest-licensee") return LARGEST_LICENSEE;
        if (label == "largest-group") return LARGEST_GROUP;
        revert IRightsPool.RightsPool_UnknownLabel(label);
    }
}
