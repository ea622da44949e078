// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Accrual} from "./Accrual.sol";
import {Calendar} from "./Calendar.sol";
import {Program} from "./Program.sol";

/// @title Waterfall
/// @notice What a payment date means: a pure function of program, state and inputs. No storage, no calls, no clock.
/// @dev The twin of `regalia.domain.waterfall`; a differential test holds the two equal in every field. Amounts are in the payment
/// token's smallest unit, below 2^96. What somebody is due rounds down, what the deal must hold rounds up.
library Waterfall {
    using Program for uint256;

    uint8 internal constant EXPENSE = 0;
    uint8 internal constant INTEREST = 1;
    uint8 internal constant RESERVE = 2;
    uint8 internal constant PRINCIPAL = 3;
    uint8 internal constant RESIDUAL = 4;
    uint8 internal constant SUBJECT_TRANCHE = 1;

    uint8 internal constant DUE_FIXED = 0;
    uint8 internal constant DUE_COLLECTIONS_RATE = 1;
    uint8 internal constant DUE_OUTSTANDING_RATE = 2;
    uint8 internal constant DUE_AS_INVOICED = 3;

    uint256 internal constant FLAG_CARRIED = 1;
    uint256 internal constant FLAG_PART_FIXED = 1;
    uint256 internal constant FLAG_PART_INTEREST = 2;
    uint256 internal constant FLAG_PART_OUTSTANDING = 4;
    uint256 internal constant FLAG_SET_BY_REPORT = 8;

    uint256 internal constant AMOUNT_LIMIT = 1 << 96;
    /// @dev Where what is due stops growing: arrears that compound for ever would else overflow one day and lock the deal.
    uint256 internal constant LARGEST_DUE = type(uint128).max;

    error Waterfall_UnknownStepKind(uint256 step, uint256 kind);
    error Waterfall_UnknownDueKind(uint256 step, uint256 dueKind);
    error Waterfall_InvoiceCount(uint256 expected, uint256 actual);
    error Waterfall_AmountTooLarge(uint256 limit, uint256 actual);

    /// @notice What a deal remembers between payment dates; `carried` has one entry a step.
    struct State {
        uint256[] balance;
        uint256[] arrears;
        uint256[] account;
        uint256[] carried;
    }

    /// @notice Facts of one payment date. `target` counts only when `hasTarget`.
    struct Inputs {
        uint256 period;
        uint256 available;
        uint256 received;
        bool hasTarget;
        uint256 target;
        uint256[] invoices;
    }

    /// @notice What one step did: `paid` includes what was `drawn` from support; `released` is what a reserve gave back.
    struct Record {
        uint256 due;
        uint256 paid;
        uint256 drawn;
        uint256 released;
    }

    /// @dev What a running payment date needs at hand.
    struct Run {
        bytes program;
        Program.Header header;
        Calendar.Date start;
        Calendar.Date end;
        uint256 available;
        uint256 nextInvoice;
    }

    /// @notice Run one payment date; changes `state` in memory.
    /// @return records One a step, in order.
    /// @return left What no step took: it stays in collection.
    function run(bytes memory program, State memory state, Inputs memory inputs)
        internal
        pure
        returns (Record[] memory records, uint256 left)
    {
        Run memory r;
        r.program = program;
        r.header = Program.header(program);
        checkInputs(r.header, inputs);
        (r.start, r.end) = Program.accrual(r.header, inputs.period);
        r.available = inputs.available;
        records = new Record[](r.header.steps);
        for (uint256 s; s < r.header.steps; ++s) {
            (uint256 head, uint256 amount) = Program.step(program, r.header.tranches, s);
            uint256 kind = head >> 248;
            Record memory record = records[s];
            if (kind == EXPENSE) expense(r, state, inputs, s, head, amount, record);
            else if (kind == INTEREST) interest(r, state, head, record);
            else if (kind == RESERVE) reserve(r, state, inputs, head, amount, record);
            else if (kind == PRINCIPAL) principal(r, state, head, record);
            else if (kind == RESIDUAL) record.due = record.paid = take(r, r.available);
            else revert Waterfall_UnknownStepKind(s, kind);
        }
        left = r.available;
    }

    /// @notice Whether step `s` pays what is left to a tranche.
    function isResidualOf(bytes memory program, uint256 tranches, uint256 s, uint256 tranche)
        internal
        pure
        returns (bool)
    {
        (uint256 head,) = Program.step(program, tranches, s);
        bool toTranche = uint8(head >> 240) == SUBJECT_TRANCHE;
        return head >> 248 == RESIDUAL && toTranche && uint8(head >> 232) == tranche;
    }

    /// @notice Whether a step of a program carries its shortfall to the next date.
    function carries(bytes memory program, uint256 tranches, uint256 s) internal pure returns (bool) {
        (uint256 head,) = Program.step(program, tranches, s);
        return head >> 248 == EXPENSE && flagsOf(head) & FLAG_CARRIED != 0;
    }

    function checkInputs(Program.Header memory header, Inputs memory inputs) private pure {
        if (inputs.invoices.length != header.invoiced) {
            revert Waterfall_InvoiceCount(header.invoiced, inputs.invoices.length);
        }
        uint256 all = inputs.available | inputs.received | inputs.target;
        for (uint256 i; i < inputs.invoices.length; ++i) {
            all |= inputs.invoices[i];
        }
        if (all >= AMOUNT_LIMIT) revert Waterfall_AmountTooLarge(AMOUNT_LIMIT, all);
    }

    function expense(
        Run memory r,
        State memory state,
        Inputs memory inputs,
        uint256 s,
        uint256 head,
        uint256 amount,
        Record memory record
    ) private pure {
        uint256 dueKind = uint8(head >> 224);
        uint256 found;
        if (dueKind == DUE_FIXED) {
            found = amount;
        } else if (dueKind == DUE_COLLECTIONS_RATE) {
            found = Accrual.shareDown(inputs.received, rateOf(head));
        } else if (dueKind == DUE_OUTSTANDING_RATE) {
            uint256 dayCount = Calendar.daysBetween(uint8(head >> 136), r.start, r.end);
            found = Accrual.interestDown(outstanding(state, maskOf(head)), rateOf(head), dayCount);
        } else if (dueKind == DUE_AS_INVOICED) {
            found = inputs.invoices[r.nextInvoice++];
        } else {
            revert Waterfall_UnknownDueKind(s, dueKind);
        }
        record.due = capped(state.carried[s] + found);
        pay(r, state, head, record);
        if (flagsOf(head) & FLAG_CARRIED != 0) state.carried[s] = record.due - record.paid;
    }

    function interest(Run memory r, State memory state, uint256 head, Record memory record) private pure {
        uint256 t = subjectOf(head);
        uint256 terms = Program.tranche(r.program, t);
        uint256 owed = state.arrears[t];
        uint256 base = state.balance[t];
        if (terms.interestOnArrears()) base += owed;
        uint256 dayCount = Calendar.daysBetween(terms.dayCount(), r.start, r.end);
        record.due = capped(owed + Accrual.interestDown(base, terms.coupon(), dayCount));
        pay(r, state, head, record);
        state.arrears[t] = record.due - record.paid;
    }

    function reserve(
        Run memory r,
        State memory state,
        Inputs memory inputs,
        uint256 head,
        uint256 amount,
        Record memory record
    ) private pure {
        uint256 a = subjectOf(head);
        uint256 held = state.account[a];
        uint256 target = flagsOf(head) & FLAG_SET_BY_REPORT != 0 && inputs.hasTarget
            ? inputs.target
            : reserveTargetUp(r, state, head, amount);
        if (held > target) {
            record.released = held - target;
            r.available += record.released;
            state.account[a] = target;
        } else {
            record.due = capped(target - held);
            record.paid = take(r, record.due);
            state.account[a] = held + record.paid;
        }
    }

    function reserveTargetUp(Run memory r, State memory state, uint256 head, uint256 amount)
        private
        pure
        returns (uint256 target)
    {
        uint256 mask = maskOf(head);
        if (mask != 0 && outstanding(state, mask) + inArrears(state, mask) == 0) return 0; // what it protects is repaid
        uint256 flags = flagsOf(head);
        bool smallest = uint8(head >> 128) == 1;
        bool found;
        if (flags & FLAG_PART_FIXED != 0) (target, found) = (amount, true);
        if (flags & FLAG_PART_INTEREST != 0) {
            uint256 dayCount = uint256(uint16(head >> 144)) * 30 * r.header.months;
            (target, found) = (combine(smallest, found, target, Accrual.yearlyUp(yearly(r, state, mask), dayCount)), true);
        }
        if (flags & FLAG_PART_OUTSTANDING != 0) {
            target = combine(smallest, found, target, Accrual.shareUp(outstanding(state, mask), rateOf(head)));
        }
    }

    function combine(bool smallest, bool found, uint256 a, uint256 b) private pure returns (uint256) {
        if (!found) return b;
        return (a < b) == smallest ? a : b;
    }

    function principal(Run memory r, State memory state, uint256 head, Record memory record) private pure {
        uint256 t = subjectOf(head);
        record.due = state.balance[t];
        record.paid = take(r, record.due);
        state.balance[t] = record.due - record.paid;
    }

    /// @dev Pay what is due from available funds, then from the step's support account.
    function pay(Run memory r, State memory state, uint256 head, Record memory record) private pure {
        uint256 due = record.due;
        uint256 paid = take(r, due);
        uint256 support = uint8(head >> 208);
        if (support != 0 && paid < due) {
            uint256 held = state.account[support - 1];
            uint256 drawn = due - paid < held ? due - paid : held;
            state.account[support - 1] = held - drawn;
            record.drawn = drawn;
            paid += drawn;
        }
        record.paid = paid;
    }

    function capped(uint256 due) private pure returns (uint256) {
        return due < LARGEST_DUE ? due : LARGEST_DUE;
    }

    function take(Run memory r, uint256 due) private pure returns (uint256 paid) {
        paid = due < r.available ? due : r.available;
        r.available -= paid;
    }

    function outstanding(State memory state, uint256 mask) private pure returns (uint256 total) {
        for (uint256 t; mask != 0; (++t, mask >>= 1)) {
            if (mask & 1 == 1) total += state.balance[t];
        }
    }

    function inArrears(State memory state, uint256 mask) private pure returns (uint256 total) {
        for (uint256 t; mask != 0; (++t, mask >>= 1)) {
            if (mask & 1 == 1) total += state.arrears[t];
        }
    }

    function yearly(Run memory r, State memory state, uint256 mask) private pure returns (uint256 total) {
        for (uint256 t; mask != 0; (++t, mask >>= 1)) {
            if (mask & 1 == 1) total += state.balance[t] * Program.tranche(r.program, t).coupon();
        }
    }

    function subjectOf(uint256 head) private pure returns (uint256) {
        return uint8(head >> 232);
    }

    function flagsOf(uint256 head) private pure returns (uint256) {
        return uint8(head >> 216);
    }

    function maskOf(uint256 head) private pure returns (uint256) {
        return uint16(head >> 192);
    }

    function rateOf(uint256 head) private pure returns (uint256) {
        return uint32(head >> 160);
    }
}
