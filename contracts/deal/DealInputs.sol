// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPoolFacts} from "../interfaces/IPoolFacts.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {ISupportFacility} from "../interfaces/ISupportFacility.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Program} from "../waterfall/Program.sol";
import {Inputs} from "../waterfall/State.sol";
import {Header} from "../waterfall/words/Header.sol";
import {Kept} from "./Kept.sol";

/// @title DealInputs
/// @notice What a payment date is executed on: the report, the facts in force, and the cash that may flow.
library DealInputs {
    /// @dev Where to ask, and since when the age of a report counts.
    struct Sources {
        address deal;
        address oracle;
        ISupportFacility support;
        address facts;
        uint256 lastReportAt;
    }

    /// @notice The inputs of a payment date; whoever is asked is asked only what the program looks at.
    function collect(bytes memory program, Sources memory from, RoyaltyReport calldata report, uint256 funds)
        internal
        view
        returns (Inputs memory inputs)
    {
        Header h = Program.headerOf(program);
        inputs.period = report.period;
        inputs.available = funds;
        inputs.received = report.received;
        inputs.hasTarget = report.hasTarget;
        inputs.target = report.reserveTarget;
        inputs.invoices = report.invoices;
        if (h.facts() != 0) inputs.facts = IPoolFacts(from.facts).factsOf(from.deal, labels(program, h));
        if (h.facilities() != 0) inputs.unpaid = from.support.unpaidOf(from.deal, report.period, h.facilities());
        if (h.triggers() != 0 && Kept.reportAge(program, h)) {
            (,, uint256 finalAt,) = IRoyaltyOracle(from.oracle).latest(from.deal);
            if (finalAt > from.lastReportAt) inputs.reportAge = (finalAt - from.lastReportAt) / 1 days;
        }
    }

    /// @notice Add a report to what was attested: more than there can ever be must not lock the deal, so it stops growing there.
    function attested(uint256 before, RoyaltyReport calldata report) internal pure returns (uint96) {
        uint256 total = before + report.received + report.otherIncome;
        return total > type(uint96).max ? type(uint96).max : uint96(total);
    }

    /// @notice Only cash that is there and was attested and not yet distributed may flow.
    function available(uint256 collection, uint256 attested_, uint256 distributed) internal pure returns (uint256) {
        uint256 waiting = attested_ - distributed;
        return collection < waiting ? collection : waiting;
    }

    function labels(bytes memory program, Header h) private pure returns (bytes32[] memory found) {
        found = new bytes32[](h.facts());
        for (uint256 i; i < found.length; ++i) {
            found[i] = Program.fact(program, h, i);
        }
    }
}
