#!/usr/bin/env bash
# Fuzzes: tools/fuzz.sh <seconds> [<target>...] runs each target of fuzz/, or those named, for so long.
#
# A stable toolchain and a C++ compiler are enough: libFuzzer comes as source with the crate libfuzzer-sys, and the
# coverage that guides it is a pass of LLVM that stable rustc can be asked for. (cargo-fuzz adds the address sanitizer,
# for which it needs a nightly one: `cargo +nightly fuzz run text_reader`.)
# A target fails that panics, takes 5 s for one input or 512 MB of memory.
# Inputs that reach something new are kept in build/fuzz/<target>, and those that fail in build/fuzz/<target>-failures.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds="${1:?how many seconds for each target}"
shift
if [ $# -eq 0 ]; then
    set -- $(cd fuzz_targets && ls ./*.rs | sed 's|^./||; s|\.rs$||')
fi

build="$PWD/../build/fuzz"
host="$(rustc -vV | sed -n 's/^host: //p')"
flags=(--cfg fuzzing -Cpasses=sancov-module)
for option in level=4 inline-8bit-counters pc-table trace-compares; do
    flags+=("-Cllvm-args=-sanitizer-coverage-$option")
done
# The target is named so that the flags are not for build scripts.
RUSTFLAGS="${flags[*]}" cargo build --locked --release --target "$host" --target-dir "$build/target"

failed=()
for target in "$@"; do
    mkdir -p "$build/$target" "$build/$target-failures" "seeds/$target"
    dictionary="${target%%_*}.dict"
    [ -e "$dictionary" ] || dictionary=xml.dict
    echo "== fuzz $target, $seconds s"
    "$build/target/$host/release/$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=512 -max_len=4096 \
        -dict="$dictionary" -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/$target-failures/" \
        "$build/$target" "seeds/$target" || failed+=("$target")
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "failed: ${failed[*]}; see build/fuzz/<target>-failures"
    exit 1
fi
