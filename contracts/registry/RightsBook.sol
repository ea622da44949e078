// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {IRightsPool} from "../interfaces/IRightsPool.sol";
import {Kind, Purpose, RightFacts, Status} from "../types/IPRight.sol";
import {Days} from "./Days.sol";

/// @title RightsBook
/// @notice What every part of the registry shares: the rights, what documents stand for, and the word to the pool.
abstract contract RightsBook is IIPRegistry {
    /// @dev `whole`: the pool holds the title itself, not a licence. Counters of numbers that rise by one: liens, licences, valuations, links of title, legal events.
    struct Right {
        Kind kind;
        Status status;
        bool isFinal;
        uint8 disputes;
        uint8 liensAhead;
        uint8 restrictions;
        uint8 liensInForce;
        bytes2 jurisdiction;
        uint32 priority;
        uint32 expiry;
        uint32 renewalDue;
        uint32 lastEffective;
        uint16 licences;
        uint32 lastLinkDay;
        address pool;
        bool whole;
        uint32 events;
        uint32 links;
        uint16 liens;
        uint32 valuations;
        bytes32 family;
    }

    uint256 internal constant WHOLE = 1e6;
    uint256 internal constant MOST = 16;

    mapping(bytes32 right => Right) internal _rights;
    mapping(bytes32 document => bytes32) private _meanings;

    /// @inheritdoc IIPRegistry
    function factsOf(bytes32 right) external view returns (RightFacts memory facts) {
        Right storage r = _known(right);
        facts.kind = r.kind;
        facts.status = r.status;
        facts.isFinal = r.isFinal;
        facts.disputes = r.disputes;
        facts.liensAhead = r.liensAhead;
        facts.restrictions = r.restrictions;
        facts.jurisdiction = r.jurisdiction;
        facts.priority = r.priority;
        facts.expiry = r.expiry;
        facts.renewalDue = r.renewalDue;
        facts.lastEffective = r.lastEffective;
        facts.events = r.events;
        facts.family = r.family;
    }

    /// @inheritdoc IIPRegistry
    function poolOf(bytes32 right) external view returns (address) {
        return _rights[right].pool;
    }

    /// @inheritdoc IIPRegistry
    function meaningOf(bytes32 document) external view returns (bytes32) {
        return _meanings[document];
    }

    function _known(bytes32 right) internal view returns (Right storage r) {
        r = _rights[right];
        if (r.kind == Kind.None) revert IPRegistry_UnknownRight(right);
    }

    /// @dev A document stands for one thing for good.
    function _file(bytes32 right, Purpose purpose, uint256 number, bytes32 document) internal {
        if (document == 0) revert IPRegistry_NoDocument();
        bytes32 meaning = _meaning(right, purpose, number);
        if (_meanings[document] != 0) revert IPRegistry_DocumentMeans(document, _meanings[document], meaning);
        _meanings[document] = meaning;
    }

    function _requireMeans(bytes32 right, Purpose purpose, uint256 number, bytes32 document) internal view {
        bytes32 meaning = _meaning(right, purpose, number);
        if (_meanings[document] != meaning) revert IPRegistry_DocumentMeans(document, _meanings[document], meaning);
    }

    /// @dev What the pool that holds a right counts it for may be another now. A pool never refuses to hear.
    // slither-disable-next-line calls-loop: in a list, whose caller says how many
    function _tell(bytes32 right, Right storage r) internal {
        address pool = r.pool;
        if (pool != address(0)) IRightsPool(pool).onChange(right);
    }

    /// @dev A day that has come.
    function _requirePast(string memory what, uint256 day) internal view {
        _requireDay(what, day);
        uint256 today = Days.today();
        if (day > today) revert IPRegistry_InFuture(what, today, day);
    }

    function _requireDay(string memory what, uint256 day) internal pure {
        if (!Days.isDay(day)) revert IPRegistry_BadDay(what, day);
    }

    function _requireInOrder(string memory what, uint256 last, uint256 day) internal pure {
        if (day < last) revert IPRegistry_OutOfOrder(what, last, day);
    }

    function _meaning(bytes32 right, Purpose purpose, uint256 number) private pure returns (bytes32) {
        return keccak256(abi.encode(right, purpose, number));
    }
}
