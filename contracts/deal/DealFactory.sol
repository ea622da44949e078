// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDeal} from "../interfaces/IDeal.sol";
import {IDealFactory} from "../interfaces/IDealFactory.sol";
import {Offering} from "../market/Offering.sol";
import {Program} from "../waterfall/Program.sol";
import {ProgramCheck} from "../waterfall/ProgramCheck.sol";
import {Deal} from "./Deal.sol";
import {RoyaltyEscrow} from "./RoyaltyEscrow.sol";
import {TrancheToken} from "./TrancheToken.sol";
import {Wiring} from "./Wiring.sol";

/// @title DealFactory
/// @notice See {IDealFactory}. Deal, offering and tokens are clones made and wired in one transaction; the escrow is deployed whole, since
/// a claim is the commonest transaction and then pays for no delegation.
/// @dev Addresses come from CREATE2 with the caller in the salt: a reorganisation can't put another's deal in the place of one's own. Those
/// of escrow, offering and tokens depend on every parameter: what is subscribed or paid for one deal can't reach the same caller's other.
contract DealFactory is IDealFactory {
    using Program for uint256;

    /// @dev What a deal consists of while it is made.
    struct Parts {
        address deal;
        address escrow;
        address offering;
        address[] tokens;
    }

    uint256 private constant TEXT_LIMIT = 64;
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

    /// @param oracle A {RoyaltyOracle}.
    /// @param registry An {IInvestorRegistry}.
    constructor(address oracle, address registry) {
        if (oracle.code.length == 0) revert DealFactory_ZeroAddress("oracle");
        if (registry.code.length == 0) revert DealFactory_ZeroAddress("registry");
        (ORACLE, REGISTRY) = (oracle, registry);
        DEAL = address(new Deal());
        TRANCHE_TOKEN = address(new TrancheToken());
        OFFERING = address(new Offering());
    }

    /// @inheritdoc IDealFactory
    function createDeal(DealParams calldata p) external returns (address deal) {
        Program.Header memory h = _check(p);
        bytes32 salt = _salt(msg.sender, p.salt);
        Parts memory made;
        made.deal = deal = Clones.cloneDeterministic(DEAL, salt);
        salt = keccak256(abi.encode(deal, p));
        made.escrow = address(new RoyaltyEscrow{salt: salt}(deal, IERC20(p.paymentToken), h.accounts));
        made.offering = Clones.cloneDeterministicWithImmutableArgs(OFFERING, _offeringTerms(p, made), salt);
        made.tokens = new address[](h.tranches);
        for (uint256 t; t < h.tranches; ++t) {
            made.tokens[t] = Clones.cloneDeterministicWithImmutableArgs(
                TRANCHE_TOKEN, _tokenTerms(made, t, p.names[t], p.symbols[t]), salt
            );
        }
        _announce(p, made);
        IDeal(deal).initialize(_wiring(p, made), p.threshold, p.disputeWindow, p.attestors);
    }

    /// @inheritdoc IDealFactory
    function predictDeal(address creator, bytes32 salt) external view returns (address) {
        return Clones.predictDeterministicAddress(DEAL, _salt(creator, salt));
    }

    /// @inheritdoc IDealFactory
    function infrastructure() external view returns (address oracle, address registry) {
        return (ORACLE, REGISTRY);
    }

    /// @dev What could never be executed is refused before anything is made.
    function _check(DealParams calldata p) private view returns (Program.Header memory h) {
        bytes memory program = p.program;
        h = ProgramCheck.check(program, p.payees.length);
        _length("names", h.tranches, p.names.length);
        _length("symbols", h.tranches, p.symbols.length);
        _length("prices", h.tranches, p.prices.length);
        _length("funding", h.accounts, p.funding.length);
        if (p.originator == address(0)) revert DealFactory_ZeroAddress("originator");
        for (uint256 i; i < p.payees.length; ++i) {
            if (p.payees[i] == address(0)) revert DealFactory_ZeroAddress("payee");
        }
        uint256 proceeds;
        for (uint256 t; t < h.tranches; ++t) {
            _shortText(p.names[t]);
            _shortText(p.symbols[t]);
            if (p.prices[t] > LARGEST_AMOUNT) revert DealFactory_ProceedsTooLarge(LARGEST_AMOUNT, p.prices[t]);
            proceeds += p.prices[t] * Program.tranche(program, t).units();
        }
        if (proceeds > LARGEST_AMOUNT) revert DealFactory_ProceedsTooLarge(LARGEST_AMOUNT, proceeds);
        uint256 funding;
        for (uint256 a; a < h.accounts; ++a) {
            if (p.funding[a] > proceeds) revert DealFactory_FundingAboveProceeds(proceeds, p.funding[a]);
            funding += p.funding[a];
        }
        if (funding > proceeds) revert DealFactory_FundingAboveProceeds(proceeds, funding);
        if (p.deadline < block.timestamp) revert DealFactory_DeadlinePassed(p.deadline, block.timestamp);
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
            p.prices,
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
            p.payees
        );
    }

    function _offeringTerms(DealParams calldata p, Parts memory made) private pure returns (bytes memory) {
        return abi.encode(Offering.Terms(IDeal(made.deal), made.escrow, IERC20(p.paymentToken), p.deadline, p.prices));
    }

    function _tokenTerms(Parts memory made, uint256 t, string calldata name, string calldata symbol)
        private
        view
        returns (bytes memory)
    {
        bytes memory addresses = abi.encodePacked(made.escrow, REGISTRY, made.offering, made.deal);
        return abi.encodePacked(addresses, uint8(t), uint8(bytes(name).length), name, symbol);
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
