// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Passport} from "../compliance/Passport.sol";

/// @title IEligibility
/// @notice What a security asks a registry of investors. Names are those of ERC-3643 where it has one.
/// @dev No function reverts, for any argument: views of the token are built on them. An adapter may do so when the gas it was called with
/// doesn't suffice to ask another registry.
interface IEligibility {
    /// @notice Passports of both sides of a transfer; zero for the zero address and for an unknown wallet.
    function particulars(address a, address b) external view returns (Passport, Passport);

    /// @notice The passport of a wallet.
    function passportOf(address wallet) external view returns (Passport);

    /// @notice Whether the wallet is eligible at this moment.
    function isVerified(address wallet) external view returns (bool);

    /// @notice Whether the wallet is known, eligible or not.
    function contains(address wallet) external view returns (bool);

    /// @notice The investor a wallet belongs to; zero when unknown.
    function identity(address wallet) external view returns (address);

    /// @notice Country of the wallet's investor, ISO 3166-1 numeric; zero when unknown.
    function investorCountry(address wallet) external view returns (uint16);

    /// @notice Every wallet that was ever bound to an investor, closed ones too, the first first; empty when unknown, or when the registry
    /// keeps no such list (passports then say one wallet).
    function walletsOf(address investor) external view returns (address[] memory);
}
