#ifndef WEBSERVICES_H
#define WEBSERVICES_H

/* Generated from src/abi and src/ffi: edit those. */

#include "wws_base.h"

/// Properties of an error object, read with WsGetErrorProperty and set with WsSetErrorProperty. What belongs to a
/// fault is in WS_FAULT_ERROR_PROPERTY_ID.
typedef enum WS_ERROR_PROPERTY_ID WWS_ENUM_INT {
  /// ULONG, read only, 0 at first: how many texts WsGetErrorString can return. If there is an original error
  /// code, its text counts as one more.
  WS_ERROR_PROPERTY_STRING_COUNT = 0,
  /// ULONG, default 0 (NOERROR): the code of the underlying component that was translated into a WS_E_ code, or 0
  /// if nothing was translated. For diagnosis only: the values depend on the component and on its version, and on
  /// Linux they are not those of Windows.
  WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE = 1,
  /// LANGID, not 0, default the user's language: the language in which texts are added. It can be given to
  /// WsCreateError, and set only while the object is new or freshly reset. The library's own texts are in
  /// English; other languages fall back to it.
  WS_ERROR_PROPERTY_LANGID = 2,
} WS_ERROR_PROPERTY_ID;

/// Properties of a heap. All can be read with WsGetHeapProperty. WsCreateHeap takes the two limits as parameters
/// and no properties (NULL and 0); where a heap belongs to another object (WS_MESSAGE_PROPERTY_HEAP_PROPERTIES,
/// WS_METADATA_PROPERTY_HEAP_PROPERTIES), the two limits are given as properties.
typedef enum WS_HEAP_PROPERTY_ID WWS_ENUM_INT {
  /// SIZE_T, bytes: the limit on the sum of all sizes asked for with WsAlloc since the heap was created or last
  /// reset. An allocation that would pass it fails with WS_E_QUOTA_EXCEEDED. The value is the maxSize given to
  /// WsCreateHeap.
  WS_HEAP_PROPERTY_MAX_SIZE = 0,
  /// SIZE_T, bytes: how much memory the heap keeps for reuse when it is reset; the rest goes back to the system.
  /// Approximate, because of the heap's own overhead. If it is larger than the maximum size, nothing is given
  /// back. The value is the trimSize given to WsCreateHeap.
  WS_HEAP_PROPERTY_TRIM_SIZE = 1,
  /// SIZE_T, bytes, read only: the sum of the sizes asked for since the heap was created or last reset, and what
  /// the XML buffers that were made in the heap hold at present.
  WS_HEAP_PROPERTY_REQUESTED_SIZE = 2,
  /// SIZE_T, bytes, read only: the memory that the heap holds from the system at present.
  WS_HEAP_PROPERTY_ACTUAL_SIZE = 3,
} WS_HEAP_PROPERTY_ID;

/// How long a callback may take. The side that makes the call decides which it is, so every callback must cope with
/// both; one that cannot do its work when called short treats that as a failure for want of resources. For channels
/// and listeners, WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL and WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL choose the
/// model. Source: WS_CALLBACK_MODEL page.
typedef enum WS_CALLBACK_MODEL WWS_ENUM_INT {
  /// Return soon: no long computation and no blocking calls, or other work of the process may have to wait, up to
  /// deadlock. Start further I/O asynchronously.
  WS_SHORT_CALLBACK = 0,
  /// The callback may take its time and may block. Whoever calls it this way has made sure that another thread
  /// can take on other work; where that cannot be had, the call is short instead.
  WS_LONG_CALLBACK = 1,
} WS_CALLBACK_MODEL;

/// How the time of a WS_DATETIME is written as text. Reading sets it from the text that was found.
typedef enum WS_DATETIME_FORMAT WWS_ENUM_INT {
  /// Coordinated universal time, marked with a Z, as in 2007-09-25T01:30:00Z.
  WS_DATETIME_FORMAT_UTC = 0,
  /// The machine's time zone, with the offset from UTC after the time, as in 2007-09-27T10:30:00-07:00. Where no
  /// time zone data cover that time it is written as WS_DATETIME_FORMAT_UTC.
  WS_DATETIME_FORMAT_LOCAL = 1,
  /// No time zone is written or implied, as in 2007-09-27T10:30:00.
  WS_DATETIME_FORMAT_NONE = 2,
} WS_DATETIME_FORMAT;

/// How the XML of a message is laid out as bytes. Text and MTOM encodings name the character set that is written;
/// any WS_CHARSET is understood when reading.
///
/// Source: WS_ENCODING page.
typedef enum WS_ENCODING WWS_ENUM_INT {
  /// Binary XML (MC-NBFX) with the static dictionary (MC-NBFS). Smaller and faster than text. SOAP 1.2 only.
  WS_ENCODING_XML_BINARY_1 = 0,
  /// Binary XML with a dictionary that grows during the session (MC-NBFSE): a string is sent in full once, later
  /// as a number. The writer chooses the strings by the dictionary and id fields of WS_XML_STRING;
  /// WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE limits them. WS_CHANNEL_TYPE_DUPLEX_SESSION and SOAP 1.2
  /// only.
  WS_ENCODING_XML_BINARY_SESSION_1 = 1,
  /// MTOM: text in UTF-8 in a MIME package, with large binary data in parts of their own instead of base64.
  WS_ENCODING_XML_MTOM_UTF8 = 2,
  /// MTOM with the XML in UTF-16, big endian.
  WS_ENCODING_XML_MTOM_UTF16BE = 3,
  /// MTOM with the XML in UTF-16, little endian.
  WS_ENCODING_XML_MTOM_UTF16LE = 4,
  /// XML 1.0 text in UTF-8.
  WS_ENCODING_XML_UTF8 = 5,
  /// XML 1.0 text in UTF-16, big endian.
  WS_ENCODING_XML_UTF16BE = 6,
  /// XML 1.0 text in UTF-16, little endian.
  WS_ENCODING_XML_UTF16LE = 7,
  /// No XML on the wire: the body of the HTTP message is the bytes of the body element, for requests and
  /// responses that are not SOAP. HTTP only; the defaults are then WS_ENVELOPE_VERSION_NONE and
  /// WS_ADDRESSING_VERSION_TRANSPORT. See WS_HTTP_MESSAGE_MAPPING for verb, status and headers.
  WS_ENCODING_RAW = 8,
} WS_ENCODING;

/// The schemes that WsDecodeUrl, WsEncodeUrl and WsCombineUrl know; any other gives WS_E_INVALID_FORMAT. The value
/// tells which structure begins with a given WS_URL.
typedef enum WS_URL_SCHEME_TYPE WWS_ENUM_INT {
  /// http, in WS_HTTP_URL; default port 80.
  WS_URL_HTTP_SCHEME_TYPE = 0,
  /// https, in WS_HTTPS_URL; default port 443.
  WS_URL_HTTPS_SCHEME_TYPE = 1,
  /// net.tcp, in WS_NETTCP_URL; default port 808.
  WS_URL_NETTCP_SCHEME_TYPE = 2,
  /// soap.udp, in WS_SOAPUDP_URL; no default port, so that decoding gives 0xFFFF where none is written.
  WS_URL_SOAPUDP_SCHEME_TYPE = 3,
  /// net.pipe, in WS_NETPIPE_URL. On Linux such an address is a Unix-domain socket under $XDG_RUNTIME_DIR.
  WS_URL_NETPIPE_SCHEME_TYPE = 4,
} WS_URL_SCHEME_TYPE;

/// Ids of XML buffer properties. The API defines none: pass NULL and 0 for the properties of WsCreateXmlBuffer. Any
/// id gives E_INVALIDARG.
typedef enum WS_XML_BUFFER_PROPERTY_ID WWS_ENUM_INT {
  /// Not a property. It is here because C has no enum without enumerators.
  WSX_XML_BUFFER_PROPERTY_ID_RESERVED = 0,
} WS_XML_BUFFER_PROPERTY_ID;

/// Properties of a reader. Unless marked as read only they are set with WsCreateReader, and for one input, over
/// those values, with WsSetInput, WsSetInputToBuffer or WsReadXmlBufferFromBytes. WsGetReaderProperty reads them. A
/// document beyond a limit fails with WS_E_QUOTA_EXCEEDED. Source: WS_XML_READER_PROPERTY_ID page.
typedef enum WS_XML_READER_PROPERTY_ID WWS_ENUM_INT {
  /// ULONG, default 32: how many elements may be open inside each other. 0 means that no element can be read.
  /// Bounds the memory a document can take per level.
  WS_XML_READER_PROPERTY_MAX_DEPTH = 0,
  /// BOOL, default FALSE: TRUE allows several elements, and text other than whitespace, at the top level. Must
  /// not be TRUE with WS_XML_READER_MTOM_ENCODING; the raw encoding acts as if it were TRUE.
  WS_XML_READER_PROPERTY_ALLOW_FRAGMENT = 1,
  /// ULONG, default 128: attributes of one element. They are checked for duplicates, so a large value invites
  /// denial of service by large documents.
  WS_XML_READER_PROPERTY_MAX_ATTRIBUTES = 2,
  /// BOOL, default TRUE: whether a document may start with an XML declaration. Text encoding.
  WS_XML_READER_PROPERTY_READ_DECLARATION = 3,
  /// WS_CHARSET, read only, text encoding: the document's character encoding. When WS_CHARSET_AUTO was asked for
  /// it is the one that was found; with stream input, first call WsFillReader for enough bytes to see the byte
  /// order mark and the declaration. Otherwise it is the one that was asked for.
  WS_XML_READER_PROPERTY_CHARSET = 4,
  /// ULONGLONG, read only, text encoding: row of the current node, counted from 0.
  WS_XML_READER_PROPERTY_ROW = 5,
  /// ULONGLONG, read only, text encoding: column of the current node, counted from 0.
  WS_XML_READER_PROPERTY_COLUMN = 6,
  /// ULONG, default 4096: bytes of the buffer for converting UTF-16 documents to UTF-8 that the reader keeps.
  /// More saves allocations and takes memory.
  WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE = 7,
  /// ULONG, default 4096: bytes of the buffer for WS_XML_READER_STREAM_INPUT. More means fewer calls of the
  /// WS_READ_CALLBACK and takes memory.
  WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE = 8,
  /// BOOL, read only: TRUE between WsReadStartAttribute and WsReadEndAttribute, while the current node is content
  /// of an attribute.
  WS_XML_READER_PROPERTY_IN_ATTRIBUTE = 9,
  /// ULONG, default 65536: bytes of the MIME part that contains the XML. MTOM with stream input only; otherwise
  /// without effect.
  WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE = 10,
  /// ULONG, default 256: bytes of the headers of any one MIME part. MTOM with stream input only; otherwise
  /// without effect.
  WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE = 11,
  /// ULONG, default 4096: MIME parts of a document. MTOM only; otherwise without effect.
  WS_XML_READER_PROPERTY_MAX_MIME_PARTS = 12,
  /// BOOL, default FALSE, text encoding: TRUE accepts character references to characters that XML 1.0 does not
  /// allow. Other software may refuse such documents.
  WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
  /// ULONG, default 32: different namespace declarations in scope at one place. Prefixes are looked up among
  /// them, so a large value invites denial of service by large documents.
  WS_XML_READER_PROPERTY_MAX_NAMESPACES = 14,
} WS_XML_READER_PROPERTY_ID;

/// Says which structure a WS_XML_READER_ENCODING is the start of.
typedef enum WS_XML_READER_ENCODING_TYPE WWS_ENUM_INT {
  /// WS_XML_READER_TEXT_ENCODING: XML 1.0 as characters.
  WS_XML_READER_ENCODING_TYPE_TEXT = 1,
  /// WS_XML_READER_BINARY_ENCODING: the .NET binary XML format.
  WS_XML_READER_ENCODING_TYPE_BINARY = 2,
  /// WS_XML_READER_MTOM_ENCODING: text XML in a MIME package, binary data in parts of their own.
  WS_XML_READER_ENCODING_TYPE_MTOM = 3,
  /// WS_XML_READER_RAW_ENCODING: any bytes, seen as base64 text.
  WS_XML_READER_ENCODING_TYPE_RAW = 4,
} WS_XML_READER_ENCODING_TYPE;

/// Says which structure a WS_XML_READER_INPUT is the start of.
typedef enum WS_XML_READER_INPUT_TYPE WWS_ENUM_INT {
  /// WS_XML_READER_BUFFER_INPUT: bytes in memory.
  WS_XML_READER_INPUT_TYPE_BUFFER = 1,
  /// WS_XML_READER_STREAM_INPUT: bytes from a callback.
  WS_XML_READER_INPUT_TYPE_STREAM = 2,
} WS_XML_READER_INPUT_TYPE;

/// Says which structure a WS_XML_NODE is the start of; a type without a structure of its own is a bare WS_XML_NODE.
/// A document is BOF, one element with whitespace and comments allowed around it, EOF. An element is ELEMENT, then
/// any number of elements, TEXT, COMMENT and CDATA sections, then END_ELEMENT, which also follows an element in its
/// empty form. A CDATA section is CDATA, any number of TEXT, END_CDATA. With the allow fragment property, text and
/// several elements may stand at the top level.
typedef enum WS_XML_NODE_TYPE WWS_ENUM_INT {
  /// A start tag with its attributes: WS_XML_ELEMENT_NODE.
  WS_XML_NODE_TYPE_ELEMENT = 1,
  /// Content of an element, an attribute or a CDATA section: WS_XML_TEXT_NODE. Neighbouring characters may come
  /// as several nodes.
  WS_XML_NODE_TYPE_TEXT = 2,
  /// The end of an element. No further data.
  WS_XML_NODE_TYPE_END_ELEMENT = 3,
  /// A comment: WS_XML_COMMENT_NODE.
  WS_XML_NODE_TYPE_COMMENT = 4,
  /// The start of a CDATA section; its characters follow as text nodes. No further data.
  WS_XML_NODE_TYPE_CDATA = 6,
  /// The end of a CDATA section. No further data.
  WS_XML_NODE_TYPE_END_CDATA = 7,
  /// The position after the last node of the input. No further data.
  WS_XML_NODE_TYPE_EOF = 8,
  /// The position before the first node of the input, where every reader starts. No further data.
  WS_XML_NODE_TYPE_BOF = 9,
} WS_XML_NODE_TYPE;

/// The primitive types of fixed size that WsReadValue, WsWriteValue, WsReadArray and WsWriteArray convert from and
/// to text. The size passed along must be that of the C type named here.
typedef enum WS_VALUE_TYPE WWS_ENUM_INT {
  /// BOOL, 4 bytes; text true or false.
  WS_BOOL_VALUE_TYPE = 0,
  /// Signed 8 bit integer.
  WS_INT8_VALUE_TYPE = 1,
  /// Signed 16 bit integer.
  WS_INT16_VALUE_TYPE = 2,
  /// Signed 32 bit integer.
  WS_INT32_VALUE_TYPE = 3,
  /// Signed 64 bit integer.
  WS_INT64_VALUE_TYPE = 4,
  /// Unsigned 8 bit integer.
  WS_UINT8_VALUE_TYPE = 5,
  /// Unsigned 16 bit integer.
  WS_UINT16_VALUE_TYPE = 6,
  /// Unsigned 32 bit integer.
  WS_UINT32_VALUE_TYPE = 7,
  /// Unsigned 64 bit integer.
  WS_UINT64_VALUE_TYPE = 8,
  /// float, 4 bytes.
  WS_FLOAT_VALUE_TYPE = 9,
  /// double, 8 bytes.
  WS_DOUBLE_VALUE_TYPE = 10,
  /// DECIMAL: a 96 bit integer with sign and decimal scale.
  WS_DECIMAL_VALUE_TYPE = 11,
  /// WS_DATETIME.
  WS_DATETIME_VALUE_TYPE = 12,
  /// WS_TIMESPAN.
  WS_TIMESPAN_VALUE_TYPE = 13,
  /// GUID.
  WS_GUID_VALUE_TYPE = 14,
  /// WS_DURATION.
  WS_DURATION_VALUE_TYPE = 15,
} WS_VALUE_TYPE;

/// Options of WsStartReaderCanonicalization and WsStartWriterCanonicalization. They hold until the matching
/// WsEndReaderCanonicalization or WsEndWriterCanonicalization, which must be called at the same depth; the two
/// calls do not nest. Source: WS_XML_CANONICALIZATION_PROPERTY_ID page.
typedef enum WS_XML_CANONICALIZATION_PROPERTY_ID WWS_ENUM_INT {
  /// WS_XML_CANONICALIZATION_ALGORITHM, default WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM.
  WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM = 0,
  /// WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES, default none: prefixes that the exclusive algorithms treat as
  /// the inclusive ones treat all prefixes.
  WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES = 1,
  /// WS_XML_QNAME, default none: every element of this name and namespace is left out, with all it contains.
  /// Meant for enveloped signatures, where the signature lies inside what it signs.
  WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT = 2,
  /// ULONG, default 1024: bytes that are collected before the WS_WRITE_CALLBACK is called. What is left goes out
  /// when canonicalization ends.
  WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE = 3,
} WS_XML_CANONICALIZATION_PROPERTY_ID;

/// Where WsMoveReader and WsMoveWriter go. They work only on a reader or writer that is set to a WS_XML_BUFFER, and
/// not while canonicalization is on (WS_E_INVALID_OPERATION). When there is no such node the position does not
/// change: with a non-NULL found parameter the call succeeds and stores FALSE there, with NULL it fails with
/// WS_E_INVALID_FORMAT. Sources: WS_MOVE_TO and WsMoveReader pages.
typedef enum WS_MOVE_TO WWS_ENUM_INT {
  /// The topmost element of the document.
  WS_MOVE_TO_ROOT_ELEMENT = 0,
  /// The next element with the same parent; text and comments are passed over.
  WS_MOVE_TO_NEXT_ELEMENT = 1,
  /// The previous element with the same parent; text and comments are passed over.
  WS_MOVE_TO_PREVIOUS_ELEMENT = 2,
  /// The first element directly below the current node; text and comments are passed over.
  WS_MOVE_TO_CHILD_ELEMENT = 3,
  /// From an element to its end element. From any other node there is no move.
  WS_MOVE_TO_END_ELEMENT = 4,
  /// The element that contains the current node; an end element counts as the last child of its element. From the
  /// root element this goes to the WS_XML_NODE_TYPE_BOF node, and from there nowhere.
  WS_MOVE_TO_PARENT_ELEMENT = 5,
  /// The next sibling of any type. From an end element there is no move.
  WS_MOVE_TO_NEXT_NODE = 6,
  /// The previous sibling of any type. From the first child of an element there is no move.
  WS_MOVE_TO_PREVIOUS_NODE = 7,
  /// The first child of the current node's parent.
  WS_MOVE_TO_FIRST_NODE = 8,
  /// The position before the first node of the document (WS_XML_NODE_TYPE_BOF).
  WS_MOVE_TO_BOF = 9,
  /// The position after the last node of the document (WS_XML_NODE_TYPE_EOF).
  WS_MOVE_TO_EOF = 10,
  /// The first child of any type.
  WS_MOVE_TO_CHILD_NODE = 11,
} WS_MOVE_TO;

/// What part of the XML a value stands for when it is read or written on its own; also given to the callbacks of a
/// custom type. WS_TYPE says which types support which. Source: WS_TYPE_MAPPING page.
typedef enum WS_TYPE_MAPPING WWS_ENUM_INT {
  /// The attributes and content of an element whose name somebody else deals with. Writing: between
  /// WsWriteStartElement and WsWriteEndElement. Reading: on the start element, which is consumed up to and
  /// including its end.
  WS_ELEMENT_TYPE_MAPPING = 1,
  /// The value of one attribute. Writing: between WsWriteStartAttribute and WsWriteEndAttribute. Reading: between
  /// WsReadStartAttribute and WsReadEndAttribute. The type must not contain attributes or elements.
  WS_ATTRIBUTE_TYPE_MAPPING = 2,
  /// All or part of the text and child elements of an element, but no attributes. Writing: after the attributes,
  /// before WsWriteEndElement. Reading: between WsReadStartElement and WsReadEndElement. Other content may stand
  /// before and after.
  WS_ELEMENT_CONTENT_TYPE_MAPPING = 3,
  /// A whole element with its name and namespace; no start or end calls around it.
  WS_ANY_ELEMENT_TYPE_MAPPING = 4,
} WS_TYPE_MAPPING;

/// The C types that can be serialized. A type description, whose structure depends on the type, goes with each:
/// where it is optional, NULL means no restriction; where it is required, NULL is an error; where the type has
/// none, it must be NULL.
///
/// Simple values (WS_BOOL_TYPE to WS_UNIQUE_ID_TYPE, WS_XML_QNAME_TYPE, WS_ENUM_TYPE, WS_DURATION_TYPE) map to an
/// element, an attribute or element content (WS_TYPE_MAPPING), and in a structure to WS_ELEMENT_FIELD_MAPPING,
/// WS_REPEATING_ELEMENT_FIELD_MAPPING, WS_ATTRIBUTE_FIELD_MAPPING, WS_TEXT_FIELD_MAPPING and WS_NO_FIELD_MAPPING.
/// They take a default value and WS_FIELD_OPTIONAL; nil is a NULL pointer, so WS_FIELD_NILLABLE and
/// WS_FIELD_NILLABLE_ITEM need WS_FIELD_POINTER with them.
///
/// Strings and byte blocks (WS_STRING_TYPE, WS_WSZ_TYPE, WS_BYTES_TYPE, WS_XML_STRING_TYPE) map the same way, but
/// have a nil value of their own and so take the two nillable options without WS_FIELD_POINTER. Source: WS_TYPE
/// page.
typedef enum WS_TYPE WWS_ENUM_INT {
  /// BOOL. Optional WS_BOOL_DESCRIPTION.
  WS_BOOL_TYPE = 0,
  /// Signed 8-bit integer (CHAR). Optional WS_INT8_DESCRIPTION.
  WS_INT8_TYPE = 1,
  /// Signed 16-bit integer (SHORT). Optional WS_INT16_DESCRIPTION.
  WS_INT16_TYPE = 2,
  /// Signed 32-bit integer (INT). Optional WS_INT32_DESCRIPTION.
  WS_INT32_TYPE = 3,
  /// Signed 64-bit integer (LONGLONG). Optional WS_INT64_DESCRIPTION.
  WS_INT64_TYPE = 4,
  /// Unsigned 8-bit integer (BYTE). Optional WS_UINT8_DESCRIPTION.
  WS_UINT8_TYPE = 5,
  /// Unsigned 16-bit integer (USHORT). Optional WS_UINT16_DESCRIPTION.
  WS_UINT16_TYPE = 6,
  /// Unsigned 32-bit integer (ULONG). Optional WS_UINT32_DESCRIPTION.
  WS_UINT32_TYPE = 7,
  /// Unsigned 64-bit integer (ULONGLONG). Optional WS_UINT64_DESCRIPTION.
  WS_UINT64_TYPE = 8,
  /// C float. Optional WS_FLOAT_DESCRIPTION.
  WS_FLOAT_TYPE = 9,
  /// C double. Optional WS_DOUBLE_DESCRIPTION.
  WS_DOUBLE_TYPE = 10,
  /// DECIMAL. Optional WS_DECIMAL_DESCRIPTION.
  WS_DECIMAL_TYPE = 11,
  /// WS_DATETIME. Optional WS_DATETIME_DESCRIPTION.
  WS_DATETIME_TYPE = 12,
  /// WS_TIMESPAN. Optional WS_TIMESPAN_DESCRIPTION.
  WS_TIMESPAN_TYPE = 13,
  /// GUID. Optional WS_GUID_DESCRIPTION.
  WS_GUID_TYPE = 14,
  /// WS_UNIQUE_ID. Optional WS_UNIQUE_ID_DESCRIPTION.
  WS_UNIQUE_ID_TYPE = 15,
  /// WS_STRING. Optional WS_STRING_DESCRIPTION. Nil is chars NULL and length 0; an empty string has chars not
  /// NULL. Zero characters inside the string are kept. Also with WS_XML_ATTRIBUTE_FIELD_MAPPING.
  WS_STRING_TYPE = 16,
  /// WCHAR*, zero-terminated. Optional WS_WSZ_DESCRIPTION. Nil is a NULL pointer. A zero character inside the
  /// text is an error when reading. A default value points to a WCHAR* and has the size of a pointer. Also with
  /// WS_XML_ATTRIBUTE_FIELD_MAPPING.
  WS_WSZ_TYPE = 17,
  /// WS_BYTES, as base64 in text XML. Optional WS_BYTES_DESCRIPTION. Nil is bytes NULL and length 0; an empty
  /// block has bytes not NULL.
  WS_BYTES_TYPE = 18,
  /// WS_XML_STRING (UTF-8). Optional WS_XML_STRING_DESCRIPTION. Nil is bytes NULL and length 0; an empty string
  /// has bytes not NULL. Zero bytes inside the string are kept.
  WS_XML_STRING_TYPE = 19,
  /// WS_XML_QNAME, written as a prefixed name. Optional WS_XML_QNAME_DESCRIPTION.
  WS_XML_QNAME_TYPE = 20,
  /// WS_XML_BUFFER*, a piece of XML as it is; nil is NULL. It has no type description and takes no default value.
  /// Type mappings: WS_ELEMENT_TYPE_MAPPING and WS_ANY_ELEMENT_TYPE_MAPPING. Field mappings:
  /// WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING, WS_ANY_ELEMENT_FIELD_MAPPING,
  /// WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, WS_ANY_CONTENT_FIELD_MAPPING and WS_NO_FIELD_MAPPING.
  ///
  /// The buffer holds one element, but any number of elements and text with WS_ANY_CONTENT_FIELD_MAPPING. With
  /// the element and repeating element mappings, the element that is written gets the name and namespace of the
  /// mapping and only the attributes and content of the one in the buffer, which should use either that namespace
  /// or one that nothing else in the buffer uses, and not the empty one; when reading, the buffer's element has
  /// the name that was read.
  WS_XML_BUFFER_TYPE = 21,
  /// WCHAR* at the field's offset and its length in characters, a ULONG, at countOffset; embedded zeros are
  /// allowed. Optional WS_CHAR_ARRAY_DESCRIPTION. Only in a WS_FIELD_DESCRIPTION, with WS_ELEMENT_FIELD_MAPPING,
  /// WS_ATTRIBUTE_FIELD_MAPPING, WS_TEXT_FIELD_MAPPING, WS_XML_ATTRIBUTE_FIELD_MAPPING or WS_NO_FIELD_MAPPING; not
  /// repeated, since there is one countOffset only. Nil is a NULL pointer and length 0; an empty string
  /// has a pointer that is not NULL. No default value.
  WS_CHAR_ARRAY_TYPE = 22,
  /// BYTE* to UTF-8 text at the field's offset and its length in bytes, a ULONG, at countOffset; embedded zeros
  /// are allowed. Optional WS_UTF8_ARRAY_DESCRIPTION. Only in a WS_FIELD_DESCRIPTION, with
  /// WS_ELEMENT_FIELD_MAPPING, WS_ATTRIBUTE_FIELD_MAPPING, WS_TEXT_FIELD_MAPPING or WS_NO_FIELD_MAPPING. Nil is a
  /// NULL pointer and length 0; an empty string has a pointer that is not NULL. No default value.
  WS_UTF8_ARRAY_TYPE = 23,
  /// BYTE* at the field's offset and its length in bytes, a ULONG, at countOffset; base64 in text XML. Optional
  /// WS_BYTE_ARRAY_DESCRIPTION. Only in a WS_FIELD_DESCRIPTION, with the same mappings, nil value and lack of a
  /// default value as WS_UTF8_ARRAY_TYPE.
  WS_BYTE_ARRAY_TYPE = 24,
  /// WS_STRUCT_DESCRIPTION*, the actual type of a structure that has derived types; on the wire xsi:type. After
  /// reading it points into the descriptions that the caller gave. It has no type description, takes no options
  /// and no default value, and goes only with WS_TYPE_ATTRIBUTE_FIELD_MAPPING.
  WS_DESCRIPTION_TYPE = 25,
  /// A structure of the application. Required WS_STRUCT_DESCRIPTION. With WS_ELEMENT_TYPE_MAPPING its fields may
  /// have any mapping, with WS_ATTRIBUTE_TYPE_MAPPING only text and unmapped fields, with
  /// WS_ELEMENT_CONTENT_TYPE_MAPPING only WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING,
  /// WS_TEXT_FIELD_MAPPING and WS_NO_FIELD_MAPPING. As a field it maps to those four; WS_FIELD_OPTIONAL and the
  /// nillable options need WS_FIELD_POINTER, and nil is a NULL pointer. No default value.
  WS_STRUCT_TYPE = 26,
  /// A type that the application reads and writes by callbacks. Required WS_CUSTOM_TYPE_DESCRIPTION. The
  /// callbacks decide which WS_TYPE_MAPPING values they support, and the field mappings follow from that:
  /// WS_ELEMENT_TYPE_MAPPING allows WS_ELEMENT_FIELD_MAPPING and WS_REPEATING_ELEMENT_FIELD_MAPPING,
  /// WS_ATTRIBUTE_TYPE_MAPPING allows WS_ATTRIBUTE_FIELD_MAPPING, WS_ELEMENT_CONTENT_TYPE_MAPPING allows
  /// WS_TEXT_FIELD_MAPPING, WS_ANY_ELEMENT_TYPE_MAPPING allows WS_ANY_ELEMENT_FIELD_MAPPING; WS_NO_FIELD_MAPPING
  /// always works. The nillable options need WS_FIELD_POINTER, and nil is a NULL pointer. Takes a default value.
  WS_CUSTOM_TYPE = 27,
  /// WS_ENDPOINT_ADDRESS. Required WS_ENDPOINT_ADDRESS_DESCRIPTION. Only WS_ELEMENT_TYPE_MAPPING; as a field
  /// WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING or WS_NO_FIELD_MAPPING. WS_FIELD_OPTIONAL and
  /// the nillable options need WS_FIELD_POINTER, and nil is a NULL pointer. No default value.
  WS_ENDPOINT_ADDRESS_TYPE = 28,
  /// WS_FAULT. Required WS_FAULT_DESCRIPTION. Mappings and options are those of WS_ENDPOINT_ADDRESS_TYPE.
  WS_FAULT_TYPE = 29,
  /// A field of any C type and size that is not serialized; only in a WS_FIELD_DESCRIPTION. Optional
  /// WS_VOID_DESCRIPTION with the size; none means size 0.
  ///
  /// With WS_NO_FIELD_MAPPING the reader initializes the field: to NULL with WS_FIELD_POINTER, otherwise to the
  /// default value or zeros. With WS_ELEMENT_FIELD_MAPPING, WS_ATTRIBUTE_FIELD_MAPPING,
  /// WS_ANY_ELEMENT_FIELD_MAPPING, WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, WS_ANY_CONTENT_FIELD_MAPPING and
  /// WS_ANY_ATTRIBUTES_FIELD_MAPPING the content is discarded when reading and nothing is written; offset and
  /// size are then 0 and WS_FIELD_POINTER is not used.
  WS_VOID_TYPE = 30,
  /// A C enum, as a signed 32-bit integer (INT); on the wire the name of the value. Required WS_ENUM_DESCRIPTION.
  WS_ENUM_TYPE = 31,
  /// WS_DURATION (xs:duration). Optional WS_DURATION_DESCRIPTION.
  WS_DURATION_TYPE = 32,
  /// A structure of a selector and a union, one element for each choice. Required WS_UNION_DESCRIPTION. Type
  /// mappings: WS_ELEMENT_TYPE_MAPPING and WS_ELEMENT_CONTENT_TYPE_MAPPING; field mappings:
  /// WS_ELEMENT_CHOICE_FIELD_MAPPING and WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING. The only option is
  /// WS_FIELD_OPTIONAL, where noneEnumValue of the description is the default; no nil and no default value
  /// otherwise.
  WS_UNION_TYPE = 33,
  /// WS_ANY_ATTRIBUTES. It has no type description, no options, no nil and no default value. Only in a
  /// WS_FIELD_DESCRIPTION with WS_ANY_ATTRIBUTES_FIELD_MAPPING.
  WS_ANY_ATTRIBUTES_TYPE = 34,
} WS_TYPE;

/// Whether a value must be there when it is read, and where it goes. The value itself (the ..._VALUE options) or a
/// pointer to it (the ..._POINTER options) is stored in the caller's buffer, whose size must match exactly. What a
/// value points to, and the value itself with the ..._POINTER options, is allocated on the WS_HEAP given to the
/// function, stays valid until that heap is reset or freed, and adds to what is there already. Memory taken before
/// a failure is not given back. The heap's maximum size bounds what a hostile document can make a reader allocate.
/// Source: WS_READ_OPTION page.
typedef enum WS_READ_OPTION WWS_ENUM_INT {
  /// The value must be present, else WS_E_INVALID_FORMAT; it is stored in the caller's buffer, whose size is that
  /// of the C type. The heap may be NULL if the value points to nothing. Not for WS_WSZ_TYPE and
  /// WS_XML_BUFFER_TYPE, which take WS_READ_REQUIRED_POINTER.
  WS_READ_REQUIRED_VALUE = 1,
  /// The value must be present, else WS_E_INVALID_FORMAT; it is allocated on the heap. The buffer is one pointer,
  /// which is never NULL after success.
  WS_READ_REQUIRED_POINTER = 2,
  /// The value may be absent, and the pointer is then set to NULL; otherwise it is allocated on the heap. The
  /// buffer is one pointer.
  WS_READ_OPTIONAL_POINTER = 3,
  /// The element may be nil or absent, and the pointer is then set to NULL; otherwise the value is allocated on
  /// the heap. The buffer is one pointer. Not for functions that take a WS_TYPE_MAPPING, nor for WsReadElement.
  WS_READ_NILLABLE_POINTER = 4,
  /// The element may be nil or absent, and a nil value is then stored in the caller's buffer. Only for
  /// WS_STRING_TYPE, WS_XML_STRING_TYPE and WS_BYTES_TYPE, which have such a value. Not for functions that take a
  /// WS_TYPE_MAPPING, nor for WsReadElement.
  WS_READ_NILLABLE_VALUE = 5,
} WS_READ_OPTION;

/// Properties of a writer. Unless marked as read only they are set with WsCreateWriter, and for one output, over
/// those values, with WsSetOutput, WsSetOutputToBuffer or WsWriteXmlBufferToBytes. WsGetWriterProperty reads them.
/// Writing beyond a limit fails with WS_E_QUOTA_EXCEEDED. Source: WS_XML_WRITER_PROPERTY_ID page.
typedef enum WS_XML_WRITER_PROPERTY_ID WWS_ENUM_INT {
  /// ULONG, default 32: how many elements may be open inside each other. 0 means that no element can be written.
  WS_XML_WRITER_PROPERTY_MAX_DEPTH = 0,
  /// BOOL, default FALSE: TRUE allows several elements, and text other than whitespace, at the top level. Must
  /// not be TRUE with WS_XML_WRITER_MTOM_ENCODING; the raw encoding acts as if it were TRUE.
  WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT = 1,
  /// ULONG, default 128: attributes of one element.
  WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES = 2,
  /// BOOL, default FALSE, text encoding: TRUE starts the document with an XML declaration that names the
  /// character encoding.
  WS_XML_WRITER_PROPERTY_WRITE_DECLARATION = 3,
  /// ULONG, default 0, text encoding: spaces of indentation per level. 0 writes no whitespace of its own.
  WS_XML_WRITER_PROPERTY_INDENT = 4,
  /// ULONG, default 4096: how many bytes of buffer the writer keeps from one WsSetOutput to the next and, with
  /// stream output, from one WsFlushWriter to the next; the rest is released. Without effect with
  /// WsSetOutputToBuffer.
  WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE = 5,
  /// WS_CHARSET, read only, text encoding: the character encoding being written.
  WS_XML_WRITER_PROPERTY_CHARSET = 6,
  /// WS_BUFFERS, read only: all bytes written so far, in as many pieces as the writer holds them, which spares
  /// the copying that WS_XML_WRITER_PROPERTY_BYTES may need. Buffer output only, not stream output or an XML
  /// buffer. The bytes belong to the writer and are valid until it is written to, flushed, given a new output or
  /// freed. With MTOM no element may be open; the binary MIME parts are added, and writing on then fails with
  /// WS_E_INVALID_OPERATION. Here it is one piece always.
  WS_XML_WRITER_PROPERTY_BUFFERS = 7,
  /// ULONG, default 65536: how many bytes the writer buffers at most: the whole document with buffer output, what
  /// is written between two calls of WsFlushWriter with stream output. Without effect with WsSetOutputToBuffer.
  WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE = 8,
  /// WS_BYTES, read only: all bytes written so far, in one piece, joined if need be. Otherwise as
  /// WS_XML_WRITER_PROPERTY_BUFFERS: buffer output only, owned by the writer, valid until the writer is used
  /// further, and with MTOM the end of the document.
  WS_XML_WRITER_PROPERTY_BYTES = 9,
  /// BOOL, read only: TRUE between WsWriteStartAttribute and WsWriteEndAttribute.
  WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE = 10,
  /// ULONG, default 65536, MTOM only: bytes that may be buffered for the MIME parts that follow the XML.
  /// For WsWriteBytes and WsPullBytes; what WsPushBytes brings is limited by BUFFER_MAX_SIZE, if that is larger.
  WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE = 11,
  /// WS_BYTES, set only: memory of the caller that the writer may use for what it writes. It is accepted and not
  /// used: the bytes are in memory of the library, of any size up to WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, and
  /// WS_XML_WRITER_PROPERTY_BUFFERS and WS_XML_WRITER_PROPERTY_BYTES return that. Programs should keep it valid as
  /// long as the writer all the same.
  WS_XML_WRITER_PROPERTY_INITIAL_BUFFER = 12,
  /// BOOL, default FALSE, text encoding: TRUE writes characters that XML 1.0 does not allow as character
  /// references. Other software may refuse such documents.
  WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
  /// ULONG, default 32: different namespace declarations in scope at one place.
  WS_XML_WRITER_PROPERTY_MAX_NAMESPACES = 14,
  /// ULONG, read only: bytes written so far; with stream output, since the last WsFlushWriter. A start tag that
  /// is still open is not counted. Not available after WsSetOutputToBuffer.
  WS_XML_WRITER_PROPERTY_BYTES_WRITTEN = 15,
  /// ULONG, read only: how many bytes it takes at most to close the open elements. Together with
  /// WS_XML_WRITER_PROPERTY_BYTES_WRITTEN it tells about how much more fits into a limit. Not available after
  /// WsSetOutputToBuffer.
  WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE = 16,
  /// BOOL, default FALSE: what WsCopyNode does with elements that have no content. FALSE keeps the form that the
  /// source has; TRUE writes them all in the empty form, as one tag. Without effect in the binary encoding, which
  /// has no empty form and always writes start and end.
  WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS = 17,
  /// BOOL, default FALSE, text encoding: how WsWriteStartElement followed directly by WsWriteEndElement is
  /// written. FALSE gives one tag in the empty form, TRUE a start tag and an end tag.
  WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS = 18,
} WS_XML_WRITER_PROPERTY_ID;

/// Says which structure a WS_XML_WRITER_ENCODING is the start of.
typedef enum WS_XML_WRITER_ENCODING_TYPE WWS_ENUM_INT {
  /// WS_XML_WRITER_TEXT_ENCODING: XML 1.0 as characters.
  WS_XML_WRITER_ENCODING_TYPE_TEXT = 1,
  /// WS_XML_WRITER_BINARY_ENCODING: the .NET binary XML format.
  WS_XML_WRITER_ENCODING_TYPE_BINARY = 2,
  /// WS_XML_WRITER_MTOM_ENCODING: text XML in a MIME package, binary data in parts of their own.
  WS_XML_WRITER_ENCODING_TYPE_MTOM = 3,
  /// WS_XML_WRITER_RAW_ENCODING: any bytes, written as base64 text that is decoded.
  WS_XML_WRITER_ENCODING_TYPE_RAW = 4,
} WS_XML_WRITER_ENCODING_TYPE;

/// Says which structure a WS_XML_WRITER_OUTPUT is the start of.
typedef enum WS_XML_WRITER_OUTPUT_TYPE WWS_ENUM_INT {
  /// WS_XML_WRITER_BUFFER_OUTPUT: bytes kept in the writer.
  WS_XML_WRITER_OUTPUT_TYPE_BUFFER = 1,
  /// WS_XML_WRITER_STREAM_OUTPUT: bytes given to a callback.
  WS_XML_WRITER_OUTPUT_TYPE_STREAM = 2,
} WS_XML_WRITER_OUTPUT_TYPE;

/// Says which structure a WS_XML_TEXT is the start of. Whatever the type, the value stands for characters of the
/// document: a writer may emit them, or the value itself where the encoding has a form for it, and a reader chooses
/// the type from the encoding. A program that inspects nodes must therefore accept any type, or read the content
/// with WsReadValue, WsReadChars and the like, which convert.
typedef enum WS_XML_TEXT_TYPE WWS_ENUM_INT {
  /// WS_XML_UTF8_TEXT: characters as UTF-8.
  WS_XML_TEXT_TYPE_UTF8 = 1,
  /// WS_XML_UTF16_TEXT: characters as UTF-16.
  WS_XML_TEXT_TYPE_UTF16 = 2,
  /// WS_XML_BASE64_TEXT: bytes, standing for their base64 form.
  WS_XML_TEXT_TYPE_BASE64 = 3,
  /// WS_XML_BOOL_TEXT: true or false.
  WS_XML_TEXT_TYPE_BOOL = 4,
  /// WS_XML_INT32_TEXT: signed 32 bit integer, in base 10.
  WS_XML_TEXT_TYPE_INT32 = 5,
  /// WS_XML_INT64_TEXT: signed 64 bit integer, in base 10.
  WS_XML_TEXT_TYPE_INT64 = 6,
  /// WS_XML_UINT64_TEXT: unsigned 64 bit integer, in base 10.
  WS_XML_TEXT_TYPE_UINT64 = 7,
  /// WS_XML_FLOAT_TEXT: 4 byte floating point number.
  WS_XML_TEXT_TYPE_FLOAT = 8,
  /// WS_XML_DOUBLE_TEXT: 8 byte floating point number.
  WS_XML_TEXT_TYPE_DOUBLE = 9,
  /// WS_XML_DECIMAL_TEXT: fixed point number with 96 significant bits.
  WS_XML_TEXT_TYPE_DECIMAL = 10,
  /// WS_XML_GUID_TEXT: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.
  WS_XML_TEXT_TYPE_GUID = 11,
  /// WS_XML_UNIQUE_ID_TEXT: urn:uuid: and a GUID.
  WS_XML_TEXT_TYPE_UNIQUE_ID = 12,
  /// WS_XML_DATETIME_TEXT: xsd:dateTime.
  WS_XML_TEXT_TYPE_DATETIME = 13,
  /// WS_XML_TIMESPAN_TEXT: days, hours, minutes and seconds.
  WS_XML_TEXT_TYPE_TIMESPAN = 14,
  /// WS_XML_QNAME_TEXT: prefix:localName.
  WS_XML_TEXT_TYPE_QNAME = 15,
  /// WS_XML_LIST_TEXT: values with one space between them.
  WS_XML_TEXT_TYPE_LIST = 16,
} WS_XML_TEXT_TYPE;

/// Whether the caller's buffer holds the value or a pointer to it, and how nil is written. The buffer's size must
/// be that of the C type, or of a pointer, exactly. Source: WS_WRITE_OPTION page.
typedef enum WS_WRITE_OPTION WWS_ENUM_INT {
  /// The buffer holds the value, which is always written. Not for WS_WSZ_TYPE and WS_XML_BUFFER_TYPE, which take
  /// WS_WRITE_REQUIRED_POINTER.
  WS_WRITE_REQUIRED_VALUE = 1,
  /// The buffer holds a pointer to the value, which is always written. A NULL pointer is refused with
  /// E_INVALIDARG.
  WS_WRITE_REQUIRED_POINTER = 2,
  /// The buffer holds the value; a nil value is written as an element with xsi:nil="true". Only for
  /// WS_STRING_TYPE, WS_XML_STRING_TYPE and WS_BYTES_TYPE, which have such a value.
  WS_WRITE_NILLABLE_VALUE = 3,
  /// The buffer holds a pointer to the value; a NULL pointer is written as an element with xsi:nil="true".
  WS_WRITE_NILLABLE_POINTER = 4,
} WS_WRITE_OPTION;

/// How much of an error object goes into the reason text of a fault that is made from it and has no reason of its
/// own. Error texts may hold private data, so full disclosure is for peers that may see them. Used by
/// WsCreateFaultFromError, WsSendFaultMessageForError and WS_SERVICE_PROPERTY_FAULT_DISCLOSURE (where minimal is
/// the default).
typedef enum WS_FAULT_DISCLOSURE WWS_ENUM_INT {
  /// One general text for every failure.
  WS_MINIMAL_FAULT_DISCLOSURE = 0,
  /// All error strings joined, or the text of the error code if there are none.
  WS_FULL_FAULT_DISCLOSURE = 1,
} WS_FAULT_DISCLOSURE;

/// What an error object holds about a fault: set by code that fails in a service and sent by the service host or
/// WsSendFaultMessageForError; filled on a client by the call that received a fault. Read with
/// WsGetFaultErrorProperty, set with WsSetFaultErrorProperty. Values are copied into the error object when set;
/// what a read returns belongs to the error object and is valid until WsResetError or WsFreeError.
/// Source: WS_FAULT_ERROR_PROPERTY_ID page.
typedef enum WS_FAULT_ERROR_PROPERTY_ID WWS_ENUM_INT {
  /// The fault, or NULL (default) for none. Set with a WS_FAULT*; read into a WS_FAULT*, passing a WS_FAULT**.
  /// Setting it also adds those reason texts to the error strings whose language is that of the error object.
  WS_FAULT_ERROR_PROPERTY_FAULT = 0,
  /// WS_XML_STRING, default of zero length (no action): the action of the fault message. Without one, a default
  /// action is sent.
  WS_FAULT_ERROR_PROPERTY_ACTION = 1,
  /// WS_XML_BUFFER*, default NULL (none): a header to put into the fault message, which tells about a failure
  /// that concerns headers of the request. Both set and read through a WS_XML_BUFFER**.
  WS_FAULT_ERROR_PROPERTY_HEADER = 2,
} WS_FAULT_ERROR_PROPERTY_ID;

/// Selects the struct that follows a WS_ENDPOINT_IDENTITY.
typedef enum WS_ENDPOINT_IDENTITY_TYPE WWS_ENUM_INT {
  /// WS_DNS_ENDPOINT_IDENTITY.
  WS_DNS_ENDPOINT_IDENTITY_TYPE = 1,
  /// WS_UPN_ENDPOINT_IDENTITY.
  WS_UPN_ENDPOINT_IDENTITY_TYPE = 2,
  /// WS_SPN_ENDPOINT_IDENTITY.
  WS_SPN_ENDPOINT_IDENTITY_TYPE = 3,
  /// WS_RSA_ENDPOINT_IDENTITY.
  WS_RSA_ENDPOINT_IDENTITY_TYPE = 4,
  /// WS_CERT_ENDPOINT_IDENTITY.
  WS_CERT_ENDPOINT_IDENTITY_TYPE = 5,
  /// WS_UNKNOWN_ENDPOINT_IDENTITY.
  WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE = 6,
} WS_ENDPOINT_IDENTITY_TYPE;

/// Extension of an endpoint address that WsReadEndpointAddressExtension reads; of several of one type it reads the
/// first.
typedef enum WS_ENDPOINT_ADDRESS_EXTENSION_TYPE WWS_ENUM_INT {
  /// WS_ENDPOINT_ADDRESS: where the metadata of the endpoint can be fetched.
  WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS = 1,
} WS_ENDPOINT_ADDRESS_EXTENSION_TYPE;

/// The SOAP version of an envelope. Message and channel must have the same.
typedef enum WS_ENVELOPE_VERSION WWS_ENUM_INT {
  /// SOAP 1.1, namespace `http://schemas.xmlsoap.org/soap/envelope/`.
  WS_ENVELOPE_VERSION_SOAP_1_1 = 1,
  /// SOAP 1.2, namespace `http://www.w3.org/2003/05/soap-envelope`.
  WS_ENVELOPE_VERSION_SOAP_1_2 = 2,
  /// No envelope: only the body travels. For WS_ENCODING_RAW.
  WS_ENVELOPE_VERSION_NONE = 3,
} WS_ENVELOPE_VERSION;

/// Version of the addressing headers of messages and of endpoint addresses in XML.
typedef enum WS_ADDRESSING_VERSION WWS_ENUM_INT {
  /// WS-Addressing of August 2004.
  WS_ADDRESSING_VERSION_0_9 = 1,
  /// WS-Addressing 1.0 of May 2006.
  WS_ADDRESSING_VERSION_1_0 = 2,
  /// No addressing headers in the envelope: To and Action are carried as the transport carries them, and the
  /// other headers of WS_HEADER_TYPE cannot be used. WS_HTTP_CHANNEL_BINDING only; since HTTP has no place for
  /// the action of a reply, that one is not transmitted.
  WS_ADDRESSING_VERSION_TRANSPORT = 3,
} WS_ADDRESSING_VERSION;

/// Identifies a property of a message.
///
/// How to read the notes below: the C type of the value comes first. Create means the property array of
/// WsCreateMessage and WsCreateMessageForChannel, get is WsGetMessageProperty, set is WsSetMessageProperty. Where
/// no state is named, the property is available in all states but WS_MESSAGE_STATE_EMPTY. Objects and memory that
/// get returns belong to the message and are valid until it is reset or freed; the caller must not free them.
///
/// The properties about the sender are filled by the security of the channel on received messages. A custom channel
/// may set them (custom set); the message keeps a copy of the value.
///
/// Source: WS_MESSAGE_PROPERTY_ID page.
typedef enum WS_MESSAGE_PROPERTY_ID WWS_ENUM_INT {
  /// WS_MESSAGE_STATE. Get, in every state.
  WS_MESSAGE_PROPERTY_STATE = 0,
  /// WS_HEAP*. Get. The heap of the message. The application may allocate from it, which is undone when the
  /// message is reset or freed, but must not call WsResetHeap on it.
  WS_MESSAGE_PROPERTY_HEAP = 1,
  /// WS_ENVELOPE_VERSION. Get; may also stand in a WS_MESSAGE_PROPERTIES structure. WsCreateMessage takes it as a
  /// parameter instead.
  WS_MESSAGE_PROPERTY_ENVELOPE_VERSION = 2,
  /// WS_ADDRESSING_VERSION. Get; may also stand in a WS_MESSAGE_PROPERTIES structure. WsCreateMessage takes it as
  /// a parameter instead.
  WS_MESSAGE_PROPERTY_ADDRESSING_VERSION = 3,
  /// WS_XML_BUFFER*. Get. The envelope with its headers and the body element, without what is in the body.
  WS_MESSAGE_PROPERTY_HEADER_BUFFER = 4,
  /// WS_XML_NODE_POSITION. Get. The Header element within WS_MESSAGE_PROPERTY_HEADER_BUFFER, as a starting point
  /// for WsSetReaderPosition and WsSetWriterPosition. It always exists: WsInitializeMessage makes it, and reading
  /// a message adds it where it is missing.
  WS_MESSAGE_PROPERTY_HEADER_POSITION = 5,
  /// WS_XML_READER*. Get, in state WS_MESSAGE_STATE_READING only. Reads the content of the body.
  WS_MESSAGE_PROPERTY_BODY_READER = 6,
  /// WS_XML_WRITER*. Get, in state WS_MESSAGE_STATE_WRITING only. Writes the content of the body.
  WS_MESSAGE_PROPERTY_BODY_WRITER = 7,
  /// BOOL. Get. FALSE after creation and reset, TRUE once WsAddressMessage has been called or the message has
  /// been read.
  WS_MESSAGE_PROPERTY_IS_ADDRESSED = 8,
  /// WS_HEAP_PROPERTIES. Create. For the heap of the message, which holds its headers; WS_HEAP_PROPERTY_MAX_SIZE
  /// and WS_HEAP_PROPERTY_TRIM_SIZE may be given.
  WS_MESSAGE_PROPERTY_HEAP_PROPERTIES = 9,
  /// WS_XML_READER_PROPERTIES. Create. For the readers of the message, those that channels make for it included.
  /// Allowed are the WS_XML_READER_PROPERTY_ ids MAX_DEPTH, MAX_ATTRIBUTES, READ_DECLARATION, UTF8_TRIM_SIZE,
  /// STREAM_BUFFER_SIZE, STREAM_MAX_ROOT_MIME_PART_SIZE, STREAM_MAX_MIME_HEADERS_SIZE, MAX_MIME_PARTS,
  /// ALLOW_INVALID_CHARACTER_REFERENCES and MAX_NAMESPACES.
  WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES = 10,
  /// WS_XML_WRITER_PROPERTIES. Create. For the writers of the message, those that channels make for it included.
  /// Allowed are the WS_XML_WRITER_PROPERTY_ ids MAX_DEPTH, MAX_ATTRIBUTES, WRITE_DECLARATION, BUFFER_TRIM_SIZE,
  /// MAX_MIME_PARTS_BUFFER_SIZE, ALLOW_INVALID_CHARACTER_REFERENCES and MAX_NAMESPACES.
  WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES = 11,
  /// BOOL. Get, set. Read message: whether the first element of the body is a fault; WsReadBody with
  /// WS_FAULT_TYPE then reads it. Message to be written: whether the application is going to write a fault, which
  /// makes HTTP send status 500 instead of 200. WsInitializeMessage sets TRUE for WS_FAULT_MESSAGE, FALSE
  /// otherwise.
  WS_MESSAGE_PROPERTY_IS_FAULT = 12,
  /// ULONG, number of headers, default 64. Create. Bounds the search for a header. Only the functions that access
  /// headers (WsGetHeader, WsSetHeader, WsGetCustomHeader, WsGetMappedHeader) enforce it, not direct use of the
  /// header buffer.
  WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS = 13,
  /// WS_STRING. Get, custom set. The user name of the sender, where the security of the channel uses one.
  WS_MESSAGE_PROPERTY_USERNAME = 14,
  /// WS_BYTES. Get, custom set. The certificate of the sender, encoded (DER), where the security of the channel
  /// uses one: the TLS client certificate, or the one of X.509 message security.
  WS_MESSAGE_PROPERTY_ENCODED_CERT = 15,
  /// HANDLE. Get, custom set. The sender as authenticated by transport security, with
  /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING. On Windows a token, also with WS_SSL_TRANSPORT_SECURITY_BINDING
  /// where http.sys maps certificates to accounts. On Linux an opaque handle, valid until the message is reset or
  /// freed. The mechanism, name, realm and known groups of the sender are read from it with
  /// WsxGetIdentityProperty.
  WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN = 16,
  /// HANDLE. Get, custom set. The sender as authenticated by HTTP headers, with
  /// WS_HTTP_HEADER_AUTH_SECURITY_BINDING. On Windows a token; on Linux an opaque handle, valid until the message
  /// is reset or freed. The mechanism, name, realm and known groups of the sender are read from it with
  /// WsxGetIdentityProperty.
  WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN = 17,
  /// HANDLE. Get, custom set. The sender as authenticated by message security, with
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. On Windows a token; on Linux an opaque handle, valid until the
  /// message is reset or freed. The mechanism, name, realm and known groups of the sender are read from it with
  /// WsxGetIdentityProperty.
  WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN = 18,
  /// WS_XML_BUFFER*. Get, custom set. The SAML assertion that represents the sender, on servers with
  /// WS_SAML_MESSAGE_SECURITY_BINDING.
  WS_MESSAGE_PROPERTY_SAML_ASSERTION = 19,
  /// WS_SECURITY_CONTEXT*. Get. The secure conversation that the message belongs to, on servers with
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_MESSAGE_PROPERTY_SECURITY_CONTEXT = 20,
  /// WS_PROTECTION_LEVEL. Get, custom set. The protection of a received message: the level that the application
  /// asked for, or WS_PROTECTION_LEVEL_NONE if the channel has no security or verification failed. The latter
  /// happens to faults that are let through; see WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS and
  /// WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS.
  WS_MESSAGE_PROPERTY_PROTECTION_LEVEL = 21,
} WS_MESSAGE_PROPERTY_ID;

/// Which headers WsInitializeMessage puts into a message.
///
/// Source: WS_MESSAGE_INITIALIZATION page.
typedef enum WS_MESSAGE_INITIALIZATION WWS_ENUM_INT {
  /// None.
  WS_BLANK_MESSAGE = 0,
  /// A copy of the headers of the source message.
  WS_DUPLICATE_MESSAGE = 1,
  /// With WS_ADDRESSING_VERSION_0_9 and WS_ADDRESSING_VERSION_1_0 a new, unique MessageID; otherwise none.
  WS_REQUEST_MESSAGE = 2,
  /// Those of a reply to the source message: addressed to its ReplyTo, with a RelatesTo made from its MessageID.
  /// For faults use WS_FAULT_MESSAGE.
  WS_REPLY_MESSAGE = 3,
  /// Those of a fault that answers the source message: addressed to its FaultTo or else its ReplyTo, with a
  /// RelatesTo made from its MessageID. Sets WS_MESSAGE_PROPERTY_IS_FAULT.
  WS_FAULT_MESSAGE = 4,
} WS_MESSAGE_INITIALIZATION;

/// The standard headers, those of WS-Addressing, for WsSetHeader, WsGetHeader and WsRemoveHeader. Namespace and
/// form follow the addressing version of the message. With WS_ADDRESSING_VERSION_TRANSPORT only WS_ACTION_HEADER
/// and WS_TO_HEADER exist.
///
/// Source: WS_HEADER_TYPE page.
typedef enum WS_HEADER_TYPE WWS_ENUM_INT {
  /// Action. Type WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
  WS_ACTION_HEADER = 1,
  /// To. Type WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
  WS_TO_HEADER = 2,
  /// MessageID. Type WS_UNIQUE_ID_TYPE, WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
  WS_MESSAGE_ID_HEADER = 3,
  /// RelatesTo. Type WS_UNIQUE_ID_TYPE, WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
  WS_RELATES_TO_HEADER = 4,
  /// From. Type WS_ENDPOINT_ADDRESS_TYPE.
  WS_FROM_HEADER = 5,
  /// ReplyTo. Type WS_ENDPOINT_ADDRESS_TYPE.
  WS_REPLY_TO_HEADER = 6,
  /// FaultTo. Type WS_ENDPOINT_ADDRESS_TYPE.
  WS_FAULT_TO_HEADER = 7,
} WS_HEADER_TYPE;

/// Whether a custom or mapped header may appear several times in a message.
typedef enum WS_REPEATING_HEADER_OPTION WWS_ENUM_INT {
  /// Any number of times; the headerIndex parameter, from 0, chooses one.
  WS_REPEATING_HEADER = 1,
  /// At most once, which the function ensures; reading a header that is there more often fails with
  /// WS_E_INVALID_FORMAT. headerIndex must be 0.
  WS_SINGLETON_HEADER = 2,
} WS_REPEATING_HEADER_OPTION;

/// The message exchange pattern of a channel: directions, session, request with reply. A set of bits; only the
/// combinations named here exist.
///
/// HTTP takes WS_CHANNEL_TYPE_REQUEST on the client and WS_CHANNEL_TYPE_REPLY on the server. TCP and named pipe
/// take WS_CHANNEL_TYPE_DUPLEX_SESSION on both sides. UDP takes WS_CHANNEL_TYPE_DUPLEX, and on the server
/// WS_CHANNEL_TYPE_INPUT too. A custom channel decides for itself.
///
/// Source: WS_CHANNEL_TYPE page and samples.
typedef enum WS_CHANNEL_TYPE WWS_ENUM_INT {
  /// Receives only. UDP, with WsCreateChannelForListener.
  WS_CHANNEL_TYPE_INPUT = 1,
  /// Sends only. No built-in binding offers it.
  WS_CHANNEL_TYPE_OUTPUT = 2,
  /// The bit for a session, in which the channel keeps together all messages it sends and receives. Not a type by
  /// itself.
  WS_CHANNEL_TYPE_SESSION = 4,
  /// Receives only, in a session. No built-in binding offers it.
  WS_CHANNEL_TYPE_INPUT_SESSION = 5,
  /// Sends only, in a session. No built-in binding offers it.
  WS_CHANNEL_TYPE_OUTPUT_SESSION = 6,
  /// Sends and receives, without a session.
  WS_CHANNEL_TYPE_DUPLEX = 3,
  /// Sends and receives, in a session.
  WS_CHANNEL_TYPE_DUPLEX_SESSION = 7,
  /// Client side: sends a request, then receives its reply. The channel itself pairs the two; on other types the
  /// MessageID and RelatesTo headers can do it.
  WS_CHANNEL_TYPE_REQUEST = 8,
  /// Server side: receives a request, then sends its reply, paired by the channel itself.
  WS_CHANNEL_TYPE_REPLY = 16,
} WS_CHANNEL_TYPE;

/// The protocol stack below a channel or listener. The channel types that go with each are given at
/// WS_CHANNEL_TYPE.
typedef enum WS_CHANNEL_BINDING WWS_ENUM_INT {
  /// SOAP, or with WS_ENCODING_RAW any content, over HTTP or HTTPS. Sessionless. HTTP listeners of one process
  /// share a port; a request goes to the listener whose URL is the longest prefix of the request's.
  WS_HTTP_CHANNEL_BINDING = 0,
  /// SOAP over TCP with .NET message framing (net.tcp URLs). The connection is the session.
  WS_TCP_CHANNEL_BINDING = 1,
  /// SOAP over UDP (soap.udp URLs), to one receiver or to a multicast group. Sessionless, always buffered, always
  /// UTF-8 text, no security.
  WS_UDP_CHANNEL_BINDING = 2,
  /// A transport implemented by the application; see WS_CUSTOM_CHANNEL_CALLBACKS and
  /// WS_CUSTOM_LISTENER_CALLBACKS.
  WS_CUSTOM_CHANNEL_BINDING = 3,
  /// SOAP over a named pipe with .NET message framing (net.pipe URLs), for programs on one machine. On Linux the
  /// pipe is a Unix-domain socket under $XDG_RUNTIME_DIR.
  WS_NAMEDPIPE_CHANNEL_BINDING = 4,
} WS_CHANNEL_BINDING;

/// Identifies a property of a channel. One that is not given when the channel is created has its default.
///
/// How to read the notes below: the C type of the value comes first. Create means the property array of
/// WsCreateChannel and WsCreateChannelForListener, client create only that of WsCreateChannel, listener create only
/// that of WsCreateChannelForListener; get is WsGetChannelProperty, set is WsSetChannelProperty. Timeouts are in
/// milliseconds, INFINITE (0xFFFFFFFF) means no limit, they can be set in every channel state, and one that runs
/// out makes the operation fail with WS_E_OPERATION_TIMED_OUT.
///
/// Source: WS_CHANNEL_PROPERTY_ID page.
typedef enum WS_CHANNEL_PROPERTY_ID WWS_ENUM_INT {
  /// ULONG, bytes, default 65536, at least 1. HTTP, TCP, named pipe; create, get. Largest envelope, counted as
  /// encoded on the wire, that is sent or received while input or output is buffered, and so the bound on the
  /// memory held for one message. May only be given when at least one direction is buffered. UDP has 65536,
  /// fixed.
  WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE = 0,
  /// unsigned __int64 (64 bits), bytes, default 4194304, at least 1. HTTP; create, get. Largest encoded envelope
  /// of a streamed message. May only be given when at least one direction is streamed.
  WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE = 1,
  /// ULONG, bytes, default 16384, at least 1. HTTP with streamed input; create, get. Largest start of a message:
  /// envelope tag, headers and body tag as encoded, which are read into memory before WsReadMessageStart
  /// completes.
  WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE = 2,
  /// ULONG, bytes, default 65536. HTTP with streamed output; create, get. How much body data may pile up before
  /// the application calls WsFlushBody.
  WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE = 3,
  /// WS_ENCODING. HTTP (default WS_ENCODING_XML_UTF8), TCP and named pipe (default
  /// WS_ENCODING_XML_BINARY_SESSION_1); create, get. UDP always uses WS_ENCODING_XML_UTF8.
  WS_CHANNEL_PROPERTY_ENCODING = 4,
  /// WS_ENVELOPE_VERSION, default WS_ENVELOPE_VERSION_SOAP_1_2, but WS_ENVELOPE_VERSION_NONE for HTTP with
  /// WS_ENCODING_RAW. HTTP, TCP, UDP; create, get. Messages used with the channel must have the same version.
  /// Named pipes always use SOAP 1.2 and do not take this property.
  WS_CHANNEL_PROPERTY_ENVELOPE_VERSION = 5,
  /// WS_ADDRESSING_VERSION, default WS_ADDRESSING_VERSION_1_0, but WS_ADDRESSING_VERSION_TRANSPORT for HTTP with
  /// WS_ENCODING_RAW. HTTP, TCP, UDP, named pipe; create, get. Messages used with the channel must have the same
  /// version. WS_ADDRESSING_VERSION_TRANSPORT is for HTTP only.
  WS_CHANNEL_PROPERTY_ADDRESSING_VERSION = 6,
  /// ULONG, bytes, default 2048. TCP, named pipe; create, get. Room for the strings of the session dictionary, in
  /// each direction. A received message that overruns it faults the channel; a sender that would overrun it
  /// writes the string in full instead. Without effect unless the encoding is WS_ENCODING_XML_BINARY_SESSION_1.
  WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE = 7,
  /// WS_CHANNEL_STATE. Get, in every state. A snapshot: another thread may have changed the state by the time the
  /// value is looked at.
  WS_CHANNEL_PROPERTY_STATE = 8,
  /// WS_CALLBACK_MODEL, default WS_LONG_CALLBACK. Client create, get. The preferred model for callbacks of
  /// asynchronous operations. Accepted channels follow WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL. Service proxy
  /// and service host accept only WS_LONG_CALLBACK.
  WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL = 9,
  /// WS_IP_VERSION, default WS_IP_VERSION_AUTO. TCP, UDP; client create, get. Which IP version reaches the remote
  /// endpoint. Accepted channels follow WS_LISTENER_PROPERTY_IP_VERSION.
  WS_CHANNEL_PROPERTY_IP_VERSION = 10,
  /// ULONG, milliseconds, default INFINITE. HTTP request channels; client create, set, get. Limits the DNS lookup
  /// of the host.
  WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT = 11,
  /// ULONG, milliseconds, default 30000; a service proxy's default is INFINITE. Clients over TCP and named pipe:
  /// limits connecting and the framing handshake. HTTP request channels: limits connecting to the server. Client
  /// create, set, get. The server's counterpart is WS_LISTENER_PROPERTY_CONNECT_TIMEOUT.
  WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT = 12,
  /// ULONG, milliseconds, default 30000; INFINITE for service proxy and service host. TCP and named pipe: limits
  /// sending the bytes of a message. HTTP request channels: limits sending HTTP headers and message. Create, set,
  /// get.
  WS_CHANNEL_PROPERTY_SEND_TIMEOUT = 13,
  /// ULONG, milliseconds, default 30000; a service proxy's default is INFINITE. HTTP request channels; client
  /// create, set, get. Limits the wait until all headers of the response are there.
  WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT = 14,
  /// ULONG, milliseconds, default 30000; INFINITE for service proxy and service host. TCP, named pipe, HTTP
  /// request channels; create, set, get. Limits receiving the bytes of a message. It can run out in
  /// WsReadMessageStart and WsReadMessageEnd, and on HTTP in WsWriteMessageEnd too.
  WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT = 15,
  /// ULONG, milliseconds, default 30000; a service proxy's default is INFINITE. TCP, named pipe; create, set,
  /// get. Limits the framing handshake that closes a session.
  WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT = 16,
  /// BOOL, default TRUE. HTTP, TCP, named pipe, UDP: client create. FALSE turns every timeout that is not given
  /// by its own property into INFINITE. Service proxy and service host keep their own time and give FALSE. Custom
  /// channels: get; one that is to be used by a proxy or host must answer FALSE and run without timeouts (see
  /// WS_GET_CHANNEL_PROPERTY_CALLBACK).
  WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS = 17,
  /// WS_TRANSFER_MODE, default WS_BUFFERED_TRANSFER_MODE. HTTP: create; all bindings: get. Bindings other than
  /// HTTP are always buffered. The two sides need not use the same mode. Streamed output on a secured request
  /// channel works with Basic HTTP header authentication only, and message security needs buffered transfer: the
  /// channel is refused at creation otherwise. Service proxies are always buffered; service hosts too, but
  /// operations with message contracts may stream output.
  WS_CHANNEL_PROPERTY_TRANSFER_MODE = 18,
  /// ULONG, default 0. UDP with WS_CHANNEL_TYPE_DUPLEX; client create, set in any state, get. Index of the
  /// network interface that sends to a multicast address (on Linux as if_nametoindex gives it); 0 leaves the
  /// choice to the system, which may be the wrong one where there are several.
  WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE = 19,
  /// ULONG, default 1. UDP with WS_CHANNEL_TYPE_DUPLEX; client create, get. How many hops a message sent to a
  /// multicast address may travel.
  WS_CHANNEL_PROPERTY_MULTICAST_HOPS = 20,
  /// WS_ENDPOINT_ADDRESS. UDP with WS_CHANNEL_TYPE_DUPLEX; get, once the channel has been open. The address of
  /// the other side. What it points to belongs to the channel, must not be changed, and lives until the channel
  /// is reset or freed. It is taken from the sender's IP address, which can be forged.
  WS_CHANNEL_PROPERTY_REMOTE_ADDRESS = 21,
  /// SOCKADDR_STORAGE (the system's struct sockaddr_storage). Types WS_CHANNEL_TYPE_DUPLEX_SESSION,
  /// WS_CHANNEL_TYPE_DUPLEX and WS_CHANNEL_TYPE_REPLY; get, once a message has begun to be read. The IP address
  /// of the other side, as seen on the network; it can be forged.
  WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS = 22,
  /// ULONGLONG. HTTP reply channels; get, once a message has begun to be read. Names the client's connection,
  /// uniquely while the listener is open, so that state can be tied to it. Channels do not belong to connections:
  /// each accept may bring another id.
  WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID = 23,
  /// WS_CUSTOM_CHANNEL_CALLBACKS. Custom channels; create. The code of the channel; required with
  /// WS_CUSTOM_CHANNEL_BINDING.
  WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS = 24,
  /// Data of any type, valueSize bytes; default NULL with size 0. Custom channels; create. Handed as it is to
  /// WS_CREATE_CHANNEL_CALLBACK or WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK.
  WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS = 25,
  /// void*. Custom channels; get. The instance that the create callback returned, for talking to the
  /// implementation past this API.
  WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE = 26,
  /// WS_STRING. Server side over HTTP and TCP; get, after WsAcceptChannel. The complete URL, in encoded form,
  /// that the client used to get here: the request URL of HTTP, the Via of TCP framing. The To header differs
  /// from it where the client used WsAddressMessage. The characters belong to the channel and live until it is
  /// reset or freed.
  WS_CHANNEL_PROPERTY_TRANSPORT_URL = 27,
  /// BOOL, default FALSE. TCP; create, set, get. The socket option TCP_NODELAY: TRUE sends small messages at
  /// once, FALSE lets the system gather them.
  WS_CHANNEL_PROPERTY_NO_DELAY = 28,
  /// BOOL, default FALSE. TCP; create. The socket option SO_KEEPALIVE, which finds out about a peer that has
  /// vanished.
  WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES = 29,
  /// ULONG, milliseconds, default 7200000 (two hours). TCP; create, only together with
  /// WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES TRUE. Idle time before the first probe.
  WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME = 30,
  /// ULONG, milliseconds, default 1000. TCP; create, only together with WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES
  /// TRUE. Time between one unanswered probe and the next.
  WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL = 31,
  /// ULONG, default INFINITE. HTTP; client create. How many connections may be open to one server. Connections
  /// are kept and shared by all channels of the process.
  WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS = 32,
  /// BOOL. TCP and named pipe with WS_CHANNEL_TYPE_DUPLEX_SESSION; get, in states WS_CHANNEL_STATE_OPEN and
  /// WS_CHANNEL_STATE_FAULTED. TRUE after a successful WsShutdownSessionChannel.
  WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN = 33,
  /// WS_CHANNEL_TYPE. Get, in every state. The type given at creation.
  WS_CHANNEL_PROPERTY_CHANNEL_TYPE = 34,
  /// ULONG, bytes, default 65536. HTTP, TCP, named pipe; create, get. How much buffer memory is kept for reuse
  /// when a message is reset: a channel whose messages are smaller hardly allocates. May only be given when at
  /// least one direction is buffered. UDP has 65536, fixed.
  WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE = 35,
  /// WS_CHANNEL_ENCODER. HTTP, TCP, named pipe, not UDP; create. Code that transforms the bytes of messages sent.
  WS_CHANNEL_PROPERTY_ENCODER = 36,
  /// WS_CHANNEL_DECODER. HTTP, TCP, named pipe, not UDP; create. Code that transforms the bytes of messages
  /// received.
  WS_CHANNEL_PROPERTY_DECODER = 37,
  /// WS_PROTECTION_LEVEL. All bindings; get. The protection that the channel gives, which follows from its
  /// security description.
  WS_CHANNEL_PROPERTY_PROTECTION_LEVEL = 38,
  /// WS_COOKIE_MODE, default WS_AUTO_COOKIE_MODE. HTTP; client create.
  WS_CHANNEL_PROPERTY_COOKIE_MODE = 39,
  /// WS_HTTP_PROXY_SETTING_MODE, default WS_HTTP_PROXY_SETTING_MODE_AUTO. HTTP; client create.
  WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE = 40,
  /// WS_CUSTOM_HTTP_PROXY, default none. HTTP; client create. Required when the proxy mode is
  /// WS_HTTP_PROXY_SETTING_MODE_CUSTOM.
  WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY = 41,
  /// WS_HTTP_MESSAGE_MAPPING, default no options and no headers. HTTP; create. Which parts of HTTP requests and
  /// responses appear as headers of the message. Its two option fields must be 0 unless the encoding is
  /// WS_ENCODING_RAW.
  WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING = 42,
  /// BOOL, default FALSE. HTTP request channels; client create. TRUE follows HTTP redirects. Ignored when
  /// WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT is given.
  WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT = 43,
  /// WS_HTTP_REDIRECT_CALLBACK_CONTEXT. HTTP request channels; client create. Enables redirects and names a
  /// callback that allows or refuses each.
  WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT = 44,
  /// BOOL, default TRUE. Clients: HTTP request channels, TCP, named pipe, UDP; client create,
  /// WsCreateServiceProxy (where it must be TRUE), set in any state, get. TRUE: a received fault makes the
  /// function fail, with the WS_E_ENDPOINT_ code that stands for a known fault and with
  /// WS_E_ENDPOINT_FAULT_RECEIVED for any other. FALSE: WsReceiveMessage and WsRequestReply fail with
  /// WS_E_ENDPOINT_FAULT_RECEIVED, other functions deliver the fault as a message whose
  /// WS_MESSAGE_PROPERTY_IS_FAULT is TRUE. Either way WsGetFaultErrorProperty takes the details of the fault from
  /// the error object.
  ///
  /// On a channel, TRUE also lets a known fault pass that lacks the message security asked for, even where
  /// WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS is FALSE; such a fault may come from anyone, and
  /// WS_MESSAGE_PROPERTY_PROTECTION_LEVEL tells. Not so for service proxies.
  WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS = 45,
  /// BOOL, default FALSE. Clients: HTTP request channels, TCP, named pipe; client create, set in any state, get.
  /// TRUE lets faults through that lack the message security the channel asks for, as if they had passed
  /// verification; they may come from anyone, and WS_MESSAGE_PROPERTY_PROTECTION_LEVEL tells. FALSE treats faults
  /// like any message, but see WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS. Transport security is not affected.
  WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS = 46,
  /// WCHAR*. HTTP request channels; get. The service principal name of the server, after a request that failed
  /// because the HTTP authentication schemes did not match and the server offers the scheme Nego2. Often not
  /// available even then.
  WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN = 47,
  /// WCHAR*. HTTP request channels; get. As WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN, for the HTTP proxy.
  WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN = 48,
  /// ULONG, bytes, default 65536. HTTP reply channels; listener create, get. Largest set of HTTP request headers;
  /// they are read into memory as a whole before the request is processed.
  WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE = 49,
} WS_CHANNEL_PROPERTY_ID;

/// Selects the struct that follows a WS_SECURITY_BINDING. The transport types protect the connection, the message
/// types put a token into the WS-Security header. WebServicesX.h adds WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, X.509
/// message security.
typedef enum WS_SECURITY_BINDING_TYPE WWS_ENUM_INT {
  /// WS_SSL_TRANSPORT_SECURITY_BINDING.
  WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE = 1,
  /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING.
  WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE = 2,
  /// WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
  WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE = 3,
  /// WS_USERNAME_MESSAGE_SECURITY_BINDING.
  WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE = 4,
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
  WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE = 5,
  /// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING.
  WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE = 6,
  /// WS_SAML_MESSAGE_SECURITY_BINDING.
  WS_SAML_MESSAGE_SECURITY_BINDING_TYPE = 7,
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE = 8,
  /// WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING.
  WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE = 9,
} WS_SECURITY_BINDING_TYPE;

/// Settings of one security binding. They are given in WS_SECURITY_BINDING.properties when a channel, listener,
/// service proxy or service host is created and cannot be changed later; none is required. Each may be given only
/// on the bindings and sides (client, server) named with it. WebServicesX.h adds ids from 0x10001 up, among them
/// some for the user name binding, which takes none on Windows.
///
/// Source: WS_SECURITY_BINDING_PROPERTY_ID page; each binding's own page for where a setting is allowed.
typedef enum WS_SECURITY_BINDING_PROPERTY_ID WWS_ENUM_INT {
  /// BOOL, default FALSE: TLS clients must present a certificate. Server-side WS_SSL_TRANSPORT_SECURITY_BINDING.
  /// TRUE equals WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT set to REQUIRED.
  WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT = 1,
  /// WS_WINDOWS_INTEGRATED_AUTH_PACKAGE, default WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO: the mechanism to use.
  /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING and WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING, both sides.
  WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE = 2,
  /// BOOL: the server must prove who it is. Default TRUE with WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING, FALSE with
  /// WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING; client side of these two. NTLM cannot authenticate a server
  /// and needs FALSE; with FALSE an impostor goes unnoticed.
  WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH = 3,
  /// BOOL, default FALSE: accept clients that authenticated as anonymous. Server side of
  /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING, WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING and
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS = 4,
  /// SECURITY_IMPERSONATION_LEVEL (32 bits: anonymous 0, identification 1, impersonation 2, delegation 3),
  /// default 1: what the client lets the service do in its name. Client side of
  /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING, WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING and
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL = 5,
  /// ULONG, default WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE: bits WS_HTTP_HEADER_AUTH_SCHEME_NONE, BASIC, DIGEST,
  /// NTLM and NEGOTIATE combined, or PASSPORT alone. WS_HTTP_HEADER_AUTH_SECURITY_BINDING, both sides; NONE on
  /// clients only; one scheme only, and not NONE or PASSPORT, towards a proxy. With one bit the client uses that
  /// scheme at once. With several it first sends an empty request without authentication to learn what the server
  /// offers, and takes the first shared scheme of NEGOTIATE, NTLM, DIGEST, BASIC.
  WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME = 6,
  /// WS_HTTP_HEADER_AUTH_TARGET, default WS_HTTP_HEADER_AUTH_TARGET_SERVICE: authenticate to the service or to
  /// the proxy. Client-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET = 7,
  /// WS_STRING, no default: realm sent in Basic challenges. Server-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM = 8,
  /// WS_STRING, no default: realm sent in Digest challenges. Server-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM = 9,
  /// WS_STRING, no default: domain sent in Digest challenges. Server-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_DOMAIN = 10,
  /// ULONG, in bits: key size to ask for in the security context token. Without it the issuer decides.
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_SIZE = 11,
  /// WS_SECURITY_KEY_ENTROPY_MODE, default WS_SECURITY_KEY_ENTROPY_MODE_COMBINED: who contributes randomness to
  /// the key of the context. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE = 12,
  /// WS_MESSAGE_PROPERTIES: properties with which the request and reply messages of the token exchange are
  /// created; default message properties without it. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_MESSAGE_PROPERTIES = 13,
  /// ULONG, default 100: contexts that may exist on a server before the application or service host has accepted
  /// them as channels. Server-side WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_PENDING_CONTEXTS = 14,
  /// ULONG, default 1000: contexts that may be active on a server at a time. Server-side
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS = 15,
  /// WS_SECURE_CONVERSATION_VERSION, default WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005.
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING. On WSX_CERT_MESSAGE_SECURITY_BINDING it chooses the version of
  /// the derived key tokens that are sent; both are accepted there.
  WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION = 16,
  /// BOOL, default TRUE: renew contexts. With FALSE a client makes a new context instead, and a server rejects
  /// requests to renew. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_SUPPORT_RENEW = 17,
  /// WS_TIMESPAN (100 ns ticks). Client, default 10 hours: age at which it renews the context of its own accord.
  /// Server, default 15 hours: life of a context, within which it must be renewed.
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_RENEWAL_INTERVAL = 18,
  /// WS_TIMESPAN (100 ns ticks), default 5 minutes: how long the old context token is still accepted after a
  /// renewal, for messages under way. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_ROLLOVER_INTERVAL = 19,
  /// ULONG, default WS_CERT_FAILURE_REVOCATION_OFFLINE: the WS_CERT_FAILURE bits that do not make the check of
  /// the peer's certificate fail, or 0 for none. Client-side WS_SSL_TRANSPORT_SECURITY_BINDING, and
  /// WSX_CERT_MESSAGE_SECURITY_BINDING. Every bit weakens the protection.
  WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE = 20,
  /// BOOL, default FALSE: TRUE leaves out the revocation check of the peer's certificate. Client-side
  /// WS_SSL_TRANSPORT_SECURITY_BINDING, and WSX_CERT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK = 21,
  /// ULONG: the WS_SECURE_PROTOCOL bits of the protocol versions that must not be used.
  /// WS_SSL_TRANSPORT_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS = 22,
  /// WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT: a callback that checks the certificate of the connection for
  /// every request sent. No callback by default. Client-side WS_SSL_TRANSPORT_SECURITY_BINDING, and
  /// WSX_CERT_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT = 23,
} WS_SECURITY_BINDING_PROPERTY_ID;

/// Settings for a whole channel or listener, given in WS_SECURITY_DESCRIPTION.properties when the channel,
/// listener, service proxy or service host is created and fixed from then on. All have defaults. Those about
/// algorithms, timestamps and the header count where tokens travel in messages: over a transport binding, or with
/// WSX_CERT_MESSAGE_SECURITY_BINDING. WebServicesX.h adds ids from 0x10001 up: protection level of messages, replay
/// detection, legacy algorithms, and suites that the Windows names cannot say.
///
/// Source: WS_SECURITY_PROPERTY_ID page.
typedef enum WS_SECURITY_PROPERTY_ID WWS_ENUM_INT {
  /// WS_PROTECTION_LEVEL: protection of the connection. Default WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT with a
  /// transport security binding. HTTP header authentication without TLS, and on servers a message security
  /// binding on HTTP without TLS, need it set to WS_PROTECTION_LEVEL_NONE; a WSX binding that protects messages
  /// does not.
  WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL = 1,
  /// WS_SECURITY_ALGORITHM_SUITE: the algorithms one by one. Not together with
  /// WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME, whose default counts when neither is set.
  WS_SECURITY_PROPERTY_ALGORITHM_SUITE = 2,
  /// WS_SECURITY_ALGORITHM_SUITE_NAME. Default WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256, and BASIC128 with
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. Not together with WS_SECURITY_PROPERTY_ALGORITHM_SUITE.
  WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME = 3,
  /// WS_TIMESPAN (100 ns ticks), default 5 minutes: how old a received timestamp may be.
  WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY = 4,
  /// WS_TIMESPAN (100 ns ticks), default 5 minutes: time from Created to Expires in a sent timestamp.
  WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION = 5,
  /// WS_TIMESPAN (100 ns ticks), default 5 minutes: difference between the two clocks that checks of time, such
  /// as the maximum latency, make allowance for.
  WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW = 6,
  /// WS_SECURITY_TIMESTAMP_USAGE, default WS_SECURITY_TIMESTAMP_USAGE_ALWAYS.
  WS_SECURITY_PROPERTY_TIMESTAMP_USAGE = 7,
  /// WS_SECURITY_HEADER_LAYOUT, default WS_SECURITY_HEADER_LAYOUT_STRICT.
  WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT = 8,
  /// WS_SECURITY_HEADER_VERSION, default WS_SECURITY_HEADER_VERSION_1_1.
  WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION = 9,
  /// WS_EXTENDED_PROTECTION_POLICY, default WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED. Servers only, on
  /// WS_HTTP_CHANNEL_BINDING with WS_HTTP_HEADER_AUTH_SECURITY_BINDING or
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. Clients send the data by themselves.
  WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY = 10,
  /// WS_EXTENDED_PROTECTION_SCENARIO, default WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER. Where
  /// WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY is allowed.
  WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO = 11,
  /// WS_SERVICE_SECURITY_IDENTITIES: the service principal names that extended protection accepts, compared
  /// exactly. Servers only, on WS_HTTP_CHANNEL_BINDING. Set it when header authentication runs without TLS
  /// (without it nothing is checked there, as with WS_EXTENDED_PROTECTION_POLICY_NEVER) and when the scenario is
  /// WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL; it must not be set otherwise.
  WS_SECURITY_PROPERTY_SERVICE_IDENTITIES = 12,
} WS_SECURITY_PROPERTY_ID;

/// What WsReceiveMessage does when the channel has no more messages.
typedef enum WS_RECEIVE_OPTION WWS_ENUM_INT {
  /// A message must come; the end of the session is an error.
  WS_RECEIVE_REQUIRED_MESSAGE = 1,
  /// A message may come; at the end of the session the function returns WS_S_END.
  WS_RECEIVE_OPTIONAL_MESSAGE = 2,
} WS_RECEIVE_OPTION;

/// Identifies a property of a listener. One that is not given to WsCreateListener has its default.
///
/// How to read the notes below: the C type of the value comes first. Create means the property array of
/// WsCreateListener, get is WsGetListenerProperty, set is WsSetListenerProperty. Timeouts are in milliseconds.
///
/// Source: WS_LISTENER_PROPERTY_ID page.
typedef enum WS_LISTENER_PROPERTY_ID WWS_ENUM_INT {
  /// ULONG. TCP; create, get. Longest queue of connections that wait to be accepted, as in listen(); SOMAXCONN
  /// asks for a reasonable maximum.
  WS_LISTENER_PROPERTY_LISTEN_BACKLOG = 0,
  /// WS_IP_VERSION, default WS_IP_VERSION_AUTO. TCP, UDP; create, get. Holds for the channels accepted, too.
  WS_LISTENER_PROPERTY_IP_VERSION = 1,
  /// WS_LISTENER_STATE. All bindings; get. A snapshot: another thread may have changed the state by the time the
  /// value is looked at.
  WS_LISTENER_PROPERTY_STATE = 2,
  /// WS_CALLBACK_MODEL, default WS_LONG_CALLBACK. All bindings; create, get. The preferred model for callbacks of
  /// asynchronous operations on the listener and on channels made for it. A service host accepts only
  /// WS_LONG_CALLBACK.
  WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL = 3,
  /// WS_CHANNEL_TYPE. All bindings; get. The type given to WsCreateListener.
  WS_LISTENER_PROPERTY_CHANNEL_TYPE = 4,
  /// WS_CHANNEL_BINDING. All bindings; get. The binding given to WsCreateListener.
  WS_LISTENER_PROPERTY_CHANNEL_BINDING = 5,
  /// ULONG, milliseconds, default 15000, INFINITE for no limit. TCP, named pipe; create, get. Limits the framing
  /// handshake of a client that has connected. The wait for a client to connect has no limit. The client's
  /// counterpart is WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT.
  WS_LISTENER_PROPERTY_CONNECT_TIMEOUT = 6,
  /// BOOL, default FALSE. UDP with WS_CHANNEL_TYPE_DUPLEX; create, get. TRUE says that the URL is a multicast
  /// address and lets other processes listen on the same port; the address itself is not checked.
  /// WS_LISTENER_PROPERTY_MULTICAST_INTERFACES must be given as well.
  WS_LISTENER_PROPERTY_IS_MULTICAST = 7,
  /// Array of ULONG, valueSize = sizeof(ULONG) times the count; default empty. UDP with WS_CHANNEL_TYPE_DUPLEX;
  /// create, set; WS_LISTENER_PROPERTY_IS_MULTICAST must be TRUE. Indexes of the network interfaces on which the
  /// multicast group is joined; on Linux those of if_nametoindex.
  WS_LISTENER_PROPERTY_MULTICAST_INTERFACES = 8,
  /// BOOL, default TRUE. UDP with WS_CHANNEL_TYPE_DUPLEX; create; WS_LISTENER_PROPERTY_IS_MULTICAST must be TRUE.
  /// Whether messages sent over the loopback interface are received.
  WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK = 9,
  /// ULONG, milliseconds, default 5000. HTTP with WS_CHANNEL_TYPE_REPLY; create, get. Time left to clients for
  /// reading their responses before WsCloseListener cuts the connections. It counts from the last response (the
  /// WsWriteMessageEnd that sent it): what has passed since then is taken off, down to zero.
  WS_LISTENER_PROPERTY_CLOSE_TIMEOUT = 10,
  /// ULONG, WS_MATCH_URL_ flags. HTTP, TCP, UDP, named pipe; create. How the To header of received messages is
  /// compared with the listener's URL. Default: WS_MATCH_URL_THIS_HOST, WS_MATCH_URL_EXACT_PATH,
  /// WS_MATCH_URL_PORT and WS_MATCH_URL_NO_QUERY together.
  WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS = 11,
  /// ULONG, WS_MATCH_URL_ flags, same default as WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS. HTTP, TCP;
  /// create. How the transport URL of an accepted channel (WS_CHANNEL_PROPERTY_TRANSPORT_URL) is compared with
  /// the listener's. It checks what has arrived; what arrives follows from the URL given to WsOpenListener.
  WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS = 12,
  /// WS_CUSTOM_LISTENER_CALLBACKS. Custom listeners; create. The code of the listener; required with
  /// WS_CUSTOM_CHANNEL_BINDING.
  WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS = 13,
  /// Data of any type, valueSize bytes; default NULL with size 0. Custom listeners; create. Handed as it is to
  /// WS_CREATE_LISTENER_CALLBACK.
  WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS = 14,
  /// void*. Custom listeners; get. The instance that WS_CREATE_LISTENER_CALLBACK returned, for talking to the
  /// implementation past this API.
  WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE = 15,
  /// WS_DISALLOWED_USER_AGENT_SUBSTRINGS, default one entry, Mozilla. HTTP, but not with WS_ENCODING_RAW; create.
  /// A request is rejected if its User-Agent header contains one of the strings; the default keeps web browsers
  /// out.
  WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT = 16,
} WS_LISTENER_PROPERTY_ID;

/// Properties of a service proxy. All but WS_PROXY_PROPERTY_STATE are given to WsCreateServiceProxy and cannot be
/// read or changed later. Source: WS_PROXY_PROPERTY_ID page.
typedef enum WS_PROXY_PROPERTY_ID WWS_ENUM_INT {
  /// ULONG, milliseconds, default 30000; INFINITE means no limit. A call that is pending for longer is abandoned.
  WS_PROXY_PROPERTY_CALL_TIMEOUT = 0,
  /// WS_MESSAGE_PROPERTIES, default none: for the messages that the proxy makes. Only
  /// WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES,
  /// WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES and WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS are allowed.
  WS_PROXY_PROPERTY_MESSAGE_PROPERTIES = 1,
  /// USHORT, default 5. How many call objects are kept for reuse; worth raising if many calls run at the same
  /// time.
  WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE = 2,
  /// WS_SERVICE_PROXY_STATE, read only, by WsGetServiceProxyProperty. A snapshot that may be out of date when it
  /// is looked at.
  WS_PROXY_PROPERTY_STATE = 3,
  /// ULONG, default 100. A call that would exceed it fails with WS_E_QUOTA_EXCEEDED. Guards the client against a
  /// server that is slow to answer.
  WS_PROXY_PROPERTY_MAX_PENDING_CALLS = 4,
  /// ULONG, milliseconds, default 5000. How long WsCloseServiceProxy waits for pending calls before the proxy
  /// aborts itself.
  WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT = 5,
  /// LANGID, default the user's locale. Preferred language of fault texts. On Linux the library's own texts are
  /// English, and other languages fall back to it.
  WS_PROXY_FAULT_LANG_ID = 6,
} WS_PROXY_PROPERTY_ID;

/// What one parameter of an operation is.
typedef enum WS_PARAMETER_TYPE WWS_ENUM_INT {
  /// A single value: one field of the message.
  WS_PARAMETER_TYPE_NORMAL = 0,
  /// The items of a repeating field.
  WS_PARAMETER_TYPE_ARRAY = 1,
  /// The number of items of a repeating field, a ULONG.
  WS_PARAMETER_TYPE_ARRAY_COUNT = 2,
  /// The whole body element of the message rather than one of its fields.
  WS_PARAMETER_TYPE_MESSAGES = 3,
} WS_PARAMETER_TYPE;

/// How the body of an operation's messages is laid out, as the WSDL binding says.
typedef enum WS_OPERATION_STYLE WWS_ENUM_INT {
  /// Document/literal, or an encoded style, whose body is passed as an opaque WS_XML_BUFFER.
  WS_NON_RPC_LITERAL_OPERATION = 0,
  /// RPC/literal: the body is a wrapper element with one child per message part.
  WS_RPC_LITERAL_OPERATION = 1,
} WS_OPERATION_STYLE;

/// Properties of a single call, in the WS_CALL_PROPERTY array of WsCall and of the functions that wsutil generates.
/// Values must live until the call completes. Source: WS_CALL_PROPERTY_ID page.
typedef enum WS_CALL_PROPERTY_ID WWS_ENUM_INT {
  /// BOOL, default TRUE. Whether the reply's headers are checked for ones that are marked mustUnderstand and that
  /// nothing has processed.
  WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND = 0,
  /// WS_PROXY_MESSAGE_CALLBACK_CONTEXT, default none. Called before the request is sent, to add headers to it.
  WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT = 1,
  /// WS_PROXY_MESSAGE_CALLBACK_CONTEXT, default none. Called when the headers of the reply are there, to read
  /// them.
  WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT = 2,
  /// ULONG, default none. Number by which WsAbandonCall finds the call. Calls with the same number are abandoned
  /// together, so it should be unique among the pending calls of the proxy. 0 is no usable number: WsAbandonCall
  /// takes it as all calls.
  WS_CALL_PROPERTY_CALL_ID = 3,
} WS_CALL_PROPERTY_ID;

/// Properties of a WS_OPERATION_CONTEXT, read by WsGetOperationContextProperty. Which are there depends on who
/// asks: an operation has all of them, a callback those that are said below. The values belong to the host and live
/// as long as the context does. Source: WS_OPERATION_CONTEXT_PROPERTY_ID page.
typedef enum WS_OPERATION_CONTEXT_PROPERTY_ID WWS_ENUM_INT {
  /// WS_CHANNEL*. The channel of the call. In operations, WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
  /// WS_SERVICE_ACCEPT_CHANNEL_CALLBACK and WS_SERVICE_CLOSE_CHANNEL_CALLBACK.
  WS_OPERATION_CONTEXT_PROPERTY_CHANNEL = 0,
  /// WS_CONTRACT_DESCRIPTION*. The contract of the endpoint. In operations, WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
  /// WS_SERVICE_ACCEPT_CHANNEL_CALLBACK and WS_SERVICE_CLOSE_CHANNEL_CALLBACK.
  WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION = 1,
  /// void*. What WS_SERVICE_PROPERTY_HOST_USER_STATE was set to. In operations and all callbacks of the host.
  WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE = 2,
  /// void*. What WS_SERVICE_ACCEPT_CHANNEL_CALLBACK stored for the channel; NULL if nothing. In operations,
  /// WS_SERVICE_MESSAGE_RECEIVE_CALLBACK and WS_SERVICE_CLOSE_CHANNEL_CALLBACK, which is where to free it.
  WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE = 3,
  /// WS_MESSAGE*. The message received. In operations, WS_SERVICE_MESSAGE_RECEIVE_CALLBACK and
  /// WS_SERVICE_SECURITY_CALLBACK.
  WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE = 4,
  /// WS_MESSAGE*. The reply, for adding headers. In operations.
  WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE = 5,
  /// WS_HEAP*. For the memory of out parameters, which the host frees when the call is over. In operations.
  WS_OPERATION_CONTEXT_PROPERTY_HEAP = 6,
  /// WS_LISTENER*. The listener of the endpoint. Windows has it without documenting it.
  WS_OPERATION_CONTEXT_PROPERTY_LISTENER = 7,
  /// WS_ENDPOINT_ADDRESS. The address of the endpoint. Windows has it without documenting it.
  WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS = 8,
} WS_OPERATION_CONTEXT_PROPERTY_ID;

/// Why a service operation or callback is cancelled.
typedef enum WS_SERVICE_CANCEL_REASON WWS_ENUM_INT {
  /// The host is being aborted, by WsAbortServiceHost or because closing took too long.
  WS_SERVICE_HOST_ABORT = 0,
  /// The channel of the call faulted, as when the client closes the connection early.
  WS_SERVICE_CHANNEL_FAULTED = 1,
} WS_SERVICE_CANCEL_REASON;

/// Properties of an endpoint, in the array of its WS_SERVICE_ENDPOINT; given to WsCreateServiceHost, fixed from
/// then on. The limits among them bound what clients can make the host allocate. Source:
/// WS_SERVICE_ENDPOINT_PROPERTY_ID page.
typedef enum WS_SERVICE_ENDPOINT_PROPERTY_ID WWS_ENUM_INT {
  /// WS_SERVICE_PROPERTY_ACCEPT_CALLBACK, default none. Called when a channel is accepted.
  WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK = 0,
  /// WS_SERVICE_PROPERTY_CLOSE_CALLBACK, default none. Called when a channel is about to be closed or aborted.
  WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK = 1,
  /// ULONG, default 1. How many channels wait for new clients at the same time. Must be 1 if the contract has a
  /// defaultMessageHandlerCallback.
  WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS = 2,
  /// ULONG, default 1. How many calls of one session channel are served at the same time. Must be 1 if the
  /// contract has a defaultMessageHandlerCallback. Without sessions it has no effect.
  WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY = 3,
  /// SIZE_T, bytes, default 65535. Maximum size of the heap that holds the parameters of one call, in and out.
  WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE = 4,
  /// SIZE_T, bytes, default 4096. How much of that heap's memory is kept for the next call when it is reset.
  WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE = 5,
  /// WS_MESSAGE_PROPERTIES, default none: for the messages of the endpoint. Only
  /// WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES,
  /// WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES and WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS are allowed.
  WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES = 6,
  /// ULONG, default 100. How many call objects are kept for reuse. Without sessions best the same as
  /// WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE.
  WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE = 7,
  /// ULONG, default 100. How many channels are kept for reuse.
  WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE = 8,
  /// WS_LISTENER_PROPERTIES, default none: for the listener of the endpoint.
  WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES = 9,
  /// BOOL, default TRUE. Whether requests are checked for headers that are marked mustUnderstand and that nothing
  /// has processed.
  WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND = 10,
  /// WS_METADATA_EXCHANGE_TYPE, default WS_METADATA_EXCHANGE_TYPE_NONE. Whether the endpoint gives out the host's
  /// metadata, by WS-MetadataExchange (WS_METADATA_EXCHANGE_TYPE_MEX) or by HTTP GET
  /// (WS_METADATA_EXCHANGE_TYPE_HTTP_GET). The latter sets WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS and
  /// WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS of the listener to WS_MATCH_URL_PREFIX_PATH; the
  /// application must not give them WS_MATCH_URL_EXACT_PATH.
  WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE = 11,
  /// WS_SERVICE_ENDPOINT_METADATA, default none. The WSDL port of the endpoint; without it the endpoint does not
  /// appear in the metadata.
  WS_SERVICE_ENDPOINT_PROPERTY_METADATA = 12,
  /// WS_STRING, default none. Appended as it is to the endpoint's URL; only a WS-Transfer Get whose To header is
  /// the result is answered with metadata, and others are left to the application. Without it every such request
  /// is answered. Only with WS_METADATA_EXCHANGE_TYPE_MEX. URL matching changes as with
  /// WS_METADATA_EXCHANGE_TYPE_HTTP_GET.
  WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX = 13,
  /// ULONG, default 100. How many channels the endpoint serves at the same time.
  WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS = 14,
  /// ULONG. How many channels the endpoint serves at the same time for clients of one IP address. Windows has it
  /// without documenting it.
  WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP = 15,
} WS_SERVICE_ENDPOINT_PROPERTY_ID;

/// Properties of a service host, given to WsCreateServiceHost; the state is read by WsGetServiceHostProperty.
/// Source: WS_SERVICE_PROPERTY_ID page.
typedef enum WS_SERVICE_PROPERTY_ID WWS_ENUM_INT {
  /// void*, default NULL; the value of the property points to that pointer. The application's own state, which
  /// operations and callbacks read as WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE. The library never looks into
  /// it; it must outlive the host.
  WS_SERVICE_PROPERTY_HOST_USER_STATE = 0,
  /// WS_FAULT_DISCLOSURE, default WS_MINIMAL_FAULT_DISCLOSURE. How much of a WS_ERROR goes into a fault that the
  /// host makes from it. More than the default tells clients about the inside of the service.
  WS_SERVICE_PROPERTY_FAULT_DISCLOSURE = 1,
  /// LANGID, default the user's locale. Language of the faults that the host makes. On Linux the library's own
  /// texts are English, and other languages fall back to it.
  WS_SERVICE_PROPERTY_FAULT_LANGID = 2,
  /// WS_SERVICE_HOST_STATE, read only, by WsGetServiceHostProperty. A snapshot that may be out of date when it is
  /// looked at.
  WS_SERVICE_PROPERTY_HOST_STATE = 3,
  /// WS_SERVICE_METADATA, default none. The documents that the host gives out as metadata; without it there is no
  /// metadata exchange. The host adds a wsdl:service with a port for each endpoint that has
  /// WS_SERVICE_ENDPOINT_PROPERTY_METADATA to the document whose namespace is serviceNs, unless a document has a
  /// wsdl:service already.
  WS_SERVICE_PROPERTY_METADATA = 4,
  /// ULONG, milliseconds, default 5000. How long WsCloseServiceHost waits for running calls before the host
  /// aborts itself.
  WS_SERVICE_PROPERTY_CLOSE_TIMEOUT = 5,
} WS_SERVICE_PROPERTY_ID;

/// Selects the struct that follows a WS_SECURITY_KEY_HANDLE.
typedef enum WS_SECURITY_KEY_HANDLE_TYPE WWS_ENUM_INT {
  /// WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE.
  WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 1,
  /// WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE.
  WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 2,
  /// WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE.
  WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 3,
} WS_SECURITY_KEY_HANDLE_TYPE;

/// Optional properties of a token made by WsCreateXmlSecurityToken. A token created with a key is a
/// proof-of-possession token, one without a key a bearer token. The caller owns the values.
typedef enum WS_XML_SECURITY_TOKEN_PROPERTY_ID WWS_ENUM_INT {
  /// Pointer to WS_XML_BUFFER with exactly one top-level element: the reference to the token in a message that
  /// carries it. Required for proof-of-possession tokens, and for them only.
  WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE = 1,
  /// Pointer to WS_XML_BUFFER with exactly one top-level element: the reference to the token in a message that
  /// does not carry it. Only for proof-of-possession tokens that are used without being sent.
  WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE = 2,
  /// WS_DATETIME: start of validity. No default.
  WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME = 3,
  /// WS_DATETIME: end of validity. No default.
  WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME = 4,
} WS_XML_SECURITY_TOKEN_PROPERTY_ID;

/// What WsGetSecurityTokenProperty tells about a token; not every token has all of it. Values belong to the token
/// and are valid as long as it, except WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY: that one goes onto the caller's
/// heap, and the heap parameter must be NULL for all others.
///
/// Source: WS_SECURITY_TOKEN_PROPERTY_ID and WsGetSecurityTokenProperty pages.
typedef enum WS_SECURITY_TOKEN_PROPERTY_ID WWS_ENUM_INT {
  /// WS_SECURITY_KEY_TYPE: kind of the proof key.
  WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE = 1,
  /// WS_DATETIME: start of validity; ticks is 0 where the token names none.
  WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME = 2,
  /// WS_DATETIME: end of validity; ticks is 0 where the token names none.
  WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME = 3,
  /// Pointer to WS_XML_BUFFER: the token as it is sent.
  WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML = 4,
  /// Pointer to WS_XML_BUFFER: the reference for use, from a signature say, in the message that carries the
  /// token.
  WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML = 5,
  /// Pointer to WS_XML_BUFFER: the reference for use in a message that does not carry the token.
  WS_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE_XML = 6,
  /// WS_BYTES: the key, for tokens whose key type is symmetric; needs a heap. For an issued token it is the
  /// client's, the server's or the combined key material, as
  /// WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_ENTROPY asked for. Wipe the bytes after use.
  WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY = 7,
} WS_SECURITY_TOKEN_PROPERTY_ID;

/// Which canonical form to produce. All give UTF-8 without byte order mark, fixed attribute order, no empty form of
/// elements and normalised line ends; they differ in the namespace declarations they repeat and in comments. The
/// inclusive ones work on whole documents only: the reader or writer must be at WS_XML_NODE_TYPE_BOF when
/// canonicalization starts. Sources: WS_XML_CANONICALIZATION_ALGORITHM and WsStartReaderCanonicalization pages.
typedef enum WS_XML_CANONICALIZATION_ALGORITHM WWS_ENUM_INT {
  /// Exclusive XML Canonicalization 1.0 (RFC 3741, xml-exc-c14n): only the namespace declarations in use are
  /// written. Comments are left out. The default.
  WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM = 0,
  /// Exclusive XML Canonicalization 1.0 with comments.
  WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM = 1,
  /// Canonical XML 1.0 (W3C, 15 March 2001), for whole documents. Comments are left out.
  WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM = 2,
  /// Canonical XML 1.0 with comments, for whole documents.
  WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM = 3,
} WS_XML_CANONICALIZATION_ALGORITHM;

/// Character encoding of a text document. Other encodings are not supported.
typedef enum WS_CHARSET WWS_ENUM_INT {
  /// For readers only: found from the byte order mark or the first bytes, and the XML declaration if there is
  /// one.
  WS_CHARSET_AUTO = 0,
  /// UTF-8.
  WS_CHARSET_UTF8 = 1,
  /// UTF-16, low byte first.
  WS_CHARSET_UTF16LE = 2,
  /// UTF-16, high byte first.
  WS_CHARSET_UTF16BE = 3,
} WS_CHARSET;

/// Which part of the XML one field of a structure stands for. The order in which the fields of a structure must be
/// described follows from their mappings; see WS_STRUCT_DESCRIPTION. Content that no field describes fails the read
/// with WS_E_INVALID_FORMAT.
///
/// Where a mapping takes WS_FIELD_OPTIONAL, an absent field is set to the WS_DEFAULT_VALUE of its description, or
/// to zeros without one. To read and forget an attribute, an element or other content, describe it with
/// WS_VOID_TYPE; the structure then needs no field. Source: WS_FIELD_MAPPING page.
typedef enum WS_FIELD_MAPPING WWS_ENUM_INT {
  /// The xsi:type attribute, which tells the actual type of a derived structure. The field is a
  /// WS_STRUCT_DESCRIPTION* with type WS_DESCRIPTION_TYPE: the writer takes the type to write from it, the reader
  /// sets it. No default value.
  WS_TYPE_ATTRIBUTE_FIELD_MAPPING = 0,
  /// One attribute, named by localName and ns. Required unless WS_FIELD_OPTIONAL.
  WS_ATTRIBUTE_FIELD_MAPPING = 1,
  /// One child element, named by localName and ns. Required unless WS_FIELD_OPTIONAL.
  WS_ELEMENT_FIELD_MAPPING = 2,
  /// An array of elements, each named by itemLocalName and itemNs. The field is a pointer to the items and
  /// countOffset leads to their number. localName and ns name a wrapper element around the items, which must
  /// appear unless there are none; both NULL means no wrapper. itemRange limits the number of items. No default
  /// value.
  WS_REPEATING_ELEMENT_FIELD_MAPPING = 3,
  /// The whole text of the element, which then has no child elements; usually next to attribute fields. No
  /// default value.
  WS_TEXT_FIELD_MAPPING = 4,
  /// Nothing in the XML: the writer passes over the field, the reader sets it to the default value, or zeros
  /// without one. Use WS_VOID_TYPE if the field's C type is none of the others. No options but WS_FIELD_POINTER.
  WS_NO_FIELD_MAPPING = 5,
  /// One attribute of the reserved xml prefix, such as xml:lang or xml:space, named by localName alone. Required
  /// unless WS_FIELD_OPTIONAL.
  WS_XML_ATTRIBUTE_FIELD_MAPPING = 6,
  /// One element out of several. The type must be WS_UNION_TYPE, whose WS_UNION_DESCRIPTION names the elements;
  /// localName and ns are NULL. With WS_FIELD_OPTIONAL none needs to appear, and the selector is then set to
  /// noneEnumValue. Members of the union that the selector does not choose are left uninitialized by the reader.
  /// No default value.
  WS_ELEMENT_CHOICE_FIELD_MAPPING = 7,
  /// An array of element choices; each item is a union with its selector (WS_UNION_TYPE). Pointer, count, wrapper
  /// element and itemRange are as with WS_REPEATING_ELEMENT_FIELD_MAPPING, but itemLocalName and itemNs are NULL,
  /// because the WS_UNION_DESCRIPTION names the elements. No default value.
  WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING = 8,
  /// One element of any name, kept in a WS_XML_BUFFER* (WS_XML_BUFFER_TYPE), in a custom type, or discarded
  /// (WS_VOID_TYPE). If ns is not NULL it restricts the namespace, WS_FIELD_OTHER_NAMESPACE turning that into any
  /// other namespace.
  WS_ANY_ELEMENT_FIELD_MAPPING = 9,
  /// A sequence of elements of any name, kept as an array of WS_XML_BUFFER* with its count at countOffset, or
  /// discarded (WS_VOID_TYPE). itemRange limits their number. No default value.
  WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING = 10,
  /// All text and elements that are left before the end of the element, kept in one WS_XML_BUFFER*
  /// (WS_XML_BUFFER_TYPE) or discarded (WS_VOID_TYPE). No default value.
  WS_ANY_CONTENT_FIELD_MAPPING = 11,
  /// The attributes that no other field describes, kept in a WS_ANY_ATTRIBUTES (WS_ANY_ATTRIBUTES_TYPE) or
  /// discarded (WS_VOID_TYPE). localName must be NULL. A NULL ns admits every namespace; otherwise only that
  /// namespace, or, with WS_FIELD_OTHER_NAMESPACE, every one but that. No default value.
  WS_ANY_ATTRIBUTES_FIELD_MAPPING = 12,
} WS_FIELD_MAPPING;

/// Numbers of the structured exceptions that Windows raises on a fatal error and that applications must not handle.
/// Linux has no such exceptions and this library raises none; the values serve programs that name them.
typedef enum WS_EXCEPTION_CODE WWS_ENUM_INT {
  /// The caller broke a rule of the API (0xC03D0000).
  WS_EXCEPTION_CODE_USAGE_FAILURE = -1069744128,
  /// Something went wrong inside the library (0xC03D0001).
  WS_EXCEPTION_CODE_INTERNAL_FAILURE = -1069744127,
} WS_EXCEPTION_CODE;

/// Where a message is in its life. Writing leads from empty over initialized and writing to done, reading from
/// empty over reading to done; WsResetMessage leads back to empty. A function that the state does not allow fails
/// with WS_E_INVALID_OPERATION.
///
/// Source: WS_MESSAGE_STATE page.
typedef enum WS_MESSAGE_STATE WWS_ENUM_INT {
  /// New or reset. Neither headers nor body can be accessed.
  WS_MESSAGE_STATE_EMPTY = 1,
  /// Headers can be accessed, the body cannot: the time to set up the headers of a message to be sent.
  WS_MESSAGE_STATE_INITIALIZED = 2,
  /// Headers can be accessed and the body be read, with WsReadBody or WS_MESSAGE_PROPERTY_BODY_READER.
  WS_MESSAGE_STATE_READING = 3,
  /// Headers can be accessed and the body be written, with WsWriteBody or WS_MESSAGE_PROPERTY_BODY_WRITER.
  WS_MESSAGE_STATE_WRITING = 4,
  /// The end of the body has been read or written. Headers can still be accessed.
  WS_MESSAGE_STATE_DONE = 5,
} WS_MESSAGE_STATE;

/// What a client channel does with HTTP cookies (WS_CHANNEL_PROPERTY_COOKIE_MODE).
typedef enum WS_COOKIE_MODE WWS_ENUM_INT {
  /// The channel ignores cookies: it neither keeps nor sends them. The application can handle them as mapped
  /// headers.
  WS_MANUAL_COOKIE_MODE = 1,
  /// The channel keeps the cookies that the server sets and sends them with later requests; the default.
  WS_AUTO_COOKIE_MODE = 2,
} WS_COOKIE_MODE;

/// Where a client channel gets its HTTP proxy from (WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE).
typedef enum WS_HTTP_PROXY_SETTING_MODE WWS_ENUM_INT {
  /// From the configuration of the user, looked up when the channel is opened; the default.
  WS_HTTP_PROXY_SETTING_MODE_AUTO = 1,
  /// No proxy.
  WS_HTTP_PROXY_SETTING_MODE_NONE = 2,
  /// From WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, which must be given.
  WS_HTTP_PROXY_SETTING_MODE_CUSTOM = 3,
} WS_HTTP_PROXY_SETTING_MODE;

/// Where a channel is in its life. A function that the state does not allow fails with WS_E_INVALID_OPERATION
/// (WsFreeChannel cannot fail and must not be called then).
///
/// Source: WS_CHANNEL_STATE page.
typedef enum WS_CHANNEL_STATE WWS_ENUM_INT {
  /// New or reset; may be opened, accepted, reset or freed.
  WS_CHANNEL_STATE_CREATED = 0,
  /// WsOpenChannel is under way.
  WS_CHANNEL_STATE_OPENING = 1,
  /// WsAcceptChannel is under way.
  WS_CHANNEL_STATE_ACCEPTING = 2,
  /// Messages can be sent and received.
  WS_CHANNEL_STATE_OPEN = 3,
  /// No further use: WsAbortChannel was called on the open channel, or an error made the channel unusable. The
  /// current message can be abandoned and the channel closed; nothing else.
  WS_CHANNEL_STATE_FAULTED = 4,
  /// WsCloseChannel is under way.
  WS_CHANNEL_STATE_CLOSING = 5,
  /// Closed; may be reset for another use, or freed. A channel ends here even if WsCloseChannel returned an
  /// error.
  WS_CHANNEL_STATE_CLOSED = 6,
} WS_CHANNEL_STATE;

/// The IP version of a channel (WS_CHANNEL_PROPERTY_IP_VERSION) or listener (WS_LISTENER_PROPERTY_IP_VERSION).
typedef enum WS_IP_VERSION WWS_ENUM_INT {
  /// IPv4 only.
  WS_IP_VERSION_4 = 1,
  /// IPv6 only.
  WS_IP_VERSION_6 = 2,
  /// Either, as the address and the machine allow; the default.
  WS_IP_VERSION_AUTO = 3,
} WS_IP_VERSION;

/// Whether whole messages are held in memory or pass through in pieces, for each direction
/// (WS_CHANNEL_PROPERTY_TRANSFER_MODE). Two bits. Code written for streaming also works buffered: WsFillBody and
/// WsFlushBody then do nothing.
///
/// Source: WS_TRANSFER_MODE page.
typedef enum WS_TRANSFER_MODE WWS_ENUM_INT {
  /// Streamed input: WsReadMessageStart completes when envelope tag, headers and body tag are there; the
  /// application calls WsFillBody before it reads each piece of the body, and WsReadMessageEnd reads the end.
  /// Without this bit WsReadMessageStart reads the whole message.
  WS_STREAMED_INPUT_TRANSFER_MODE = 1,
  /// Streamed output: WsWriteMessageStart sends envelope tag, headers and body tag, each WsFlushBody what has
  /// been written since, and WsWriteMessageEnd the rest. Without this bit everything is sent by
  /// WsWriteMessageEnd.
  WS_STREAMED_OUTPUT_TRANSFER_MODE = 2,
  /// Both directions buffered.
  WS_BUFFERED_TRANSFER_MODE = 0,
  /// Both directions streamed.
  WS_STREAMED_TRANSFER_MODE = 3,
} WS_TRANSFER_MODE;

/// Where a listener is in its life. A function that the state does not allow fails with WS_E_INVALID_OPERATION
/// (WsFreeListener cannot fail and must not be called then).
///
/// Source: WS_LISTENER_STATE page.
typedef enum WS_LISTENER_STATE WWS_ENUM_INT {
  /// New or reset; may be opened, reset or freed.
  WS_LISTENER_STATE_CREATED = 0,
  /// WsOpenListener is under way.
  WS_LISTENER_STATE_OPENING = 1,
  /// Listening; channels can be accepted.
  WS_LISTENER_STATE_OPEN = 2,
  /// WsAbortListener was called on the open listener; nothing else leads here. Accepts fail at once with
  /// WS_E_OBJECT_FAULTED, which should end an accept loop. It can only be closed.
  WS_LISTENER_STATE_FAULTED = 3,
  /// WsCloseListener is under way.
  WS_LISTENER_STATE_CLOSING = 4,
  /// Closed; may be reset for another use, or freed.
  WS_LISTENER_STATE_CLOSED = 5,
} WS_LISTENER_STATE;

/// Selects the struct that follows a WS_CERT_CREDENTIAL.
typedef enum WS_CERT_CREDENTIAL_TYPE WWS_ENUM_INT {
  /// WS_SUBJECT_NAME_CERT_CREDENTIAL.
  WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE = 1,
  /// WS_THUMBPRINT_CERT_CREDENTIAL.
  WS_THUMBPRINT_CERT_CREDENTIAL_TYPE = 2,
  /// WS_CUSTOM_CERT_CREDENTIAL.
  WS_CUSTOM_CERT_CREDENTIAL_TYPE = 3,
} WS_CERT_CREDENTIAL_TYPE;

/// Selects the struct that follows a WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
typedef enum WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE WWS_ENUM_INT {
  /// WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
  WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 1,
  /// WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
  WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 2,
  /// WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
  WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 3,
} WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE;

/// Selects the struct that follows a WS_USERNAME_CREDENTIAL.
typedef enum WS_USERNAME_CREDENTIAL_TYPE WWS_ENUM_INT {
  /// WS_STRING_USERNAME_CREDENTIAL.
  WS_STRING_USERNAME_CREDENTIAL_TYPE = 1,
} WS_USERNAME_CREDENTIAL_TYPE;

/// Mechanism of integrated authentication; an SSPI package on Windows, a GSSAPI mechanism here. Value of
/// WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE.
typedef enum WS_WINDOWS_INTEGRATED_AUTH_PACKAGE WWS_ENUM_INT {
  /// Kerberos 5 (MIT krb5).
  WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS = 1,
  /// NTLM, where gss-ntlmssp is installed. It does not authenticate the server, so the client must set
  /// WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH to FALSE on TCP.
  WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_NTLM = 2,
  /// SPNEGO, which chooses among the mechanisms both sides have. Default.
  WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO = 3,
} WS_WINDOWS_INTEGRATED_AUTH_PACKAGE;

/// Selects the struct that follows a WS_SAML_AUTHENTICATOR.
typedef enum WS_SAML_AUTHENTICATOR_TYPE WWS_ENUM_INT {
  /// WS_CERT_SIGNED_SAML_AUTHENTICATOR.
  WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE = 1,
} WS_SAML_AUTHENTICATOR_TYPE;

/// What WsRequestSecurityToken asks the issuer for. Value of WS_REQUEST_SECURITY_TOKEN_PROPERTY_REQUEST_ACTION.
typedef enum WS_REQUEST_SECURITY_TOKEN_ACTION WWS_ENUM_INT {
  /// Default. A new token, by WS-Trust's issue action.
  WS_REQUEST_SECURITY_TOKEN_ACTION_ISSUE = 1,
  /// A new security context token, by the action that WS-SecureConversation defines.
  WS_REQUEST_SECURITY_TOKEN_ACTION_NEW_CONTEXT = 2,
  /// Renewal of a security context token. Requires WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN.
  WS_REQUEST_SECURITY_TOKEN_ACTION_RENEW_CONTEXT = 3,
} WS_REQUEST_SECURITY_TOKEN_ACTION;

/// Parameters of the token request of WsRequestSecurityToken; all optional. The caller owns the values, which must
/// live until the call, or its asynchronous completion, is over.
///
/// Source: WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID page.
typedef enum WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID WWS_ENUM_INT {
  /// WS_ENDPOINT_ADDRESS: the service (relying party) to which the token will be shown. No default.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_APPLIES_TO = 1,
  /// WS_TRUST_VERSION, default WS_TRUST_VERSION_FEBRUARY_2005.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION = 2,
  /// WS_SECURE_CONVERSATION_VERSION, default WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005. Counts for the actions
  /// NEW_CONTEXT and RENEW_CONTEXT.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_SECURE_CONVERSATION_VERSION = 3,
  /// WS_XML_STRING: the TokenType to ask for. Without it no such element is sent and the issuer is assumed to
  /// know.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_TYPE = 4,
  /// WS_REQUEST_SECURITY_TOKEN_ACTION, default WS_REQUEST_SECURITY_TOKEN_ACTION_ISSUE.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_REQUEST_ACTION = 5,
  /// Pointer to WS_SECURITY_TOKEN: the token to renew, only with WS_REQUEST_SECURITY_TOKEN_ACTION_RENEW_CONTEXT.
  /// Success gives a new token and makes the old one invalid; its handle is still the caller's to free.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN = 6,
  /// WS_SECURITY_KEY_TYPE: WS_SECURITY_KEY_TYPE_NONE for a bearer token, which will sign nothing, or
  /// WS_SECURITY_KEY_TYPE_SYMMETRIC. Without it no KeyType element is sent, which WS-Trust takes as symmetric.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_TYPE = 7,
  /// ULONG, in bits, for symmetric keys only: key size to ask for. Without it no KeySize element is sent.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_SIZE = 8,
  /// WS_SECURITY_KEY_ENTROPY_MODE, default WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY, for symmetric keys only: who
  /// contributes randomness to the key.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_ENTROPY = 9,
  /// Pointer to WS_XML_BUFFER: the client's own additional parameters, as top-level elements that are copied
  /// unchanged into RequestSecurityToken. None by default.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_LOCAL_REQUEST_PARAMETERS = 10,
  /// Pointer to WS_XML_BUFFER: parameters that the service prescribes, as top-level elements; usually
  /// out.RequestSecurityTokenTemplate of WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT after a metadata
  /// import. WS-Trust of February 2005 writes them after the local ones, WS-Trust 1.3 into SecondaryParameters.
  /// None by default.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS = 11,
  /// WS_MESSAGE_PROPERTIES: properties with which the request and reply messages are created; default message
  /// properties without it.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_MESSAGE_PROPERTIES = 12,
  /// WS_SECURITY_BEARER_KEY_TYPE_VERSION: which of the three URIs names a bearer key in a WS-Trust 1.3 request,
  /// where the issuer insists on one.
  WS_REQUEST_SECURITY_TOKEN_PROPERTY_BEARER_KEY_TYPE_VERSION = 13,
} WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID;

/// Version of WS-SecureConversation.
typedef enum WS_SECURE_CONVERSATION_VERSION WWS_ENUM_INT {
  /// The version of February 2005. Default wherever a version can be chosen.
  WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005 = 1,
  /// OASIS WS-SecureConversation 1.3.
  WS_SECURE_CONVERSATION_VERSION_1_3 = 2,
} WS_SECURE_CONVERSATION_VERSION;

/// Algorithms for the members of WS_SECURITY_ALGORITHM_SUITE; they count for message security over or without
/// transport security. Each stands for one algorithm URI, whose distinctive end is given. What this list lacks
/// (AES-GCM, ECDSA and others) is chosen with WSX_SECURITY_PROPERTY_ALGORITHM_SUITE.
typedef enum WS_SECURITY_ALGORITHM_ID WWS_ENUM_INT {
  /// The default of the member it is given for; see WS_SECURITY_ALGORITHM_SUITE.
  WS_SECURITY_ALGORITHM_DEFAULT = 0,
  /// Exclusive canonicalization without comments: 2001/10/xml-exc-c14n#.
  WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE = 1,
  /// Exclusive canonicalization that keeps comments: 2001/10/xml-exc-c14n#WithComments.
  WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS = 2,
  /// SHA-1: 2000/09/xmldsig#sha1.
  WS_SECURITY_ALGORITHM_DIGEST_SHA1 = 3,
  /// SHA-256: 2001/04/xmlenc#sha256.
  WS_SECURITY_ALGORITHM_DIGEST_SHA_256 = 4,
  /// SHA-384: 2001/04/xmlenc#sha384.
  WS_SECURITY_ALGORITHM_DIGEST_SHA_384 = 5,
  /// SHA-512: 2001/04/xmlenc#sha512.
  WS_SECURITY_ALGORITHM_DIGEST_SHA_512 = 6,
  /// HMAC with SHA-1: 2000/09/xmldsig#hmac-sha1.
  WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1 = 7,
  /// HMAC with SHA-256: 2001/04/xmldsig-more#hmac-sha256.
  WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_256 = 8,
  /// HMAC with SHA-384: 2001/04/xmldsig-more#hmac-sha384.
  WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_384 = 9,
  /// HMAC with SHA-512: 2001/04/xmldsig-more#hmac-sha512.
  WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_512 = 10,
  /// RSA PKCS #1 v1.5 with SHA-1: 2000/09/xmldsig#rsa-sha1.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1 = 11,
  /// DSA with SHA-1: 2000/09/xmldsig#dsa-sha1.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_DSA_SHA1 = 12,
  /// RSA PKCS #1 v1.5 with SHA-256: 2001/04/xmldsig-more#rsa-sha256.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_256 = 13,
  /// RSA PKCS #1 v1.5 with SHA-384: 2001/04/xmldsig-more#rsa-sha384.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_384 = 14,
  /// RSA PKCS #1 v1.5 with SHA-512: 2001/04/xmldsig-more#rsa-sha512.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512 = 15,
  /// RSA PKCS #1 v1.5 key transport: 2001/04/xmlenc#rsa-1_5. Needs WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS
  /// where keys are really wrapped with it.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_1_5 = 16,
  /// RSA-OAEP key transport with SHA-1: 2001/04/xmlenc#rsa-oaep-mgf1p.
  WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP = 17,
  /// P_SHA1 key derivation of WS-SecureConversation: 2005/02/sc/dk/p_sha1.
  WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1 = 18,
} WS_SECURITY_ALGORITHM_ID;

/// Ids of algorithm properties. Windows defines none; the enumerator exists because C wants one.
typedef enum WS_SECURITY_ALGORITHM_PROPERTY_ID WWS_ENUM_INT {
  /// Stands for no property; never passed.
  WSX_SECURITY_ALGORITHM_PROPERTY_ID_RESERVED = 0,
} WS_SECURITY_ALGORITHM_PROPERTY_ID;

/// Named algorithm suites of WS-SecurityPolicy 1.1, section 7.1; value of
/// WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME. All use exclusive canonicalization and AES-CBC with the key size in
/// the name, and RSA-OAEP key transport unless the name says RSA15. The plain suites use SHA-1, HMAC-SHA1 and
/// RSA-SHA1. For the SHA256 suites the specification changes the digest only, while WCF also signs with HMAC-SHA256
/// and RSA-SHA256.
typedef enum WS_SECURITY_ALGORITHM_SUITE_NAME WWS_ENUM_INT {
  /// Basic256: AES-256, SHA-1, RSA-OAEP. Default, except with Kerberos AP_REQ.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256 = 1,
  /// Basic192: AES-192, SHA-1, RSA-OAEP.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192 = 2,
  /// Basic128: AES-128, SHA-1, RSA-OAEP. Default with WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128 = 3,
  /// Basic256Rsa15: AES-256, SHA-1, RSA 1.5.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15 = 4,
  /// Basic192Rsa15: AES-192, SHA-1, RSA 1.5.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_RSA15 = 5,
  /// Basic128Rsa15: AES-128, SHA-1, RSA 1.5.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_RSA15 = 6,
  /// Basic256Sha256: AES-256, SHA-256, RSA-OAEP.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256 = 7,
  /// Basic192Sha256: AES-192, SHA-256, RSA-OAEP.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256 = 8,
  /// Basic128Sha256: AES-128, SHA-256, RSA-OAEP.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256 = 9,
  /// Basic256Sha256Rsa15: AES-256, SHA-256, RSA 1.5.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256_RSA15 = 10,
  /// Basic192Sha256Rsa15: AES-192, SHA-256, RSA 1.5.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256_RSA15 = 11,
  /// Basic128Sha256Rsa15: AES-128, SHA-256, RSA 1.5.
  WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15 = 12,
} WS_SECURITY_ALGORITHM_SUITE_NAME;

/// Which URI for the Bearer key type WS-Trust 1.3 means: its first publication gave different ones in the text and
/// in the schema, and an erratum a third. Value of WS_REQUEST_SECURITY_TOKEN_PROPERTY_BEARER_KEY_TYPE_VERSION. All
/// are below docs.oasis-open.org; Microsoft does not document which is which, so the paths follow the names.
typedef enum WS_SECURITY_BEARER_KEY_TYPE_VERSION WWS_ENUM_INT {
  /// ws-sx/wstrust/200512/Bearer, as the original text has it.
  WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SPECIFICATION = 1,
  /// wssx/wstrust/200512/Bearer, as the original schema has it.
  WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SCHEMA = 2,
  /// ws-sx/ws-trust/200512/Bearer, as corrected by errata 01; WCF uses this one.
  WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ERRATA_01 = 3,
} WS_SECURITY_BEARER_KEY_TYPE_VERSION;

/// What WsGetSecurityContextProperty tells about a security context. Which of the client's properties exist depends
/// on the binding in the bootstrap security description. What a value points to belongs to the context and is valid
/// as long as it.
typedef enum WS_SECURITY_CONTEXT_PROPERTY_ID WWS_ENUM_INT {
  /// WS_UNIQUE_ID: the absolute URI that names the context in messages.
  WS_SECURITY_CONTEXT_PROPERTY_IDENTIFIER = 1,
  /// WS_STRING: the user name with which the context was established. Bootstrap with
  /// WS_USERNAME_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_CONTEXT_PROPERTY_USERNAME = 2,
  /// HANDLE: the identity with which the context was established. Bootstrap with
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. On Linux it is not a system handle but an opaque one for
  /// WsxGetIdentityProperty (mechanism, name, realm, groups where known); do not close it.
  WS_SECURITY_CONTEXT_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN = 3,
  /// Pointer to WS_XML_BUFFER: the assertion with which the context was established. Bootstrap with
  /// WS_SAML_MESSAGE_SECURITY_BINDING.
  WS_SECURITY_CONTEXT_PROPERTY_SAML_ASSERTION = 4,
} WS_SECURITY_CONTEXT_PROPERTY_ID;

/// Who contributes the randomness of an issued symmetric key.
typedef enum WS_SECURITY_KEY_ENTROPY_MODE WWS_ENUM_INT {
  /// The client's random bytes are the key.
  WS_SECURITY_KEY_ENTROPY_MODE_CLIENT_ONLY = 1,
  /// The issuer's random bytes are the key.
  WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY = 2,
  /// Both send random bytes, and the key is derived from the two.
  WS_SECURITY_KEY_ENTROPY_MODE_COMBINED = 3,
} WS_SECURITY_KEY_ENTROPY_MODE;

/// Kind of key that comes with a token: asked for in token requests, told by WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE.
typedef enum WS_SECURITY_KEY_TYPE WWS_ENUM_INT {
  /// No key: a bearer token, which proves nothing beyond being sent, like a user name with its password.
  WS_SECURITY_KEY_TYPE_NONE = 1,
  /// A symmetric key that the sender proves to have.
  WS_SECURITY_KEY_TYPE_SYMMETRIC = 2,
  /// A key pair whose private half the sender proves to have.
  WS_SECURITY_KEY_TYPE_ASYMMETRIC = 3,
} WS_SECURITY_KEY_TYPE;

/// How signatures, encrypted parts and derived keys refer to a token. As a rule the library chooses by itself.
typedef enum WS_SECURITY_TOKEN_REFERENCE_MODE WWS_ENUM_INT {
  /// By the id of the token inside the same message.
  WS_SECURITY_TOKEN_REFERENCE_MODE_LOCAL_ID = 1,
  /// By XML that the application supplies, as for custom tokens.
  WS_SECURITY_TOKEN_REFERENCE_MODE_XML_BUFFER = 2,
  /// By the thumbprint of a certificate.
  WS_SECURITY_TOKEN_REFERENCE_MODE_CERT_THUMBPRINT = 3,
  /// By the identifier of a security context token.
  WS_SECURITY_TOKEN_REFERENCE_MODE_SECURITY_CONTEXT_ID = 4,
  /// By the AssertionID of a SAML assertion.
  WS_SECURITY_TOKEN_REFERENCE_MODE_SAML_ASSERTION_ID = 5,
} WS_SECURITY_TOKEN_REFERENCE_MODE;

/// Version of WS-Trust.
typedef enum WS_TRUST_VERSION WWS_ENUM_INT {
  /// The version of February 2005. Default of WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION.
  WS_TRUST_VERSION_FEBRUARY_2005 = 1,
  /// OASIS WS-Trust 1.3.
  WS_TRUST_VERSION_1_3 = 2,
} WS_TRUST_VERSION;

/// Whether a server checks the extended protection data of its clients, which ties an inner authentication (HTTP
/// header or Kerberos AP_REQ) to the TLS connection or the service name around it. Value of
/// WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY; servers only.
typedef enum WS_EXTENDED_PROTECTION_POLICY WWS_ENUM_INT {
  /// The data is not looked at.
  WS_EXTENDED_PROTECTION_POLICY_NEVER = 1,
  /// Default. A client whose system is known to support extended protection must send valid data or is refused; a
  /// client whose system does not support it is let through.
  WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED = 2,
  /// Valid data must be present; clients without it cannot authenticate.
  WS_EXTENDED_PROTECTION_POLICY_ALWAYS = 3,
} WS_EXTENDED_PROTECTION_POLICY;

/// Where TLS ends in front of a server, which decides what extended protection is checked against. Value of
/// WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO; servers only.
typedef enum WS_EXTENDED_PROTECTION_SCENARIO WWS_ENUM_INT {
  /// Default. TLS ends at this server, or there is no TLS.
  WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER = 1,
  /// TLS ends at an intermediary such as a proxy; between it and the server there may or may not be TLS.
  /// WS_SECURITY_PROPERTY_SERVICE_IDENTITIES must be set too.
  WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL = 2,
} WS_EXTENDED_PROTECTION_SCENARIO;

/// Whom HTTP header authentication addresses. Value of WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET;
/// clients only.
typedef enum WS_HTTP_HEADER_AUTH_TARGET WWS_ENUM_INT {
  /// Default. The service itself.
  WS_HTTP_HEADER_AUTH_TARGET_SERVICE = 1,
  /// The HTTP proxy on the way; takes exactly one scheme, and neither NONE nor PASSPORT.
  WS_HTTP_HEADER_AUTH_TARGET_PROXY = 2,
} WS_HTTP_HEADER_AUTH_TARGET;

/// How the token of a message security binding is attached to a message. WebServicesX.h adds
/// WSX_PROTECTION_MESSAGE_SECURITY_USAGE, for a binding that protects the message itself.
typedef enum WS_MESSAGE_SECURITY_USAGE WWS_ENUM_INT {
  /// The token authenticates the client. Signing, encryption and replay detection must come from another binding,
  /// as a rule a transport security binding.
  WS_SUPPORTING_MESSAGE_SECURITY_USAGE = 1,
} WS_MESSAGE_SECURITY_USAGE;

/// SSL and TLS versions as bits, combined into the ULONG of
/// WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS. WebServicesX.h adds a bit, 0x10000, for TLS 1.3.
typedef enum WS_SECURE_PROTOCOL WWS_ENUM_INT {
  /// SSL 2.0.
  WS_SECURE_PROTOCOL_SSL2 = 1,
  /// SSL 3.0.
  WS_SECURE_PROTOCOL_SSL3 = 2,
  /// TLS 1.0.
  WS_SECURE_PROTOCOL_TLS1_0 = 4,
  /// TLS 1.1.
  WS_SECURE_PROTOCOL_TLS1_1 = 8,
  /// TLS 1.2.
  WS_SECURE_PROTOCOL_TLS1_2 = 16,
} WS_SECURE_PROTOCOL;

/// Integrity and confidentiality of messages. Transport security applies it to whole messages.
typedef enum WS_PROTECTION_LEVEL WWS_ENUM_INT {
  /// Neither signed nor encrypted.
  WS_PROTECTION_LEVEL_NONE = 1,
  /// Signed, not encrypted.
  WS_PROTECTION_LEVEL_SIGN = 2,
  /// Signed and encrypted.
  WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT = 3,
} WS_PROTECTION_LEVEL;

/// Order of the elements in the WS-Security header; value of WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT.
typedef enum WS_SECURITY_HEADER_LAYOUT WWS_ENUM_INT {
  /// Default. Whatever is referred to, tokens above all, stands before what refers to it.
  WS_SECURITY_HEADER_LAYOUT_STRICT = 1,
  /// Any order.
  WS_SECURITY_HEADER_LAYOUT_LAX = 2,
  /// Any order after the timestamp, which is the first element.
  WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST = 3,
  /// Any order before the timestamp, which is the last element.
  WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST = 4,
} WS_SECURITY_HEADER_LAYOUT;

/// Version of WS-Security; value of WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION.
typedef enum WS_SECURITY_HEADER_VERSION WWS_ENUM_INT {
  /// WS-Security 1.0.
  WS_SECURITY_HEADER_VERSION_1_0 = 1,
  /// WS-Security 1.1. Default.
  WS_SECURITY_HEADER_VERSION_1_1 = 2,
} WS_SECURITY_HEADER_VERSION;

/// Which messages carry a timestamp in the WS-Security header; value of WS_SECURITY_PROPERTY_TIMESTAMP_USAGE.
typedef enum WS_SECURITY_TIMESTAMP_USAGE WWS_ENUM_INT {
  /// Default. Sent in every message and demanded in every message received, requests and replies.
  WS_SECURITY_TIMESTAMP_USAGE_ALWAYS = 1,
  /// Neither sent nor demanded. An error where the header must carry a signature over transport security, since
  /// that signature covers the timestamp.
  WS_SECURITY_TIMESTAMP_USAGE_NEVER = 2,
  /// In requests from client to server only.
  WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY = 3,
} WS_SECURITY_TIMESTAMP_USAGE;

/// States of a service proxy. A call in the wrong state fails with WS_E_INVALID_OPERATION; operations can be called
/// only in the open state. Source: Service Proxy page.
typedef enum WS_SERVICE_PROXY_STATE WWS_ENUM_INT {
  /// Created or reset; can be opened or freed.
  WS_SERVICE_PROXY_STATE_CREATED = 0,
  /// WsOpenServiceProxy is running.
  WS_SERVICE_PROXY_STATE_OPENING = 1,
  /// Ready for calls.
  WS_SERVICE_PROXY_STATE_OPEN = 2,
  /// WsCloseServiceProxy is running and waits for pending calls; new ones are refused.
  WS_SERVICE_PROXY_STATE_CLOSING = 3,
  /// Closed; can be reset or freed.
  WS_SERVICE_PROXY_STATE_CLOSED = 4,
  /// Opening failed, WsAbortServiceProxy was called, or the channel of a session faulted. Must be closed.
  WS_SERVICE_PROXY_STATE_FAULTED = 5,
} WS_SERVICE_PROXY_STATE;

/// States of a service host. A call in the wrong state fails with WS_E_INVALID_OPERATION. Source:
/// WS_SERVICE_HOST_STATE page.
typedef enum WS_SERVICE_HOST_STATE WWS_ENUM_INT {
  /// Created or reset; can be opened or freed.
  WS_SERVICE_HOST_STATE_CREATED = 0,
  /// WsOpenServiceHost is running and starts the listeners.
  WS_SERVICE_HOST_STATE_OPENING = 1,
  /// Serving clients.
  WS_SERVICE_HOST_STATE_OPEN = 2,
  /// WsCloseServiceHost is running and waits for calls; no new clients are accepted.
  WS_SERVICE_HOST_STATE_CLOSING = 3,
  /// Closed; can be reset or freed.
  WS_SERVICE_HOST_STATE_CLOSED = 4,
  /// Opening failed or the host was aborted. Must be closed.
  WS_SERVICE_HOST_STATE_FAULTED = 5,
} WS_SERVICE_HOST_STATE;

/// Which structure begins with a given WS_SECURITY_BINDING_CONSTRAINT.
typedef enum WS_SECURITY_BINDING_CONSTRAINT_TYPE WWS_ENUM_INT {
  /// WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT.
  WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 1,
  /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT.
  WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 2,
  /// WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT.
  WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE = 3,
  /// WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT.
  WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 4,
  /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT.
  WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 5,
  /// WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT.
  WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 6,
  /// WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT.
  WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 7,
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT.
  WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 8,
} WS_SECURITY_BINDING_CONSTRAINT_TYPE;

/// Which structure begins with a given WS_POLICY_EXTENSION.
typedef enum WS_POLICY_EXTENSION_TYPE WWS_ENUM_INT {
  /// WS_ENDPOINT_POLICY_EXTENSION.
  WS_ENDPOINT_POLICY_EXTENSION_TYPE = 1,
} WS_POLICY_EXTENSION_TYPE;

/// Properties of a policy. The state is read with WsGetPolicyProperty; the limits are given to WsCreateMetadata
/// inside WS_METADATA_PROPERTY_POLICY_PROPERTIES and hold for every policy of that object. Time and memory grow
/// with the number of alternatives and not with the size of the document: a small policy can expand to very many.
/// Source: WS_POLICY_PROPERTY_ID page.
typedef enum WS_POLICY_PROPERTY_ID WWS_ENUM_INT {
  /// WS_POLICY_STATE, read only: the present state.
  WS_POLICY_PROPERTY_STATE = 1,
  /// ULONG, default 32: how many alternatives a policy may have.
  WS_POLICY_PROPERTY_MAX_ALTERNATIVES = 2,
  /// ULONG, default 32: how deep Policy, All and ExactlyOne elements may be nested, policies that are referenced
  /// included. It also stops references that run in a circle.
  WS_POLICY_PROPERTY_MAX_DEPTH = 3,
  /// ULONG, default 8: how many assertions that the library does not know a policy may have.
  /// WS_ENDPOINT_POLICY_EXTENSION gets at them.
  WS_POLICY_PROPERTY_MAX_EXTENSIONS = 4,
} WS_POLICY_PROPERTY_ID;

/// States of a policy.
typedef enum WS_POLICY_STATE WWS_ENUM_INT {
  /// Usable; the first state.
  WS_POLICY_STATE_CREATED = 1,
  /// Not usable any more, because processing it has failed.
  WS_POLICY_STATE_FAULTED = 2,
} WS_POLICY_STATE;

/// Combinations of channel binding and security bindings for which there are templates. The value tells which
/// binding template and which policy description go with it: for WS_X_BINDING_TEMPLATE_TYPE these are
/// WS_X_BINDING_TEMPLATE and WS_X_POLICY_DESCRIPTION. The template may be NULL with size 0, which is the same as
/// one filled with zeros; the description is required. Properties of both are merged.
/// In the types for a security context, the bootstrap channel, which sets up the conversation, and the service
/// channel share channel binding, transport security and channel properties; the user name or Kerberos token goes
/// over the bootstrap channel only.
/// Source: Policy Support page.
typedef enum WS_BINDING_TEMPLATE_TYPE WWS_ENUM_INT {
  /// HTTP with no security.
  WS_HTTP_BINDING_TEMPLATE_TYPE = 0,
  /// HTTP with TLS.
  WS_HTTP_SSL_BINDING_TEMPLATE_TYPE = 1,
  /// HTTP with authentication in HTTP headers.
  WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE = 2,
  /// HTTP with TLS and authentication in HTTP headers.
  WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE = 3,
  /// HTTP with TLS and a user name token.
  WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE = 4,
  /// HTTP with TLS and a Kerberos token.
  WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE = 5,
  /// TCP with no security.
  WS_TCP_BINDING_TEMPLATE_TYPE = 6,
  /// TCP with SSPI transport security.
  WS_TCP_SSPI_BINDING_TEMPLATE_TYPE = 7,
  /// TCP with SSPI transport security and a user name token.
  WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE = 8,
  /// TCP with SSPI transport security and a Kerberos token.
  WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE = 9,
  /// HTTP with TLS and a security context that is set up with a user name token.
  WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 10,
  /// HTTP with TLS and a security context that is set up with a Kerberos token.
  WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 11,
  /// TCP with SSPI transport security and a security context that is set up with a user name token.
  WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 12,
  /// TCP with SSPI transport security and a security context that is set up with a Kerberos token.
  WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 13,
} WS_BINDING_TEMPLATE_TYPE;

/// How a service endpoint hands out its metadata: the value of WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE.
typedef enum WS_METADATA_EXCHANGE_TYPE WWS_ENUM_INT {
  /// Not at all; the default.
  WS_METADATA_EXCHANGE_TYPE_NONE = 0,
  /// Answers WS-MetadataExchange 1.1 requests. WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX can give
  /// them a URL of their own.
  WS_METADATA_EXCHANGE_TYPE_MEX = 1,
  /// Answers HTTP GET requests. Both URL matching options of the listener then default to
  /// WS_MATCH_URL_PREFIX_PATH and must not have WS_MATCH_URL_EXACT_PATH.
  WS_METADATA_EXCHANGE_TYPE_HTTP_GET = 2,
} WS_METADATA_EXCHANGE_TYPE;

/// Properties of a metadata object: given to WsCreateMetadata, or read with WsGetMetadataProperty, as said for
/// each.
/// Source: WS_METADATA_PROPERTY_ID page.
typedef enum WS_METADATA_PROPERTY_ID WWS_ENUM_INT {
  /// WS_METADATA_STATE, read only: the present state.
  WS_METADATA_PROPERTY_STATE = 1,
  /// WS_HEAP_PROPERTIES, at creation: limits of the heap in which the object keeps what it has read. Accepted are
  /// WS_HEAP_PROPERTY_MAX_SIZE (default 262,144 bytes) and WS_HEAP_PROPERTY_TRIM_SIZE (default 32,768 bytes). In
  /// binary encoding a small document can grow to a much larger one, so a limit on messages does not replace this
  /// one.
  WS_METADATA_PROPERTY_HEAP_PROPERTIES = 2,
  /// WS_POLICY_PROPERTIES, at creation: limits for every policy of the object.
  WS_METADATA_PROPERTY_POLICY_PROPERTIES = 3,
  /// SIZE_T, bytes, read only: how much has been allocated from the object's heap.
  WS_METADATA_PROPERTY_HEAP_REQUESTED_SIZE = 4,
  /// ULONG, at creation, default 32: how many documents WsReadMetadata accepts; the next one gives
  /// WS_E_QUOTA_EXCEEDED.
  WS_METADATA_PROPERTY_MAX_DOCUMENTS = 5,
  /// WS_HOST_NAMES, at creation, default none: hosts from which documents may come, besides those of the URLs
  /// given to WsReadMetadata. Only with WS_METADATA_PROPERTY_VERIFY_HOST_NAMES TRUE.
  WS_METADATA_PROPERTY_HOST_NAMES = 6,
  /// BOOL, at creation, default TRUE: WsGetMissingMetadataDocumentAddress fails when the host of the missing
  /// document is not among the expected ones, so that a document cannot send the application to a foreign host
  /// unnoticed. With FALSE the application must check the address itself.
  WS_METADATA_PROPERTY_VERIFY_HOST_NAMES = 7,
} WS_METADATA_PROPERTY_ID;

/// States of a metadata object.
typedef enum WS_METADATA_STATE WWS_ENUM_INT {
  /// New or reset: documents can be added.
  WS_METADATA_STATE_CREATED = 1,
  /// WsGetMetadataEndpoints has succeeded: references are resolved, and no document can be added.
  WS_METADATA_STATE_RESOLVED = 2,
  /// WsReadMetadata or WsGetMetadataEndpoints has failed; only resetting or freeing the object is left.
  WS_METADATA_STATE_FAULTED = 3,
} WS_METADATA_STATE;

/// Which call a trace event belongs to. Windows writes these numbers into its event log (ETW); on Linux they
/// identify the call in what WEBSERVICES_TRACE records. For each value, the function and what it does.
typedef enum WS_TRACE_API WWS_ENUM_INT {
  /// No call: the event belongs to none.
  WS_TRACE_API_NONE = -1,
  /// WsStartReaderCanonicalization: begins to canonicalize what a reader reads.
  WS_TRACE_API_START_READER_CANONICALIZATION = 0,
  /// WsEndReaderCanonicalization: ends the canonicalization of a reader.
  WS_TRACE_API_END_READER_CANONICALIZATION = 1,
  /// WsStartWriterCanonicalization: begins to canonicalize what a writer writes.
  WS_TRACE_API_START_WRITER_CANONICALIZATION = 2,
  /// WsEndWriterCanonicalization: ends the canonicalization of a writer.
  WS_TRACE_API_END_WRITER_CANONICALIZATION = 3,
  /// WsCreateXmlBuffer: makes an XML buffer in a heap.
  WS_TRACE_API_CREATE_XML_BUFFER = 4,
  /// WsRemoveNode: removes a node from an XML buffer.
  WS_TRACE_API_REMOVE_NODE = 5,
  /// WsCreateReader: makes an XML reader.
  WS_TRACE_API_CREATE_READER = 6,
  /// WsSetInput: gives a reader its encoding and its input.
  WS_TRACE_API_SET_INPUT = 7,
  /// WsSetInputToBuffer: lets a reader read an XML buffer.
  WS_TRACE_API_SET_INPUT_TO_BUFFER = 8,
  /// WsFreeReader: frees a reader.
  WS_TRACE_API_FREE_XML_READER = 9,
  /// WsGetReaderProperty: reads a property of a reader.
  WS_TRACE_API_GET_READER_PROPERTY = 10,
  /// WsGetReaderNode: returns the node at which a reader stands.
  WS_TRACE_API_GET_READER_NODE = 11,
  /// WsFillReader: brings input bytes into a reader's buffer.
  WS_TRACE_API_FILL_READER = 12,
  /// WsReadStartElement: moves from a start tag into the element.
  WS_TRACE_API_READ_START_ELEMENT = 13,
  /// WsReadToStartElement: moves to the next start tag and checks its name.
  WS_TRACE_API_READ_TO_START_ELEMENT = 14,
  /// WsReadStartAttribute: moves to the content of an attribute.
  WS_TRACE_API_READ_START_ATTRIBUTE = 15,
  /// WsReadEndAttribute: moves from an attribute back to its element.
  WS_TRACE_API_READ_END_ATTRIBUTE = 16,
  /// WsReadNode: moves to the next node.
  WS_TRACE_API_READ_NODE = 17,
  /// WsSkipNode: moves past a node with all that it contains.
  WS_TRACE_API_SKIP_NODE = 18,
  /// WsReadEndElement: moves past an end tag.
  WS_TRACE_API_READ_END_ELEMENT = 19,
  /// WsFindAttribute: finds an attribute of the current element by name.
  WS_TRACE_API_FIND_ATTRIBUTE = 20,
  /// WsReadValue: reads text as a value of a simple type.
  WS_TRACE_API_READ_ELEMENT_VALUE = 21,
  /// WsReadChars: reads text as UTF-16, piece by piece.
  WS_TRACE_API_READ_CHARS = 22,
  /// WsReadCharsUtf8: reads text as UTF-8, piece by piece.
  WS_TRACE_API_READ_CHARS_UTF8 = 23,
  /// WsReadBytes: reads base64 text as bytes, piece by piece.
  WS_TRACE_API_READ_BYTES = 24,
  /// WsReadArray: reads a row of equal elements as an array.
  WS_TRACE_API_READ_ARRAY = 25,
  /// WsGetReaderPosition: returns the position of a reader in an XML buffer.
  WS_TRACE_API_GET_READER_POSITION = 26,
  /// WsSetReaderPosition: moves a reader to a position in an XML buffer.
  WS_TRACE_API_SET_READER_POSITION = 27,
  /// WsMoveReader: moves a reader to a neighbour node in an XML buffer.
  WS_TRACE_API_MOVE_READER = 28,
  /// WsCreateWriter: makes an XML writer.
  WS_TRACE_API_CREATE_WRITER = 29,
  /// WsFreeWriter: frees a writer.
  WS_TRACE_API_FREE_XML_WRITER = 30,
  /// WsSetOutput: gives a writer its encoding and its output.
  WS_TRACE_API_SET_OUTPUT = 31,
  /// WsSetOutputToBuffer: lets a writer write to an XML buffer.
  WS_TRACE_API_SET_OUTPUT_TO_BUFFER = 32,
  /// WsGetWriterProperty: reads a property of a writer.
  WS_TRACE_API_GET_WRITER_PROPERTY = 33,
  /// WsFlushWriter: passes on what a writer has buffered.
  WS_TRACE_API_FLUSH_WRITER = 34,
  /// WsWriteStartElement: begins an element.
  WS_TRACE_API_WRITE_START_ELEMENT = 35,
  /// WsWriteEndStartElement: ends a start tag.
  WS_TRACE_API_WRITE_END_START_ELEMENT = 36,
  /// WsWriteXmlnsAttribute: declares a namespace on the current element.
  WS_TRACE_API_WRITE_XMLNS_ATTRIBUTE = 37,
  /// WsWriteStartAttribute: begins an attribute.
  WS_TRACE_API_WRITE_START_ATTRIBUTE = 38,
  /// WsWriteEndAttribute: ends an attribute.
  WS_TRACE_API_WRITE_END_ATTRIBUTE = 39,
  /// WsWriteValue: writes a value of a simple type as text.
  WS_TRACE_API_WRITE_VALUE = 40,
  /// WsWriteXmlBuffer: writes the content of an XML buffer.
  WS_TRACE_API_WRITE_XML_BUFFER = 41,
  /// WsReadXmlBuffer: reads a node with all that it contains into a new XML buffer.
  WS_TRACE_API_READ_XML_BUFFER = 42,
  /// WsWriteXmlBufferToBytes: encodes an XML buffer into bytes.
  WS_TRACE_API_WRITE_XML_BUFFER_TO_BYTES = 43,
  /// WsReadXmlBufferFromBytes: decodes bytes into an XML buffer.
  WS_TRACE_API_READ_XML_BUFFER_FROM_BYTES = 44,
  /// WsWriteArray: writes an array as a row of equal elements.
  WS_TRACE_API_WRITE_ARRAY = 45,
  /// WsWriteQualifiedName: writes a qualified name as text.
  WS_TRACE_API_WRITE_QUALIFIED_NAME = 46,
  /// WsWriteChars: writes UTF-16 text.
  WS_TRACE_API_WRITE_CHARS = 47,
  /// WsWriteCharsUtf8: writes UTF-8 text.
  WS_TRACE_API_WRITE_CHARS_UTF8 = 48,
  /// WsWriteBytes: writes bytes as base64 text.
  WS_TRACE_API_WRITE_BYTES = 49,
  /// WsPushBytes: writes bytes that a callback supplies by writing them.
  WS_TRACE_API_PUSH_BYTES = 50,
  /// WsPullBytes: writes bytes that a callback supplies when asked for them.
  WS_TRACE_API_PULL_BYTES = 51,
  /// WsWriteEndElement: ends an element.
  WS_TRACE_API_WRITE_END_ELEMENT = 52,
  /// WsWriteText: writes a text value.
  WS_TRACE_API_WRITE_TEXT = 53,
  /// WsWriteStartCData: begins a CDATA section.
  WS_TRACE_API_WRITE_START_CDATA = 54,
  /// WsWriteEndCData: ends a CDATA section.
  WS_TRACE_API_WRITE_END_CDATA = 55,
  /// WsWriteNode: writes one node.
  WS_TRACE_API_WRITE_NODE = 56,
  /// WsGetPrefixFromNamespace: finds the prefix of a namespace in scope of a writer.
  WS_TRACE_API_PREFIX_FROM_NAMESPACE = 57,
  /// WsGetWriterPosition: returns the position of a writer in an XML buffer.
  WS_TRACE_API_GET_WRITER_POSITION = 58,
  /// WsSetWriterPosition: moves a writer to a position in an XML buffer.
  WS_TRACE_API_SET_WRITER_POSITION = 59,
  /// WsMoveWriter: moves a writer to a neighbour node in an XML buffer.
  WS_TRACE_API_MOVE_WRITER = 60,
  /// WsTrimXmlWhitespace: removes white space at both ends of a string.
  WS_TRACE_API_TRIM_XML_WHITESPACE = 61,
  /// WsVerifyXmlNCName: checks that a string is an XML name without a colon.
  WS_TRACE_API_VERIFY_XML_NCNAME = 62,
  /// WsXmlStringEquals: compares two XML strings.
  WS_TRACE_API_XML_STRING_EQUALS = 63,
  /// WsGetNamespaceFromPrefix: finds the namespace of a prefix in scope of a reader.
  WS_TRACE_API_NAMESPACE_FROM_PREFIX = 64,
  /// WsReadQualifiedName: reads text as a qualified name.
  WS_TRACE_API_READ_QUALIFIED_NAME = 65,
  /// WsGetXmlAttribute: returns the text of an xml: attribute such as xml:lang.
  WS_TRACE_API_GET_XML_ATTRIBUTE = 66,
  /// WsCopyNode: copies a node from a reader to a writer.
  WS_TRACE_API_COPY_NODE = 67,
  /// WsAsyncExecute: runs asynchronous functions one after the other.
  WS_TRACE_API_ASYNC_EXECUTE = 68,
  /// WsCreateChannel: makes a client channel.
  WS_TRACE_API_CREATE_CHANNEL = 69,
  /// WsOpenChannel: opens a channel to an endpoint.
  WS_TRACE_API_OPEN_CHANNEL = 70,
  /// WsSendMessage: sends a message with its body.
  WS_TRACE_API_SEND_MESSAGE = 71,
  /// WsReceiveMessage: receives a message with its body.
  WS_TRACE_API_RECEIVE_MESSAGE = 72,
  /// WsRequestReply: sends a request and receives its reply.
  WS_TRACE_API_REQUEST_REPLY = 73,
  /// WsSendReplyMessage: sends the reply to a request.
  WS_TRACE_API_SEND_REPLY_MESSAGE = 74,
  /// WsSendFaultMessageForError: sends a fault made from an error object.
  WS_TRACE_API_SEND_FAULT_MESSAGE_FOR_ERROR = 75,
  /// WsGetChannelProperty: reads a property of a channel.
  WS_TRACE_API_GET_CHANNEL_PROPERTY = 76,
  /// WsSetChannelProperty: sets a property of a channel.
  WS_TRACE_API_SET_CHANNEL_PROPERTY = 77,
  /// WsWriteMessageStart: sends the headers of a message.
  WS_TRACE_API_WRITE_MESSAGE_START = 78,
  /// WsWriteMessageEnd: ends a message that is being sent.
  WS_TRACE_API_WRITE_MESSAGE_END = 79,
  /// WsReadMessageStart: receives the headers of a message.
  WS_TRACE_API_READ_MESSAGE_START = 80,
  /// WsReadMessageEnd: ends a message that is being received.
  WS_TRACE_API_READ_MESSAGE_END = 81,
  /// WsCloseChannel: closes a channel.
  WS_TRACE_API_CLOSE_CHANNEL = 82,
  /// WsAbortChannel: stops all input and output of a channel.
  WS_TRACE_API_ABORT_CHANNEL = 83,
  /// WsFreeChannel: frees a channel.
  WS_TRACE_API_FREE_CHANNEL = 84,
  /// WsResetChannel: makes a closed channel ready for another use.
  WS_TRACE_API_RESET_CHANNEL = 85,
  /// WsAbandonMessage: gives up the rest of a message.
  WS_TRACE_API_ABANDON_MESSAGE = 86,
  /// WsShutdownSessionChannel: tells the other side of a session that no message follows.
  WS_TRACE_API_SHUTDOWN_SESSION_CHANNEL = 87,
  /// WsGetOperationContextProperty: reads a property of the context of a service operation.
  WS_TRACE_API_GET_CONTEXT_PROPERTY = 88,
  /// WsGetDictionary: returns a built-in dictionary of an encoding.
  WS_TRACE_API_GET_DICTIONARY = 89,
  /// WsReadEndpointAddressExtension: reads an extension of an endpoint address.
  WS_TRACE_API_READ_ENDPOINT_ADDRESS_EXTENSION = 90,
  /// WsCreateError: makes an error object.
  WS_TRACE_API_CREATE_ERROR = 91,
  /// WsAddErrorString: adds a text to an error object.
  WS_TRACE_API_ADD_ERROR_STRING = 92,
  /// WsGetErrorString: returns a text of an error object.
  WS_TRACE_API_GET_ERROR_STRING = 93,
  /// WsCopyError: copies an error object into another one.
  WS_TRACE_API_COPY_ERROR = 94,
  /// WsGetErrorProperty: reads a property of an error object.
  WS_TRACE_API_GET_ERROR_PROPERTY = 95,
  /// WsSetErrorProperty: sets a property of an error object.
  WS_TRACE_API_SET_ERROR_PROPERTY = 96,
  /// WsResetError: empties an error object.
  WS_TRACE_API_RESET_ERROR = 97,
  /// WsFreeError: frees an error object.
  WS_TRACE_API_FREE_ERROR = 98,
  /// WsGetFaultErrorProperty: reads what an error object holds about a fault.
  WS_TRACE_API_GET_FAULT_ERROR_PROPERTY = 99,
  /// WsSetFaultErrorProperty: sets what an error object holds about a fault.
  WS_TRACE_API_SET_FAULT_ERROR_PROPERTY = 100,
  /// WsCreateFaultFromError: makes a fault from an error object.
  WS_TRACE_API_CREATE_FAULT_FROM_ERROR = 101,
  /// WsSetFaultErrorDetail: sets the detail of the fault in an error object.
  WS_TRACE_API_SET_FAULT_ERROR_DETAIL = 102,
  /// WsGetFaultErrorDetail: reads the detail of the fault in an error object.
  WS_TRACE_API_GET_FAULT_ERROR_DETAIL = 103,
  /// WsCreateHeap: makes a heap.
  WS_TRACE_API_CREATE_HEAP = 104,
  /// WsAlloc: allocates memory from a heap.
  WS_TRACE_API_ALLOC = 105,
  /// WsGetHeapProperty: reads a property of a heap.
  WS_TRACE_API_GET_HEAP_PROPERTY = 106,
  /// WsResetHeap: frees all allocations of a heap.
  WS_TRACE_API_RESET_HEAP = 107,
  /// WsFreeHeap: frees a heap.
  WS_TRACE_API_FREE_HEAP = 108,
  /// WsCreateListener: makes a listener.
  WS_TRACE_API_CREATE_LISTENER = 109,
  /// WsOpenListener: begins to listen at a URL.
  WS_TRACE_API_OPEN_LISTENER = 110,
  /// WsAcceptChannel: takes the next incoming channel.
  WS_TRACE_API_ACCEPT_CHANNEL = 111,
  /// WsCloseListener: stops listening.
  WS_TRACE_API_CLOSE_LISTENER = 112,
  /// WsAbortListener: stops all input and output of a listener.
  WS_TRACE_API_ABORT_LISTENER = 113,
  /// WsResetListener: makes a closed listener ready for another use.
  WS_TRACE_API_RESET_LISTENER = 114,
  /// WsFreeListener: frees a listener.
  WS_TRACE_API_FREE_LISTENER = 115,
  /// WsGetListenerProperty: reads a property of a listener.
  WS_TRACE_API_GET_LISTENER_PROPERTY = 116,
  /// WsSetListenerProperty: sets a property of a listener.
  WS_TRACE_API_SET_LISTENER_PROPERTY = 117,
  /// WsCreateChannelForListener: makes a channel that can be accepted from a listener.
  WS_TRACE_API_CREATE_CHANNEL_FOR_LISTENER = 118,
  /// WsCreateMessage: makes a message.
  WS_TRACE_API_CREATE_MESSAGE = 119,
  /// WsCreateMessageForChannel: makes a message that fits a channel.
  WS_TRACE_API_CREATE_MESSAGE_FOR_CHANNEL = 120,
  /// WsInitializeMessage: prepares a message as request, reply, fault or the like.
  WS_TRACE_API_INITIALIZE_MESSAGE = 121,
  /// WsResetMessage: makes a message ready for another use.
  WS_TRACE_API_RESET_MESSAGE = 122,
  /// WsFreeMessage: frees a message.
  WS_TRACE_API_FREE_MESSAGE = 123,
  /// WsGetHeaderAttributes: returns the SOAP attributes of a header.
  WS_TRACE_API_GET_HEADER_ATTRIBUTES = 124,
  /// WsGetHeader: reads a standard header.
  WS_TRACE_API_GET_HEADER = 125,
  /// WsGetCustomHeader: reads an application's header.
  WS_TRACE_API_GET_CUSTOM_HEADER = 126,
  /// WsRemoveHeader: removes a standard header.
  WS_TRACE_API_REMOVE_HEADER = 127,
  /// WsSetHeader: adds or replaces a standard header.
  WS_TRACE_API_SET_HEADER = 128,
  /// WsRemoveCustomHeader: removes an application's header.
  WS_TRACE_API_REMOVE_CUSTOM_HEADER = 129,
  /// WsAddCustomHeader: adds an application's header.
  WS_TRACE_API_ADD_CUSTOM_HEADER = 130,
  /// WsAddMappedHeader: adds a header that the transport carries.
  WS_TRACE_API_ADD_MAPPED_HEADER = 131,
  /// WsRemoveMappedHeader: removes a header that the transport carries.
  WS_TRACE_API_REMOVE_MAPPED_HEADER = 132,
  /// WsGetMappedHeader: reads a header that the transport carries.
  WS_TRACE_API_GET_MAPPED_HEADER = 133,
  /// WsWriteBody: writes a value into the body.
  WS_TRACE_API_WRITE_BODY = 134,
  /// WsReadBody: reads a value from the body.
  WS_TRACE_API_READ_BODY = 135,
  /// WsWriteEnvelopeStart: writes the headers of a message to a writer.
  WS_TRACE_API_WRITE_ENVELOPE_START = 136,
  /// WsWriteEnvelopeEnd: ends an envelope that is being written.
  WS_TRACE_API_WRITE_ENVELOPE_END = 137,
  /// WsReadEnvelopeStart: reads the headers of a message from a reader.
  WS_TRACE_API_READ_ENVELOPE_START = 138,
  /// WsReadEnvelopeEnd: ends an envelope that is being read.
  WS_TRACE_API_READ_ENVELOPE_END = 139,
  /// WsGetMessageProperty: reads a property of a message.
  WS_TRACE_API_GET_MESSAGE_PROPERTY = 140,
  /// WsSetMessageProperty: sets a property of a message.
  WS_TRACE_API_SET_MESSAGE_PROPERTY = 141,
  /// WsAddressMessage: gives a message its destination.
  WS_TRACE_API_ADDRESS_MESSAGE = 142,
  /// WsCheckMustUnderstandHeaders: checks that every header that must be understood was.
  WS_TRACE_API_CHECK_MUST_UNDERSTAND_HEADERS = 143,
  /// WsMarkHeaderAsUnderstood: notes that the application has understood a header.
  WS_TRACE_API_MARK_HEADER_AS_UNDERSTOOD = 144,
  /// WsFillBody: brings a part of a streamed body into memory.
  WS_TRACE_API_FILL_BODY = 145,
  /// WsFlushBody: sends the part of a streamed body that was written.
  WS_TRACE_API_FLUSH_BODY = 146,
  /// WsRequestSecurityToken: requests a token from a security token service.
  WS_TRACE_API_REQUEST_SECURITY_TOKEN = 147,
  /// WsGetSecurityTokenProperty: reads a property of a security token.
  WS_TRACE_API_GET_SECURITY_TOKEN_PROPERTY = 148,
  /// WsCreateXmlSecurityToken: makes a security token from XML and a key.
  WS_TRACE_API_CREATE_XML_SECURITY_TOKEN = 149,
  /// WsFreeSecurityToken: frees a security token.
  WS_TRACE_API_FREE_SECURITY_TOKEN = 150,
  /// WsRevokeSecurityContext: ends a security context, so that it is accepted no more.
  WS_TRACE_API_REVOKE_SECURITY_CONTEXT = 151,
  /// WsGetSecurityContextProperty: reads a property of a security context.
  WS_TRACE_API_GET_SECURITY_CONTEXT_PROPERTY = 152,
  /// WsReadElement: reads an element as a value of a described type.
  WS_TRACE_API_READ_ELEMENT_TYPE = 153,
  /// WsReadAttribute: reads an attribute as a value of a described type.
  WS_TRACE_API_READ_ATTRIBUTE_TYPE = 154,
  /// WsReadType: reads text, an attribute or an element's content as a value of a described type.
  WS_TRACE_API_READ_TYPE = 155,
  /// WsWriteElement: writes a value of a described type as an element.
  WS_TRACE_API_WRITE_ELEMENT_TYPE = 156,
  /// WsWriteAttribute: writes a value of a described type as an attribute.
  WS_TRACE_API_WRITE_ATTRIBUTE_TYPE = 157,
  /// WsWriteType: writes a value of a described type as text, an attribute or an element's content.
  WS_TRACE_API_WRITE_TYPE = 158,
  /// WsRegisterOperationForCancel: registers a callback for the case that a service operation is cancelled.
  WS_TRACE_API_SERVICE_REGISTER_FOR_CANCEL = 159,
  /// WsGetServiceHostProperty: reads a property of a service host.
  WS_TRACE_API_GET_SERVICE_HOST_PROPERTY = 160,
  /// WsCreateServiceHost: makes a service host.
  WS_TRACE_API_CREATE_SERVICE_HOST = 161,
  /// WsOpenServiceHost: opens a service host, so that its endpoints listen.
  WS_TRACE_API_OPEN_SERVICE_HOST = 162,
  /// WsCloseServiceHost: closes a service host after the work in hand.
  WS_TRACE_API_CLOSE_SERVICE_HOST = 163,
  /// WsAbortServiceHost: stops a service host at once.
  WS_TRACE_API_ABORT_SERVICE_HOST = 164,
  /// WsFreeServiceHost: frees a service host.
  WS_TRACE_API_FREE_SERVICE_HOST = 165,
  /// WsResetServiceHost: makes a closed service host ready for another use.
  WS_TRACE_API_RESET_SERVICE_HOST = 166,
  /// WsGetServiceProxyProperty: reads a property of a service proxy.
  WS_TRACE_API_GET_SERVICE_PROXY_PROPERTY = 167,
  /// WsCreateServiceProxy: makes a service proxy.
  WS_TRACE_API_CREATE_SERVICE_PROXY = 168,
  /// WsOpenServiceProxy: opens a service proxy to an endpoint.
  WS_TRACE_API_OPEN_SERVICE_PROXY = 169,
  /// WsCloseServiceProxy: closes a service proxy.
  WS_TRACE_API_CLOSE_SERVICE_PROXY = 170,
  /// WsAbortServiceProxy: stops all calls of a service proxy.
  WS_TRACE_API_ABORT_SERVICE_PROXY = 171,
  /// WsFreeServiceProxy: frees a service proxy.
  WS_TRACE_API_FREE_SERVICE_PROXY = 172,
  /// WsResetServiceProxy: makes a closed service proxy ready for another use.
  WS_TRACE_API_RESET_SERVICE_PROXY = 173,
  /// WsAbandonCall: stops waiting for a call of a service proxy.
  WS_TRACE_API_ABORT_CALL = 174,
  /// WsCall: calls a service operation; generated client functions call it.
  WS_TRACE_API_CALL = 175,
  /// WsDecodeUrl: takes a URL apart.
  WS_TRACE_API_DECODE_URL = 176,
  /// WsEncodeUrl: puts a URL together from its parts.
  WS_TRACE_API_ENCODE_URL = 177,
  /// WsCombineUrl: resolves a URL against a base URL.
  WS_TRACE_API_COMBINE_URL = 178,
  /// WsDateTimeToFileTime: converts WS_DATETIME to FILETIME.
  WS_TRACE_API_DATETIME_TO_FILETIME = 179,
  /// WsFileTimeToDateTime: converts FILETIME to WS_DATETIME.
  WS_TRACE_API_FILETIME_TO_DATETIME = 180,
  /// Internal to Windows; stands for no public function.
  WS_TRACE_API_DUMP_MEMORY = 181,
  /// Internal to Windows; stands for no public function.
  WS_TRACE_API_SET_AUTOFAIL = 182,
  /// WsCreateMetadata: makes a metadata object.
  WS_TRACE_API_CREATE_METADATA = 183,
  /// WsReadMetadata: adds a document to a metadata object.
  WS_TRACE_API_READ_METADATA = 184,
  /// WsFreeMetadata: frees a metadata object.
  WS_TRACE_API_FREE_METADATA = 185,
  /// WsResetMetadata: empties a metadata object.
  WS_TRACE_API_RESET_METADATA = 186,
  /// WsGetMetadataProperty: reads a property of a metadata object.
  WS_TRACE_API_GET_METADATA_PROPERTY = 187,
  /// WsGetMissingMetadataDocumentAddress: tells which document is still needed.
  WS_TRACE_API_GET_MISSING_METADATA_DOCUMENT_ADDRESS = 188,
  /// WsGetMetadataEndpoints: returns the endpoints that the documents describe.
  WS_TRACE_API_GET_METADATA_ENDPOINTS = 189,
  /// WsMatchPolicyAlternative: compares a policy alternative with constraints.
  WS_TRACE_API_MATCH_POLICY_ALTERNATIVE = 190,
  /// WsGetPolicyProperty: reads a property of a policy.
  WS_TRACE_API_GET_POLICY_PROPERTY = 191,
  /// WsGetPolicyAlternativeCount: counts the alternatives of a policy.
  WS_TRACE_API_GET_POLICY_ALTERNATIVE_COUNT = 192,
  /// WsCreateServiceProxyFromTemplate: makes a service proxy from policy and template.
  WS_TRACE_API_WS_CREATE_SERVICE_PROXY_FROM_TEMPLATE = 193,
  /// WsCreateServiceEndpointFromTemplate: makes a service endpoint from policy and template.
  WS_TRACE_API_WS_CREATE_SERVICE_HOST_FROM_TEMPLATE = 194,
} WS_TRACE_API;

/// A channel: one end of a message exchange with a remote endpoint, over HTTP, TCP, UDP, a named pipe or code of the
/// application. A client makes one with WsCreateChannel and opens it with WsOpenChannel; a server makes one with
/// WsCreateChannelForListener and fills it with WsAcceptChannel. WsCloseChannel ends the exchange, WsResetChannel makes
/// the channel fit for another open or accept, WsFreeChannel releases it.
///
/// Free threaded: several operations may be under way on one channel at the same time. A synchronous call is under way
/// until it returns; one that returned WS_S_ASYNC, until its callback has been invoked. An opened or accepted channel
/// must be closed before it is freed, and nothing may be under way when it is freed.
///
/// Source: WS_CHANNEL and thread-safety pages.
typedef struct WS_CHANNEL WS_CHANNEL;

/// Handle of an error object, made by WsCreateError and freed by WsFreeError. Every call takes one, or NULL when the
/// caller wants the code only; callbacks must expect NULL too. A failing call adds its texts to what is there already,
/// the innermost first, and a succeeding one leaves the object alone. WsResetError empties it; do so after looking at
/// it, or texts pile up. The content may come from an untrusted peer (a received fault), so take no decisions from it
/// without care.
/// Thread rule: single threaded. One call at a time may use it; an asynchronous call uses it until its callback has
/// been invoked.
typedef struct WS_ERROR WS_ERROR;

/// Handle of a heap, made by WsCreateHeap and freed by WsFreeHeap. WsAlloc takes memory from it, aligned to at least 8
/// bytes; a request for 0 bytes returns a non-NULL pointer. WsResetHeap frees everything allocated so far at once;
/// there is no call that frees one allocation. Creating a heap takes no memory beyond the object itself.
/// Thread rule: single threaded. Only one call may use a heap at a time; an asynchronous call uses it until its
/// callback has been invoked.
typedef struct WS_HEAP WS_HEAP;

/// A listener: waits at a URL for clients. WsCreateListener makes it for one channel type and binding, WsOpenListener
/// starts listening, WsAcceptChannel hands the next client to a channel made with WsCreateChannelForListener,
/// WsCloseListener stops, WsResetListener makes it fit for another open, WsFreeListener releases it.
///
/// Free threaded: several operations may be under way on one listener at the same time, accepts above all. A
/// synchronous call is under way until it returns; one that returned WS_S_ASYNC, until its callback has been invoked.
///
/// HTTP listeners of one process share a port; a request goes to the listener whose URL is its longest prefix. There is
/// no sharing between processes as http.sys offers it on Windows. An HTTPS listener whose security binding names no
/// certificate takes the one bound to its host and port in /etc/webservices/sslcert.conf or $WEBSERVICES_SSLCERT.
///
/// Source: WS_LISTENER and thread-safety pages.
typedef struct WS_LISTENER WS_LISTENER;

/// A message: headers, always held in memory, and a body that is written to or read from a stream. WsCreateMessage and
/// WsCreateMessageForChannel make one, WsInitializeMessage and the send functions fill it, the receive functions read
/// into it, WsResetMessage empties it for the next use, WsFreeMessage releases it.
///
/// Single threaded: one operation at a time. A synchronous call is under way until it returns; one that returned
/// WS_S_ASYNC, until its callback has been invoked. Heap, header buffer, body reader and body writer of a message are
/// part of it in this respect, and so is the channel call that is using it.
///
/// Source: WS_MESSAGE and thread-safety pages.
typedef struct WS_MESSAGE WS_MESSAGE;

/// Handle of a metadata object, made by WsCreateMetadata and freed by WsFreeMetadata: a set of WSDL 1.1 and WS-Policy
/// documents. Add documents with WsReadMetadata, learn which are missing with WsGetMissingMetadataDocumentAddress, then
/// call WsGetMetadataEndpoints, which resolves the references between them and ends the adding. WsResetMetadata empties
/// the object. Whatever it returned belongs to it and is valid until it is reset or freed. Metadata is only as
/// trustworthy as the way it was fetched.
/// Thread rule: single threaded, together with the policies that it returned.
typedef struct WS_METADATA WS_METADATA;

/// What a service operation or callback of a host can learn about the call that it serves, through
/// WsGetOperationContextProperty. Valid, with everything got from it, until the operation completes: when it returns,
/// or when it reports completion if it returned WS_S_ASYNC. Not for use by several threads at the same time. Source:
/// WS_OPERATION_CONTEXT page.
typedef struct WS_OPERATION_CONTEXT WS_OPERATION_CONTEXT;

/// Handle of the policy of one endpoint, found in WS_METADATA_ENDPOINT and owned by the metadata object: it is valid
/// until that is reset or freed, and has no free function. A policy is a choice of alternatives;
/// WsGetPolicyAlternativeCount counts them, and WsMatchPolicyAlternative compares one of them with constraints. Part of
/// the work may be put off until then; if it fails, the policy is faulted.
/// Thread rule: single threaded.
typedef struct WS_POLICY WS_POLICY;

/// An established WS-SecureConversation context on a server, got from WS_MESSAGE_PROPERTY_SECURITY_CONTEXT of a
/// received message; for WsGetSecurityContextProperty and WsRevokeSecurityContext. The message owns it: valid until the
/// message is reset or freed. Single threaded: one operation on an instance at a time.
typedef struct WS_SECURITY_CONTEXT WS_SECURITY_CONTEXT;

/// A security token, from WsCreateXmlSecurityToken or WsRequestSecurityToken. The caller owns it and frees it with
/// WsFreeSecurityToken; a token extracted from a received message lives until the message is reset or freed. Single
/// threaded: one operation on an instance at a time.
typedef struct WS_SECURITY_TOKEN WS_SECURITY_TOKEN;

/// Runs a service with one or more endpoints in this process. Made by WsCreateServiceHost, opened by WsOpenServiceHost,
/// closed by WsCloseServiceHost, freed by WsFreeServiceHost; after closing, WsResetServiceHost makes it ready to be
/// opened again. It must be closed before it is freed. Operations and callbacks run on threads of the library, several
/// at the same time, never with one of its locks held. Free threaded: any thread may use the handle at any time.
typedef struct WS_SERVICE_HOST WS_SERVICE_HOST;

/// A client for one service. Made by WsCreateServiceProxy, opened on an address by WsOpenServiceProxy, closed by
/// WsCloseServiceProxy, freed by WsFreeServiceProxy; after closing, WsResetServiceProxy makes it ready to be opened
/// again.
///
/// With a session channel type all calls share one channel, and a fault of that channel faults the proxy. Otherwise
/// each call has a channel of its own from a pool, which stays open until the proxy is closed; a faulted one is
/// replaced. Free threaded: any thread may use it at any time, and calls run side by side. The WS_HEAP and the WS_ERROR
/// of a call belong to that call alone until it completes.
typedef struct WS_SERVICE_PROXY WS_SERVICE_PROXY;

/// XML kept in memory. WsCreateXmlBuffer makes an empty one on a WS_HEAP; WsReadXmlBuffer and WsReadXmlBufferFromBytes
/// make filled ones. WsSetInputToBuffer puts a reader at its start; WsSetOutputToBuffer puts a writer at its end, and
/// the writer inserts before the node it stands on. There is no function that frees a buffer: its memory goes when its
/// heap is reset or freed, and readers, writers and positions that refer to it must not be used after that. Single
/// threaded: one operation at a time, and readers and writers set to the buffer count as using it. Sources: XML Buffer
/// and Thread Safety pages.
typedef struct WS_XML_BUFFER WS_XML_BUFFER;

/// A cursor over XML, one node at a time. WsCreateReader makes one and WsFreeReader frees it; WsSetInput or
/// WsSetInputToBuffer gives it a document, as often as wanted. Some readers belong to another object, such as a
/// message, and are not freed by the caller. After WsSetInput it only moves forward; after WsSetInputToBuffer,
/// WsMoveReader and the position functions work as well. When an operation fails the reader is faulted: it returns
/// WS_E_OBJECT_FAULTED until a new input is set. E_INVALIDARG and WS_E_INVALID_OPERATION do not fault it: such a call was
/// wrong in itself, and the reader is as it was before. Document type definitions and processing instructions are
/// refused. The reader checks grammar and limits, not meaning: names, content and counts of a document from elsewhere are
/// untrusted, and memory should not be allocated on the strength of a number found in it. Single threaded: one operation
/// at a time, on any thread. Sources: XML Reader and WsCreateReader pages.
typedef struct WS_XML_READER WS_XML_READER;

/// Emits XML, one node at a time. WsCreateWriter makes one and WsFreeWriter frees it; WsSetOutput or
/// WsSetOutputToBuffer gives it a destination, as often as wanted. Some writers belong to another object, such as a
/// message, and are not freed by the caller. After WsSetOutput it only moves forward; after WsSetOutputToBuffer,
/// WsMoveWriter and the position functions work as well. All output is buffered until WsFlushWriter; WsFreeWriter does
/// not flush. When an operation fails the writer is faulted: it returns WS_E_OBJECT_FAULTED until a new output is set.
/// E_INVALIDARG, WS_E_INVALID_OPERATION and errors of a WS_DYNAMIC_STRING_CALLBACK do not fault it: the writer is as it
/// was before. Single threaded: one operation at a time, on any thread. Sources: WsCreateWriter and WsSetOutput pages.
typedef struct WS_XML_WRITER WS_XML_WRITER;

/// One property of an error object.
typedef struct WS_ERROR_PROPERTY {
  /// Which property.
  enum WS_ERROR_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id asks for and aligned for it.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_ERROR_PROPERTY;

/// A string of UTF-16 code units and its length. It need not be zero terminated; a terminator, if there is one, is not
/// counted. WS_STRING_VALUE initialises one from a constant.
typedef struct WS_STRING {
  /// Number of WCHAR units, not bytes, without a terminator.
  ULONG length;
  /// The first unit. Unused, and may be NULL, when length is 0.
  WCHAR *chars;
} WS_STRING;

/// One heap property.
typedef struct WS_HEAP_PROPERTY {
  /// Which property.
  enum WS_HEAP_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id asks for and aligned for it.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_HEAP_PROPERTY;

/// Memory that WsAsyncExecute keeps its own state in. The caller provides it, need not initialise it, must not touch
/// it, and keeps it in place until the whole operation is complete; then it may be used again.
typedef struct WS_ASYNC_STATE {
  /// For WsAsyncExecute only.
  void *internal0;
  /// For WsAsyncExecute only.
  void *internal1;
  /// For WsAsyncExecute only.
  void *internal2;
  /// For WsAsyncExecute only.
  void *internal3;
  /// For WsAsyncExecute only.
  void *internal4;
} WS_ASYNC_STATE;

/// Reports that an operation which returned WS_S_ASYNC is complete.
/// errorCode is the outcome: S_OK, another success code, or an error, in which case the WS_ERROR of the operation has
/// been filled before. callbackModel says how long the callback may take. callbackState is that of the
/// WS_ASYNC_CONTEXT.
/// It is called once, on a thread of the library. It is never called on the thread that started the operation before
/// the starting function has returned there, but on another thread it may come before the caller has seen WS_S_ASYNC,
/// so all that it needs must be ready before the call. It may start other operations and free what the operation used.
/// A program that implements asynchronous functions itself, such as a WS_READ_CALLBACK, must keep to the same rules
/// when it calls this. Sources: Asynchronous Model and WS_ASYNC_CALLBACK pages.
typedef void (*WS_ASYNC_CALLBACK)(HRESULT errorCode, enum WS_CALLBACK_MODEL callbackModel, void *callbackState);

/// Passed to a function to allow it to complete asynchronously; NULL makes the call synchronous. If the function
/// returns WS_S_ASYNC, the callback is called exactly once, when the operation is done. Any other return value is the
/// outcome, and the callback is not called. The structure itself is read only during the call and may be on the stack;
/// everything else passed by pointer, and the WS_ERROR, must stay valid until the callback. Until then the operation
/// also counts as pending for the thread rules of the objects it uses. Source: Asynchronous Model page.
typedef struct WS_ASYNC_CONTEXT {
  /// Called when the operation completes after WS_S_ASYNC; must not be NULL.
  WS_ASYNC_CALLBACK callback;
  /// Passed to callback as it is; may be NULL.
  void *callbackState;
} WS_ASYNC_CONTEXT;

/// Tells WsAsyncExecute which function comes next.
typedef struct WS_ASYNC_OPERATION {
  /// The next WS_ASYNC_FUNCTION to call, or NULL when there is none. It is NULL each time a function is entered.
  HRESULT (*function)(HRESULT hr,
                      enum WS_CALLBACK_MODEL callbackModel,
                      void *callbackState,
                      struct WS_ASYNC_OPERATION *next,
                      const struct WS_ASYNC_CONTEXT *asyncContext,
                      struct WS_ERROR *error);
} WS_ASYNC_OPERATION;

/// One step of an operation that WsAsyncExecute runs. It usually starts one asynchronous function, sets the step that
/// is to follow it, and returns what that function returned.
/// hr is the outcome of the step before; callbackModel says how long this step may take; callbackState is what was
/// passed to WsAsyncExecute. next is where to name the following step, which is called whether or not this one
/// succeeds, and sees the outcome in its hr; its function is NULL on entry, and left so it makes this step the last.
/// asyncContext goes to the functions that the step calls; it is NULL when the whole operation is synchronous. error
/// may be NULL.
/// Returns the outcome of the step, or WS_S_ASYNC when it completes later through asyncContext. The outcome of the last
/// step is that of the operation. Sources: WS_ASYNC_FUNCTION and WsAsyncExecute pages.
typedef HRESULT (*WS_ASYNC_FUNCTION)(HRESULT hr,
                                     enum WS_CALLBACK_MODEL callbackModel,
                                     void *callbackState,
                                     struct WS_ASYNC_OPERATION *next,
                                     const struct WS_ASYNC_CONTEXT *asyncContext,
                                     struct WS_ERROR *error);

/// A date and time of the Gregorian calendar, from the start of year 1 to the end of year 9999, exact to 100
/// nanoseconds. WsDateTimeToFileTime and WsFileTimeToDateTime convert it to and from FILETIME, which counts the same
/// unit from the start of 1601.
typedef struct WS_DATETIME {
  /// 100 ns units since midnight at the start of 1 January of year 1; at most 3155378975999999999, the last unit of
  /// year 9999. UTC when format is WS_DATETIME_FORMAT_UTC or WS_DATETIME_FORMAT_LOCAL; the clock time as written when
  /// it is WS_DATETIME_FORMAT_NONE.
  ULONGLONG ticks;
  /// Which textual form, and so which time zone, the value has in XML.
  enum WS_DATETIME_FORMAT format;
} WS_DATETIME;

/// A set of strings that XML refers to by number. The binary encoding writes such a string as a short id; the text
/// encodings write it in full. All strings must differ and each must point back at this dictionary with its own index
/// as id; the API takes that for granted and does not check it.
typedef struct WS_XML_DICTIONARY {
  /// Tells this set of strings from all others in the process. It is never sent or stored, so it only has to be
  /// unique while the process runs.
  GUID guid;
  /// The strings. A string's id is its index here.
  struct WS_XML_STRING *strings;
  /// Number of strings.
  ULONG stringCount;
  /// TRUE promises that the dictionary and its strings stay unchanged and valid for as long as any object with which
  /// one of the strings was used; the strings are then referred to in place instead of being copied.
  BOOL isConst;
} WS_XML_DICTIONARY;

/// A UTF-8 string, optionally with its place in a dictionary; the XML functions take names, prefixes and namespaces in
/// this form. It need not be zero terminated. WS_XML_STRING_VALUE, WS_XML_STRING_DICTIONARY_VALUE and
/// WS_XML_STRING_NULL initialise one.
typedef struct WS_XML_STRING {
  /// Number of bytes of the UTF-8 form, without a terminator.
  ULONG length;
  /// The first byte. Unused, and may be NULL, when length is 0.
  BYTE *bytes;
  /// The dictionary that holds this string, or NULL. The bytes must be right in either case.
  struct WS_XML_DICTIONARY *dictionary;
  /// Index of this string in the strings of dictionary; not used when dictionary is NULL.
  ULONG id;
} WS_XML_STRING;

/// What every decoded URL begins with. Look at the scheme, then cast the pointer to the structure of that scheme.
typedef struct WS_URL {
  /// Which structure this is.
  enum WS_URL_SCHEME_TYPE scheme;
} WS_URL;

/// One property for WsCreateXmlBuffer.
typedef struct WS_XML_BUFFER_PROPERTY {
  /// Which property.
  enum WS_XML_BUFFER_PROPERTY_ID id;
  /// The value; its type depends on id. It is copied.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_XML_BUFFER_PROPERTY;

/// One property of a reader.
typedef struct WS_XML_READER_PROPERTY {
  /// Which property.
  enum WS_XML_READER_PROPERTY_ID id;
  /// The value, of the type that the id names. It is copied during the call.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_XML_READER_PROPERTY;

/// Common start of the reader's encoding structures.
typedef struct WS_XML_READER_ENCODING {
  /// Which structure this is.
  enum WS_XML_READER_ENCODING_TYPE encodingType;
} WS_XML_READER_ENCODING;

/// Common start of the reader's input structures.
typedef struct WS_XML_READER_INPUT {
  /// Which structure this is.
  enum WS_XML_READER_INPUT_TYPE inputType;
} WS_XML_READER_INPUT;

/// Common start of the node structures. WsGetReaderNode returns the current one: look at nodeType, then cast the
/// pointer. A node that a reader returned belongs to the reader, must not be changed, and is valid until the reader
/// moves. WsWriteNode writes one that the caller made. Source: WsGetReaderNode page.
typedef struct WS_XML_NODE {
  /// Which structure this is.
  enum WS_XML_NODE_TYPE nodeType;
} WS_XML_NODE;

/// A run of bytes and its length.
typedef struct WS_BYTES {
  /// Number of bytes.
  ULONG length;
  /// The first byte. Unused, and may be NULL, when length is 0.
  BYTE *bytes;
} WS_BYTES;

/// Takes bytes: from a writer with stream output during WsFlushWriter, and the canonical form from
/// WsStartReaderCanonicalization and WsStartWriterCanonicalization. It is also the type of the function that a
/// WS_PUSH_BYTES_CALLBACK writes through.
/// callbackState is the state that was given along with the callback. buffers are count runs of bytes, to be written in
/// order and completely; they are valid until the call completes, must not be changed and must be copied to be kept.
/// asyncContext is NULL for a synchronous call, as always in canonicalization. Otherwise the callback may return
/// WS_S_ASYNC and complete as a WS_READ_CALLBACK does. error may be NULL; on failure put a text there.
/// Returns S_OK, WS_S_ASYNC, or the error that the calling function is to report. It must not use the reader or writer
/// that calls it. Source: WS_WRITE_CALLBACK page.
typedef HRESULT (*WS_WRITE_CALLBACK)(void *callbackState,
                                     const struct WS_BYTES *buffers,
                                     ULONG count,
                                     const struct WS_ASYNC_CONTEXT *asyncContext,
                                     struct WS_ERROR *error);

/// One option of WsStartReaderCanonicalization or WsStartWriterCanonicalization.
typedef struct WS_XML_CANONICALIZATION_PROPERTY {
  /// Which option.
  enum WS_XML_CANONICALIZATION_PROPERTY_ID id;
  /// The value, of the type that the id names.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_XML_CANONICALIZATION_PROPERTY;

/// A place in an XML buffer, got from WsGetReaderPosition or WsGetWriterPosition and used with WsSetReaderPosition,
/// WsSetWriterPosition and WsRemoveNode. It is good for as long as its buffer exists; afterwards its use is undefined.
/// Once WsRemoveNode has taken away the node, or one that contains it, every operation that needs the position fails.
typedef struct WS_XML_NODE_POSITION {
  /// The buffer that the position is in.
  struct WS_XML_BUFFER *buffer;
  /// Internal reference to the node; do not inspect or change it.
  void *node;
} WS_XML_NODE_POSITION;

/// An XML element and the C type of its content, for reading and writing elements, headers, message bodies and fault
/// details.
typedef struct WS_ELEMENT_DESCRIPTION {
  /// Local name of the element.
  struct WS_XML_STRING *elementLocalName;
  /// Namespace of the element; an empty string for none.
  struct WS_XML_STRING *elementNs;
  /// Type of the content; one that supports WS_ELEMENT_TYPE_MAPPING.
  enum WS_TYPE type;
  /// The description that goes with the type, or NULL where WS_TYPE allows that.
  void *typeDescription;
} WS_ELEMENT_DESCRIPTION;

/// An XML attribute and the C type of its value.
typedef struct WS_ATTRIBUTE_DESCRIPTION {
  /// Local name of the attribute.
  struct WS_XML_STRING *attributeLocalName;
  /// Namespace of the attribute; an empty string for none.
  struct WS_XML_STRING *attributeNs;
  /// Type of the value; one that supports WS_ATTRIBUTE_TYPE_MAPPING.
  enum WS_TYPE type;
  /// The description that goes with the type, or NULL where WS_TYPE allows that.
  void *typeDescription;
} WS_ATTRIBUTE_DESCRIPTION;

/// One property of a writer.
typedef struct WS_XML_WRITER_PROPERTY {
  /// Which property.
  enum WS_XML_WRITER_PROPERTY_ID id;
  /// The value, of the type that the id names. It is copied during the call; the memory that a WS_BYTES value points
  /// to is not.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_XML_WRITER_PROPERTY;

/// Common start of the writer's encoding structures.
typedef struct WS_XML_WRITER_ENCODING {
  /// Which structure this is.
  enum WS_XML_WRITER_ENCODING_TYPE encodingType;
} WS_XML_WRITER_ENCODING;

/// Common start of the writer's output structures.
typedef struct WS_XML_WRITER_OUTPUT {
  /// Which structure this is.
  enum WS_XML_WRITER_OUTPUT_TYPE outputType;
} WS_XML_WRITER_OUTPUT;

/// Common start of the text structures. Look at textType, then cast the pointer to the structure of that type.
typedef struct WS_XML_TEXT {
  /// Which structure this is.
  enum WS_XML_TEXT_TYPE textType;
} WS_XML_TEXT;

/// Writes binary content for WsPushBytes, by calling the function it is given as often as it likes. With MTOM it may be
/// called later, when the MIME part's turn comes, and its bytes are then not buffered; otherwise it is called within
/// WsPushBytes, which then acts as WsWriteBytes. A program must be ready for either.
/// callbackState is what was passed to WsPushBytes and must be valid until the callback has completed. writeCallback
/// takes the bytes and must be given writeCallbackState. asyncContext is NULL for a synchronous call, and NULL is then
/// passed to writeCallback too; otherwise the callback may return WS_S_ASYNC and complete as a WS_READ_CALLBACK does.
/// error may be NULL; pass it on to writeCallback.
/// Returns S_OK when all bytes are written, WS_S_ASYNC, or the error to report. It must not use the writer in any other
/// way. Sources: WsPushBytes and WS_PUSH_BYTES_CALLBACK pages.
typedef HRESULT (*WS_PUSH_BYTES_CALLBACK)(void *callbackState,
                                          WS_WRITE_CALLBACK writeCallback,
                                          void *writeCallbackState,
                                          const struct WS_ASYNC_CONTEXT *asyncContext,
                                          struct WS_ERROR *error);

/// Supplies binary content to WsPullBytes, which hands it the writer's own buffer to fill and so saves a copy. It may
/// be called within WsPullBytes itself, or later when the bytes are needed.
/// callbackState is what was passed to WsPullBytes and must be valid until the callback has reported the end. It stores
/// up to maxSize bytes at bytes and their number in actualSize; fewer than maxSize is fine, and 0 means that there are
/// no more. asyncContext is NULL for a synchronous call; otherwise the callback may return WS_S_ASYNC and complete as a
/// WS_READ_CALLBACK does. error may be NULL; on failure put a text there.
/// Returns S_OK, WS_S_ASYNC, or the error to report. It must not use the writer. Sources: WsPullBytes and
/// WS_PULL_BYTES_CALLBACK pages.
typedef HRESULT (*WS_PULL_BYTES_CALLBACK)(void *callbackState,
                                          void *bytes,
                                          ULONG maxSize,
                                          ULONG *actualSize,
                                          const struct WS_ASYNC_CONTEXT *asyncContext,
                                          struct WS_ERROR *error);

/// The name of an element, attribute or type: a local name in a namespace.
typedef struct WS_XML_QNAME {
  /// The part of the name after the prefix.
  struct WS_XML_STRING localName;
  /// The namespace URI; length 0 for no namespace.
  struct WS_XML_STRING ns;
} WS_XML_QNAME;

/// One code in the list of codes of a fault.
typedef struct WS_FAULT_CODE {
  /// Local name and namespace of the code.
  struct WS_XML_QNAME value;
  /// The next, more specific code; NULL at the end of the list.
  struct WS_FAULT_CODE *subCode;
} WS_FAULT_CODE;

/// The text of a fault in one language.
typedef struct WS_FAULT_REASON {
  /// The text.
  struct WS_STRING text;
  /// Its language, as in xml:lang (such as en-US).
  struct WS_STRING lang;
} WS_FAULT_REASON;

/// A SOAP fault: the content of the body of a fault message. It can be written and read like any other value, with
/// WS_FAULT_TYPE and a WS_FAULT_DESCRIPTION, which WsWriteBody and WsReadBody alone can do without: they know the version
/// of the envelope. After reading, everything that it points to lives in the heap given to the
/// reading call; in one returned by WsGetFaultErrorProperty, in the error object.
/// Source: WS_FAULT page.
typedef struct WS_FAULT {
  /// Head of the list of codes, from the most general to the most specific; at least one. The first must be one of
  /// SOAP's own. If its namespace is empty, the namespace of the envelope version in use is written, and for SOAP 1.1
  /// the names Sender and Receiver become Client and Server. SOAP 1.1 carries the first code only.
  struct WS_FAULT_CODE *code;
  /// The text of the fault, one element per language.
  struct WS_FAULT_REASON *reasons;
  /// Number of reasons, at least 1. SOAP 1.1 carries the first only.
  ULONG reasonCount;
  /// Name (URI) of the processor that caused the fault. Zero length means the endpoint itself.
  struct WS_STRING actor;
  /// Location (URI) of the processor that caused the fault. Zero length means the endpoint itself. SOAP 1.1 does not
  /// carry it.
  struct WS_STRING node;
  /// Further XML, or NULL for none. The buffer holds one element that stands for SOAP's detail element and contains
  /// the content; the element's own name is replaced by the one of the envelope version. In SOAP 1.1 the detail is
  /// not for faults that concern a header: those use a header (WS_FAULT_ERROR_PROPERTY_HEADER).
  struct WS_XML_BUFFER *detail;
} WS_FAULT;

/// Describes the detail element of one kind of fault, for WsSetFaultErrorDetail and WsGetFaultErrorDetail.
typedef struct WS_FAULT_DETAIL_DESCRIPTION {
  /// Action of the fault message; may be NULL. WsGetFaultErrorDetail uses it as a filter: if this and the fault's
  /// action are both present, they must be equal for the detail to be read.
  struct WS_XML_STRING *action;
  /// Describes the element inside the detail; not NULL. To read several elements as one value, leave its local name
  /// and namespace NULL and use WS_STRUCT_TYPE, which needs WS_READ_REQUIRED_VALUE or WS_READ_REQUIRED_POINTER.
  struct WS_ELEMENT_DESCRIPTION *detailElementDescription;
} WS_FAULT_DETAIL_DESCRIPTION;

/// Base of the identities of a service and first member of each.
typedef struct WS_ENDPOINT_IDENTITY {
  /// Which struct this is.
  enum WS_ENDPOINT_IDENTITY_TYPE identityType;
} WS_ENDPOINT_IDENTITY;

/// Where a service is and how it is recognised. Only the URL is required; the other members may be NULL. WsOpenChannel
/// and WsOpenServiceProxy copy the address, which is limited to 65536 bytes there; WsAddressMessage does not copy it
/// and has no such limit. Addresses are read and written as XML with WS_ENDPOINT_ADDRESS_TYPE and an addressing
/// version; the parts of one that was read belong to the heap it was read into.
///
/// Source: WS_ENDPOINT_ADDRESS and Endpoint Address pages.
typedef struct WS_ENDPOINT_ADDRESS {
  /// The URL, always in escaped form; becomes the To header of messages. Length 0 is the anonymous address, which is
  /// mapped to and from the anonymous URI of the addressing version when XML is written or read. The Address element
  /// of WS-Addressing.
  struct WS_STRING url;
  /// Reference parameters: header elements that every message to this address must carry, opaque to the client. NULL
  /// for none. The content of the ReferenceParameters element.
  struct WS_XML_BUFFER *headers;
  /// Further elements of the address, such as metadata, first those that WS-Addressing defines, in its order, then
  /// others; not sent with messages. Contains no Address, ReferenceParameters or Identity element. A
  /// ReferenceProperties element of version 0.9 must be the first. NULL for none.
  struct WS_XML_BUFFER *extensions;
  /// Who the service is; used to get tokens for it and to check it, and not sent with messages. NULL for none, in
  /// which case the host of the URL counts. The Identity element.
  struct WS_ENDPOINT_IDENTITY *identity;
} WS_ENDPOINT_ADDRESS;

/// One property of a message.
typedef struct WS_MESSAGE_PROPERTY {
  /// Which property.
  enum WS_MESSAGE_PROPERTY_ID id;
  /// Its value, of the type given at the id, suitably aligned.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_MESSAGE_PROPERTY;

/// Tells that the message has finished with the XML reader given to WsReadEnvelopeStart, or the XML writer given to
/// WsWriteEnvelopeStart, so that the owner may use or free it again. doneCallbackState is what was given to that
/// function.
///
/// Invoked on the thread that calls WsFreeMessage or WsResetMessage, as a short callback (WS_SHORT_CALLBACK): it must
/// not block.
///
/// Source: WS_MESSAGE_DONE_CALLBACK page.
typedef void (*WS_MESSAGE_DONE_CALLBACK)(void *doneCallbackState);

/// One property of a channel. The array and the values need to live only during the call that takes them.
typedef struct WS_CHANNEL_PROPERTY {
  /// Which property.
  enum WS_CHANNEL_PROPERTY_ID id;
  /// Its value, of the type given at the id, suitably aligned.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_CHANNEL_PROPERTY;

/// One setting of a security binding.
typedef struct WS_SECURITY_BINDING_PROPERTY {
  /// Which setting.
  enum WS_SECURITY_BINDING_PROPERTY_ID id;
  /// The value, of the type that the id prescribes; belongs to the caller.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_SECURITY_BINDING_PROPERTY;

/// Base of all security bindings and first member of each. A binding stands for one security token: how it is obtained
/// and how it is used on the channel. Pointers to bindings go into a WS_SECURITY_DESCRIPTION. The call that creates the
/// channel, listener, proxy or host reads the binding, and keeps its own copies of what it points to, except callback
/// state, which must live as long as the object.
typedef struct WS_SECURITY_BINDING {
  /// Which struct this is.
  enum WS_SECURITY_BINDING_TYPE bindingType;
  /// Array of settings. NULL means that every setting has its default.
  struct WS_SECURITY_BINDING_PROPERTY *properties;
  /// Number of elements in properties.
  ULONG propertyCount;
} WS_SECURITY_BINDING;

/// One channel-wide security setting.
typedef struct WS_SECURITY_PROPERTY {
  /// Which setting.
  enum WS_SECURITY_PROPERTY_ID id;
  /// The value, of the type that the id prescribes; belongs to the caller.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_SECURITY_PROPERTY;

/// The security of a channel, listener, service proxy or service host. Which bindings it holds decides what security
/// there is; on both sides they must correspond. The creating call copies what it needs, so the description and what it
/// points to may be released when that call returns; state pointers of callbacks must live as long as the object.
/// Custom channels take no description.
typedef struct WS_SECURITY_DESCRIPTION {
  /// Array of pointers to the bindings, each of the struct that its bindingType names.
  struct WS_SECURITY_BINDING **securityBindings;
  /// Number of elements in securityBindings.
  ULONG securityBindingCount;
  /// Array of settings. NULL means that every setting has its default.
  struct WS_SECURITY_PROPERTY *properties;
  /// Number of elements in properties.
  ULONG propertyCount;
} WS_SECURITY_DESCRIPTION;

/// Describes one kind of message: its action and the element in its body. Both pointers must stay valid while the
/// description is in use; wsutil generates static ones.
///
/// Source: WS_MESSAGE_DESCRIPTION page.
typedef struct WS_MESSAGE_DESCRIPTION {
  /// The action of the message; NULL if it has none.
  struct WS_XML_STRING *action;
  /// The element in the body, read and written as by WsReadBody and WsWriteBody; NULL if the body is empty.
  struct WS_ELEMENT_DESCRIPTION *bodyElementDescription;
} WS_MESSAGE_DESCRIPTION;

/// One property of a listener.
typedef struct WS_LISTENER_PROPERTY {
  /// Which property.
  enum WS_LISTENER_PROPERTY_ID id;
  /// Its value, of the type given at the id, suitably aligned.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_LISTENER_PROPERTY;

/// One property of a service proxy.
typedef struct WS_PROXY_PROPERTY {
  /// Which property.
  enum WS_PROXY_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id names.
  void *value;
  /// Size of the value, in bytes.
  ULONG valueSize;
} WS_PROXY_PROPERTY;

/// Ties a parameter of an operation to fields of its messages. A parameter with both indices is passed in and out.
typedef struct WS_PARAMETER_DESCRIPTION {
  /// What the parameter is.
  enum WS_PARAMETER_TYPE parameterType;
  /// Index into the fields of the request's body structure, 0 to 32766; 65535 if the request does not have it.
  USHORT inputMessageIndex;
  /// Index into the fields of the reply's body structure, 0 to 32766; 65535 if the reply does not have it.
  USHORT outputMessageIndex;
} WS_PARAMETER_DESCRIPTION;

/// Calls the application's function for one operation. wsutil generates one per operation; applications need not write
/// their own. context is the call's context, frame a structure with one member per parameter, in the order of the
/// WS_OPERATION_DESCRIPTION, and callback the function from the method table of the WS_SERVICE_CONTRACT. asyncContext
/// is NULL if the call must complete before the stub returns. error takes texts and a fault and may be NULL.
///
/// Returns what the application's function returns. S_OK, or another success, sends the reply. WS_S_ASYNC, only with an
/// asyncContext, means that the result follows through its callback. WS_S_END is success after which no more messages
/// are expected from the client. A failure sends a fault, the one in error if there is one, otherwise one whose detail
/// depends on WS_SERVICE_PROPERTY_FAULT_DISCLOSURE. Memory for out parameters comes from
/// WS_OPERATION_CONTEXT_PROPERTY_HEAP.
typedef HRESULT (*WS_SERVICE_STUB_CALLBACK)(const struct WS_OPERATION_CONTEXT *context,
                                            void *frame,
                                            const void *callback,
                                            const struct WS_ASYNC_CONTEXT *asyncContext,
                                            struct WS_ERROR *error);

/// One operation; one wsdl:operation. Both WsCall and a service host work from it. The actions in the two message
/// descriptions tell which operation a message belongs to. Source: WS_OPERATION_DESCRIPTION page.
typedef struct WS_OPERATION_DESCRIPTION {
  /// Version of this structure: 1.
  ULONG versionInfo;
  /// The request: its action and body element.
  struct WS_MESSAGE_DESCRIPTION *inputMessageDescription;
  /// The reply: its action and body element. NULL for a one-way operation.
  struct WS_MESSAGE_DESCRIPTION *outputMessageDescription;
  /// WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT or 0, for the request.
  ULONG inputMessageOptions;
  /// WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT or 0, for the reply; 0 if there is none.
  ULONG outputMessageOptions;
  /// Number of parameters between the fixed first and last ones of the C function.
  USHORT parameterCount;
  /// Array of the parameters, in the order of the C function.
  struct WS_PARAMETER_DESCRIPTION *parameterDescription;
  /// The generated function that calls the application's function on the service side; NULL on the client side.
  WS_SERVICE_STUB_CALLBACK stubCallback;
  /// Layout of the message bodies.
  enum WS_OPERATION_STYLE style;
} WS_OPERATION_DESCRIPTION;

/// One property of a call.
typedef struct WS_CALL_PROPERTY {
  /// Which property.
  enum WS_CALL_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id names.
  void *value;
  /// Size of the value, in bytes.
  ULONG valueSize;
} WS_CALL_PROPERTY;

/// Tells a service operation or callback of a host that it should end early; registered with
/// WsRegisterOperationForCancel, once per call. reason says why and state is what was registered with it. Called at
/// most once per call, in general on another thread than that of the operation, and possibly before
/// WsRegisterOperationForCancel has returned or inside it. It only passes the word, such as by setting an event: the
/// operation is over when it completes, synchronously or not, and the host waits for that.
typedef void (*WS_OPERATION_CANCEL_CALLBACK)(enum WS_SERVICE_CANCEL_REASON reason, void *state);

/// Frees the state that was registered with WsRegisterOperationForCancel; called once, when the call is complete,
/// whether it was cancelled or not. state is the pointer that was registered.
typedef void (*WS_OPERATION_FREE_STATE_CALLBACK)(void *state);

/// The operations of a service; one wsdl:portType. Must stay valid for as long as a host uses it.
typedef struct WS_CONTRACT_DESCRIPTION {
  /// Number of operations in the array.
  ULONG operationCount;
  /// Array of pointers to the operations.
  struct WS_OPERATION_DESCRIPTION **operations;
} WS_CONTRACT_DESCRIPTION;

/// Handles messages that no operation of the contract takes; see WS_SERVICE_CONTRACT. The message is
/// WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE of context; its headers are read, and the callback must read the body
/// and call WsReadMessageEnd. It sends a reply, if any, itself, on WS_OPERATION_CONTEXT_PROPERTY_CHANNEL. An endpoint
/// with this callback serves the messages of one session channel strictly one after the other.
///
/// Returns S_OK; a failure, which aborts the channel; or, if asyncContext is not NULL, WS_S_ASYNC, and then completes
/// through asyncContext. error takes texts about a failure and may be NULL. Runs on a thread of the library; may block,
/// and should register for cancellation with WsRegisterOperationForCancel if it does. Source:
/// WS_SERVICE_MESSAGE_RECEIVE_CALLBACK page.
typedef HRESULT (*WS_SERVICE_MESSAGE_RECEIVE_CALLBACK)(const struct WS_OPERATION_CONTEXT *context,
                                                       const struct WS_ASYNC_CONTEXT *asyncContext,
                                                       struct WS_ERROR *error);

/// What an endpoint does with messages. At least one of contractDescription and defaultMessageHandlerCallback must be
/// set. Must stay valid, with all that it points to, until the host is freed.
typedef struct WS_SERVICE_CONTRACT {
  /// The operations, found by the action of a message; NULL if there are none.
  const struct WS_CONTRACT_DESCRIPTION *contractDescription;
  /// Called for messages whose action no operation has; for all messages if contractDescription is NULL. NULL is
  /// allowed with a contractDescription only.
  WS_SERVICE_MESSAGE_RECEIVE_CALLBACK defaultMessageHandlerCallback;
  /// The structure of function pointers that wsutil declares for the contract, one per operation. Required with a
  /// contractDescription.
  const void *methodTable;
} WS_SERVICE_CONTRACT;

/// Decides whether a message may be served, after its headers are read and its security is verified, before its body is
/// read. The message is WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE of context; its properties tell the sender, such as
/// WS_MESSAGE_PROPERTY_USERNAME. Sets authorized to TRUE to let it pass, to FALSE to refuse it, and returns S_OK; a
/// failure refuses it too and aborts the channel. error takes texts about a failure and may be NULL. Runs on a thread
/// of the library; must not read the body. It is the only authorization that a host does. Source: Service Authorization
/// page.
typedef HRESULT (*WS_SERVICE_SECURITY_CALLBACK)(const struct WS_OPERATION_CONTEXT *context,
                                                BOOL *authorized,
                                                struct WS_ERROR *error);

/// One property of an endpoint.
typedef struct WS_SERVICE_ENDPOINT_PROPERTY {
  /// Which property.
  enum WS_SERVICE_ENDPOINT_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id names.
  void *value;
  /// Size of the value, in bytes.
  ULONG valueSize;
} WS_SERVICE_ENDPOINT_PROPERTY;

/// A list of channel properties, as contained in other structures.
typedef struct WS_CHANNEL_PROPERTIES {
  /// Array of propertyCount items; NULL when the count is 0.
  struct WS_CHANNEL_PROPERTY *properties;
  /// Number of items in properties.
  ULONG propertyCount;
} WS_CHANNEL_PROPERTIES;

/// One address of a service, with binding, security and contract; WsCreateServiceHost takes an array of pointers to
/// these. Source: WS_SERVICE_ENDPOINT page.
typedef struct WS_SERVICE_ENDPOINT {
  /// Where to listen: the URL. On Linux, HTTP endpoints of one process may share a port, the longest matching URL
  /// prefix getting the request, and net.pipe URLs are Unix-domain sockets under $XDG_RUNTIME_DIR.
  struct WS_ENDPOINT_ADDRESS address;
  /// Transport. With WS_UDP_CHANNEL_BINDING only one-way contracts are possible.
  enum WS_CHANNEL_BINDING channelBinding;
  /// Message exchange pattern, and whether there are sessions.
  enum WS_CHANNEL_TYPE channelType;
  /// Security of the endpoint; NULL for none. On Linux an HTTPS endpoint without a local certificate takes the one
  /// bound to its host and port in /etc/webservices/sslcert.conf or $WEBSERVICES_SSLCERT; one that is given is used,
  /// which Windows does not allow.
  const struct WS_SECURITY_DESCRIPTION *securityDescription;
  /// What is done with messages.
  const struct WS_SERVICE_CONTRACT *contract;
  /// Decides about each message before its body is read; NULL means that all that pass the security description are
  /// served.
  WS_SERVICE_SECURITY_CALLBACK authorizationCallback;
  /// Array of properties of the endpoint; may be NULL if there are none.
  const struct WS_SERVICE_ENDPOINT_PROPERTY *properties;
  /// Number of properties in the array.
  ULONG propertyCount;
  /// Properties for the channels of the endpoint. The host turns the timeouts of channels off unless they are set
  /// here; short ones make slow clients fail.
  struct WS_CHANNEL_PROPERTIES channelProperties;
} WS_SERVICE_ENDPOINT;

/// One property of a service host.
typedef struct WS_SERVICE_PROPERTY {
  /// Which property.
  enum WS_SERVICE_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id names.
  void *value;
  /// Size of the value, in bytes.
  ULONG valueSize;
} WS_SERVICE_PROPERTY;

/// Base of the forms in which an application hands over a key and first member of each; for WsCreateXmlSecurityToken.
typedef struct WS_SECURITY_KEY_HANDLE {
  /// Which struct this is.
  enum WS_SECURITY_KEY_HANDLE_TYPE keyHandleType;
} WS_SECURITY_KEY_HANDLE;

/// One property of a token to be made by WsCreateXmlSecurityToken.
typedef struct WS_XML_SECURITY_TOKEN_PROPERTY {
  /// Which property.
  enum WS_XML_SECURITY_TOKEN_PROPERTY_ID id;
  /// The value, of the type that the id prescribes.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_XML_SECURITY_TOKEN_PROPERTY;

/// A list of heap properties, for objects that create a heap of their own.
typedef struct WS_HEAP_PROPERTIES {
  /// The properties; may be NULL if the count is 0. Only WS_HEAP_PROPERTY_MAX_SIZE and WS_HEAP_PROPERTY_TRIM_SIZE are
  /// accepted.
  struct WS_HEAP_PROPERTY *properties;
  /// Number of properties.
  ULONG propertyCount;
} WS_HEAP_PROPERTIES;

/// An xsd:duration. Its parts are kept apart because months and years have no fixed length; the value is their sum,
/// negated as a whole when negative is TRUE.
typedef struct WS_DURATION {
  /// TRUE for a duration that goes back in time.
  BOOL negative;
  /// Years.
  ULONG years;
  /// Months.
  ULONG months;
  /// Days.
  ULONG days;
  /// Hours.
  ULONG hours;
  /// Minutes.
  ULONG minutes;
  /// Whole seconds.
  ULONG seconds;
  /// Milliseconds beyond the seconds, 0 to 999.
  ULONG milliseconds;
  /// 100 ns units beyond the milliseconds, 0 to 9999.
  ULONG ticks;
} WS_DURATION;

/// A signed length of time.
typedef struct WS_TIMESPAN {
  /// The length in units of 100 ns; negative goes back in time.
  LONGLONG ticks;
} WS_TIMESPAN;

/// A URI that serves as a unique id, such as a message id. The common form, urn:uuid: and a GUID, is kept as the GUID
/// itself; any other URI is kept as a string.
typedef struct WS_UNIQUE_ID {
  /// The URI. Length 0 means that the id is the GUID in guid.
  struct WS_STRING uri;
  /// The GUID when uri has length 0; otherwise its content is undefined.
  GUID guid;
} WS_UNIQUE_ID;

/// Bytes whose text is their base64 form; nothing is converted until the characters are needed.
typedef struct WS_XML_BASE64_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_BASE64.
  struct WS_XML_TEXT text;
  /// The bytes themselves, not base64 characters.
  BYTE *bytes;
  /// Number of bytes.
  ULONG length;
} WS_XML_BASE64_TEXT;

/// The text true or false.
typedef struct WS_XML_BOOL_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_BOOL.
  struct WS_XML_TEXT text;
  /// FALSE for false, otherwise true.
  BOOL value;
} WS_XML_BOOL_TEXT;

/// A time written as xsd:dateTime. Times before year 1 (negative years) are not supported.
typedef struct WS_XML_DATETIME_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_DATETIME.
  struct WS_XML_TEXT text;
  /// The time; its format selects the time zone of the text.
  struct WS_DATETIME value;
} WS_XML_DATETIME_TEXT;

/// A fixed point number, such as 1.23.
typedef struct WS_XML_DECIMAL_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_DECIMAL.
  struct WS_XML_TEXT text;
  /// The number.
  DECIMAL value;
} WS_XML_DECIMAL_TEXT;

/// An 8 byte floating point number. The text has enough digits to give the same value back; special values are INF,
/// -INF, NaN and -0.
typedef struct WS_XML_DOUBLE_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_DOUBLE.
  struct WS_XML_TEXT text;
  /// The number.
  double value;
} WS_XML_DOUBLE_TEXT;

/// A 4 byte floating point number. The text has enough digits to give the same value back; special values are INF,
/// -INF, NaN and -0.
typedef struct WS_XML_FLOAT_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_FLOAT.
  struct WS_XML_TEXT text;
  /// The number.
  float value;
} WS_XML_FLOAT_TEXT;

/// A GUID written as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, without braces.
typedef struct WS_XML_GUID_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_GUID.
  struct WS_XML_TEXT text;
  /// The GUID.
  GUID value;
} WS_XML_GUID_TEXT;

/// A signed 32 bit integer in base 10.
typedef struct WS_XML_INT32_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_INT32.
  struct WS_XML_TEXT text;
  /// The number.
  INT value;
} WS_XML_INT32_TEXT;

/// A signed 64 bit integer in base 10.
typedef struct WS_XML_INT64_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_INT64.
  struct WS_XML_TEXT text;
  /// The number.
  LONGLONG value;
} WS_XML_INT64_TEXT;

/// Several values written with one space between each two; the integer 123 and the boolean TRUE give 123 true.
typedef struct WS_XML_LIST_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_LIST.
  struct WS_XML_TEXT text;
  /// Number of items.
  ULONG itemCount;
  /// Pointers to the values, in order; none may be NULL.
  struct WS_XML_TEXT **items;
} WS_XML_LIST_TEXT;

/// A qualified name as content, written prefix:localName.
typedef struct WS_XML_QNAME_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_QNAME.
  struct WS_XML_TEXT text;
  /// The prefix; length 0 for none.
  struct WS_XML_STRING *prefix;
  /// The name after the prefix.
  struct WS_XML_STRING *localName;
  /// The namespace that the prefix stands for.
  struct WS_XML_STRING *ns;
} WS_XML_QNAME_TEXT;

/// A length of time written as an optional sign, days and a dot if there are days, hours (00 to 23), minutes and
/// seconds (00 to 59) of two digits with colons between, and a fraction of up to seven digits, as in -1.02:03:04.5. For
/// the xsd:duration form see WS_DURATION.
typedef struct WS_XML_TIMESPAN_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_TIMESPAN.
  struct WS_XML_TEXT text;
  /// The length of time.
  struct WS_TIMESPAN value;
} WS_XML_TIMESPAN_TEXT;

/// An unsigned 64 bit integer in base 10.
typedef struct WS_XML_UINT64_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_UINT64.
  struct WS_XML_TEXT text;
  /// The number.
  ULONGLONG value;
} WS_XML_UINT64_TEXT;

/// A GUID written as urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx. A unique id of another form is plain text.
typedef struct WS_XML_UNIQUE_ID_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_UNIQUE_ID.
  struct WS_XML_TEXT text;
  /// The GUID.
  GUID value;
} WS_XML_UNIQUE_ID_TEXT;

/// Characters as UTF-16.
typedef struct WS_XML_UTF16_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_UTF16.
  struct WS_XML_TEXT text;
  /// The UTF-16 code units, in the machine's byte order.
  BYTE *bytes;
  /// Length in bytes, not code units, and so even.
  ULONG byteCount;
} WS_XML_UTF16_TEXT;

/// Characters as UTF-8, with references and entities already resolved.
typedef struct WS_XML_UTF8_TEXT {
  /// Base; textType is WS_XML_TEXT_TYPE_UTF8.
  struct WS_XML_TEXT text;
  /// The characters.
  struct WS_XML_STRING value;
} WS_XML_UTF8_TEXT;

/// An attribute or namespace declaration of an element. For an element a:order with xmlns:a set to urn:x and id set to
/// 5, the first attribute has isXmlNs TRUE, prefix a and ns urn:x; the second has an empty prefix, localName id, an
/// empty ns and a value that stands for 5.
typedef struct WS_XML_ATTRIBUTE {
  /// Not 0 when the value is enclosed in single quotes, 0 for double quotes.
  BYTE singleQuote;
  /// Not 0 for a namespace declaration (xmlns).
  BYTE isXmlNs;
  /// The attribute's prefix; of a declaration, the prefix that it declares. Length 0 for none, and for the
  /// declaration of the default namespace.
  struct WS_XML_STRING *prefix;
  /// The name after the prefix. Not used, and NULL, in a declaration.
  struct WS_XML_STRING *localName;
  /// The attribute's namespace, length 0 for none; of a declaration, the namespace URI that it declares.
  struct WS_XML_STRING *ns;
  /// The attribute's value. Not used, and NULL, in a declaration.
  struct WS_XML_TEXT *value;
} WS_XML_ATTRIBUTE;

/// A comment.
typedef struct WS_XML_COMMENT_NODE {
  /// Base; nodeType is WS_XML_NODE_TYPE_COMMENT.
  struct WS_XML_NODE node;
  /// The characters between the comment marks.
  struct WS_XML_STRING value;
} WS_XML_COMMENT_NODE;

/// The start of an element, with its attributes.
typedef struct WS_XML_ELEMENT_NODE {
  /// Base; nodeType is WS_XML_NODE_TYPE_ELEMENT.
  struct WS_XML_NODE node;
  /// The element's prefix; a string of length 0 when it has none.
  struct WS_XML_STRING *prefix;
  /// The name after the prefix.
  struct WS_XML_STRING *localName;
  /// The namespace that the prefix stands for at this element; length 0 for none.
  struct WS_XML_STRING *ns;
  /// Number of attributes, namespace declarations included.
  ULONG attributeCount;
  /// Pointers to the attributes. Do not rely on their order.
  struct WS_XML_ATTRIBUTE **attributes;
  /// TRUE for an element in the empty form, one tag for start and end. An end element node follows it all the same.
  /// The binary encoding has no such form.
  BOOL isEmpty;
} WS_XML_ELEMENT_NODE;

/// Character content.
typedef struct WS_XML_TEXT_NODE {
  /// Base; nodeType is WS_XML_NODE_TYPE_TEXT.
  struct WS_XML_NODE node;
  /// The content, of any WS_XML_TEXT type.
  struct WS_XML_TEXT *text;
} WS_XML_TEXT_NODE;

/// The prefixes of the exclusive algorithms' InclusiveNamespaces parameter (RFC 3741).
typedef struct WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES {
  /// Number of prefixes.
  ULONG prefixCount;
  /// The prefixes.
  struct WS_XML_STRING *prefixes;
} WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES;

/// Supplies bytes to a reader, from WsFillReader, which calls it until it has enough.
/// callbackState is the readCallbackState of WS_XML_READER_STREAM_INPUT. The callback stores up to maxSize bytes at
/// bytes and their number in actualSize; fewer than maxSize is fine, and 0 means the end of the input.
/// asyncContext is NULL when the caller asked for a synchronous call, which must then block until it is done. Otherwise
/// the callback may return WS_S_ASYNC and later invoke the asyncContext callback once, from another thread or after it
/// has returned; bytes and actualSize stay valid until then, asyncContext itself only during the call, so copy it.
/// error may be NULL; on failure put a text there.
/// Returns S_OK, WS_S_ASYNC, or the error that WsFillReader is to report. It must not use the reader it reads for.
/// Source: WS_READ_CALLBACK page.
typedef HRESULT (*WS_READ_CALLBACK)(void *callbackState,
                                    void *bytes,
                                    ULONG maxSize,
                                    ULONG *actualSize,
                                    const struct WS_ASYNC_CONTEXT *asyncContext,
                                    struct WS_ERROR *error);

/// Input in the .NET binary XML format. Documents name strings by number, so the dictionaries must contain the strings
/// that the writer's had, at the same ids.
typedef struct WS_XML_READER_BINARY_ENCODING {
  /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_BINARY.
  struct WS_XML_READER_ENCODING encoding;
  /// Strings agreed on beforehand, or NULL for none. WsGetDictionary gives the one for SOAP messages. Must stay valid
  /// while this input is being read.
  struct WS_XML_DICTIONARY *staticDictionary;
  /// Strings for which the writer's WS_DYNAMIC_STRING_CALLBACK gave an id, or NULL for none. How they get from writer
  /// to reader is up to the application. Must stay valid while this input is being read.
  struct WS_XML_DICTIONARY *dynamicDictionary;
} WS_XML_READER_BINARY_ENCODING;

/// The document is in memory.
typedef struct WS_XML_READER_BUFFER_INPUT {
  /// Base; inputType is WS_XML_READER_INPUT_TYPE_BUFFER.
  struct WS_XML_READER_INPUT input;
  /// The encoded bytes. The caller keeps them, valid and unchanged, until the reader is freed or has another input;
  /// the reader does not change them.
  void *encodedData;
  /// Number of bytes.
  ULONG encodedDataSize;
} WS_XML_READER_BUFFER_INPUT;

/// Input in MTOM: a MIME multipart package with the XML in its root part and binary data in others, to which
/// xop:Include elements refer; the reader shows these as if the data stood in the XML as base64. From memory the parts
/// may come in any order; from a stream the root part must be first and the others in the order in which they are
/// referred to. Source: WS_XML_READER_MTOM_ENCODING page.
typedef struct WS_XML_READER_MTOM_ENCODING {
  /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_MTOM.
  struct WS_XML_READER_ENCODING encoding;
  /// Encoding of the XML in the root part.
  struct WS_XML_READER_ENCODING *textEncoding;
  /// TRUE when the input starts with the MIME header, which then supplies startInfo, boundary and startUri; these
  /// must be empty. FALSE when the header was received another way, as in HTTP, and they are given here.
  BOOL readMimeHeader;
  /// Media type of the XML: the start-info parameter of the MIME Content-Type. Empty when readMimeHeader is TRUE.
  struct WS_STRING startInfo;
  /// What separates the parts: the boundary parameter of the MIME Content-Type. Empty when readMimeHeader is TRUE.
  struct WS_STRING boundary;
  /// Which part contains the XML: the start parameter of the MIME Content-Type. Empty when readMimeHeader is TRUE.
  struct WS_STRING startUri;
} WS_XML_READER_MTOM_ENCODING;

/// A set of reader properties, for objects that create readers of their own, such as messages.
typedef struct WS_XML_READER_PROPERTIES {
  /// The properties; may be NULL when propertyCount is 0.
  struct WS_XML_READER_PROPERTY *properties;
  /// Number of properties.
  ULONG propertyCount;
} WS_XML_READER_PROPERTIES;

/// Input of any kind, XML or not, presented as base64 text at the top level of a document without elements, as if
/// WS_XML_READER_PROPERTY_ALLOW_FRAGMENT were set. Base64 is made only where it is asked for: WsReadBytes gives the
/// bytes directly and is the efficient way to read; WsReadChars and the others convert.
typedef struct WS_XML_READER_RAW_ENCODING {
  /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_RAW.
  struct WS_XML_READER_ENCODING encoding;
} WS_XML_READER_RAW_ENCODING;

/// The document comes from a callback, and only when WsFillReader asks for it: the caller decides how much is fetched
/// at a time and whether asynchronously. Reading past what is buffered fails with WS_E_QUOTA_EXCEEDED. Sources:
/// WsFillReader and WsCreateReader pages.
typedef struct WS_XML_READER_STREAM_INPUT {
  /// Base; inputType is WS_XML_READER_INPUT_TYPE_STREAM.
  struct WS_XML_READER_INPUT input;
  /// Called during WsFillReader; must not be NULL.
  WS_READ_CALLBACK readCallback;
  /// Passed to readCallback as it is; may be NULL.
  void *readCallbackState;
} WS_XML_READER_STREAM_INPUT;

/// Input as XML 1.0 text.
typedef struct WS_XML_READER_TEXT_ENCODING {
  /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_TEXT.
  struct WS_XML_READER_ENCODING encoding;
  /// The character encoding, or WS_CHARSET_AUTO. If the document has an XML declaration, the encoding named there
  /// must agree.
  enum WS_CHARSET charSet;
} WS_XML_READER_TEXT_ENCODING;

/// Several runs of bytes that make up one whole, in order.
typedef struct WS_BUFFERS {
  /// Number of buffers.
  ULONG bufferCount;
  /// The buffers. May be NULL when bufferCount is 0.
  struct WS_BYTES *buffers;
} WS_BUFFERS;

/// Decides whether a binary writer may write a string as a number. It is called during the write functions, the first
/// time a string that is not in the static dictionary is written.
/// callbackState is the dynamicStringCallbackState of WS_XML_WRITER_BINARY_ENCODING; string is valid during the call
/// only. The callback stores TRUE in found and the string's index in the reader's dynamic dictionary in id, or FALSE in
/// found, and the string is written in full. It is up to the application that the reader gets a dynamicDictionary with
/// the same strings. error may be NULL; on failure put a text there.
/// Returns S_OK, or the error that the write function is to report. It must not use the writer. Sources:
/// WS_DYNAMIC_STRING_CALLBACK and WS_XML_WRITER_BINARY_ENCODING pages.
typedef HRESULT (*WS_DYNAMIC_STRING_CALLBACK)(void *callbackState,
                                              const struct WS_XML_STRING *string,
                                              BOOL *found,
                                              ULONG *id,
                                              struct WS_ERROR *error);

/// Output in the .NET binary XML format. Strings found in a dictionary are written as numbers, so the reader needs
/// dictionaries with the same strings at the same ids.
typedef struct WS_XML_WRITER_BINARY_ENCODING {
  /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_BINARY.
  struct WS_XML_WRITER_ENCODING encoding;
  /// Strings agreed on beforehand, or NULL for none: a WS_XML_STRING that refers to this dictionary is written as its
  /// id. WsGetDictionary gives the one for SOAP messages. Must stay valid while this output is being written.
  struct WS_XML_DICTIONARY *staticDictionary;
  /// Asked once for each string that is not in staticDictionary, when it is first written; or NULL, and such strings
  /// are written in full.
  WS_DYNAMIC_STRING_CALLBACK dynamicStringCallback;
  /// Passed to dynamicStringCallback as it is; may be NULL.
  void *dynamicStringCallbackState;
} WS_XML_WRITER_BINARY_ENCODING;

/// The bytes stay in the writer; get them with WS_XML_WRITER_PROPERTY_BYTES or WS_XML_WRITER_PROPERTY_BUFFERS.
/// WsFlushWriter does nothing.
typedef struct WS_XML_WRITER_BUFFER_OUTPUT {
  /// Base; outputType is WS_XML_WRITER_OUTPUT_TYPE_BUFFER.
  struct WS_XML_WRITER_OUTPUT output;
} WS_XML_WRITER_BUFFER_OUTPUT;

/// Output in MTOM: a MIME multipart package with the XML in its root part. Bytes that are written go into parts of
/// their own, to which the XML refers, instead of into it as base64. WsFlushWriter with no element open, or getting the
/// buffers, writes these parts; after that, writing on fails with WS_E_INVALID_OPERATION.
typedef struct WS_XML_WRITER_MTOM_ENCODING {
  /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_MTOM.
  struct WS_XML_WRITER_ENCODING encoding;
  /// Encoding of the XML in the root part.
  struct WS_XML_WRITER_ENCODING *textEncoding;
  /// TRUE to start the output with the MIME header; FALSE when it is sent another way, as in HTTP.
  BOOL writeMimeHeader;
  /// What separates the parts: the boundary parameter of the MIME Content-Type. It must not occur in the data.
  struct WS_STRING boundary;
  /// Media type of the XML: the start-info parameter of the MIME Content-Type.
  struct WS_STRING startInfo;
  /// Name of the part that contains the XML: the start parameter of the MIME Content-Type.
  struct WS_STRING startUri;
  /// Up to how many bytes binary data is written in place as base64; more goes into a MIME part.
  ULONG maxInlineByteCount;
} WS_XML_WRITER_MTOM_ENCODING;

/// A set of writer properties, for objects that create writers of their own, such as messages.
typedef struct WS_XML_WRITER_PROPERTIES {
  /// The properties; may be NULL when propertyCount is 0.
  struct WS_XML_WRITER_PROPERTY *properties;
  /// Number of properties.
  ULONG propertyCount;
} WS_XML_WRITER_PROPERTIES;

/// Output of any kind, XML or not: base64 text written at the top level is decoded and the bytes emitted, as if
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT were set. Elements, comments and other text cannot be written. WsWriteBytes,
/// WsPullBytes and WsPushBytes pass bytes on directly and are the efficient way to write; WsWriteChars and the others
/// take base64 characters and decode them.
typedef struct WS_XML_WRITER_RAW_ENCODING {
  /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_RAW.
  struct WS_XML_WRITER_ENCODING encoding;
} WS_XML_WRITER_RAW_ENCODING;

/// The bytes go to a callback, and only when WsFlushWriter is called: the caller decides how much is sent at a time and
/// whether asynchronously.
typedef struct WS_XML_WRITER_STREAM_OUTPUT {
  /// Base; outputType is WS_XML_WRITER_OUTPUT_TYPE_STREAM.
  struct WS_XML_WRITER_OUTPUT output;
  /// Called during WsFlushWriter; must not be NULL.
  WS_WRITE_CALLBACK writeCallback;
  /// Passed to writeCallback as it is; may be NULL.
  void *writeCallbackState;
} WS_XML_WRITER_STREAM_OUTPUT;

/// Output as XML 1.0 text.
typedef struct WS_XML_WRITER_TEXT_ENCODING {
  /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_TEXT.
  struct WS_XML_WRITER_ENCODING encoding;
  /// The character encoding; not WS_CHARSET_AUTO.
  enum WS_CHARSET charSet;
} WS_XML_WRITER_TEXT_ENCODING;

/// One attribute that no field describes; an item of WS_ANY_ATTRIBUTES.
typedef struct WS_ANY_ATTRIBUTE {
  /// Local name of the attribute.
  struct WS_XML_STRING localName;
  /// Namespace of the attribute; empty for none.
  struct WS_XML_STRING ns;
  /// Value of the attribute; must not be NULL.
  struct WS_XML_TEXT *value;
} WS_ANY_ATTRIBUTE;

/// The attributes of an element that no field describes (WS_ANY_ATTRIBUTES_TYPE). After reading, everything that it
/// points to is on the heap of the read.
typedef struct WS_ANY_ATTRIBUTES {
  /// Array of the attributes; may be NULL if there are none.
  struct WS_ANY_ATTRIBUTE *attributes;
  /// Number of attributes in the array.
  ULONG attributeCount;
} WS_ANY_ATTRIBUTES;

/// The value of a field that the XML does not contain; see WS_FIELD_DESCRIPTION.
typedef struct WS_DEFAULT_VALUE {
  /// The default, in the form in which the field holds it.
  void *value;
  /// Size of the default in bytes, which is the size of the field.
  ULONG valueSize;
} WS_DEFAULT_VALUE;

/// One value of an enumeration.
typedef struct WS_ENUM_VALUE {
  /// The number in C.
  INT value;
  /// The name in XML.
  struct WS_XML_STRING *name;
} WS_ENUM_VALUE;

/// The values and names of an enumeration; required with WS_ENUM_TYPE.
typedef struct WS_ENUM_DESCRIPTION {
  /// Array of values with their names, without duplicates of either. Must ascend by value if nameIndices is given.
  struct WS_ENUM_VALUE *values;
  /// Number of items in values, and in nameIndices.
  ULONG valueCount;
  /// Length of the longest name in bytes of UTF-8.
  ULONG maxByteCount;
  /// Indices into values, in ascending order of the names compared byte by byte; makes look-up by name and by value a
  /// binary search. NULL means a search from the start to the end, which is fine for few values.
  ULONG *nameIndices;
} WS_ENUM_DESCRIPTION;

/// Limits on the number of repeated elements, checked when reading only.
typedef struct WS_ITEM_RANGE {
  /// Least number of items.
  ULONG minItemCount;
  /// Greatest number of items.
  ULONG maxItemCount;
} WS_ITEM_RANGE;

/// One field of a structure and the XML that it stands for. Source: WS_FIELD_DESCRIPTION page.
typedef struct WS_FIELD_DESCRIPTION {
  /// What part of the XML the field stands for.
  enum WS_FIELD_MAPPING mapping;
  /// Local name of the attribute or element; of the wrapper element with the repeating mappings. NULL where the
  /// mapping has no name, and with the repeating mappings for no wrapper.
  struct WS_XML_STRING *localName;
  /// Namespace of the attribute or element; an empty string for none. NULL where localName is NULL, except that
  /// WS_ANY_ELEMENT_FIELD_MAPPING and WS_ANY_ATTRIBUTES_FIELD_MAPPING may restrict the namespace without a name.
  struct WS_XML_STRING *ns;
  /// Type of the field, or of one item of an array.
  enum WS_TYPE type;
  /// The description that goes with the type, or NULL where WS_TYPE allows that.
  void *typeDescription;
  /// Offset of the field in the structure, in bytes.
  ULONG offset;
  /// WS_FIELD_POINTER, WS_FIELD_OPTIONAL, WS_FIELD_NILLABLE, WS_FIELD_NILLABLE_ITEM and WS_FIELD_OTHER_NAMESPACE as
  /// mapping and type allow, or 0.
  ULONG options;
  /// Value to set when an optional field is absent or the field has WS_NO_FIELD_MAPPING. NULL means all zeros.
  /// WS_TYPE and WS_FIELD_MAPPING say where a default is allowed.
  struct WS_DEFAULT_VALUE *defaultValue;
  /// Offset in bytes of the ULONG with the number of items, for the repeating mappings and for WS_CHAR_ARRAY_TYPE,
  /// WS_UTF8_ARRAY_TYPE and WS_BYTE_ARRAY_TYPE; 0 otherwise.
  ULONG countOffset;
  /// Local name of the items with WS_REPEATING_ELEMENT_FIELD_MAPPING; NULL otherwise.
  struct WS_XML_STRING *itemLocalName;
  /// Namespace of the items with WS_REPEATING_ELEMENT_FIELD_MAPPING; NULL otherwise.
  struct WS_XML_STRING *itemNs;
  /// How many items the reader accepts, for the repeating mappings; NULL means 0 to the largest ULONG.
  struct WS_ITEM_RANGE *itemRange;
} WS_FIELD_DESCRIPTION;

/// A C structure and its XML; required with WS_STRUCT_TYPE. Bytes that no field describes are left uninitialized by the
/// reader, and no two fields may have the same offset.
///
/// Fields are read and written in the order in which they are described, which need not be that of the C structure. It
/// is: the WS_TYPE_ATTRIBUTE_FIELD_MAPPING field if any; then attributes; then either one WS_TEXT_FIELD_MAPPING field
/// or the element fields; last the WS_NO_FIELD_MAPPING fields. Element fields are the single, repeating and choice
/// elements in their order in the XML, and content of any name at the end. Reading is greedy: a field takes all content
/// that fits it before the next one is considered. Content and attributes that fit no field fail the read with
/// WS_E_INVALID_FORMAT, unless structOptions says otherwise.
///
/// A derived type describes the fields of its base as well, in the same overall order: type attribute, attributes of
/// base and derived type, elements of base and derived type. Source: WS_STRUCT_DESCRIPTION page.
typedef struct WS_STRUCT_DESCRIPTION {
  /// Size of the structure in bytes.
  ULONG size;
  /// Alignment of the structure: 1, 2, 4 or 8.
  ULONG alignment;
  /// Array of pointers to the field descriptions, ordered as described above.
  struct WS_FIELD_DESCRIPTION **fields;
  /// Number of fields in the array.
  ULONG fieldCount;
  /// Local name of the XML type, for xsi:type; NULL unless the type takes part in inheritance.
  struct WS_XML_STRING *typeLocalName;
  /// Namespace of the XML type, for xsi:type; NULL unless the type takes part in inheritance.
  struct WS_XML_STRING *typeNs;
  /// Description of the base type; NULL if there is none.
  struct WS_STRUCT_DESCRIPTION *parentType;
  /// Array of pointers to the types derived from this one; NULL if there are none.
  struct WS_STRUCT_DESCRIPTION **subTypes;
  /// Number of types in subTypes.
  ULONG subTypeCount;
  /// WS_STRUCT_ABSTRACT, WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT and WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES, or 0.
  ULONG structOptions;
} WS_STRUCT_DESCRIPTION;

/// One choice of a union.
typedef struct WS_UNION_FIELD_DESCRIPTION {
  /// Value of the selector that stands for this choice.
  INT value;
  /// The field and its element; offsets count from the start of the structure that holds the union.
  struct WS_FIELD_DESCRIPTION field;
} WS_UNION_FIELD_DESCRIPTION;

/// A C structure that consists of a selector and a union, and the elements of its choices; required with WS_UNION_TYPE.
/// The fields are described in this order: WS_ELEMENT_FIELD_MAPPING and WS_REPEATING_ELEMENT_FIELD_MAPPING (with a
/// wrapper element only), then at most one WS_ANY_ELEMENT_FIELD_MAPPING, which takes an element that none of the others
/// is. WS_FIELD_OPTIONAL is not allowed in them. Source: WS_UNION_DESCRIPTION page.
typedef struct WS_UNION_DESCRIPTION {
  /// Size in bytes of the structure with the selector and the union.
  ULONG size;
  /// Alignment of the structure: 1, 2, 4 or 8.
  ULONG alignment;
  /// Array of pointers to the choices. Several may have the same offset. Must ascend by namespace, then local name,
  /// compared byte by byte, if valueIndices is given; the field for any element stays last.
  struct WS_UNION_FIELD_DESCRIPTION **fields;
  /// Number of choices in fields, and in valueIndices. Bytes that no choice describes are left uninitialized.
  ULONG fieldCount;
  /// Offset in bytes of the selector, a signed 32-bit integer.
  ULONG enumOffset;
  /// Value of the selector when no choice is set; used only where the field has WS_FIELD_OPTIONAL.
  INT noneEnumValue;
  /// Indices into fields, in ascending order of the choices' values; makes look-up by element and by value a binary
  /// search. NULL means a search from the start to the end, which is fine for few choices.
  ULONG *valueIndices;
} WS_UNION_DESCRIPTION;

/// The one value that is accepted. Optional with WS_BOOL_TYPE.
typedef struct WS_BOOL_DESCRIPTION {
  /// TRUE or FALSE.
  BOOL value;
} WS_BOOL_DESCRIPTION;

/// Limits on the length of a WS_BYTES. Optional with WS_BYTES_TYPE.
typedef struct WS_BYTES_DESCRIPTION {
  /// Least number of bytes, after decoding.
  ULONG minByteCount;
  /// Greatest number of bytes, after decoding.
  ULONG maxByteCount;
} WS_BYTES_DESCRIPTION;

/// Limits on the length of a byte array. Optional with WS_BYTE_ARRAY_TYPE.
typedef struct WS_BYTE_ARRAY_DESCRIPTION {
  /// Least number of bytes, after decoding.
  ULONG minByteCount;
  /// Greatest number of bytes, after decoding.
  ULONG maxByteCount;
} WS_BYTE_ARRAY_DESCRIPTION;

/// Limits on the length of a character array. Optional with WS_CHAR_ARRAY_TYPE.
typedef struct WS_CHAR_ARRAY_DESCRIPTION {
  /// Least number of WCHARs.
  ULONG minCharCount;
  /// Greatest number of WCHARs.
  ULONG maxCharCount;
} WS_CHAR_ARRAY_DESCRIPTION;

/// Reads a value of a custom type. reader stands where WS_TYPE_MAPPING says that WsReadType is called for typeMapping,
/// and the callback must consume exactly what WsReadType would. descriptionData comes from the
/// WS_CUSTOM_TYPE_DESCRIPTION. value points to storage of valueSize bytes, the size in that description, which the
/// callback fills; anything that the value points to is allocated on heap, which is NULL if the caller of the reading
/// function gave none.
///
/// Runs inside the reading call, on its thread; reader, heap and error are valid until it returns. Returns S_OK, or a
/// failure, which fails that call; WS_E_INVALID_OPERATION for every typeMapping that the type does not support, unknown
/// ones included. error takes texts about a failure and may be NULL. Source: WS_READ_TYPE_CALLBACK page.
typedef HRESULT (*WS_READ_TYPE_CALLBACK)(struct WS_XML_READER *reader,
                                         enum WS_TYPE_MAPPING typeMapping,
                                         const void *descriptionData,
                                         struct WS_HEAP *heap,
                                         void *value,
                                         ULONG valueSize,
                                         struct WS_ERROR *error);

/// Writes a value of a custom type. writer stands where WS_TYPE_MAPPING says that WsWriteType is called for
/// typeMapping, and the callback must write exactly what WsWriteType would. descriptionData comes from the
/// WS_CUSTOM_TYPE_DESCRIPTION. value points to the value and valueSize is its size in bytes.
///
/// Runs inside the writing call, on its thread; writer and error are valid until it returns. Returns S_OK, or a
/// failure, which fails that call; WS_E_INVALID_OPERATION for every typeMapping that the type does not support, unknown
/// ones included. error takes texts about a failure and may be NULL. Source: WS_WRITE_TYPE_CALLBACK page.
typedef HRESULT (*WS_WRITE_TYPE_CALLBACK)(struct WS_XML_WRITER *writer,
                                          enum WS_TYPE_MAPPING typeMapping,
                                          const void *descriptionData,
                                          const void *value,
                                          ULONG valueSize,
                                          struct WS_ERROR *error);

/// Tells whether a value of a custom type is its default, before the library writes a field that has WS_FIELD_OPTIONAL.
/// descriptionData comes from the WS_CUSTOM_TYPE_DESCRIPTION, value points to the value and valueSize is its size in
/// bytes. defaultValue is the default of the field, to be compared member by member; where it is NULL, the members are
/// compared with zero. Sets isDefault to TRUE if all are equal, to FALSE otherwise. Runs inside the writing call.
/// Returns S_OK or a failure, which fails that call; error takes texts about a failure and may be NULL.
typedef HRESULT (*WS_IS_DEFAULT_VALUE_CALLBACK)(const void *descriptionData,
                                                const void *value,
                                                const void *defaultValue,
                                                ULONG valueSize,
                                                BOOL *isDefault,
                                                struct WS_ERROR *error);

/// A type that the application reads and writes itself; required with WS_CUSTOM_TYPE. Source:
/// WS_CUSTOM_TYPE_DESCRIPTION page.
typedef struct WS_CUSTOM_TYPE_DESCRIPTION {
  /// Size of the C type in bytes.
  ULONG size;
  /// Alignment of the C type: 1, 2, 4 or 8.
  ULONG alignment;
  /// Called to read a value.
  WS_READ_TYPE_CALLBACK readCallback;
  /// Called to write a value.
  WS_WRITE_TYPE_CALLBACK writeCallback;
  /// Passed to the callbacks as it is, so that one callback can serve several descriptions; may be NULL.
  void *descriptionData;
  /// Called before a value in a field with WS_FIELD_OPTIONAL is written, to find out whether it can be left out.
  WS_IS_DEFAULT_VALUE_CALLBACK isDefaultValueCallback;
} WS_CUSTOM_TYPE_DESCRIPTION;

/// Limits on a WS_DATETIME. Optional with WS_DATETIME_TYPE.
typedef struct WS_DATETIME_DESCRIPTION {
  /// Earliest value.
  struct WS_DATETIME minValue;
  /// Latest value.
  struct WS_DATETIME maxValue;
} WS_DATETIME_DESCRIPTION;

/// Limits on a DECIMAL. Optional with WS_DECIMAL_TYPE.
typedef struct WS_DECIMAL_DESCRIPTION {
  /// Least value.
  DECIMAL minValue;
  /// Greatest value.
  DECIMAL maxValue;
} WS_DECIMAL_DESCRIPTION;

/// Limits on a double. Optional with WS_DOUBLE_TYPE.
typedef struct WS_DOUBLE_DESCRIPTION {
  /// Least value.
  double minValue;
  /// Greatest value.
  double maxValue;
} WS_DOUBLE_DESCRIPTION;

/// Compares duration1 with duration2 and sets result to -1 if it is shorter, 0 if equal, 1 if longer. Runs inside the
/// call that reads the duration. Returns S_OK, or WS_E_INVALID_FORMAT if the two cannot be compared, which fails that
/// call; error takes texts about a failure and may be NULL.
typedef HRESULT (*WS_DURATION_COMPARISON_CALLBACK)(const struct WS_DURATION *duration1,
                                                   const struct WS_DURATION *duration2,
                                                   INT *result,
                                                   struct WS_ERROR *error);

/// Limits on a WS_DURATION. Optional with WS_DURATION_TYPE.
typedef struct WS_DURATION_DESCRIPTION {
  /// Shortest duration.
  struct WS_DURATION minValue;
  /// Longest duration.
  struct WS_DURATION maxValue;
  /// Compares the value with the limits. NULL means the library's comparison, which can only compare two durations of
  /// years and months with each other, or two that have neither: one month is not known to be more or less than 30
  /// days.
  WS_DURATION_COMPARISON_CALLBACK comparer;
} WS_DURATION_DESCRIPTION;

/// The form of an endpoint address in XML. Required with WS_ENDPOINT_ADDRESS_TYPE.
typedef struct WS_ENDPOINT_ADDRESS_DESCRIPTION {
  /// Version of WS-Addressing.
  enum WS_ADDRESSING_VERSION addressingVersion;
} WS_ENDPOINT_ADDRESS_DESCRIPTION;

/// The form of a fault in XML. Required with WS_FAULT_TYPE, but for WsWriteBody and WsReadBody.
typedef struct WS_FAULT_DESCRIPTION {
  /// Version of SOAP.
  enum WS_ENVELOPE_VERSION envelopeVersion;
} WS_FAULT_DESCRIPTION;

/// Limits on a float. Optional with WS_FLOAT_TYPE.
typedef struct WS_FLOAT_DESCRIPTION {
  /// Least value.
  float minValue;
  /// Greatest value.
  float maxValue;
} WS_FLOAT_DESCRIPTION;

/// The one value that is accepted. Optional with WS_GUID_TYPE.
typedef struct WS_GUID_DESCRIPTION {
  /// The value.
  GUID value;
} WS_GUID_DESCRIPTION;

/// Limits on a signed 16-bit integer. Optional with WS_INT16_TYPE.
typedef struct WS_INT16_DESCRIPTION {
  /// Least value.
  SHORT minValue;
  /// Greatest value.
  SHORT maxValue;
} WS_INT16_DESCRIPTION;

/// Limits on a signed 32-bit integer. Optional with WS_INT32_TYPE.
typedef struct WS_INT32_DESCRIPTION {
  /// Least value.
  INT minValue;
  /// Greatest value.
  INT maxValue;
} WS_INT32_DESCRIPTION;

/// Limits on a signed 64-bit integer. Optional with WS_INT64_TYPE.
typedef struct WS_INT64_DESCRIPTION {
  /// Least value.
  LONGLONG minValue;
  /// Greatest value.
  LONGLONG maxValue;
} WS_INT64_DESCRIPTION;

/// Limits on a signed 8-bit integer. Optional with WS_INT8_TYPE.
typedef struct WS_INT8_DESCRIPTION {
  /// Least value.
  CHAR minValue;
  /// Greatest value.
  CHAR maxValue;
} WS_INT8_DESCRIPTION;

/// Limits on the length of a WS_STRING. Optional with WS_STRING_TYPE.
typedef struct WS_STRING_DESCRIPTION {
  /// Least number of WCHARs.
  ULONG minCharCount;
  /// Greatest number of WCHARs.
  ULONG maxCharCount;
} WS_STRING_DESCRIPTION;

/// Limits on a WS_TIMESPAN, in ticks of 100 ns. Optional with WS_TIMESPAN_TYPE.
typedef struct WS_TIMESPAN_DESCRIPTION {
  /// Least value.
  struct WS_TIMESPAN minValue;
  /// Greatest value.
  struct WS_TIMESPAN maxValue;
} WS_TIMESPAN_DESCRIPTION;

/// Limits on an unsigned 16-bit integer. Optional with WS_UINT16_TYPE.
typedef struct WS_UINT16_DESCRIPTION {
  /// Least value.
  USHORT minValue;
  /// Greatest value.
  USHORT maxValue;
} WS_UINT16_DESCRIPTION;

/// Limits on an unsigned 32-bit integer. Optional with WS_UINT32_TYPE.
typedef struct WS_UINT32_DESCRIPTION {
  /// Least value.
  ULONG minValue;
  /// Greatest value.
  ULONG maxValue;
} WS_UINT32_DESCRIPTION;

/// Limits on an unsigned 64-bit integer. Optional with WS_UINT64_TYPE.
typedef struct WS_UINT64_DESCRIPTION {
  /// Least value.
  ULONGLONG minValue;
  /// Greatest value.
  ULONGLONG maxValue;
} WS_UINT64_DESCRIPTION;

/// Limits on an unsigned 8-bit integer. Optional with WS_UINT8_TYPE.
typedef struct WS_UINT8_DESCRIPTION {
  /// Least value.
  BYTE minValue;
  /// Greatest value.
  BYTE maxValue;
} WS_UINT8_DESCRIPTION;

/// Limits on the length of the text of a WS_UNIQUE_ID. Optional with WS_UNIQUE_ID_TYPE.
typedef struct WS_UNIQUE_ID_DESCRIPTION {
  /// Least number of WCHARs.
  ULONG minCharCount;
  /// Greatest number of WCHARs.
  ULONG maxCharCount;
} WS_UNIQUE_ID_DESCRIPTION;

/// Limits on the length of a UTF-8 array. Optional with WS_UTF8_ARRAY_TYPE.
typedef struct WS_UTF8_ARRAY_DESCRIPTION {
  /// Least number of bytes of UTF-8.
  ULONG minByteCount;
  /// Greatest number of bytes of UTF-8.
  ULONG maxByteCount;
} WS_UTF8_ARRAY_DESCRIPTION;

/// Size of a field that is neither written nor read. Used with WS_VOID_TYPE and WS_NO_FIELD_MAPPING, and needed there
/// unless the field has WS_FIELD_POINTER.
typedef struct WS_VOID_DESCRIPTION {
  /// Size of the field in bytes.
  ULONG size;
} WS_VOID_DESCRIPTION;

/// Limits on the length of a zero-terminated string. Optional with WS_WSZ_TYPE.
typedef struct WS_WSZ_DESCRIPTION {
  /// Least number of WCHARs, without the terminating zero.
  ULONG minCharCount;
  /// Greatest number of WCHARs, without the terminating zero.
  ULONG maxCharCount;
} WS_WSZ_DESCRIPTION;

/// Limits on the two parts of a WS_XML_QNAME. Optional with WS_XML_QNAME_TYPE.
typedef struct WS_XML_QNAME_DESCRIPTION {
  /// Least length of the local name, in bytes of UTF-8.
  ULONG minLocalNameByteCount;
  /// Greatest length of the local name, in bytes of UTF-8.
  ULONG maxLocalNameByteCount;
  /// Least length of the namespace, in bytes of UTF-8.
  ULONG minNsByteCount;
  /// Greatest length of the namespace, in bytes of UTF-8.
  ULONG maxNsByteCount;
} WS_XML_QNAME_DESCRIPTION;

/// Limits on the length of a WS_XML_STRING. Optional with WS_XML_STRING_TYPE.
typedef struct WS_XML_STRING_DESCRIPTION {
  /// Least number of bytes of UTF-8.
  ULONG minByteCount;
  /// Greatest number of bytes of UTF-8.
  ULONG maxByteCount;
} WS_XML_STRING_DESCRIPTION;

/// The parts of an https URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
typedef struct WS_HTTPS_URL {
  /// Common beginning; scheme is WS_URL_HTTPS_SCHEME_TYPE.
  struct WS_URL url;
  /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
  /// URL with user information before the host is not accepted.
  struct WS_STRING host;
  /// Port number, in host byte order; decoding gives 443 where the URL names none.
  USHORT port;
  /// The port as decimal digits; zero length after decoding a URL that names no port.
  struct WS_STRING portAsString;
  /// Path, with its leading slash.
  struct WS_STRING path;
  /// Query, without the question mark; zero length if there is none.
  struct WS_STRING query;
  /// Fragment, without the number sign; zero length if there is none.
  struct WS_STRING fragment;
} WS_HTTPS_URL;

/// The parts of an http URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
typedef struct WS_HTTP_URL {
  /// Common beginning; scheme is WS_URL_HTTP_SCHEME_TYPE.
  struct WS_URL url;
  /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
  /// URL with user information before the host is not accepted.
  struct WS_STRING host;
  /// Port number, in host byte order; decoding gives 80 where the URL names none.
  USHORT port;
  /// The port as decimal digits; zero length after decoding a URL that names no port.
  struct WS_STRING portAsString;
  /// Path, with its leading slash.
  struct WS_STRING path;
  /// Query, without the question mark; zero length if there is none.
  struct WS_STRING query;
  /// Fragment, without the number sign; zero length if there is none.
  struct WS_STRING fragment;
} WS_HTTP_URL;

/// The parts of a net.pipe URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
typedef struct WS_NETPIPE_URL {
  /// Common beginning; scheme is WS_URL_NETPIPE_SCHEME_TYPE.
  struct WS_URL url;
  /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
  /// URL with user information before the host is not accepted.
  struct WS_STRING host;
  /// Port number, in host byte order. The transport does not use it: a pipe has no port.
  USHORT port;
  /// The port as decimal digits; zero length after decoding a URL that names no port.
  struct WS_STRING portAsString;
  /// Path, with its leading slash.
  struct WS_STRING path;
  /// Query, without the question mark; zero length if there is none.
  struct WS_STRING query;
  /// Fragment, without the number sign; zero length if there is none.
  struct WS_STRING fragment;
} WS_NETPIPE_URL;

/// The parts of a net.tcp URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
typedef struct WS_NETTCP_URL {
  /// Common beginning; scheme is WS_URL_NETTCP_SCHEME_TYPE.
  struct WS_URL url;
  /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
  /// URL with user information before the host is not accepted.
  struct WS_STRING host;
  /// Port number, in host byte order; decoding gives 808 where the URL names none.
  USHORT port;
  /// The port as decimal digits; zero length after decoding a URL that names no port.
  struct WS_STRING portAsString;
  /// Path, with its leading slash.
  struct WS_STRING path;
  /// Query, without the question mark; zero length if there is none.
  struct WS_STRING query;
  /// Fragment, without the number sign; zero length if there is none.
  struct WS_STRING fragment;
} WS_NETTCP_URL;

/// The parts of a soap.udp URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
typedef struct WS_SOAPUDP_URL {
  /// Common beginning; scheme is WS_URL_SOAPUDP_SCHEME_TYPE.
  struct WS_URL url;
  /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
  /// URL with user information before the host is not accepted.
  struct WS_STRING host;
  /// Port number, in host byte order; decoding gives 0xFFFF where the URL names none.
  USHORT port;
  /// The port as decimal digits; zero length after decoding a URL that names no port.
  struct WS_STRING portAsString;
  /// Path, with its leading slash.
  struct WS_STRING path;
  /// Query, without the question mark; zero length if there is none.
  struct WS_STRING query;
  /// Fragment, without the number sign; zero length if there is none.
  struct WS_STRING fragment;
} WS_SOAPUDP_URL;

/// The service has this certificate. With WSX_CERT_MESSAGE_SECURITY_BINDING it must match the service's certificate,
/// and it is the certificate used where the binding names none.
typedef struct WS_CERT_ENDPOINT_IDENTITY {
  /// The base; identityType must be WS_CERT_ENDPOINT_IDENTITY_TYPE.
  struct WS_ENDPOINT_IDENTITY identity;
  /// The certificate in DER form.
  struct WS_BYTES rawCertificateData;
} WS_CERT_ENDPOINT_IDENTITY;

/// The service has this DNS name: checked against the certificate where there is one, and made into the service
/// principal host/name by WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING.
typedef struct WS_DNS_ENDPOINT_IDENTITY {
  /// The base; identityType must be WS_DNS_ENDPOINT_IDENTITY_TYPE.
  struct WS_ENDPOINT_IDENTITY identity;
  /// The name as in RFC 1035: a machine's simple name or a fully qualified one.
  struct WS_STRING dns;
} WS_DNS_ENDPOINT_IDENTITY;

/// The service has this RSA public key.
typedef struct WS_RSA_ENDPOINT_IDENTITY {
  /// The base; identityType must be WS_RSA_ENDPOINT_IDENTITY_TYPE.
  struct WS_ENDPOINT_IDENTITY identity;
  /// Modulus of the key.
  struct WS_BYTES modulus;
  /// Public exponent of the key.
  struct WS_BYTES exponent;
} WS_RSA_ENDPOINT_IDENTITY;

/// The service runs under this service principal name, to which tickets are requested as it stands.
typedef struct WS_SPN_ENDPOINT_IDENTITY {
  /// The base; identityType must be WS_SPN_ENDPOINT_IDENTITY_TYPE.
  struct WS_ENDPOINT_IDENTITY identity;
  /// The name, such as host/server.example.com.
  struct WS_STRING spn;
} WS_SPN_ENDPOINT_IDENTITY;

/// An identity that was read from XML and is of none of the known kinds.
typedef struct WS_UNKNOWN_ENDPOINT_IDENTITY {
  /// The base; identityType must be WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE.
  struct WS_ENDPOINT_IDENTITY identity;
  /// Buffer with the one element that was not understood; never NULL.
  struct WS_XML_BUFFER *element;
} WS_UNKNOWN_ENDPOINT_IDENTITY;

/// The service runs under the account with this user principal name, to which tickets are requested as it stands.
typedef struct WS_UPN_ENDPOINT_IDENTITY {
  /// The base; identityType must be WS_UPN_ENDPOINT_IDENTITY_TYPE.
  struct WS_ENDPOINT_IDENTITY identity;
  /// The name, such as user@example.com.
  struct WS_STRING upn;
} WS_UPN_ENDPOINT_IDENTITY;

/// A list of message properties, as contained in other structures.
typedef struct WS_MESSAGE_PROPERTIES {
  /// Array of propertyCount items; NULL when the count is 0.
  struct WS_MESSAGE_PROPERTY *properties;
  /// Number of items in properties.
  ULONG propertyCount;
} WS_MESSAGE_PROPERTIES;

/// The HTTP proxies of a client channel, given by the application. Value of WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, used
/// with WS_HTTP_PROXY_SETTING_MODE_CUSTOM.
typedef struct WS_CUSTOM_HTTP_PROXY {
  /// Proxies, separated by semicolons, each a host name or address, optionally followed by a colon and a port number.
  struct WS_STRING servers;
  /// Servers that are reached without proxy, separated by semicolons. The entry `<local>` stands for all servers of
  /// the local machine. May be empty.
  struct WS_STRING bypass;
} WS_CUSTOM_HTTP_PROXY;

/// One HTTP header that is exposed as a mapped header of the message; see WS_HTTP_MESSAGE_MAPPING.
typedef struct WS_HTTP_HEADER_MAPPING {
  /// Name of the HTTP header, and local name of the mapped header.
  struct WS_XML_STRING headerName;
  /// Any of the WS_HTTP_HEADER_MAPPING_ flags, or 0.
  ULONG headerMappingOptions;
} WS_HTTP_HEADER_MAPPING;

/// Which parts of HTTP requests and responses are exposed as headers of the message object. Value of
/// WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING.
///
/// A mapped header is an element without namespace among the headers of the message. When a message is received the
/// channel copies the HTTP headers listed here into it, and WsGetMappedHeader reads them. Before a message is sent
/// WsAddMappedHeader adds them (after WsRemoveMappedHeader, to replace one); the channel takes those listed here out of
/// the envelope and sends them as HTTP headers. HTTP headers that are not listed are left alone.
///
/// Source: WS_HTTP_MESSAGE_MAPPING page.
typedef struct WS_HTTP_MESSAGE_MAPPING {
  /// WS_HTTP_REQUEST_MAPPING_VERB or 0. Must be 0 unless the encoding is WS_ENCODING_RAW.
  ULONG requestMappingOptions;
  /// Any of WS_HTTP_RESPONSE_MAPPING_STATUS_CODE and WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT, or 0. Must be 0 unless the
  /// encoding is WS_ENCODING_RAW.
  ULONG responseMappingOptions;
  /// Array of pointers to the headers mapped in requests, none of them NULL. The array is NULL when the count is 0.
  struct WS_HTTP_HEADER_MAPPING **requestHeaderMappings;
  /// Number of items in requestHeaderMappings.
  ULONG requestHeaderMappingCount;
  /// Array of pointers to the headers mapped in responses, none of them NULL. The array is NULL when the count is 0.
  struct WS_HTTP_HEADER_MAPPING **responseHeaderMappings;
  /// Number of items in responseHeaderMappings.
  ULONG responseHeaderMappingCount;
} WS_HTTP_MESSAGE_MAPPING;

/// Decides whether a message may be redirected by HTTP to another URL. state is that of
/// WS_HTTP_REDIRECT_CALLBACK_CONTEXT, originalUrl the URL that the message was sent to, newUrl the one that the server
/// names; both are valid only during the call.
///
/// Return S_OK to follow the redirect, S_FALSE or an error to refuse it. The callback runs within the operation on the
/// channel and should neither block nor compute for long.
///
/// Source: WS_HTTP_REDIRECT_CALLBACK page.
typedef HRESULT (*WS_HTTP_REDIRECT_CALLBACK)(void *state,
                                             const struct WS_STRING *originalUrl,
                                             const struct WS_STRING *newUrl);

/// The callback that decides about HTTP redirects, with its state. Value of
/// WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT. What state points to must live as long as the channel.
typedef struct WS_HTTP_REDIRECT_CALLBACK_CONTEXT {
  /// Called before each redirect is followed.
  WS_HTTP_REDIRECT_CALLBACK callback;
  /// Passed to the callback; may be NULL.
  void *state;
} WS_HTTP_REDIRECT_CALLBACK_CONTEXT;

/// Makes a decoder instance, whenever the channel needs one.
///
/// createContext is that of WS_CHANNEL_DECODER. readCallback, called with readContext, reads the encoded bytes of a
/// message; it may be called only from within the start, decode and end callbacks of this instance. *decoderContext
/// receives the instance, which all other callbacks get and which freeDecoderCallback frees. error receives details of
/// a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_CREATE_DECODER_CALLBACK)(void *createContext,
                                              WS_READ_CALLBACK readCallback,
                                              void *readContext,
                                              void **decoderContext,
                                              struct WS_ERROR *error);

/// Checks the content type of the current message and gives the one that it has after decoding.
///
/// decoderContext is the instance. contentType is what came with the message; if it is not what the decoder expects,
/// the callback should fail. contentEncoding is the Content-Encoding header of HTTP, NULL if there is none or the
/// binding is not HTTP. *newContentType receives a type that the channel itself understands (for TCP with binary
/// encoding application/soap+msbinsession1); its characters belong to the decoder and must stay valid until this
/// callback is called again or the instance is freed. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_DECODER_GET_CONTENT_TYPE_CALLBACK)(void *decoderContext,
                                                        const struct WS_STRING *contentType,
                                                        const struct WS_STRING *contentEncoding,
                                                        struct WS_STRING *newContentType,
                                                        struct WS_ERROR *error);

/// Begins a message. May read encoded bytes through the read callback of the instance.
///
/// encoderContext is the decoder instance, whatever its name says. asyncContext is NULL for a synchronous call;
/// otherwise the callback may return WS_S_ASYNC and complete later, through the callback in it. error receives details
/// of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_DECODER_START_CALLBACK)(void *encoderContext,
                                             const struct WS_ASYNC_CONTEXT *asyncContext,
                                             struct WS_ERROR *error);

/// Delivers decoded bytes of the current message, reading encoded ones as needed through the read callback of the
/// instance.
///
/// encoderContext is the decoder instance, whatever its name says. buffer has room for maxLength bytes. *length
/// receives the number of bytes stored; 0 means the end of the message, and WS_DECODER_END_CALLBACK follows.
/// asyncContext is NULL for a synchronous call; otherwise the callback may return WS_S_ASYNC and complete later,
/// through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_DECODER_DECODE_CALLBACK)(void *encoderContext,
                                              void *buffer,
                                              ULONG maxLength,
                                              ULONG *length,
                                              const struct WS_ASYNC_CONTEXT *asyncContext,
                                              struct WS_ERROR *error);

/// Ends the current message, after WS_DECODER_DECODE_CALLBACK has delivered 0 bytes. May still read encoded bytes
/// through the read callback of the instance.
///
/// encoderContext is the decoder instance, whatever its name says. asyncContext is NULL for a synchronous call;
/// otherwise the callback may return WS_S_ASYNC and complete later, through the callback in it. error receives details
/// of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_DECODER_END_CALLBACK)(void *encoderContext,
                                           const struct WS_ASYNC_CONTEXT *asyncContext,
                                           struct WS_ERROR *error);

/// Frees a decoder instance, decoderContext, when the channel has finished with it. Cannot fail.
typedef void (*WS_FREE_DECODER_CALLBACK)(void *decoderContext);

/// Callbacks that transform the content type and the bytes of received messages. Value of WS_CHANNEL_PROPERTY_DECODER.
/// HTTP, TCP and named pipe.
///
/// Order of the calls on one instance: create; then for each message start, get content type, decode repeatedly until
/// it delivers 0 bytes, end; at last free. A message that fails on the way breaks off at any point: the next call is
/// then start, or free.
///
/// An instance is used by one thread at a time. A channel may have several, so one instance need not see all messages.
///
/// Where the content type belongs to the session (TCP, named pipe), the new content type must be the same for every
/// message.
///
/// Source: WS_CHANNEL_DECODER page.
typedef struct WS_CHANNEL_DECODER {
  /// Passed to createDecoderCallback; may be NULL. What it points to must live as long as the channel.
  void *createContext;
  /// Makes a decoder instance.
  WS_CREATE_DECODER_CALLBACK createDecoderCallback;
  /// Checks the content type of a message and gives the one after decoding.
  WS_DECODER_GET_CONTENT_TYPE_CALLBACK decoderGetContentTypeCallback;
  /// Begins a message.
  WS_DECODER_START_CALLBACK decoderStartCallback;
  /// Delivers decoded bytes.
  WS_DECODER_DECODE_CALLBACK decoderDecodeCallback;
  /// Ends a message.
  WS_DECODER_END_CALLBACK decoderEndCallback;
  /// Frees a decoder instance.
  WS_FREE_DECODER_CALLBACK freeDecoderCallback;
} WS_CHANNEL_DECODER;

/// Makes an encoder instance, whenever the channel needs one.
///
/// createContext is that of WS_CHANNEL_ENCODER. writeCallback, called with writeContext, sends the encoded bytes of a
/// message; it may be called only from within the start, encode and end callbacks of this instance. *encoderContext
/// receives the instance, which all other callbacks get and which freeEncoderCallback frees. error receives details of
/// a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_CREATE_ENCODER_CALLBACK)(void *createContext,
                                              WS_WRITE_CALLBACK writeCallback,
                                              void *writeContext,
                                              void **encoderContext,
                                              struct WS_ERROR *error);

/// Gives the content type of the encoded message; the first call for each message.
///
/// encoderContext is the instance. contentType is what the channel would send. *newContentType receives the type to be
/// sent instead. *contentEncoding receives a value for the Content-Encoding header of HTTP, or length 0 for none; with
/// other bindings it must have length 0. The characters of both belong to the encoder and must stay valid until this
/// callback is called again or the instance is freed. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_ENCODER_GET_CONTENT_TYPE_CALLBACK)(void *encoderContext,
                                                        const struct WS_STRING *contentType,
                                                        struct WS_STRING *newContentType,
                                                        struct WS_STRING *contentEncoding,
                                                        struct WS_ERROR *error);

/// Begins a message. May send bytes through the write callback of the instance.
///
/// encoderContext is the instance. asyncContext is NULL for a synchronous call; otherwise the callback may return
/// WS_S_ASYNC and complete later, through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_ENCODER_START_CALLBACK)(void *encoderContext,
                                             const struct WS_ASYNC_CONTEXT *asyncContext,
                                             struct WS_ERROR *error);

/// Takes bytes of the current message, to be encoded and sent, at once or later, through the write callback of the
/// instance.
///
/// encoderContext is the instance. buffers are count pieces, in order, valid until the operation is complete.
/// asyncContext is NULL for a synchronous call; otherwise the callback may return WS_S_ASYNC and complete later,
/// through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_ENCODER_ENCODE_CALLBACK)(void *encoderContext,
                                              const struct WS_BYTES *buffers,
                                              ULONG count,
                                              const struct WS_ASYNC_CONTEXT *asyncContext,
                                              struct WS_ERROR *error);

/// Ends the current message: what the encoder has held back is to be sent through the write callback of the instance.
///
/// encoderContext is the instance. asyncContext is NULL for a synchronous call; otherwise the callback may return
/// WS_S_ASYNC and complete later, through the callback in it. error receives details of a failure and may be NULL.
///
/// Returns S_OK, E_OUTOFMEMORY, E_INVALIDARG or another error.
typedef HRESULT (*WS_ENCODER_END_CALLBACK)(void *encoderContext,
                                           const struct WS_ASYNC_CONTEXT *asyncContext,
                                           struct WS_ERROR *error);

/// Frees an encoder instance, encoderContext, when the channel has finished with it. Cannot fail.
typedef void (*WS_FREE_ENCODER_CALLBACK)(void *encoderContext);

/// Callbacks that transform the content type and the bytes of messages to be sent. Value of
/// WS_CHANNEL_PROPERTY_ENCODER. HTTP, TCP and named pipe.
///
/// Order of the calls on one instance: create; then for each message get content type, start, encode any number of
/// times, end; at last free. A message that fails on the way breaks off at any point: the next call is then get content
/// type, or free.
///
/// An instance is used by one thread at a time. A channel may have several, so one instance need not see all messages.
///
/// Where the content type belongs to the session (TCP, named pipe), the new content type must be the same for every
/// message.
///
/// Source: WS_CHANNEL_ENCODER page.
typedef struct WS_CHANNEL_ENCODER {
  /// Passed to createEncoderCallback; may be NULL. What it points to must live as long as the channel.
  void *createContext;
  /// Makes an encoder instance.
  WS_CREATE_ENCODER_CALLBACK createEncoderCallback;
  /// Gives the content type and content encoding of an encoded message.
  WS_ENCODER_GET_CONTENT_TYPE_CALLBACK encoderGetContentTypeCallback;
  /// Begins a message.
  WS_ENCODER_START_CALLBACK encoderStartCallback;
  /// Takes bytes to be encoded.
  WS_ENCODER_ENCODE_CALLBACK encoderEncodeCallback;
  /// Ends a message.
  WS_ENCODER_END_CALLBACK encoderEndCallback;
  /// Frees an encoder instance.
  WS_FREE_ENCODER_CALLBACK freeEncoderCallback;
} WS_CHANNEL_ENCODER;

/// Gives up the message that is being read or written, so that the next one can follow. It performs no blocking I/O:
/// the unread rest of a streamed message is skipped at the next read or close.
///
/// channelInstance is what the create callback returned. message is the one given to WsReadMessageStart or
/// WsWriteMessageStart. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG if message is not being read or written on this channel, or WS_E_INVALID_OPERATION if the
/// channel is neither open nor faulted; it must not fail for lack of resources.
typedef HRESULT (*WS_ABANDON_MESSAGE_CALLBACK)(void *channelInstance, struct WS_MESSAGE *message, struct WS_ERROR *error);

/// Cancels all pending I/O of the channel, without waiting for its completion, and faults the channel if it is open.
/// Allowed in every state and during any other operation; returns S_OK and must not fail for lack of resources.
///
/// channelInstance is what the create callback returned. error may be NULL.
typedef HRESULT (*WS_ABORT_CHANNEL_CALLBACK)(void *channelInstance, struct WS_ERROR *error);

/// Cancels all pending I/O of the listener, without waiting for its completion, and faults the listener if it is open.
/// Allowed in every state and during any other operation; returns S_OK and must not fail for lack of resources.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. error may be NULL.
typedef HRESULT (*WS_ABORT_LISTENER_CALLBACK)(void *listenerInstance, struct WS_ERROR *error);

/// Waits for the next client and connects the channel to it. The listener must be open, the channel newly created or
/// reset.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. channelInstance is what
/// WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK returned. asyncContext is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OBJECT_FAULTED at once if the listener is faulted, WS_E_OPERATION_ABORTED if listener
/// or channel were aborted, WS_E_INVALID_OPERATION for a wrong state, or another error of WsAcceptChannel.
typedef HRESULT (*WS_ACCEPT_CHANNEL_CALLBACK)(void *listenerInstance,
                                              void *channelInstance,
                                              const struct WS_ASYNC_CONTEXT *asyncContext,
                                              struct WS_ERROR *error);

/// Closes an open or faulted channel: gracefully if no message is being read or written, abruptly otherwise. Pending
/// I/O is waited for. The channel counts as closed even if this fails.
///
/// channelInstance is what the create callback returned. asyncContext is NULL for a synchronous call. error may be
/// NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OPERATION_ABORTED if WsAbortChannel came in between, WS_E_INVALID_OPERATION for a
/// wrong state, or another error of WsCloseChannel.
typedef HRESULT (*WS_CLOSE_CHANNEL_CALLBACK)(void *channelInstance,
                                             const struct WS_ASYNC_CONTEXT *asyncContext,
                                             struct WS_ERROR *error);

/// Stops listening.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. asyncContext is NULL for a synchronous call. error
/// may be NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OPERATION_ABORTED if WsAbortListener came in between, WS_E_INVALID_OPERATION for a
/// wrong state, WS_E_OPERATION_TIMED_OUT or another error.
typedef HRESULT (*WS_CLOSE_LISTENER_CALLBACK)(void *listenerInstance,
                                              const struct WS_ASYNC_CONTEXT *asyncContext,
                                              struct WS_ERROR *error);

/// Makes the instance of a custom channel for WsCreateChannel.
///
/// channelType is the type asked for. channelParameters and channelParametersSize (in bytes) are the value of
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, NULL and 0 if it was not given; the data is valid during the call.
/// *channelInstance receives the instance, which every other callback of this channel gets and which, after success,
/// WS_FREE_CHANNEL_CALLBACK frees. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for a channel type that is not supported, E_OUTOFMEMORY or another error.
typedef HRESULT (*WS_CREATE_CHANNEL_CALLBACK)(enum WS_CHANNEL_TYPE channelType,
                                              const void *channelParameters,
                                              ULONG channelParametersSize,
                                              void **channelInstance,
                                              struct WS_ERROR *error);

/// Makes the instance of a custom channel for WsCreateChannelForListener.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. channelParameters and channelParametersSize (in
/// bytes) are the value of WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, NULL and 0 if it was not given; the data is
/// valid during the call. *channelInstance receives the instance, which every other callback of this channel gets and
/// which, after success, WS_FREE_CHANNEL_CALLBACK frees. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY or another error.
typedef HRESULT (*WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK)(void *listenerInstance,
                                                           const void *channelParameters,
                                                           ULONG channelParametersSize,
                                                           void **channelInstance,
                                                           struct WS_ERROR *error);

/// Makes the instance of a custom listener for WsCreateListener.
///
/// channelType is the type of the channels to be accepted. listenerParameters and listenerParametersSize (in bytes) are
/// the value of WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS, NULL and 0 if it was not given; the data is valid
/// during the call. *listenerInstance receives the instance, which every other callback of this listener gets and
/// which, after success, WS_FREE_LISTENER_CALLBACK frees. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, WS_E_QUOTA_EXCEEDED or another error.
typedef HRESULT (*WS_CREATE_LISTENER_CALLBACK)(enum WS_CHANNEL_TYPE channelType,
                                               const void *listenerParameters,
                                               ULONG listenerParametersSize,
                                               void **listenerInstance,
                                               struct WS_ERROR *error);

/// Frees channelInstance, the channel's instance, for WsFreeChannel. The last call for it; cannot fail.
typedef void (*WS_FREE_CHANNEL_CALLBACK)(void *channelInstance);

/// Makes a closed channel fit for another open or accept.
///
/// channelInstance is what the create callback returned. error may be NULL.
///
/// Returns S_OK, or WS_E_INVALID_OPERATION if the channel is neither newly created nor closed; must not fail for lack
/// of resources.
typedef HRESULT (*WS_RESET_CHANNEL_CALLBACK)(void *channelInstance, struct WS_ERROR *error);

/// Connects the channel to an endpoint; whether that causes I/O is up to the implementation.
///
/// channelInstance is what the create callback returned. endpointAddress is the address. It is valid only until the
/// callback returns, even if that returns WS_S_ASYNC: what is needed later must be copied. asyncContext is NULL for a
/// synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
/// WS_E_INVALID_ENDPOINT_URL and the WS_E_PROXY_ and WS_E_SERVER_ codes belong to them as well.
typedef HRESULT (*WS_OPEN_CHANNEL_CALLBACK)(void *channelInstance,
                                            const struct WS_ENDPOINT_ADDRESS *endpointAddress,
                                            const struct WS_ASYNC_CONTEXT *asyncContext,
                                            struct WS_ERROR *error);

/// Reads a property of the channel. Each custom channel must know WS_CHANNEL_PROPERTY_ADDRESSING_VERSION,
/// WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, WS_CHANNEL_PROPERTY_TRANSFER_MODE and WS_CHANNEL_PROPERTY_PROTECTION_LEVEL;
/// others as it likes. A service proxy or host uses it only if WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS reads FALSE, which
/// says that the channel runs without timeouts of its own.
///
/// channelInstance is what the create callback returned. id names the property. value, aligned for its type, has room
/// for valueSize bytes. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that is too small, E_OUTOFMEMORY or another
/// error.
typedef HRESULT (*WS_GET_CHANNEL_PROPERTY_CALLBACK)(void *channelInstance,
                                                    enum WS_CHANNEL_PROPERTY_ID id,
                                                    void *value,
                                                    ULONG valueSize,
                                                    struct WS_ERROR *error);

/// Changes a property of the channel; which ones exist is up to the implementation.
///
/// channelInstance is what the create callback returned. id names the property. value, aligned for its type, is
/// valueSize bytes and valid during the call. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that does not fit, E_OUTOFMEMORY or another
/// error.
typedef HRESULT (*WS_SET_CHANNEL_PROPERTY_CALLBACK)(void *channelInstance,
                                                    enum WS_CHANNEL_PROPERTY_ID id,
                                                    const void *value,
                                                    ULONG valueSize,
                                                    struct WS_ERROR *error);

/// Writes the start of a message, up to its body; afterwards the message is in state WS_MESSAGE_STATE_WRITING, which
/// WsWriteEnvelopeStart brings about.
///
/// channelInstance is what the create callback returned. message, initialized, is to be written. asyncContext is NULL
/// for a synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
typedef HRESULT (*WS_WRITE_MESSAGE_START_CALLBACK)(void *channelInstance,
                                                   struct WS_MESSAGE *message,
                                                   const struct WS_ASYNC_CONTEXT *asyncContext,
                                                   struct WS_ERROR *error);

/// Writes the end of the current message, and all of it where output is buffered; the next one can follow.
///
/// channelInstance is what the create callback returned. message is the one given to WsWriteMessageStart. asyncContext
/// is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
typedef HRESULT (*WS_WRITE_MESSAGE_END_CALLBACK)(void *channelInstance,
                                                 struct WS_MESSAGE *message,
                                                 const struct WS_ASYNC_CONTEXT *asyncContext,
                                                 struct WS_ERROR *error);

/// Reads the start of the next message, up to its body; afterwards the message is in state WS_MESSAGE_STATE_READING,
/// which WsReadEnvelopeStart brings about.
///
/// channelInstance is what the create callback returned. message, empty, receives it. asyncContext is NULL for a
/// synchronous call. error may be NULL.
///
/// Returns S_OK, WS_S_END if no more messages will come, or WS_S_ASYNC. Errors are those of the channel functions:
/// WS_E_INVALID_OPERATION for a wrong state, WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT,
/// WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT, WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes,
/// E_OUTOFMEMORY, E_INVALIDARG.
typedef HRESULT (*WS_READ_MESSAGE_START_CALLBACK)(void *channelInstance,
                                                  struct WS_MESSAGE *message,
                                                  const struct WS_ASYNC_CONTEXT *asyncContext,
                                                  struct WS_ERROR *error);

/// Reads the end of the current message; the next one can follow.
///
/// channelInstance is what the create callback returned. message is the one given to WsReadMessageStart. asyncContext
/// is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
typedef HRESULT (*WS_READ_MESSAGE_END_CALLBACK)(void *channelInstance,
                                                struct WS_MESSAGE *message,
                                                const struct WS_ASYNC_CONTEXT *asyncContext,
                                                struct WS_ERROR *error);

/// Tells the other side that no more messages will be sent in the session; receiving goes on. Later sends, and another
/// shutdown, must fail with WS_E_INVALID_OPERATION. Only for types with a session that can send.
///
/// channelInstance is what the create callback returned. asyncContext is NULL for a synchronous call. error may be
/// NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION if the channel is not open, or another error.
typedef HRESULT (*WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK)(void *channelInstance,
                                                        const struct WS_ASYNC_CONTEXT *asyncContext,
                                                        struct WS_ERROR *error);

/// The implementation of a custom channel. Value of WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, for WsCreateChannel
/// and WsCreateChannelForListener. Each callback stands behind the function of the same name and has to keep that
/// function's contract. It also has to check its parameters and whether the state of the channel allows the operation;
/// the library does not do that for it.
///
/// Callbacks run on the thread that calls the function. Channels are free threaded, so callbacks may run at the same
/// time, abort during any other. Those with an asyncContext run synchronously if it is NULL; otherwise they may return
/// WS_S_ASYNC and complete later through the callback in it, which must not be invoked on the same thread before they
/// have returned.
///
/// Source: WS_CUSTOM_CHANNEL_CALLBACKS page.
typedef struct WS_CUSTOM_CHANNEL_CALLBACKS {
  /// Behind WsCreateChannel.
  WS_CREATE_CHANNEL_CALLBACK createChannelCallback;
  /// Behind WsFreeChannel.
  WS_FREE_CHANNEL_CALLBACK freeChannelCallback;
  /// Behind WsResetChannel.
  WS_RESET_CHANNEL_CALLBACK resetChannelCallback;
  /// Behind WsOpenChannel.
  WS_OPEN_CHANNEL_CALLBACK openChannelCallback;
  /// Behind WsCloseChannel.
  WS_CLOSE_CHANNEL_CALLBACK closeChannelCallback;
  /// Behind WsAbortChannel.
  WS_ABORT_CHANNEL_CALLBACK abortChannelCallback;
  /// Behind WsGetChannelProperty.
  WS_GET_CHANNEL_PROPERTY_CALLBACK getChannelPropertyCallback;
  /// Behind WsSetChannelProperty.
  WS_SET_CHANNEL_PROPERTY_CALLBACK setChannelPropertyCallback;
  /// Behind WsWriteMessageStart.
  WS_WRITE_MESSAGE_START_CALLBACK writeMessageStartCallback;
  /// Behind WsWriteMessageEnd.
  WS_WRITE_MESSAGE_END_CALLBACK writeMessageEndCallback;
  /// Behind WsReadMessageStart.
  WS_READ_MESSAGE_START_CALLBACK readMessageStartCallback;
  /// Behind WsReadMessageEnd.
  WS_READ_MESSAGE_END_CALLBACK readMessageEndCallback;
  /// Behind WsAbandonMessage.
  WS_ABANDON_MESSAGE_CALLBACK abandonMessageCallback;
  /// Behind WsShutdownSessionChannel.
  WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK shutdownSessionChannelCallback;
} WS_CUSTOM_CHANNEL_CALLBACKS;

/// Frees listenerInstance, the listener's instance, for WsFreeListener. The last call for it; cannot fail.
typedef void (*WS_FREE_LISTENER_CALLBACK)(void *listenerInstance);

/// Makes a closed listener fit for another open.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. error may be NULL.
///
/// Returns S_OK, or WS_E_INVALID_OPERATION if the listener is neither newly created nor closed; must not fail for lack
/// of resources.
typedef HRESULT (*WS_RESET_LISTENER_CALLBACK)(void *listenerInstance, struct WS_ERROR *error);

/// Starts listening.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. url is where; its form and meaning are up to the
/// implementation. asyncContext is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_ADDRESS_IN_USE, WS_E_ADDRESS_NOT_AVAILABLE, WS_E_OPERATION_ABORTED if the listener
/// was aborted before or meanwhile, WS_E_INVALID_OPERATION for a wrong state, WS_E_QUOTA_EXCEEDED,
/// WS_E_OPERATION_TIMED_OUT or another error.
typedef HRESULT (*WS_OPEN_LISTENER_CALLBACK)(void *listenerInstance,
                                             const struct WS_STRING *url,
                                             const struct WS_ASYNC_CONTEXT *asyncContext,
                                             struct WS_ERROR *error);

/// Reads a property of the listener; which ones exist is up to the implementation.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. id names the property. value, aligned for its type,
/// has room for valueSize bytes. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that is too small, or another error.
typedef HRESULT (*WS_GET_LISTENER_PROPERTY_CALLBACK)(void *listenerInstance,
                                                     enum WS_LISTENER_PROPERTY_ID id,
                                                     void *value,
                                                     ULONG valueSize,
                                                     struct WS_ERROR *error);

/// Changes a property of the listener; which ones exist is up to the implementation.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. id names the property. value, aligned for its type,
/// is valueSize bytes and valid during the call. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that does not fit, E_OUTOFMEMORY or another
/// error.
typedef HRESULT (*WS_SET_LISTENER_PROPERTY_CALLBACK)(void *listenerInstance,
                                                     enum WS_LISTENER_PROPERTY_ID id,
                                                     const void *value,
                                                     ULONG valueSize,
                                                     struct WS_ERROR *error);

/// The implementation of a custom listener. Value of WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, for
/// WsCreateListener. The rules are those of WS_CUSTOM_CHANNEL_CALLBACKS, with the state of the listener in place of the
/// channel's.
///
/// Source: WS_CUSTOM_LISTENER_CALLBACKS page.
typedef struct WS_CUSTOM_LISTENER_CALLBACKS {
  /// Behind WsCreateListener.
  WS_CREATE_LISTENER_CALLBACK createListenerCallback;
  /// Behind WsFreeListener.
  WS_FREE_LISTENER_CALLBACK freeListenerCallback;
  /// Behind WsResetListener.
  WS_RESET_LISTENER_CALLBACK resetListenerCallback;
  /// Behind WsOpenListener.
  WS_OPEN_LISTENER_CALLBACK openListenerCallback;
  /// Behind WsCloseListener.
  WS_CLOSE_LISTENER_CALLBACK closeListenerCallback;
  /// Behind WsAbortListener.
  WS_ABORT_LISTENER_CALLBACK abortListenerCallback;
  /// Behind WsGetListenerProperty.
  WS_GET_LISTENER_PROPERTY_CALLBACK getListenerPropertyCallback;
  /// Behind WsSetListenerProperty.
  WS_SET_LISTENER_PROPERTY_CALLBACK setListenerPropertyCallback;
  /// Behind WsCreateChannelForListener.
  WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK createChannelForListenerCallback;
  /// Behind WsAcceptChannel.
  WS_ACCEPT_CHANNEL_CALLBACK acceptChannelCallback;
} WS_CUSTOM_LISTENER_CALLBACKS;

/// A list of listener properties, as contained in other structures.
typedef struct WS_LISTENER_PROPERTIES {
  /// Array of propertyCount items; NULL when the count is 0.
  struct WS_LISTENER_PROPERTY *properties;
  /// Number of items in properties.
  ULONG propertyCount;
} WS_LISTENER_PROPERTIES;

/// Checks the server's certificate of an HTTP connection; called for each request sent, when the connection is made and
/// the headers have been sent. certContext is the certificate; the callback owns that reference and must release it
/// with CertFreeCertificateContext. state is the pointer that was registered with the callback. S_OK accepts; any other
/// value aborts the channel, and the service proxy too where the setting was given to WsCreateServiceProxy. The
/// callback must return quickly and must not block.
///
/// Source: WS_CERTIFICATE_VALIDATION_CALLBACK page.
typedef HRESULT (*WS_CERTIFICATE_VALIDATION_CALLBACK)(const CERT_CONTEXT *certContext, void *state);

/// Value of WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT.
typedef struct WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT {
  /// Checks the certificate of an HTTP connection.
  WS_CERTIFICATE_VALIDATION_CALLBACK callback;
  /// Handed to the callback; may be NULL. Must stay valid until the channel or proxy is freed.
  void *state;
} WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT;

/// Base of all certificate credentials and first member of each. Every kind must yield a certificate with its private
/// key where it is one's own.
typedef struct WS_CERT_CREDENTIAL {
  /// Which struct this is.
  enum WS_CERT_CREDENTIAL_TYPE credentialType;
} WS_CERT_CREDENTIAL;

/// Tells a client which certificate issuers the server accepts, as TLS servers may list them. Called only when the
/// server refused the certificate (or the lack of one) that WS_GET_CERT_CALLBACK gave and sent a list. The client can
/// then choose another and give it in WS_GET_CERT_CALLBACK when the channel is opened the next time. The parameters are
/// valid during the call only: the state registered with the callback, the issuers as DER-encoded names, and an error
/// object, which may be NULL, for the reason of a failure.
typedef HRESULT (*WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK)(void *certIssuerListNotificationCallbackState,
                                                             const SecPkgContext_IssuerListInfoEx *issuerList,
                                                             struct WS_ERROR *error);

/// Gives the certificate of a WS_CUSTOM_CERT_CREDENTIAL; called when the channel (client) or listener (server) is
/// opened, always short. getCertCallbackState is the registered state. targetAddress, on clients, is the address of
/// the service to which the certificate will be shown, as the channel was opened to it, and viaUri where it is reached,
/// which is its url; on servers both are NULL. cert takes the result, with its private key; NULL means no certificate.
/// error, which may be NULL, takes the reason of a failure.
///
/// On success the library owns the certificate and frees it when the channel or listener no longer needs it, so hand
/// over a reference of your own (CertDuplicateCertificateContext). On failure cert is not looked at and stays the
/// callback's. WsxCertFromPem, WsxCertFromPkcs12 and WsxCertFind make certificates that have their key.
///
/// Source: WS_GET_CERT_CALLBACK page.
typedef HRESULT (*WS_GET_CERT_CALLBACK)(void *getCertCallbackState,
                                        const struct WS_ENDPOINT_ADDRESS *targetAddress,
                                        const struct WS_STRING *viaUri,
                                        const CERT_CONTEXT **cert,
                                        struct WS_ERROR *error);

/// A certificate that the application hands over in a callback. The callback runs during WsOpenChannel on clients and
/// during WsOpenListener on servers, always short (WS_SHORT_CALLBACK).
typedef struct WS_CUSTOM_CERT_CREDENTIAL {
  /// The base; credentialType must be WS_CUSTOM_CERT_CREDENTIAL_TYPE.
  struct WS_CERT_CREDENTIAL credential;
  /// Gives the certificate.
  WS_GET_CERT_CALLBACK getCertCallback;
  /// Handed to getCertCallback; may be NULL. Must stay valid until the channel or listener is freed.
  void *getCertCallbackState;
  /// Told which issuers the server accepts when it refuses the certificate; clients only, may be NULL.
  WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK certIssuerListNotificationCallback;
  /// Handed to certIssuerListNotificationCallback; may be NULL. Must stay valid until the channel is freed.
  void *certIssuerListNotificationCallbackState;
} WS_CUSTOM_CERT_CREDENTIAL;

/// Base of the credentials for integrated and HTTP header authentication and first member of each.
typedef struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
  /// Which struct this is.
  enum WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE credentialType;
} WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL;

/// The identity under which the caller runs. On Windows that is the token of the thread that calls WsOpenChannel or
/// WsOpenServiceProxy; here it is the default GSSAPI credential of the process at that time, such as its Kerberos
/// credential cache. Windows does not support it in WsAcceptChannel and WsOpenServiceHost on an impersonating thread.
typedef struct WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
  /// The base; credentialType must be WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL credential;
} WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL;

/// An identity as Windows' SspiPromptForCredentials family of functions returns it.
typedef struct WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
  /// The base; credentialType must be WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL credential;
  /// A PSEC_WINNT_AUTH_IDENTITY_OPAQUE. SSPI makes these values; Linux has no function that does.
  void *opaqueAuthIdentity;
} WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL;

/// Base of the credentials for WS_USERNAME_MESSAGE_SECURITY_BINDING and first member of each.
typedef struct WS_USERNAME_CREDENTIAL {
  /// Which struct this is.
  enum WS_USERNAME_CREDENTIAL_TYPE credentialType;
} WS_USERNAME_CREDENTIAL;

/// A name and a password for WS_USERNAME_MESSAGE_SECURITY_BINDING.
typedef struct WS_STRING_USERNAME_CREDENTIAL {
  /// The base; credentialType must be WS_STRING_USERNAME_CREDENTIAL_TYPE.
  struct WS_USERNAME_CREDENTIAL credential;
  /// The name, as it is sent.
  struct WS_STRING username;
  /// The password.
  struct WS_STRING password;
} WS_STRING_USERNAME_CREDENTIAL;

/// A name, a password and a domain for integrated authentication, and for Basic and Digest in HTTP headers.
typedef struct WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
  /// The base; credentialType must be WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL credential;
  /// The name; must not be empty. For the identity of the process use WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
  struct WS_STRING username;
  /// The password; length 0 is an empty password.
  struct WS_STRING password;
  /// Domain or workgroup; for Kerberos the realm.
  struct WS_STRING domain;
} WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL;

/// A certificate found by its subject name in a certificate store, with its private key, when the channel or listener
/// is opened. Stores are folders of PEM files, certificates with key files beside them, and PKCS #12 files, one
/// sub-folder per store (My, Root, CA, TrustedPeople, Disallowed), in any case. The current user's are in
/// $WEBSERVICES_CERT_STORE or $XDG_DATA_HOME/webservices/certs, then in .NET's .dotnet/corefx/cryptography/x509stores
/// below the home folder; the machine's are in /etc/webservices/certs.
typedef struct WS_SUBJECT_NAME_CERT_CREDENTIAL {
  /// The base; credentialType must be WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE.
  struct WS_CERT_CREDENTIAL credential;
  /// CERT_SYSTEM_STORE_CURRENT_USER (0x10000) or CERT_SYSTEM_STORE_LOCAL_MACHINE (0x20000).
  ULONG storeLocation;
  /// Name of the store, such as My; its sub-folder, in upper or lower case.
  struct WS_STRING storeName;
  /// Subject name to find, such as CN=service.com, in the form in which Windows' CERT_FIND_SUBJECT_NAME search takes
  /// it. Where several certificates may match, use the thumbprint instead.
  struct WS_STRING subjectName;
} WS_SUBJECT_NAME_CERT_CREDENTIAL;

/// A certificate found by its thumbprint in a certificate store, with its private key, when the channel or listener is
/// opened; unlike a subject name it cannot be ambiguous. The stores are those of WS_SUBJECT_NAME_CERT_CREDENTIAL.
typedef struct WS_THUMBPRINT_CERT_CREDENTIAL {
  /// The base; credentialType must be WS_THUMBPRINT_CERT_CREDENTIAL_TYPE.
  struct WS_CERT_CREDENTIAL credential;
  /// CERT_SYSTEM_STORE_CURRENT_USER (0x10000) or CERT_SYSTEM_STORE_LOCAL_MACHINE (0x20000).
  ULONG storeLocation;
  /// Name of the store, such as My; its sub-folder, in upper or lower case.
  struct WS_STRING storeName;
  /// SHA-1 of the DER form as 40 hexadecimal digits, without spaces and without 0x.
  struct WS_STRING thumbprint;
} WS_THUMBPRINT_CERT_CREDENTIAL;

/// Checks the user name and password of a received message; called on the server for each message. Returns S_OK if the
/// pair is right, S_FALSE if it is not, and an error code if the check itself failed; anything but S_OK makes the
/// receive fail with a security error. It can be called at any time between open and close of the channel or listener,
/// never outside.
///
/// The parameters are the registered state, the name, the password, asyncContext (NULL when called synchronously) and
/// an error object, which may be NULL. The strings are valid until the callback completes. Called asynchronously it is
/// always short and may return WS_S_ASYNC and complete later as WS_ASYNC_CONTEXT describes. It sees text passwords
/// only: a password digest is checked with the secret that WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK
/// gives.
///
/// Source: WS_VALIDATE_PASSWORD_CALLBACK page.
typedef HRESULT (*WS_VALIDATE_PASSWORD_CALLBACK)(void *passwordValidatorCallbackState,
                                                 const struct WS_STRING *username,
                                                 const struct WS_STRING *password,
                                                 const struct WS_ASYNC_CONTEXT *asyncContext,
                                                 struct WS_ERROR *error);

/// A key pair held by a CryptoAPI provider. Windows takes it before Vista only, and provider handles have no meaning on
/// Linux.
typedef struct WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE {
  /// The base; keyHandleType must be WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE.
  struct WS_SECURITY_KEY_HANDLE keyHandle;
  /// The provider. On Windows the caller owns it, and it must live as long as the key is in use.
  HCRYPTPROV provider;
  /// Which of the provider's keys.
  ULONG keySpec;
} WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE;

/// Base of the ways to validate SAML assertions and first member of each.
typedef struct WS_SAML_AUTHENTICATOR {
  /// Which struct this is.
  enum WS_SAML_AUTHENTICATOR_TYPE authenticatorType;
} WS_SAML_AUTHENTICATOR;

/// Validates a received SAML assertion whose signature has already been found valid and made by a trusted issuer. The
/// parameters are the registered state, the assertion, valid during the call only, and an error object, which may be
/// NULL. Returns S_OK if the assertion is acceptable, S_FALSE if it is not, and an error code if the check itself
/// failed; anything but S_OK makes the receive fail with a security error. It can be called at any time between open
/// and close of the listener, never outside.
///
/// Source: WS_VALIDATE_SAML_CALLBACK page.
typedef HRESULT (*WS_VALIDATE_SAML_CALLBACK)(void *samlValidatorCallbackState,
                                             struct WS_XML_BUFFER *samlAssertion,
                                             struct WS_ERROR *error);

/// Accepts a SAML assertion if, and only if, its XML signature is valid and made with one of the listed certificates.
/// The certificates themselves are not checked, neither chain nor revocation: that is up to the application before it
/// lists them. Nor are the statements in the assertion: use samlValidator, or read WS_MESSAGE_PROPERTY_SAML_ASSERTION.
///
/// Source: WS_CERT_SIGNED_SAML_AUTHENTICATOR page.
typedef struct WS_CERT_SIGNED_SAML_AUTHENTICATOR {
  /// The base; authenticatorType must be WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE.
  struct WS_SAML_AUTHENTICATOR authenticator;
  /// Certificates of the accepted issuers; required. The library takes references of its own; the caller keeps its
  /// certificates and may free them when the call that creates the listener has returned.
  const CERT_CONTEXT **trustedIssuerCerts;
  /// Number of elements in trustedIssuerCerts.
  ULONG trustedIssuerCertCount;
  /// Certificate whose private key decrypts received assertions. Ownership as for trustedIssuerCerts.
  const CERT_CONTEXT *decryptionCert;
  /// Further validation of the assertion after its signature was found valid; may be NULL.
  WS_VALIDATE_SAML_CALLBACK samlValidator;
  /// Handed to samlValidator; may be NULL. Must stay valid until the listener or host is freed.
  void *samlValidatorCallbackState;
} WS_CERT_SIGNED_SAML_AUTHENTICATOR;

/// A key pair held by Windows' CNG. CNG handles have no meaning on Linux.
typedef struct WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE {
  /// The base; keyHandleType must be WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE.
  struct WS_SECURITY_KEY_HANDLE keyHandle;
  /// The CNG key. On Windows the caller owns it, and it must live as long as the key is in use.
  NCRYPT_KEY_HANDLE asymmetricKey;
} WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE;

/// A symmetric key given as bytes.
typedef struct WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE {
  /// The base; keyHandleType must be WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE.
  struct WS_SECURITY_KEY_HANDLE keyHandle;
  /// The key. It is copied: wipe these bytes as soon as the call that takes them has returned.
  struct WS_BYTES rawKeyBytes;
} WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE;

/// One parameter of a token request, for WsRequestSecurityToken.
typedef struct WS_REQUEST_SECURITY_TOKEN_PROPERTY {
  /// Which parameter.
  enum WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID id;
  /// The value, of the type that the id prescribes.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_REQUEST_SECURITY_TOKEN_PROPERTY;

/// A property of an algorithm suite; there are none.
typedef struct WS_SECURITY_ALGORITHM_PROPERTY {
  /// Which property.
  enum WS_SECURITY_ALGORITHM_PROPERTY_ID id;
  /// The value.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_SECURITY_ALGORITHM_PROPERTY;

/// Algorithms and key lengths for WS-Security, chosen one by one; value of WS_SECURITY_PROPERTY_ALGORITHM_SUITE. Each
/// algorithm must be of the kind that its member's name says, or WS_SECURITY_ALGORITHM_DEFAULT. Key lengths are in
/// bits, 0 for the default; where keys are derived, the limits count for the key that the derivation starts from.
///
/// Source: WS_SECURITY_ALGORITHM_SUITE page.
typedef struct WS_SECURITY_ALGORITHM_SUITE {
  /// Canonicalization. Default WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE.
  enum WS_SECURITY_ALGORITHM_ID canonicalizationAlgorithm;
  /// Digest of the signed parts. Default WS_SECURITY_ALGORITHM_DIGEST_SHA1.
  enum WS_SECURITY_ALGORITHM_ID digestAlgorithm;
  /// Signature with a symmetric key. Default WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1.
  enum WS_SECURITY_ALGORITHM_ID symmetricSignatureAlgorithm;
  /// Signature with a private key. Default WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1.
  enum WS_SECURITY_ALGORITHM_ID asymmetricSignatureAlgorithm;
  /// Reserved: WS_SECURITY_ALGORITHM_DEFAULT.
  enum WS_SECURITY_ALGORITHM_ID encryptionAlgorithm;
  /// Derivation of keys from a symmetric key. Default WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1.
  enum WS_SECURITY_ALGORITHM_ID keyDerivationAlgorithm;
  /// Reserved: WS_SECURITY_ALGORITHM_DEFAULT.
  enum WS_SECURITY_ALGORITHM_ID symmetricKeyWrapAlgorithm;
  /// Encryption of symmetric keys with a public key. Default WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP.
  enum WS_SECURITY_ALGORITHM_ID asymmetricKeyWrapAlgorithm;
  /// Shortest symmetric key of a token. Default 128.
  ULONG minSymmetricKeyLength;
  /// Longest symmetric key of a token. Default 512.
  ULONG maxSymmetricKeyLength;
  /// Shortest asymmetric key of a token. Default 1024.
  ULONG minAsymmetricKeyLength;
  /// Longest asymmetric key of a token. Default 16384.
  ULONG maxAsymmetricKeyLength;
  /// Reserved: NULL.
  struct WS_SECURITY_ALGORITHM_PROPERTY *properties;
  /// Reserved: 0.
  ULONG propertyCount;
} WS_SECURITY_ALGORITHM_SUITE;

/// One property of a security context.
typedef struct WS_SECURITY_CONTEXT_PROPERTY {
  /// Which property.
  enum WS_SECURITY_CONTEXT_PROPERTY_ID id;
  /// The value, of the type that the id prescribes.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_SECURITY_CONTEXT_PROPERTY;

/// Authentication of the client in HTTP headers (Basic, Digest, NTLM, Negotiate), towards the service or towards a
/// proxy. WS_HTTP_CHANNEL_BINDING only. It does not protect the HTTP body: use it together with
/// WS_SSL_TRANSPORT_SECURITY_BINDING, or, without TLS, set WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL to
/// WS_PROTECTION_LEVEL_NONE. Properties: HTTP_HEADER_AUTH_SCHEME; on clients HTTP_HEADER_AUTH_TARGET; on servers
/// HTTP_HEADER_AUTH_BASIC_REALM, HTTP_HEADER_AUTH_DIGEST_REALM and HTTP_HEADER_AUTH_DIGEST_DOMAIN.
///
/// On Linux no system account is consulted: the server's binding carries a WSX_HTTP_AUTH_VALIDATOR, which checks
/// passwords for Basic and supplies secrets for Digest, and a listener without one is refused at creation. NTLM and
/// Negotiate run over GSSAPI. The authenticated client is read from WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN.
typedef struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING {
  /// The base; bindingType must be WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// The client's credential: required on clients, NULL on servers. A WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL
  /// goes only with the schemes NONE, NTLM, NEGOTIATE and PASSPORT; BASIC and DIGEST need a
  /// WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_HTTP_HEADER_AUTH_SECURITY_BINDING;

/// A Kerberos AP_REQ ticket in the WS-Security header of each request, without a session. One per security description,
/// and not with WS_NAMEDPIPE_CHANNEL_BINDING. Where no algorithm suite is set, its presence makes Basic128 the default.
/// Clients on HTTP with TLS bind the ticket to the connection. Properties: on clients ALLOWED_IMPERSONATION_LEVEL, on servers
/// ALLOW_ANONYMOUS_CLIENTS. Tickets come from and are checked by GSSAPI (MIT krb5) on Linux; the server reads the
/// client from WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN.
typedef struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING {
  /// The base; bindingType must be WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
  /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
  /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
  /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// Credential with which the client gets its ticket: required on clients, NULL on servers.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING;

/// Integrated authentication (Kerberos, NTLM or SPNEGO) for WS_NAMEDPIPE_CHANNEL_BINDING, which takes this transport
/// binding only and no message security binding. On the wire it is NegotiateStream inside .NET message framing. The
/// client names the server by the identity in the WS_ENDPOINT_ADDRESS that it opens. On Linux the pipe is a Unix-domain
/// socket under $XDG_RUNTIME_DIR and the authentication is GSSAPI. Properties: WINDOWS_INTEGRATED_AUTH_PACKAGE; on
/// clients REQUIRE_SERVER_AUTH (default FALSE here) and ALLOWED_IMPERSONATION_LEVEL; on servers
/// ALLOW_ANONYMOUS_CLIENTS.
typedef struct WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING {
  /// The base; bindingType must be WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// Credential that authenticates the client: required on clients, NULL on servers.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING;

/// Demands a SAML 1.1 assertion in the WS-Security header; servers only (clients present theirs with
/// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING). One per security description, not with WS_NAMEDPIPE_CHANNEL_BINDING, and no
/// properties. How much is checked depends on the authenticator; the service reads the assertion from
/// WS_MESSAGE_PROPERTY_SAML_ASSERTION for anything more.
typedef struct WS_SAML_MESSAGE_SECURITY_BINDING {
  /// The base; bindingType must be WS_SAML_MESSAGE_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
  /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
  /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
  /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// How received assertions are validated. Required; points to a WS_CERT_SIGNED_SAML_AUTHENTICATOR.
  struct WS_SAML_AUTHENTICATOR *authenticator;
} WS_SAML_MESSAGE_SECURITY_BINDING;

/// An array of settings of one security binding, as binding templates pass it.
typedef struct WS_SECURITY_BINDING_PROPERTIES {
  /// The array; may be NULL when the count is 0.
  struct WS_SECURITY_BINDING_PROPERTY *properties;
  /// Number of elements in properties.
  ULONG propertyCount;
} WS_SECURITY_BINDING_PROPERTIES;

/// A WS-SecureConversation session: client and server agree on a security context token once, secured by the bootstrap
/// description, and the following messages use that token. One per security description, and not with
/// WS_NAMEDPIPE_CHANNEL_BINDING. On the client the context belongs to the channel: the first message sent establishes
/// it, it is renewed in time or when the server asks for it by a fault, and closing an open channel cancels it. On the
/// server contexts belong to the listener: any of its channels accepts messages with any of its contexts, and can send
/// only after it has received one message completely. WS_MESSAGE_PROPERTY_SECURITY_CONTEXT gives the context of a
/// received message.
///
/// Properties: SECURITY_CONTEXT_KEY_SIZE, SECURITY_CONTEXT_KEY_ENTROPY_MODE, MESSAGE_PROPERTIES,
/// SECURE_CONVERSATION_VERSION, SECURITY_CONTEXT_SUPPORT_RENEW, SECURITY_CONTEXT_RENEWAL_INTERVAL,
/// SECURITY_CONTEXT_ROLLOVER_INTERVAL; on servers also SECURITY_CONTEXT_MAX_PENDING_CONTEXTS and
/// SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS.
typedef struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING {
  /// The base; bindingType must be WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
  /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
  /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
  /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// Security of the messages that obtain, renew and cancel the context token. Its bindings authenticate the client:
  /// user name, Kerberos AP_REQ, an XML token on the client or SAML on the server, beside the transport binding.
  struct WS_SECURITY_DESCRIPTION *bootstrapSecurityDescription;
} WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING;

/// TLS, for WS_HTTP_CHANNEL_BINDING only. The server's certificate must bear the DNS name of a WS_DNS_ENDPOINT_IDENTITY
/// in the address, or else the host of the URL, and chain to a trusted root: the Root store with OpenSSL's default
/// trust. Properties: on servers REQUIRE_SSL_CLIENT_CERT; on clients CERT_FAILURES_TO_IGNORE,
/// DISABLE_CERT_REVOCATION_CHECK and CERTIFICATE_VALIDATION_CALLBACK_CONTEXT; on either DISALLOWED_SECURE_PROTOCOLS.
/// WebServicesX.h adds a client certificate requirement with an optional mode, and trust anchors that replace the Root
/// store. The peer's certificate is read from WS_MESSAGE_PROPERTY_ENCODED_CERT.
typedef struct WS_SSL_TRANSPORT_SECURITY_BINDING {
  /// The base; bindingType must be WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// Own certificate with its private key. Client: NULL for no client certificate. Server: NULL, as on Windows, takes
  /// the certificate bound to the host and port in the file named by $WEBSERVICES_SSLCERT or in
  /// /etc/webservices/sslcert.conf; a credential, which Windows refuses here, is used as given.
  struct WS_CERT_CREDENTIAL *localCertCredential;
} WS_SSL_TRANSPORT_SECURITY_BINDING;

/// Integrated authentication (Kerberos, NTLM or SPNEGO) and protection of the connection for WS_TCP_CHANNEL_BINDING. On
/// the wire it is NegotiateStream inside .NET message framing; on Linux the mechanisms come from GSSAPI. The client
/// names the server by the identity in the WS_ENDPOINT_ADDRESS that it opens: the string of a WS_SPN_ENDPOINT_IDENTITY
/// or WS_UPN_ENDPOINT_IDENTITY is used as it is; a WS_DNS_ENDPOINT_IDENTITY, or the host of the URL where there is no
/// identity, becomes the service principal host/name; any other kind makes WsOpenChannel fail. Properties:
/// WINDOWS_INTEGRATED_AUTH_PACKAGE; on clients REQUIRE_SERVER_AUTH (default TRUE here; NTLM needs FALSE) and
/// ALLOWED_IMPERSONATION_LEVEL; on servers ALLOW_ANONYMOUS_CLIENTS. The server reads the client from
/// WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN.
typedef struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING {
  /// The base; bindingType must be WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// Credential that authenticates the client: required on clients, NULL on servers.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING;

/// A user name and password in the WS-Security header of each request. One per security description, and not with
/// WS_NAMEDPIPE_CHANNEL_BINDING. The password is sent as text. Windows takes no properties here; WebServicesX.h adds
/// some: digest passwords, the callback that gives a server the secret a digest needs, a clock offset, and digests over
/// plain HTTP. The server reads the name from WS_MESSAGE_PROPERTY_USERNAME.
typedef struct WS_USERNAME_MESSAGE_SECURITY_BINDING {
  /// The base; bindingType must be WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
  /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
  /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
  /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot. The extension
  /// WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED lifts this for a client that sends digests.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// Name and password that the client sends. Required on clients.
  struct WS_USERNAME_CREDENTIAL *clientCredential;
  /// Checks the pair of each received message. Required on servers.
  WS_VALIDATE_PASSWORD_CALLBACK passwordValidator;
  /// Handed to passwordValidator; may be NULL. Must stay valid until the listener or host is freed.
  void *passwordValidatorCallbackState;
} WS_USERNAME_MESSAGE_SECURITY_BINDING;

/// Presents a token that the application already has in XML form, such as an assertion issued by a security token
/// service; clients only (a server takes SAML assertions with WS_SAML_MESSAGE_SECURITY_BINDING). Not with
/// WS_NAMEDPIPE_CHANNEL_BINDING, and no properties. Think about what the service could do with the token elsewhere: a
/// token without a key can be replayed to others; a symmetric key limits it to services that share the key; with an
/// asymmetric key the timestamp and the To header are signed, which ties the message to one address and a short time.
typedef struct WS_XML_TOKEN_MESSAGE_SECURITY_BINDING {
  /// The base; bindingType must be WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE.
  struct WS_SECURITY_BINDING binding;
  /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
  /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// Token from WsCreateXmlSecurityToken or WsRequestSecurityToken. Creating the channel copies it; the caller still
  /// owns it and may call WsFreeSecurityToken as soon as the creating call has returned.
  struct WS_SECURITY_TOKEN *xmlToken;
} WS_XML_TOKEN_MESSAGE_SECURITY_BINDING;

/// An array of channel-wide security settings, as binding templates pass it.
typedef struct WS_SECURITY_PROPERTIES {
  /// The array; may be NULL when the count is 0.
  struct WS_SECURITY_PROPERTY *properties;
  /// Number of elements in properties.
  ULONG propertyCount;
} WS_SECURITY_PROPERTIES;

/// Adds headers to a request before they are sent, or reads those of a reply before its body is read. message is the
/// request or the reply, heap the heap of the call, and state comes from the WS_PROXY_MESSAGE_CALLBACK_CONTEXT. message
/// must not be kept after the callback returns. Returns S_OK, or a failure, which fails the call; error takes texts
/// about a failure and may be NULL. In an asynchronous call it may run on another thread than the one that made the
/// call.
typedef HRESULT (*WS_PROXY_MESSAGE_CALLBACK)(struct WS_MESSAGE *message,
                                             struct WS_HEAP *heap,
                                             void *state,
                                             struct WS_ERROR *error);

/// A callback for the headers of a request or a reply, with its state; value of WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT
/// and WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT.
typedef struct WS_PROXY_MESSAGE_CALLBACK_CONTEXT {
  /// Called with the message.
  WS_PROXY_MESSAGE_CALLBACK callback;
  /// Passed to the callback as it is; must live until the call completes.
  void *state;
} WS_PROXY_MESSAGE_CALLBACK_CONTEXT;

/// HTTP clients to turn away, by their User-Agent header; value of WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT.
typedef struct WS_DISALLOWED_USER_AGENT_SUBSTRINGS {
  /// Number of strings in the array.
  ULONG subStringCount;
  /// Array of pointers to strings. A request whose User-Agent contains any of them is refused.
  struct WS_STRING **subStrings;
} WS_DISALLOWED_USER_AGENT_SUBSTRINGS;

/// Called when an endpoint has accepted a channel; with a session channel type that is the start of a session. context
/// is the channel's context. What the callback stores in channelState is kept with the channel and read as
/// WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE. Returns S_OK, or a failure; or, if asyncContext is not NULL,
/// WS_S_ASYNC, and then completes through asyncContext. error takes texts about a failure and may be NULL.
///
/// Runs on a thread of the library; may block, and should register for cancellation with WsRegisterOperationForCancel
/// if it does. Source: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK page.
typedef HRESULT (*WS_SERVICE_ACCEPT_CHANNEL_CALLBACK)(const struct WS_OPERATION_CONTEXT *context,
                                                      void **channelState,
                                                      const struct WS_ASYNC_CONTEXT *asyncContext,
                                                      struct WS_ERROR *error);

/// Called just before a channel of an endpoint is closed: the client has ended the session, the host is being aborted,
/// or a message could not be processed. The place to free what WS_SERVICE_ACCEPT_CHANNEL_CALLBACK stored; called
/// whether that callback succeeded or not. context is the channel's context. The result has one use: WS_S_ASYNC,
/// allowed if asyncContext is not NULL, means that the callback completes through asyncContext. Failures are ignored.
///
/// Runs on a thread of the library; may block, and should register for cancellation with WsRegisterOperationForCancel
/// if it does. Source: WS_SERVICE_CLOSE_CHANNEL_CALLBACK page.
typedef HRESULT (*WS_SERVICE_CLOSE_CHANNEL_CALLBACK)(const struct WS_OPERATION_CONTEXT *context,
                                                     const struct WS_ASYNC_CONTEXT *asyncContext);

/// The wsdl:port of an endpoint, for the wsdl:service that the host adds to its metadata; see
/// WS_SERVICE_PROPERTY_METADATA. Not used if a document has a wsdl:service already. All strings must live until the
/// host is freed. The host does not check that the binding exists.
typedef struct WS_SERVICE_ENDPOINT_METADATA {
  /// Name of the port.
  struct WS_XML_STRING *portName;
  /// Local name of the wsdl:binding of the port.
  struct WS_XML_STRING *bindingName;
  /// Namespace of the wsdl:binding of the port.
  struct WS_XML_STRING *bindingNs;
} WS_SERVICE_ENDPOINT_METADATA;

/// One document: WSDL, XML Schema or WS-Policy.
typedef struct WS_SERVICE_METADATA_DOCUMENT {
  /// Text of the document; must live until the host is freed.
  struct WS_XML_STRING *content;
  /// Appended to the endpoint's URL path for HTTP GET. May be NULL if only WS-MetadataExchange is used.
  struct WS_STRING *name;
} WS_SERVICE_METADATA_DOCUMENT;

/// The documents that a host gives out, and the name of the service in them. Everything must live until the host is
/// freed. The host does not check the documents; imports between them must use relative locations. Source:
/// WS_SERVICE_METADATA page.
typedef struct WS_SERVICE_METADATA {
  /// Number of documents in the array.
  ULONG documentCount;
  /// Array of pointers to the documents.
  struct WS_SERVICE_METADATA_DOCUMENT **documents;
  /// Name of the wsdl:service to add. Set together with serviceNs; both NULL means that none is added.
  struct WS_XML_STRING *serviceName;
  /// Namespace of the wsdl:service, which selects the document that it is added to. Set together with serviceName.
  struct WS_XML_STRING *serviceNs;
} WS_SERVICE_METADATA;

/// Value of WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK.
typedef struct WS_SERVICE_PROPERTY_ACCEPT_CALLBACK {
  /// Called when a channel is accepted.
  WS_SERVICE_ACCEPT_CHANNEL_CALLBACK callback;
} WS_SERVICE_PROPERTY_ACCEPT_CALLBACK;

/// Value of WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK.
typedef struct WS_SERVICE_PROPERTY_CLOSE_CALLBACK {
  /// Called when a channel is about to be closed or aborted.
  WS_SERVICE_CLOSE_CHANNEL_CALLBACK callback;
} WS_SERVICE_PROPERTY_CLOSE_CALLBACK;

/// Service principal names that a server accepts in the extended protection of HTTP authentication; value of
/// WS_SECURITY_PROPERTY_SERVICE_IDENTITIES. Server only.
typedef struct WS_SERVICE_SECURITY_IDENTITIES {
  /// Array of the names, in full; there are no wildcards.
  struct WS_STRING *serviceIdentities;
  /// Number of names in the array.
  ULONG serviceIdentityCount;
} WS_SERVICE_SECURITY_IDENTITIES;

/// Result part of WS_SECURITY_BINDING_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns S_OK.
typedef struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3 {
  /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
  /// in the heap given to WsMatchPolicyAlternative.
  struct WS_SECURITY_BINDING_PROPERTY securityBindingProperty;
} WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3;

/// Which values of one property of a security binding are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
typedef struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT {
  /// One of these:
  /// WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, in WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT,
  /// default WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE.
  /// WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION and
  /// WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE, in
  /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT.
  enum WS_SECURITY_BINDING_PROPERTY_ID id;
  /// Array of acceptable values, each of the property's own type.
  void *allowedValues;
  /// Size of the array in bytes: a multiple of the size of one value.
  ULONG allowedValuesSize;
  /// What the policy says.
  struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3 out;
} WS_SECURITY_BINDING_PROPERTY_CONSTRAINT;

/// Common beginning of all security binding constraints. Each of them stands for one token, as each WS_SECURITY_BINDING
/// does.
typedef struct WS_SECURITY_BINDING_CONSTRAINT {
  /// Which structure this is.
  enum WS_SECURITY_BINDING_CONSTRAINT_TYPE type;
  /// Constraints on properties of the security binding; may be NULL if the count is 0.
  struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT *propertyConstraints;
  /// Number of property constraints.
  ULONG propertyConstraintCount;
} WS_SECURITY_BINDING_CONSTRAINT;

/// Asks for an X.509 certificate as endorsing token (X509Token in EndorsingSupportingTokens). To use such an endpoint
/// on Windows, take the certificate as a token of WS_XML_TOKEN_MESSAGE_SECURITY_BINDING; here the extension
/// WSX_CERT_MESSAGE_SECURITY_BINDING with WS_SUPPORTING_MESSAGE_SECURITY_USAGE serves as well.
typedef struct WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints of
  /// its own.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
} WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT;

/// Result part of WS_CHANNEL_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns S_OK.
typedef struct WS_CHANNEL_PROPERTY_CONSTRAINT_3 {
  /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
  /// in the heap given to WsMatchPolicyAlternative.
  struct WS_CHANNEL_PROPERTY channelProperty;
} WS_CHANNEL_PROPERTY_CONSTRAINT_3;

/// Which values of one channel property are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
typedef struct WS_CHANNEL_PROPERTY_CONSTRAINT {
  /// One of these:
  /// WS_CHANNEL_PROPERTY_ENCODING, default WS_ENCODING_XML_UTF8 with WS_HTTP_CHANNEL_BINDING and
  /// WS_ENCODING_XML_BINARY_SESSION_1 with WS_TCP_CHANNEL_BINDING. Policy tells text, MTOM and binary apart, but
  /// neither the character set nor binary with and without a session: these come from the values given here.
  /// WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, default WS_ADDRESSING_VERSION_1_0. A policy that says nothing about
  /// addressing has WS_ADDRESSING_VERSION_TRANSPORT.
  /// WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, default WS_ENVELOPE_VERSION_SOAP_1_2. It follows from the SOAP binding of
  /// the WSDL.
  enum WS_CHANNEL_PROPERTY_ID id;
  /// Array of acceptable values, each of the property's own type.
  void *allowedValues;
  /// Size of the array in bytes: a multiple of the size of one value.
  ULONG allowedValuesSize;
  /// What the policy says.
  struct WS_CHANNEL_PROPERTY_CONSTRAINT_3 out;
} WS_CHANNEL_PROPERTY_CONSTRAINT;

/// Common beginning of all policy extensions.
typedef struct WS_POLICY_EXTENSION {
  /// Which structure this is.
  enum WS_POLICY_EXTENSION_TYPE type;
} WS_POLICY_EXTENSION;

/// Result part of WS_ENDPOINT_POLICY_EXTENSION, filled by WsMatchPolicyAlternative when it returns S_OK.
typedef struct WS_ENDPOINT_POLICY_EXTENSION_3 {
  /// The assertion as XML, or NULL if the alternative does not have it. Read only: it must be neither changed nor
  /// freed.
  struct WS_XML_BUFFER *assertionValue;
} WS_ENDPOINT_POLICY_EXTENSION_3;

/// Asks for the XML of one assertion of the endpoint's policy: one that the library does not know, or one that it knows
/// and that the application wants to read itself. In the latter case the constraint that stands for the same assertion
/// must be left out; for example, TransportBinding as an extension excludes
/// WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT. The assertions for addressing (UsingAddressing), binary encoding and
/// MTOM cannot be extensions, as they decide whether channel properties match.
/// Source: WS_ENDPOINT_POLICY_EXTENSION page.
typedef struct WS_ENDPOINT_POLICY_EXTENSION {
  /// Common beginning; type is WS_ENDPOINT_POLICY_EXTENSION_TYPE.
  struct WS_POLICY_EXTENSION policyExtension;
  /// Local name of the assertion.
  struct WS_XML_STRING *assertionName;
  /// Namespace of the assertion.
  struct WS_XML_STRING *assertionNs;
  /// What was found.
  struct WS_ENDPOINT_POLICY_EXTENSION_3 out;
} WS_ENDPOINT_POLICY_EXTENSION;

/// Asks for authentication in HTTP headers, as WS_HTTP_HEADER_AUTH_SECURITY_BINDING does it (assertions
/// BasicAuthentication, DigestAuthentication, NtlmAuthentication, NegotiateAuthentication).
typedef struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE.
  /// WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME can be constrained.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
} WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT;

/// Result part of WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns
/// S_OK.
typedef struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3 {
  /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
  /// in the heap given to WsMatchPolicyAlternative.
  struct WS_REQUEST_SECURITY_TOKEN_PROPERTY requestSecurityTokenProperty;
} WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3;

/// Which values of one property of a token request are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
typedef struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT {
  /// WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION, default WS_TRUST_VERSION_FEBRUARY_2005, which is what the
  /// assertion Trust10 stands for.
  enum WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID id;
  /// Array of acceptable values, each of the property's own type.
  void *allowedValues;
  /// Size of the array in bytes: a multiple of the size of one value.
  ULONG allowedValuesSize;
  /// What the policy says.
  struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3 out;
} WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT;

/// Result part of WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT, filled by WsMatchPolicyAlternative when it
/// returns S_OK.
typedef struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6 {
  /// Address of the service that issues the token (Issuer element); NULL if the policy names none.
  struct WS_ENDPOINT_ADDRESS *issuerAddress;
  /// Child elements of RequestSecurityTokenTemplate: what the service wants the token request to contain. Give it to
  /// WsRequestSecurityToken as WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS.
  struct WS_XML_BUFFER *requestSecurityTokenTemplate;
} WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6;

/// Asks for a token from a third party as endorsing token (IssuedToken in EndorsingSupportingTokens), as in federated
/// security, and tells how to get it: request it with WsRequestSecurityToken, then use it with
/// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING.
typedef struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property
  /// constraints of its own.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// URIs of the claim types that the policy may ask for. NULL, with a count of 0, allows any.
  struct WS_XML_STRING *claimConstraints;
  /// Number of claim types.
  ULONG claimConstraintCount;
  /// Constraints on how the token is requested; may be NULL if the count is 0.
  struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT *requestSecurityTokenPropertyConstraints;
  /// Number of these constraints.
  ULONG requestSecurityTokenPropertyConstraintCount;
  /// What the policy says, in the heap given to WsMatchPolicyAlternative.
  struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6 out;
} WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT;

/// Asks for a Kerberos ticket as endorsing token, as WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING sends it (KerberosToken
/// with WssGssKerberosV5ApReqToken11 in EndorsingSupportingTokens).
typedef struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property
  /// constraints of its own.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
} WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT;

/// Result part of WS_SECURITY_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns S_OK.
typedef struct WS_SECURITY_PROPERTY_CONSTRAINT_3 {
  /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
  /// in the heap given to WsMatchPolicyAlternative.
  struct WS_SECURITY_PROPERTY securityProperty;
} WS_SECURITY_PROPERTY_CONSTRAINT_3;

/// Which values of one security property are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
typedef struct WS_SECURITY_PROPERTY_CONSTRAINT {
  /// WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, with any of the SSL, TCP SSPI and HTTP header authentication
  /// constraints; default WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT. SSL always has that level, and HTTP header
  /// authentication by itself always WS_PROTECTION_LEVEL_NONE, which therefore must be allowed for it.
  /// The others go with the user name, Kerberos, certificate and security context message security constraints:
  /// WS_SECURITY_PROPERTY_TIMESTAMP_USAGE, default WS_SECURITY_TIMESTAMP_USAGE_ALWAYS. A policy has this value if it
  /// has IncludeTimestamp, else WS_SECURITY_TIMESTAMP_USAGE_NEVER.
  /// WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT, default WS_SECURITY_HEADER_LAYOUT_STRICT.
  /// WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION, default WS_SECURITY_HEADER_VERSION_1_1.
  /// WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME, default WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256.
  enum WS_SECURITY_PROPERTY_ID id;
  /// Array of acceptable values, each of the property's own type.
  void *allowedValues;
  /// Size of the array in bytes: a multiple of the size of one value.
  ULONG allowedValuesSize;
  /// What the policy says.
  struct WS_SECURITY_PROPERTY_CONSTRAINT_3 out;
} WS_SECURITY_PROPERTY_CONSTRAINT;

/// Which security a policy alternative may ask for. The security bindings are matched as a whole: the alternative must
/// ask for exactly these.
typedef struct WS_SECURITY_CONSTRAINTS {
  /// Constraints on security properties, in place of the defaults; may be NULL if the count is 0.
  struct WS_SECURITY_PROPERTY_CONSTRAINT *securityPropertyConstraints;
  /// Number of security property constraints.
  ULONG securityPropertyConstraintCount;
  /// Pointers to structures that begin with WS_SECURITY_BINDING_CONSTRAINT, one for each token; may be NULL if the
  /// count is 0.
  struct WS_SECURITY_BINDING_CONSTRAINT **securityBindingConstraints;
  /// Number of security binding constraints; 0 means no security.
  ULONG securityBindingConstraintCount;
} WS_SECURITY_CONSTRAINTS;

/// Everything that a program demands of a policy alternative, and, in the out parts of what it points to, what it
/// learns from one. Given to WsMatchPolicyAlternative, which returns S_OK for a match; without one it returns S_FALSE,
/// or WS_E_INVALID_FORMAT if a match was required. The structures are the caller's; values found are allocated in the
/// heap given to that call. For several alternatives, try one after the other, and several constraints on each if need
/// be.
/// Source: WS_POLICY_CONSTRAINTS page.
typedef struct WS_POLICY_CONSTRAINTS {
  /// WS_HTTP_CHANNEL_BINDING or WS_TCP_CHANNEL_BINDING. It follows from the transport of the SOAP binding.
  enum WS_CHANNEL_BINDING channelBinding;
  /// Constraints on channel properties, in place of the defaults; may be NULL if the count is 0.
  struct WS_CHANNEL_PROPERTY_CONSTRAINT *channelPropertyConstraints;
  /// Number of channel property constraints.
  ULONG channelPropertyConstraintCount;
  /// Which security is acceptable. NULL: only none at all.
  struct WS_SECURITY_CONSTRAINTS *securityConstraints;
  /// Assertions to return as XML: an array of pointers to structures that begin with WS_POLICY_EXTENSION; may be NULL
  /// if the count is 0.
  struct WS_POLICY_EXTENSION **policyExtensions;
  /// Number of policy extensions.
  ULONG policyExtensionCount;
} WS_POLICY_CONSTRAINTS;

/// One property of a policy.
typedef struct WS_POLICY_PROPERTY {
  /// Which property.
  enum WS_POLICY_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id asks for and aligned for it.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_POLICY_PROPERTY;

/// A list of policy properties: the value of WS_METADATA_PROPERTY_POLICY_PROPERTIES.
typedef struct WS_POLICY_PROPERTIES {
  /// The properties; may be NULL if the count is 0.
  struct WS_POLICY_PROPERTY *properties;
  /// Number of properties.
  ULONG propertyCount;
} WS_POLICY_PROPERTIES;

/// Asks for a secure conversation, as WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING sets it up (SecureConversationToken
/// in EndorsingSupportingTokens).
typedef struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE.
  /// WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION and
  /// WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE can be constrained. The assertion
  /// SC10SecurityContextToken stands for WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005, so this value must be allowed
  /// for such a policy to match. The entropy mode follows from RequireClientEntropy and RequireServerEntropy.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// Security of the exchange that sets up the conversation (BootstrapPolicy).
  struct WS_SECURITY_CONSTRAINTS *bootstrapSecurityConstraint;
} WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT;

/// Result part of WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns
/// S_OK.
typedef struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1 {
  /// TRUE if the policy demands a client certificate: then give the security binding a localCertCredential.
  BOOL clientCertCredentialRequired;
} WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1;

/// Asks for TLS, as WS_SSL_TRANSPORT_SECURITY_BINDING provides it (HttpsToken in TransportBinding).
typedef struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints of
  /// its own.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
  /// What the policy says.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1 out;
} WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT;

/// Asks for WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING (WindowsTransportSecurity in TransportBinding). On Linux that
/// binding runs over GSSAPI.
typedef struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints
  /// of its own.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
} WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT;

/// Asks for a user name and password in the message, as WS_USERNAME_MESSAGE_SECURITY_BINDING sends them (UsernameToken
/// in SignedSupportingTokens).
typedef struct WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT {
  /// Common beginning; type is WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints
  /// of its own.
  struct WS_SECURITY_BINDING_CONSTRAINT bindingConstraint;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
} WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT;

/// What the application adds to a policy of WS_HTTP_BINDING_TEMPLATE_TYPE: HTTP with no security. Parts filled with
/// zeros add nothing.
typedef struct WS_HTTP_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
} WS_HTTP_BINDING_TEMPLATE;

/// Application's part of WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
typedef struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE {
  /// Properties of the security binding that policy cannot express.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// Client: the credential, required. Server: NULL.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE: HTTP with authentication in HTTP
/// headers. Parts filled with zeros add nothing.
typedef struct WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Credential and further properties of HTTP header authentication.
  struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE httpHeaderAuthSecurityBinding;
} WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE;

/// Policy's part of WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
typedef struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// Properties of the security binding as the policy has them.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
} WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE says: HTTP with authentication in HTTP
/// headers.
typedef struct WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of HTTP header authentication from the policy, such as the scheme.
  struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION httpHeaderAuthSecurityBinding;
} WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_BINDING_TEMPLATE_TYPE says: HTTP with no security.
typedef struct WS_HTTP_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
} WS_HTTP_POLICY_DESCRIPTION;

/// Application's part of WS_SSL_TRANSPORT_SECURITY_BINDING, for WS_HTTP_CHANNEL_BINDING.
typedef struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE {
  /// Properties of the security binding that policy cannot express.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// Client: the client certificate; NULL for none. Server: NULL, as on Windows, takes the certificate that is bound
  /// to host and port in /etc/webservices/sslcert.conf or in the file named by $WEBSERVICES_SSLCERT; naming a
  /// certificate here, which Windows refuses, is an extension.
  struct WS_CERT_CREDENTIAL *localCertCredential;
} WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_HTTP_SSL_BINDING_TEMPLATE_TYPE: HTTP with TLS. Parts filled with zeros
/// add nothing.
typedef struct WS_HTTP_SSL_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Certificate and further properties of TLS.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE sslTransportSecurityBinding;
} WS_HTTP_SSL_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE: HTTP with TLS and
/// authentication in HTTP headers. Parts filled with zeros add nothing.
typedef struct WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Certificate and further properties of TLS.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE sslTransportSecurityBinding;
  /// Credential and further properties of HTTP header authentication.
  struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE httpHeaderAuthSecurityBinding;
} WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE;

/// Policy's part of WS_SSL_TRANSPORT_SECURITY_BINDING.
typedef struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// Properties of the security binding as the policy has them.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
} WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE says: HTTP with TLS and
/// authentication in HTTP headers.
typedef struct WS_HTTP_SSL_HEADER_AUTH_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of TLS from the policy.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sslTransportSecurityBinding;
  /// Properties of HTTP header authentication from the policy, such as the scheme.
  struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION httpHeaderAuthSecurityBinding;
} WS_HTTP_SSL_HEADER_AUTH_POLICY_DESCRIPTION;

/// Application's part of WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING: a Kerberos ticket as a token that is used once,
/// without a session. On Linux the ticket comes from GSSAPI (MIT Kerberos).
typedef struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE {
  /// Properties of the security binding that policy cannot express.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// Client: the credential with which the ticket is obtained, required. Server: NULL.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE: HTTP with TLS and a
/// Kerberos token. Parts filled with zeros add nothing.
typedef struct WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Certificate and further properties of TLS.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE sslTransportSecurityBinding;
  /// Credential and further properties of the Kerberos token.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE kerberosApreqMessageSecurityBinding;
} WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE;

/// Policy's part of WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
typedef struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// Properties of the security binding as the policy has them.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
} WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE says: HTTP with TLS and a
/// Kerberos token.
typedef struct WS_HTTP_SSL_KERBEROS_APREQ_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of TLS from the policy.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sslTransportSecurityBinding;
  /// Properties and usage of the Kerberos token from the policy.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION kerberosApreqMessageSecurityBinding;
} WS_HTTP_SSL_KERBEROS_APREQ_POLICY_DESCRIPTION;

/// Application's part of WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
typedef struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE {
  /// Properties of the security binding that policy cannot express.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
} WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE;

/// Application's part of the service channel of a secure conversation. It goes with a transport security binding, which
/// protects the messages.
typedef struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE {
  /// The security context as message security binding.
  struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE securityContextMessageSecurityBinding;
  /// Security properties of the service channel that policy cannot express. If there are none, those from the policy
  /// are used alone.
  struct WS_SECURITY_PROPERTIES securityProperties;
} WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: HTTP
/// with TLS and a security context that is set up with a Kerberos token. Parts filled with zeros add nothing.
typedef struct WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Certificate and further properties of TLS. For bootstrap and service channel alike.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE sslTransportSecurityBinding;
  /// Credential and further properties of the Kerberos token. For the bootstrap channel.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE kerberosApreqMessageSecurityBinding;
  /// Further properties of the security context, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE securityContextSecurityBinding;
} WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE;

/// Policy's part of WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
typedef struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// Properties of the security binding as the policy has them.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
} WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION;

/// Policy's part of the service channel of a secure conversation.
typedef struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// The security context as message security binding.
  struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION securityContextMessageSecurityBinding;
  /// Security properties of the service channel as the policy has them.
  struct WS_SECURITY_PROPERTIES securityProperties;
} WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: HTTP with
/// TLS and a security context that is set up with a Kerberos token.
typedef struct WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of TLS from the policy. For bootstrap and service channel alike.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sslTransportSecurityBinding;
  /// Properties and usage of the Kerberos token from the policy. For the bootstrap channel.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION kerberosApreqMessageSecurityBinding;
  /// Properties and usage of the security context from the policy, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION securityContextSecurityBinding;
} WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_SSL_BINDING_TEMPLATE_TYPE says: HTTP with TLS.
typedef struct WS_HTTP_SSL_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of TLS from the policy.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sslTransportSecurityBinding;
} WS_HTTP_SSL_POLICY_DESCRIPTION;

/// Application's part of WS_USERNAME_MESSAGE_SECURITY_BINDING: a user name and password as a token that is used once.
/// It authenticates the client and protects nothing, so it goes with a binding that protects the message.
typedef struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE {
  /// Properties of the security binding that policy cannot express.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// Client: the user name credential, required. Server: not used.
  struct WS_USERNAME_CREDENTIAL *clientCredential;
  /// Server: the callback that checks a user name and password, required. Client: not used.
  WS_VALIDATE_PASSWORD_CALLBACK passwordValidator;
  /// Passed to the validator; may be NULL. The library does not look at what it points to.
  void *passwordValidatorCallbackState;
} WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE: HTTP with TLS and a user name
/// token. Parts filled with zeros add nothing.
typedef struct WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Certificate and further properties of TLS.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE sslTransportSecurityBinding;
  /// Credential or password validator, and further properties of the user name token.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE usernameMessageSecurityBinding;
} WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE;

/// Policy's part of WS_USERNAME_MESSAGE_SECURITY_BINDING.
typedef struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// Properties of the security binding as the policy has them.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
  enum WS_MESSAGE_SECURITY_USAGE bindingUsage;
} WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE says: HTTP with TLS and a user name
/// token.
typedef struct WS_HTTP_SSL_USERNAME_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of TLS from the policy.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sslTransportSecurityBinding;
  /// Properties and usage of the user name token from the policy.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION usernameMessageSecurityBinding;
} WS_HTTP_SSL_USERNAME_POLICY_DESCRIPTION;

/// What the application adds to a policy of WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: HTTP with TLS
/// and a security context that is set up with a user name token. Parts filled with zeros add nothing.
typedef struct WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Certificate and further properties of TLS. For bootstrap and service channel alike.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE sslTransportSecurityBinding;
  /// Credential or password validator, and further properties of the user name token. For the bootstrap channel.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE usernameMessageSecurityBinding;
  /// Further properties of the security context, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE securityContextSecurityBinding;
} WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE;

/// What the policy of an endpoint of WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: HTTP with TLS
/// and a security context that is set up with a user name token.
typedef struct WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of TLS from the policy. For bootstrap and service channel alike.
  struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sslTransportSecurityBinding;
  /// Properties and usage of the user name token from the policy. For the bootstrap channel.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION usernameMessageSecurityBinding;
  /// Properties and usage of the security context from the policy, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION securityContextSecurityBinding;
} WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION;

/// Policy's part of WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING.
typedef struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION {
  /// Properties of the security binding as the policy has them.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
} WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION;

/// What the application adds to a policy of WS_TCP_BINDING_TEMPLATE_TYPE: TCP with no security. Parts filled with zeros
/// add nothing.
typedef struct WS_TCP_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
} WS_TCP_BINDING_TEMPLATE;

/// What the policy of an endpoint of WS_TCP_BINDING_TEMPLATE_TYPE says: TCP with no security.
typedef struct WS_TCP_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
} WS_TCP_POLICY_DESCRIPTION;

/// Application's part of WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING. On Linux GSSAPI takes the place of SSPI: Kerberos with
/// MIT Kerberos, NTLM where gss-ntlmssp is installed.
typedef struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE {
  /// Properties of the security binding that policy cannot express.
  struct WS_SECURITY_BINDING_PROPERTIES securityBindingProperties;
  /// Client: the credential, required. Server: NULL.
  struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL *clientCredential;
} WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_TCP_SSPI_BINDING_TEMPLATE_TYPE: TCP with SSPI transport security. Parts
/// filled with zeros add nothing.
typedef struct WS_TCP_SSPI_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Credential and further properties of SSPI transport security.
  struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE sspiTransportSecurityBinding;
} WS_TCP_SSPI_BINDING_TEMPLATE;

/// What the application adds to a policy of WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE: TCP with SSPI transport
/// security and a Kerberos token. Parts filled with zeros add nothing.
typedef struct WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Credential and further properties of SSPI transport security.
  struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE sspiTransportSecurityBinding;
  /// Credential and further properties of the Kerberos token.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE kerberosApreqMessageSecurityBinding;
} WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE;

/// What the policy of an endpoint of WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE says: TCP with SSPI transport
/// security and a Kerberos token.
typedef struct WS_TCP_SSPI_KERBEROS_APREQ_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of SSPI transport security from the policy.
  struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sspiTransportSecurityBinding;
  /// Properties and usage of the Kerberos token from the policy.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION kerberosApreqMessageSecurityBinding;
} WS_TCP_SSPI_KERBEROS_APREQ_POLICY_DESCRIPTION;

/// What the application adds to a policy of WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: TCP with
/// SSPI transport security and a security context that is set up with a Kerberos token. Parts filled with zeros add
/// nothing.
typedef struct WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Credential and further properties of SSPI transport security. For bootstrap and service channel alike.
  struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE sspiTransportSecurityBinding;
  /// Credential and further properties of the Kerberos token. For the bootstrap channel.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE kerberosApreqMessageSecurityBinding;
  /// Further properties of the security context, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE securityContextSecurityBinding;
} WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE;

/// What the policy of an endpoint of WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: TCP with
/// SSPI transport security and a security context that is set up with a Kerberos token.
typedef struct WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of SSPI transport security from the policy. For bootstrap and service channel alike.
  struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sspiTransportSecurityBinding;
  /// Properties and usage of the Kerberos token from the policy. For the bootstrap channel.
  struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION kerberosApreqMessageSecurityBinding;
  /// Properties and usage of the security context from the policy, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION securityContextSecurityBinding;
} WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION;

/// What the policy of an endpoint of WS_TCP_SSPI_BINDING_TEMPLATE_TYPE says: TCP with SSPI transport security.
typedef struct WS_TCP_SSPI_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of SSPI transport security from the policy.
  struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sspiTransportSecurityBinding;
} WS_TCP_SSPI_POLICY_DESCRIPTION;

/// What the application adds to a policy of WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE: TCP with SSPI transport
/// security and a user name token. Parts filled with zeros add nothing.
typedef struct WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Credential and further properties of SSPI transport security.
  struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE sspiTransportSecurityBinding;
  /// Credential or password validator, and further properties of the user name token.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE usernameMessageSecurityBinding;
} WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE;

/// What the policy of an endpoint of WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE says: TCP with SSPI transport security
/// and a user name token.
typedef struct WS_TCP_SSPI_USERNAME_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of SSPI transport security from the policy.
  struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sspiTransportSecurityBinding;
  /// Properties and usage of the user name token from the policy.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION usernameMessageSecurityBinding;
} WS_TCP_SSPI_USERNAME_POLICY_DESCRIPTION;

/// What the application adds to a policy of WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: TCP with SSPI
/// transport security and a security context that is set up with a user name token. Parts filled with zeros add
/// nothing.
typedef struct WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE {
  /// Channel properties that policy cannot express. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties that policy cannot express. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Credential and further properties of SSPI transport security. For bootstrap and service channel alike.
  struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE sspiTransportSecurityBinding;
  /// Credential or password validator, and further properties of the user name token. For the bootstrap channel.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE usernameMessageSecurityBinding;
  /// Further properties of the security context, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE securityContextSecurityBinding;
} WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE;

/// What the policy of an endpoint of WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: TCP with SSPI
/// transport security and a security context that is set up with a user name token.
typedef struct WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION {
  /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
  struct WS_CHANNEL_PROPERTIES channelProperties;
  /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
  /// protection level. For the bootstrap channel.
  struct WS_SECURITY_PROPERTIES securityProperties;
  /// Properties of SSPI transport security from the policy. For bootstrap and service channel alike.
  struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION sspiTransportSecurityBinding;
  /// Properties and usage of the user name token from the policy. For the bootstrap channel.
  struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION usernameMessageSecurityBinding;
  /// Properties and usage of the security context from the policy, for the service channel.
  struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION securityContextSecurityBinding;
} WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION;

/// A list of host names.
typedef struct WS_HOST_NAMES {
  /// The names: DNS names or IPv4 or IPv6 addresses, the latter in brackets.
  struct WS_STRING *hostNames;
  /// Number of names.
  ULONG hostNameCount;
} WS_HOST_NAMES;

/// One endpoint that the documents describe (a WSDL port). It belongs to the metadata object, must not be changed, and
/// is valid until that is reset or freed.
typedef struct WS_METADATA_ENDPOINT {
  /// Address, from the SOAP 1.1 or 1.2 address element or from the endpoint reference inside the port.
  struct WS_ENDPOINT_ADDRESS endpointAddress;
  /// Policy of the endpoint, for WsGetPolicyAlternativeCount and WsMatchPolicyAlternative. It is not freed
  /// separately.
  struct WS_POLICY *endpointPolicy;
  /// Name of the WSDL port, if known.
  struct WS_XML_STRING *portName;
  /// Name of the WSDL service, if known.
  struct WS_XML_STRING *serviceName;
  /// Namespace of the WSDL service, if known.
  struct WS_XML_STRING *serviceNs;
  /// Name of the WSDL binding, if known.
  struct WS_XML_STRING *bindingName;
  /// Namespace of the WSDL binding, if known.
  struct WS_XML_STRING *bindingNs;
  /// Name of the WSDL port type, if known.
  struct WS_XML_STRING *portTypeName;
  /// Namespace of the WSDL port type, if known.
  struct WS_XML_STRING *portTypeNs;
} WS_METADATA_ENDPOINT;

/// The endpoints that WsGetMetadataEndpoints found. Only the structure itself is the caller's.
typedef struct WS_METADATA_ENDPOINTS {
  /// The endpoints; they belong to the metadata object.
  struct WS_METADATA_ENDPOINT *endpoints;
  /// Number of endpoints.
  ULONG endpointCount;
} WS_METADATA_ENDPOINTS;

/// One property of a metadata object.
typedef struct WS_METADATA_PROPERTY {
  /// Which property.
  enum WS_METADATA_PROPERTY_ID id;
  /// Pointer to the value, of the type that the id asks for and aligned for it.
  void *value;
  /// Size of the value in bytes.
  ULONG valueSize;
} WS_METADATA_PROPERTY;

/// The local address is taken already, by this process or another one, or no free address is left.
#define WS_E_ADDRESS_IN_USE (HRESULT)2151481355u

/// The address asked for cannot be used on this machine.
#define WS_E_ADDRESS_NOT_AVAILABLE (HRESULT)2151481356u

/// The remote endpoint answered that access is denied. Returned only when the remote side said so.
#define WS_E_ENDPOINT_ACCESS_DENIED (HRESULT)2151481349u

/// The remote endpoint answered that it does not know the action of the message; usually the two sides use different
/// contracts. Returned only when the remote side said so.
#define WS_E_ENDPOINT_ACTION_NOT_SUPPORTED (HRESULT)2151481361u

/// There was a connection, and the remote side ended it or it was lost.
#define WS_E_ENDPOINT_DISCONNECTED (HRESULT)2151481364u

/// The remote endpoint answered that it could not process the request, for a reason that has no code of its own.
/// Returned only when an answer came.
#define WS_E_ENDPOINT_FAILURE (HRESULT)2151481359u

/// A fault came where another message was expected, and no more exact code fits it. The fault is in the error object,
/// as WS_FAULT_ERROR_PROPERTY_FAULT and WS_FAULT_ERROR_PROPERTY_ACTION.
#define WS_E_ENDPOINT_FAULT_RECEIVED (HRESULT)2151481363u

/// The remote machine answered that the endpoint is not in service at this address, for now or for good. Returned only
/// when software there said so.
#define WS_E_ENDPOINT_NOT_AVAILABLE (HRESULT)2151481358u

/// There is no such endpoint: the host name is unknown, or the host was found and nothing listens at the URL.
#define WS_E_ENDPOINT_NOT_FOUND (HRESULT)2151481357u

/// The remote endpoint, or the server that hosts it, answered that it is too busy, or cannot serve for the moment for
/// some other reason.
#define WS_E_ENDPOINT_TOO_BUSY (HRESULT)2151481362u

/// There is no network, or no route to the endpoint.
#define WS_E_ENDPOINT_UNREACHABLE (HRESULT)2151481360u

/// The URL of the endpoint address is not valid for what was asked, such as a scheme that the channel binding does not
/// use.
#define WS_E_INVALID_ENDPOINT_URL (HRESULT)2151481376u

/// Data is not what its reader expects: XML that is not well formed, an element that the schema does not allow, a value
/// outside its type, a violation of a wire protocol, a URL that does not parse, a policy that does not match although a
/// match was required. Trying again with the same data does not help.
#define WS_E_INVALID_FORMAT (HRESULT)2151481344u

/// The object is in a state in which the call is not allowed. Like E_INVALIDARG it means wrong use of the API, and is
/// returned for nothing else.
#define WS_E_INVALID_OPERATION (HRESULT)2151481347u

/// What was asked for is part of the API, but is not available on this platform; the text in the error object names it.
#define WS_E_NOT_SUPPORTED (HRESULT)2151481367u

/// A text that depends on the language, such as an error string or the reason of a fault, is not there in the language
/// asked for.
#define WS_E_NO_TRANSLATION_AVAILABLE (HRESULT)2151481353u

/// A numeric result does not fit into its type, as when two 32-bit sizes are added and the sum wraps around.
#define WS_E_NUMERIC_OVERFLOW (HRESULT)2151481346u

/// The object is in its faulted state because of an earlier failure that it cannot recover from, and starts nothing
/// new. Reset or free it.
#define WS_E_OBJECT_FAULTED (HRESULT)2151481345u

/// The caller gave up the operation (WsAbandonCall, with the id from WS_CALL_PROPERTY_CALL_ID, or 0 for all calls of
/// the proxy). It still runs to its end in the background; only the caller does not wait for it any more.
#define WS_E_OPERATION_ABANDONED (HRESULT)2151481351u

/// The object was aborted, before the operation began or while it was under way.
#define WS_E_OPERATION_ABORTED (HRESULT)2151481348u

/// The operation did not end within the time that a timeout property of the object allows.
#define WS_E_OPERATION_TIMED_OUT (HRESULT)2151481350u

/// An underlying component failed with a code that has no WS_E_ equivalent. That code is in
/// WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, for diagnosis only.
#define WS_E_OTHER (HRESULT)2151481377u

/// The HTTP proxy denied access.
#define WS_E_PROXY_ACCESS_DENIED (HRESULT)2151481366u

/// The HTTP proxy could not process the request.
#define WS_E_PROXY_FAILURE (HRESULT)2151481365u

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for basic.
#define WS_E_PROXY_REQUIRES_BASIC_AUTH (HRESULT)2151481368u

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for digest.
#define WS_E_PROXY_REQUIRES_DIGEST_AUTH (HRESULT)2151481369u

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for
/// negotiate.
#define WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH (HRESULT)2151481371u

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for NTLM.
#define WS_E_PROXY_REQUIRES_NTLM_AUTH (HRESULT)2151481370u

/// Going on would pass a limit of an object: the size of a heap, the depth or size of a document, the size of a
/// message, the number of documents, channels or the like. The text names the limit; most can be set by a property.
#define WS_E_QUOTA_EXCEEDED (HRESULT)2151481352u

/// An underlying security component (TLS, GSSAPI, the cryptographic library) failed. Its code is in
/// WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE.
#define WS_E_SECURITY_SYSTEM_FAILURE (HRESULT)2151481379u

/// The server refused a security token because its lifetime is over. Depending on the server it can be renewed, or a
/// new one can be requested.
#define WS_E_SECURITY_TOKEN_EXPIRED (HRESULT)2151481378u

/// Security data from the other side is well formed but does not verify or is not trusted: a signature, a timestamp, a
/// token, a certificate, or something that had to be protected and was not.
#define WS_E_SECURITY_VERIFICATION_FAILURE (HRESULT)2151481354u

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for basic.
#define WS_E_SERVER_REQUIRES_BASIC_AUTH (HRESULT)2151481372u

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for digest.
#define WS_E_SERVER_REQUIRES_DIGEST_AUTH (HRESULT)2151481373u

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for negotiate.
#define WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH (HRESULT)2151481375u

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for NTLM.
#define WS_E_SERVER_REQUIRES_NTLM_AUTH (HRESULT)2151481374u

/// Success code: the call goes on after it has returned, and the callback in the WS_ASYNC_CONTEXT reports the end.
/// Until then its parameters must stay valid. Only possible when a WS_ASYNC_CONTEXT was given.
#define WS_S_ASYNC (HRESULT)3997696u

/// Success code: the input is at its end. A channel has no further message, because it is a reply channel that has
/// received its one, because the session was shut down, or because the channel filtered the message.
#define WS_S_END (HRESULT)3997697u

/// Option of WS_FIELD_DESCRIPTION: the value may be nil, which is written and read as xsi:nil="true". Only with
/// WS_ELEMENT_FIELD_MAPPING, where the element carries the attribute, and WS_REPEATING_ELEMENT_FIELD_MAPPING, where the
/// wrapper element does; a nil array has a NULL pointer, an empty one does not, and the count is 0 in both. How one
/// value shows that it is nil depends on its WS_TYPE.
#define WS_FIELD_NILLABLE 4

/// Option of WS_FIELD_DESCRIPTION: single items of an array may be nil (xsi:nil="true"). Only with
/// WS_REPEATING_ELEMENT_FIELD_MAPPING; independent of WS_FIELD_NILLABLE, which is about the array as a whole. How an
/// item shows that it is nil depends on its WS_TYPE.
#define WS_FIELD_NILLABLE_ITEM 8

/// Option of WS_FIELD_DESCRIPTION: the XML need not contain the field. What the field is set to when it is absent
/// depends on the mapping; see WS_FIELD_MAPPING. In the other direction, a value equal to the default is left out.
#define WS_FIELD_OPTIONAL 2

/// Option of WS_FIELD_DESCRIPTION: accept only names from another namespace than the one in the field's ns, as
/// "##other" does in XML Schema. With WS_ANY_ELEMENT_FIELD_MAPPING and WS_ANY_ATTRIBUTES_FIELD_MAPPING; ns must not be
/// NULL then.
#define WS_FIELD_OTHER_NAMESPACE 16

/// Option of WS_FIELD_DESCRIPTION: the structure holds a pointer to the value; without it the value is embedded. With
/// WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING (the array holds pointers),
/// WS_ANY_ELEMENT_FIELD_MAPPING and WS_NO_FIELD_MAPPING. Types that are pointers by nature, WS_WSZ_TYPE and
/// WS_XML_BUFFER_TYPE, must not have it; WS_TYPE says which types can.
#define WS_FIELD_POINTER 1

/// Option of WS_STRUCT_DESCRIPTION: the type is only a base of others and is never read or written itself. The
/// description must contain a field with WS_TYPE_ATTRIBUTE_FIELD_MAPPING, which names the actual type.
#define WS_STRUCT_ABSTRACT 1

/// Option of WS_STRUCT_DESCRIPTION: when reading, whatever follows the last described field up to the end of the
/// element is skipped, so that a later version of the type can add fields at its end. Without it such content is an
/// error. Has an effect with WS_ELEMENT_TYPE_MAPPING only.
#define WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT 2

/// Option of WS_STRUCT_DESCRIPTION: when reading, attributes that no field describes are skipped. Without it they are
/// an error. Has an effect with WS_ELEMENT_TYPE_MAPPING only.
#define WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES 4

/// Accept the wildcards + and * as host name, which listeners use for any host. For WsDecodeUrl and WsCombineUrl.
#define WS_URL_FLAGS_ALLOW_HOST_WILDCARDS 1

/// Keep the path segments . and .. as they are. Without this flag a . segment is removed, and a .. segment removes
/// itself and the one before it. For WsDecodeUrl and WsCombineUrl.
#define WS_URL_FLAGS_NO_PATH_COLLAPSE 2

/// End the returned string with a zero character, which its length counts too. Without this flag there may be none. For
/// WsEncodeUrl and WsCombineUrl.
#define WS_URL_FLAGS_ZERO_TERMINATE 4

/// Flag for the headerAttributes parameters of the header functions: the header has mustUnderstand, so a receiver that
/// does not know it must answer with a fault.
#define WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE 1

/// Flag for the headerAttributes parameters of the header functions: the header has relay, so an intermediary that does
/// not process it must pass it on. SOAP 1.2 only.
#define WS_RELAY_HEADER_ATTRIBUTE 2

/// Flag of WS_HTTP_HEADER_MAPPING: mapped headers of the same name become one HTTP header, its values separated by
/// commas. For headers that repeat, this or WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR is required.
#define WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR 1

/// Flag of WS_HTTP_HEADER_MAPPING: the value stands in quotes in the HTTP header. Required for values with characters
/// that HTTP allows only in quotes.
#define WS_HTTP_HEADER_MAPPING_QUOTED_VALUE 4

/// Flag of WS_HTTP_HEADER_MAPPING: mapped headers of the same name become one HTTP header, its values separated by
/// semicolons.
#define WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR 2

/// Flag of WS_HTTP_MESSAGE_MAPPING: the HTTP method appears as the mapped header Verb.
#define WS_HTTP_REQUEST_MAPPING_VERB 2

/// Flag of WS_HTTP_MESSAGE_MAPPING: the HTTP status code appears as the mapped header StatusCode.
#define WS_HTTP_RESPONSE_MAPPING_STATUS_CODE 1

/// Flag of WS_HTTP_MESSAGE_MAPPING: the HTTP reason phrase appears as the mapped header StatusText.
#define WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT 2

/// The names in the certificate do not include the host. The WS_CERT_FAILURE constants are bits for
/// WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE.
#define WS_CERT_FAILURE_CN_MISMATCH 1

/// The certificate is not yet valid or has expired.
#define WS_CERT_FAILURE_INVALID_DATE 2

/// Whether the certificate is revoked could not be found out, because the source of that information was out of reach.
/// Ignored by default.
#define WS_CERT_FAILURE_REVOCATION_OFFLINE 16

/// The chain ends at a root that is not trusted.
#define WS_CERT_FAILURE_UNTRUSTED_ROOT 4

/// The certificate is not meant for this usage, such as server authentication.
#define WS_CERT_FAILURE_WRONG_USAGE 8

/// Basic authentication (RFC 2617): the password travels in the clear inside the HTTP header. Clients need a
/// WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
#define WS_HTTP_HEADER_AUTH_SCHEME_BASIC 2

/// Digest authentication (RFC 2617). Clients need a WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
#define WS_HTTP_HEADER_AUTH_SCHEME_DIGEST 4

/// Negotiate (SPNEGO, RFC 4559): Kerberos where possible. The service principal comes from the DNS name of the server;
/// an identity in the endpoint address is ignored. Runs over GSSAPI here.
#define WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE 16

/// No header authentication; clients only. Alone it switches header authentication off. Together with other schemes it
/// lets the client go on when the server asks for nothing, which otherwise is a failure.
#define WS_HTTP_HEADER_AUTH_SCHEME_NONE 1

/// NTLM. Here it runs over GSSAPI and needs gss-ntlmssp on the machine. Naming the server as localhost or by a loopback
/// address may fail; use the machine's name.
#define WS_HTTP_HEADER_AUTH_SCHEME_NTLM 8

/// Microsoft Passport. Stands alone, never combined with another scheme, and not for proxies.
#define WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT 32

/// Option of WS_OPERATION_DESCRIPTION: the element in the message body may be nil (xsi:nil="true"). The message must
/// then be one parameter, with WS_PARAMETER_TYPE_MESSAGES, and nil is shown the way its WS_TYPE has for it. Not with
/// WS_RPC_LITERAL_OPERATION.
#define WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT 1

/// The host of the incoming URL may be the machine's DNS name with its domain, if it is in one. Applies when the
/// listener was opened with the wildcard + or * as host.
#define WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST 2

/// The host of the incoming URL may be the machine's DNS name without the domain, if it is in one. Applies when the
/// listener was opened with the wildcard + or * as host.
#define WS_MATCH_URL_DNS_HOST 1

/// The path of the incoming URL must equal the path of the listener's URL. Not together with WS_MATCH_URL_PREFIX_PATH.
#define WS_MATCH_URL_EXACT_PATH 64

/// The host of the incoming URL may be an address of one of the machine's network interfaces. Applies when the listener
/// was opened with the wildcard + or * as host.
#define WS_MATCH_URL_HOST_ADDRESSES 16

/// The host of the incoming URL may be localhost. Applies when the listener was opened with the wildcard + or * as
/// host.
#define WS_MATCH_URL_LOCAL_HOST 8

/// The host of the incoming URL may be the machine's NetBIOS name, if it has one. Applies when the listener was opened
/// with the wildcard + or * as host.
#define WS_MATCH_URL_NETBIOS_HOST 4

/// The incoming URL must have no query.
#define WS_MATCH_URL_NO_QUERY 256

/// The port of the incoming URL must equal the port of the listener's URL.
#define WS_MATCH_URL_PORT 32

/// The path of the incoming URL must begin with the path of the listener's URL. Not together with
/// WS_MATCH_URL_EXACT_PATH.
#define WS_MATCH_URL_PREFIX_PATH 128

/// Every way to name this machine: all five host flags together.
/// The flags with WS_MATCH_URL_ in their name are the ULONG value of the listener properties
/// WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS (the URL of the HTTP request or of the connection) and
/// WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS (the To header of a message). A URL matches if its host, port, path
/// and query all do; a part for which no flag is set always matches, and of several host flags one is enough. A
/// listener that was opened with a real host name or address compares with that instead of the host flags. A message
/// whose URL does not match is rejected. The default of both properties is WS_MATCH_URL_THIS_HOST, WS_MATCH_URL_PORT,
/// WS_MATCH_URL_EXACT_PATH and WS_MATCH_URL_NO_QUERY.
#define WS_MATCH_URL_THIS_HOST 31

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// Creates an error object, which any call of this API fills when it fails.
///
/// properties, propertyCount: optional. WS_ERROR_PROPERTY_LANGID (LANGID, not zero) asks for a language; the texts of
/// this library are in English whatever it is, and the number is what WsGetErrorProperty returns.
/// error: receives the object, which the caller owns and frees with WsFreeError.
///
/// The same object may be passed to any number of calls, one at a time: each failure adds its texts to those that are
/// there, a success leaves them alone. Not thread safe.
///
/// Returns S_OK, E_INVALIDARG (a parameter or property is wrong) or E_OUTOFMEMORY.
HRESULT WsCreateError(const struct WS_ERROR_PROPERTY *properties, ULONG propertyCount, struct WS_ERROR **error);

/// Adds a text to an error object, in front of those that are there: it becomes the one at index 0.
///
/// string: UTF-16 in the language of the object; copied. An empty text counts as one.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
HRESULT WsAddErrorString(struct WS_ERROR *error, const struct WS_STRING *string);

/// Gets one text of an error object.
///
/// index: 0 is the text added last. When WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE is not zero, its text has the last
/// index. The number of texts is WS_ERROR_PROPERTY_STRING_COUNT.
/// string: receives the text, not zero-terminated. Its characters belong to the object and stay until WsResetError,
/// WsFreeError or, with this object as destination, WsCopyError; for the original code's text also until that code is
/// set again.
///
/// Texts may quote data from the network: treat them as untrusted.
///
/// Returns S_OK, or E_INVALIDARG for an index that is too high.
HRESULT WsGetErrorString(struct WS_ERROR *error, ULONG index, struct WS_STRING *string);

/// Gets a property of an error object.
///
/// id: WS_ERROR_PROPERTY_STRING_COUNT (ULONG), WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE (ULONG) or
/// WS_ERROR_PROPERTY_LANGID (LANGID).
/// buffer, bufferSize: receive the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, or E_INVALIDARG for an unknown id, a wrong size or a wrong pointer.
HRESULT WsGetErrorProperty(struct WS_ERROR *error, enum WS_ERROR_PROPERTY_ID id, void *buffer, ULONG bufferSize);

/// Sets a property of an error object.
///
/// id: WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE (ULONG; 0 takes the code and its text away), or WS_ERROR_PROPERTY_LANGID
/// (LANGID, not zero; only while the object is new or has been reset).
/// value, valueSize: the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG (unknown or read-only id, wrong size, pointer or value), or WS_E_INVALID_OPERATION (the
/// language of an object that has recorded something).
HRESULT WsSetErrorProperty(struct WS_ERROR *error, enum WS_ERROR_PROPERTY_ID id, const void *value, ULONG valueSize);

/// Forgets the texts and the original error code of an error object, so that it can be used anew. The language stays
/// and can be set again.
///
/// Returns S_OK or E_INVALIDARG.
HRESULT WsResetError(struct WS_ERROR *error);

/// Makes one error object say what another one says: texts, original error code and language replace its own.
///
/// source, destination: both required; the same object as both is allowed and changes nothing. When memory runs out,
/// the destination keeps what it had.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
HRESULT WsCopyError(struct WS_ERROR *source, struct WS_ERROR *destination);

/// Frees an error object with its texts. NULL is allowed.
void WsFreeError(struct WS_ERROR *error);

/// Creates a heap. It takes no memory until the first allocation.
///
/// maxSize: how many bytes may be requested in all until WsResetHeap; what callers ask for counts, not what the heap
/// takes from the system for it. An XML buffer that is made in the heap counts with what it holds at the time.
/// trimSize: how many bytes of memory WsResetHeap keeps at most for later allocations. If it is larger than maxSize,
/// nothing is given back.
/// properties, propertyCount: reserved; NULL and 0.
/// heap: receives the heap, which the caller owns and frees with WsFreeHeap.
///
/// Not thread safe: one thread at a time uses a heap and what is given one to allocate from.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
HRESULT WsCreateHeap(SIZE_T maxSize,
                     SIZE_T trimSize,
                     const struct WS_HEAP_PROPERTY *properties,
                     ULONG propertyCount,
                     struct WS_HEAP **heap,
                     struct WS_ERROR *error);

/// Allocates memory from a heap.
///
/// size: bytes; may be 0.
/// ptr: receives the memory, never NULL, not initialised. It is aligned to 8 bytes, and to 16 when size is a multiple
/// of 16, so that an object of any type fits. It stays until WsResetHeap or WsFreeHeap.
///
/// Returns S_OK, WS_E_QUOTA_EXCEEDED (maxSize of the heap is reached; what was allocated stays), E_OUTOFMEMORY or
/// E_INVALIDARG.
HRESULT WsAlloc(struct WS_HEAP *heap, SIZE_T size, void **ptr, struct WS_ERROR *error);

/// Gets a property of a heap.
///
/// id: any WS_HEAP_PROPERTY_ID.
/// value, valueSize: receive a SIZE_T.
///
/// Returns S_OK, or E_INVALIDARG for an unknown id, a wrong size or a wrong pointer.
HRESULT WsGetHeapProperty(struct WS_HEAP *heap,
                          enum WS_HEAP_PROPERTY_ID id,
                          void *value,
                          ULONG valueSize,
                          struct WS_ERROR *error);

/// Takes back all allocations of a heap at once; pointers into it are no longer valid. The heap may be used again.
/// Every WS_XML_BUFFER that was made in the heap ends: a reader or writer that is set to one fails with
/// WS_E_INVALID_OPERATION until it is given another input or output.
///
/// Memory up to the trim size is kept for later allocations, the rest goes back to the system.
///
/// Returns S_OK or E_INVALIDARG.
HRESULT WsResetHeap(struct WS_HEAP *heap, struct WS_ERROR *error);

/// Frees a heap and all memory that was allocated from it, the XML buffers that were made in it included. NULL is
/// allowed.
void WsFreeHeap(struct WS_HEAP *heap);

/// Runs an operation of the program's own that is a series of steps, each of which may be asynchronous.
///
/// It calls the step, which usually starts one asynchronous function and names the step that is to follow in its
/// parameter next. When the step has ended, whether it succeeded or not, the one that it named is called with its
/// outcome, and so on, until a step names none; the outcome of that one is the outcome of the whole.
///
/// asyncState: memory for this function's use. It need not be initialised, must stay where it is until the operation
/// has ended, and may be used again then.
/// operation: the first step. Its hr is S_OK.
/// callbackModel: how long the first step may take; those that follow an asynchronous one are told what its completion
/// was told.
/// callbackState: passed to each step; may be NULL.
/// asyncContext: NULL to run all steps before the function returns: they are given NULL as well. Otherwise they are
/// given a context, and if one of them returns WS_S_ASYNC, so does this function; the steps that follow run on the
/// threads that complete those before them, and the context's callback is called once, with the outcome. If no step
/// has to wait, the function returns the outcome itself, and the context's callback is not called.
/// error: passed to each step; may be NULL. It belongs to the operation until that has ended.
///
/// Returns what the last step returned, WS_S_ASYNC, or E_INVALIDARG. A step that returns WS_S_ASYNC without having been
/// given a context ends the operation with WS_E_INVALID_OPERATION.
/// Sources: WsAsyncExecute and WS_ASYNC_FUNCTION pages.
HRESULT WsAsyncExecute(struct WS_ASYNC_STATE *asyncState,
                       WS_ASYNC_FUNCTION operation,
                       enum WS_CALLBACK_MODEL callbackModel,
                       void *callbackState,
                       const struct WS_ASYNC_CONTEXT *asyncContext,
                       struct WS_ERROR *error);

/// Converts a WS_DATETIME to a FILETIME, exactly: both count 100 nanoseconds, the one since the year 1, the other since
/// 1601.
///
/// dateTime: required. Its ticks are converted as they are, whatever its format is. They count UTC with
/// WS_DATETIME_FORMAT_UTC and with WS_DATETIME_FORMAT_LOCAL, which differ as texts only. With WS_DATETIME_FORMAT_NONE
/// the zone is the caller's to know, and the FILETIME is in that zone too.
/// fileTime: receives the time; written on success only.
///
/// Any thread may call this.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the time is before 1601, or the ticks are beyond the year 9999) or E_INVALIDARG
/// (a parameter is NULL or not aligned, or the format is none of the three).
HRESULT WsDateTimeToFileTime(const struct WS_DATETIME *dateTime, FILETIME *fileTime, struct WS_ERROR *error);

/// Converts a FILETIME to a WS_DATETIME, exactly.
///
/// fileTime: required; 100 nanoseconds since 1601, all 64 bits of it unsigned.
/// dateTime: receives the time, with WS_DATETIME_FORMAT_UTC; written on success only.
///
/// Any thread may call this.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the time is beyond the year 9999) or E_INVALIDARG (a parameter is NULL or not
/// aligned).
HRESULT WsFileTimeToDateTime(const FILETIME *fileTime, struct WS_DATETIME *dateTime, struct WS_ERROR *error);

/// Compares two strings octet by octet: no case folding, no normalisation, no trimming.
///
/// string1, string2: required; their bytes are UTF-8 and need no terminating zero. A string of length 0 is empty,
/// whether its bytes are NULL or not. The dictionaries and ids of the strings are not looked at, so that what they say
/// cannot make different strings equal.
///
/// Any thread may call this while nobody changes the strings.
///
/// Returns S_OK (equal), S_FALSE (not equal; a success, so that SUCCEEDED does not tell the two apart) or E_INVALIDARG
/// (a string is NULL, or has a length and no bytes).
HRESULT WsXmlStringEquals(const struct WS_XML_STRING *string1,
                          const struct WS_XML_STRING *string2,
                          struct WS_ERROR *error);

/// Finds the part of a text that is left without the white space at its start and end. White space of XML is space,
/// tab, carriage return and line feed; Unicode's other spaces are content.
///
/// chars, charCount: UTF-16 units and their number; NULL is allowed with 0. The text is neither changed nor copied.
/// trimmedChars: receives where the first unit is that is not white space, within the text given. For a text of white
/// space only that is the end of it, for NULL it is NULL.
/// trimmedCount: receives the number of units up to the last one that is not white space; 0 if there is none.
///
/// Any thread may call this while nobody changes the text.
///
/// Returns S_OK or E_INVALIDARG (a parameter is NULL or not aligned).
HRESULT WsTrimXmlWhitespace(WCHAR *chars,
                            ULONG charCount,
                            WCHAR **trimmedChars,
                            ULONG *trimmedCount,
                            struct WS_ERROR *error);

/// Checks that a text is an NCName, a name without a colon: what a prefix or a local name must be. Namespaces in XML
/// 1.0 defines it over the names of XML 1.0, here those of the fifth edition.
///
/// ncNameChars, ncNameCharCount: UTF-16 units and their number. Characters beyond U+FFFF are surrogate pairs; those up
/// to U+EFFFF are allowed anywhere in a name. NULL with 0 is an empty text, so not a name. No white space is trimmed.
///
/// Any thread may call this while nobody changes the text.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (not an NCName, empty and unpaired surrogates included; the error text names the
/// first character that is wrong and its index in units) or E_INVALIDARG (ncNameChars is NULL or not aligned).
HRESULT WsVerifyXmlNCName(const WCHAR *ncNameChars, ULONG ncNameCharCount, struct WS_ERROR *error);

/// Gets the dictionary of an encoding: the strings that it writes as a number. To have a name written so, pass the
/// dictionary's own string, for example dictionary->strings[1] for Envelope, where a WS_XML_STRING is asked for.
///
/// encoding: WS_ENCODING_XML_BINARY_1 or WS_ENCODING_XML_BINARY_SESSION_1. Both have the same dictionary, of 487
/// strings; what a session adds as it goes is not in it.
/// dictionary: receives the dictionary, the same one on every call. It belongs to the library and stays until the
/// process ends, so isConst is TRUE; neither it nor its strings may be changed, and they are in read-only memory. The
/// string at strings[n] has the id n; its bytes have no terminating zero.
///
/// Any thread may call this and use the dictionary.
///
/// Returns S_OK or E_INVALIDARG (another encoding, which has no dictionary, or a wrong pointer).
HRESULT WsGetDictionary(enum WS_ENCODING encoding, struct WS_XML_DICTIONARY **dictionary, struct WS_ERROR *error);

/// Takes an absolute URL apart and unescapes its parts.
///
/// url: the URL, escaped, of a scheme that WS_URL_SCHEME_TYPE lists (in upper or lower case), at most 65535 characters
/// long. Only what the grammar of RFC 3986 allows is accepted: no character outside ASCII, no space, no zero, also not
/// a terminating one that the length counts.
/// flags: WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, WS_URL_FLAGS_NO_PATH_COLLAPSE, or 0.
/// heap: where the result is allocated, as one block.
/// outUrl: receives a WS_HTTP_URL, WS_HTTPS_URL, WS_NETTCP_URL, WS_SOAPUDP_URL or WS_NETPIPE_URL according to its
/// scheme. It stays until WsResetHeap or WsFreeHeap. Its strings are not zero-terminated, and never NULL.
///
/// Host: required, at most 255 octets of UTF-8. An address in brackets is returned with the brackets, as it stands in
/// the URL and without a check that it is an IPv6 address. Of a name, the escapes are resolved; one of an ASCII
/// character that a host cannot have, such as a slash or an at sign, is refused. User information is not supported.
/// The wildcards + and *, escaped or not, are refused unless the flags allow them.
/// Port: 80, 443 or 808 where an http, https or net.tcp URL names none, 0xFFFF where a soap.udp or net.pipe URL names
/// none; portAsString is empty then. Otherwise it has the digits as they are written.
/// Path: empty or with its leading slash. Dot segments are removed after unescaping, so that %2E and %2F cannot bring
/// any in; WS_URL_FLAGS_NO_PATH_COLLAPSE keeps them.
/// Query and fragment: empty if absent. Unescaping cannot be undone exactly: in a query, an escaped ampersand and one
/// that separates look the same after it. A program to which that matters splits the query of the escaped URL.
/// Escapes stand for UTF-8; other octets and %00 are refused.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (not a URL as described, a scheme that is not supported, or too long);
/// E_INVALIDARG (a pointer, or a flag that is not one of the above); WS_E_QUOTA_EXCEEDED (maxSize of the heap is
/// reached) or E_OUTOFMEMORY.
HRESULT WsDecodeUrl(const struct WS_STRING *url,
                    ULONG flags,
                    struct WS_HEAP *heap,
                    struct WS_URL **outUrl,
                    struct WS_ERROR *error);

/// Puts a URL together from its parts, escaping what has to be escaped.
///
/// url: the structure of the scheme that its first field names, with the parts unescaped: a percent sign in one becomes
/// %25. What is not ASCII is escaped as UTF-8.
/// flags: WS_URL_FLAGS_ZERO_TERMINATE ends the result with a zero, which its length counts; the other flags of
/// WS_URL_FLAGS are accepted and change nothing.
/// heap: where the characters of the result are allocated.
/// outUrl: receives the URL, at most 65535 characters long; its characters stay until WsResetHeap or WsFreeHeap.
///
/// Host: required; a name, an address, one of the wildcards + and *, or an address in brackets, which an IPv6 address
/// gets where it has none. Other characters that a host cannot have are refused, not escaped.
/// Port: the digits of portAsString as they are. If port is not zero too, both must name the same port. Without
/// portAsString, port is written unless it is zero or what WsDecodeUrl returns where a URL of the scheme names none.
/// Path: empty, or with a leading slash; dot segments stay.
/// Query and fragment: none if empty.
/// A zero character and half of a surrogate pair are refused in every part.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (an unknown scheme, a part that is not as described, or a result that is too
/// long); E_INVALIDARG (a pointer or an unknown flag); WS_E_QUOTA_EXCEEDED (maxSize of the heap is reached) or
/// E_OUTOFMEMORY.
HRESULT WsEncodeUrl(const struct WS_URL *url,
                    ULONG flags,
                    struct WS_HEAP *heap,
                    struct WS_STRING *outUrl,
                    struct WS_ERROR *error);

/// Resolves a URL reference against a base URL, as RFC 3986, section 5.2, says.
///
/// baseUrl: an absolute URL, escaped, as WsDecodeUrl takes it. Its fragment has no effect.
/// referenceUrl: an absolute or relative URL, escaped; may be empty. One that begins with a scheme is absolute, and
/// must have a host.
/// flags: 0 or any of WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, for both URLs, WS_URL_FLAGS_NO_PATH_COLLAPSE, and
/// WS_URL_FLAGS_ZERO_TERMINATE, which ends the result with a zero that its length counts.
/// heap: where the characters of the result are allocated.
/// resultUrl: receives the absolute URL, escaped, at most 65535 characters long; its characters stay until WsResetHeap
/// or WsFreeHeap. It may be the structure that baseUrl or referenceUrl points to.
///
/// What the result has of the two is not changed, but that dot segments of its path, %2E for a dot included, are
/// removed unless WS_URL_FLAGS_NO_PATH_COLLAPSE is given. So with that flag, and without dot segments, an absolute
/// reference is the result as it is.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (one of the two is not a URL that WsDecodeUrl would take, or a scheme that is not
/// supported, or the result is too long); E_INVALIDARG (a pointer or an unknown flag); WS_E_QUOTA_EXCEEDED (maxSize of
/// the heap is reached) or E_OUTOFMEMORY.
HRESULT WsCombineUrl(const struct WS_STRING *baseUrl,
                     const struct WS_STRING *referenceUrl,
                     ULONG flags,
                     struct WS_HEAP *heap,
                     struct WS_STRING *resultUrl,
                     struct WS_ERROR *error);

/// Creates an empty XML buffer in a heap.
///
/// heap: what the buffer holds counts against its maximum size, and is given back when nodes are removed.
/// properties, propertyCount: NULL and 0, since there are no properties of XML buffers.
/// buffer: receives the buffer. It ends when its heap is reset or freed, and there is no other way to free it. From
/// then on it must not be used, and a reader or writer that is still set to it fails with WS_E_INVALID_OPERATION.
///
/// Not thread safe: one thread at a time uses a buffer, its heap, and the readers and writers that are set to it.
///
/// Returns S_OK, E_INVALIDARG, WS_E_QUOTA_EXCEEDED (maxSize of the heap is reached) or E_OUTOFMEMORY.
HRESULT WsCreateXmlBuffer(struct WS_HEAP *heap,
                          const struct WS_XML_BUFFER_PROPERTY *properties,
                          ULONG propertyCount,
                          struct WS_XML_BUFFER **buffer,
                          struct WS_ERROR *error);

/// Creates a reader of XML. It has no input yet: WsSetInput or WsSetInputToBuffer gives it one, as often as wanted.
///
/// properties, propertyCount: optional; they hold for every input for which WsSetInput does not say otherwise. See
/// WS_XML_READER_PROPERTY_ID for ids, types and defaults. The limits among them bound what a hostile document can cost:
/// time grows with WS_XML_READER_PROPERTY_MAX_ATTRIBUTES and WS_XML_READER_PROPERTY_MAX_NAMESPACES for each element.
/// reader: receives the reader, which the caller owns and frees with WsFreeReader.
///
/// Not thread safe. When an operation fails because of the input or a limit, the reader is faulted: until it gets a new
/// input, every operation returns WS_E_OBJECT_FAULTED. A call with wrong arguments, or one that is not allowed at that
/// place (E_INVALIDARG, WS_E_INVALID_OPERATION), changes nothing.
///
/// Returns S_OK or E_INVALIDARG.
HRESULT WsCreateReader(const struct WS_XML_READER_PROPERTY *properties,
                       ULONG propertyCount,
                       struct WS_XML_READER **reader,
                       struct WS_ERROR *error);

/// Gives a reader its next document and puts it before the first node (WS_XML_NODE_TYPE_BOF). Whatever state the reader
/// was in, also faulted, ends.
///
/// encoding: how the bytes are to be understood. input: where they come from. If both are NULL, the document is empty
/// and the reader at its end; one without the other is refused.
/// With WS_XML_READER_BUFFER_INPUT the bytes are the caller's: they are not copied and not changed, and must stay until
/// the reader gets another input or is freed. With WS_XML_READER_STREAM_INPUT nothing is read before WsFillReader.
/// properties, propertyCount: optional; for this input, over those of WsCreateReader.
///
/// After this call the reader moves forward only: WsMoveReader, WsGetReaderPosition and WsSetReaderPosition are for
/// readers on an XML buffer.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_FORMAT (UTF-16 that is not well-formed) or WS_E_QUOTA_EXCEEDED (the
/// transcoded input is larger than 4 GiB). When it fails, the reader keeps the input it had.
HRESULT WsSetInput(struct WS_XML_READER *reader,
                   const struct WS_XML_READER_ENCODING *encoding,
                   const struct WS_XML_READER_INPUT *input,
                   const struct WS_XML_READER_PROPERTY *properties,
                   ULONG propertyCount,
                   struct WS_ERROR *error);

/// Frees a reader. NULL is allowed. A reader that WsFillReader is still filling asynchronously is left alone.
void WsFreeReader(struct WS_XML_READER *reader);

/// Gets a property of a reader: what was set, or its default, and what can only be read (character set, row, column,
/// whether the reader is in an attribute).
///
/// id: any WS_XML_READER_PROPERTY_ID. value, valueSize: receive the value; the size is that of the property's type.
///
/// Returns S_OK, E_INVALIDARG (unknown id, wrong size or pointer) or WS_E_INVALID_OPERATION (the reader has no text
/// input, which WS_XML_READER_PROPERTY_CHARSET, _ROW and _COLUMN are about, or too little of it has been filled in to
/// know the character set).
HRESULT WsGetReaderProperty(struct WS_XML_READER *reader,
                            enum WS_XML_READER_PROPERTY_ID id,
                            void *value,
                            ULONG valueSize,
                            struct WS_ERROR *error);

/// Gets the node that the reader is on.
///
/// node: receives the node; its nodeType says to which structure it can be cast: WS_XML_ELEMENT_NODE, WS_XML_TEXT_NODE,
/// WS_XML_COMMENT_NODE. It must not be changed, and it and all that it points to are valid until the reader moves.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
HRESULT WsGetReaderNode(struct WS_XML_READER *xmlReader, const struct WS_XML_NODE **node, struct WS_ERROR *error);

/// Finds the namespace that a prefix is bound to where the reader is. Inside an element, on its start and on its end,
/// the element's own declarations count.
///
/// prefix: required; an empty one stands for the default namespace. xml and xmlns have their fixed namespaces.
/// required: TRUE makes it an error that the prefix is not bound.
/// ns: receives the namespace, which may be empty for the empty prefix, or NULL. It is valid until the reader moves or
/// this function is called again.
///
/// Returns S_OK, S_FALSE (not bound, and not required), WS_E_INVALID_FORMAT (not bound), E_INVALIDARG,
/// WS_E_INVALID_OPERATION or WS_E_OBJECT_FAULTED.
HRESULT WsGetNamespaceFromPrefix(struct WS_XML_READER *reader,
                                 const struct WS_XML_STRING *prefix,
                                 BOOL required,
                                 const struct WS_XML_STRING **ns,
                                 struct WS_ERROR *error);

/// Gets bytes from the callback of WS_XML_READER_STREAM_INPUT until at least as many as asked for are there that have
/// not been read, or until the input ends. For other inputs it does nothing. This is the only function that performs
/// input: reading past what has been filled in fails with WS_E_QUOTA_EXCEEDED and leaves the reader faulted.
///
/// minSize: bytes, in UTF-8 where the document is in UTF-16. How many the next nodes take depends on the document.
/// asyncContext: NULL to wait for the callback. Otherwise the callback may go on in the background: then the function
/// returns WS_S_ASYNC, the reader and the error object must not be used before the context's callback has been called,
/// and that is called once, with the outcome. If all of it is done before the function returns, it returns the outcome
/// itself, and the context's callback is not called.
///
/// Nodes that were gotten from the reader before stay valid.
///
/// Returns S_OK, WS_S_ASYNC, what the callback failed with, WS_E_INVALID_FORMAT (UTF-16 that is not well-formed),
/// WS_E_QUOTA_EXCEEDED (4 GiB unread), E_INVALIDARG, WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
HRESULT WsFillReader(struct WS_XML_READER *reader,
                     ULONG minSize,
                     const struct WS_ASYNC_CONTEXT *asyncContext,
                     struct WS_ERROR *error);

/// Moves a reader to the next node of the document. An empty element is followed by its end, like any other element.
/// White space between the XML declaration, comments and the root element is not a node, unless fragments are allowed.
/// Within an attribute (WsReadStartAttribute) its value is followed by WS_XML_NODE_TYPE_EOF.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (the input is not well-formed, or the reader is at the end already);
/// WS_E_QUOTA_EXCEEDED (a limit of the reader, or too little has been filled in from a stream); E_INVALIDARG,
/// WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
HRESULT WsReadNode(struct WS_XML_READER *reader, struct WS_ERROR *error);

/// Moves a reader past the node that it is on: past all children and the end where that is an element, else as
/// WsReadNode does.
///
/// Returns what WsReadNode returns.
HRESULT WsSkipNode(struct WS_XML_READER *reader, struct WS_ERROR *error);

/// Moves a reader, past white space and comments, to a start element and from there to what follows it: the first child,
/// or the element's end.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if something else than a start element was found.
HRESULT WsReadStartElement(struct WS_XML_READER *reader,
                           struct WS_ERROR *error);

/// Moves a reader past white space and comments to a start element, and can check that it is the one that is wanted.
///
/// localName, ns: what the element must be called; NULL for any.
/// found: optional. If given, receives whether the reader is on such an element; otherwise it is an error if it is not.
/// The reader stays on whatever it found.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if found is NULL and the element was not found.
HRESULT WsReadToStartElement(struct WS_XML_READER *reader,
                             const struct WS_XML_STRING *localName,
                             const struct WS_XML_STRING *ns,
                             BOOL *found,
                             struct WS_ERROR *error);

/// Moves a reader, past white space and comments, to the end of an element and from there to the next node.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if something else than the end of an element was found.
HRESULT WsReadEndElement(struct WS_XML_READER *reader, struct WS_ERROR *error);

/// Makes the value of an attribute the content that WsReadValue, WsReadChars, WsReadCharsUtf8, WsReadBytes,
/// WsReadQualifiedName and WsReadNode read, until WsReadEndAttribute.
///
/// attributeIndex: index in the attributes of the WS_XML_ELEMENT_NODE that the reader is on; see WsFindAttribute. The
/// value of a namespace declaration is its namespace.
///
/// Returns S_OK, E_INVALIDARG (no such attribute), WS_E_INVALID_FORMAT (the reader is not on a start element),
/// WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
HRESULT WsReadStartAttribute(struct WS_XML_READER *reader, ULONG attributeIndex, struct WS_ERROR *error);

/// Goes back from an attribute's value to the element that it belongs to.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (the reader is not in an attribute), E_INVALIDARG or WS_E_OBJECT_FAULTED.
HRESULT WsReadEndAttribute(struct WS_XML_READER *reader, struct WS_ERROR *error);

/// Finds an attribute of the element that the reader is on.
///
/// localName, ns: required; an attribute without prefix has the empty namespace. Namespace declarations are not found.
/// required: TRUE makes it an error that there is no such attribute.
/// attributeIndex: receives its index for WsReadStartAttribute, if there is one.
///
/// Returns S_OK, S_FALSE (there is none, and it is not required), WS_E_INVALID_FORMAT (there is none), E_INVALIDARG,
/// WS_E_INVALID_OPERATION (the reader is not on a start element) or WS_E_OBJECT_FAULTED.
HRESULT WsFindAttribute(struct WS_XML_READER *reader,
                        const struct WS_XML_STRING *localName,
                        const struct WS_XML_STRING *ns,
                        BOOL required,
                        ULONG *attributeIndex,
                        struct WS_ERROR *error);

/// Finds the value of the nearest attribute with the prefix xml (xml:lang, xml:space and the like) in scope: on the
/// element that the reader is on or in, or on the nearest one around it.
///
/// localName: what follows the prefix; required.
/// heap: where the value is put. valueChars, valueCharCount: receive it in UTF-16, not zero-terminated, and its length;
/// an empty text if there is none.
///
/// Returns S_OK, S_FALSE (there is none), WS_E_QUOTA_EXCEEDED (of the heap; the reader is not faulted), E_INVALIDARG,
/// WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
HRESULT WsGetXmlAttribute(struct WS_XML_READER *reader,
                          const struct WS_XML_STRING *localName,
                          struct WS_HEAP *heap,
                          WCHAR **valueChars,
                          ULONG *valueCharCount,
                          struct WS_ERROR *error);

/// Reads characters of the content as UTF-16, up to the next start or end element. Comments are passed over, CDATA
/// sections and references count as the characters that they stand for.
///
/// chars, maxCharCount: where the characters go, not zero-terminated, and how many fit. A surrogate pair is not split,
/// so at least 2 must fit.
/// actualCharCount: receives how many were read, possibly fewer than fit and than are there; 0 when there are no more.
///
/// Returns what WsReadNode returns; E_INVALIDARG also if the next character does not fit.
HRESULT WsReadChars(struct WS_XML_READER *reader,
                    WCHAR *chars,
                    ULONG maxCharCount,
                    ULONG *actualCharCount,
                    struct WS_ERROR *error);

/// Reads characters of the content as UTF-8, up to the next start or end element. Comments are passed over, CDATA
/// sections and references count as the characters that they stand for.
///
/// bytes, maxByteCount: where the bytes go, not zero-terminated, and how many fit. A character is not split, so at least
/// 4 must fit.
/// actualByteCount: receives how many were read, possibly fewer than fit and than are there; 0 when there are no more.
///
/// Returns what WsReadNode returns; E_INVALIDARG also if the next character does not fit.
HRESULT WsReadCharsUtf8(struct WS_XML_READER *reader,
                        BYTE *bytes,
                        ULONG maxByteCount,
                        ULONG *actualByteCount,
                        struct WS_ERROR *error);

/// Reads bytes whose base64 form is the content, up to the next start or end element. White space between the
/// characters is ignored. Where the encoding holds the bytes as they are (binary, MTOM), nothing is decoded.
///
/// bytes, maxByteCount: where the bytes go, and how many fit.
/// actualByteCount: receives how many were read, possibly fewer than are there; 0 when there are no more.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if the content is not base64.
HRESULT WsReadBytes(struct WS_XML_READER *reader,
                    void *bytes,
                    ULONG maxByteCount,
                    ULONG *actualByteCount,
                    struct WS_ERROR *error);

/// Reads the content, up to the next start or end element, as a value. Comments are passed over, CDATA sections count
/// as text, white space around the value is ignored. Inside an attribute its value is read.
///
/// valueType: the type; see WS_VALUE_TYPE for what C structure it is.
/// value, valueSize: receive the value; the size is that of the type, the pointer aligned for it.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if the text is no such value, WS_E_NUMERIC_OVERFLOW if it
/// is a number that the type cannot hold. Then the reader is faulted and value untouched.
HRESULT WsReadValue(struct WS_XML_READER *reader,
                    enum WS_VALUE_TYPE valueType,
                    void *value,
                    ULONG valueSize,
                    struct WS_ERROR *error);

/// Reads a run of elements of one name, each with one value, into an array: the same as WsReadToStartElement,
/// WsReadStartElement, WsReadValue and WsReadEndElement for each.
///
/// localName, ns: the name of the elements; required.
/// valueType: the type of the values. array, arraySize: the array and its size in bytes, aligned for the type.
/// itemOffset, itemCount: at which item of the array to begin, and how many to read at most; both must lie in the array.
/// actualItemCount: receives how many were read; fewer than itemCount where another node than such an element follows,
/// 0 where none is left.
///
/// Returns what WsReadNode and WsReadValue return. When it fails, items before the failing one may have been written.
HRESULT WsReadArray(struct WS_XML_READER *reader,
                    const struct WS_XML_STRING *localName,
                    const struct WS_XML_STRING *ns,
                    enum WS_VALUE_TYPE valueType,
                    void *array,
                    ULONG arraySize,
                    ULONG itemOffset,
                    ULONG itemCount,
                    ULONG *actualItemCount,
                    struct WS_ERROR *error);

/// Reads the content, up to the next start or end element, as a qualified name: prefix:local or local. White space
/// around it is ignored. A name without prefix is in the default namespace.
///
/// heap: where the strings are put.
/// prefix, ns: optional; receive the prefix, which may be empty, and the namespace that it is bound to where the reader
/// is. localName: receives the local name; required.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if the content is no such name, or if ns is given and the
/// prefix is not bound; WS_E_QUOTA_EXCEEDED also for the heap.
HRESULT WsReadQualifiedName(struct WS_XML_READER *reader,
                            struct WS_HEAP *heap,
                            struct WS_XML_STRING *prefix,
                            struct WS_XML_STRING *localName,
                            struct WS_XML_STRING *ns,
                            struct WS_ERROR *error);

/// Starts to pass the canonical form of all nodes that the reader moves past to a callback, in the same pass in which
/// they are read, whichever functions read them. The node that the reader is on is the first of them.
///
/// writeCallback, writeCallbackState: called with canonical octets, always synchronously, from within the functions that
/// read and from WsEndReaderCanonicalization. It must not use the reader.
/// properties, propertyCount: optional, of WS_XML_CANONICALIZATION_PROPERTY_ID; copied. Without an algorithm it is
/// WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM. The inclusive algorithms are for whole documents: the reader must be at
/// their beginning (WS_XML_NODE_TYPE_BOF).
///
/// WsEndReaderCanonicalization must follow at the same depth: the reader cannot leave the element in which this was
/// called before.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is on already, the reader has no input or is in
/// an attribute, or an inclusive algorithm is to start after the beginning) or WS_E_OBJECT_FAULTED.
HRESULT WsStartReaderCanonicalization(struct WS_XML_READER *reader,
                                      WS_WRITE_CALLBACK writeCallback,
                                      void *writeCallbackState,
                                      const struct WS_XML_CANONICALIZATION_PROPERTY *properties,
                                      ULONG propertyCount,
                                      struct WS_ERROR *error);

/// Passes the last canonical octets to the callback of WsStartReaderCanonicalization, and ends canonicalization. The node
/// that the reader is on is not part of the canonical form.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is not on, or was started at another depth), an
/// error of the callback, which faults the reader, or WS_E_OBJECT_FAULTED.
HRESULT WsEndReaderCanonicalization(struct WS_XML_READER *reader,
                                    struct WS_ERROR *error);

/// Makes a reader read an XML buffer, from before its first node. Besides moving forward, WsMoveReader,
/// WsGetReaderPosition and WsSetReaderPosition can be used then. Several readers and writers may be set to one buffer.
///
/// buffer: not changed by the reader. When its heap is reset or freed, the reader can no longer read.
/// properties, propertyCount: optional; for this input, over those of WsCreateReader. The limits on depth and attributes
/// hold for buffers, too.
///
/// Returns S_OK or E_INVALIDARG; when it fails, the reader keeps the input it had.
HRESULT WsSetInputToBuffer(struct WS_XML_READER *reader,
                           struct WS_XML_BUFFER *buffer,
                           const struct WS_XML_READER_PROPERTY *properties,
                           ULONG propertyCount,
                           struct WS_ERROR *error);

/// Moves a reader that is set to an XML buffer.
///
/// moveTo: where to; see WS_MOVE_TO.
/// found: optional. If given, receives whether there is such a node, and the reader stays where it was if there is none.
/// Otherwise that is an error, which faults the reader.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (no such node, and found is NULL); WS_E_INVALID_OPERATION (the reader is not set to
/// an XML buffer or the buffer has ended, is in an attribute or canonicalizes, or its node was removed); E_INVALIDARG or
/// WS_E_OBJECT_FAULTED.
HRESULT WsMoveReader(struct WS_XML_READER *reader,
                     enum WS_MOVE_TO moveTo,
                     BOOL *found,
                     struct WS_ERROR *error);

/// Gets where a reader that is set to an XML buffer is, to come back there with WsSetReaderPosition or
/// WsSetWriterPosition, or for WsRemoveNode.
///
/// nodePosition: receives the position. It is good as long as its node is in the buffer.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (as WsMoveReader), E_INVALIDARG or WS_E_OBJECT_FAULTED.
HRESULT WsGetReaderPosition(struct WS_XML_READER *reader,
                            struct WS_XML_NODE_POSITION *nodePosition,
                            struct WS_ERROR *error);

/// Puts a reader that is set to an XML buffer on a node of it.
///
/// nodePosition: from WsGetReaderPosition or WsGetWriterPosition, of the same buffer.
///
/// Returns S_OK; WS_E_INVALID_OPERATION (as WsMoveReader, or the position's node was removed); E_INVALIDARG (also for a
/// position of another buffer, or one that was not gotten from this library) or WS_E_OBJECT_FAULTED.
HRESULT WsSetReaderPosition(struct WS_XML_READER *reader,
                            const struct WS_XML_NODE_POSITION *nodePosition,
                            struct WS_ERROR *error);

/// Reads into a new XML buffer: from the start of an element, the element with all its content; from the beginning of a
/// document (WS_XML_NODE_TYPE_BOF), all of it. The reader goes past what was read. An element takes the namespaces along
/// that are in scope where it stood.
///
/// heap: what the buffer holds counts against its maximum size.
/// xmlBuffer: receives the buffer, which ends when the heap is reset or freed.
///
/// Returns what WsReadNode returns; WS_E_INVALID_OPERATION also if the reader is on another node; WS_E_QUOTA_EXCEEDED
/// also for the heap.
HRESULT WsReadXmlBuffer(struct WS_XML_READER *reader,
                        struct WS_HEAP *heap,
                        struct WS_XML_BUFFER **xmlBuffer,
                        struct WS_ERROR *error);

/// Reads a whole encoded document into a new XML buffer.
///
/// reader: does the work. Whatever it was reading ends; afterwards it has no input, and nothing refers to the bytes.
/// encoding: optional; text in any character set if NULL.
/// properties, propertyCount: optional; for this document, over those of WsCreateReader.
/// bytes, byteCount: the document.
/// heap: what the buffer holds counts against its maximum size.
/// xmlBuffer: receives the buffer, which ends when the heap is reset or freed.
///
/// Returns S_OK, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED (of the reader or the heap) or E_INVALIDARG.
HRESULT WsReadXmlBufferFromBytes(struct WS_XML_READER *reader,
                                 const struct WS_XML_READER_ENCODING *encoding,
                                 const struct WS_XML_READER_PROPERTY *properties,
                                 ULONG propertyCount,
                                 const void *bytes,
                                 ULONG byteCount,
                                 struct WS_HEAP *heap,
                                 struct WS_XML_BUFFER **xmlBuffer,
                                 struct WS_ERROR *error);

/// Reads a value of a C type.
///
/// reader: stands where typeMapping says: on the start element (white space and comments before it are passed), in an
/// attribute (WsReadStartAttribute), or in the content of an element (WsReadStartElement).
/// typeMapping: what part of the XML the value is; see WS_TYPE_MAPPING. An element is read up to and including its end.
/// type, typeDescription: the type and the description that goes with it; see WS_TYPE. It must stay unchanged during the
/// call.
/// readOption: WS_READ_REQUIRED_VALUE or WS_READ_REQUIRED_POINTER.
/// heap: where everything goes that the value points to, and the value itself with WS_READ_REQUIRED_POINTER; may be NULL
/// if there is no such thing. What was read stays valid until the heap is reset or freed. Memory that a failed call took
/// is not given back before.
/// value, valueSize: receive the value or the pointer; the size is that of the type, or of a pointer. Written only when
/// the call succeeds.
///
/// The callbacks of custom types run inside the call and use the reader; see WS_READ_TYPE_CALLBACK.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (the XML is not well-formed, or is not what the description says: an element or
/// attribute is missing or not expected, a text is no value of its type, a value or a number of items is outside of the
/// limits of its description, xsi:type names no derived type); WS_E_NUMERIC_OVERFLOW (a number does not fit its C type);
/// WS_E_QUOTA_EXCEEDED (of the reader or the heap); E_OUTOFMEMORY; E_INVALIDARG (also for a description that is wrong);
/// WS_E_INVALID_OPERATION or WS_E_OBJECT_FAULTED; what a callback returned. After a failure the reader is faulted, unless
/// nothing was read because the arguments were wrong. The texts in error name the elements and fields that lead to what
/// failed.
///
/// Source: WsReadType page.
HRESULT WsReadType(struct WS_XML_READER *reader,
                   enum WS_TYPE_MAPPING typeMapping,
                   enum WS_TYPE type,
                   const void *typeDescription,
                   enum WS_READ_OPTION readOption,
                   struct WS_HEAP *heap,
                   void *value,
                   ULONG valueSize,
                   struct WS_ERROR *error);

/// Reads an element of a given name as a value of a C type: moves to the next element, over white space and comments,
/// compares its name, and reads it up to and including its end.
///
/// elementDescription: name and type of the element; the type must support WS_ELEMENT_TYPE_MAPPING.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER or WS_READ_OPTIONAL_POINTER. With the last one the
/// pointer is set to NULL if what follows is no such element.
/// heap, value, valueSize: as with WsReadType.
///
/// Returns what WsReadType returns; WS_E_INVALID_FORMAT also if the element is required and does not follow.
///
/// Source: WsReadElement page.
HRESULT WsReadElement(struct WS_XML_READER *reader,
                      const struct WS_ELEMENT_DESCRIPTION *elementDescription,
                      enum WS_READ_OPTION readOption,
                      struct WS_HEAP *heap,
                      void *value,
                      ULONG valueSize,
                      struct WS_ERROR *error);

/// Reads an attribute of the element that the reader is on as a value of a C type. The reader stays on the element.
///
/// attributeDescription: name and type of the attribute; the type must support WS_ATTRIBUTE_TYPE_MAPPING.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER or WS_READ_OPTIONAL_POINTER. With the last one the
/// pointer is set to NULL if there is no such attribute.
/// heap, value, valueSize: as with WsReadType.
///
/// Returns what WsReadType returns; WS_E_INVALID_FORMAT also if the attribute is required and not there;
/// WS_E_INVALID_OPERATION also if the reader is not on the start of an element.
///
/// Source: WsReadAttribute page.
HRESULT WsReadAttribute(struct WS_XML_READER *reader,
                        const struct WS_ATTRIBUTE_DESCRIPTION *attributeDescription,
                        enum WS_READ_OPTION readOption,
                        struct WS_HEAP *heap,
                        void *value,
                        ULONG valueSize,
                        struct WS_ERROR *error);

/// Creates a writer. It has no output yet: WsSetOutput or WsSetOutputToBuffer comes next.
///
/// properties, propertyCount: optional; the defaults for all outputs of the writer. Those of
/// WS_XML_WRITER_PROPERTY_ID that are not read only.
/// writer: receives the writer, which the caller owns and frees with WsFreeWriter.
///
/// When a call on a writer fails, nothing of what it was to write is written. E_INVALIDARG, WS_E_INVALID_OPERATION and
/// errors of a dynamicStringCallback leave the writer as it was; after any other error it returns WS_E_OBJECT_FAULTED
/// until it gets a new output, and so it does after any error of WsWriteType, WsWriteElement and WsWriteAttribute that is
/// found when a part of the value is written. Single threaded: one call at a time, from any thread; callbacks must not use
/// the writer that calls them, but for those of custom types, which write with it.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
HRESULT WsCreateWriter(const struct WS_XML_WRITER_PROPERTY *properties,
                       ULONG propertyCount,
                       struct WS_XML_WRITER **writer,
                       struct WS_ERROR *error);

/// Frees a writer. What was not flushed is lost. NULL is allowed; a writer whose WsFlushWriter has not completed is not
/// freed.
void WsFreeWriter(struct WS_XML_WRITER *writer);

/// Starts a new document, and says how it is encoded and where it goes. What became of the document before does not
/// matter: this also takes a writer out of the faulted state.
///
/// encoding: WS_XML_WRITER_TEXT_ENCODING, WS_XML_WRITER_BINARY_ENCODING, WS_XML_WRITER_MTOM_ENCODING or
/// WS_XML_WRITER_RAW_ENCODING. NULL leaves the writer without an output, so that all writing fails; output is not looked
/// at then. The structure is copied, and the dictionary that it points to must live as long as this output.
/// output: WS_XML_WRITER_BUFFER_OUTPUT or WS_XML_WRITER_STREAM_OUTPUT; copied.
/// properties, propertyCount: optional; for this output they go before those of WsCreateWriter.
///
/// Text in UTF-16 starts with a byte order mark, as XML 1.0 demands. Only forward from here: WsMoveWriter and the
/// position functions are for WsSetOutputToBuffer. Pointers got from WsGetWriterProperty are no longer valid.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY; the writer is then as it was.
HRESULT WsSetOutput(struct WS_XML_WRITER *writer,
                    const struct WS_XML_WRITER_ENCODING *encoding,
                    const struct WS_XML_WRITER_OUTPUT *output,
                    const struct WS_XML_WRITER_PROPERTY *properties,
                    ULONG propertyCount,
                    struct WS_ERROR *error);

/// Gets a property of a writer.
///
/// id: any WS_XML_WRITER_PROPERTY_ID but WS_XML_WRITER_PROPERTY_INITIAL_BUFFER.
/// value, valueSize: receive the value, of the type that the id names. Bytes and buffers belong to the writer and stay
/// until it is written to, flushed, given a new output or freed.
///
/// An attribute or start tag that is still open is not part of the bytes; WsWriteEndStartElement completes it.
///
/// Returns S_OK, E_INVALIDARG (unknown id, wrong size or pointer), WS_E_INVALID_OPERATION (the property does not go with
/// the output or encoding) or WS_E_OBJECT_FAULTED.
HRESULT WsGetWriterProperty(struct WS_XML_WRITER *writer,
                            enum WS_XML_WRITER_PROPERTY_ID id,
                            void *value,
                            ULONG valueSize,
                            struct WS_ERROR *error);

/// Finds a prefix that stands for a namespace. If there are several, any of them may come.
///
/// ns: the namespace URI.
/// required: what to do when there is none: FALSE returns S_FALSE, TRUE fails.
/// prefix: receives the prefix, or NULL when there is none. It belongs to the writer, must not be changed, and stays
/// until the next call on the writer.
///
/// A start tag that is still open does not count: its declarations may not be complete. The namespace of XML itself has
/// the prefix xml, that of declarations xmlns.
///
/// Returns S_OK, S_FALSE, WS_E_INVALID_FORMAT (there is none, and required is TRUE), E_INVALIDARG,
/// WS_E_INVALID_OPERATION (the writer has no output) or WS_E_OBJECT_FAULTED.
HRESULT WsGetPrefixFromNamespace(struct WS_XML_WRITER *writer,
                                 const struct WS_XML_STRING *ns,
                                 BOOL required,
                                 const struct WS_XML_STRING **prefix,
                                 struct WS_ERROR *error);

/// Sets a writer to an XML buffer: it goes to the end of the document, and what it writes is inserted before the node
/// that it is on. Takes the writer out of the faulted state too.
///
/// buffer: must not end, by reset of its heap, before the writer gets another output or is freed; calls fail then.
/// properties, propertyCount: optional; for this output they go before those of WsCreateWriter. Those of buffers of bytes
/// have no effect.
///
/// Returns S_OK, E_INVALIDARG, or an error of the buffer, which leaves the writer without an output.
HRESULT WsSetOutputToBuffer(struct WS_XML_WRITER *writer,
                            struct WS_XML_BUFFER *buffer,
                            const struct WS_XML_WRITER_PROPERTY *properties,
                            ULONG propertyCount,
                            struct WS_ERROR *error);

/// Gets the position of a writer in its XML buffer: of the node that it inserts before.
///
/// nodePosition: receives the position, for WsSetWriterPosition, WsSetReaderPosition or WsRemoveNode. It is good until the
/// node is removed or the buffer ends. An open start tag is completed first.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (the writer is not set to an XML buffer, or in an attribute) or
/// WS_E_OBJECT_FAULTED.
HRESULT WsGetWriterPosition(struct WS_XML_WRITER *writer,
                            struct WS_XML_NODE_POSITION *nodePosition,
                            struct WS_ERROR *error);

/// Puts a writer before the node at a position of its XML buffer, as WsMoveWriter does. An open start tag is completed
/// first.
///
/// nodePosition: from WsGetWriterPosition or WsGetReaderPosition.
///
/// Returns S_OK, E_INVALIDARG (a position of another buffer, among others), WS_E_INVALID_OPERATION (the writer is not set
/// to an XML buffer, in an attribute, or canonicalizes; or the node was removed) or WS_E_OBJECT_FAULTED.
HRESULT WsSetWriterPosition(struct WS_XML_WRITER *writer,
                            const struct WS_XML_NODE_POSITION *nodePosition,
                            struct WS_ERROR *error);

/// Moves a writer in its XML buffer. An open start tag is completed first. What is written then is inserted before the
/// node; attributes and declarations that come first of all go to the node, if it is an element.
///
/// moveTo: where to.
/// found: optional; receives whether there was such a node. If not, the writer stays. Without it, that is an error.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (the writer is not set to an XML buffer, in an attribute, or
/// canonicalizes), WS_E_INVALID_FORMAT (there is no such node, and found is NULL; the writer stays usable) or
/// WS_E_OBJECT_FAULTED.
HRESULT WsMoveWriter(struct WS_XML_WRITER *writer, enum WS_MOVE_TO moveTo, BOOL *found, struct WS_ERROR *error);

/// Removes the node at a position from its XML buffer: an element with all that it contains, and its end.
///
/// nodePosition: the node. Its position, and those of what it contains, are no longer good; readers and writers that are
/// there fail until they are put elsewhere.
///
/// Returns S_OK, E_INVALIDARG or WS_E_INVALID_OPERATION (an end element, or the beginning or end of the document).
HRESULT WsRemoveNode(const struct WS_XML_NODE_POSITION *nodePosition,
                     struct WS_ERROR *error);

/// Writes all that an XML buffer holds.
///
/// xmlBuffer: the buffer, which stays as it is. It may be the one that the writer writes to.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED, as
/// the functions for the single nodes do. On failure nodes before the one that failed may be written.
HRESULT WsWriteXmlBuffer(struct WS_XML_WRITER *writer,
                         struct WS_XML_BUFFER *xmlBuffer,
                         struct WS_ERROR *error);

/// Encodes an XML buffer as bytes in a heap.
///
/// writer: what encodes. The output that it has is given up, and it has none afterwards.
/// xmlBuffer: the buffer, which stays as it is.
/// encoding: optional, as in WsSetOutput; NULL for text in UTF-8.
/// properties, propertyCount: optional; they go before those of WsCreateWriter.
/// heap: where the bytes go, which stay until it is reset or freed.
/// bytes, byteCount: receive the bytes and their number.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_FORMAT (the buffer does not hold a document, and
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is FALSE), WS_E_QUOTA_EXCEEDED, E_OUTOFMEMORY.
HRESULT WsWriteXmlBufferToBytes(struct WS_XML_WRITER *writer,
                                struct WS_XML_BUFFER *xmlBuffer,
                                const struct WS_XML_WRITER_ENCODING *encoding,
                                const struct WS_XML_WRITER_PROPERTY *properties,
                                ULONG propertyCount,
                                struct WS_HEAP *heap,
                                void **bytes,
                                ULONG *byteCount,
                                struct WS_ERROR *error);

/// Writes the node that a reader is on, an element with all that it contains and its end, and moves the reader behind it.
///
/// reader: at the beginning of the document, all of it is copied. WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS says
/// what becomes of elements without content.
///
/// Both may be set to one XML buffer: the node is then copied as it was before the call, and the reader comes to the node
/// that followed it then. Should that fail, nothing or a part of the copy was written, and the reader may have moved.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (the reader is at an end, where there is nothing to copy, among
/// others), WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED, of either of them. On failure nodes before the
/// one that failed may be written.
HRESULT WsCopyNode(struct WS_XML_WRITER *writer,
                   struct WS_XML_READER *reader,
                   struct WS_ERROR *error);

/// Starts to pass the canonical form of all that is written to a callback, at the same time as it is written.
///
/// writeCallback, writeCallbackState: called with canonical octets, always synchronously, from within the functions that
/// write and from WsEndWriterCanonicalization. It must not use the writer.
/// properties, propertyCount: optional, of WS_XML_CANONICALIZATION_PROPERTY_ID; copied.
///
/// A start tag that is open is completed first and is not part of the canonical form. WsEndWriterCanonicalization must
/// follow at the same depth; the element in which this was called cannot be ended before.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is on already, the writer is in an attribute or has
/// no output, or an inclusive algorithm is to start after the beginning of the document), WS_E_QUOTA_EXCEEDED or
/// WS_E_OBJECT_FAULTED.
HRESULT WsStartWriterCanonicalization(struct WS_XML_WRITER *writer,
                                      WS_WRITE_CALLBACK writeCallback,
                                      void *writeCallbackState,
                                      const struct WS_XML_CANONICALIZATION_PROPERTY *properties,
                                      ULONG propertyCount,
                                      struct WS_ERROR *error);

/// Passes the last canonical octets to the callback of WsStartWriterCanonicalization, and ends canonicalization.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is not on, or was started at another depth), an
/// error of the callback, which faults the writer, or WS_E_OBJECT_FAULTED.
HRESULT WsEndWriterCanonicalization(struct WS_XML_WRITER *writer, struct WS_ERROR *error);

/// Passes what was written on to the writeCallback of the writer's WS_XML_WRITER_STREAM_OUTPUT.
///
/// minSize: with fewer bytes than this nothing happens; 0 calls the callback in any case.
/// asyncContext: NULL to wait for the callback. Otherwise the callback may finish later, and then this call may too: it
/// returns WS_S_ASYNC, and the callback of the context tells the outcome. Until then the writer refuses all calls.
///
/// A start tag that is still open stays for the next flush. With other outputs there is nothing to do. With
/// WS_XML_WRITER_MTOM_ENCODING and the root element ended, the MIME parts follow, and nothing can be written after them.
///
/// Returns S_OK, WS_S_ASYNC, E_INVALIDARG, WS_E_INVALID_OPERATION (the writer has no output), WS_E_OBJECT_FAULTED, or the
/// error of the callback, which faults the writer.
HRESULT WsFlushWriter(struct WS_XML_WRITER *writer,
                      ULONG minSize,
                      const struct WS_ASYNC_CONTEXT *asyncContext,
                      struct WS_ERROR *error);

/// Starts an element. Its start tag stays open for WsWriteStartAttribute and WsWriteXmlnsAttribute, and is complete when
/// something else is written.
///
/// prefix: the prefix, which may be empty. NULL: the writer takes one that stands for the namespace, or makes it the
/// default namespace.
/// localName: the name after the prefix; an XML NCName.
/// ns: the namespace URI; empty for none. If the prefix does not stand for it, and no WsWriteXmlnsAttribute follows that
/// says so, the writer adds a declaration.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (a name is not valid, a prefix without a
/// namespace, a second root element), WS_E_QUOTA_EXCEEDED (WS_XML_WRITER_PROPERTY_MAX_DEPTH, MAX_NAMESPACES or
/// BUFFER_MAX_SIZE) or WS_E_OBJECT_FAULTED.
HRESULT WsWriteStartElement(struct WS_XML_WRITER *writer,
                            const struct WS_XML_STRING *prefix,
                            const struct WS_XML_STRING *localName,
                            const struct WS_XML_STRING *ns,
                            struct WS_ERROR *error);

/// Completes the start tag that is open, so that no more attributes can follow. An element that is then ended without
/// content has a start tag and an end tag.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no start tag is open), WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or
/// WS_E_OBJECT_FAULTED.
HRESULT WsWriteEndStartElement(struct WS_XML_WRITER *writer,
                               struct WS_ERROR *error);

/// Ends the innermost element. One whose start tag is still open is written in the empty form, where the encoding has it
/// and WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS is FALSE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (there is no open element),
/// WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteEndElement(struct WS_XML_WRITER *writer,
                          struct WS_ERROR *error);

/// Starts an attribute of the start tag that is open. The functions that write text then write its value, and
/// WsWriteEndAttribute ends it.
///
/// Where WsMoveWriter or WsSetWriterPosition put the writer on an element of an XML buffer, and nothing else was written
/// since, that element gets the attribute, at WsWriteEndAttribute. Its content keeps its names: where it has any, the
/// element cannot let a prefix that stands for a namespace around it stand for another one.
///
/// prefix: the prefix, which must not be empty when there is a namespace. NULL: the writer takes one that stands for the
/// namespace, or makes one up and declares it.
/// localName: the name after the prefix; an XML NCName.
/// ns: the namespace URI; empty for none. For xml:lang and xml:space pass the prefix xml and
/// http://www.w3.org/XML/1998/namespace.
/// singleQuote: TRUE to write the value between single quotes. Without effect in the binary encoding.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no start tag is open, and the writer was not moved to an element),
/// WS_E_INVALID_FORMAT (a name is not valid, the element has the attribute already, a prefix stands for two namespaces),
/// WS_E_QUOTA_EXCEEDED (WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES or BUFFER_MAX_SIZE) or WS_E_OBJECT_FAULTED.
HRESULT WsWriteStartAttribute(struct WS_XML_WRITER *writer,
                              const struct WS_XML_STRING *prefix,
                              const struct WS_XML_STRING *localName,
                              const struct WS_XML_STRING *ns,
                              BOOL singleQuote,
                              struct WS_ERROR *error);

/// Ends the attribute that is open.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no attribute is open; or it was for an element in an XML buffer that
/// was meanwhile removed or changed by another writer, which ends the attribute without effect), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteEndAttribute(struct WS_XML_WRITER *writer,
                            struct WS_ERROR *error);

/// Declares a prefix in the start tag that is open. It may come before or after the names that use it.
///
/// prefix: the prefix; empty declares the default namespace. NULL: if a prefix stands for the namespace here, nothing is
/// written, else the writer makes the default namespace or a prefix of its own stand for it.
/// ns: the namespace URI; empty takes the default namespace away, and is not allowed with a prefix.
/// singleQuote: TRUE to write the URI between single quotes. Without effect in the binary encoding.
///
/// A declaration that an outer element has as well is written; the one of the prefix xml, which XML makes itself, is not.
/// A prefix that names in the tag have for another namespace cannot be declared any more, also where the writer chose it:
/// declarations that are to have their way come first.
///
/// Where the writer was moved to an element of an XML buffer, that element gets the declaration, as with
/// WsWriteStartAttribute.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no start tag is open, and the writer was not moved to an element),
/// WS_E_INVALID_FORMAT (the tag declares the prefix already or uses it for another namespace, the prefix is reserved, or
/// has no namespace), WS_E_QUOTA_EXCEEDED
/// (WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES, MAX_NAMESPACES or BUFFER_MAX_SIZE) or WS_E_OBJECT_FAULTED.
HRESULT WsWriteXmlnsAttribute(struct WS_XML_WRITER *writer,
                              const struct WS_XML_STRING *prefix,
                              const struct WS_XML_STRING *ns,
                              BOOL singleQuote,
                              struct WS_ERROR *error);

/// Writes a qualified name as text: prefix, colon and local name.
///
/// prefix: the prefix, which may be empty. NULL: the writer takes one that stands for ns, or, where a start tag is open,
/// makes one up and declares it there.
/// localName: the name after the prefix; an XML NCName.
/// ns: the namespace URI; with a prefix it must be what the prefix stands for here. NULL, with a prefix: not checked.
///
/// In an attribute it must be the whole value.
///
/// Returns S_OK, E_INVALIDARG (prefix and ns are both NULL, among others), WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (the
/// prefix does not stand for the namespace, or none does and none can be declared), WS_E_QUOTA_EXCEEDED or
/// WS_E_OBJECT_FAULTED.
HRESULT WsWriteQualifiedName(struct WS_XML_WRITER *writer,
                             const struct WS_XML_STRING *prefix,
                             const struct WS_XML_STRING *localName,
                             const struct WS_XML_STRING *ns,
                             struct WS_ERROR *error);

/// Starts a CDATA section. What is written until WsWriteEndCData stands in it as it is; where a section cannot hold it,
/// as with its own end mark, the section is left and taken up again. Encodings without such sections write plain text.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (in an attribute, in a section, or at the top level of a document),
/// WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteStartCData(struct WS_XML_WRITER *writer,
                          struct WS_ERROR *error);

/// Ends the CDATA section that is open.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no section is open), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteEndCData(struct WS_XML_WRITER *writer, struct WS_ERROR *error);

/// Writes a node, for instance one that WsGetReaderNode returned.
///
/// node: the node. An element is written with its attributes, and its start tag stays open as after
/// WsWriteStartElement; a WS_XML_END_ELEMENT node ends it. For WS_XML_NODE_TYPE_BOF and WS_XML_NODE_TYPE_EOF there is
/// nothing to write.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED, as
/// the functions for the single parts do.
HRESULT WsWriteNode(struct WS_XML_WRITER *writer,
                    const struct WS_XML_NODE *node,
                    struct WS_ERROR *error);

/// Writes text of any type, as content or as the value of the open attribute.
///
/// text: a structure of one of the types of WS_XML_TEXT_TYPE.
///
/// In an attribute it may be called several times only with WS_XML_TEXT_TYPE_UTF8, WS_XML_TEXT_TYPE_UTF16 or
/// WS_XML_TEXT_TYPE_BASE64, the same one each time. At the top level only white space may be written, unless
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is TRUE. A qualified name is written as WsWriteQualifiedName does.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (characters that XML does not allow, malformed
/// UTF-8 or UTF-16, or text where none may be), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteText(struct WS_XML_WRITER *writer,
                    const struct WS_XML_TEXT *text,
                    struct WS_ERROR *error);

/// Writes characters in UTF-16, as content or as the value of the open attribute.
///
/// chars, charCount: the characters; a pair of surrogates must come in one call. In an attribute the function may be
/// called several times, and then no other that writes a value. At the top level only white space may be written,
/// unless WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is TRUE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (characters that XML does not allow, malformed
/// UTF-16, or text where none may be), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteChars(struct WS_XML_WRITER *writer,
                     const WCHAR *chars,
                     ULONG charCount,
                     struct WS_ERROR *error);

/// Writes characters in UTF-8, as content or as the value of the open attribute.
///
/// bytes, byteCount: the characters; all bytes of one must come in one call. In an attribute the function may be called
/// several times, and then no other that writes a value. At the top level only white space may be written, unless
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is TRUE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (characters that XML does not allow, malformed
/// UTF-8, or text where none may be), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteCharsUtf8(struct WS_XML_WRITER *writer,
                         const BYTE *bytes,
                         ULONG byteCount,
                         struct WS_ERROR *error);

/// Writes bytes in the form that suits the encoding: as base64 text, or as they are in the binary and raw encodings.
///
/// bytes, byteCount: the bytes. Calls that follow each other in one element or attribute make one run of bytes. In an
/// attribute no other function may add to the value.
///
/// With WS_XML_WRITER_MTOM_ENCODING, an element's content of more than maxInlineByteCount bytes goes into a MIME part,
/// and no other content may follow it. An attribute contentType of the namespace http://www.w3.org/2004/11/xmlmime says
/// what type the part has.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteBytes(struct WS_XML_WRITER *writer, const void *bytes, ULONG byteCount, struct WS_ERROR *error);

/// Lets a callback write bytes, which are written as by WsWriteBytes.
///
/// callback: called once, within this call, with a function to pass the bytes to; it must not use the writer itself.
/// callbackState: passed to it.
///
/// With WS_XML_WRITER_MTOM_ENCODING, an element's content goes into a MIME part. The callback is called at once all the
/// same, and the part is kept until the package is complete: not within WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE,
/// but all parts that are pushed within WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, if that is larger.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, or
/// the error of the callback, which faults the writer.
HRESULT WsPushBytes(struct WS_XML_WRITER *writer,
                    WS_PUSH_BYTES_CALLBACK callback,
                    void *callbackState,
                    struct WS_ERROR *error);

/// Lets a callback fill buffers of the writer with bytes, which are written as by WsWriteBytes.
///
/// callback: called within this call until it gives no more bytes; it must not use the writer.
/// callbackState: passed to it.
///
/// With WS_XML_WRITER_MTOM_ENCODING, an element's content goes into a MIME part, which is kept until the package is complete,
/// within WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, or
/// the error of the callback, which faults the writer.
HRESULT WsPullBytes(struct WS_XML_WRITER *writer,
                    WS_PULL_BYTES_CALLBACK callback,
                    void *callbackState,
                    struct WS_ERROR *error);

/// Writes a primitive value in the form that suits the encoding.
///
/// valueType: which type; value, valueSize: the value, of the C type that valueType names. In an attribute it must be
/// the whole value. At the top level it needs WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT.
///
/// Returns S_OK, E_INVALIDARG (among others, a value that has no text, such as a date after the year 9999),
/// WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteValue(struct WS_XML_WRITER *writer,
                     enum WS_VALUE_TYPE valueType,
                     const void *value,
                     ULONG valueSize,
                     struct WS_ERROR *error);

/// Writes an element for each item of an array: the same as WsWriteStartElement, WsWriteValue and WsWriteEndElement in a
/// loop, in less time and, in the binary encoding, less space.
///
/// localName, ns: the name of the elements; the writer chooses the prefix.
/// valueType: the type of the items.
/// array, arraySize: the array and its size in bytes.
/// itemOffset, itemCount: index of the first item to write, and how many to write.
///
/// Returns S_OK, E_INVALIDARG (the array does not have these items, among others), WS_E_INVALID_OPERATION,
/// WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
HRESULT WsWriteArray(struct WS_XML_WRITER *writer,
                     const struct WS_XML_STRING *localName,
                     const struct WS_XML_STRING *ns,
                     enum WS_VALUE_TYPE valueType,
                     const void *array,
                     ULONG arraySize,
                     ULONG itemOffset,
                     ULONG itemCount,
                     struct WS_ERROR *error);

/// Writes a value into an element or attribute that the caller has started.
///
/// typeMapping: what part of the XML the value is; WS_TYPE says which types support which.
/// type, typeDescription: the type of the value and the description that goes with it.
/// writeOption: WS_WRITE_REQUIRED_VALUE or WS_WRITE_REQUIRED_POINTER. For a nil value use WsWriteElement.
/// value, valueSize: the value, or a pointer to it, and its size in bytes. Values that are out of the limits in their
/// description are written all the same: limits are for reading.
///
/// Structures of a derived type are written with xsi:type, the declared type without it. Fields with WS_FIELD_OPTIONAL
/// that have their default value are left out.
///
/// Returns S_OK, E_INVALIDARG (a description or a pointer is not right), WS_E_INVALID_OPERATION (the writer is not where
/// typeMapping needs it to be, among others), WS_E_INVALID_FORMAT (a value has no form in XML), WS_E_QUOTA_EXCEEDED,
/// WS_E_OBJECT_FAULTED, or what a callback of a custom type returned. A failure after the first of the value was written
/// faults the writer. The error text says at which field or item it happened.
HRESULT WsWriteType(struct WS_XML_WRITER *writer,
                    enum WS_TYPE_MAPPING typeMapping,
                    enum WS_TYPE type,
                    const void *typeDescription,
                    enum WS_WRITE_OPTION writeOption,
                    const void *value,
                    ULONG valueSize,
                    struct WS_ERROR *error);

/// Writes a value as an element: start tag, attributes, content and end tag.
///
/// elementDescription: the name of the element and the type of the value. With WS_FAULT_TYPE both names may be NULL,
/// for the Fault element of the envelope version.
/// writeOption: any WS_WRITE_OPTION. A nil value becomes an element with xsi:nil="true".
/// value, valueSize: the value, or a pointer to it, and its size in bytes; NULL and 0 stand for a NULL pointer.
///
/// Returns what WsWriteType returns; WS_E_INVALID_FORMAT also for a name that is not valid and for a second root element.
HRESULT WsWriteElement(struct WS_XML_WRITER *writer,
                       const struct WS_ELEMENT_DESCRIPTION *elementDescription,
                       enum WS_WRITE_OPTION writeOption,
                       const void *value,
                       ULONG valueSize,
                       struct WS_ERROR *error);

/// Writes a value as an attribute of the start tag that is open.
///
/// attributeDescription: the name of the attribute and the type of the value, which has to support
/// WS_ATTRIBUTE_TYPE_MAPPING.
/// writeOption: WS_WRITE_REQUIRED_VALUE or WS_WRITE_REQUIRED_POINTER, since an attribute cannot be nil.
/// value, valueSize: the value, or a pointer to it, and its size in bytes.
///
/// Returns what WsWriteType returns; WS_E_INVALID_OPERATION also if no start tag is open.
HRESULT WsWriteAttribute(struct WS_XML_WRITER *writer,
                         const struct WS_ATTRIBUTE_DESCRIPTION *attributeDescription,
                         enum WS_WRITE_OPTION writeOption,
                         const void *value,
                         ULONG valueSize,
                         struct WS_ERROR *error);

/// Makes a fault of an error object, to be sent with WsWriteBody and WS_FAULT_TYPE.
///
/// error: the fault in it (WS_FAULT_ERROR_PROPERTY_FAULT) is taken. If it has none, a general one with the code Receiver
/// is made.
/// faultErrorCode: what the function that failed returned; not a success. It is not part of the fault, and only used for
/// a reason text if there is none else.
/// faultDisclosure: what becomes the reason of a fault that has none. With WS_FULL_FAULT_DISCLOSURE all texts of the
/// error object, the one added last first, separated by blanks, in the language of the object; if there are none, a text
/// with faultErrorCode. With WS_MINIMAL_FAULT_DISCLOSURE a general text. Characters that XML does not allow are replaced
/// by U+FFFD.
/// heap: where everything goes that the fault points to.
/// fault: receives the fault, valid until the heap is reset or freed.
///
/// A reason that the fault in the error object has is sent with both disclosures.
///
/// Returns S_OK, E_INVALIDARG, WS_E_QUOTA_EXCEEDED (of the heap) or E_OUTOFMEMORY.
///
/// Source: WsCreateFaultFromError page.
HRESULT WsCreateFaultFromError(struct WS_ERROR *error,
                               HRESULT faultErrorCode,
                               enum WS_FAULT_DISCLOSURE faultDisclosure,
                               struct WS_HEAP *heap,
                               struct WS_FAULT *fault);

/// Sets what an error object says about a fault. Values are copied.
///
/// id, value, valueSize: WS_FAULT_ERROR_PROPERTY_FAULT with a WS_FAULT (one code at least, reasons may be missing; the
/// texts of those in the language of the object are added to its texts, where regions make no difference, and a reason
/// without a language counts as one of them); WS_FAULT_ERROR_PROPERTY_ACTION with a WS_XML_STRING; or
/// WS_FAULT_ERROR_PROPERTY_HEADER with a WS_XML_BUFFER* that holds one element, or is NULL for no header.
///
/// What WsGetFaultErrorProperty returned before stays valid, and as it was, until the object is reset or freed.
///
/// Returns S_OK; E_INVALIDARG (unknown id, wrong size or pointer, a code that is no name, more than 64 codes);
/// WS_E_INVALID_FORMAT (characters that XML does not allow; a buffer that holds no element, or several) or E_OUTOFMEMORY.
///
/// Source: WsSetFaultErrorProperty page.
HRESULT WsSetFaultErrorProperty(struct WS_ERROR *error,
                                enum WS_FAULT_ERROR_PROPERTY_ID id,
                                const void *value,
                                ULONG valueSize);

/// Gets what an error object says about a fault: one that a call has received, or that was set.
///
/// id, buffer, bufferSize: WS_FAULT_ERROR_PROPERTY_FAULT into a WS_FAULT* (NULL for none);
/// WS_FAULT_ERROR_PROPERTY_ACTION into a WS_XML_STRING (length 0 for none); WS_FAULT_ERROR_PROPERTY_HEADER into a
/// WS_XML_BUFFER* (NULL for none). The size is that of the type.
///
/// What is returned belongs to the error object, must not be changed, and stays until WsResetError, WsFreeError or, with
/// this object as destination, WsCopyError. A fault that was received comes from the peer: treat it as untrusted.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
///
/// Source: WsGetFaultErrorProperty page.
HRESULT WsGetFaultErrorProperty(struct WS_ERROR *error,
                                enum WS_FAULT_ERROR_PROPERTY_ID id,
                                void *buffer,
                                ULONG bufferSize);

/// Writes the detail of the fault in an error object, in place of the one that it had. An object without a fault gets a
/// general one with the code Receiver and no reason, which WsCreateFaultFromError then makes of the texts of the object.
///
/// faultDetailDescription: its action, if there is one, becomes WS_FAULT_ERROR_PROPERTY_ACTION. Its element description
/// says what is written: one element, or, if name and namespace are NULL and the type is WS_STRUCT_TYPE, one or more
/// elements for each field of the structure.
/// writeOption, value, valueSize: as with WsWriteElement; for a structure of several elements WS_WRITE_REQUIRED_VALUE or
/// WS_WRITE_REQUIRED_POINTER.
///
/// Callbacks of custom types run inside the call, with a NULL error object.
///
/// Returns S_OK, what WsWriteElement returns (E_INVALIDARG, WS_E_INVALID_FORMAT and others), or E_OUTOFMEMORY. On failure
/// the error object is as it was.
///
/// Source: WsSetFaultErrorDetail page.
HRESULT WsSetFaultErrorDetail(struct WS_ERROR *error,
                              const struct WS_FAULT_DETAIL_DESCRIPTION *faultDetailDescription,
                              enum WS_WRITE_OPTION writeOption,
                              const void *value,
                              ULONG valueSize);

/// Reads the detail of the fault in an error object.
///
/// faultDetailDescription: if it has an action and the object has one, too, they have to be the same for the detail to be
/// what is looked for. Its element description says what that is: the first element of its name in the detail, or, if
/// name and namespace are NULL and the type is WS_STRUCT_TYPE, all elements of the detail as one structure.
/// readOption: any that the type allows; for all elements as one structure WS_READ_REQUIRED_VALUE or
/// WS_READ_REQUIRED_POINTER. With WS_READ_OPTIONAL_POINTER the pointer is set to NULL if the detail is not what is looked
/// for or not there: so one kind of detail can be tried after the other.
/// heap: where everything goes that the value points to; may be NULL if there is no such thing.
/// value, valueSize: receive the value or the pointer to it, as with WsReadElement.
///
/// Callbacks of custom types run inside the call, with a NULL error object. What is read may come from a peer: treat it as
/// untrusted.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (the detail is not what is looked for, or not as described); WS_E_QUOTA_EXCEEDED;
/// E_INVALIDARG or E_OUTOFMEMORY.
///
/// Source: WsGetFaultErrorDetail page.
HRESULT WsGetFaultErrorDetail(struct WS_ERROR *error,
                              const struct WS_FAULT_DETAIL_DESCRIPTION *faultDetailDescription,
                              enum WS_READ_OPTION readOption,
                              struct WS_HEAP *heap,
                              void *value,
                              ULONG valueSize);

/// Reads an extension of an endpoint address: the first one of the type that is wanted.
///
/// reader: any reader; it is set to the extensions of the address, or to nothing if there are none, and where it stands
/// afterwards does not matter.
/// extensionType: WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS for a WS_ENDPOINT_ADDRESS: where the metadata of the
/// endpoint can be fetched. That is the reference in a MetadataSection of WS-MetadataExchange, which stands in the
/// Metadata element of WS-Addressing 1.0 or, with addressing 0.9, alone. Its addressing version is that of its Address
/// element.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, or WS_READ_OPTIONAL_POINTER, with which the pointer is
/// set to NULL if the address has no such extension.
/// heap: where everything goes that the value points to. What was read stays valid until the heap is reset or freed.
/// value, valueSize: receive the value or the pointer to it; the size is that of the type, or of a pointer.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (there is no such extension, or it is not in the form that it must have);
/// E_INVALIDARG; WS_E_QUOTA_EXCEEDED (of the reader or the heap); E_OUTOFMEMORY.
///
/// Source: WsReadEndpointAddressExtension page.
HRESULT WsReadEndpointAddressExtension(struct WS_XML_READER *reader,
                                       struct WS_ENDPOINT_ADDRESS *endpointAddress,
                                       enum WS_ENDPOINT_ADDRESS_EXTENSION_TYPE extensionType,
                                       enum WS_READ_OPTION readOption,
                                       struct WS_HEAP *heap,
                                       void *value,
                                       ULONG valueSize,
                                       struct WS_ERROR *error);

/// Creates a message for a version of the envelope and of addressing. It is in WS_MESSAGE_STATE_EMPTY:
/// WsInitializeMessage makes it one to be sent, WsReadEnvelopeStart reads one.
///
/// envelopeVersion, addressingVersion: WS_ENVELOPE_VERSION_NONE goes with WS_ADDRESSING_VERSION_TRANSPORT only.
/// properties, propertyCount: optional; WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, _XML_READER_PROPERTIES,
/// _XML_WRITER_PROPERTIES and _MAX_PROCESSED_HEADERS. The heap of a message, which bounds what a hostile message can
/// make its headers take, has a maximum size of 65536 bytes and a trim size of 4096 if nothing else is said.
/// message: receives the message, which the caller owns and frees with WsFreeMessage. It may be used for any number of
/// messages, one after the other, which is faster than a new one for each: see WsResetMessage.
///
/// Single threaded: one operation at a time.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY. Source: WsCreateMessage page.
HRESULT WsCreateMessage(enum WS_ENVELOPE_VERSION envelopeVersion,
                        enum WS_ADDRESSING_VERSION addressingVersion,
                        const struct WS_MESSAGE_PROPERTY *properties,
                        ULONG propertyCount,
                        struct WS_MESSAGE **message,
                        struct WS_ERROR *error);

/// Makes an empty message one to be sent, with its first headers. On success it is in WS_MESSAGE_STATE_INITIALIZED, and
/// more headers can be added; on failure it is as it was.
///
/// initialization: which headers; see WS_MESSAGE_INITIALIZATION. WS_REPLY_MESSAGE and WS_FAULT_MESSAGE also address the
/// message: WsAddressMessage is not needed, and is an error.
/// sourceMessage: what WS_DUPLICATE_MESSAGE copies and WS_REPLY_MESSAGE and WS_FAULT_MESSAGE answer; in any state but
/// WS_MESSAGE_STATE_EMPTY. A duplicate is of the same versions. NULL for the others.
///
/// The action is not set: whoever sends a message first does that with WsSetHeader, or a channel from the message
/// description.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (message is not empty, or sourceMessage is), WS_E_INVALID_FORMAT (a header of
/// sourceMessage that is needed is malformed, or there more than once), WS_E_QUOTA_EXCEEDED, E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsInitializeMessage page.
HRESULT WsInitializeMessage(struct WS_MESSAGE *message,
                            enum WS_MESSAGE_INITIALIZATION initialization,
                            struct WS_MESSAGE *sourceMessage,
                            struct WS_ERROR *error);

/// Addresses a message: sets its WS_TO_HEADER and adds the headers that the address demands, which are marked as
/// reference parameters where the addressing version has a mark. WS_MESSAGE_PROPERTY_IS_ADDRESSED becomes TRUE.
///
/// address: optional; NULL adds nothing. A url of length 0 is the anonymous address. Only url and headers are used, and
/// copied.
///
/// A message that was not addressed when a channel sends it gets the address of WsOpenChannel.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (the message has been addressed, or is not in WS_MESSAGE_STATE_INITIALIZED),
/// WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, E_INVALIDARG or E_OUTOFMEMORY; nothing has changed then.
/// Source: WsAddressMessage page.
HRESULT WsAddressMessage(struct WS_MESSAGE *message, const struct WS_ENDPOINT_ADDRESS *address, struct WS_ERROR *error);

/// Puts a message back to WS_MESSAGE_STATE_EMPTY, from any state, so that it can be used for the next one. Its headers,
/// its properties and what was allocated in its heap go; the done callback of WsReadEnvelopeStart or
/// WsWriteEnvelopeStart is called.
///
/// Returns S_OK, E_INVALIDARG or WS_E_INVALID_OPERATION (an operation of the message is pending).
/// Source: WsResetMessage page.
HRESULT WsResetMessage(struct WS_MESSAGE *message, struct WS_ERROR *error);

/// Frees a message. NULL is allowed; a message with a pending operation is left alone. The done callback of
/// WsReadEnvelopeStart or WsWriteEnvelopeStart is called, if WsResetMessage has not called it.
/// Source: WsFreeMessage page.
void WsFreeMessage(struct WS_MESSAGE *message);

/// Writes the start of a message with its headers to a writer; the content of the body comes next, by WsWriteBody or the
/// writer, and then WsWriteEnvelopeEnd. For messages that go elsewhere than to a channel.
///
/// message: in WS_MESSAGE_STATE_INITIALIZED; on success it is in WS_MESSAGE_STATE_WRITING, on failure as it was.
/// writer: has an output. The message uses it until it is reset or freed, and it must live until then.
/// doneCallback, doneCallbackState: optional; called once when the message has done with the writer, that is, when it is
/// reset or freed. Not called if this function fails.
///
/// Headers that are mapped to the transport are not written, nor To and Action of WS_ADDRESSING_VERSION_TRANSPORT.
///
/// Returns S_OK, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsWriteEnvelopeStart page.
HRESULT WsWriteEnvelopeStart(struct WS_MESSAGE *message,
                             struct WS_XML_WRITER *writer,
                             WS_MESSAGE_DONE_CALLBACK doneCallback,
                             void *doneCallbackState,
                             struct WS_ERROR *error);

/// Writes the end of a message. The writer is not flushed.
///
/// message: in WS_MESSAGE_STATE_WRITING, with all elements ended that the program started in the body. It is in
/// WS_MESSAGE_STATE_DONE afterwards, even on failure.
///
/// Returns what WsWriteEndElement returns; WS_E_INVALID_OPERATION also if the writer is not at the end of the body.
/// Source: WsWriteEnvelopeEnd page.
HRESULT WsWriteEnvelopeEnd(struct WS_MESSAGE *message, struct WS_ERROR *error);

/// Reads the start of a message from a reader: its headers, which are kept, up to the content of the body. The body is
/// read by WsReadBody or the reader, and then comes WsReadEnvelopeEnd. For messages that come from elsewhere than a
/// channel.
///
/// message: in WS_MESSAGE_STATE_EMPTY; on success it is in WS_MESSAGE_STATE_READING, and addressed. On failure it is
/// empty.
/// reader: has an input; with a stream, the start of the message and of the body's content have been filled in. The
/// message uses it until it is reset or freed, and it must live until then.
/// doneCallback, doneCallbackState: optional; called once when the message has done with the reader, that is, when it is
/// reset or freed. Not called if this function fails.
///
/// The envelope has to be of the version of the message, and to be made as SOAP has it: an optional Header, one Body,
/// and nothing else. Headers count against the heap of the message.
///
/// Returns S_OK, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsReadEnvelopeStart page.
HRESULT WsReadEnvelopeStart(struct WS_MESSAGE *message,
                            struct WS_XML_READER *reader,
                            WS_MESSAGE_DONE_CALLBACK doneCallback,
                            void *doneCallbackState,
                            struct WS_ERROR *error);

/// Reads the end of a message, and over what is left of the body. Where the reader's input is there as a whole, nothing
/// may follow.
///
/// message: in WS_MESSAGE_STATE_READING; it is in WS_MESSAGE_STATE_DONE afterwards, even on failure.
///
/// Returns S_OK, WS_E_INVALID_FORMAT, WS_E_INVALID_OPERATION (also if the reader was moved out of the body),
/// WS_E_QUOTA_EXCEEDED (also for a stream that was filled in too little), WS_E_OBJECT_FAULTED or E_INVALIDARG.
/// Source: WsReadEnvelopeEnd page.
HRESULT WsReadEnvelopeEnd(struct WS_MESSAGE *message, struct WS_ERROR *error);

/// Gets a property of a message.
///
/// id: any WS_MESSAGE_PROPERTY_ID that says get. WS_MESSAGE_PROPERTY_STATE is there in every state, the others in all
/// but WS_MESSAGE_STATE_EMPTY, the reader and the writer of the body in their states only. What is about the sender is
/// there if the security of the channel, or a custom channel, has set it; only the protection level is always there.
/// value, valueSize: receive the value, of the type that the id names. Objects and memory belong to the message and are
/// valid until it is reset or freed.
///
/// Returns S_OK, E_INVALIDARG (unknown id, wrong size or pointer), WS_E_INVALID_OPERATION (not in this state, or not
/// there) or WS_E_QUOTA_EXCEEDED (the header buffer, which is made when it is asked for, does not fit into the heap).
/// Source: WsGetMessageProperty and WS_MESSAGE_PROPERTY_ID pages.
HRESULT WsGetMessageProperty(struct WS_MESSAGE *message,
                             enum WS_MESSAGE_PROPERTY_ID id,
                             void *value,
                             ULONG valueSize,
                             struct WS_ERROR *error);

/// Sets a property of a message, in any state but WS_MESSAGE_STATE_EMPTY.
///
/// id: WS_MESSAGE_PROPERTY_IS_FAULT, or, for custom channels, one of those about the sender: USERNAME, ENCODED_CERT, the
/// WINDOWS_TOKENs, SAML_ASSERTION, PROTECTION_LEVEL.
/// value, valueSize: the value, of the type that the id names. Strings, bytes and buffers are copied into the heap of the
/// message; a token is kept as it is.
///
/// Returns S_OK, E_INVALIDARG (an id that cannot be set, a wrong size or value), WS_E_INVALID_OPERATION or
/// WS_E_QUOTA_EXCEEDED. Source: WsSetMessageProperty page.
HRESULT WsSetMessageProperty(struct WS_MESSAGE *message,
                             enum WS_MESSAGE_PROPERTY_ID id,
                             const void *value,
                             ULONG valueSize,
                             struct WS_ERROR *error);

/// Sets a standard header: adds it, or replaces the one that is there. Headers for other roles than the ultimate receiver
/// do not count.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY; only before WsWriteEnvelopeStart what is set is sent.
/// headerType, valueType: see WS_HEADER_TYPE for the types of each header.
/// writeOption: WS_WRITE_REQUIRED_VALUE or WS_WRITE_REQUIRED_POINTER.
/// value, valueSize: the value, or a pointer to it, and its size.
///
/// Action and To are written with mustUnderstand.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the header is there more than once, or the value has no form in XML),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED, E_INVALIDARG or E_OUTOFMEMORY; on failure nothing has changed.
/// Source: WsSetHeader page.
HRESULT WsSetHeader(struct WS_MESSAGE *message,
                    enum WS_HEADER_TYPE headerType,
                    enum WS_TYPE valueType,
                    enum WS_WRITE_OPTION writeOption,
                    const void *value,
                    ULONG valueSize,
                    struct WS_ERROR *error);

/// Gets a standard header. Headers for other roles than the ultimate receiver do not count.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerType, valueType: see WS_HEADER_TYPE for the types of each header. White space around text is left out.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, or WS_READ_OPTIONAL_POINTER, which stores NULL if the
/// message does not have the header.
/// heap: optional; where the value goes. NULL stands for the heap of the message.
/// value, valueSize: receive the value or the pointer.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the header is not there and required, is there more than once, or is malformed),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED (of a heap, or WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS), E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsGetHeader page.
HRESULT WsGetHeader(struct WS_MESSAGE *message,
                    enum WS_HEADER_TYPE headerType,
                    enum WS_TYPE valueType,
                    enum WS_READ_OPTION readOption,
                    struct WS_HEAP *heap,
                    void *value,
                    ULONG valueSize,
                    struct WS_ERROR *error);

/// Removes a standard header, if it is there. Headers for other roles than the ultimate receiver stay.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the header is there more than once), WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED or
/// E_INVALIDARG. Source: WsRemoveHeader page.
HRESULT WsRemoveHeader(struct WS_MESSAGE *message,
                       enum WS_HEADER_TYPE headerType,
                       struct WS_ERROR *error);

/// Adds a header of the program's own, for the ultimate receiver. Others of its name stay: to replace them, call
/// WsRemoveCustomHeader first.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY; only before WsWriteEnvelopeStart what is added is sent.
/// headerDescription: name and type of the header's element. SOAP demands a namespace.
/// writeOption, value, valueSize: as with WsWriteElement.
/// headerAttributes: WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE and, with SOAP 1.2, WS_RELAY_HEADER_ATTRIBUTE, or 0.
///
/// Returns what WsWriteElement returns; WS_E_QUOTA_EXCEEDED also for the heap of the message. On failure nothing has
/// changed. Source: WsAddCustomHeader page.
HRESULT WsAddCustomHeader(struct WS_MESSAGE *message,
                          const struct WS_ELEMENT_DESCRIPTION *headerDescription,
                          enum WS_WRITE_OPTION writeOption,
                          const void *value,
                          ULONG valueSize,
                          ULONG headerAttributes,
                          struct WS_ERROR *error);

/// Gets a header of the program's own, and takes note that it has been understood. Headers for other roles than the
/// ultimate receiver do not count.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// customHeaderDescription: name and type of the header's element.
/// repeatingOption, headerIndex: WS_REPEATING_HEADER gets the header of this index, from 0, among those of the name.
/// With WS_SINGLETON_HEADER the index is 0, and more than one is an error.
/// readOption: as with WsReadElement; WS_READ_OPTIONAL_POINTER stores NULL if there is no such header.
/// heap: optional; where the value goes. NULL stands for the heap of the message.
/// value, valueSize: receive the value or the pointer.
/// headerAttributes: optional; receives WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE and WS_RELAY_HEADER_ATTRIBUTE as they are
/// set, and 0 if there is no such header.
///
/// Returns what WsReadElement returns; WS_E_INVALID_FORMAT also if the header is required and not there, or there more
/// than once; WS_E_QUOTA_EXCEEDED also for WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS. Source: WsGetCustomHeader page.
HRESULT WsGetCustomHeader(struct WS_MESSAGE *message,
                          const struct WS_ELEMENT_DESCRIPTION *customHeaderDescription,
                          enum WS_REPEATING_HEADER_OPTION repeatingOption,
                          ULONG headerIndex,
                          enum WS_READ_OPTION readOption,
                          struct WS_HEAP *heap,
                          void *value,
                          ULONG valueSize,
                          ULONG *headerAttributes,
                          struct WS_ERROR *error);

/// Removes a header of the program's own, if it is there. Headers for other roles than the ultimate receiver stay.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName, headerNs: local name and namespace of the header.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (there is more than one), WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED or
/// E_INVALIDARG. Source: WsRemoveCustomHeader page.
HRESULT WsRemoveCustomHeader(struct WS_MESSAGE *message,
                             const struct WS_XML_STRING *headerName,
                             const struct WS_XML_STRING *headerNs,
                             struct WS_ERROR *error);

/// Gets the SOAP attributes of the header that a reader is on.
///
/// message: says the version of the envelope; in any state but WS_MESSAGE_STATE_EMPTY.
/// reader: on the start of a header's element, for instance in WS_MESSAGE_PROPERTY_HEADER_BUFFER.
/// headerAttributes: receives WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE and WS_RELAY_HEADER_ATTRIBUTE as they are set.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the value of an attribute is not a boolean), WS_E_INVALID_OPERATION (also if the
/// reader is not on an element), WS_E_OBJECT_FAULTED or E_INVALIDARG. Source: WsGetHeaderAttributes page.
HRESULT WsGetHeaderAttributes(struct WS_MESSAGE *message,
                              struct WS_XML_READER *reader,
                              ULONG *headerAttributes,
                              struct WS_ERROR *error);

/// Checks that all headers have been understood that must be: those with mustUnderstand whose role is the ultimate
/// receiver or next, but for the standard headers (WS_HEADER_TYPE), those that WsGetCustomHeader has read, and those that
/// WsMarkHeaderAsUnderstood has marked. To be called when all headers have been read, by all but intermediaries.
///
/// message: in WS_MESSAGE_STATE_READING.
/// error: on failure it gets what a fault for the sender is made from; see WsCreateFaultFromError.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (a header has not been understood, or its attribute is malformed),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED (WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS) or E_INVALIDARG.
/// Source: WsCheckMustUnderstandHeaders page.
HRESULT WsCheckMustUnderstandHeaders(struct WS_MESSAGE *message,
                                     struct WS_ERROR *error);

/// Marks a header as understood, which the program has read by other means than WsGetHeader and WsGetCustomHeader. See
/// WsCheckMustUnderstandHeaders.
///
/// message: in WS_MESSAGE_STATE_READING.
/// headerPosition: the position of the header's element in WS_MESSAGE_PROPERTY_HEADER_BUFFER, from WsGetReaderPosition.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (another state, or the header was removed) or E_INVALIDARG (also for a position
/// that is not one of a header). Source: WsMarkHeaderAsUnderstood page.
HRESULT WsMarkHeaderAsUnderstood(struct WS_MESSAGE *message,
                                 const struct WS_XML_NODE_POSITION *headerPosition,
                                 struct WS_ERROR *error);

/// Adds a header that a transport carries: an HTTP header, if the channel has a mapping for the name (see
/// WS_HTTP_MESSAGE_MAPPING). It is not part of the envelope. Others of its name stay: to replace them, call
/// WsRemoveMappedHeader first.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName: the name by which the channel maps it.
/// valueType, writeOption, value, valueSize: a value of a simple type, which becomes text.
///
/// Returns S_OK, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (the value has no text that XML allows),
/// WS_E_QUOTA_EXCEEDED (the heap of the message) or E_INVALIDARG. Source: WsAddMappedHeader page.
HRESULT WsAddMappedHeader(struct WS_MESSAGE *message,
                          const struct WS_XML_STRING *headerName,
                          enum WS_TYPE valueType,
                          enum WS_WRITE_OPTION writeOption,
                          const void *value,
                          ULONG valueSize,
                          struct WS_ERROR *error);

/// Gets a header that a transport carried, if the channel has a mapping for it (see WS_HTTP_MESSAGE_MAPPING), or that
/// WsAddMappedHeader added. What stands in the envelope is never one.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName: the name by which the channel maps it.
/// repeatingOption, headerIndex: as with WsGetCustomHeader.
/// valueType: a simple type, that the text is read as.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, or WS_READ_OPTIONAL_POINTER, which stores NULL if there
/// is no such header.
/// heap: optional; where the value goes. NULL stands for the heap of the message.
/// value, valueSize: receive the value or the pointer.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (not there and required, there more than once, or not of the type),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED or E_INVALIDARG. Source: WsGetMappedHeader page.
HRESULT WsGetMappedHeader(struct WS_MESSAGE *message,
                          const struct WS_XML_STRING *headerName,
                          enum WS_REPEATING_HEADER_OPTION repeatingOption,
                          ULONG headerIndex,
                          enum WS_TYPE valueType,
                          enum WS_READ_OPTION readOption,
                          struct WS_HEAP *heap,
                          void *value,
                          ULONG valueSize,
                          struct WS_ERROR *error);

/// Removes all mapped headers of a name.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName: the name by which the channel maps them.
///
/// Returns S_OK, WS_E_INVALID_OPERATION or E_INVALIDARG. Source: WsRemoveMappedHeader page.
HRESULT WsRemoveMappedHeader(struct WS_MESSAGE *message,
                             const struct WS_XML_STRING *headerName,
                             struct WS_ERROR *error);

/// Writes a value into the body of a message.
///
/// message: in WS_MESSAGE_STATE_WRITING, and stays in it: several values are written by several calls.
/// bodyDescription: name and type of the element. For WS_FAULT_TYPE and WS_ENDPOINT_ADDRESS_TYPE, the names and the type
/// description may be NULL: they are those of the versions of the message. For WS_STRUCT_TYPE both names may be NULL: the
/// fields then are the elements of the body.
/// writeOption, value, valueSize: as with WsWriteElement; without names as with WsWriteType.
///
/// Returns what WsWriteElement returns; WS_E_INVALID_OPERATION also in another state. Source: WsWriteBody page.
HRESULT WsWriteBody(struct WS_MESSAGE *message,
                    const struct WS_ELEMENT_DESCRIPTION *bodyDescription,
                    enum WS_WRITE_OPTION writeOption,
                    const void *value,
                    ULONG valueSize,
                    struct WS_ERROR *error);

/// Reads a value from the body of a message.
///
/// message: in WS_MESSAGE_STATE_READING, and stays in it: several values are read by several calls.
/// bodyDescription: name and type of the element. For WS_FAULT_TYPE and WS_ENDPOINT_ADDRESS_TYPE, the names and the type
/// description may be NULL: they are those of the versions of the message. For WS_STRUCT_TYPE both names may be NULL: the
/// fields then are the elements of the body.
/// readOption, heap, value, valueSize: as with WsReadElement; without names as with WsReadType.
///
/// Returns what WsReadElement returns; WS_E_INVALID_OPERATION also in another state. Source: WsReadBody page.
HRESULT WsReadBody(struct WS_MESSAGE *message,
                   const struct WS_ELEMENT_DESCRIPTION *bodyDescription,
                   enum WS_READ_OPTION readOption,
                   struct WS_HEAP *heap,
                   void *value,
                   ULONG valueSize,
                   struct WS_ERROR *error);

/// Fills the reader of the body: WsFillReader of WS_MESSAGE_PROPERTY_BODY_READER. It is for streams; with input that is
/// there as a whole it does nothing.
///
/// message: in WS_MESSAGE_STATE_READING.
/// minSize, asyncContext: as with WsFillReader.
///
/// Returns what WsFillReader returns; WS_E_INVALID_OPERATION also in another state. Source: WsFillBody page.
HRESULT WsFillBody(struct WS_MESSAGE *message,
                   ULONG minSize,
                   const struct WS_ASYNC_CONTEXT *asyncContext,
                   struct WS_ERROR *error);

/// Flushes the writer of the body: WsFlushWriter of WS_MESSAGE_PROPERTY_BODY_WRITER. It is for streams; with output that
/// is gathered it does nothing.
///
/// message: in WS_MESSAGE_STATE_WRITING.
/// minSize, asyncContext: as with WsFlushWriter.
///
/// Returns what WsFlushWriter returns; WS_E_INVALID_OPERATION also in another state. Source: WsFlushBody page.
HRESULT WsFlushBody(struct WS_MESSAGE *message,
                    ULONG minSize,
                    const struct WS_ASYNC_CONTEXT *asyncContext,
                    struct WS_ERROR *error);

/// Creates a channel for a client. It is in WS_CHANNEL_STATE_CREATED; WsOpenChannel opens it to an endpoint.
///
/// channelType, channelBinding: WS_CHANNEL_TYPE_REQUEST with WS_HTTP_CHANNEL_BINDING; with WS_CUSTOM_CHANNEL_BINDING
/// what the custom channel takes. The other bindings are not there yet.
/// properties, propertyCount: optional; see WS_CHANNEL_PROPERTY_ID for which can be given, and how they depend on each
/// other. With WS_CUSTOM_CHANNEL_BINDING only WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, which is required, and
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS. The array and the values need to live during the call only, but for
/// what the callbacks in them point to.
/// securityDescription: NULL for a channel without security; see WS_SECURITY_DESCRIPTION. It is copied, with all that it
/// points to but the states of callbacks. With WS_CUSTOM_CHANNEL_BINDING it must be NULL.
/// channel: receives the channel, which the caller owns and frees with WsFreeChannel.
///
/// Free threaded; see WS_CHANNEL.
///
/// Returns S_OK, E_INVALIDARG (a type, binding or property that is wrong, or wrong for this channel; the text names it),
/// WS_E_NOT_SUPPORTED (what is not there yet), E_OUTOFMEMORY, or what the create callback of a custom channel returned.
/// Source: WsCreateChannel page.
HRESULT WsCreateChannel(enum WS_CHANNEL_TYPE channelType,
                        enum WS_CHANNEL_BINDING channelBinding,
                        const struct WS_CHANNEL_PROPERTY *properties,
                        ULONG propertyCount,
                        const struct WS_SECURITY_DESCRIPTION *securityDescription,
                        struct WS_CHANNEL **channel,
                        struct WS_ERROR *error);

/// Opens a channel to an endpoint: all messages go there. Nothing is sent yet over HTTP; a host that does not exist or
/// does not answer is found out with the first message.
///
/// endpointAddress: copied. With WS_HTTP_CHANNEL_BINDING its url is an absolute http URL, or with
/// WS_SSL_TRANSPORT_SECURITY_BINDING an absolute https URL. Credentials of the security description are loaded now.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The channel must be in WS_CHANNEL_STATE_CREATED. On success it is in WS_CHANNEL_STATE_OPEN and has to be closed with
/// WsCloseChannel before it is freed; on failure it is in WS_CHANNEL_STATE_CREATED again.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state, or a channel for a listener), WS_E_OPERATION_ABORTED
/// (WsAbortChannel was called meanwhile, or before since the last reset), WS_E_INVALID_ENDPOINT_URL
/// (also where https and the security do not go together), WS_E_QUOTA_EXCEEDED (an address of more than 65536 bytes),
/// E_INVALIDARG, E_OUTOFMEMORY, why a credential could not be loaded, or what the callback of a custom channel or of a
/// WS_CUSTOM_CERT_CREDENTIAL returned. Source: WsOpenChannel page.
HRESULT WsOpenChannel(struct WS_CHANNEL *channel,
                      const struct WS_ENDPOINT_ADDRESS *endpointAddress,
                      const struct WS_ASYNC_CONTEXT *asyncContext,
                      struct WS_ERROR *error);

/// Closes a channel. Operations under way are waited for. If no message is being read or written, the exchange ends in
/// good order; a reply channel whose request was received tells the client that it was accepted (HTTP status 202) if no
/// reply was sent. Otherwise operations are aborted and the exchange is cut.
///
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The channel must be in WS_CHANNEL_STATE_OPEN or WS_CHANNEL_STATE_FAULTED. It is in WS_CHANNEL_STATE_CLOSED
/// afterwards, whatever is returned (but for WS_E_INVALID_OPERATION), and its messages are no longer connected with it.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (WsAbortChannel was called
/// meanwhile), WS_E_ENDPOINT_DISCONNECTED, WS_E_OPERATION_TIMED_OUT, E_INVALIDARG, or what the callback of a custom
/// channel returned. Source: WsCloseChannel page.
HRESULT WsCloseChannel(struct WS_CHANNEL *channel, const struct WS_ASYNC_CONTEXT *asyncContext, struct WS_ERROR *error);

/// Cancels all that is under way on a channel, without waiting for it: pending operations, whichever thread they are
/// on, end with WS_E_OPERATION_ABORTED, asynchronous ones by way of their callbacks.
///
/// May be called in any state and at any time between creation and freeing. A channel in WS_CHANNEL_STATE_OPEN goes to
/// WS_CHANNEL_STATE_FAULTED, and can then only be closed; its current message may be abandoned before. One that has not
/// been opened yet cannot be until it is reset. To skip a message and go on, use WsAbandonMessage.
///
/// Returns S_OK, E_INVALIDARG, or what the callback of a custom channel returned. Source: WsAbortChannel page.
HRESULT WsAbortChannel(struct WS_CHANNEL *channel, struct WS_ERROR *error);

/// Makes a closed channel fit to be opened or accepted again. Its properties stay as they are; what
/// WsGetChannelProperty returned by pointer is gone.
///
/// The channel must be in WS_CHANNEL_STATE_CREATED or WS_CHANNEL_STATE_CLOSED, and is in WS_CHANNEL_STATE_CREATED
/// afterwards. Reusing channels, messages and heaps costs less than making new ones.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (wrong state), E_INVALIDARG, or what the callback of a custom channel returned.
/// Source: WsResetChannel page.
HRESULT WsResetChannel(struct WS_CHANNEL *channel, struct WS_ERROR *error);

/// Frees a channel. NULL is allowed. An opened or accepted channel has to be closed before; nothing may be under way.
/// While something is, this does nothing; a channel that was not closed is cut off.
///
/// Source: WsFreeChannel page.
void WsFreeChannel(struct WS_CHANNEL *channel);

/// Tells the other side of a session that no more messages will be sent. Messages can still be received. Closing the
/// channel does it too, where it has not been done.
///
/// Only for WS_CHANNEL_TYPE_OUTPUT_SESSION and WS_CHANNEL_TYPE_DUPLEX_SESSION, hence not over HTTP. The channel must be
/// in WS_CHANNEL_STATE_OPEN. Afterwards WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN is TRUE, and sending, as well as
/// another shutdown, fails with WS_E_INVALID_OPERATION.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state or type, done before, or a message is being written),
/// WS_E_OPERATION_ABORTED, E_INVALIDARG, or what the callback of a custom channel returned. Source:
/// WsShutdownSessionChannel page.
HRESULT WsShutdownSessionChannel(struct WS_CHANNEL *channel,
                                 const struct WS_ASYNC_CONTEXT *asyncContext,
                                 struct WS_ERROR *error);

/// Gets a property of a channel.
///
/// id: see WS_CHANNEL_PROPERTY_ID for which can be read, and when. Custom channels answer for themselves, but for
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE.
/// value, valueSize: receive the value; the size is that of the property's type, the pointer aligned for it. What a
/// value points to belongs to the channel and stays until it is reset or freed.
///
/// Returns S_OK, E_INVALIDARG (an id that is not known, or not for this channel, a wrong size or pointer),
/// WS_E_INVALID_OPERATION (the property does not exist in the present state), or what the callback of a custom channel
/// returned. Source: WsGetChannelProperty page.
HRESULT WsGetChannelProperty(struct WS_CHANNEL *channel,
                             enum WS_CHANNEL_PROPERTY_ID id,
                             void *value,
                             ULONG valueSize,
                             struct WS_ERROR *error);

/// Sets a property of a channel.
///
/// id: WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, _CONNECT_TIMEOUT, _SEND_TIMEOUT, _RECEIVE_RESPONSE_TIMEOUT,
/// _RECEIVE_TIMEOUT, _FAULTS_AS_ERRORS and _ALLOW_UNSECURED_FAULTS for HTTP request channels; see
/// WS_CHANNEL_PROPERTY_ID for other bindings. Custom channels answer for themselves. In every state; operations that
/// have begun keep the timeout that they began with.
/// value, valueSize: the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG (an id that is not known, cannot be set, or is not for this channel, a wrong size, pointer
/// or value), or what the callback of a custom channel returned. Source: WsSetChannelProperty page.
HRESULT WsSetChannelProperty(struct WS_CHANNEL *channel,
                             enum WS_CHANNEL_PROPERTY_ID id,
                             const void *value,
                             ULONG valueSize,
                             struct WS_ERROR *error);

/// Sends a message whose body is one element.
///
/// message: in WS_MESSAGE_STATE_EMPTY, when it is initialised as WS_BLANK_MESSAGE, or in WS_MESSAGE_STATE_INITIALIZED,
/// for instance with headers of its own; it is in WS_MESSAGE_STATE_DONE afterwards. After a failure it has to be reset.
/// messageDescription: the action, which becomes the header unless it is NULL, and the element of the body, which is
/// empty where that is NULL.
/// writeOption, bodyValue, bodyValueSize: as for WsWriteBody.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by
/// pointer has to stay until then.
///
/// Returns what WsWriteMessageStart, WsWriteBody and WsWriteMessageEnd return. After a failure the message has been
/// abandoned. Source: WsSendMessage page.
HRESULT WsSendMessage(struct WS_CHANNEL *channel,
                      struct WS_MESSAGE *message,
                      const struct WS_MESSAGE_DESCRIPTION *messageDescription,
                      enum WS_WRITE_OPTION writeOption,
                      const void *bodyValue,
                      ULONG bodyValueSize,
                      const struct WS_ASYNC_CONTEXT *asyncContext,
                      struct WS_ERROR *error);

/// Receives a message whose body is one element of several that are expected.
///
/// message: in WS_MESSAGE_STATE_EMPTY; it is in WS_MESSAGE_STATE_DONE afterwards, and its headers can be looked at.
/// messageDescriptions, messageDescriptionCount: what is expected; none of the pointers is NULL. The first that has the
/// action of the message, or none at all, counts.
/// receiveOption: WS_RECEIVE_REQUIRED_MESSAGE makes it an error if there is no message (WS_E_INVALID_FORMAT),
/// WS_RECEIVE_OPTIONAL_MESSAGE the result WS_S_END, when value and index are left alone.
/// readBodyOption, heap, value, valueSize: as for WsReadBody, with the element of the description; where that is NULL
/// the body must be empty, and value is left alone.
/// index: optional; receives the index of the description that was used.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// A fault makes this fail; its details are in the error object.
///
/// Returns what WsReadMessageStart, WsReadBody and WsReadMessageEnd return; WS_E_ENDPOINT_FAULT_RECEIVED or the code of a
/// known fault; WS_E_INVALID_FORMAT also where no description has the action of the message. After a failure the message
/// has been abandoned. Source: WsReceiveMessage page.
HRESULT WsReceiveMessage(struct WS_CHANNEL *channel,
                         struct WS_MESSAGE *message,
                         const struct WS_MESSAGE_DESCRIPTION **messageDescriptions,
                         ULONG messageDescriptionCount,
                         enum WS_RECEIVE_OPTION receiveOption,
                         enum WS_READ_OPTION readBodyOption,
                         struct WS_HEAP *heap,
                         void *value,
                         ULONG valueSize,
                         ULONG *index,
                         const struct WS_ASYNC_CONTEXT *asyncContext,
                         struct WS_ERROR *error);

/// Sends a request and receives its reply.
///
/// requestMessage: in WS_MESSAGE_STATE_EMPTY, when it is initialised as WS_REQUEST_MESSAGE, or in
/// WS_MESSAGE_STATE_INITIALIZED. requestMessageDescription, writeOption, requestBodyValue, requestBodyValueSize: as for
/// WsSendMessage.
/// replyMessage: another message, in WS_MESSAGE_STATE_EMPTY. replyMessageDescription: the action, which is compared with
/// that of the reply unless it is NULL (or not transmitted, with WS_ADDRESSING_VERSION_TRANSPORT), and the element of its
/// body. readOption, heap, value, valueSize: as for WsReadBody; value is left alone where that element is NULL.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by
/// pointer has to stay until then.
///
/// With WS_ADDRESSING_VERSION_0_9 and WS_ADDRESSING_VERSION_1_0 the request has a MessageID, a new one unless it was set,
/// and the reply's RelatesTo must be the same. With WS_ADDRESSING_VERSION_TRANSPORT the response to the HTTP request is
/// the reply. Both messages are in WS_MESSAGE_STATE_DONE afterwards; after a failure they have to be reset.
///
/// A fault makes this fail; its details are in the error object.
///
/// Returns what WsSendMessage and WsReceiveMessage return. Source: WsRequestReply page.
HRESULT WsRequestReply(struct WS_CHANNEL *channel,
                       struct WS_MESSAGE *requestMessage,
                       const struct WS_MESSAGE_DESCRIPTION *requestMessageDescription,
                       enum WS_WRITE_OPTION writeOption,
                       const void *requestBodyValue,
                       ULONG requestBodyValueSize,
                       struct WS_MESSAGE *replyMessage,
                       const struct WS_MESSAGE_DESCRIPTION *replyMessageDescription,
                       enum WS_READ_OPTION readOption,
                       struct WS_HEAP *heap,
                       void *value,
                       ULONG valueSize,
                       const struct WS_ASYNC_CONTEXT *asyncContext,
                       struct WS_ERROR *error);

/// Sends the reply to a request that was received.
///
/// replyMessage: in WS_MESSAGE_STATE_EMPTY, when it is initialised as WS_REPLY_MESSAGE, or initialised before as
/// WS_REPLY_MESSAGE or WS_FAULT_MESSAGE, with requestMessage as source.
/// replyMessageDescription, writeOption, replyBodyValue, replyBodyValueSize: as for WsSendMessage.
/// requestMessage: the message that is answered, in any state but WS_MESSAGE_STATE_EMPTY. With
/// WS_ADDRESSING_VERSION_0_9 and WS_ADDRESSING_VERSION_1_0 its MessageID becomes the reply's RelatesTo.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by
/// pointer has to stay until then.
///
/// Returns what WsInitializeMessage and WsSendMessage return. Source: WsSendReplyMessage page.
HRESULT WsSendReplyMessage(struct WS_CHANNEL *channel,
                           struct WS_MESSAGE *replyMessage,
                           const struct WS_MESSAGE_DESCRIPTION *replyMessageDescription,
                           enum WS_WRITE_OPTION writeOption,
                           const void *replyBodyValue,
                           ULONG replyBodyValueSize,
                           struct WS_MESSAGE *requestMessage,
                           const struct WS_ASYNC_CONTEXT *asyncContext,
                           struct WS_ERROR *error);

/// Creates a message that goes with a channel: of its envelope and addressing version.
///
/// properties, propertyCount: optional; as for WsCreateMessage.
/// message: receives the message, which the caller owns and frees with WsFreeMessage. It may also be used with other
/// channels of the same versions, and longer than the channel.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a custom channel returned when it was asked for the
/// versions. Source: WsCreateMessageForChannel page.
HRESULT WsCreateMessageForChannel(struct WS_CHANNEL *channel,
                                  const struct WS_MESSAGE_PROPERTY *properties,
                                  ULONG propertyCount,
                                  struct WS_MESSAGE **message,
                                  struct WS_ERROR *error);

/// Writes the start of a message: the envelope with all headers up to the start of the body. The body is written with
/// WsWriteBody or the writer of WS_MESSAGE_PROPERTY_BODY_WRITER, then WsWriteMessageEnd ends the message. Where output is
/// streamed, the start is sent now; otherwise all is sent at the end.
///
/// message: in WS_MESSAGE_STATE_INITIALIZED, of the channel's envelope and addressing version. It is in
/// WS_MESSAGE_STATE_WRITING afterwards, and belongs to the channel until its end or WsAbandonMessage. One that has not
/// been addressed is addressed to the endpoint that the channel was opened to.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// A request channel writes one message, then reads its reply; a reply channel writes one after it has begun to read the
/// request.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message, or the order), E_INVALIDARG,
/// WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT (a
/// header that cannot be sent), and the WS_E_ENDPOINT_, WS_E_PROXY_ and WS_E_SERVER_ codes. Source: WsWriteMessageStart
/// page.
HRESULT WsWriteMessageStart(struct WS_CHANNEL *channel,
                            struct WS_MESSAGE *message,
                            const struct WS_ASYNC_CONTEXT *asyncContext,
                            struct WS_ERROR *error);

/// Writes the end of a message and sends what has not been sent yet. On a request channel it also waits for the start of
/// the response, so what the server says by its status (not found, too busy, access denied) is returned here.
///
/// message: the one given to WsWriteMessageStart, in WS_MESSAGE_STATE_WRITING with all elements in the body ended; it is
/// in WS_MESSAGE_STATE_DONE afterwards. After a failure it may be abandoned, and the next one can follow.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message), E_INVALIDARG,
/// WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED (the message is larger than
/// the channel allows), and the WS_E_ENDPOINT_, WS_E_PROXY_ and WS_E_SERVER_ codes. Source: WsWriteMessageEnd page.
HRESULT WsWriteMessageEnd(struct WS_CHANNEL *channel,
                          struct WS_MESSAGE *message,
                          const struct WS_ASYNC_CONTEXT *asyncContext,
                          struct WS_ERROR *error);

/// Reads the start of the next message: the envelope with all headers up to the start of the body. The body is read with
/// WsReadBody or the reader of WS_MESSAGE_PROPERTY_BODY_READER, then WsReadMessageEnd ends the message. Where input is
/// streamed, WsFillBody has to be called before each piece of the body is read; otherwise all of the message is in
/// memory.
///
/// message: in WS_MESSAGE_STATE_EMPTY, of the channel's envelope and addressing version. On S_OK it is in
/// WS_MESSAGE_STATE_READING, and belongs to the channel until its end or WsAbandonMessage; otherwise it is empty.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// On a client with WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS (the default) a fault makes this fail; its details are in the
/// error object. Without it a fault is a message like others, and WS_MESSAGE_PROPERTY_IS_FAULT tells.
///
/// Returns S_OK, WS_S_END (there is no message, and will be none in this exchange: the other side sent no reply, or a
/// reply channel has received its one request), WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message, or
/// no request was sent), E_INVALIDARG, WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT,
/// WS_E_QUOTA_EXCEEDED (the message is larger than the channel allows), WS_E_INVALID_FORMAT (it is none of the channel's
/// encoding and versions), WS_E_ENDPOINT_FAULT_RECEIVED, and the other WS_E_ENDPOINT_ codes. Source: WsReadMessageStart
/// page.
HRESULT WsReadMessageStart(struct WS_CHANNEL *channel,
                           struct WS_MESSAGE *message,
                           const struct WS_ASYNC_CONTEXT *asyncContext,
                           struct WS_ERROR *error);

/// Reads the end of a message, the end tags of body and envelope, and over what is left of the body, which has to be
/// well-formed. With streamed input it receives all of the message for that, in little memory, within
/// WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE; WsAbandonMessage does not.
///
/// message: the one given to WsReadMessageStart, in WS_MESSAGE_STATE_READING; it is in WS_MESSAGE_STATE_DONE afterwards.
/// After a failure it may be abandoned, and the next one can follow.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message), E_INVALIDARG,
/// WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED (the rest of the message is
/// too large), WS_E_INVALID_FORMAT (the rest of the body, or what follows it, is not right), WS_E_ENDPOINT_DISCONNECTED.
/// Source: WsReadMessageEnd page.
HRESULT WsReadMessageEnd(struct WS_CHANNEL *channel,
                         struct WS_MESSAGE *message,
                         const struct WS_ASYNC_CONTEXT *asyncContext,
                         struct WS_ERROR *error);

/// Gives up a message that is being read or written, so that the channel can be used on: the next message can be read,
/// or another one, such as a fault, be sent in its place. It does not wait for anything.
///
/// message: the one given to WsReadMessageStart or WsWriteMessageStart; its own state stays as it is, so it has to be
/// reset before it is used again. What is left of a message that was being read is skipped, with streamed input when the
/// next one is read or the channel is closed. What has been sent of a streamed message cannot be taken back: the other
/// side sees it cut.
///
/// Returns S_OK, E_INVALIDARG (the message is neither being read nor being written on this channel),
/// WS_E_INVALID_OPERATION (the channel is neither in WS_CHANNEL_STATE_OPEN nor in WS_CHANNEL_STATE_FAULTED, or an
/// operation on the message is under way), or what the callback of a custom channel returned. Source: WsAbandonMessage
/// page.
HRESULT WsAbandonMessage(struct WS_CHANNEL *channel,
                         struct WS_MESSAGE *message,
                         struct WS_ERROR *error);

/// Answers a request with a fault that says what an error object holds.
///
/// channel: where the request came from. replyMessage: in WS_MESSAGE_STATE_EMPTY, or initialised with WS_FAULT_MESSAGE,
/// for instance to have headers of its own; it is in WS_MESSAGE_STATE_DONE afterwards, and has to be reset after a failure.
/// faultError: what the fault is made from, with faultErrorCode and faultDisclosure as WsCreateFaultFromError does it. Its
/// WS_FAULT_ERROR_PROPERTY_HEADER becomes a header of the message, and its WS_FAULT_ERROR_PROPERTY_ACTION the action;
/// without one, the action is the one that the version of addressing has for faults. With
/// WS_ADDRESSING_VERSION_TRANSPORT no action is sent. It may be the same object as error.
/// requestMessage: what is answered: where the answer goes, and what it relates to; in any state but
/// WS_MESSAGE_STATE_EMPTY.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by pointer
/// has to stay until then.
///
/// Returns what WsWriteMessageStart and WsWriteMessageEnd return; E_INVALIDARG also for a faultErrorCode that is no
/// failure, and for WS_ENVELOPE_VERSION_NONE, which has no faults. After a failure the message has been abandoned.
///
/// Source: WsSendFaultMessageForError page.
HRESULT WsSendFaultMessageForError(struct WS_CHANNEL *channel,
                                   struct WS_MESSAGE *replyMessage,
                                   struct WS_ERROR *faultError,
                                   HRESULT faultErrorCode,
                                   enum WS_FAULT_DISCLOSURE faultDisclosure,
                                   struct WS_MESSAGE *requestMessage,
                                   const struct WS_ASYNC_CONTEXT *asyncContext,
                                   struct WS_ERROR *error);

/// Creates a listener. It is in WS_LISTENER_STATE_CREATED; WsOpenListener lets it listen.
///
/// channelType, channelBinding: of the channels that will be accepted: WS_CHANNEL_TYPE_REPLY with
/// WS_HTTP_CHANNEL_BINDING; with WS_CUSTOM_CHANNEL_BINDING what the custom listener takes. The other bindings are not
/// there yet.
/// properties, propertyCount: optional; see WS_LISTENER_PROPERTY_ID. With WS_CUSTOM_CHANNEL_BINDING only
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, which is required, and
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS.
/// securityDescription: NULL for no security; see WS_SECURITY_DESCRIPTION. It counts for all channels of the listener,
/// and is copied, with all that it points to but the states of callbacks. With WS_CUSTOM_CHANNEL_BINDING it must be
/// NULL.
/// listener: receives the listener, which the caller owns and frees with WsFreeListener.
///
/// Free threaded; see WS_LISTENER.
///
/// Returns S_OK, E_INVALIDARG, WS_E_NOT_SUPPORTED (what is not there yet), WS_E_QUOTA_EXCEEDED, E_OUTOFMEMORY, or what
/// the create callback of a custom listener returned. Source: WsCreateListener page.
HRESULT WsCreateListener(enum WS_CHANNEL_TYPE channelType,
                         enum WS_CHANNEL_BINDING channelBinding,
                         const struct WS_LISTENER_PROPERTY *properties,
                         ULONG propertyCount,
                         const struct WS_SECURITY_DESCRIPTION *securityDescription,
                         struct WS_LISTENER **listener,
                         struct WS_ERROR *error);

/// Lets a listener listen at a URL.
///
/// url: an absolute URL in escaped form, without query and fragment. The host may be + or * (any name and address of
/// this machine), a name, or an address, one of IPv6 in brackets. Listeners of this process may share a port: a request
/// goes to the one whose URL is the longest prefix of its own, a named host before +, and that before *. Copied. With
/// WS_SSL_TRANSPORT_SECURITY_BINDING an https URL, otherwise an http URL; credentials of the security description are
/// loaded now.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The listener must be in WS_LISTENER_STATE_CREATED. On success it is in WS_LISTENER_STATE_OPEN and has to be closed
/// before it is freed; on failure it is in WS_LISTENER_STATE_CREATED again.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (WsAbortListener was called
/// meanwhile, or before since the last reset), WS_E_ADDRESS_IN_USE (by another process, or the URL by another listener),
/// WS_E_ADDRESS_NOT_AVAILABLE, WS_E_INVALID_ENDPOINT_URL, E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a custom
/// listener returned. Source: WsOpenListener page.
HRESULT WsOpenListener(struct WS_LISTENER *listener,
                       const struct WS_STRING *url,
                       const struct WS_ASYNC_CONTEXT *asyncContext,
                       struct WS_ERROR *error);

/// Makes a channel into which a client can be accepted, by this listener only. It is in WS_CHANNEL_STATE_CREATED.
///
/// listener: in any state. Security is the listener's. It has to live as long as the channel is used to accept.
/// properties, propertyCount: optional; see WS_CHANNEL_PROPERTY_ID. With WS_CUSTOM_CHANNEL_BINDING only
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, which is required, and WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS.
/// channel: receives the channel, which the caller owns and frees with WsFreeChannel.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a custom listener returned. Source:
/// WsCreateChannelForListener page.
HRESULT WsCreateChannelForListener(struct WS_LISTENER *listener,
                                   const struct WS_CHANNEL_PROPERTY *properties,
                                   ULONG propertyCount,
                                   struct WS_CHANNEL **channel,
                                   struct WS_ERROR *error);

/// Waits for the next client and connects it with a channel. With WS_HTTP_CHANNEL_BINDING that is the next request; a
/// channel serves one.
///
/// listener: must be in WS_LISTENER_STATE_OPEN. Any number of accepts may wait at the same time; there is no limit to
/// how long.
/// channel: one that was made for this listener, in WS_CHANNEL_STATE_CREATED. On success it is in
/// WS_CHANNEL_STATE_OPEN and has to be closed with WsCloseChannel before it is reset or freed; on failure it is in
/// WS_CHANNEL_STATE_CREATED again.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Requests that the listener does not take (a URL that does not match, a user agent that is not allowed) are answered
/// by the library and not accepted.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OBJECT_FAULTED (the listener was aborted: a loop of accepts should end),
/// WS_E_OPERATION_ABORTED (listener or channel were aborted meanwhile, or the listener closed),
/// WS_E_INVALID_OPERATION (listener or channel in a wrong state), E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a
/// custom listener returned. Source: WsAcceptChannel page.
HRESULT WsAcceptChannel(struct WS_LISTENER *listener,
                        struct WS_CHANNEL *channel,
                        const struct WS_ASYNC_CONTEXT *asyncContext,
                        struct WS_ERROR *error);

/// Stops listening. Pending accepts end with WS_E_OPERATION_ABORTED and are waited for. Clients that have not read their
/// responses get WS_LISTENER_PROPERTY_CLOSE_TIMEOUT for it. Channels that were accepted can be used on.
///
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The listener must be in WS_LISTENER_STATE_OPEN or WS_LISTENER_STATE_FAULTED. It is in WS_LISTENER_STATE_CLOSED
/// afterwards, whatever is returned (but for WS_E_INVALID_OPERATION).
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (WsAbortListener was called
/// meanwhile), E_INVALIDARG, or what the callback of a custom listener returned. Source: WsCloseListener page.
HRESULT WsCloseListener(struct WS_LISTENER *listener,
                        const struct WS_ASYNC_CONTEXT *asyncContext,
                        struct WS_ERROR *error);

/// Cancels all that is under way on a listener, without waiting for it: pending accepts and opens end with
/// WS_E_OPERATION_ABORTED.
///
/// May be called in any state and at any time between creation and freeing. A listener in WS_LISTENER_STATE_OPEN goes to
/// WS_LISTENER_STATE_FAULTED, and can then only be closed. One that has not been opened yet cannot be until it is reset.
///
/// Returns S_OK, E_INVALIDARG, or what the callback of a custom listener returned. Source: WsAbortListener page.
HRESULT WsAbortListener(struct WS_LISTENER *listener,
                        struct WS_ERROR *error);

/// Makes a closed listener fit to be opened again, at the same URL or another one. Its properties stay as they are.
///
/// The listener must be in WS_LISTENER_STATE_CREATED or WS_LISTENER_STATE_CLOSED, and is in WS_LISTENER_STATE_CREATED
/// afterwards.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (wrong state), E_INVALIDARG, or what the callback of a custom listener returned.
/// Source: WsResetListener page.
HRESULT WsResetListener(struct WS_LISTENER *listener,
                        struct WS_ERROR *error);

/// Frees a listener. NULL is allowed. An open listener has to be closed before; nothing may be under way. While something
/// is, this does nothing; a listener that was not closed stops listening. Channels that were made for it can be used on,
/// but no longer be accepted.
///
/// Source: WsFreeListener page.
void WsFreeListener(struct WS_LISTENER *listener);

/// Gets a property of a listener.
///
/// id: see WS_LISTENER_PROPERTY_ID for which can be read. Custom listeners answer for themselves, but for
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE.
/// value, valueSize: receive the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG (an id that is not known, or not for this listener, a wrong size or pointer), or what the
/// callback of a custom listener returned. Source: WsGetListenerProperty page.
HRESULT WsGetListenerProperty(struct WS_LISTENER *listener,
                              enum WS_LISTENER_PROPERTY_ID id,
                              void *value,
                              ULONG valueSize,
                              struct WS_ERROR *error);

/// Sets a property of a listener. There is none that HTTP listeners have; custom listeners answer for themselves.
///
/// value, valueSize: the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG, or what the callback of a custom listener returned. Source: WsSetListenerProperty page.
HRESULT WsSetListenerProperty(struct WS_LISTENER *listener,
                              enum WS_LISTENER_PROPERTY_ID id,
                              const void *value,
                              ULONG valueSize,
                              struct WS_ERROR *error);

/// Creates a service proxy: a client of one service, in WS_SERVICE_PROXY_STATE_CREATED.
///
/// channelType: WS_CHANNEL_TYPE_REQUEST, or WS_CHANNEL_TYPE_DUPLEX_SESSION for calls that share one session.
/// channelBinding: how messages travel; one that has the channel type.
/// securityDescription: NULL for no security; see WS_SECURITY_DESCRIPTION. It is copied, with all that it points to but
/// the states of callbacks.
/// properties, propertyCount: any WS_PROXY_PROPERTY_ID but WS_PROXY_PROPERTY_STATE; see there for types and defaults.
/// channelProperties, channelPropertyCount: as for WsCreateChannel; WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS must be TRUE.
/// All arrays and values need to live during the call only, but for what callbacks in them point to.
/// serviceProxy: receives the proxy, which the caller owns and frees with WsFreeServiceProxy.
///
/// Free threaded; see WS_SERVICE_PROXY.
///
/// Returns S_OK, E_INVALIDARG (a type, binding or property that is wrong, or wrong here; the text names it),
/// WS_E_NOT_SUPPORTED (what is not there yet), E_OUTOFMEMORY, or what the create callback of a custom channel returned.
/// Source: WsCreateServiceProxy page.
HRESULT WsCreateServiceProxy(enum WS_CHANNEL_TYPE channelType,
                             enum WS_CHANNEL_BINDING channelBinding,
                             const struct WS_SECURITY_DESCRIPTION *securityDescription,
                             const struct WS_PROXY_PROPERTY *properties,
                             ULONG propertyCount,
                             const struct WS_CHANNEL_PROPERTY *channelProperties,
                             ULONG channelPropertyCount,
                             struct WS_SERVICE_PROXY **serviceProxy,
                             struct WS_ERROR *error);

/// Opens a service proxy on the address of a service. With WS_CHANNEL_TYPE_REQUEST nothing is sent yet: whether there is
/// a service is seen by the first call. A session is opened here.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_CREATED; in WS_SERVICE_PROXY_STATE_OPEN afterwards.
/// address: copied; at most 65536 bytes.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// If it fails, the proxy is in WS_SERVICE_PROXY_STATE_FAULTED and has to be closed; if WsAbortServiceProxy ended it, it
/// is in WS_SERVICE_PROXY_STATE_CREATED.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_INVALID_ENDPOINT_URL, WS_E_QUOTA_EXCEEDED (the
/// address is too large), WS_E_OPERATION_ABORTED, E_INVALIDARG, E_OUTOFMEMORY, or why the channel could not be opened.
/// Source: WsOpenServiceProxy page.
HRESULT WsOpenServiceProxy(struct WS_SERVICE_PROXY *serviceProxy,
                           const struct WS_ENDPOINT_ADDRESS *address,
                           const struct WS_ASYNC_CONTEXT *asyncContext,
                           struct WS_ERROR *error);

/// Closes a service proxy. New calls are refused; those that are pending, abandoned ones among them, are waited for, up
/// to WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT. Then their channels are aborted, so that they end with
/// WS_E_OPERATION_ABORTED, and the function returns WS_E_OPERATION_TIMED_OUT.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_OPEN or WS_SERVICE_PROXY_STATE_FAULTED; in WS_SERVICE_PROXY_STATE_CLOSING
/// meanwhile and in WS_SERVICE_PROXY_STATE_CLOSED afterwards, whatever is returned but WS_E_INVALID_OPERATION.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state: the only answer that means that nothing was closed),
/// WS_E_OPERATION_ABORTED (WsAbortServiceProxy was called meanwhile), WS_E_OPERATION_TIMED_OUT, E_INVALIDARG, or what
/// closing the channel of a session returned. Source: WsCloseServiceProxy page.
HRESULT WsCloseServiceProxy(struct WS_SERVICE_PROXY *serviceProxy,
                            const struct WS_ASYNC_CONTEXT *asyncContext,
                            struct WS_ERROR *error);

/// Aborts a service proxy from any thread: what is pending on its channels is cancelled and ends with
/// WS_E_OPERATION_ABORTED.
///
/// While it is opening, that fails, and the proxy is in WS_SERVICE_PROXY_STATE_CREATED again. While it is open, it takes
/// no new calls and is in WS_SERVICE_PROXY_STATE_FAULTED; it has to be closed. While it is closing, that ends at once,
/// and it is in WS_SERVICE_PROXY_STATE_CLOSED. In any other state nothing happens.
///
/// Returns S_OK or E_INVALIDARG. Source: WsAbortServiceProxy page.
HRESULT WsAbortServiceProxy(struct WS_SERVICE_PROXY *serviceProxy,
                            struct WS_ERROR *error);

/// Makes a closed service proxy ready to be opened again, on the same address or another one.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_CLOSED (or WS_SERVICE_PROXY_STATE_CREATED, where nothing happens); in
/// WS_SERVICE_PROXY_STATE_CREATED afterwards.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (wrong state) or E_INVALIDARG. Source: WsResetServiceProxy page.
HRESULT WsResetServiceProxy(struct WS_SERVICE_PROXY *serviceProxy, struct WS_ERROR *error);

/// Frees a service proxy. One that is open should be closed before: otherwise its channels are aborted here. No function
/// may be using it. What calls that were abandoned still hold is freed when they end.
///
/// NULL is left alone. Source: WsFreeServiceProxy page.
void WsFreeServiceProxy(struct WS_SERVICE_PROXY *serviceProxy);

/// Gets a property of a service proxy.
///
/// id: WS_PROXY_PROPERTY_STATE; the others are for WsCreateServiceProxy only.
/// value, valueSize: receive a WS_SERVICE_PROXY_STATE. It may have changed when the caller looks at it.
///
/// Returns S_OK or E_INVALIDARG (an id that cannot be asked for, a wrong size or pointer).
/// Source: WsGetServiceProxyProperty page.
HRESULT WsGetServiceProxyProperty(struct WS_SERVICE_PROXY *serviceProxy,
                                  enum WS_PROXY_PROPERTY_ID id,
                                  void *value,
                                  ULONG valueSize,
                                  struct WS_ERROR *error);

/// Calls an operation of a service: writes the arguments into a message, sends it, and reads the reply into the
/// arguments that come back. The functions that wsutil generates call it; programs need not.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_OPEN.
/// operation: the operation; needed until the call ends.
/// arguments: one pointer for each parameter of the operation. For one that goes in only it leads to the value; for all
/// others to a pointer to the value, which must not be NULL. The value of WS_PARAMETER_TYPE_NORMAL, _ARRAY and
/// _ARRAY_COUNT is what the field of the message's structure holds. That of WS_PARAMETER_TYPE_MESSAGES is a pointer for
/// structures, unions, custom types and where the element may be nil, and the value itself for other types. May be NULL
/// without parameters. On failure nothing that comes back has changed.
/// heap: required; gets what values that come back point to. Memory that a failed call took is not given back before
/// the heap is reset.
/// callProperties, callPropertyCount: optional; see WS_CALL_PROPERTY_ID. The array is needed during the call only, what
/// its values point to until the call ends.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. The array of arguments and
/// what its pointers lead to are looked at before the function returns; what values that go in point to, the variables
/// that values come back into, the heap and the error object belong to the call until it completes.
///
/// When the call is abandoned (WsAbandonCall) or takes longer than WS_PROXY_PROPERTY_CALL_TIMEOUT, it ends at once. What
/// it has on the network goes on in the background, without the caller's memory, and counts as pending until that ends.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the proxy is not open), WS_E_QUOTA_EXCEEDED
/// (WS_PROXY_PROPERTY_MAX_PENDING_CALLS calls are pending, among others), WS_E_OPERATION_ABANDONED,
/// WS_E_OPERATION_TIMED_OUT, WS_E_OPERATION_ABORTED (WsAbortServiceProxy), WS_E_ENDPOINT_FAULT_RECEIVED (the service
/// answered with a fault: WsGetFaultErrorProperty and WsGetFaultErrorDetail take it from the error object) or the
/// WS_E_ENDPOINT_ code of a known fault, WS_E_INVALID_FORMAT (the reply is not what the operation says, or has a header
/// that must be understood and is not), E_INVALIDARG, E_OUTOFMEMORY, what a callback returned, and what the channel
/// returns. Source: WsCall page.
HRESULT WsCall(struct WS_SERVICE_PROXY *serviceProxy,
               const struct WS_OPERATION_DESCRIPTION *operation,
               const void **arguments,
               struct WS_HEAP *heap,
               const struct WS_CALL_PROPERTY *callProperties,
               ULONG callPropertyCount,
               const struct WS_ASYNC_CONTEXT *asyncContext,
               struct WS_ERROR *error);

/// Abandons calls: whoever waits for them gets WS_E_OPERATION_ABANDONED without waiting for the network. What they have
/// on the network is not cancelled, and they count as pending until it ends: a program that abandons calls again and
/// again while a service is slow reaches WS_PROXY_PROPERTY_MAX_PENDING_CALLS. A call that is reading its reply at this
/// moment may succeed all the same.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_OPEN, WS_SERVICE_PROXY_STATE_CLOSING or WS_SERVICE_PROXY_STATE_FAULTED.
/// callId: the WS_CALL_PROPERTY_CALL_ID of the calls; 0 is all calls. If there is no such call, nothing happens.
///
/// May be called on any thread. Returns S_OK, WS_E_INVALID_OPERATION (wrong state) or E_INVALIDARG.
/// Source: WsAbandonCall page.
HRESULT WsAbandonCall(struct WS_SERVICE_PROXY *serviceProxy, ULONG callId, struct WS_ERROR *error);

/// Gets a property of an operation context: what an operation or a callback of a host can learn about its call.
///
/// context: the one that the operation or callback was called with, before it has returned or, after WS_S_ASYNC,
/// completed.
/// id: see WS_OPERATION_CONTEXT_PROPERTY_ID for who has which property. A WS_SERVICE_MESSAGE_RECEIVE_CALLBACK has
/// WS_OPERATION_CONTEXT_PROPERTY_HEAP too, as an operation has.
/// value, valueSize: receive the value, of the type of the property. It belongs to the host and lives as long as the
/// context does.
///
/// Any thread may ask, several at the same time; what the values lead to has thread rules of its own.
///
/// Returns S_OK, E_INVALIDARG (no such property for this callback among others) or WS_E_INVALID_OPERATION (the call is
/// over, where that could be told).
/// Source: WsGetOperationContextProperty page.
HRESULT WsGetOperationContextProperty(const struct WS_OPERATION_CONTEXT *context,
                                      enum WS_OPERATION_CONTEXT_PROPERTY_ID id,
                                      void *value,
                                      ULONG valueSize,
                                      struct WS_ERROR *error);

/// Registers an operation or a callback of a host for being told that it should end early, because the host is being
/// aborted or the client has gone.
///
/// context: the one that the operation or callback was called with, which must not be complete. One registration per
/// call.
/// cancelCallback: called at most once, on any thread, from now on: perhaps before this function returns. It passes the
/// word; the call goes on until it completes, and the host waits for that.
/// freestateCallback: called once when the call is complete and cancelCallback does not run; may be NULL.
/// userState: passed to both; may be NULL.
///
/// If this function fails, neither of them is called.
///
/// Returns S_OK, E_INVALIDARG or WS_E_INVALID_OPERATION (there is a registration already, or the call is over).
/// Source: WsRegisterOperationForCancel and Call cancellation pages.
HRESULT WsRegisterOperationForCancel(const struct WS_OPERATION_CONTEXT *context,
                                     WS_OPERATION_CANCEL_CALLBACK cancelCallback,
                                     WS_OPERATION_FREE_STATE_CALLBACK freestateCallback,
                                     void *userState,
                                     struct WS_ERROR *error);

/// Creates a service host.
///
/// endpoints, endpointCount: what it serves; see WS_SERVICE_ENDPOINT. The endpoints and all that they point to must stay
/// as they are until the host is freed.
/// serviceProperties, servicePropertyCount: optional; see WS_SERVICE_PROPERTY_ID. What the values point to must stay, too.
/// serviceHost: receives the host, which the caller owns and frees with WsFreeServiceHost.
///
/// Contracts, operation descriptions, metadata documents and all properties are checked here.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_FORMAT (a metadata document is not well-formed), WS_E_QUOTA_EXCEEDED or
/// E_OUTOFMEMORY. Source: WsCreateServiceHost page.
HRESULT WsCreateServiceHost(const struct WS_SERVICE_ENDPOINT **endpoints,
                            USHORT endpointCount,
                            const struct WS_SERVICE_PROPERTY *serviceProperties,
                            ULONG servicePropertyCount,
                            struct WS_SERVICE_HOST **serviceHost,
                            struct WS_ERROR *error);

/// Opens a service host: all its listeners first, then it begins to serve. The operations and callbacks of the program
/// are called on threads of the library from then on, several at a time.
///
/// serviceHost: in WS_SERVICE_HOST_STATE_CREATED. On success it is in WS_SERVICE_HOST_STATE_OPEN; on failure in
/// WS_SERVICE_HOST_STATE_FAULTED, and has to be closed.
/// asyncContext: optional; see WS_ASYNC_CONTEXT.
///
/// Returns S_OK, WS_S_ASYNC, E_INVALIDARG, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (before or
/// during the call), WS_E_ADDRESS_IN_USE, WS_E_ADDRESS_NOT_AVAILABLE, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED,
/// E_OUTOFMEMORY or what a custom listener returns. Source: WsOpenServiceHost page.
HRESULT WsOpenServiceHost(struct WS_SERVICE_HOST *serviceHost,
                          const struct WS_ASYNC_CONTEXT *asyncContext,
                          struct WS_ERROR *error);

/// Closes a service host: no more clients are accepted, and calls that have begun are served to their end. An endpoint
/// with sessions serves the sessions to their end.
///
/// serviceHost: in WS_SERVICE_HOST_STATE_OPEN or WS_SERVICE_HOST_STATE_FAULTED. It is in WS_SERVICE_HOST_STATE_CLOSED
/// afterwards, whatever this returns but for a wrong state.
/// asyncContext: optional; see WS_ASYNC_CONTEXT.
///
/// If calls take longer than WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, the host is aborted, as by WsAbortServiceHost; even then
/// the function ends only when all operations of the program have. So an operation must not close its own host and wait
/// for that.
///
/// Returns S_OK, WS_S_ASYNC, E_INVALIDARG, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_TIMED_OUT (calls had to
/// be aborted) or WS_E_OPERATION_ABORTED (by WsAbortServiceHost during the call). Source: WsCloseServiceHost page.
HRESULT WsCloseServiceHost(struct WS_SERVICE_HOST *serviceHost,
                           const struct WS_ASYNC_CONTEXT *asyncContext,
                           struct WS_ERROR *error);

/// Aborts a service host: its listeners and channels are aborted, calls that registered with
/// WsRegisterOperationForCancel are told. Does not wait; WsCloseServiceHost, which has to follow, does.
///
/// serviceHost: in any state; it comes to WS_SERVICE_HOST_STATE_FAULTED, at once or, if it is being opened, when that has
/// failed. One that is being closed comes to WS_SERVICE_HOST_STATE_CLOSED all the same, only sooner. A closed one stays.
///
/// Returns S_OK or E_INVALIDARG. Source: WsAbortServiceHost page.
HRESULT WsAbortServiceHost(struct WS_SERVICE_HOST *serviceHost,
                           struct WS_ERROR *error);

/// Makes a closed service host one that can be opened again, with the same endpoints and properties.
///
/// serviceHost: in WS_SERVICE_HOST_STATE_CLOSED or WS_SERVICE_HOST_STATE_CREATED; afterwards in the latter.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (wrong state) or what a custom listener returns. Source:
/// WsResetServiceHost page.
HRESULT WsResetServiceHost(struct WS_SERVICE_HOST *serviceHost, struct WS_ERROR *error);

/// Gets a property of a service host.
///
/// id: WS_SERVICE_PROPERTY_HOST_STATE, WS_SERVICE_PROPERTY_HOST_USER_STATE, WS_SERVICE_PROPERTY_FAULT_DISCLOSURE,
/// WS_SERVICE_PROPERTY_FAULT_LANGID or WS_SERVICE_PROPERTY_CLOSE_TIMEOUT.
/// value, valueSize: receive the value, of the type of the property.
///
/// Returns S_OK, or E_INVALIDARG for another id, a wrong size or a wrong pointer. Source: WsGetServiceHostProperty page.
HRESULT WsGetServiceHostProperty(struct WS_SERVICE_HOST *serviceHost,
                                 enum WS_SERVICE_PROPERTY_ID id,
                                 void *value,
                                 ULONG valueSize,
                                 struct WS_ERROR *error);

/// Frees a service host. NULL is allowed.
///
/// serviceHost: closed, or never opened. One that is not is aborted first, and this function waits until all operations
/// and callbacks of the program have ended; so it must not be called from one of them.
/// Source: WsFreeServiceHost page.
void WsFreeServiceHost(struct WS_SERVICE_HOST *serviceHost);

/// Makes a certificate context of a certificate in DER form, without a private key.
///
/// dwCertEncodingType: X509_ASN_ENCODING; PKCS_7_ASN_ENCODING beside it is ignored.
/// pbCertEncoded, cbCertEncoded: the bytes, which are copied.
///
/// Returns the context, which CertFreeCertificateContext releases, or NULL if the bytes are no certificate.
///
/// Thread safe.
const CERT_CONTEXT *CertCreateCertificateContext(ULONG dwCertEncodingType,
                                                 const BYTE *pbCertEncoded,
                                                 ULONG cbCertEncoded);

/// Takes another reference to a certificate context.
///
/// pCertContext: the context; NULL gives NULL.
///
/// Returns the same pointer. Each reference is given back with CertFreeCertificateContext.
///
/// Thread safe.
const CERT_CONTEXT *CertDuplicateCertificateContext(const CERT_CONTEXT *pCertContext);

/// Gives a reference to a certificate context back; with the last one the certificate and its key are released.
///
/// pCertContext: the context, or NULL.
///
/// Returns TRUE.
///
/// Thread safe.
BOOL CertFreeCertificateContext(const CERT_CONTEXT *pCertContext);

/// Creates a security token from its XML, to be shown to services with WS_XML_TOKEN_MESSAGE_SECURITY_BINDING.
///
/// tokenXml: the token, as the one element at the top of the buffer. It is copied, with the namespaces that the element
/// declares; prefixes that it does not declare itself are not known.
/// tokenKey: optional; the key that the token is about, which is copied. With it this is a proof-of-possession token,
/// and messages with the token are signed by the key; without it a bearer token, which is sent and no more.
/// WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE gives bytes, WSX_CERT_SECURITY_KEY_HANDLE a certificate with its private key.
/// Keys in Windows' providers (WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE, WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE) do not
/// exist here.
/// properties, propertyCount: optional; see WS_XML_SECURITY_TOKEN_PROPERTY_ID. A token with a key needs
/// WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE; one without takes no references.
/// token: receives the token, which the caller owns and frees with WsFreeSecurityToken.
///
/// Single threaded: one operation at a time.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, or WS_E_NOT_SUPPORTED (the kind of key). Source: WsCreateXmlSecurityToken
/// page.
HRESULT WsCreateXmlSecurityToken(struct WS_XML_BUFFER *tokenXml,
                                 struct WS_SECURITY_KEY_HANDLE *tokenKey,
                                 const struct WS_XML_SECURITY_TOKEN_PROPERTY *properties,
                                 ULONG propertyCount,
                                 struct WS_SECURITY_TOKEN **token,
                                 struct WS_ERROR *error);

/// Gets a property of a security token. Properties that the token does not have are refused.
///
/// securityToken: from WsCreateXmlSecurityToken.
/// id: see WS_SECURITY_TOKEN_PROPERTY_ID. What a value points to belongs to the token and is valid as long as it, but for
/// the key.
/// value, valueSize: receive the value; exactly the size of its type.
/// heap: where the key goes for WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY; NULL for all others.
///
/// Returns S_OK, E_INVALIDARG (also for a property that this token has not), WS_E_QUOTA_EXCEEDED (the heap) or
/// E_OUTOFMEMORY. Source: WsGetSecurityTokenProperty page.
HRESULT WsGetSecurityTokenProperty(struct WS_SECURITY_TOKEN *securityToken,
                                   enum WS_SECURITY_TOKEN_PROPERTY_ID id,
                                   void *value,
                                   ULONG valueSize,
                                   struct WS_HEAP *heap,
                                   struct WS_ERROR *error);

/// Frees a security token, and overwrites its key. What was made with it stays as it is.
///
/// token: from WsCreateXmlSecurityToken; NULL does nothing.
///
/// Source: WsFreeSecurityToken page.
void WsFreeSecurityToken(struct WS_SECURITY_TOKEN *token);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* WEBSERVICES_H */
