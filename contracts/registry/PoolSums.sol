// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Heap} from "@openzeppelin/contracts/utils/structs/Heap.sol";
import {IIPRegistry} from "../interfaces/IIPRegistry.sol";
import {Count, IRightsPool, Limit, Pledge, PoolTerms} from "../interfaces/IRightsPool.sol";
import {Days} from "./Days.sol";
import {Maxima} from "./Maxima.sol";
import {Exposure, PoolCounting} from "./PoolCounting.sol";
import {PoolLabels} from "./PoolLabels.sol";

/// @title PoolSums
/// @notice What the rights of a deal add up to, kept up to date with every change, so that a payment date only reads.
abstract contract PoolSums is IRightsPool {
    using Heap for Heap.Uint256Heap;
    using Maxima for Maxima.Tree;

    /// @dev One slot: what every fact is a share of, and until when the sums hold. `lost` rights have left, and their value counts on.
    struct Head {
        uint96 value;
        uint96 base;
        uint32 nextDay;
        uint16 rights;
        uint16 lost;
    }

    struct Pool {
        Head head;
        address originator;
        uint96 valueAtClosing;
        address token;
        uint96 replaced;
        PoolTerms terms;
        bytes32[] places;
        uint256[11] sums;
        mapping(uint256 label => Maxima.Tree) largest;
        Heap.Uint256Heap due;
    }

    uint256 private constant PLACE = 16;
    uint256 private constant MILLION = 1e6;

    /// @notice What is known of the rights.
    IIPRegistry public immutable REGISTRY;

    mapping(address deal => Pool) internal _pools;
    mapping(bytes32 right => Pledge) internal _pledges;
    mapping(bytes32 right => Exposure[]) private _exposures;

    /// @param registry What is known of the rights.
    constructor(IIPRegistry registry) {
        REGISTRY = registry;
    }

    /// @dev Look at a right anew and correct the sums by what changed.
    function _recount(bytes32 right) internal {
        Pledge memory p = _pledges[right];
        Pool storage pool = _pools[p.deal];
        (Count memory count, Exposure[] memory exposures, uint256 nextDay) =
            PoolCounting.countOf(REGISTRY, pool.token, pool.terms.haircuts, right, p, Days.today());
        _correct(pool, right, p, count);
        _expose(pool, right, exposures);
        _note(pool, right, p, nextDay);
        if (_same(p.count, count)) return;
        _pledges[right].count = count;
        emit RightCounted(right, p.deal, count);
    }

    /// @dev Take a right out of the sums.
    function _uncount(bytes32 right, Pledge memory p) internal {
        Pool storage pool = _pools[p.deal];
        _correct(pool, right, p, Count(0, 0, 0, 0));
        _expose(pool, right, new Exposure[](0));
        --pool.head.rights;
    }

    /// @dev The value of a right that is lost to the deal goes on counting, as untitled and unlicensed: a loss is not forgotten.
    function _keepLost(Pledge memory p) internal {
        Pool storage pool = _pools[p.deal];
        uint96 value = p.count.value;
        pool.head.value += value;
        ++pool.head.lost;
        pool.sums[PoolLabels.UNTITLED] += value;
        pool.sums[PoolLabels.UNLICENSED] += value;
    }

    /// @dev Up to `most` of the rights whose day is over, and the next day after them.
    function _settle(Pool storage pool, address deal, uint256 most) internal returns (uint256 looked) {
        uint256 today = Days.today();
        while (looked < most && pool.due.length() != 0 && pool.due.peek() >> PLACE < today) {
            bytes32 right = pool.places[pool.due.pop() & type(uint16).max];
            if (_pledges[right].deal == deal) {
                _pledges[right].nextDay = 0;
                _recount(right);
            }
            ++looked;
        }
        pool.head.nextDay = uint32(pool.due.length() == 0 ? Days.NEVER : pool.due.peek() >> PLACE);
    }

    function _requireSettled(Head memory head) internal view {
        uint256 today = Days.today();
        if (today > head.nextDay) revert RightsPool_Due(head.nextDay, today);
    }

    /// @dev The fact with that number. Only sums are read.
    function _fact(Pool storage pool, Head memory head, uint256 number) internal view returns (uint256) {
        if (number == PoolLabels.POOL_VALUE) return head.base;
        if (number <= PoolLabels.UNLICENSED) return PoolCounting.shareUp(pool.sums[number], head.value);
        if (number < PoolLabels.LIMITS_BROKEN) return PoolCounting.shareUp(pool.largest[number].largest, head.base);
        uint256 broken = _broken(pool, head);
        uint256 count;
        for (; broken != 0; broken &= broken - 1) {
            ++count;
        }
        return count * MILLION;
    }

    /// @dev A bit for each limit that is broken.
    function _broken(Pool storage pool, Head memory head) internal view returns (uint256 bits) {
        Limit[] memory limits = pool.terms.limits;
        for (uint256 i; i < limits.length; ++i) {
            if (_fact(pool, head, PoolLabels.numberOf(limits[i].label)) > limits[i].most) bits |= 1 << i;
        }
    }

    /// @dev Revert with the first limit of the bits.
    function _requireUnbroken(Pool storage pool, uint256 bits) internal view {
        if (bits == 0) return;
        uint256 i;
        for (; bits & 1 == 0; bits >>= 1) {
            ++i;
        }
        Limit memory limit = pool.terms.limits[i];
        uint256 given = _fact(pool, pool.head, PoolLabels.numberOf(limit.label));
        revert RightsPool_LimitBroken(limit.label, limit.most, given);
    }

    /// @dev From what a right counted for to what it counts for.
    function _correct(Pool storage pool, bytes32 right, Pledge memory p, Count memory count) private {
        Count memory old = p.count;
        Head memory head = pool.head;
        (head.value, head.base) = (head.value - old.value + count.value, head.base - old.base + count.base);
        pool.head = head;
        for (uint256 i; i < PoolLabels.CONDITIONS; ++i) {
            uint256 less = old.conditions >> i & 1 == 1 ? old.value : 0;
            uint256 more = count.conditions >> i & 1 == 1 ? count.value : 0;
            if (less != more) pool.sums[i] = pool.sums[i] - less + more;
        }
        if (old.unlicensed != count.unlicensed) {
            uint256 sum = pool.sums[PoolLabels.UNLICENSED];
            pool.sums[PoolLabels.UNLICENSED] = sum - old.unlicensed + count.unlicensed;
        }
        if (old.base == count.base) return;
        pool.largest[PoolLabels.LARGEST_RIGHT].change(right, old.base, count.base);
        pool.largest[PoolLabels.LARGEST_JURISDICTION].change(p.jurisdiction, old.base, count.base);
    }

    /// @dev Take what licensees stood for through this right, and put what they stand for now.
    function _expose(Pool storage pool, bytes32 right, Exposure[] memory exposures) private {
        Exposure[] memory old = _exposures[right];
        if (keccak256(abi.encode(old)) == keccak256(abi.encode(exposures))) return;
        // slither-disable-next-line costly-loop: in a list, whose caller says how many
        delete _exposures[right];
        for (uint256 i; i < old.length; ++i) {
            _change(pool, old[i], old[i].amount, 0);
        }
        for (uint256 i; i < exposures.length; ++i) {
            _change(pool, exposures[i], 0, exposures[i].amount);
            _exposures[right].push(exposures[i]);
        }
    }

    function _change(Pool storage pool, Exposure memory e, uint256 less, uint256 more) private {
        pool.largest[PoolLabels.LARGEST_LICENSEE].change(bytes32(uint256(uint160(e.licensee))), less, more);
        pool.largest[PoolLabels.LARGEST_GROUP].change(bytes32(uint256(uint160(e.group))), less, more);
    }

    /// @dev Note when the right has to be looked at again, unless an earlier day is noted, on which it will be looked at anyhow.
    function _note(Pool storage pool, bytes32 right, Pledge memory p, uint256 nextDay) private {
        if (nextDay == Days.NEVER || (p.nextDay != 0 && p.nextDay <= nextDay)) return;
        // forge-lint: disable-next-line(unsafe-typecast): yyyymmdd
        _pledges[right].nextDay = uint32(nextDay);
        pool.due.insert(nextDay << PLACE | p.place);
        // forge-lint: disable-next-line(unsafe-typecast): yyyymmdd
        if (nextDay < pool.head.nextDay) pool.head.nextDay = uint32(nextDay);
    }

    function _same(Count memory a, Count memory b) private pure returns (bool) {
        return a.value == b.value && a.base == b.base && a.unlicensed == b.unlicensed && a.conditions == b.conditions;
    }
}
