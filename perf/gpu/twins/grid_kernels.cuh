// The scenario grid in three launches: what depends on a row of shocks, on a contract, and the cells.
#pragma once

#include "black76.h"

namespace twin {

struct ContractColumns {
    int count;
    const double *sign, *forward, *strike, *time, *vol, *rate, *lotScale;
    const int* shockRow;
};

struct ShockColumns {
    int rows, scenarios;
    const double *spot, *volFactor, *volFloor, *timeShift, *weight;
};

// Different volatility and time shocks of a row that are worked out once a contract. A row with more has kManySlots.
constexpr int kSlots = 4, kManySlots = kSlots + 1, kBadRow = -1;

struct RowColumns {
    double* logSpot; // a scenario
    int* slotOf;     // a scenario
    int* leader;     // kSlots a row: the scenario that a slot was first seen at
    int* slots;      // a row: how many, kManySlots, or kBadRow
};

struct GridColumns {
    double *log, *base; // a contract
    long long* marks;
    int *cells, *status;
};

__device__ __forceinline__ Shock shockAt(const ShockColumns& shocks, int at) {
    return {
        shocks.spot[at], shocks.volFactor[at], shocks.volFloor[at], shocks.timeShift[at], shocks.weight[at]};
}

__device__ __forceinline__ Contract contractAt(const ContractColumns& c, int i) {
    return {c.sign[i], c.forward[i], c.strike[i], c.time[i], c.vol[i], c.rate[i], c.lotScale[i]};
}

constexpr int kRowBlock = 64;

// One block a row. A thread owns the same scenarios throughout.
__global__ void __launch_bounds__(kRowBlock) rowsKernel(ShockColumns shocks, RowColumns rows) {
    __shared__ int first;
    int row = blockIdx.x;
    int start = row * shocks.scenarios;
    int end = start + shocks.scenarios;
    bool valid = true;
    for (int at = start + threadIdx.x; at < end; at += kRowBlock) {
        valid = valid && isValid(shockAt(shocks, at));
        rows.logSpot[at] = logFactor(shocks.spot[at]);
        rows.slotOf[at] = -1;
    }

    bool isRowValid = __syncthreads_and(valid);
    int slots = 0;
    for (; slots < kManySlots; slots++) {
        // The first scenario without a slot leads the next one.
        if (threadIdx.x == 0) {
            first = end;
        }

        __syncthreads();
        for (int at = start + threadIdx.x; at < end; at += kRowBlock) {
            if (rows.slotOf[at] < 0) {
                atomicMin(&first, at);
                break;
            }
        }

        __syncthreads();
        int leader = first;
        if (leader == end || slots == kSlots) {
            slots = leader == end ? slots : kManySlots;
            break;
        }

        for (int at = start + threadIdx.x; at < end; at += kRowBlock) {
            bool same = shocks.volFactor[at] == shocks.volFactor[leader]
                && shocks.volFloor[at] == shocks.volFloor[leader] && shocks.timeShift[at] == shocks.timeShift[leader];
            if (rows.slotOf[at] < 0 && (same || at == leader)) {
                rows.slotOf[at] = slots;
            }
        }

        if (threadIdx.x == 0) {
            rows.leader[row * kSlots + slots] = leader;
        }

        __syncthreads();
    }

    if (threadIdx.x == 0) {
        rows.slots[row] = isRowValid ? slots : kBadRow;
    }
}

constexpr int kContractBlock = 128;

// One thread a contract: ln(F/K), the price now, the mark, and the status but for its cells.
__global__ void __launch_bounds__(kContractBlock) contractsKernel(
    ContractColumns contracts, int rowCount, const int* __restrict__ slots, GridColumns grid) {
    int i = blockIdx.x * kContractBlock + threadIdx.x;
    if (i >= contracts.count) {
        return;
    }

    Contract c = contractAt(contracts, i);
    int row = contracts.shockRow[i];
    bool good = row >= 0 && row < rowCount && slots[row] != kBadRow && isValid(c);
    double log = 0.0, base = 0.0;
    long long mark = 0;
    int status = kBadInput;
    if (good) {
        double inverseForward;
        log = c.sign == 0.0 ? 0.0 : logMoneyness(c.forward, c.strike, inverseForward);
        base = basePrice(c, log);
        mark = toLong(mul(base, c.lotScale));
        status = isLongBound(mark) ? kMarkSaturated : 0;
    }

    grid.log[i] = log;
    grid.base[i] = base;
    grid.marks[i] = mark;
    grid.status[i] = status;
}

// Blocks that must fit on a multiprocessor, which caps the registers of a thread.
#ifndef TWIN_CELL_BLOCKS
#define TWIN_CELL_BLOCKS 2
#endif

constexpr int kCellBlock = 256;
constexpr int kBlockContracts = kCellBlock / kSlots;
constexpr int kWarpContracts = kBlockContracts / (kCellBlock / 32);
constexpr int kPerThread = 2;

enum class CellKind { Option, Linear, Bad, NotMine };

// What the cells of a contract share. The kind tells how they are to be had.
struct CellContract {
    double forward, strike, log, base, lotScale;
    int row, flip;
    CellKind kind;
};

// With kOwnTerms a kernel does the rows of too many slots alone, without it all but those.
template <bool kOwnTerms>
__device__ __forceinline__ CellContract cellContractAt(
    const ContractColumns& contracts, const RowColumns& rows, const GridColumns& grid, int i) {
    bool bad = (grid.status[i] & kBadInput) != 0;
    CellContract c;
    c.row = bad ? 0 : contracts.shockRow[i];
    c.flip = flipOf(contracts.sign[i]);
    c.forward = contracts.forward[i];
    c.strike = contracts.strike[i];
    c.log = grid.log[i];
    c.base = grid.base[i];
    c.lotScale = contracts.lotScale[i];
    bool mine = bad ? !kOwnTerms : (rows.slots[c.row] == kManySlots) == kOwnTerms;
    c.kind = !mine ? CellKind::NotMine
        : bad ? CellKind::Bad
        : contracts.sign[i] == 0.0 ? CellKind::Linear : CellKind::Option;
    return c;
}

// One block a kBlockContracts contracts: first every thread works out one slot of one contract, then every warp writes
// the rows of its contracts, kPerThread scenarios a thread side by side without a branch between them.
template <bool kOwnTerms>
__global__ void __launch_bounds__(kCellBlock, TWIN_CELL_BLOCKS) cellsKernel(
    ContractColumns contracts, ShockColumns shocks, RowColumns rows, GridColumns grid) {
    __shared__ CellContract shared[kBlockContracts];
    __shared__ Terms terms[kBlockContracts * kSlots];
    int blockStart = blockIdx.x * kBlockContracts;
    int inBlock = min(kBlockContracts, contracts.count - blockStart);
    if (static_cast<int>(threadIdx.x) < inBlock) {
        shared[threadIdx.x] = cellContractAt<kOwnTerms>(contracts, rows, grid, blockStart + threadIdx.x);
    }

    __syncthreads();
    if (!kOwnTerms) {
        int k = threadIdx.x / kSlots;
        int slot = threadIdx.x % kSlots;
        if (k < inBlock && shared[k].kind == CellKind::Option && slot < rows.slots[shared[k].row]) {
            int at = rows.leader[shared[k].row * kSlots + slot];
            terms[threadIdx.x] = shockedTerms(
                contractAt(contracts, blockStart + k), shocks.volFactor[at], shocks.volFloor[at],
                shocks.timeShift[at]);
        }

        __syncthreads();
    }

    int lane = threadIdx.x % 32;
    int warpStart = threadIdx.x / 32 * kWarpContracts;
    for (int k = warpStart; k < min(warpStart + kWarpContracts, inBlock); k++) {
        const CellContract c = shared[k];
        if (c.kind == CellKind::NotMine) {
            continue;
        }

        int i = blockStart + k;
        int* cells = grid.cells + static_cast<long long>(i) * shocks.scenarios;
        bool saturated = false;
        for (int from = 0; from < shocks.scenarios; from += 32 * kPerThread) {
            // Beyond the last scenario a thread does the last one again and keeps it to itself.
            int at[kPerThread], cell[kPerThread];
#pragma unroll
            for (int j = 0; j < kPerThread; j++) {
                at[j] = c.row * shocks.scenarios + min(from + 32 * j + lane, shocks.scenarios - 1);
            }

            if (c.kind == CellKind::Option) {
                double shocked[kPerThread];
#pragma unroll
                for (int j = 0; j < kPerThread; j++) {
                    Terms own = kOwnTerms
                        ? shockedTerms(
                            contractAt(contracts, i), shocks.volFactor[at[j]], shocks.volFloor[at[j]],
                            shocks.timeShift[at[j]])
                        : terms[k * kSlots + __ldg(rows.slotOf + at[j])];
                    shocked[j] = option(
                        c.flip, mul(c.forward, __ldg(shocks.spot + at[j])), c.strike,
                        add(c.log, __ldg(rows.logSpot + at[j])), own);
                }

#pragma unroll
                for (int j = 0; j < kPerThread; j++) {
                    cell[j] = cellOf(shocked[j], c.base, __ldg(shocks.weight + at[j]), c.lotScale);
                }
            } else if (c.kind == CellKind::Linear) {
#pragma unroll
                for (int j = 0; j < kPerThread; j++) {
                    cell[j] = cellOf(mul(c.forward, shocks.spot[at[j]]), c.base, shocks.weight[at[j]], c.lotScale);
                }
            } else {
#pragma unroll
                for (int j = 0; j < kPerThread; j++) {
                    cell[j] = kBadCell;
                }
            }

#pragma unroll
            for (int j = 0; j < kPerThread; j++) {
                int s = from + 32 * j + lane;
                if (s < shocks.scenarios) {
                    cells[s] = cell[j];
                    saturated |= isSaturated(cell[j]);
                }
            }
        }

        if (__any_sync(0xFFFFFFFFu, saturated) && lane == 0) {
            grid.status[i] |= kCellSaturated;
        }
    }
}

} // namespace twin
