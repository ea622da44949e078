// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Allowances} from "./Allowances.sol";
import {TrancheTerms} from "./TrancheTerms.sol";

/// @title RecordDates
/// @notice Units and supply at past times, for votes and statements; kept only by a tranche whose rules say so. The second layer of a
/// tranche token, over {Allowances} and under {TrancheMoves}.
abstract contract RecordDates is Allowances {
    using Checkpoints for Checkpoints.Trace208;

    mapping(address holder => Checkpoints.Trace208) private _units;
    Checkpoints.Trace208 private _supply;

    /// @inheritdoc IERC6372
    function clock() public view returns (uint48) {
        return Time.timestamp();
    }

    /// @notice Record dates are seconds.
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc ITrancheToken
    function balanceOfAt(address account, uint256 timepoint) external view returns (uint256) {
        return _units[account].upperLookupRecent(_past(timepoint));
    }

    /// @inheritdoc ITrancheToken
    function totalSupplyAt(uint256 timepoint) external view returns (uint256) {
        return _supply.upperLookupRecent(_past(timepoint));
    }

    /// @dev Units before a move, and how many moved; the zero address issues and burns. Supply is what is in hands: units that subscribers have not
    /// collected have no vote.
    // forge-lint: disable-next-item(unsafe-typecast): units have 48 bits
    function _record(address from, address to, uint256 fromHad, uint256 toHad, uint256 moved) internal {
        uint48 now_ = clock();
        // slither-disable-next-line unused-return: what was there before is known
        if (from != address(0)) _units[from].push(now_, uint208(fromHad - moved));
        // slither-disable-next-line unused-return: what was there before is known
        else _supply.push(now_, _supply.latest() + uint208(moved));
        // slither-disable-next-line unused-return: what was there before is known
        if (to != address(0)) _units[to].push(now_, uint208(toHad + moved));
        // slither-disable-next-line unused-return: what was there before is known
        else _supply.push(now_, _supply.latest() - uint208(moved));
    }

    function _past(uint256 timepoint) private view returns (uint48) {
        if (!TrancheTerms.rules().keepsRecordDates()) revert TrancheToken_NoRecordDates();
        if (timepoint >= clock()) revert TrancheToken_NotPast(timepoint, clock());
        // forge-lint: disable-next-line(unsafe-typecast): less than {clock}
        return uint48(timepoint);
    }
}
