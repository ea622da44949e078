// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Program} from "../waterfall/Program.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {Wiring} from "./Wiring.sol";

/// @title Distribution
/// @notice From the records of a payment date to what each payee and each tranche is credited, and to the bytes of the event.
library Distribution {
    uint256 private constant TO_PAYEE = 0;
    uint256 private constant TO_TRANCHE = 1;

    /// @notice Sum what the steps paid, by payee and by tranche. What went into accounts is in the state.
    function credits(Wiring.View memory w, Waterfall.Record[] memory records)
        internal
        pure
        returns (uint256[] memory owed, uint256[] memory income)
    {
        owed = new uint256[](w.payeeCount);
        income = new uint256[](w.header.tranches);
        for (uint256 s; s < records.length; ++s) {
            (uint256 head,) = Program.step(w.program, w.header.tranches, s);
            (uint256 kind, uint256 subject) = (uint8(head >> 240), uint8(head >> 232));
            if (kind == TO_PAYEE) owed[subject] += records[s].paid;
            else if (kind == TO_TRANCHE) income[subject] += records[s].paid;
        }
    }

    /// @notice Four u128 a step: due, paid, drawn, released. The waterfall keeps every amount below 2^128.
    function pack(Waterfall.Record[] memory records) internal pure returns (bytes memory packed) {
        packed = new bytes(64 * records.length);
        for (uint256 s; s < records.length; ++s) {
            Waterfall.Record memory r = records[s];
            uint256 first = r.due << 128 | r.paid;
            uint256 second = r.drawn << 128 | r.released;
            assembly ("memory-safe") {
                let where := add(add(packed, 32), mul(64, s))
                mstore(where, first)
                mstore(add(where, 32), second)
            }
        }
    }
}
