#!/usr/bin/env bash
# Makes the self-contained package for a machine with a card and without .NET: gpubench and hybridgpu, with the runtime
# that both share. Usage: pack.sh FILE.tgz. There: tar xzf FILE.tgz; perf/gpu/run.sh OUT_DIR hybridgpu-gpu/gpubench.
set -euo pipefail

if [[ $# -ne 1 ]]; then
    echo "usage: pack.sh FILE.tgz" >&2
    exit 2
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=$(realpath -m "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The lock files describe a build for any machine; this one, for one kind, keeps its own beside its objects.
for project in perf/gpu/HybridGpu.Gpu.Benchmarks src/HybridGpu.Host; do
    dotnet publish "$root/$project" -c Release -r linux-x64 --self-contained -p:NuGetLockFilePath=obj/pack.lock.json \
        -o "$work/hybridgpu-gpu" >"$work/log" || { cat "$work/log"; exit 1; }
done

tar czf "$target" -C "$work" hybridgpu-gpu
echo "$target: $(($(stat -c %s "$target") / 1048576)) MiB"
