# Certificates for messages between two sides that know each other: sourced by those that need them, from run.sh.
#
# In $certificate_folder, which is our certificate store as well: My/service.{pem,key} (Contoso.com), My/client.{pem,key}
# (Cohowinery.com), Root/ca.pem; {service,client}.p12 with the password "secret", and .cer, for others. In its folder ec the
# same with keys of elliptic curves.

# make_certificates <folder> <usage of keys> <option for the kind of keys>...: a CA, a service and a client.
make_certificates() {
    local folder="$1" usage="$2" name subject key=(-noenc "${@:3}")
    (
        umask 077
        mkdir -p "$folder"/{My,Root,CA,TrustedPeople} && cd "$folder" || exit
        openssl req -x509 "${key[@]}" -keyout ca.key -out Root/ca.pem -days 30 -subj "/CN=Interop CA" \
            -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign || exit
        for name in service client; do
            subject=Contoso.com
            [ $name = service ] || subject=Cohowinery.com
            openssl req "${key[@]}" -keyout My/$name.key -out $name.request -subj "/CN=$subject" &&
                printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature,$usage \
                    "subjectAltName=DNS:$subject" subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >extensions &&
                openssl x509 -req -in $name.request -CA Root/ca.pem -CAkey ca.key -days 30 -extfile extensions \
                    -out My/$name.pem &&
                openssl x509 -in My/$name.pem -outform DER -out $name.cer &&
                # Mono knows no newer algorithms for these files. Java does.
                openssl pkcs12 -export -in My/$name.pem -inkey My/$name.key -passout pass:secret -out $name.p12 \
                    -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 || exit
        done
        cp My/{service,client}.pem TrustedPeople
    )
}

# message_certificates: makes them, once in a run. Fails if they cannot be made, having said so.
message_certificates() {
    certificate_folder="$build/message_certificates"
    export WEBSERVICES_CERT_STORE="$certificate_folder"
    [ -z "${has_message_certificates:-}" ] || return 0
    rm -rf "$certificate_folder"
    if ! make_certificates "$certificate_folder" keyEncipherment -newkey rsa:2048 >"$build/output.txt" 2>&1 ||
        ! make_certificates "$certificate_folder/ec" keyAgreement -newkey ec -pkeyopt ec_paramgen_curve:P-256 >"$build/output.txt" 2>&1; then
        fails "certificates: $(cat "$build/output.txt")"
        return 1
    fi
    has_message_certificates=1
}
