// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegalAct, LegalEvent, Purpose, Status} from "../types/IPRight.sol";
import {LegalStatuses} from "./LegalStatuses.sol";
import {RightsBook} from "./RightsBook.sol";

/// @title LegalEvents
/// @notice What happens to rights in law, one event after the other.
abstract contract LegalEvents is RightsBook {
    /// @dev Bits of `restrictions`.
    uint8 private constant BARRED = 1;
    uint8 private constant NEGATIVE = 2;

    function _happen(LegalEvent calldata e) internal {
        Right storage r = _known(e.right);
        if (e.number != r.events + 1) revert IPRegistry_OutOfOrder("event", r.events, e.number);
        _requirePast("effective", e.effective);
        if (e.effective < r.priority) revert IPRegistry_BeforePriority(r.priority, e.effective);
        _requireInOrder("effective", r.lastEffective, e.effective);
        (bool allowed, Status next) = LegalStatuses.afterAct(r.kind, r.status, r.isFinal, e.act);
        if (!allowed) revert IPRegistry_NotAllowed(e.right, r.status, e.act);
        _apply(r, e);
        (r.status, r.lastEffective, r.events) = (next, e.effective, e.number);
        _file(e.right, Purpose.LegalEvent, e.number, e.document);
        emit LegalEventReported(e.right, e.number, e.act, next, e.effective, e.date, e.code, e.document);
        _tell(e.right, r);
    }

    /// @dev What an act changes beside the status.
    function _apply(Right storage r, LegalEvent calldata e) private {
        if (e.act == LegalAct.Extended) {
            _requireDay("date", e.date);
            if (r.expiry == 0 || e.date <= r.expiry) revert IPRegistry_OutOfOrder("expiry", r.expiry, e.date);
            r.expiry = e.date;
            return;
        }
        if (e.act == LegalAct.Renewed) {
            _requireDay("date", e.date);
            if (e.date <= e.effective) revert IPRegistry_OutOfOrder("renewal due", e.effective, e.date);
            r.renewalDue = e.date;
            return;
        }
        if (e.date != 0) revert IPRegistry_DateWithout(e.act, e.date);
        if (e.act == LegalAct.Terminated) r.isFinal = true;
        else if (e.act == LegalAct.TitleDisputed) _dispute(r);
        else if (e.act == LegalAct.DisputeSettled) _settleDispute(r, e);
        else if (e.act == LegalAct.TransferBarred) r.restrictions |= BARRED;
        else if (e.act == LegalAct.TransferAllowed) r.restrictions &= ~BARRED;
        else if (e.act == LegalAct.ListedNegative) r.restrictions |= NEGATIVE;
        else if (e.act == LegalAct.Delisted) r.restrictions &= ~NEGATIVE;
    }

    function _dispute(Right storage r) private {
        uint256 most = type(uint8).max;
        if (r.disputes == most) revert IPRegistry_TooMany("disputes", most, most + 1);
        ++r.disputes;
    }

    function _settleDispute(Right storage r, LegalEvent calldata e) private {
        if (r.disputes == 0) revert IPRegistry_NotAllowed(e.right, r.status, e.act);
        --r.disputes;
    }
}
