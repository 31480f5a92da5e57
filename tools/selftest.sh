#!/usr/bin/env bash
# A check that cannot fail is worth nothing: this breaks a copy of the tree in one way per gate of tools/test.sh and
# requires each gate to go red, for the reason that was put in.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"
copy="$root/build/selftest/tree"
target="${CARGO_TARGET_DIR:-target}"

# Whether a gate notices does not depend on how well the library is optimised.
. tools/quick.sh

# The copy has build folders of its own, filled with the dependencies that are built already, so that only this package
# is built anew. Plain copies: a hard link would let a broken build reach into the real one.
rm -rf "$root/build/selftest"
mkdir -p "$copy"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard
else
    find . -path ./target -prune -o -path ./build -prune -o -type f -print0
fi | while IFS= read -r -d '' file; do
    # A file that is deleted but not committed is in the list.
    [ -f "$file" ] && printf '%s\0' "$file"
done | xargs -0 cp --parents -pt "$copy"
mkdir -p "$copy/build" "$root/build/selftest/target"
if [ -d "$target/debug" ]; then
    cp -a --reflink=auto "$target/debug" "$root/build/selftest/target/debug"
fi
if [ -d build/hooks ]; then
    cp -a --reflink=auto build/hooks "$copy/build/hooks"
    # Dependencies that were built as quickly, of which the release is made.
    cp -a --reflink=auto build/hooks/release "$root/build/selftest/target/release"
    rm -f "$root"/build/selftest/target/release/libwebservices.*
fi
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    # Tests that ask where they are must not find the real repository above the copy.
    export GIT_CEILING_DIRECTORIES="$root/build/selftest"
fi
export CARGO_TARGET_DIR="$root/build/selftest/target"
cd "$copy"

good=0 bad=0
# breaks <gates> <what must be in its output> <file> <sed program>
breaks() {
    # shellcheck disable=SC2086
    local gate="$1" reason="$2" file="$3" change="$4" log="$root/build/selftest/log.txt"
    cp -p "$file" "$file.good"
    sed -i -E "$change" "$file"
    if cmp -s "$file" "$file.good"; then
        echo "NOT BROKEN: the change to $file for $gate changes nothing; bring selftest.sh up to date"
        bad=$((bad + 1))
    elif tools/test.sh $gate >"$log" 2>&1; then
        echo "NOT NOTICED: $gate stays green although $file is broken: $change"
        tail -n 20 "$log"
        bad=$((bad + 1))
    elif ! grep -qE "$reason" "$log"; then
        echo "FAILED FOR ANOTHER REASON: $gate is red, but does not say $reason"
        tail -n 40 "$log"
        bad=$((bad + 1))
    else
        echo "noticed by $gate: $file"
        good=$((good + 1))
    fi
    # A new time stamp, so that make, cargo and cmake see that it changed back.
    cp "$file.good" "$file"
    rm "$file.good"
}
# The same file must be as good as it was; anything else would make the next gate red for the last one's reason.
generated="include/WebServices.h"
cp -p "$generated" "$root/build/selftest/header"
again() { cmp -s "$generated" "$root/build/selftest/header" || cp "$root/build/selftest/header" "$generated"; }

breaks format 'Diff in' src/lib.rs '$a pub  mod  nothing { }'
again
breaks lint 'unwrap' src/runtime/error.rs '/^fn copy_of/i pub(crate) fn bad(number: Option<u8>) -> u8 { number.unwrap() }'
again
breaks header 'is not what the sources say' include/WebServices.h 's/WS_HEAP_PROPERTY_TRIM_SIZE = 1,/WS_HEAP_PROPERTY_TRIM_SIZE = 3,/'
again
breaks rust:--lib 'quota_counts_requests_to_the_byte \.\.\. FAILED' src/runtime/budget.rs \
    's/self\.remaining\.get\(\)\.checked_sub\(size\)/self.remaining.get().checked_sub(size + 1)/'
again
if [ -e tests/surface.rs ]; then
    breaks rust:--test:surface 'WS_HEAP_PROPERTY_TRIM_SIZE' src/abi/heap.rs 's/(WS_HEAP_PROPERTY_TRIM_SIZE) = 1,/\1 = 7,/'
    again
fi
if [ -e tests/symbols.rs ]; then
    breaks rust:--test:symbols 'WsxUnheardOf' src/runtime/mod.rs \
        '$a #[allow(unsafe_code, non_snake_case, unreachable_pub, reason = "none")] #[unsafe(no_mangle)] pub extern "C" fn WsxUnheardOf() {}'
    again
fi

# From here on the library that ships is what is looked at.
breaks 'release exports' '^\+WsxUnheardOf' src/runtime/mod.rs \
    '$a #[allow(unsafe_code, non_snake_case, unreachable_pub, reason = "none")] #[unsafe(no_mangle)] pub extern "C" fn WsxUnheardOf() {}'
tools/test.sh release >/dev/null
breaks panic 'error: .*panic' Cargo.toml '/^\[profile.release\]/,/^$/ s/panic = "unwind"/panic = "abort"/'
breaks panic 'Subprocess aborted' src/ffi/call.rs \
    's/match catch_unwind\(AssertUnwindSafe\(body\)\)/match Ok::<_, Box<dyn core::any::Any + Send>>(body())/'
breaks c_tests:-R:'^error\.valgrind' 'definitely lost' c-tests/error.c '0,/    WsFreeError\(copy\);/ s/    WsFreeError\(copy\);//'
breaks c_tests:-R:'^handle\.sanitized' 'shift exponent' c-tests/handle.c \
    's/^    WS_HEAP \*not_a_heap = .*/    volatile int bits = 40; assert_int_equal(1 << bits, 1 << bits);\n&/'
breaks c_tests:-R:'^heap$' 'heap \(Failed\)' c-tests/heap.c 's/WS_HEAP_PROPERTY_REQUESTED_SIZE\), 60\)/WS_HEAP_PROPERTY_REQUESTED_SIZE), 61)/'
breaks install 'cannot find -lwebservice:' packaging/webservices.pc.in 's/-lwebservices/-lwebservice/'
breaks examples 'Error 1' examples/hello.c 's/WsCreateHeap\(1000,/WsCreateHeap(2000,/'
breaks examples 'Error 1' examples/calculator_service.c 's/\(UINT\)a \+ \(UINT\)b/(UINT)a - (UINT)b/'
breaks interop:gsoap 'WRONG Add' c-tests/interop/gsoap_service.c 's/result = a \+ b;/result = a - b;/'
breaks interop:curl 'FAILED: curl: POST, SOAP 1.1' c-tests/interop/service.c 's/\(UINT\)a \+ \(UINT\)b/(UINT)a - (UINT)b/'

cd "$root"
rm -rf build/selftest
echo "$good of $((good + bad)) gates noticed what was broken"
[ "$bad" -eq 0 ]
