// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Kind, Purpose, RightEntry} from "../types/IPRight.sol";
import {Days} from "./Days.sol";
import {Offices} from "./Offices.sol";
import {RightNumbers} from "./RightNumbers.sol";
import {RightsBook} from "./RightsBook.sol";

/// @title TitleBook
/// @notice Who owns a right, and how it came to be so: shares that always add up to the whole, and a chain of transfers.
abstract contract TitleBook is RightsBook {
    mapping(bytes32 right => address[]) private _owners;
    mapping(bytes32 right => mapping(address owner => uint32)) private _shares;

    /// @inheritdoc IIPRegistry
    function shareOf(bytes32 right, address owner) public view returns (uint256) {
        return _shares[right][owner];
    }

    /// @inheritdoc IIPRegistry
    function ownersOf(bytes32 right) external view returns (address[] memory owners, uint32[] memory shares) {
        owners = _owners[right];
        shares = new uint32[](owners.length);
        for (uint256 i; i < owners.length; ++i) {
            shares[i] = _shares[right][owners[i]];
        }
    }

    function _enter(RightEntry calldata e) internal {
        RightNumbers.check(e.right, e.kind, e.document);
        Right storage r = _rights[e.right];
        if (r.kind != Kind.None) revert IPRegistry_AlreadyEntered(e.right);
        Offices.requireOffice(e.jurisdiction);
        _requirePast("priority", e.priority);
        // what is granted for a time has an end
        if (e.expiry != 0 || e.kind <= Kind.UtilityModel) {
            _requireDay("expiry", e.expiry);
            if (e.expiry < e.priority) revert IPRegistry_ExpiryBeforePriority(e.priority, e.expiry);
        }
        if (e.renewalDue != 0) _requireDay("renewal due", e.renewalDue);
        _checkOwners(e.owners, e.shares);
        _file(e.right, Purpose.Entry, 1, e.document);

        r.kind = e.kind;
        r.jurisdiction = e.jurisdiction;
        (r.priority, r.expiry, r.renewalDue) = (e.priority, e.expiry, e.renewalDue);
        r.family = e.family;
        emit RightEntered(
            e.right, e.kind, e.jurisdiction, e.priority, e.expiry, e.renewalDue, e.family, e.document, msg.sender
        );
        uint32 today = uint32(Days.today());
        for (uint256 i; i < e.owners.length; ++i) {
            _gain(e.right, e.owners[i], e.shares[i]);
            _link(e.right, r, address(0), e.owners[i], e.shares[i], today, e.document);
        }
    }

    function _transferTitle(bytes32 right, address from, address to, uint32 share, uint32 day, bytes32 document)
        internal
    {
        Right storage r = _known(right);
        if (to == address(0)) revert IPRegistry_ZeroAddress("to");
        if (from == to) revert IPRegistry_SameOwner(from);
        if (share == 0) revert IPRegistry_ZeroShare(to);
        _requirePast("title", day);
        if (r.whole) revert IPRegistry_Bound(right, r.pool);
        _requireInOrder("title", r.lastLinkDay, day);
        uint32 held = _shares[right][from];
        if (held < share) revert IPRegistry_NotOwner(from, held, share);
        _file(right, Purpose.Title, uint256(r.links) + 1, document);
        _lose(right, from, held, share);
        _gain(right, to, share);
        _link(right, r, from, to, share, day, document);
    }

    function _link(
        bytes32 right,
        Right storage r,
        address from,
        address to,
        uint32 share,
        uint32 day,
        bytes32 document
    ) private {
        r.lastLinkDay = day;
        emit TitleTransferred(right, ++r.links, from, to, share, day, document);
    }

    function _gain(bytes32 right, address owner, uint32 share) private {
        uint32 held = _shares[right][owner];
        if (held == 0) {
            _owners[right].push(owner);
            if (_owners[right].length > MOST) revert IPRegistry_TooMany("owners", MOST, _owners[right].length);
        }
        _shares[right][owner] = held + share; // of a million together
    }

    function _lose(bytes32 right, address owner, uint32 held, uint32 share) private {
        _shares[right][owner] = held - share;
        if (held != share) return;
        address[] storage owners = _owners[right];
        for (uint256 i; i < owners.length; ++i) {
            if (owners[i] != owner) continue;
            owners[i] = owners[owners.length - 1];
            owners.pop();
            return;
        }
    }

    function _checkOwners(address[] calldata owners, uint32[] calldata shares) private pure {
        if (owners.length != shares.length) revert IPRegistry_WrongLength(owners.length, shares.length);
        if (owners.length > MOST) revert IPRegistry_TooMany("owners", MOST, owners.length);
        uint256 total;
        for (uint256 i; i < owners.length; ++i) {
            if (owners[i] == address(0)) revert IPRegistry_ZeroAddress("owner");
            if (shares[i] == 0) revert IPRegistry_ZeroShare(owners[i]);
            total += shares[i];
        }
        if (total != WHOLE) revert IPRegistry_SharesNotWhole(WHOLE, total);
    }
}
