// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lists} from "./Lists.sol";
import {Program} from "./Program.sol";
import {Run, Running} from "./Running.sol";
import {Inputs, Record, State} from "./State.sol";
import {Triggers} from "./Triggers.sol";
import {Expense} from "./steps/Expense.sol";
import {Interest} from "./steps/Interest.sol";
import {Principal} from "./steps/Principal.sol";
import {RepaySupport} from "./steps/RepaySupport.sol";
import {Reserve} from "./steps/Reserve.sol";
import {Trap} from "./steps/Trap.sol";
import {Header} from "./words/Header.sol";
import {StepWord} from "./words/StepWord.sol";

/// @title Waterfall
/// @notice What a payment date means: a pure function of program, state and inputs. No storage, no calls, no clock.
/// @dev The meaning is written in docs/decisions/0003-the-whole-waterfall.md. The twin of `regalia.domain.waterfall`; a differential test
/// holds the two equal in every field. What somebody is due rounds down, what the deal must hold rounds up. The program was checked by
/// `ProgramCheck` when the deal was made; on any other the outcome means nothing.
library Waterfall {
    uint256 internal constant EXPENSE = 0;
    uint256 internal constant RESIDUAL = 4;
    uint256 internal constant SUBJECT_TRANCHE = 1;

    /// @notice Run one payment date; changes `state` in memory.
    /// @return records One a step of the list that ran, in order.
    /// @return left What no step took: it stays in collection.
    /// @return unmet Of each facility, what it would have paid had it put in the cash.
    /// @return accelerated Whether the acceleration list ran.
    function run(bytes memory program, State memory state, Inputs memory inputs)
        internal
        pure
        returns (Record[] memory records, uint256 left, uint256[] memory unmet, bool accelerated)
    {
        Run memory r = Running.open(program, state, inputs);
        Header h = r.header;
        r.count = h.steps();
        bool hasTriggers = h.triggers() != 0;
        if (hasTriggers) Triggers.before(r, state, inputs);
        if (h.acceleration() != 0) {
            accelerated = state.defaulted || r.up >> Triggers.EVENT_OF_DEFAULT == 1;
            if (accelerated) (r.list, r.count) = (h.steps(), h.acceleration());
        }
        records = Lists.blank(r.count);
        runSteps(r, state, inputs, records);
        if (hasTriggers) Triggers.afterwards(r, state, inputs);
        (left, unmet) = (r.available, r.unmet);
    }

    /// @notice Whether a step pays what is left to a tranche.
    function isResidualOf(StepWord step, uint256 tranche) internal pure returns (bool) {
        return step.kind() == RESIDUAL && step.subjectKind() == SUBJECT_TRANCHE && step.subject() == tranche;
    }

    /// @notice Whether a step keeps in `carried` what is due again.
    function carries(StepWord step) internal pure returns (bool) {
        if (step.kind() == EXPENSE) return step.flags() & Expense.CARRIED != 0;
        return step.kind() == Principal.KIND && Principal.isScheduled(step);
    }

    /// @dev Whether the guard holds the step back. A trap then releases; and at the end every reserve does, whatever its guard says.
    function isHeldBack(Run memory r, StepWord step, uint256 kind) private pure returns (bool) {
        if (step.runs(r.up) || kind == Trap.KIND) return false;
        if (kind == Interest.KIND) r.heldBack = true;
        return !r.isFinal || kind != Reserve.KIND;
    }

    /// @dev Kinds in the order of how often deals have them; `ProgramCheck` lets no other kind through.
    function runSteps(Run memory r, State memory state, Inputs memory inputs, Record[] memory records) private pure {
        unchecked {
            uint256 where = Program.stepAt(r.header, r.list);
            uint256 count = r.count;
            Record memory record = records[0]; // a list has a step at least
            uint256 pointer;
            assembly ("memory-safe") {
                pointer := add(records, 32)
            }
            for (uint256 i; i < count; (++i, where += 64)) {
                StepWord step = StepWord.wrap(Program.word(r.program, where));
                assembly ("memory-safe") {
                    record := mload(pointer) // entry i of the records; Solidity would compare the index with the length each time
                    pointer := add(pointer, 32)
                }
                uint256 kind = step.kind();
                if (step.guard() != 0) {
                    if (isHeldBack(r, step, kind)) continue;
                }
                if (kind == Principal.KIND) Principal.run(r, state, inputs, step, record);
                else if (kind == EXPENSE) Expense.run(r, state, inputs, r.list + i, step, record);
                else if (kind == Interest.KIND) Interest.run(r, state, step, record);
                else if (kind == Reserve.KIND) Reserve.run(r, state, inputs, r.list + i, step, record);
                else if (kind == RESIDUAL) record.due = record.paid = Running.take(r, r.available);
                else if (kind == Trap.KIND) Trap.run(r, state, step, record);
                else RepaySupport.run(r, state, step, record);
            }
            if (r.heldBack) Interest.holdBack(r, state, records);
        }
    }
}
