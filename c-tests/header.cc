// A C++ program uses the header as it stands: initialisers, enums with foreign values, and a call of each shape.
#include <WebServices.h>
#include <WebServicesX.h>

#include <cstdio>
#include <memory>
#include <string>

namespace {

struct FreeError {
    void operator()(WS_ERROR *error) const { WsFreeError(error); }
};
struct FreeHeap {
    void operator()(WS_HEAP *heap) const { WsFreeHeap(heap); }
};

int failures = 0;

void check(bool holds, const char *what)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", what);
        failures++;
    }
}
#define CHECK(condition) check((condition), #condition)

} // namespace

int main()
{
    WS_ERROR *raw_error = nullptr;
    CHECK(SUCCEEDED(WsCreateError(nullptr, 0, &raw_error)));
    std::unique_ptr<WS_ERROR, FreeError> error(raw_error);

    WS_HEAP *raw_heap = nullptr;
    CHECK(WsCreateHeap(1024, 0, nullptr, 0, &raw_heap, error.get()) == S_OK);
    std::unique_ptr<WS_HEAP, FreeHeap> heap(raw_heap);

    static WCHAR chars[] = u"from C++";
    const WS_STRING text = WS_STRING_VALUE(chars);
    CHECK(text.length == 8);
    CHECK(WsAddErrorString(error.get(), &text) == S_OK);
    WS_STRING got = WS_STRING_EMPTY;
    CHECK(WsGetErrorString(error.get(), 0, &got) == S_OK);
    CHECK(std::u16string(got.chars, got.length) == u"from C++");

    const WS_XML_STRING name = WS_XML_STRING_VALUE("name");
    CHECK(name.length == 4 && name.bytes[0] == 'n');

    // Extensions are numbers that Windows does not use, of the types that they extend.
    const WS_SECURITY_BINDING_PROPERTY mode = {WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, nullptr, 0};
    CHECK(static_cast<int>(mode.id) == 0x10001);

    // An enum holds values that this version of the header has no name for.
    std::size_t size = 0;
    const auto foreign = static_cast<WS_HEAP_PROPERTY_ID>(0x10001);
    CHECK(static_cast<int>(foreign) == 0x10001);
    CHECK(WsGetHeapProperty(heap.get(), foreign, &size, sizeof(size), error.get()) == E_INVALIDARG);
    CHECK(WsGetHeapProperty(heap.get(), WS_HEAP_PROPERTY_MAX_SIZE, &size, sizeof(size), error.get()) == S_OK);
    CHECK(size == 1024);
    return failures == 0 ? 0 : 1;
}
