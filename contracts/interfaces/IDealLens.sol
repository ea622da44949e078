// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeal} from "./IDeal.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {Record, State} from "../waterfall/State.sol";

/// @title IDealLens
/// @notice Says what a deal would do, and changes nothing. It stands outside the deals, whose own code is for what happens.
interface IDealLens {
    error DealLens_ForeignReport(address expected, address given);
    error DealLens_PeriodOutOfOrder(uint256 expected, uint256 given);
    error DealLens_NotLive(address deal);
    error DealLens_NoFacility(uint256 facilities, uint256 given);
    error DealLens_PriceTooLarge(uint256 limit, uint256 price);
    error DealLens_NoTranche(uint256 tranches, uint256 given);
    error DealLens_ReportNotAccepted(bytes25 accepted, bytes25 given);
    error DealLens_NotOver(uint256 outstanding, uint256 legalFinal);
    error DealLens_PaymentDateDue(uint256 scheduled, uint256 timestamp);
    error DealLens_ReportNotFinal(uint256 finalAt, uint256 timestamp);

    /// @notice What executing the next payment date with this report would do now, attested or not.
    /// @return records One a step of the list that would run.
    /// @return state Balances, arrears, accounts, carried amounts and answers of triggers afterwards.
    /// @return available Funds that would flow.
    /// @return left What no step would take.
    /// @return accelerated Whether it would be the acceleration list.
    function preview(address deal, RoyaltyReport calldata report)
        external
        view
        returns (Record[] memory records, State memory state, uint256 available, uint256 left, bool accelerated);

    /// @notice What each facility has to put in so that the next payment date can draw all that was promised, by the accepted and final report.
    /// Zero for one whose provider missed its deadline for that date.
    function supportNeeded(address deal, RoyaltyReport calldata report) external view returns (uint256[] memory);

    /// @notice What is in force beside the report of a period, for the deals that look at any of it.
    /// @return facts The program's facts, from their source.
    /// @return reportAge Days between the waiting report's finality and that of the last one executed, or closing; zero if no trigger looks.
    /// @return unpaid Bits of the facilities whose provider missed its deadline.
    /// @return finalAt When the waiting report became final, in seconds; zero if no trigger looks.
    function factsOf(IDeal deal, uint256 period)
        external
        view
        returns (uint256[] memory facts, uint256 reportAge, uint256 unpaid, uint256 finalAt);

    /// @notice What {IDeal.exerciseCall} would cost today, by tranche; zero for those it does not repay. Reverts while the call isn't open.
    function priceOfCall(address deal, uint256 index) external view returns (uint256[] memory);

    /// @notice Reverts unless a deal may be concluded now, of which `outstanding` is owed: to holders before all in hand is paid out, to providers
    /// and payees after. A year after the legal final date was paid it may; before, if nothing is outstanding, once that date was
    /// paid or where nobody has units in what is left; but never in front of a payment date that could be executed.
    function requireOver(IDeal deal, uint256 outstanding) external view;

    /// @notice {IDeal.isRedeemed}.
    function isRedeemed(IDeal deal, uint256 tranche) external view returns (bool);

    /// @notice Who stands behind a facility, how many hours of notice it has, its limit, what of the limit is used, and the cash it holds undrawn.
    function facilityAt(address deal, uint256 facility)
        external
        view
        returns (address provider, uint256 noticeHours, uint256 limit, uint256 used, uint256 held);

    /// @notice Share of a tranche's original balance that is outstanding, in parts per million rounded down; 10^6 where there was none.
    function poolFactorDown(address deal, uint256 tranche) external view returns (uint256);
}
