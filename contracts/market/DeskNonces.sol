// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlementDesk} from "../interfaces/ISettlementDesk.sol";

/// @title DeskNonces
/// @notice How much of each order is filled, five orders a slot, and which orders are cancelled.
/// @dev A maker's epoch is in one slot with the first word of that epoch, so that a fill under it reads one slot and not two.
abstract contract DeskNonces is ISettlementDesk {
    /// @dev As a struct so that its place is found once.
    struct Word {
        uint256 five;
    }

    /// @dev `first`: u16 epoch ‖ the first word of the epoch. An epoch that 16 bits can't tell is in `late`.
    struct Maker {
        Word first;
        mapping(uint256 word => Word) words;
        uint256 late;
    }

    uint256 private constant CANCELLED = type(uint48).max;
    uint256 private constant MOST_UNITS = CANCELLED - 1;
    uint256 private constant LAST_PLACE = 4;
    uint256 private constant FILLED_BITS = 48;
    uint256 private constant FIVE = type(uint240).max;
    uint256 private constant EPOCH = 240;
    uint256 private constant LATE = type(uint16).max;
    uint256 private constant EPOCH_OF_NONCE = 192;
    uint256 private constant EPOCH_OF_WORD = 184;

    mapping(address maker => Maker) private _makers;

    /// @inheritdoc ISettlementDesk
    function filledOf(address maker, uint256 nonce) external view returns (uint256) {
        return (wordOf(maker, nonce >> 8) >> _shift(nonce)) & CANCELLED;
    }

    /// @inheritdoc ISettlementDesk
    function epochOf(address maker) external view returns (uint256) {
        Maker storage m = _makers[maker];
        return _epoch(m, m.first.five);
    }

    /// @inheritdoc ISettlementDesk
    function wordOf(address maker, uint256 word) public view returns (uint256) {
        Maker storage m = _makers[maker];
        uint256 first = m.first.five;
        (uint256 epoch, uint256 given) = (_epoch(m, first), word >> EPOCH_OF_WORD);
        if (given < epoch) return FIVE;
        return word == epoch << EPOCH_OF_WORD ? first & FIVE : m.words[word].five;
    }

    /// @dev Write down that so many units of an order are filled; before anything moves.
    function _use(address maker, uint256 nonce, uint256 ordered, uint256 minimum, uint256 units) internal {
        if (units == 0) revert SettlementDesk_ZeroUnits();
        if (ordered > MOST_UNITS) revert SettlementDesk_TooLarge(MOST_UNITS, ordered);
        (Word storage word, uint256 five, uint256 shift) = _find(maker, nonce);
        uint256 filled = (five >> shift) & CANCELLED;
        if (filled == CANCELLED) revert SettlementDesk_Cancelled(maker, nonce);
        unchecked {
            uint256 left = filled < ordered ? ordered - filled : 0;
            if (units > left) revert SettlementDesk_TooManyUnits(left, units);
            if (units < minimum && units != left) revert SettlementDesk_BelowMinimumFill(minimum, units);
            word.five = five + (units << shift); // filled + units ≤ ordered: the next place is not touched
        }
    }

    function _cancel(uint256 nonce) internal {
        (Word storage word, uint256 five, uint256 shift) = _find(msg.sender, nonce);
        if ((five >> shift) & CANCELLED == CANCELLED) revert SettlementDesk_Cancelled(msg.sender, nonce);
        word.five = five | CANCELLED << shift;
        emit OrderCancelled(msg.sender, nonce);
    }

    function _cancelAll() internal {
        Maker storage m = _makers[msg.sender];
        uint256 epoch = _epoch(m, m.first.five) + 1;
        if (epoch >= LATE) m.late = epoch;
        m.first.five = (epoch < LATE ? epoch : LATE) << EPOCH;
        emit AllOrdersCancelled(msg.sender, epoch);
    }

    /// @dev The word of a nonce, which must be of the maker's epoch, what is in it, and by how much the nonce's place is shifted.
    function _find(address maker, uint256 nonce) private view returns (Word storage word, uint256 five, uint256 shift) {
        shift = _shift(nonce);
        Maker storage m = _makers[maker];
        word = m.first;
        five = word.five;
        uint256 epoch = _epoch(m, five);
        if (nonce >> EPOCH_OF_NONCE != epoch) revert SettlementDesk_WrongEpoch(epoch, nonce >> EPOCH_OF_NONCE);
        // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
        if (uint184(nonce >> 8) != 0) {
            word = m.words[nonce >> 8];
            five = word.five;
        }
    }

    function _epoch(Maker storage m, uint256 first) private view returns (uint256 epoch) {
        epoch = first >> EPOCH;
        if (epoch == LATE) epoch = m.late;
    }

    function _shift(uint256 nonce) private pure returns (uint256) {
        // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
        uint256 place = uint8(nonce);
        if (place > LAST_PLACE) revert SettlementDesk_NoSuchPlace(LAST_PLACE, place);
        unchecked {
            return place * FILLED_BITS;
        }
    }
}
