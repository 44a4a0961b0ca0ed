/* SPDX-License-Identifier: MIT */
/*
 * mmstress.c - mmap, munmap, mprotect, mremap, madvise, fork at random against
 * a model that knows each page.
 *
 *	mmstress SEED OPERATIONS
 *
 * The model has for each page of an area: is it mapped, with which rights, and
 * which memory (a slot) it shows. Private memory is one page's slot; shared
 * memory may be shown by several. Of each page the first and the last word are
 * written and compared; an access that the rights forbid must fault, and one by
 * the kernel, through a pipe, must fail. Where Linux itself differs between
 * versions (a move over several areas) either answer will do, and the model
 * asks mincore(2) what is left.
 *
 * Prints "done" and the number of operations; or the first difference, and ends
 * with status 1.
 */
#include "recover.h"
#ifdef __x86_64__
#define NR(x86_64, i386)	x86_64
#else
#define NR(x86_64, i386)	i386
#endif

#define SYS_mremap	NR(25, 163)
#define SYS_mincore	NR(27, 218)
#define SYS_madvise	NR(28, 219)
#define SYS_fork	NR(57, 2)
#define SYS_wait4	NR(61, 114)
#define SYS_mlock	NR(149, 150)
#define SYS_munlock	NR(150, 151)

#define PAGE		4096ul
#define PAGES		192u
#define MOST		24u		/* pages of one operation */
#define AREA		((char *)0x40000000)
#define NR_SLOTS	(4 * PAGES)
#define NONE		(-1)
#define R		1
#define W		2

#define ENOMEM		12
#define EFAULT		14

struct slot {
	uint32_t value;
	int users;
	char shared;
};

static struct slot slots[NR_SLOTS];
static int slot_of[PAGES];
static unsigned char prot_of[PAGES];
static uint64_t state;
static ulong done;
static int channel[2];
static const char *doing = "nothing";

static uint32_t pick(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % below;
}

__attribute__((__noreturn__))
static void differs(const char *what, ulong page, ulong want, ulong is)
{
	put(what);
	put(" at page ");
	put_number((long)page);
	put(", operation ");
	put_number((long)done);
	put(" (");
	put(doing);
	put("): expected ");
	put_hex(want);
	put(", is ");
	put_hex(is);
	put("\n");
	sys1(SYS_exit_group, 1);
	__builtin_unreachable();
}

/* ---- the model ---------------------------------------------------------------- */

static int new_slot(int shared)
{
	for (int i = 0; i < (int)NR_SLOTS; i++)
		if (!slots[i].users) {
			slots[i] = (struct slot){ 0, 0, (char)shared };
			return i;
		}
	differs("no slot", 0, 0, 0);
}

static void show(ulong page, int slot, int prot)
{
	if (slot_of[page] != NONE)
		slots[slot_of[page]].users--;
	slot_of[page] = slot;
	if (slot != NONE)
		slots[slot].users++;
	prot_of[page] = (unsigned char)prot;
}

static char *at(ulong page)
{
	return AREA + page * PAGE;
}

/* ---- looking ------------------------------------------------------------------ */

static uint32_t *word_at;
static uint32_t word;

static void load(ulong arg)
{
	word = *(volatile uint32_t *)word_at;
}

static void store(ulong arg)
{
	*(volatile uint32_t *)word_at = (uint32_t)arg;
}

static uint32_t *end_of(ulong page, int last)
{
	return (uint32_t *)(at(page) + (last ? PAGE - 4 : 0));
}

static void look(ulong page)
{
	const int may = slot_of[page] != NONE && prot_of[page];

	for (int last = 0; last < 2; last++) {
		word_at = end_of(page, last);
		if (attempt(load, 0) != !may)
			differs("a read", page, (ulong)may, (ulong)!may);
		if (may && word != slots[slot_of[page]].value)
			differs("contents", page, slots[slot_of[page]].value,
				word);
	}
}

static void write_page(ulong page)
{
	const int may = slot_of[page] != NONE && prot_of[page] & W;
	const uint32_t value = pick(0xfffffff) + 1;

	for (int last = 0; last < 2; last++) {
		word_at = end_of(page, last);
		if (attempt(store, value) != !may)
			differs("a write", page, (ulong)may, (ulong)!may);
	}
	if (may)
		slots[slot_of[page]].value = value;
}

static void look_at_all(void)
{
	for (ulong i = 0; i < PAGES; i++)
		look(i);
}

/* The same by the kernel: a word to a pipe and back. */
static void through_pipe(ulong page)
{
	const int mapped = slot_of[page] != NONE && prot_of[page];
	const int may = slot_of[page] != NONE && prot_of[page] & W;
	uint32_t value = 0;
	long n = sys3(SYS_write, channel[1], end_of(page, 1), 4);

	if (n != (mapped ? 4 : -EFAULT))
		differs("write(2)", page, (ulong)mapped, (ulong)n);
	if (mapped) {
		sys3(SYS_read, channel[0], &value, 4);
		if (value != slots[slot_of[page]].value)
			differs("written", page, slots[slot_of[page]].value,
				value);
	}
	value = pick(0xfffffff) + 1;
	for (int last = 0; last < 2; last++) {
		sys3(SYS_write, channel[1], &value, 4);
		n = sys3(SYS_read, channel[0], end_of(page, last), 4);
		if (n != (may ? 4 : -EFAULT))
			differs("read(2)", page, (ulong)may, (ulong)n);
		if (!may)
			sys3(SYS_read, channel[0], &value, 4);
	}
	if (may)
		slots[slot_of[page]].value = value;
}

/* ---- operations --------------------------------------------------------------- */

static void expect(long is, long want, ulong page)
{
	if (is != want)
		differs("answer", page, (ulong)want, (ulong)is);
}

static int holes(ulong page, ulong nr)
{
	for (ulong i = page; i < page + nr; i++)
		if (slot_of[i] == NONE)
			return 1;
	return 0;
}

static void map(ulong page, ulong nr)
{
	static const unsigned char prots[] = { 3, 3, 3, 1, 0 };
	const int shared = pick(3) == 0, prot = prots[pick(5)];

	expect(sys6(SYS_mmap, (long)at(page), (long)(nr * PAGE), prot,
		    (shared ? 0x31 : 0x32) | (pick(8) ? 0 : 0x8000), -1, 0),
	       (long)at(page), page);
	for (ulong i = page; i < page + nr; i++)
		show(i, NONE, 0);
	for (ulong i = page; i < page + nr; i++)
		show(i, new_slot(shared), prot);
}

static void unmap(ulong page, ulong nr)
{
	expect(sys2(SYS_munmap, at(page), nr * PAGE), 0, page);
	for (ulong i = page; i < page + nr; i++)
		show(i, NONE, 0);
}

static void protect(ulong page, ulong nr)
{
	static const unsigned char prots[] = { 3, 1, 0, 3, 2 };
	const int prot = prots[pick(5)];

	expect(sys3(SYS_mprotect, at(page), nr * PAGE, prot),
	       holes(page, nr) ? -ENOMEM : 0, page);
	for (ulong i = page; i < page + nr && slot_of[i] != NONE; i++)
		prot_of[i] = (unsigned char)prot;
}

static void drop(ulong page, ulong nr)
{
	expect(sys3(SYS_madvise, at(page), nr * PAGE, 4),
	       holes(page, nr) ? -ENOMEM : 0, page);
	for (ulong i = page; i < page + nr; i++)
		if (slot_of[i] != NONE && !slots[slot_of[i]].shared)
			slots[slot_of[i]].value = 0;
}

/* Other advice, which changes nothing that can be seen. */
static void advise(ulong page, ulong nr)
{
	static const unsigned char advice[] = { 0, 1, 2, 3, 10, 11, 16, 17, 22, 23 };
	const int a = advice[pick(sizeof(advice))];

	if (a == 10)			/* a child would not have it */
		return;
	sys3(SYS_madvise, at(page), nr * PAGE, a);
}

static void lock(ulong page, ulong nr)
{
	sys2(SYS_mlock, at(page), nr * PAGE);
	sys2(SYS_munlock, at(page), nr * PAGE);
	/* A hole ends the second early. */
	for (ulong i = page; i < page + nr; i++)
		sys2(SYS_munlock, at(i), PAGE);
}

static int is_mapped(ulong page)
{
	unsigned char vec[1];

	return sys3(SYS_mincore, at(page), PAGE, vec) == 0;
}

/* After a refusal what was at the target may be gone, and nothing else. */
static void forget_unmapped(ulong page, ulong nr)
{
	for (ulong i = page; i < page + nr; i++)
		if (slot_of[i] != NONE && !is_mapped(i))
			show(i, NONE, 0);
}

static void move(ulong from, ulong nr)
{
	ulong to = pick(PAGES - (uint32_t)nr);
	const int keep = pick(4) == 0;
	long ret;

	if ((to < from + nr && from < to + nr) || holes(from, nr))
		return;
	ret = sys6(SYS_mremap, (long)at(from), (long)(nr * PAGE),
		   (long)(nr * PAGE), keep ? 7 : 3, (long)at(to), 0);
	if (ret != (long)at(to)) {
		expect(ret, -EFAULT, from);
		forget_unmapped(to, nr);
		return;
	}
	for (ulong i = 0; i < nr; i++) {
		show(to + i, NONE, 0);
		show(to + i, slot_of[from + i], prot_of[from + i]);
		if (!keep)
			show(from + i, NONE, 0);
		else if (!slots[slot_of[from + i]].shared)
			show(from + i, new_slot(0), prot_of[from + i]);
	}
}

static void duplicate(ulong from, ulong nr)
{
	ulong to = pick(PAGES - (uint32_t)nr);

	if ((to < from + nr && from < to + nr) || slot_of[from] == NONE ||
	    !slots[slot_of[from]].shared)
		return;
	expect(sys6(SYS_mremap, (long)at(from), 0, (long)PAGE, 3, (long)at(to),
		    0), (long)at(to), from);
	show(to, NONE, 0);
	show(to, slot_of[from], prot_of[from]);
}

static void resize(ulong page, ulong nr)
{
	ulong less = nr > 1 ? 1 + pick((uint32_t)nr - 1) : 1;

	if (holes(page, nr))
		return;
	expect(sys6(SYS_mremap, (long)at(page), (long)(nr * PAGE),
		    (long)(less * PAGE), 0, 0, 0), (long)at(page), page);
	for (ulong i = page + less; i < page + nr; i++)
		show(i, NONE, 0);
	/* Growing again needs one area with room behind it. */
	if (slots[slot_of[page]].shared ||
	    sys6(SYS_mremap, (long)at(page), (long)PAGE, (long)(2 * PAGE), 0, 0,
		 0) != (long)at(page) || less > 1)
		return;
	show(page + 1, new_slot(0), prot_of[page]);
}

static void write_own(ulong page)
{
	if (slot_of[page] == NONE || !slots[slot_of[page]].shared)
		write_page(page);
}

/* A child sees all of it, and what it writes to private memory is its own. */
static void split(void)
{
	int status = 0;
	long pid = sys1(SYS_fork, 0);

	if (!pid) {
		look_at_all();
		for (ulong i = 0; i < PAGES; i++)
			write_own(i);
		look_at_all();
		sys1(SYS_exit_group, 0);
	}
	for (int i = 0; i < 8; i++)
		write_own(pick(PAGES));
	sys6(SYS_wait4, pid, (long)&status, 0, 0, 0, 0);
	if (status)
		differs("child", 0, 0, (ulong)status);
}

static void step(void)
{
	static const struct {
		const char *name;
		void (*fn)(ulong page, ulong nr);
	} ops[] = {
		{ "mmap", map }, { "mmap", map }, { "munmap", unmap },
		{ "mprotect", protect }, { "mprotect", protect },
		{ "dontneed", drop }, { "advice", advise }, { "mlock", lock },
		{ "move", move }, { "move", move }, { "duplicate", duplicate },
		{ "resize", resize },
	};
	const ulong nr = 1 + pick(MOST), page = pick(PAGES - (uint32_t)nr - 1);
	const uint32_t what = pick(24);

	if (what < 12) {
		doing = ops[what].name;
		ops[what].fn(page, nr);
	} else if (what < 18) {
		doing = "write";
		for (ulong i = page; i < page + nr / 2; i++)
			write_page(i);
	} else if (what < 22) {
		doing = "pipe";
		through_pipe(page);
	} else {
		doing = "look";
		for (ulong i = page; i < page + nr; i++)
			look(i);
	}
}

int main(int argc, char **argv, char **envp)
{
	ulong seed = argc > 1 ? get_number(argv[1]) : 1;
	ulong count = argc > 2 ? get_number(argv[2]) : 10000;

	state = seed * 0x9e3779b97f4a7c15ull + 88172645463325252ull;
	for (ulong i = 0; i < PAGES; i++)
		slot_of[i] = NONE;
	catch_signals();
	sys1(SYS_pipe, channel);
	for (done = 1; done <= count; done++) {
		step();
		if (done % 128 == 0)
			look_at_all();
		if (done % 256 == 0) {
			doing = "fork";
			split();
		}
	}
	look_at_all();
	put("done ");
	put_number((long)count);
	put("\n");
	return 0;
}
