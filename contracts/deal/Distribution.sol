// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Program} from "../waterfall/Program.sol";
import {Record} from "../waterfall/State.sol";
import {StepWord} from "../waterfall/words/StepWord.sol";
import {Wiring} from "./Wiring.sol";

/// @title Distribution
/// @notice From the records of a payment date to what each payee and each tranche is credited, and to the bytes of the event.
library Distribution {
    uint256 private constant TO_PAYEE = 0;
    uint256 private constant TO_TRANCHE = 1;
    uint256 private constant TO_FACILITY = 3;
    uint256 private constant RECORD = 64;
    uint256 private constant ACCELERATED = 1 << 239;

    /// @notice Sum what the steps paid, by payee and by tranche. What went into accounts is in the state.
    /// @param first Index of the first step of the list that ran.
    function credits(Wiring.View memory w, Record[] memory records, uint256 first)
        internal
        pure
        returns (uint256[] memory owed, uint256[] memory income)
    {
        owed = new uint256[](w.payeeCount);
        income = new uint256[](w.header.tranches());
        unchecked {
            for (uint256 s; s < records.length; ++s) {
                uint256 paid = records[s].paid;
                if (paid == 0) continue; // each is below 2^128, and there are at most 40
                StepWord step = Program.step(w.program, w.header, first + s);
                uint256 kind = step.subjectKind();
                if (kind == TO_PAYEE) owed[step.subject()] += paid;
                else if (kind == TO_TRANCHE) income[step.subject()] += paid;
                else if (kind == TO_FACILITY) owed[Program.facility(w.program, w.header, step.subject()).payee()] += paid;
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

    function write(bytes memory packed, Record[] memory records) private pure {
        unchecked {
            for (uint256 s; s < records.length; ++s) {
                Record memory r = records[s];
                uint256 first = r.due << 128 | r.paid;
                uint256 second = r.drawn << 128 | r.released;
                if (first | second == 0) continue;
                assembly ("memory-safe") {
                    let where := add(add(packed, 32), mul(RECORD, s))
                    mstore(where, first)
                    mstore(add(where, 32), second)
                }
            }
        }
    }
}
