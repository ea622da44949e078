// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IOracleSigners} from "../interfaces/IOracleSigners.sol";
import {OracleTerms} from "../types/OracleTerms.sol";
import {RoyaltyReport} from "../types/RoyaltyReport.sol";
import {OracleStreams} from "./OracleStreams.sol";
import {SignerSet} from "./SignerSet.sol";

/// @title OracleSigners
/// @notice See {IOracleSigners}. An epoch is in every signed struct, so beginning one makes all earlier signatures void.
abstract contract OracleSigners is IOracleSigners, OracleStreams {
    /// @dev `set` is where it stands as code, in no epoch yet.
    struct Proposal {
        address set;
        uint40 readyAt;
    }

    /// @notice Seconds between proposing a set of signers and putting it in force.
    uint256 public constant ROTATION_DELAY = 3 days;

    /// @notice Seconds from then on in which it can be put in force: a forgotten proposal must not make signatures void months later.
    uint256 public constant ENACT_WITHIN = 14 days;

    mapping(address deal => Proposal) private _proposals;

    /// @inheritdoc IOracleSigners
    function proposeSigners(address deal, uint8 threshold, address[] calldata signers, uint8[] calldata weights)
        external
        onlyRole(GOVERNOR_ROLE)
    {
        bytes memory set = _set(deal);
        (,, uint256 invoices) = SignerSet.head(set);
        // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
        bytes memory proposed = abi.encodePacked(uint32(0), threshold, uint8(invoices), SignerSet.bond(set));
        proposed = bytes.concat(proposed, OracleTerms.pack(signers, weights));
        _requireSound(proposed);
        // forge-lint: disable-next-line(unsafe-typecast): seconds; 40 bits last for 34,000 years
        uint40 readyAt = uint40(block.timestamp + ROTATION_DELAY);
        _proposals[deal] = Proposal(SignerSet.write(proposed), readyAt);
        emit SignersProposed(deal, readyAt, threshold, signers, weights, msg.sender);
    }

    /// @inheritdoc IOracleSigners
    function withdrawProposal(address deal) external {
        _requireEither(GOVERNOR_ROLE, SUPERVISOR_ROLE);
        if (_proposals[deal].readyAt == 0) revert OracleSigners_NoProposal(deal);
        _drop(deal);
    }

    /// @inheritdoc IOracleSigners
    function enactSigners(address deal) external {
        Proposal memory proposal = _proposals[deal];
        if (proposal.readyAt == 0) revert OracleSigners_NoProposal(deal);
        if (block.timestamp < proposal.readyAt) revert OracleSigners_TooEarly(proposal.readyAt, block.timestamp);
        uint256 last = proposal.readyAt + ENACT_WITHIN;
        if (block.timestamp > last) revert OracleSigners_TooLate(last, block.timestamp);
        delete _proposals[deal];
        _begin(deal, SignerSet.read(proposal.set));
    }

    /// @inheritdoc IOracleSigners
    function voidSignatures(address deal) external {
        _requireEither(GOVERNOR_ROLE, TRUSTEE_ROLE);
        emit SignaturesVoided(deal, _nextEpoch(deal), msg.sender);
    }

    /// @inheritdoc IOracleSigners
    function showDoubleSigning(
        RoyaltyReport calldata first,
        bytes calldata firstSignature,
        RoyaltyReport calldata second,
        bytes calldata secondSignature
    ) external {
        address deal = first.deal;
        if (second.deal != deal) revert OracleSigners_OtherPlace(uint160(deal), uint160(second.deal));
        if (second.period != first.period) revert OracleSigners_OtherPlace(first.period, second.period);
        if (second.epoch != first.epoch) revert OracleSigners_OtherPlace(first.epoch, second.epoch);
        (bytes32 one, bytes32 other) = (_digest(first), _digest(second));
        if (one == other) revert OracleSigners_SameReport(one);
        address signer = ECDSA.recoverCalldata(one, firstSignature);
        address again = ECDSA.recoverCalldata(other, secondSignature);
        if (signer != again) revert OracleSigners_OtherSigner(signer, again);
        bytes memory set = _set(deal);
        (uint256 index, uint256 weight) = SignerSet.find(set, 0, SignerSet.size(set), signer);
        if (weight == 0) revert RoyaltyOracle_UnknownSigner(signer);
        emit DoubleSigningShown(deal, signer, first.period, one, other, msg.sender);
        if (_proposes(deal, signer)) _drop(deal);
        _begin(deal, SignerSet.without(set, index));
    }

    /// @inheritdoc IOracleSigners
    function proposalReadyAt(address deal) external view returns (uint256) {
        return _proposals[deal].readyAt;
    }

    /// @dev The same signers in the next epoch.
    function _nextEpoch(address deal) internal returns (uint32 epoch) {
        bytes memory set = _set(deal);
        epoch = _epochAfter(set);
        _of[deal].setup.signers = SignerSet.write(SignerSet.inEpoch(set, epoch));
    }

    /// @dev A set in force, in the next epoch of the deal.
    function _begin(address deal, bytes memory set) private {
        uint32 epoch = _epochAfter(_set(deal));
        _of[deal].setup.signers = SignerSet.write(SignerSet.inEpoch(set, epoch));
        (, uint256 threshold,) = SignerSet.head(set);
        (address[] memory signers, uint8[] memory weights) = SignerSet.all(set);
        // forge-lint: disable-next-line(unsafe-typecast): it was in so few bits before
        emit SignersChanged(deal, epoch, uint8(threshold), signers, weights);
    }

    /// @dev Whether he would be back with the proposed set.
    function _proposes(address deal, address signer) private view returns (bool) {
        if (_proposals[deal].readyAt == 0) return false;
        bytes memory set = SignerSet.read(_proposals[deal].set);
        (, uint256 weight) = SignerSet.find(set, 0, SignerSet.size(set), signer);
        return weight != 0;
    }

    function _drop(address deal) private {
        delete _proposals[deal];
        emit ProposalWithdrawn(deal, msg.sender);
    }

    function _epochAfter(bytes memory set) private pure returns (uint32) {
        (uint256 epoch,,) = SignerSet.head(set);
        // forge-lint: disable-next-line(unsafe-typecast): an epoch a change of signers
        return uint32(epoch + 1);
    }

    function _requireEither(bytes32 role, bytes32 other) private view {
        if (!hasRole(role, msg.sender) && !hasRole(other, msg.sender)) revert OracleSigners_NotOneOffice(msg.sender);
    }
}
