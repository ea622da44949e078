// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lists} from "../waterfall/Lists.sol";
import {Program} from "../waterfall/Program.sol";
import {Record} from "../waterfall/State.sol";
import {StepWord} from "../waterfall/words/StepWord.sol";
import {Wiring} from "./Wiring.sol";

/// @title Distribution
/// @notice From the records of a payment date to what each payee and each tranche is credited, and to the bytes of the event.
library Distribution {
    using Lists for uint256[];

    uint256 private constant TO_PAYEE = 0;
    uint256 private constant TO_TRANCHE = 1;
    uint256 private constant TO_FACILITY = 3;
    uint256 private constant STEP = 64;
    uint256 private constant RECORD = 64;
    uint256 private constant ACCELERATED = 1 << 239;

    /// @notice Sum what the steps paid, by payee and by tranche. What went into accounts is in the state.
    /// @param first Index of the first step of the list that ran.
    function credits(Wiring.View memory w, Record[] memory records, uint256 first)
        internal
        pure
        returns (uint256[] memory owed, uint256[] memory income)
    {
        owed = Lists.zeros(w.payeeCount);
        income = Lists.zeros(w.header.tranches());
        unchecked {
            uint256 where = Program.stepAt(w.header, first);
            for (uint256 s; s < records.length; (++s, where += STEP)) {
                uint256 paid = paidBy(records, s);
                if (paid == 0) continue; // each is below 2^128, and there are at most 40
                StepWord step = StepWord.wrap(Program.word(w.program, where));
                (uint256 kind, uint256 subject) = (step.subjectKind(), step.subject());
                if (kind == TO_TRANCHE) {
                    income.set(subject, income.get(subject) + paid);
                    continue;
                }
                if (kind == TO_FACILITY) subject = Program.facility(w.program, w.header, subject).payee();
                else if (kind != TO_PAYEE) continue;
                owed.set(subject, owed.get(subject) + paid);
            }
        }
    }

    /// @notice Four u128 a step: due, paid, drawn, released. The waterfall keeps every amount below 2^128.
    function pack(Record[] memory records) internal pure returns (bytes memory packed) {
        packed = new bytes(RECORD * records.length);
        write(packed, records);
    }

    /// @notice The same, then a word: what the triggers answered, and which list ran.
    function packWith(Record[] memory records, uint256 answers, bool accelerated)
        internal
        pure
        returns (bytes memory packed)
    {
        packed = new bytes(RECORD * records.length + 32);
        write(packed, records);
        if (accelerated) answers |= ACCELERATED;
        assembly ("memory-safe") {
            mstore(add(packed, mload(packed)), answers) // the last word of what was made above
        }
    }

    /// @dev Of record `s`, without comparing with the length, by which the caller goes.
    function paidBy(Record[] memory records, uint256 s) private pure returns (uint256 paid) {
        assembly ("memory-safe") {
            paid := mload(add(mload(add(add(records, 32), shl(5, s))), 32))
        }
    }

    /// @dev Record by record: what is 128 bits each fills two words. In assembly, as every date writes each of its steps.
    function write(bytes memory packed, Record[] memory records) private pure {
        assembly ("memory-safe") {
            let to := add(packed, 32)
            let from := add(records, 32)
            for { let end := add(from, shl(5, mload(records))) } lt(from, end) { from := add(from, 32) } {
                let record := mload(from) // due, paid, drawn, released
                mstore(to, or(shl(128, mload(record)), mload(add(record, 32))))
                mstore(add(to, 32), or(shl(128, mload(add(record, 64))), mload(add(record, 96))))
                to := add(to, 64)
            }
        }
    }
}
