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
