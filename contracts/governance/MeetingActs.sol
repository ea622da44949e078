// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {DealMemory} from "../deal/DealMemory.sol";
import {Wiring} from "../deal/Wiring.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {INoteholderMeeting} from "../interfaces/INoteholderMeeting.sol";
import {IOracleSigners} from "../interfaces/IOracleSigners.sol";
import {MeetingTerms} from "../types/MeetingTerms.sol";
import {Program} from "../waterfall/Program.sol";
import {ProgramChecker} from "../waterfall/ProgramChecker.sol";
import {CallWord} from "../waterfall/words/CallWord.sol";
import {MeetingVotes} from "./MeetingVotes.sol";

/// @title MeetingActs
/// @notice What noteholders can resolve, and what each act does to a deal. The twin of `regalia.domain.meeting`.
/// @dev Each is a call of the meeting to itself, for the deal it names first.
abstract contract MeetingActs is MeetingVotes {
    using MeetingTerms for MeetingTerms.View;
    using Wiring for Wiring.View;

    /// @dev A deal's wiring in memory, of `length` bytes, whose head is the program.
    struct Draft {
        bytes wiring;
        uint256 length;
        Wiring.View view_;
    }

    /// @dev In the place of a trigger: that interest was missed for good.
    uint256 private constant MISSED_INTEREST = 255;
    uint256 private constant DEFAULTED = 1 << 238;

    /// @notice Whose governor the meeting is.
    IOracleSigners public immutable ORACLE;
    /// @notice Refuses programs that could not be executed.
    ProgramChecker public immutable CHECKER;

    constructor(IOracleSigners oracle, ProgramChecker checker) {
        (ORACLE, CHECKER) = (oracle, checker);
    }

    /// @inheritdoc INoteholderMeeting
    function replacePayee(address deal, uint256 payee, address successor) external onlyGovernance {
        _requireLive(deal);
        Draft memory d = _draft(deal);
        if (payee >= d.view_.payeeCount || !_termsOf(deal).isReplaceable(payee)) {
            revert NoteholderMeeting_NotReplaceable(payee);
        }
        address former = d.view_.payee(payee);
        bool stuck = successor == d.view_.escrow() || successor == d.view_.offering() || successor == address(this);
        if (successor == address(0) || successor == deal || successor == former || stuck) {
            revert NoteholderMeeting_BadSuccessor(former, successor);
        }
        d.view_.setPayee(payee, successor);
        _rewire(deal, d);
        emit PayeeReplaced(deal, payee, former, successor);
    }

    /// @inheritdoc INoteholderMeeting
    function replaceSigners(address deal, uint8 threshold, address[] calldata signers, uint8[] calldata weights)
        external
        onlyGovernance
    {
        _requireLive(deal);
        ORACLE.proposeSigners(deal, threshold, signers, weights);
    }

    /// @inheritdoc INoteholderMeeting
    function declareDefault(address deal) external onlyGovernance {
        _requireLive(deal);
        if (Program.headerOf(IDeal(deal).program()).acceleration() == 0) revert NoteholderMeeting_NoAcceleration(deal);
        if (IDeal(deal).state().defaulted) revert NoteholderMeeting_AlreadyDefaulted(deal);
        IDeal(deal).carryOut("", 0, DEFAULTED);
        emit DefaultDeclared(deal);
    }

    /// @inheritdoc INoteholderMeeting
    function waive(address deal, uint256 trigger) external onlyGovernance {
        _requireLive(deal);
        uint256 forgotten = DEFAULTED;
        if (trigger != MISSED_INTEREST) {
            if (trigger >= Program.headerOf(IDeal(deal).program()).triggers()) {
                revert NoteholderMeeting_NothingToWaive(trigger);
            }
            forgotten = uint256(type(uint16).max) << 16 * trigger | uint256(1) << DealMemory.ACTIVE + trigger;
        }
        if (DealMemory.answers(IDeal(deal).state()) & forgotten == 0) revert NoteholderMeeting_NothingToWaive(trigger);
        IDeal(deal).carryOut("", forgotten, 0);
        emit DefaultWaived(deal, trigger);
    }

    /// @inheritdoc INoteholderMeeting
    function amend(address deal, uint256 field, uint256 value) external onlyGovernance {
        _requireLive(deal);
        MeetingTerms.View memory terms = _termsOf(deal);
        if (field >= terms.fields()) revert NoteholderMeeting_NotAmendable(terms.fields(), field);
        MeetingTerms.Field memory f = terms.field(field);
        if (value < f.from || value > f.to) revert NoteholderMeeting_OutOfBounds(f.from, f.to, value);
        Draft memory d = _draft(deal);
        uint256 word = Program.word(d.view_.program, 32 * f.word);
        uint256 former = word >> f.shift & type(uint256).max >> 256 - f.bits;
        // slither-disable-next-line incorrect-equality: the same term again: refused
        if (former == value) revert NoteholderMeeting_NothingChanges(value);
        Program.set(d.view_.program, 32 * f.word, word ^ (former ^ value) << f.shift);
        _rewire(deal, d);
        emit TermAmended(deal, field, former, value);
    }

    /// @inheritdoc INoteholderMeeting
    function openCall(address deal, uint256 index) external onlyGovernance {
        _requireLive(deal);
        Draft memory d = _draft(deal);
        uint256 calls = d.view_.header.calls();
        if (index >= calls) revert NoteholderMeeting_NoCall(calls, index);
        CallWord former = Program.call(d.view_.program, d.view_.header, index);
        CallWord opened = former.opened((1 << d.view_.header.tranches()) - 1);
        if (CallWord.unwrap(opened) == CallWord.unwrap(former)) revert NoteholderMeeting_NothingChanges(index);
        Program.set(d.view_.program, Program.callsAt(d.view_.header) + 32 * index, CallWord.unwrap(opened));
        _rewire(deal, d);
        emit CallOpened(deal, index);
    }

    function _requireLive(address deal) private view {
        IDeal.Status status = IDeal(deal).status();
        if (status != IDeal.Status.Live) revert NoteholderMeeting_DealNotLive(uint8(status));
    }

    function _draft(address deal) private view returns (Draft memory d) {
        d.wiring = SSTORE2.read(IDeal(deal).wiringAt());
        d.length = d.wiring.length;
        d.view_ = Wiring.over(d.wiring);
    }

    /// @dev Put the draft in force, if its program can be executed.
    function _rewire(address deal, Draft memory d) private {
        // slither-disable-next-line unused-return: asked to refuse; the header is known
        CHECKER.check(d.view_.program, d.view_.payeeCount);
        (bytes memory wiring, uint256 length) = (d.wiring, d.length);
        assembly ("memory-safe") {
            mstore(wiring, length) // whole again
        }
        IDeal(deal).carryOut(wiring, 0, 0);
    }
}
