// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Program} from "../Program.sol";
import {Run, Running} from "../Running.sol";
import {Record, State} from "../State.sol";
import {StepWord} from "../words/StepWord.sol";

/// @title Trap
/// @notice Keeps a share of what is left while the guard lets it run; gives it back when it no longer does.
library Trap {
    uint256 internal constant KIND = 5;

    /// @notice Keep, or release.
    function run(Run memory r, State memory state, StepWord step, Record memory record) internal pure {
        unchecked {
            uint256 a = step.subject();
            if (!r.isFinal && step.runs(r.up)) {
                record.due = record.paid = Running.take(r, Accrual.shareUp(r.available, step.rate()));
                state.account[a] += record.paid;
            } else if (state.account[a] != 0 && (r.isFinal || !isTrapped(r, a))) {
                record.released = state.account[a];
                r.available += record.released;
                state.account[a] = 0;
            }
        }
    }

    /// @dev Whether another trap step of the account runs.
    function isTrapped(Run memory r, uint256 account) private pure returns (bool) {
        unchecked {
            for (uint256 i; i < r.count; ++i) {
                StepWord step = Program.step(r.program, r.header, r.list + i);
                if (step.kind() == KIND && step.subject() == account && step.runs(r.up)) return true;
            }
            return false;
        }
    }
}
