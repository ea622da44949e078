// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inputs, Record, State} from "contracts/waterfall/State.sol";
import {Waterfall} from "contracts/waterfall/Waterfall.sol";
import {Deals} from "./Deals.sol";

/// @title InSequenceTheorems
/// @notice Two notes paid one after the other: interest, interest, principal, principal, what is left.
/// @dev Bounds: that list of five steps; cash, balances and arrears any amount below 2^96; no coupon, so what is due of interest is
/// the arrears ({AccrualTheorems} has what accrues). The twins leave open the cash alone.
contract InSequenceTheorems {
    /// @notice What is paid and what is left is what was available (law B).
    function check_conservation(uint96 cash, uint96 a, uint96 b, uint96 arrearsA, uint96 arrearsB) external pure {
        (Record[] memory r, uint256 left,) = _date(cash, a, b, arrearsA, arrearsB);
        assert(_paid(r) + left == cash);
    }

    function reach_conservation(uint96 cash) external pure {
        (Record[] memory r,,) = _date(cash, 500, 300, 20, 30);
        assert(r[1].paid == 0 || r[2].paid == 0 || r[3].paid == 0 || r[4].paid == 0);
    }

    function _date(uint256 cash, uint256 a, uint256 b, uint256 arrearsA, uint256 arrearsB)
        private
        pure
        returns (Record[] memory records, uint256 left, State memory state)
    {
        state = Deals.state([a, b, arrearsA, arrearsB], new uint256[](0), 5, 0);
        Inputs memory inputs = Deals.inputs(cash, 0);
        (records, left,,) = Waterfall.run(_program(), state, inputs);
    }

    function _paid(Record[] memory records) private pure returns (uint256 total) {
        for (uint256 i; i < records.length; ++i) {
            total += records[i].paid;
        }
    }

    function _program() private pure returns (bytes memory) {
        bytes memory steps = bytes.concat(Deals.interest(0, 0, 0), Deals.interest(1, 0, 1), Deals.principal(0, 2));
        return bytes.concat(Deals.header(Deals.Sizes(0, 5, 0, 0, 0)), Deals.notes(), steps, Deals.residual(4));
    }
}
