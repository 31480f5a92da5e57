// What soapcpp2 makes the parser and the writer of: the structures of bench_wws.c's typed data, for bench_gsoap.c.
// A GUID is a string here, since XML Schema has no type of that name.
//gsoap b schema namespace: urn:bench:types
//gsoap b schema elementForm: qualified
//gsoap b schema attributeForm: unqualified
enum xsd__boolean { false_, true_ };
struct b__rec
{
    int id;
    double value;
    time_t when;
    char *name;
    enum xsd__boolean flag;
    char *guid;
};
struct b__list
{
    int __sizerec;
    struct b__rec *rec;
};
