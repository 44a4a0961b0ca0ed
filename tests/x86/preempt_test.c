/* SPDX-License-Identifier: MIT */
/*
 * preempt_test.c - a program that never calls is interrupted all the same.
 *
 * It spins in ring 3. Ticks are charged to it as user time, and a signal that
 * an interrupt handler makes pending ends it.
 */
#include <octavo/fs.h>
#include <uapi/elf.h>
#include "../../kernel/internal.h"
#include "pit.h"

#define ENTRY		0x401000ul
#define AFTER_TICKS	5u
#define SIGNAL_HZ	200u

struct spinner {
	struct elf_hdr hdr;
	struct elf_phdr ph;
	u8 pad[0x1000 - sizeof(struct elf_hdr) - sizeof(struct elf_phdr)];
	u8 text[16];
};

static const struct spinner spinner = {
	.hdr = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELF_CLASS, ELFDATA2LSB, 1 },
		.e_type = ET_EXEC,
		.e_machine = ELF_ARCH,
		.e_version = 1,
		.e_entry = ENTRY,
		.e_phoff = sizeof(struct elf_hdr),
		.e_ehsize = sizeof(struct elf_hdr),
		.e_phentsize = sizeof(struct elf_phdr),
		.e_phnum = 1,
	},
	.ph = { .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_offset = 0x1000,
		.p_vaddr = ENTRY, .p_filesz = 16, .p_memsz = 16,
		.p_align = 0x1000 },
	.text = { 0xf3, 0x90, 0xeb, 0xfc },	/* 1: pause; jmp 1b */
};

static unsigned long user_ticks;

static void end_spinner(void *arg)
{
	struct task *task = task_running();

	if (user_ticks || !task || task->user_ticks < AFTER_TICKS)
		return;
	user_ticks = task->user_ticks;
	send_signal(task, SIGTERM);
}

static void spinning_program_is_ended(struct kunit *test)
{
	static const char *const argv[] = { "spin", NULL };
	static const char *const envp[] = { NULL };
	int status = -1;

	user_ticks = 0;
	KUNIT_ASSERT_EQ(test, kernel_boot(), 0);
	KUNIT_EXPECT_EQ(test, vfs_create_file("/bin/spin", 0755, &spinner,
					      sizeof(spinner)), 0);
	pit_start(test, SIGNAL_HZ, end_spinner, NULL);
	KUNIT_EXPECT_EQ(test, kernel_run("/bin/spin", argv, envp, &status), 0);
	pit_stop();
	kernel_exit();
	KUNIT_EXPECT_EQ(test, status, SIGTERM);
	KUNIT_EXPECT_GE(test, user_ticks, (unsigned long)AFTER_TICKS);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(spinning_program_is_ended),
	{}
};

static struct kunit_suite suite = { .name = "x86_preempt", .test_cases = cases };
kunit_test_suites(&suite);
