// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";

/// @title IDeal
/// @notice The issuing vehicle of one securitisation: its terms, its state and its payment dates. It owns no cash and has no owner.
interface IDeal {
    /// @notice Offered: units are being sold. Sold: every unit is, closing is due. Lapsed: the offering failed or was not closed in
    /// time, subscribers are refunded. Live: closed, payment dates run.
    enum Status {
        Offered,
        Sold,
        Lapsed,
        Live
    }

    /// @notice The deal was made. `wiring` is the program and all addresses, as laid out in `Wiring`.
    event DealWired(bytes32 indexed termsHash, bytes wiring);
    /// @notice The deal closed with these proceeds.
    event DealClosed(uint256 proceeds);
    /// @notice A payment date was executed. `records` holds four u128 a step: due, paid, drawn from support, released by a reserve.
    event PaymentDateExecuted(
        uint32 indexed period, address indexed executor, uint256 available, uint256 left, bytes records
    );

    error Deal_OnlyFactory(address factory, address caller);
    error Deal_OnlyOffering(address offering, address caller);
    error Deal_AlreadyWired(address wiring);
    error Deal_AlreadyClosed(uint256 closedAt);
    error Deal_NotLive(Status status);
    error Deal_ForeignReport(address expected, address given);
    error Deal_PeriodOutOfOrder(uint256 expected, uint256 given);
    error Deal_BeforeScheduledDate(uint256 scheduled, uint256 timestamp);
    error Deal_OnlySupervisor(address supervisor, address caller);
    error Deal_Halted(uint256 until);
    error Deal_NoTranche(uint256 tranches, uint256 given);

    /// @notice Set program and addresses and open the oracle stream, once, within the transaction that makes the deal. Only the factory.
    function initialize(
        bytes calldata wiring,
        uint8 threshold,
        uint32 disputeWindow,
        address[] calldata attestors
    ) external;

    /// @notice Close the offering: balances begin, accounts are funded, the rest is owed to the originator. Only the offering.
    function close(uint256 proceeds) external;

    /// @notice Execute the next payment date with its final report. Anybody may.
    /// @dev Moves no token and loops over no holder: payees and holders are credited in the escrow and claim there.
    function execute(RoyaltyReport calldata report) external;

    /// @notice What {execute} would do with this report now, attested or not; the report must be for the next period.
    /// @return records One a step.
    /// @return state Balances, arrears, accounts and carried amounts afterwards.
    /// @return available Funds that would flow.
    /// @return left What no step would take.
    function preview(RoyaltyReport calldata report)
        external
        view
        returns (Waterfall.Record[] memory records, Waterfall.State memory state, uint256 available, uint256 left);

    /// @notice Remember that the supervisor's book has to be asked before a payment date, or that it need not. Only the supervisor.
    function heed(bool on) external;

    /// @notice Whether nothing can ever be due to a tranche again: it is repaid in full and takes no residual.
    function isRedeemed(uint256 tranche) external view returns (bool);

    /// @notice Where the deal stands, derived from facts.
    function status() external view returns (Status);

    /// @notice The next period to execute.
    function nextPeriod() external view returns (uint256);

    /// @notice Midnight UTC of the scheduled date of a period, from which it can be executed.
    function scheduledAt(uint256 period) external view returns (uint256);

    /// @notice Totals so far: receipts attested, and cash that left collection through payment dates.
    function totals() external view returns (uint256 attested, uint256 distributed);

    /// @notice What the waterfall remembers: balances, arrears, accounts, carried expenses.
    function state() external view returns (Waterfall.State memory);

    /// @notice Share of a tranche's original balance that is outstanding, in parts per million rounded down; 10^6 where there was none.
    function poolFactorDown(uint256 tranche) external view returns (uint256);

    /// @notice SHA-256 of the canonical terms.
    function termsHash() external view returns (bytes32);

    /// @notice The packed program.
    function program() external view returns (bytes memory);

    /// @notice The token of a tranche and how many units are issued.
    function trancheAt(uint256 tranche) external view returns (address token, uint256 units);

    /// @notice How many tranches.
    function tranches() external view returns (uint256);

    /// @notice The addresses of the deal.
    function parties()
        external
        view
        returns (address escrow, address oracle, address offering, address originator, address[] memory payees);
}
