#!/usr/bin/env bash
# Runs the examples of services and clients that lie in a folder: tools/demo.sh <folder> [<way of security>...]
#
# With the way "message", it also keeps the messages of the two as they went over the wire, and sees that nobody could
# have read them.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$1"
shift
. tools/serve.sh

# pair <service> <path> <client>...: each client against the service
pair() {
    local service="$1" path="$2" client
    shift 2
    serve "$service" "$folder/$service" "http://+:@PORT@/$path"
    echo "$service serves http://localhost:$port/$path"
    for client in "$@"; do
        echo "$client:"
        "$folder/$client" "http://localhost:$port/$path" | sed 's/^/    /'
    done
    stop "$service"
}

# secure <way>: the service and the client of a way of security
secure() {
    local way="$1" scheme url
    # Messages that are protected themselves need no protected connection.
    scheme=$([ "$way" = message ] && echo http || echo https)
    serve "${way}_service" "$folder/${way}_service" "$scheme://localhost:@PORT@/calculator"
    url="$scheme://localhost:$port/calculator"
    echo "${way}_service serves $url"
    echo "${way}_client:"
    "$folder/${way}_client" "$url" | sed 's/^/    /'
    stop "${way}_service"
    sed "s/^/    ${way}_service: /" "$service_folder/${way}_service.log"
}

fail() {
    echo "demo.sh: $*" >&2
    exit 1
}

# Messages that are signed and encrypted, and what others see of them.
protected_messages() {
    local record="$folder/record" out="$folder/messages" sent kind file
    rm -rf "$record" "$out" "$folder/trace"
    mkdir -p "$record" "$out"
    echo
    echo "Messages that are signed and encrypted from end to end, over plain HTTP. Contoso.com serves, Cohowinery.com calls."
    echo "The certification authority, both certificates and their keys are new, in $WEBSERVICES_CERT_STORE"
    echo
    WEBSERVICES_TRACE="$folder/trace" WEBSERVICES_TRACE_MESSAGES="$record" secure message

    # The client's two calls and their replies, in the order of time, which the names begin with.
    local names=(1-Add-request 2-Add-reply 3-Subtract-request 4-Subtract-reply) index=0
    for sent in "$record"/*-message_client-*.xml; do
        file="$out/${names[$index]:?there are more messages than calls}"
        index=$((index + 1))
        cp "$sent" "$file.xml"
        "$folder/indent" "$sent" >"$file.indented.xml" || fail "$sent is not well-formed"
    done
    [ $index -eq ${#names[@]} ] || fail "there are $index messages and not ${#names[@]}"
    for file in "$out"/*.xml; do
        kind="$(basename "$file")"
        # What the body is made of: <Add><a>1</a><b>2</b></Add>, <AddResponse><result>3</result></AddResponse>.
        if grep -qE '<([A-Za-z0-9]+:)?(Add|Subtract|AddResponse|SubtractResponse|a|b|result)[ />]' "$file"; then
            fail "$kind shows the body in plain text"
        fi
        grep -q 'CipherValue' "$file" || fail "nothing of $kind is encrypted"
    done
    # Both sides saw the same bytes.
    for file in "$out"/?-*.xml; do
        case "$file" in *.indented.xml) continue ;; esac
        cat "$record"/*-message_service-*.xml | grep -qF "$(head -c 3000 "$file" | tail -c 400)" ||
            fail "the service has not seen $(basename "$file")"
    done
    grep -q 'accepted, from CN=Cohowinery.com' "$folder/trace" || fail "the trace does not name the client"
    grep -q 'accepted, from CN=Contoso.com' "$folder/trace" || fail "the trace does not name the service"

    echo
    echo "The body of the first request, as everybody on the way could see it:"
    sed -n '/Body/,/\/.*Body>/p' "$out/1-Add-request.indented.xml" | cut -c 1-110 | sed 's/^/    /'
    echo
    echo "The messages as they went over the wire (and, with .indented, so that people can read them):"
    for file in "$out"/*.xml; do
        echo "    $file"
    done
    echo "What each side signed, encrypted and verified, step by step:"
    echo "    $folder/trace"
}

pair calculator_service calculator calculator_client calculator_async
pair untyped_service orders untyped_client

# The secure ones find their certificates in a store that is made for this.
if [ $# -gt 0 ]; then
    export WEBSERVICES_CERT_STORE="$folder/certificates"
    rm -rf "$WEBSERVICES_CERT_STORE"
    examples/demo_ca.sh "$WEBSERVICES_CERT_STORE"
fi
for way in "$@"; do
    case "$way" in
    message) protected_messages ;;
    *) secure "$way" ;;
    esac
done
