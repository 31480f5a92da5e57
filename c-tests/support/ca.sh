#!/usr/bin/env bash
# Makes certificates for tests and demonstrations: c-tests/support/ca.sh FOLDER
#
# Everything is new each time and good for ten years, unless it is meant to be bad. In FOLDER:
#   ca.pem inter.pem          a root, and an issuer below it that issued all the rest; ca.key inter.key
#   NAME.pem NAME.key         a certificate with its issuer behind it, and its key; NAME is one of
#     server client           localhost, 127.0.0.1 and ::1 for a server, Alice (user principal name
#                             alice@example.com) for a client; RSA, 2048 bits
#     ec eddsa both wildcard  a server's with other keys; a server's and client's; *.example.com
#     expired future          not valid any more, and not yet
#     wrongname wrongusage    for other.example.com only; a server's that is for clients only
#     noname nosan            a server's without any name; one with localhost in its CN only
#     revoked                 in crl.pem
#     muststaple              a server's that demands an answer of the issuer (RFC 7633)
#     weak small sha1         RSA keys of 1024 and 1536 bits; signed with a broken hash
#     notca                   issued by server, which is no CA
#     selfsigned other        signed by itself; by other-ca.pem, which is nobody's root
#     alice1 alice2           two with one subject: CN=Alice Twice
#   crl.pem inter-crl.pem     of the root (empty) and of the issuer; stale-crl.pem: of the issuer, not renewed in time;
#                             revoking-crl.pem: of the root, with the issuer in it
#   good.ocsp revoked.ocsp    answers about server and revoked, in DER; muststaple.ocsp about that one
#   early.ocsp                the answer about revoked from before it was
#   encrypted.key             the server's key, password "secret"
#   NAME.p12 old.p12          server and client, password "secret"; the server's as before 2010 (3DES and RC2)
#   stores                    a certificate store: Root, CA with the lists of revoked ones, My with server and client
set -euo pipefail
umask 077
export LC_ALL=C OPENSSL_CONF=/dev/null

folder="${1:?a folder}"
mkdir -p "$folder"
cd "$folder"
work="$(mktemp -d "${TMPDIR:-/tmp}/wws-ca.XXXXXX")"
trap 'rm -rf "$work"' EXIT
quiet() { "$@" 2>"$work/log" || { cat "$work/log" >&2; echo "failed: $*" >&2; exit 1; }; }

cat >"$work/ca.cnf" <<CNF
[ca]
default_ca = inter
[inter]
new_certs_dir = $work
rand_serial = yes
default_md = sha256
default_days = 3650
default_crl_days = 3650
policy = any
unique_subject = no
database = $work/inter.db
certificate = inter.pem
private_key = inter.key
[root]
new_certs_dir = $work
rand_serial = yes
default_md = sha256
default_days = 3650
default_crl_days = 3650
policy = any
unique_subject = no
database = $work/root.db
certificate = ca.pem
private_key = ca.key
[any]
organizationName = optional
commonName = optional
[issuer]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[below]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
: >"$work/inter.db"
: >"$work/root.db"
local_names="DNS:localhost,IP:127.0.0.1,IP:::1"

# key FILE ALGORITHM: rsa:BITS, ec or ed
key() {
    case "$2" in
    rsa:*) quiet openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${2#rsa:}" -out "$1" ;;
    ec) quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" ;;
    ed) quiet openssl genpkey -algorithm ED25519 -out "$1" ;;
    esac
}
# issuer NAME SUBJECT: a root
issuer() {
    key "$1.key" ec
    quiet openssl req -x509 -new -key "$1.key" -config "$work/req.cnf" -subj "$2" -days 3650 -extensions issuer -out "$1.pem"
}
# leaf NAME ALGORITHM SUBJECT ALTERNATIVES USAGE [options of openssl ca]
leaf() {
    local name="$1" algorithm="$2" subject="$3" alternatives="$4" usage="$5"
    shift 5
    key "$name.key" "$algorithm"
    quiet openssl req -new -key "$name.key" -config "$work/req.cnf" -subj "$subject" -out "$work/req.pem"
    {
        cat "$work/ca.cnf"
        echo "[leaf]"
        echo "basicConstraints = critical, CA:FALSE"
        echo "keyUsage = critical, digitalSignature, keyEncipherment, keyAgreement"
        echo "subjectKeyIdentifier = hash"
        echo "authorityKeyIdentifier = keyid"
        [ -z "$usage" ] || echo "extendedKeyUsage = $usage"
        [ "$name" != muststaple ] || echo "tlsfeature = status_request"
        [ -z "$alternatives" ] || echo "subjectAltName = $alternatives"
    } >"$work/leaf.cnf"
    quiet openssl ca -batch -notext -config "$work/leaf.cnf" -name inter -extensions leaf -in "$work/req.pem" \
        -out "$work/leaf.pem" "$@"
    cat "$work/leaf.pem" inter.pem >"$name.pem"
}
printf '[req]\ndistinguished_name = none\n[none]\n' >"$work/req.cnf"
sed -n '/^\[issuer\]/,$p' "$work/ca.cnf" >>"$work/req.cnf"

issuer ca "/O=Test/CN=Test Root"
issuer other-ca "/O=Test/CN=Other Root"
key inter.key ec
quiet openssl req -new -key inter.key -config "$work/req.cnf" -subj "/O=Test/CN=Test Issuer" -out "$work/req.pem"
quiet openssl ca -batch -notext -config "$work/ca.cnf" -name root -extensions below -in "$work/req.pem" -out inter.pem

leaf server rsa:2048 "/O=Test/CN=localhost" "$local_names" serverAuth
leaf client rsa:2048 "/O=Test/CN=Alice" "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:alice@example.com" clientAuth
leaf ec ec "/O=Test/CN=localhost" "$local_names" serverAuth
leaf eddsa ed "/O=Test/CN=localhost" "$local_names" serverAuth
leaf both ec "/O=Test/CN=both" "$local_names" serverAuth,clientAuth
leaf wildcard ec "/O=Test/CN=example" "DNS:*.example.com" serverAuth
leaf expired ec "/O=Test/CN=expired" "$local_names" serverAuth,clientAuth -startdate 20200101000000Z -enddate 20210101000000Z
leaf future ec "/O=Test/CN=future" "$local_names" serverAuth,clientAuth -startdate 20800101000000Z -enddate 20900101000000Z
leaf wrongname ec "/O=Test/CN=localhost" "DNS:other.example.com" serverAuth
leaf wrongusage ec "/O=Test/CN=localhost" "$local_names" clientAuth
leaf noname ec "/O=Test" "" serverAuth
leaf nosan ec "/O=Test/CN=localhost" "" serverAuth
leaf revoked ec "/O=Test/CN=revoked" "$local_names" serverAuth,clientAuth
leaf muststaple ec "/O=Test/CN=localhost" "$local_names" serverAuth
leaf weak rsa:1024 "/O=Test/CN=localhost" "$local_names" serverAuth
leaf small rsa:1536 "/O=Test/CN=localhost" "$local_names" serverAuth
leaf sha1 ec "/O=Test/CN=localhost" "$local_names" serverAuth -md sha1
leaf alice1 ec "/O=Test/CN=Alice Twice" "" clientAuth
leaf alice2 ec "/O=Test/CN=Alice Twice" "" clientAuth

key notca.key ec
quiet openssl req -new -key notca.key -config "$work/req.cnf" -subj "/O=Test/CN=localhost" -out "$work/req.pem"
printf 'subjectAltName = %s\nextendedKeyUsage = serverAuth\n' "$local_names" >"$work/ext.cnf"
quiet openssl x509 -req -in "$work/req.pem" -CA server.pem -CAkey server.key -set_serial 1 -days 3650 \
    -extfile "$work/ext.cnf" -out "$work/leaf.pem"
cat "$work/leaf.pem" server.pem >notca.pem
key other.key ec
quiet openssl req -new -key other.key -config "$work/req.cnf" -subj "/O=Test/CN=localhost" -out "$work/req.pem"
quiet openssl x509 -req -in "$work/req.pem" -CA other-ca.pem -CAkey other-ca.key -set_serial 1 -days 3650 \
    -extfile "$work/ext.cnf" -out other.pem
key selfsigned.key ec
quiet openssl req -x509 -new -key selfsigned.key -config "$work/req.cnf" -subj "/O=Test/CN=localhost" -days 3650 \
    -addext "subjectAltName = $local_names" -addext "basicConstraints = critical, CA:FALSE" -out selfsigned.pem

# ocsp NAME FILE: the issuer's answer, as a server staples it
ocsp() {
    quiet openssl ocsp -issuer inter.pem -cert "$1.pem" -no_nonce -reqout "$work/ocsp.req"
    quiet openssl ocsp -index "$work/inter.db" -CA inter.pem -rsigner inter.pem -rkey inter.key -ndays 3650 \
        -reqin "$work/ocsp.req" -respout "$2" >/dev/null
}
ocsp revoked early.ocsp

crl() { quiet openssl ca -config "$work/ca.cnf" -name "$1" -gencrl -out "$2" "${@:3}"; }
crl root crl.pem
crl inter stale-crl.pem -crl_lastupdate 20200101000000Z -crl_nextupdate 20200201000000Z
quiet openssl ca -config "$work/ca.cnf" -name inter -revoke revoked.pem
crl inter inter-crl.pem
quiet openssl ca -config "$work/ca.cnf" -name root -revoke inter.pem
crl root revoking-crl.pem

ocsp server good.ocsp
ocsp revoked revoked.ocsp
ocsp muststaple muststaple.ocsp

quiet openssl pkey -in server.key -aes256 -passout pass:secret -out encrypted.key
for name in server client; do
    quiet openssl pkcs12 -export -in "$name.pem" -inkey "$name.key" -passout pass:secret -out "$name.p12"
done
# Not every OpenSSL has the old algorithms; who needs the file looks for it.
openssl pkcs12 -export -legacy -in server.pem -inkey server.key -passout pass:secret -out old.p12 2>/dev/null || rm -f old.p12

rm -rf stores
mkdir -p stores/Root stores/CA stores/My stores/TrustedPeople stores/Disallowed
cp ca.pem stores/Root
cp inter.pem stores/CA
cp crl.pem stores/CA/root.crl
cp inter-crl.pem stores/CA/inter.crl
for name in server client; do
    cat "$name.key" "$name.pem" >"stores/My/$name.pem"
done
cp good.ocsp stores/My/server.ocsp
