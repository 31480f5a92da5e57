#!/usr/bin/env bash
# Aborts at random moments, for long: tools/stress.sh <seconds> <folder of libwebservices.so> <folder for what is built>
#
# Runs c-tests/http_stress.c against the library that ships, then under ThreadSanitizer: the program, the library and
# Rust's standard library are all compiled with it, so that it sees every access and every lock. The latter needs the
# component rust-src of the toolchain and a second build of everything; where that cannot be had it is skipped, loudly.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="$1" library="$(realpath "$2")"
mkdir -p "$3"
build="$(realpath "$3")"

# program <output> <folder of the library> <option of the compiler>...
program() {
    "${CC:-cc}" -std=gnu11 -g -O1 -Iinclude -Ic-tests c-tests/http_stress.c "${@:3}" -o "$1" \
        -L"$2" -lwebservices -lcmocka -lpthread -Wl,-rpath,"$2"
}

echo "-- $seconds s as it ships"
program "$build/stress" "$library"
WWS_STRESS_SECONDS="$seconds" timeout $((seconds + 60)) "$build/stress"

echo "-- $seconds s under ThreadSanitizer"
host="$(rustc -vV | sed -n 's/^host: //p')"
if [ ! -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    echo "*** SKIPPED: the toolchain has no sources of the standard library (rustup component add rust-src) ***"
    exit 0
fi
# The unstable options of a stable compiler: for this test only, and nothing of it ships.
RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=thread -Zexternal-clangrt -Cdebuginfo=1" \
    cargo build --locked --lib -Zbuild-std --target "$host" --target-dir "$build/tsan"
watched="$build/tsan/$host/debug"
ln -sf libwebservices.so "$watched/libwebservices.so.1"
program "$build/stress-tsan" "$watched" -fsanitize=thread c-tests/tsan.c
WWS_STRESS_SECONDS="$seconds" WWS_STRESS_PACE=100 TSAN_OPTIONS="halt_on_error=1" \
    timeout $((seconds * 3 + 120)) "$build/stress-tsan"
