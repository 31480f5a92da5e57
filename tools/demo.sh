#!/usr/bin/env bash
# Runs the examples of services and clients that lie in a folder: tools/demo.sh <folder>
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$1"
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
