// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Kind} from "../types/IPRight.sol";
import {Offices} from "./Offices.sol";

/// @title RightNumbers
/// @notice The canonical numbers of rights: office (WIPO ST.3), type, year and serial (WIPO ST.13) as 17 characters of ASCII, left-aligned
/// in a word; or the hash of what has no number. One way to write a right, so that it can't be entered twice.
// forge-lint: disable-next-item(unsafe-typecast): some of its characters
library RightNumbers {
    uint256 private constant LENGTH = 17;

    /// @notice Refuse an id that isn't the number of a right of this kind.
    /// @param document What the id of a hashed right is made of.
    function check(bytes32 right, Kind kind, bytes32 document) internal pure {
        if (kind == Kind.None) revert IIPRegistry.IPRegistry_NoKind();
        if (kind >= Kind.Copyright) {
            bytes32 hashed = sha256(abi.encodePacked(uint8(kind), document));
            if (right == hashed) return;
            if (kind == Kind.TradeSecret) revert IIPRegistry.IPRegistry_WrongHash(hashed, right);
        }
        _checkText(right);
        Offices.requireOffice(bytes2(right));
        uint256 given = uint256(uint8(right[2]) - 48) * 10 + uint8(right[3]) - 48;
        if (given != typeOf(kind)) revert IIPRegistry.IPRegistry_WrongType(kind, given);
    }

    /// @notice ST.13's type of a kind; 91 and 92 are ours.
    function typeOf(Kind kind) internal pure returns (uint256) {
        if (kind == Kind.Patent) return 10;
        if (kind == Kind.UtilityModel) return 20;
        if (kind == Kind.Trademark) return 30;
        return kind == Kind.Copyright ? 91 : 92;
    }

    /// @dev Two capital letters, fifteen digits, nothing after; neither year nor serial all zeros.
    function _checkText(bytes32 right) private pure {
        for (uint256 i; i < 32; ++i) {
            uint8 c = uint8(right[i]);
            bool fits = i < 2 ? c >= 65 && c <= 90 : i < LENGTH ? c >= 48 && c <= 57 : c == 0;
            if (!fits) revert IIPRegistry.IPRegistry_BadNumber(right, i);
        }
        if (bytes4(right << 32) == "0000") revert IIPRegistry.IPRegistry_BadNumber(right, 4);
        // slither-disable-next-line too-many-digits: nine digits
        if (bytes9(right << 64) == "000000000") revert IIPRegistry.IPRegistry_BadNumber(right, 8);
    }
}
