# Messages that are signed and encrypted with certificates, with Mono's WCF both ways: sourced by run.sh.

# wcf_certificates <folder>: a CA, a service and a client; a store for us and one for Mono.
wcf_certificates() {
    local folder="$1" name subject key=(-newkey rsa:2048 -noenc)
    (
        umask 077
        mkdir -p "$folder"/{My,Root,CA,TrustedPeople} && cd "$folder" || exit
        openssl req -x509 "${key[@]}" -keyout ca.key -out Root/ca.pem -days 30 -subj "/CN=Interop CA" \
            -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign || exit
        for name in service client; do
            subject=Contoso.com
            [ $name = service ] || subject=Cohowinery.com
            openssl req "${key[@]}" -keyout My/$name.key -out $name.request -subj "/CN=$subject" &&
                printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature,keyEncipherment \
                    "subjectAltName=DNS:$subject" subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >extensions &&
                openssl x509 -req -in $name.request -CA Root/ca.pem -CAkey ca.key -days 30 -extfile extensions \
                    -out My/$name.pem &&
                openssl x509 -in My/$name.pem -outform DER -out $name.cer &&
                # Mono knows no newer algorithms for these files.
                openssl pkcs12 -export -in My/$name.pem -inkey My/$name.key -passout pass:secret -out $name.p12 \
                    -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 || exit
        done
        cp My/service.pem TrustedPeople
    )
}

# wcf_refused <case> <url>: a client of the case gets the fault that says nothing more, for every call.
wcf_refused() {
    local output
    output="$(timeout 60 mono "$build/WcfPeer.exe" call "$1" "$2" "$wcf_folder")"
    echo "$output"
    [[ "$output" == *'An error was discovered while the Security header was processed.'*'WRONG Add'* && "$output" != *'right Add'* ]]
}

wcf_folder="$build/wcf_certificates"
rm -rf "$wcf_folder"
if ! wcf_certificates "$wcf_folder" >"$build/output.txt" 2>&1; then
    fails "certificates: $(cat "$build/output.txt")"
    return
fi
export WEBSERVICES_CERT_STORE="$wcf_folder"

# Not here: EncryptBeforeSign and, in symmetric mode, the suites with SHA-256, which Mono does not have.
for case in ws-cert ws-cert+sbe ws-cert+basic128 ws-cert+basic192 ws2007-cert ws-anon ws-user asymmetric asymmetric+sbe \
    asymmetric+basic128 asymmetric+basic256sha256 asymmetric+basic256rsa15 ws-cert+binary asymmetric+binary; do
    if serve wcf_ours "$build/service" @PORT@ c-tests/interop/interop.wsdl $case; then
        check "our client with our service, $case" "$build/client" $case "http://localhost:$port/ws" 20
        check "Mono's client with our service, $case" mono "$build/WcfPeer.exe" call $case "http://localhost:$port/ws" "$wcf_folder"
        if [ $case = ws-cert ]; then
            check "Mono's client without a certificate is refused" wcf_refused ws-anon "http://localhost:$port/ws"
        fi
        check_stop wcf_ours
    else
        fails "our service does not start, $case"
    fi
    if serve wcf_mono mono "$build/WcfPeer.exe" serve $case @PORT@ "$wcf_folder"; then
        check "our client with Mono's service, $case" "$build/client" $case "http://localhost:$port/interop" 10
        stop wcf_mono || true
    else
        fails "Mono's service does not start, $case"
    fi
done
