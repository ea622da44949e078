// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEligibility} from "../interfaces/IEligibility.sol";
import {Passport, Passports} from "./Passport.sol";

/// @title Erc3643Registry
/// @notice Any ERC-3643 identity registry in place of ours: its `identity`, `investorCountry` and `isVerified` as passports.
/// @dev Limits of the standard, not of the deal: a registry there knows no class, so every investor has the one given here; it gives no
/// last second, so an eligible passport has the greatest; and it doesn't list the wallets of an identity, so passports say one wallet and
/// whoever counts holders or shares by them counts wallets. It may bind a wallet to another identity or to none at any time.
contract Erc3643Registry is IEligibility {
    /// @notice The registry that is asked.
    address public immutable REGISTRY;
    /// @notice The class of everybody in it: 1 retail, 2 professional, 3 institutional, 4 originator.
    uint8 public immutable CLASS;

    uint8 private constant CLASSES = 4;
    /// @dev Of one question. Ten claims cost about half; without a limit a registry that burns all it gets would take the caller's too.
    uint256 private constant GAS_LIMIT = 1_000_000;
    bytes4 private constant IS_VERIFIED = bytes4(keccak256("isVerified(address)"));
    bytes4 private constant IDENTITY = bytes4(keccak256("identity(address)"));
    bytes4 private constant COUNTRY = bytes4(keccak256("investorCountry(address)"));

    /// @notice A question was cut short by the gas the transaction was sent with: send it with more.
    error Erc3643Registry_TooLittleGas(uint256 least, uint256 left);
    error Erc3643Registry_NoCode(address registry);
    error Erc3643Registry_UnknownClass(uint256 largest, uint256 given);

    /// @param registry An ERC-3643 identity registry.
    /// @param class The class of everybody in it.
    constructor(address registry, uint8 class) {
        if (registry.code.length == 0) revert Erc3643Registry_NoCode(registry);
        if (class == 0 || class > CLASSES) revert Erc3643Registry_UnknownClass(CLASSES, class);
        (REGISTRY, CLASS) = (registry, class);
    }

    /// @inheritdoc IEligibility
    function particulars(address a, address b) external view returns (Passport, Passport) {
        return (passportOf(a), passportOf(b));
    }

    /// @inheritdoc IEligibility
    function passportOf(address wallet) public view returns (Passport) {
        address investor = identity(wallet);
        if (investor == address(0)) return Passport.wrap(0);
        bool eligible = isVerified(wallet);
        uint48 validUntil = eligible ? type(uint48).max : 0;
        Passport p = Passports.pack(investor, validUntil, investorCountry(wallet), CLASS, 0, 1);
        return eligible ? p.with(Passports.ELIGIBLE) : p;
    }

    /// @inheritdoc IEligibility
    function isVerified(address wallet) public view returns (bool) {
        return _ask(IS_VERIFIED, wallet, 1) == 1;
    }

    /// @inheritdoc IEligibility
    function contains(address wallet) external view returns (bool) {
        return identity(wallet) != address(0);
    }

    /// @inheritdoc IEligibility
    function identity(address wallet) public view returns (address) {
        return address(uint160(_ask(IDENTITY, wallet, type(uint160).max)));
    }

    /// @inheritdoc IEligibility
    function investorCountry(address wallet) public view returns (uint16) {
        return uint16(_ask(COUNTRY, wallet, type(uint16).max));
    }

    /// @inheritdoc IEligibility
    /// @dev Always empty: the standard has no such list.
    function walletsOf(address) external pure returns (address[] memory wallets) {}

    /// @dev One word of a foreign contract, or zero: it may be gone, revert, answer too little, or what the type can't hold. A failure for
    /// want of gas is the caller's doing and no answer, else he would choose what is known of him. A call is given 63/64 of what there is
    /// (EIP-150), so if it failed and less than a 63rd of the limit is left, it may have had less than the limit.
    function _ask(bytes4 question, address wallet, uint256 largest) private view returns (uint256 answer) {
        if (wallet == address(0)) return 0;
        address registry = REGISTRY;
        bool done;
        assembly ("memory-safe") {
            mstore(0, question)
            mstore(4, wallet)
            done := staticcall(GAS_LIMIT, registry, 0, 36, 0, 32)
            if and(done, gt(returndatasize(), 31)) {
                answer := mload(0)
                answer := mul(answer, iszero(gt(answer, largest)))
            }
        }
        if (!done && gasleft() < GAS_LIMIT / 63) revert Erc3643Registry_TooLittleGas(GAS_LIMIT, gasleft());
    }
}
