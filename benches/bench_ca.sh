#!/usr/bin/env bash
# Makes the certificates of bench_security.c: bench_ca.sh FOLDER
#
# RSA with 2048 bits throughout, one step from the root, since that is what gSOAP verifies anew for each message. In FOLDER:
# ca.pem; server and client, each .pem and .key; stores, which trusts the root.
set -euo pipefail
umask 077
export OPENSSL_CONF=/dev/null
folder="${1:?a folder}"
mkdir -p "$folder/stores/Root"
cd "$folder"
openssl req -x509 -newkey rsa:2048 -noenc -keyout ca.key -out ca.pem -days 30 -subj /CN=Root -config <(printf '[req]\ndistinguished_name=d\n[d]\n') \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
cp ca.pem stores/Root
for name in server client; do
    openssl req -newkey rsa:2048 -noenc -keyout $name.key -out $name.csr -subj /CN=$name -config <(printf '[req]\ndistinguished_name=d\n[d]\n')
    openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -days 30 -out $name.pem -extfile <(printf '%s\n' basicConstraints=critical,CA:FALSE \
        keyUsage=critical,digitalSignature,keyEncipherment extendedKeyUsage=${name}Auth subjectAltName=DNS:localhost authorityKeyIdentifier=keyid)
done
