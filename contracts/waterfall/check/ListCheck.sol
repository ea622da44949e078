// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Program} from "../Program.sol";
import {Waterfall} from "../Waterfall.sol";
import {Expense} from "../steps/Expense.sol";
import {Principal} from "../steps/Principal.sol";
import {RepaySupport} from "../steps/RepaySupport.sol";
import {Reserve} from "../steps/Reserve.sol";
import {Trap} from "../steps/Trap.sol";
import {Header} from "../words/Header.sol";
import {StepWord} from "../words/StepWord.sol";
import {Refusal} from "./Refusal.sol";

/// @title ListCheck
/// @notice The steps of a list together: nothing is paid twice, nothing stays behind.
library ListCheck {
    /// @dev `aside`, `taken`: of the steps whose cap leaves something to a later
    /// one, and of those that one takes it from. `given`: accounts that some step gives back. `repaid`: facilities that some step repays.
    struct Seen {
        uint256 invoices;
        uint256 aside;
        uint256 taken;
        uint256 given;
        uint256 repaid;
    }

    /// @notice Check the steps from `first` to before `end`. Bits of the invoices asked for and of the facilities repaid.
    function check(bytes memory program, Header h, uint256 first, uint256 end)
        internal
        pure
        returns (uint256 invoices, uint256 repaid)
    {
        Seen memory seen;
        uint256 places;
        unchecked {
            for (uint256 s = first; s < end; ++s) {
                StepWord w = Program.step(program, h, s);
                if (places >> w.carry() & 1 == 1) Refusal.wrong("carry twice", s, s, w.carry());
                places |= 1 << w.carry();
                uint256 kind = w.kind();
                if (kind == Waterfall.EXPENSE) noteExpense(h, seen, s, w);
                else if (kind == Principal.KIND) checkGroup(program, h, s, w, s == first, s + 1 == end);
                else if (kind == RepaySupport.KIND) seen.repaid |= 1 << w.subject();
                else if (kind == Trap.KIND || kind == Reserve.KIND) seen.given |= 1 << w.subject();
            }
        }
        checkLast(program, h, first, end);
        Refusal.equal("above cap", first, seen.aside, seen.taken);
        // what no step gives back would stay in its account for ever
        Refusal.equal("accounts given back", first, (1 << h.accounts()) - 1, seen.given);
        return (seen.invoices, seen.repaid);
    }

    /// @dev An invoice is paid once, and so is what a cap left out.
    function noteExpense(Header h, Seen memory seen, uint256 s, StepWord w) private pure {
        if (w.flags() & Expense.TAKEN_ABOVE != 0) seen.aside |= 1 << s;
        if (w.dueKind() < Expense.AS_INVOICED) return;
        uint256 bit = w.number() < 256 ? 1 << w.number() : 0;
        if (w.dueKind() == Expense.AS_INVOICED) {
            Refusal.below("invoice", s, h.invoices(), w.number());
            if (seen.invoices & bit != 0) Refusal.wrong("invoice twice", s, 0, w.number());
            seen.invoices |= bit;
        } else if (w.dueKind() == Expense.ABOVE_CAP) {
            // an earlier step of this list, whose excess nobody else took
            if (seen.aside & ~seen.taken & bit == 0) Refusal.wrong("above cap", s, seen.aside & ~seen.taken, w.number());
            seen.taken |= bit;
        }
    }

    /// @dev A step a tranche of the group, alike but for the tranche; the mask of each is the tranche and those after it.
    function checkGroup(bytes memory program, Header h, uint256 s, StepWord w, bool isFirst, bool isLast) private pure {
        uint256 after_ = w.mask() & ~(1 << w.subject());
        bool goesOn;
        if (!isLast) {
            StepWord next = Program.step(program, h, s + 1);
            goesOn = next.kind() == Principal.KIND && next.flags() & Principal.GOES_ON != 0;
            if (goesOn) {
                Refusal.equal("group mask", s + 1, after_, next.mask());
                Refusal.equal("group guard", s + 1, w.guard(), next.guard());
                Refusal.equal("group supports", s + 1, w.sources(), next.sources());
                Refusal.equal("group due kind", s + 1, w.dueKind(), next.dueKind());
                Refusal.equal("group order", s + 1, w.flags() & Principal.PRO_RATA, next.flags() & Principal.PRO_RATA);
            }
        }
        if (!goesOn) Refusal.equal("group mask", s, 0, after_);
        if (w.flags() & Principal.GOES_ON == 0) return;
        bool follows = !isFirst && Program.step(program, h, s - 1).kind() == Principal.KIND;
        if (!follows) Refusal.wrong("group", s, 0, w.flags());
    }

    /// @dev Else what a reserve gives back at the end would be left over, and nobody's.
    function checkLast(bytes memory program, Header h, uint256 first, uint256 end) private pure {
        if (first == end) Refusal.wrong("last step", first, Waterfall.RESIDUAL, 0);
        StepWord last = Program.step(program, h, end - 1);
        Refusal.equal("last step", end - 1, Waterfall.RESIDUAL, last.kind());
        Refusal.equal("guard of the last step", end - 1, 0, last.guard());
    }
}
