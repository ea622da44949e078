// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IIPRegistry} from "../interfaces/IIPRegistry.sol";

/// @title Offices
/// @notice The two-letter codes of WIPO ST.3: states, and organisations that grant or register rights. The same table as
/// `regalia.domain.rights.offices`, from which the three words are made; a test compares them.
library Offices {
    /// @dev Bit 26 · (first − A) + (second − A), 256 a word.
    uint256 private constant FIRST = 0x0340400f781a068d0015fb9ff0095c000e90d58015843f27dedfbdefeedfd978;
    // slither-disable-next-line too-many-digits: a table of bits
    uint256 private constant SECOND = 0x9fbb3ae7fdf1510042000001538f3c400100184b25d7fffcfd4f8141f42b1d00;
    // slither-disable-next-line too-many-digits: a table of bits
    uint256 private constant THIRD = 0x000000000000000000000001004004080010080800004402004085570410419a;

    /// @notice Refuse what is no office.
    function requireOffice(bytes2 code) internal pure {
        if (!isOffice(code)) revert IIPRegistry.IPRegistry_UnknownOffice(code);
    }

    /// @notice Whether ST.3 has the code.
    function isOffice(bytes2 code) internal pure returns (bool) {
        (uint256 first, uint256 second) = (uint8(code[0]), uint8(code[1]));
        if (first < 65 || first > 90 || second < 65 || second > 90) return false;
        uint256 bit = 26 * (first - 65) + second - 65;
        uint256 word = bit < 256 ? FIRST : bit < 512 ? SECOND : THIRD;
        return word >> (bit & 255) & 1 == 1;
    }
}
