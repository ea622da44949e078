// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Book, Books} from "../types/Book.sol";
import {Holding, Holdings} from "../types/Holding.sol";
import {TransferRules, TransferRulesReader} from "../types/TransferRules.sol";
import {Passport, Passports} from "./Passport.sol";

/// @title TransferPolicy
/// @notice The ladder of questions a transfer has to answer with yes. Twin of `regalia.domain.transfer_policy`.
/// @dev Answers are one word with bit c set when question c is answered with no; the lowest set bit is the reason of the refusal. A lack
/// of units is no question of the ladder: that refusal is the register's.
library TransferPolicy {
    uint256 internal constant TRADABLE = 1;
    uint256 internal constant NOT_HALTED = 2;
    uint256 internal constant NOT_PAUSED = 3;
    uint256 internal constant TWO_PARTIES = 4;
    uint256 internal constant SENDER_NOT_FROZEN = 5;
    uint256 internal constant RECEIVER_NOT_FROZEN = 6;
    uint256 internal constant SENDER_NOT_HALTED = 7;
    uint256 internal constant RECEIVER_NOT_HALTED = 8;
    uint256 internal constant UNITS_NOT_FROZEN = 9;
    uint256 internal constant SENDER_ELIGIBLE = 10;
    uint256 internal constant RECEIVER_ELIGIBLE = 11;
    uint256 internal constant JURISDICTION = 12;
    uint256 internal constant CLASS = 13;
    uint256 internal constant UNLOCKED = 14;
    uint256 internal constant DENOMINATION = 15;
    uint256 internal constant RETENTION = 16;
    uint256 internal constant LARGEST_SHARE = 17;
    uint256 internal constant HOLDER_COUNT = 18;
    /// @dev No question of the ladder: the register refuses it first.
    uint256 internal constant TOO_FEW_UNITS = 19;

    uint256 private constant LOW_8 = type(uint8).max;
    uint256 private constant LOW_32 = type(uint32).max;
    uint256 private constant LOW_48 = type(uint48).max;

    /// @dev What is asked of an account by itself (ERC-7943's `canSend` and `canReceive`), and what at issuance.
    uint256 internal constant OF_SENDER = 1 << SENDER_NOT_FROZEN | 1 << SENDER_NOT_HALTED | 1 << SENDER_ELIGIBLE;
    uint256 internal constant OF_RECEIVER = 1 << RECEIVER_NOT_FROZEN | 1 << RECEIVER_NOT_HALTED
        | 1 << RECEIVER_ELIGIBLE | 1 << JURISDICTION | 1 << CLASS;
    uint256 internal constant OF_REFUND = 1 << SENDER_NOT_FROZEN | 1 << SENDER_NOT_HALTED;
    /// @dev Whether somebody may hold units at all, whatever is frozen or halted at the moment.
    uint256 internal constant OF_HOLDING = 1 << RECEIVER_ELIGIBLE | 1 << JURISDICTION | 1 << CLASS;
    /// @dev The offering sees to the count of holders: who bids has a place among them.
    uint256 internal constant AT_ISSUANCE =
        OF_RECEIVER | 1 << NOT_HALTED | 1 << NOT_PAUSED | 1 << DENOMINATION | 1 << LARGEST_SHARE;

    /// @notice Whether every question is plainly answered with yes and nobody becomes or stops being a holder: the commonest transfer, told
    /// by few words. Sufficient, not necessary: when it is false, the questions have to be asked one by one.
    /// @dev The receiver's country is asked elsewhere. Two eligible parties, nothing frozen, halted or retained, no lock-up, both keep units.
    /// The words are read by hand: this runs on every transfer. Every number is far below 2^255, so that a difference has its highest bit
    /// set exactly when the first number is less than the second. `apart` is zero exactly when both parties are one.
    function isPlain(
        TransferRules rules,
        Book book,
        Holding sender,
        Holding receiver,
        Passport from,
        Passport to,
        uint256 units,
        uint256 apart
    ) internal view returns (bool) {
        (uint256 r, uint256 s, uint256 t) =
            (TransferRules.unwrap(rules), Holding.unwrap(sender), Holding.unwrap(receiver));
        (uint256 f, uint256 p) = (Passport.unwrap(from), Passport.unwrap(to));
        unchecked {
            uint256 off = ((Book.unwrap(book) & Books.TRADING) ^ Books.TRADABLE) | ((s | t) & Holdings.RESTRAINED)
                | (~(f & p) & Passports.ELIGIBLE) | (r & TransferRulesReader.RECORD_DATES)
                | (~((r & TransferRulesReader.CLASSES) >> ((p >> Passports.CLASS) & LOW_8))
                    & TransferRulesReader.SOME_CLASS);
            uint256 kept = (s >> Holdings.UNITS) - units; // the register saw to it that there are so many
            uint256 had = t >> Holdings.UNITS;
            uint256 least = (r >> TransferRulesReader.DENOMINATION) & LOW_48;
            assembly ("memory-safe") {
                least := or(least, iszero(least)) // a unit, where there is no denomination
            }
            uint256 less = (units - least) | (kept - least) | (had - 1) | (apart - 1)
                | (block.timestamp - ((r >> TransferRulesReader.LOCKED_UNTIL) & LOW_32));
            uint256 most = (r >> TransferRulesReader.LARGEST_HOLDING) & LOW_48;
            if (most != 0) less |= (most - had - units) | (1 - ((p >> Passports.WALLETS) & LOW_8));
            // slither-disable-next-line incorrect-equality: bits, which nobody can push past
            return off | (less >> 255) == 0;
        }
    }

    /// @notice Whether a receiver is plainly admitted; the same kind of answer as {isPlain}, for units that are moved by order.
    function isPlainReceiver(TransferRules rules, Holding receiver, Passport to) internal pure returns (bool) {
        uint256 off = Holding.unwrap(receiver) & (Holdings.FROZEN | Holdings.HALTED);
        off |= ~Passport.unwrap(to) & Passports.ELIGIBLE;
        off |= ~rules.classes(to.class()) & TransferRulesReader.SOME_CLASS;
        return off == 0;
    }

    /// @notice Whether a move, to somebody who holds and by somebody who keeps units, changes no count of holders whoever they are.
    function keepsHolders(Holding sender, Holding receiver, uint256 units) internal pure returns (bool) {
        return units == 0 || (receiver.units() != 0 && sender.units() > units);
    }

    /// @notice Questions about the two parties and the tranche: 1 to 13.
    /// @param admitsCountry Whether the receiver's country is on the tranche's list, or there is none.
    /// @return no Bit c for question c.
    function ofParties(
        TransferRules rules,
        Book book,
        Holding sender,
        Holding receiver,
        Passport from,
        Passport to,
        bool admitsCountry
    ) internal pure returns (uint256 no) {
        uint256 book_ = Book.unwrap(book);
        no = _is(~book_, Books.TRADABLE_BIT, TRADABLE) | _is(book_, Books.PAUSED_BIT, NOT_PAUSED)
            | _is(Holding.unwrap(sender), Holdings.FROZEN_BIT, SENDER_NOT_FROZEN)
            | _is(Holding.unwrap(receiver), Holdings.FROZEN_BIT, RECEIVER_NOT_FROZEN)
            | _is(~Passport.unwrap(to), Passports.ELIGIBLE_BIT, RECEIVER_ELIGIBLE)
            | _is(~rules.classes(to.class()), TransferRulesReader.SOME_CLASS_BIT, CLASS);
        if (rules.needsEligibleSender()) no |= _is(~Passport.unwrap(from), Passports.ELIGIBLE_BIT, SENDER_ELIGIBLE);
        if (!admitsCountry) no |= 1 << JURISDICTION;
    }

    /// @notice Questions about the units: 9 and 14 to 16.
    /// @return no Bit c for question c.
    function ofUnits(TransferRules rules, Holding sender, uint256 units, uint256 timestamp)
        internal
        pure
        returns (uint256 no)
    {
        if (timestamp < rules.lockedUntil()) no |= 1 << UNLOCKED;
        if (units == 0) return no;
        uint256 held = sender.units();
        if (sender.frozen() != 0 && units > sender.unfrozen()) no |= 1 << UNITS_NOT_FROZEN;
        uint256 kept = held > units ? held - units : 0;
        uint256 least = rules.denomination();
        if (units < least || (kept != 0 && kept < least)) no |= 1 << DENOMINATION;
        if (sender.has(Holdings.RETAINS) && kept < rules.retained()) no |= 1 << RETENTION;
    }

    /// @notice Questions to the supervisor's book: 2, 7 and 8.
    /// @return no Bit c for question c.
    function ofHalts(bool trading, bool sender, bool receiver) internal pure returns (uint256 no) {
        if (trading) no |= 1 << NOT_HALTED;
        if (sender) no |= 1 << SENDER_NOT_HALTED;
        if (receiver) no |= 1 << RECEIVER_NOT_HALTED;
    }

    /// @notice Whether any of the three says that the supervisor's book has to be asked.
    function mayBeHalted(Book book, Holding sender, Holding receiver) internal pure returns (bool) {
        return (Book.unwrap(book) | Holding.unwrap(sender) | Holding.unwrap(receiver)) & Books.HALTED != 0;
    }

    /// @dev Bit `question` when bit `place` of the word is set.
    function _is(uint256 word, uint256 place, uint256 question) private pure returns (uint256) {
        return ((word >> place) & 1) << question;
    }

    /// @notice The code of the first question answered with no; zero when there is none.
    function first(uint256 no) internal pure returns (uint256 code) {
        if (no == 0) return 0;
        while ((no >> code) & 1 == 0) ++code;
    }

    /// @notice Why a transfer is refused, in words.
    function reason(uint256 code) internal pure returns (string memory) {
        if (code == 0) return "the transfer is allowed";
        if (code == TRADABLE) return "the deal has not closed, so its units can't be traded yet";
        if (code == NOT_HALTED) return "the supervisor has halted trading";
        if (code == NOT_PAUSED) return "trading is paused";
        if (code == TWO_PARTIES) return "a transfer needs a sender and another receiver";
        if (code == SENDER_NOT_FROZEN) return "the sender's wallet is frozen";
        if (code == RECEIVER_NOT_FROZEN) return "the receiver's wallet is frozen";
        if (code == SENDER_NOT_HALTED) return "the supervisor has halted the sender";
        if (code == RECEIVER_NOT_HALTED) return "the supervisor has halted the receiver";
        if (code == UNITS_NOT_FROZEN) return "the units are frozen";
        if (code == SENDER_ELIGIBLE) return "the sender is not an eligible investor";
        if (code == RECEIVER_ELIGIBLE) return "the receiver is not an eligible investor";
        if (code == JURISDICTION) return "the receiver's country is not admitted to this tranche";
        if (code == CLASS) return "the receiver's class is not admitted to this tranche";
        if (code == UNLOCKED) return "the tranche is locked up";
        if (code == DENOMINATION) return "the units moved or kept are below the smallest denomination";
        if (code == RETENTION) return "the originator has to retain these units";
        if (code == LARGEST_SHARE) return "the receiver's share of the tranche would be too large";
        if (code == HOLDER_COUNT) return "the tranche would have too many holders";
        if (code == TOO_FEW_UNITS) return "the sender does not hold so many units";
        return "unknown code";
    }
}
