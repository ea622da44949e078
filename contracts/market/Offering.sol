// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {Passport} from "../compliance/Passport.sol";
import {TransferPolicy} from "../compliance/TransferPolicy.sol";
import {Wiring} from "../deal/Wiring.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IPoolFacts} from "../interfaces/IPoolFacts.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Books} from "../types/Book.sol";
import {Offer} from "../types/Offer.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {Program} from "../waterfall/Program.sol";
import {TrancheWord} from "../waterfall/words/TrancheWord.sol";
import {DeskCalls} from "./DeskCalls.sol";
import {OfferingBook} from "./OfferingBook.sol";
import {OfferingTerms} from "./OfferingTerms.sol";
import {OneTransaction} from "./OneTransaction.sol";

/// @title Offering
/// @notice See {IOffering}. A clone a deal, its terms in its own code. What is done: bids, closing, and each bid's end. Closing looks at levels,
/// never at bids: it costs the same for any number of subscribers, who then come for what is theirs.
/// @dev Law: its token balance ≥ everything that is owed to bidders. Needed for liveness: the payment token lets the escrow, or a
/// bidder, receive. How to stop it: the supervisor halts the deal; a week after the deadline money goes back.
contract Offering is OfferingBook, OneTransaction, ReentrancyGuardTransient {
    using OfferingTerms for OfferingTerms.View;
    using SafeERC20 for IERC20;
    using Wiring for Wiring.View;

    /// @dev A bid and what comes of it.
    struct Found {
        OfferingTerms.View terms;
        ITrancheToken token;
        Bid bid;
        uint256 key;
        uint256 allotted;
        uint256 cost;
        uint256 owed;
        uint8 flags;
    }

    /// @notice How long after closing units wait for a bidder who can't hold them any more.
    uint256 public constant TAKE_UP_AFTER = 10 days;

    /// @inheritdoc IOffering
    function subscribe(uint256 tranche, uint256 level, uint256 units) external nonReentrant returns (uint256 place) {
        OfferingTerms.View memory t = OfferingTerms.read();
        if (block.timestamp < t.opens) revert Offering_NotOpen(t.opens, block.timestamp);
        if (block.timestamp > t.deadline) revert Offering_Ended(t.deadline, block.timestamp);
        Offer offer = _offer(t, tranche);
        _requireLevel(offer, level);
        if (units == 0 || units % offer.lot() != 0) revert Offering_NotInLots(offer.lot(), units);
        _requireAdmitted(t, offer, tranche, units);
        Level storage at_ = _levels[_levelKey(tranche, level)];
        place = at_.demand;
        uint256 demand = place + units;
        if (demand > type(uint48).max) revert Offering_TooMuchDemand(type(uint48).max, demand);
        at_.demand = demand;
        // forge-lint: disable-next-line(unsafe-typecast): at most the demand
        _bids[_key(tranche, level, place)] = Bid(msg.sender, uint48(units), 0);
        uint256 paid = units * offer.priceAt(level);
        emit Subscribed(tranche, msg.sender, level, place, units, paid);
        if (paid != 0) _pull(t.paymentToken, paid);
    }

    /// @inheritdoc IOffering
    function close() external nonReentrant {
        OfferingTerms.View memory t = OfferingTerms.read();
        if (block.timestamp <= t.deadline) revert Offering_NotEnded(t.deadline, block.timestamp);
        uint256 until = t.deadline + CLOSING_WINDOW;
        if (block.timestamp > until) revert Offering_ClosingWindowOver(until, block.timestamp);
        bytes memory wiring = SSTORE2.read(t.deal.wiringAt());
        uint256 length = wiring.length;
        Wiring.View memory w = Wiring.over(wiring);
        uint256[] memory retained = new uint256[](t.tranches);
        uint256 proceeds;
        bool changed;
        for (uint256 i; i < t.tranches; ++i) {
            // slither-disable-next-line calls-loop: a program has at most sixteen tranches
            (TransferRules rules,) = ITrancheToken(w.token(i)).transferRules();
            retained[i] = rules.retained();
            TrancheWord before = Program.tranche(w.program, i);
            (TrancheWord placed, uint256 raised) = _clearFor(t.offer(i), i, before, retained[i]);
            proceeds += raised;
            if (TrancheWord.unwrap(placed) == TrancheWord.unwrap(before)) continue;
            changed = true;
            Program.set(w.program, 32 + 32 * i, TrancheWord.unwrap(placed));
        }
        _requireFit(t, w, proceeds);
        closedAt = block.timestamp;
        (address originator, address[] memory tokens) = (w.originator(), w.tokens());
        assembly ("memory-safe") {
            mstore(wiring, mul(length, changed)) // whole again, or nothing
        }
        t.paymentToken.forceApprove(t.escrow, proceeds);
        t.deal.close(proceeds, wiring);
        for (uint256 i; i < t.tranches; ++i) {
            // slither-disable-next-line calls-loop: a program has at most sixteen tranches
            if (retained[i] != 0) ITrancheToken(tokens[i]).mint(originator, retained[i]);
        }
    }

    /// @inheritdoc IOffering
    function collect(uint256 tranche, uint256 level, uint256 place) external nonReentrant {
        Found memory f = _find(tranche, level, place);
        if (closedAt == 0) revert Offering_NotSettled(f.terms.deadline, block.timestamp);
        bool issues = f.allotted != 0 && f.flags & COLLECTED == 0;
        if (!issues && f.owed == 0) revert Offering_NothingLeft(tranche, level, place);
        if (issues) f.flags |= COLLECTED;
        _keep(f, tranche);
        if (issues) {
            emit Collected(tranche, f.bid.investor, level, place, f.allotted);
            // slither-disable-next-line reentrancy-no-eth: guarded; {moveBid} isn't, and writes whose bid it is, never its flags
            f.token.mint(f.bid.investor, f.allotted);
        }
        if (f.owed == 0) return;
        // whom the payment token refuses, or an order holds back, has his units, or gives up his place, all the same; the money waits for him
        uint256 code = _heldBack(f);
        if (code == 0 && f.terms.paymentToken.trySafeTransfer(f.bid.investor, f.owed)) {
            emit Refunded(tranche, f.bid.investor, level, place, f.owed);
        } else {
            uint8 flags = f.bid.flags | f.flags & (COLLECTED | SETTLED);
            // forge-lint: disable-next-line(unsafe-typecast): the number of a bit
            if (flags == f.bid.flags) revert Offering_HeldBack(f.bid.investor, uint8(code));
            _bids[f.key].flags = flags;
            if (!issues) emit PlaceGivenUp(tranche, f.bid.investor, level, place);
        }
    }

    /// @inheritdoc IOffering
    function refund(uint256 tranche, uint256 level, uint256 place) external nonReentrant returns (uint256 paid) {
        Found memory f = _find(tranche, level, place);
        if (closedAt == 0 && _stage(f.terms) != IDeal.Status.Lapsed) revert Offering_NotSettled(f.terms.deadline, block.timestamp);
        paid = f.owed;
        if (paid == 0) revert Offering_NothingLeft(tranche, level, place);
        uint256 code = _heldBack(f);
        // forge-lint: disable-next-line(unsafe-typecast): the number of a bit
        if (code != 0) revert Offering_HeldBack(f.bid.investor, uint8(code));
        _keep(f, tranche);
        emit Refunded(tranche, f.bid.investor, level, place, paid);
        f.terms.paymentToken.safeTransfer(f.bid.investor, paid);
    }

    /// @inheritdoc IOffering
    function moveBid(uint256 tranche, uint256 level, uint256 place) external {
        Found memory f = _find(tranche, level, place);
        (Passport former, Passport next) =
            IEligibility(f.token.identityRegistry()).particulars(f.bid.investor, msg.sender);
        if (!former.isClosed() || next.isClosed() || former.investor() != next.investor()) {
            revert Offering_NotYourBid(f.bid.investor, msg.sender);
        }
        emit BidMoved(tranche, f.bid.investor, msg.sender, level, place);
        _bids[f.key].investor = msg.sender;
    }

    /// @inheritdoc IOffering
    function takeUp(uint256 tranche, uint256 level, uint256 place) external nonReentrant {
        Found memory f = _find(tranche, level, place);
        if (closedAt == 0) revert Offering_NotSettled(f.terms.deadline, block.timestamp);
        uint256 from = closedAt + TAKE_UP_AFTER;
        if (block.timestamp < from) revert Offering_TooEarly(from, block.timestamp);
        if (f.allotted == 0 || f.bid.flags & COLLECTED != 0) revert Offering_NothingLeft(tranche, level, place);
        uint256 no = f.token.answersOf(address(0), f.bid.investor, f.allotted) & TransferPolicy.OF_HOLDING;
        if (no == 0) revert Offering_MayHold(f.bid.investor);
        (, Passport taker) = f.token.checkIssue(msg.sender, f.allotted);
        if (!f.terms.offer(tranche).admits(taker.class())) revert Offering_ClassNotOffered(tranche, taker.class());
        f.flags = f.bid.flags | COLLECTED | REPLACED;
        // what they earned until now is the bidder's: a lapse must not cost him that
        (,, uint256 perUnit,,,,) = IRoyaltyEscrow(f.terms.escrow).bookOf(address(f.token));
        uint256 earned = Math.ceilDiv(perUnit * f.allotted, 1 << Books.SCALE_BITS);
        _earned[f.key] = earned;
        uint256 paid = f.cost + earned;
        _keep(f, tranche);
        no = f.token.answersOf(address(0), msg.sender, f.allotted) & 1 << TransferPolicy.HOLDER_COUNT;
        if (no != 0) revert Offering_NoPlaceLeft(msg.sender, f.allotted);
        emit TakenUp(tranche, f.bid.investor, msg.sender, level, place, f.allotted, paid);
        f.token.mint(msg.sender, f.allotted);
        if (paid != 0) _pull(f.terms.paymentToken, paid);
    }

    /// @dev The tranche as it is placed, and what that brings.
    function _clearFor(Offer offer, uint256 i, TrancheWord before, uint256 retained)
        private
        returns (TrancheWord placed, uint256 raised)
    {
        Clearing memory c = _clear(offer, i, before.units() - retained);
        uint256 units = c.placed + retained;
        if (units < offer.minimum()) revert Offering_MinimumNotMet(i, offer.minimum(), units);
        _clearings[i] = c;
        uint256 price = offer.priceAt(c.level);
        emit TrancheCleared(i, c.level, c.placed, c.available, c.demand, price);
        return (before.placed(offer.couponAt(before.coupon(), c.level), units), c.placed * price);
    }

    /// @dev What backs the deal is what its terms ask, where it rests on rights; and its accounts can be funded.
    function _requireFit(OfferingTerms.View memory t, Wiring.View memory w, uint256 proceeds) private view {
        uint256[] memory funding = w.funding();
        uint256 needed;
        for (uint256 a; a < funding.length; ++a) {
            needed += funding[a];
        }
        if (needed > proceeds) revert Offering_ProceedsBelowFunding(proceeds, needed);
        address facts = w.factsSource();
        if (facts != address(0)) IPoolFacts(facts).requireFit(address(t.deal));
    }

    /// @dev The rules admit the caller and so many units, and the offer is for his class.
    function _requireAdmitted(OfferingTerms.View memory t, Offer offer, uint256 tranche, uint256 units) private {
        (address token, uint256 whole) = t.deal.trancheAt(tranche);
        (TransferRules rules, Passport investor) = ITrancheToken(token).checkIssue(msg.sender, units);
        uint256 offered = whole - rules.retained();
        if (units > offered) revert Offering_TooManyUnits(offered, units);
        if (!offer.admits(investor.class())) revert Offering_ClassNotOffered(tranche, investor.class());
        if (rules.limitsInvestors()) _keepToLimits(t, rules, token, tranche, investor, units);
    }

    /// @dev All bids of one investor together; and a place among the holders for each. The originator's retained units count as its, and it has
    /// its place by them.
    function _keepToLimits(
        OfferingTerms.View memory t,
        TransferRules rules,
        address token,
        uint256 tranche,
        Passport investor,
        uint256 units
    ) private {
        Interest storage interest = _interestOf(tranche, msg.sender, investor);
        uint256 together = interest.units + units;
        // forge-lint: disable-next-line(unsafe-typecast): what counts is at most the largest holding, which has 48 bits
        interest.units = uint48(together);
        uint256 retained = rules.retained();
        bool retains;
        if (retained != 0) {
            (,,, address originator,) = t.deal.parties();
            retains = msg.sender == originator || investor.wallets() > 1
                && IEligibility(ITrancheToken(token).identityRegistry()).identity(originator) == investor.investor();
        }
        if (retains) together += retained;
        uint256 largest = rules.largestHolding();
        if (largest != 0 && together > largest) revert Offering_AboveLargestHolding(largest, together);
        if (retains) return;
        if (interest.open == 0) {
            uint256 investors = awaited[tranche] + 1;
            uint256 places = rules.holderLimit() - (rules.holderLimit() != 0 && retained != 0 ? 1 : 0);
            if (rules.holderLimit() != 0 && investors > places) revert Offering_TooManyInvestors(places, investors);
            awaited[tranche] = investors;
        }
        ++interest.open;
    }

    function _find(uint256 tranche, uint256 level, uint256 place) private view returns (Found memory f) {
        f.terms = OfferingTerms.read();
        f.bid = _bidAt(tranche, level, place);
        f.key = _key(tranche, level, place);
        (address token,) = f.terms.deal.trancheAt(tranche);
        f.token = ITrancheToken(token);
        Offer offer = f.terms.offer(tranche);
        Clearing memory c = _clearings[tranche];
        f.allotted = _allotted(offer, c, f.bid, level, place);
        f.cost = f.allotted * offer.priceAt(c.level);
        (f.owed, f.flags) = _owed(offer, c, f.bid, f.allotted, f.key);
    }

    /// @dev Write down what is settled of a bid. Of an investor whose last bid is, nothing is to come any more.
    function _keep(Found memory f, uint256 tranche) private {
        bool settled = f.allotted == 0 || f.flags & COLLECTED != 0;
        if (settled && f.bid.flags & SETTLED == 0) {
            f.flags |= SETTLED;
            Passport passport = IEligibility(f.token.identityRegistry()).passportOf(f.bid.investor);
            Interest storage interest = _interestOf(tranche, f.bid.investor, passport);
            if (interest.open != 0 && --interest.open == 0) --awaited[tranche];
        }
        _bids[f.key].flags = f.flags;
    }

    /// @dev Why a bidder is paid nothing now: he is frozen or halted, or his wallet was closed as lost. Then it waits for him. 0: he is paid.
    function _heldBack(Found memory f) private view returns (uint256) {
        address investor = f.bid.investor;
        uint256 no = f.token.answersOf(investor, investor, 0) & TransferPolicy.OF_REFUND;
        bool lost = IEligibility(f.token.identityRegistry()).passportOf(investor).isClosed();
        if (lost) no |= 1 << TransferPolicy.SENDER_ELIGIBLE;
        return TransferPolicy.first(no);
    }

    function _pull(IERC20 paymentToken, uint256 amount) private {
        uint256 before = DeskCalls.balanceOf(address(paymentToken), address(this));
        paymentToken.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = DeskCalls.balanceOf(address(paymentToken), address(this)) - before;
        if (received != amount) revert Offering_AmountReceived(amount, received);
    }
}
