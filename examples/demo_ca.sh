#!/usr/bin/env bash
# Makes a certification authority to try the examples with, and a store with what it has issued: demo_ca.sh FOLDER
#
#     Root/ca.pem                  the authority: who has it here trusts what it has issued
#     My/localhost.pem and .key    the service
#     My/alice.pem and .key        a client
#     My/contoso.pem and .key, TrustedPeople/contoso.pem          a service and
#     My/cohowinery.pem and .key, TrustedPeople/cohowinery.pem    a client that sign and encrypt messages
#
# Programs use the store when WEBSERVICES_CERT_STORE names the folder. The keys are for demonstrations: they lie in files
# without a password, and the authority's own is thrown away.
set -euo pipefail
umask 077
folder="${1:?a folder}"
mkdir -p "$folder"/{Root,CA,My,TrustedPeople}
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc)
rsa=(-newkey rsa:2048 -noenc)
quiet() { "$@" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }; }

quiet openssl req -x509 "${key[@]}" -keyout "$work/ca.key" -out "$folder/Root/ca.pem" -days 365 \
    -subj "/CN=Demonstration CA" -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign

# issue <file> <subject> <usage> <name> [<uses of the key> <kind of key>...]
issue() {
    local uses="${5:-digitalSignature}" kind=("${@:6}")
    [ ${#kind[@]} -gt 0 ] || kind=("${key[@]}")
    quiet openssl req "${kind[@]}" -keyout "$folder/My/$1.key" -out "$work/request" -subj "$2"
    printf '%s\n' "basicConstraints=critical,CA:FALSE" "keyUsage=critical,$uses" "extendedKeyUsage=$3" \
        "subjectAltName=$4" "authorityKeyIdentifier=keyid" >"$work/extensions"
    quiet openssl x509 -req -in "$work/request" -CA "$folder/Root/ca.pem" -CAkey "$work/ca.key" -days 365 \
        -extfile "$work/extensions" -out "$folder/My/$1.pem"
}
issue localhost "/CN=localhost" serverAuth "DNS:localhost,IP:127.0.0.1,IP:::1"
issue alice "/CN=Alice" clientAuth "email:alice@example.org"
# What encrypts messages for somebody needs a key of RSA.
issue contoso "/CN=Contoso.com" serverAuth "DNS:Contoso.com" digitalSignature,keyEncipherment "${rsa[@]}"
issue cohowinery "/CN=Cohowinery.com" clientAuth "DNS:Cohowinery.com" digitalSignature,keyEncipherment "${rsa[@]}"
cp "$folder"/My/{contoso,cohowinery}.pem "$folder/TrustedPeople"
