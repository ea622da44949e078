// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Inputs} from "../waterfall/State.sol";
import {Header} from "../waterfall/words/Header.sol";
import {Kept} from "./Kept.sol";

/// @title DealInputs
/// @notice What a payment date is executed on: the report, and the cash that may flow.
library DealInputs {
    /// @notice The inputs that a report says.
    function reported(RoyaltyReport calldata report, uint256 funds) internal pure returns (Inputs memory inputs) {
        inputs.period = report.period;
        inputs.available = funds;
        inputs.received = report.received;
        inputs.hasTarget = report.hasTarget;
        inputs.target = report.reserveTarget;
        inputs.invoices = report.invoices;
    }

    /// @notice Whether anything beside the report matters.
    function asks(Header h) internal pure returns (bool) {
        return h.facts() != 0 || h.facilities() != 0 || h.looks() & Kept.REPORT_AGE != 0;
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
}
