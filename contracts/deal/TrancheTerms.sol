// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TransferRules} from "../types/TransferRules.sol";

/// @title TrancheTerms
/// @notice What a tranche token never changes, in the code of its own clone: read without touching storage.
/// @dev Layout: rules (32) ‖ escrow ‖ deal ‖ offering ‖ originator (20 each) ‖ u8 index ‖ u8 length of the name ‖ u8 length of the symbol ‖
/// name ‖ symbol ‖ admitted countries (128, or nothing). Country c is bit (c & 255) of word (c >> 8) of the last part.
library TrancheTerms {
    /// @dev Length of the clone's own code, which OpenZeppelin's Clones puts before the arguments.
    uint256 private constant START = 45;
    uint256 private constant ESCROW = 32;
    uint256 private constant DEAL = 52;
    uint256 private constant OFFERING = 72;
    uint256 private constant ORIGINATOR = 92;
    uint256 private constant INDEX = 112;
    uint256 private constant NAME_LENGTH = 113;
    uint256 private constant SYMBOL_LENGTH = 114;
    uint256 private constant TEXT = 115;
    uint256 private constant COUNTRIES = 128;

    /// @notice Write everything; see the layout.
    /// @param addresses Escrow, deal, offering, originator.
    function pack(
        TransferRules rules_,
        address[4] memory addresses,
        uint8 index_,
        string memory name_,
        string memory symbol_,
        bytes memory countries_
    ) internal pure returns (bytes memory) {
        bytes memory parties = abi.encodePacked(
            bytes20(addresses[0]), bytes20(addresses[1]), bytes20(addresses[2]), bytes20(addresses[3])
        );
        (uint8 nameLength, uint8 symbolLength) = (uint8(bytes(name_).length), uint8(bytes(symbol_).length));
        return abi.encodePacked(
            TransferRules.unwrap(rules_), parties, index_, nameLength, symbolLength, name_, symbol_, countries_
        );
    }

    /// @notice What every transfer needs.
    function rulesAndEscrow() internal view returns (TransferRules rules_, address escrow_) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0, START, 64)
            rules_ := mload(0)
            escrow_ := shr(96, mload(ESCROW))
        }
    }

    /// @notice Whether a country is on the list of a tranche that has one.
    function admits(uint256 country) internal view returns (bool) {
        if (country >= COUNTRIES * 8) return false;
        uint256 word;
        assembly ("memory-safe") {
            let self := address()
            extcodecopy(self, 0, add(sub(extcodesize(self), COUNTRIES), mul(32, shr(8, country))), 32)
            word := mload(0)
        }
        return (word >> (country & 255)) & 1 != 0;
    }

    function rules() internal view returns (TransferRules) {
        return TransferRules.wrap(_word(0));
    }

    function deal() internal view returns (address) {
        return address(uint160(_word(DEAL) >> 96));
    }

    function offering() internal view returns (address) {
        return address(uint160(_word(OFFERING) >> 96));
    }

    function originator() internal view returns (address) {
        return address(uint160(_word(ORIGINATOR) >> 96));
    }

    function index() internal view returns (uint256) {
        return _word(INDEX) >> 248;
    }

    function name() internal view returns (string memory) {
        return string(_bytes(TEXT, _word(NAME_LENGTH) >> 248));
    }

    function symbol() internal view returns (string memory) {
        return string(_bytes(TEXT + (_word(NAME_LENGTH) >> 248), _word(SYMBOL_LENGTH) >> 248));
    }

    /// @notice The list of admitted countries, 128 bytes; empty where there is none.
    function countries() internal view returns (bytes memory) {
        if (!rules().limitsJurisdictions()) return "";
        return _bytes(address(this).code.length - START - COUNTRIES, COUNTRIES);
    }

    function _word(uint256 offset) private view returns (uint256 word) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0, add(START, offset), 32)
            word := mload(0)
        }
    }

    function _bytes(uint256 offset, uint256 length) private view returns (bytes memory out) {
        out = new bytes(length);
        assembly ("memory-safe") {
            extcodecopy(address(), add(out, 32), add(START, offset), length)
        }
    }
}
