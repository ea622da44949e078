// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {TransferPolicy} from "../compliance/TransferPolicy.sol";
import {Passport} from "../compliance/Passport.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Holding, Holdings} from "../types/Holding.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {HotCalls} from "./HotCalls.sol";
import {TrancheMoves} from "./TrancheMoves.sol";
import {TranchePowers} from "./TranchePowers.sol";
import {TrancheTerms} from "./TrancheTerms.sol";

/// @title TrancheToken
/// @notice See {ITrancheToken}. A clone a tranche with its terms in its own code; the register itself is in the escrow, where units and
/// income of a holder share one slot and can't come apart.
/// @dev Not OpenZeppelin's ERC20: that keeps balances in storage of its own, and a transfer would then pay for both registers.
contract TrancheToken is TranchePowers {
    /// @param registry_ Knows who is eligible.
    /// @param agent_ The transfer agent's contract: it uses the powers, and knows who else may.
    /// @param supervisor_ Whose halts are heeded.
    constructor(IEligibility registry_, address agent_, ISupervisor supervisor_)
        TrancheMoves(registry_, supervisor_)
        TranchePowers(agent_)
    {}

    /// @notice Move units to a holder the rules admit. Income earned so far stays with the sender.
    /// @return Always true; refusals revert.
    function transfer(address to, uint256 units) external returns (bool) {
        _transfer(msg.sender, to, units);
        return true;
    }

    /// @notice Move units on an allowance; the greatest allowance is never used up.
    /// @return Always true; refusals revert.
    function transferFrom(address from, address to, uint256 units) external returns (bool) {
        if (from == address(0)) revert ERC20InvalidSender(from);
        _spend(from, units);
        _transfer(from, to, units);
        return true;
    }

    /// @inheritdoc ITrancheToken
    function tradeFrom(address from, address to, uint256 units)
        external
        returns (address paymentToken, uint256 incomePerUnit, address sharedInvestor)
    {
        if (from == address(0)) revert ERC20InvalidSender(from);
        _spend(from, units);
        paymentToken = TrancheTerms.paymentToken();
        (incomePerUnit, sharedInvestor) = _trade(from, to, units);
    }

    /// @inheritdoc ITrancheToken
    function batchTransfer(address[] calldata receivers, uint256[] calldata units) external {
        if (receivers.length != units.length) revert TrancheToken_WrongLength(receivers.length, units.length);
        for (uint256 i; i < receivers.length; ++i) {
            _transfer(msg.sender, receivers[i], units[i]);
        }
    }

    /// @inheritdoc ITrancheToken
    function mint(address investor, uint256 units) external {
        address offering = TrancheTerms.offering();
        if (msg.sender != offering) revert TrancheToken_OnlyOffering(offering, msg.sender);
        if (investor == address(0)) revert ERC20InvalidReceiver(investor);
        (TransferRules rules, address register) = TrancheTerms.rulesAndEscrow();
        Move memory m;
        (m.to, m.units, m.receives) = (investor, units, REGISTRY.passportOf(investor));
        (m.book, m.sender, m.receiver) = HotCalls.rebook(register, address(0), investor, units);
        _requireAllowed(_answers(rules, register, m) & TransferPolicy.AT_ISSUANCE, m);
        if (rules.retained() != 0 && investor == TrancheTerms.originator()) {
            // slither-disable-next-line reentrancy-no-eth: the register is the deal's own escrow, and calls nobody here
            IRoyaltyEscrow(register).restrain(investor, 0, Holdings.RETAINS);
        }
        _moved(rules, register, m);
    }

    /// @inheritdoc ITrancheToken
    function checkIssue(address investor, uint256 units)
        external
        view
        returns (TransferRules rules, Passport passport)
    {
        address register;
        (rules, register) = TrancheTerms.rulesAndEscrow();
        Move memory m = _passports(address(0), investor, units);
        (m.book, m.sender, m.receiver) = IRoyaltyEscrow(register).wordsOf(address(this), address(0), investor);
        _requireAllowed(_answers(rules, register, m) & TransferPolicy.AT_ISSUANCE, m);
        return (rules, m.receives);
    }

    /// @inheritdoc ITrancheToken
    function detectTransferRestriction(address from, address to, uint256 units) external view returns (uint8) {
        if (from != to && units > balanceOf(from)) return uint8(TransferPolicy.TOO_FEW_UNITS);
        return uint8(TransferPolicy.first(answersOf(from, to, units)));
    }

    /// @inheritdoc ITrancheToken
    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        return TransferPolicy.reason(code);
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 units) external view returns (bool) {
        // slither-disable-next-line incorrect-equality: bits, which nobody can push past
        return answersOf(from, to, units) == 0;
    }

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) external view returns (bool) {
        // slither-disable-next-line incorrect-equality: bits, which nobody can push past
        return account != address(0) && answersOf(account, account, 0) & TransferPolicy.OF_SENDER == 0;
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) external view returns (bool) {
        // slither-disable-next-line incorrect-equality: bits, which nobody can push past
        return account != address(0) && answersOf(account, account, 0) & TransferPolicy.OF_RECEIVER == 0;
    }

    /// @inheritdoc IERC7943Fungible
    function getFrozenTokens(address account) external view returns (uint256 units) {
        (, units,,) = _register().holdingOf(address(this), account);
    }

    /// @inheritdoc ITrancheToken
    function isFrozen(address account) external view returns (bool frozen) {
        (,, frozen,) = _register().holdingOf(address(this), account);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IERC20).interfaceId
            || id == type(IERC20Metadata).interfaceId || id == type(IERC20Permit).interfaceId
            || id == type(IERC7943Fungible).interfaceId || id == type(IERC6372).interfaceId
            || id == type(IERC5267).interfaceId;
    }

    /// @notice Units held.
    function balanceOf(address holder) public view returns (uint256) {
        (, Holding holding,) = _register().wordsOf(address(this), holder, address(0));
        return holding.units();
    }

    /// @notice All units in hands. Those that subscribers have not collected yet earn, and come to it.
    function totalSupply() external view returns (uint256) {
        (uint256 supply,,,,,, uint256 awaited) = _register().bookOf(address(this));
        return supply - awaited;
    }

    /// @inheritdoc ITrancheToken
    function entitlementOf(address holder) external view returns (uint256) {
        return _register().entitlementOf(address(this), holder);
    }

    /// @inheritdoc ITrancheToken
    function investorCount() external view returns (uint256) {
        return _holders;
    }

    /// @inheritdoc ITrancheToken
    function transferRules() external view returns (TransferRules rules, bytes memory countries) {
        (rules, countries) = (TrancheTerms.rules(), TrancheTerms.countries());
    }

    /// @notice Units are whole.
    function decimals() external pure returns (uint8) {
        return 0;
    }

    /// @notice Name of the tranche.
    function name() external view returns (string memory) {
        return TrancheTerms.name();
    }

    /// @notice Ticker of the tranche.
    function symbol() external view returns (string memory) {
        return TrancheTerms.symbol();
    }

    /// @inheritdoc ITrancheToken
    function deal() external view returns (address) {
        return TrancheTerms.deal();
    }

    /// @inheritdoc ITrancheToken
    function escrow() external view returns (address) {
        return address(_register());
    }

    /// @inheritdoc ITrancheToken
    function trancheIndex() external view returns (uint256) {
        return TrancheTerms.index();
    }

    /// @inheritdoc ITrancheToken
    function identityRegistry() external view returns (address) {
        return address(REGISTRY);
    }

    /// @inheritdoc ITrancheToken
    function agent() external view returns (address) {
        return AGENT;
    }

    /// @inheritdoc ITrancheToken
    function haltedBy() external view returns (address) {
        return address(SUPERVISOR);
    }

    /// @inheritdoc ITrancheToken
    function compliance() external view returns (address) {
        return address(this);
    }
}
