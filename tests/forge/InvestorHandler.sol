// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {ITrancheToken} from "../../contracts/interfaces/ITrancheToken.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title InvestorHandler
/// @notice What holders do with units and what they earned.
contract InvestorHandler is Handler {
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    constructor(Ledger ledger_) Handler(ledger_) {}

    function claim(uint256 tranche, uint256 who) external {
        tranche = _tranche(tranche);
        address holder = w.signer(who);
        for (uint256 i; i < 6 && ledger.owed(tranche, holder) == 0; ++i) {
            holder = w.signer(who % 6 + i);
        }
        bytes memory data = abi.encodeCall(IRoyaltyEscrow.claim, (w.token(tranche)));
        (bool done, bytes memory returned) = _acted(holder, address(escrow), data, false);
        if (!done) return;
        uint256 net = abi.decode(returned, (uint256));
        // who holds nothing any more is paid the last fractions too
        if (net > ledger.owed(tranche, holder) + 1) ledger.breakLaw("C: more was claimed than was owed");
        ledger.claimed(tranche, holder);
        ledger.pay(address(escrow), -int256(net));
    }

    function transfer(uint256 tranche, uint256 from, uint256 to, uint256 amount) external {
        tranche = _tranche(tranche);
        (address sender, address receiver) = (_owner(tranche, from), _receiver(to));
        ITrancheToken token = ITrancheToken(w.token(tranche));
        uint256 units = _some(amount, token.balanceOf(sender));
        if (_act(sender, address(token), abi.encodeCall(IERC20.transfer, (receiver, units)))) {
            _moved(tranche, sender, receiver, units);
        }
    }

    function transferFrom(uint256 tranche, uint256 from, uint256 to, uint256 by, uint256 amount) external {
        tranche = _tranche(tranche);
        (address sender, address receiver, address spender) = (_owner(tranche, from), _receiver(to), w.holder(by));
        ITrancheToken token = ITrancheToken(w.token(tranche));
        for (uint256 i; i < 6 && token.allowance(sender, spender) == 0; ++i) {
            spender = w.signer(by % 6 + i);
        }
        (uint256 held, uint256 allowed) = (token.balanceOf(sender), token.allowance(sender, spender));
        uint256 units = _some(amount, allowed != 0 && allowed < held ? allowed : held);
        if (!_act(spender, address(token), abi.encodeCall(IERC20.transferFrom, (sender, receiver, units)))) return;
        if (units > allowed) ledger.breakLaw("M: units were moved beyond an allowance");
        if (allowed != type(uint256).max && token.allowance(sender, spender) != allowed - units) {
            ledger.breakLaw("M: an allowance was not spent");
        }
        _moved(tranche, sender, receiver, units);
    }

    function batchTransfer(uint256 tranche, uint256 from, uint256 to, uint256 other, uint256 amount) external {
        tranche = _tranche(tranche);
        address sender = _owner(tranche, from);
        ITrancheToken token = ITrancheToken(w.token(tranche));
        (address[] memory receivers, uint256[] memory units) = (new address[](2), new uint256[](2));
        (receivers[0], receivers[1]) = (_receiver(to), _receiver(other));
        uint256 most = token.balanceOf(sender) / 2;
        (units[0], units[1]) = (_some(amount, most), _some(amount >> 8, most));
        if (!_act(sender, address(token), abi.encodeCall(ITrancheToken.batchTransfer, (receivers, units)))) return;
        for (uint256 i; i < 2; ++i) {
            _moved(tranche, sender, receivers[i], units[i]);
        }
    }

    function approve(uint256 tranche, uint256 owner, uint256 spender, uint256 amount) external {
        tranche = _tranche(tranche);
        address owner_ = _owner(tranche, owner);
        uint256 value = amount % 4 == 0 ? type(uint256).max : _some(amount >> 2, IERC20(w.token(tranche)).balanceOf(owner_));
        _act(owner_, w.token(tranche), abi.encodeCall(IERC20.approve, (w.signer(spender), value)));
    }

    /// @notice Signed by the owner, or by another, which is refused.
    function permit(uint256 tranche, uint256 owner, uint256 spender, uint256 amount, uint256 by) external {
        ITrancheToken token = ITrancheToken(w.token(_tranche(tranche)));
        (address owner_, address spender_) = (w.signer(owner), w.holder(spender));
        address signs = by % 4 == 0 ? w.signer(by >> 2) : owner_;
        uint256 deadline = block.timestamp + amount % 100;
        bytes32 hash = keccak256(abi.encode(PERMIT, owner_, spender_, amount, token.nonces(owner_), deadline));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(w.keyOf(signs), keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), hash)));
        bytes memory data = abi.encodeCall(token.permit, (owner_, spender_, amount, deadline, v, r, s));
        if (_act(w.holder(by), address(token), data) && signs != owner_) ledger.breakLaw("M: another signed a permit");
    }

    function _moved(uint256 tranche, address from, address to, uint256 units) private {
        _requireEligible(to, units);
        ledger.move(tranche, from, to, units);
        (uint256 held, uint256 frozen,,) = escrow.holdingOf(w.token(tranche), from);
        if (units != 0 && frozen > held) ledger.breakLaw("H: frozen units were transferred");
    }
}
