// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Status} from "../types/IPRight.sol";

/// @dev A quantity by its label, and the most it may be, in ppm.
struct Limit {
    bytes32 label;
    uint32 most;
}

/// @dev On what terms rights back a deal. Days are yyyymmdd, shares ppm, `leastValue` in the payment token's smallest unit.
/// @param maturity The deal's last day: no right may expire before it.
/// @param haircuts 24 bits of ppm a condition, condition 0 lowest (docs/decisions/0004).
/// @param leastValue Least value of the pool at closing.
/// @param leastRights Least number of rights at closing.
/// @param substitutionUntil Last day of substitutions, zero for none.
/// @param substitutionMost How much may be replaced over life, of the value at closing.
/// @param repurchasePrice Of the value at pledge.
/// @param limits At most 12.
struct PoolTerms {
    uint32 maturity;
    uint256 haircuts;
    uint96 leastValue;
    uint16 leastRights;
    uint32 substitutionUntil;
    uint32 substitutionMost;
    uint32 repurchasePrice;
    Limit[] limits;
}

/// @dev What a right counts for. `conditions` is a bit each; `unlicensed` is the part of the value that rests on no licence in force.
struct Count {
    uint96 value;
    uint96 base;
    uint96 unlicensed;
    uint16 conditions;
}

/// @dev What a pool keeps of one right: its deal (zero when it backs none), the value it came in with, the number of the licence it is
/// held under (zero for whole ownership), its place and jurisdiction, how often its repurchase was demanded and whether it is, the next day that was
/// noted for it (zero for none), the deal that last lost it, and what it counts for.
struct Pledge {
    address deal;
    uint96 valueAtPledge;
    uint16 licence;
    uint16 place;
    bytes2 jurisdiction;
    uint32 demands;
    bool demanded;
    uint32 nextDay;
    address lostTo;
    Count count;
}

/// @title IRightsPool
/// @notice Which rights back which deal, and the sums its payment dates ask for. One right backs one deal. It holds no cash: the price of a
/// repurchase goes from the seller to the escrow of the deal.
interface IRightsPool {
    /// @notice A pool was opened for a deal.
    event PoolOpened(address indexed deal, address indexed originator, address token, PoolTerms terms);
    /// @notice A right was pledged to a deal. What it counts for follows.
    event RightPledged(bytes32 indexed right, address indexed deal, uint16 licence, uint96 valueAtPledge);
    /// @notice What a right counts for in its deal from now on.
    event RightCounted(bytes32 indexed right, address indexed deal, Count count);
    /// @notice A right left a deal: `why` 1 released, 2 substituted, 3 repurchased, 4 lost: the licence it was held under
    /// ended, and its value goes on counting as untitled.
    event RightReturned(bytes32 indexed right, address indexed deal, uint8 why);
    /// @notice A right took another's place.
    event RightSubstituted(address indexed deal, bytes32 indexed outgoing, bytes32 indexed incoming);
    /// @notice A trustee demands that the seller repurchase a right, or withdraws the demand.
    event RepurchaseDemanded(
        bytes32 indexed right, address indexed deal, uint32 number, bytes32 document, address indexed by
    );
    event DemandWithdrawn(bytes32 indexed right, address indexed deal, address indexed by);
    /// @notice The seller repurchased a right; the price is in the deal's escrow.
    event RightRepurchased(bytes32 indexed right, address indexed deal, address indexed seller, uint256 price);

    error RightsPool_OnlyRegistry(address registry, address caller);
    error RightsPool_OnlyOriginator(address originator, address caller);
    error RightsPool_NotItsSource(address deal, address source);
    error RightsPool_AlreadyOpen(address deal);
    error RightsPool_NotOpen(address deal);
    error RightsPool_DealStatus(address deal, uint256 status);
    error RightsPool_BadTerms(string field, uint256 limit, uint256 given);
    error RightsPool_UnknownLabel(bytes32 label);
    error RightsPool_AlreadyPledged(bytes32 right, address deal);
    error RightsPool_NotPledged(bytes32 right);
    error RightsPool_NotInForce(bytes32 right, Status status);
    error RightsPool_TitleDisputed(bytes32 right, uint256 disputes);
    error RightsPool_LienAhead(bytes32 right, address holder);
    error RightsPool_NotTransferable(bytes32 right);
    error RightsPool_OnNegativeList(bytes32 right);
    error RightsPool_ExpiresBefore(bytes32 right, uint256 maturity, uint256 expiry);
    error RightsPool_NotOwned(bytes32 right, address originator, uint256 share);
    error RightsPool_LicenceTooNarrow(bytes32 right, uint256 licence, string what);
    error RightsPool_NotValued(bytes32 right, address token);
    error RightsPool_ValuationStale(bytes32 right, uint256 until, uint256 today);
    error RightsPool_ValuedByOriginator(bytes32 right, address originator);
    error RightsPool_TooManyRights(uint256 most, uint256 given);
    error RightsPool_Due(uint256 day, uint256 today);
    error RightsPool_TooFewRights(uint256 least, uint256 given);
    error RightsPool_ValueTooSmall(uint256 least, uint256 given);
    error RightsPool_LimitBroken(bytes32 label, uint256 most, uint256 given);
    error RightsPool_NotOver(address deal);
    error RightsPool_SubstitutionOver(uint256 until, uint256 today);
    error RightsPool_SubstitutionTooMuch(uint256 most, uint256 given);
    error RightsPool_WorthLess(uint256 least, uint256 given);
    error RightsPool_AlreadyDemanded(bytes32 right);
    error RightsPool_NothingDemanded(bytes32 right);
    error RightsPool_WrongLength(uint256 expected, uint256 given);
    error RightsPool_LostBefore(bytes32 right, address deal);
    error RightsPool_StillHeld(bytes32 right, uint256 licence);
    error RightsPool_AbovePrice(uint256 most, uint256 price);

    /// @notice Open the pool of a deal that is still offered or sold out. Its originator, once.
    function open(address deal, PoolTerms calldata terms) external;

    /// @notice Pledge rights to a deal before it closes. Its originator.
    /// @param licences Numbers of the licences they are held under, zero for those owned whole; as many as rights.
    function pledge(address deal, bytes32[] calldata rights, uint16[] calldata licences) external;

    /// @notice Put a right in another's place under the rules of the deal; not of one whose repurchase is demanded. Its originator.
    function substitute(bytes32 outgoing, bytes32 incoming, uint16 licence) external;

    /// @notice Demand that the seller repurchase a right whose warranty is breached. Trustees only.
    function demandRepurchase(bytes32 right, bytes32 document) external;

    /// @notice Withdraw a demand. Trustees only.
    function withdrawDemand(bytes32 right) external;

    /// @notice Buy a right back at its price, if that is at most `most`. The originator, who has allowed this contract to take it.
    function repurchase(bytes32 right, uint256 most) external returns (uint256 price);

    /// @notice Free rights of a deal that is concluded, lapsed, or redeemed. Anybody.
    function release(bytes32[] calldata rights) external;

    /// @notice Let go of a right whose licence, under which it was pledged, was terminated or is over: its owner can use it again. In the deal
    /// its value goes on counting as untitled and unlicensed, and it can't come back to that deal. Anybody.
    function letGo(bytes32 right) external;

    /// @notice Look anew at up to `most` rights about which time has brought something, oldest first. Anybody.
    /// @return looked How many were.
    function settle(address deal, uint256 most) external returns (uint256 looked);

    /// @notice A right changed. The registry only; never refused.
    function onChange(bytes32 right) external;

    /// @notice Whether somebody may value a right: its deal's originator may not.
    function mayValue(bytes32 right, address appraiser) external view returns (bool);

    /// @notice What a right counts for.
    function pledgeOf(bytes32 right) external view returns (Pledge memory);

    /// @notice The right at a place of a deal, from 0 on.
    function rightAt(address deal, uint256 place) external view returns (bytes32);

    /// @notice A deal's terms.
    function termsOf(address deal) external view returns (address originator, address token, PoolTerms memory terms);

    /// @notice A deal's sums: rights, their value, their base, and the next day that brings something (2^32 − 1: none).
    function sumsOf(address deal)
        external
        view
        returns (uint256 rights, uint256 value, uint256 base, uint256 nextDay, uint256 valueAtClosing, uint256 replaced);

    /// @notice What a repurchase of a right costs now.
    function priceOf(bytes32 right) external view returns (uint256);
}
