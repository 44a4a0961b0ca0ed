# SPDX-License-Identifier: MIT
# Octavo. `make help` lists the targets.

MACHINE ?= hosted
SAN     ?=
comma   := ,

# One build folder per machine, compiler and sanitizer set.
variant := $(MACHINE)$(if $(filter clang%,$(CC)),-clang)$(if $(SAN),-$(subst $(comma),-,$(SAN)))
B       := build/$(variant)

WARN := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wundef -Wvla -Werror \
	-Wno-unused-parameter
OPT  := -O2 -g -fno-strict-aliasing -fno-omit-frame-pointer -fno-common
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined)

# The freestanding core: compiler headers only, general registers only.
CORE_INC  := -nostdinc -isystem $(shell $(CC) -print-file-name=include) \
	-Iinclude -Iports/$(MACHINE)/include
CORE_FLAGS := -std=gnu17 -ffreestanding -fPIE -mgeneral-regs-only -mno-red-zone \
	$(WARN) $(OPT) $(SANFLAGS) $(CORE_INC)
# Code that uses the host's libc.
HOST_FLAGS := -std=gnu17 -fPIE -D_GNU_SOURCE $(WARN) $(OPT) $(SANFLAGS)
# Sanitized code keeps doubles in registers; the core's own flag forbids them.
ifneq ($(SAN),)
CORE_FLAGS := $(filter-out -mgeneral-regs-only,$(CORE_FLAGS))
endif

CORE_SRC  := $(wildcard lib/*.c mm/*/*.c mm/*/*.S)
KERN_SRC  := $(wildcard kernel/*.c kernel/*/*.c)
# ports/hosted/*.c is freestanding; ports/hosted/host/*.c is its libc half.
PORT_SRC  := $(wildcard ports/hosted/*.c ports/hosted/*.S)
HOST_SRC  := $(wildcard ports/hosted/host/*.c)
TOOL_SRC  := $(wildcard tools/octavo/*.c)
TEST_SRC  := $(wildcard tests/*.c tests/*/*.c)
BENCH_SRC := $(wildcard bench/*.c)

obj = $(patsubst %,$(B)/%.o,$(1))

all: build/octavo $(B)/liboctavo.a ## build the command and the library

$(B)/liboctavo.a: $(call obj,$(CORE_SRC) $(PORT_SRC) $(HOST_SRC))
	@rm -f $@; $(AR) rcs $@ $^

$(B)/octavo: $(call obj,$(TOOL_SRC) $(KERN_SRC)) $(B)/liboctavo.a
	$(CC) $(SANFLAGS) -pie -o $@ $^ -lpthread

build/octavo: $(B)/octavo
	@ln -sf $(variant)/octavo $@

$(B)/suites: $(call obj,$(TEST_SRC) $(KERN_SRC)) $(B)/liboctavo.a
	$(CC) $(SANFLAGS) -pie -o $@ -Wl,--whole-archive $^ -Wl,--no-whole-archive -lpthread

$(B)/ports/hosted/host/%.c.o: ports/hosted/host/%.c
	@mkdir -p $(@D); $(CC) $(HOST_FLAGS) -MMD -MP -c -o $@ $<
$(B)/tools/%.c.o: tools/%.c
	@mkdir -p $(@D); $(CC) $(HOST_FLAGS) -Iports/hosted -MMD -MP -c -o $@ $<
$(B)/%.c.o: %.c
	@mkdir -p $(@D); $(CC) $(CORE_FLAGS) -MMD -MP -c -o $@ $<
$(B)/%.S.o: %.S
	@mkdir -p $(@D); $(CC) $(CORE_FLAGS) -MMD -MP -c -o $@ $<

help: ## show this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

clean: ## remove everything built
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: all help clean
