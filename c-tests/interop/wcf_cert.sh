# Messages that are signed and encrypted with certificates, with Mono's WCF both ways: sourced by run.sh.

# wcf_refused <case> <url>: a client of the case gets the fault that says nothing more, for every call.
wcf_refused() {
    local output
    output="$(timeout 60 mono "$build/WcfPeer.exe" call "$1" "$2" "$wcf_folder")"
    echo "$output"
    [[ "$output" == *'An error was discovered while the Security header was processed.'*'WRONG Add'* && "$output" != *'right Add'* ]]
}

. c-tests/interop/certificates.sh
message_certificates || return
wcf_folder="$certificate_folder"

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
