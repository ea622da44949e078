// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../interfaces/IDeal.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Inputs, Record, State} from "../waterfall/State.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {DealCore} from "./DealCore.sol";
import {DealInputs} from "./DealInputs.sol";
import {DealMemory} from "./DealMemory.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealDates
/// @notice Payment dates: what flows into one, and what comes of it.
abstract contract DealDates is DealCore {
    using Wiring for Wiring.View;
    using DealMemory for DealMemory.Store;

    /// @inheritdoc IDeal
    function execute(RoyaltyReport calldata report) external {
        Progress memory progress = _progress;
        _requireLive(progress);
        Wiring.View memory w = Wiring.read(_wiring);
        _requireDue(w, progress, report);
        (State memory after_, uint256 collection) = _load(w, progress.executed);
        Inputs memory inputs = DealInputs.reported(report);
        if (DealInputs.asks(w.header)) _lookUp(inputs);
        int256 claimed;
        (inputs.received, claimed) = _consume(w.oracle());
        progress.attested = DealInputs.attested(progress.attested, claimed);
        uint256 available = DealInputs.available(collection, progress.attested, progress.distributed);
        inputs.available = available;

        (Record[] memory records, uint256 left, uint256[] memory unmet, bool accelerated) =
            Waterfall.run(w.program, after_, inputs);
        if (unmet.length != 0) SUPPORT.requireSettled(report.period, unmet);

        // forge-lint: disable-next-line(unsafe-typecast): 96 bits are attested at most
        progress.distributed += uint96(available - left); // never more than is attested, see DealInputs.available
        progress.executed = uint24(report.period);
        _progress = progress;
        _memory.save(w.program, after_, report.period, w.kept);
        emit PaymentDateExecuted(report.period, msg.sender, available, left, _packed(w, records, after_, accelerated));
        (uint256[] memory owed, uint256[] memory income) = _credits(w, records, accelerated);
        _book(w, collection - available + left, after_.account, owed, income);
    }

    /// @dev The report is the next one of this deal, and its date has come.
    function _requireDue(Wiring.View memory w, Progress memory progress, RoyaltyReport calldata report) private view {
        if (report.deal != address(this)) revert Deal_ForeignReport(address(this), report.deal);
        uint256 period = uint256(progress.executed) + 1;
        if (report.period != period) revert Deal_PeriodOutOfOrder(period, report.period);
        uint256 scheduled = _scheduledAt(w, period);
        if (block.timestamp < scheduled) revert Deal_BeforeScheduledDate(scheduled, block.timestamp);
    }

    /// @dev {IRoyaltyOracle.consume} of the report just as it came: it is all this call was given.
    function _consume(address oracle) private returns (uint256 received, int256 claimed) {
        bytes4 selector = IRoyaltyOracle.consume.selector;
        assembly ("memory-safe") {
            let call_ := mload(0x40)
            mstore(call_, selector)
            calldatacopy(add(call_, 4), 4, sub(calldatasize(), 4))
            if iszero(call(gas(), oracle, 0, call_, calldatasize(), 0, 64)) {
                returndatacopy(call_, 0, returndatasize())
                revert(call_, returndatasize())
            }
            received := mload(0)
            claimed := mload(32)
        }
    }

    /// @dev Beside the report; told in an event, as nobody could find it out later.
    function _lookUp(Inputs memory inputs) private {
        uint256 finalAt;
        (inputs.facts, inputs.reportAge, inputs.unpaid, finalAt) = LENS.factsOf(this, inputs.period);
        if (finalAt != 0) _lastReportAt = finalAt;
        emit FactsTaken(uint32(inputs.period), inputs.facts, inputs.reportAge, inputs.unpaid);
    }
}
