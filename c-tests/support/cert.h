/*
 * The certificates of support/ca.sh, which the build makes in WWS_CERTS, for tests.
 */
#ifndef CERT_H
#define CERT_H

#include "check.h"
#include "sha1.h"

#include <WebServicesX.h>

/* The bytes of a file, for free(). */
static inline WS_BYTES cert_file(const char *name)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", WWS_CERTS, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "%s cannot be read\n", path);
        fail();
    }
    long size = ftell(file);
    rewind(file);
    WS_BYTES bytes = {(ULONG)size, (BYTE *)malloc((size_t)size + 1)};
    assert_non_null(bytes.bytes);
    assert_int_equal(fread(bytes.bytes, 1, bytes.length, file), bytes.length);
    fclose(file);
    return bytes;
}

/* The certificate in NAME.pem, with its chain and the key in NAME.key. */
static inline PCCERT_CONTEXT cert_of(const char *name, WS_ERROR *error)
{
    char certificate_name[100], key_name[100];
    snprintf(certificate_name, sizeof(certificate_name), "%s.pem", name);
    snprintf(key_name, sizeof(key_name), "%s.key", name);
    WS_BYTES certificate = cert_file(certificate_name), key = cert_file(key_name);
    PCCERT_CONTEXT cert = NULL;
    assert_ok(WsxCertFromPem(&certificate, &key, NULL, &cert, error), error);
    free(certificate.bytes);
    free(key.bytes);
    return cert;
}

static inline int same_cert(PCCERT_CONTEXT one, PCCERT_CONTEXT other)
{
    return one->cbCertEncoded == other->cbCertEncoded
        && memcmp(one->pbCertEncoded, other->pbCertEncoded, one->cbCertEncoded) == 0;
}

/* The thumbprint of a certificate: 40 digits and a zero. */
static inline void cert_thumbprint(PCCERT_CONTEXT cert, char digits[41])
{
    unsigned char hash[20];
    sha1(cert->pbCertEncoded, cert->cbCertEncoded, hash);
    for (int i = 0; i < 20; i++) {
        snprintf(digits + 2 * i, 3, "%02x", hash[i]);
    }
}

#endif /* CERT_H */
