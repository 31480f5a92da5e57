# Builds, tests, installs and measures libwebservices. `make help` lists what there is to ask for.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
DESTDIR ?=

CARGO ?= cargo
INSTALL ?= install
BUILD := $(CURDIR)/build
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))

# Cargo.toml is the one place of the version. The major number of the shared library is apart from it: see build.rs.
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
SOMAJOR := $(shell sed -n 's/^const SONAME.*libwebservices\.so\.\([0-9]*\)".*/\1/p' build.rs)
SONAME := libwebservices.so.$(SOMAJOR)
SOFILE := $(SONAME).$(word 2,$(subst ., ,$(VERSION))).$(word 3,$(subst ., ,$(VERSION)))

SHARED := $(TARGET)/release/libwebservices.so
STATIC := $(TARGET)/release/libwebservices.a
# What a program that links the static library has to link besides; rustc writes it while it builds.
NATIVE_LIBS := $(TARGET)/release/native-static-libs.txt

EXAMPLES := hello xml
# Services and their clients, which tools/demo.sh runs beside each other.
SERVICES := calculator_service calculator_client calculator_async untyped_service untyped_client
# The same calculator, secured in ways that go by these names: each has a service and a client.
SECURE := https certificate basic username message

.PHONY: all build help setup test selftest demo interop stress bench fuzz doc install uninstall clean
.NOTPARALLEL:

all: build

help:
	@echo 'make            build the shared and the static library into $(TARGET)/release'
	@echo 'make setup      install what the other targets need (Debian and its relatives)'
	@echo 'make test       run every check and test'
	@echo 'make selftest   break a copy of the tree in many ways and see that the checks notice'
	@echo 'make demo       build and run the examples'
	@echo 'make interop    this library with gSOAP, Mono, CXF, zeep and others, or those in PEERS='
	@echo 'make stress     calls, aborts and closes from many threads: SECONDS=60 each, plainly and under a race detector'
	@echo 'make bench      measure, side by side with Wine and gSOAP where they can be had'
	@echo 'make fuzz       SECONDS=$(SECONDS) for each fuzz target, or those in TARGETS='
	@echo 'make doc        the documentation of the Rust crate; the C manual is the headers in include'
	@echo 'make install    PREFIX=$(PREFIX) LIBDIR= INCLUDEDIR= DATADIR= DESTDIR='
	@echo 'make uninstall  with the same variables'
	@echo 'make clean'

# One invocation for both libraries and none for the rlib: with that one, rustc would leave link-time optimisation out.
build:
	$(CARGO) rustc --locked --release --lib --crate-type cdylib,staticlib -- --print native-static-libs=$(NATIVE_LIBS)
	@# Programs in this tree look for the library under its SONAME.
	@ln -sf libwebservices.so $(TARGET)/release/$(SONAME)

setup:
	tools/setup.sh test demo bench

test:
	tools/setup.sh test
	tools/test.sh

selftest:
	tools/setup.sh test
	tools/selftest.sh

demo:
	tools/setup.sh demo
	@$(MAKE) --no-print-directory build examples

.PHONY: examples run-services
examples: $(EXAMPLES:%=run-%) run-services
run-%: example-%
	$(BUILD)/examples/$*
run-services: $(SERVICES:%=example-%) example-indent $(foreach way,$(SECURE),example-$(way)_service example-$(way)_client)
	tools/demo.sh $(BUILD)/examples $(SECURE)

example-calculator_%: EXAMPLE_SOURCES := examples/calculator.c
$(foreach way,$(SECURE),example-$(way)_%): EXAMPLE_SOURCES := examples/calculator.c examples/secure.c
example-%: examples/%.c
	@mkdir -p $(BUILD)/examples
	$(CC) -std=c11 -Wall -Wextra -Wpedantic -O2 -Iinclude $< $(EXAMPLE_SOURCES) -o $(BUILD)/examples/$* \
	    -L$(TARGET)/release -lwebservices -lpthread -Wl,-rpath,$(TARGET)/release

PEERS ?=
interop: build
	tools/setup.sh test
	c-tests/interop/run.sh $(TARGET)/release $(BUILD)/interop $(PEERS)

stress: SECONDS = 60
stress: build
	tools/setup.sh test
	tools/stress.sh $(SECONDS) $(TARGET)/release $(BUILD)/stress

bench:
	-tools/setup.sh bench
	@$(MAKE) --no-print-directory build
	tools/bench.sh $(TARGET)/release $(BUILD)/bench

SECONDS ?= 10
TARGETS ?=
fuzz:
	tools/setup.sh fuzz
	tools/fuzz.sh $(SECONDS) $(TARGETS)

doc:
	$(CARGO) doc --locked --no-deps --lib

# A relocatable package finds its files from where the package file lies.
RELATIVE_PREFIX = $(shell realpath -m --relative-to='$(LIBDIR)/x/y' '$(PREFIX)')
RELATIVE_LIBDIR = $(shell realpath -m --relative-to='$(PREFIX)' '$(LIBDIR)')
RELATIVE_INCLUDEDIR = $(shell realpath -m --relative-to='$(PREFIX)' '$(INCLUDEDIR)')
# pkg-config's files lie one folder higher than CMake's.
FILL = sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@SONAME@|$(SONAME)|g' -e 's|@SOFILE@|$(SOFILE)|g' \
    -e 's|@LIBDIR@|$(RELATIVE_LIBDIR)|g' -e 's|@INCLUDEDIR@|$(RELATIVE_INCLUDEDIR)|g' \
    -e 's|@PREFIX_FROM_CMAKE@|$(RELATIVE_PREFIX)|g' -e 's|@PREFIX_FROM_PKGCONFIG@|$(RELATIVE_PREFIX:../%=%)|g' \
    -e "s|@NATIVE_LIBS@|$$(cat $(NATIVE_LIBS))|g"

install: build
	$(INSTALL) -d '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(LIBDIR)/cmake/WebServices' \
	    '$(DESTDIR)$(DATADIR)/doc/webservices'
	$(INSTALL) -m 644 include/WebServices.h include/WebServicesX.h include/wws_base.h '$(DESTDIR)$(INCLUDEDIR)'
	$(INSTALL) -m 644 packaging/webservices.h.in '$(DESTDIR)$(INCLUDEDIR)/webservices.h'
	$(INSTALL) -m 755 $(SHARED) '$(DESTDIR)$(LIBDIR)/$(SOFILE)'
	ln -sf $(SOFILE) '$(DESTDIR)$(LIBDIR)/$(SONAME)'
	ln -sf $(SONAME) '$(DESTDIR)$(LIBDIR)/libwebservices.so'
	$(INSTALL) -m 644 $(STATIC) '$(DESTDIR)$(LIBDIR)/libwebservices.a'
	$(FILL) packaging/webservices.pc.in > '$(DESTDIR)$(LIBDIR)/pkgconfig/webservices.pc'
	$(FILL) packaging/WebServicesConfig.cmake.in > '$(DESTDIR)$(LIBDIR)/cmake/WebServices/WebServicesConfig.cmake'
	$(FILL) packaging/WebServicesConfigVersion.cmake.in \
	    > '$(DESTDIR)$(LIBDIR)/cmake/WebServices/WebServicesConfigVersion.cmake'
	$(INSTALL) -m 644 LICENSE-MIT LICENSE-APACHE CHANGELOG.md '$(DESTDIR)$(DATADIR)/doc/webservices'

uninstall:
	rm -f '$(DESTDIR)$(INCLUDEDIR)/WebServices.h' '$(DESTDIR)$(INCLUDEDIR)/WebServicesX.h' \
	    '$(DESTDIR)$(INCLUDEDIR)/wws_base.h' \
	    '$(DESTDIR)$(INCLUDEDIR)/webservices.h' '$(DESTDIR)$(LIBDIR)/$(SOFILE)' '$(DESTDIR)$(LIBDIR)/$(SONAME)' \
	    '$(DESTDIR)$(LIBDIR)/libwebservices.so' '$(DESTDIR)$(LIBDIR)/libwebservices.a' \
	    '$(DESTDIR)$(LIBDIR)/pkgconfig/webservices.pc'
	rm -rf '$(DESTDIR)$(LIBDIR)/cmake/WebServices' '$(DESTDIR)$(DATADIR)/doc/webservices'

clean:
	$(CARGO) clean
	rm -rf $(BUILD)
