#!/usr/bin/env bash
# A Kerberos realm for the time of one command: c-tests/interop/kdc.sh <command> [argument]...
#
# The realm TEST.WEBSERVICES is in a folder of its own, with a KDC of MIT Kerberos on a free port of the loopback; needs
# no root and leaves nothing behind. The command finds in its environment:
#   KRB5_CONFIG, KRB5_KTNAME, KRB5CCNAME   the realm, the service's keys, and tickets of alice
#   WWS_REALM, WWS_USER, WWS_PASSWORD      the realm's name, and alice with her password
#   WWS_HOST                               the name of this machine in the service's principals
#   NTLM_USER_FILE                         alice as NTLM (gss-ntlmssp) knows her, in the domain TEST
# Principals: alice and bob with passwords; HTTP and host on localhost and on this machine. Exit status: the command's;
# 77 where there is no KDC to be started.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"
for program in krb5kdc kdb5_util kadmin.local kinit; do
    if ! command -v "$program" >/dev/null; then
        echo "kdc.sh: $program is missing (Debian: krb5-kdc krb5-admin-server krb5-user)" >&2
        exit 77
    fi
done

folder="$(mktemp -d)"
kdc=
finish() {
    if [ -n "$kdc" ]; then
        kill "$kdc" 2>/dev/null || true
        wait "$kdc" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

realm=TEST.WEBSERVICES
host="$(hostname | tr '[:upper:]' '[:lower:]')"
export KRB5_CONFIG="$folder/krb5.conf" KRB5_KDC_PROFILE="$folder/kdc.conf"
export KRB5_KTNAME="FILE:$folder/service.keytab" KRB5CCNAME="FILE:$folder/tickets" KRB5RCACHEDIR="$folder"
export NTLM_USER_FILE="$folder/ntlm"
export WWS_REALM="$realm" WWS_USER=alice WWS_PASSWORD=Wonder-4-land WWS_HOST="$host"

# configure <port>
configure() {
    cat >"$KRB5_CONFIG" <<END
[libdefaults]
    default_realm = $realm
    dns_lookup_realm = false
    dns_lookup_kdc = false
    dns_canonicalize_hostname = false
    rdns = false
    qualify_shortname = ""
[realms]
    $realm = {
        kdc = 127.0.0.1:$1
    }
[domain_realm]
    localhost = $realm
    $host = $realm
END
    cat >"$KRB5_KDC_PROFILE" <<END
[kdcdefaults]
    kdc_listen = 127.0.0.1:$1
    kdc_tcp_listen = 127.0.0.1:$1
[realms]
    $realm = {
        database_name = $folder/principals
        key_stash_file = $folder/stash
        acl_file = $folder/acl
        max_life = 1h
        supported_enctypes = aes256-cts-hmac-sha1-96:normal
    }
[logging]
    kdc = FILE:$folder/kdc.log
    default = FILE:$folder/kdc.log
END
}

echo "TEST:$WWS_USER:$WWS_PASSWORD" >"$NTLM_USER_FILE"
configure 1
{
    kdb5_util -r "$realm" create -s -P master-key-of-a-test
    for principal in "$WWS_USER" bob; do
        kadmin.local -r "$realm" -q "addprinc -pw $WWS_PASSWORD $principal"
    done
    for name in localhost "$host"; do
        for service in HTTP host; do
            kadmin.local -r "$realm" -q "addprinc -randkey $service/$name"
            kadmin.local -r "$realm" -q "ktadd -k $folder/service.keytab $service/$name"
        done
    done
} >"$folder/setup.log" 2>&1 || { cat "$folder/setup.log" >&2; exit 1; }

for try in 1 2 3 4 5 6 7 8; do
    # Below what the system gives to outgoing connections.
    configure $((10000 + (RANDOM * 32768 + RANDOM) % 22000))
    rm -f "$folder/says"
    mkfifo "$folder/says"
    krb5kdc -n -r "$realm" >"$folder/says" 2>&1 &
    kdc=$!
    line=
    # It says so once its sockets are open. The pipe stays open, so that what it may say later does not end it.
    exec {says}<"$folder/says"
    if read -r -t 20 line <&"$says" && [[ "$line" == *starting* ]]; then
        break
    fi
    kill "$kdc" 2>/dev/null || true
    wait "$kdc" 2>/dev/null || true
    exec {says}<&-
    kdc=
done
[ -n "$kdc" ] || { cat "$folder/setup.log" "$folder/kdc.log" >&2; exit 1; }
echo "$WWS_PASSWORD" | kinit "$WWS_USER" >>"$folder/setup.log" 2>&1 || { cat "$folder/setup.log" "$folder/kdc.log" >&2; exit 1; }

status=0
"$@" || status=$?
exit "$status"
