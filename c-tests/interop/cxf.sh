# Messages that are signed and encrypted with certificates, in our asymmetric mode, with Apache CXF and WSS4J both ways:
# sourced by run.sh.

cxf_folder="$build/cxf"
cxf_build() {
    local sum
    mkdir -p "$cxf_folder/classes" && sum="$(cksum <c-tests/interop/cxf/pom.xml)" || return
    if [ "$(cat "$cxf_folder/sum" 2>/dev/null)" != "$sum" ]; then
        rm -rf "$cxf_folder/lib" "$cxf_folder/sum"
        # From where the user's own settings say.
        if ! timeout 300 mvn -q -B -f c-tests/interop/cxf/pom.xml dependency:copy-dependencies \
            "-DoutputDirectory=$cxf_folder/lib" </dev/null; then
            return 77
        fi
        echo "$sum" >"$cxf_folder/sum"
    fi
    javac -nowarn -d "$cxf_folder/classes" -cp "$cxf_folder/lib/*" c-tests/interop/cxf/CxfPeer.java
}

cxf_build >"$build/cxf.log" 2>&1
case $? in
0) ;;
77)
    skip "Apache CXF cannot be had from Maven Central, see $build/cxf.log"
    return
    ;;
*)
    fails "CXF's program does not build: $(tail -20 "$build/cxf.log")"
    return
    ;;
esac
. c-tests/interop/certificates.sh
message_certificates || return
# It lives for seconds only.
cxf=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$cxf_folder/classes:$cxf_folder/lib/*" CxfPeer)

# All cases in one process, which is most of the time.
cxf_client() { timeout 150 "${cxf[@]}" "$@"; }

# The orders, with signatures encrypted where nothing is said; the styles of references; the algorithms; tokens that are
# signed by an STR-Transform; encrypted headers. x509, the certificate in a KeyIdentifier, and encrypted headers are sent by
# CXF only.
cxf_cases=(mutual mutual+sbe mutual+ebs mutual+sign mutual+sign+x509+sha512 mutual+direct+gcm256 mutual+ski+gcm128
    mutual+thumbprint+basic256sha256 mutual+x509+basic128sha256 mutual+issuer+sha512+sbe mutual+direct+gcm128+ebs
    mutual+token mutual+token+direct mutual+header mutual+ecdsa mutual+ecdsa+ebs)
# cxf_store <case>: where our certificates of a case are.
cxf_store() { [[ "$1" == *ecdsa* ]] && echo "$certificate_folder/ec" || echo "$certificate_folder"; }
cxf_calls=() cxf_services=()
for case in "${cxf_cases[@]}"; do
    if serve "cxf_$case" env "WEBSERVICES_CERT_STORE=$(cxf_store $case)" "$build/service" @PORT@ c-tests/interop/interop.wsdl $case; then
        cxf_calls+=($case "http://localhost:$port/ws")
        cxf_services+=("cxf_$case")
    else
        fails "our service does not start, $case"
    fi
done
check "CXF's client with our services: ${cxf_cases[*]}" cxf_client call "$certificate_folder" "${cxf_calls[@]}"
# What is only encrypted may be from anybody; and what a case does not say is not taken either.
check "CXF's client is refused: not signed, not encrypted, in another order" \
    cxf_client refused "$certificate_folder" "${cxf_calls[@]:0:2}" mutual+encrypt mutual+sign mutual+sbe mutual+ebs
for name in "${cxf_services[@]}"; do check_stop "$name"; done

if serve cxf "${cxf[@]}" serve @PORT@ "$certificate_folder" "${cxf_cases[@]}"; then
    for case in "${cxf_cases[@]}"; do
        check "our client with CXF's service, $case" env "WEBSERVICES_CERT_STORE=$(cxf_store $case)" "$build/client" $case "http://localhost:$port/$case" 10
    done
    check "our client is refused by CXF's service: not encrypted" \
        bash -c "! '$build/client' mutual+sign 'http://localhost:$port/mutual' 0"
    stop cxf || true
else
    fails "CXF's service does not start"
fi
