# Messages that are signed with certificates and not encrypted, SOAP 1.1 without addressing headers, as scripting languages
# do it: zeep both ways, node-soap as a client (it verifies nothing itself). Sourced by run.sh.

. c-tests/interop/certificates.sh
message_certificates || return
signed_case=mutual+sign+soap11
if ! serve signed "$build/service" @PORT@ c-tests/interop/interop.wsdl $signed_case; then
    fails "our service with signed messages does not start"
    return
fi
signed_url="http://localhost:$port/ws"
check "signed messages: our client with our service" "$build/client" $signed_case "$signed_url" 20

if ! "$python" -c 'import zeep, xmlsec' 2>/dev/null; then
    skip "zeep or xmlsec is not installed (Debian: python3-zeep python3-xmlsec)"
else
    check "signed messages: zeep with our service" \
        "$python" c-tests/interop/zeep_signed.py call "$signed_url" "$certificate_folder" c-tests/interop/interop.wsdl
    if serve zeep_signed "$python" c-tests/interop/zeep_signed.py serve @PORT@ "$certificate_folder"; then
        check "signed messages: our client with a service that verifies with zeep and xmlsec" \
            "$build/client" $signed_case "http://localhost:$port/" 10
        stop zeep_signed || true
    else
        fails "the service with zeep does not start"
    fi
fi

node_install() {
    mkdir -p "$build/node" && cp c-tests/interop/node/package*.json "$build/node" && cd "$build/node" &&
        timeout 120 npm ci --no-audit --no-fund --ignore-scripts </dev/null
}
if ! has node npm; then
    skip "node is not installed (Debian: nodejs npm)"
elif ! (node_install) >"$build/node.log" 2>&1; then
    skip "node-soap cannot be had from the npm registry, see $build/node.log"
else
    check "signed messages: node-soap with our service" env "NODE_PATH=$build/node/node_modules" NODE_NO_WARNINGS=1 \
        node c-tests/interop/node/signed.js "$signed_url" "$certificate_folder" "$ours/soap11/interop.wsdl"
fi
check_stop signed
