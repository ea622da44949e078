// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IOffering} from "../../contracts/interfaces/IOffering.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {HostileMoney} from "./HostileMoney.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";

/// @title FeeHandler
/// @notice The issuer of the payment token switches a fee on and off.
contract FeeHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {}

    function charge(uint256 on) external {
        HostileMoney(address(money)).charge(on % 3 == 0);
    }
}

/// @title SilentHandler
/// @notice Transfers return nothing, or false without having moved anything.
contract SilentHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {
        HostileMoney(address(money)).beSilent(true);
    }

    function lie(uint256 on) external {
        HostileMoney(address(money)).lie(on % 3 == 0);
    }
}

/// @title BlockHandler
/// @notice Holders and payees are blocked and let go again.
contract BlockHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {}

    function block_(uint256 who) external {
        HostileMoney(address(money)).block_(w.signer(who), true);
    }

    function letGo(uint256 who) external {
        HostileMoney(address(money)).block_(w.signer(who), false);
    }

    function blockPayee(uint256 who, bool on) external {
        HostileMoney(address(money)).block_(w.payee(who), on);
    }
}

/// @title PauseHandler
/// @notice All transfers stop for a while.
contract PauseHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {}

    function pause(uint256 on) external {
        HostileMoney(address(money)).pause(on % 3 == 0);
    }
}

/// @title HookHandler
/// @notice The token calls back in the middle of the next transfer, and is a payee's and a holder's accomplice.
contract HookHandler is Handler {
    constructor(Ledger ledger_) Handler(ledger_) {}

    function arm(uint256 door, uint256 seed) external {
        bytes[5] memory doors = [
            abi.encodeCall(IRoyaltyEscrow.claim, (w.token(seed))),
            abi.encodeCall(IRoyaltyEscrow.withdraw, ()),
            abi.encodeCall(IRoyaltyEscrow.payRoyalty, (bytes32("licence"), seed % 100, bytes32("hook"))),
            abi.encodeCall(IOffering.collect, (seed % 3, 0, 0)),
            abi.encodeCall(IDeal.conclude, ())
        ];
        address target = door % 5 < 3 ? address(escrow) : door % 5 == 3 ? w.offering() : w.deal();
        HostileMoney(address(money)).arm(target, doors[door % 5]);
    }
}
