// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DealInvariants} from "./DealInvariants.sol";
import {vm} from "./Vm.sol";

/// @title HostileMoneyInvariants
/// @notice The live deal, whose payment token turns out to be another than it seemed.
abstract contract HostileMoneyInvariants is DealInvariants {
    function setUp() public override {
        super.setUp();
        _employ("SaleHandler");
        _employ("AttestorHandler");
        _employ("DisputeHandler");
        _employMood(_mood());
    }

    function _before() internal override {
        vm.etch(w.money(), _made("HostileMoney", "").code);
    }

    function _employMood(string memory name) private {
        _push(vm.deployCode(string.concat("MoodHandler.sol:", name), abi.encode(ledger)));
    }

    function _world() internal pure override returns (string memory) {
        return "live";
    }

    function _mood() internal pure virtual returns (string memory);
}

contract FeeMoneyInvariants is HostileMoneyInvariants {
    function _mood() internal pure override returns (string memory) {
        return "FeeHandler";
    }
}

contract SilentMoneyInvariants is HostileMoneyInvariants {
    function _mood() internal pure override returns (string memory) {
        return "SilentHandler";
    }
}

contract BlockingMoneyInvariants is HostileMoneyInvariants {
    function _mood() internal pure override returns (string memory) {
        return "BlockHandler";
    }
}

contract PausingMoneyInvariants is HostileMoneyInvariants {
    function _mood() internal pure override returns (string memory) {
        return "PauseHandler";
    }
}

contract HookedMoneyInvariants is HostileMoneyInvariants {
    function _mood() internal pure override returns (string memory) {
        return "HookHandler";
    }
}
