//! Small programs as people write them, which must compile without a warning.

/// Compiled only.
pub(crate) const CHECKED: &[(&str, &str)] = &[
    ("alone", "#include <WebServices.h>\n"),
    ("base_alone", "#include <wws_base.h>\n"),
    ("twice", "#include <WebServices.h>\n#include <WebServices.h>\n#include \"wws_base.h\"\n"),
    // The name that Windows' sources use with small letters, alone and together with the other one.
    ("alias", "#include <webservices.h>\nstruct Caller { WS_ERROR *error; WS_HEAP *heap; WS_XML_STRING name; };\n"),
    ("alias_twice", "#include <webservices.h>\n#include <WebServices.h>\n#include <webservices.h>\n"),
    ("enum_range", ENUM_RANGE),
    ("extensions_alone", "#include <WebServicesX.h>\n"),
    ("extensions_twice", "#include <WebServicesX.h>\n#include <webservices.h>\n#include <WebServicesX.h>\n"),
    ("extensions", EXTENSIONS),
    ("sal1", SAL1),
    ("old_names", OLD_NAMES),
];

/// Compiled, linked without the library, and run.
pub(crate) const RUN: &[(&str, &str)] = &[("initialisers", INITIALISERS)];

/// In C++ an enum has the range of int, so that numbers of later versions may be cast to it: it can be declared again
/// with that type. Those with negative numbers are where the type alone would not show it.
const ENUM_RANGE: &str = r#"#include <WebServices.h>
#if defined(__cplusplus)
enum WS_TRACE_API : int;
enum WS_EXCEPTION_CODE : int;
enum WS_CHANNEL_STATE : int;
enum WS_XML_BUFFER_PROPERTY_ID : int;
#endif
"#;

/// The numbers that were given out stay, and an extension has the type that it extends.
const EXTENSIONS: &str = r#"#include <WebServicesX.h>
#if defined(__cplusplus)
#define CHECK(name, expression) static_assert(expression, #name)
#define TYPE(name, kind) static_assert(sizeof(type_of<kind>(name)) == 1, #name)
template <typename T, typename U> struct same;
template <typename T> struct same<T, T> { char one; };
template <typename T, typename U> same<T, U> type_of(U);
#else
#define CHECK(name, expression) _Static_assert(expression, #name)
#define TYPE(name, kind) _Static_assert(sizeof(name) == sizeof(kind), #name)
#if __STDC_VERSION__ < 201112L
#undef CHECK
#undef TYPE
#define CHECK(name, expression) extern char holds[(expression) ? 1 : -1]
#define TYPE(name, kind) extern char holds[sizeof(name) == sizeof(kind) ? 1 : -1]
#endif
#endif
#define VALUE(name, number, kind) CHECK(name, (int)(name) == (number)); TYPE(name, kind)
VALUE(WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, 0x10001, WS_SECURITY_BINDING_TYPE);
VALUE(WSX_PROTECTION_MESSAGE_SECURITY_USAGE, 0x10001, WS_MESSAGE_SECURITY_USAGE);
VALUE(WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, 0x10001, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, 0x10002, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, 0x10003, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS, 0x10004, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION, 0x10005, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE, 0x10006, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE, 0x10007, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION, 0x10008, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS, 0x10009, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, 0x10101, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK, 0x10102, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET, 0x10103, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED, 0x10104, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, 0x10105, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, 0x10106, WS_SECURITY_BINDING_PROPERTY_ID);
VALUE(WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL, 0x10001, WS_SECURITY_PROPERTY_ID);
VALUE(WSX_SECURITY_PROPERTY_DETECT_REPLAYS, 0x10002, WS_SECURITY_PROPERTY_ID);
VALUE(WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE, 0x10003, WS_SECURITY_PROPERTY_ID);
VALUE(WSX_SECURITY_PROPERTY_REPLAY_WINDOW, 0x10004, WS_SECURITY_PROPERTY_ID);
VALUE(WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS, 0x10005, WS_SECURITY_PROPERTY_ID);
VALUE(WSX_SECURITY_PROPERTY_ALGORITHM_SUITE, 0x10006, WS_SECURITY_PROPERTY_ID);
VALUE(WSX_MESSAGE_PROPERTY_SIGNED_PARTS, 0x10001, WS_MESSAGE_PROPERTY_ID);
VALUE(WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS, 0x10002, WS_MESSAGE_PROPERTY_ID);
VALUE(WSX_MESSAGE_PROPERTY_SIGNATURE_ALGORITHM, 0x10003, WS_MESSAGE_PROPERTY_ID);
VALUE(WSX_MESSAGE_PROPERTY_ENCRYPTION_ALGORITHM, 0x10004, WS_MESSAGE_PROPERTY_ID);
VALUE(WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND, 0x10005, WS_MESSAGE_PROPERTY_ID);
CHECK(tls13, WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3 == 0x10000);
CHECK(binding, offsetof(WSX_CERT_MESSAGE_SECURITY_BINDING, bindingUsage) == sizeof(WS_SECURITY_BINDING));
CHECK(credential, offsetof(WSX_CERT_MESSAGE_SECURITY_BINDING, localCertCredential) == sizeof(WS_SECURITY_BINDING) + 8);
"#;

/// Annotations of older Windows sources. The standard library comes first, as it must where it uses these names.
const SAL1: &str = r#"#define WWS_SAL1
#include <WebServices.h>
HRESULT CALLBACK Work(__in const void *input, __in_bcount(size) const BYTE *bytes, __in ULONG size, __out ULONG *count,
                      __inout WS_STRING *text, __deref_out void **value, __in_opt WS_ERROR *error);
HRESULT CALLBACK Work(__in const void *input, __in_bcount(size) const BYTE *bytes, __in ULONG size, __out ULONG *count,
                      __inout WS_STRING *text, __deref_out void **value, __in_opt WS_ERROR *error)
{
    UNREFERENCED_PARAMETER(bytes);
    UNREFERENCED_PARAMETER(error);
    *value = NULL;
    *count = size + text->length;
    return input != NULL ? S_OK : E_INVALIDARG;
}
"#;

/// Without WWS_SAL1 the old annotations stay free for the standard library, which has parameters of these names.
const OLD_NAMES: &str = r#"#include <WebServices.h>
#if defined(__in) || defined(__out) || defined(__inout)
#error "the old annotations are macros although WWS_SAL1 is not defined"
#endif
#if defined(__cplusplus)
#include <algorithm>
#include <memory>
#include <string>
#endif
HRESULT __stdcall Work(_In_ const void *input, _Out_ ULONG *count, _In_opt_ WS_ERROR *error);
HRESULT __stdcall Work(_In_ const void *input, _Out_ ULONG *count, _In_opt_ WS_ERROR *error)
{
    *count = 0;
    return input != NULL && error == NULL && SUCCEEDED(NOERROR) && FAILED(WS_E_OTHER) ? S_OK : WS_E_INVALID_FORMAT;
}
"#;

/// In gnu99 clang has no u"...", unlike gcc: there only -fshort-wchar gives literals of WCHAR.
const INITIALISERS: &str = r#"#include <WebServices.h>

#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#define TEXT(text) L##text
#elif defined(__cplusplus) || !defined(__clang__) || __STDC_VERSION__ >= 201112L
#define TEXT(text) u##text
#endif

typedef struct Point {
    INT x;
    LONGLONG y;
} Point;

static WS_XML_DICTIONARY dictionary;
#ifdef TEXT
static WS_STRING url = WS_STRING_VALUE(TEXT("http://localhost/"));
static const WS_STRING one = WS_STRING_VALUE(TEXT("1"));
static const WS_STRING none = WS_STRING_VALUE(TEXT(""));
static const WCHAR *const literal = TEXT("text");
#endif
static const WS_STRING empty = WS_STRING_EMPTY;
static const WS_STRING null = WS_STRING_NULL;
static WS_XML_STRING name = WS_XML_STRING_VALUE("Envelope");
static const WS_XML_STRING known = WS_XML_STRING_DICTIONARY_VALUE("Body", &dictionary, 7);
static const WS_XML_STRING nothing = WS_XML_STRING_NULL;
static const WS_XML_STRING list[] = { WS_XML_STRING_VALUE("a"), WS_XML_STRING_VALUE(""), WS_XML_STRING_NULL };

int main(void)
{
    int good = 1;
    WS_XML_STRING name_inside = WS_XML_STRING_VALUE("inside");
#ifdef TEXT
    WS_STRING inside = WS_STRING_VALUE(TEXT("inside"));
    good = good && url.length == 17 && url.chars[0] == 'h' && url.chars[16] == '/' && url.chars[17] == 0;
    good = good && one.length == 1 && one.chars[0] == '1' && none.length == 0 && none.chars != NULL;
    good = good && inside.length == 6 && inside.chars[5] == 'e' && literal[3] == 't';
#endif
    good = good && empty.length == 0 && empty.chars == NULL && null.length == 0 && null.chars == NULL;
    good = good && name.length == 8 && name.bytes[7] == 'e' && name.dictionary == NULL && name.id == 0;
    good = good && known.length == 4 && known.dictionary == &dictionary && known.id == 7;
    good = good && nothing.length == 0 && nothing.bytes == NULL && nothing.dictionary == NULL && nothing.id == 0;
    good = good && name_inside.length == 6 && name_inside.bytes[5] == 'e';
    good = good && WsCountOf(list) == 3 && list[0].length == 1 && list[1].length == 0;
    good = good && WsOffsetOf(Point, x) == 0 && WsOffsetOf(Point, y) == 8;
    return good ? 0 : 1;
}
"#;
