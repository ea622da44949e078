// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {Laws} from "./Laws.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";
import {World} from "./World.sol";

/// @title FuzzBase
/// @notice A world for tests of one act on any input, and how a refusal is looked at.
abstract contract FuzzBase {
    World internal w;
    Ledger internal ledger;
    Laws internal laws;
    IERC20 internal money;
    IRoyaltyEscrow internal escrow;

    function setUp() public {
        w = World(vm.deployCode("World.sol:World", abi.encode(_world())));
        ledger = Ledger(vm.deployCode("Ledger.sol:Ledger", abi.encode(w)));
        laws = Laws(vm.deployCode("Laws.sol:Laws", abi.encode(ledger)));
        (money, escrow) = (IERC20(w.money()), IRoyaltyEscrow(w.escrow()));
    }

    /// @dev Done, or refused by a declared error.
    function _try(address who, address target, bytes memory data) internal returns (bool done, bytes memory returned) {
        vm.prank(who);
        (done, returned) = target.call(data);
        if (done) return (done, returned);
        require(returned.length >= 4, "refused without an error");
        require(bytes4(returned) != 0x4e487b71, "refused by a panic");
        require(bytes4(returned) != 0x08c379a0, "refused by a text");
    }

    function _refused(address who, address target, bytes memory data) internal {
        (bool done,) = _try(who, target, data);
        require(!done, "done, and should have been refused");
    }

    function _claims() internal view returns (uint256[] memory claims) {
        (address[] memory holders, address[] memory tokens) = (w.holders(), w.tokens());
        claims = new uint256[](holders.length * tokens.length);
        for (uint256 i; i < claims.length; ++i) {
            claims[i] = escrow.entitlementOf(tokens[i % tokens.length], holders[i / tokens.length]);
        }
    }

    function _signature(address who, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(w.keyOf(who), digest);
        return abi.encodePacked(r, s, v);
    }

    function _world() internal pure virtual returns (string memory);
}
