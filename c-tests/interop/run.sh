#!/usr/bin/env bash
# Foreign peers against this library: c-tests/interop/run.sh <folder of libwebservices.so> <folder for what is built> [peer]...
#
# Peers: own gsoap mono zeep curl tls wsse wcf-cert cxf signed xmlsec auth. gSOAP and Mono's WCF both ways, as clients
# of our service and as services of our client; zeep through the WSDL that our service publishes; curl for HTTP
# itself; auth is HTTP authentication with curl, nginx, tinyproxy and a KDC; tls is TLS itself, with curl and openssl;
# wsse is user names in messages, with gSOAP and zeep; wcf-cert, cxf and signed are messages protected with
# certificates, with Mono's WCF, with Apache CXF, and with zeep and node-soap, which only sign; xmlsec is what both
# sides of ours send, with xmlsec1; own is this library with itself.
# A peer that is not installed is skipped, loudly. Last line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
root="$PWD"
library="$(realpath "$1")"
mkdir -p "$2"
build="$(realpath "$2")"
shift 2
[ $# -gt 0 ] || set -- own gsoap mono zeep curl tls wsse wcf-cert cxf signed xmlsec auth
# Kerberos is there for the whole run.
case " $* " in
*" auth "* | *" wsse "*)
    if [ -z "${WWS_REALM:-}" ] && PATH="$PATH:/usr/sbin" command -v krb5kdc >/dev/null; then
        exec c-tests/interop/kdc.sh "$PWD/c-tests/interop/run.sh" "$library" "$build" "$@"
    fi
    ;;
esac
. tools/serve.sh

passed=0 failed=0 skipped=0

# A function bounds its own time.
bounded() {
    if [ "$(type -t "$1")" = function ]; then "$@"; else timeout 60 "$@"; fi
}

# check <what> <command>...: one check. What it says is shown when it fails.
check() {
    local what="$1" start=$SECONDS
    shift
    if bounded "$@" >"$build/output.txt" 2>&1; then
        echo "passed: $what, $((SECONDS - start)) s"
        passed=$((passed + 1))
    else
        echo "FAILED: $what (status $?): $*"
        sed 's/^/    /' "$build/output.txt"
        failed=$((failed + 1))
    fi
}

fails() {
    echo "FAILED: $1"
    failed=$((failed + 1))
}

# Whether all of these programs are installed.
has() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || return 1
    done
}

skip() {
    echo "*** SKIPPED: $1 ***"
    skipped=$((skipped + 1))
}

# A service that stops is one more check: it has to end in order.
check_stop() {
    if stop "$1"; then
        echo "passed: $1 ends in order"
        passed=$((passed + 1))
    else
        fails "$1 does not end in order"
        sed 's/^/    /' "$service_folder/$1.log"
    fi
}

python="${PYTHON:-/usr/bin/python3}"
# What its programs share is imported; nothing is left beside them.
export PYTHONDONTWRITEBYTECODE=1

# ---- What is ours ----

compile() {
    local more=c-tests/interop/interop.c
    case "$1" in
    auth) more= ;;
    service | client) more="$more c-tests/interop/message_security.c" ;;
    esac
    "${CC:-cc}" -std=c11 -Wall -Wextra -Wpedantic -Werror -O1 -g -Iinclude "c-tests/interop/$1.c" $more \
        -o "$build/$1" -L"$library" -lwebservices -lm -lpthread -Wl,-rpath,"$library"
}
if ! compile service || ! compile client; then
    fails "the programs of this library do not build"
    echo "$passed passed, $failed failed, $skipped skipped"
    exit 1
fi
if ! serve service "$build/service" @PORT@ c-tests/interop/interop.wsdl; then
    fails "the service of this library does not start"
    echo "$passed passed, $failed failed, $skipped skipped"
    exit 1
fi
ours="http://localhost:$port"

peer_own() {
    local case
    for case in soap11 soap12 ws binary; do
        check "our client with our service, $case" "$build/client" $case "$ours/$case"
    done
}

# ---- gSOAP ----

gsoap_build() {
    local version="$1" folder="$build/gsoap$1" side
    mkdir -p "$folder" && soapcpp2 "-$version" -c -x -L -w -d "$folder" c-tests/interop/interop.gsoap.h &&
        for side in service client; do
            # What soapcpp2 makes is not ours to be strict about.
            "${CC:-cc}" -O1 -w "-I$folder" "c-tests/interop/gsoap_$side.c" "$folder/soapC.c" \
                "$folder/soap$([ $side = service ] && echo Server || echo Client).c" -o "$folder/$side" -lgsoap -lm || return
        done
}

peer_gsoap() {
    local version
    if ! has soapcpp2 || [ ! -e /usr/include/stdsoap2.h ]; then
        skip "gSOAP is not installed (Debian: gsoap libgsoap-dev)"
        return
    fi
    for version in 1 2; do
        if ! gsoap_build $version >"$build/gsoap.log" 2>&1; then
            fails "gSOAP's programs for SOAP 1.$version do not build, see $build/gsoap.log"
            continue
        fi
        check "gSOAP's client with our service, SOAP 1.$version" "$build/gsoap$version/client" "$ours/soap1$version"
        if serve "gsoap$version" "$build/gsoap$version/service" @PORT@; then
            check "our client with gSOAP's service, SOAP 1.$version" "$build/client" soap1$version "http://127.0.0.1:$port/"
            stop "gsoap$version" || true
        else
            fails "gSOAP's service does not start"
        fi
    done
}

# ---- Mono's WCF ----

mono_build() {
    mcs -langversion:latest "-out:$build/WcfPeer.exe" c-tests/interop/Wcf{Peer,Security}.cs \
        -r:System.ServiceModel.dll -r:System.IdentityModel.dll -r:System.IdentityModel.Selectors.dll -r:System.Runtime.Serialization.dll -r:System.Core.dll \
        -r:System.Web.Services.dll -r:System.Xml.dll
}

# fault_of <url> <case>: what a service says of an action that it does not have, but for the texts, and for the detail,
# which Mono leaves out.
fault_of() {
    local soap=http://schemas.xmlsoap.org/soap/envelope/ header='' wsa=http://www.w3.org/2005/08/addressing
    local type='text/xml; charset=utf-8'
    if [ "$2" = ws-none ]; then
        soap=http://www.w3.org/2003/05/soap-envelope
        type='application/soap+xml; charset=utf-8'
        header="<a:Action>urn:unknown</a:Action><a:MessageID>urn:uuid:0a1b2c3d-0000-4000-8000-0123456789ab</a:MessageID>"
        header="$header<a:ReplyTo><a:Address>$wsa/anonymous</a:Address></a:ReplyTo><a:To>$1</a:To>"
    fi
    curl -s -m 60 -w '%{http_code}' -H "Content-Type: $type" -H 'SOAPAction: "urn:unknown"' -d \
        "<s:Envelope xmlns:s='$soap' xmlns:a='$wsa'><s:Header>$header</s:Header><s:Body/></s:Envelope>" "$1" |
        sed -E 's/^.*(<s:Fault>)/\1/; s/<(faultstring|s:Text) .*<\/(faultstring|s:Text)>//; s/<s:Detail>.*<\/s:Detail>//'
}

# same_fault <case> <our url> <theirs>
same_fault() {
    local our_fault their_fault
    our_fault="$(fault_of "$2" "$1")"
    their_fault="$(fault_of "$3" "$1")"
    printf '%s\n%s\n' "$our_fault" "$their_fault"
    [[ "$our_fault" == *:ActionNotSupported* && "$our_fault" == "$their_fault" ]]
}

mono_is_there() {
    if ! has mcs mono; then
        skip "Mono is not installed (Debian: mono-mcs mono-runtime libmono-system-servicemodel4.0a-cil libmono-system-identitymodel4.0-cil libmono-system-identitymodel-selectors4.0-cil libmono-system-runtime-serialization4.0-cil)"
        return 1
    fi
    if ! mono_build >"$build/mono.log" 2>&1; then
        fails "Mono's programs do not build, see $build/mono.log"
        return 1
    fi
}

peer_mono() {
    local case ours_is
    mono_is_there || return
    for case in basic-none ws-none http-binary; do
        case $case in
        basic-none) ours_is=soap11 ;;
        ws-none) ours_is=ws ;;
        http-binary) ours_is=binary ;;
        esac
        check "Mono's client with our service, $case" mono "$build/WcfPeer.exe" call $case "$ours/$ours_is"
        if serve "mono-$case" mono "$build/WcfPeer.exe" serve $case @PORT@; then
            # Its listener takes a tenth of a second for a request that follows at once.
            check "our client with Mono's service, $case" "$build/client" $ours_is "http://localhost:$port/interop" 10
            if [ $case != http-binary ]; then
                check "the same fault as Mono's, $case" same_fault $case "$ours/$ours_is" "http://localhost:$port/interop"
            fi
            stop "mono-$case" || true
        else
            fails "Mono's service does not start, $case"
        fi
    done
    check "Mono's client with our service, WS-MetadataExchange" mono "$build/WcfPeer.exe" mex "$ours/ws/mex"
    check "Mono's client with our service, Expect: 100-continue" mono "$build/WcfPeer.exe" call basic-none "$ours/soap11" expect
}

# ---- zeep ----

peer_zeep() {
    if ! "$python" -c 'import zeep' 2>/dev/null; then
        skip "zeep is not installed (Debian: python3-zeep)"
        return
    fi
    check "zeep with our service, by its WSDL" "$python" c-tests/interop/zeep_client.py "$ours/soap11/interop.wsdl"
}

# ---- curl ----

peer_tls() {
    if ! has curl openssl; then
        skip "curl or openssl is not installed"
        return
    fi
    . c-tests/interop/tls.sh
}

peer_curl() {
    if ! has curl; then
        skip "curl is not installed"
        return
    fi
    . c-tests/interop/curl.sh
}

# ---- User names in messages ----

peer_wsse() {
    . c-tests/interop/wsse.sh
}

# ---- Messages protected with certificates ----

peer_wcf-cert() {
    mono_is_there || return
    if ! has openssl; then
        skip "openssl is not installed"
        return
    fi
    . c-tests/interop/wcf_cert.sh
}

peer_cxf() {
    if ! has mvn javac openssl; then
        skip "Java or Maven is not installed (Debian: maven default-jdk-headless)"
        return
    fi
    . c-tests/interop/cxf.sh
}

peer_signed() {
    if ! has openssl; then
        skip "openssl is not installed"
        return
    fi
    . c-tests/interop/signed.sh
}

peer_xmlsec() {
    if ! has xmlsec1 openssl || ! "$python" -c 'import lxml' 2>/dev/null; then
        skip "xmlsec1, openssl or lxml is not installed (Debian: xmlsec1 openssl python3-lxml)"
        return
    fi
    . c-tests/interop/xmlsec.sh
}

# ---- HTTP authentication ----

peer_auth() {
    if [ -z "${WWS_REALM:-}" ] || ! has curl; then
        skip "curl or the KDC is not installed (Debian: curl krb5-kdc krb5-admin-server krb5-user)"
        return
    fi
    if ! compile auth; then
        fails "the program of this library for HTTP authentication does not build"
        return
    fi
    . c-tests/interop/auth.sh
}

for peer in "$@"; do
    if [ "$(type -t "peer_$peer")" != function ]; then
        echo "run.sh: unknown peer $peer: own, gsoap, mono, zeep, curl, tls, wsse, wcf-cert, cxf, signed, xmlsec and auth are known" >&2
        exit 2
    fi
    "peer_$peer"
done

# After all that was sent to it, the service serves as before.
check "our service still answers" "$build/client" soap11 "$ours/soap11"
check_stop service
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
