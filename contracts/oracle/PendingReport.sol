// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev One word: the first 25 bytes of the accepted report's digest ‖ u24 its period ‖ u32 when it was accepted, zero once it was used, all
/// ones while it is disputed.
type PendingReport is uint256;

/// @title PendingReports
/// @notice The latest report of a deal, in one storage slot, so that accepting a report writes once.
/// @dev 25 bytes of a digest: to find two reports that share them takes some 2^100 tries.
library PendingReports {
    uint256 private constant DISPUTED = type(uint32).max;

    error PendingReport_OutOfRange(uint256 period, uint256 timestamp);

    /// @notice A report that waits for its payment date.
    function accepted(bytes32 digest_, uint256 period_, uint256 timestamp) internal pure returns (PendingReport) {
        if (period_ > type(uint24).max || timestamp >= DISPUTED) {
            revert PendingReport_OutOfRange(period_, timestamp);
        }
        // forge-lint: disable-next-line(unsafe-typecast): 25 bytes of a digest are kept, see above
        return PendingReport.wrap(uint256(bytes32(bytes25(digest_))) | period_ << 32 | timestamp);
    }

    /// @notice Nothing waits; `period_` was the last.
    function none(uint256 period_) internal pure returns (PendingReport) {
        if (period_ > type(uint24).max) revert PendingReport_OutOfRange(period_, 0);
        return PendingReport.wrap(period_ << 32);
    }

    /// @notice The same report, disputed.
    function disputed(PendingReport report) internal pure returns (PendingReport) {
        return PendingReport.wrap(PendingReport.unwrap(report) | DISPUTED);
    }

    /// @notice The same report, as if it had been accepted then.
    function since(PendingReport report, uint256 timestamp) internal pure returns (PendingReport) {
        if (timestamp >= DISPUTED) revert PendingReport_OutOfRange(period(report), timestamp);
        return PendingReport.wrap(PendingReport.unwrap(report) & ~DISPUTED | timestamp);
    }

    /// @notice What was accepted.
    function digest(PendingReport report) internal pure returns (bytes25) {
        return bytes25(bytes32(PendingReport.unwrap(report)));
    }

    /// @notice Its period.
    function period(PendingReport report) internal pure returns (uint256) {
        return uint24(PendingReport.unwrap(report) >> 32);
    }

    /// @notice When it was accepted, in seconds; zero when nothing waits.
    function acceptedAt(PendingReport report) internal pure returns (uint256) {
        return uint32(PendingReport.unwrap(report));
    }

    /// @notice Whether it is disputed.
    function isDisputed(PendingReport report) internal pure returns (bool) {
        return acceptedAt(report) == DISPUTED;
    }
}
