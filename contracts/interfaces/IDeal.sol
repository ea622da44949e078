// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {State} from "../waterfall/State.sol";

/// @title IDeal
/// @notice The issuing vehicle of one securitisation: its terms, its state and its payment dates. It owns no cash and has no owner.
interface IDeal {
    /// @notice Offered: bids are taken. Sold: enough units are, closing is due. Lapsed: the offering failed or was not closed in
    /// time, subscribers are refunded. Live: closed, payment dates run. Concluded: all there was has been distributed, only claims go on.
    enum Status {
        Offered,
        Sold,
        Lapsed,
        Live,
        Concluded
    }

    /// @notice The deal was made; or, with another wiring, closed with the coupons and sizes that the offering found, or changed by a resolution of
    /// its noteholders. `wiring` is the program and all addresses, as laid out in `Wiring`.
    event DealWired(bytes32 indexed termsHash, bytes wiring);
    /// @notice The deal closed with these proceeds.
    event DealClosed(uint256 proceeds);
    /// @notice A payment date was executed. `records` holds four u128 a step of the list that ran: due, paid, drawn from support, released by
    /// a reserve or trap. Of a deal with triggers or an acceleration list one word follows: the triggers' answers (16 bits each, the newest
    /// lowest), from bit 224 which are active, bit 238 whether interest was missed for good, bit 239 whether the acceleration list ran.
    event PaymentDateExecuted(
        uint32 indexed period, address indexed executor, uint256 available, uint256 left, bytes records
    );

    /// @notice What the payment date of this period looked at beside its report: the program's facts in their order, days since the report
    /// before, and bits of the facilities whose provider missed its deadline. Only of a deal that looks at any of it.
    event FactsTaken(uint32 indexed period, uint256[] facts, uint256 reportAge, uint256 unpaid);
    /// @notice The provider of a facility put cash in for its draws.
    event SupportReceived(uint256 indexed facility, address indexed provider, uint256 amount);
    /// @notice The holder of a call repaid tranches: `paid[t]` for each, principal at the price of the call, arrears, and interest to the day.
    event CallExercised(uint256 indexed index, address indexed holder, uint256 day, uint256[] paid);
    /// @notice The deal was wound up: `available` is all cash there was in collection, `records` as of a payment date, `returned[f]` what
    /// went back to the provider of a facility, undrawn.
    event DealConcluded(uint32 indexed period, address indexed by, uint256 available, uint256[] returned, bytes records);

    error Deal_OnlyOffering(address offering, address caller);
    error Deal_OnlyMeeting(address meeting, address caller);
    error Deal_AlreadyWired(address wiring);
    error Deal_AlreadyClosed(uint256 closedAt);
    error Deal_NotLive(Status status);
    error Deal_ForeignReport(address expected, address given);
    error Deal_PeriodOutOfOrder(uint256 expected, uint256 given);
    error Deal_BeforeScheduledDate(uint256 scheduled, uint256 timestamp);
    error Deal_OnlySupervisor(address supervisor, address caller);
    error Deal_Halted(uint256 until);
    error Deal_NoTranche(uint256 tranches, uint256 given);
    error Deal_OnlySupportFacility(address supportFacility, address caller);
    error Deal_OnlyCallHolder(address holder, address caller);
    error Deal_NothingToCall(uint256 index);
    error Deal_CallBelowPrice(uint256 price, uint256 offered);

    /// @notice Set program and addresses and open the oracle stream, once: the factory does so in the transaction that makes the clone.
    /// @dev A clone that somebody else makes and wires is no deal of the factory, which has announced each of its own.
    /// @param oracleTerms How its receipts are attested, as {OracleTerms} lays it out.
    /// @param meetingTerms How its noteholders decide, as {MeetingTerms} lays it out; empty for a deal without meetings.
    function initialize(bytes calldata wiring, bytes calldata oracleTerms, bytes calldata meetingTerms) external;

    /// @notice Close the offering: balances begin, accounts are funded, the rest is owed to the originator. Only the offering.
    /// @param wiring What takes the place of the deal's, with the coupons and sizes found; empty when the terms had them all.
    function close(uint256 proceeds, bytes calldata wiring) external;

    /// @notice Carry out what noteholders resolved: another wiring (none when empty), and what of the triggers' answers is forgotten and set. Only
    /// the meeting, which knows what may be.
    /// @param forgotten Bits to clear, as in {PaymentDateExecuted}; `declared` are set after that.
    function carryOut(bytes calldata wiring, uint256 forgotten, uint256 declared) external;

    /// @notice Execute the next payment date with its final report. Anybody may.
    /// @dev Moves no token and loops over no holder: payees and holders are credited in the escrow and claim there.
    function execute(RoyaltyReport calldata report) external;

    /// @notice Repay tranches early as the holder of a call: its price for their balances, rounded up, their arrears, and interest to this day
    /// (UTC). Taken from the caller, who offers at least that much and has allowed the escrow to take it. Between payment dates only.
    /// @return paid What was taken, in the payment token's smallest unit.
    function exerciseCall(uint256 index, uint256 offered) external returns (uint256 paid);

    /// @notice Wind the deal up: all that is in hand is distributed in the order of priority, cash of facilities that was not drawn goes back,
    /// and no royalties are taken any more. Anybody may, once nobody is owed anything any more and either the legal final date has been paid or the
    /// residual is a payee's; and a year after the legal final date in any case. Not in front of a payment date that can be executed.
    function conclude() external;

    /// @notice Take cash that the provider of a facility puts in for its draws. Only the support facility contract.
    function receiveSupport(uint256 facility, address provider, uint256 amount) external;

    /// @notice Remember that the supervisor's book has to be asked before a payment date, or that it need not. Only the supervisor.
    function heed(bool on) external;

    /// @notice Whether nothing can ever be due to a tranche again: it is repaid in full and takes no residual, or the deal is concluded.
    function isRedeemed(uint256 tranche) external view returns (bool);

    /// @notice Where the deal stands, derived from facts.
    function status() external view returns (Status);

    /// @notice The next period to execute.
    function nextPeriod() external view returns (uint256);

    /// @notice Midnight UTC of the scheduled date of a period, from which it can be executed.
    function scheduledAt(uint256 period) external view returns (uint256);

    /// @notice When the last executed report became final, in seconds, where a trigger looks at it; else when the deal closed.
    function lastReportAt() external view returns (uint256);

    /// @notice Totals so far: receipts attested, and cash that left collection through payment dates.
    function totals() external view returns (uint256 attested, uint256 distributed);

    /// @notice What the waterfall remembers: balances, arrears, accounts, what is carried, owed to facilities, and answers of triggers.
    function state() external view returns (State memory);

    /// @notice SHA-256 of the canonical terms.
    function termsHash() external view returns (bytes32);

    /// @notice Where program and addresses stand as code (SSTORE2).
    function wiringAt() external view returns (address);

    /// @notice The packed program.
    function program() external view returns (bytes memory);

    /// @notice The token of a tranche and how many units it has: before closing those that are offered or retained, then those placed.
    function trancheAt(uint256 tranche) external view returns (address token, uint256 units);

    /// @notice How many tranches.
    function tranches() external view returns (uint256);

    /// @notice The contract that asks providers of support, and the one that knows the facts triggers look at (zero where none does).
    function sources() external view returns (address supportFacility, address poolFacts);

    /// @notice The addresses of the deal.
    function parties()
        external
        view
        returns (address escrow, address oracle, address offering, address originator, address[] memory payees);
}
