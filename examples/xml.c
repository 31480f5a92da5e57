/*
 * Writes a small document into memory and reads it back: a writer and a reader are all that it takes.
 *
 *     cc xml.c $(pkg-config --cflags --libs webservices)
 */
#include <WebServices.h>

#include <stdio.h>

static const WS_XML_STRING order = WS_XML_STRING_VALUE("order"), item = WS_XML_STRING_VALUE("item"),
                           count = WS_XML_STRING_VALUE("count"), ns = WS_XML_STRING_VALUE("urn:example:orders"),
                           none = WS_XML_STRING_NULL;

/* <order xmlns="urn:example:orders"><item count="3">pens &amp; ink</item></order> */
static HRESULT write_order(WS_XML_WRITER *writer, ULONG pieces, WS_BYTES *bytes, WS_ERROR *error)
{
    WS_XML_WRITER_TEXT_ENCODING text = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_WRITER_BUFFER_OUTPUT memory = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    static const BYTE goods[] = "pens & ink"; /* the writer makes &amp; of it */
    HRESULT hr = WsSetOutput(writer, &text.encoding, &memory.output, NULL, 0, error);
    if (SUCCEEDED(hr)) hr = WsWriteStartElement(writer, NULL, &order, &ns, error);
    if (SUCCEEDED(hr)) hr = WsWriteStartElement(writer, NULL, &item, &ns, error);
    if (SUCCEEDED(hr)) hr = WsWriteStartAttribute(writer, NULL, &count, &none, FALSE, error);
    if (SUCCEEDED(hr)) hr = WsWriteValue(writer, WS_UINT32_VALUE_TYPE, &pieces, sizeof(pieces), error);
    if (SUCCEEDED(hr)) hr = WsWriteEndAttribute(writer, error);
    if (SUCCEEDED(hr)) hr = WsWriteCharsUtf8(writer, goods, sizeof(goods) - 1, error);
    if (SUCCEEDED(hr)) hr = WsWriteEndElement(writer, error);
    if (SUCCEEDED(hr)) hr = WsWriteEndElement(writer, error);
    /* The bytes belong to the writer, until it is used again or freed. */
    if (SUCCEEDED(hr)) hr = WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, bytes, sizeof(*bytes), error);
    return hr;
}

static HRESULT read_order(WS_XML_READER *reader, WS_BYTES bytes, ULONG *pieces, BYTE *goods, ULONG size, WS_ERROR *error)
{
    WS_XML_READER_TEXT_ENCODING text = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_AUTO };
    WS_XML_READER_BUFFER_INPUT memory = { { WS_XML_READER_INPUT_TYPE_BUFFER }, bytes.bytes, bytes.length };
    ULONG index, read = 0, more;
    HRESULT hr = WsSetInput(reader, &text.encoding, &memory.input, NULL, 0, error);
    if (SUCCEEDED(hr)) hr = WsReadToStartElement(reader, &order, &ns, NULL, error);
    if (SUCCEEDED(hr)) hr = WsReadStartElement(reader, error);
    if (SUCCEEDED(hr)) hr = WsReadToStartElement(reader, &item, &ns, NULL, error);
    if (SUCCEEDED(hr)) hr = WsFindAttribute(reader, &count, &none, TRUE, &index, error);
    if (SUCCEEDED(hr)) hr = WsReadStartAttribute(reader, index, error);
    if (SUCCEEDED(hr)) hr = WsReadValue(reader, WS_UINT32_VALUE_TYPE, pieces, sizeof(*pieces), error);
    if (SUCCEEDED(hr)) hr = WsReadEndAttribute(reader, error);
    if (SUCCEEDED(hr)) hr = WsReadStartElement(reader, error);
    do { /* Text may come in pieces. What does not fit fails. */
        if (SUCCEEDED(hr)) hr = WsReadCharsUtf8(reader, goods + read, size - 1 - read, &more, error);
        if (SUCCEEDED(hr)) read += more;
    } while (SUCCEEDED(hr) && more > 0);
    if (SUCCEEDED(hr)) hr = WsReadEndElement(reader, error);
    if (SUCCEEDED(hr)) hr = WsReadEndElement(reader, error);
    goods[read] = 0;
    return hr;
}

int main(void)
{
    WS_XML_WRITER *writer = NULL;
    WS_XML_READER *reader = NULL;
    WS_ERROR *error = NULL;
    WS_BYTES bytes = { 0, NULL };
    BYTE goods[40];
    ULONG pieces = 0;
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateWriter(NULL, 0, &writer, error);
    if (SUCCEEDED(hr)) hr = WsCreateReader(NULL, 0, &reader, error);
    if (SUCCEEDED(hr)) hr = write_order(writer, 3, &bytes, error);
    if (SUCCEEDED(hr)) printf("%.*s\n", (int)bytes.length, (const char *)bytes.bytes);
    if (SUCCEEDED(hr)) hr = read_order(reader, bytes, &pieces, goods, sizeof(goods), error);
    if (SUCCEEDED(hr)) printf("%u of %s\n", (unsigned)pieces, (const char *)goods);
    WS_STRING text;
    for (ULONG i = 0; FAILED(hr) && SUCCEEDED(WsGetErrorString(error, i, &text)); i++) {
        for (ULONG c = 0; c < text.length; c++)
            putchar(text.chars[c] < 0x80 ? text.chars[c] : '?');
        putchar('\n');
    }
    WsFreeReader(reader); /* before the writer, whose bytes it reads */
    WsFreeWriter(writer);
    WsFreeError(error);
    return hr == S_OK && pieces == 3 ? 0 : 1;
}
