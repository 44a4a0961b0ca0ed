/* SPDX-License-Identifier: MIT */
/*
 * crash.c - the payload that does, on request, what a kernel must not.
 *
 * The word behind "--" says what; each should end in an oops that names the
 * address, and exit status 3. Tests look at the oops. Status 0 means that the
 * machine let it happen.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <octavo/uaccess.h>
#include <uapi/mman.h>
#include "../x86.h"

#define USER_PAGE	0x10000000ul

static volatile u8 data_with_code[] = { 0xc3 };		/* ret */

/* A page of a program, present, that holds one instruction: ret. */
static void make_user_page(void)
{
	const struct mmap_request req = {
		.addr = USER_PAGE, .len = PAGE_SIZE,
		.prot = PROT_READ | PROT_WRITE | PROT_EXEC,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
	};

	current->mm = mm_alloc();
	BUG_ON(!current->mm);
	arch_switch_mm(current->mm);
	BUG_ON(vm_mmap(current->mm, &req) != USER_PAGE);
	BUG_ON(put_user((u8)0xc3, (u8 __user *)USER_PAGE));
}

static noinline void load(unsigned long addr)
{
	(void)*(volatile u8 *)addr;
}

static noinline void store(unsigned long addr)
{
	*(volatile u8 *)addr = 0xc3;
}

static noinline void jump(unsigned long addr)
{
	((void (*)(void))addr)();
}

static void crash_null(void) { load(0x10); }
static void crash_wild(void) { store(PAGE_OFFSET - PAGE_SIZE); }
static void crash_text(void) { store((unsigned long)load); }
static void crash_data(void) { jump((unsigned long)data_with_code); }

static void crash_user_read(void)
{
	make_user_page();
	load(USER_PAGE);
}

static void crash_user_write(void)
{
	make_user_page();
	store(USER_PAGE);
}

static void crash_user_run(void)
{
	make_user_page();
	jump(USER_PAGE);
}

/* Not an address at all on x86-64; what the kernel makes of any other on i386. */
static void crash_address(void)
{
	load(1ul << (8 * sizeof(long) - 1));
}

/* Endless recursion: the page below the stack is absent. */
static noinline unsigned long crash_deeper(volatile unsigned long n)
{
	return n ? crash_deeper(n + 1) + n : 0;
}

static void crash_stack(void) { crash_deeper(1); }
static void crash_bug(void) { panic("as asked"); }

static const struct {
	const char *name;
	void (*fn)(void);
} crashes[] = {
	{ "null", crash_null },
	{ "wild", crash_wild },
	{ "text", crash_text },
	{ "data", crash_data },
	{ "user-read", crash_user_read },
	{ "user-write", crash_user_write },
	{ "user-run", crash_user_run },
	{ "address", crash_address },
	{ "stack", crash_stack },
	{ "panic", crash_bug },
};

int x86_payload(const struct boot_info *boot)
{
	const char *name = boot->options.argv[0];

	for (size_t i = 0; name && i < ARRAY_SIZE(crashes); i++) {
		if (strcmp(name, crashes[i].name))
			continue;
		crashes[i].fn();
		pr_err("octavo: %s went through\n", name);
		return 0;
	}
	boot_die("which crash?");
}
