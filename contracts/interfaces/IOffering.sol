// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IOffering
/// @notice Primary sale of a deal's units at fixed prices: all are sold and the deal closes in time, or everybody is refunded.
/// @dev It holds the subscriptions until then. Prices are in the payment token's smallest unit, a whole unit of the tranche.
interface IOffering {
    /// @notice Units were subscribed and paid.
    event Subscribed(uint256 indexed tranche, address indexed investor, uint256 units, uint256 paid);
    /// @notice Units of a failed offering were given back for their price.
    event Refunded(uint256 indexed tranche, address indexed investor, uint256 units, uint256 paid);

    error Offering_Ended(uint256 deadline, uint256 timestamp);
    error Offering_TooManyUnits(uint256 unsold, uint256 wanted);
    error Offering_RestBelowDenomination(uint256 denomination, uint256 rest);
    error Offering_NotSoldOut();
    error Offering_ClosingWindowOver(uint256 until, uint256 timestamp);
    error Offering_NotLapsed();
    error Offering_ZeroUnits();
    error Offering_AmountReceived(uint256 expected, uint256 received);

    /// @notice Buy units of a tranche: pulls units × price from the caller, who must be an eligible investor.
    function subscribe(uint256 tranche, uint256 units) external;

    /// @notice Close the deal once every unit is sold, until the closing window ends. Anybody may.
    function close() external;

    /// @notice Take back the price of all the caller's units of a tranche once the offering has lapsed.
    /// @return paid The refund.
    function refund(uint256 tranche) external returns (uint256 paid);

    /// @notice Last second in which units are sold.
    function deadline() external view returns (uint256);

    /// @notice Whether the offering failed: the deadline passed with units unsold, or the deal was not closed in the week after it.
    /// @dev Of no meaning once the deal is live: ask the deal's status.
    function lapsed() external view returns (bool);

    /// @notice Price of a unit.
    function priceOf(uint256 tranche) external view returns (uint256);

    /// @notice Whether every unit of every tranche is sold.
    function soldOut() external view returns (bool);
}
