// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IOracleRestatements} from "../interfaces/IOracleRestatements.sol";
import {Restatement} from "../types/Restatement.sol";
import {OracleStreams} from "./OracleStreams.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title OracleRestatements
/// @notice See {IOracleRestatements}. A payment date takes in those that are final, in order, up to the first that is not. The twin is
/// `regalia.domain.restating`.
abstract contract OracleRestatements is IOracleRestatements, OracleStreams {
    using SafeCast for uint256;

    /// @dev One slot. `finalAt` is all ones while it is disputed.
    struct Waiting {
        int96 received;
        int96 attested;
        uint40 finalAt;
        bool struck;
    }

    /// @notice How many may wait: a payment date must never cost too much to execute.
    uint256 public constant MOST_WAITING = 8;
    /// @notice The EIP-712 type of a restatement.
    bytes32 internal constant RESTATEMENT_TYPEHASH = keccak256(
        "Restatement(address deal,uint32 number,uint32 epoch,uint32 period,int256 received,int256 otherIncome,bytes32 corrects,bytes32 evidenceRoot)"
    );
    /// @dev Of a delta: so many of them never overflow what they are kept in.
    int256 private constant DELTA_LIMIT = 1 << 90;
    int256 private constant LARGEST = int256(uint256(type(uint96).max));
    uint40 internal constant UNDECIDED = type(uint40).max;

    mapping(address deal => mapping(uint256 number => Waiting)) internal _restatements;

    /// @inheritdoc IOracleRestatements
    function restate(Restatement calldata r, bytes calldata signatures) external {
        bytes memory set = _set(r.deal);
        Setup storage setup = _of[r.deal].setup;
        if (r.number != uint256(setup.accepted) + 1) revert OracleRestatements_OutOfOrder(setup.accepted + 1, r.number);
        if (setup.accepted - setup.taken >= MOST_WAITING) revert OracleRestatements_TooManyWaiting(MOST_WAITING);
        (uint256 epoch, uint256 threshold,) = SignerSet.head(set);
        if (r.epoch != epoch) revert RoyaltyOracle_WrongEpoch(epoch, r.epoch);
        uint256 executed = _executed(r.deal);
        if (r.period < setup.firstPeriod || r.period > executed) {
            revert OracleRestatements_NotExecuted(setup.firstPeriod, executed, r.period);
        }
        _requireInRange(r.received);
        _requireInRange(r.otherIncome);
        uint256 signerSet = _checkSignatures(set, threshold, restatementDigestOf(r), signatures);

        setup.accepted += 1;
        _restatements[r.deal][r.number] = Waiting(
            int96(r.received),
            int96(r.received + r.otherIncome),
            uint40(block.timestamp + setup.disputeWindow),
            false
        );
        emit RestatementAccepted(
            r.deal, r.number, r.period, signerSet, r.received, r.otherIncome, r.corrects, r.evidenceRoot
        );
    }

    /// @inheritdoc IOracleRestatements
    function restatementsOf(address deal) external view returns (uint256 accepted, uint256 taken) {
        return (_of[deal].setup.accepted, _of[deal].setup.taken);
    }

    /// @inheritdoc IOracleRestatements
    function restatementAt(address deal, uint32 number)
        external
        view
        returns (int256 received, int256 attested, uint256 finalAt, bool struck)
    {
        Waiting memory w = _restatements[deal][number];
        return (w.received, w.attested, w.finalAt == UNDECIDED ? type(uint256).max : w.finalAt, w.struck);
    }

    /// @inheritdoc IOracleRestatements
    function restatementDigestOf(Restatement calldata r) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(RESTATEMENT_TYPEHASH, r)));
    }

    /// @dev What a payment date with these amounts in its report works on. `number` is the last that is taken in, `left` what of it waits on.
    function _restated(address deal, Setup memory setup, uint256 received, uint256 otherIncome)
        internal
        view
        returns (uint256 collections, int256 claimed, uint256 number, int256 left)
    {
        int256 total = received.toInt256();
        claimed = (received + otherIncome).toInt256();
        for (number = setup.taken; number < setup.accepted; ++number) {
            Waiting memory w = _restatements[deal][number + 1];
            if (w.finalAt > block.timestamp) break;
            if (w.struck) continue;
            total += w.received;
            claimed += w.attested;
        }
        if (total < 0) (left, total) = (total < -LARGEST / 2 ? -LARGEST / 2 : total, int256(0));
        // more than there can ever be must not lock the deal
        if (number != setup.taken && total > LARGEST) total = LARGEST;
        // forge-lint: disable-next-line(unsafe-typecast): not negative, as seen above
        collections = uint256(total);
    }

    /// @dev The same, and remember what was taken in.
    function _take(address deal, Setup memory setup, uint256 period, uint256 received, uint256 otherIncome)
        internal
        returns (uint256 collections, int256 claimed)
    {
        uint256 number;
        int256 left;
        (collections, claimed, number, left) = _restated(deal, setup, received, otherIncome);
        if (number == setup.taken) return (collections, claimed);
        emit RestatementsTaken(
            // forge-lint: disable-next-line(unsafe-typecast): a period has 24 bits, a number 16
            deal, uint32(period), uint32(setup.taken) + 1, uint32(number), collections, claimed, left
        );
        if (left < 0) {
            // forge-lint: disable-next-line(unsafe-typecast): at least -LARGEST / 2; seconds have 40 bits
            _restatements[deal][number] = Waiting(int96(left), 0, uint40(block.timestamp), false);
            --number;
        }
        // forge-lint: disable-next-line(unsafe-typecast): at most what was accepted, which has 16 bits
        _of[deal].setup.taken = uint16(number);
    }

    function _requireInRange(int256 delta) private pure {
        if (delta <= -DELTA_LIMIT || delta >= DELTA_LIMIT) {
            revert OracleRestatements_DeltaOutOfRange(DELTA_LIMIT, delta);
        }
    }
}
