#!/usr/bin/env bash
# Installs into a temporary place and builds programs against what lies there, as a stranger would: C and C++, through
# pkg-config and through find_package, shared and static; then uninstalls and looks for leftovers.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"

place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
step() { echo "-- $*"; }

# No installed file may know where it was built or where it will lie: the folder is moved after the installation.
make --no-print-directory install PREFIX=/opt/ws DESTDIR="$place/first" >/dev/null
mv "$place/first" "$place/moved"
prefix="$place/moved/opt/ws"
if grep -rIl --exclude-dir=doc -e "$root" -e "$place" -e '@[A-Z_]*@' "$prefix"; then
    echo "these installed files name a folder of the build, or have an unfilled placeholder" >&2
    exit 1
fi

step "files"
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)"
for file in include/WebServices.h include/WebServicesX.h include/wws_base.h include/webservices.h lib/libwebservices.so lib/libwebservices.so.1 \
    "lib/libwebservices.so.1.${version#*.}" lib/libwebservices.a lib/pkgconfig/webservices.pc \
    lib/cmake/WebServices/WebServicesConfig.cmake lib/cmake/WebServices/WebServicesConfigVersion.cmake \
    share/doc/webservices/LICENSE-MIT share/doc/webservices/LICENSE-APACHE; do
    [ -e "$prefix/$file" ] || { echo "$file was not installed" >&2; exit 1; }
done
readelf -d "$prefix/lib/libwebservices.so" | grep -q 'SONAME.*\[libwebservices\.so\.1\]'
if nm -D --defined-only "$prefix/lib/libwebservices.so" | grep -q WsxTest; then
    echo "the installed library has the test hooks" >&2
    exit 1
fi

cat >"$place/main.c" <<'C'
#include <webservices.h>
#include <WebServicesX.h>
int main(void)
{
    WS_HEAP *heap;
    void *memory;
    if (WsCreateHeap(100, 0, NULL, 0, &heap, NULL) != S_OK || WsAlloc(heap, 100, &memory, NULL) != S_OK) {
        return 1;
    }
    HRESULT hr = WsAlloc(heap, 1, &memory, NULL);
    WsFreeHeap(heap);
    return hr == WS_E_QUOTA_EXCEEDED ? 0 : 1;
}
C
cp "$place/main.c" "$place/main.cc"

# Not for all that runs here: cargo would build the library anew for it.
packages="$prefix/lib/pkgconfig"
found() { PKG_CONFIG_PATH="$packages" pkg-config "$@"; }
[ "$(found --modversion webservices)" = "$version" ]
strict=(-Wall -Wextra -Wpedantic -Werror)

for language in c cc; do
    if [ $language = c ]; then compiler=(cc -std=c11); else compiler=(c++ -std=c++11); fi
    step "$language, pkg-config, shared"
    # shellcheck disable=SC2046
    "${compiler[@]}" "${strict[@]}" "$place/main.$language" -o "$place/shared" $(found --cflags --libs webservices)
    LD_LIBRARY_PATH="$prefix/lib" "$place/shared"

    step "$language, pkg-config, static"
    libs="$(found --static --libs webservices)"
    # shellcheck disable=SC2046,SC2086
    "${compiler[@]}" "${strict[@]}" "$place/main.$language" -o "$place/static" $(found --cflags webservices) \
        ${libs/-lwebservices/-l:libwebservices.a}
    if readelf -d "$place/static" | grep -q libwebservices; then
        echo "the static program still wants the shared library" >&2
        exit 1
    fi
    "$place/static"
done

step "find_package"
mkdir "$place/consumer"
cat >"$place/consumer/CMakeLists.txt" <<C
cmake_minimum_required(VERSION 3.16)
project(consumer LANGUAGES C CXX)
find_package(WebServices ${version%.*} REQUIRED)
foreach(language c cc)
  add_executable(shared_\${language} ../main.\${language})
  target_link_libraries(shared_\${language} WebServices::WebServices)
  add_executable(static_\${language} ../main.\${language})
  target_link_libraries(static_\${language} WebServices::WebServicesStatic)
endforeach()
find_package(WebServices 99 QUIET)
if(WebServices_FOUND)
  message(FATAL_ERROR "version 99 was asked for and ${version} taken")
endif()
C
cmake -S "$place/consumer" -B "$place/consumer/build" "-DCMAKE_PREFIX_PATH=$prefix" >"$place/cmake.log" 2>&1 ||
    { cat "$place/cmake.log" >&2; exit 1; }
cmake --build "$place/consumer/build" >"$place/cmake.log" 2>&1 || { cat "$place/cmake.log" >&2; exit 1; }
for program in shared_c shared_cc static_c static_cc; do
    "$place/consumer/build/$program"
done

step "another layout"
make --no-print-directory install PREFIX=/usr LIBDIR=/usr/lib/x86_64-linux-gnu DESTDIR="$place/layout" >/dev/null
packages="$place/layout/usr/lib/x86_64-linux-gnu/pkgconfig"
# shellcheck disable=SC2046
cc "$place/main.c" -o "$place/layout/main" $(found --cflags --libs webservices)
LD_LIBRARY_PATH="$place/layout/usr/lib/x86_64-linux-gnu" "$place/layout/main"
cmake -S "$place/consumer" -B "$place/consumer/build2" \
    "-DWebServices_DIR=$place/layout/usr/lib/x86_64-linux-gnu/cmake/WebServices" >/dev/null
cmake --build "$place/consumer/build2" >/dev/null
"$place/consumer/build2/shared_c"

step "uninstall"
make --no-print-directory uninstall PREFIX=/opt/ws DESTDIR="$place/moved" >/dev/null
left="$(find "$place/moved" ! -type d)"
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
echo "installed, used and uninstalled"
