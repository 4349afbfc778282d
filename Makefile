# imolog: `make deps demo` to look at it, `make deps check` to test it.
VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
BUILD ?= build
PKGS := ncursesw libcjson
TEST_PKGS := cmocka vterm

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wformat=2 -Wundef -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Werror=switch
ifeq ($(CI),true)
WARN += -Werror
endif
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection \
	-fno-strict-aliasing -fPIE
OPT ?= -O2 -g
SANITIZE ?=
# pkg-config gives _XOPEN_SOURCE=600; we are written for 700.
CPPFLAGS += -Iinclude -Isrc $(shell pkg-config --cflags $(PKGS) 2>/dev/null) -U_XOPEN_SOURCE \
	-D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"' \
	-DLOCALEDIR='"$(PREFIX)/share/locale"' -DDATADIR='"$(PREFIX)/share/imolog"'
CFLAGS += -std=c11 $(OPT) $(WARN) $(if $(SANITIZE),$(SANITIZE) -fno-omit-frame-pointer,$(HARDEN))
LDFLAGS += -Wl,--as-needed $(if $(SANITIZE),$(SANITIZE),-pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
LIBS = $(shell pkg-config --libs $(PKGS)) -lunistring -lm

SOURCES := $(wildcard src/*/*.c)
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/embed.o
EMBEDDED := $(sort $(wildcard src/source/demo/*.json themes/*.theme))
UNITS := $(patsubst tests/unit/test_%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/imolog

$(BUILD)/imolog: $(BUILD)/obj/main.o $(BUILD)/libimolog.a
	@echo '  LD   $@'; $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libimolog.a: $(OBJECTS)
	@rm -f $@
	@echo '  AR   $@'; ar rcs $@ $^

$(BUILD)/obj/main.o: src/main.c
$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@echo '  CC   $<'; $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Themes and demo dialogs go in as they are: one row of embed_files[] for each (base/embed.h).
$(BUILD)/embed.c: $(EMBEDDED) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "base/embed.h"'; n=0; for f in $(EMBEDDED); do \
	printf '__asm__(".section .rodata\\nembed_%d_start: .incbin \\"%s\\"\\nembed_%d_end: .byte 0\\n.previous");\nextern const char embed_%d_start[], embed_%d_end[];\n' $$n $$f $$n $$n $$n; n=$$((n+1)); done; \
	echo 'const struct embed embed_files[] = {'; n=0; for f in $(EMBEDDED); do \
	printf '{"%s", embed_%d_start, %s},\n' $$f $$n $$(wc -c <$$f); n=$$((n+1)); done; \
	echo '{0, 0, 0}};'; } >$@
$(BUILD)/obj/embed.o: $(BUILD)/embed.c
	@mkdir -p $(@D)
	@echo '  CC   $<'; $(CC) $(CPPFLAGS) -std=gnu11 -fPIE -c -o $@ $<

# --- tests ---------------------------------------------------------------------------------------
$(BUILD)/unit/%: tests/unit/test_%.c $(BUILD)/libimolog.a
	@mkdir -p $(@D)
	@echo '  LD   $@'; $(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libimolog.a $(LIBS) $(shell pkg-config --libs cmocka)

unit: $(UNITS)
	@tests/run unit $(UNITS)

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all unit clean
