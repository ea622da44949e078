// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {PendingReport, PendingReports} from "./PendingReport.sol";
import {ReportHash} from "./ReportHash.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title RoyaltyOracle
/// @notice See {IRoyaltyOracle}. One contract for many deals; a deal reaches only its own stream.
/// @dev Needed for safety: fewer than `threshold` signers lie. Needed for liveness: `threshold` signers answer. Signatures are never used
/// as a key: a report is used once because periods rise by one and each must be executed before the next is accepted.
contract RoyaltyOracle is IRoyaltyOracle, EIP712 {
    using PendingReports for PendingReport;

    /// @dev What a deal's stream is, changed only by a new signer set.
    struct Setup {
        address signers;
        uint32 disputeWindow;
    }

    uint256 private constant AMOUNT_LIMIT = 1 << 96;
    uint256 private constant SIGNATURE = 65;

    mapping(address deal => Setup) private _setups;
    mapping(address deal => PendingReport) private _streams;

    constructor() EIP712("Regalia RoyaltyOracle", "1") {}

    /// @inheritdoc IRoyaltyOracle
    function open(
        uint32 firstPeriod,
        uint8 threshold,
        uint8 invoices,
        uint32 disputeWindow,
        address[] calldata signers
    ) external {
        if (_setups[msg.sender].signers != address(0)) revert RoyaltyOracle_StreamExists(msg.sender);
        if (firstPeriod == 0) revert RoyaltyOracle_PeriodOutOfOrder(1, 0);
        if (threshold == 0 || threshold > signers.length) revert RoyaltyOracle_BadThreshold(threshold, signers.length);
        if (signers.length > SignerSet.MAX_SIGNERS) {
            revert RoyaltyOracle_TooManySigners(SignerSet.MAX_SIGNERS, signers.length);
        }
        address previous;
        for (uint256 i; i < signers.length; ++i) {
            if (signers[i] <= previous) revert RoyaltyOracle_SignersNotRising(previous, signers[i]);
            previous = signers[i];
        }
        _setups[msg.sender] = Setup(SignerSet.write(1, threshold, invoices, signers), disputeWindow);
        _streams[msg.sender] = PendingReports.none(firstPeriod - 1);
        emit StreamOpened(msg.sender, firstPeriod, 1, threshold, invoices, disputeWindow, signers);
    }

    /// @inheritdoc IRoyaltyOracle
    function submit(RoyaltyReport calldata report, bytes calldata signatures) external {
        address deal = report.deal;
        address signers = _setups[deal].signers;
        if (signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        PendingReport last = _streams[deal];
        if (last.acceptedAt() != 0) revert RoyaltyOracle_PreviousNotExecuted(last.period());
        uint256 period = last.period() + 1;
        if (report.period != period) revert RoyaltyOracle_PeriodOutOfOrder(period, report.period);
        bytes memory set = SignerSet.read(signers);
        (uint256 epoch, uint256 threshold, uint256 invoices) = SignerSet.head(set);
        if (report.epoch != epoch) revert RoyaltyOracle_WrongEpoch(epoch, report.epoch);
        _checkAmounts(report, invoices);

        bytes32 digest = _digest(report);
        uint256 signerSet = _checkSignatures(set, threshold, digest, signatures);

        _streams[deal] = PendingReports.accepted(digest, period, block.timestamp);
        emit ReportAccepted(
            deal,
            uint32(period),
            signerSet,
            report.received,
            report.otherIncome,
            report.hasTarget,
            report.reserveTarget,
            report.invoices,
            report.evidenceRoot
        );
    }

    /// @inheritdoc IRoyaltyOracle
    function consume(RoyaltyReport calldata report) external {
        PendingReport pending = _streams[msg.sender];
        if (pending.acceptedAt() == 0) revert RoyaltyOracle_NoReportPending(msg.sender);
        bytes25 digest = bytes25(_digest(report));
        if (digest != pending.digest()) revert RoyaltyOracle_ReportMismatch(pending.digest(), digest);
        uint256 finalAt = pending.acceptedAt() + _setups[msg.sender].disputeWindow;
        if (block.timestamp < finalAt) revert RoyaltyOracle_ReportNotFinal(finalAt, block.timestamp);
        _streams[msg.sender] = PendingReports.none(pending.period());
        emit ReportConsumed(msg.sender, report.period);
    }

    /// @inheritdoc IRoyaltyOracle
    function digestOf(RoyaltyReport calldata report) external view returns (bytes32) {
        return _digest(report);
    }

    /// @inheritdoc IRoyaltyOracle
    function latest(address deal) external view returns (uint256 period, bool pending, uint256 finalAt, bytes25 digest) {
        if (_setups[deal].signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        PendingReport last = _streams[deal];
        pending = last.acceptedAt() != 0;
        finalAt = pending ? last.acceptedAt() + _setups[deal].disputeWindow : 0;
        return (last.period(), pending, finalAt, last.digest());
    }

    /// @inheritdoc IRoyaltyOracle
    function signersOf(address deal)
        external
        view
        returns (uint32 epoch, uint8 threshold, uint8 invoices, uint32 disputeWindow, address[] memory signers)
    {
        Setup memory setup = _setups[deal];
        if (setup.signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        bytes memory set = SignerSet.read(setup.signers);
        (epoch, threshold, invoices) = SignerSet.head(set);
        disputeWindow = setup.disputeWindow;
        signers = new address[](SignerSet.size(set));
        for (uint256 i; i < signers.length; ++i) {
            signers[i] = SignerSet.signerAt(set, i);
        }
    }

    /// @dev A report the deal could not execute would block it for ever, so it is refused at the door.
    function _checkAmounts(RoyaltyReport calldata report, uint256 invoices) private pure {
        if (report.invoices.length != invoices) revert RoyaltyOracle_InvoiceCount(invoices, report.invoices.length);
        if (!report.hasTarget && report.reserveTarget != 0) {
            revert RoyaltyOracle_TargetWithoutFlag(report.reserveTarget);
        }
        uint256 all = report.received | report.otherIncome | report.reserveTarget;
        unchecked {
            all |= report.received + report.otherIncome; // wraps only when one of them is too large by itself
        }
        uint256[] calldata amounts = report.invoices;
        for (uint256 i; i < invoices; ++i) {
            all |= amounts[i];
        }
        if (all >= AMOUNT_LIMIT) revert RoyaltyOracle_AmountTooLarge(AMOUNT_LIMIT, all);
    }

    /// @dev Returns the signers' bit set. Looks at exactly `threshold` signatures. Both lists rise, so one pass over the set finds all;
    /// a signer that is not further on is unknown, or was there before.
    function _checkSignatures(bytes memory set, uint256 threshold, bytes32 digest, bytes calldata signatures)
        private
        view
        returns (uint256 signerSet)
    {
        if (signatures.length < threshold * SIGNATURE) {
            revert RoyaltyOracle_TooFewSignatures(threshold, signatures.length / SIGNATURE);
        }
        uint256 size = SignerSet.size(set);
        address previous;
        uint256 index;
        uint256 end = threshold * SIGNATURE;
        unchecked {
            for (uint256 head; head < end; head += SIGNATURE) {
                (address signer, uint256 tail) = _signer(digest, signatures, head);
                index = SignerSet.indexFrom(set, index, size, signer);
                if (index == size) _refuse(set, size, previous, signer);
                if (tail != 0) _checkContractSignature(signer, digest, signatures, tail);
                previous = signer;
                signerSet |= 1 << index++;
            }
        }
    }

    function _refuse(bytes memory set, uint256 size, address previous, address signer) private pure {
        if (SignerSet.indexFrom(set, 0, size, signer) == size) revert RoyaltyOracle_UnknownSigner(signer);
        revert RoyaltyOracle_SignersNotRising(previous, signer);
    }

    /// @dev `tail` is zero for a key, else where a contract's signature starts. A contract is only called once it is known as a signer.
    function _signer(bytes32 digest, bytes calldata signatures, uint256 head)
        private
        pure
        returns (address signer, uint256 tail)
    {
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            let where := add(signatures.offset, head) // within: the caller checked the length
            r := calldataload(where)
            s := calldataload(add(where, 32))
            v := byte(0, calldataload(add(where, 64)))
        }
        if (v != 0) return (ECDSA.recover(digest, v, r, s), 0);
        tail = uint256(s);
        if (tail < head + SIGNATURE) revert RoyaltyOracle_BadContractSignature(tail, signatures.length);
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
        return _hashTypedDataV4(ReportHash.structHash(report));
    }
}
