// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {IRightsPool, PoolTerms} from "../interfaces/IRightsPool.sol";
import {Licence, RightFacts, Status, Valuation} from "../types/IPRight.sol";
import {Program} from "../waterfall/Program.sol";
import {Header} from "../waterfall/words/Header.sol";
import {Days} from "./Days.sol";
import {PoolLabels} from "./PoolLabels.sol";

/// @title PoolGates
/// @notice What is asked before a right may back a deal, and of the terms of a pool. Each refusal has its name. Keeps nothing; anybody may ask
/// beforehand.
contract PoolGates {
    uint256 private constant WHOLE = 1e6;
    uint256 private constant MOST_LIMITS = 12;
    bytes2 private constant WORLD = "WO";

    /// @notice Whom and what a right would back.
    struct Door {
        IIPRegistry registry;
        address originator;
        address token;
        uint256 maturity;
        uint256 today;
    }

    /// @notice Refuse a right that may not back the deal; else its value and jurisdiction.
    function pass(Door memory d, bytes32 right, uint256 licence) external view returns (uint96, bytes2) {
        RightFacts memory facts = d.registry.factsOf(right);
        if (facts.status != Status.InForce) revert IRightsPool.RightsPool_NotInForce(right, facts.status);
        if (facts.disputes != 0) revert IRightsPool.RightsPool_TitleDisputed(right, facts.disputes);
        if (facts.restrictions & 1 != 0) revert IRightsPool.RightsPool_NotTransferable(right);
        if (facts.restrictions & 2 != 0) revert IRightsPool.RightsPool_OnNegativeList(right);
        if (facts.liensAhead != 0) revert IRightsPool.RightsPool_LienAhead(right, address(0));
        address first = d.registry.holderOfRank(right, 1);
        if (first != address(0)) revert IRightsPool.RightsPool_LienAhead(right, first);
        if (facts.expiry != 0 && facts.expiry < d.maturity) {
            revert IRightsPool.RightsPool_ExpiresBefore(right, d.maturity, facts.expiry);
        }
        if (licence == 0) _requireOwned(d, right);
        else _requireHeld(d, right, facts.jurisdiction, licence);
        return (_value(d, right), facts.jurisdiction);
    }

    /// @notice Refuse terms that make no sense, whose maturity isn't the legal final date of the deal's program, and a program that looks at
    /// what no pool knows: its payment dates would wait for ever.
    function checkTerms(PoolTerms calldata t, bytes memory program) external pure {
        Header h = Program.headerOf(program);
        for (uint256 i; i < h.facts(); ++i) {
            // slither-disable-next-line unused-return: asked to refuse
            PoolLabels.numberOf(Program.fact(program, h, i));
        }
        uint256 legalFinal = h.legalFinal();
        if (t.maturity != legalFinal || !Days.isDay(t.maturity)) {
            revert IRightsPool.RightsPool_BadTerms("maturity", legalFinal, t.maturity);
        }
        for (uint256 i; i < PoolLabels.CONDITIONS; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
            _atMostWhole("haircuts", uint24(t.haircuts >> 24 * i));
        }
        uint256 beyond = t.haircuts >> 24 * PoolLabels.CONDITIONS;
        if (beyond != 0) revert IRightsPool.RightsPool_BadTerms("haircuts", 0, beyond);
        if (t.substitutionUntil != 0 && (!Days.isDay(t.substitutionUntil) || t.substitutionUntil > t.maturity)) {
            revert IRightsPool.RightsPool_BadTerms("substitutionUntil", t.maturity, t.substitutionUntil);
        }
        _atMostWhole("substitutionMost", t.substitutionMost);
        _atMostWhole("repurchasePrice", t.repurchasePrice);
        if (t.limits.length > MOST_LIMITS) {
            revert IRightsPool.RightsPool_BadTerms("limits", MOST_LIMITS, t.limits.length);
        }
        for (uint256 i; i < t.limits.length; ++i) {
            uint256 number = PoolLabels.numberOf(t.limits[i].label);
            if (number >= PoolLabels.LIMITS_BROKEN) revert IRightsPool.RightsPool_UnknownLabel(t.limits[i].label);
            _atMostWhole("limits", t.limits[i].most);
            for (uint256 j; j < i; ++j) {
                if (t.limits[j].label == t.limits[i].label) revert IRightsPool.RightsPool_BadTerms("limit twice", j, i);
            }
        }
    }

    function _requireOwned(Door memory d, bytes32 right) private view {
        uint256 share = d.registry.shareOf(right, d.originator);
        if (share != WHOLE) revert IRightsPool.RightsPool_NotOwned(right, d.originator, share);
    }

    /// @dev Held under an exclusive licence that reaches as far as the deal needs.
    function _requireHeld(Door memory d, bytes32 right, bytes2 jurisdiction, uint256 licence) private view {
        (Licence memory l, bool terminated) = d.registry.licenceAt(right, licence);
        string memory lacks;
        if (l.licensee != d.originator) lacks = "licensee";
        else if (terminated) lacks = "terminated";
        else if (!l.exclusive) lacks = "exclusive";
        else if (l.territory != WORLD && l.territory != jurisdiction) lacks = "territory";
        else if (l.from > d.today) lacks = "from";
        else if (l.until < d.maturity) lacks = "until";
        if (bytes(lacks).length != 0) revert IRightsPool.RightsPool_LicenceTooNarrow(right, licence, lacks);
    }

    function _value(Door memory d, bytes32 right) private view returns (uint96) {
        Valuation memory v = d.registry.valuationOf(right);
        if (v.appraiser == address(0) || v.token != d.token) revert IRightsPool.RightsPool_NotValued(right, d.token);
        if (v.until < d.today) revert IRightsPool.RightsPool_ValuationStale(right, v.until, d.today);
        if (v.appraiser == d.originator) revert IRightsPool.RightsPool_ValuedByOriginator(right, v.appraiser);
        return v.amount;
    }

    function _atMostWhole(string memory field, uint256 given) private pure {
        if (given > WHOLE) revert IRightsPool.RightsPool_BadTerms(field, WHOLE, given);
    }
}
