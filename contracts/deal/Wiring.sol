// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {Program} from "../waterfall/Program.sol";
import {Header} from "../waterfall/words/Header.sol";

/// @title Wiring
/// @notice A deal's program and its addresses, kept as code: one account read instead of a storage read each. Only closing and a resolution of
/// the noteholders put other code in its place.
/// @dev Layout: program ‖ escrow ‖ oracle ‖ offering ‖ originator ‖ terms hash (32) ‖ a token a tranche ‖ u128 funding an account ‖
/// the source of facts, where the program has any ‖ the payees. Addresses are 20 bytes.
library Wiring {
    error Wiring_WrongLength(uint256 expected, uint256 given);

    uint256 private constant FIXED = 4 * 20 + 32;

    /// @dev `base` is where the part after the program starts in memory, `payeesAt` how far from there the payees do; `kept`: see {Kept.carried}, once
    /// the state is loaded.
    struct View {
        bytes program;
        Header header;
        uint256 base;
        uint256 payeesAt;
        uint256 payeeCount;
        uint256 kept;
    }

    /// @notice Write everything; see the layout.
    function pack(
        bytes memory program,
        address[4] memory fixedAddresses,
        bytes32 termsHash_,
        address[] memory tokens_,
        uint256[] memory funding_,
        address facts_,
        address[] memory payees_
    ) internal pure returns (bytes memory out) {
        out = bytes.concat(program, addresses(fixedAddresses), termsHash_);
        for (uint256 t; t < tokens_.length; ++t) {
            out = bytes.concat(out, bytes20(tokens_[t]));
        }
        for (uint256 a; a < funding_.length; ++a) {
            out = bytes.concat(out, bytes16(uint128(funding_[a])));
        }
        if (facts_ != address(0)) out = bytes.concat(out, bytes20(facts_));
        for (uint256 p; p < payees_.length; ++p) {
            out = bytes.concat(out, bytes20(payees_[p]));
        }
    }

    /// @notice Store it.
    function write(bytes memory wiring) internal returns (address) {
        return SSTORE2.write(wiring);
    }

    /// @notice Read it, and the program's header.
    function read(address pointer) internal view returns (View memory) {
        return over(SSTORE2.read(pointer));
    }

    /// @notice The same of bytes in memory, whose head becomes the program.
    function over(bytes memory all) internal pure returns (View memory v) {
        uint256 programLength = Program.lengthOf(all);
        uint256 length = all.length;
        if (length < programLength + FIXED) revert Wiring_WrongLength(programLength + FIXED, length);
        assembly ("memory-safe") {
            mstore(all, programLength) // the program is the head of what was read
        }
        v.program = all;
        v.header = Program.header(all);
        uint256 base;
        assembly ("memory-safe") {
            base := add(add(all, 32), programLength)
        }
        v.base = base;
        v.payeesAt = FIXED + 20 * v.header.tranches() + 16 * v.header.accounts() + (v.header.facts() == 0 ? 0 : 20);
        v.payeeCount = (length - programLength - v.payeesAt) / 20;
    }

    function escrow(View memory v) internal pure returns (address) {
        return addressAt(v.base);
    }

    function oracle(View memory v) internal pure returns (address) {
        return addressAt(v.base + 20);
    }

    function offering(View memory v) internal pure returns (address) {
        return addressAt(v.base + 40);
    }

    function originator(View memory v) internal pure returns (address) {
        return addressAt(v.base + 60);
    }

    function termsHash(View memory v) internal pure returns (bytes32 hash) {
        uint256 where = v.base + 80;
        assembly ("memory-safe") {
            hash := mload(where)
        }
    }

    function tokens(View memory v) internal pure returns (address[] memory) {
        return list(v.base + FIXED, v.header.tranches());
    }

    function token(View memory v, uint256 tranche) internal pure returns (address) {
        return addressAt(v.base + FIXED + 20 * tranche);
    }

    /// @notice What each account is funded with at closing; nothing for the cash of facilities, which come after them.
    function funding(View memory v) internal pure returns (uint256[] memory amounts) {
        uint256 accounts = v.header.accounts();
        amounts = new uint256[](accounts + v.header.facilities());
        uint256 where = v.base + FIXED + 20 * v.header.tranches();
        for (uint256 a; a < accounts; ++a) {
            uint256 amount;
            assembly ("memory-safe") {
                amount := shr(128, mload(add(where, mul(16, a))))
            }
            amounts[a] = amount;
        }
    }

    /// @notice The source of facts; zero where the program has none.
    function factsSource(View memory v) internal pure returns (address) {
        return v.header.facts() == 0 ? address(0) : addressAt(v.base + v.payeesAt - 20);
    }

    function payees(View memory v) internal pure returns (address[] memory) {
        return list(v.base + v.payeesAt, v.payeeCount);
    }

    function payee(View memory v, uint256 index) internal pure returns (address) {
        return addressAt(v.base + v.payeesAt + 20 * index);
    }

    /// @notice Put another payee in the place of one, in memory.
    function setPayee(View memory v, uint256 index, address successor) internal pure {
        uint256 where = v.base + v.payeesAt + 20 * index;
        assembly ("memory-safe") {
            // twenty bytes, and the twelve behind them as they are
            mstore(where, or(shl(96, successor), and(mload(where), sub(shl(96, 1), 1))))
        }
    }

    function list(uint256 where, uint256 size) private pure returns (address[] memory found) {
        found = new address[](size);
        for (uint256 i; i < size; ++i) {
            found[i] = addressAt(where + 20 * i);
        }
    }

    function addressAt(uint256 where) private pure returns (address found) {
        assembly ("memory-safe") {
            found := shr(96, mload(where))
        }
    }

    function addresses(address[4] memory given) private pure returns (bytes memory) {
        return abi.encodePacked(bytes20(given[0]), bytes20(given[1]), bytes20(given[2]), bytes20(given[3]));
    }
}
