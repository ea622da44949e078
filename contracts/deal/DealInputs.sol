// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Inputs} from "../waterfall/State.sol";
import {Header} from "../waterfall/words/Header.sol";
import {Kept} from "./Kept.sol";

/// @title DealInputs
/// @notice What a payment date is executed on: the report, and the cash that may flow.
library DealInputs {
    /// @notice The inputs that a report says; its collections, which restatements change, and the funds come later.
    function reported(RoyaltyReport calldata report) internal pure returns (Inputs memory inputs) {
        inputs.period = report.period;
        inputs.hasTarget = report.hasTarget;
        inputs.target = report.reserveTarget;
        inputs.invoices = report.invoices;
    }

    /// @notice Whether anything beside the report matters.
    function asks(Header h) internal pure returns (bool) {
        return h.facts() != 0 || h.facilities() != 0 || h.looks() & Kept.REPORT_AGE != 0;
    }

    /// @notice What is attested to date after a change: more than there can ever be, or less than nothing, must not lock the deal.
    function attested(uint256 before, int256 change) internal pure returns (uint96) {
        // forge-lint: disable-next-line(unsafe-typecast): attested to date, which has 96 bits
        int256 total = int256(before) + change;
        if (total < 0) return 0;
        // forge-lint: disable-next-line(unsafe-typecast): between 0 and what fits, as seen before
        return total > int256(uint256(type(uint96).max)) ? type(uint96).max : uint96(uint256(total));
    }

    /// @notice Only cash that is there and was attested and not yet distributed may flow.
    function available(uint256 collection, uint256 attested_, uint256 distributed) internal pure returns (uint256) {
        // a restatement can take back what was distributed already
        uint256 waiting = attested_ > distributed ? attested_ - distributed : 0;
        return collection < waiting ? collection : waiting;
    }
}
