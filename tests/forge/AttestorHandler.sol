// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../../contracts/interfaces/IDeal.sol";
import {IOracleRestatements} from "../../contracts/interfaces/IOracleRestatements.sol";
import {IRoyaltyOracle} from "../../contracts/interfaces/IRoyaltyOracle.sol";
import {Restatement} from "../../contracts/types/Restatement.sol";
import {RoyaltyReport} from "../../contracts/types/RoyaltyReport.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {vm} from "./Vm.sol";

/// @title AttestorHandler
/// @notice Attestors and relay: true reports, lies of every kind, corrections; and who has payment dates executed.
contract AttestorHandler is Handler {
    string private constant LIE = "J: a report that too few signed, or signed for another place, was accepted";
    IRoyaltyOracle public immutable oracle;
    RoyaltyReport private _accepted;

    constructor(Ledger ledger_) Handler(ledger_) {
        oracle = IRoyaltyOracle(w.oracle());
    }

    function accepted() external view returns (RoyaltyReport memory) {
        return _accepted;
    }

    function report(uint256 received, uint256 invoices) external {
        RoyaltyReport memory r = _next(received % 300_000_000_000, invoices);
        bytes memory data = abi.encodeCall(IRoyaltyOracle.submit, (r, _signed(oracle.digestOf(r), 0)));
        if (!_act(w.actor("relay"), address(oracle), data)) return;
        _accepted = r;
        ledger.report(r.period);
    }

    /// @notice Must be refused, whatever it says.
    function lie(uint256 received, uint256 kind) external {
        RoyaltyReport memory r = _next(received, 0);
        kind %= 9;
        if (kind == 0) r.epoch += 1;
        if (kind == 1) r.period += 1;
        if (kind == 2) r.period -= 1;
        if (kind == 3) r.deal = w.hostileDeal();
        bytes memory signatures = _signed(oracle.digestOf(r), kind < 4 ? 0 : kind - 3);
        if (kind == 8) r.received += 1;
        _mustFail(w.actor("relay"), address(oracle), abi.encodeCall(IRoyaltyOracle.submit, (r, signatures)), LIE);
    }

    function execute(uint256 who, bool wait) external {
        RoyaltyReport memory r = _accepted;
        if (wait && r.period != 0) {
            (,, uint256 finalAt,) = oracle.latest(w.deal());
            uint256 scheduled = IDeal(w.deal()).scheduledAt(r.period);
            uint256 when = scheduled < finalAt ? finalAt : scheduled;
            if (when > block.timestamp && when < block.timestamp + 400 days) vm.warp(when);
        }
        (bool done,) = _acted(w.holder(who), w.deal(), abi.encodeCall(IDeal.execute, (r)), true);
        if (!done) return;
        ledger.execute(r.period);
    }

    function executeAnother(uint256 who, uint256 more, uint256 field) external {
        RoyaltyReport memory r = _accepted;
        field %= 3;
        if (field == 0) r.received += more % 100 + 1;
        if (field == 1) r.otherIncome += more % 100 + 1;
        if (field == 2) r.deal = w.hostileDeal();
        _mustFail(w.holder(who), w.deal(), abi.encodeCall(IDeal.execute, (r)), "J: a report that nobody signed was executed");
    }

    function declareMissing(uint256 wait) external {
        uint256 late = IDeal(w.deal()).scheduledAt(IDeal(w.deal()).nextPeriod()) + 60 days;
        if (wait % 4 == 0 && late > block.timestamp) vm.warp(late);
        if (!_act(w.actor("outsider"), address(oracle), abi.encodeCall(IRoyaltyOracle.declareMissing, (w.deal())))) return;
        (uint256 period,,,) = oracle.latest(w.deal());
        RoyaltyReport memory none;
        (uint256 epoch,,,,,,,) = oracle.signersOf(w.deal());
        (none.deal, none.period, none.epoch) = (w.deal(), uint32(period), uint32(epoch));
        none.invoices = new uint256[](w.invoices());
        _accepted = none;
        ledger.declareMissing(period);
    }

    function restate(uint256 delta, bool down, bool enough) external {
        (uint256 done,) = IOracleRestatements(address(oracle)).restatementsOf(w.deal());
        (uint32 epoch,,,,,,,) = oracle.signersOf(w.deal());
        int256 change = int256(delta % 10_000_000_000);
        uint256 period = IDeal(w.deal()).nextPeriod() - 1;
        Restatement memory r = Restatement(
            w.deal(), uint32(done + 1), epoch, uint32(period), down ? -change : change, 0, bytes32(0), bytes32("evidence")
        );
        bytes memory signatures = _signed(IOracleRestatements(address(oracle)).restatementDigestOf(r), enough ? 0 : 1);
        bytes memory data = abi.encodeCall(IOracleRestatements.restate, (r, signatures));
        if (enough) _act(w.actor("relay"), address(oracle), data);
        else _mustFail(w.actor("relay"), address(oracle), data, LIE);
    }

    function _next(uint256 received, uint256 invoice) private view returns (RoyaltyReport memory r) {
        (uint32 epoch,,,,,,,) = oracle.signersOf(w.deal());
        r.deal = w.deal();
        (r.period, r.epoch, r.received) = (uint32(IDeal(w.deal()).nextPeriod()), epoch, received);
        r.invoices = new uint256[](w.invoices());
        if (r.invoices.length != 0) r.invoices[0] = invoice % 5_000_000_000;
        r.evidenceRoot = bytes32("evidence");
    }

    /// @dev How: 0 as many as it takes; 1 too few; 2 one twice; 3 by accomplices; 4 in falling order; 5 as many as it takes.
    function _signed(bytes32 digest, uint256 how) private view returns (bytes memory signatures) {
        (, uint8 threshold,,, address[] memory signers, uint8[] memory weights,,) = oracle.signersOf(w.deal());
        if (how == 3) return _signature(w.keyOf(vm.addr(uint256(keccak256("accomplice 0")))), digest);
        uint256 weight;
        for (uint256 i; i < signers.length && weight < threshold; ++i) {
            weight += weights[i];
            if (how == 1 && weight >= threshold) return signatures;
            bytes memory next = _signature(w.keyOf(signers[how == 2 ? 0 : i]), digest);
            signatures = how == 4 ? bytes.concat(next, signatures) : bytes.concat(signatures, next);
        }
        if (how == 4 && signatures.length == 65) signatures = bytes.concat(signatures, signatures);
        if (how == 2 && signatures.length == 65) signatures = bytes.concat(signatures, signatures);
    }

    function _signature(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
