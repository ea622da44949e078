// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IRoyaltyOracle} from "../interfaces/IRoyaltyOracle.sol";
import {OracleTerms} from "../types/OracleTerms.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {OracleDisputes} from "./OracleDisputes.sol";
import {PendingReport, PendingReports} from "./PendingReport.sol";
import {ReportHash} from "./ReportHash.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title RoyaltyOracle
/// @notice See {IRoyaltyOracle}. One contract for many deals; a deal reaches only its own stream. This file is the way of a report; signers,
/// restatements and disputes have a file each.
/// @dev Needed for safety: signers of less than the threshold's weight lie, or somebody disputes and trustee or supervisor see it. Needed for
/// liveness: that weight answers. Signatures are never used as a key: a report is used once because periods rise by one and each must be
/// executed before the next is accepted. How to stop it: a supervisor disputes what is wrong and withdraws proposed signers.
contract RoyaltyOracle is OracleDisputes {
    using PendingReports for PendingReport;

    /// @notice The longest dispute window, in seconds.
    uint256 public constant LONGEST_WINDOW = 90 days;
    /// @notice Seconds in which a signed report still takes the place of an empty one: nobody can use that in the moment in which signatures
    /// became void.
    uint256 public constant MISSING_GRACE = 3 days;
    uint256 private constant AMOUNT_LIMIT = 1 << 96;

    /// @dev By deal, the last period for which an empty report stood in.
    mapping(address deal => uint256 period) private _missing;

    /// @param admin Appoints governors, trustees and supervisors.
    /// @param delay Seconds before another admin can take over.
    constructor(address admin, uint48 delay)
        AccessControlDefaultAdminRules(delay, admin)
        EIP712("Regalia RoyaltyOracle", "1")
    {}

    /// @inheritdoc IRoyaltyOracle
    function open(uint32 firstPeriod, uint8 invoices, bytes calldata terms) external {
        if (_of[msg.sender].setup.signers != address(0)) revert RoyaltyOracle_StreamExists(msg.sender);
        if (firstPeriod == 0) revert RoyaltyOracle_PeriodOutOfOrder(1, 0);
        if (terms.length < OracleTerms.HEAD || (terms.length - OracleTerms.HEAD) % SignerSet.ENTRY != 0) {
            revert RoyaltyOracle_BadTerms(terms.length);
        }
        bytes memory set = bytes.concat(bytes4(uint32(1)), terms[6:7], bytes1(invoices), terms[7:]);
        _requireSound(set);
        Setup memory setup;
        uint32 window = uint32(bytes4(terms[0:4]));
        if (window > LONGEST_WINDOW) revert RoyaltyOracle_WindowTooLong(LONGEST_WINDOW, window);
        // forge-lint: disable-next-line(unsafe-typecast): at most LONGEST_WINDOW
        (setup.disputeWindow, setup.missingAfterDays) = (uint24(window), uint16(bytes2(terms[4:6])));
        // forge-lint: disable-next-line(unsafe-typecast): the years of a program end long before
        setup.firstPeriod = uint24(firstPeriod);
        setup.signers = SignerSet.write(set);
        _of[msg.sender].setup = setup;
        _of[msg.sender].waiting = PendingReports.none(firstPeriod - 1);
        _tellOpened(firstPeriod, setup, set);
    }

    /// @inheritdoc IRoyaltyOracle
    function submit(RoyaltyReport calldata report, bytes calldata signatures) external {
        address deal = report.deal;
        Stream storage stream = _of[deal];
        address signers = stream.setup.signers;
        if (signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        PendingReport last = stream.waiting;
        uint256 period = last.period() + 1;
        if (last.acceptedAt() != 0) period = _replaceable(deal, last);
        if (report.period != period) revert RoyaltyOracle_PeriodOutOfOrder(period, report.period);
        bytes memory set = SignerSet.read(signers);
        (uint256 epoch, uint256 threshold, uint256 invoices) = SignerSet.head(set);
        if (report.epoch != epoch) revert RoyaltyOracle_WrongEpoch(epoch, report.epoch);
        _checkAmounts(report, invoices);

        bytes32 digest = _digest(report);
        uint256 signerSet = _checkSignatures(set, threshold, digest, signatures);

        stream.waiting = PendingReports.accepted(digest, period, block.timestamp);
        _tellAccepted(report, period, signerSet);
    }

    /// @inheritdoc IRoyaltyOracle
    function consume(RoyaltyReport calldata report) external returns (uint256 received, int256 claimed) {
        Stream storage stream = _of[msg.sender];
        PendingReport pending = stream.waiting;
        if (pending.acceptedAt() == 0) revert RoyaltyOracle_NoReportPending(msg.sender);
        bytes25 digest = bytes25(_digest(report));
        if (digest != pending.digest()) revert RoyaltyOracle_ReportMismatch(pending.digest(), digest);
        if (pending.isDisputed()) revert RoyaltyOracle_ReportDisputed(report.period);
        Setup memory setup = stream.setup;
        uint256 finalAt = pending.acceptedAt() + setup.disputeWindow;
        if (block.timestamp < finalAt) revert RoyaltyOracle_ReportNotFinal(finalAt, block.timestamp);
        stream.waiting = PendingReports.none(pending.period());
        emit ReportConsumed(msg.sender, report.period);
        if (setup.accepted != setup.taken) {
            return _take(msg.sender, setup, report.period, report.received, report.otherIncome);
        }
        return (report.received, int256(report.received + report.otherIncome));
    }

    /// @inheritdoc IRoyaltyOracle
    function declareMissing(address deal) external {
        Setup memory setup = _of[deal].setup;
        if (setup.signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        if (setup.missingAfterDays == 0) revert RoyaltyOracle_NeverMissing(deal);
        PendingReport last = _of[deal].waiting;
        if (last.acceptedAt() != 0) revert RoyaltyOracle_PreviousNotExecuted(last.period());
        if (IDeal(deal).status() != IDeal.Status.Live) revert RoyaltyOracle_DealNotLive(deal);
        uint256 period = last.period() + 1;
        uint256 missingAt = IDeal(deal).scheduledAt(period) + uint256(setup.missingAfterDays) * 1 days;
        if (block.timestamp < missingAt) revert RoyaltyOracle_NotMissingYet(missingAt, block.timestamp);
        (uint256 epoch,, uint256 invoices) = SignerSet.head(_set(deal));
        bytes32 digest = _hashTypedDataV4(ReportHash.ofNothing(deal, period, epoch, invoices));
        _missing[deal] = period;
        _of[deal].waiting = PendingReports.accepted(digest, period, block.timestamp + MISSING_GRACE - setup.disputeWindow);
        // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
        emit ReportMissing(deal, uint32(period), uint32(epoch), msg.sender);
    }

    /// @inheritdoc IRoyaltyOracle
    function digestOf(RoyaltyReport calldata report) external view returns (bytes32) {
        return _digest(report);
    }

    /// @inheritdoc IRoyaltyOracle
    function latest(address deal) external view returns (uint256 period, bool pending, uint256 finalAt, bytes25 digest) {
        if (_of[deal].setup.signers == address(0)) revert RoyaltyOracle_NoStream(deal);
        PendingReport last = _of[deal].waiting;
        pending = last.acceptedAt() != 0;
        if (last.isDisputed()) finalAt = type(uint256).max;
        else if (pending) finalAt = last.acceptedAt() + _of[deal].setup.disputeWindow;
        return (last.period(), pending, finalAt, last.digest());
    }

    /// @inheritdoc IRoyaltyOracle
    function isMissing(address deal) public view override returns (bool) {
        PendingReport last = _of[deal].waiting;
        return last.acceptedAt() != 0 && _missing[deal] == last.period();
    }

    /// @inheritdoc IRoyaltyOracle
    function foreseen(address deal, uint256 received, uint256 otherIncome)
        external
        view
        returns (uint256 collections, int256 claimed, uint256 restatements)
    {
        Setup memory setup = _of[deal].setup;
        (collections, claimed, restatements,) = _restated(deal, setup, received, otherIncome);
        restatements -= setup.taken;
    }

    /// @inheritdoc IRoyaltyOracle
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
        )
    {
        Setup memory setup = _of[deal].setup;
        bytes memory set = _set(deal);
        (uint256 e, uint256 t, uint256 i) = SignerSet.head(set);
        // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
        (epoch, threshold, invoices) = (uint32(e), uint8(t), uint8(i));
        (disputeWindow, missingAfterDays) = (setup.disputeWindow, setup.missingAfterDays);
        (signers, weights) = SignerSet.all(set);
        disputeBond = SignerSet.bond(set);
    }

    /// @dev A report takes the place of an empty one that stands in for it, until that is final: then providers of support may have been asked for
    /// money under it. Any other waits for its payment date.
    function _replaceable(address deal, PendingReport last) private returns (uint256 period) {
        period = last.period();
        bool final_ = last.acceptedAt() + _of[deal].setup.disputeWindow <= block.timestamp;
        if (final_ || !isMissing(deal)) revert RoyaltyOracle_PreviousNotExecuted(period);
        _missing[deal] = 0;
    }

    /// @dev `ReportAccepted` straight from calldata, where its amounts stand as they are told, as this is the oracle's one hot transaction.
    function _tellAccepted(RoyaltyReport calldata report, uint256 period, uint256 signerSet) private {
        bytes32 topic = ReportAccepted.selector;
        uint256[] calldata invoices = report.invoices;
        assembly ("memory-safe") {
            let data := mload(0x40)
            let size := mul(32, invoices.length)
            mstore(data, signerSet)
            calldatacopy(add(data, 32), add(report, 96), 192) // received to evidence root; the fifth is the offset of the invoices
            mstore(add(data, 160), 224)
            mstore(add(data, 224), invoices.length)
            calldatacopy(add(data, 256), invoices.offset, size)
            log3(data, add(256, size), topic, calldataload(report), period)
        }
    }

    function _tellOpened(uint32 firstPeriod, Setup memory setup, bytes memory set) private {
        (, uint256 threshold, uint256 invoices) = SignerSet.head(set);
        (address[] memory signers, uint8[] memory weights) = SignerSet.all(set);
        emit StreamOpened(
            msg.sender,
            firstPeriod,
            1,
            // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
            uint8(threshold),
            // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
            uint8(invoices),
            setup.disputeWindow,
            signers,
            weights,
            SignerSet.bond(set),
            setup.missingAfterDays
        );
    }

    /// @dev A report the deal could not execute would block it for ever, so it is refused at the door. Straight from calldata: received, other
    /// income, flag and target are the fourth to the seventh word.
    function _checkAmounts(RoyaltyReport calldata report, uint256 invoices) private pure {
        uint256[] calldata amounts = report.invoices;
        if (amounts.length != invoices) revert RoyaltyOracle_InvoiceCount(invoices, amounts.length);
        uint256 all;
        uint256 unflagged;
        assembly ("memory-safe") {
            let received := calldataload(add(report, 96))
            let otherIncome := calldataload(add(report, 128))
            let flag := calldataload(add(report, 160))
            let target := calldataload(add(report, 192))
            unflagged := mul(target, iszero(flag))
            // the sum wraps only when one of them is too large by itself
            all := or(or(received, otherIncome), or(target, add(received, otherIncome)))
            // a flag that is neither 0 nor 1 could be signed, and never be handed on to the payment date
            all := or(all, sub(0, gt(flag, 1)))
            let end := add(amounts.offset, mul(32, invoices))
            for { let at := amounts.offset } lt(at, end) { at := add(at, 32) } { all := or(all, calldataload(at)) }
        }
        if (unflagged != 0) revert RoyaltyOracle_TargetWithoutFlag(unflagged);
        if (all >= AMOUNT_LIMIT) revert RoyaltyOracle_AmountTooLarge(AMOUNT_LIMIT, all);
    }
}
