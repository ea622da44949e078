// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IDealLens} from "../interfaces/IDealLens.sol";
import {INoteholderMeeting} from "../interfaces/INoteholderMeeting.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {ISupportFacility} from "../interfaces/ISupportFacility.sol";
import {Program} from "../waterfall/Program.sol";
import {Inputs, Record, State} from "../waterfall/State.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {DealCalls} from "./DealCalls.sol";
import {DealCore} from "./DealCore.sol";
import {DealDates} from "./DealDates.sol";
import {DealMemory} from "./DealMemory.sol";
import {DealSupport} from "./DealSupport.sol";
import {Wiring} from "./Wiring.sol";

/// @title Deal
/// @notice See {IDeal}. A clone a deal; what it runs on is changed by closing and by its noteholders alone. This file is its life from wiring
/// to conclusion; payment dates, support and calls have a file each.
/// @dev Needed for safety: the oracle lets only a final report through. Needed for liveness: attestors report and licensees pay, and where
/// triggers look at facts their source answers; nobody else is needed, as anybody may execute. How to stop it: without a report no date
/// is executed; cash then waits in the escrow.
contract Deal is DealDates, DealSupport, DealCalls {
    using SafeCast for uint256;
    using Wiring for Wiring.View;
    using DealMemory for DealMemory.Store;

    /// @notice Where noteholders decide.
    INoteholderMeeting public immutable MEETING;

    /// @param supervisor Can halt deals.
    /// @param support Asks the providers of support.
    /// @param lens Finds the price of a call.
    /// @param meeting Where noteholders decide.
    constructor(ISupervisor supervisor, ISupportFacility support, IDealLens lens, INoteholderMeeting meeting)
        DealCore(supervisor, support, lens)
    {
        MEETING = meeting;
        _wiring = address(this); // this one is only cloned
    }

    /// @inheritdoc IDeal
    function initialize(bytes calldata wiring, bytes calldata oracleTerms, bytes calldata meetingTerms) external {
        if (_wiring != address(0)) revert Deal_AlreadyWired(_wiring);
        Wiring.View memory w = _rewire(wiring);
        _progress.executed = (w.header.opening() - 1).toUint24();
        IRoyaltyOracle(w.oracle()).open(uint32(w.header.opening()), uint8(w.header.invoices()), oracleTerms);
        if (meetingTerms.length != 0) MEETING.open(meetingTerms);
    }

    /// @inheritdoc IDeal
    function close(uint256 proceeds, bytes calldata wiring) external {
        Wiring.View memory w = Wiring.read(_wiring);
        address offering = w.offering();
        if (msg.sender != offering) revert Deal_OnlyOffering(offering, msg.sender);
        if (_progress.closedAt != 0) revert Deal_AlreadyClosed(_progress.closedAt);
        if (_progress.flags & HEEDS != 0) _requireNotHalted();
        if (wiring.length != 0) w = _rewire(wiring);
        _progress.closedAt = block.timestamp.toUint32();
        uint256[] memory units = _memory.open(w.program);
        emit DealClosed(proceeds);
        IRoyaltyEscrow(w.escrow()).openBooks(offering, proceeds, w.originator(), w.funding(), w.tokens(), units);
    }

    /// @inheritdoc IDeal
    function carryOut(bytes calldata wiring, uint256 forgotten, uint256 declared) external {
        if (msg.sender != address(MEETING)) revert Deal_OnlyMeeting(address(MEETING), msg.sender);
        if (wiring.length != 0) _rewire(wiring);
        _memory.answers = _memory.answers & ~forgotten | declared;
    }

    /// @inheritdoc IDeal
    function conclude() external {
        Progress memory progress = _progress;
        _requireLive(progress);
        Wiring.View memory w = Wiring.read(_wiring);
        (State memory after_, uint256 collection) = _load(w, progress.executed);
        uint256 outstanding = _sum(after_.balance) + _sum(after_.arrears);
        Inputs memory inputs;
        inputs.period = uint256(progress.executed) + 1;
        // more than there can ever be is a gift to nobody, and must not lock the deal
        inputs.available = collection > type(uint96).max ? type(uint96).max : collection;
        inputs.ending = true;
        inputs.invoices = new uint256[](w.header.invoices());
        inputs.facts = new uint256[](w.header.facts());
        (Record[] memory records, uint256 left,, bool accelerated) = Waterfall.run(w.program, after_, inputs);
        // what providers and payees are still owed once all that is in hand has been paid out
        outstanding += _sum(after_.drawn) + _sum(after_.cost) + _sum(after_.carried);
        LENS.requireOver(this, outstanding);

        progress.flags |= CONCLUDED;
        _progress = progress;
        _memory.save(w.program, after_, progress.executed, w.kept);
        (uint256[] memory owed, uint256[] memory income) = _credits(w, records, accelerated);
        uint256[] memory returned = _returnSupport(w, after_, owed);
        emit DealConcluded(
            uint32(inputs.period), msg.sender, inputs.available, returned, _packed(w, records, after_, accelerated)
        );
        IRoyaltyEscrow(w.escrow()).shut();
        _book(w, collection - inputs.available + left, after_.account, owed, income);
    }

    /// @inheritdoc IDeal
    function heed(bool on) external {
        if (msg.sender != address(SUPERVISOR)) revert Deal_OnlySupervisor(address(SUPERVISOR), msg.sender);
        uint8 flags = _progress.flags;
        _progress.flags = on ? flags | HEEDS : flags & ~HEEDS;
    }

    function _rewire(bytes calldata wiring) private returns (Wiring.View memory w) {
        _wiring = Wiring.write(wiring);
        w = Wiring.read(_wiring);
        emit DealWired(w.termsHash(), wiring);
    }

    function _sum(uint256[] memory amounts) private pure returns (uint256 total) {
        for (uint256 i; i < amounts.length; ++i) {
            total += amounts[i];
        }
    }

    /// @dev Cash of facilities that was never drawn is its provider's.
    // slither-disable-next-line shadowing-local: the state that is being worked on
    function _returnSupport(Wiring.View memory w, State memory state, uint256[] memory owed)
        private
        pure
        returns (uint256[] memory returned)
    {
        returned = new uint256[](w.header.facilities());
        uint256 first = w.header.accounts();
        for (uint256 f; f < returned.length; ++f) {
            returned[f] = state.account[first + f];
            owed[Program.facility(w.program, w.header, f).payee()] += returned[f];
            state.account[first + f] = 0;
        }
    }
}
