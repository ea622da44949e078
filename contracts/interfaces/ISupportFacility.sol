// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";

/// @title ISupportFacility
/// @notice Asks the providers of liquidity lines and shortfall make-up undertakings (差额支付) for what a payment date needs of them,
/// and knows who was late. It holds no cash: what is paid goes into the deal's escrow, where only the waterfall draws it.
/// @dev One contract for all deals of a factory, keyed by deal and facility. A demand is raised, with a new deadline, only when another
/// provider failed meanwhile; it is lowered by the provider alone, when cash arrived. A provider that misses a
/// deadline is not asked again for that date: the date is executed without it, and triggers can see it.
interface ISupportFacility {
    /// @notice A provider was asked for `amount` in all for this period, of which `outstanding` is to be paid by `deadline`.
    event SupportDemanded(
        address indexed deal, uint256 indexed facility, uint256 period, uint256 amount, uint256 outstanding, uint256 deadline
    );
    /// @notice A provider paid what it was asked for.
    event SupportPaid(address indexed deal, uint256 indexed facility, uint256 period, uint256 amount);
    /// @notice A provider put cash in ahead of any demand.
    event SupportDeposited(address indexed deal, uint256 indexed facility, uint256 amount);

    error SupportFacility_NoFacility(uint256 facilities, uint256 given);
    error SupportFacility_NothingNeeded(uint256 facility, uint256 period);
    error SupportFacility_AlreadyDemanded(uint256 outstanding, uint256 deadline);
    error SupportFacility_DeadlineMissed(uint256 deadline, uint256 timestamp);
    error SupportFacility_OnlyProvider(address provider, address caller);
    error SupportFacility_NoDemand(uint256 facility, uint256 period);
    error SupportFacility_TooLate(uint256 deadline, uint256 timestamp);
    error SupportFacility_WrongAmount(uint256 expected, uint256 given);
    error SupportFacility_AboveLimit(uint256 limit, uint256 given);
    error SupportFacility_Outstanding(uint256 facility, uint256 needed, uint256 deadline);

    /// @notice Ask a provider for what the next payment date needs of it, by the accepted and final report. Anybody may.
    /// @return outstanding What it has to pay, in the payment token's smallest unit.
    /// @return deadline Until when, in seconds: so many hours as the deal says from now, or from the scheduled date if that is later.
    function demand(address deal, uint256 facility, RoyaltyReport calldata report)
        external
        returns (uint256 outstanding, uint256 deadline);

    /// @notice Pay exactly what is outstanding, until the deadline. Only the provider, who has allowed the deal's escrow to take it.
    function pay(address deal, uint256 facility, uint256 amount) external;

    /// @notice Put cash in while nothing is demanded, so that a payment date need not wait. Only the provider. It stays until it is drawn, or comes
    /// back when the deal is concluded.
    function deposit(address deal, uint256 facility, uint256 amount) external;

    /// @notice Bits of the calling deal's facilities whose provider missed its deadline for this period.
    function unpaidOf(address deal, uint256 period, uint256 facilities) external view returns (uint256 bits);

    /// @notice Reverts while a facility of the calling deal could still be made to pay: `unmet` is what each promised and has not put in.
    /// @dev After the deadline of its demand it can't, whatever facts have made of the need since.
    function requireSettled(uint256 period, uint256[] calldata unmet) external view;

    /// @notice What was asked of a provider last: for which period, how much in all and how much of it was paid, and until when.
    function noticeOf(address deal, uint256 facility)
        external
        view
        returns (uint256 period, uint256 demanded, uint256 paid, uint256 deadline);
}
