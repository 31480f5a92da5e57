#!/usr/bin/env bash
# Every check of the project: tools/test.sh runs all, tools/test.sh <gate>... only those named.
#
# A gate that fails does not stop the others. The last line counts all checks: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

build="$PWD/build"
target="${CARGO_TARGET_DIR:-target}"
mkdir -p "$build/log"
passed=0 failed=0 skipped=0
red=()

# Rewritten by the first build of any kind, so it is kept before one runs.
rm -rf "$build/include.before"
cp -r include "$build/include.before"

# gate <name> <command>...: runs it, shows and keeps what it prints, and counts one check.
gate() {
    local name="$1" log="$build/log/$1.txt" start=$SECONDS
    shift
    echo "== $name"
    if "$@" 2>&1 | tee "$log"; then
        echo "== $name: ok, $((SECONDS - start)) s"
        passed=$((passed + 1))
    else
        echo "== $name: FAILED, $((SECONDS - start)) s"
        failed=$((failed + 1))
        red+=("$name")
    fi
}

format() { cargo fmt --check; }

lint() { cargo clippy --locked --all-targets -- -D warnings; }

# The headers that are checked in are what a build makes of the sources.
header() {
    cargo build --locked --lib && diff -ru "$build/include.before" include && echo "no difference" || {
        echo "A header in include is not what the sources say: build, look at the change, and check it in."
        return 1
    }
}

rust() { cargo test --locked "$@"; }

# The tests of Kerberos, in a realm with a KDC of its own.
realm() {
    c-tests/interop/kdc.sh cargo test --locked --lib -- --ignored realm_ && return
    local status=$?
    [ $status -eq 77 ] || return $status
    echo "*** SKIPPED: the tests that need a KDC (Debian: krb5-kdc krb5-admin-server krb5-user) ***"
}

release() { make --no-print-directory build; }

# What the library that ships exports is what its headers declare, and nothing else.
exports() {
    sed -nE 's/^[A-Za-z][A-Za-z0-9_ *]*[ *]((Ws|Cert)[A-Za-z0-9]+)\(.*/\1/p' include/WebServices*.h | LC_ALL=C sort -u >"$build/declared.txt"
    nm -D --defined-only "$target/release/libwebservices.so" | awk '{ print $3 }' | LC_ALL=C sort -u >"$build/exported.txt"
    [ -s "$build/exported.txt" ] && diff -u "$build/declared.txt" "$build/exported.txt" && wc -l <"$build/exported.txt"
}

# The same library, but for optimisation, with the hook that panics, for the test that a panic never crosses the boundary
# of what ships.
hooks() {
    (. tools/quick.sh && cargo rustc --locked --release --lib --crate-type cdylib --features test-hooks \
        --target-dir "$build/hooks") &&
        ln -sf libwebservices.so "$build/hooks/release/libwebservices.so.1"
}

c_tests() {
    local hooks_library=""
    if [ -e "$build/hooks/release/libwebservices.so" ]; then
        hooks_library="$build/hooks/release/libwebservices.so"
    fi
    cmake -S c-tests -B "$build/c-tests" "-DWWS_LIBRARY=$(realpath "$target")/release/libwebservices.so" \
        "-DWWS_HOOKS_LIBRARY=$hooks_library" &&
        cmake --build "$build/c-tests" -j "$(nproc)" &&
        ctest --test-dir "$build/c-tests" -j "$(nproc)" --output-on-failure "$@"
}

# The panic test alone.
panic() { hooks && c_tests -R '^panic'; }

install() { c-tests/install.sh; }

examples() { make --no-print-directory build examples; }

interop() { c-tests/interop/run.sh "$(realpath "$target")/release" "$build/interop" "$@"; }

# Too short to find much; it shows that every target still builds and runs. `make fuzz` is the search.
fuzz() { tools/fuzz.sh "${1:-1}"; }

selftest() { tools/selftest.sh; }

if [ $# -eq 0 ]; then
    set -- format lint header rust realm release exports hooks c_tests install examples interop fuzz selftest
fi
for name in "$@"; do
    # A gate may have arguments: c_tests:-R:valgrind
    IFS=: read -ra words <<<"$name"
    gate "${words[0]}" "${words[@]}"
    case "${words[0]}" in
    rust)
        # cargo's own counts, for each test program.
        read -r p f s < <(awk '/^test result:/ { p += $4; f += $6; s += $8 } END { print p + 0, f + 0, s + 0 }' "$build/log/rust.txt")
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
        ;;
    c_tests)
        read -r p f s < <(awk '
            /^ *[0-9]+\/[0-9]+ Test +#/ { if (/ Passed +/) p++; else if (/Skipped/) s++; else f++ }
            END { print p + 0, f + 0, s + 0 }' "$build/log/c_tests.txt")
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
        ;;
    interop)
        read -r p f s < <(awk '/^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { p = $1; f = $3; s = $5 } END { print p + 0, f + 0, s + 0 }' \
            "$build/log/interop.txt")
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
        ;;
    esac
done

if [ ${#red[@]} -gt 0 ]; then
    echo "failed: ${red[*]}"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
