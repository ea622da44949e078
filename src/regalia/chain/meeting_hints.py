# SPDX-License-Identifier: Apache-2.0
"""What a person can do next when a meeting of noteholders refuses, by the error's name in Solidity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_TERMS = {
    "MeetingTerms_WrongLength": "Compile the meeting's terms from the deal file: 22 bytes, 4 a tranche, 36 an amendable field.",
    "MeetingTerms_NoVoting": "Let votes be cast for a day at least.",
    "MeetingTerms_NobodyVotes": "Let one tranche have a quorum, or leave the meeting out.",
    "MeetingTerms_NoShare": "Shares are above zero and at most the whole, in hundredths of a per cent.",
    "MeetingTerms_BadField": "Compile the meeting's terms from the deal file: a field is not of the program, or its bounds don't fit.",
    "NoteholderMeeting_AlreadyOpen": "A deal opens its meeting once, when it is made.",
    "NoteholderMeeting_NoMeeting": "The deal file of this deal has no meeting: its holders resolve nothing.",
    "NoteholderMeeting_NoRecordDates": "Let a tranche with a vote keep record dates, by its transfer rules.",
}
_CONVENING = {
    "NoteholderMeeting_NotAnAct": "Convene on one of the six kinds of resolution: see docs/decisions/0006-a-place-to-trade.md.",
    "NoteholderMeeting_OneAct": "Convene on one act, with no ether: further ones are resolutions of their own.",
    "NoteholderMeeting_NoEther": "Send no ether: nothing could be done with it.",
    "NoteholderMeeting_HoldsTooLittle": "Convene from a wallet that has held the needed share of a class, in hundredths of a per cent, "
    "for a second at least.",
    "NoteholderMeeting_Rehearsed": "The act could be carried out: nothing has to be done.",
    "GovernorRestrictedProposer": "The description names another proposer: leave `#proposer=` out of it.",
}
_VOTES = {
    "NoteholderMeeting_OriginatorHasNoVote": "The originator never votes: every kind of resolution concerns it.",
    "NoteholderMeeting_VoterHalted": "The supervisor halted the wallet: it votes once that has ended, if votes are still cast.",
    "NoteholderMeeting_NoVotes": "Vote from a wallet that held units at the record date in a class with a vote; frozen ones don't count.",
    "NoteholderMeeting_HasVoted": "The holder has voted: what can't vote of his units is counted already.",
    "NoteholderMeeting_NothingToExcuse": "Show a holder with frozen units of a class with a vote, or whose wallet is frozen or halted.",
    "GovernorAlreadyCastVote": "A wallet votes once: a ballot can't be changed.",
    "GovernorInvalidSignature": "Let the voter sign again: for this meeting, chain and resolution, with its present nonce there.",
    "GovernorInvalidVoteType": "Vote 0 against, 1 for or 2 abstain.",
    "GovernorInvalidVoteParams": "Vote without further data.",
}
_OUTCOMES = {
    "NoteholderMeeting_TooEarly": "Wait until the delay after the vote, or a halt, is over, in seconds since 1970.",
    "NoteholderMeeting_DealHalted": "The supervisor halted the deal: carry it out once the halt ends, in seconds since 1970, or is lifted.",
    "NoteholderMeeting_OnlySupervisor": "Only who may halt deals halts a resolution, and who may resume them lets it go on.",
    "NoteholderMeeting_NoOrder": "Name the order, and the hash of its document: a halt rests on both.",
    "NoteholderMeeting_BadExpiry": "Let the halt end in the future, at most 90 days ahead, and not before one in force.",
    "NoteholderMeeting_NoReason": "Give the reason in words.",
    "NoteholderMeeting_NotHalted": "There is no halt in force: nothing has to be lifted.",
    "GovernorNonexistentProposal": "Name a resolution by its number, as it was convened.",
    "GovernorUnexpectedProposalState": "Look where the resolution stands: votes are cast after its record date until its end; what passed "
    "is carried out after the delay, within 30 days.",
    "GovernorUnableToCancel": "Only who convened it can withdraw a resolution, until its record date.",
}
_ACTS = {
    "NoteholderMeeting_DealNotLive": "Only a live deal has resolutions: look at its status.",
    "NoteholderMeeting_NotReplaceable": "Name a payee whom the deal file lets be replaced; they are numbered from 0.",
    "NoteholderMeeting_BadSuccessor": "Name the address of another than the payee, and not the deal's.",
    "NoteholderMeeting_NoAcceleration": "The deal has no steps after an event of default: none can be declared.",
    "NoteholderMeeting_AlreadyDefaulted": "The deal is in default already: nothing would change.",
    "NoteholderMeeting_ReplacesProvider": "Take providers of facilities off the payees that can be replaced: compile the deal file again.",
    "NoteholderMeeting_NothingToWaive": "There is nothing to waive: number the triggers from 0; 255 is interest that was missed.",
    "NoteholderMeeting_NotAmendable": "Number the amendable fields from 0, in the order of the deal file.",
    "NoteholderMeeting_OutOfBounds": "Give the field a value between its bounds in the deal file.",
    "NoteholderMeeting_NothingChanges": "It is so already.",
    "NoteholderMeeting_NoCall": "Number the calls from 0, in the order of the deal file.",
}
_BETWEEN_CONTRACTS = {
    "GovernorOnlyExecutor": "An act of the meeting is done by a resolution that passed, and in no other way: convene the holders.",
    "GovernorDisabledDeposit": "The meeting holds nothing: send it nothing.",
    "GovernorInsufficientProposerVotes": "Convene with NoteholderMeeting's own share of units: see the deal file.",
    "GovernorInvalidProposalLength": "Convene on one act, with no ether.",
    "GovernorInvalidVotingPeriod": "Compile the meeting's terms from the deal file: its votes end with their record date.",
    "GovernorAlreadyQueuedProposal": "It waits already: carry it out when its time has come.",
    "GovernorProposalQueueingFailed": "What passes waits by itself: carry it out when its time has come.",
    "GovernorProposalQueueingNotRequired": "What passes waits by itself: carry it out when its time has come.",
    "Deal_OnlyMeeting": "Only the meeting of its holders changes a live deal: convene them.",
}

MEETING_HINTS: Mapping[str, str] = MappingProxyType(
    _TERMS | _CONVENING | _VOTES | _OUTCOMES | _ACTS | _BETWEEN_CONTRACTS
)
