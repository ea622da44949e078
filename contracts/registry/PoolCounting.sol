// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Count, Pledge} from "../interfaces/IRightsPool.sol";
import {LiveLicence, RightFacts, Status, Valuation} from "../types/IPRight.sol";
import {Days} from "./Days.sol";
import {PoolLabels} from "./PoolLabels.sol";

/// @dev What a licensee and its group stand for in a pool through one right.
struct Exposure {
    address licensee;
    uint96 amount;
    address group;
}

/// @title PoolCounting
/// @notice What a right counts for on a day, and the last day on which that is so if nothing is reported.
library PoolCounting {
    uint256 private constant WHOLE = 1e6;

    /// @notice Count a right.
    /// @return count Value, base, the unlicensed part, conditions.
    /// @return exposures By licence in force, those that are something.
    /// @return nextDay The last day of this, or {Days.NEVER}.
    function countOf(
        IIPRegistry registry,
        address token,
        uint256 haircuts,
        bytes32 right,
        Pledge memory p,
        uint256 today
    ) internal view returns (Count memory count, Exposure[] memory exposures, uint256 nextDay) {
        RightFacts memory facts = registry.factsOf(right);
        uint256 conditions = _ofLaw(facts, p.demanded);
        nextDay = Days.NEVER;
        if (facts.expiry != 0) {
            if (today > facts.expiry) conditions |= 1 << PoolLabels.EXPIRED;
            else nextDay = facts.expiry;
        }
        Valuation memory v = registry.valuationOf(right);
        bool ofDeal = v.token == token; // else the last value in the deal's token stands, stale
        count.value = ofDeal ? v.amount : p.count.value;
        if (!ofDeal || today > v.until) conditions |= 1 << PoolLabels.STALE;
        else nextDay = _earlier(nextDay, v.until);

        LiveLicence[] memory licences = registry.liveLicences(right);
        uint256 licensed;
        bool held = p.licence == 0;
        (licensed, held, nextDay) = _inForce(licences, p.licence, held, today, nextDay);
        if (!held) conditions |= 1 << PoolLabels.UNTITLED;

        // forge-lint: disable-next-line(unsafe-typecast): there are fewer than 16
        count.conditions = uint16(conditions);
        // forge-lint: disable-next-line(unsafe-typecast): at most the value
        count.base = uint96(uint256(count.value) * (WHOLE - highest(haircuts, conditions)) / WHOLE);
        count.unlicensed = uint96(_up(uint256(count.value) * (WHOLE - licensed), WHOLE));
        exposures = _exposures(licences, count.base, today);
    }

    /// @notice The share of a part, rounded up. Of nothing, everything: a pool without value passes no test.
    function shareUp(uint256 part, uint256 all) internal pure returns (uint256) {
        return all == 0 ? WHOLE : _up(part * WHOLE, all);
    }

    /// @notice The highest haircut among conditions.
    function highest(uint256 haircuts, uint256 conditions) internal pure returns (uint256 found) {
        for (; conditions != 0; (conditions >>= 1, haircuts >>= 24)) {
            // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
            uint256 haircut = uint24(haircuts);
            if (conditions & 1 == 1 && haircut > found) found = haircut;
        }
    }

    /// @dev Conditions that no clock brings.
    function _ofLaw(RightFacts memory f, bool demanded) private pure returns (uint256 conditions) {
        if (f.status == Status.Discontinued || f.status == Status.Lapsed || f.status == Status.Surrendered) {
            conditions = 1 << PoolLabels.LAPSED;
        }
        if (f.status == Status.Invalidated) conditions |= 1 << PoolLabels.INVALIDATED;
        if (f.status == Status.Expired) conditions |= 1 << PoolLabels.EXPIRED;
        if (f.status == Status.UnderReview) conditions |= 1 << PoolLabels.UNDER_REVIEW;
        if (f.disputes != 0) conditions |= 1 << PoolLabels.IN_DISPUTE;
        if (f.liensAhead != 0) conditions |= 1 << PoolLabels.PLEDGED;
        if (f.restrictions != 0) conditions |= 1 << PoolLabels.RESTRICTED;
        if (demanded) conditions |= 1 << PoolLabels.BREACHED;
    }

    /// @dev How much of the value licences in force carry, whether the one it is held under is among them, and when that next changes.
    function _inForce(LiveLicence[] memory licences, uint256 basis, bool held, uint256 today, uint256 nextDay)
        private
        pure
        returns (uint256 licensed, bool isHeld, uint256 next)
    {
        (isHeld, next) = (held, nextDay);
        for (uint256 i; i < licences.length; ++i) {
            LiveLicence memory l = licences[i];
            if (today > l.until) continue;
            if (today < l.from) {
                next = _earlier(next, Days.before(l.from));
                continue;
            }
            next = _earlier(next, l.until);
            licensed += l.share;
            if (l.number == basis) isHeld = true;
        }
    }

    function _exposures(LiveLicence[] memory licences, uint256 base, uint256 today)
        private
        pure
        returns (Exposure[] memory found)
    {
        found = new Exposure[](licences.length);
        uint256 count;
        for (uint256 i; i < licences.length; ++i) {
            LiveLicence memory l = licences[i];
            if (today < l.from || today > l.until) continue;
            uint256 amount = _up(base * l.share, WHOLE);
            // forge-lint: disable-next-line(unsafe-typecast): a share of `base`
            if (amount != 0) found[count++] = Exposure(l.licensee, uint96(amount), l.group);
        }
        assembly ("memory-safe") {
            mstore(found, count) // shorter than it was made
        }
    }

    function _earlier(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function _up(uint256 numerator, uint256 denominator) private pure returns (uint256) {
        return numerator == 0 ? 0 : (numerator - 1) / denominator + 1;
    }
}
