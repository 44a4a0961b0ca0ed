# SPDX-License-Identifier: MIT
# Octavo. `make help` lists what there is to make; nothing needs configuring.
#
#	MACHINE=hosted|i386|x86_64|template  which folder of ports/ (default hosted)
#	PAE=1				i386 with three-level page tables
#	CC=gcc|clang			the compiler
#	SAN=address,undefined|thread	sanitizers
#	V=1				show the commands
#
# A new .c file in one of the folders named below is picked up by itself.
# Every choice of machine, compiler and sanitizers has a build folder of its
# own; changed flags rebuild it.

MACHINE ?= hosted
SAN     ?=
V       ?=
PREFIX  ?= /usr/local
ifeq ($(origin CC),default)
CC := gcc
endif

comma   := ,
# The two machines without a host under them, and what they are made for.
BARE    := $(filter i386 x86_64,$(MACHINE))
PAE     ?=
variant := $(MACHINE)$(if $(PAE),-pae)$(if $(findstring clang,$(CC)),-clang)$(if $(SAN),-$(subst $(comma),-,$(SAN)))
B       := build/$(variant)
quiet   := $(findstring s,$(firstword -$(MAKEFLAGS)))
say      = $(if $(V),,@$(if $(quiet),,printf '  %-5s %s\n' $(1) $@;))
VERSION := 0.1.0

# ---- flags -----------------------------------------------------------------

WARN     := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wundef -Wvla -Werror \
	-Wno-unused-parameter $(if $(findstring clang,$(CC)),-Wno-gnu-variable-sized-type-not-at-end)
OPT      := -O2 -g -fno-strict-aliasing -fno-omit-frame-pointer -fno-common
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined)
COMMON   := -std=gnu17 $(if $(BARE),,-fPIE) $(WARN) $(OPT) $(SANFLAGS) -MMD -MP

# Whose system calls the kernel answers: those of the machine's own programs.
ABI      := $(if $(filter i386,$(MACHINE))$(filter -m32,$(EXTRA_CFLAGS)),i386,x86_64)

# The freestanding core: compiler headers only, general registers only. The
# machine's headers come before the doors in include/asm/.
# Sanitized code keeps some values in vector registers and may.
CORE_INC   := -nostdinc -isystem $(shell $(CC) -print-file-name=include) \
	-Ikernel/abi/$(ABI)/include -Iports/$(MACHINE)/include $(if $(BARE),-Iports/x86/include) -Iinclude
# i386 passes three arguments in registers, and has few of them: none is spent
# on frame pointers (see ports/x86/oops.c). Without vector registers nothing
# needs 16 bytes' alignment of stacks, which costs instructions in every call.
i386_FLAGS := -m32 -march=i686 -mtune=generic -fomit-frame-pointer -mregparm=3 -freg-struct-return \
	$(if $(findstring clang,$(CC)),,-mpreferred-stack-boundary=2 -mno-accumulate-outgoing-args) \
	$(if $(PAE),-DCONFIG_X86_PAE=1)
x86_64_FLAGS := -mcmodel=kernel
BARE_FLAGS := -fno-pic -fno-pie -fno-stack-protector -fcf-protection=none \
	-fno-asynchronous-unwind-tables -ffunction-sections \
	-falign-functions=1 -falign-jumps=1 -falign-loops=1 $($(MACHINE)_FLAGS)
CORE_FLAGS := $(COMMON) $(if $(BARE),$(BARE_FLAGS)) -ffreestanding -mno-red-zone $(CORE_INC) \
	$(if $(SAN),,-mgeneral-regs-only) $(EXTRA_CFLAGS)
# Code that uses the host's libc; it sees the port's plain C interface only.
HOST_FLAGS := $(COMMON) -D_GNU_SOURCE -Iports/hosted $(EXTRA_CFLAGS)
# The names of functions are kept for backtraces.
LINK        = $(CC) $(SANFLAGS) -pie -rdynamic -o $@
LIBS       := -lpthread

# ---- sources ---------------------------------------------------------------

CORE_SRC   := $(wildcard lib/*.c mm/*/*.c mm/*/*.S dma/*.c net/*.c)
KERN_SRC   := $(wildcard kernel/*.c kernel/*/*.c kernel/abi/$(ABI)/*.c)
# What drives devices, and what is offered to those who do.
DRIVER_SRC := $(wildcard drivers/*.c drivers/*/*.c)
# TCP/IP is lwIP's, if its source is here (tools/need.sh lwip).
LWIP       := $(if $(wildcard build/lwip/src/core/tcp.c),build/lwip/src)
LWIP_NAMES := $(addprefix core/,def inet_chksum init ip mem memp netif pbuf raw tcp tcp_in tcp_out udp) \
	$(addprefix core/ipv4/,etharp icmp ip4 ip4_addr ip4_frag) netif/ethernet
LWIP_SRC   := $(if $(LWIP),$(LWIP_NAMES:%=$(LWIP)/%.c))
KERN_SRC   += $(wildcard $(if $(LWIP),kernel/net/inet/*.c,kernel/net/noinet/*.c))
# The machine's folder is freestanding; its host/ part, if any, uses libc.
PORT_SRC   := $(wildcard ports/$(MACHINE)/*.c ports/$(MACHINE)/*.S)
ifeq ($(MACHINE),hosted)
PORT_SRC   += ports/x86_64/copy_user.S
endif
ifneq ($(BARE),)
PORT_SRC   += $(wildcard ports/x86/*.c ports/x86/*.S)
endif
HOST_SRC   := $(wildcard ports/$(MACHINE)/host/*.c)
TOOL_SRC   := $(wildcard tools/octavo/*.c)
# The test framework; the command runs the tests of drivers with it.
KUNIT_SRC  := $(filter-out %_test.c,$(wildcard tests/kunit/*.c))
# The runner of the unit suites: main() of $(B)/suites.
SUITES_SRC := $(wildcard tools/suites/*.c)
TEST_SRC   := $(filter-out tests/programs/% tests/drivers-bad/% tests/e2e/% tests/hosted/% tests/x86/% tests/x86_64/%,\
	$(wildcard tests/*.c tests/*/*.c)) \
	$(wildcard $(patsubst %,tests/%/*.c,$(if $(BARE),x86) $(MACHINE)) \
	tests/kernel/$(ABI)/*.c)
BENCH_SRC  := $(wildcard bench/*.c bench/host/*.c)
PEER_SRC   := $(wildcard bench/peer/*.c)
# Small programs without a libc, run by the tests as user programs.
PROG_SRC   := $(wildcard tests/programs/*.c)
PROGRAMS   := $(PROG_SRC:tests/programs/%.c=build/programs/%)
# The same for i386; no libraries are needed for it.
PROGRAMS   += $(PROG_SRC:tests/programs/%.c=build/programs/i386/%)

obj = $(patsubst %,$(B)/%.o,$(1))

# ---- what is built ---------------------------------------------------------

.DEFAULT_GOAL := all

ifeq ($(MACHINE),hosted)
all: $(B)/octavo $(B)/liboctavo.a ## build the command build/octavo and the library
	$(if $(SAN),,@ln -sfn $(variant)/octavo build/octavo)
else ifneq ($(BARE),)
all: $(B)/octavo.elf
else
all: $(B)/liboctavo.a $(B)/linked
endif

# A machine without a libc: core, kernel and machine miss nothing of each other.
$(B)/linked: $(B)/liboctavo.a
	$(call say,LINK) $(CC) $(filter -m32,$(EXTRA_CFLAGS)) -nostdlib -static -Wl,-e,$(MACHINE)_start -o $@ \
		-Wl,--whole-archive $<

# Images that a boot loader starts: the same machine with one payload each, a
# file of ports/x86/payload/. Each is linked twice: .pass1 without the names of
# its functions, .debug with them, for the debugger; what is booted is .elf, which
# is a 32-bit file on every machine, as loaders want it.
IMAGES := octavo suites bench crash
image_SRC_octavo :=
image_SRC_suites := $(TEST_SRC)
image_SRC_bench  := $(wildcard bench/*.c)
LINK_IMAGE = $(CC) $(if $(filter i386,$(MACHINE)),-m32) -nostdlib -static \
	-Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,--gc-sections \
	-Wl,-T,ports/$(MACHINE)/kernel.ld -o $@ $(filter %.o,$^) \
	-Wl,--whole-archive $(B)/liboctavo.a
define image
$(B)/$(1).pass1 $(B)/$(1).debug: $(call obj,ports/x86/payload/$(1).c $(image_SRC_$(1))) \
		$(B)/liboctavo.a ports/$(MACHINE)/kernel.ld
$(B)/$(1).pass1: $(B)/no-symbols.o
$(B)/$(1).debug: $(B)/$(1).symbols.o
endef
$(if $(BARE),$(foreach i,$(IMAGES),$(eval $(call image,$(i)))))

$(B)/%.pass1:
	$(call say,LINK) $(LINK_IMAGE)

$(B)/%.debug:
	$(call say,LINK) $(LINK_IMAGE)

$(B)/no-symbols.S: tools/symbols.awk $(B)/flags
	@awk -f $< /dev/null > $@

$(B)/%.symbols.S: $(B)/%.pass1 tools/symbols.awk
	@nm -n $< | awk -f tools/symbols.awk > $@

$(B)/%ymbols.o: $(B)/%ymbols.S
	@$(CC) $(CORE_FLAGS) -c -o $@ $<

$(B)/%.elf: $(B)/%.debug
	$(call say,STRIP) objcopy --strip-all -O elf32-i386 $< $@

# Core, machine and the kernel that the machine calls when user code comes in;
# a program that links it takes what it uses.
$(B)/liboctavo.a: $(call obj,$(CORE_SRC) $(PORT_SRC) $(HOST_SRC) $(KERN_SRC) $(DRIVER_SRC) $(LWIP_SRC))
	$(call say,AR) rm -f $@; $(AR) rcs $@ $^

# With the whole library: drivers that are loaded find all of it.
$(B)/octavo: $(call obj,$(TOOL_SRC) $(KUNIT_SRC)) $(B)/liboctavo.a
	$(call say,LINK) $(LINK) -Wl,--whole-archive $^ -Wl,--no-whole-archive $(LIBS) -ldl

# The whole library is linked, so that nothing in it can miss a symbol.
$(B)/suites: $(call obj,$(SUITES_SRC) $(TEST_SRC)) $(B)/liboctavo.a
	$(call say,LINK) $(LINK) -Wl,--whole-archive $^ -Wl,--no-whole-archive $(LIBS)

$(B)/bench-octavo: $(call obj,$(BENCH_SRC)) $(B)/liboctavo.a
	$(call say,LINK) $(LINK) $^ $(LIBS)

# The same loops on malloc; which malloc is chosen by preloading one.
$(B)/bench-peer: $(call obj,$(PEER_SRC))
	$(call say,LINK) $(LINK) $^ $(LIBS)

PROG_FLAGS := -std=gnu17 $(WARN) -O2 -static -fno-pie -nostdlib -ffreestanding \
	-fno-stack-protector -fcf-protection=none -mno-red-zone -fno-asynchronous-unwind-tables

build/programs/i386/%: tests/programs/%.c $(wildcard tests/programs/*.h) \
		kernel/abi/i386/include/abi/syscalls.h Makefile
	@mkdir -p $(@D)
	$(call say,PROG) $(CC) -m32 -march=i686 $(PROG_FLAGS) \
		-Ikernel/abi/i386/include -o $@ $<

build/programs/%: tests/programs/%.c $(wildcard tests/programs/*.h) \
		kernel/abi/x86_64/include/abi/syscalls.h Makefile
	@mkdir -p $(@D)
	$(call say,PROG) $(CC) $(PROG_FLAGS) -Ikernel/abi/x86_64/include -o $@ $<

# ---- how -------------------------------------------------------------------

$(B)/ports/hosted/host/%.c.o $(B)/tools/%.c.o $(B)/bench/host/%.c.o $(B)/bench/peer/%.c.o: FLAGS = $(HOST_FLAGS)
$(B)/tools/octavo/%.c.o: FLAGS = $(HOST_FLAGS) -DOCTAVO_SAN='"$(SAN)"' -DOCTAVO_CC='"$(CC)"'
$(B)/%.o: FLAGS = $(CORE_FLAGS)
# The fast paths of the slab call nothing and need no frame.
$(B)/mm/slab/alloc.c.o $(B)/mm/slab/kmalloc.c.o: FLAGS = $(CORE_FLAGS) -momit-leaf-frame-pointer
# On bare metal the image is all in memory: only what is called often is made
# fast, the rest small.
FAST := $(patsubst %,kernel/%.c,exit fork sched syscall sys_fd sys_file sys_mm task time timer) \
	$(patsubst %,kernel/fs/%.c,dcache dev file inode namei perm pipe rw) \
	$(patsubst %,lib/%.c,mutex rbtree rwsem spinlock wait xarray) \
	$(patsubst %,mm/%.c,page/alloc page/free page/pcp slab/alloc slab/kmalloc slab/sheaf slab/slab) \
	$(patsubst %,mm/%.c,highmem/local highmem/page highmem/pool uaccess/copy uaccess/iov_iter uaccess/string uaccess/usercopy) \
	$(patsubst %,mm/vm/%.c,fault fault_file filemap fork gup gup_fast mmap mprotect pagefault pgtable unmap vma) \
	$(patsubst %,net/%.c,alloc free page_frag pull queue) \
	$(patsubst %,ports/x86/%.c,fpu tlb trap) ports/$(MACHINE)/cpu.c
ifneq ($(BARE),)
$(call obj,$(filter-out $(FAST) kernel/net/inet/%,$(filter %.c,$(CORE_SRC) $(KERN_SRC) $(PORT_SRC) $(DRIVER_SRC)))): FLAGS = $(CORE_FLAGS) -Os
endif
# lwIP includes what a libc has; kernel/net/lwip/ stands in for that. Its files
# are held to its own rules, not to ours, and not sanitized.
LWIP_INC := -isystem kernel/net/lwip -isystem build/lwip/src/include
$(call obj,$(filter kernel/net/inet/%,$(KERN_SRC))): FLAGS = $(CORE_FLAGS) $(if $(BARE),-Os) $(LWIP_INC)
$(B)/build/lwip/%.c.o: FLAGS = $(filter-out $(SANFLAGS),$(CORE_FLAGS)) $(if $(BARE),-Os) $(LWIP_INC) -w

$(B)/%.o: % $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC) $(CC) $(FLAGS) -c -o $@ $<

# Written anew only when the compiler or its flags differ from the last time.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(shell $(CC) --version | head -n 1) $(CORE_FLAGS) $(HOST_FLAGS) $(LWIP)' | \
		cmp -s - $@ || echo '$(shell $(CC) --version | head -n 1) $(CORE_FLAGS) $(HOST_FLAGS) $(LWIP)' > $@

# ---- use -------------------------------------------------------------------

# Both install what they lack, maybe the compiler; so the rest is another make.
run: ## a short tour: unmodified busybox on Octavo, checked against the host
	@tools/need.sh run$(BARE:%=-%)
	@$(if $(BARE),$(MAKE) --no-print-directory MACHINE=hosted PAE= CC=gcc SAN= all)
	@$(MAKE) --no-print-directory all
	@tools/tour.sh $(if $(BARE),build/hosted,$(B))/octavo $(run_options)

run_options = $(BARE:%=--machine %) $(if $(PAE),--pae)

iso: ## a CD that boots into a shell, with MACHINE=i386 or x86_64
	$(if $(BARE),,$(error make iso needs MACHINE=i386 or MACHINE=x86_64))
	@tools/need.sh iso-$(MACHINE)
	@$(MAKE) --no-print-directory MACHINE=hosted PAE= CC=gcc SAN= all
	@$(MAKE) --no-print-directory all
	@tools/iso.sh $(MACHINE) $(B)

check: ## every test: unit suites, end to end, documents
	@tools/need.sh check
	@$(MAKE) --no-print-directory all $(B)/suites programs
	@$(if $(filter-out suites e2e docs embed,$(or $(STEPS),all)),$(MAKE) --no-print-directory bare)
	@tools/check.sh $(B) $(STEPS)

# What the tests boot, whatever else is being built with which compiler.
bare: ## the images of i386, i386 with PAE and x86_64
	+@$(call make_bare,i386,,build/i386)
	+@$(call make_bare,i386,1,build/i386-pae)
	+@$(call make_bare,x86_64,,build/x86_64)
make_bare = $(MAKE) --no-print-directory MACHINE=$(1) PAE=$(2) CC=gcc SAN= $(3)/octavo.elf $(3)/suites.elf $(3)/crash.elf

programs: $(PROGRAMS)

docs: ## write what is made from the source: docs/syscalls.md, docs/driver-api.md
	@python3 tools/syscalls.py
	@python3 tools/driver_api.py

lint: all ## layers, symbols, comments, lengths; first the rules' own bad inputs
	@tools/lint/lint.py --self-test --build $(B) --cc '$(CC)'

ifneq ($(BARE),)
COSTS := build/programs/$(if $(filter i386,$(MACHINE)),i386/)costs

bench: all $(B)/bench.elf $(COSTS)
	@bench/counts.py --build $(B) --machine $(MACHINE) --program $(COSTS) --json $(B)/bench.json
else
bench: all $(B)/bench-octavo $(B)/bench-peer programs ## measure beside malloc, jemalloc, mimalloc, tcmalloc, memcpy; MACHINE=i386: count instructions
	@bench/report.py --build $(B) --json build/bench.json
endif

format-check: ## show where clang-format would write it differently (advice only)
	@clang-format --dry-run $$(git ls-files '*.[ch]') 2>&1 | grep -c warning: || true

install: all ## install command, library, headers, octavo.pc under PREFIX (and DESTDIR)
	tools/install.sh '$(DESTDIR)' '$(PREFIX)' '$(MACHINE)' '$(B)' '$(VERSION)'

clean: ## remove everything built
	rm -rf build

help: ## show this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'
	@sed -n 's/^#\t\([A-Z].*\)/  \1/p' Makefile

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: all run iso check bare programs docs lint bench format-check install clean help FORCE
