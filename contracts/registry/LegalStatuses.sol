// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Kind, LegalAct, Status} from "../types/IPRight.sol";

/// @title LegalStatuses
/// @notice Which legal act leads from which status to which. Everything that isn't listed here is refused.
library LegalStatuses {
    /// @notice The status after an act.
    /// @return allowed Whether the act can happen to a right in this status.
    /// @return next Where it stands afterwards.
    function afterAct(Kind kind, Status status, bool isFinal, LegalAct act)
        internal
        pure
        returns (bool allowed, Status next)
    {
        if (act >= LegalAct.TitleDisputed) return (status != Status.Entered, status);
        if (isFinal || act == LegalAct.None) return (false, status);
        bool active = status == Status.InForce || status == Status.UnderReview;
        bool ceased = status == Status.Lapsed;

        if (act == LegalAct.Filed) return (status == Status.Entered, Status.Pending);
        if (act == LegalAct.Discontinued) return (status == Status.Pending, Status.Discontinued);
        if (act == LegalAct.Revived) return (status == Status.Discontinued, Status.Pending);
        if (act == LegalAct.Granted) return (status == Status.Pending, Status.InForce);
        if (act == LegalAct.Subsisting) return (status == Status.Entered && kind >= Kind.Copyright, Status.InForce);
        if (act == LegalAct.Challenged) return (status == Status.InForce, Status.UnderReview);
        if (act == LegalAct.Upheld) return (status == Status.UnderReview, Status.InForce);
        if (act == LegalAct.Lapsed) return (active, Status.Lapsed);
        if (act == LegalAct.Surrendered) return (active, Status.Surrendered);
        if (act == LegalAct.Invalidated) return (active || ceased, Status.Invalidated);
        if (act == LegalAct.Expired) return (active || ceased, Status.Expired);
        if (act == LegalAct.Reinstated) return (ceased, Status.InForce);
        if (act == LegalAct.AppealWon) return (status == Status.Invalidated, Status.InForce);
        if (act == LegalAct.Terminated) return (status == Status.Discontinued || status >= Status.Lapsed, status);
        if (act == LegalAct.Extended) return (active, status);
        return (active || status == Status.Pending, status); // renewed
    }
}
