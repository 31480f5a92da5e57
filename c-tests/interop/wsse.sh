# User names and tickets in messages over TLS, with gSOAP's wsse plugin both ways, with zeep, and with the KDC that run.sh
# has started: sourced by it.

certificates="$build/certificates"
[ -e "$certificates/ca.pem" ] || bash c-tests/support/ca.sh "$certificates" >"$build/output.txt" 2>&1 ||
    { fails "certificates: $(cat "$build/output.txt")"; return; }
export WEBSERVICES_CERT_STORE="$certificates/stores"

gsoap_wsse_build() {
    local folder="$build/gsoap_wsse" plugin=/usr/share/gsoap/plugin file
    mkdir -p "$folder" && { echo '#import "wsse.h"'; cat c-tests/interop/interop.gsoap.h; } >"$folder/interop.gsoap.h" &&
        soapcpp2 -1 -c -x -L -w -I/usr/share/gsoap/import -d "$folder" "$folder/interop.gsoap.h" || return
    # What others wrote or soapcpp2 made is not ours to be strict about.
    "${CC:-cc}" -O1 -w -DWITH_OPENSSL -DWITH_DOM -DWITH_GZIP -DWITH_IPV6 "-I$folder" "-I$plugin" -I/usr/share/gsoap/custom \
        c-tests/interop/gsoap_wsse.c "$folder"/soap{C,Client,Server}.c "$plugin"/{wsseapi,smdevp,mecevp,threads}.c \
        /usr/share/gsoap/custom/struct_timeval.c -o "$folder/gsoap_wsse" $(pkg-config --libs gsoapssl) -lssl -lcrypto -lz -lpthread
}

if ! compile wsse; then
    fails "the program of this library for user names does not build"
    return
fi
gsoap=
if [ ! -e /usr/share/gsoap/plugin/wsseapi.c ]; then
    skip "gSOAP's wsse plugin is not installed (Debian: libgsoap-dev)"
elif gsoap_wsse_build >"$build/gsoap_wsse.log" 2>&1; then
    gsoap="$build/gsoap_wsse/gsoap_wsse"
else
    fails "gSOAP's program for user names does not build, see $build/gsoap_wsse.log"
fi
zeep=
"$python" -c 'import zeep' 2>/dev/null && zeep=c-tests/interop/zeep_wsse.py || skip "zeep is not installed (Debian: python3-zeep)"

# gSOAP takes key and certificates from one file.
cat "$certificates"/server.{key,pem} >"$build/gsoap_server.pem"
for way in text digest; do
    if ! serve wsse "$build/wsse" serve $way @PORT@; then
        fails "the service with user names does not start, $way"
        continue
    fi
    url="https://localhost:$port/wsse"
    check "user names: our client with our service, $way" "$build/wsse" call $way "$url"
    if [ -n "$gsoap" ]; then
        check "user names: gSOAP's client with our service, $way" "$gsoap" call $way "$url" "$certificates/ca.pem"
        if [ $way = text ]; then
            check "user names: gSOAP's client with a wrong password" "$gsoap" call stranger "$url" "$certificates/ca.pem"
        fi
    fi
    [ -z "$zeep" ] || check "user names: zeep with our service, $way" "$python" $zeep "$url" "$certificates/ca.pem" c-tests/interop/interop.wsdl $way
    check_stop wsse
    [ -n "$gsoap" ] || continue
    if serve gsoap_wsse "$gsoap" serve $way @PORT@ "$build/gsoap_server.pem"; then
        check "user names: our client with gSOAP's service, $way" "$build/wsse" call $way "https://localhost:$port/"
        if [ $way = text ]; then
            check "user names: our client with a wrong password" bash -c "! '$build/wsse' call stranger 'https://localhost:$port/'"
        fi
        stop gsoap_wsse || true
    else
        fails "gSOAP's service with user names does not start"
    fi
done

if [ -z "${WWS_REALM:-}" ]; then
    skip "tickets in messages: the KDC is not there (Debian: krb5-kdc krb5-admin-server krb5-user)"
elif serve wsse "$build/wsse" serve kerberos @PORT@; then
    url="https://localhost:$port/wsse"
    check "tickets in messages: those of the process" "$build/wsse" call kerberos "$url"
    check "tickets in messages: got with a password" "$build/wsse" call ticket "$url"
    check "tickets in messages: streamed" "$build/wsse" call streamed "$url"
    check "tickets in messages: none" bash -c "! KRB5CCNAME=FILE:/nowhere '$build/wsse' call kerberos '$url'"
    check "tickets in messages: a wrong password" bash -c "! WWS_PASSWORD=wrong '$build/wsse' call ticket '$url'"
    check "tickets in messages: a user name instead" bash -c "! '$build/wsse' call text '$url'"
    check_stop wsse
else
    fails "the service with Kerberos does not start"
fi
