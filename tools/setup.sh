#!/usr/bin/env bash
# Installs what the named targets of the Makefile need and this machine lacks: tools/setup.sh test demo bench
#
# When everything is there, it looks and does nothing. On Debian and its relatives it installs through apt; elsewhere it
# says what is missing and fails. The Rust toolchain is not its business, but for the two components that tests use.
set -euo pipefail

missing=()

has_command() { command -v "$1" >/dev/null 2>&1; }
has_header() { [ -e "/usr/include/$1" ] || echo "#include <$1>" | cc -E -x c - >/dev/null 2>&1; }
has_file() { [ -e "$1" ]; }

# need <package> <check> <argument of the check>
need() {
    if ! "$2" "$3"; then
        missing+=("$1")
    fi
}

compiler() {
    need gcc has_command gcc
    need libc6-dev has_header stdio.h
    # What the library itself is built on.
    need libssl-dev has_header openssl/ssl.h
    need pkg-config has_command pkg-config
}

for target in "$@"; do
    case "$target" in
    demo)
        compiler
        need openssl has_command openssl
        ;;
    test)
        compiler
        need g++ has_command g++
        need clang has_command clang++
        need openssl has_command openssl
        need cmake has_command cmake
        need libcmocka-dev has_header cmocka.h
        need libxml2-dev has_header libxml2/libxml/parser.h
        need valgrind has_command valgrind
        need binutils has_command nm
        # Peers of c-tests/interop.
        need curl has_command curl
        need nginx-light has_file /usr/sbin/nginx
        need tinyproxy-bin has_command tinyproxy
        need gss-ntlmssp has_file "/usr/lib/$(uname -m)-linux-gnu/gssntlmssp/gssntlmssp.so"
        need krb5-kdc has_file /usr/sbin/krb5kdc
        need krb5-admin-server has_file /usr/sbin/kadmin.local
        need krb5-user has_command kinit
        need gsoap has_command soapcpp2
        need libgsoap-dev has_header stdsoap2.h
        need zlib1g-dev has_header zlib.h
        need mono-mcs has_command mcs
        need mono-runtime has_command mono
        need libmono-system-servicemodel4.0a-cil has_file /usr/lib/mono/4.5/System.ServiceModel.dll
        need libmono-system-identitymodel4.0-cil has_file /usr/lib/mono/4.5/System.IdentityModel.dll
        need libmono-system-identitymodel-selectors4.0-cil has_file /usr/lib/mono/4.5/System.IdentityModel.Selectors.dll
        need libmono-system-runtime-serialization4.0-cil has_file /usr/lib/mono/4.5/System.Runtime.Serialization.dll
        need maven has_command mvn
        need default-jdk-headless has_command javac
        need python3-zeep has_file /usr/lib/python3/dist-packages/zeep/__init__.py
        need xmlsec1 has_command xmlsec1
        need python3-lxml has_file /usr/lib/python3/dist-packages/lxml
        need python3-xmlsec has_file /usr/lib/python3/dist-packages/xmlsec
        need nodejs has_command node
        need npm has_command npm
        ;;
    fuzz)
        compiler
        need g++ has_command g++
        ;;
    bench)
        compiler
        need binutils has_command nm
        need util-linux has_command taskset
        need libxml2-dev has_file /usr/include/libxml2/libxml/c14n.h
        need gsoap has_command soapcpp2
        need libgsoap-dev has_file /usr/include/stdsoap2.h
        need gcc-mingw-w64-x86-64 has_command x86_64-w64-mingw32-gcc
        need wine64 has_file /usr/lib/wine/wine64
        need libwine-dev has_file /usr/include/wine/wine/windows/webservices.h
        ;;
    *)
        echo "setup.sh: unknown target $target: test, demo, bench and fuzz are known" >&2
        exit 2
        ;;
    esac
done

if ! has_command cargo; then
    echo "setup.sh: cargo is not in PATH. Install Rust 1.88 or later: https://rustup.rs" >&2
    exit 1
fi

if [ ${#missing[@]} -gt 0 ]; then
    echo "Missing: ${missing[*]}"
    if ! has_command apt-get; then
        echo "setup.sh: this system has no apt-get. Install these (Debian's package names): ${missing[*]}" >&2
        exit 1
    fi
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! has_command sudo; then
            echo "setup.sh: neither root nor sudo. Install as root: apt-get install ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" </dev/null
fi

case " $* " in
*" test "*)
    # A minimal toolchain comes without these two.
    for component in fmt clippy; do
        if ! cargo "$component" --version >/dev/null 2>&1; then
            if has_command rustup; then
                rustup component add "${component/fmt/rustfmt}"
            else
                echo "setup.sh: cargo $component is missing and there is no rustup to add it" >&2
                exit 1
            fi
        fi
    done
    ;;
esac
