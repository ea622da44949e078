// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISettlementDesk} from "../../contracts/interfaces/ISettlementDesk.sol";
import {Order} from "../../contracts/types/Order.sol";
import {FuzzBase} from "./FuzzBase.sol";
import {vm} from "./Vm.sol";

/// @title DeskFuzz
/// @notice Orders of any size and price at the desk, whole and altered.
contract DeskFuzz is FuzzBase {
    function testFuzz_fill__anyPart__costsItsPriceToTheUnit(uint256 ordered, uint256 part, uint96 price) external {
        Order memory o = _order(ordered % 500 + 1, price % 10 ** 12);
        uint256 units = part % o.units + 1;
        (address maker, address taker) = (o.maker, w.signer(1));
        (uint256 before, uint256 had) = (money.balanceOf(taker), money.balanceOf(maker));
        (bool done,) = _try(taker, w.desk(), abi.encodeCall(ISettlementDesk.fill, (o, _signedOrder(o), units)));
        uint256 cost = units * o.price;
        require(done == (cost <= before), "AL: a fill that can be paid is done");
        if (!done) cost = 0;
        require(money.balanceOf(taker) + cost == before && money.balanceOf(maker) == had + cost, "AL: another price");
    }

    function testFuzz_fill__anyWordAltered__onlyTheTrueOneIsFilled(uint256 word, uint256 change) external {
        Order memory o = _order(100, 1_000);
        bytes memory signature = _signedOrder(o);
        change = change % 8 == 0 ? 0 : change; // unaltered it is filled, or this would show nothing
        assembly ("memory-safe") {
            let place := add(o, mul(32, mod(word, 13)))
            mstore(place, xor(mload(place), change))
        }
        // as words: an address with dirty bits can't be encoded as one
        bytes memory data = abi.encodePacked(ISettlementDesk.fill.selector, _words(o), uint256(15 * 32), uint256(1));
        (address taker, address desk) = (w.signer(1), w.desk()); // before the prank, which counts for the next call
        vm.prank(taker);
        // dirty words are refused by the decoder, without an error
        (bool done,) = desk.call(bytes.concat(data, abi.encodePacked(signature.length, signature, bytes31(0))));
        require(done == (change == 0), "M: an altered order was filled, or a true one refused");
    }

    function testFuzz_fill__signatureMutated__refused(uint256 place, uint8 with) external {
        Order memory o = _order(100, 1_000);
        bytes memory signature = _signedOrder(o);
        signature[place % signature.length] ^= bytes1(with == 0 ? 1 : with);
        _refused(w.signer(1), w.desk(), abi.encodeCall(ISettlementDesk.fill, (o, signature, 1)));
    }

    function _words(Order memory o) private pure returns (bytes memory words) {
        words = new bytes(416);
        for (uint256 i; i < 13; ++i) {
            assembly ("memory-safe") {
                mstore(add(add(words, 32), mul(32, i)), mload(add(o, mul(32, i))))
            }
        }
    }

    function _order(uint256 units, uint256 price) private view returns (Order memory o) {
        (o.maker, o.token, o.paymentToken, o.sells) = (w.signer(0), w.token(0), address(money), true);
        // nonce 0 of epoch 0
        (o.units, o.price, o.incomePerUnit, o.expiry) = (units, price, type(uint256).max, block.timestamp + 1);
    }

    function _signedOrder(Order memory o) private view returns (bytes memory) {
        return _signature(o.maker, ISettlementDesk(w.desk()).hashOf(o));
    }

    function _world() internal pure override returns (string memory) {
        return "market";
    }
}
