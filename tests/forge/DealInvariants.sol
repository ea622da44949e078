// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Laws} from "./Laws.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";
import {World} from "./World.sol";

/// @title DealInvariants
/// @notice What every family of worlds shares: the laws after each act and at the end of a history.
abstract contract DealInvariants {
    World internal w;
    Ledger internal ledger;
    Laws internal laws;
    address[] private _handlers;

    function setUp() public virtual {
        w = World(_made("World", abi.encode(_world())));
        _before();
        ledger = Ledger(_made("Ledger", abi.encode(w)));
        laws = Laws(_made("Laws", abi.encode(ledger)));
        _employ("InvestorHandler");
        _employ("PayerHandler");
        _employ("ClockHandler");
        _employ("StrangerHandler");
    }

    /// @notice Whom forge calls.
    function targetContracts() external view returns (address[] memory) {
        return _handlers;
    }

    function invariant_noLawIsBroken() external view {
        string memory broken = ledger.broken();
        require(bytes(broken).length == 0, broken);
        laws.checkSolvent();
    }

    function afterInvariant() external virtual {
        laws.checkAll();
    }

    function _employ(string memory handler) internal returns (address) {
        return _employ(handler, abi.encode(ledger));
    }

    function _employ(string memory handler, bytes memory arguments) internal returns (address made) {
        made = _made(handler, arguments);
        _push(made);
    }

    function _push(address handler) internal {
        _handlers.push(handler);
    }

    /// @dev Not by `new`: each contract is compiled once, and not into every other.
    function _made(string memory name, bytes memory arguments) internal returns (address) {
        return vm.deployCode(string.concat(name, ".sol:", name), arguments);
    }

    /// @dev What a family does to its world before the ledger is opened.
    function _before() internal virtual {}

    function _world() internal pure virtual returns (string memory);
}
