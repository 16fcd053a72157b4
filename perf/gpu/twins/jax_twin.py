"""The risk kernels as a Python programmer writes them with JAX: FP64, jit-compiled, the library's normal CDF.

Run: python3 jax_twin.py DIR. A line is `jax KERNEL MILLISECONDS LARGEST_DIFFERENCE`, the difference in units of the
integers compared (a cell is micro-USD a lot). Where JAX or a card is missing it says so and ends well.
"""

import sys
from functools import partial

try:
    import jax
    import jax.numpy as jnp
    from jax.scipy.special import ndtr
except ImportError as error:
    print(f"jax: not here ({error})", file=sys.stderr)
    sys.exit(0)

import work

jax.config.update("jax_enable_x64", True)
ROOT_TWO_PI = 2.5066282746310005


def distances(forward, strike, vol, time):
    total = jnp.maximum(vol * jnp.sqrt(time), 1e-100)
    d1 = jnp.log(forward / strike) / total + 0.5 * total
    return d1, d1 - total


def discounted(sign, forward, strike, discount, cdf1, cdf2):
    option = sign * discount * (forward * cdf1 - strike * cdf2)
    return jnp.where(sign == 0.0, forward, jnp.maximum(option, 0.0))


def price(sign, forward, strike, time, vol, rate):
    d1, d2 = distances(jnp.maximum(forward, 1e-300), jnp.maximum(strike, 1e-250), vol, time)
    return discounted(sign, forward, strike, jnp.exp(-rate * time), ndtr(sign * d1), ndtr(sign * d2))


def rounded(values, bound, kind):
    return jnp.rint(jnp.clip(values, -bound, bound)).astype(kind)


@jax.jit
def grid(c, shocks):
    base = price(c["sign"], c["forward"], c["strike"], jnp.maximum(c["time"], 0.0), c["vol"], c["rate"])
    wide = {name: values[:, None] for name, values in c.items() if name != "row"}
    s = {name: values[c["row"]] for name, values in shocks.items()}
    vol = jnp.maximum(wide["vol"] * s["vol_factor"], s["vol_floor"])
    later = jnp.maximum(wide["time"] - s["time_shift"], 0.0)
    shocked = price(wide["sign"], wide["forward"] * s["spot"], wide["strike"], later, vol, wide["rate"])
    profit = s["weight"] * wide["lot_scale"] * (shocked - base[:, None])
    return {
        "marks": rounded(base * c["lot_scale"], work.LONG_BOUND, jnp.int64),
        "cells": rounded(profit, work.CELL_BOUND, jnp.int32),
    }


@jax.jit
def greeks(c):
    sign, forward, vol, rate = c["sign"], c["forward"], c["vol"], c["rate"]
    time = jnp.maximum(c["time"], 0.0)
    root = jnp.sqrt(time)
    d1, d2 = distances(forward, jnp.maximum(c["strike"], 1e-250), vol, time)
    discount = jnp.exp(-rate * time)
    cdf1 = ndtr(sign * d1)
    value = discounted(sign, forward, c["strike"], discount, cdf1, ndtr(sign * d2))
    density = jnp.where(
        (sign == 0.0) | (vol * root < 1e-10), 0.0, discount * jnp.exp(-0.5 * d1 * d1) / ROOT_TWO_PI)
    gamma = density / (forward * jnp.maximum(vol * root, 1e-100))
    theta = rate * value - 0.5 * gamma * forward * forward * vol * vol
    units = {
        "delta": jnp.where(sign == 0.0, 1.0, sign * discount * cdf1) * 1e3,
        "gamma": gamma * 1e9,
        "vega": forward * density * root * 10.0,
        "theta": jnp.where(sign == 0.0, 0.0, theta) * (1000.0 / 365.0),
        "rho": jnp.where(sign == 0.0, 0.0, -time * value) * 10.0,
    }
    return {name: rounded(unit * c["lot_scale"], work.LONG_BOUND, jnp.int64) for name, unit in units.items()}


@partial(jax.jit, donate_argnums=(0, 1))
def add_positions(sums, value, sets, contract, quantity, of):
    profits = quantity[:, None] * of["cells"][contract]
    values = quantity * of["marks"][contract]
    return sums.at[sets].add(profits, indices_are_sorted=True), value.at[sets].add(values, indices_are_sorted=True)


@jax.jit
def worst(sums, value):
    settlement = sums[:, : work.GRID_COLUMNS]
    return {
        "mark_value": value,
        "worst_grid": settlement.min(axis=1), "grid_column": settlement.argmin(axis=1).astype(jnp.uint8),
        "worst_all": sums.min(axis=1), "all_column": sums.argmin(axis=1).astype(jnp.uint8),
    }


def margin(sets, chunks, of):
    sums = jnp.zeros((sets, work.COLUMNS), jnp.int64)
    value = jnp.zeros(sets, jnp.int64)
    for chunk in chunks:
        sums, value = add_positions(sums, value, *chunk, of)
    return worst(sums, value)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: jax_twin.py DIR")
    if jax.default_backend() != "gpu":
        print(f"jax: no GPU, only {jax.default_backend()}", file=sys.stderr)
        sys.exit(0)

    files = work.load(sys.argv[1])
    contracts, shocks, of = (
        {name: jnp.asarray(values) for name, values in files[key].items()}
        for key in ("contracts", "shocks", "margin_grid"))
    positions = files["positions"]
    chunks = [
        tuple(jnp.asarray(positions[name][at : at + work.CHUNK_POSITIONS]) for name in ("set", "contract", "quantity"))
        for at in range(0, len(positions["set"]), work.CHUNK_POSITIONS)
    ]
    work.report("jax", "grid", lambda: grid(contracts, shocks), jax.block_until_ready, files["grid"])
    work.report("jax", "greeks", lambda: greeks(contracts), jax.block_until_ready, files["greeks"])
    work.report(
        "jax", "margin", lambda: margin(positions["sets"], chunks, of), jax.block_until_ready, files["margin"])


if __name__ == "__main__":
    main()
