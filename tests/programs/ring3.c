/* SPDX-License-Identifier: MIT */
/*
 * ring3.c - all that a program must not be able to do, in one run.
 *
 *	ring3 [host] [nonx]
 *
 * Every privileged instruction, every kind of access to kernel memory, every
 * selector in every segment register, every interrupt, every transfer of
 * control to kernel segments, flags and signal frames that ask for more than
 * there is. Each must end in the signal that Linux sends, with its code and
 * address, or do nothing; the program then goes on, and so does the kernel.
 *
 * The same program is right on Linux (`host`), which shows that the table is;
 * rows that speak about Octavo's own layout are skipped there. `nonx`: the
 * page tables cannot forbid execution.
 *
 * Output is TAP.
 */
#include "recover.h"

#define PAGE		4096ul
#define PROT_RW		3
#define PROT_RWX	7
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define FLAG_TF		0x100ul
#define FLAG_IF		0x200ul
#define FLAG_IOPL	0x3000ul
#define FLAG_NT		0x4000ul
#define FLAG_VM		0x20000ul
#define FLAG_AC		0x40000ul

static int on_host, no_nx;
static int nr_tests, nr_failed;

/* ---- results --------------------------------------------------------------- */

/* What must come of it. Codes are Linux's. */
enum want { NOTHING, GP, UD, GP_OR_UD, GP_OR_STACK, BREAK, STEP, DIVIDE, FLOAT, ALIGN,
	    STACK, MAPERR, ACCERR };

enum where { ZERO, IP, GIVEN };

static const struct {
	int sig, code;
	enum where addr;
} wants[] = {
	[GP]	 = { SIGSEGV, 0x80, ZERO },
	[UD]	 = { SIGILL, 2, IP },
	[BREAK]	 = { SIGTRAP, 0x80, ZERO },
	[STEP]	 = { SIGTRAP, 2, IP },
	[DIVIDE] = { SIGFPE, 1, IP },
	[FLOAT]	 = { SIGFPE, 3, IP },
	[ALIGN]	 = { SIGBUS, 1, ZERO },
	[STACK]	 = { SIGBUS, 0x80, ZERO },
	[MAPERR] = { SIGSEGV, 1, GIVEN },
	[ACCERR] = { SIGSEGV, 2, GIVEN },
};

static int as_wanted(enum want want, ulong addr)
{
	if (want == GP_OR_UD)
		return as_wanted(GP, addr) || as_wanted(UD, addr);
	if (want == GP_OR_STACK)
		return as_wanted(GP, addr) || as_wanted(STACK, addr);
	if (got.sig != wants[want].sig || got.code != wants[want].code)
		return 0;
	switch (wants[want].addr) {
	case ZERO:
		return got.addr == 0;
	case IP:
		return got.addr == got.ip;
	default:
		return got.addr == addr;
	}
}

static void say_got(int signalled)
{
	if (!signalled) {
		put("# it was done\n");
		return;
	}
	put("# signal ");
	put_number(got.sig);
	put(", code ");
	put_number(got.code);
	put(", address ");
	put_hex(got.addr);
	put(", at ");
	put_hex(got.ip);
	put("\n");
}

static void result(int good, const char *name)
{
	put(good ? "ok " : "not ok ");
	put_number(++nr_tests);
	put(" - ");
	put(name);
	put("\n");
	nr_failed += !good;
}

static void skipped(const char *name, const char *why)
{
	put("ok ");
	put_number(++nr_tests);
	put(" - ");
	put(name);
	put(" # SKIP ");
	put(why);
	put("\n");
}

/* Is what fn(arg) leads to @want? Says what came if not. */
static int leads_to(void (*fn)(ulong arg), ulong arg, enum want want)
{
	int signalled;

	got.sig = 0;
	signalled = attempt(fn, arg);
	if (want == NOTHING ? !signalled : signalled && as_wanted(want, arg))
		return 1;
	say_got(signalled);
	return 0;
}

/* ---- instructions ------------------------------------------------------------ */

/* A function that is nothing but the instructions. */
#define CODE(name, text)						\
	static __attribute__((__naked__)) void name(ulong arg)		\
	{ __asm__ __volatile__(text "\n ret"); }

#ifdef __x86_64__
#include "ring3_x86_64.h"
#else
#include "ring3_i386.h"
#endif

#define INSTRUCTIONS(X)							\
	X(cli, GP, "cli")						\
	X(sti, GP, "sti")						\
	X(hlt, GP, "hlt")						\
	X(in_byte, GP, "in $0x60, %al")					\
	X(in_word, GP, "mov $0x3f8, %edx; in %dx, %ax")			\
	X(in_long, GP, "mov $0xcf8, %edx; in %dx, %eax")		\
	X(out_byte, GP, "out %al, $0x80")				\
	X(out_exit, GP, "mov $0xf4, %edx; out %eax, %dx")		\
	X(insb, GP, "mov $0x60, %edx; insb")				\
	X(outsl, GP, "mov $0x60, %edx; outsl")				\
	X(lgdt, GP, "lgdt -64(" REG_SP ")")				\
	X(lidt, GP, "lidt -64(" REG_SP ")")				\
	X(lldt, GP, "xor %eax, %eax; lldt %ax")				\
	X(ltr, GP, "mov $0x40, %eax; ltr %ax")				\
	X(lmsw, GP, "mov $1, %eax; lmsw %ax")				\
	X(clts, GP, "clts")						\
	X(read_cr0, GP, "mov %cr0, " REG_A)				\
	X(read_cr2, GP, "mov %cr2, " REG_A)				\
	X(read_cr3, GP, "mov %cr3, " REG_A)				\
	X(read_cr4, GP, "mov %cr4, " REG_A)				\
	X(write_cr0, GP, "mov " REG_A ", %cr0")				\
	X(write_cr2, GP, "mov " REG_A ", %cr2")				\
	X(write_cr3, GP, "mov " REG_A ", %cr3")				\
	X(write_cr4, GP, "mov " REG_A ", %cr4")				\
	X(read_dr0, GP, "mov %db0, " REG_A)				\
	X(read_dr7, GP, "mov %db7, " REG_A)				\
	X(write_dr0, GP, "mov " REG_A ", %db0")				\
	X(write_dr7, GP, "mov " REG_A ", %db7")				\
	X(invlpg, GP, "invlpg (" REG_SP ")")				\
	X(invd, GP, "invd")						\
	X(wbinvd, GP, "wbinvd")						\
	X(rdmsr, GP, "mov $0xc0000080, %ecx; rdmsr")			\
	X(rdmsr_apic, GP, "mov $0x1b, %ecx; rdmsr")			\
	X(wrmsr, GP, "mov $0xc0000080, %ecx; wrmsr")			\
	X(rdpmc, GP, "xor %ecx, %ecx; rdpmc")				\
	X(sysexit, GP_OR_UD, ".byte 0x0f, 0x35")			\
	X(xsetbv, GP_OR_UD, "xor %ecx, %ecx; xsetbv")			\
	X(stac, UD, ".byte 0x0f, 0x01, 0xcb")				\
	X(clac, UD, ".byte 0x0f, 0x01, 0xca")				\
	X(monitor, UD, "monitor")					\
	X(rsm, UD, "rsm")						\
	X(ud2, UD, "ud2")						\
	X(int3, BREAK, "int3")						\
	X(int_3, BREAK, ".byte 0xcd, 3")				\
	X(int_4, GP, ".byte 0xcd, 4")					\
	X(divide, DIVIDE, "xor %ecx, %ecx; xor %edx, %edx; div %ecx")	\
	X(divide_x87, FLOAT, "fninit; push $0x37b; fldcw (" REG_SP ")\n"\
	  "push $0; fld1; fdivs (" REG_SP "); fwait")

#define X(name, want, text)	CODE(do_##name, text)
INSTRUCTIONS(X)
OWN_INSTRUCTIONS(X)
#undef X

static const struct instruction {
	const char *name;
	void (*fn)(ulong arg);
	enum want want;
} instructions[] = {
#define X(name, want, text)	{ #name, do_##name, want },
	INSTRUCTIONS(X)
	OWN_INSTRUCTIONS(X)
#undef X
};

static void test_instructions(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(instructions); i++) {
		const struct instruction *in = &instructions[i];

		result(leads_to(in->fn, 0, in->want), in->name);
		/* An exception left in it would hit the next one. */
		__asm__ __volatile__("fninit");
	}
}

/* int n for every n; 3 and 4 are above, 0x80 is the way in. */
static void test_interrupts(void)
{
	unsigned char *code = (unsigned char *)sys6(SYS_mmap, 0, PAGE,
						    PROT_RWX, 0x22, -1, 0);
	int good = 1;

	for (int n = 0; n < 256; n++) {
		if (n == 3 || n == 4 || n == 0x80)
			continue;
		code[0] = 0xcd;
		code[1] = (unsigned char)n;
		code[2] = 0xc3;
		if (!leads_to((void (*)(ulong))(ulong)code, 0, GP)) {
			put("# int ");
			put_number(n);
			put("\n");
			good = 0;
		}
	}
	result(good, "int n: not for programs");
	sys2(SYS_munmap, code, PAGE);
}

/* ---- memory -------------------------------------------------------------------- */

CODE(read_byte, "mov " ARG ", " REG_A "; movb (" REG_A "), %cl")
CODE(read_word, "mov " ARG ", " REG_A "; mov (" REG_A "), " REG_C)
CODE(write_byte, "mov " ARG ", " REG_A "; movb $0, (" REG_A ")")
CODE(change_byte, "mov " ARG ", " REG_A "; lock orb $0, (" REG_A ")")
CODE(prefetch, "mov " ARG ", " REG_A "; prefetcht0 (" REG_A ")")
CODE(jump, "mov " ARG ", " REG_A "; jmp *" REG_A)

static const struct {
	const char *name;
	void (*fn)(ulong arg);
} ways[] = {
	{ "read", read_byte }, { "write", write_byte },
	{ "change", change_byte }, { "execute", jump },
};

/* Every way at every step of a range. */
static void test_range(const char *name, ulong start, ulong step, ulong count)
{
	for (size_t w = 0; w < ARRAY_SIZE(ways); w++) {
		enum want want = is_canonical(start) ? MAPERR : GP;
		ulong addr = start, nr = 0;

		for (; nr < count; nr++, addr += step) {
			if (leads_to(ways[w].fn, addr, want))
				continue;
			put("# address ");
			put_hex(addr);
			put("\n");
			break;
		}
		put("# ");
		put(ways[w].name);
		put(" at ");
		put_number((long)nr);
		put(" addresses\n");
		result(nr == count, name);
	}
}

static void test_ranges(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		const struct range *r = &ranges[i];

		if (on_host && r->own)
			skipped(r->name, "Octavo's layout");
		else
			test_range(r->name, r->start, r->step, r->count);
	}
}

/* Data may not be executed, code and constants not written, where the page
 * tables can say so. */
static void test_rights(void)
{
	static const char constant[] = { (char)0xc3, 0 };
	char *data = (char *)sys6(SYS_mmap, 0, PAGE, PROT_RW, 0x22, -1, 0);

	data[0] = (char)0xc3;
	result(leads_to(write_byte, (ulong)constant, ACCERR), "write constant");
	result(leads_to(write_byte, (ulong)jump, ACCERR), "write code");
	result(leads_to(jump, (ulong)data, no_nx ? NOTHING : ACCERR),
	       "execute data");
	sys3(SYS_mprotect, data, PAGE, 0);
	result(leads_to(read_byte, (ulong)data, ACCERR), "read PROT_NONE");
	sys2(SYS_munmap, data, PAGE);
	result(leads_to(read_byte, (ulong)data, MAPERR), "read what is gone");
	result(leads_to(read_byte, 0, MAPERR), "read NULL");
	result(leads_to(jump, 0, MAPERR), "execute NULL");
	result(leads_to(prefetch, KERNEL_TEXT, NOTHING), "prefetch the kernel");
}

/* Where the tables of the CPU are, if it tells, is kernel memory. */
static unsigned char table[16] __attribute__((__used__));

CODE(store_gdt, "sgdt table")
CODE(store_idt, "sidt table")

static void test_tables(void)
{
	void (*const stores[])(ulong) = { store_gdt, store_idt };

	for (int i = 0; i < 2; i++) {
		const char *name = i ? "the IDT" : "the GDT";
		ulong base;

		if (on_host) {
			skipped(name, "Octavo's layout");
			continue;
		}
		got.sig = 0;
		if (attempt(stores[i], 0)) {
			result(as_wanted(GP, 0), name);
			continue;
		}
		memcpy(&base, table + 2, sizeof(base));
		result(leads_to(read_byte, base, MAPERR) &&
		       leads_to(write_byte, base, MAPERR), name);
	}
}

/* ---- segments ------------------------------------------------------------------ */

#define NR_SELECTORS	1024ul		/* both tables, every privilege */

CODE(load_ds, "mov " ARG ", " REG_A "; mov %eax, %ds")
CODE(load_es, "mov " ARG ", " REG_A "; mov %eax, %es")
CODE(load_fs, "mov " ARG ", " REG_A "; mov %eax, %fs")
CODE(load_gs, "mov " ARG ", " REG_A "; mov %eax, %gs")
CODE(load_ss, "mov " ARG ", " REG_A "; mov %eax, %ss")

/* The privilege level of a selector's descriptor; -1: not to be seen. */
static int level_of(ulong selector)
{
	ulong rights = 0;
	unsigned char seen;

	__asm__("lar %k2, %k0; setz %1" : "+r"(rights), "=q"(seen)
		: "r"(selector) : "cc");
	return seen ? (int)(rights >> 13 & 3) : -1;
}

/* What can be loaded is empty or for programs. */
static void test_load(const char *name, void (*load)(ulong arg))
{
	int good = 1;

	for (ulong sel = 0; sel < NR_SELECTORS; sel++) {
		got.sig = 0;
		if (attempt(load, sel)) {
			/* A segment that is not present: #NP, for ss #SS. */
			if (as_wanted(GP, 0) || as_wanted(STACK, 0))
				continue;
			say_got(1);
		} else if (sel < 4 || level_of(sel) == 3) {
			continue;
		}
		put("# selector ");
		put_hex(sel);
		put("\n");
		good = 0;
	}
	result(good, name);
}

/* In a segment of 32 bits the stack of a 64-bit program is elsewhere; and
 * QEMU before 9.1 reads the stack of these as if in the kernel, which SMAP
 * refuses. */
static int is_own_fault(void)
{
	return got.sig == SIGSEGV && (got.code == 1 || got.code == 2) &&
	       got.addr < TASK_END;
}

/* Transfers of control to a place that is proof of being in the kernel. */
static void test_transfer(const char *name, void (*transfer)(ulong arg))
{
	int good = 1;

	for (ulong sel = 0; sel < NR_SELECTORS; sel++) {
		got.sig = 0;
		if (attempt(transfer, sel) && (as_wanted(GP, 0) ||
		    as_wanted(STACK, 0) || is_own_fault()))
			continue;
		say_got(got.sig);
		put("# selector ");
		put_hex(sel);
		put("\n");
		good = 0;
	}
	result(good, name);
}

static void test_segments(void)
{
	test_load("ds", load_ds);
	test_load("es", load_es);
	test_load("fs", load_fs);
	test_load("gs", load_gs);
	test_load("ss", load_ss);
	test_transfer("far call", far_call);
	test_transfer("far return", far_return);
	test_transfer("iret", interrupt_return);
	test_transfer("iret with a stack segment", interrupt_return_stack);
}

/* ---- flags --------------------------------------------------------------------- */

static ulong flags_seen __attribute__((__used__));

CODE(set_flags, "push " ARG "; popf; pushf; pop " REG_A "\n"
     "mov " REG_A ", flags_seen; push $0x202; popf")
CODE(see_flags, "pushf; pop " REG_A "; mov " REG_A ", flags_seen\n"
     "push $0x202; popf; ud2")
CODE(step, "push $0x302; popf; nop")
CODE(misaligned, "push $0x40202; popf; mov " REG_SP ", " REG_A "\n"
     "mov 1(" REG_A "), %ecx")

static int flags_are_harmless(void)
{
	if (!(flags_seen & (FLAG_IOPL | FLAG_VM)) && flags_seen & FLAG_IF)
		return 1;
	put("# flags ");
	put_hex(flags_seen);
	put("\n");
	return 0;
}

static void test_flags(void)
{
	static const ulong tries[] = {
		0, FLAG_IOPL, FLAG_IOPL | FLAG_IF, FLAG_VM, FLAG_NT,
		FLAG_AC | FLAG_IOPL, 0xfffffeff,
	};
	int good = 1;

	for (size_t i = 0; i < ARRAY_SIZE(tries); i++)
		good &= leads_to(set_flags, tries[i], NOTHING) &&
			flags_are_harmless();
	result(good, "popf gives no rights");
	result(leads_to(do_cli, 0, GP) && leads_to(do_in_byte, 0, GP),
	       "nor did it");
	result(leads_to(step, 0, STEP), "single step");
	if (on_host)
		result(leads_to(misaligned, 0, ALIGN), "alignment check");
	else
		skipped("alignment check", "QEMU has none");
	result(on_host || sys1(SYS_iopl, 3) < 0, "no iopl");
	result(on_host || sys3(SYS_ioperm, 0x80, 1, 1) < 0, "no ioperm");
}

/* ---- frames of signals ------------------------------------------------------------ */

/* The context that a handler goes back to. */
static struct sig_change {
	ulong ip, cs, ss, flags, sp;
	int nr;			/* of signals so far */
} change;

static int change_context(struct sig_context *c)
{
	if (change.nr++)
		return 1;
	c->ip = change.ip;
	c->eflags = change.flags;
	c->cs = (uint16_t)change.cs;
	c->ss = (uint16_t)change.ss;
	if (change.sp)
		c->sp = change.sp;
	return 0;
}

/* A signal whose handler goes back to @to. What came of that is in `got`. */
static void return_to(struct sig_change to)
{
	change = to;
	got.sig = 0;
	on_signal = change_context;
	attempt(do_ud2, 0);
	on_signal = NULL;
}

static ulong own_selector(int stack)
{
	ulong sel;

	if (stack)
		__asm__("mov %%ss, %0" : "=r"(sel));
	else
		__asm__("mov %%cs, %0" : "=r"(sel));
	return sel & 0xffff;
}

/* Going back to @ip as a program may. */
static struct sig_change proper(ulong ip)
{
	return (struct sig_change){
		.ip = ip, .cs = own_selector(0), .ss = own_selector(1),
		.flags = FLAG_IF,
	};
}

static void test_return_selectors(void)
{
	struct sig_change code = proper((ulong)do_cli), stack = code;
	int good = 1;

	for (ulong sel = 0; sel < NR_SELECTORS; sel++) {
		code.cs = stack.ss = sel;
		return_to(code);
		good &= got.sig == SIGSEGV || got.sig == SIGBUS;
		return_to(stack);
		good &= got.sig == SIGSEGV || got.sig == SIGBUS;
		if (good)
			continue;
		say_got(got.sig);
		put("# selector ");
		put_hex(sel);
		put("\n");
		break;
	}
	result(good, "sigreturn to no other segment");
}

static void test_return(void)
{
	static const ulong flags[] = {
		0, FLAG_IOPL, FLAG_VM, FLAG_NT, FLAG_VM | FLAG_IOPL | FLAG_NT,
		0xfffffeff,
	};
	struct sig_change to = proper((ulong)do_ud2);
	int good = 1;

	return_to(to);
	result(got.sig == SIGILL, "sigreturn to a proper place");
	to.sp = KERNEL_TEXT;
	return_to(to);
	result(got.sig == SIGILL, "sigreturn on a kernel stack");
	to = proper((ulong)see_flags);
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		to.flags = flags[i];
		return_to(to);
		good &= got.sig == SIGILL && flags_are_harmless();
	}
	result(good, "sigreturn gives no flags");
	return_to(proper(KERNEL_TEXT));
	result(got.sig == SIGSEGV, "sigreturn to the kernel");
	test_return_selectors();
}

/* ---- system calls from odd places --------------------------------------------------- */

/* Across the end of user memory: only what is above it is at fault. */
static void test_end(void)
{
	const ulong last = TASK_END - PAGE;
	unsigned char *p = (unsigned char *)sys6(SYS_mmap, (long)last, PAGE,
						 PROT_RWX, 0x100022, -1, 0);
	int signalled;

	if (on_host) {
		skipped("a word across the end", "Octavo's layout");
		skipped("code up to the end", "Octavo's layout");
		return;
	}
	got.sig = 0;
	signalled = attempt(read_word, TASK_END - 2);
	result(signalled && as_wanted(MAPERR, TASK_END),
	       "a word across the end");
	if ((ulong)p != last) {
		skipped("code up to the end", "the stack is there");
		return;
	}
	memcpy(p + PAGE - sizeof(call_code), call_code, sizeof(call_code));
	signalled = attempt(jump, TASK_END - sizeof(call_code));
	result(signalled && as_wanted(MAPERR, TASK_END), "code up to the end");
	sys2(SYS_munmap, p, PAGE);
}

static void test_stacks(void)
{
	int good = 1;

	for (size_t i = 0; i < ARRAY_SIZE(odd_stacks); i++) {
		got.sig = 0;
		good &= call_on(odd_stacks[i], SYS_getpid) ==
			sys1(SYS_getpid, 0);
	}
	result(good, "a system call needs no stack");
	result(leads_to(push_at, KERNEL_TEXT, MAPERR), "push into the kernel");
}

#ifndef __x86_64__
#include "ring3_segments.h"
#else
static void test_own(void)
{
}
#endif

int main(int argc, char **argv, char **envp)
{
	for (int i = 1; i < argc; i++) {
		on_host |= str_eq(argv[i], "host");
		no_nx |= str_eq(argv[i], "nonx");
	}
	catch_signals();
	test_instructions();
	test_interrupts();
	test_ranges();
	test_rights();
	test_tables();
	test_segments();
	test_flags();
	test_return();
	test_end();
	test_stacks();
	test_own();
	put("1..");
	put_number(nr_tests);
	put("\n");
	return nr_failed != 0;
}
