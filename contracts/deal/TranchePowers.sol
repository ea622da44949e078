// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Officers} from "../compliance/Officers.sol";
import {Passport} from "../compliance/Passport.sol";
import {TransferPolicy} from "../compliance/TransferPolicy.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {ITransferAgent} from "../interfaces/ITransferAgent.sol";
import {Book, Books} from "../types/Book.sol";
import {Holding, Holdings} from "../types/Holding.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {HotCalls} from "./HotCalls.sol";
import {TrancheMoves} from "./TrancheMoves.sol";
import {TrancheTerms} from "./TrancheTerms.sol";

/// @title TranchePowers
/// @notice What is done to holders of a tranche by order: freeze, force, recover, carry income, pause, redeem. The agent's contract asks for
/// role and order before it calls; of an officer who calls himself, the token asks for both.
/// @dev The rule of income: it stays with the holder whatever happens to his units, unless an order carries it. Only a recovery, which is
/// between two wallets of one investor, takes it along.
abstract contract TranchePowers is TrancheMoves {
    address internal immutable AGENT;

    modifier onlyAgent() {
        if (msg.sender != AGENT) revert TrancheToken_OnlyAgent(AGENT, msg.sender);
        _;
    }

    // slither-disable-next-line shadowing-local: what {agent} returns from then on
    constructor(address agent) {
        AGENT = agent;
    }

    /// @inheritdoc ITrancheToken
    function forcedTransferByOrder(
        address from,
        address to,
        uint256 units,
        uint256 income,
        ITransferAgent.Order calldata order
    ) external {
        Officers.requireOrdered(AGENT, Officers.ENFORCER_ROLE, order);
        _force(from, to, units);
        if (income != 0) _carry(from, to, income);
        emit Ordered(order.ref, order.evidence, msg.sender);
    }

    /// @inheritdoc IERC7943Fungible
    function forcedTransfer(address from, address to, uint256 units) external onlyAgent returns (bool) {
        _force(from, to, units);
        return true;
    }

    /// @inheritdoc ITrancheToken
    function assignIncome(address from, address to, uint256 amount) external onlyAgent returns (uint256 carried) {
        return _carry(from, to, amount);
    }

    /// @inheritdoc ITrancheToken
    function recoveryAddress(address lostWallet, address newWallet, address investor)
        external
        onlyAgent
        returns (bool)
    {
        _twoHolders(lostWallet, newWallet);
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        Move memory m = _passports(lostWallet, newWallet, 0);
        (address ofLost, address ofNew) = (m.sends.investor(), m.receives.investor());
        if (investor == address(0) || ofLost != investor || ofNew != investor) {
            revert TrancheToken_OtherInvestor(investor, ofLost, ofNew);
        }
        (m.book, m.sender, m.receiver) = IRoyaltyEscrow(register).wordsOf(address(this), lostWallet, newWallet);
        uint256 no;
        if (!m.receives.isEligible()) no = 1 << TransferPolicy.RECEIVER_ELIGIBLE;
        if (m.sender.has(Holdings.HALTED)) no |= _halts(m) & (1 << TransferPolicy.SENDER_NOT_HALTED);
        _requireAllowed(no, m);
        if (m.sender.isEmpty()) revert TrancheToken_NothingToRecover(lostWallet);
        // slither-disable-next-line reentrancy-benign: the register is the deal's own escrow, and calls nobody here
        _recover(register, m);
        m.units = m.sender.units();
        if (m.units != 0) _moved(rules, register, m);
        emit RecoverySuccess(lostWallet, newWallet, investor);
        return true;
    }

    /// @inheritdoc IERC7943Fungible
    function setFrozenTokens(address account, uint256 units) external onlyAgent returns (bool) {
        _somebody(account);
        _freeze(account, units);
        return true;
    }

    /// @inheritdoc ITrancheToken
    function freezePartialTokens(address account, uint256 units) external onlyAgent returns (uint256) {
        _somebody(account);
        (uint256 held, uint256 frozen,,) = _register().holdingOf(address(this), account);
        uint256 unfrozen = held > frozen ? held - frozen : 0;
        if (units > unfrozen) revert ERC7943InsufficientUnfrozenBalance(account, units, unfrozen);
        return _freeze(account, frozen + units);
    }

    /// @inheritdoc ITrancheToken
    function unfreezePartialTokens(address account, uint256 units) external onlyAgent returns (uint256) {
        _somebody(account);
        (, uint256 frozen,,) = _register().holdingOf(address(this), account);
        if (units > frozen) revert TrancheToken_NotSoManyFrozen(account, frozen, units);
        return _freeze(account, frozen - units);
    }

    /// @inheritdoc ITrancheToken
    function setAddressFrozen(address account, bool frozen) external onlyAgent {
        _somebody(account);
        _register().restrain(account, Holdings.FROZEN, frozen ? Holdings.FROZEN : 0);
        emit AddressFrozen(account, frozen, msg.sender);
    }

    /// @inheritdoc ITrancheToken
    function pause() external onlyAgent {
        if (paused()) revert TrancheToken_Paused(true);
        _register().stopTrading(true);
        emit Paused(msg.sender);
    }

    /// @inheritdoc ITrancheToken
    function unpause() external onlyAgent {
        if (!paused()) revert TrancheToken_Paused(false);
        _register().stopTrading(false);
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc ITrancheToken
    function paused() public view returns (bool stopped) {
        (,,,, stopped,,) = _register().bookOf(address(this));
    }

    /// @inheritdoc ITrancheToken
    function burn(address holder, uint256 units) external onlyAgent {
        if (holder == address(0)) revert ERC20InvalidSender(holder);
        (address deal_, uint256 tranche) = (TrancheTerms.deal(), TrancheTerms.index());
        if (!IDeal(deal_).isRedeemed(tranche)) revert TrancheToken_NotRedeemed(deal_, tranche);
        _take(holder, address(0), units);
    }

    function _force(address from, address to, uint256 units) private {
        _twoHolders(from, to);
        _take(from, to, units);
        emit ForcedTransfer(from, to, units);
    }

    function _carry(address from, address to, uint256 amount) private returns (uint256 carried) {
        _twoHolders(from, to);
        Move memory m = _passports(from, to, 0);
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        (m.book, m.sender, m.receiver) = IRoyaltyEscrow(register).wordsOf(address(this), from, to);
        _requireReceiver(rules, m);
        uint256 scaled = m.sender.scaledEntitlement(m.book.perUnit());
        uint256 owed = scaled >> Books.SCALE_BITS;
        if (amount != type(uint256).max && amount > owed) revert TrancheToken_NotEnoughIncome(from, owed, amount);
        carried = amount < owed ? amount : owed;
        if (carried < owed || owed == 0) scaled = carried << Books.SCALE_BITS;
        IRoyaltyEscrow(register)
            // forge-lint: disable-next-line(unsafe-typecast): at most the entitlement, which is an int256
            .amend(from, m.sender.corrected(-int256(scaled)), to, m.receiver.corrected(int256(scaled)));
        emit IncomeCarried(from, to, carried);
    }

    /// @dev Units that are frozen are thawed by as much as is taken of them, before they move. The rules of receiving hold here, too.
    function _take(address from, address to, uint256 units) internal {
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        (Book book, Holding sender, Holding receiver) = HotCalls.rebook(register, from, to, units);
        Passport receives;
        if (to != address(0)) {
            receives = HotCalls.passportOf(REGISTRY, to);
            if (
                !TransferPolicy.isPlainReceiver(rules, receiver, receives)
                    || !TrancheTerms.admits(rules, receives)
            ) {
                _requireReceiver(rules, Move(from, to, units, Passport.wrap(0), receives, book, sender, receiver));
            }
        }
        // slither-disable-next-line reentrancy-benign: the register is the deal's own escrow, and calls nobody here
        if (units > sender.unfrozen()) _setFrozen(IRoyaltyEscrow(register), from, sender.frozen() + sender.unfrozen() - units);
        if (TransferPolicy.keepsHolders(sender, receiver, units) && !rules.keepsRecordDates()) {
            emit Transfer(from, to, units);
        } else {
            Passport sends = REGISTRY.passportOf(from);
            _moved(rules, register, Move(from, to, units, sends, receives, book, sender, receiver));
        }
    }

    function _requireReceiver(TransferRules rules, Move memory m) private view {
        uint256 no = TransferPolicy.ofParties(
            rules, m.book, m.sender, m.receiver, m.sends, m.receives, TrancheTerms.admits(rules, m.receives)
        );
        if (m.receiver.has(Holdings.HALTED)) no |= _halts(m);
        _requireAllowed(no & TransferPolicy.OF_RECEIVER, m);
    }

    /// @dev Everything goes along: units, income with its fraction, what is frozen and retained, the freeze of the wallet.
    function _recover(address register, Move memory m) private {
        uint256 frozen = m.sender.frozen() + m.receiver.frozen();
        if (frozen > Holdings.MOST_FROZEN) frozen = Holdings.MOST_FROZEN;
        Holding whole = m.receiver.withFrozen(frozen).more(0, m.sender.units()).corrected(m.sender.correction());
        whole = Holding.wrap(Holding.unwrap(whole) | Holding.unwrap(m.sender) & Holdings.FLAGS);
        Holding empty = Holding.wrap(Holding.unwrap(m.sender) & Holdings.HALTED | Holdings.FROZEN);
        IRoyaltyEscrow(register).amend(m.from, empty, m.to, whole);
        if (m.sender.frozen() != 0) {
            emit Frozen(m.from, 0);
            emit Frozen(m.to, frozen);
        }
        if (!m.sender.has(Holdings.FROZEN)) emit AddressFrozen(m.from, true, msg.sender);
        else if (!m.receiver.has(Holdings.FROZEN)) emit AddressFrozen(m.to, true, msg.sender);
    }

    function _setFrozen(IRoyaltyEscrow register, address account, uint256 frozen) private {
        register.restrain(account, Holdings.FROZEN_UNITS, frozen << Holdings.FROZEN_UNITS_BIT);
        emit Frozen(account, frozen);
    }

    function _freeze(address account, uint256 units) private returns (uint256 frozen) {
        frozen = units > Holdings.MOST_FROZEN ? Holdings.MOST_FROZEN : units;
        _setFrozen(_register(), account, frozen);
    }

    function _somebody(address account) private pure {
        if (account == address(0)) revert TrancheToken_ZeroAddress();
    }

    function _twoHolders(address from, address to) private pure {
        if (from == address(0) || to == address(0)) revert TrancheToken_ZeroAddress();
        if (from == to) revert TrancheToken_SameHolder(from);
    }

    function _register() internal view returns (IRoyaltyEscrow) {
        (, address register) = TrancheTerms.rulesAndEscrow();
        return IRoyaltyEscrow(register);
    }
}
