// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {TransferPolicy} from "../compliance/TransferPolicy.sol";
import {Passport} from "../compliance/Passport.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {Book} from "../types/Book.sol";
import {Holding} from "../types/Holding.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {HotCalls} from "./HotCalls.sol";
import {RecordDates} from "./RecordDates.sol";
import {TrancheTerms} from "./TrancheTerms.sol";

/// @title TrancheMoves
/// @notice How units move: what the ladder is asked, and what is kept when they have moved.
/// @dev A move comes first and is asked about afterwards, over what the register says was there before; a refusal undoes it. Nobody else is
/// called in between but registry, escrow and supervisor.
abstract contract TrancheMoves is RecordDates {
    /// @dev A move and what is known of its two sides before it. The zero address issues and burns.
    struct Move {
        address from;
        address to;
        uint256 units;
        Passport sends;
        Passport receives;
        Book book;
        Holding sender;
        Holding receiver;
    }

    IEligibility internal immutable REGISTRY;
    ISupervisor internal immutable SUPERVISOR;

    /// @dev Investors with units; kept only where the rules limit them.
    uint256 internal _holders;

    constructor(IEligibility registry, ISupervisor supervisor) {
        (REGISTRY, SUPERVISOR) = (registry, supervisor);
    }

    /// @inheritdoc ITrancheToken
    function answersOf(address from, address to, uint256 units) public view returns (uint256 no) {
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        Move memory m = _passports(from, to, units);
        (m.book, m.sender, m.receiver) = IRoyaltyEscrow(register).wordsOf(address(this), from, to);
        no = _answers(rules, register, m);
        if (from == address(0) || to == address(0)) no |= 1 << TransferPolicy.TWO_PARTIES;
    }

    function _transfer(address from, address to, uint256 units) internal {
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        (Passport sends, Passport receives) = HotCalls.particulars(REGISTRY, from, to);
        (Book book, Holding sender, Holding receiver) = HotCalls.rebook(register, from, to, units);
        if (
            TransferPolicy.isPlain(
                rules, book, sender, receiver, sends, receives, units, uint160(from) ^ uint160(to)
            ) && TrancheTerms.admits(rules, receives)
        ) {
            emit Transfer(from, to, units);
            return;
        }
        _askAll(rules, register, Move(from, to, units, sends, receives, book, sender, receiver));
    }

    /// @dev The same, and what a sale depends on. Apart from {_transfer}, which must not pay for it.
    function _trade(address from, address to, uint256 units) internal returns (uint256 perUnit, address sharedInvestor) {
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        (Passport sends, Passport receives) = HotCalls.particulars(REGISTRY, from, to);
        (Book book, Holding sender, Holding receiver) = HotCalls.rebook(register, from, to, units);
        if (sends.investor() == receives.investor()) sharedInvestor = sends.investor();
        perUnit = book.perUnit();
        if (
            TransferPolicy.isPlain(
                rules, book, sender, receiver, sends, receives, units, uint160(from) ^ uint160(to)
            ) && TrancheTerms.admits(rules, receives)
        ) emit Transfer(from, to, units);
        else _askAll(rules, register, Move(from, to, units, sends, receives, book, sender, receiver));
    }

    function _askAll(TransferRules rules, address register, Move memory m) private {
        if (m.to == address(0)) revert ERC20InvalidReceiver(m.to);
        _requireAllowed(_answers(rules, register, m), m);
        _moved(rules, register, m);
    }

    /// @dev What the registry knows of both sides.
    function _passports(address from, address to, uint256 units) internal view returns (Move memory m) {
        (m.from, m.to, m.units) = (from, to, units);
        (m.sends, m.receives) = HotCalls.particulars(REGISTRY, from, to);
    }

    /// @dev The whole ladder.
    function _answers(TransferRules rules, address register, Move memory m) internal view returns (uint256 no) {
        bool admitted = TrancheTerms.admits(rules, m.receives);
        no = TransferPolicy.ofParties(rules, m.book, m.sender, m.receiver, m.sends, m.receives, admitted)
            | TransferPolicy.ofUnits(rules, m.sender, m.units, block.timestamp);
        if (m.from == m.to) no |= 1 << TransferPolicy.TWO_PARTIES;
        if (TransferPolicy.mayBeHalted(m.book, m.sender, m.receiver)) no |= _halts(m);
        if (m.units != 0 && rules.limitsInvestors()) no |= _limits(rules, register, m);
    }

    /// @dev What the supervisor's book says.
    // slither-disable-next-line calls-loop: in a batch, whose sender says how many
    function _halts(Move memory m) internal view returns (uint256) {
        (bool trading, bool sender, bool receiver) = SUPERVISOR.haltsOn(TrancheTerms.deal(), address(this), m.from, m.to);
        return TransferPolicy.ofHalts(trading, sender, receiver);
    }

    /// @dev After a move: the count of holders, the record dates, the event.
    function _moved(TransferRules rules, address register, Move memory m) internal {
        if (rules.holderLimit() != 0 && !TransferPolicy.keepsHolders(m.sender, m.receiver, m.units)) {
            (uint256 arrives, uint256 leaves) = _holderChange(register, m);
            // slither-disable-next-line costly-loop: in a batch; only where the rules limit holders
            if (arrives != leaves) _holders = _holders + arrives - leaves;
        }
        if (m.units != 0 && rules.keepsRecordDates()) {
            _record(m.from, m.to, m.sender.units(), m.receiver.units(), m.units);
        }
        emit Transfer(m.from, m.to, m.units);
    }

    function _requireAllowed(uint256 no, Move memory m) internal pure {
        if (no != 0) _refuse(no, m);
    }

    function _refuse(uint256 no, Move memory m) private pure {
        uint256 code = TransferPolicy.first(no);
        // slither-disable-next-line incorrect-equality: a code
        if (code == TransferPolicy.UNITS_NOT_FROZEN) {
            revert ERC7943InsufficientUnfrozenBalance(m.from, m.units, m.sender.unfrozen());
        }
        // forge-lint: disable-next-line(unsafe-typecast): the number of a bit
        revert TrancheToken_TransferRefused(uint8(code), TransferPolicy.reason(code), m.from, m.to, m.units);
    }

    /// @dev The questions about all investors of the tranche.
    function _limits(TransferRules rules, address register, Move memory m) private view returns (uint256 no) {
        (uint256 largest, uint256 limit) = (rules.largestHolding(), rules.holderLimit());
        if (largest != 0 && !_sameInvestor(m)) {
            uint256 held = m.receiver.units() + _elsewhere(register, m.receives, m.to);
            if (m.units > largest || held + m.units > largest) no = 1 << TransferPolicy.LARGEST_SHARE;
        }
        if (limit != 0 && !TransferPolicy.keepsHolders(m.sender, m.receiver, m.units)) {
            (uint256 arrives, uint256 leaves) = _holderChange(register, m);
            // who leaves may have units to collect, and then comes back: his place is kept as well
            if (arrives != 0 && _holders + _awaited() + arrives - leaves > limit) no |= 1 << TransferPolicy.HOLDER_COUNT;
        }
    }

    /// @dev Investors whose units are still to be collected: nobody may take their places.
    // slither-disable-next-line calls-loop: in a batch, whose sender says how many
    function _awaited() private view returns (uint256) {
        return IOffering(TrancheTerms.offering()).awaited(TrancheTerms.index());
    }

    /// @dev Whether a new investor comes in by this move, and whether one goes out: 1 or 0 each.
    function _holderChange(address register, Move memory m) private view returns (uint256 arrives, uint256 leaves) {
        if (_sameInvestor(m)) return (0, 0);
        if (m.to != address(0) && m.receiver.units() == 0 && _elsewhere(register, m.receives, m.to) == 0) arrives = 1;
        if (m.from != address(0) && m.sender.units() <= m.units && _elsewhere(register, m.sends, m.from) == 0) {
            leaves = 1;
        }
    }

    /// @dev Between two wallets of one investor no share and no count changes. A registry that can't list an investor's wallets says it has
    /// one: then a wallet counts as a holder.
    function _sameInvestor(Move memory m) private pure returns (bool) {
        return m.sends.wallets() > 1 && m.sends.investor() == m.receives.investor();
    }

    /// @dev Units an investor holds in wallets other than this one, of which there are never many.
    // slither-disable-next-line calls-loop: the registry limits an investor's wallets; in a batch, its sender says how many
    function _elsewhere(address register, Passport passport, address wallet) private view returns (uint256 units) {
        if (passport.wallets() < 2) return 0;
        address[] memory wallets = REGISTRY.walletsOf(passport.investor());
        for (uint256 i; i < wallets.length; ++i) {
            if (wallets[i] == wallet) continue;
            (, Holding other,) = IRoyaltyEscrow(register).wordsOf(address(this), wallets[i], address(0));
            units += other.units();
        }
    }
}
