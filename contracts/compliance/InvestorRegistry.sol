// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {IInvestorRegistry} from "../interfaces/IInvestorRegistry.sol";
import {Passport, Passports} from "./Passport.sol";

/// @title InvestorRegistry
/// @notice See {IInvestorRegistry}. Expiry and issuer are checked where eligibility is used, not by a job that may not run.
/// @dev Facts are copied into every wallet of an investor, so that a transfer reads one word a side.
contract InvestorRegistry is IInvestorRegistry, AccessControlDefaultAdminRules, EIP712, Nonces {
    /// @notice May admit and remove investors, add and close wallets.
    bytes32 public constant AGENT_ROLE = keccak256("AGENT_ROLE");

    /// @notice EIP-712 type of an attestation.
    bytes32 public constant ELIGIBILITY_TYPEHASH = keccak256(
        "Eligibility(address wallet,address investor,uint16 country,uint8 class,uint48 validUntil,uint256 nonce,uint48 deadline)"
    );

    /// @notice Wallets an investor can have in its life; bounds the cost of changing its facts.
    uint256 public constant MAX_WALLETS = 16;

    uint256 private constant CLASSES = 4;
    uint256 private constant MAX_ISSUERS = type(uint8).max;
    uint8 private constant AGENTS = 0;

    mapping(address wallet => Passport) private _passports;
    /// @dev Wallets after the first, which is the investor's name; how many is in the passports.
    mapping(address investor => address[MAX_WALLETS - 1]) private _further;
    /// @dev Bit i: issuer i is in force.
    uint256 private _inForce;
    /// @dev Issuer i at i − 1.
    address[] private _issuers;
    /// @dev Zero for who is no issuer at present.
    mapping(address issuer => uint8) private _indexOf;

    /// @param admin Appoints agents and issuers.
    /// @param delay Seconds before another admin can take over.
    constructor(address admin, uint48 delay)
        AccessControlDefaultAdminRules(delay, admin)
        EIP712("Regalia InvestorRegistry", "1")
    {}

    /// @inheritdoc IInvestorRegistry
    function admit(address wallet, uint16 country, uint8 class, uint48 validUntil) external onlyRole(AGENT_ROLE) {
        if (wallet == address(0)) revert InvestorRegistry_ZeroAddress();
        Passport known = _passports[wallet];
        if (known.isClosed()) revert InvestorRegistry_WalletClosed(wallet);
        Passport facts = known.isUnknown()
            ? Passports.pack(wallet, validUntil, country, class, AGENTS, 1)
            : Passports.pack(known.investor(), validUntil, country, class, AGENTS, known.wallets());
        _admit(wallet, facts);
    }

    /// @inheritdoc IInvestorRegistry
    function addWallet(address wallet, address sibling) external onlyRole(AGENT_ROLE) {
        if (wallet == address(0)) revert InvestorRegistry_ZeroAddress();
        Passport known = _known(sibling);
        _bind(wallet, known);
        _write(
            Passports.pack(
                known.investor(),
                known.validUntil(),
                known.country(),
                known.class(),
                known.issuer(),
                uint256(known.wallets()) + 1
            )
        );
    }

    /// @inheritdoc IInvestorRegistry
    function closeWallet(address wallet) external onlyRole(AGENT_ROLE) {
        Passport known = _known(wallet);
        if (known.isClosed()) revert InvestorRegistry_WalletClosed(wallet);
        _passports[wallet] = known.with(Passports.CLOSED);
        _useNonce(known.investor());
        emit WalletClosed(wallet, msg.sender);
    }

    /// @inheritdoc IInvestorRegistry
    function remove(address wallet) external onlyRole(AGENT_ROLE) {
        Passport known = _known(wallet);
        address investor = known.investor();
        _write(Passports.pack(investor, 0, known.country(), known.class(), known.issuer(), known.wallets()));
        _useNonce(investor);
        emit InvestorRemoved(wallet, investor, msg.sender);
    }

    /// @inheritdoc IInvestorRegistry
    function register(Eligibility calldata e, address issuer, bytes calldata signature) external {
        if (msg.sender != e.wallet) revert InvestorRegistry_OnlyWallet(e.wallet, msg.sender);
        if (block.timestamp > e.deadline) revert InvestorRegistry_AttestationExpired(e.deadline, block.timestamp);
        uint8 index = _indexOf[issuer];
        if (index == 0) revert InvestorRegistry_NotAnIssuer(issuer);
        // the investor's nonce, not the wallet's: withdrawing eligibility ends what is outstanding for any wallet, bound or not
        _useCheckedNonce(e.investor, e.nonce);
        bytes32 digest = digestOf(e);
        if (!SignatureChecker.isValidSignatureNowCalldata(issuer, digest, signature)) {
            revert InvestorRegistry_BadSignature(issuer, digest);
        }
        uint256 wallets = _attestedWallets(e.wallet, e.investor, index);
        _admit(e.wallet, Passports.pack(e.investor, e.validUntil, e.country, e.class, index, wallets));
    }

    /// @inheritdoc IInvestorRegistry
    function addIssuer(address issuer) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (issuer == address(0)) revert InvestorRegistry_ZeroAddress();
        if (_indexOf[issuer] != 0) revert InvestorRegistry_AlreadyIssuer(issuer, _indexOf[issuer]);
        uint256 index = _issuers.length + 1;
        if (index > MAX_ISSUERS) revert InvestorRegistry_TooManyIssuers(MAX_ISSUERS, index);
        _issuers.push(issuer);
        // forge-lint: disable-next-line(unsafe-typecast): at most MAX_ISSUERS
        _indexOf[issuer] = uint8(index);
        _inForce |= 1 << index;
        // forge-lint: disable-next-line(unsafe-typecast): at most MAX_ISSUERS
        emit IssuerAdded(issuer, uint8(index));
    }

    /// @inheritdoc IInvestorRegistry
    function removeIssuer(address issuer) external onlyRole(DEFAULT_ADMIN_ROLE) {
        uint8 index = _indexOf[issuer];
        if (index == 0) revert InvestorRegistry_NotAnIssuer(issuer);
        delete _indexOf[issuer];
        _inForce &= ~(uint256(1) << index);
        emit IssuerRemoved(issuer, index);
    }

    /// @inheritdoc IEligibility
    function particulars(address a, address b) external view returns (Passport, Passport) {
        (Passport pa, Passport pb) = (_passports[a], _passports[b]);
        uint256 inForce = _issuersInForce(Passport.wrap(Passport.unwrap(pa) | Passport.unwrap(pb)));
        return (_judged(pa, inForce), _judged(pb, inForce));
    }

    /// @inheritdoc IEligibility
    function passportOf(address wallet) public view returns (Passport) {
        Passport known = _passports[wallet];
        return _judged(known, _issuersInForce(known));
    }

    /// @inheritdoc IEligibility
    function isVerified(address wallet) external view returns (bool) {
        return passportOf(wallet).isEligible();
    }

    /// @inheritdoc IEligibility
    function contains(address wallet) external view returns (bool) {
        return !_passports[wallet].isUnknown();
    }

    /// @inheritdoc IEligibility
    function identity(address wallet) external view returns (address) {
        return _passports[wallet].investor();
    }

    /// @inheritdoc IEligibility
    function investorCountry(address wallet) external view returns (uint16) {
        return _passports[wallet].country();
    }

    /// @inheritdoc IEligibility
    function walletsOf(address investor) external view returns (address[] memory wallets) {
        Passport first = _passports[investor];
        if (first.investor() != investor) return wallets;
        wallets = new address[](first.wallets());
        for (uint256 i; i < wallets.length; ++i) {
            wallets[i] = _walletAt(investor, i);
        }
    }

    /// @inheritdoc IInvestorRegistry
    function isIssuer(address issuer) external view returns (bool) {
        return _indexOf[issuer] != 0;
    }

    /// @inheritdoc IInvestorRegistry
    function issuerAt(uint8 index) external view returns (address) {
        return index == 0 || index > _issuers.length ? address(0) : _issuers[index - 1];
    }

    /// @inheritdoc IInvestorRegistry
    function investorAt(address wallet) external view returns (uint16 country, uint8 class, uint64 validUntil) {
        Passport known = _passports[wallet];
        return (known.country(), known.class(), known.validUntil());
    }

    /// @inheritdoc IInvestorRegistry
    function digestOf(Eligibility calldata e) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ELIGIBILITY_TYPEHASH, e)));
    }

    function _admit(address wallet, Passport facts) private {
        (uint8 class, uint48 validUntil) = (facts.class(), facts.validUntil());
        if (class == 0 || class > CLASSES) revert InvestorRegistry_UnknownClass(CLASSES, class);
        if (validUntil < block.timestamp) revert InvestorRegistry_AlreadyExpired(validUntil, block.timestamp);
        _write(facts);
        emit InvestorAdmitted(
            wallet, facts.investor(), facts.country(), class, validUntil, facts.issuer(), msg.sender
        );
    }

    /// @dev How many wallets the investor of an attestation has, with this one. An issuer speaks of its own investors only.
    function _attestedWallets(address wallet, address investor, uint8 issuer) private returns (uint256 wallets) {
        Passport own = _passports[wallet];
        if (own.isClosed()) revert InvestorRegistry_WalletClosed(wallet);
        if (own.isUnknown() && investor == wallet) return 1;
        Passport known = own.isUnknown() ? _known(investor) : own;
        if (known.investor() != investor) revert InvestorRegistry_WrongInvestor(known.investor(), investor);
        if (known.issuer() != issuer) revert InvestorRegistry_ForeignInvestor(known.issuer(), issuer);
        wallets = known.wallets();
        if (own.isUnknown()) {
            _bind(wallet, known);
            ++wallets;
        }
    }

    /// @dev Lists the wallet; its passport is still to be written.
    function _bind(address wallet, Passport known) private {
        Passport own = _passports[wallet];
        if (!own.isUnknown()) revert InvestorRegistry_WalletTaken(wallet, own.investor());
        uint256 wallets = known.wallets();
        if (wallets == MAX_WALLETS) revert InvestorRegistry_TooManyWallets(MAX_WALLETS, wallets + 1);
        _further[known.investor()][wallets - 1] = wallet;
        emit WalletAdded(wallet, known.investor(), msg.sender);
    }

    /// @dev Facts into every wallet of the investor.
    function _write(Passport facts) private {
        (address investor, uint256 wallets) = (facts.investor(), facts.wallets());
        for (uint256 i; i < wallets; ++i) {
            address wallet = _walletAt(investor, i);
            _passports[wallet] = facts.keepingFlagsOf(_passports[wallet]);
        }
    }

    function _known(address wallet) private view returns (Passport known) {
        known = _passports[wallet];
        if (known.isUnknown()) revert InvestorRegistry_NotAdmitted(wallet);
    }

    function _walletAt(address investor, uint256 i) private view returns (address) {
        return i == 0 ? investor : _further[investor][i - 1];
    }

    /// @dev Agents are always in force, so that nothing is read for those they admitted. Takes both sides of a transfer laid over each other.
    function _issuersInForce(Passport either) private view returns (uint256) {
        return Passport.unwrap(either) & Passports.SOME_ISSUER == 0 ? 1 : _inForce | 1;
    }

    /// @dev On every transfer, twice: without branches.
    function _judged(Passport p, uint256 inForce) private view returns (Passport judged) {
        (uint256 validUntil, uint256 issuer, uint256 closed) = (p.validUntil(), p.issuer(), Passports.CLOSED);
        uint256 eligible = Passports.ELIGIBLE;
        assembly ("memory-safe") {
            let withheld := or(gt(timestamp(), validUntil), iszero(iszero(and(p, closed))))
            judged := or(p, mul(eligible, and(shr(issuer, inForce), iszero(withheld))))
        }
    }
}
