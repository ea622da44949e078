// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {INoteholderMeeting} from "../../contracts/interfaces/INoteholderMeeting.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title VoterHandler
/// @notice Noteholders convene, vote and have carried out what passed; the supervisor may halt a resolution.
contract VoterHandler is Handler {
    IGovernor private immutable _meeting;
    bytes[] private _acts;

    constructor(Ledger ledger_) Handler(ledger_) {
        _meeting = IGovernor(w.meeting());
        _acts.push(abi.encodeCall(INoteholderMeeting.amend, (w.deal(), 0, 1_300_000)));
        _acts.push(abi.encodeCall(INoteholderMeeting.amend, (w.deal(), 1, 10_000)));
        _acts.push(abi.encodeCall(INoteholderMeeting.openCall, (w.deal(), 2)));
        _acts.push(abi.encodeCall(INoteholderMeeting.declareDefault, (w.deal())));
        _acts.push(abi.encodeCall(INoteholderMeeting.replacePayee, (w.deal(), 0, w.actor("attacker"))));
    }

    function propose(uint256 act, uint256 who) external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, string memory text) = _resolution(act);
        _act(w.signer(who), address(_meeting), abi.encodeCall(IGovernor.propose, (targets, values, calldatas, text)));
    }

    function vote(uint256 act, uint256 who, uint256 support) external {
        uint256 id = _id(act);
        uint256 opens = _meeting.proposalSnapshot(id) + 1;
        // mostly when votes are cast, and for it
        if (opens > block.timestamp && support % 8 != 0) vm.warp(opens);
        _act(w.signer(who), address(_meeting), abi.encodeCall(IGovernor.castVote, (id, uint8(support % 4 == 0 ? support % 3 : 1))));
    }

    function carryOut(uint256 act, bool wait) external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, string memory text) = _resolution(act);
        uint256 id = _meeting.hashProposal(targets, values, calldatas, keccak256(bytes(text)));
        uint256 eta = _meeting.proposalEta(id);
        if (wait && eta > block.timestamp) vm.warp(eta);
        bytes memory data = abi.encodeCall(IGovernor.execute, (targets, values, calldatas, keccak256(bytes(text))));
        bool passed = _meeting.proposalSnapshot(id) != 0 && _meeting.state(id) == IGovernor.ProposalState.Succeeded;
        if (passed) _act(w.actor("outsider"), address(_meeting), data);
        else _mustFail(w.actor("outsider"), address(_meeting), data, "AN: what nobody passed was carried out");
    }

    function halt(uint256 act, bool on) external {
        uint256 id = _id(act);
        uint48 until = uint48(block.timestamp + 1 days);
        bytes memory data = on
            ? abi.encodeCall(INoteholderMeeting.haltResolution, (id, until, "order", "evidence", "inquiry"))
            : abi.encodeCall(INoteholderMeeting.resumeResolution, (id, "order", "evidence"));
        _act(w.actor(on ? "supervisor" : "chief_supervisor"), address(_meeting), data);
    }

    function excuse(uint256 act, uint256 who) external {
        uint256 opens = _meeting.proposalSnapshot(_id(act)) + 1;
        if (opens > block.timestamp) vm.warp(opens);
        _act(w.actor("outsider"), address(_meeting), abi.encodeCall(INoteholderMeeting.excuse, (_id(act), w.signer(who))));
    }

    function _id(uint256 act) private view returns (uint256) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, string memory text) = _resolution(act);
        return _meeting.hashProposal(targets, values, calldatas, keccak256(bytes(text)));
    }

    /// @dev Each act up to four times in a history, under another text.
    function _resolution(uint256 act)
        private
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calldatas, string memory text)
    {
        (targets, values, calldatas) = (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], calldatas[0]) = (address(_meeting), _acts[act % _acts.length]);
        text = string.concat("resolution ", ["a", "b", "c", "d"][act / _acts.length % 4]);
    }
}
