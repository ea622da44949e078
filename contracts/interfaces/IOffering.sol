// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "./IDeal.sol";
import {Offer} from "../types/Offer.sol";

/// @title IOffering
/// @notice Primary sale of a deal's units: investors bid and pay, one price and one coupon a tranche is found, and the deal closes with it;
/// or everybody takes back what he paid.
/// @dev It holds the subscriptions until then. Prices are in the payment token's smallest unit, a whole unit of the tranche. A bid is known
/// by its tranche, its level (0 is the best for the issuer) and its place: the units that were bid at that level before it.
interface IOffering {
    /// @notice Units were bid for, and paid at the price of the level.
    event Subscribed(
        uint256 indexed tranche,
        address indexed investor,
        uint256 level,
        uint256 place,
        uint256 units,
        uint256 paid
    );
    /// @notice A tranche was cleared: bids below `level` get all, those at it share `available` of `demand` units; `placed` units go to bidders
    /// in all, at `price` each.
    event TrancheCleared(
        uint256 indexed tranche, uint256 level, uint256 placed, uint256 available, uint256 demand, uint256 price
    );
    /// @notice Allotted units were issued to the bidder.
    event Collected(uint256 indexed tranche, address indexed investor, uint256 level, uint256 place, uint256 units);
    /// @notice The bidder got money back: the change, the price of what another took up, or all of a bid in an offering that lapsed.
    event Refunded(uint256 indexed tranche, address indexed investor, uint256 level, uint256 place, uint256 paid);
    /// @notice Units allotted to a bidder who can't hold them any more were issued to another, who paid their price.
    event TakenUp(
        uint256 indexed tranche, address indexed investor, address indexed by, uint256 level, uint256 place, uint256 units, uint256 paid
    );

    /// @notice A bid that got no units gave up its place among the holders; its money waits, as the bidder can't be paid now.
    event PlaceGivenUp(uint256 indexed tranche, address indexed investor, uint256 level, uint256 place);
    /// @notice A bid belongs to another wallet of the same investor: the one that made it was closed.
    event BidMoved(
        uint256 indexed tranche, address indexed from, address indexed to, uint256 level, uint256 place
    );

    error Offering_NotOpen(uint256 opens, uint256 timestamp);
    error Offering_Ended(uint256 deadline, uint256 timestamp);
    error Offering_NotEnded(uint256 deadline, uint256 timestamp);
    error Offering_NoTranche(uint256 tranches, uint256 given);
    error Offering_NoLevel(uint256 levels, uint256 given);
    error Offering_NotInLots(uint256 lot, uint256 units);
    error Offering_TooManyUnits(uint256 offered, uint256 wanted);
    error Offering_TooMuchDemand(uint256 limit, uint256 demand);
    error Offering_ClassNotOffered(uint256 tranche, uint256 class);
    error Offering_AboveLargestHolding(uint256 largest, uint256 wanted);
    error Offering_TooManyInvestors(uint256 limit, uint256 investors);
    error Offering_MinimumNotMet(uint256 tranche, uint256 minimum, uint256 reached);
    error Offering_ProceedsBelowFunding(uint256 proceeds, uint256 funding);
    error Offering_ClosingWindowOver(uint256 until, uint256 timestamp);
    error Offering_NotSettled(uint256 deadline, uint256 timestamp);
    error Offering_NoBid(uint256 tranche, uint256 level, uint256 place);
    error Offering_NothingLeft(uint256 tranche, uint256 level, uint256 place);
    /// @dev The code is of the ladder's question; 0: the payment token refuses him.
    error Offering_HeldBack(address investor, uint8 code);
    error Offering_TooEarly(uint256 from, uint256 timestamp);
    error Offering_MayHold(address investor);
    error Offering_NotYourBid(address bidder, address caller);
    error Offering_NoPlaceLeft(address investor, uint256 units);
    error Offering_AmountReceived(uint256 expected, uint256 received);

    /// @notice Bid for units of a tranche at a level: pulls units · price of the level from the caller, who must be an eligible investor. It binds.
    /// @return place Of the bid, with which it is found again.
    function subscribe(uint256 tranche, uint256 level, uint256 units) external returns (uint256 place);

    /// @notice Clear every tranche, the most senior first, and close the deal. Anybody may, in the week after the deadline, if each reaches its
    /// minimum and what backs the deal is fit.
    function close() external;

    /// @notice Issue what a bid was allotted to its bidder, who has earned on it since closing, and pay him the change, unless the payment token
    /// refuses him: then it waits for {refund}. Anybody may.
    function collect(uint256 tranche, uint256 level, uint256 place) external;

    /// @notice Pay a bidder what he is owed in money alone: the change, the price of what another took up, or all once the offering
    /// has lapsed. Anybody may.
    /// @return paid The amount.
    function refund(uint256 tranche, uint256 level, uint256 place) external returns (uint256 paid);

    /// @notice Let a bid be the caller's whose former wallet, closed by the registry, made it.
    function moveBid(uint256 tranche, uint256 level, uint256 place) external;

    /// @notice Take up what was allotted to a bidder who can't hold it any more, from ten days after closing on: the caller pays its price and
    /// what it earned since closing (rounded up), which the bidder then gets, and has that income with the units.
    function takeUp(uint256 tranche, uint256 level, uint256 place) external;

    /// @notice First and last second in which bids are taken.
    function window() external view returns (uint256 opens, uint256 deadline);

    /// @notice When the deal closed, in seconds; 0 while it has not.
    function closedAt() external view returns (uint256);

    /// @notice What a deal that is not closed is: offered, up to the deadline; sold, in the week after it if every minimum is reached, when it can
    /// be closed; lapsed otherwise. Of no meaning once it is closed: ask the deal's status.
    function stage() external view returns (IDeal.Status);

    /// @notice How a tranche is offered.
    function offerOf(uint256 tranche) external view returns (Offer);

    /// @notice Price of a unit at a level.
    function priceAt(uint256 tranche, uint256 level) external view returns (uint256);

    /// @notice Units bid for at a level.
    function demandAt(uint256 tranche, uint256 level) external view returns (uint256);

    /// @notice How a tranche was cleared, or, before closing, would be now. `placed` is zero where nobody bid.
    function clearingOf(uint256 tranche)
        external
        view
        returns (uint256 level, uint256 placed, uint256 available, uint256 demand);

    /// @notice A bid; `allotted` units go to it by {clearingOf}. `owed` is what {refund} would pay now.
    function bidAt(uint256 tranche, uint256 level, uint256 place)
        external
        view
        returns (address investor, uint256 units, uint256 allotted, bool collected, uint256 owed);

    /// @notice Investors with bids whose units are still to come, counted only where the rules limit investors: they have their places among
    /// the holders.
    function awaited(uint256 tranche) external view returns (uint256);
}
