// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {INoteholderMeeting} from "../interfaces/INoteholderMeeting.sol";
import {IOracleSigners} from "../interfaces/IOracleSigners.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {MeetingTerms} from "../types/MeetingTerms.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {Program} from "../waterfall/Program.sol";
import {ProgramChecker} from "../waterfall/ProgramChecker.sol";
import {Header} from "../waterfall/words/Header.sol";
import {MeetingActs} from "./MeetingActs.sol";
import {MeetingVotes} from "./MeetingVotes.sol";
import {Supervisor} from "./Supervisor.sol";

/// @title NoteholderMeeting
/// @notice See {INoteholderMeeting}. From convening to carrying out.
/// @dev It holds nothing and can do to a deal only what {MeetingActs} has, when its holders passed it; of the oracle it is a governor, who
/// proposes attestors. How to stop it: the supervisor halts the deal or the resolution.
// slither-disable-next-line unimplemented-functions: they are in {MeetingVotes} and here
contract NoteholderMeeting is MeetingActs {
    using MeetingTerms for MeetingTerms.View;

    /// @notice How long a passed resolution can be carried out.
    uint256 public constant CARRY_OUT_WITHIN = 30 days;
    /// @notice How far ahead a halt of a resolution can end; it can be renewed.
    uint256 public constant LONGEST_HALT = 90 days;

    /// @dev Whose terms {votingDelay} and {votingPeriod} are, while a meeting is convened.
    address private transient _convened;

    /// @param oracle Where attestors are proposed, once its administrator made the meeting a governor.
    /// @param supervisor Of the deals.
    /// @param checker Refuses programs that could not be executed.
    constructor(IOracleSigners oracle, Supervisor supervisor, ProgramChecker checker)
        Governor("Regalia NoteholderMeeting")
        MeetingVotes(supervisor)
        MeetingActs(oracle, checker)
    {}

    /// @dev Nothing could ever be done with it.
    receive() external payable override {
        revert NoteholderMeeting_NoEther(msg.value);
    }

    /// @inheritdoc INoteholderMeeting
    function open(bytes calldata terms) external {
        if (_terms[msg.sender] != address(0)) revert NoteholderMeeting_AlreadyOpen(msg.sender);
        IDeal deal = IDeal(msg.sender);
        MeetingTerms.View memory v = MeetingTerms.View(terms, deal.tranches());
        v.check(deal.program().length / 32);
        bytes memory program = deal.program();
        Header h = Program.headerOf(program);
        for (uint256 f; f < h.facilities(); ++f) {
            uint256 payee = Program.facility(program, h, f).payee();
            if (v.isReplaceable(payee)) revert NoteholderMeeting_ReplacesProvider(payee);
        }
        for (uint256 t; t < v.tranches; ++t) {
            if (v.quorum(t) == 0) continue;
            // slither-disable-next-line calls-loop: a program has at most sixteen tranches
            (address token,) = deal.trancheAt(t);
            // slither-disable-next-line calls-loop: a program has at most sixteen tranches
            (TransferRules rules,) = ITrancheToken(token).transferRules();
            if (!rules.keepsRecordDates()) revert NoteholderMeeting_NoRecordDates(msg.sender, t);
        }
        _terms[msg.sender] = SSTORE2.write(terms);
        emit MeetingOpened(msg.sender, terms);
    }

    /// @notice Convene the holders of a deal on one act of this contract, which must be one that could be carried out now.
    /// @inheritdoc Governor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override returns (uint256 resolution) {
        if (targets.length != 1 || calldatas.length != 1) revert NoteholderMeeting_OneAct(targets.length);
        address deal = _dealOf(targets[0], values, calldatas[0]);
        MeetingTerms.View memory terms = _termsOf(deal);
        // slither-disable-next-line reentrancy-benign: calls this contract itself, and always reverts
        try this.rehearse(calldatas[0]) {} catch (bytes memory reason) {
            // forge-lint: disable-next-line(unsafe-typecast): the selector is asked for
            if (bytes4(reason) != NoteholderMeeting_Rehearsed.selector) _passOn(reason);
        }
        uint16 classes = _requireConvener(IDeal(deal), terms, msg.sender);
        _convened = deal;
        resolution = super.propose(targets, values, calldatas, description);
        _convened = address(0);
        (_resolutions[resolution].deal, _resolutions[resolution].classes) = (deal, classes);
        emit Convened(resolution, deal, msg.sender);
    }

    /// @inheritdoc INoteholderMeeting
    function rehearse(bytes calldata act) external {
        _dealOf(address(this), new uint256[](1), act);
        // slither-disable-next-line low-level-calls: to itself, for the reason it gives
        (bool possible, bytes memory reason) = address(this).call(act);
        if (!possible) _passOn(reason);
        revert NoteholderMeeting_Rehearsed();
    }

    /// @notice Carry a passed resolution out. Anybody may.
    /// @inheritdoc Governor
    function execute(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public payable override returns (uint256 resolution) {
        if (msg.value != 0) revert NoteholderMeeting_NoEther(msg.value);
        resolution = getProposalId(targets, values, calldatas, descriptionHash);
        _validateStateBitmap(resolution, _encodeStateBitmap(ProposalState.Queued));
        uint256 from = proposalEta(resolution);
        if (block.timestamp < from) revert NoteholderMeeting_TooEarly(from, block.timestamp);
        uint256 until = SUPERVISOR.dealHaltedUntil(_resolutions[resolution].deal);
        if (until != 0) revert NoteholderMeeting_DealHalted(until);
        return super.execute(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc INoteholderMeeting
    function haltResolution(
        uint256 resolution,
        uint48 until,
        bytes32 orderReference,
        bytes32 evidence,
        string calldata reason
    ) external {
        _requireSupervisor(SUPERVISOR.HALTER_ROLE(), orderReference, evidence);
        ProposalState[3] memory open_ = [ProposalState.Pending, ProposalState.Active, ProposalState.Queued];
        bytes32 allowed;
        for (uint256 i; i < open_.length; ++i) {
            allowed |= _encodeStateBitmap(open_[i]);
        }
        _validateStateBitmap(resolution, allowed);
        Resolution storage r = _resolutions[resolution];
        uint256 earliest = block.timestamp > r.haltedUntil ? block.timestamp : r.haltedUntil;
        uint256 latest = block.timestamp + LONGEST_HALT;
        if (until < earliest || until > latest) revert NoteholderMeeting_BadExpiry(earliest, latest, until);
        if (bytes(reason).length == 0) revert NoteholderMeeting_NoReason();
        r.haltedUntil = until;
        emit ResolutionHalted(resolution, until, orderReference, evidence, reason, msg.sender);
    }

    /// @inheritdoc INoteholderMeeting
    function resumeResolution(uint256 resolution, bytes32 orderReference, bytes32 evidence) external {
        _requireSupervisor(SUPERVISOR.RESUMER_ROLE(), orderReference, evidence);
        Resolution storage r = _resolutions[resolution];
        if (r.haltedUntil < block.timestamp) revert NoteholderMeeting_NotHalted(resolution);
        r.haltedUntil = uint48(block.timestamp - 1);
        emit ResolutionResumed(resolution, orderReference, evidence, msg.sender);
    }

    /// @inheritdoc INoteholderMeeting
    function termsOf(address deal) external view returns (bytes memory) {
        address pointer = _terms[deal];
        return pointer == address(0) ? bytes("") : SSTORE2.read(pointer);
    }

    /// @inheritdoc INoteholderMeeting
    function resolutionAt(uint256 resolution) external view returns (address deal, uint256 haltedUntil) {
        return (_resolutions[resolution].deal, _resolutions[resolution].haltedUntil);
    }

    /// @notice As OpenZeppelin's Governor; a passed resolution is queued by itself, and expires.
    function state(uint256 resolution) public view override returns (ProposalState found) {
        found = super.state(resolution);
        if (found == ProposalState.Queued && block.timestamp > proposalEta(resolution) + CARRY_OUT_WITHIN) {
            found = ProposalState.Expired;
        }
    }

    /// @notice From when on a resolution can be carried out once it is passed, in seconds; later when it is halted. 0 for none.
    function proposalEta(uint256 resolution) public view override returns (uint256 from) {
        Resolution storage r = _resolutions[resolution];
        if (r.deal == address(0)) return 0;
        from = proposalDeadline(resolution) + _termsOf(r.deal).delay();
        if (r.haltedUntil >= from) from = uint256(r.haltedUntil) + 1;
    }

    /// @notice A passed resolution waits.
    function proposalNeedsQueuing(uint256) public pure override returns (bool) {
        return true;
    }

    /// @notice From convening to the record date, of the deal that is being convened; 0 at other times.
    function votingDelay() public view override returns (uint256) {
        return _convened == address(0) ? 0 : _termsOf(_convened).notice();
    }

    /// @notice From the record date to the end of the vote, likewise.
    function votingPeriod() public view override returns (uint256) {
        return _convened == address(0) ? 0 : _termsOf(_convened).voting();
    }

    /// @dev The deal that an act of this contract names first.
    function _dealOf(address target, uint256[] memory values, bytes memory act) private view returns (address deal) {
        // forge-lint: disable-next-line(unsafe-typecast): the selector is asked for
        bytes4 selector = bytes4(act);
        bool known = selector == this.replacePayee.selector || selector == this.replaceSigners.selector
            || selector == this.declareDefault.selector || selector == this.waive.selector
            || selector == this.amend.selector || selector == this.openCall.selector;
        if (!known || target != address(this) || act.length < 36) revert NoteholderMeeting_NotAnAct(selector);
        if (values.length != 1 || values[0] != 0) revert NoteholderMeeting_OneAct(values.length);
        assembly ("memory-safe") {
            deal := mload(add(act, 36)) // behind the length and the selector; the act itself refuses what is no address
        }
    }

    /// @dev Returns the classes that have a say: with a vote, and not repaid.
    // slither-disable-next-line calls-loop: a program has at most sixteen tranches
    function _requireConvener(IDeal deal, MeetingTerms.View memory terms, address convener)
        private
        view
        returns (uint16 classes)
    {
        uint256 most;
        for (uint256 t; t < terms.tranches; ++t) {
            // slither-disable-next-line incorrect-equality: 0: no vote
            if (terms.quorum(t) == 0 || deal.isRedeemed(t)) continue;
            // forge-lint: disable-next-line(unsafe-typecast): a program has at most sixteen tranches
            classes |= uint16(1 << t);
            (address token,) = deal.trancheAt(t);
            uint256 units = ITrancheToken(token).balanceOfAt(convener, block.timestamp - 1);
            // slither-disable-next-line incorrect-equality: holds nothing
            if (units == 0) continue;
            uint256 share = units * MeetingTerms.WHOLE / ITrancheToken(token).totalSupplyAt(block.timestamp - 1);
            if (share > most) most = share;
        }
        if (most < terms.convene()) revert NoteholderMeeting_HoldsTooLittle(terms.convene(), most);
    }

    function _requireSupervisor(bytes32 role, bytes32 orderReference, bytes32 evidence) private view {
        if (!SUPERVISOR.hasRole(role, msg.sender)) revert NoteholderMeeting_OnlySupervisor(role, msg.sender);
        if (orderReference == 0 || evidence == 0) revert NoteholderMeeting_NoOrder(orderReference, evidence);
    }

    function _passOn(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }
}
