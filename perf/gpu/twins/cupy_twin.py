"""The risk kernels as a Python programmer writes them with CuPy: FP64, fused element-wise, the library's normal CDF.

Run: python3 cupy_twin.py DIR. A line is `cupy KERNEL MILLISECONDS LARGEST_DIFFERENCE`, the difference in units of the
integers compared (a cell is micro-USD a lot). Where CuPy or a card is missing it says so and ends well.
"""

import sys

try:
    import cupy as cp
    from cupyx.scipy.special import ndtr
except ImportError as error:
    print(f"cupy: not here ({error})", file=sys.stderr)
    sys.exit(0)

import work

ROOT_TWO_PI = 2.5066282746310005


@cp.fuse()
def distances(forward, strike, vol, time):
    total = cp.maximum(vol * cp.sqrt(time), 1e-100)
    d1 = cp.log(forward / strike) / total + 0.5 * total
    return d1, d1 - total


@cp.fuse()
def discounted(sign, forward, strike, discount, cdf1, cdf2):
    option = sign * discount * (forward * cdf1 - strike * cdf2)
    return cp.where(sign == 0.0, forward, cp.maximum(option, 0.0))


def price(sign, forward, strike, time, vol, rate):
    d1, d2 = distances(cp.maximum(forward, 1e-300), cp.maximum(strike, 1e-250), vol, time)
    return discounted(sign, forward, strike, cp.exp(-rate * time), ndtr(sign * d1), ndtr(sign * d2))


def rounded(values, bound, kind):
    return cp.rint(cp.clip(values, -bound, bound)).astype(kind)


def grid(contracts, shocks):
    count = len(contracts["sign"])
    out = {
        "marks": cp.empty(count, cp.int64),
        "cells": cp.empty((count, shocks["spot"].shape[1]), cp.int32),
    }
    for start in range(0, count, work.CHUNK_CONTRACTS):
        part = slice(start, start + work.CHUNK_CONTRACTS)
        c = {name: values[part] for name, values in contracts.items()}
        base = price(c["sign"], c["forward"], c["strike"], cp.maximum(c["time"], 0.0), c["vol"], c["rate"])
        out["marks"][part] = rounded(base * c["lot_scale"], work.LONG_BOUND, cp.int64)
        wide = {name: values[:, None] for name, values in c.items() if name != "row"}
        s = {name: values[c["row"]] for name, values in shocks.items()}
        vol = cp.maximum(wide["vol"] * s["vol_factor"], s["vol_floor"])
        later = cp.maximum(wide["time"] - s["time_shift"], 0.0)
        shocked = price(wide["sign"], wide["forward"] * s["spot"], wide["strike"], later, vol, wide["rate"])
        profit = s["weight"] * wide["lot_scale"] * (shocked - base[:, None])
        out["cells"][part] = rounded(profit, work.CELL_BOUND, cp.int32)
    return out


@cp.fuse()
def sensitivities(sign, forward, time, vol, rate, discount, d1, cdf1, value):
    root = cp.sqrt(time)
    density = cp.where(
        (sign == 0.0) | (vol * root < 1e-10), 0.0, discount * cp.exp(-0.5 * d1 * d1) / ROOT_TWO_PI)
    gamma = density / (forward * cp.maximum(vol * root, 1e-100))
    theta = rate * value - 0.5 * gamma * forward * forward * vol * vol
    return (
        cp.where(sign == 0.0, 1.0, sign * discount * cdf1), gamma, forward * density * root,
        cp.where(sign == 0.0, 0.0, theta), cp.where(sign == 0.0, 0.0, -time * value))


def greeks(c):
    time = cp.maximum(c["time"], 0.0)
    d1, d2 = distances(c["forward"], cp.maximum(c["strike"], 1e-250), c["vol"], time)
    discount = cp.exp(-c["rate"] * time)
    cdf1 = ndtr(c["sign"] * d1)
    value = discounted(c["sign"], c["forward"], c["strike"], discount, cdf1, ndtr(c["sign"] * d2))
    units = sensitivities(c["sign"], c["forward"], time, c["vol"], c["rate"], discount, d1, cdf1, value)
    scales = {"delta": 1e3, "gamma": 1e9, "vega": 10.0, "theta": 1000.0 / 365.0, "rho": 10.0}
    return {
        name: rounded(unit * (c["lot_scale"] * scale), work.LONG_BOUND, cp.int64)
        for (name, scale), unit in zip(scales.items(), units)
    }


def margin(positions, of):
    # Sums modulo 2^64, which is what CuPy's scatter-add has for integers.
    sums = cp.zeros((positions["sets"], work.COLUMNS), cp.uint64)
    value = cp.zeros(positions["sets"], cp.uint64)
    for start in range(0, len(positions["set"]), work.CHUNK_POSITIONS):
        part = slice(start, start + work.CHUNK_POSITIONS)
        sets, contract, quantity = positions["set"][part], positions["contract"][part], positions["quantity"][part]
        cp.add.at(sums, sets, (quantity[:, None] * of["cells"][contract]).view(cp.uint64))
        cp.add.at(value, sets, (quantity * of["marks"][contract]).view(cp.uint64))
    sums = sums.view(cp.int64)
    settlement = sums[:, : work.GRID_COLUMNS]
    return {
        "mark_value": value.view(cp.int64),
        "worst_grid": settlement.min(axis=1), "grid_column": settlement.argmin(axis=1).astype(cp.uint8),
        "worst_all": sums.min(axis=1), "all_column": sums.argmin(axis=1).astype(cp.uint8),
    }


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: cupy_twin.py DIR")
    try:
        cp.cuda.runtime.getDeviceCount()
    except cp.cuda.runtime.CUDARuntimeError as error:
        print(f"cupy: no CUDA device ({error})", file=sys.stderr)
        sys.exit(0)

    files = work.load(sys.argv[1])
    contracts, shocks, of = (
        {name: cp.asarray(values) for name, values in files[key].items()}
        for key in ("contracts", "shocks", "margin_grid"))
    positions = {
        name: values if name == "sets" else cp.asarray(values) for name, values in files["positions"].items()}

    def wait(_):
        cp.cuda.get_current_stream().synchronize()

    work.report("cupy", "grid", lambda: grid(contracts, shocks), wait, files["grid"])
    work.report("cupy", "greeks", lambda: greeks(contracts), wait, files["greeks"])
    work.report("cupy", "margin", lambda: margin(positions, of), wait, files["margin"])


if __name__ == "__main__":
    main()
