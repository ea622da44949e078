// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {RoyaltyEscrow} from "../deal/RoyaltyEscrow.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {IPoolFacts} from "../interfaces/IPoolFacts.sol";
import {IRightsPool, Pledge, PoolTerms} from "../interfaces/IRightsPool.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {Licence} from "../types/IPRight.sol";
import {Days} from "./Days.sol";
import {PoolGates} from "./PoolGates.sol";
import {PoolLabels} from "./PoolLabels.sol";
import {PoolSums} from "./PoolSums.sol";

/// @title RightsPool
/// @notice See {IRightsPool}. Which right backs which deal: gates on the way in, rules on the way out.
/// @dev Needed for safety: the registry it listens to tells every change. A deal that lies about itself (its originator, its status) harms only
/// itself: a right is pledged by whom the registry knows as its owner, or as its licensee, and then let go of once the licence ended. How to stop it: take its role at the registry away, and no right is bound any more.
contract RightsPool is IPoolFacts, PoolSums, AccessControlDefaultAdminRules {
    using SafeERC20 for IERC20;

    /// @notice May demand repurchases.
    bytes32 public constant TRUSTEE_ROLE = keccak256("TRUSTEE_ROLE");

    uint256 private constant MOST_RIGHTS = 4096;
    uint256 private constant MOST_PLACES = type(uint16).max;
    uint256 private constant WHOLE = 1e6;
    uint8 private constant RELEASED = 1;
    uint8 private constant SUBSTITUTED = 2;
    uint8 private constant REPURCHASED = 3;
    uint8 private constant LOST = 4;

    /// @notice What is asked before a right may back a deal.
    PoolGates public immutable GATES;

    /// @param registry What is known of the rights.
    /// @param gates What is asked before a right may back a deal.
    /// @param admin Appoints trustees.
    /// @param delay Seconds before another admin can take over.
    constructor(IIPRegistry registry, PoolGates gates, address admin, uint48 delay)
        PoolSums(registry)
        AccessControlDefaultAdminRules(delay, admin)
    {
        GATES = gates;
    }

    /// @inheritdoc IRightsPool
    function open(address deal, PoolTerms calldata terms) external {
        (address escrow,,, address originator,) = IDeal(deal).parties();
        if (msg.sender != originator) revert RightsPool_OnlyOriginator(originator, msg.sender);
        (, address source) = IDeal(deal).sources();
        if (source != address(this)) revert RightsPool_NotItsSource(deal, source);
        Pool storage pool = _pools[deal];
        if (pool.head.nextDay != 0) revert RightsPool_AlreadyOpen(deal);
        _requireBeforeClosing(deal);
        GATES.checkTerms(terms, IDeal(deal).program());
        address token = address(RoyaltyEscrow(escrow).PAYMENT_TOKEN());
        (pool.originator, pool.token, pool.terms) = (originator, token, terms);
        pool.head.nextDay = uint32(Days.NEVER);
        emit PoolOpened(deal, originator, token, terms);
    }

    /// @inheritdoc IRightsPool
    function pledge(address deal, bytes32[] calldata rights, uint16[] calldata licences) external {
        Pool storage pool = _ofOriginator(deal);
        _requireBeforeClosing(deal);
        if (rights.length != licences.length) revert RightsPool_WrongLength(rights.length, licences.length);
        for (uint256 i; i < rights.length; ++i) {
            pool.valueAtClosing += _take(pool, deal, rights[i], licences[i]);
        }
    }

    /// @inheritdoc IRightsPool
    function substitute(bytes32 outgoing, bytes32 incoming, uint16 licence) external {
        Pledge memory out = _pledged(outgoing);
        Pool storage pool = _ofOriginator(out.deal);
        _requireLive(out.deal);
        if (out.demanded) revert RightsPool_AlreadyDemanded(outgoing);
        uint256 today = Days.today();
        PoolTerms memory terms = pool.terms;
        if (today > terms.substitutionUntil) revert RightsPool_SubstitutionOver(terms.substitutionUntil, today);
        _requireSettled(pool.head);
        uint256 replaced = uint256(pool.replaced) + out.valueAtPledge;
        uint256 most = uint256(pool.valueAtClosing) * terms.substitutionMost / WHOLE;
        if (replaced > most) revert RightsPool_SubstitutionTooMuch(most, replaced);
        // forge-lint: disable-next-line(unsafe-typecast): at most a share of `valueAtClosing`, which has as many
        pool.replaced = uint96(replaced);
        uint256 broken = _broken(pool, pool.head);
        // slither-disable-next-line reentrancy-no-eth: the registry is fixed, and calls nobody for this
        _return(outgoing, out, SUBSTITUTED);
        _take(pool, out.deal, incoming, licence);
        uint256 base = _pledges[incoming].count.base;
        if (base < out.valueAtPledge) revert RightsPool_WorthLess(out.valueAtPledge, base);
        _requireUnbroken(pool, _broken(pool, pool.head) & ~broken);
        emit RightSubstituted(out.deal, outgoing, incoming);
    }

    /// @inheritdoc IRightsPool
    function demandRepurchase(bytes32 right, bytes32 document) external onlyRole(TRUSTEE_ROLE) {
        Pledge memory p = _pledged(right);
        _requireLive(p.deal);
        if (p.demanded) revert RightsPool_AlreadyDemanded(right);
        uint32 number = p.demands + 1;
        (_pledges[right].demands, _pledges[right].demanded) = (number, true);
        emit RepurchaseDemanded(right, p.deal, number, document, msg.sender);
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign: the registry is fixed, and calls nobody for this
        REGISTRY.fileBreach(right, number, document);
        _recount(right);
    }

    /// @inheritdoc IRightsPool
    function withdrawDemand(bytes32 right) external onlyRole(TRUSTEE_ROLE) {
        Pledge memory p = _pledged(right);
        if (!p.demanded) revert RightsPool_NothingDemanded(right);
        _pledges[right].demanded = false;
        emit DemandWithdrawn(right, p.deal, msg.sender);
        _recount(right);
    }

    /// @inheritdoc IRightsPool
    function repurchase(bytes32 right, uint256 most) external returns (uint256 price) {
        Pledge memory p = _pledged(right);
        Pool storage pool = _ofOriginator(p.deal);
        _requireLive(p.deal);
        if (!p.demanded) revert RightsPool_NothingDemanded(right);
        price = _priceUp(pool, p);
        if (price > most) revert RightsPool_AbovePrice(most, price);
        _return(right, p, REPURCHASED);
        emit RightRepurchased(right, p.deal, msg.sender, price);
        if (price == 0) return 0;
        (address escrow,,,,) = IDeal(p.deal).parties();
        IERC20 token = IERC20(pool.token);
        token.safeTransferFrom(msg.sender, address(this), price);
        token.forceApprove(escrow, price);
        IRoyaltyEscrow(escrow).payRoyalty(right, price, bytes32(uint256(p.demands)));
    }

    /// @inheritdoc IRightsPool
    function release(bytes32[] calldata rights) external {
        address over;
        for (uint256 i; i < rights.length; ++i) {
            Pledge memory p = _pledged(rights[i]);
            if (p.deal != over && !_isOver(IDeal(p.deal))) revert RightsPool_NotOver(p.deal);
            over = p.deal;
            _return(rights[i], p, RELEASED);
        }
    }

    /// @inheritdoc IRightsPool
    function letGo(bytes32 right) external {
        Pledge memory p = _pledged(right);
        bool ended;
        if (p.licence != 0) {
            Licence memory licence;
            (licence, ended) = REGISTRY.licenceAt(right, p.licence);
            ended = ended || Days.today() > licence.until;
        }
        if (!ended) revert RightsPool_StillHeld(right, p.licence);
        // slither-disable-next-line reentrancy-no-eth: the registry is fixed, and calls nobody for this
        _return(right, p, LOST);
        _pledges[right].lostTo = p.deal;
        _keepLost(p);
    }

    /// @inheritdoc IRightsPool
    function settle(address deal, uint256 most) external returns (uint256 looked) {
        return _settle(_opened(deal), deal, most);
    }

    /// @inheritdoc IRightsPool
    function onChange(bytes32 right) external {
        if (msg.sender != address(REGISTRY)) revert RightsPool_OnlyRegistry(address(REGISTRY), msg.sender);
        _recount(right);
    }

    /// @inheritdoc IPoolFacts
    function factsOf(address deal, bytes32[] calldata labels) external view returns (uint256[] memory values) {
        Pool storage pool = _opened(deal);
        Head memory head = pool.head;
        _requireSettled(head);
        values = new uint256[](labels.length);
        for (uint256 i; i < labels.length; ++i) {
            values[i] = _fact(pool, head, PoolLabels.numberOf(labels[i]));
        }
    }

    /// @inheritdoc IPoolFacts
    function requireFit(address deal) external view {
        Pool storage pool = _opened(deal);
        Head memory head = pool.head;
        _requireSettled(head);
        PoolTerms memory terms = pool.terms;
        if (head.rights == 0 || head.rights < terms.leastRights) {
            revert RightsPool_TooFewRights(terms.leastRights == 0 ? 1 : terms.leastRights, head.rights);
        }
        if (head.base < terms.leastValue) revert RightsPool_ValueTooSmall(terms.leastValue, head.base);
        _requireUnbroken(pool, _broken(pool, head));
    }

    /// @inheritdoc IRightsPool
    function mayValue(bytes32 right, address appraiser) external view returns (bool) {
        return _pools[_pledges[right].deal].originator != appraiser;
    }

    /// @inheritdoc IRightsPool
    function pledgeOf(bytes32 right) external view returns (Pledge memory) {
        return _pledges[right];
    }

    /// @inheritdoc IRightsPool
    function rightAt(address deal, uint256 place) external view returns (bytes32) {
        return _opened(deal).places[place];
    }

    /// @inheritdoc IRightsPool
    function termsOf(address deal) external view returns (address originator, address token, PoolTerms memory terms) {
        Pool storage pool = _opened(deal);
        return (pool.originator, pool.token, pool.terms);
    }

    /// @inheritdoc IRightsPool
    function sumsOf(address deal)
        external
        view
        returns (uint256 rights, uint256 value, uint256 base, uint256 nextDay, uint256 valueAtClosing, uint256 replaced)
    {
        Pool storage pool = _opened(deal);
        Head memory head = pool.head;
        return (head.rights, head.value, head.base, head.nextDay, pool.valueAtClosing, pool.replaced);
    }

    /// @inheritdoc IRightsPool
    function priceOf(bytes32 right) external view returns (uint256) {
        Pledge memory p = _pledged(right);
        return _priceUp(_pools[p.deal], p);
    }

    /// @dev Through the gates and into the deal.
    function _take(Pool storage pool, address deal, bytes32 right, uint16 licence) private returns (uint96 value) {
        address other = _pledges[right].deal;
        if (other != address(0)) revert RightsPool_AlreadyPledged(right, other);
        if (_pledges[right].lostTo == deal) revert RightsPool_LostBefore(right, deal);
        PoolGates.Door memory door =
            PoolGates.Door(REGISTRY, pool.originator, pool.token, pool.terms.maturity, Days.today());
        bytes2 jurisdiction;
        // slither-disable-next-line calls-loop: the originator says how many rights
        (value, jurisdiction) = GATES.pass(door, right, licence);
        // those that are lost count on, so that no sum outgrows its bits
        uint256 rights = uint256(pool.head.rights) + pool.head.lost;
        if (rights == MOST_RIGHTS) revert RightsPool_TooManyRights(MOST_RIGHTS, MOST_RIGHTS + 1);
        uint256 place = pool.places.length;
        if (place > MOST_PLACES) revert RightsPool_TooManyRights(MOST_PLACES + 1, place + 1);
        pool.places.push(right);
        ++pool.head.rights;
        Pledge storage p = _pledges[right];
        // forge-lint: disable-next-line(unsafe-typecast): at most MOST_PLACES
        (p.deal, p.valueAtPledge, p.licence, p.place) = (deal, value, licence, uint16(place));
        p.jurisdiction = jurisdiction;
        emit RightPledged(right, deal, licence, value);
        // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,calls-loop: a fixed registry, which calls nobody; so many as the caller says
        REGISTRY.bind(right, licence == 0);
        _recount(right);
    }

    /// @dev Out of the deal: free for another.
    function _return(bytes32 right, Pledge memory p, uint8 why) private {
        _uncount(right, p);
        // slither-disable-next-line costly-loop: the caller says how many rights
        delete _pledges[right];
        // documents of breaches go on being numbered, and what a deal lost it doesn't count twice
        (_pledges[right].demands, _pledges[right].lostTo) = (p.demands, p.lostTo);
        emit RightReturned(right, p.deal, why);
        // slither-disable-next-line calls-loop: the caller says how many rights
        REGISTRY.free(right);
    }

    function _pledged(bytes32 right) private view returns (Pledge memory p) {
        p = _pledges[right];
        if (p.deal == address(0)) revert RightsPool_NotPledged(right);
    }

    /// @dev An open pool has a next day, if only {Days.NEVER}; the slot is read by all who ask anyway.
    function _opened(address deal) private view returns (Pool storage pool) {
        pool = _pools[deal];
        if (pool.head.nextDay == 0) revert RightsPool_NotOpen(deal);
    }

    function _ofOriginator(address deal) private view returns (Pool storage pool) {
        pool = _opened(deal);
        if (msg.sender != pool.originator) revert RightsPool_OnlyOriginator(pool.originator, msg.sender);
    }

    function _requireBeforeClosing(address deal) private view {
        IDeal.Status status = IDeal(deal).status();
        if (status > IDeal.Status.Sold) revert RightsPool_DealStatus(deal, uint256(status));
    }

    function _requireLive(address deal) private view {
        IDeal.Status status = IDeal(deal).status();
        if (status != IDeal.Status.Live) revert RightsPool_DealStatus(deal, uint256(status));
    }

    function _priceUp(Pool storage pool, Pledge memory p) private view returns (uint256) {
        uint256 scaled = uint256(p.valueAtPledge) * pool.terms.repurchasePrice;
        return scaled == 0 ? 0 : (scaled - 1) / WHOLE + 1;
    }

    /// @dev Nothing can become due to anybody's notes any more.
    // slither-disable-next-line calls-loop: the caller says how many rights, a program has at most sixteen tranches
    function _isOver(IDeal deal) private view returns (bool) {
        IDeal.Status status = deal.status();
        if (status == IDeal.Status.Concluded || status == IDeal.Status.Lapsed) return true;
        if (status != IDeal.Status.Live) return false;
        uint256 tranches = deal.tranches();
        for (uint256 t; t < tranches; ++t) {
            if (!deal.isRedeemed(t)) return false;
        }
        return true;
    }
}
