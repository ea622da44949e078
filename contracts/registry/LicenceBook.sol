// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Licence, LiveLicence, Purpose} from "../types/IPRight.sol";
import {Days} from "./Days.sol";
import {Offices} from "./Offices.sol";
import {TitleBook} from "./TitleBook.sol";

/// @title LicenceBook
/// @notice Who may use a right, where, until when, for what; and how much of its value rests on each licence.
/// @dev A licence granted under another has a higher number than it, so one pass upwards ends all that hang on one.
abstract contract LicenceBook is TitleBook {
    bytes2 private constant WORLD = "WO";

    mapping(bytes32 right => mapping(uint256 number => Licence)) private _licences;
    mapping(bytes32 right => mapping(uint256 number => bool)) private _terminated;
    /// @dev Numbers of those not terminated, rising; sixteen in a slot.
    mapping(bytes32 right => uint16[]) private _live;

    /// @inheritdoc IIPRegistry
    function licenceAt(bytes32 right, uint256 number) external view returns (Licence memory licence, bool terminated) {
        _requireLicence(_known(right), number);
        return (_licences[right][number], _terminated[right][number]);
    }

    /// @inheritdoc IIPRegistry
    function liveLicences(bytes32 right) external view returns (LiveLicence[] memory found) {
        uint16[] memory live = _live[right];
        found = new LiveLicence[](live.length);
        for (uint256 i; i < live.length; ++i) {
            Licence storage l = _licences[right][live[i]];
            found[i] = LiveLicence(live[i], l.licensee, l.group, l.from, l.until, l.share);
        }
    }

    function _grantLicence(bytes32 right, Licence calldata given, bytes32 document) internal returns (uint32 number) {
        Right storage r = _known(right);
        Licence memory l = given;
        if (l.licensee == address(0)) revert IPRegistry_ZeroAddress("licensee");
        if (l.group == address(0)) l.group = l.licensee;
        Offices.requireOffice(l.territory);
        if (l.rate > WHOLE) revert IPRegistry_SharesExceeded(WHOLE, l.rate);
        _requireDay("from", l.from);
        _requireDay("until", l.until);
        _requireInOrder("until", l.from, l.until);
        _requireGrantable(right, r, l);
        _requireRoom(right, l);
        number = ++r.licences;
        _file(right, Purpose.Licence, number, document);
        _licences[right][number] = l;
        // forge-lint: disable-next-line(unsafe-typecast): counted in 16 bits
        _live[right].push(uint16(number));
        emit LicenceGranted(right, number, l, document);
        _tell(right, r);
    }

    function _terminateLicence(bytes32 right, uint32 number, uint32 day, bytes32 document) internal {
        Right storage r = _known(right);
        _requireLicence(r, number);
        _requirePast("termination", day);
        if (_terminated[right][number]) revert IPRegistry_LicenceTerminated(number);
        _file(right, Purpose.LicenceEnd, number, document);
        uint16[] memory live = _live[right];
        delete _live[right];
        for (uint256 i; i < live.length; ++i) {
            uint16 parent = _licences[right][live[i]].parent;
            if (live[i] == number || (parent != 0 && _terminated[right][parent])) {
                _terminated[right][live[i]] = true;
                emit LicenceTerminated(right, live[i], day, document);
            } else {
                _live[right].push(live[i]);
            }
        }
        _tell(right, r);
    }

    /// @dev The licensor has what it grants: title, or a licence that reaches as far.
    function _requireGrantable(bytes32 right, Right storage r, Licence memory l) private view {
        if (l.parent == 0) {
            // a co-owner alone can't shut the others out
            uint256 least = l.exclusive ? WHOLE : 1;
            uint256 held = shareOf(right, l.licensor);
            if (held < least) revert IPRegistry_NotOwner(l.licensor, held, least);
            return;
        }
        _requireLicence(r, l.parent);
        if (_terminated[right][l.parent]) revert IPRegistry_LicenceTerminated(l.parent);
        Licence memory parent = _licences[right][l.parent];
        if (parent.licensee != l.licensor) revert IPRegistry_NotLicensor(parent.licensee, l.licensor);
        if (parent.share != 0) revert IPRegistry_ParentCarriesShare(l.parent, parent.share);
        if (l.exclusive && !parent.exclusive) revert IPRegistry_BeyondParent("exclusive", 0, 1);
        if (parent.territory != WORLD && parent.territory != l.territory) {
            revert IPRegistry_BeyondParent("territory", uint16(parent.territory), uint16(l.territory));
        }
        if (l.from < parent.from) revert IPRegistry_BeyondParent("from", parent.from, l.from);
        if (l.until > parent.until) revert IPRegistry_BeyondParent("until", parent.until, l.until);
        uint256 today = Days.today();
        if (today > parent.until) revert IPRegistry_BeyondParent("today", parent.until, today);
    }

    /// @dev Beside those there are: their number, exclusive ones in its way, and the value that rests on all.
    function _requireRoom(bytes32 right, Licence memory l) private view {
        uint16[] memory live = _live[right];
        if (live.length == MOST) revert IPRegistry_TooMany("licences", MOST, MOST + 1);
        uint256 total = l.share;
        for (uint256 i; i < live.length; ++i) {
            Licence memory other = _licences[right][live[i]];
            total += other.share;
            if (!(l.exclusive && other.exclusive) || l.parent != other.parent) continue;
            bool sameTime = l.from <= other.until && other.from <= l.until;
            bool samePlace = l.territory == other.territory || l.territory == WORLD || other.territory == WORLD;
            if (sameTime && samePlace) revert IPRegistry_ExclusiveGranted(live[i]);
        }
        if (total > WHOLE) revert IPRegistry_SharesExceeded(WHOLE, total);
    }

    function _requireLicence(Right storage r, uint256 number) private view {
        if (number == 0 || number > r.licences) revert IPRegistry_NoLicence(r.licences, number);
    }
}
