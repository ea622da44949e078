// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Passport} from "../compliance/Passport.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {IERC7943Fungible} from "./IERC7943Fungible.sol";
import {ITransferAgent} from "./ITransferAgent.sol";

/// @title ITrancheToken
/// @notice The security: whole units of one tranche, moved only as the tranche's rules allow, whose income follows the unit. ERC-20 with
/// permit, ERC-7943, the names of ERC-3643 that tools look for, and the codes of ERC-1404.
/// @dev Every power (freeze, force, recover, pause, redeem) asks for a role and an order, which an event names. The standards' functions
/// have no room for an order: they answer to the transfer agent's contract, which asks for it. An officer forces a transfer here.
interface ITrancheToken is IERC20Metadata, IERC20Permit, IERC5267, IERC6372, IERC7943Fungible, IERC20Errors {
    /// @notice A wallet was frozen, or released (ERC-3643). A frozen wallet moves and claims nothing and keeps earning.
    event AddressFrozen(address indexed account, bool indexed frozen, address indexed by);
    /// @notice Trading was paused (ERC-3643).
    // slither-disable-next-line unindexed-event-address: as ERC-3643 has it
    event Paused(address account);
    /// @notice Trading goes on (ERC-3643).
    // slither-disable-next-line unindexed-event-address: as ERC-3643 has it
    event Unpaused(address account);
    /// @notice Everything of a lost wallet went to another wallet of the same investor (ERC-3643): units, income, what is frozen.
    event RecoverySuccess(address indexed lostWallet, address indexed newWallet, address indexed investor);
    /// @notice Income that was owed to one holder is owed to another, by order. In the payment token's smallest unit, rounded down.
    event IncomeCarried(address indexed from, address indexed to, uint256 amount);
    /// @notice The forced transfer this follows, with the thaw before it and the income after it, was done by this order.
    event Ordered(bytes32 indexed ref, bytes32 evidence, address by);

    error TrancheToken_TransferRefused(uint8 code, string reason, address from, address to, uint256 units);
    error TrancheToken_OnlyOffering(address offering, address caller);
    error TrancheToken_OnlyAgent(address agent, address caller);
    error TrancheToken_NoOrder(bytes32 ref, bytes32 evidence);
    error TrancheToken_ZeroAddress();
    error TrancheToken_SameHolder(address holder);
    error TrancheToken_NotSoManyFrozen(address holder, uint256 frozen, uint256 given);
    error TrancheToken_NotEnoughIncome(address holder, uint256 owed, uint256 wanted);
    error TrancheToken_Paused(bool paused);
    error TrancheToken_OtherInvestor(address investor, address ofLost, address ofNew);
    error TrancheToken_NothingToRecover(address lost);
    error TrancheToken_NotRedeemed(address deal, uint256 tranche);
    error TrancheToken_PermitExpired(uint256 deadline, uint256 timestamp);
    error TrancheToken_PermitSigner(address signer, address owner);
    error TrancheToken_NoRecordDates();
    error TrancheToken_NotPast(uint256 timepoint, uint256 clock);
    error TrancheToken_WrongLength(uint256 expected, uint256 given);

    /// @notice Issue units of those placed at closing to somebody whom the rules admit; they have earned for him since. Only the offering.
    function mint(address investor, uint256 units) external;

    /// @notice Destroy units of a tranche that is redeemed; frozen ones are thawed first. Income owed stays owed. Only the agent.
    function burn(address investor, uint256 units) external;

    /// @notice Refuse, as {mint} would, units to somebody whom the rules do not admit; but for the count of holders, which the offering keeps to.
    /// @return rules The tranche's rules.
    /// @return passport What the registry knows of the investor.
    function checkIssue(address investor, uint256 units)
        external
        view
        returns (TransferRules rules, Passport passport);

    /// @notice `transferFrom` that tells what a sale depends on, so that a desk need not ask for it.
    /// @return paymentToken What the deal pays in.
    /// @return incomePerUnit Income distributed per unit so far, 2^48 fixed point.
    /// @return sharedInvestor Whose wallets both are; zero when they are of two investors, or unknown.
    function tradeFrom(address from, address to, uint256 units)
        external
        returns (address paymentToken, uint256 incomePerUnit, address sharedInvestor);

    /// @notice Several transfers from the caller at once; all or none.
    function batchTransfer(address[] calldata receivers, uint256[] calldata units) external;

    /// @notice Freeze or release a whole wallet. Only the agent.
    function setAddressFrozen(address account, bool frozen) external;

    /// @notice Freeze so many more units, which must be held and not frozen yet. Only the agent.
    /// @return frozen What is frozen now.
    function freezePartialTokens(address account, uint256 units) external returns (uint256 frozen);

    /// @notice Release so many frozen units. Only the agent.
    /// @return frozen What is frozen now.
    function unfreezePartialTokens(address account, uint256 units) external returns (uint256 frozen);

    /// @notice Take units from a holder and give them to another whom the rules let receive; frozen ones are thawed. Only who has the
    /// enforcer's role at the agent.
    /// @param income Unclaimed income that goes along, as in {assignIncome}; zero leaves it with the former holder.
    function forcedTransferByOrder(
        address from,
        address to,
        uint256 units,
        uint256 income,
        ITransferAgent.Order calldata order
    ) external;

    /// @notice Owe the receiver income that was owed to another holder, by order. Only the agent.
    /// @param amount In the payment token's smallest unit; 2^256 − 1 for all there is. Who gives all whole units gives the fraction, too.
    function assignIncome(address from, address to, uint256 amount) external returns (uint256 carried);

    /// @notice Move everything of a lost wallet to another eligible wallet of the same investor. The lost wallet is frozen. Only the
    /// agent. A holder the supervisor has halted is not recovered.
    /// @param investor Who both wallets belong to, as the registry knows it.
    function recoveryAddress(address lostWallet, address newWallet, address investor) external returns (bool);

    /// @notice Stop trading. Only the agent.
    function pause() external;

    /// @notice Let trading go on. Only the agent.
    function unpause() external;

    /// @notice Whether trading is paused.
    function paused() external view returns (bool);

    /// @notice Whether a wallet is frozen as a whole.
    function isFrozen(address account) external view returns (bool);

    /// @notice Which questions of the ladder this transfer would answer with no: bit c for the question of code c.
    function answersOf(address from, address to, uint256 units) external view returns (uint256 no);

    /// @notice The code of what would refuse this transfer; zero when nothing would (ERC-1404).
    function detectTransferRestriction(address from, address to, uint256 units) external view returns (uint8 code);

    /// @notice What a code means (ERC-1404).
    function messageForTransferRestriction(uint8 code) external pure returns (string memory);

    /// @notice The rules of the tranche, and its list of admitted countries where it has one.
    function transferRules() external view returns (TransferRules rules, bytes memory countries);

    /// @notice How many investors hold units; counted only in a tranche with a holder limit, else zero.
    function investorCount() external view returns (uint256);

    /// @notice Units held at a past time. Only a tranche that keeps record dates knows.
    /// @param timepoint Seconds, before now.
    function balanceOfAt(address account, uint256 timepoint) external view returns (uint256);

    /// @notice All units at a past time. See {balanceOfAt}.
    function totalSupplyAt(uint256 timepoint) external view returns (uint256);

    /// @notice Income the holder has earned and not claimed, before tax, in the payment token's smallest unit, rounded down.
    function entitlementOf(address holder) external view returns (uint256);

    /// @notice The deal.
    function deal() external view returns (address);

    /// @notice The escrow, which keeps the register and pays income.
    function escrow() external view returns (address);

    /// @notice Which tranche of the deal, from 0, the most senior.
    function trancheIndex() external view returns (uint256);

    /// @notice The registry that knows eligible investors.
    function identityRegistry() external view returns (address);

    /// @notice The contract that uses the powers, and knows which officer may force a transfer here.
    function agent() external view returns (address);

    /// @notice The supervisor, whose halts are heeded.
    function haltedBy() external view returns (address);

    /// @notice Who answers ERC-3643's `canTransfer`: the token itself.
    function compliance() external view returns (address);
}
