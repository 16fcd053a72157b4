#!/usr/bin/env bash
# Measures our risk kernels beside their twins on one card: our program writes the work and its results to files, the
# CUDA C++ twin and the Python ones do the same work on them. Prints one table; logs stay in OUT_DIR.
#
# Usage: run.sh OUT_DIR [GPUBENCH]
#   GPUBENCH  our program, built or published; the variable of that name otherwise
#   SCALE     divides the work (1: a million contracts, ten million positions)
#   NVCCFLAGS more flags for nvcc, PYTHON another interpreter
# What is missing (a card, nvcc, a package) is said and left out. Exit status 0 only if nothing failed or differed.
set -euo pipefail

if [[ $# -lt 1 || $# -gt 2 ]]; then
    echo "usage: run.sh OUT_DIR [GPUBENCH]" >&2
    exit 2
fi

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$1
program=${2:-${GPUBENCH:-}}
scale=${SCALE:-1}
python=${PYTHON:-python3}
if [[ -z $program || ! -x $program ]]; then
    echo "run.sh: no program; name it as the second argument or in GPUBENCH" >&2
    exit 2
fi

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -f "$out"/{ours,nvcc,cuda-cpp,host,cupy,jax}.log
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

say() { echo "run.sh: $*"; }

fail() {
    say "FAILED: $*"
    failed=1
}

# Runs a command with its output in a log and leaves its exit status in `status`.
logged() {
    local log=$out/$1.log
    shift
    status=0
    "$@" >"$log" 2>&1 || status=$?
}

capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | head -n 1 || true)
if [[ -n $capability ]]; then
    say "card: $(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader | head -n 1)"
    backend=cuda
else
    say "no CUDA device: our program runs on the CPU, the twins' arithmetic is checked on it, nothing is timed on a card"
    backend=simd
fi

nvcc=$(command -v nvcc || true)
if [[ -z $nvcc && -x ${CUDA_HOME:-/usr/local/cuda}/bin/nvcc ]]; then
    nvcc=${CUDA_HOME:-/usr/local/cuda}/bin/nvcc
fi

logged ours "$program" --backend "$backend" --scale "$scale" --write "$work"
if ((status != 0)); then
    fail "our program, exit status $status, see ours.log"
fi

if [[ ! -s $work/implied.bin ]]; then
    fail "our program wrote no work: $(tail -n 1 "$out/ours.log")"
    exit 1
fi

twins=$here/twins
if [[ -z $nvcc ]]; then
    say "no nvcc: no CUDA C++ twin"
elif [[ -n $capability ]]; then
    target=(-arch=native)
    if [[ $capability == 9.0 ]]; then
        target=("-gencode=arch=compute_90,code=sm_90")
    fi

    read -r -a more <<<"${NVCCFLAGS:-}"
    logged nvcc "$nvcc" -O3 -std=c++17 "${target[@]}" -Xptxas -v ${more[@]+"${more[@]}"} \
        "$twins/kernels.cu" -o "$work/kernels"
    if ((status != 0)); then
        fail "nvcc, see nvcc.log"
    else
        logged cuda-cpp "$work/kernels" "$work"
        case $status in
            0) ;;
            1) fail "cuda-cpp: results differ" ;;
            *) fail "cuda-cpp: $(tail -n 1 "$out/cuda-cpp.log")" ;;
        esac
    fi
fi

if [[ ! -s $out/cuda-cpp.log ]]; then
    if command -v g++ >/dev/null; then
        logged host g++ -O2 -std=c++17 -ffp-contract=off -mfma "$twins/check_on_host.cpp" -o "$work/check_on_host"
        if ((status == 0)); then
            logged host "$work/check_on_host" "$work"
        fi

        sed 's/^/run.sh: /' "$out/host.log"
        if ((status != 0)); then
            fail "the arithmetic of the twins on a host"
        fi
    else
        say "no g++: the twins' arithmetic is not checked"
    fi
fi

export XLA_PYTHON_CLIENT_PREALLOCATE=false PYTHONDONTWRITEBYTECODE=1
for twin in cupy jax; do
    if ! command -v "$python" >/dev/null; then
        say "no $python: no $twin twin"
        continue
    fi

    logged "$twin" "$python" "$twins/${twin}_twin.py" "$work"
    if ((status != 0)); then
        fail "$twin: $(tail -n 1 "$out/$twin.log")"
    elif ! grep -q "^$twin [a-z]" "$out/$twin.log"; then
        say "$(tail -n 1 "$out/$twin.log")"
    fi
done

# The last column is a twin's time over ours; "off by" counts differing elements of ours and of cuda-cpp, and is the
# largest difference in units of the integers for the others, whose bits are not expected to be ours.
table() {
    { cat "$out"/{ours,cuda-cpp,cupy,jax}.log 2>/dev/null || true; } | awk -v backend="$backend" '
        NF == 4 && $1 ~ /^(ours|cuda-cpp|cupy|jax)$/ && $3 ~ /^[0-9.]+$/ {
            if ($1 == "ours") ours[$2] = $3
            name = $1 == "ours" ? "ours (" backend ")" : $1
            ratio = $2 in ours && ours[$2] > 0 ? sprintf("%.2f", $3 / ours[$2]) : "-"
            printf "%-12s %-14s %12.4f %12s %10s\n", name, $2, $3, $4, ratio
        }'
}

printf '%-12s %-14s %12s %12s %10s\n' name kernel ms 'off by' 'to ours'
table
exit "$failed"
