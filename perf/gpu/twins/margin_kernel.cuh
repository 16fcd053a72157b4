// Margin of sets of positions: 64 sums of quantity · cell in 64-bit integers, the lowest of the first 16 and of all.
#pragma once

#include <cstdint>

namespace twin {

struct MarginColumns {
    int sets;
    const int *start, *length;
    const int* contract;
    const long long* quantity;
    const long long* marks;
    const int4* cells; // 16 a contract
    long long *markValue, *worstGrid, *worstAll;
    std::uint8_t *worstGridColumn, *worstAllColumn;
};

constexpr int kMarginBlock = 256;

// Rows of cells that a half of a warp asks for before it uses the first. Divides 16.
constexpr int kInFlight = 4;

// A sum modulo 2^64 of quantity · cell with two 32-bit multiplications and no branch: the quantity is an upper word
// times 2^32 plus a signed lower one.
struct WideSum {
    unsigned long long lower = 0;
    unsigned upper = 0;

    __device__ __forceinline__ void add(int quantityUpper, int quantityLower, int cell) {
        lower += static_cast<unsigned long long>(static_cast<long long>(quantityLower) * cell);
        upper += static_cast<unsigned>(quantityUpper) * static_cast<unsigned>(cell);
    }

    __device__ __forceinline__ unsigned long long value() const {
        return lower + (static_cast<unsigned long long>(upper) << 32);
    }
};

struct Worst {
    long long sum;
    int column;

    // Ties stay with the lowest column.
    __device__ __forceinline__ void meet(long long other, int at) {
        bool wins = other < sum || (other == sum && at < column);
        sum = wins ? other : sum;
        column = wins ? at : column;
    }

    __device__ __forceinline__ void meetLane(int distance) {
        long long otherSum = __shfl_xor_sync(0xFFFFFFFFu, sum, distance);
        int otherColumn = __shfl_xor_sync(0xFFFFFFFFu, column, distance);
        meet(otherSum, otherColumn);
    }
};

// One warp a set. The halves of a warp take the positions in turn; a lane has four columns of the row of cells, which
// a half reads as one 256-byte line. Positions come 32 at a time, one a lane, and are handed round by shuffles.
__global__ void __launch_bounds__(kMarginBlock) marginKernel(MarginColumns m) {
    constexpr unsigned kAll = 0xFFFFFFFFu;
    int set = (blockIdx.x * kMarginBlock + threadIdx.x) / 32;
    if (set >= m.sets) {
        return;
    }

    int lane = threadIdx.x % 32;
    int half = lane / 16;
    int quad = lane % 16;
    int start = m.start[set];
    int length = m.length[set];
    WideSum sums[4];
    unsigned long long value = 0;
    for (int base = 0; base < length; base += 32) {
        int count = min(32, length - base);

        // A lane without a position has none of the first contract.
        int contract = 0;
        long long quantity = 0;
        if (lane < count) {
            contract = __ldg(m.contract + start + base + lane);
            quantity = __ldg(m.quantity + start + base + lane);
        }

        value += static_cast<unsigned long long>(quantity) * static_cast<unsigned long long>(__ldg(m.marks + contract));
        int lower = static_cast<int>(quantity);
        int upper = static_cast<int>((quantity - lower) >> 32);
        for (int p = 0; p < count; p += 2 * kInFlight) {
            int4 cells[kInFlight];
#pragma unroll
            for (int j = 0; j < kInFlight; j++) {
                int from = p + 2 * j + half;
                int row = __shfl_sync(kAll, contract, from);
                cells[j] = from < count ? __ldg(m.cells + static_cast<long long>(row) * 16 + quad) : int4{0, 0, 0, 0};
            }

#pragma unroll
            for (int j = 0; j < kInFlight; j++) {
                int from = p + 2 * j + half;
                int quantityLower = __shfl_sync(kAll, lower, from);
                int quantityUpper = __shfl_sync(kAll, upper, from);
                sums[0].add(quantityUpper, quantityLower, cells[j].x);
                sums[1].add(quantityUpper, quantityLower, cells[j].y);
                sums[2].add(quantityUpper, quantityLower, cells[j].z);
                sums[3].add(quantityUpper, quantityLower, cells[j].w);
            }
        }
    }

    Worst worst{INT64_MAX, 64};
#pragma unroll
    for (int j = 0; j < 4; j++) {
        unsigned long long sum = sums[j].value();
        sum += __shfl_xor_sync(kAll, sum, 16);
        worst.meet(static_cast<long long>(sum), 4 * quad + j);
    }

    // Four lanes hold the 16 columns of the settlement grid, sixteen hold all.
    worst.meetLane(1);
    worst.meetLane(2);
    Worst grid = worst;
    worst.meetLane(4);
    worst.meetLane(8);
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(kAll, value, distance);
    }

    if (lane == 0) {
        m.markValue[set] = static_cast<long long>(value);
        m.worstGrid[set] = grid.sum;
        m.worstGridColumn[set] = static_cast<std::uint8_t>(grid.column);
        m.worstAll[set] = worst.sum;
        m.worstAllColumn[set] = static_cast<std::uint8_t>(worst.column);
    }
}

} // namespace twin
