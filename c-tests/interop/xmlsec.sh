# What our client and our service send each other, with the xmlsec1 command: sourced by run.sh.

. c-tests/interop/certificates.sh
message_certificates || return
for case in ws-cert ws-cert+sbe ws-cert+ebs+basic128 ws-cert+gcm256 ws-anon ws-user ws-cert+sign mutual mutual+sbe mutual+ebs+gcm128 \
    mutual+sign+direct mutual+issuer+basic256sha256 mutual+thumbprint+sha512; do
    if serve xmlsec "$build/service" @PORT@ c-tests/interop/interop.wsdl $case; then
        check "xmlsec1 opens what our client and our service send, $case" \
            "$python" c-tests/interop/xmlsec_messages.py $case "$build/client" "http://localhost:$port/ws" "$certificate_folder"
        stop xmlsec || true
    else
        fails "our service does not start, $case"
    fi
done
