// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Inputs, State} from "contracts/waterfall/State.sol";

/// @title Deals
/// @notice Small packed programs of two notes, word by word as docs/decisions/0003-the-whole-waterfall.md lays them out, and the state and
/// inputs of one payment date. Period 1 runs from 2026-01-15 to 2026-04-15: three months at 12% and 18%.
library Deals {
    uint8 internal constant EXPENSE = 0;
    uint8 internal constant INTEREST = 1;
    uint8 internal constant RESERVE = 2;
    uint8 internal constant PRINCIPAL = 3;
    uint8 internal constant RESIDUAL = 4;
    uint8 internal constant TRAP = 5;
    uint8 internal constant REPAY = 6;

    uint8 internal constant PAYEE = 0;
    uint8 internal constant TRANCHE = 1;
    uint8 internal constant ACCOUNT = 2;
    uint8 internal constant FACILITY = 3;

    uint8 internal constant GOES_ON = 1;
    uint8 internal constant PRO_RATA = 2;

    struct Sizes {
        uint8 accounts;
        uint8 steps;
        uint8 triggers;
        uint8 facilities;
        uint8 facts;
    }

    /// @dev A step but for what few have; `guardOff`: the flags that hold it back, `guardOn`: that it needs.
    struct Step {
        uint8 kind;
        uint8 subjectKind;
        uint8 subject;
        uint8 flags;
        uint8 support;
        uint16 mask;
        uint32 rate;
        uint16 guardOn;
        uint16 guardOff;
        uint256 amount;
    }

    function header(Sizes memory s) internal pure returns (bytes memory) {
        bytes memory schedule = abi.encodePacked(uint8(0), uint8(3), uint8(0), uint8(15), uint32(20_260_115));
        bytes memory rest = abi.encodePacked(s.triggers, s.facilities, s.facts, uint32(20_991_231), uint32(0));
        return abi.encodePacked(
            uint8(2), uint8(2), s.accounts, s.steps, schedule, uint32(2026 * 12 + 3), uint32(1), uint8(0), rest
        );
    }

    function note(uint32 coupon) internal pure returns (bytes memory) {
        return abi.encodePacked(coupon, uint8(0), uint8(0), uint48(1000), uint128(1e12), uint16(0), uint16(0));
    }

    function notes() internal pure returns (bytes memory) {
        return bytes.concat(note(0), note(0));
    }

    /// @dev `place` is the step's index, where it would carry a shortfall.
    function step(Step memory s, uint8 place) internal pure returns (bytes memory) {
        bytes memory high =
            abi.encodePacked(s.kind, s.subjectKind, s.subject, uint8(0), s.flags, s.support, s.mask, s.rate, uint32(0));
        return abi.encodePacked(high, s.guardOn, s.guardOff, uint24(0), place, uint64(0), s.amount);
    }

    function interest(uint8 tranche, uint8 support, uint8 place) internal pure returns (bytes memory) {
        return step(Step(INTEREST, TRANCHE, tranche, 0, support, 0, 0, 0, 0, 0), place);
    }

    /// @dev The group of both notes: in sequence or in proportion.
    function principal(uint8 order, uint8 place) internal pure returns (bytes memory) {
        return bytes.concat(
            step(Step(PRINCIPAL, TRANCHE, 0, order, 0, 3, 0, 0, 0, 0), place),
            step(Step(PRINCIPAL, TRANCHE, 1, order | GOES_ON, 0, 2, 0, 0, 0, 0), place + 1)
        );
    }

    function residual(uint8 place) internal pure returns (bytes memory) {
        return step(Step(RESIDUAL, PAYEE, 0, 0, 0, 0, 0, 0, 0, 0), place);
    }

    /// @notice The state of two notes, with so many accounts and facilities.
    function state(uint256[4] memory owed, uint256[] memory accounts, uint256 steps, uint256 facilities)
        internal
        pure
        returns (State memory s)
    {
        (s.balance, s.arrears) = (new uint256[](2), new uint256[](2));
        (s.balance[0], s.balance[1], s.arrears[0], s.arrears[1]) = (owed[0], owed[1], owed[2], owed[3]);
        (s.account, s.carried) = (accounts, new uint256[](steps));
        (s.drawn, s.cost, s.called) = (new uint256[](facilities), new uint256[](facilities), new uint256[](facilities));
    }

    function inputs(uint256 available, uint256 facts) internal pure returns (Inputs memory i) {
        (i.period, i.available, i.received) = (1, available, available);
        (i.invoices, i.facts) = (new uint256[](0), new uint256[](facts));
    }
}
