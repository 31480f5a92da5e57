#!/usr/bin/env bash
# Measures the library: tools/bench.sh <folder of libwebservices.so> <folder for what is built> [row]...
#
# Runs benches/bench_wws.c against this library and, where Wine and a cross compiler are there, the same program against
# Wine's webservices.dll: turn by turn on one core, so that a slow moment of the machine meets both. Rows whose
# functions are not in the library yet are skipped by name. Before it, the rows that other programs have: the XML layer
# beside libxml2 (benches/bench_libxml2.c) and alone (benches/bench_xml.c), typed data beside gSOAP
# (benches/bench_gsoap.c) and alone (benches/bench_typed.c), and calls over HTTP beside gSOAP (benches/bench_http.c). A row
# named http is the last of these alone. BENCH_ROUNDS: turns, 3. BENCH_CLOCK=cpu: the time of the
# processor in place of what passes, for a machine that does other work as well.
set -euo pipefail
cd "$(dirname "$0")/.."

library="$(realpath "$1")" build="$2"
shift 2
rounds="${BENCH_ROUNDS:-3}"
clock=()
if [ "${BENCH_CLOCK:-wall}" = cpu ]; then
    clock=(-cpu)
fi
mkdir -p "$build"
build="$(realpath "$build")"
rm -f "$build"/*.txt

# A call of a function that is not there is replaced by one that says so, and the row that needs it is skipped.
nm -D --defined-only "$library/libwebservices.so" | awk '{ print $3 }' | LC_ALL=C sort >"$build/exported.txt"
grep -ohE '\bWs[A-Z][A-Za-z0-9]+ *\(' benches/*.c examples/calculator.c | tr -d ' (' | LC_ALL=C sort -u |
    LC_ALL=C comm -23 - "$build/exported.txt" |
    sed 's/.*/#define &(...) not_in_build("&")/' >"$build/missing.h"
# The program is written for several compilers and headers: its warnings are not ours.
compile() {
    cc -O2 -std=gnu11 -w -include "$build/missing.h" -Iinclude "benches/$1" -o "$build/$2" "${@:3}" \
        -L"$library" -lwebservices -lpthread -Wl,-rpath,"$library"
}
compile bench_wws.c ours

pin=()
if command -v taskset >/dev/null; then
    pin=(taskset -c 0)
fi

# Calls over HTTP. Processes of their own, pinned as each row says.
http() {
    local generated="$build/gsoap-http" side=()
    echo "-- calls over HTTP beside gSOAP"
    compile bench_http.c http -lssl -lcrypto
    if ! command -v soapcpp2 >/dev/null; then
        echo "*** gSOAP: SKIPPED. Its code generator soapcpp2 is not here (Debian: gsoap, libgsoap-dev). ***"
    elif mkdir -p "$generated" && soapcpp2 -1 -c -x -L -w -d"$generated" benches/bench_gsoap_http.h >"$build/gsoap-http.log" 2>&1 &&
        cc -O2 -std=gnu11 -w -Ibenches "-I$generated" benches/bench_gsoap_http.c "$generated"/soap{C,Client,Server}.c \
            -o "$build/gsoap-http-peer" -lgsoap -lpthread 2>>"$build/gsoap-http.log"; then
        side=(-gsoap "$build/gsoap-http-peer")
    else
        echo "*** gSOAP: SKIPPED. The program beside it does not build, see $build/gsoap-http.log. ***"
    fi
    "$build/http" "${side[@]}" "$@" || [ $? -eq 2 ]
}
if [ "${1:-}" = http ]; then
    shift
    http "$@"
    exit
fi

if [ $# -eq 0 ]; then
    # A requirement that is not met is said, and is no failure of the run.
    echo "-- the XML layer beside libxml2"
    if compile bench_libxml2.c libxml2 -I/usr/include/libxml2 -lxml2 2>"$build/libxml2.log"; then
        "${pin[@]}" "$build/libxml2" || [ $? -eq 2 ]
    else
        echo "*** libxml2: SKIPPED. Its development files are not here. ***"
    fi
    echo "-- the XML layer alone"
    compile bench_xml.c xml
    "${pin[@]}" "$build/xml" || [ $? -eq 2 ]
    echo "-- typed data beside gSOAP"
    gsoap="$build/gsoap-generated"
    if ! command -v soapcpp2 >/dev/null; then
        echo "*** gSOAP: SKIPPED. Its code generator soapcpp2 is not here (Debian: gsoap, libgsoap-dev). ***"
    elif mkdir -p "$gsoap" && soapcpp2 -c -0 -C -L -x -d"$gsoap" benches/bench_gsoap.h >"$build/gsoap.log" 2>&1 &&
        compile bench_gsoap.c gsoap "-I$gsoap" "$gsoap/soapC.c" -lgsoap 2>>"$build/gsoap.log"; then
        "${pin[@]}" "$build/gsoap" || [ $? -eq 2 ]
    else
        echo "*** gSOAP: SKIPPED. The program beside it does not build, see $build/gsoap.log. ***"
    fi
    echo "-- typed data alone"
    compile bench_typed.c typed
    "${pin[@]}" "$build/typed" || [ $? -eq 2 ]
    http
fi

wine=/usr/lib/wine/wine64
wine_header=/usr/include/wine/wine/windows/webservices.h
wine_library=/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/libwebservices.a
# Not in the tree: Wine links the root of the file system into it, and cargo would follow.
WINEPREFIX="$(mktemp -d)"
trap 'rm -rf "$WINEPREFIX" 2>/dev/null || true' EXIT
export WINEPREFIX WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
peer=no
if command -v x86_64-w64-mingw32-gcc >/dev/null && [ -x $wine ] && [ -e $wine_header ] && [ -e $wine_library ]; then
    # This header alone: Wine's others would take the place of the compiler's own.
    mkdir -p "$build/include"
    cp $wine_header "$build/include/"
    if x86_64-w64-mingw32-gcc -O2 -w -I"$build/include" benches/bench_wws.c $wine_library -lws2_32 -lpsapi \
        -o "$build/peer.exe" && timeout 300 $wine "$build/peer.exe" none >/dev/null 2>"$build/wine.log"; then
        peer=yes
    fi
fi
if [ $peer = no ]; then
    echo "*** Wine: SKIPPED. It or its cross compiler cannot be had here, so nothing is compared. ***"
fi

for round in $(seq "$rounds"); do
    echo "-- round $round of $rounds, this library"
    "${pin[@]}" "$build/ours" "${clock[@]}" "$@" | tee -a "$build/ours.txt"
    if [ $peer = yes ]; then
        # Wine is asked only for the rows that this library has.
        mapfile -t rows < <(awk '$1 == "RESULT" && !seen[$2]++ { print $2 }' "$build/ours.txt")
        echo "-- round $round of $rounds, Wine"
        timeout 900 "${pin[@]}" $wine "$build/peer.exe" "${clock[@]}" "${rows[@]}" 2>/dev/null | tr -d '\r' | tee -a "$build/peer.txt" ||
            echo "*** Wine: the run broke off ***"
    fi
done

touch "$build/peer.txt"
echo
echo "Median of $rounds rounds on one core of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1):"
awk '
    function median(list, n,    i, j, t, v) {
        split(list, v, " ")
        for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
        return v[int((n + 1) / 2)]
    }
    FNR == 1 { side++ }
    FILENAME ~ /ours/ { side = 1 }
    FILENAME ~ /peer/ { side = 2 }
    $1 == "RESULT" || $1 == "BYTES" {
        key = $1 == "RESULT" ? $2 : $2 " memory"
        if (!(key in unit)) { order[++rows] = key; unit[key] = $4 }
        values[key, side] = values[key, side] " " $3
        count[key, side]++
    }
    $1 == "SKIP" && side == 1 && !skipped[$2]++ { skips = skips " " $2 }
    END {
        printf "%-22s %16s %16s %8s  %s\n", "row", "this library", "Wine", "ratio", "unit"
        for (r = 1; r <= rows; r++) {
            key = order[r]
            ours = median(values[key, 1], count[key, 1])
            if (count[key, 2]) {
                theirs = median(values[key, 2], count[key, 2])
                ratio = theirs > 0 ? sprintf("%.2f", ours / theirs) : "-"
                printf "%-22s %16.2f %16.2f %8s  %s\n", key, ours, theirs, ratio, unit[key]
            } else printf "%-22s %16.2f %16s %8s  %s\n", key, ours, "skipped", "-", unit[key]
        }
        if (skips != "") print "not in this build:" skips
    }' "$build/ours.txt" "$build/peer.txt"
