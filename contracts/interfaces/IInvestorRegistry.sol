// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEligibility} from "./IEligibility.sol";

/// @title IInvestorRegistry
/// @notice Which wallets belong to which investor, and whether that investor is eligible. One registry serves many deals. No personal data.
/// @dev An investor is named by its first wallet. A wallet once bound belongs to its investor for good, so that holder counts of tokens
/// can't drift. Facts (country, class, last second of eligibility, who vouches) are the investor's and the same in all its wallets.
interface IInvestorRegistry is IEligibility {
    /// @notice What an issuer attests (EIP-712) and the wallet submits.
    /// @param wallet The wallet, which must submit the attestation itself.
    /// @param investor The investor's first wallet: `wallet` for a new investor.
    /// @param country ISO 3166-1 numeric.
    /// @param class 1 retail, 2 professional, 3 institutional, 4 originator.
    /// @param validUntil Last second of eligibility.
    /// @param nonce The investor's `nonces`: each attestation counts once.
    /// @param deadline Last second in which it can be submitted.
    struct Eligibility {
        address wallet;
        address investor;
        uint16 country;
        uint8 class;
        uint48 validUntil;
        uint256 nonce;
        uint48 deadline;
    }

    /// @notice The investor of a wallet was admitted or renewed, with all its wallets. `issuer` 0: by an agent.
    event InvestorAdmitted(
        address indexed wallet,
        address indexed investor,
        uint16 country,
        uint8 class,
        uint48 validUntil,
        uint8 issuer,
        address by
    );
    /// @notice A further wallet was bound to an investor and shares its facts.
    event WalletAdded(address indexed wallet, address indexed investor, address by);
    /// @notice A wallet was closed for good.
    event WalletClosed(address indexed wallet, address by);
    /// @notice The eligibility of the investor of a wallet was withdrawn, for all its wallets. Country and class stay known.
    event InvestorRemoved(address indexed wallet, address indexed investor, address by);
    /// @notice An issuer of attestations was appointed. Its index is never given to another.
    event IssuerAdded(address indexed issuer, uint8 index);
    /// @notice An issuer was dismissed: what it attested under this index counts no more.
    event IssuerRemoved(address indexed issuer, uint8 index);

    error InvestorRegistry_ZeroAddress();
    error InvestorRegistry_NotAdmitted(address wallet);
    error InvestorRegistry_UnknownClass(uint256 largest, uint256 given);
    error InvestorRegistry_AlreadyExpired(uint256 validUntil, uint256 timestamp);
    error InvestorRegistry_WalletClosed(address wallet);
    error InvestorRegistry_WalletTaken(address wallet, address investor);
    error InvestorRegistry_TooManyWallets(uint256 limit, uint256 given);
    error InvestorRegistry_TooManyIssuers(uint256 limit, uint256 given);
    error InvestorRegistry_AlreadyIssuer(address issuer, uint256 index);
    error InvestorRegistry_NotAnIssuer(address issuer);
    error InvestorRegistry_OnlyWallet(address wallet, address caller);
    error InvestorRegistry_AttestationExpired(uint256 deadline, uint256 timestamp);
    error InvestorRegistry_BadSignature(address issuer, bytes32 digest);
    error InvestorRegistry_WrongInvestor(address expected, address given);
    error InvestorRegistry_ForeignInvestor(uint256 itsIssuer, uint256 given);

    /// @notice Admit a wallet as a new investor, or change what is known of the investor it belongs to, whoever vouched so far. Only an
    /// agent.
    /// @dev Makes all the investor's wallets eligible that are not closed: look at {walletsOf} before taking over from an issuer.
    /// @param country ISO 3166-1 numeric.
    /// @param class 1 retail, 2 professional, 3 institutional, 4 originator.
    /// @param validUntil Last second of eligibility.
    function admit(address wallet, uint16 country, uint8 class, uint48 validUntil) external;

    /// @notice Bind a further wallet to the investor of `sibling`, open or closed. Only an agent.
    function addWallet(address wallet, address sibling) external;

    /// @notice Close a wallet that is lost or given up, for good. It keeps what it holds and has earned. Only an agent.
    function closeWallet(address wallet) external;

    /// @notice Withdraw the eligibility of a wallet's investor. It keeps what it holds and has earned. Only an agent.
    function remove(address wallet) external;

    /// @notice Hand in an issuer's attestation: of a new investor, news of one of the issuer's, or a further wallet of one of the issuer's.
    /// Only the wallet itself, whose consent this is.
    /// @param signature 65 bytes of the issuer's key, or what an issuer that is a contract accepts (ERC-1271).
    function register(Eligibility calldata e, address issuer, bytes calldata signature) external;

    /// @notice Appoint an issuer of attestations; an issuer appointed again gets a new index. Only the administrator.
    /// @dev Attestations it signed before and nobody submitted count again: don't appoint a key again that was stolen.
    function addIssuer(address issuer) external;

    /// @notice Dismiss an issuer: its investors are ineligible at once, until an agent admits them. Only the administrator.
    function removeIssuer(address issuer) external;

    /// @notice Whether attestations of this issuer count.
    function isIssuer(address issuer) external view returns (bool);

    /// @notice The issuer an index was given to, in force or not; zero when to none.
    function issuerAt(uint8 index) external view returns (address);

    /// @notice Facts of a wallet's investor; zeros when unknown.
    function investorAt(address wallet) external view returns (uint16 country, uint8 class, uint64 validUntil);

    /// @notice The EIP-712 digest an issuer signs.
    function digestOf(Eligibility calldata e) external view returns (bytes32);
}
