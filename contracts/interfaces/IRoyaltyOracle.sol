// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RoyaltyReport} from "../types/RoyaltyReport.sol";

/// @title IRoyaltyOracle
/// @notice Receipts reports attested by k of n signers, one stream a deal, each report used once.
interface IRoyaltyOracle {
    /// @notice A deal's stream was opened.
    event StreamOpened(
        address indexed deal, uint32 epoch, uint8 threshold, uint8 invoices, uint32 disputeWindow, address[] signers
    );
    /// @notice A report was accepted. `signerSet` has bit i for the i-th signer of the epoch.
    event ReportAccepted(
        address indexed deal, uint32 indexed period, bytes32 digest, uint256 signerSet, RoyaltyReport report
    );
    /// @notice A report was used by its payment date.
    event ReportConsumed(address indexed deal, uint32 indexed period, bytes32 digest);

    error RoyaltyOracle_StreamExists(address deal);
    error RoyaltyOracle_NoStream(address deal);
    error RoyaltyOracle_BadThreshold(uint256 threshold, uint256 signers);
    error RoyaltyOracle_TooManySigners(uint256 limit, uint256 given);
    error RoyaltyOracle_TooFewSignatures(uint256 required, uint256 given);
    error RoyaltyOracle_SignersNotRising(address previous, address next);
    error RoyaltyOracle_UnknownSigner(address signer);
    error RoyaltyOracle_ContractSignatureRefused(address signer);
    error RoyaltyOracle_BadContractSignature(uint256 offset, uint256 length);
    error RoyaltyOracle_PeriodOutOfOrder(uint256 expected, uint256 given);
    error RoyaltyOracle_PreviousNotExecuted(uint256 pending);
    error RoyaltyOracle_WrongEpoch(uint256 expected, uint256 given);
    error RoyaltyOracle_InvoiceCount(uint256 expected, uint256 given);
    error RoyaltyOracle_AmountTooLarge(uint256 limit, uint256 given);
    error RoyaltyOracle_TargetWithoutFlag(uint256 target);
    error RoyaltyOracle_NoReportPending(address deal);
    error RoyaltyOracle_ReportMismatch(bytes32 accepted, bytes32 given);
    error RoyaltyOracle_ReportNotFinal(uint256 finalAt, uint256 now_);

    /// @notice Open the stream of the calling deal. Signers must rise strictly.
    /// @param threshold How many distinct signers a report needs.
    /// @param invoices How many invoices a report carries.
    /// @param disputeWindow Seconds between acceptance and finality.
    function open(uint8 threshold, uint8 invoices, uint32 disputeWindow, address[] calldata signers) external;

    /// @notice Hand in a signed report; anybody may. Nothing but the latest report's digest is kept.
    /// @param signatures For each signer, in rising address order, 65 bytes r ‖ s ‖ v. A contract signer (ERC-1271) has its address as r,
    /// the offset of its signature as s and 0 as v; there the tail holds a 32-byte length and the signature.
    function submit(RoyaltyReport calldata report, bytes calldata signatures) external;

    /// @notice Use the final report of the calling deal, once. Reverts unless it is the accepted one.
    function consume(RoyaltyReport calldata report) external;

    /// @notice The EIP-712 digest attestors sign.
    function digestOf(RoyaltyReport calldata report) external view returns (bytes32);

    /// @notice State of a deal's stream.
    /// @return period The latest accepted period.
    /// @return pending Whether it waits for its payment date.
    /// @return finalAt When it is final, in seconds.
    /// @return digest Its digest.
    function latest(address deal) external view returns (uint32 period, bool pending, uint256 finalAt, bytes32 digest);

    /// @notice The signer set of a deal.
    function signersOf(address deal)
        external
        view
        returns (uint32 epoch, uint8 threshold, uint8 invoices, uint32 disputeWindow, address[] memory signers);
}
