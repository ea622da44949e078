// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The transfer rules of a tranche in one word, as the deal file is compiled by `regalia.domain.transfer_rules`. From the high end:
/// flags (8) | classes (8, bit c for class c) | holder limit (32) | largest holding (48) | denomination (48) | retained units (48) |
/// locked until (32) | zeros (16) | most a venue may charge, in 0.01% of a price (16). A limit of zero is none; a venue may then charge nothing.
type TransferRules is uint256;

using TransferRulesReader for TransferRules global;

/// @title TransferRulesReader
/// @notice Reads the transfer rules of a tranche.
library TransferRulesReader {
    /// @dev Of {classes}: whether the class is admitted.
    uint256 internal constant SOME_CLASS_BIT = 240;
    uint256 internal constant SOME_CLASS = 1 << SOME_CLASS_BIT;
    uint256 internal constant CLASSES = 255 << SOME_CLASS_BIT;
    uint256 internal constant LARGEST_HOLDING = 160;
    uint256 internal constant DENOMINATION = 112;
    uint256 internal constant LOCKED_UNTIL = 32;
    uint256 private constant SENDER_ELIGIBLE = 1 << 248;
    uint256 private constant JURISDICTIONS = 1 << 249;
    uint256 internal constant RECORD_DATES = 1 << 250;
    uint256 private constant UNUSED = (31 << 251) | (225 << 240) | (uint256(type(uint16).max) << 16);
    uint256 private constant WHOLE = 10_000;
    uint256 private constant INVESTOR_LIMITS = uint256(type(uint80).max) << 160;
    uint256 private constant LOW_48 = type(uint48).max;

    error TransferRules_Unknown(uint256 rules);

    /// @notice Refuse rules with bits that mean nothing, or that admit no class.
    function check(TransferRules self) internal pure {
        uint256 word = TransferRules.unwrap(self);
        if (word & UNUSED != 0 || (word >> 240) & 0x1E == 0 || self.venueFeeCap() > WHOLE) revert TransferRules_Unknown(word);
    }

    /// @notice Whether who sends must be eligible, too.
    function needsEligibleSender(TransferRules self) internal pure returns (bool) {
        return TransferRules.unwrap(self) & SENDER_ELIGIBLE != 0;
    }

    /// @notice Whether only investors of listed countries may receive.
    function limitsJurisdictions(TransferRules self) internal pure returns (bool) {
        return TransferRules.unwrap(self) & JURISDICTIONS != 0;
    }

    /// @notice Whether balances at past times are kept.
    function keepsRecordDates(TransferRules self) internal pure returns (bool) {
        return TransferRules.unwrap(self) & RECORD_DATES != 0;
    }

    /// @notice The admitted classes, shifted so that bit `SOME_CLASS_BIT` is that of the given one; never set for one above 7.
    function classes(TransferRules self, uint256 class) internal pure returns (uint256) {
        return (TransferRules.unwrap(self) & CLASSES) >> class;
    }

    /// @notice Whether there is a holder limit or a largest holding.
    function limitsInvestors(TransferRules self) internal pure returns (bool) {
        return TransferRules.unwrap(self) & INVESTOR_LIMITS != 0;
    }

    /// @notice Most investors that may hold units.
    function holderLimit(TransferRules self) internal pure returns (uint256) {
        return uint32(TransferRules.unwrap(self) >> 208);
    }

    /// @notice Most units one investor may hold.
    function largestHolding(TransferRules self) internal pure returns (uint256) {
        return (TransferRules.unwrap(self) >> LARGEST_HOLDING) & LOW_48;
    }

    /// @notice Fewest units that may be moved, or be left with a sender.
    function denomination(TransferRules self) internal pure returns (uint256) {
        return (TransferRules.unwrap(self) >> DENOMINATION) & LOW_48;
    }

    /// @notice Units the originator has to keep.
    function retained(TransferRules self) internal pure returns (uint256) {
        return (TransferRules.unwrap(self) >> 64) & LOW_48;
    }

    /// @notice Most that the venue of a trade may charge, in 0.01% of the price.
    function venueFeeCap(TransferRules self) internal pure returns (uint256) {
        return uint16(TransferRules.unwrap(self));
    }

    /// @notice First second in which units can be transferred.
    function lockedUntil(TransferRules self) internal pure returns (uint256) {
        // forge-lint: disable-next-line(unsafe-typecast): a field is cut out of its word
        return uint32(TransferRules.unwrap(self) >> LOCKED_UNTIL);
    }
}
