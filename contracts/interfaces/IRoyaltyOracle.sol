// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";

/// @title IRoyaltyOracle
/// @notice Receipts reports attested by a quorum, one stream a deal, each report used once. Signers, disputes and restatements: {IOracleSigners},
/// {IOracleDisputes}, {IOracleRestatements}.
interface IRoyaltyOracle {
    /// @notice A deal's stream was opened. `signers` weigh `weights`; a report needs `threshold` of it.
    event StreamOpened(
        address indexed deal,
        uint32 firstPeriod,
        uint32 epoch,
        uint8 threshold,
        uint8 invoices,
        uint32 disputeWindow,
        address[] signers,
        uint8[] weights,
        uint96 disputeBond,
        uint16 missingAfterDays
    );
    /// @notice A report was accepted. `signerSet` has bit i for the i-th signer of the epoch in force.
    event ReportAccepted(
        address indexed deal,
        uint32 indexed period,
        uint256 signerSet,
        uint256 received,
        uint256 otherIncome,
        bool hasTarget,
        uint256 reserveTarget,
        uint256[] invoices,
        bytes32 evidenceRoot
    );
    /// @notice No report came in time: an empty one of this epoch stands in for it.
    event ReportMissing(address indexed deal, uint32 indexed period, uint32 epoch, address indexed by);
    /// @notice A report was used by its payment date.
    event ReportConsumed(address indexed deal, uint32 indexed period);

    error RoyaltyOracle_StreamExists(address deal);
    error RoyaltyOracle_NoStream(address deal);
    error RoyaltyOracle_BadTerms(uint256 length);
    error RoyaltyOracle_WindowTooLong(uint256 limit, uint256 given);
    error RoyaltyOracle_BadThreshold(uint256 threshold, uint256 weight);
    error RoyaltyOracle_NoWeight(address signer);
    error RoyaltyOracle_TooManySigners(uint256 limit, uint256 given);
    /// @dev Weight needed, and that of the signatures given.
    error RoyaltyOracle_TooFewSignatures(uint256 required, uint256 given);
    error RoyaltyOracle_SignersNotRising(address previous, address next);
    error RoyaltyOracle_UnknownSigner(address signer);
    error RoyaltyOracle_ContractSignatureRefused(address signer);
    error RoyaltyOracle_BadContractSignature(uint256 offset, uint256 length);
    error RoyaltyOracle_PeriodOutOfOrder(uint256 expected, uint256 given);
    error RoyaltyOracle_PreviousNotExecuted(uint256 pending);
    error RoyaltyOracle_WrongEpoch(uint256 expected, uint256 given);
    error RoyaltyOracle_InvoiceCount(uint256 expected, uint256 given);
    /// @dev `given` has the bits of all the amounts, and of received + otherIncome, laid over each other; all bits where the flag is neither 0 nor 1.
    error RoyaltyOracle_AmountTooLarge(uint256 limit, uint256 given);
    error RoyaltyOracle_TargetWithoutFlag(uint256 target);
    error RoyaltyOracle_NoReportPending(address deal);
    error RoyaltyOracle_ReportMismatch(bytes25 accepted, bytes25 given);
    error RoyaltyOracle_ReportNotFinal(uint256 finalAt, uint256 now_);
    error RoyaltyOracle_ReportDisputed(uint256 period);
    error RoyaltyOracle_NeverMissing(address deal);
    error RoyaltyOracle_NotMissingYet(uint256 missingAt, uint256 now_);
    error RoyaltyOracle_DealNotLive(address deal);

    /// @notice Open the stream of the calling deal. Signers must rise strictly.
    /// @param firstPeriod The first period to be reported.
    /// @param invoices How many invoices a report carries.
    /// @param terms How its receipts are attested, as {OracleTerms} lays it out.
    function open(uint32 firstPeriod, uint8 invoices, bytes calldata terms) external;

    /// @notice Hand in a signed report; anybody may. Nothing but the latest report's digest is kept.
    /// @param signatures For each signer, in rising address order, 65 bytes r ‖ s ‖ v; as many are looked at as the threshold takes. A contract
    /// signer (ERC-1271) has its address as r, the offset of its signature as s and 0 as v; there the tail holds a 32-byte length and the signature.
    function submit(RoyaltyReport calldata report, bytes calldata signatures) external;

    /// @notice Use the final report of the calling deal, once. Reverts unless it is the accepted one.
    /// @return received Collections of the payment date: those of the report, with the restatements that are final; never negative.
    /// @return claimed By how much what is attested to date changes.
    function consume(RoyaltyReport calldata report) external returns (uint256 received, int256 claimed);

    /// @notice Let an empty report stand in for one that did not come in time; anybody may, in a deal whose terms say when. Until it is final, three
    /// days later, a signed report still takes its place. It can't be disputed.
    function declareMissing(address deal) external;

    /// @notice The EIP-712 digest attestors sign.
    function digestOf(RoyaltyReport calldata report) external view returns (bytes32);

    /// @notice State of a deal's stream.
    /// @return period The latest accepted period.
    /// @return pending Whether it waits for its payment date.
    /// @return finalAt When it is final, in seconds; zero when none waits, 2^256 - 1 while it is disputed.
    /// @return digest The first 25 bytes of its digest.
    function latest(address deal) external view returns (uint256 period, bool pending, uint256 finalAt, bytes25 digest);

    /// @notice Whether what waits is an empty report in place of a missing one.
    function isMissing(address deal) external view returns (bool);

    /// @notice What {consume} would give back now for these amounts of a report, and how many restatements that takes in.
    function foreseen(address deal, uint256 received, uint256 otherIncome)
        external
        view
        returns (uint256 collections, int256 claimed, uint256 restatements);

    /// @notice The signer set of a deal, and the rest of its terms.
    function signersOf(address deal)
        external
        view
        returns (
            uint32 epoch,
            uint8 threshold,
            uint8 invoices,
            uint32 disputeWindow,
            address[] memory signers,
            uint8[] memory weights,
            uint96 disputeBond,
            uint16 missingAfterDays
        );
}
