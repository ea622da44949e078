// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice All a registry knows of a wallet, in one word; zero when it knows nothing. From the low end: investor 160 bits, last second of
/// eligibility 48, country 16 (ISO 3166-1 numeric), class 8, issuer 8 (0: the registry's agents), wallets of the investor 8, flags 8.
type Passport is uint256;

using Passports for Passport global;

/// @title Passports
/// @notice Fields of a {Passport}.
// forge-lint: disable-next-item(unsafe-typecast): a field is cut out of its word
library Passports {
    /// @notice Stored: the wallet is lost or given up and is never eligible again.
    uint256 internal constant CLOSED = 1 << CLOSED_BIT;
    uint256 internal constant CLOSED_BIT = 248;
    /// @notice Never stored: whether the wallet is eligible, found when it is read.
    uint256 internal constant ELIGIBLE = 1 << ELIGIBLE_BIT;
    uint256 internal constant ELIGIBLE_BIT = 249;

    uint256 internal constant VALID_UNTIL = 160;
    uint256 internal constant COUNTRY = 208;
    uint256 internal constant CLASS = 224;
    uint256 internal constant ISSUER = 232;
    uint256 internal constant SOME_ISSUER = 255 << ISSUER;
    uint256 internal constant WALLETS = 240;
    uint256 private constant FLAGS = 248;

    /// @notice A passport without flags.
    function pack(
        address investor_,
        uint48 validUntil_,
        uint16 country_,
        uint8 class_,
        uint8 issuer_,
        uint256 wallets_
    ) internal pure returns (Passport) {
        return Passport.wrap(
            uint160(investor_) | (uint256(validUntil_) << VALID_UNTIL) | (uint256(country_) << COUNTRY)
                | (uint256(class_) << CLASS) | (uint256(issuer_) << ISSUER) | (uint256(uint8(wallets_)) << WALLETS)
        );
    }

    /// @notice The investor the wallet belongs to, named by the investor's first wallet.
    function investor(Passport p) internal pure returns (address) {
        return address(uint160(Passport.unwrap(p)));
    }

    /// @notice Last second of eligibility, in seconds since 1970; 0 when it was withdrawn.
    function validUntil(Passport p) internal pure returns (uint48) {
        return uint48(Passport.unwrap(p) >> VALID_UNTIL);
    }

    /// @notice ISO 3166-1 numeric.
    function country(Passport p) internal pure returns (uint16) {
        return uint16(Passport.unwrap(p) >> COUNTRY);
    }

    /// @notice 1 retail, 2 professional, 3 institutional, 4 originator.
    function class(Passport p) internal pure returns (uint8) {
        return uint8(Passport.unwrap(p) >> CLASS);
    }

    /// @notice Index of the issuer whose word it is; 0 for the registry's agents.
    function issuer(Passport p) internal pure returns (uint8) {
        return uint8(Passport.unwrap(p) >> ISSUER);
    }

    /// @notice How many wallets were ever bound to the investor.
    function wallets(Passport p) internal pure returns (uint8) {
        return uint8(Passport.unwrap(p) >> WALLETS);
    }

    /// @notice Whether the registry has never heard of the wallet.
    function isUnknown(Passport p) internal pure returns (bool) {
        return Passport.unwrap(p) == 0;
    }

    /// @notice Whether the wallet is closed for good.
    function isClosed(Passport p) internal pure returns (bool) {
        return Passport.unwrap(p) & CLOSED != 0;
    }

    /// @notice Whether the wallet was eligible when the passport was read.
    function isEligible(Passport p) internal pure returns (bool) {
        return Passport.unwrap(p) & ELIGIBLE != 0;
    }

    /// @notice The same passport with a flag set.
    function with(Passport p, uint256 flag) internal pure returns (Passport) {
        return Passport.wrap(Passport.unwrap(p) | flag);
    }

    /// @notice The facts of `p` with the flags of `old`: facts are the investor's, flags the wallet's.
    function keepingFlagsOf(Passport p, Passport old) internal pure returns (Passport) {
        return Passport.wrap(Passport.unwrap(p) | ((Passport.unwrap(old) >> FLAGS) << FLAGS));
    }
}
