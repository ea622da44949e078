// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MockPaymentToken} from "./MockPaymentToken.sol";

/// @title MockReentrantToken
/// @notice A payment token that calls back once in the middle of a transfer, as one with hooks would let its receiver do. It can itself hold
/// units, be a payee and pay royalties: what it does in the callback it does in its own name.
contract MockReentrantToken is MockPaymentToken {
    enum Moment {
        Never,
        BeforeMoving,
        AfterMoving
    }

    Moment public moment;
    address public target;
    bytes public data;
    /// @notice How the callback went, and what it returned.
    bool public succeeded;
    bytes public answer;

    /// @notice Call `target_` in the next transfer.
    function arm(Moment moment_, address target_, bytes calldata data_) external {
        (moment, target, data, succeeded, answer) = (moment_, target_, data_, false, "");
    }

    /// @notice Act in the token's name, outside of any transfer.
    function act(address target_, bytes calldata data_) external {
        (bool done, bytes memory returned) = target_.call(data_);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(returned, 32), mload(returned))
            }
        }
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0)) return super._update(from, to, value);
        if (moment == Moment.BeforeMoving) _callBack();
        super._update(from, to, value);
        if (moment == Moment.AfterMoving) _callBack();
    }

    function _callBack() private {
        moment = Moment.Never;
        (succeeded, answer) = target.call(data);
    }
}
