// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Run, Running} from "../Running.sol";
import {Record, State} from "../State.sol";
import {StepWord} from "../words/StepWord.sol";

/// @title RepaySupport
/// @notice Gives a facility back what it paid, its interest first.
library RepaySupport {
    uint256 internal constant KIND = 6;

    /// @notice Repay.
    function run(Run memory r, State memory state, StepWord step, Record memory record) internal pure {
        unchecked {
            uint256 f = step.subject();
            uint256 cost = state.cost[f];
            record.due = Accrual.capped(cost + state.drawn[f]);
            uint256 paid = Running.take(r, record.due);
            record.paid = paid;
            uint256 interest = Accrual.smaller(paid, cost);
            state.cost[f] = cost - interest;
            state.drawn[f] -= paid - interest;
        }
    }
}
