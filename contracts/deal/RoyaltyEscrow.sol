// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {IEligibility} from "../interfaces/IEligibility.sol";
import {IRoyaltyEscrow} from "../interfaces/IRoyaltyEscrow.sol";
import {ISupervisor} from "../interfaces/ISupervisor.sol";
import {Passport} from "../compliance/Passport.sol";
import {Book, Books} from "../types/Book.sol";
import {Holding, Holdings} from "../types/Holding.sol";
import {WithholdingTax} from "./WithholdingTax.sol";

/// @title RoyaltyEscrow
/// @notice See {IRoyaltyEscrow}. One escrow a deal, one payment token for ever.
/// @dev Law: token balance ≥ collection + accounts + every payable + every entitlement. The twin of the books is
/// `regalia.domain.entitlement`. Needed for safety: the deal books what its waterfall found (conservation is checked here again). Needed for
/// liveness: the payment token lets the claimant receive and, where tax is withheld, the
/// registry answers. How to stop it: there is no way, but for single holders who are frozen by order or
/// halted by the supervisor; what they earn waits for them.
contract RoyaltyEscrow is IRoyaltyEscrow, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev Two running totals, so that a payee's slot is never cleared and refilled.
    struct Payee {
        uint128 credited;
        uint128 claimed;
    }

    /// @dev A holding, as a struct so that its place is found once.
    struct Cell {
        Holding holding;
    }

    /// @dev All of one tranche. The book's flag says when `dust` (see {bookOf}) has to be read. `awaited` units were placed and are not issued
    /// yet.
    struct Register {
        Book book;
        mapping(address holder => Cell) cells;
        uint256 dust;
        uint256 awaited;
    }

    /// @dev With 48 bits all there can ever be (attested and funded, 2^97) fits even a book of one unit.
    uint256 private constant SCALE_BITS = Books.SCALE_BITS;
    uint256 private constant FRACTION = (1 << SCALE_BITS) - 1;
    uint256 private constant MAX_ACCOUNTS = 15;

    /// @notice The deal whose cash this is.
    address public immutable DEAL;
    /// @notice The payment token.
    IERC20 public immutable PAYMENT_TOKEN;
    /// @notice How many accounts the deal has, facilities' among them.
    uint256 public immutable ACCOUNTS;
    /// @notice Knows the country and class of a holder, which decide the tax.
    IEligibility public immutable REGISTRY;
    /// @notice Can halt a holder.
    ISupervisor public immutable SUPERVISOR;
    /// @dev Who is owed the tax withheld; zero in a deal that withholds none.
    address private immutable TAX_AUTHORITY;
    /// @dev Where the rates are stored as code.
    address private immutable TAX_TABLE;

    /// @dev 0 is collection, a + 1 is account a: collection and the first account share a slot.
    uint128[MAX_ACCOUNTS + 1] private _cash;
    /// @dev From closing to conclusion. Royalties of a deal that lapses, or is over, would stay here for ever.
    bool private _open;
    mapping(address payee => Payee) private _payees;
    mapping(address token => Register) private _registers;

    modifier onlyDeal() {
        _requireDeal();
        _;
    }

    /// @param deal The deal, which need not exist yet.
    /// @param paymentToken An ERC-20 without fee and rebase.
    /// @param accounts How many accounts the deal's program has, with one for the cash of each facility.
    /// @param registry Of investors.
    /// @param supervisor Whose halts of holders are heeded.
    /// @param taxTable Rates of withholding tax as {WithholdingTax} lays them out; empty for none.
    /// @param taxAuthority Who is owed that tax.
    constructor(
        // slither-disable-next-line missing-zero-check: computed by the factory
        address deal,
        IERC20 paymentToken,
        uint256 accounts,
        IEligibility registry,
        ISupervisor supervisor,
        bytes memory taxTable,
        // slither-disable-next-line missing-zero-check: none where there is no table of tax, see {WithholdingTax-check}
        address taxAuthority
    ) {
        if (address(paymentToken).code.length == 0) revert RoyaltyEscrow_NoCode(address(paymentToken));
        if (accounts > MAX_ACCOUNTS) revert RoyaltyEscrow_WrongLength(MAX_ACCOUNTS, accounts);
        WithholdingTax.check(taxTable, taxAuthority);
        (DEAL, PAYMENT_TOKEN, ACCOUNTS) = (deal, paymentToken, accounts);
        (REGISTRY, SUPERVISOR, TAX_AUTHORITY) = (registry, supervisor, taxAuthority);
        TAX_TABLE = WithholdingTax.write(taxTable);
    }

    /// @inheritdoc IRoyaltyEscrow
    function payRoyalty(bytes32 licence, uint256 amount, bytes32 paymentReference) external nonReentrant {
        if (amount == 0) revert RoyaltyEscrow_ZeroAmount();
        if (!_open) revert RoyaltyEscrow_NotOpen(DEAL);
        _cash[0] += amount.toUint128();
        emit RoyaltyPaid(msg.sender, licence, amount, paymentReference);
        _pull(msg.sender, amount);
    }

    /// @inheritdoc IRoyaltyEscrow
    function claim(address token) external nonReentrant returns (uint256 net) {
        Register storage register = _registers[token];
        (Book book, Cell storage cell) = (register.book, register.cells[msg.sender]);
        Holding holding = cell.holding;
        if (holding.has(Holdings.FROZEN | Holdings.HALTED)) _requireFree(token, msg.sender, holding);
        uint256 gross = holding.entitlementDown(book.perUnit());
        if (gross == 0) revert RoyaltyEscrow_NothingOwed(msg.sender);
        // forge-lint: disable-next-line(unsafe-typecast): at most the entitlement, which is an int256
        holding = holding.corrected(-int256(gross << SCALE_BITS));
        if (holding.units() == 0) {
            (holding, net) = _leave(register, book, holding);
            gross += net;
        }
        cell.holding = holding;
        uint256 tax = TAX_TABLE == address(0) ? 0 : _withhold(msg.sender, gross);
        net = gross - tax;
        emit IncomeClaimed(token, msg.sender, gross, tax);
        if (net != 0) PAYMENT_TOKEN.safeTransfer(msg.sender, net);
    }

    /// @inheritdoc IRoyaltyEscrow
    function withdraw() external nonReentrant returns (uint256 amount) {
        Payee storage payee = _payees[msg.sender];
        amount = payee.credited - payee.claimed;
        if (amount == 0) revert RoyaltyEscrow_NothingOwed(msg.sender);
        payee.claimed = payee.credited;
        emit PayableClaimed(msg.sender, amount);
        PAYMENT_TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IRoyaltyEscrow
    function openBooks(
        address offering,
        uint256 proceeds,
        address originator,
        uint256[] calldata funding,
        address[] calldata tokens,
        uint256[] calldata units
    ) external onlyDeal nonReentrant {
        if (funding.length != ACCOUNTS) revert RoyaltyEscrow_WrongLength(ACCOUNTS, funding.length);
        _open = true;
        uint256 rest = proceeds;
        for (uint256 a; a < funding.length; ++a) {
            _cash[a + 1] = funding[a].toUint128();
            rest -= funding[a];
        }
        _payees[originator].credited += rest.toUint128();
        for (uint256 t; t < tokens.length; ++t) {
            Register storage register = _registers[tokens[t]];
            register.awaited = units[t];
            register.book = register.book.with(Books.TRADABLE, true).withSupply(units[t]);
        }
        emit BooksOpened(proceeds, originator, funding, tokens, units);
        if (proceeds != 0) _pull(offering, proceeds);
    }

    /// @inheritdoc IRoyaltyEscrow
    function receiveFrom(address payer, uint256 purpose, uint256 amount) external onlyDeal nonReentrant {
        _cash[purpose] += amount.toUint128();
        _pull(payer, amount);
    }

    /// @inheritdoc IRoyaltyEscrow
    function shut() external onlyDeal {
        _open = false;
    }

    /// @inheritdoc IRoyaltyEscrow
    function distribute(
        uint256 collection,
        uint256[] calldata accounts,
        address[] calldata payees,
        uint256[] calldata owed,
        address[] calldata tokens,
        uint256[] calldata income
    ) external onlyDeal nonReentrant {
        if (accounts.length != ACCOUNTS) revert RoyaltyEscrow_WrongLength(ACCOUNTS, accounts.length);
        uint256 before = _cash[0];
        uint256 afterwards = collection;
        _cash[0] = collection.toUint128();
        for (uint256 a; a < accounts.length; ++a) {
            uint256 amount = accounts[a];
            before += _cash[a + 1];
            afterwards += amount;
            _cash[a + 1] = amount.toUint128();
        }
        for (uint256 p; p < payees.length; ++p) {
            uint256 amount = owed[p];
            if (amount == 0) continue;
            afterwards += amount;
            _payees[payees[p]].credited += amount.toUint128();
        }
        for (uint256 t; t < tokens.length; ++t) {
            uint256 amount = income[t];
            if (amount == 0) continue;
            afterwards += amount;
            _spread(tokens[t], amount);
        }
        if (before != afterwards) revert RoyaltyEscrow_NotConserved(before, afterwards);
    }

    /// @inheritdoc IRoyaltyEscrow
    function rebook(address from, address to, uint256 units)
        external
        returns (Book book, Holding sender, Holding receiver)
    {
        Register storage register = _registers[msg.sender];
        (Cell storage source, Cell storage target) = (register.cells[from], register.cells[to]);
        (book, sender, receiver) = (register.book, source.holding, target.holding);
        if (from == to) return (book, sender, receiver);
        uint256 perUnit = book.perUnit();
        if (from == address(0)) {
            uint256 awaited = register.awaited;
            if (units > awaited) revert RoyaltyEscrow_SupplyFixed(awaited, units);
            unchecked {
                register.awaited = awaited - units;
            }
            target.holding = receiver.issued(units);
        } else {
            uint256 held = sender.units();
            if (units > held) revert IERC20Errors.ERC20InsufficientBalance(from, held, units);
            (Holding left, Holding got) = sender.passed(receiver, perUnit, units);
            if (to == address(0)) left = _burn(register, book, left, units);
            else target.holding = got;
            if (units == held && units != 0 && to != address(0)) (left,) = _leave(register, book, left);
            source.holding = left;
        }
    }

    /// @inheritdoc IRoyaltyEscrow
    function amend(address a, Holding ofA, address b, Holding ofB) external {
        Register storage register = _registers[msg.sender];
        uint256 perUnit = register.book.perUnit();
        (Cell storage first, Cell storage second) = (register.cells[a], register.cells[b]);
        (Holding wasA, Holding wasB) = (first.holding, second.holding);
        if (
            a == b || a == address(0) || b == address(0) || ofA.units() + ofB.units() != wasA.units() + wasB.units()
                || ofA.correction() + ofB.correction() != wasA.correction() + wasB.correction()
                || ofA.isOverdrawn(perUnit) || ofB.isOverdrawn(perUnit)
                || (wasA.lacks(ofA) | wasB.lacks(ofB)) & Holdings.HALTED != 0
        ) revert RoyaltyEscrow_BadAmendment(a, b);
        (first.holding, second.holding) = (ofA, ofB);
    }

    /// @inheritdoc IRoyaltyEscrow
    function restrain(address holder, uint256 clear, uint256 set) external {
        Cell storage cell = _registers[msg.sender].cells[holder];
        uint256 word = Holding.unwrap(cell.holding);
        cell.holding = Holding.wrap(word & ~(clear & Holdings.RESTRAINTS) | set & Holdings.RESTRAINTS);
    }

    /// @inheritdoc IRoyaltyEscrow
    function stopTrading(bool stopped) external {
        _flag(_registers[msg.sender], Books.PAUSED, stopped);
    }

    /// @inheritdoc IRoyaltyEscrow
    function heed(address token, address holder, bool on) external {
        if (msg.sender != address(SUPERVISOR)) {
            revert RoyaltyEscrow_OnlySupervisor(address(SUPERVISOR), msg.sender);
        }
        Register storage register = _registers[token];
        if (holder == address(0)) return _flag(register, Books.HALTED, on);
        Cell storage cell = register.cells[holder];
        cell.holding = cell.holding.with(Holdings.HALTED, on);
    }

    /// @inheritdoc IRoyaltyEscrow
    function cash() external view returns (uint256 collection, uint256[] memory accounts) {
        collection = _cash[0];
        accounts = new uint256[](ACCOUNTS);
        for (uint256 a; a < accounts.length; ++a) {
            accounts[a] = _cash[a + 1];
        }
    }

    /// @inheritdoc IRoyaltyEscrow
    function entitlementOf(address token, address holder) external view returns (uint256) {
        Register storage register = _registers[token];
        return register.cells[holder].holding.entitlementDown(register.book.perUnit());
    }

    /// @inheritdoc IRoyaltyEscrow
    function payableTo(address payee) external view returns (uint256) {
        return _payees[payee].credited - _payees[payee].claimed;
    }

    /// @inheritdoc IRoyaltyEscrow
    function bookOf(address token)
        external
        view
        returns (
            uint256 supply,
            uint256 remainder,
            uint256 perUnit,
            bool tradable,
            bool paused,
            uint256 dust,
            uint256 awaited
        )
    {
        Register storage register = _registers[token];
        Book book = register.book;
        (supply, remainder, perUnit) = (book.supply(), book.remainder(), book.perUnit());
        (tradable, paused) = (book.has(Books.TRADABLE), book.has(Books.PAUSED));
        (dust, awaited) = (register.dust, register.awaited);
    }

    /// @inheritdoc IRoyaltyEscrow
    function holdingOf(address token, address holder)
        external
        view
        returns (uint256 units, uint256 frozen, bool walletFrozen, bool retains)
    {
        Holding found = _registers[token].cells[holder].holding;
        return (found.units(), found.frozen(), found.has(Holdings.FROZEN), found.has(Holdings.RETAINS));
    }

    /// @inheritdoc IRoyaltyEscrow
    function wordsOf(address token, address a, address b) external view returns (Book, Holding, Holding) {
        Register storage register = _registers[token];
        return (register.book, register.cells[a].holding, register.cells[b].holding);
    }

    /// @inheritdoc IRoyaltyEscrow
    function withholding() external view returns (bytes memory table, address authority) {
        return (_taxTable(), TAX_AUTHORITY);
    }

    function _requireDeal() private view {
        if (msg.sender != DEAL) revert RoyaltyEscrow_OnlyDeal(DEAL, msg.sender);
    }

    /// @dev Measures what arrived: a token that keeps a fee, or moves nothing, is refused whole.
    function _pull(address from, uint256 amount) private {
        uint256 before = PAYMENT_TOKEN.balanceOf(address(this));
        PAYMENT_TOKEN.safeTransferFrom(from, address(this), amount);
        uint256 received = PAYMENT_TOKEN.balanceOf(address(this)) - before;
        if (received != amount) revert RoyaltyEscrow_AmountReceived(amount, received);
    }

    /// @dev Spread income over all units; what does not divide is carried to the next time.
    function _spread(address token, uint256 amount) private {
        Register storage register = _registers[token];
        Book book = register.book;
        uint256 supply = book.supply();
        if (supply == 0) revert RoyaltyEscrow_NoUnits(token, amount);
        uint256 total = (amount << SCALE_BITS) + book.remainder();
        if (book.has(Books.DUST)) {
            total += register.dust;
            register.dust = 0;
            book = book.with(Books.DUST, false);
        }
        register.book = book.withIncome(book.perUnit() + total / supply, total % supply);
    }

    /// @dev The last one to burn is owed what could not be spread and what others left behind: nothing stays in the book.
    function _burn(Register storage register, Book book, Holding left, uint256 units) private returns (Holding) {
        uint256 supply = book.supply() - units;
        book = book.withSupply(supply);
        if (supply == 0) {
            left = left.corrected(int256(book.remainder() + register.dust));
            register.dust = 0;
            book = book.withIncome(book.perUnit(), 0).with(Books.DUST, false);
        }
        register.book = book;
        if (left.units() == 0) (left,) = _leave(register, book, left);
        return left;
    }

    /// @dev A holder without units who is owed less than a smallest unit has left: the fraction goes to those who stay, with the next
    /// distribution. When nobody stays, the last to leave is paid the whole unit that the fractions add up to.
    function _leave(Register storage register, Book book, Holding holding) private returns (Holding, uint256 whole) {
        uint256 owed = holding.scaledEntitlement(book.perUnit());
        if (owed == 0 || owed > FRACTION) return (holding, 0);
        uint256 dust = register.dust + owed;
        if (book.supply() == 0) {
            whole = dust >> SCALE_BITS;
            dust &= FRACTION;
        } else if (!book.has(Books.DUST)) {
            register.book = book.with(Books.DUST, true);
        }
        register.dust = dust;
        // forge-lint: disable-next-line(unsafe-typecast): a fraction of a smallest unit
        return (holding.corrected(-int256(owed)), whole);
    }

    function _flag(Register storage register, uint256 flag, bool on) private {
        register.book = register.book.with(flag, on);
    }

    function _requireFree(address token, address holder, Holding holding) private view {
        if (holding.has(Holdings.FROZEN)) revert RoyaltyEscrow_HolderFrozen(token, holder);
        uint256 until = SUPERVISOR.holderHaltedUntil(DEAL, holder);
        if (until != 0) revert RoyaltyEscrow_HolderHalted(holder, until);
    }

    function _withhold(address holder, uint256 gross) private returns (uint256 tax) {
        Passport passport = REGISTRY.passportOf(holder);
        tax = WithholdingTax.taxDown(_taxTable(), gross, passport.country(), passport.class());
        if (tax != 0) _payees[TAX_AUTHORITY].credited += tax.toUint128();
    }

    function _taxTable() private view returns (bytes memory table) {
        if (TAX_TABLE != address(0)) table = SSTORE2.read(TAX_TABLE);
    }
}
