/*
 * Windows' base types, annotations and macros, as far as WebServices.h and the programs written for it need them.
 *
 * Written by hand; WebServices.h includes it. All widths are those of Windows on every platform: LONG and ULONG have
 * 32 bits. Nothing here is needed at run time.
 *
 * WCHAR has 16 bits. It is char16_t, so that texts are written u"...", unless the compiler is told -fshort-wchar: then
 * it is wchar_t and Windows' L"..." stays as it is. The C library's own wide functions (wcslen, wprintf, ...) expect
 * 32-bit wchar_t and must not be used with -fshort-wchar; the calls of this library do not depend on the option.
 *
 * Define WWS_SAL1 before the first include to get the old annotations __in, __out and the like as empty macros. They
 * are off by default because libstdc++ uses these names.
 */
#ifndef WWS_BASE_H
#define WWS_BASE_H

#include <stddef.h>
#include <stdint.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#if defined(__cplusplus) && __cplusplus < 201103L
#error "WebServices.h needs C++11 or later."
#endif

/* ---- Types ------------------------------------------------------------------------------------------------------ */

typedef int32_t HRESULT;
typedef int32_t BOOL;
typedef int32_t INT;
typedef int32_t LONG;
typedef uint32_t ULONG;
typedef uint32_t UINT;
typedef uint32_t DWORD;
typedef uint8_t BYTE;
typedef uint8_t UCHAR;
typedef char CHAR;
typedef int16_t SHORT;
typedef uint16_t USHORT;
typedef uint16_t WORD;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef int8_t INT8;
typedef int16_t INT16;
typedef int32_t INT32;
typedef int64_t INT64;
typedef uint8_t UINT8;
typedef uint16_t UINT16;
typedef uint32_t UINT32;
typedef uint64_t UINT64;
typedef size_t SIZE_T;
typedef uintptr_t ULONG_PTR;
typedef uint16_t LANGID;
typedef float FLOAT;
typedef double DOUBLE;
typedef void *PVOID;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef void *HANDLE;

#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#else
typedef char16_t WCHAR;
#endif
typedef WCHAR *PWSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *PCWSTR;
typedef const WCHAR *LPCWSTR;
typedef CHAR *LPSTR;
typedef const CHAR *LPCSTR;

#ifndef VOID
#define VOID void
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

/* Handles of Windows' own cryptography: they have no meaning here, a program passes 0. */
typedef ULONG_PTR HCRYPTPROV;
typedef ULONG_PTR NCRYPT_KEY_HANDLE;

/* Globally unique identifier, fields in host byte order. */
#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID;
#endif

/* Number of 100-nanosecond intervals since 1 January 1601, UTC. */
#ifndef _FILETIME_
#define _FILETIME_
typedef struct _FILETIME {
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME;
#endif

/* The number (sign ? -1 : 1) * (Hi32 * 2^64 + Lo64) / 10^scale; scale is 0 to 28, sign 0 or DECIMAL_NEG. */
typedef struct tagDEC {
    USHORT wReserved;
    __extension__ union {
        __extension__ struct {
            BYTE scale;
            BYTE sign;
        };
        USHORT signscale;
    };
    ULONG Hi32;
    __extension__ union {
        __extension__ struct {
            ULONG Lo32;
            ULONG Mid32;
        };
        ULONGLONG Lo64;
    };
} DECIMAL;
#define DECIMAL_NEG ((BYTE)0x80)

/*
 * An X.509 certificate: its encoding type, X509_ASN_ENCODING, and its DER form. Only this library makes certificate
 * contexts, and they hold more than what is declared here: a program never makes, copies or changes one itself.
 */
typedef struct _CERT_CONTEXT {
    DWORD dwCertEncodingType;
    BYTE *pbCertEncoded;
    DWORD cbCertEncoded;
} CERT_CONTEXT;
typedef CERT_CONTEXT *PCERT_CONTEXT;
typedef const CERT_CONTEXT *PCCERT_CONTEXT;
#define X509_ASN_ENCODING 0x00000001
#define PKCS_7_ASN_ENCODING 0x00010000

/* Places of certificate stores. */
#define CERT_SYSTEM_STORE_CURRENT_USER 0x00010000
#define CERT_SYSTEM_STORE_LOCAL_MACHINE 0x00020000

/* The issuers that a TLS server accepts: distinguished names in DER form. */
typedef struct _CERT_NAME_BLOB {
    DWORD cbData;
    BYTE *pbData;
} CERT_NAME_BLOB, *PCERT_NAME_BLOB;
typedef struct _SecPkgContext_IssuerListInfoEx {
    PCERT_NAME_BLOB aIssuers;
    DWORD cIssuers;
} SecPkgContext_IssuerListInfoEx;

/* ---- Results ---------------------------------------------------------------------------------------------------- */

#define SUCCEEDED(hr) (((HRESULT)(hr)) >= 0)
#define FAILED(hr) (((HRESULT)(hr)) < 0)
#define HRESULT_CODE(hr) ((hr) & 0xFFFF)
#define HRESULT_FACILITY(hr) (((hr) >> 16) & 0x1FFF)
#define FACILITY_WEBSERVICES 61

/* A timeout that never runs out. */
#ifndef INFINITE
#define INFINITE 0xFFFFFFFF
#endif

#ifndef NOERROR
#define NOERROR 0
#endif
#ifndef NO_ERROR
#define NO_ERROR 0
#endif
#define S_OK ((HRESULT)0x00000000)
#define S_FALSE ((HRESULT)0x00000001)
#define E_UNEXPECTED ((HRESULT)0x8000FFFFu)
#define E_FAIL ((HRESULT)0x80004005u)
#define E_ABORT ((HRESULT)0x80004004u)
#define E_OUTOFMEMORY ((HRESULT)0x8007000Eu)
#define E_INVALIDARG ((HRESULT)0x80070057u)
#define CERT_E_EXPIRED ((HRESULT)0x800B0101u)
#define CERT_E_UNTRUSTEDROOT ((HRESULT)0x800B0109u)
#define CERT_E_CN_NO_MATCH ((HRESULT)0x800B010Fu)
#define CERT_E_WRONG_USAGE ((HRESULT)0x800B0110u)
#define CRYPT_E_NOT_FOUND ((HRESULT)0x80092004u)
#define CRYPT_E_REVOKED ((HRESULT)0x80092010u)
#define CRYPT_E_REVOCATION_OFFLINE ((HRESULT)0x80092013u)

/* ---- Annotations and calling conventions: nothing to a compiler here --------------------------------------------- */

#ifndef CALLBACK
#define CALLBACK
#endif
#ifndef WINAPI
#define WINAPI
#endif
#ifndef APIENTRY
#define APIENTRY
#endif
#ifndef WINAPIV
#define WINAPIV
#endif
#ifndef __cdecl
#define __cdecl
#endif
#ifndef __stdcall
#define __stdcall
#endif

#ifndef _In_
#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_reads_(size)
#define _In_reads_opt_(size)
#define _In_reads_bytes_(size)
#define _In_reads_bytes_opt_(size)
#define _Inout_
#define _Inout_opt_
#define _Inout_updates_(size)
#define _Inout_updates_bytes_(size)
#define _Out_
#define _Out_opt_
#define _Out_writes_(size)
#define _Out_writes_opt_(size)
#define _Out_writes_to_(size, count)
#define _Out_writes_bytes_(size)
#define _Out_writes_bytes_opt_(size)
#define _Out_writes_bytes_to_(size, count)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_result_buffer_(size)
#define _Outptr_result_bytebuffer_(size)
#define _Deref_out_
#define _Ret_maybenull_
#define _Check_return_
#define _Must_inspect_result_
#define _Success_(condition)
#define _Field_size_(size)
#define _Field_size_bytes_(size)
#define _Null_terminated_
#define _Use_decl_annotations_
#endif
#ifndef UNREFERENCED_PARAMETER
#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#endif

#ifdef WWS_SAL1
#define __in
#define __in_opt
#define __in_ecount(count)
#define __in_ecount_opt(count)
#define __in_bcount(count)
#define __in_bcount_opt(count)
#define __out
#define __out_opt
#define __out_ecount(count)
#define __out_bcount(count)
#define __out_ecount_part(size, count)
#define __out_bcount_part(size, count)
#define __inout
#define __inout_opt
#define __deref_out
#define __deref_out_opt
#define __callback
#define __checkReturn
#endif

/* ---- Helpers of the API ----------------------------------------------------------------------------------------- */

/* The number of elements of an array. */
#define WsCountOf(arrayValue) (sizeof(arrayValue) / sizeof((arrayValue)[0]))
/* The offset of a field, as the description structures take it. */
#define WsOffsetOf(structType, fieldName) ((ULONG)offsetof(structType, fieldName))

/* Initialisers of a WS_STRING: from a literal of WCHAR (which must not be written to), and empty. */
#define WS_STRING_VALUE(S) { (ULONG)(WsCountOf(S) - 1), (WCHAR *)(S) }
#define WS_STRING_EMPTY { 0, NULL }
#define WS_STRING_NULL { 0, NULL }

/* Initialisers of a WS_XML_STRING: from a literal of char in UTF-8, the same with its place in a dictionary, and null. */
#define WS_XML_STRING_VALUE(S) { (ULONG)(WsCountOf(S) - 1), (BYTE *)(S), NULL, 0 }
#define WS_XML_STRING_DICTIONARY_VALUE(S, D, I) { (ULONG)(WsCountOf(S) - 1), (BYTE *)(S), (D), (I) }
#define WS_XML_STRING_NULL { 0, NULL, NULL, 0 }

/* Gives C++ enums the range of int, as C has it; see build.rs. */
#ifdef __cplusplus
#define WWS_ENUM_INT : int
#else
#define WWS_ENUM_INT
#endif

#endif /* WWS_BASE_H */
