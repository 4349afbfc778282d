# imolog: `make deps demo` to look at it, `make deps check` to test it.
VERSION := 0.1.0
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=
CC ?= cc
BUILD ?= build
PKGS := ncursesw termkey libcjson libpcre2-8 libcurl sqlite3
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
	-DLOCALEDIR='"$(PREFIX)/share/locale"' -DDATADIR='"$(PREFIX)/share/imolog"' \
	-DSYSCONFDIR='"$(SYSCONFDIR)"'
CFLAGS += -std=c11 $(OPT) $(WARN) $(if $(SANITIZE),$(SANITIZE) -fno-omit-frame-pointer,$(HARDEN))
LDFLAGS += -Wl,--as-needed $(if $(SANITIZE),$(SANITIZE),-pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
LIBS = $(shell pkg-config --libs $(PKGS)) -lunistring -lm

SOURCES := $(wildcard src/*/*.c)
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/embed.o
EMBEDDED := $(sort $(wildcard src/archive/*.sql src/source/demo/*.json src/export/*.css themes/*.theme))
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
TOTALS := $(BUILD)/totals
RUN := tests/run
SCREENS := $(patsubst %/args,%,$(wildcard tests/screen/*/args))
TEST_CC = @mkdir -p $(@D); echo '  LD   $@'; $(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@

# What `make check` runs, one after the other; each adds to the totals. What waits more than it
# works runs beside the others.
CHECKS := lint unit screen pty cli hostile export http portal archive tmux corpus
WAITING := portal
run_parts = for part in $(1); do $(MAKE) --no-print-directory $$part || touch $(TOTALS).broken; done

check: $(BUILD)/imolog $(BUILD)/cells
	@rm -f $(TOTALS) $(TOTALS).broken
	@export IMOLOG_TEST_TOTALS=$(TOTALS); $(MAKE) --no-print-directory -j2 waiting working; \
	$(RUN) total && test ! -e $(TOTALS).broken

waiting:
	+@$(call run_parts,$(filter $(WAITING),$(CHECKS)))

working:
	+@$(call run_parts,$(filter-out $(WAITING),$(CHECKS)))

$(BUILD)/unit/%: tests/unit/test_%.c $(BUILD)/libimolog.a
	$(TEST_CC) $< $(BUILD)/libimolog.a $(LIBS) $(shell pkg-config --libs cmocka)

unit: $(UNITS)
	@$(RUN) unit $(UNITS)

$(BUILD)/screen-driver: $(wildcard tests/screen/*.c tests/screen/*.h)
	$(TEST_CC) $(filter %.c,$^) $(shell pkg-config --cflags --libs vterm) -lutil

screen: $(BUILD)/screen-driver $(BUILD)/imolog
	@$(RUN) screen $(BUILD)/screen-driver $(BUILD)/imolog $(SCREENS)

# Writes what the screen tests expect from what the program shows now; look at the difference.
screen-update: $(BUILD)/screen-driver $(BUILD)/imolog
	@for case in $(SCREENS); do $(BUILD)/screen-driver -u $(BUILD)/imolog $$case; done

$(BUILD)/cells: tests/cells.c
	$(TEST_CC) $< $(shell pkg-config --cflags --libs vterm)

pty: $(BUILD)/screen-driver $(BUILD)/cells $(BUILD)/imolog
	@$(RUN) cmd pty python3 tests/pty/pty_test.py --program $(BUILD)/imolog \
	--driver $(BUILD)/screen-driver --cells $(BUILD)/cells
	@$(RUN) cmd monkey python3 tests/pty/monkey.py --program $(BUILD)/imolog --steps 600
	@$(RUN) cmd soak python3 tests/pty/soak.py --program $(BUILD)/imolog --cells $(BUILD)/cells

cli: $(BUILD)/imolog
	@$(RUN) cmd cli tests/cli/run $(BUILD)/imolog

hostile: $(BUILD)/imolog
	@$(RUN) cmd hostile python3 tests/hostile/hostile.py --program $(BUILD)/imolog

$(BUILD)/http-driver: tests/http/driver.c $(BUILD)/libimolog.a
	$(TEST_CC) $< $(BUILD)/libimolog.a $(LIBS)

http: $(BUILD)/http-driver
	@$(RUN) cmd http python3 tests/http/http_test.py --driver $(BUILD)/http-driver

# Documents, read by others: parsers, and a browser where there is one.
export: $(BUILD)/imolog
	@$(RUN) cmd export python3 tests/export/documents.py --program $(BUILD)/imolog
	@$(RUN) cmd browser python3 tests/export/browser.py --program $(BUILD)/imolog

$(BUILD)/archive-writer: tests/archive/writer.c $(BUILD)/libimolog.a
	$(TEST_CC) $< $(BUILD)/libimolog.a $(LIBS)

archive: $(BUILD)/imolog $(BUILD)/archive-writer
	@$(RUN) cmd archive python3 tests/archive/torture.py --program $(BUILD)/imolog \
	--writer $(BUILD)/archive-writer

# The same faults hundreds of times.
torture: $(BUILD)/imolog $(BUILD)/archive-writer
	python3 tests/archive/torture.py --long --program $(BUILD)/imolog --writer $(BUILD)/archive-writer
	python3 tests/portal/sync.py --long --only kill --program $(BUILD)/imolog

$(BUILD)/tmux-copy: tests/tmux/copy.c $(BUILD)/libimolog.a
	$(TEST_CC) $< $(BUILD)/libimolog.a $(LIBS)

tmux: $(BUILD)/tmux-copy
	@$(RUN) cmd tmux tests/tmux/clipboard $(BUILD)/tmux-copy

# The mock portal itself, and what is tested against it beside the suites above.
portal: $(BUILD)/imolog $(BUILD)/cells
	@$(RUN) cmd portal python3 tests/portal/test_portal.py
	@$(RUN) cmd logins python3 tests/portal/logins.py --program $(BUILD)/imolog
	@$(RUN) cmd sync python3 tests/portal/sync.py --program $(BUILD)/imolog
	@$(RUN) cmd shelf python3 tests/portal/shelf.py --program $(BUILD)/imolog --cells $(BUILD)/cells
	@$(RUN) cmd canary python3 tests/portal/canary.py --program $(BUILD)/imolog
	@$(RUN) cmd live python3 tests/portal/live.py --program $(BUILD)/imolog --cells $(BUILD)/cells \
	$(if $(SANITIZE),--slow 6)

$(BUILD)/replay/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(BUILD)/libimolog.a
	$(TEST_CC) $(filter %.c,$^) $(BUILD)/libimolog.a $(LIBS)

corpus: $(FUZZERS:%=$(BUILD)/replay/%)
	@$(RUN) fuzz $^

# New inputs, found by libFuzzer (clang): make fuzz FUZZER=bbcode SECONDS=600
FUZZER ?= $(FUZZERS)
SECONDS ?= 60
fuzz:
	@mkdir -p build/fuzz
	@for f in $(FUZZER); do mkdir -p build/fuzz/$$f && \
	clang $(CPPFLAGS) -Itests -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -o build/fuzz/$$f.bin \
	tests/fuzz/fuzz_$$f.c $(SOURCES) $(BUILD)/embed.c $(LIBS) && \
	build/fuzz/$$f.bin -max_total_time=$(SECONDS) -timeout=10 build/fuzz/$$f tests/fuzz/corpus/$$f || exit 1; done

asan:
	@$(MAKE) --no-print-directory check BUILD=build/asan OPT='-O1 -g' \
	SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all'

cover:
	@$(MAKE) --no-print-directory unit cli BUILD=build/cover OPT='-O0 -g' SANITIZE='--coverage'
	@gcov -r -o build/cover/obj $(SOURCES:src/%.c=build/cover/obj/%.gcda) 2>/dev/null | \
	awk '/^File/{f=$$2} /^Lines/{print $$2, f}' | sort -t: -k2 -n; rm -f *.gcov

lint: $(BUILD)/manual $(BUILD)/completion
	@$(RUN) cmd layers tests/lint/layers
	@$(RUN) cmd headers tests/lint/headers $(CC) $(CPPFLAGS) -std=c11
	@$(RUN) cmd banned tests/lint/banned
	@$(RUN) cmd manual tests/lint/manual $(BUILD)/manual $(PAGES)
	@$(RUN) cmd completion tests/lint/completion $(BUILD)/completion $(SHELLS)

tidy:
	clang-tidy --quiet $(SOURCES) -- $(CPPFLAGS) -std=c11

format:
	clang-format -i $(SOURCES) $(wildcard include/*/*.h src/*/*.h)

bench: $(BUILD)/imolog $(BUILD)/bench-cjson $(BUILD)/bench-archive $(BUILD)/cells \
		$(BUILD)/http-driver
	@python3 tests/bench/bench.py --program $(BUILD)/imolog --cjson $(BUILD)/bench-cjson \
	--archive $(BUILD)/bench-archive --driver $(BUILD)/http-driver \
	--cells $(BUILD)/cells --build $(BUILD)/bench $(BENCH)

$(BUILD)/bench-cjson: tests/bench/cjson.c
	$(TEST_CC) $< $(shell pkg-config --libs libcjson)

$(BUILD)/bench-archive: tests/bench/archive.c $(BUILD)/libimolog.a
	$(TEST_CC) $< $(BUILD)/libimolog.a $(LIBS)

# --- manual --------------------------------------------------------------------------------------
PAGES := man/imolog.1 man/imolog.conf.5 man/imolog-themes.5
SHELLS := bash zsh fish

$(BUILD)/manual $(BUILD)/completion: $(BUILD)/%: man/%.c $(BUILD)/libimolog.a
	$(TEST_CC) $< $(BUILD)/libimolog.a $(LIBS)

man: $(BUILD)/manual $(BUILD)/completion
	@for page in $(PAGES); do $(BUILD)/manual $$page >$(BUILD)/page && cp $(BUILD)/page $$page; done
	@for shell in $(SHELLS); do $(BUILD)/completion $$shell >$(BUILD)/page && \
	cp $(BUILD)/page man/completion/imolog.$$shell; done

# The picture in the README: the program itself, in a terminal emulator.
picture: $(BUILD)/screen-driver $(BUILD)/imolog
	tests/screen/picture $(BUILD)/screen-driver $(BUILD)/imolog man/screen.svg

# --- for those who use it ------------------------------------------------------------------------
PACKAGES := gcc libc6-dev make pkg-config libncurses-dev libtermkey-dev libcjson-dev \
	libunistring-dev libpcre2-dev libcurl4-openssl-dev libsqlite3-dev uthash-dev libcmocka-dev \
	libvterm-dev unicode-data python3 jq less mandoc tmux ncurses-base ncurses-term locales \
	tzdata openssl cmark chromium
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

deps:
	$(SUDO) apt-get update -qq
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES)

demo: $(BUILD)/imolog
	@$(BUILD)/imolog --demo || [ $$? = 4 ] # 4: one of the dialogs is damaged on purpose

demo-portal: $(BUILD)/imolog
	@python3 tests/portal/portal.py --generate 3000 --end now --run $(BUILD)/imolog --portal

# Where the shells look for completions.
BASH_AT := share/bash-completion/completions/imolog
ZSH_AT := share/zsh/site-functions/_imolog
FISH_AT := share/fish/vendor_completions.d/imolog.fish

install: all
	install -D -m 755 $(BUILD)/imolog $(DESTDIR)$(PREFIX)/bin/imolog
	for page in $(PAGES); do install -D -m 644 $$page \
	$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/} || exit 1; done
	install -D -m 644 man/completion/imolog.bash $(DESTDIR)$(PREFIX)/$(BASH_AT)
	install -D -m 644 man/completion/imolog.zsh $(DESTDIR)$(PREFIX)/$(ZSH_AT)
	install -D -m 644 man/completion/imolog.fish $(DESTDIR)$(PREFIX)/$(FISH_AT)

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f bin/imolog $(BASH_AT) $(ZSH_AT) $(FISH_AT) \
	$(foreach page,$(notdir $(PAGES)),share/man/man$(subst .,,$(suffix $(page)))/$(page))

dist:
	git archive --prefix=imolog-$(VERSION)/ -o imolog-$(VERSION).tar.gz HEAD

clean:
	rm -rf build imolog-*.tar.gz

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all check waiting working unit screen screen-update pty cli hostile export http portal archive torture \
	tmux corpus fuzz asan cover lint tidy format bench man picture deps demo demo-portal install \
	uninstall dist clean
