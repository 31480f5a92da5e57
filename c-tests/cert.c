/*
 * Certificates as programs hold them: contexts and their references, PEM, DER and PKCS #12, and certificate stores with
 * everything that can be wrong in them.
 */
#define _GNU_SOURCE
#include "support/check.h"

#include <WebServicesX.h>

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/cert.h"

static void contexts_count_their_references(void **state)
{
    FIXTURE *f = *state;
    PCCERT_CONTEXT server = cert_of("server", f->error);
    assert_int_equal(server->dwCertEncodingType, X509_ASN_ENCODING);
    assert_true(server->cbCertEncoded > 100);
    assert_int_equal(server->pbCertEncoded[0], 0x30);
    assert_ptr_equal(CertDuplicateCertificateContext(server), server);
    assert_int_equal(CertFreeCertificateContext(server), TRUE);

    /* A copy of the bytes is a certificate of its own. */
    PCCERT_CONTEXT copy = CertCreateCertificateContext(X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, server->pbCertEncoded,
                                                       server->cbCertEncoded);
    assert_non_null(copy);
    assert_int_equal(copy->cbCertEncoded, server->cbCertEncoded);
    assert_memory_equal(copy->pbCertEncoded, server->pbCertEncoded, server->cbCertEncoded);
    assert_ptr_not_equal(copy, server);
    assert_int_equal(CertFreeCertificateContext(server), TRUE);
    assert_int_equal(copy->pbCertEncoded[0], 0x30);
    assert_null(CertCreateCertificateContext(X509_ASN_ENCODING, copy->pbCertEncoded, copy->cbCertEncoded - 1));
    assert_null(CertCreateCertificateContext(PKCS_7_ASN_ENCODING, copy->pbCertEncoded, copy->cbCertEncoded));
    assert_null(CertCreateCertificateContext(X509_ASN_ENCODING, NULL, copy->cbCertEncoded));
    assert_null(CertCreateCertificateContext(X509_ASN_ENCODING, NULL, 0));
    CertFreeCertificateContext(copy);

    assert_null(CertDuplicateCertificateContext(NULL));
    assert_int_equal(CertFreeCertificateContext(NULL), TRUE);
}

static void pem_and_der_are_read(void **state)
{
    FIXTURE *f = *state;
    WS_BYTES certificate = cert_file("server.pem"), key = cert_file("server.key"), encrypted = cert_file("encrypted.key");
    WS_BYTES other = cert_file("client.key");
    PCCERT_CONTEXT with_key = NULL, without = NULL, decrypted = NULL, der = NULL;
    assert_ok(WsxCertFromPem(&certificate, &key, NULL, &with_key, f->error), f->error);
    assert_ok(WsxCertFromPem(&certificate, NULL, NULL, &without, f->error), f->error);
    assert_ok(WsxCertFromPem(&certificate, &encrypted, TEXT16("secret"), &decrypted, f->error), f->error);
    WS_BYTES bytes = {without->cbCertEncoded, without->pbCertEncoded};
    assert_ok(WsxCertFromPem(&bytes, &key, NULL, &der, f->error), f->error);
    assert_true(same_cert(with_key, without) && same_cert(with_key, decrypted) && same_cert(with_key, der));
    CertFreeCertificateContext(with_key);
    CertFreeCertificateContext(decrypted);

    PCCERT_CONTEXT none = NULL;
    assert_hr(E_INVALIDARG, WsxCertFromPem(&certificate, &other, NULL, &none, f->error), f->error);
    assert_error_says(f->error, "does not belong to the certificate");
    assert_hr(E_INVALIDARG, WsxCertFromPem(&certificate, &encrypted, NULL, &none, f->error), f->error);
    assert_error_says(f->error, "there is no password");
    assert_hr(E_INVALIDARG, WsxCertFromPem(&certificate, &encrypted, TEXT16("wrong"), &none, f->error), f->error);
    assert_error_says(f->error, "is the password right?");
    assert_hr(WS_E_INVALID_FORMAT, WsxCertFromPem(&key, NULL, NULL, &none, f->error), f->error);
    const WS_BYTES nothing = {0, NULL};
    assert_hr(WS_E_INVALID_FORMAT, WsxCertFromPem(&nothing, NULL, NULL, &none, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFromPem(NULL, NULL, NULL, &none, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFromPem(&certificate, NULL, NULL, NULL, f->error), f->error);
    /* Every length that is too short. */
    for (ULONG length = 0; length < bytes.length; length += 7) {
        const WS_BYTES part = {length, bytes.bytes};
        assert_hr(WS_E_INVALID_FORMAT, WsxCertFromPem(&part, NULL, NULL, &none, NULL), NULL);
    }
    assert_null(none);
    CertFreeCertificateContext(without);
    CertFreeCertificateContext(der);
    free(certificate.bytes);
    free(key.bytes);
    free(encrypted.bytes);
    free(other.bytes);
}

static void pkcs12_is_read(void **state)
{
    FIXTURE *f = *state;
    WS_BYTES file = cert_file("server.p12");
    PCCERT_CONTEXT cert = NULL, server = cert_of("server", f->error);
    assert_ok(WsxCertFromPkcs12(&file, TEXT16("secret"), &cert, f->error), f->error);
    assert_true(same_cert(cert, server));
    CertFreeCertificateContext(cert);
    CertFreeCertificateContext(server);
    cert = NULL;
    assert_hr(E_INVALIDARG, WsxCertFromPkcs12(&file, TEXT16("Secret"), &cert, f->error), f->error);
    assert_error_says(f->error, "password of the PKCS #12 file is wrong");
    assert_hr(E_INVALIDARG, WsxCertFromPkcs12(&file, NULL, &cert, f->error), f->error);
    const WS_BYTES part = {file.length - 10, file.bytes};
    assert_hr(WS_E_INVALID_FORMAT, WsxCertFromPkcs12(&part, TEXT16("secret"), &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFromPkcs12(NULL, TEXT16("secret"), &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFromPkcs12(&file, TEXT16("secret"), NULL, f->error), f->error);
    assert_null(cert);
    free(file.bytes);

    /* As programs before 2010 wrote it: it opens where OpenSSL can, and otherwise the reason is clear. */
    if (access(WWS_CERTS "/old.p12", R_OK) == 0) {
        file = cert_file("old.p12");
        HRESULT hr = WsxCertFromPkcs12(&file, TEXT16("secret"), &cert, f->error);
        if (hr == WS_E_SECURITY_SYSTEM_FAILURE) {
            assert_error_says(f->error, "legacy provider");
        } else {
            assert_ok(hr, f->error);
            CertFreeCertificateContext(cert);
        }
        free(file.bytes);
    }
}

/* ---- Stores --------------------------------------------------------------------------------------------------------- */

static char place[256];

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

static int make_place(void **state)
{
    snprintf(place, sizeof(place), "%s/wws-cert-XXXXXX", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(place));
    char folder[512];
    snprintf(folder, sizeof(folder), "%s/my", place);
    assert_int_equal(mkdir(folder, 0700), 0);
    setenv("WEBSERVICES_CERT_STORE", place, 1);
    return make_fixture(state);
}

static int remove_place(void **state)
{
    nftw(place, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return free_fixture(state);
}

/* Writes files of the test's certificates, one after the other, into one of the store My. */
static void put(const char *name, mode_t mode, const char *first, const char *second)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/my/%s", place, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (int i = 0; i < 2; i++) {
        if ((i == 0 ? first : second) != NULL) {
            WS_BYTES bytes = cert_file(i == 0 ? first : second);
            assert_int_equal(fwrite(bytes.bytes, 1, bytes.length, file), bytes.length);
            free(bytes.bytes);
        }
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static WS_STRING widened(const char digits[41], WCHAR wide[40])
{
    for (int i = 0; i < 40; i++) {
        wide[i] = (WCHAR)digits[i];
    }
    return (WS_STRING){40, wide};
}

static HRESULT find(WSX_CERT_FIND_TYPE type, const WS_STRING *value, PCCERT_CONTEXT *cert, WS_ERROR *error)
{
    return WsxCertFind(CERT_SYSTEM_STORE_CURRENT_USER, TEXT16("My"), type, value, cert, error);
}

static void stores_are_searched(void **state)
{
    FIXTURE *f = *state;
    PCCERT_CONTEXT server = cert_of("server", f->error), cert = NULL;
    put("one.pem", 0600, "server.key", "server.pem");
    const WS_STRING *const subjects[] = {
        TEXT16("CN=localhost,O=Test"), TEXT16("O=Test, CN=localhost"), TEXT16("localhost"), TEXT16("LOCALHOST"),
    };
    for (size_t i = 0; i < WsCountOf(subjects); i++) {
        assert_ok(find(WSX_CERT_FIND_SUBJECT_NAME, subjects[i], &cert, f->error), f->error);
        assert_true(same_cert(cert, server));
        CertFreeCertificateContext(cert);
    }
    /* Never a part of a name. */
    const WS_STRING *const parts[] = {
        TEXT16("local"), TEXT16("ocalhost"), TEXT16("CN=localhost"), TEXT16("CN=local,O=Test"), TEXT16("Tes"),
    };
    cert = NULL;
    for (size_t i = 0; i < WsCountOf(parts); i++) {
        assert_hr(CRYPT_E_NOT_FOUND, find(WSX_CERT_FIND_SUBJECT_NAME, parts[i], &cert, f->error), f->error);
        assert_error_says(f->error, place);
    }
    char digits[41];
    WCHAR wide[40];
    cert_thumbprint(server, digits);
    const WS_STRING thumbprint = widened(digits, wide);
    assert_ok(find(WSX_CERT_FIND_THUMBPRINT, &thumbprint, &cert, f->error), f->error);
    assert_true(same_cert(cert, server));
    CertFreeCertificateContext(cert);
    CertFreeCertificateContext(server);

    cert = NULL;
    assert_hr(CRYPT_E_NOT_FOUND,
              WsxCertFind(CERT_SYSTEM_STORE_CURRENT_USER, TEXT16("Other"), WSX_CERT_FIND_THUMBPRINT, &thumbprint, &cert,
                          f->error),
              f->error);
    assert_hr(E_INVALIDARG, find(WSX_CERT_FIND_THUMBPRINT, TEXT16("00"), &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, find(WSX_CERT_FIND_THUMBPRINT, TEXT16("xx"), &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, find(WSX_CERT_FIND_SUBJECT_NAME, TEXT16(""), &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, find(WSX_CERT_FIND_SUBJECT_KEY_IDENTIFIER, TEXT16(""), &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, find((WSX_CERT_FIND_TYPE)99, TEXT16("a"), &cert, f->error), f->error);
    assert_error_says(f->error, "WSX_CERT_FIND_TYPE(99)");
    const WS_STRING *const my = TEXT16("My"), *const out = TEXT16("../my");
    assert_hr(E_INVALIDARG, WsxCertFind(7, my, WSX_CERT_FIND_THUMBPRINT, &thumbprint, &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFind(0x10000, out, WSX_CERT_FIND_THUMBPRINT, &thumbprint, &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFind(0x10000, NULL, WSX_CERT_FIND_THUMBPRINT, &thumbprint, &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFind(0x10000, my, WSX_CERT_FIND_THUMBPRINT, NULL, &cert, f->error), f->error);
    assert_hr(E_INVALIDARG, WsxCertFind(0x10000, my, WSX_CERT_FIND_THUMBPRINT, &thumbprint, NULL, f->error), f->error);
    assert_null(cert);
}

static void two_with_one_subject_are_named(void **state)
{
    FIXTURE *f = *state;
    put("one.pem", 0600, "alice1.key", "alice1.pem");
    put("two.crt", 0644, "alice2.pem", NULL);
    put("two.key", 0600, "alice2.key", NULL);
    PCCERT_CONTEXT cert = NULL;
    const char *const names[] = {"alice1", "alice2"};
    for (size_t i = 0; i < 2; i++) {
        PCCERT_CONTEXT meant = cert_of(names[i], f->error);
        char digits[41];
        WCHAR wide[40];
        cert_thumbprint(meant, digits);
        const WS_STRING thumbprint = widened(digits, wide);
        assert_hr(E_INVALIDARG, find(WSX_CERT_FIND_SUBJECT_NAME, TEXT16("Alice Twice"), &cert, f->error), f->error);
        assert_error_says(f->error, digits);
        assert_null(cert);
        assert_ok(find(WSX_CERT_FIND_THUMBPRINT, &thumbprint, &cert, f->error), f->error);
        assert_true(same_cert(cert, meant));
        CertFreeCertificateContext(cert);
        CertFreeCertificateContext(meant);
        cert = NULL;
    }
}

static void keys_of_others_and_open_keys_are_refused(void **state)
{
    FIXTURE *f = *state;
    PCCERT_CONTEXT cert = NULL;
    put("one.crt", 0644, "server.pem", NULL);
    put("one.key", 0600, "client.key", NULL);
    assert_hr(E_INVALIDARG, find(WSX_CERT_FIND_SUBJECT_NAME, TEXT16("localhost"), &cert, f->error), f->error);
    assert_error_says(f->error, "one.crt");
    put("one.key", 0644, "server.key", NULL);
    assert_hr(WS_E_SECURITY_SYSTEM_FAILURE, find(WSX_CERT_FIND_SUBJECT_NAME, TEXT16("localhost"), &cert, f->error), f->error);
    assert_error_says(f->error, "open to everyone (mode 644)");
    if (geteuid() != 0) {
        put("one.key", 0, "server.key", NULL);
        assert_hr(WS_E_SECURITY_SYSTEM_FAILURE, find(WSX_CERT_FIND_SUBJECT_NAME, TEXT16("localhost"), &cert, f->error),
                  f->error);
        assert_error_says(f->error, "one.key cannot be read");
    }
    assert_null(cert);
    put("one.key", 0600, "server.key", NULL);
    assert_ok(find(WSX_CERT_FIND_SUBJECT_NAME, TEXT16("localhost"), &cert, f->error), f->error);
    CertFreeCertificateContext(cert);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(contexts_count_their_references),
        FIXTURE_TEST(pem_and_der_are_read),
        FIXTURE_TEST(pkcs12_is_read),
        cmocka_unit_test_setup_teardown(stores_are_searched, make_place, remove_place),
        cmocka_unit_test_setup_teardown(two_with_one_subject_are_named, make_place, remove_place),
        cmocka_unit_test_setup_teardown(keys_of_others_and_open_keys_are_refused, make_place, remove_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
