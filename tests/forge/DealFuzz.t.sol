// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoyaltyEscrow} from "../../contracts/interfaces/IRoyaltyEscrow.sol";
import {IRoyaltyOracle} from "../../contracts/interfaces/IRoyaltyOracle.sol";
import {ITrancheToken} from "../../contracts/interfaces/ITrancheToken.sol";
import {RoyaltyReport} from "../../contracts/types/RoyaltyReport.sol";
import {ProgramChecker} from "../../contracts/waterfall/ProgramChecker.sol";
import {ReportBase} from "./ReportBase.sol";
import {vm} from "./Vm.sol";

/// @title DealFuzz
/// @notice One act on any input, on the live deal.
contract DealFuzz is ReportBase {
    function testFuzz_batchTransfer__anything__isTheSumOfItsParts(uint256 a, uint256 b) external {
        ITrancheToken token = ITrancheToken(w.token(0));
        (address[] memory to, uint256[] memory units) = (new address[](2), new uint256[](2));
        (to[0], to[1], units[0], units[1]) = (w.signer(1), w.signer(3), a % 600, b % 600);
        uint256 held = token.balanceOf(w.signer(0));
        (bool done,) = _try(w.signer(0), address(token), abi.encodeCall(ITrancheToken.batchTransfer, (to, units)));
        require(done == (units[0] + units[1] <= held), "I: a batch is done when its sum is held");
        require(token.balanceOf(w.signer(0)) == (done ? held - units[0] - units[1] : held), "I: a batch moved another sum");
    }

    function testFuzz_payRoyalty__anyAmount__isInTheCollection(uint256 amount) external {
        (uint256 before,) = escrow.cash();
        uint256 most = money.balanceOf(w.actor("licensee"));
        bytes memory data = abi.encodeCall(IRoyaltyEscrow.payRoyalty, (bytes32(0), amount, bytes32(0)));
        (bool done,) = _try(w.actor("licensee"), address(escrow), data);
        (uint256 now_,) = escrow.cash();
        require(done == (amount != 0 && amount <= most), "B: what can be paid is taken");
        require(now_ == before + (done ? amount : 0), "B: a payment is booked to the unit");
    }

    function testFuzz_submit__signatureMutated__refused(uint256 place, uint8 with) external {
        RoyaltyReport memory r = _report(1_000);
        bytes memory signatures = _signed(r);
        signatures[place % signatures.length] ^= bytes1(with == 0 ? 1 : with);
        _refused(w.actor("relay"), w.oracle(), abi.encodeCall(IRoyaltyOracle.submit, (r, signatures)));
    }

    function testFuzz_submit__anySignatures__refused(bytes calldata signatures) external {
        _refused(w.actor("relay"), w.oracle(), abi.encodeCall(IRoyaltyOracle.submit, (_report(1_000), signatures)));
    }

    function testFuzz_submit__reportAltered__refused(uint256 field, uint256 change) external {
        RoyaltyReport memory r = _report(1_000);
        bytes memory signatures = _signed(r);
        field %= 5;
        change = change % 1_000_000 + 1;
        if (field == 0) r.received += change;
        if (field == 1) r.otherIncome += change;
        if (field == 2) r.period += uint32(change);
        if (field == 3) r.epoch += uint32(change);
        if (field == 4) r.evidenceRoot = bytes32(change);
        _refused(w.actor("relay"), w.oracle(), abi.encodeCall(IRoyaltyOracle.submit, (r, signatures)));
    }

    function testFuzz_programChecker__garbage__declaredRefusal(bytes calldata garbage, uint256 payees) external {
        _try(address(this), w.checker(), abi.encodeCall(ProgramChecker.check, (garbage, payees % 20)));
    }

    function testFuzz_programChecker__oneByteChanged__soundOrDeclaredRefusal(uint256 place, bytes1 with) external {
        bytes memory program = w.program();
        program[place % program.length] = with;
        _try(address(this), w.checker(), abi.encodeCall(ProgramChecker.check, (program, 3)));
    }

    /// @notice Any selector and any arguments, by somebody without a role, at any of the contracts.
    function testFuzz_anything__byAStranger__movesNothing(uint256 target, bytes4 selector, bytes calldata arguments) external {
        address[8] memory doors = [
            w.escrow(), w.deal(), w.token(0), w.token(1), w.offering(), w.oracle(), w.registry(), w.agent()
        ];
        vm.prank(w.actor("stranger"));
        (bool done,) = doors[target % 8].call(bytes.concat(selector, arguments));
        if (done) laws.checkAll();
    }
}
