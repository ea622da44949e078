// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Calendar} from "../waterfall/Calendar.sol";
import {Program} from "../waterfall/Program.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {Distribution} from "./Distribution.sol";
import {Wiring} from "./Wiring.sol";

/// @title Deal
/// @notice See {IDeal}. A clone a deal; nothing here can be changed once the factory's transaction is over.
/// @dev Needed for safety: the oracle lets only a final report through. Needed for liveness: attestors report and licensees pay; nobody
/// else is needed, as anybody may execute. How to stop it: without a report no date is executed; cash then waits in the escrow.
contract Deal is IDeal {
    using SafeCast for uint256;
    using Wiring for Wiring.View;
    using Calendar for Calendar.Date;
    using Program for uint256;

    /// @dev One slot: receipts attested and cash distributed out of collection since closing, the last executed period, and whether the
    /// supervisor's book has to be asked.
    struct Progress {
        uint96 attested;
        uint96 distributed;
        uint24 executed;
        bool heeds;
        uint32 closedAt;
    }

    /// @dev One slot a tranche.
    struct TrancheState {
        uint128 balance;
        uint128 arrears;
    }

    /// @notice The factory that made the deal.
    address public immutable FACTORY = msg.sender;
    /// @notice Can halt the deal.
    ISupervisor public immutable SUPERVISOR;

    /// @dev Where program and addresses stand.
    address private _wiring;
    Progress private _progress;
    mapping(uint256 tranche => TrancheState) private _tranches;
    /// @dev Carried expenses by step, as many as `Program.MAX_STEPS`; only steps that carry are ever read or written.
    uint128[40] private _carried;

    /// @param supervisor Can halt deals.
    constructor(ISupervisor supervisor) {
        SUPERVISOR = supervisor;
    }

    /// @inheritdoc IDeal
    function initialize(
        bytes calldata wiring,
        uint8 threshold,
        uint32 disputeWindow,
        address[] calldata attestors
    ) external {
        if (msg.sender != FACTORY) revert Deal_OnlyFactory(FACTORY, msg.sender);
        if (_wiring != address(0)) revert Deal_AlreadyWired(_wiring);
        _wiring = Wiring.write(wiring);
        Wiring.View memory w = Wiring.read(_wiring);
        _progress.executed = (w.header.opening - 1).toUint24();
        emit DealWired(w.termsHash(), wiring);
        IRoyaltyOracle(w.oracle())
            .open(uint32(w.header.opening), threshold, uint8(w.header.invoiced), disputeWindow, attestors);
    }

    /// @inheritdoc IDeal
    function close(uint256 proceeds) external {
        Wiring.View memory w = Wiring.read(_wiring);
        address offering = w.offering();
        if (msg.sender != offering) revert Deal_OnlyOffering(offering, msg.sender);
        if (_progress.closedAt != 0) revert Deal_AlreadyClosed(_progress.closedAt);
        if (_progress.heeds) _requireNotHalted();
        _progress.closedAt = block.timestamp.toUint32();
        for (uint256 t; t < w.header.tranches; ++t) {
            _tranches[t].balance = Program.tranche(w.program, t).originalBalance();
        }
        emit DealClosed(proceeds);
        IRoyaltyEscrow(w.escrow()).openBooks(offering, proceeds, w.originator(), w.funding(), w.tokens());
    }

    /// @inheritdoc IDeal
    function execute(RoyaltyReport calldata report) external {
        Progress memory progress = _progress;
        if (progress.closedAt == 0) revert Deal_NotLive(status());
        if (progress.heeds) _requireNotHalted();
        Wiring.View memory w = Wiring.read(_wiring);
        _checkReport(progress, w, report);
        IRoyaltyOracle(w.oracle()).consume(report);

        IRoyaltyEscrow escrow = IRoyaltyEscrow(w.escrow());
        (Waterfall.State memory after_, uint256 collection) = _load(w, escrow);
        uint256 available = _attest(progress, collection, report);
        (Waterfall.Record[] memory records, uint256 left) = Waterfall.run(w.program, after_, _inputs(report, available));

        progress.distributed += (available - left).toUint96();
        progress.executed = uint24(report.period);
        _progress = progress;
        _store(w, after_);
        emit PaymentDateExecuted(report.period, msg.sender, available, left, Distribution.pack(records));
        (uint256[] memory owed, uint256[] memory income) = Distribution.credits(w, records);
        escrow.distribute(collection - available + left, after_.account, w.payees(), owed, w.tokens(), income);
    }

    /// @inheritdoc IDeal
    function heed(bool on) external {
        if (msg.sender != address(SUPERVISOR)) revert Deal_OnlySupervisor(address(SUPERVISOR), msg.sender);
        _progress.heeds = on;
    }

    /// @inheritdoc IDeal
    function preview(RoyaltyReport calldata report)
        external
        view
        returns (Waterfall.Record[] memory records, Waterfall.State memory after_, uint256 available, uint256 left)
    {
        Progress memory progress = _progress;
        if (progress.closedAt == 0) revert Deal_NotLive(status());
        uint256 period = uint256(progress.executed) + 1;
        if (report.period != period) revert Deal_PeriodOutOfOrder(period, report.period);
        Wiring.View memory w = Wiring.read(_wiring);
        uint256 collection;
        (after_, collection) = _load(w, IRoyaltyEscrow(w.escrow()));
        available = _attest(progress, collection, report);
        (records, left) = Waterfall.run(w.program, after_, _inputs(report, available));
    }

    /// @inheritdoc IDeal
    function status() public view returns (Status) {
        if (_progress.closedAt != 0) return Status.Live;
        IOffering offering = IOffering(Wiring.read(_wiring).offering());
        if (offering.lapsed()) return Status.Lapsed;
        return offering.soldOut() ? Status.Sold : Status.Offered;
    }

    /// @inheritdoc IDeal
    function nextPeriod() external view returns (uint256) {
        return uint256(_progress.executed) + 1;
    }

    /// @inheritdoc IDeal
    function scheduledAt(uint256 period) external view returns (uint256) {
        return Program.paymentDate(Wiring.read(_wiring).header, period).toTimestamp();
    }

    /// @inheritdoc IDeal
    function totals() external view returns (uint256 attested, uint256 distributed) {
        return (_progress.attested, _progress.distributed);
    }

    /// @inheritdoc IDeal
    function state() external view returns (Waterfall.State memory now_) {
        Wiring.View memory w = Wiring.read(_wiring);
        (now_,) = _load(w, IRoyaltyEscrow(w.escrow()));
    }

    /// @inheritdoc IDeal
    function poolFactorDown(uint256 tranche) external view returns (uint256) {
        uint256 original = _tranche(Wiring.read(_wiring), tranche).originalBalance();
        return original == 0 ? 1e6 : uint256(_tranches[tranche].balance) * 1e6 / original;
    }

    /// @inheritdoc IDeal
    function isRedeemed(uint256 tranche) external view returns (bool) {
        Wiring.View memory w = Wiring.read(_wiring);
        _tranche(w, tranche);
        TrancheState memory owed = _tranches[tranche];
        if (_progress.closedAt == 0 || owed.balance != 0 || owed.arrears != 0) return false;
        for (uint256 s; s < w.header.steps; ++s) {
            if (Waterfall.isResidualOf(w.program, w.header.tranches, s, tranche)) return false;
        }
        return true;
    }

    /// @inheritdoc IDeal
    function termsHash() external view returns (bytes32) {
        return Wiring.read(_wiring).termsHash();
    }

    /// @inheritdoc IDeal
    function program() external view returns (bytes memory) {
        return Wiring.read(_wiring).program;
    }

    /// @inheritdoc IDeal
    function trancheAt(uint256 tranche) external view returns (address token, uint256 units) {
        Wiring.View memory w = Wiring.read(_wiring);
        units = _tranche(w, tranche).units();
        token = w.token(tranche);
    }

    /// @inheritdoc IDeal
    function tranches() external view returns (uint256) {
        return Wiring.read(_wiring).header.tranches;
    }

    /// @inheritdoc IDeal
    function parties()
        external
        view
        returns (address escrow, address oracle, address offering, address originator, address[] memory payees)
    {
        Wiring.View memory w = Wiring.read(_wiring);
        return (w.escrow(), w.oracle(), w.offering(), w.originator(), w.payees());
    }

    function _requireNotHalted() private view {
        uint256 until = SUPERVISOR.dealHaltedUntil(address(this));
        if (until != 0) revert Deal_Halted(until);
    }

    function _checkReport(Progress memory progress, Wiring.View memory w, RoyaltyReport calldata report) private view {
        if (report.deal != address(this)) revert Deal_ForeignReport(address(this), report.deal);
        uint256 period = uint256(progress.executed) + 1;
        if (report.period != period) revert Deal_PeriodOutOfOrder(period, report.period);
        uint256 scheduled = Program.paymentDate(w.header, period).toTimestamp();
        if (block.timestamp < scheduled) revert Deal_BeforeScheduledDate(scheduled, block.timestamp);
    }

    /// @dev Adds the report to what was attested and returns the available funds: only cash that is there and was attested and not yet
    /// distributed may flow.
    function _attest(Progress memory progress, uint256 collection, RoyaltyReport calldata report)
        private
        pure
        returns (uint256)
    {
        uint256 attested = progress.attested + report.received + report.otherIncome;
        // saturates: a quorum that signs more than there can ever be must not lock the deal
        progress.attested = attested > type(uint96).max ? type(uint96).max : uint96(attested);
        uint256 waiting = progress.attested - progress.distributed;
        return collection < waiting ? collection : waiting;
    }

    function _inputs(RoyaltyReport calldata report, uint256 available)
        private
        pure
        returns (Waterfall.Inputs memory inputs)
    {
        inputs.period = report.period;
        inputs.available = available;
        inputs.received = report.received;
        inputs.hasTarget = report.hasTarget;
        inputs.target = report.reserveTarget;
        inputs.invoices = report.invoices;
    }

    function _load(Wiring.View memory w, IRoyaltyEscrow escrow)
        private
        view
        returns (Waterfall.State memory loaded, uint256 collection)
    {
        uint256 tranches_ = w.header.tranches;
        loaded.balance = new uint256[](tranches_);
        loaded.arrears = new uint256[](tranches_);
        for (uint256 t; t < tranches_; ++t) {
            TrancheState memory stored = _tranches[t];
            (loaded.balance[t], loaded.arrears[t]) = (stored.balance, stored.arrears);
        }
        loaded.carried = new uint256[](w.header.steps);
        for (uint256 s; s < w.header.steps; ++s) {
            if (Waterfall.carries(w.program, tranches_, s)) loaded.carried[s] = _carried[s];
        }
        (collection, loaded.account) = escrow.cash();
    }

    function _store(Wiring.View memory w, Waterfall.State memory after_) private {
        uint256 tranches_ = w.header.tranches;
        for (uint256 t; t < tranches_; ++t) {
            _tranches[t] = TrancheState(after_.balance[t].toUint128(), after_.arrears[t].toUint128());
        }
        for (uint256 s; s < w.header.steps; ++s) {
            if (Waterfall.carries(w.program, tranches_, s)) _carried[s] = after_.carried[s].toUint128();
        }
    }

    function _tranche(Wiring.View memory w, uint256 tranche) private pure returns (uint256) {
        if (tranche >= w.header.tranches) revert Deal_NoTranche(w.header.tranches, tranche);
        return Program.tranche(w.program, tranche);
    }
}
