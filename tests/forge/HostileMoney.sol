// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MockPaymentToken} from "../../contracts/mocks/MockPaymentToken.sol";

/// @title HostileMoney
/// @notice Everything that payment tokens were seen to do, each when it is switched on. Its storage begins as that of the mock whose place it takes.
contract HostileMoney is MockPaymentToken {
    bool public charging;
    bool public silent;
    bool public lying;
    bool public paused;
    mapping(address account => bool) public blocked;
    address public hooked;
    bytes public hook;
    /// @notice Callbacks that got through.
    uint256 public entered;

    error HostileMoney_Paused();
    error HostileMoney_Blocked(address account);

    function charge(bool on) external {
        charging = on;
    }

    function beSilent(bool on) external {
        silent = on;
    }

    function lie(bool on) external {
        lying = on;
    }

    function pause(bool on) external {
        paused = on;
    }

    function block_(address account, bool on) external {
        blocked[account] = on;
    }

    /// @notice Call this target in the next transfer.
    function arm(address target, bytes calldata data) external {
        (hooked, hook) = (target, data);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (lying) return false;
        super.transfer(to, value);
        _returnNothing();
        return true;
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        if (lying) return false;
        super.transferFrom(from, to, value);
        _returnNothing();
        return true;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (paused) revert HostileMoney_Paused();
        if (blocked[from]) revert HostileMoney_Blocked(from);
        if (blocked[to]) revert HostileMoney_Blocked(to);
        address target = hooked;
        hooked = address(0);
        if (target != address(0)) {
            (bool done,) = target.call(hook);
            if (done) ++entered;
        }
        if (!charging || from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, address(0), value / 100);
        super._update(from, to, value - value / 100);
    }

    function _returnNothing() private view {
        if (silent) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
    }
}
