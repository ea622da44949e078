// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @title MeetingTerms
/// @notice How the holders of a deal decide, as bytes: u32 notice ‖ u32 voting ‖ u32 delay, in seconds ‖ u16 share of a class that convenes, in
/// 0.01% ‖ u64 payees that can be replaced, bit p for payee p ‖ a class a tranche: u16 quorum, u16 majority, in 0.01% (quorum 0: no vote) ‖ a field
/// that can be amended each: u16 word of the program, u8 lowest bit, u8 bits, u128 from, u128 to.
/// @dev `compile_meeting` of `regalia.domain.compile_meeting` makes them.
library MeetingTerms {
    struct View {
        bytes all;
        uint256 tranches;
    }

    /// @dev A field of the program and its bounds.
    struct Field {
        uint256 word;
        uint256 shift;
        uint256 bits;
        uint256 from;
        uint256 to;
    }

    uint256 internal constant WHOLE = 10_000;
    uint256 private constant HEAD = 22;
    uint256 private constant CLASS = 4;
    uint256 private constant FIELD = 36;

    error MeetingTerms_WrongLength(uint256 least, uint256 given);
    error MeetingTerms_NoVoting();
    error MeetingTerms_NobodyVotes();
    error MeetingTerms_NoShare(uint256 whole, uint256 given);
    error MeetingTerms_BadField(uint256 field, uint256 words);

    /// @notice Refuse terms by which nothing could be decided, or that name what a program of so many words has not.
    function check(View memory v, uint256 words) internal pure {
        uint256 head = HEAD + CLASS * v.tranches;
        if (v.all.length < head || (v.all.length - head) % FIELD != 0) {
            revert MeetingTerms_WrongLength(head, v.all.length);
        }
        if (voting(v) == 0) revert MeetingTerms_NoVoting();
        _requireShare(convene(v));
        bool somebody;
        for (uint256 t; t < v.tranches; ++t) {
            if (quorum(v, t) == 0) continue;
            somebody = true;
            _requireShare(quorum(v, t));
            _requireShare(majority(v, t));
        }
        if (!somebody) revert MeetingTerms_NobodyVotes();
        for (uint256 i; i < fields(v); ++i) {
            Field memory f = field(v, i);
            // not the header, on which everything else stands
            bool sound = f.word != 0 && f.word < words && f.bits != 0 && f.shift + f.bits <= 256 && f.from <= f.to;
            if (!sound || (f.bits < 128 && f.to >> f.bits != 0)) revert MeetingTerms_BadField(i, words);
        }
    }

    function notice(View memory v) internal pure returns (uint256) {
        return _read(v, 0, 4);
    }

    function voting(View memory v) internal pure returns (uint256) {
        return _read(v, 4, 4);
    }

    function delay(View memory v) internal pure returns (uint256) {
        return _read(v, 8, 4);
    }

    function convene(View memory v) internal pure returns (uint256) {
        return _read(v, 12, 2);
    }

    function isReplaceable(View memory v, uint256 payee) internal pure returns (bool) {
        return payee < 64 && _read(v, 14, 8) >> payee & 1 == 1;
    }

    /// @notice Of a class, in 0.01% of the units that can vote; 0 for a class without a vote.
    function quorum(View memory v, uint256 tranche) internal pure returns (uint256) {
        return _read(v, HEAD + CLASS * tranche, 2);
    }

    /// @notice In 0.01% of the votes for and against.
    function majority(View memory v, uint256 tranche) internal pure returns (uint256) {
        return _read(v, HEAD + CLASS * tranche + 2, 2);
    }

    /// @notice How many fields can be amended.
    function fields(View memory v) internal pure returns (uint256) {
        return (v.all.length - HEAD - CLASS * v.tranches) / FIELD;
    }

    function field(View memory v, uint256 i) internal pure returns (Field memory f) {
        uint256 where = HEAD + CLASS * v.tranches + FIELD * i;
        (f.word, f.shift, f.bits) = (_read(v, where, 2), _read(v, where + 2, 1), _read(v, where + 3, 1));
        (f.from, f.to) = (_read(v, where + 4, 16), _read(v, where + 20, 16));
    }

    /// @notice Read those that were written as code.
    function read(address pointer, uint256 tranches) internal view returns (View memory) {
        return View(SSTORE2.read(pointer), tranches);
    }

    function _requireShare(uint256 given) private pure {
        if (given == 0 || given > WHOLE) revert MeetingTerms_NoShare(WHOLE, given);
    }

    function _read(View memory v, uint256 where, uint256 size) private pure returns (uint256 found) {
        bytes memory all = v.all;
        assembly ("memory-safe") {
            found := shr(sub(256, mul(8, size)), mload(add(add(all, 32), where)))
        }
    }
}
