// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITrancheToken} from "../../contracts/interfaces/ITrancheToken.sol";
import {ITransferAgent} from "../../contracts/interfaces/ITransferAgent.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";

/// @title OfficerHandler
/// @notice The officers of the transfer agent, each by order; one time in eight somebody who has not the role, who must be refused.
contract OfficerHandler is Handler {
    ITransferAgent private immutable _agent;

    constructor(Ledger ledger_) Handler(ledger_) {
        _agent = ITransferAgent(w.agent());
    }

    function freezeUnits(uint256 tranche, uint256 who, uint256 units, uint256 by) external {
        (uint256 t, address token, address holder) = _subject(tranche, who);
        (uint256 held, uint256 frozen,,) = escrow.holdingOf(token, holder);
        units = _some(units, held > frozen ? held - frozen : 0);
        if (_order("freezer", by, abi.encodeCall(ITransferAgent.freezePartialTokens, (token, holder, units, _paper())))) {
            ledger.freeze(t, holder, frozen + units);
        }
    }

    function unfreezeUnits(uint256 tranche, uint256 who, uint256 units, uint256 by) external {
        (uint256 t, address token, address holder) = _subject(tranche, who);
        (, uint256 frozen,,) = escrow.holdingOf(token, holder);
        units = _some(units, frozen);
        if (_order("freezer", by, abi.encodeCall(ITransferAgent.unfreezePartialTokens, (token, holder, units, _paper())))) {
            ledger.freeze(t, holder, frozen - units);
        }
    }

    function setFrozen(uint256 tranche, uint256 who, uint256 units, uint256 by) external {
        (uint256 t, address token, address holder) = _subject(tranche, who);
        units = units % 16 == 0 ? type(uint256).max : (units >> 4) % 1_000;
        if (!_order("freezer", by, abi.encodeCall(ITransferAgent.setFrozenTokens, (token, holder, units, _paper())))) return;
        ledger.freeze(t, holder, units > type(uint48).max ? type(uint48).max : units);
    }

    function freezeWallet(uint256 tranche, uint256 who, bool on, uint256 by) external {
        (, address token, address holder) = _subject(tranche, who);
        _order("freezer", by, abi.encodeCall(ITransferAgent.setAddressFrozen, (token, holder, on, _paper())));
    }

    function force(uint256 tranche, uint256 from, uint256 to, uint256 amounts, uint256 by) external {
        (uint256 t, address token, address holder) = _subject(tranche, from);
        address receiver = _receiver(to);
        uint256 units = _some(amounts, ledger.units(t, holder));
        uint256 income = amounts % 3 == 0 ? 0 : amounts % 3 == 1 ? type(uint256).max : _some(amounts >> 16, ledger.owed(t, holder));
        bytes memory data =
            abi.encodeCall(ITrancheToken.forcedTransferByOrder, (holder, receiver, units, income, _paper()));
        if (!_orderOn(token, "enforcer", by, data)) return;
        _requireEligible(receiver, units);
        _reread(t, holder, receiver, units);
    }

    function recover(uint256 tranche, uint256 lost, uint256 fresh, uint256 by) external {
        (uint256 t, address token,) = _subject(tranche, 0);
        // mostly between the two wallets of one investor
        address holder = lost % 4 == 0 ? w.signer(lost >> 2) : w.signer(lost % 2 == 0 ? 0 : 4);
        address receiver = fresh % 4 == 0 ? w.signer(fresh >> 2) : w.signer(lost % 2 == 0 ? 4 : 0);
        bytes memory data = abi.encodeCall(ITransferAgent.recoverWallet, (token, holder, receiver, w.signer(0), _paper()));
        uint256 units = ledger.units(t, holder);
        if (!_order("recoverer", by, data)) return;
        _requireEligible(receiver, units);
        _reread(t, holder, receiver, units);
    }

    function pause(uint256 tranche, uint256 by) external {
        _order("pauser", by, abi.encodeCall(ITransferAgent.pause, (w.token(_tranche(tranche)), _paper())));
    }

    function resume(uint256 tranche, uint256 by) external {
        _order("resumer", by, abi.encodeCall(ITransferAgent.unpause, (w.token(_tranche(tranche)), _paper())));
    }

    function redeem(uint256 tranche, uint256 who, uint256 units, uint256 by) external {
        (uint256 t, address token, address holder) = _subject(tranche, who);
        uint256 held = ledger.units(t, holder);
        units = _some(units, held);
        if (!_order("redeemer", by, abi.encodeCall(ITransferAgent.redeem, (token, holder, units, _paper())))) return;
        uint256 owed = ledger.owed(t, holder);
        ledger.read(t, holder);
        if (ledger.units(t, holder) + units != held) ledger.breakLaw("M: other units were burnt than the order says");
        if (ledger.owed(t, holder) < owed) ledger.breakLaw("F: redemption took from a claim");
    }

    /// @dev Units moved as ordered, and together the two are owed what they were, but for a fraction that makes a whole.
    function _reread(uint256 t, address from, address to, uint256 units) private {
        (uint256 sent, uint256 got) = (ledger.units(t, from), ledger.units(t, to));
        uint256 owed = ledger.owed(t, from) + ledger.owed(t, to);
        ledger.read(t, from);
        ledger.read(t, to);
        if (ledger.units(t, from) + units != sent || ledger.units(t, to) != got + units) {
            ledger.breakLaw("M: an order moved other units than it says");
        }
        uint256 now_ = ledger.owed(t, from) + ledger.owed(t, to);
        if (now_ < owed || now_ > owed + 1) ledger.breakLaw("F: an order changed what two holders are owed");
    }

    function _subject(uint256 tranche, uint256 who) private view returns (uint256 t, address token, address holder) {
        t = _tranche(tranche);
        (token, holder) = (w.token(t), _owner(t, who));
    }

    function _order(string memory office, uint256 by, bytes memory data) private returns (bool) {
        return _orderOn(address(_agent), office, by, data);
    }

    function _orderOn(address target, string memory office, uint256 by, bytes memory data) private returns (bool) {
        if (by % 8 != 0) return _act(w.actor(office), target, data);
        string[4] memory others = ["supervisor", "registrar", "governor", "stranger"];
        _mustFail(w.actor(others[(by >> 3) % 4]), target, data, "R: an order was carried out for somebody without the role");
        return false;
    }

    function _paper() private pure returns (ITransferAgent.Order memory) {
        return ITransferAgent.Order("order", "evidence");
    }
}
