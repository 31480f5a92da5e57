//  The calculator of the examples for gSOAP, whose soapcpp2 makes bench_gsoap_http.c's other half from this.
//gsoap ns service name: Calculator
//gsoap ns service style: document
//gsoap ns service encoding: literal
//gsoap ns service namespace: http://example.org/calculator
//gsoap ns schema namespace: http://example.org/calculator
//gsoap ns schema form: qualified
//gsoap ns service method-action: Add http://example.org/calculator/Add
int ns__Add(int a, int b, int *result);
