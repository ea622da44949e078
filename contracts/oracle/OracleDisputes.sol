// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {RoyaltyEscrow} from "../deal/RoyaltyEscrow.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IOracleDisputes} from "../interfaces/IOracleDisputes.sol";
import {OracleRestatements} from "./OracleRestatements.sol";
import {OracleSigners} from "./OracleSigners.sol";
import {PendingReport, PendingReports} from "./PendingReport.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title OracleDisputes
/// @notice See {IOracleDisputes}. Where a dispute stands is derived from its times, never stored.
/// @dev Law: the oracle holds of each token all bonds of open disputes, all that is owed back and all that is forfeited. Bonds are owed back,
/// never sent, so nobody who can't receive holds a decision up.
abstract contract OracleDisputes is IOracleDisputes, OracleSigners, OracleRestatements, ReentrancyGuardTransient {
    using PendingReports for PendingReport;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Reports of one period that were struck.
    struct Struck {
        uint24 period;
        uint8 times;
    }

    /// @notice Seconds the trustee has to decide.
    uint256 public constant TRUSTEE_TIME = 7 days;
    /// @notice Seconds to appeal against his decision.
    uint256 public constant APPEAL_TIME = 3 days;
    /// @notice Seconds the supervisor has to decide.
    uint256 public constant SUPERVISOR_TIME = 14 days;
    /// @notice After so many struck reports of a period only a supervisor disputes, so that strangers can't pin it.
    uint256 public constant MOST_STRUCK = 3;
    /// @notice The licence under which forfeited bonds are paid into a deal's collection.
    bytes32 public constant FORFEITED_BOND = keccak256("forfeited dispute bond");

    mapping(address deal => mapping(uint256 number => Dispute)) private _disputes;
    mapping(address deal => Struck) private _struck;
    mapping(IERC20 token => mapping(address to => uint256)) private _owed;
    mapping(address deal => mapping(IERC20 token => uint256)) private _forfeited;

    /// @inheritdoc IOracleDisputes
    function dispute(address deal, uint32 number, bytes32 evidence) external nonReentrant {
        (Stage stage,) = stageOf(deal, number);
        if (stage != Stage.None) revert OracleDisputes_WrongStage(stage);
        (uint32 period, uint256 finalAt) = number == 0 ? _stopReport(deal) : _stopRestatement(deal, number);
        if (block.timestamp >= finalAt) revert OracleDisputes_WindowOver(finalAt, block.timestamp);
        uint96 bond = _bond(deal);
        IERC20 token = bond == 0 ? IERC20(address(0)) : _escrow(deal).PAYMENT_TOKEN();
        Dispute storage d = _disputes[deal][number];
        (d.disputer, d.openedAt, d.token, d.bond) = (msg.sender, uint40(block.timestamp), token, bond);
        // forge-lint: disable-next-line(unsafe-typecast): seconds; 40 bits last for 34,000 years
        d.wasFinalAt = uint40(finalAt);
        emit Disputed(deal, number, period, msg.sender, bond, evidence);
        if (bond != 0) _pull(token, bond);
    }

    /// @inheritdoc IOracleDisputes
    function decide(address deal, uint32 number, bool strike, bytes32 reason) external {
        (Stage stage,) = stageOf(deal, number);
        Dispute storage d = _disputes[deal][number];
        if (stage == Stage.WithTrustee) {
            _checkRole(TRUSTEE_ROLE);
        } else if (stage == Stage.WithSupervisor) {
            _checkRole(SUPERVISOR_ROLE);
        } else {
            revert OracleDisputes_WrongStage(stage);
        }
        if (msg.sender == d.disputer || msg.sender == d.appellant || msg.sender == d.decidedBy) {
            revert OracleDisputes_OwnCause(msg.sender);
        }
        if (stage == Stage.WithTrustee) {
            (d.decidedAt, d.strike, d.decidedBy) = (uint40(block.timestamp), strike, msg.sender);
            emit DisputeDecided(deal, number, strike, reason, msg.sender);
        } else {
            _end(deal, number, strike, true, reason);
        }
    }

    /// @inheritdoc IOracleDisputes
    function appeal(address deal, uint32 number, bytes32 evidence) external nonReentrant {
        (Stage stage,) = stageOf(deal, number);
        if (stage != Stage.Appealable) revert OracleDisputes_WrongStage(stage);
        uint96 bond = _bond(deal);
        Dispute storage d = _disputes[deal][number];
        // the token of the first bond: a counterfeit deal could name another one now, and be owed that
        IERC20 token = bond == 0 || address(d.token) != address(0) ? d.token : _escrow(deal).PAYMENT_TOKEN();
        (d.appellant, d.appealedAt, d.token, d.appealBond) = (msg.sender, uint40(block.timestamp), token, bond);
        emit DisputeAppealed(deal, number, msg.sender, bond, evidence);
        if (bond != 0) _pull(token, bond);
    }

    /// @inheritdoc IOracleDisputes
    function settle(address deal, uint32 number) external {
        (Stage stage,) = stageOf(deal, number);
        if (stage != Stage.Due) revert OracleDisputes_WrongStage(stage);
        Dispute storage d = _disputes[deal][number];
        _end(deal, number, d.strike, false, 0);
    }

    /// @inheritdoc IOracleDisputes
    function withdrawBonds(IERC20 token) external nonReentrant returns (uint256 amount) {
        amount = _owed[token][msg.sender];
        if (amount == 0) revert OracleDisputes_NothingOwed(msg.sender);
        _owed[token][msg.sender] = 0;
        emit BondWithdrawn(address(token), msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IOracleDisputes
    function payForfeited(address deal) external nonReentrant returns (uint256 amount) {
        RoyaltyEscrow escrow = _escrow(deal);
        IERC20 token = escrow.PAYMENT_TOKEN();
        amount = _forfeited[deal][token];
        if (amount == 0) revert OracleDisputes_NothingOwed(deal);
        _forfeited[deal][token] = 0;
        IDeal.Status status = IDeal(deal).status();
        if (status == IDeal.Status.Concluded || status == IDeal.Status.Lapsed) {
            // its escrow takes nothing any more; what is left over is its originator's
            (,,, address originator,) = IDeal(deal).parties();
            _owed[token][originator] += amount;
            emit ForfeitOwed(deal, originator, amount);
            return amount;
        }
        token.forceApprove(address(escrow), amount);
        escrow.payRoyalty(FORFEITED_BOND, amount, bytes32(uint256(uint160(deal))));
    }

    /// @inheritdoc IOracleDisputes
    function disputeOf(address deal, uint32 number) external view returns (Dispute memory) {
        return _disputes[deal][number];
    }

    /// @inheritdoc IOracleDisputes
    function bondsOwed(IERC20 token, address to) external view returns (uint256) {
        return _owed[token][to];
    }

    /// @inheritdoc IOracleDisputes
    function forfeitedOf(address deal, IERC20 token) external view returns (uint256) {
        return _forfeited[deal][token];
    }

    /// @inheritdoc IOracleDisputes
    function stageOf(address deal, uint32 number) public view returns (Stage stage, uint256 until) {
        Dispute memory d = _disputes[deal][number];
        if (d.openedAt == 0) return (Stage.None, 0);
        uint256 silentUntil = d.openedAt + TRUSTEE_TIME;
        if (d.decidedAt == 0 && block.timestamp <= silentUntil) return (Stage.WithTrustee, silentUntil);
        if (d.decidedAt != 0 && d.appealedAt == 0) {
            until = d.decidedAt + APPEAL_TIME;
            return block.timestamp <= until ? (Stage.Appealable, until) : (Stage.Due, 0);
        }
        until = (d.decidedAt == 0 ? silentUntil : d.appealedAt) + SUPERVISOR_TIME;
        return block.timestamp <= until ? (Stage.WithSupervisor, until) : (Stage.Due, 0);
    }

    /// @dev The waiting report is not final until the dispute ends.
    function _stopReport(address deal) private returns (uint32 period, uint256 finalAt) {
        PendingReport report = _of[deal].waiting;
        // an empty report in place of a missing one says nothing that could be wrong
        if (report.acceptedAt() == 0 || isMissing(deal)) revert OracleDisputes_NothingToDispute(deal, 0);
        finalAt = report.acceptedAt() + _of[deal].setup.disputeWindow;
        Struck memory struck = _struck[deal];
        if (struck.period == report.period() && struck.times >= MOST_STRUCK && !hasRole(SUPERVISOR_ROLE, msg.sender)) {
            revert OracleDisputes_StruckTooOften(MOST_STRUCK, struck.times);
        }
        _of[deal].waiting = report.disputed();
        period = uint32(report.period());
    }

    function _stopRestatement(address deal, uint32 number) private returns (uint32 period, uint256 finalAt) {
        if (number <= _of[deal].setup.taken || number > _of[deal].setup.accepted) {
            revert OracleDisputes_NothingToDispute(deal, number);
        }
        Waiting storage waiting = _restatements[deal][number];
        finalAt = waiting.finalAt;
        waiting.finalAt = UNDECIDED;
        period = uint32(_executed(deal) + 1);
    }

    /// @dev Trustee and supervisor need none; where the terms ask for none, only they dispute.
    function _bond(address deal) private view returns (uint96 bond) {
        if (hasRole(TRUSTEE_ROLE, msg.sender) || hasRole(SUPERVISOR_ROLE, msg.sender)) return 0;
        bond = SignerSet.bond(_set(deal));
        if (bond == 0) revert OracleDisputes_Reserved(msg.sender);
    }

    /// @dev `decided` by the supervisor; else what the trustee decided holds, or nobody decided.
    function _end(address deal, uint32 number, bool struck, bool decided, bytes32 reason) private {
        Dispute memory d = _disputes[deal][number];
        delete _disputes[deal][number];
        emit DisputeSettled(deal, number, struck, reason, msg.sender);
        // what stands is final, so there is no second dispute; and not later than it would have been, so nobody makes a report late by disputing it
        uint256 finalAt = d.wasFinalAt < block.timestamp ? d.wasFinalAt : block.timestamp;
        if (number == 0) _endReport(deal, struck, finalAt);
        else _endRestatement(deal, number, struck, finalAt);
        bool undecided = d.decidedAt == 0 && !decided;
        _give(deal, d.token, d.disputer, d.bond, struck || undecided);
        _give(deal, d.token, d.appellant, d.appealBond, !decided || struck != d.strike);
    }

    function _endReport(address deal, bool struck, uint256 finalAt) private {
        PendingReport report = _of[deal].waiting;
        if (!struck) {
            _of[deal].waiting = report.since(finalAt - _of[deal].setup.disputeWindow);
            return;
        }
        uint256 period = report.period();
        _of[deal].waiting = PendingReports.none(period - 1);
        Struck memory before = _struck[deal];
        uint8 times = before.period == period ? before.times : 0;
        // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
        _struck[deal] = Struck(uint24(period), times == type(uint8).max ? times : times + 1);
        // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
        emit ReportStruck(deal, uint32(period), report.digest(), _nextEpoch(deal));
    }

    function _endRestatement(address deal, uint32 number, bool struck, uint256 finalAt) private {
        Waiting storage waiting = _restatements[deal][number];
        // forge-lint: disable-next-line(unsafe-typecast): seconds; 40 bits last for 34,000 years
        (waiting.finalAt, waiting.struck) = (uint40(finalAt), struck);
        if (struck) emit RestatementStruck(deal, number);
    }

    function _give(address deal, IERC20 token, address party, uint256 bond, bool back) private {
        if (bond == 0) return;
        if (back) {
            _owed[token][party] += bond;
            emit BondOwed(address(token), party, bond);
        } else {
            _forfeited[deal][token] += bond;
            emit BondForfeited(deal, party, bond);
        }
    }

    function _pull(IERC20 token, uint256 bond) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), bond);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != bond) revert OracleDisputes_AmountReceived(bond, received);
    }

    /// @dev A counterfeit deal may name any escrow, and another each time: nothing is owed but in the token that was pulled.
    function _escrow(address deal) private view returns (RoyaltyEscrow) {
        (address escrow,,,,) = IDeal(deal).parties();
        return RoyaltyEscrow(escrow);
    }
}
