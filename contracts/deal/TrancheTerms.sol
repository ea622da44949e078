// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Passport, Passports} from "../compliance/Passport.sol";
import {TransferRules} from "../types/TransferRules.sol";

/// @title TrancheTerms
/// @notice What a tranche token never changes, in the code of its own clone: read without touching storage.
/// @dev Layout: rules (32) ‖ escrow ‖ payment token ‖ deal ‖ offering ‖ originator (20 each) ‖ u8 index ‖ u8 length of the name ‖ u8 length of the symbol ‖
/// admitted countries (128, or nothing) ‖ name ‖ symbol. Country c is bit (c & 255) of word (c >> 8) of the list.
library TrancheTerms {
    /// @dev Length of the clone's own code, which OpenZeppelin's Clones puts before the arguments.
    uint256 private constant START = 45;
    uint256 private constant ESCROW = 32;
    uint256 private constant PAYMENT_TOKEN = 52;
    uint256 private constant DEAL = 72;
    uint256 private constant OFFERING = 92;
    uint256 private constant ORIGINATOR = 112;
    uint256 private constant INDEX = 132;
    uint256 private constant NAME_LENGTH = 133;
    uint256 private constant SYMBOL_LENGTH = 134;
    uint256 private constant COUNTRIES = 135;
    /// @dev START + COUNTRIES, which assembly does not add up.
    uint256 private constant COUNTRIES_START = 180;
    uint256 private constant COUNTRIES_LENGTH = 128;

    /// @notice Write everything; see the layout.
    /// @param addresses Escrow, payment token, deal, offering, originator.
    function pack(
        TransferRules rules_,
        address[5] memory addresses,
        uint8 index_,
        string memory name_,
        string memory symbol_,
        bytes memory countries_
    ) internal pure returns (bytes memory) {
        bytes memory parties = abi.encodePacked(
            bytes20(addresses[0]), bytes20(addresses[1]), bytes20(addresses[2]), bytes20(addresses[3]), bytes20(addresses[4])
        );
        (uint8 nameLength, uint8 symbolLength) = (uint8(bytes(name_).length), uint8(bytes(symbol_).length));
        return abi.encodePacked(
            TransferRules.unwrap(rules_), parties, index_, nameLength, symbolLength, countries_, name_, symbol_
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

    /// @notice Whether investors of that country may receive: it is on the tranche's list, or there is none.
    function admits(TransferRules rules_, Passport investor) internal view returns (bool) {
        if (!rules_.limitsJurisdictions()) return true;
        uint256 country = (Passport.unwrap(investor) >> Passports.COUNTRY) & type(uint16).max;
        uint256 word;
        assembly ("memory-safe") {
            extcodecopy(address(), 0, add(COUNTRIES_START, shl(5, shr(8, country))), 32)
            word := mload(0)
        }
        // beyond the list are the name and the symbol, which admit nobody
        return (word >> (country & 255)) & 1 != 0 && country < COUNTRIES_LENGTH * 8;
    }

    function rules() internal view returns (TransferRules) {
        return TransferRules.wrap(_word(0));
    }

    function paymentToken() internal view returns (address) {
        return address(uint160(_word(PAYMENT_TOKEN) >> 96));
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
        return string(_bytes(_text(), _word(NAME_LENGTH) >> 248));
    }

    function symbol() internal view returns (string memory) {
        return string(_bytes(_text() + (_word(NAME_LENGTH) >> 248), _word(SYMBOL_LENGTH) >> 248));
    }

    /// @notice The list of admitted countries, 128 bytes; empty where there is none.
    function countries() internal view returns (bytes memory) {
        if (!rules().limitsJurisdictions()) return "";
        return _bytes(COUNTRIES, COUNTRIES_LENGTH);
    }

    /// @dev Where the name starts.
    function _text() private view returns (uint256) {
        return rules().limitsJurisdictions() ? COUNTRIES + COUNTRIES_LENGTH : COUNTRIES;
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
