// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {IRightsPool} from "../interfaces/IRightsPool.sol";
import {Method, Purpose, Valuation} from "../types/IPRight.sol";
import {TitleBook} from "./TitleBook.sol";

/// @title ValuationBook
/// @notice What rights are worth, by whom, and until when one may rely on it. The newest counts; the events keep those before.
abstract contract ValuationBook is TitleBook {
    uint256 private constant AMOUNT_LIMIT = 1 << 84;

    mapping(bytes32 right => Valuation) private _valuations;

    /// @inheritdoc IIPRegistry
    function valuationOf(bytes32 right) external view returns (Valuation memory) {
        return _valuations[right];
    }

    function _value(bytes32 right, Valuation memory v, bytes32 document) internal returns (uint32 number) {
        Right storage r = _known(right);
        if (v.token == address(0)) revert IPRegistry_ZeroAddress("token");
        if (v.amount >= AMOUNT_LIMIT) revert IPRegistry_AmountTooLarge(AMOUNT_LIMIT, v.amount);
        if (v.method == Method.None) revert IPRegistry_NoMethod();
        _requirePast("valuation", v.day);
        _requireDay("until", v.until);
        _requireInOrder("until", v.day, v.until);
        if (shareOf(right, v.appraiser) != 0) revert IPRegistry_ValuedByOwner(right, v.appraiser);
        _requireInOrder("valuation", _valuations[right].day, v.day);
        if (r.pool != address(0) && !IRightsPool(r.pool).mayValue(right, v.appraiser)) {
            revert IPRegistry_ValuedByOriginator(right, v.appraiser);
        }
        number = ++r.valuations;
        _file(right, Purpose.Valuation, number, document);
        _valuations[right] = v;
        emit RightValued(right, number, v, document);
        _tell(right, r);
    }
}
