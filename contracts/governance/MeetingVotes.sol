// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {INoteholderMeeting} from "../interfaces/INoteholderMeeting.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ITrancheToken} from "../interfaces/ITrancheToken.sol";
import {Supervisor} from "./Supervisor.sol";
import {MeetingTerms} from "../types/MeetingTerms.sol";

/// @title MeetingVotes
/// @notice Whose units count for what: by class, at the record date, without the originator's and without those that are held back.
/// @dev The part of a Governor that it leaves open. Its `getVotes` and `quorum` are of one token and say nothing here (0): see
/// {INoteholderMeeting-votesOf} and {INoteholderMeeting-tallyOf}.
abstract contract MeetingVotes is INoteholderMeeting, Governor {
    using MeetingTerms for MeetingTerms.View;

    /// @dev Of one class: units by support, and those excused from the quorum.
    struct Tally {
        uint64[3] cast;
        uint64 excused;
    }

    /// @dev A proposal of the Governor. `classes`: bits of the tranches that vote on it, those with a vote and not repaid when it was convened.
    struct Resolution {
        address deal;
        uint48 haltedUntil;
        uint16 classes;
        mapping(uint256 tranche => Tally) tallies;
        mapping(address voter => bool) voted;
        mapping(address holder => mapping(uint256 tranche => uint256)) excused;
    }

    uint8 private constant AGAINST = 0;
    uint8 private constant IN_FAVOUR = 1;
    uint8 private constant ABSTAINS = 2;

    /// @notice Can halt deals, holders and resolutions.
    Supervisor public immutable SUPERVISOR;

    mapping(address deal => address) internal _terms;
    mapping(uint256 resolution => Resolution) internal _resolutions;

    constructor(Supervisor supervisor) {
        SUPERVISOR = supervisor;
    }

    /// @inheritdoc INoteholderMeeting
    function excuse(uint256 resolution, address holder) external {
        _validateStateBitmap(resolution, _encodeStateBitmap(ProposalState.Active));
        Resolution storage r = _resolutions[resolution];
        if (r.voted[holder]) revert NoteholderMeeting_HasVoted(holder);
        IDeal deal = IDeal(r.deal);
        if (_isOriginators(deal, holder)) revert NoteholderMeeting_OriginatorHasNoVote(holder);
        MeetingTerms.View memory terms = _termsOf(r.deal);
        bool anything;
        for (uint256 t; t < terms.tranches; ++t) {
            if (!_votesOn(r, t)) continue;
            (uint256 held, uint256 free) = _unitsOf(deal, holder, t, proposalSnapshot(resolution));
            // slither-disable-next-line calls-loop: a program has at most sixteen tranches
            if (SUPERVISOR.holderHaltedUntil(r.deal, holder) != 0) free = 0;
            if (_setExcused(r, resolution, holder, t, held - free)) anything = true;
        }
        if (!anything) revert NoteholderMeeting_NothingToExcuse(holder);
    }

    /// @inheritdoc INoteholderMeeting
    function tallyOf(uint256 resolution, uint256 tranche)
        public
        view
        returns (uint256 against, uint256 inFavour, uint256 abstaining, uint256 voting)
    {
        Resolution storage r = _resolutions[resolution];
        Tally storage tally = r.tallies[tranche];
        (against, inFavour, abstaining) = (tally.cast[AGAINST], tally.cast[IN_FAVOUR], tally.cast[ABSTAINS]);
        uint256 recordDate = proposalSnapshot(resolution);
        if (recordDate < clock() && _votesOn(r, tranche)) voting = _votingUnits(r, tranche, recordDate) - tally.excused;
    }

    /// @inheritdoc INoteholderMeeting
    function votesOf(uint256 resolution, address holder, uint256 tranche) external view returns (uint256 free) {
        IDeal deal = IDeal(_resolutions[resolution].deal);
        if (_isOriginators(deal, holder) || !_votesOn(_resolutions[resolution], tranche)) return 0;
        if (SUPERVISOR.holderHaltedUntil(address(deal), holder) != 0) return 0;
        (, free) = _unitsOf(deal, holder, tranche, proposalSnapshot(resolution));
    }

    /// @notice Record dates are seconds.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice Record dates are seconds.
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice How votes are counted: each class by itself.
    function COUNTING_MODE() external pure returns (string memory) {
        return "support=bravo&quorum=for,against,abstain&by=class";
    }

    /// @notice Whether the account has cast its ballot.
    function hasVoted(uint256 resolution, address account) external view returns (bool) {
        return _resolutions[resolution].voted[account];
    }

    /// @notice No number is the quorum of all classes: 0.
    function quorum(uint256) public pure override returns (uint256) {
        return 0;
    }

    function _getVotes(address, uint256, bytes memory) internal pure override returns (uint256) {
        return 0;
    }

    /// @dev One ballot counts in every class of which the voter holds units.
    function _countVote(uint256 resolution, address voter, uint8 support, uint256, bytes memory)
        internal
        override
        returns (uint256 total)
    {
        if (support > ABSTAINS) revert GovernorInvalidVoteType();
        Resolution storage r = _resolutions[resolution];
        IDeal deal = IDeal(r.deal);
        if (r.voted[voter]) revert GovernorAlreadyCastVote(voter);
        if (_isOriginators(deal, voter)) revert NoteholderMeeting_OriginatorHasNoVote(voter);
        uint256 until = SUPERVISOR.holderHaltedUntil(r.deal, voter);
        if (until != 0) revert NoteholderMeeting_VoterHalted(voter, until);
        r.voted[voter] = true;
        MeetingTerms.View memory terms = _termsOf(r.deal);
        uint256 recordDate = proposalSnapshot(resolution);
        for (uint256 t; t < terms.tranches; ++t) {
            if (!_votesOn(r, t)) continue;
            (uint256 held, uint256 free) = _unitsOf(deal, voter, t, recordDate);
            _setExcused(r, resolution, voter, t, held - free);
            // slither-disable-next-line incorrect-equality: nothing to count
            if (free == 0) continue;
            total += free;
            // forge-lint: disable-next-line(unsafe-typecast): units have 48 bits
            r.tallies[t].cast[support] += uint64(free);
            emit VotesCounted(resolution, voter, t, support, free);
        }
        if (total == 0) revert NoteholderMeeting_NoVotes(voter, recordDate);
    }

    /// @dev A class in which nobody can vote is left out.
    // slither-disable-next-line dead-code: called by the Governor
    function _quorumReached(uint256 resolution) internal view override returns (bool) {
        MeetingTerms.View memory terms = _termsOf(_resolutions[resolution].deal);
        for (uint256 t; t < terms.tranches; ++t) {
            if (!_votesOn(_resolutions[resolution], t)) continue;
            (uint256 against, uint256 inFavour, uint256 abstaining, uint256 voting) = tallyOf(resolution, t);
            uint256 cast = against + inFavour + abstaining;
            if (cast * MeetingTerms.WHOLE < terms.quorum(t) * voting) return false;
        }
        return true;
    }

    /// @dev Each class that can vote carries it, and there is one.
    // slither-disable-next-line dead-code: called by the Governor
    function _voteSucceeded(uint256 resolution) internal view override returns (bool carried) {
        MeetingTerms.View memory terms = _termsOf(_resolutions[resolution].deal);
        for (uint256 t; t < terms.tranches; ++t) {
            if (!_votesOn(_resolutions[resolution], t)) continue;
            (uint256 against, uint256 inFavour,, uint256 voting) = tallyOf(resolution, t);
            // slither-disable-next-line incorrect-equality: a class in which nobody can vote
            if (voting == 0) continue;
            // slither-disable-next-line incorrect-equality: nobody is in favour
            if (inFavour == 0 || inFavour * MeetingTerms.WHOLE < terms.majority(t) * (against + inFavour)) return false;
            carried = true;
        }
    }

    function _votesOn(Resolution storage r, uint256 tranche) private view returns (bool) {
        return r.classes >> tranche & 1 == 1;
    }

    function _termsOf(address deal) internal view returns (MeetingTerms.View memory) {
        address pointer = _terms[deal];
        if (pointer == address(0)) revert NoteholderMeeting_NoMeeting(deal);
        return MeetingTerms.read(pointer, IDeal(deal).tranches());
    }

    /// @dev Units at the record date, and those of them that are not held back now.
    // slither-disable-next-line calls-loop: a program has at most sixteen tranches
    function _unitsOf(IDeal deal, address holder, uint256 tranche, uint256 recordDate)
        private
        view
        returns (uint256 held, uint256 free)
    {
        (address token,) = deal.trancheAt(tranche);
        held = ITrancheToken(token).balanceOfAt(holder, recordDate);
        // slither-disable-next-line incorrect-equality: holds nothing
        if (held == 0) return (0, 0);
        (, uint256 frozen, bool walletFrozen,) = IRoyaltyEscrow(ITrancheToken(token).escrow()).holdingOf(token, holder);
        if (!walletFrozen && frozen < held) free = held - frozen;
    }

    /// @dev All units but the originator's, whose wallets are never many; without what those are excused of, which counts as excused.
    function _votingUnits(Resolution storage r, uint256 tranche, uint256 recordDate) private view returns (uint256 units) {
        IDeal deal = IDeal(r.deal);
        (address found,) = deal.trancheAt(tranche);
        ITrancheToken token = ITrancheToken(found);
        units = token.totalSupplyAt(recordDate);
        (,,, address originator,) = deal.parties();
        IEligibility registry = IEligibility(token.identityRegistry());
        address[] memory wallets = registry.walletsOf(registry.identity(originator));
        for (uint256 i; i < wallets.length; ++i) {
            if (wallets[i] != originator) units -= _counted(r, token, wallets[i], tranche, recordDate);
        }
        units -= _counted(r, token, originator, tranche, recordDate);
    }

    /// @dev A wallet that became the originator's after its units were excused must not be taken off twice.
    // slither-disable-next-line calls-loop: the registry limits an investor's wallets
    function _counted(Resolution storage r, ITrancheToken token, address wallet, uint256 tranche, uint256 recordDate)
        private
        view
        returns (uint256)
    {
        return token.balanceOfAt(wallet, recordDate) - r.excused[wallet][tranche];
    }

    function _isOriginators(IDeal deal, address wallet) private view returns (bool) {
        (,,, address originator,) = deal.parties();
        if (wallet == originator) return true;
        (address token,) = deal.trancheAt(0);
        IEligibility registry = IEligibility(ITrancheToken(token).identityRegistry());
        address investor = registry.identity(wallet);
        return investor != address(0) && investor == registry.identity(originator);
    }

    function _setExcused(Resolution storage r, uint256 resolution, address holder, uint256 tranche, uint256 units)
        private
        returns (bool changed)
    {
        uint256 before = r.excused[holder][tranche];
        // slither-disable-next-line incorrect-equality: nothing changes
        if (before == units) return false;
        r.excused[holder][tranche] = units;
        Tally storage tally = r.tallies[tranche];
        // forge-lint: disable-next-line(unsafe-typecast): units have 48 bits
        tally.excused = uint64(tally.excused + units - before);
        emit Excused(resolution, holder, tranche, units);
        return true;
    }
}
