/*
 * Prints an XML document with each element on a line of its own, so that people can read it: a message as the library
 * recorded it, for example.
 *
 *     indent message.xml
 *
 * White space is part of what a signature covers: a message that was indented does not verify any more.
 */
#include "example.h"

#include <stdlib.h>

/* All of a file, to be freed; NULL if it cannot be read. */
static BYTE *content_of(const char *path, ULONG *length)
{
    FILE *file = fopen(path, "rb");
    BYTE *bytes = NULL;
    long size = -1;
    if (file == NULL) return NULL;
    if (fseek(file, 0, SEEK_END) == 0) size = ftell(file);
    if (size > 0 && size < 1L << 30) bytes = malloc((size_t)size);
    rewind(file);
    if (bytes != NULL && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    *length = (ULONG)size;
    return bytes;
}

int main(int argc, char **argv)
{
    static const ULONG spaces = 2;
    WS_XML_WRITER_PROPERTY indented = { WS_XML_WRITER_PROPERTY_INDENT, (void *)&spaces, sizeof(spaces) };
    WS_XML_READER_TEXT_ENCODING from = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_AUTO };
    WS_XML_WRITER_TEXT_ENCODING to = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_READER_BUFFER_INPUT input = { { WS_XML_READER_INPUT_TYPE_BUFFER }, NULL, 0 };
    WS_XML_WRITER_BUFFER_OUTPUT output = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    WS_XML_READER *reader = NULL;
    WS_XML_WRITER *writer = NULL;
    WS_ERROR *error = NULL;
    WS_BYTES made = { 0, NULL };
    BYTE *content = argc > 1 ? content_of(argv[1], &input.encodedDataSize) : NULL;
    input.encodedData = content;
    if (content == NULL) {
        fprintf(stderr, "indent: there is no file that can be read\n");
        return 1;
    }
    HRESULT hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) hr = WsCreateReader(NULL, 0, &reader, error);
    if (SUCCEEDED(hr)) hr = WsCreateWriter(&indented, 1, &writer, error);
    if (SUCCEEDED(hr)) hr = WsSetInput(reader, &from.encoding, &input.input, NULL, 0, error);
    if (SUCCEEDED(hr)) hr = WsSetOutput(writer, &to.encoding, &output.output, NULL, 0, error);
    /* At the beginning of a document, that is all of it. */
    if (SUCCEEDED(hr)) hr = WsCopyNode(writer, reader, error);
    if (SUCCEEDED(hr)) hr = WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &made, sizeof(made), error);
    if (SUCCEEDED(hr)) printf("%.*s\n", (int)made.length, (const char *)made.bytes);
    if (FAILED(hr)) print_error(hr, error);
    WsFreeReader(reader);
    WsFreeWriter(writer);
    WsFreeError(error);
    free(content);
    return SUCCEEDED(hr) ? 0 : 1;
}
