// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Purpose} from "../types/IPRight.sol";
import {RightsBook} from "./RightsBook.sol";

/// @title LienBook
/// @notice Who has security over a right, and in which rank.
abstract contract LienBook is RightsBook {
    struct Lien {
        address holder;
        uint8 rank;
        uint32 day;
        bool inForce;
    }

    /// @dev The rank of a deal's own security while a pool holds the right.
    uint256 private constant FIRST = 1;

    mapping(bytes32 right => mapping(uint256 number => Lien)) private _liens;
    mapping(bytes32 right => mapping(uint256 rank => address)) private _holders;

    /// @inheritdoc IIPRegistry
    function lienAt(bytes32 right, uint256 number)
        external
        view
        returns (address holder, uint8 rank, uint32 day, bool inForce)
    {
        Lien memory lien = _lien(right, _known(right), number);
        return (lien.holder, lien.rank, lien.day, lien.inForce);
    }

    /// @inheritdoc IIPRegistry
    function holderOfRank(bytes32 right, uint256 rank) public view returns (address) {
        address pool = _rights[right].pool;
        return rank == FIRST && pool != address(0) ? pool : _holders[right][rank];
    }

    function _enterLien(bytes32 right, address holder, uint8 rank, uint32 day, bytes32 document)
        internal
        returns (uint32 number)
    {
        Right storage r = _known(right);
        if (holder == address(0)) revert IPRegistry_ZeroAddress("holder");
        _requirePast("lien", day);
        if (rank != 0) {
            address taken = holderOfRank(right, rank);
            if (taken != address(0)) revert IPRegistry_RankTaken(rank, taken);
            _holders[right][rank] = holder;
        } else {
            ++r.liensAhead;
        }
        if (++r.liensInForce > MOST) revert IPRegistry_TooMany("liens", MOST, r.liensInForce);
        number = ++r.liens;
        _file(right, Purpose.Lien, number, document);
        _liens[right][number] = Lien(holder, rank, day, true);
        emit LienEntered(right, number, holder, rank, day, document);
        _tell(right, r);
    }

    function _releaseLien(bytes32 right, uint32 number, uint32 day, bytes32 document) internal {
        Right storage r = _known(right);
        Lien memory lien = _lien(right, r, number);
        _requirePast("release", day);
        if (!lien.inForce) revert IPRegistry_LienReleased(number);
        _requireInOrder("release", lien.day, day);
        _file(right, Purpose.LienRelease, number, document);
        _liens[right][number].inForce = false;
        --r.liensInForce;
        if (lien.rank == 0) --r.liensAhead;
        else delete _holders[right][lien.rank];
        emit LienReleased(right, number, day, document);
        _tell(right, r);
    }

    function _lien(bytes32 right, Right storage r, uint256 number) private view returns (Lien memory) {
        if (number == 0 || number > r.liens) revert IPRegistry_NoLien(r.liens, number);
        return _liens[right][number];
    }
}
