// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "../Accrual.sol";
import {Lists} from "../Lists.sol";
import {Program} from "../Program.sol";
import {Run} from "../Running.sol";
import {Record, State} from "../State.sol";
import {Supports} from "../Supports.sol";
import {StepWord} from "../words/StepWord.sol";
import {TrancheWord} from "../words/TrancheWord.sol";

/// @title Interest
/// @notice Arrears and accrual of a tranche; what can't be paid is in arrears, added to the balance, or a default.
library Interest {
    using Lists for uint256[];

    uint256 internal constant KIND = 1;

    /// @notice Pay it.
    function run(Run memory r, State memory state, StepWord step, Record memory record) internal pure {
        unchecked {
            uint256 t = step.subject();
            uint256 due = dueOf(r, state, t);
            record.due = due;
            uint256 unpaid = due - Supports.pay(r, state, step, record, due);
            state.arrears.set(t, unpaid);
            if (unpaid == 0) return;
            TrancheWord w = Program.tranche(r.program, t);
            if (w.defaults() && r.header.acceleration() != 0) state.defaulted = true;
            if (w.capitalises()) capitalise(state, t);
        }
    }

    /// @notice Interest of steps that a guard held back is not forgiven; it is no default either.
    function holdBack(Run memory r, State memory state, Record[] memory records) internal pure {
        unchecked {
            for (uint256 i; i < r.count; ++i) {
                StepWord step = Program.step(r.program, r.header, r.list + i);
                uint256 t = step.subject();
                if (step.kind() != KIND || r.seen >> t & 1 == 1) continue;
                uint256 due = dueOf(r, state, t);
                records[i].due = due;
                state.arrears.set(t, due);
                if (Program.tranche(r.program, t).capitalises()) capitalise(state, t);
            }
        }
    }

    /// @dev The accrual is then used up for this date.
    function dueOf(Run memory r, State memory state, uint256 t) private pure returns (uint256 due) {
        unchecked {
            due = Accrual.capped(state.arrears.get(t) + r.accrual.get(t));
            r.accrual.set(t, 0);
            r.seen |= 1 << t;
        }
    }

    function capitalise(State memory state, uint256 t) private pure {
        unchecked {
            state.balance.set(t, Accrual.capped(state.balance.get(t) + state.arrears.get(t)));
            state.arrears.set(t, 0);
        }
    }
}
