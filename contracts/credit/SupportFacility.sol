// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IDealLens} from "../interfaces/IDealLens.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {ISupportFacility} from "../interfaces/ISupportFacility.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";

/// @title SupportFacility
/// @notice See {ISupportFacility}.
/// @dev Needed for safety: the deal says truly what it needs, and takes what is paid into its escrow; a deal that lies harms only providers
/// who allowed its escrow to take their money. Needed for liveness: a provider who does not pay stops a date until its deadline, not longer.
contract SupportFacility is ISupportFacility {
    using SafeCast for uint256;

    /// @dev One slot: what was asked of a provider last, and how many providers had failed on that date by then.
    struct Notice {
        uint24 period;
        uint32 deadline;
        uint8 changes;
        uint96 demanded;
        uint96 paid;
    }

    /// @notice Says what a payment date would draw.
    IDealLens public immutable LENS;

    mapping(address deal => mapping(uint256 facility => Notice)) private _notices;

    /// @param lens Says what a payment date would draw.
    constructor(IDealLens lens) {
        LENS = lens;
    }

    /// @inheritdoc ISupportFacility
    function demand(address deal, uint256 facility, RoyaltyReport calldata report)
        external
        returns (uint256 outstanding, uint256 deadline)
    {
        uint256[] memory needed = LENS.supportNeeded(deal, report);
        if (facility >= needed.length) revert SupportFacility_NoFacility(needed.length, facility);
        Notice memory last = _notices[deal][facility];
        uint256 changes = _changes(deal, report.period, needed.length);
        outstanding = needed[facility];
        uint256 paid;
        bool again = last.period == report.period;
        if (outstanding == 0 && (!again || last.paid == last.demanded)) {
            revert SupportFacility_NothingNeeded(facility, report.period);
        }
        if (again) {
            paid = last.paid;
            deadline = _again(deal, facility, last, outstanding, changes);
        }
        if (deadline == 0) deadline = _deadline(deal, facility, report.period);
        _notices[deal][facility] = Notice(
            uint24(report.period), // the deal counts no further
            deadline.toUint32(),
            // forge-lint: disable-next-line(unsafe-typecast): of 15 facilities and 8 restatements
            uint8(changes), // of 15 facilities and 8 restatements
            (paid + outstanding).toUint96(),
            paid.toUint96()
        );
        emit SupportDemanded(deal, facility, report.period, paid + outstanding, outstanding, deadline);
    }

    /// @inheritdoc ISupportFacility
    function pay(address deal, uint256 facility, uint256 amount) external {
        _onlyProvider(deal, facility);
        uint256 period = IDeal(deal).nextPeriod();
        Notice memory notice = _notices[deal][facility];
        uint256 outstanding = notice.demanded - notice.paid;
        if (notice.period != period || outstanding == 0) revert SupportFacility_NoDemand(facility, period);
        if (block.timestamp > notice.deadline) revert SupportFacility_TooLate(notice.deadline, block.timestamp);
        if (amount != outstanding) revert SupportFacility_WrongAmount(outstanding, amount);
        _notices[deal][facility].paid = notice.demanded;
        emit SupportPaid(deal, facility, period, amount);
        IDeal(deal).receiveSupport(facility, msg.sender, amount);
    }

    /// @inheritdoc ISupportFacility
    function deposit(address deal, uint256 facility, uint256 amount) external {
        _onlyProvider(deal, facility);
        Notice memory notice = _notices[deal][facility];
        uint256 open = notice.demanded - notice.paid;
        if (open != 0 && notice.period == IDeal(deal).nextPeriod() && block.timestamp <= notice.deadline) {
            revert SupportFacility_AlreadyDemanded(open, notice.deadline); // which {pay} settles
        }
        (,, uint256 limit, uint256 used, uint256 held) = LENS.facilityAt(deal, facility);
        if (amount > type(uint96).max) revert SupportFacility_AboveLimit(type(uint96).max, amount);
        if (amount == 0 || used + held + amount > limit) {
            revert SupportFacility_AboveLimit(limit, used + held + amount);
        }
        emit SupportDeposited(deal, facility, amount);
        IDeal(deal).receiveSupport(facility, msg.sender, amount);
    }

    /// @inheritdoc ISupportFacility
    function unpaidOf(address deal, uint256 period, uint256 facilities) external view returns (uint256 bits) {
        for (uint256 f; f < facilities; ++f) {
            if (_missed(_notices[deal][f], period)) bits |= 1 << f;
        }
    }

    /// @inheritdoc ISupportFacility
    function requireSettled(uint256 period, uint256[] calldata unmet) external view {
        for (uint256 f; f < unmet.length; ++f) {
            if (unmet[f] == 0) continue;
            Notice memory notice = _notices[msg.sender][f];
            // once its time is over nothing more is to be had from a provider, whether or not it paid what it was asked for
            if (notice.period == period && block.timestamp > notice.deadline) continue;
            revert SupportFacility_Outstanding(f, unmet[f], notice.period == period ? notice.deadline : 0);
        }
    }

    /// @inheritdoc ISupportFacility
    function noticeOf(address deal, uint256 facility)
        external
        view
        returns (uint256 period, uint256 demanded, uint256 paid, uint256 deadline)
    {
        Notice memory notice = _notices[deal][facility];
        return (notice.period, notice.demanded, notice.paid, notice.deadline);
    }

    /// @dev A second demand for one date: the old deadline if it is for less, which only the provider may ask for (else its payment of
    /// exactly what it was asked for could be made a wrong one); a new one, zero here, if it is for more: because another provider failed, or a
    /// restatement became final meanwhile.
    function _again(address deal, uint256 facility, Notice memory last, uint256 needed, uint256 changes)
        private
        view
        returns (uint256 deadline)
    {
        uint256 open = last.demanded - last.paid;
        if (open != 0 && block.timestamp > last.deadline) {
            revert SupportFacility_DeadlineMissed(last.deadline, block.timestamp);
        }
        if (needed < open) {
            _onlyProvider(deal, facility);
            return last.deadline;
        }
        if (needed == open || changes == last.changes) {
            revert SupportFacility_AlreadyDemanded(open, last.deadline);
        }
    }

    /// @dev So many hours from now, or from the scheduled date when that is still to come: until then licensees may pay.
    function _deadline(address deal, uint256 facility, uint256 period) private view returns (uint256) {
        (, uint256 noticeHours,,,) = LENS.facilityAt(deal, facility);
        uint256 scheduled = IDeal(deal).scheduledAt(period);
        return (scheduled > block.timestamp ? scheduled : block.timestamp) + noticeHours * 1 hours;
    }

    /// @dev What can make a date need more of a provider, and happens at most so often before it: others who failed, restatements that became
    /// final. (Facts can, too, but may do so again and again: nobody gets a new deadline by them.)
    function _changes(address deal, uint256 period, uint256 facilities) private view returns (uint256 count) {
        for (uint256 f; f < facilities; ++f) {
            if (_missed(_notices[deal][f], period)) ++count;
        }
        (, address oracle,,,) = IDeal(deal).parties();
        (,, uint256 restatements) = IRoyaltyOracle(oracle).foreseen(deal, 0, 0);
        count += restatements;
    }

    function _missed(Notice memory notice, uint256 period) private view returns (bool) {
        return notice.period == period && notice.paid < notice.demanded && block.timestamp > notice.deadline;
    }

    function _onlyProvider(address deal, uint256 facility) private view {
        (address provider,,,,) = LENS.facilityAt(deal, facility);
        if (provider != msg.sender) revert SupportFacility_OnlyProvider(provider, msg.sender);
    }
}
