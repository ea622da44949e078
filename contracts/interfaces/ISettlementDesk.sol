// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Order} from "../types/Order.sol";

/// @title ISettlementDesk
/// @notice Where units change hands for money, both or neither: a signed order that somebody fills, or an instruction for a buyer whose cash
/// arrives later. One desk for all deals. Nobody has a role here.
/// @dev A price is of a unit, in the payment token's smallest unit, so that no amount is ever rounded but a venue's fee. The desk believes a token
/// what it says of itself: who signs for a counterfeit, or calls with one, harms only himself. It holds nothing but cash of instructions: for each
/// payment token at least what was paid in and neither settled nor taken back.
interface ISettlementDesk {
    /// @notice Of an instruction. `Expired` is never stored: an open one is that after its deadline.
    enum Status {
        None,
        Open,
        Settled,
        Cancelled,
        Expired
    }

    /// @notice Terms of an instruction, and how far it is.
    /// @param seller Whose units they are, until it is settled.
    /// @param units How many.
    /// @param deadline The last second in which cash is taken and in which it is settled.
    /// @param buyer Who pays, and gets the units.
    /// @param price Of a unit.
    /// @param token The tranche.
    /// @param status See {Status}.
    /// @param paymentToken The deal's, when the instruction was given.
    /// @param paid Cash the desk holds for it.
    /// @param incomePerUnit As in an order.
    struct Instruction {
        address seller;
        uint48 units;
        uint48 deadline;
        address buyer;
        uint96 price;
        address token;
        Status status;
        address paymentToken;
        uint96 paid;
        uint256 incomePerUnit;
    }

    /// @notice Units of an order changed hands. `price` is of a unit; `fee` of the whole fill went from the maker's side to the order's venue.
    event OrderFilled(
        bytes32 indexed orderHash,
        address indexed maker,
        address indexed taker,
        address token,
        bool sells,
        uint256 units,
        uint256 price,
        uint256 fee,
        uint256 nonce
    );
    /// @notice Nothing more is filled under this nonce.
    event OrderCancelled(address indexed maker, uint256 indexed nonce);
    /// @notice Only orders of this epoch, or of a later one, can be filled from now on.
    event AllOrdersCancelled(address indexed maker, uint256 epoch);
    /// @notice A seller waits for a buyer's cash, `price` a unit.
    event Instructed(
        uint256 indexed id,
        address indexed seller,
        address indexed buyer,
        address token,
        address paymentToken,
        uint256 units,
        uint256 price,
        uint256 deadline,
        uint256 incomePerUnit
    );
    /// @notice The buyer paid in; `paid` in all.
    event PaidIn(uint256 indexed id, uint256 amount, uint256 paid);
    /// @notice The units went to the buyer and all his cash to the seller.
    event InstructionSettled(uint256 indexed id, uint256 paid);
    /// @notice The seller will not sell.
    event InstructionCancelled(uint256 indexed id);
    /// @notice The buyer took back what he had paid in.
    event CashReturned(uint256 indexed id, uint256 amount);

    error SettlementDesk_BadSignature(address maker, bytes32 orderHash);
    error SettlementDesk_ZeroUnits();
    error SettlementDesk_TooLarge(uint256 limit, uint256 given);
    error SettlementDesk_Expired(uint256 expiry, uint256 timestamp);
    error SettlementDesk_OwnOrder(address maker);
    error SettlementDesk_OtherCounterparty(address counterparty, address taker);
    error SettlementDesk_NoSuchPlace(uint256 last, uint256 given);
    error SettlementDesk_WrongEpoch(uint256 expected, uint256 given);
    error SettlementDesk_Cancelled(address maker, uint256 nonce);
    error SettlementDesk_TooManyUnits(uint256 left, uint256 wanted);
    error SettlementDesk_BelowMinimumFill(uint256 minimum, uint256 units);
    error SettlementDesk_OtherPaymentToken(address ofDeal, address ofOrder);
    error SettlementDesk_IncomeDistributed(uint256 asSeen, uint256 distributed);
    error SettlementDesk_SameInvestor(address investor, address one, address other);
    /// @dev Both in ppm of the price.
    error SettlementDesk_FeeTooHigh(uint256 cap, uint256 fee);
    error SettlementDesk_NoVenue(uint256 fee);
    error SettlementDesk_NoAnswer(address from);
    error SettlementDesk_AmountReceived(uint256 expected, uint256 received);
    error SettlementDesk_AmountSent(uint256 expected, uint256 sent);
    error SettlementDesk_ZeroAddress();
    error SettlementDesk_NoInstruction(uint256 id);
    error SettlementDesk_NotOpen(uint256 id, Status status);
    error SettlementDesk_OnlySeller(address seller, address caller);
    error SettlementDesk_OnlyBuyer(address buyer, address caller);
    error SettlementDesk_OtherTerms(bytes32 terms, bytes32 given);
    error SettlementDesk_ZeroAmount();
    error SettlementDesk_MoreThanDue(uint256 due, uint256 given);
    error SettlementDesk_NotPaid(uint256 due, uint256 paid);
    error SettlementDesk_NotReturnable(uint256 deadline, uint256 timestamp);

    /// @notice Take so many units of an order: they go from seller to buyer, units · price from buyer to seller; of that, or on top of it when the
    /// maker buys, the venue gets its fee. The caller is the taker. All of it or nothing.
    /// @dev Asked in this order: the signature (a key's, else ERC-1271), price, expiry, the two parties, units, nonce, what is left, the minimum; then
    /// the tranche's own rules, payment token, income, that the two are not one investor; then the venue's fee, and the money.
    function fill(Order calldata order, bytes calldata signature, uint256 units) external;

    /// @notice Fill nothing more of the caller's orders with this nonce.
    function cancel(uint256 nonce) external;

    /// @notice Fill nothing more of the caller's orders of this epoch. The next one begins.
    function cancelAll() external;

    /// @notice Offer units to one buyer whose cash arrives later. They stay the caller's and can be moved; income and votes go on with him.
    /// @param price Of a unit.
    /// @param deadline The last second.
    /// @param incomePerUnit As in an order.
    function instruct(
        address token,
        address buyer,
        uint256 units,
        uint256 price,
        uint256 deadline,
        uint256 incomePerUnit
    ) external returns (uint256 id);

    /// @notice Pay for an instruction, all or part; only its buyer, and no more than is due. It can't be taken back before the instruction is
    /// cancelled or its deadline has passed.
    /// @param terms As {termsOf} gave them to the caller: after a reorganisation of the chain an id may be of another instruction.
    function payIn(uint256 id, bytes32 terms, uint256 amount) external;

    /// @notice Carry out an instruction that is paid, until its deadline. Anybody may. Everything is asked again.
    function settle(uint256 id) external;

    /// @notice Give up an instruction that is not settled, paid or not. Only its seller.
    function cancelInstruction(uint256 id) external;

    /// @notice Get back what was paid for an instruction that is cancelled or past its deadline. Only its buyer.
    function takeBack(uint256 id) external returns (uint256 amount);

    /// @notice The EIP-712 hash a maker signs, by which events name an order.
    function hashOf(Order calldata order) external view returns (bytes32);

    /// @notice Units filled under a nonce; 2^48 − 1: cancelled. Orders with the same nonce share it.
    function filledOf(address maker, uint256 nonce) external view returns (uint256);

    /// @notice The epoch in which a maker's orders are filled.
    function epochOf(address maker) external view returns (uint256);

    /// @notice Five places at once: what is filled at place p is in bits 48 · p up. `word` is a nonce without its last byte.
    function wordOf(address maker, uint256 word) external view returns (uint256);

    /// @notice An instruction, all zero where there is none; expired where its time is over.
    function instructionAt(uint256 id) external view returns (Instruction memory);

    /// @notice A hash of what of an instruction never changes.
    function termsOf(uint256 id) external view returns (bytes32);

    /// @notice How many instructions were ever given: the id of the last.
    function instructions() external view returns (uint256);
}
