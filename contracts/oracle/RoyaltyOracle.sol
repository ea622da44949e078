// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title RoyaltyOracle
/// @notice See {IRoyaltyOracle}. One contract for many deals; a deal reaches only its own stream.
/// @dev Needed for safety: fewer than `threshold` signers lie. Needed for liveness: `threshold` signers answer. Signatures are never used
/// as a key: a report is used once because periods rise by one and each must be executed before the next is accepted.
contract RoyaltyOracle is IRoyaltyOracle, EIP712 {
    struct Stream {
        address signers;
        uint32 period;
        uint40 acceptedAt;
        bool pending;
    }

    /// @notice The EIP-712 type of a report.
    bytes32 public constant REPORT_TYPEHASH = keccak256(
        "RoyaltyReport(address deal,uint32 period,uint32 epoch,uint128 received,uint128 otherIncome,bool hasTarget,uint128 reserveTarget,uint128[] invoices,bytes32 evidenceRoot)"
    );

    uint256 private constant AMOUNT_LIMIT = 1 << 96;
    uint256 private constant SIGNATURE = 65;

    mapping(address deal => Stream) private _streams;
    mapping(address deal => bytes32) private _digests;

    constructor() EIP712("Regalia RoyaltyOracle", "1") {}

    /// @inheritdoc IRoyaltyOracle
    function open(uint8 threshold, uint8 invoices, uint32 disputeWindow, address[] calldata signers) external {
        if (_streams[msg.sender].signers != address(0)) revert RoyaltyOracle_StreamExists(msg.sender);
        if (threshold == 0 || threshold > signers.length) revert RoyaltyOracle_BadThreshold(threshold, signers.length);
        if (signers.length > SignerSet.MAX_SIGNERS) {
            revert RoyaltyOracle_TooManySigners(SignerSet.MAX_SIGNERS, signers.length);
        }
        address previous;
        for (uint256 i; i < signers.length; ++i) {
            if (signers[i] <= previous) revert RoyaltyOracle_SignersNotRising(previous, signers[i]);
            previous = signers[i];
        }
        _streams[msg.sender].signers = SignerSet.write(1, threshold, invoices, disputeWindow, signers);
        emit StreamOpened(msg.sender, 1, threshold, invoices, disputeWindow, signers);
    }

    /// @inheritdoc IRoyaltyOracle
    function submit(RoyaltyReport calldata report, bytes calldata signatures) external {
        Stream memory stream = _streams[report.deal];
        if (stream.signers == address(0)) revert RoyaltyOracle_NoStream(report.deal);
        if (stream.pending) revert RoyaltyOracle_PreviousNotExecuted(stream.period);
        if (report.period != stream.period + 1) {
            revert RoyaltyOracle_PeriodOutOfOrder(stream.period + 1, report.period);
        }
        bytes memory set = SignerSet.read(stream.signers);
        (uint32 epoch, uint8 threshold, uint8 invoices,) = SignerSet.head(set);
        if (report.epoch != epoch) revert RoyaltyOracle_WrongEpoch(epoch, report.epoch);
        _checkAmounts(report, invoices);

        bytes32 digest = _digest(report);
        uint256 signerSet = _checkSignatures(set, threshold, digest, signatures);

        _streams[report.deal] = Stream(stream.signers, report.period, uint40(block.timestamp), true);
        _digests[report.deal] = digest;
        emit ReportAccepted(report.deal, report.period, digest, signerSet, report);
    }

    /// @inheritdoc IRoyaltyOracle
    function consume(RoyaltyReport calldata report) external {
        Stream memory stream = _streams[msg.sender];
        if (!stream.pending) revert RoyaltyOracle_NoReportPending(msg.sender);
        bytes32 digest = _digest(report);
        if (digest != _digests[msg.sender]) revert RoyaltyOracle_ReportMismatch(_digests[msg.sender], digest);
        (,,, uint32 window) = SignerSet.head(SignerSet.read(stream.signers));
        uint256 finalAt = uint256(stream.acceptedAt) + window;
        if (block.timestamp < finalAt) revert RoyaltyOracle_ReportNotFinal(finalAt, block.timestamp);
        _streams[msg.sender].pending = false;
        emit ReportConsumed(msg.sender, stream.period, digest);
    }

    /// @inheritdoc IRoyaltyOracle
    function digestOf(RoyaltyReport calldata report) external view returns (bytes32) {
        return _digest(report);
    }

    /// @inheritdoc IRoyaltyOracle
    function latest(address deal) external view returns (uint32 period, bool pending, uint256 finalAt, bytes32 digest) {
        Stream memory stream = _streams[deal];
        if (stream.signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        (,,, uint32 window) = SignerSet.head(SignerSet.read(stream.signers));
        return (stream.period, stream.pending, uint256(stream.acceptedAt) + window, _digests[deal]);
    }

    /// @inheritdoc IRoyaltyOracle
    function signersOf(address deal)
        external
        view
        returns (uint32 epoch, uint8 threshold, uint8 invoices, uint32 disputeWindow, address[] memory signers)
    {
        address pointer = _streams[deal].signers;
        if (pointer == address(0)) revert RoyaltyOracle_NoStream(deal);
        bytes memory set = SignerSet.read(pointer);
        (epoch, threshold, invoices, disputeWindow) = SignerSet.head(set);
        signers = new address[](SignerSet.size(set));
        for (uint256 i; i < signers.length; ++i) {
            signers[i] = SignerSet.at(set, i);
        }
    }

    /// @dev A report the deal could not execute would block it for ever, so it is refused at the door.
    function _checkAmounts(RoyaltyReport calldata report, uint256 invoices) private pure {
        if (report.invoices.length != invoices) revert RoyaltyOracle_InvoiceCount(invoices, report.invoices.length);
        if (!report.hasTarget && report.reserveTarget != 0) {
            revert RoyaltyOracle_TargetWithoutFlag(report.reserveTarget);
        }
        uint256 all = uint256(report.received) + report.otherIncome;
        all |= report.reserveTarget;
        for (uint256 i; i < invoices; ++i) {
            all |= report.invoices[i];
        }
        if (all >= AMOUNT_LIMIT) revert RoyaltyOracle_AmountTooLarge(AMOUNT_LIMIT, all);
    }

    /// @dev Returns the signers' bit set. Looks at exactly `threshold` signatures; rising addresses make them distinct.
    function _checkSignatures(bytes memory set, uint256 threshold, bytes32 digest, bytes calldata signatures)
        private
        view
        returns (uint256 signerSet)
    {
        if (signatures.length < threshold * SIGNATURE) {
            revert RoyaltyOracle_TooFewSignatures(threshold, signatures.length / SIGNATURE);
        }
        address previous;
        for (uint256 i; i < threshold; ++i) {
            (address signer, uint256 tail) = _signer(digest, signatures, i * SIGNATURE);
            uint256 index = SignerSet.indexOf(set, signer);
            if (index == SignerSet.size(set)) revert RoyaltyOracle_UnknownSigner(signer);
            if (signer <= previous) revert RoyaltyOracle_SignersNotRising(previous, signer);
            if (tail != 0) _checkContractSignature(signer, digest, signatures, tail);
            previous = signer;
            signerSet |= 1 << index;
        }
    }

    /// @dev `tail` is zero for a key, else where a contract's signature starts. A contract is only called once it is known as a signer.
    function _signer(bytes32 digest, bytes calldata signatures, uint256 at)
        private
        pure
        returns (address signer, uint256 tail)
    {
        bytes32 r = bytes32(signatures[at:at + 32]);
        bytes32 s = bytes32(signatures[at + 32:at + 64]);
        uint8 v = uint8(signatures[at + 64]);
        if (v != 0) return (ECDSA.recover(digest, v, r, s), 0);
        tail = uint256(s);
        if (tail < at + SIGNATURE) revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
        signer = address(uint160(uint256(r)));
    }

    function _checkContractSignature(address signer, bytes32 digest, bytes calldata signatures, uint256 tail)
        private
        view
    {
        if (tail > signatures.length || signatures.length - tail < 32) {
            revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
        }
        uint256 length = uint256(bytes32(signatures[tail:tail + 32]));
        if (length > signatures.length - tail - 32) revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
        bytes memory signature = signatures[tail + 32:tail + 32 + length];
        if (!SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature)) {
            revert RoyaltyOracle_ContractSignatureRefused(signer);
        }
    }

    function _digest(RoyaltyReport calldata report) private view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    REPORT_TYPEHASH,
                    report.deal,
                    report.period,
                    report.epoch,
                    report.received,
                    report.otherIncome,
                    report.hasTarget,
                    report.reserveTarget,
                    keccak256(abi.encodePacked(report.invoices)),
                    report.evidenceRoot
                )
            )
        );
    }
}
