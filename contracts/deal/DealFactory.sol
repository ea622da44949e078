// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IDealFactory} from "../interfaces/IDealFactory.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {Offering} from "../market/Offering.sol";
import {OfferingTerms} from "../market/OfferingTerms.sol";
import {Offer, Offers} from "../types/Offer.sol";
import {TransferRules} from "../types/TransferRules.sol";
import {Program} from "../waterfall/Program.sol";
import {ProgramChecker} from "../waterfall/ProgramChecker.sol";
import {Header} from "../waterfall/words/Header.sol";
import {TrancheWord} from "../waterfall/words/TrancheWord.sol";
import {DealCore} from "./DealCore.sol";
import {RoyaltyEscrow} from "./RoyaltyEscrow.sol";
import {TrancheTerms} from "./TrancheTerms.sol";
import {TrancheToken} from "./TrancheToken.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealFactory
/// @notice See {IDealFactory}. Deal, offering and tokens are clones made and wired in one transaction; the escrow is deployed whole, since
/// a claim is the commonest transaction and then pays for no delegation.
/// @dev Addresses come from CREATE2 with the caller in the salt: a reorganisation can't put another's deal in the place of one's own. Those
/// of escrow, offering and tokens depend on every parameter: what is subscribed or paid for one deal can't reach the same caller's other.
contract DealFactory is IDealFactory {
    /// @dev What a deal consists of while it is made.
    struct Parts {
        address deal;
        address escrow;
        address offering;
        address[] tokens;
    }

    uint256 private constant TEXT_LIMIT = 64;
    uint256 private constant COUNTRIES = 128;
    bytes32 private constant NO_COUNTRY = keccak256(new bytes(128));
    uint256 private constant PPM = 10 ** 6;
    uint256 private constant LARGEST_AMOUNT = type(uint96).max;

    /// @notice The contract every deal is a clone of.
    address public immutable DEAL;
    /// @notice The contract every tranche token is a clone of.
    address public immutable TRANCHE_TOKEN;
    /// @notice The contract every offering is a clone of.
    address public immutable OFFERING;
    /// @notice The oracle deals of this factory listen to.
    address public immutable ORACLE;
    /// @notice The registry of eligible investors.
    address public immutable REGISTRY;
    /// @notice Who uses the powers over holders.
    address public immutable AGENT;
    /// @notice Who can halt.
    address public immutable SUPERVISOR;
    /// @notice Refuses programs that could not be executed.
    ProgramChecker public immutable CHECKER;

    /// @param oracle A {RoyaltyOracle}.
    /// @param trancheToken The {TrancheToken} to clone; deals use its registry, transfer agent and supervisor.
    /// @param deal The {Deal} to clone; deals use its supervisor, which is the token's, and its support facility.
    /// @param checker Refuses programs that could not be executed.
    constructor(address oracle, TrancheToken trancheToken, address deal, ProgramChecker checker) {
        if (oracle.code.length == 0) revert DealFactory_ZeroAddress("oracle");
        if (address(trancheToken).code.length == 0) revert DealFactory_ZeroAddress("tranche token");
        (ORACLE, TRANCHE_TOKEN) = (oracle, address(trancheToken));
        (REGISTRY, AGENT) = (trancheToken.identityRegistry(), trancheToken.agent());
        SUPERVISOR = trancheToken.haltedBy();
        if (REGISTRY.code.length == 0) revert DealFactory_ZeroAddress("registry");
        if (AGENT.code.length == 0) revert DealFactory_ZeroAddress("agent");
        if (SUPERVISOR.code.length == 0) revert DealFactory_ZeroAddress("supervisor");
        if (deal.code.length == 0) revert DealFactory_ZeroAddress("deal");
        if (address(checker).code.length == 0) revert DealFactory_ZeroAddress("checker");
        address halts = address(DealCore(deal).SUPERVISOR());
        if (halts != SUPERVISOR) revert DealFactory_OtherSupervisor(SUPERVISOR, halts);
        (DEAL, CHECKER) = (deal, checker);
        OFFERING = address(new Offering());
    }

    /// @inheritdoc IDealFactory
    function createDeal(DealParams calldata p) external returns (address deal) {
        Header h = _check(p);
        bytes32 salt = _salt(msg.sender, p.salt);
        Parts memory made;
        made.deal = deal = Clones.cloneDeterministic(DEAL, salt);
        _checkCreditors(p, deal);
        salt = keccak256(abi.encode(deal, p));
        made.escrow = _escrow(p, deal, h.accounts() + h.facilities(), salt);
        made.offering = Clones.cloneDeterministicWithImmutableArgs(OFFERING, _offeringTerms(p, made), salt);
        made.tokens = new address[](h.tranches());
        for (uint256 t; t < h.tranches(); ++t) {
            made.tokens[t] = Clones.cloneDeterministicWithImmutableArgs(
                TRANCHE_TOKEN, _tokenTerms(p, made, t), salt
            );
        }
        _announce(p, made);
        emit DealRules(deal, p.transferRules, p.countries, p.taxTable, p.taxAuthority);
        IDeal(deal).initialize(_wiring(p, made), p.oracleTerms, p.meetingTerms);
    }

    /// @inheritdoc IDealFactory
    function predictDeal(address creator, bytes32 salt) external view returns (address) {
        return Clones.predictDeterministicAddress(DEAL, _salt(creator, salt));
    }

    /// @inheritdoc IDealFactory
    function infrastructure()
        external
        view
        returns (address oracle, address registry, address agent, address supervisor)
    {
        return (ORACLE, REGISTRY, AGENT, SUPERVISOR);
    }

    /// @dev What could never be executed is refused before anything is made.
    // slither-disable-next-line cyclomatic-complexity: one refusal after another
    function _check(DealParams calldata p) private view returns (Header h) {
        bytes memory program = p.program;
        h = CHECKER.check(program, p.payees.length);
        _length("names", h.tranches(), p.names.length);
        _length("symbols", h.tranches(), p.symbols.length);
        _length("offers", h.tranches(), p.offers.length);
        _length("funding", h.accounts(), p.funding.length);
        _length("transfer rules", h.tranches(), p.transferRules.length);
        _length("countries", h.tranches(), p.countries.length);
        if (p.originator == address(0)) revert DealFactory_ZeroAddress("originator");
        for (uint256 i; i < p.payees.length; ++i) {
            if (p.payees[i] == address(0)) revert DealFactory_ZeroAddress("payee");
        }
        uint256 proceeds;
        for (uint256 t; t < h.tranches(); ++t) {
            _shortText(p.names[t]);
            _shortText(p.symbols[t]);
            TransferRules rules = TransferRules.wrap(uint256(p.transferRules[t]));
            TrancheWord tranche = Program.tranche(program, t);
            _checkRules(rules, p.countries[t], tranche.units());
            Offer offer = Offer.wrap(uint256(p.offers[t]));
            _checkOffer(offer, rules, tranche);
            proceeds += offer.price() * (tranche.units() - rules.retained());
        }
        if (proceeds > LARGEST_AMOUNT) revert DealFactory_ProceedsTooLarge(LARGEST_AMOUNT, proceeds);
        uint256 funding;
        for (uint256 a; a < h.accounts(); ++a) {
            if (p.funding[a] > proceeds) revert DealFactory_FundingAboveProceeds(proceeds, p.funding[a]);
            funding += p.funding[a];
        }
        if (funding > proceeds) revert DealFactory_FundingAboveProceeds(proceeds, funding);
        bool asks = h.facts() != 0;
        if (asks ? p.facts.code.length == 0 : p.facts != address(0)) revert DealFactory_FactsSource(h.facts(), p.facts);
        if (p.deadline < block.timestamp) revert DealFactory_DeadlinePassed(p.deadline, block.timestamp);
        if (p.opens > p.deadline) revert DealFactory_OpensAfterDeadline(p.deadline, p.opens);
    }

    function _announce(DealParams calldata p, Parts memory made) private {
        emit DealCreated(
            made.deal,
            msg.sender,
            p.termsHash,
            made.escrow,
            made.offering,
            p.paymentToken,
            made.tokens,
            p.offers,
            p.opens,
            p.deadline
        );
    }

    function _wiring(DealParams calldata p, Parts memory made) private view returns (bytes memory) {
        return Wiring.pack(
            p.program,
            [made.escrow, ORACLE, made.offering, p.originator],
            p.termsHash,
            made.tokens,
            p.funding,
            p.facts,
            p.payees
        );
    }

    function _offeringTerms(DealParams calldata p, Parts memory made) private pure returns (bytes memory) {
        return OfferingTerms.pack(made.deal, made.escrow, p.paymentToken, p.opens, p.deadline, p.offers);
    }

    function _tokenTerms(DealParams calldata p, Parts memory made, uint256 t) private pure returns (bytes memory) {
        return TrancheTerms.pack(
            TransferRules.wrap(uint256(p.transferRules[t])),
            [made.escrow, p.paymentToken, made.deal, made.offering, p.originator],
            // forge-lint: disable-next-line(unsafe-typecast): a program has at most sixteen tranches
            uint8(t),
            p.names[t],
            p.symbols[t],
            p.countries[t]
        );
    }

    function _escrow(DealParams calldata p, address deal, uint256 accounts, bytes32 salt) private returns (address) {
        return address(
            new RoyaltyEscrow{salt: salt}(
                deal,
                IERC20(p.paymentToken),
                accounts,
                IEligibility(REGISTRY),
                ISupervisor(SUPERVISOR),
                p.taxTable,
                p.taxAuthority
            )
        );
    }

    /// @dev A deal can't withdraw what it would be owed, and its address is known beforehand.
    function _checkCreditors(DealParams calldata p, address deal) private pure {
        bool owed = p.originator == deal || p.taxAuthority == deal;
        for (uint256 i; i < p.payees.length; ++i) {
            owed = owed || p.payees[i] == deal;
        }
        if (owed) revert DealFactory_OwedToItself(deal);
    }

    function _checkRules(TransferRules rules, bytes calldata countries, uint256 units) private pure {
        rules.check();
        _length("countries of a tranche", rules.limitsJurisdictions() ? COUNTRIES : 0, countries.length);
        if (countries.length != 0 && keccak256(countries) == NO_COUNTRY) revert DealFactory_NoCountry();
        uint256 most = rules.largestHolding() == 0 ? units : rules.largestHolding();
        if (rules.retained() > most) revert DealFactory_RetainsTooMuch(most, rules.retained());
        if (rules.retained() != 0 && rules.retained() < rules.denomination()) {
            revert DealFactory_Unsellable("retention", rules.denomination(), rules.retained());
        }
        if (rules.denomination() > units || rules.denomination() > most) {
            revert DealFactory_Unsellable("denomination", most < units ? most : units, rules.denomination());
        }
        uint256 limit = rules.holderLimit();
        if (limit != 0 && limit * most < units) revert DealFactory_Unsellable("holder limit", units, limit * most);
    }

    /// @dev Every level has a price and a coupon, and every allotment can be held and, where fewer units are placed, divides the balance.
    // slither-disable-next-line cyclomatic-complexity: one refusal after another
    function _checkOffer(Offer offer, TransferRules rules, TrancheWord tranche) private pure {
        uint256 last = _within("levels", 1, Offers.MOST_LEVELS, offer.levels()) - 1;
        if (offer.kind() > Offers.PRICE) revert DealFactory_BadOffer("kind", Offers.PRICE, offer.kind());
        if (offer.kind() == Offers.FIXED && last != 0) revert DealFactory_BadOffer("levels", 1, last + 1);
        if (last != 0 && offer.step() == 0) revert DealFactory_BadOffer("step", 0, 0);
        if (offer.kind() == Offers.PRICE && last * offer.step() >= offer.price()) {
            revert DealFactory_BadOffer("step", offer.price(), last * offer.step());
        }
        if (offer.kind() == Offers.COUPON) _within("coupon", 1, PPM, offer.couponAt(tranche.coupon(), last));
        uint256 classes = uint8(Offer.unwrap(offer) >> 232);
        uint256 admitted = uint8(TransferRules.unwrap(rules) >> 240);
        if (classes & ~admitted != 0) revert DealFactory_BadOffer("classes", admitted, classes);
        uint256 sold = tranche.units() - rules.retained();
        uint256 least = rules.denomination() == 0 ? 1 : rules.denomination();
        uint256 largest = rules.largestHolding();
        uint256 mostOfOne = largest != 0 && largest < sold ? largest : sold;
        uint256 lot = _within("lot", least, sold == 0 ? type(uint24).max : mostOfOne, offer.lot());
        if (sold != 0 && rules.holderLimit() == 1 && rules.retained() != 0) revert DealFactory_Unsellable("holder limit", 2, 1);
        if (sold % lot != 0) revert DealFactory_BadOffer("lot", sold, lot);
        _within("minimum", rules.retained() + (sold == 0 ? 0 : lot), tranche.units(), offer.minimum());
        if (offer.minimum() != tranche.units() && tranche.originalBalance() % tranche.units() != 0) {
            revert DealFactory_BadOffer("minimum", tranche.originalBalance(), tranche.units());
        }
    }

    function _within(string memory field, uint256 least, uint256 most, uint256 given) private pure returns (uint256) {
        if (given < least) revert DealFactory_BadOffer(field, least, given);
        if (given > most) revert DealFactory_BadOffer(field, most, given);
        return given;
    }

    function _shortText(string calldata text) private pure {
        if (bytes(text).length > TEXT_LIMIT) revert DealFactory_TextTooLong(TEXT_LIMIT, bytes(text).length);
    }

    function _length(string memory what, uint256 expected, uint256 given) private pure {
        if (expected != given) revert DealFactory_WrongLength(what, expected, given);
    }

    function _salt(address creator, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(creator, salt));
    }
}
