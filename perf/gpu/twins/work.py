"""The files of the work as NumPy arrays, and what both Python twins time and print alike."""

import sys
import time
from pathlib import Path

import numpy as np

COLUMNS = 64
GRID_COLUMNS = 16
CELL_BOUND = 2**31 - 1
LONG_BOUND = 2**51 - 1
# An FP64 array of a chunk of cells takes 128 MiB: temporaries of a grid fit into any card's memory.
CHUNK_CONTRACTS = 262_144
CHUNK_POSITIONS = 1_048_576


class Reader:
    """Arrays one after the other from a little-endian file."""

    def __init__(self, directory, name):
        self.data = (Path(directory) / name).read_bytes()
        self.at = 0

    def take(self, kind, count):
        values = np.frombuffer(self.data, np.dtype(kind).newbyteorder("<"), count, self.at)
        self.at += values.nbytes
        return values

    def counts(self, count):
        return [int(value) for value in self.take(np.int32, count)]

    def columns(self, names, kind, count):
        return {name: self.take(kind, count) for name in names.split()}


def load(directory):
    """Every file of the directory: contracts, shocks, grid, greeks, positions, margin_grid, margin."""
    file = Reader(directory, "contracts.bin")
    n, = file.counts(1)
    contracts = file.columns("sign forward strike time vol rate lot_scale", np.float64, n)
    contracts["row"] = file.take(np.int32, n)

    file = Reader(directory, "shocks.bin")
    rows, scenarios = file.counts(2)
    shocks = file.columns("spot vol_factor vol_floor time_shift weight", np.float64, rows * scenarios)
    shocks = {name: values.reshape(rows, scenarios) for name, values in shocks.items()}

    file = Reader(directory, "grid.bin")
    grid = {"marks": file.take(np.int64, n), "cells": file.take(np.int32, n * scenarios).reshape(n, scenarios)}
    greeks = Reader(directory, "greeks.bin").columns("delta gamma vega theta rho", np.int64, n)

    file = Reader(directory, "positions.bin")
    sets, entries = file.counts(2)
    start, length = file.take(np.int32, sets), file.take(np.int32, sets)
    contract, quantity = file.take(np.int32, entries), file.take(np.int64, entries)

    # The slack between sets is dropped: positions side by side, each with its set. That is not timed.
    set_of = np.repeat(np.arange(sets, dtype=np.int32), length)
    inside = np.arange(len(set_of)) - np.repeat(np.cumsum(length, dtype=np.int64) - length, length)
    at = np.repeat(start.astype(np.int64), length) + inside
    positions = {"sets": sets, "set": set_of, "contract": contract[at], "quantity": quantity[at]}

    file = Reader(directory, "margin_grid.bin")
    count, = file.counts(1)
    margin_grid = {"marks": file.take(np.int64, count)}
    margin_grid["cells"] = file.take(np.int32, count * COLUMNS).reshape(count, COLUMNS)
    file = Reader(directory, "margin.bin")
    margin = file.columns("mark_value worst_grid worst_all", np.int64, sets)
    margin.update(file.columns("grid_column all_column", np.uint8, sets))
    return {
        "contracts": contracts, "shocks": shocks, "grid": grid, "greeks": greeks, "positions": positions,
        "margin_grid": margin_grid, "margin": margin,
    }


def report(twin, kernel, run, wait, expected):
    """Times a kernel and prints `TWIN KERNEL MILLISECONDS LARGEST_DIFFERENCE`, in units of the integers compared."""
    run()
    results = run()  # two to warm up
    wait(results)
    times = []
    for _ in range(10):
        start = time.perf_counter()
        results = run()
        wait(results)
        times.append(time.perf_counter() - start)

    largest = 0
    for name, values in expected.items():
        actual = to_host(results[name])
        if actual.shape != values.shape:
            sys.exit(f"{twin} {kernel}: {name} has the shape {actual.shape}, not {values.shape}")
        difference = np.abs(actual.astype(np.int64) - values.astype(np.int64))
        largest = max(largest, int(np.max(difference, initial=0)))

    print(f"{twin} {kernel} {sorted(times)[len(times) // 2] * 1e3:.4f} {largest}", flush=True)


def to_host(values):
    """A NumPy array of a CuPy or JAX one."""
    return values.get() if hasattr(values, "get") else np.asarray(values)
