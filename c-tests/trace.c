/*
 * WEBSERVICES_TRACE: both sides' steps of a secured call are in it, the reason of a refusal is, and nothing that was
 * encrypted, no password and no key; messages are recorded as they went over the wire.
 */
#define _GNU_SOURCE
#include "support/sides.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the body of the messages, where only the two sides can read it. */
#define SECRET_NUMBER 481516234
#define SECRET_TEXT "it's the 4th of \"hidden\" <words>"

static char folder[300], trace_path[320], messages_path[320];

/* ---- What was written ---- */

static char *content_of(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0;
    assert_non_null(file);
    *length = 0;
    do {
        room += 65536;
        text = (char *)realloc(text, room + 1);
        assert_non_null(text);
        *length += fread(text + *length, 1, room - *length, file);
    } while (*length == room);
    text[*length] = 0;
    fclose(file);
    return text;
}

static int trace_has(const char *wanted)
{
    size_t length;
    char *text = content_of(trace_path, &length);
    int has = strstr(text, wanted) != NULL;
    assert_int_equal(strlen(text), length);
    if (!has) {
        fprintf(stderr, "the trace does not have: %s\n", wanted);
    }
    free(text);
    return has;
}

static void nowhere_in(const char *path, const char *const *secrets, size_t count)
{
    size_t length;
    char *text = content_of(path, &length);
    for (size_t i = 0; i < count; i++) {
        if (memmem(text, length, secrets[i], strlen(secrets[i])) != NULL) {
            fail_msg("%s shows \"%s\"", path, secrets[i]);
        }
    }
    free(text);
}

/* Looks through all that was written; answers how many messages there are. */
static int look_for_secrets(void)
{
    char key[41] = "", path[640];
    size_t length, at;
    const char *secrets[] = {"481516234", "hidden", "rabbit", "alice", "PRIVATE KEY", key};
    char *pem = content_of(WWS_CERTS "/server.key", &length);
    DIR *directory = opendir(messages_path);
    struct dirent *entry;
    int count = 0;
    at = (size_t)(strstr(pem, "-----\n") - pem) + 71;
    assert_true(at + 40 < length);
    memcpy(key, pem + at, 40);
    *strchrnul(key, '\n') = 0;
    assert_true(strlen(key) > 8);
    free(pem);
    nowhere_in(trace_path, secrets, WsCountOf(secrets));
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        struct stat status;
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(path, sizeof(path), "%s/%s", messages_path, entry->d_name);
        nowhere_in(path, secrets, WsCountOf(secrets));
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
        count++;
    }
    closedir(directory);
    return count;
}

/* ---- Both sides ---- */

/* A server that wants a certificate of its clients, or a user's name, and a client that may have neither. */
static SIDES *start_open(FIXTURE *fixture, int has_user_name, const char *client)
{
    KIND kind = mutual;
    SIDES *sides;
    kind.has_user_name = has_user_name;
    kind.client = client;
    kind.client_certificate = has_user_name ? WSX_REQUIREMENT_NONE : WSX_REQUIREMENT_REQUIRED;
    sides = start(fixture, &kind);
    open_client(sides, sides->port);
    return sides;
}

/* Sends a message with a value; the reply is a number. */
static HRESULT send_value(SIDES *sides, const WS_MESSAGE_DESCRIPTION *description, WS_WRITE_OPTION option,
                          const void *value, ULONG size)
{
    int result = 0;
    HRESULT hr;
    begin(sides);
    hr = WsRequestReply(sides->client, sides->request, description, option, value, size, sides->answer, &answer,
                        WS_READ_REQUIRED_VALUE, sides->fixture->heap, &result, sizeof(result), NULL,
                        sides->fixture->error);
    end(sides);
    return hr;
}

/* ---- Tests ---- */

static void both_sides_of_a_call(void **state)
{
    const int secret = SECRET_NUMBER;
    SIDES *sides = start_open((FIXTURE *)*state, 0, "client");
    struct stat status;
    assert_ok(send_value(sides, &ask, WS_WRITE_REQUIRED_VALUE, &secret, sizeof(secret)), sides->fixture->error);
    assert_ok(sides->served, NULL);
    stop(sides);
    /* Calls, with their results. */
    assert_true(trace_has("WsCreateListener (WS_TRACE_API_CREATE_LISTENER, 109) = S_OK"));
    assert_true(trace_has("WsRequestReply begins"));
    assert_true(trace_has("WsRequestReply (WS_TRACE_API_REQUEST_REPLY, 73) on "));
    assert_true(trace_has("WsFreeListener (WS_TRACE_API_FREE_LISTENER, 115) on listener 0x"));
    /* The client. */
    assert_true(trace_has("a new key is sent by rsa-oaep-mgf1p for "));
    assert_true(trace_has("signed Timestamp, Action, MessageID, To, Body (sha1) with hmac-sha1 by a key derived from it"));
    assert_true(trace_has("signed the signature (sha1) with rsa-sha1 by "));
    assert_true(trace_has("encrypted Body, Signature with aes256-cbc by a key derived from it"));
    assert_true(trace_has("bytes, action urn:ask, id urn:uuid:"));
    assert_true(trace_has("sends POST http://localhost:"));
    assert_true(trace_has("receives the status 200 of "));
    /* The server. */
    assert_true(trace_has("receives POST /x for localhost:"));
    assert_true(trace_has("the key of the message, sent by rsa-oaep-mgf1p for "));
    assert_true(trace_has("the signature over Timestamp, Action, MessageID, To, Body with hmac-sha1 by a derived key is right"));
    assert_true(trace_has("the signature over Signature with rsa-sha1 by "));
    assert_true(trace_has("signed: Body, addressing headers, Timestamp, Signature; encrypted: Body, Signature (aes256-cbc)"));
    assert_true(trace_has("encrypted Body, SignatureConfirmation, Signature with aes256-cbc"));
    assert_true(trace_has("the message is taken, action urn:answer, relates to urn:uuid:"));
    assert_int_equal(stat(trace_path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    /* Each message as it was sent and as it was received. */
    assert_int_equal(look_for_secrets(), 4);
}

static void user_names_and_passwords(void **state)
{
    const int secret = SECRET_NUMBER;
    SIDES *sides = start_open((FIXTURE *)*state, 1, NULL);
    assert_ok(send_value(sides, &ask, WS_WRITE_REQUIRED_VALUE, &secret, sizeof(secret)), sides->fixture->error);
    assert_ok(sides->served, NULL);
    stop(sides);
    assert_true(trace_has("encrypted Body, UsernameToken, Signature with aes256-cbc"));
    assert_true(trace_has("the sender is accepted: no certificate, a user's name"));
    look_for_secrets();
}

static void the_reason_of_a_refusal(void **state)
{
    const int secret = SECRET_NUMBER;
    SIDES *sides = start_open((FIXTURE *)*state, 0, NULL);
    assert_true(FAILED(send_value(sides, &ask, WS_WRITE_REQUIRED_VALUE, &secret, sizeof(secret))));
    assert_int_equal(sides->served, WS_E_SECURITY_VERIFICATION_FAILURE);
    stop(sides);
    assert_true(trace_has("The message has no endorsing signature by a certificate of the client."));
    assert_true(trace_has("= WS_E_SECURITY_VERIFICATION_FAILURE in "));
    look_for_secrets();
}

/* The error of the receiver quotes what was encrypted; the trace does not. */
static void errors_that_quote_a_message(void **state)
{
    static WS_ELEMENT_DESCRIPTION text_element = {&number_name, &number_ns, WS_WSZ_TYPE, NULL};
    static const WS_MESSAGE_DESCRIPTION text = {&ask_action, &text_element};
    const WCHAR *words = u"" SECRET_TEXT;
    SIDES *sides = start_open((FIXTURE *)*state, 0, "client");
    assert_true(FAILED(send_value(sides, &text, WS_WRITE_REQUIRED_POINTER, &words, sizeof(words))));
    assert_int_equal(sides->served, WS_E_INVALID_FORMAT);
    stop(sides);
    assert_true(trace_has("WsReceiveMessage (WS_TRACE_API_RECEIVE_MESSAGE, "));
    assert_true(trace_has("= WS_E_INVALID_FORMAT in "));
    look_for_secrets();
}

static void child_processes(void **state)
{
    char wanted[64];
    int status = -1;
    pid_t child = fork();
    (void)state;
    if (child == 0) {
        WS_ERROR *error = NULL;
        HRESULT hr = WsCreateError(NULL, 0, &error);
        WsFreeError(error);
        /* Another program, so that nobody looks for memory of the threads that this process does not have. */
        execl(hr == S_OK ? "/bin/true" : "/bin/false", "end", (char *)NULL);
        _exit(1);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    snprintf(wanted, sizeof(wanted), "[%d/%d] call     WsCreateError", (int)child, (int)child);
    assert_true(trace_has(wanted));
}

static void remove_all(void)
{
    DIR *directory = opendir(messages_path);
    struct dirent *entry;
    char path[640];
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        snprintf(path, sizeof(path), "%s/%s", messages_path, entry->d_name);
        unlink(path);
    }
    closedir(directory);
    rmdir(messages_path);
    unlink(trace_path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(both_sides_of_a_call),        FIXTURE_TEST(user_names_and_passwords),
        FIXTURE_TEST(the_reason_of_a_refusal),     FIXTURE_TEST(errors_that_quote_a_message),
        FIXTURE_TEST(child_processes),
    };
    int failed;
    snprintf(folder, sizeof(folder), "%s/wws-trace-XXXXXX", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    snprintf(trace_path, sizeof(trace_path), "%s/trace", folder);
    snprintf(messages_path, sizeof(messages_path), "%s/messages", folder);
    mkdir(messages_path, 0700);
    /* Before the first call, which is when the library looks. */
    setenv("WEBSERVICES_TRACE", trace_path, 1);
    setenv("WEBSERVICES_TRACE_MESSAGES", messages_path, 1);
    setenv("WEBSERVICES_CERT_STORE", WWS_CERTS "/stores", 1);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove_all();
    return failed;
}
