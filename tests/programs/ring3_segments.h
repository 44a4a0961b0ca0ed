/* SPDX-License-Identifier: MIT */
/*
 * ring3_segments.h - the tests of ring3.c about segments of i386 programs.
 */
#ifndef RING3_SEGMENTS_H
#define RING3_SEGMENTS_H

/* What set_thread_area(2) takes. */
struct user_desc {
	unsigned int entry, base, limit, flags;
};

CODE(load_gs_and_read, "mov 4(%esp), %eax; mov %eax, %gs\n"
     "xor %eax, %eax; movl %gs:(%eax), %ecx")

/* Segments of one's own over kernel memory: the pages are still the
 * kernel's. */
static void test_thread_areas(void)
{
	static const unsigned int flags[] = {
		0x51,		/* pages, 32 bits, usable */
		0x55,		/* expanding down */
		0x41, 0x11, 0x01,
		0x5b, 0x5f, 0x7f, 0x50,
	};
	int good = 1;

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		struct user_desc desc = { -1u, TASK_END, 0xfffff, flags[i] };
		ulong sel;

		if (sys1(SYS_set_thread_area, &desc) < 0)
			continue;
		sel = desc.entry * 8 + 3;
		got.sig = 0;
		if (!attempt(load_gs, sel) && level_of(sel) != 3)
			good = 0;
		__asm__ __volatile__("mov %0, %%gs" : : "r"(0));
		attempt(load_gs_and_read, sel);
		good &= got.sig == SIGSEGV || got.sig == SIGBUS;
		if (!good)
			say_got(got.sig);
		desc = (struct user_desc){ desc.entry, 0, 0, 0x28 };
		sys1(SYS_set_thread_area, &desc);
	}
	result(good, "no segment reaches the kernel");
}

/* Selectors of a program are its own over calls and interrupts. */
static void test_own_segments(void)
{
	ulong ds = own_selector(1), fs = 0, gs = 0, es = 0;

	__asm__ __volatile__("push %%es\n"
			     "mov %3, %%fs; mov %3, %%gs; mov %3, %%es\n"
			     "mov $0x4000000, %%ecx; 1: loop 1b\n"
			     "mov $20, %%eax; int $0x80\n"
			     "mov %%fs, %0; mov %%gs, %1; mov %%es, %2\n"
			     "xor %%eax, %%eax; mov %%eax, %%fs\n"
			     "mov %%eax, %%gs; pop %%es"
			     : "+r"(fs), "+r"(gs), "+r"(es)
			     : "r"(ds) : "eax", "ecx", "memory");
	result((fs & 0xffff) == ds && (gs & 0xffff) == ds &&
	       (es & 0xffff) == ds, "segments stay as they are");
}

static void test_own(void)
{
	test_thread_areas();
	test_own_segments();
}

#endif
