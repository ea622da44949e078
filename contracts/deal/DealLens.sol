// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "../interfaces/IDeal.sol";
import {IDealLens} from "../interfaces/IDealLens.sol";
import {IPoolFacts} from "../interfaces/IPoolFacts.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {ISupportFacility} from "../interfaces/ISupportFacility.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Calendar} from "../waterfall/Calendar.sol";
import {Calls} from "../waterfall/Calls.sol";
import {Program} from "../waterfall/Program.sol";
import {Inputs, Record, State} from "../waterfall/State.sol";
import {Supports} from "../waterfall/Supports.sol";
import {Waterfall} from "../waterfall/Waterfall.sol";
import {FacilityWord} from "../waterfall/words/FacilityWord.sol";
import {Header} from "../waterfall/words/Header.sol";
import {DealInputs} from "./DealInputs.sol";
import {Kept} from "./Kept.sol";

/// @title DealLens
/// @notice See {IDealLens}. Runs the same waterfall as the deal, on what the deal says of itself.
contract DealLens is IDealLens {
    /// @dev As much as a facility can ever be asked for: what comes in is below 2^96.
    uint256 private constant PLENTY = type(uint96).max;
    /// @dev How long after the legal final date what is still owed can be paid.
    uint256 private constant GRACE = 365 days;

    /// @inheritdoc IDealLens
    function preview(address deal, RoyaltyReport calldata report)
        external
        view
        returns (Record[] memory records, State memory state, uint256 available, uint256 left, bool accelerated)
    {
        bytes memory program;
        Inputs memory inputs;
        (program, state, inputs) = _at(IDeal(deal), report);
        available = inputs.available;
        (records, left,, accelerated) = Waterfall.run(program, state, inputs);
    }

    /// @inheritdoc IDealLens
    function supportNeeded(address deal, RoyaltyReport calldata report)
        external
        view
        returns (uint256[] memory needed)
    {
        (bytes memory program, State memory state, Inputs memory inputs) = _at(IDeal(deal), report);
        _requireFinal(deal, report);
        Header h = Program.headerOf(program);
        needed = new uint256[](h.facilities());
        uint256[] memory held = new uint256[](needed.length);
        for (uint256 f; f < needed.length; ++f) {
            // slither-disable-next-line incorrect-equality: bits, which nobody can push past
            if (inputs.unpaid >> f & 1 == 1) continue;
            held[f] = state.account[h.accounts() + f];
            if (held[f] < PLENTY) state.account[h.accounts() + f] = PLENTY;
        }
        // slither-disable-next-line unused-return: what it leaves in `state` is looked at
        Waterfall.run(program, state, inputs);
        for (uint256 f; f < needed.length; ++f) {
            // slither-disable-next-line incorrect-equality: bits, which nobody can push past
            if (inputs.unpaid >> f & 1 == 1) continue;
            // what is left of plenty is less than was held: so much of it is needed beyond
            uint256 left = state.account[h.accounts() + f];
            if (held[f] < PLENTY && PLENTY - left > held[f]) needed[f] = PLENTY - left - held[f];
        }
    }

    /// @inheritdoc IDealLens
    function factsOf(IDeal deal, uint256 period)
        public
        view
        returns (uint256[] memory facts, uint256 reportAge, uint256 unpaid, uint256 finalAt)
    {
        bytes memory program = deal.program();
        Header h = Program.headerOf(program);
        (address support, address source) = deal.sources();
        if (h.facts() != 0) facts = IPoolFacts(source).factsOf(address(deal), _labels(program, h));
        if (h.facilities() != 0) unpaid = ISupportFacility(support).unpaidOf(address(deal), period, h.facilities());
        if (h.looks() & Kept.REPORT_AGE != 0) {
            (, address oracle,,,) = deal.parties();
            uint256 before = deal.lastReportAt();
            // what stands in for a missing report is none: the days go on
            bool missing = IRoyaltyOracle(oracle).isMissing(address(deal));
            (,, finalAt,) = IRoyaltyOracle(oracle).latest(address(deal));
            uint256 until = missing || finalAt > type(uint40).max ? block.timestamp : finalAt;
            if (until > before) reportAge = (until - before) / 1 days;
            if (missing) finalAt = 0;
        }
    }

    /// @inheritdoc IDealLens
    function priceOfCall(address deal, uint256 index) external view returns (uint256[] memory prices) {
        State memory state = IDeal(deal).state();
        uint256 period = IDeal(deal).nextPeriod();
        bytes memory program = IDeal(deal).program();
        prices = Calls.price(program, index, state.balance, state.arrears, period, block.timestamp / 1 days);
        uint256 total;
        for (uint256 t; t < prices.length; ++t) {
            total += prices[t];
        }
        // what comes into the books at a time is below 2^96
        if (total > type(uint96).max) revert DealLens_PriceTooLarge(type(uint96).max, total);
    }

    /// @inheritdoc IDealLens
    function requireOver(IDeal deal, uint256 outstanding) external view {
        bytes memory program = deal.program();
        Header h = Program.headerOf(program);
        uint256 next = deal.nextPeriod();
        _requireNoneDue(deal, Calendar.toTimestamp(Program.paymentDate(h, next)));
        uint256 end = Calendar.fromNumber(h.legalFinal());
        bool isFinal = h.legalFinal() != 0 && next > h.opening() && Program.paymentDate(h, next - 1) >= end;
        if (isFinal && block.timestamp >= Calendar.toTimestamp(end) + GRACE) return;
        bool endless;
        for (uint256 t; t < h.tranches() && !isFinal; ++t) {
            endless = endless || _takesResidual(program, h, t);
        }
        if (outstanding != 0 || endless) revert DealLens_NotOver(outstanding, h.legalFinal());
    }

    /// @inheritdoc IDealLens
    function isRedeemed(IDeal deal, uint256 tranche) external view returns (bool) {
        bytes memory program = deal.program();
        Header h = Program.headerOf(program);
        if (tranche >= h.tranches()) revert DealLens_NoTranche(h.tranches(), tranche);
        IDeal.Status status = deal.status();
        if (status != IDeal.Status.Live) return status == IDeal.Status.Concluded;
        State memory state = deal.state();
        return state.balance[tranche] == 0 && state.arrears[tranche] == 0 && !_takesResidual(program, h, tranche);
    }

    /// @inheritdoc IDealLens
    function facilityAt(address deal, uint256 facility)
        external
        view
        returns (address provider, uint256 noticeHours, uint256 limit, uint256 used, uint256 held)
    {
        bytes memory program = IDeal(deal).program();
        Header h = Program.headerOf(program);
        if (facility >= h.facilities()) revert DealLens_NoFacility(h.facilities(), facility);
        FacilityWord word = Program.facility(program, h, facility);
        (,,,, address[] memory payees) = IDeal(deal).parties();
        State memory state = IDeal(deal).state();
        used = word.kind() == Supports.LIQUIDITY ? state.drawn[facility] : state.called[facility];
        held = state.account[h.accounts() + facility];
        return (payees[word.payee()], word.noticeHours(), word.limit(), used, held);
    }

    /// @inheritdoc IDealLens
    function poolFactorDown(address deal, uint256 tranche) external view returns (uint256) {
        bytes memory program = IDeal(deal).program();
        uint256 tranches = Program.headerOf(program).tranches();
        if (tranche >= tranches) revert DealLens_NoTranche(tranches, tranche);
        uint256 original = Program.tranche(program, tranche).originalBalance();
        return original == 0 ? 1e6 : IDeal(deal).state().balance[tranche] * 1e6 / original;
    }

    /// @dev Program, state and inputs of the next payment date with this report.
    function _at(IDeal deal, RoyaltyReport calldata report)
        private
        view
        returns (bytes memory program, State memory state, Inputs memory inputs)
    {
        if (deal.status() != IDeal.Status.Live) revert DealLens_NotLive(address(deal));
        if (report.deal != address(deal)) revert DealLens_ForeignReport(address(deal), report.deal);
        uint256 period = deal.nextPeriod();
        if (report.period != period) revert DealLens_PeriodOutOfOrder(period, report.period);
        (program, state) = (deal.program(), deal.state());
        inputs = DealInputs.reported(report);
        (inputs.received, inputs.available) = _flow(deal, report);
        if (DealInputs.asks(Program.headerOf(program))) {
            (inputs.facts, inputs.reportAge, inputs.unpaid,) = factsOf(deal, period);
        }
    }

    /// @dev A date whose report is final is executed first: what it makes due is not skipped.
    function _requireNoneDue(IDeal deal, uint256 scheduled) private view {
        (, address oracle,,,) = deal.parties();
        (, bool pending, uint256 finalAt,) = IRoyaltyOracle(oracle).latest(address(deal));
        if (pending && block.timestamp >= finalAt && block.timestamp >= scheduled) {
            revert DealLens_PaymentDateDue(scheduled, block.timestamp);
        }
    }

    function _takesResidual(bytes memory program, Header h, uint256 tranche) private pure returns (bool) {
        for (uint256 s; s < h.allSteps(); ++s) {
            if (Waterfall.isResidualOf(Program.step(program, h, s), tranche)) return true;
        }
        return false;
    }

    /// @dev Collections with the restatements that are final, and funds.
    function _flow(IDeal deal, RoyaltyReport calldata report) private view returns (uint256 received, uint256 available) {
        (address escrow, address oracle,,,) = deal.parties();
        (uint256 collection,) = IRoyaltyEscrow(escrow).cash();
        (uint256 attested, uint256 distributed) = deal.totals();
        int256 claimed;
        (received, claimed,) = IRoyaltyOracle(oracle).foreseen(address(deal), report.received, report.otherIncome);
        available = DealInputs.available(collection, DealInputs.attested(attested, claimed), distributed);
    }

    function _labels(bytes memory program, Header h) private pure returns (bytes32[] memory found) {
        found = new bytes32[](h.facts());
        for (uint256 i; i < found.length; ++i) {
            found[i] = Program.fact(program, h, i);
        }
    }

    /// @dev Only what the attestors have signed, once nobody can dispute it, lets a provider be asked for money.
    function _requireFinal(address deal, RoyaltyReport calldata report) private view {
        (, address oracle,,,) = IDeal(deal).parties();
        (,, uint256 finalAt, bytes25 accepted) = IRoyaltyOracle(oracle).latest(deal);
        bytes25 given = bytes25(IRoyaltyOracle(oracle).digestOf(report));
        if (given != accepted) revert DealLens_ReportNotAccepted(accepted, given);
        if (block.timestamp < finalAt) revert DealLens_ReportNotFinal(finalAt, block.timestamp);
    }
}
