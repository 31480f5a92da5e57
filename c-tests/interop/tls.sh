# TLS as others speak it, curl and openssl s_client: sourced by run.sh, with the library's programs in $build.

certificates="$build/certificates"
bash c-tests/support/ca.sh "$certificates" >"$build/output.txt" 2>&1 || { fails "certificates: $(cat "$build/output.txt")"; return; }
export WEBSERVICES_CERT_STORE="$certificates/stores"
if ! serve secure "$build/service" @PORT@ c-tests/interop/interop.wsdl tls; then
    fails "the service does not start with TLS"
    return
fi
secure_port="$port" secure="https://localhost:$port"
ca=(--cacert "$certificates/ca.pem")
alice=(--cert "$certificates/client.pem" --key "$certificates/client.key")
ns=http://example.org/interop
add11="<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><Add xmlns=\"$ns\"><a>1</a><b>2</b></Add></s:Body></s:Envelope>"
add12="<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><Add xmlns=\"$ns\"><a>1</a><b>2</b></Add></s:Body></s:Envelope>"
soap11=(-H 'Content-Type: text/xml; charset=utf-8' -H "SOAPAction: \"$ns/Add\"" -d "$add11" "$secure/soap11")
soap12=(-H "Content-Type: application/soap+xml; charset=utf-8; action=\"$ns/Add\"" -d "$add12" "$secure/soap12")

# curl_says <status> <argument of curl>...
curl_says() {
    local got
    got="$(curl -sS --max-time 20 -v -o "$build/answer.txt" -w '%{http_code}' "${@:2}" 2>"$build/head.txt")" || { cat "$build/head.txt"; return 1; }
    [ "$got" = "$1" ] || { echo "status $got and not $1"; cat "$build/head.txt" "$build/answer.txt"; return 1; }
    [ "$1" != 200 ] || grep -q '3</' "$build/answer.txt" || { cat "$build/answer.txt"; return 1; }
}
# curl_fails <status of curl> <argument of curl>...
curl_fails() {
    local status=0
    curl -sS --max-time 20 -o "$build/answer.txt" "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "curl ended with $status and not $1"; return 1; }
}
# s_client <what is said> <argument of openssl s_client>...: what it says in the end
s_client() {
    printf '%b' "$1" | timeout 20 openssl s_client -connect "localhost:$secure_port" -servername localhost -CAfile "$certificates/ca.pem" \
        -verify_return_error "${@:2}" 2>&1
}
request='GET /soap11 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'

check "curl: a call with TLS 1.3" curl_says 200 "${ca[@]}" --tlsv1.3 "${soap11[@]}"
check "curl: a call with TLS 1.2" curl_says 200 "${ca[@]}" --tls-max 1.2 "${soap11[@]}"
kept() {
    curl_says "$@" && { grep -qi 're-using existing' "$build/head.txt" || { cat "$build/head.txt"; return 1; }; }
}
check "curl: two calls on one connection" kept 200200 "${ca[@]}" "${soap11[@]}" --next -sS -o "$build/answer.txt" -w '%{http_code}' "${ca[@]}" "${soap11[@]}"
check "curl: HTTP/2 is offered, and HTTP/1.1 chosen" bash -c "curl -sS --max-time 20 -v --http2 --cacert '$certificates/ca.pem' '$secure/soap11' 2>&1 | grep -q 'server accepted http/1.1'"
check "curl: a name that the certificate has not" curl_fails 60 "${ca[@]}" --resolve "other.example.com:$secure_port:127.0.0.1" "https://other.example.com:$secure_port/soap11"
check "curl: without the authority" curl_fails 60 --cacert "$certificates/other-ca.pem" "${soap11[@]}"
check "curl: TLS 1.1 is refused" curl_fails 35 "${ca[@]}" --tlsv1.0 --tls-max 1.1 --ciphers 'DEFAULT@SECLEVEL=0' "${soap11[@]}"
check "curl: HTTP without TLS is told so" curl_says 400 "http://localhost:$secure_port/soap11"
check "curl: a client's certificate" curl_says 200 "${ca[@]}" "${alice[@]}" "${soap12[@]}"
check "curl: a client's certificate with TLS 1.2" curl_says 200 "${ca[@]}" --tls-max 1.2 "${alice[@]}" "${soap12[@]}"
check "curl: no certificate where one is required" curl_says 403 "${ca[@]}" "${soap12[@]}"
# The last of them is for servers only.
for bad in other expired revoked selfsigned server; do
    check "curl: the client's certificate $bad is refused" curl_says 403 "${ca[@]}" --cert "$certificates/$bad.pem" --key "$certificates/$bad.key" "${soap12[@]}"
done

resumes() {
    rm -f "$build/session"
    s_client "$request" -ign_eof -sess_out "$build/session" "$@" >"$build/first.txt"
    s_client "$request" -ign_eof -sess_in "$build/session" "$@" >"$build/second.txt"
    grep -q '^New, ' "$build/first.txt" && grep -q '^Reused, ' "$build/second.txt" || { cat "$build/first.txt" "$build/second.txt"; return 1; }
}
check "s_client: resumes with TLS 1.3" resumes -tls1_3
check "s_client: resumes with TLS 1.2" resumes -tls1_2
check "s_client: resumes with a client's certificate" resumes -tls1_3 -cert "$certificates/client.pem" -key "$certificates/client.key"
no_renegotiation() {
    # s_client starts one when it reads an R at the start of a line.
    s_client 'R\n' -tls1_2 >"$build/first.txt"
    grep -q 'RENEGOTIATING' "$build/first.txt" && grep -qi 'no renegotiation' "$build/first.txt" || { cat "$build/first.txt"; return 1; }
}
check "s_client: renegotiation is refused" no_renegotiation
staples() {
    s_client '' -status >"$build/first.txt"
    grep -q 'OCSP Response Status: successful' "$build/first.txt" || { cat "$build/first.txt"; return 1; }
}
check "s_client: the answer of the authority is sent along" staples
for version in -tls1 -tls1_1; do
    refuses_version() { ! s_client '' "$version" -cipher 'DEFAULT@SECLEVEL=0' >"$build/first.txt" || { cat "$build/first.txt"; return 1; }; }
    check "s_client: $version is refused" refuses_version
done
check "the client of this library over TLS" "$build/client" soap11 "$secure/soap11"
check "the client of this library with a certificate of its own" "$build/client" soap12 "$secure/soap12"
trusts_others() {
    ! WEBSERVICES_CERT_STORE="$build/nothing" "$build/client" soap11 "$secure/soap11"
}
check "the client of this library without the authority" trusts_others
check_stop secure

# nginx with TLS in front of the service, which is without: with a good certificate for clients that have one, too, and
# with one bad certificate for each further port.
bad=(expired wrongname wrongusage revoked selfsigned other)
# CERT_E_EXPIRED, CERT_E_CN_NO_MATCH, CERT_E_WRONG_USAGE, CRYPT_E_REVOKED, CERT_E_UNTRUSTEDROOT
errors=(0x800B0101 0x800B010F 0x800B0110 0x80092010 0x800B0109 0x800B0109)
tls_server() {
    echo "server { listen 127.0.0.1:$1 ssl; ssl_certificate $certificates/$2.pem; ssl_certificate_key $certificates/$2.key; ${3:-}"
    echo "location / { proxy_pass http://127.0.0.1:${ours##*:}; } }"
}
tls_nginx() {
    local nginx=/usr/sbin/nginx folder="$build/nginx-tls" try front i
    if [ ! -x "$nginx" ]; then
        skip "nginx is not installed (Debian: nginx-light)"
        return
    fi
    mkdir -p "$folder"
    for try in 1 2 3 4 5 6 7 8; do
        front=$((10000 + (RANDOM * 32768 + RANDOM) % 21900))
        {
            echo "error_log $folder/error.log; pid $folder/pid; events {} http { access_log off;"
            for i in client_body proxy fastcgi uwsgi scgi; do echo "${i}_temp_path $folder/$i;"; done
            tls_server $front server "ssl_client_certificate $certificates/ca.pem; ssl_verify_client on; ssl_verify_depth 3;"
            for i in "${!bad[@]}"; do tls_server $((front + 1 + i)) "${bad[i]}"; done
            echo "}"
        } >"$folder/nginx.conf"
        "$nginx" -e "$folder/error.log" -c "$folder/nginx.conf" -p "$folder" 2>>"$folder/start.log" && break
        front=
    done
    if [ -z "$front" ]; then
        cat "$folder/start.log"
        fails "nginx does not start with TLS"
        return
    fi
    check "nginx: our client with a certificate of its own" "$build/client" soap12 "https://localhost:$front/soap12"
    check "nginx: our client without a certificate where one is required" refused_by "$front" soap11 0x803D000F
    for i in "${!bad[@]}"; do
        check "nginx: our client refuses the certificate ${bad[i]}" refused_by $((front + 1 + i)) soap12 "${errors[i]}"
    done
    kill -QUIT "$(cat "$folder/pid")"
}
# refused_by <port> <case> <error>: no call of the client succeeds, and this is why
refused_by() {
    timeout 60 "$build/client" "$2" "https://localhost:$1/$2" >"$build/first.txt" 2>&1 && { cat "$build/first.txt"; return 1; }
    grep -q "^failed: $3" "$build/first.txt" && ! grep -q '^right Add' "$build/first.txt" || { cat "$build/first.txt"; return 1; }
}
tls_nginx

# openssl s_server in front of the service: it passes on what is in TLS, of one connection. The service looks whether the
# Host field names its port.
passes_on='exec 3<>"/dev/tcp/localhost/$1"
port="$1"
shift
host='"'"'$| = 1; while (sysread STDIN, $_, 65536) { s/^Host: localhost:\d+/Host: localhost:$ARGV[0]/m; syswrite STDOUT, $_ }'"'"'
exec openssl s_server "$@" <&3 > >(exec perl -e "$host" "$port" >&3)'
# s_server <certificate> <option>...: its port is in $front. It ends with its connection.
s_server() {
    local try name="$1"
    shift
    for try in 1 2 3 4 5 6 7 8; do
        front=$((10000 + (RANDOM * 32768 + RANDOM) % 21900))
        : >"$build/s_server.log"
        bash -c "$passes_on" - "${ours##*:}" -quiet -naccept 1 \
            -accept "localhost:$front" -cert "$certificates/$name.pem" -cert_chain "$certificates/$name.pem" -key "$certificates/$name.key" "$@" \
            2>"$build/s_server.log" &
        server=$!
        listens "$front" "$server" && return 0
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    done
    cat "$build/s_server.log"
    return 1
}
# listens <port> <process>: once it does; /proc says so without connecting, which would be the one connection.
listens() {
    local hex
    hex="$(printf ':%04X ' "$1")"
    while kill -0 "$2" 2>/dev/null; do
        grep -q "$hex.* 0A " /proc/net/tcp /proc/net/tcp6 && return 0
        read -rt 0.05 <> <(:) || true
    done
    return 1
}
ends_server() {
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}
with_s_server() {
    local status=0
    s_server "${@:2}" || return 1
    timeout 60 "$build/client" soap11 "https://localhost:$front/soap11" 20 || status=$?
    ends_server
    [ "$status" = 0 ] || cat "$build/s_server.log"
    [ "$1" = good ] && return "$status" || [ "$status" != 0 ]
}
refused_by_us() {
    local error="$1" status=0
    s_server "${@:2}" || return 1
    refused_by "$front" soap11 "$error" || status=$?
    ends_server
    return "$status"
}
check "s_server: our client with TLS 1.3" with_s_server good server -tls1_3
check "s_server: our client with TLS 1.2" with_s_server good server -tls1_2
check "s_server: our client refuses another name" refused_by_us 0x800B010F wrongname
check "s_server: our client refuses another authority" refused_by_us 0x800B0109 other
# WS_E_SECURITY_SYSTEM_FAILURE
check "s_server: our client refuses TLS 1.1" refused_by_us 0x803D0023 server -tls1_1 -cipher DEFAULT@SECLEVEL=0
# The server asks for a renegotiation when it reads an r, instead of an answer.
asks_for_renegotiation() {
    local try status=0 client
    rm -f "$build/keys"
    mkfifo "$build/keys"
    for try in 1 2 3 4 5 6 7 8; do
        front=$((10000 + (RANDOM * 32768 + RANDOM) % 21900))
        openssl s_server -tls1_2 -naccept 1 -accept "localhost:$front" -cert "$certificates/server.pem" -cert_chain "$certificates/server.pem" \
            -key "$certificates/server.key" <>"$build/keys" >"$build/s_server.log" 2>&1 &
        server=$!
        listens "$front" "$server" && break
        wait "$server" 2>/dev/null || true
    done
    timeout 60 "$build/client" soap11 "https://localhost:$front/soap11" >"$build/first.txt" 2>&1 &
    client=$!
    # The request is there.
    while kill -0 "$client" 2>/dev/null && ! grep -q 'Envelope' "$build/s_server.log"; do read -rt 0.05 <> <(:) || true; done
    echo r >"$build/keys"
    # What s_server makes of the refusal: it ends the session.
    wait "$client" && status=1
    ends_server
    cat "$build/s_server.log" "$build/first.txt"
    [ "$status" = 0 ] && grep -qi 'no renegotiation' "$build/s_server.log" && ! grep -q '^right Add' "$build/first.txt"
}
check "s_server: our client refuses to renegotiate" asks_for_renegotiation
unset WEBSERVICES_CERT_STORE
