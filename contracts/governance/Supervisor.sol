// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";

/// @title Supervisor
/// @notice See {ISupervisor}. One for many deals. Halting is for many, resuming for few.
/// @dev It tells a deal's contracts to ask here (a flag they read anyway, so an unhalted transfer costs nothing), and answers. A flag left
/// behind by a halt that ended only makes them ask in vain. How to stop it: a halt ends by itself; the admin revokes roles.
contract Supervisor is ISupervisor, AccessControlDefaultAdminRules {
    /// @notice May halt.
    bytes32 public constant HALTER_ROLE = keccak256("HALTER_ROLE");
    /// @notice May end a halt before its time.
    bytes32 public constant RESUMER_ROLE = keccak256("RESUMER_ROLE");
    /// @notice How far ahead a halt can end; it can be renewed.
    uint256 public constant LONGEST = 90 days;

    mapping(address deal => uint256) private _deals;
    mapping(address token => uint256) private _tranches;
    mapping(address deal => mapping(address holder => uint256)) private _holders;

    modifier ordered(bytes32 role, bytes32 orderReference, bytes32 evidence) {
        _checkRole(role);
        if (orderReference == 0 || evidence == 0) revert Supervisor_NoOrder(orderReference, evidence);
        _;
    }

    /// @param admin Grants and revokes the roles.
    /// @param delay Seconds before another admin can take over.
    constructor(address admin, uint48 delay) AccessControlDefaultAdminRules(delay, admin) {}

    /// @inheritdoc ISupervisor
    function haltDeal(address deal, uint48 until, bytes32 orderReference, bytes32 evidence, string calldata reason)
        external
        ordered(HALTER_ROLE, orderReference, evidence)
    {
        _checkHalt(deal, dealHaltedUntil(deal), until, reason);
        _deals[deal] = until;
        emit DealHalted(deal, until, orderReference, evidence, reason, msg.sender);
        IDeal(deal).heed(true);
        _heedTrading(IDeal(deal));
    }

    /// @inheritdoc ISupervisor
    function haltTranche(address token, uint48 until, bytes32 orderReference, bytes32 evidence, string calldata reason)
        external
        ordered(HALTER_ROLE, orderReference, evidence)
    {
        _checkHalt(token, trancheHaltedUntil(token), until, reason);
        _tranches[token] = until;
        emit TrancheHalted(token, until, orderReference, evidence, reason, msg.sender);
        _heedTranche(ITrancheToken(token));
    }

    /// @inheritdoc ISupervisor
    function haltHolder(
        address deal,
        address holder,
        uint48 until,
        bytes32 orderReference,
        bytes32 evidence,
        string calldata reason
    ) external ordered(HALTER_ROLE, orderReference, evidence) {
        if (holder == address(0)) revert Supervisor_ZeroAddress();
        _checkHalt(deal, holderHaltedUntil(deal, holder), until, reason);
        _holders[deal][holder] = until;
        emit HolderHalted(deal, holder, until, orderReference, evidence, reason, msg.sender);
        _heedHolder(IDeal(deal), holder);
    }

    /// @inheritdoc ISupervisor
    function resumeDeal(address deal, bytes32 orderReference, bytes32 evidence)
        external
        ordered(RESUMER_ROLE, orderReference, evidence)
    {
        if (dealHaltedUntil(deal) == 0) revert Supervisor_NotHalted(deal);
        _deals[deal] = 0;
        emit DealResumed(deal, orderReference, evidence, msg.sender);
        IDeal(deal).heed(false);
        _heedTrading(IDeal(deal));
    }

    /// @inheritdoc ISupervisor
    function resumeTranche(address token, bytes32 orderReference, bytes32 evidence)
        external
        ordered(RESUMER_ROLE, orderReference, evidence)
    {
        if (trancheHaltedUntil(token) == 0) revert Supervisor_NotHalted(token);
        _tranches[token] = 0;
        emit TrancheResumed(token, orderReference, evidence, msg.sender);
        _heedTranche(ITrancheToken(token));
    }

    /// @inheritdoc ISupervisor
    function resumeHolder(address deal, address holder, bytes32 orderReference, bytes32 evidence)
        external
        ordered(RESUMER_ROLE, orderReference, evidence)
    {
        if (holderHaltedUntil(deal, holder) == 0) revert Supervisor_NotHalted(holder);
        _holders[deal][holder] = 0;
        emit HolderResumed(deal, holder, orderReference, evidence, msg.sender);
        _heedHolder(IDeal(deal), holder);
    }

    /// @inheritdoc ISupervisor
    function haltsOn(address deal, address token, address from, address to)
        external
        view
        returns (bool trading, bool sender, bool receiver)
    {
        trading = dealHaltedUntil(deal) != 0 || trancheHaltedUntil(token) != 0;
        (sender, receiver) = (holderHaltedUntil(deal, from) != 0, holderHaltedUntil(deal, to) != 0);
    }

    /// @inheritdoc ISupervisor
    function dealHaltedUntil(address deal) public view returns (uint256) {
        return _inForce(_deals[deal]);
    }

    /// @inheritdoc ISupervisor
    function trancheHaltedUntil(address token) public view returns (uint256) {
        return _inForce(_tranches[token]);
    }

    /// @inheritdoc ISupervisor
    function holderHaltedUntil(address deal, address holder) public view returns (uint256) {
        return _inForce(_holders[deal][holder]);
    }

    /// @dev Never many: a program has at most sixteen tranches.
    // slither-disable-next-line calls-loop: a program has at most sixteen tranches
    function _heedTrading(IDeal deal) private {
        for (uint256 t = deal.tranches(); t > 0; --t) {
            (address token,) = deal.trancheAt(t - 1);
            _heedTranche(ITrancheToken(token));
        }
    }

    // slither-disable-next-line calls-loop: a program has at most sixteen tranches
    function _heedTranche(ITrancheToken token) private {
        bool on = trancheHaltedUntil(address(token)) != 0 || dealHaltedUntil(token.deal()) != 0;
        IRoyaltyEscrow(token.escrow()).heed(address(token), address(0), on);
    }

    /// @dev Asks each token for its deal: a counterfeit deal that lists real tokens must not take a mark away.
    // slither-disable-next-line calls-loop: a program has at most sixteen tranches
    function _heedHolder(IDeal deal, address holder) private {
        (address escrow,,,,) = deal.parties();
        for (uint256 t = deal.tranches(); t > 0; --t) {
            (address token,) = deal.trancheAt(t - 1);
            bool on = holderHaltedUntil(ITrancheToken(token).deal(), holder) != 0;
            IRoyaltyEscrow(escrow).heed(token, holder, on);
        }
    }

    /// @dev A halt in force is renewed, never cut short: ending one early is for those who resume.
    function _checkHalt(address subject, uint256 inForce, uint256 until, string calldata reason) private view {
        if (subject.code.length == 0) revert Supervisor_NoContract(subject);
        uint256 latest = block.timestamp + LONGEST;
        if (until < block.timestamp || until > latest) revert Supervisor_BadExpiry(block.timestamp, latest, until);
        if (until < inForce) revert Supervisor_Shortens(inForce, until);
        if (bytes(reason).length == 0) revert Supervisor_NoReason();
    }

    function _inForce(uint256 until) private view returns (uint256) {
        return block.timestamp <= until ? until : 0;
    }
}
