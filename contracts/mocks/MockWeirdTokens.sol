// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MockPaymentToken} from "./MockPaymentToken.sol";

/// @title MockFeeToken
/// @notice Keeps 1% of every transfer while it charges.
contract MockFeeToken is MockPaymentToken {
    bool public charging = true;

    /// @notice Switch the fee, as its issuer may at any time.
    function charge(bool on) external {
        charging = on;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (!charging || from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, address(0), value / 100);
        super._update(from, to, value - value / 100);
    }
}

/// @title MockFalseToken
/// @notice Answers false instead of reverting, and moves nothing.
contract MockFalseToken is MockPaymentToken {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @title MockSilentToken
/// @notice Like the oldest stablecoins, its transfers return nothing at all; they do move what they are told to.
contract MockSilentToken {
    mapping(address holder => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function decimals() external pure returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external virtual {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @title MockHollowToken
/// @notice Returns nothing and moves nothing.
contract MockHollowToken is MockSilentToken {
    function transferFrom(address, address, uint256) external override {}
}

/// @title MockBlockingToken
/// @notice Refuses to pay a blocked address, as regulated stablecoins do.
contract MockBlockingToken is MockPaymentToken {
    mapping(address account => bool) public blocked;

    error MockBlockingToken_Blocked(address account);

    function block_(address account) external {
        blocked[account] = true;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (blocked[to]) revert MockBlockingToken_Blocked(to);
        super._update(from, to, value);
    }
}
