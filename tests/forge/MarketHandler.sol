// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISettlementDesk} from "../../contracts/interfaces/ISettlementDesk.sol";
import {Order} from "../../contracts/types/Order.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title MarketHandler
/// @notice Makers, takers, and the two legs of an instruction at the desk.
contract MarketHandler is Handler {
    uint256 private constant MOST = 16;
    ISettlementDesk public immutable desk;
    Order[] private _orders;
    uint256[] private _tranches;
    uint256 private _next;
    uint256[] private _ids;
    mapping(bytes32 hash => uint256) public filled;
    mapping(address maker => uint256) private _nonces;

    constructor(Ledger ledger_) Handler(ledger_) {
        desk = ISettlementDesk(w.desk());
    }

    function instructions() external view returns (uint256[] memory) {
        return _ids;
    }

    /// @notice A maker has signed an order; nothing happens on chain.
    function order(uint256 tranche, uint256 who, uint256 units, uint256 price, bool sells) external {
        tranche = _tranche(tranche);
        address maker = sells ? _owner(tranche, who) : w.signer(who);
        uint256 count = _nonces[maker]++;
        Order memory o;
        (o.maker, o.token, o.paymentToken, o.sells) = (maker, w.token(tranche), address(money), sells);
        o.units = sells ? _some(units, IERC20(o.token).balanceOf(maker)) : units % 200;
        (o.price, o.minimumFill) = (price % 2_000_000_000, price % 4 == 0 ? o.units / 2 : 0);
        if (price % 8 == 1) o.counterparty = w.signer(price >> 8);
        o.incomePerUnit = type(uint256).max;
        if (price % 2 == 0) (,, o.incomePerUnit,,,,) = escrow.bookOf(o.token);
        o.nonce = desk.epochOf(maker) << 192 | (count / 5 << 8) | count % 5;
        o.expiry = block.timestamp + units % 60 days;
        if (_orders.length < MOST) {
            _orders.push(o);
            _tranches.push(tranche);
        } else {
            (_orders[_next % MOST], _tranches[_next % MOST]) = (o, tranche);
        }
        ++_next;
    }

    function fill(uint256 seed, uint256 who, uint256 amount) external {
        if (_orders.length == 0) return;
        Order memory o = _orders[seed % _orders.length];
        uint256 tranche = _tranches[seed % _orders.length];
        address taker = o.counterparty != address(0) ? o.counterparty : o.sells ? w.signer(who % 5) : _owner(tranche, who);
        bytes32 hash = desk.hashOf(o);
        uint256 units = _some(amount, o.units - filled[hash]);
        (address seller, address buyer) = o.sells ? (o.maker, taker) : (taker, o.maker);
        (uint256 before, uint256 paid) = (money.balanceOf(seller), money.balanceOf(buyer));
        if (!_act(taker, address(desk), abi.encodeCall(ISettlementDesk.fill, (o, _signed(o.maker, hash), units)))) return;
        filled[hash] += units;
        if (filled[hash] > o.units) ledger.breakLaw("AJ: an order was filled beyond itself");
        if (block.timestamp > o.expiry) ledger.breakLaw("AJ: an order was filled after its time");
        bool exact = money.balanceOf(seller) == before + units * o.price && money.balanceOf(buyer) + units * o.price == paid;
        if (!exact) ledger.breakLaw("AL: a fill moved other money than its price");
        _requireEligible(buyer, units);
        ledger.move(tranche, seller, buyer, units);
    }

    /// @notice Signed by another than the maker, or altered since.
    function fillForged(uint256 seed, uint256 who, uint256 field) external {
        if (_orders.length == 0) return;
        Order memory o = _orders[seed % _orders.length];
        bytes memory signature = _signed(field % 4 == 0 ? w.signer(who + 1) : o.maker, desk.hashOf(o));
        if (field % 4 == 0 && w.signer(who + 1) == o.maker) return;
        if (field % 4 == 1) o.price += 1;
        if (field % 4 == 2) o.units += 1;
        if (field % 4 == 3) o.sells = !o.sells;
        bytes memory data = abi.encodeCall(ISettlementDesk.fill, (o, signature, 1));
        _mustFail(w.signer(who), address(desk), data, "M: an order was filled that its maker did not sign");
    }

    function cancel(uint256 seed) external {
        if (_orders.length == 0) return;
        Order memory o = _orders[seed % _orders.length];
        _act(o.maker, address(desk), abi.encodeCall(ISettlementDesk.cancel, (o.nonce)));
    }

    function cancelAll(uint256 who) external {
        address maker = w.signer(who);
        if (_act(maker, address(desk), abi.encodeCall(ISettlementDesk.cancelAll, ()))) _nonces[maker] = 0;
    }

    function instruct(uint256 tranche, uint256 who, uint256 to, uint256 units, uint256 price) external {
        tranche = _tranche(tranche);
        address seller = _owner(tranche, who);
        units = _some(units, IERC20(w.token(tranche)).balanceOf(seller) / 2);
        price %= 2_000_000_000;
        uint256 deadline = block.timestamp + price % 20 days;
        bytes memory data = abi.encodeCall(
            ISettlementDesk.instruct, (w.token(tranche), w.signer(to % 5), units, price, deadline, type(uint256).max)
        );
        (bool done, bytes memory returned) = _acted(seller, address(desk), data, false);
        if (done) _ids.push(abi.decode(returned, (uint256)));
    }

    function payIn(uint256 seed, uint256 part) external {
        (uint256 id, ISettlementDesk.Instruction memory i) = _instruction(seed);
        uint256 due = uint256(i.units) * i.price - i.paid;
        uint256 amount = part % 2 == 0 ? due : _some(part >> 1, due);
        if (_act(i.buyer, address(desk), abi.encodeCall(ISettlementDesk.payIn, (id, desk.termsOf(id), amount)))) {
            ledger.pay(address(desk), int256(amount));
        }
    }

    function settle(uint256 seed, uint256 who) external {
        (uint256 id, ISettlementDesk.Instruction memory i) = _instruction(seed);
        uint256 before = money.balanceOf(i.seller);
        if (!_act(w.holder(who), address(desk), abi.encodeCall(ISettlementDesk.settle, (id)))) return;
        uint256 price = uint256(i.units) * i.price;
        if (i.paid != price || money.balanceOf(i.seller) != before + price) ledger.breakLaw("AM: settled for another price");
        _requireEligible(i.buyer, i.units);
        ledger.pay(address(desk), -int256(price));
        for (uint256 t; t < w.tranches(); ++t) {
            if (w.token(t) == i.token) ledger.move(t, i.seller, i.buyer, i.units);
        }
    }

    function cancelInstruction(uint256 seed) external {
        (uint256 id, ISettlementDesk.Instruction memory i) = _instruction(seed);
        _act(i.seller, address(desk), abi.encodeCall(ISettlementDesk.cancelInstruction, (id)));
    }

    function takeBack(uint256 seed) external {
        (uint256 id, ISettlementDesk.Instruction memory i) = _instruction(seed);
        if (_act(i.buyer, address(desk), abi.encodeCall(ISettlementDesk.takeBack, (id)))) {
            ledger.pay(address(desk), -int256(uint256(i.paid)));
        }
    }

    /// @dev Of those that were instructed last.
    function _instruction(uint256 seed) private view returns (uint256 id, ISettlementDesk.Instruction memory i) {
        uint256 count = _ids.length;
        if (count == 0) return (0, i);
        id = _ids[count - 1 - seed % (count < 6 ? count : 6)];
        i = desk.instructionAt(id);
    }

    function _signed(address who, bytes32 hash) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(w.keyOf(who), hash);
        return abi.encodePacked(r, s, v);
    }
}
