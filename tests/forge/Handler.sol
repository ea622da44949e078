// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IInvestorRegistry} from "../../contracts/interfaces/IInvestorRegistry.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";
import {World} from "./World.sol";

/// @title Handler
/// @notice What all roles share. An act that is refused reverts, so that forge counts it as such; one that breaks a law tells the ledger.
abstract contract Handler {
    bytes4 private constant PANIC = 0x4e487b71;
    bytes4 private constant TEXT = 0x08c379a0;

    World internal immutable w;
    Ledger internal immutable ledger;
    IERC20 internal immutable money;
    IRoyaltyEscrow internal immutable escrow;

    /// @notice The act was refused with a declared error.
    error Refused(bytes4 selector);

    constructor(Ledger ledger_) {
        (ledger, w) = (ledger_, ledger_.w());
        (money, escrow) = (IERC20(w.money()), IRoyaltyEscrow(w.escrow()));
    }

    /// @dev False, with a broken law, when it was refused by a panic, a text or nothing; reverts when it was refused as it should be.
    function _act(address who, address target, bytes memory data) internal returns (bool done) {
        (done,) = _acted(who, target, data, false);
    }

    /// @dev The same, with what was returned; `executes` when it is a payment date.
    function _acted(address who, address target, bytes memory data, bool executes)
        internal
        returns (bool done, bytes memory returned)
    {
        vm.prank(who);
        (done, returned) = target.call(data);
        if (done) ledger.done(executes);
        else if (_declared(returned)) revert Refused(bytes4(returned));
        else ledger.breakLaw(string.concat("refused without a declared error: ", _hex(bytes4(data))));
    }

    /// @dev What nobody may do: a law is broken when it is done.
    function _mustFail(address who, address target, bytes memory data, string memory law) internal {
        vm.prank(who);
        (bool done, bytes memory returned) = target.call(data);
        if (done) ledger.breakLaw(law);
        else if (!_declared(returned)) ledger.breakLaw(string.concat("refused without a declared error: ", _hex(bytes4(data))));
    }

    /// @dev One of eight each: nothing, all, one, one too many; else anything up to all.
    function _some(uint256 seed, uint256 most) internal pure returns (uint256) {
        uint256 kind = seed % 8;
        if (kind == 0) return 0;
        if (kind == 1) return most;
        if (kind == 2) return 1;
        if (kind == 3) return most + 1;
        return (seed >> 3) % (most + 1);
    }

    /// @dev A wallet that may hold units, seven times in eight.
    function _receiver(uint256 seed) internal view returns (address) {
        if (seed % 8 == 0) return w.holder(seed >> 3);
        return w.signer((seed >> 3) % 5);
    }

    /// @dev Somebody with units of a tranche, if there is one among six.
    function _owner(uint256 tranche, uint256 seed) internal view returns (address who) {
        for (uint256 i; i < 6; ++i) {
            who = w.signer(seed % 6 + i);
            if (IERC20(w.token(tranche)).balanceOf(who) != 0) return who;
        }
    }

    function _tranche(uint256 seed) internal view returns (uint256) {
        return seed % w.tranches();
    }

    /// @dev G: whoever was just given units is eligible.
    function _requireEligible(address to, uint256 units) internal {
        if (units != 0 && !IInvestorRegistry(w.registry()).isVerified(to)) {
            ledger.breakLaw("G: units reached a wallet that is not eligible");
        }
    }

    function _declared(bytes memory returned) private pure returns (bool) {
        return returned.length >= 4 && bytes4(returned) != PANIC && bytes4(returned) != TEXT;
    }

    function _hex(bytes4 selector) private pure returns (string memory) {
        bytes memory text = new bytes(8);
        for (uint256 i; i < 8; ++i) {
            uint8 digit = uint8(selector[i / 2]) >> (i % 2 == 0 ? 4 : 0) & 15;
            text[i] = bytes1(digit < 10 ? 48 + digit : 87 + digit);
        }
        return string(text);
    }
}
