// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Maxima
/// @notice Sums by key, and the largest of them at any time, also after sums fell: a tournament of pairs. Reading the largest reads one slot.
/// @dev A slot holds the sums of two neighbours; the larger goes up, for as long as that changes something. Sums stay below 2^128.
// forge-lint: disable-next-item(unsafe-typecast): halves of a word
library Maxima {
    struct Tree {
        uint128 largest;
        uint64 keys;
        uint8 height;
        mapping(bytes32 key => uint256) places;
        mapping(uint256 node => uint256) pairs;
    }

    uint256 private constant HALF = 128;

    /// @notice Take `less` from the sum of a key and add `more`.
    function change(Tree storage tree, bytes32 key, uint256 less, uint256 more) internal {
        if (less == more) return;
        uint256 place = tree.places[key];
        if (place == 0) {
            place = ++tree.keys;
            tree.places[key] = place;
            // a further round is played once the leaves no longer fit; what was largest so far enters it
            if (tree.height == 0 || place > 1 << tree.height) {
                if (place > 1) tree.pairs[_node(tree.height, 0)] = tree.largest;
                ++tree.height;
            }
        }
        _play(tree, place - 1, less, more);
    }

    /// @notice The sum of a key.
    function sumOf(Tree storage tree, bytes32 key) internal view returns (uint256) {
        uint256 place = tree.places[key];
        if (place == 0) return 0;
        return _half(tree.pairs[_node(0, (place - 1) >> 1)], (place - 1) & 1);
    }

    /// @dev From the leaf's pair up to where the larger of a pair is as it was before.
    function _play(Tree storage tree, uint256 place, uint256 less, uint256 more) private {
        uint256 height = tree.height;
        uint256 winner;
        for (uint256 level; level < height; ++level) {
            uint256 node = _node(level, place >> 1);
            uint256 pair = tree.pairs[node];
            uint256 before = _larger(pair);
            uint256 side = place & 1;
            if (level == 0) winner = _half(pair, side) + more - less;
            pair = side == 0 ? pair >> HALF << HALF | winner : uint128(pair) | winner << HALF;
            tree.pairs[node] = pair;
            winner = _larger(pair);
            if (winner == before) return;
            place >>= 1;
        }
        tree.largest = uint128(winner);
    }

    function _larger(uint256 pair) private pure returns (uint256) {
        uint256 low = uint128(pair);
        uint256 high = pair >> HALF;
        return low > high ? low : high;
    }

    function _half(uint256 pair, uint256 side) private pure returns (uint256) {
        return side == 0 ? uint128(pair) : pair >> HALF;
    }

    function _node(uint256 level, uint256 index) private pure returns (uint256) {
        return level << HALF | index;
    }
}
