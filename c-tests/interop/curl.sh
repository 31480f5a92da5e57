# HTTP itself, through curl and, for what curl does not send, through bash: sourced by run.sh, with the service at $ours.

ns=http://example.org/interop
answer="$build/answer.txt" head="$build/head.txt"
add11="<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><Add xmlns=\"$ns\"><a>1</a><b>2</b></Add></s:Body></s:Envelope>"
add12="<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><Add xmlns=\"$ns\"><a>1</a><b>2</b></Add></s:Body></s:Envelope>"
divide11="${add11//Add/Divide}" && divide11="${divide11/<b>2</<b>0<}"
soap11=(-H 'Content-Type: text/xml; charset=utf-8' -H "SOAPAction: \"$ns/Add\"")

# answers <status> <part of the body, as an extended expression> <argument of curl>...: the status and the body of the last answer
answers() {
    local status="$1" part="$2" got
    shift 2
    got="$(curl -sS --max-time 20 -D "$head" -o "$answer" -w '%{http_code}' "$@")" || return 1
    [ "$got" = "$status" ] || { echo "status $got and not $status"; cat "$head" "$answer"; return 1; }
    [ -z "$part" ] || grep -qzE -- "$part" "$answer" || { echo "the body has no $part"; cat "$head" "$answer"; return 1; }
}

# refused <argument of curl>...: a status of 4xx, or 500 with a fault
refused() {
    local got
    got="$(curl -sS --max-time 20 -D "$head" -o "$answer" -w '%{http_code}' "$@")" || return 1
    case "$got" in
    4??) ;;
    500) grep -q 'Fault' "$answer" || { cat "$head" "$answer"; return 1; } ;;
    *)
        echo "status $got"
        cat "$head" "$answer"
        return 1
        ;;
    esac
}

# says <part> <argument of curl>...: what curl tells about the exchange
says() {
    local part="$1"
    shift
    curl -sS -v --max-time 20 -o "$answer" "$@" >"$head" 2>&1 || { cat "$head"; return 1; }
    grep -q -- "$part" "$head" || { echo "there is no $part"; cat "$head"; return 1; }
    grep -q '3</' "$answer" || { echo "there is no sum"; cat "$answer"; return 1; }
}

# raw <status, as an extended expression> <bytes, in the notation of printf>: what curl would not send
raw() {
    local expected="$1" line= connection
    exec {connection}<>"/dev/tcp/127.0.0.1/${ours##*:}" || return 1
    # shellcheck disable=SC2059
    printf "$2" >&"$connection"
    read -r -t 10 line <&"$connection"
    local status=$?
    exec {connection}>&-
    # read returns more than 128 when the time is over: then nobody answered and nobody closed.
    [ $status -le 128 ] || { echo "neither answered nor closed"; return 1; }
    line="${line#HTTP/1.? }"
    [[ "${line%% *}" =~ ^($expected)$ ]] || { echo "answered: $line"; return 1; }
}


# ---- Metadata ----

wsdl="$ours/soap11/interop.wsdl"
check "curl: GET of the WSDL" answers 200 'location="http://localhost:[0-9]+/soap11"' "$wsdl"
check "curl: both ports are in it" answers 200 'location="http://localhost:[0-9]+/soap12"' "$wsdl"
check "curl: the host of the request is the host in it" answers 200 'location="http://127.0.0.1:[0-9]+/soap11"' \
    "http://127.0.0.1:${ours##*:}/soap11/interop.wsdl"
well_formed() { answers 200 . "$wsdl" && "$python" -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$answer"; }
check "curl: it is well formed" well_formed
head_like_get() {
    answers 200 . "$wsdl" || return 1
    local length
    length="$(wc -c <"$answer")"
    curl -sS --max-time 20 -I "$wsdl" >"$head" || return 1
    grep -qE '^HTTP/1.1 200' "$head" && grep -qiE "^content-length: $length" "$head" || { cat "$head"; return 1; }
}
check "curl: HEAD has the headers of GET and no body" head_like_get
mex="<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header>\
<a:Action s:mustUnderstand=\"1\">http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:MessageID>urn:uuid:7c4a9d8e-0000-4000-8000-000000000001</a:MessageID>\
<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo>\
<a:To s:mustUnderstand=\"1\">$ours/ws/mex</a:To></s:Header><s:Body/></s:Envelope>"
check "curl: WS-MetadataExchange" answers 200 'MetadataSection.*portType' -H 'Content-Type: application/soap+xml; charset=utf-8' \
    --data-binary "$mex" "$ours/ws/mex"

# ---- Calls ----

check "curl: POST, SOAP 1.1" answers 200 'result>3</' "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
type_is() { answers 200 . "${@:2}" && grep -qiE "^content-type: $1" "$head" || { cat "$head"; return 1; }; }
check "curl: its content type" type_is 'text/xml; *charset="?utf-8' "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
check "curl: POST, SOAP 1.2" type_is 'application/soap\+xml; *charset="?utf-8' \
    -H "Content-Type: application/soap+xml; charset=utf-8; action=\"$ns/Add\"" --data-binary "$add12" "$ours/soap12"
check "curl: HTTP/1.0" answers 200 'result>3</' --http1.0 "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
check "curl: chunked" answers 200 'result>3</' -H 'Transfer-Encoding: chunked' "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
check "curl: Expect: 100-continue" says 'HTTP/1.1 100' -H 'Expect: 100-continue' "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
check "curl: keep-alive" says 'Re-using existing connection' "${soap11[@]}" --data-binary "$add11" "$ours/soap11" "$ours/soap11"
check "curl: a fault has status 500" answers 500 'division by zero' -H 'Content-Type: text/xml' -H "SOAPAction: \"$ns/Divide\"" \
    --data-binary "$divide11" "$ours/soap11"

# ---- Refusals ----

check "curl: a URL that nobody listens at" answers 404 '' "$ours/nobody"
check "curl: GET of an endpoint without metadata" refused "$ours/soap12"
check "curl: PUT" refused -X PUT "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
check "curl: a content type of something else" refused -H 'Content-Type: image/png' -H "SOAPAction: \"$ns/Add\"" --data-binary "$add11" "$ours/soap11"
check "curl: an action that there is not" answers 500 'Fault' -H 'Content-Type: text/xml' -H "SOAPAction: \"$ns/Nothing\"" --data-binary "$add11" "$ours/soap11"
check "curl: no XML" refused "${soap11[@]}" --data-binary 'no XML' "$ours/soap11"
check "curl: half an envelope" refused "${soap11[@]}" --data-binary "${add11%%</Add*}" "$ours/soap11"
check "curl: another SOAP" refused "${soap11[@]}" --data-binary "$add12" "$ours/soap11"
check "curl: a browser" refused -A 'Mozilla/5.0' "${soap11[@]}" --data-binary "$add11" "$ours/soap11"
head -c 1000000 /dev/zero | tr '\0' ' ' >"$build/large.txt"
check "curl: a body beyond the limit" refused "${soap11[@]}" -H 'Expect:' --data-binary "@$build/large.txt" "$ours/soap11"
check "curl: the same in chunks" refused "${soap11[@]}" -H 'Expect:' -H 'Transfer-Encoding: chunked' --data-binary "@$build/large.txt" "$ours/soap11"
head -c 100000 /dev/zero | tr '\0' 'x' >"$build/header.txt"
check "curl: headers beyond the limit" refused "${soap11[@]}" -H "X: $(cat "$build/header.txt")" --data-binary "$add11" "$ours/soap11"

# ---- What curl would not send ----

host="localhost:${ours##*:}"

check "raw: no Host" raw 400 'POST /soap11 HTTP/1.1\r\n\r\n'
check "raw: two lengths" raw 400 "POST /soap11 HTTP/1.1\r\nHost: $host\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"
check "raw: a list of lengths" raw 400 "POST /soap11 HTTP/1.1\r\nHost: $host\r\nContent-Length: 5, 6\r\n\r\nhello!"
check "raw: length and chunks" raw 400 "POST /soap11 HTTP/1.1\r\nHost: $host\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
check "raw: a signed length" raw 400 "POST /soap11 HTTP/1.1\r\nHost: $host\r\nContent-Length: +5\r\n\r\nhello"
check "raw: an unknown transfer coding" raw '[45]..' "POST /soap11 HTTP/1.1\r\nHost: $host\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
check "raw: a space before the colon" raw 400 'POST /soap11 HTTP/1.1\r\nHost : a\r\n\r\n'
check "raw: a folded line" raw 400 "POST /soap11 HTTP/1.1\r\nHost: $host\r\nX: a\r\n b\r\n\r\n"
check "raw: a chunk of no size" raw '400|500' "POST /soap11 HTTP/1.1\r\nHost: $host\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n"
check "raw: a chunk beyond all numbers" raw '4..|500' "POST /soap11 HTTP/1.1\r\nHost: $host\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx\r\n"
check "raw: HTTP/2.0" raw '[45]..' 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
check "raw: no HTTP" raw '400' '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'
