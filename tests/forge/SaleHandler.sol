// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOffering} from "../../contracts/interfaces/IOffering.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title SaleHandler
/// @notice Bids, and how each ends. The bids that the world came with are found by their first places.
contract SaleHandler is Handler {
    struct Key {
        uint256 tranche;
        uint256 level;
        uint256 place;
    }

    uint256 private constant MOST = 24;
    IOffering private immutable _offering;
    Key[] private _bids;

    constructor(Ledger ledger_) Handler(ledger_) {
        _offering = IOffering(w.offering());
        // every unit is the first of some bid, at most: those of the world are whole hundreds
        for (uint256 t; t < w.tranches(); ++t) {
            uint256 demand = _offering.demandAt(t, 0);
            for (uint256 place; place < demand; place += 100) {
                try _offering.bidAt(t, 0, place) {
                    _bids.push(Key(t, 0, place));
                } catch {}
            }
        }
    }

    function bids() external view returns (uint256) {
        return _bids.length;
    }

    /// @notice What the bids of the deal still have to be paid.
    function owedToBidders() external view returns (uint256 owed) {
        for (uint256 i; i < _bids.length; ++i) {
            Key memory k = _bids[i];
            (,,,, uint256 each) = _offering.bidAt(k.tranche, k.level, k.place);
            owed += each;
        }
    }

    function subscribe(uint256 tranche, uint256 level, uint256 who, uint256 units) external {
        tranche = _tranche(tranche);
        level %= w.levels(tranche) + (level % 8 == 0 ? 1 : 0);
        units = units % 8 == 0 ? 0 : (units >> 3) % 50 * 10 + (units % 8 == 1 ? 1 : 0);
        address investor = _receiver(who);
        uint256 before = money.balanceOf(investor);
        bytes memory data = abi.encodeCall(IOffering.subscribe, (tranche, level, units));
        (bool done, bytes memory returned) = _acted(investor, address(_offering), data, false);
        if (!done) return;
        uint256 paid = units * _offering.priceAt(tranche, level);
        if (before - money.balanceOf(investor) != paid) ledger.breakLaw("a bid was not paid at its price");
        ledger.pay(address(_offering), int256(paid));
        if (_bids.length < MOST) _bids.push(Key(tranche, level, abi.decode(returned, (uint256))));
    }

    /// @notice Mostly too early; at times in the second after the window.
    function close(uint256 seed) external {
        (, uint256 deadline) = _offering.window();
        if (seed % 6 == 0 && block.timestamp <= deadline) vm.warp(deadline + 1);
        uint256 before = money.balanceOf(address(escrow));
        if (!_act(w.actor("outsider"), address(_offering), abi.encodeCall(IOffering.close, ()))) return;
        int256 proceeds = int256(money.balanceOf(address(escrow)) - before);
        ledger.pay(address(escrow), proceeds);
        ledger.pay(address(_offering), -proceeds);
        ledger.readAll();
    }

    function collect(uint256 seed) external {
        Key memory k = _bid(seed);
        (address investor,, uint256 allotted, bool collected, uint256 owed) = _offering.bidAt(k.tranche, k.level, k.place);
        uint256 before = money.balanceOf(address(_offering));
        uint256 units = ledger.units(k.tranche, investor);
        if (!_act(w.actor("outsider"), address(_offering), abi.encodeCall(IOffering.collect, (k.tranche, k.level, k.place)))) return;
        uint256 paid = before - money.balanceOf(address(_offering));
        if (paid != 0 && paid != owed) ledger.breakLaw("a bidder got another amount than he is owed");
        ledger.pay(address(_offering), -int256(paid));
        if (collected || allotted == 0) return;
        ledger.read(k.tranche, investor);
        if (ledger.units(k.tranche, investor) != units + allotted) ledger.breakLaw("I: a bid got other units than allotted");
        _requireEligible(investor, allotted);
    }

    function refund(uint256 seed, uint256 by) external {
        Key memory k = _bid(seed);
        (,,,, uint256 owed) = _offering.bidAt(k.tranche, k.level, k.place);
        bytes memory data = abi.encodeCall(IOffering.refund, (k.tranche, k.level, k.place));
        if (_act(w.holder(by), address(_offering), data)) ledger.pay(address(_offering), -int256(owed));
    }

    function takeUp(uint256 seed, uint256 by) external {
        Key memory k = _bid(seed);
        address taker = _receiver(by);
        (,, uint256 allotted,,) = _offering.bidAt(k.tranche, k.level, k.place);
        (uint256 before, uint256 units) = (money.balanceOf(taker), ledger.units(k.tranche, taker));
        if (!_act(taker, address(_offering), abi.encodeCall(IOffering.takeUp, (k.tranche, k.level, k.place)))) return;
        ledger.pay(address(_offering), int256(before - money.balanceOf(taker)));
        ledger.read(k.tranche, taker);
        if (ledger.units(k.tranche, taker) != units + allotted) ledger.breakLaw("I: who took up a bid got other units");
        _requireEligible(taker, allotted);
    }

    function moveBid(uint256 seed, uint256 to) external {
        Key memory k = _bid(seed);
        _act(w.signer(to), address(_offering), abi.encodeCall(IOffering.moveBid, (k.tranche, k.level, k.place)));
    }

    function _bid(uint256 seed) private view returns (Key memory) {
        return _bids.length == 0 ? Key(seed, 0, 0) : _bids[seed % _bids.length];
    }
}
