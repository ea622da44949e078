// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Inputs, Record, State} from "../waterfall/State.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {DealCore} from "./DealCore.sol";
import {DealInputs} from "./DealInputs.sol";
import {DealMemory} from "./DealMemory.sol";
import {Distribution} from "./Distribution.sol";
import {Kept} from "./Kept.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealDates
/// @notice Payment dates: what flows into one, and what comes of it.
abstract contract DealDates is DealCore {
    using SafeCast for uint256;
    using Wiring for Wiring.View;
    using DealMemory for DealMemory.Store;

    /// @inheritdoc IDeal
    function execute(RoyaltyReport calldata report) external {
        Progress memory progress = _progress;
        _requireLive(progress);
        Wiring.View memory w = Wiring.read(_wiring);
        _requireDue(w, progress, report);
        (State memory after_, uint256 collection) = _load(w, progress.executed);
        progress.attested = DealInputs.attested(progress.attested, report);
        uint256 available = DealInputs.available(collection, progress.attested, progress.distributed);
        Inputs memory inputs = DealInputs.collect(w.program, _from(w), report, available);
        _remember(w, inputs);
        IRoyaltyOracle(w.oracle()).consume(report);

        (Record[] memory records, uint256 left, uint256[] memory unmet, bool accelerated) =
            Waterfall.run(w.program, after_, inputs);
        if (unmet.length != 0) SUPPORT.requireSettled(report.period, unmet);

        progress.distributed += (available - left).toUint96();
        progress.executed = uint24(report.period);
        _progress = progress;
        _memory.save(w.program, after_, report.period);
        emit PaymentDateExecuted(report.period, msg.sender, available, left, _packed(w, records, after_, accelerated));
        (uint256[] memory owed, uint256[] memory income) =
            Distribution.credits(w, records, accelerated ? w.header.steps() : 0);
        IRoyaltyEscrow(w.escrow())
            .distribute(collection - available + left, after_.account, w.payees(), owed, w.tokens(), income);
    }

    /// @dev The report is the next one of this deal, and its date has come.
    function _requireDue(Wiring.View memory w, Progress memory progress, RoyaltyReport calldata report) private view {
        if (report.deal != address(this)) revert Deal_ForeignReport(address(this), report.deal);
        uint256 period = uint256(progress.executed) + 1;
        if (report.period != period) revert Deal_PeriodOutOfOrder(period, report.period);
        uint256 scheduled = _scheduledAt(w, period);
        if (block.timestamp < scheduled) revert Deal_BeforeScheduledDate(scheduled, block.timestamp);
    }

    /// @dev What nobody could else find out later: which facts were taken, and when the report became final.
    function _remember(Wiring.View memory w, Inputs memory inputs) private {
        bool ages = w.header.triggers() != 0 && Kept.reportAge(w.program, w.header);
        if (ages) (,, _lastReportAt,) = IRoyaltyOracle(w.oracle()).latest(address(this));
        if (ages || inputs.facts.length != 0 || w.header.facilities() != 0) {
            emit FactsTaken(uint32(inputs.period), inputs.facts, inputs.reportAge, inputs.unpaid);
        }
    }

    function _from(Wiring.View memory w) private view returns (DealInputs.Sources memory from) {
        from.deal = address(this);
        from.oracle = w.oracle();
        from.support = SUPPORT;
        from.facts = w.factsSource();
        if (w.header.triggers() != 0) from.lastReportAt = _lastReportAt;
    }

    function _packed(Wiring.View memory w, Record[] memory records, State memory after_, bool accelerated)
        internal
        pure
        returns (bytes memory)
    {
        if (w.header.triggers() == 0 && w.header.acceleration() == 0) return Distribution.pack(records);
        return Distribution.packWith(records, DealMemory.answers(after_), accelerated);
    }
}
