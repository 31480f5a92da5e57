#!/usr/bin/env bash
# Runs the examples of services and clients that lie in a folder: tools/demo.sh <folder> [<way of security>...]
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

pair calculator_service calculator calculator_client calculator_async
pair untyped_service orders untyped_client

# The secure ones find their certificates in a store that is made for this.
if [ $# -gt 0 ]; then
    export WEBSERVICES_CERT_STORE="$folder/certificates"
    rm -rf "$WEBSERVICES_CERT_STORE"
    examples/demo_ca.sh "$WEBSERVICES_CERT_STORE"
fi
for way in "$@"; do
    # Messages that are protected themselves need no protected connection.
    scheme=$([ "$way" = message ] && echo http || echo https)
    serve "${way}_service" "$folder/${way}_service" "$scheme://localhost:@PORT@/calculator"
    url="$scheme://localhost:$port/calculator"
    echo "${way}_service serves $url"
    echo "${way}_client:"
    "$folder/${way}_client" "$url" | sed 's/^/    /'
    stop "${way}_service"
    sed "s/^/    ${way}_service: /" "$service_folder/${way}_service.log"
done
