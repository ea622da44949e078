// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Passport} from "../compliance/Passport.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Offer} from "../types/Offer.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {OfferingTerms} from "./OfferingTerms.sol";

/// @title OfferingBook
/// @notice The bids of an offering, how a tranche is cleared, and what comes of each bid. Twin of `regalia.domain.offering`.
abstract contract OfferingBook is IOffering {
    using OfferingTerms for OfferingTerms.View;

    /// @dev One slot.
    struct Bid {
        address investor;
        uint48 units;
        uint8 flags;
    }

    /// @dev Units bid at a level; as a struct so that its place is found once.
    struct Level {
        uint256 demand;
    }

    /// @dev One slot. See {IOffering.TrancheCleared}.
    struct Clearing {
        uint8 level;
        uint48 placed;
        uint48 available;
        uint48 demand;
    }

    /// @dev All bids of one investor for one tranche: units, and how many bids are not settled yet.
    struct Interest {
        uint48 units;
        uint48 open;
    }

    /// @dev The units are the bidder's, or another's who took them up.
    uint8 internal constant COLLECTED = 1;
    /// @dev What the bid cost beyond its units is paid back.
    uint8 internal constant CHANGE_PAID = 2;
    /// @dev Another took the units up.
    uint8 internal constant REPLACED = 4;
    /// @dev What he paid is paid on.
    uint8 internal constant REPAID = 8;
    /// @dev Counted no more among the investors whose units are to come.
    uint8 internal constant SETTLED = 16;

    /// @notice How long after the deadline a deal can be closed. Then subscribers get their money back, whatever keeps it from closing.
    uint256 public constant CLOSING_WINDOW = 7 days;

    /// @inheritdoc IOffering
    uint256 public closedAt;

    /// @inheritdoc IOffering
    mapping(uint256 tranche => uint256) public awaited;

    /// @dev What units that another took up had earned until then, which he paid as well.
    mapping(uint256 key => uint256) internal _earned;
    mapping(uint256 key => Bid) internal _bids;
    mapping(uint256 key => Level) internal _levels;
    mapping(uint256 tranche => Clearing) internal _clearings;
    /// @dev By investor; by wallet where the registry can't list an investor's wallets, as the token counts holders then.
    // slither-disable-next-line uninitialized-state: written through what {_interestOf} returns
    mapping(uint256 tranche => mapping(address investor => Interest)) internal _interests;

    /// @inheritdoc IOffering
    function window() external view returns (uint256 opens, uint256 deadline) {
        OfferingTerms.View memory t = OfferingTerms.read();
        return (t.opens, t.deadline);
    }

    /// @inheritdoc IOffering
    function stage() external view returns (IDeal.Status) {
        return _stage(OfferingTerms.read());
    }

    /// @inheritdoc IOffering
    function offerOf(uint256 tranche) external view returns (Offer) {
        return _offer(OfferingTerms.read(), tranche);
    }

    /// @inheritdoc IOffering
    function priceAt(uint256 tranche, uint256 level) external view returns (uint256) {
        Offer offer = _offer(OfferingTerms.read(), tranche);
        _requireLevel(offer, level);
        return offer.priceAt(level);
    }

    /// @inheritdoc IOffering
    function demandAt(uint256 tranche, uint256 level) external view returns (uint256) {
        _requireLevel(_offer(OfferingTerms.read(), tranche), level);
        return _levels[_levelKey(tranche, level)].demand;
    }

    /// @inheritdoc IOffering
    function clearingOf(uint256 tranche)
        external
        view
        returns (uint256 level, uint256 placed, uint256 available, uint256 demand)
    {
        OfferingTerms.View memory t = OfferingTerms.read();
        Offer offer = _offer(t, tranche);
        Clearing memory c = closedAt != 0 ? _clearings[tranche] : _clear(offer, tranche, _offered(t, tranche));
        return (c.level, c.placed, c.available, c.demand);
    }

    /// @inheritdoc IOffering
    function bidAt(uint256 tranche, uint256 level, uint256 place)
        external
        view
        returns (address investor, uint256 units, uint256 allotted, bool collected, uint256 owed)
    {
        OfferingTerms.View memory t = OfferingTerms.read();
        Bid memory bid = _bidAt(tranche, level, place);
        Offer offer = _offer(t, tranche);
        Clearing memory c;
        bool lapsed = closedAt == 0 && _stage(t) == IDeal.Status.Lapsed;
        if (closedAt != 0) c = _clearings[tranche];
        else if (!lapsed) c = _clear(offer, tranche, _offered(t, tranche));
        allotted = _allotted(offer, c, bid, level, place);
        collected = bid.flags & COLLECTED != 0;
        if (closedAt != 0 || lapsed) (owed,) = _owed(offer, c, bid, allotted, _key(tranche, level, place));
        return (bid.investor, bid.units, allotted, collected, owed);
    }

    /// @dev The lowest level down to which everything is taken; without enough bids, the highest that has any.
    function _clear(Offer offer, uint256 tranche, uint256 offered) internal view returns (Clearing memory c) {
        uint256 placed;
        for (uint256 level; level < offer.levels(); ++level) {
            uint256 bid = _levels[_levelKey(tranche, level)].demand;
            if (bid == 0) continue;
            uint256 left = offered - placed;
            // forge-lint: disable-next-line(unsafe-typecast): at most MOST_LEVELS; demand has 48 bits
            (c.level, c.demand, c.available) = (uint8(level), uint48(bid), uint48(bid < left ? bid : left));
            placed += c.available;
            if (placed == offered) break;
        }
        // forge-lint: disable-next-line(unsafe-typecast): at most what is offered
        c.placed = uint48(placed);
    }

    /// @dev Units of a bid's own; none before any tranche is cleared.
    function _allotted(Offer offer, Clearing memory c, Bid memory bid, uint256 level, uint256 place)
        internal
        pure
        returns (uint256)
    {
        if (c.placed == 0 || level > c.level) return 0;
        if (level < c.level) return bid.units;
        return offer.shareOf(place, bid.units, c.available, c.demand);
    }

    /// @dev What the bidder is owed in money, and the flags that say so once it is paid.
    function _owed(Offer offer, Clearing memory c, Bid memory bid, uint256 allotted, uint256 key)
        internal
        view
        returns (uint256 owed, uint8 flags)
    {
        uint256 cost = allotted * offer.priceAt(c.level);
        flags = bid.flags;
        // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
        if (flags & CHANGE_PAID == 0) owed = bid.units * offer.priceAt(uint8(key >> 48)) - cost;
        flags |= CHANGE_PAID;
        if (flags & (REPLACED | REPAID) == REPLACED) {
            owed += cost + _earned[key];
            flags |= REPAID;
        }
    }

    /// @dev Everything that is left goes to whoever is named with it, so a name is enough.
    function _bidAt(uint256 tranche, uint256 level, uint256 place) internal view returns (Bid memory bid) {
        bid = _bids[_key(tranche, level, place)];
        if (bid.investor == address(0)) revert Offering_NoBid(tranche, level, place);
    }

    function _stage(OfferingTerms.View memory t) internal view returns (IDeal.Status) {
        if (block.timestamp <= t.deadline) return IDeal.Status.Offered;
        bool late = block.timestamp > t.deadline + CLOSING_WINDOW;
        return late || !_reachesMinimum(t) ? IDeal.Status.Lapsed : IDeal.Status.Sold;
    }

    // slither-disable-next-line calls-loop: a program has at most sixteen tranches
    function _reachesMinimum(OfferingTerms.View memory t) private view returns (bool) {
        for (uint256 i; i < t.tranches; ++i) {
            (address token, uint256 units) = t.deal.trancheAt(i);
            (TransferRules rules,) = ITrancheToken(token).transferRules();
            Offer offer = t.offer(i);
            if (_clear(offer, i, units - rules.retained()).placed + rules.retained() < offer.minimum()) return false;
        }
        return true;
    }

    /// @dev What of a tranche is for sale: all but what the originator retains.
    function _offered(OfferingTerms.View memory t, uint256 tranche) internal view returns (uint256) {
        (address token, uint256 units) = t.deal.trancheAt(tranche);
        (TransferRules rules,) = ITrancheToken(token).transferRules();
        return units - rules.retained();
    }

    function _offer(OfferingTerms.View memory t, uint256 tranche) internal pure returns (Offer) {
        if (tranche >= t.tranches) revert Offering_NoTranche(t.tranches, tranche);
        return t.offer(tranche);
    }

    function _interestOf(uint256 tranche, address wallet, Passport passport) internal view returns (Interest storage) {
        return _interests[tranche][passport.wallets() < 2 ? wallet : passport.investor()];
    }

    function _requireLevel(Offer offer, uint256 level) internal pure {
        if (level >= offer.levels()) revert Offering_NoLevel(offer.levels(), level);
    }

    function _levelKey(uint256 tranche, uint256 level) internal pure returns (uint256) {
        return tranche << 8 | level;
    }

    /// @dev Tranche and level fit a byte and a place 48 bits, or there is no such bid.
    function _key(uint256 tranche, uint256 level, uint256 place) internal pure returns (uint256) {
        if (tranche > type(uint8).max || level > type(uint8).max || place > type(uint48).max) {
            revert Offering_NoBid(tranche, level, place);
        }
        return _levelKey(tranche, level) << 48 | place;
    }
}
