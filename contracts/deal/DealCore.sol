// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IDealLens} from "../interfaces/IDealLens.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {ISupportFacility} from "../interfaces/ISupportFacility.sol";
import {Calendar} from "../waterfall/Calendar.sol";
import {Program} from "../waterfall/Program.sol";
import {Record, State} from "../waterfall/State.sol";
import {DealMemory} from "./DealMemory.sol";
import {Distribution} from "./Distribution.sol";
import {Kept} from "./Kept.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealCore
/// @notice What a deal knows of itself, and how it is read.
abstract contract DealCore is IDeal {
    using SafeCast for uint256;
    using Wiring for Wiring.View;
    using DealMemory for DealMemory.Store;

    /// @dev One slot: receipts attested and cash distributed out of collection since closing, the last executed period, and flags.
    struct Progress {
        uint96 attested;
        uint96 distributed;
        uint24 executed;
        uint8 flags;
        uint32 closedAt;
    }

    /// @dev The supervisor's book has to be asked.
    uint8 internal constant HEEDS = 1;
    /// @dev The deal is over.
    uint8 internal constant CONCLUDED = 2;

    /// @notice Can halt the deal.
    ISupervisor public immutable SUPERVISOR;
    /// @notice Asks the providers of support.
    ISupportFacility public immutable SUPPORT;

    /// @notice Finds the price of a call.
    IDealLens public immutable LENS;

    /// @dev Where program and addresses stand.
    address internal _wiring;
    Progress internal _progress;
    DealMemory.Store internal _memory;
    /// @dev Of the last executed report, when it became final; kept only where a trigger looks at it.
    uint256 internal _lastReportAt;

    /// @param supervisor Can halt deals.
    /// @param support Asks the providers of support.
    /// @param lens Finds the price of a call.
    constructor(ISupervisor supervisor, ISupportFacility support, IDealLens lens) {
        (SUPERVISOR, SUPPORT, LENS) = (supervisor, support, lens);
    }

    /// @inheritdoc IDeal
    function status() public view returns (Status) {
        if (_progress.flags & CONCLUDED != 0) return Status.Concluded;
        if (_progress.closedAt != 0) return Status.Live;
        return IOffering(Wiring.read(_wiring).offering()).stage();
    }

    /// @inheritdoc IDeal
    function nextPeriod() external view returns (uint256) {
        return uint256(_progress.executed) + 1;
    }

    /// @inheritdoc IDeal
    function scheduledAt(uint256 period) external view returns (uint256) {
        return _scheduledAt(Wiring.read(_wiring), period);
    }

    /// @inheritdoc IDeal
    function lastReportAt() external view returns (uint256) {
        return _lastReportAt == 0 ? _progress.closedAt : _lastReportAt;
    }

    /// @inheritdoc IDeal
    function totals() external view returns (uint256 attested, uint256 distributed) {
        return (_progress.attested, _progress.distributed);
    }

    /// @inheritdoc IDeal
    function state() external view returns (State memory now_) {
        Wiring.View memory w = Wiring.read(_wiring);
        (now_,) = _load(w, _progress.executed);
    }

    /// @inheritdoc IDeal
    function isRedeemed(uint256 tranche) external view returns (bool) {
        return LENS.isRedeemed(this, tranche);
    }

    /// @inheritdoc IDeal
    function termsHash() external view returns (bytes32) {
        return Wiring.read(_wiring).termsHash();
    }

    /// @inheritdoc IDeal
    function wiringAt() external view returns (address) {
        return _wiring;
    }

    /// @inheritdoc IDeal
    function program() external view returns (bytes memory) {
        return Wiring.read(_wiring).program;
    }

    /// @inheritdoc IDeal
    function trancheAt(uint256 tranche) external view returns (address token, uint256 units) {
        Wiring.View memory w = Wiring.read(_wiring);
        _requireTranche(w, tranche);
        return (w.token(tranche), Program.tranche(w.program, tranche).units());
    }

    /// @inheritdoc IDeal
    function tranches() external view returns (uint256) {
        return Wiring.read(_wiring).header.tranches();
    }

    /// @inheritdoc IDeal
    function sources() external view returns (address supportFacility, address poolFacts) {
        return (address(SUPPORT), Wiring.read(_wiring).factsSource());
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

    /// @dev Closed and not concluded.
    function _requireOpen(Progress memory progress) internal view {
        // slither-disable-next-line incorrect-equality: 0: not closed
        if (progress.closedAt == 0 || progress.flags & CONCLUDED != 0) revert Deal_NotLive(status());
    }

    /// @dev That, and not halted: what shares out money asks this first.
    function _requireLive(Progress memory progress) internal view {
        _requireOpen(progress);
        if (progress.flags & HEEDS != 0) _requireNotHalted();
    }

    function _requireNotHalted() internal view {
        uint256 until = SUPERVISOR.dealHaltedUntil(address(this));
        if (until != 0) revert Deal_Halted(until);
    }

    function _requireTranche(Wiring.View memory w, uint256 tranche) private pure {
        if (tranche >= w.header.tranches()) revert Deal_NoTranche(w.header.tranches(), tranche);
    }

    function _scheduledAt(Wiring.View memory w, uint256 period) internal pure returns (uint256) {
        return Calendar.toTimestamp(Program.paymentDate(w.header, period));
    }

    /// @dev The state, with the cash of its accounts, and the cash in collection.
    function _load(Wiring.View memory w, uint256 executed)
        internal
        view
        returns (State memory loaded, uint256 collection)
    {
        w.kept = Kept.carried(w.program, w.header);
        loaded = _memory.load(w.program, executed, w.kept);
        (collection, loaded.account) = IRoyaltyEscrow(w.escrow()).cash();
    }

    /// @dev What payees and tranches are credited by the records of the list that ran.
    function _credits(Wiring.View memory w, Record[] memory records, bool accelerated)
        internal
        pure
        returns (uint256[] memory owed, uint256[] memory income)
    {
        return Distribution.credits(w, records, accelerated ? w.header.steps() : 0);
    }

    /// @dev The records as an event tells them.
    function _packed(Wiring.View memory w, Record[] memory records, State memory after_, bool accelerated)
        internal
        pure
        returns (bytes memory)
    {
        if (w.header.triggers() == 0 && w.header.acceleration() == 0) return Distribution.pack(records);
        return Distribution.packWith(records, DealMemory.answers(after_), accelerated);
    }

    /// @dev Book in the escrow what was found: the last thing a payment date, a call or the end does.
    function _book(
        Wiring.View memory w,
        uint256 collection,
        uint256[] memory accounts,
        uint256[] memory owed,
        uint256[] memory income
    ) internal {
        IRoyaltyEscrow(w.escrow()).distribute(collection, accounts, w.payees(), owed, w.tokens(), income);
    }
}
