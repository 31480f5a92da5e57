# HTTP authentication: curl, nginx and tinyproxy, and this library on both sides, in a realm of Kerberos with a KDC of its
# own. Sourced by run.sh inside of c-tests/interop/kdc.sh.

export WWS_PASSWORD
basic=2 digest=4 ntlm=8 negotiate=16 every=30
soap=(-H 'Content-Type: text/xml; charset=utf-8' -H 'SOAPAction: "urn:ask"' -d
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a xmlns="urn:t">41</a></s:Body></s:Envelope>')
denied=0x803D0005

# asks <status> <line of the service or -> <argument of curl>...
asks() {
    local status="$1" line="$2" got
    shift 2
    : >"$log"
    got="$(curl -sS --max-time 20 -D "$build/head.txt" -o "$build/answer.txt" -w '%{http_code}' "${soap[@]}" "$@")" || return 1
    [ "$got" = "$status" ] || { echo "status $got and not $status"; cat "$build/head.txt"; return 1; }
    if [ "$line" = - ]; then
        [ ! -s "$log" ] || { echo "it reached the service:"; cat "$log"; return 1; }
    else
        grep -q '<a xmlns="urn:t">42</a>' "$build/answer.txt" || { cat "$build/answer.txt"; return 1; }
        reached "$line"
    fi
}

# reached <line>: the service has seen this client, and no other
reached() {
    [ "$(sort -u "$log")" = "$1" ] || { echo "the service has seen:"; cat "$log"; return 1; }
}

# calls <line of the service> <argument of auth call>...
calls() {
    local line="$1"
    shift
    : >"$log"
    "$build/auth" call "$@" >"$build/answer.txt" 2>&1 || { cat "$build/answer.txt"; return 1; }
    [ "$(sort -u "$build/answer.txt")" = 'answer 42' ] || { cat "$build/answer.txt"; return 1; }
    reached "$line"
}

# fails_with <code> <argument of auth call>...: nothing reaches the service
fails_with() {
    local code="$1"
    shift
    : >"$log"
    "$build/auth" call "$@" >"$build/answer.txt" 2>&1
    grep -q "^failed $code$" "$build/answer.txt" || { cat "$build/answer.txt"; return 1; }
    [ ! -s "$log" ] || { echo "it reached the service:"; cat "$log"; return 1; }
}

challenges() {
    asks 401 - "$url" && [ "$(grep -ic '^www-authenticate:' "$build/head.txt")" = 5 ] || { cat "$build/head.txt"; return 1; }
}

# What the process has to prove who it is.
without_ntlm() (
    unset NTLM_USER_FILE
    "$@"
)
with_ntlm_only() (
    export KRB5CCNAME=FILE:/nowhere
    "$@"
)
without_tickets() { without_ntlm with_ntlm_only "$@"; }

serve_auth() {
    log="$build/$1.seen"
    serve "$1" "$build/auth" serve @PORT@ "$2" "$log" || { fails "the service for $1 does not start"; return 1; }
    url="http://localhost:$port/x"
}

auth_curl() {
    local kerberos="4 alice $WWS_REALM"
    check "a request without credentials is challenged" challenges
    check "curl, Basic" asks 200 "1 alice numbers" --basic -u "alice:$WWS_PASSWORD" "$url"
    check "curl, Basic, wrong password" asks 401 - --basic -u alice:wrong "$url"
    check "curl, Basic, unknown user" asks 401 - --basic -u "mallory:$WWS_PASSWORD" "$url"
    check "curl, Digest" asks 200 "2 alice digits" --digest -u "alice:$WWS_PASSWORD" "$url"
    check "curl, Digest, wrong password" asks 401 - --digest -u alice:wrong "$url"
    check "curl, Digest, two requests" asks 200200 "2 alice digits" --digest -u "alice:$WWS_PASSWORD" "$url" -o /dev/null "$url"
    check "curl, Negotiate" asks 200 "$kerberos" --negotiate -u : "$url"
    check "curl, Negotiate, two requests" asks 200200 "$kerberos" --negotiate -u : "$url" -o /dev/null "$url"
    check "curl, Negotiate without tickets" without_tickets asks 401 - --negotiate -u : "$url"
    check "curl, any scheme" asks 200 "$kerberos" --anyauth -u : "$url"
    check "credentials that come twice" asks 400 - -H 'Authorization: Basic YWxpY2U6V29uZGVyLTQtbGFuZA==' -H 'Authorization: Basic eDp5' "$url"
    if [ -n "$has_ntlm" ]; then
        # By itself curl's NTLM is in the form before Windows 2000.
        check "curl, NTLM" asks 200 "3 alice TEST" --ntlm -u "TEST\\alice:$WWS_PASSWORD" "$url"
        check "curl, NTLM, two requests" asks 200200 "3 alice TEST" --ntlm -u "TEST\\alice:$WWS_PASSWORD" "$url" -o /dev/null "$url"
        check "curl, NTLM, wrong password" asks 401 - --ntlm -u 'TEST\alice:wrong' "$url"
        check "curl, NTLM inside of Negotiate" with_ntlm_only asks 200 "3 alice TEST" --negotiate -u : "$url"
    fi
}

auth_own() {
    local kerberos="4 alice $WWS_REALM" how
    for how in '' streamed; do
        check "our client, Basic $how" calls "1 alice numbers" $basic "$url" alice "$WWS_PASSWORD" '' calls 3 $how
        check "our client, Digest $how" calls "2 alice digits" $digest "$url" alice "$WWS_PASSWORD" '' calls 3 $how
        check "our client, Digest or Basic $how" calls "2 alice digits" $((digest | basic)) "$url" alice "$WWS_PASSWORD" '' calls 3 $how
        check "our client, Negotiate with tickets $how" calls "$kerberos" $negotiate "$url" - '' '' calls 3 $how
        check "our client, Negotiate with a password $how" calls "$kerberos" $negotiate "$url" alice "$WWS_PASSWORD" '' calls 3 $how
        check "our client, every scheme $how" calls "$kerberos" $every "$url" alice "$WWS_PASSWORD" '' calls 3 $how
        [ -z "$has_ntlm" ] || check "our client, NTLM $how" calls "3 alice TEST" $ntlm "$url" alice "$WWS_PASSWORD" TEST calls 3 $how
    done
    check "our client, Basic, wrong password" fails_with $denied $basic "$url" alice wrong ''
    check "our client, Digest, wrong password" fails_with $denied $digest "$url" alice wrong ''
    check "our client, Digest, wrong password, streamed" fails_with $denied $digest "$url" alice wrong '' streamed
    [ -z "$has_ntlm" ] || check "our client, NTLM, wrong password" fails_with $denied $ntlm "$url" alice wrong TEST
    for how in '' streamed; do
        [ -z "$has_ntlm" ] || check "our client, NTLM inside of Negotiate $how" with_ntlm_only calls "3 alice TEST" $negotiate "$url" - '' '' calls 3 $how
    done
    check "our client, Negotiate without tickets" without_tickets fails_with 0x803D0023 $negotiate "$url" - '' ''
    check "our client, a host that the realm does not know" without_ntlm fails_with 0x803D0023 $negotiate "${url/localhost/127.0.0.1}" - '' ''
}

# What servers ask for that a client is not set to.
auth_others() {
    local scheme code
    for scheme in 2:C 4:D 8:E 16:F; do
        serve_auth "only$scheme" "${scheme%:*}" || return
        code="0x803D001${scheme#*:}"
        check "a client without authentication is told the scheme, $code" fails_with "$code" 0 "$url" a b ''
        if [ "${scheme%:*}" = 2 ]; then
            check "a client with another scheme is told the scheme" fails_with "$code" $digest "$url" alice "$WWS_PASSWORD" ''
        else
            check "a client with another scheme is told the scheme, $code" fails_with "$code" $basic "$url" alice "$WWS_PASSWORD" ''
        fi
        stop "only$scheme" || fails "the service for $scheme does not end in order"
    done
    serve_auth open 0 || return
    check "a server without authentication, one scheme" calls nobody $basic "$url" alice x ''
    check "a server without authentication, several schemes" fails_with $denied $((basic | digest)) "$url" alice x ''
    check "a server without authentication, several schemes or none" calls nobody $((basic | digest | 1)) "$url" alice x '' calls 2
    check "a server without authentication, NTLM" calls nobody $ntlm "$url" alice x TEST
}

# nginx asks for Basic and passes on what it lets in; the service behind asks for nothing.
auth_nginx() {
    local nginx=/usr/sbin/nginx folder="$build/nginx" try front
    if [ ! -x "$nginx" ]; then
        skip "nginx is not installed (Debian: nginx-light)"
        return
    fi
    mkdir -p "$folder"
    echo "alice:{PLAIN}$WWS_PASSWORD" >"$folder/users"
    for try in 1 2 3 4 5 6 7 8; do
        front=$((10000 + (RANDOM * 32768 + RANDOM) % 22000))
        cat >"$folder/nginx.conf" <<END
error_log $folder/error.log;
pid $folder/pid;
events {}
http {
    access_log off;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    server {
        listen 127.0.0.1:$front;
        location / { auth_basic "front"; auth_basic_user_file $folder/users; proxy_pass http://127.0.0.1:$port; }
    }
}
END
        "$nginx" -e "$folder/error.log" -c "$folder/nginx.conf" -p "$folder" 2>>"$folder/start.log" && break
        front=
    done
    if [ -z "$front" ]; then
        cat "$folder/start.log"
        fails "nginx does not start"
        return
    fi
    local there="http://127.0.0.1:$front/x"
    check "our client with nginx, Basic" calls nobody $basic "$there" alice "$WWS_PASSWORD" '' calls 3
    check "our client with nginx, Basic or Digest" calls nobody $((basic | digest)) "$there" alice "$WWS_PASSWORD" '' calls 3
    check "our client with nginx, Basic, streamed" calls nobody $basic "$there" alice "$WWS_PASSWORD" '' calls 3 streamed
    check "our client with nginx, wrong password" fails_with $denied $basic "$there" alice wrong ''
    check "our client with nginx, Digest" fails_with 0x803D001C $digest "$there" alice "$WWS_PASSWORD" ''
    check "our client with nginx, nothing" fails_with 0x803D001C 0 "$there" a b ''
    kill -QUIT "$(cat "$folder/pid")"
}

# tinyproxy asks for Basic.
auth_proxy() {
    local folder="$build/tinyproxy" front try proxy=
    if ! has tinyproxy; then
        skip "tinyproxy is not installed (Debian: tinyproxy-bin)"
        return
    fi
    mkdir -p "$folder"
    for try in 1 2 3 4 5 6 7 8; do
        front=$((10000 + (RANDOM * 32768 + RANDOM) % 22000))
        printf '%s\n' "Port $front" 'Listen 127.0.0.1' 'Timeout 20' "LogFile \"$folder/log\"" "PidFile \"$folder/pid\"" \
            'MaxClients 20' "BasicAuth alice $WWS_PASSWORD" >"$folder/conf"
        rm -f "$folder/pid" "$folder/log"
        # It goes to the background when it listens.
        if timeout 20 tinyproxy -c "$folder/conf" >>"$folder/start.log" 2>&1; then
            proxy="127.0.0.1:$front"
            break
        fi
    done
    if [ -z "$proxy" ]; then
        cat "$folder/start.log"
        fails "tinyproxy does not start"
        return
    fi
    # It ends its connections after one request without a word, so only what needs one is sure to come through.
    check "our client through a proxy, Basic" calls nobody 0 "$url" alice "$WWS_PASSWORD" '' proxy "$proxy" $basic
    check "our client through a proxy, Basic, streamed" calls nobody 0 "$url" alice "$WWS_PASSWORD" '' proxy "$proxy" $basic streamed
    # To a password that is wrong tinyproxy 1.11 answers as if it were the service.
    check "our client through a proxy, wrong password" fails_with 0x803D001C 0 "$url" alice wrong '' proxy "$proxy" $basic
    check "our client through a proxy, nothing" fails_with 0x803D0018 0 "$url" alice x '' proxy "$proxy"
    check "our client through a proxy, Digest" fails_with 0x803D0018 0 "$url" alice "$WWS_PASSWORD" '' proxy "$proxy" $digest
    serve_auth behind $basic || return
    check "our client through a proxy, Basic, to a service, Basic" calls "1 alice numbers" $basic "$url" alice "$WWS_PASSWORD" '' \
        proxy "$proxy" $basic
    check "our client through a proxy, Basic, to a service, Basic, streamed" calls "1 alice numbers" $basic "$url" alice "$WWS_PASSWORD" '' \
        proxy "$proxy" $basic streamed
    kill "$(cat "$folder/pid")"
}

# Over TLS, to which Negotiate is bound.
auth_tls() {
    local kerberos="4 alice $WWS_REALM" folder="$build/certificates"
    c-tests/support/ca.sh "$folder" || { fails "the certificates cannot be made"; return; }
    export WEBSERVICES_CERT_STORE="$folder/stores"
    export WWS_TLS=1
    serve_auth tls $((basic | digest | negotiate)) || return
    unset WWS_TLS
    url="${url/http/https}"
    check "TLS: our client, Negotiate with tickets, bound" calls "$kerberos" $negotiate "$url" - '' '' calls 3
    check "TLS: our client, Negotiate with a password, bound, streamed" calls "$kerberos" $negotiate "$url" alice "$WWS_PASSWORD" '' calls 3 streamed
    check "TLS: our client, Digest" calls "2 alice digits" $digest "$url" alice "$WWS_PASSWORD" '' calls 3
    check "TLS: our client, Basic" calls "1 alice numbers" $basic "$url" alice "$WWS_PASSWORD" '' calls 3
    check "TLS: our client, Basic, wrong password" fails_with $denied $basic "$url" alice wrong ''
    check "TLS: curl, Basic" asks 200 "1 alice numbers" --cacert "$folder/ca.pem" --basic -u "alice:$WWS_PASSWORD" "$url"
    check "TLS: curl, Digest" asks 200 "2 alice digits" --cacert "$folder/ca.pem" --digest -u "alice:$WWS_PASSWORD" "$url"
    # curl 7.88 does not bind its token.
    check "TLS: curl, Negotiate, not bound" asks 401 - --cacert "$folder/ca.pem" --negotiate -u : "$url"
    stop tls || fails "the service with TLS does not end in order"
}

has_ntlm=
if [ -e "/usr/lib/$(uname -m)-linux-gnu/gssntlmssp/gssntlmssp.so" ]; then
    has_ntlm=1
else
    skip "NTLM is not installed (Debian: gss-ntlmssp)"
fi
if serve_auth every $every; then
    auth_curl
    auth_own
    auth_others
    auth_nginx
    auth_proxy
    auth_tls
    for name in every open behind; do
        stop "$name" || fails "the service $name does not end in order"
    done
fi
