/* SPDX-License-Identifier: MIT */
/*
 * mm.c - the calls on address spaces, with what they answer and what memory
 * shows afterwards. A line each, the same on every Linux: the test runs this on
 * the host and inside and compares.
 *
 *	WHAT RESULT...	an address is told as its distance from the area
 *
 * Everything lies in an area of its own at BASE, so that no line depends on
 * where a kernel puts things.
 */
#include "recover.h"
#ifdef __x86_64__
#define NR(x86_64, i386)	x86_64
#else
#define NR(x86_64, i386)	i386
#endif

#define SYS_mremap		NR(25, 163)
#define SYS_msync		NR(26, 144)
#define SYS_mincore		NR(27, 218)
#define SYS_madvise		NR(28, 219)
#define SYS_fork		NR(57, 2)
#define SYS_wait4		NR(61, 114)
#define SYS_setresuid		NR(117, 208)
#define SYS_mlock		NR(149, 150)
#define SYS_munlock		NR(150, 151)
#define SYS_mlockall		NR(151, 152)
#define SYS_munlockall		NR(152, 153)
#define SYS_prlimit64		NR(302, 340)
#define SYS_membarrier		NR(324, 375)
#define SYS_mlock2		NR(325, 376)

#define PAGE	4096ul
#define BASE	((char *)0x40000000)
#define ROOM	4096ul			/* pages kept free for the tests */
#define P(n)	(BASE + (n) * PAGE)

#define R	1
#define W	2
#define RW	3
#define GROWSDOWN_PROT	0x01000000
#define SHARED	0x21			/* anonymous, both */
#define PRIVATE	0x22
#define FIXED	0x10
#define NOREPLACE	0x100000
#define GROWSDOWN	0x100
#define LOCKED	0x2000
#define POPULATE	0x8000

#define RLIMIT_DATA	2
#define RLIMIT_STACK	3
#define RLIMIT_MEMLOCK	8
#define RLIMIT_AS	9

static int file = -1;			/* of 3 pages and a half */

/* ---- telling ------------------------------------------------------------------ */

static void say(const char *what)
{
	put(what);
}

static void num(long n)
{
	put(" ");
	if ((ulong)n >= (ulong)BASE && (ulong)n < (ulong)P(ROOM))
		n = (long)(((ulong)n - (ulong)BASE) / PAGE);
	put_number(n);
}

static void end(void)
{
	put("\n");
}

static void line(const char *what, long n)
{
	say(what);
	num(n);
	end();
}

/* ---- doing -------------------------------------------------------------------- */

static long map_at(ulong page, ulong pages, int prot, int flags)
{
	return sys6(SYS_mmap, (long)P(page), (long)(pages * PAGE), prot,
		    flags | FIXED, -1, 0);
}

static long map_file(ulong page, ulong pages, int prot, int type)
{
	return sys6(SYS_mmap, (long)P(page), (long)(pages * PAGE), prot,
		    type | FIXED, file, 0);
}

static long unmap(ulong page, ulong pages)
{
	return sys2(SYS_munmap, P(page), pages * PAGE);
}

static long advise(ulong page, ulong pages, int advice)
{
	return sys3(SYS_madvise, P(page), pages * PAGE, advice);
}

static long protect(ulong page, ulong pages, int prot)
{
	return sys3(SYS_mprotect, P(page), pages * PAGE, prot);
}

static long remap(ulong page, ulong from, ulong to, int flags, ulong where)
{
	return sys6(SYS_mremap, (long)P(page), (long)(from * PAGE),
		    (long)(to * PAGE), flags, (long)P(where), 0);
}

static void clear(void)
{
	unmap(0, ROOM);
}

/* Which pages are there: a digit each. */
static void resident(const char *what, ulong page, ulong pages)
{
	unsigned char vec[64];
	long err = sys3(SYS_mincore, P(page), pages * PAGE, vec);
	char text[65];

	for (ulong i = 0; i < pages; i++)
		text[i] = (char)('0' + (vec[i] & 1));
	text[err ? 0 : pages] = 0;
	say(what);
	num(err);
	put(" ");
	put(text);
	end();
}

static volatile char *touched;
static char seen;

static void do_read(ulong arg)
{
	seen = *touched;
}

static void do_write(ulong arg)
{
	*touched = (char)arg;
}

/* The byte at a page; a signal is told as its number and code. */
static void peek(const char *what, ulong page)
{
	touched = P(page);
	say(what);
	if (attempt(do_read, 0)) {
		put(" signal");
		num(got.sig);
		num(got.code);
	} else {
		num(seen);
	}
	end();
}

static void poke(const char *what, ulong page, int value)
{
	touched = P(page);
	say(what);
	if (attempt(do_write, (ulong)value)) {
		put(" signal");
		num(got.sig);
		num(got.code);
	} else {
		num(*touched);
	}
	end();
}

static void limit(int which, uint64_t cur)
{
	uint64_t lim[2];

	sys6(SYS_prlimit64, 0, which, 0, (long)lim, 0, 0);
	lim[0] = cur < lim[1] ? cur : lim[1];
	sys6(SYS_prlimit64, 0, which, (long)lim, 0, 0, 0);
}

/* Run a part in a child of its own; its limits and areas go with it. */
static void apart(void (*fn)(void))
{
	int status = 0;
	long pid = sys1(SYS_fork, 0);

	if (!pid) {
		fn();
		sys1(SYS_exit_group, 0);
	}
	sys6(SYS_wait4, pid, (long)&status, 0, 0, 0, 0);
	if (status)
		line("child", status);
}

/* A line of /proc/self/status. */
static void status_line(const char *name)
{
	static char buf[8192];
	int fd = (int)sys3(SYS_open, "/proc/self/status", 0, 0);
	long n, len = 0;
	char *p = buf, *e;

	while ((n = sys3(SYS_read, fd, buf + len, sizeof(buf) - 1 - len)) > 0)
		len += n;
	sys1(SYS_close, fd);
	buf[len] = 0;
	while (*p) {
		for (e = p; *e && *e != '\n'; e++)
			;
		for (n = 0; name[n] && name[n] == p[n]; n++)
			;
		if (!name[n]) {
			sys3(SYS_write, 1, p, e - p + 1);
			return;
		}
		p = *e ? e + 1 : e;
	}
	line(name, -1);
}

/* ---- locking ------------------------------------------------------------------ */

static void locking(void)
{
	clear();
	map_at(0, 4, RW, PRIVATE);
	map_at(5, 3, RW, PRIVATE);
	line("mlock", sys2(SYS_mlock, P(0), 4 * PAGE));
	resident("mlock brings in", 0, 4);
	line("mlock part of pages", sys2(SYS_mlock, P(5) + 100, PAGE));
	resident("which are", 5, 3);
	line("mlock a hole", sys2(SYS_mlock, P(0), 8 * PAGE));
	line("mlock nothing", sys2(SYS_mlock, P(0), 0));
	line("mlock2 flags", sys3(SYS_mlock2, P(0), PAGE, 2));
	status_line("VmLck");
	line("munlock", sys2(SYS_munlock, P(0), 4 * PAGE));
	line("munlock a hole", sys2(SYS_munlock, P(0), 8 * PAGE));
	status_line("VmLck");
	map_at(0, 4, 0, PRIVATE);
	line("mlock without rights", sys2(SYS_mlock, P(0), 4 * PAGE));
	map_at(0, 4, RW, PRIVATE);
	line("mlock on fault", sys3(SYS_mlock2, P(0), 4 * PAGE, 1));
	resident("which is", 0, 4);
	line("dontneed of locked", advise(0, 4, 4));
	line("dontneed_locked", advise(0, 4, 24));
	line("invalidate locked", sys3(SYS_msync, P(0), PAGE, 2));
	sys2(SYS_munlock, P(0), 8 * PAGE);
	line("mlockall nothing", sys1(SYS_mlockall, 0));
	line("mlockall flags", sys1(SYS_mlockall, 8));
	line("mlockall on fault only", sys1(SYS_mlockall, 4));
	line("mlockall future", sys1(SYS_mlockall, 2));
	map_at(10, 4, RW, PRIVATE);
	resident("in the future", 10, 4);
	status_line("VmLck");
	line("mlockall future on fault", sys1(SYS_mlockall, 6));
	map_at(20, 4, RW, PRIVATE);
	resident("later", 20, 4);
	line("munlockall", sys1(SYS_munlockall, 0));
	map_at(30, 4, RW, PRIVATE);
	resident("now", 30, 4);
	status_line("VmLck");
	map_at(40, 4, RW, PRIVATE | LOCKED);
	resident("map_locked", 40, 4);
	status_line("VmLck");
	map_at(50, 4, RW, PRIVATE | POPULATE);
	resident("map_populate", 50, 4);
	map_at(50, 4, R, PRIVATE | POPULATE);
	resident("of read-only", 50, 4);
	map_at(50, 4, 0, PRIVATE | POPULATE);
	resident("of none", 50, 4);
}

static void child_locks(void)
{
	status_line("VmLck");
}

static void locking_limits(void)
{
	clear();
	map_at(0, 64, RW, PRIVATE);
	sys3(SYS_setresuid, 1000, 1000, 1000);
	limit(RLIMIT_MEMLOCK, 16 * PAGE + 1);
	line("lock to the limit", sys2(SYS_mlock, P(0), 16 * PAGE));
	apart(child_locks);
	line("one more", sys2(SYS_mlock, P(16), 1));
	line("the same again", sys2(SYS_mlock, P(0), 16 * PAGE));
	line("and one more", sys2(SYS_mlock, P(0), 17 * PAGE));
	line("mapping", map_at(100, 1, RW, PRIVATE | LOCKED));
	line("all", sys1(SYS_mlockall, 1));
	line("future", sys1(SYS_mlockall, 2));
	line("then mapping", map_at(100, 1, RW, PRIVATE));
	line("then the heap", sys1(SYS_brk, 0) ==
	     sys1(SYS_brk, sys1(SYS_brk, 0) + 2 * PAGE));
	sys1(SYS_munlockall, 0);
	line("unlock", sys2(SYS_munlock, P(0), 16 * PAGE));
	line("lock 8", sys2(SYS_mlock, P(0), 8 * PAGE));
	line("grow it", remap(0, 8, 16, 3, 300));
	map_at(200, 12, RW, PRIVATE | LOCKED);
	unmap(300, 16);
	status_line("VmLck");
	unmap(200, 12);
	map_at(200, 4, RW, PRIVATE | LOCKED);
	line("grow a locked one", remap(200, 4, 8, 0, 0));
	status_line("VmLck");
	line("beyond the limit", remap(200, 8, 9, 0, 0));
	limit(RLIMIT_MEMLOCK, 0);
	line("nothing may be locked", sys2(SYS_mlock, P(50), PAGE));
	line("nor mapped so", map_at(100, 1, RW, PRIVATE | LOCKED));
	line("nor all", sys1(SYS_mlockall, 2));
	line("unlocking may", sys2(SYS_munlock, P(0), PAGE));
}

/* ---- placing ------------------------------------------------------------------ */

static void placing(void)
{
	clear();
	map_at(0, 4, RW, PRIVATE);
	line("noreplace over", map_at(3, 2, RW, PRIVATE | NOREPLACE));
	line("noreplace beside", map_at(4, 2, RW, PRIVATE | NOREPLACE));
	line("noreplace inside", map_at(1, 1, RW, PRIVATE | NOREPLACE));
	line("noreplace around", sys6(SYS_mmap, (long)P(0) - (long)PAGE,
				      20 * PAGE, RW, PRIVATE | NOREPLACE, -1, 0));
	line("unaligned", sys6(SYS_mmap, (long)P(0) + 1, PAGE, RW,
			       PRIVATE | FIXED, -1, 0));
	line("no length", sys6(SYS_mmap, (long)P(0), 0, RW, PRIVATE, -1, 0));
	line("no type", sys6(SYS_mmap, 0, PAGE, RW, 0x20, -1, 0));
	line("no file", sys6(SYS_mmap, 0, PAGE, RW, 1, -1, 0));
	line("too long", sys6(SYS_mmap, 0, -PAGE, RW, PRIVATE, -1, 0));
	line("noreserve", map_at(10, 1000, RW, PRIVATE | 0x4000));
	poke("which is there", 500, 7);
	line("grows and shared", map_at(3, 2, RW, SHARED | GROWSDOWN));
	line("unmap unaligned", sys2(SYS_munmap, P(0) + 1, PAGE));
	line("unmap nothing", sys2(SYS_munmap, P(0), 0));
	line("unmap the middle", unmap(1, 1));
	peek("before", 0);
	peek("there", 1);
	peek("after", 2);
	line("unmap again", unmap(1, 1));
}

static void stacks(void)
{
	clear();
	limit(RLIMIT_STACK, 512 * PAGE);
	map_at(1000, 2, RW, PRIVATE | GROWSDOWN);
	poke("a stack", 1000, 1);
	poke("grows", 999, 2);
	poke("by many", 900, 3);
	peek("over", 950);
	poke("to its limit", 1002 - 512, 4);
	poke("and not beyond", 1002 - 513, 5);
	map_at(2000, 2, RW, PRIVATE | GROWSDOWN);
	map_at(1700, 1, RW, PRIVATE);
	poke("above the gap", 1701 + 256, 1);
	poke("in the gap", 1701 + 255, 1);
	map_at(1650, 2, RW, PRIVATE);
	unmap(1700, 1);
	map_at(1700, 1, 0, PRIVATE);
	poke("above a guard", 1701, 1);
	clear();
	map_at(1000, 2, RW, PRIVATE | GROWSDOWN);
	poke("grow", 990, 1);
	line("protect downwards", protect(1001, 1, R | GROWSDOWN_PROT));
	poke("all of it", 991, 1);
	poke("growing", 980, 1);
	peek("for reading", 980);
	map_at(100, 2, RW, PRIVATE);
	line("downwards of another", protect(100, 1, R | GROWSDOWN_PROT));
	line("upwards", protect(100, 1, R | 0x02000000));
	line("both", protect(100, 1, R | 0x03000000));
}

static void many_limits(void)
{
	ulong heap = (ulong)sys1(SYS_brk, 0);

	clear();
	map_at(0, 4, RW, PRIVATE);
	limit(RLIMIT_DATA, 1);
	line("heap stays", sys1(SYS_brk, heap + 4 * PAGE) == (long)heap);
	line("data", map_at(10, 1, RW, PRIVATE));
	line("no data", map_at(10, 1, R, PRIVATE));
	line("shared", map_at(12, 1, RW, SHARED));
	line("becomes data", protect(10, 1, RW));
	line("grows", remap(0, 4, 5, 0, 0));
	line("shrinks", remap(0, 4, 2, 0, 0));
	limit(RLIMIT_DATA, ~0ull);
	line("heap grows", sys1(SYS_brk, heap + 4 * PAGE) == (long)heap + 4096 * 4);
	limit(RLIMIT_AS, 0);
	line("any", map_at(20, 1, R, SHARED));
	line("in place of another", map_at(0, 1, R, PRIVATE));
	line("moving", remap(0, 2, 2, 3, 30));
	line("heap", sys1(SYS_brk, heap + 8 * PAGE) == (long)heap + 4096 * 4);
	line("a split", protect(30, 1, R));
}

/* ---- advice ------------------------------------------------------------------- */

static void advice(void)
{
	clear();
	map_at(0, 8, RW, PRIVATE);
	for (int i = 0; i < 4; i++)
		*P(i) = (char)(i + 1);
	line("dontneed", advise(1, 1, 4));
	peek("drops", 1);
	peek("only", 2);
	line("with a hole", advise(6, 4, 4));
	line("of nothing", advise(0, 0, 4));
	line("unaligned", sys3(SYS_madvise, P(0) + 1, PAGE, 4));
	line("wraps", sys3(SYS_madvise, P(0), -2 * PAGE, 4));
	line("unknown", advise(0, 1, 77));
	line("unknown of nothing", advise(0, 0, 77));
	line("unknown in a hole", advise(100, 1, 77));
	for (int i = 0; i < 4; i++)
		line("plain", advise(0, 4, i));
	line("free", advise(3, 1, 8));
	line("cold", advise(0, 4, 20));
	line("pageout", advise(0, 4, 21));
	line("dump", advise(0, 4, 16) + advise(0, 4, 17));
	map_at(20, 4, RW, PRIVATE);
	line("populate", advise(20, 2, 22));
	resident("for reading", 20, 4);
	line("populate", advise(20, 4, 23));
	resident("for writing", 20, 4);
	line("beyond", advise(20, 8, 22));
	map_at(20, 2, R, PRIVATE);
	line("write to read-only", advise(20, 4, 23));
	map_at(20, 2, 0, PRIVATE);
	line("read of none", advise(20, 4, 22));
	map_file(30, 4, RW, 1);
	line("a file", advise(30, 4, 22));
	map_file(30, 6, RW, 1);
	line("beyond its end", advise(30, 6, 23));
	line("wipe a file", advise(30, 1, 18));
	line("free a file", advise(30, 1, 8));
	line("willneed", advise(30, 4, 3));
	map_at(40, 4, RW, SHARED);
	*P(40) = 5;
	line("dontneed of shared", advise(40, 4, 4));
	peek("keeps it", 40);
	line("remove", advise(40, 4, 9));
	peek("does not", 40);
	line("remove of private", advise(0, 1, 9));
	line("wipe shared", advise(40, 1, 18));
}

static void in_child(void)
{
	peek("child: kept", 0);
	peek("child: wiped", 1);
	peek("child: not copied", 2);
	peek("child: copied again", 3);
	peek("child: shared", 10);
	*P(0) = 11;
	*P(10) = 12;
	poke("child: own again", 1, 3);
	sys3(SYS_madvise, P(1), PAGE, 19);
}

static void forking(void)
{
	clear();
	map_at(0, 4, RW, PRIVATE);
	map_at(10, 2, RW, SHARED);
	for (int i = 0; i < 4; i++)
		*P(i) = (char)(i + 1);
	*P(10) = 9;
	line("wipeonfork", advise(1, 1, 18));
	line("dontfork", advise(2, 2, 10));
	line("dofork", advise(3, 1, 11));
	apart(in_child);
	peek("parent: kept", 0);
	peek("parent: wiped", 1);
	peek("parent: not copied", 2);
	peek("parent: shared", 10);
	line("keeponfork", advise(1, 1, 19));
	apart(in_child);
}

/* ---- moving ------------------------------------------------------------------- */

static void moving(void)
{
	clear();
	map_at(0, 4, RW, PRIVATE);
	for (int i = 0; i < 4; i++)
		*P(i) = (char)(i + 1);
	line("shrink", remap(0, 4, 3, 0, 0));
	peek("gone", 3);
	line("grow", remap(0, 3, 6, 0, 0));
	peek("fresh", 5);
	peek("old", 2);
	map_at(6, 1, R, PRIVATE);
	line("no room", remap(0, 6, 7, 0, 0));
	line("fixed without maymove", remap(0, 6, 6, 2, 20));
	line("fixed", remap(0, 6, 8, 3, 20));
	peek("moved", 22);
	peek("left", 2);
	line("overlapping", remap(20, 8, 8, 3, 24));
	line("shrinking there", remap(20, 8, 2, 3, 40));
	peek("that", 41);
	peek("rest", 26);
	line("flags", remap(40, 2, 2, 8, 0));
	line("to nothing", remap(40, 2, 0, 1, 0));
	line("unaligned", sys6(SYS_mremap, (long)P(40) + 1, PAGE, PAGE, 0, 0, 0));
	line("unaligned target", sys6(SYS_mremap, (long)P(40), PAGE, PAGE, 3,
				      (long)P(50) + 1, 0));
	line("a hole", remap(100, 1, 2, 1, 0));
	line("two areas", (map_at(42, 2, R, PRIVATE), remap(40, 4, 6, 1, 0)));
	line("dontunmap", remap(40, 2, 2, 7, 60));
	peek("there", 61);
	peek("here", 41);
	line("dontunmap and grow", remap(60, 2, 3, 7, 70));
	line("dontunmap alone", remap(60, 2, 2, 4, 70));
	line("duplicate private", remap(60, 0, 2, 3, 70));
	map_at(80, 2, RW, SHARED);
	*P(81) = 44;
	line("duplicate shared", remap(80, 0, 2, 3, 90));
	peek("same", 91);
	*P(91) = 45;
	peek("memory", 81);
	line("same size", remap(80, 2, 2, 0, 0));
}

static void asking(void)
{
	unsigned char vec[8];

	clear();
	map_at(0, 4, RW, PRIVATE);
	*P(1) = 1;
	resident("mincore", 0, 4);
	resident("with a hole", 0, 5);
	line("unaligned", sys3(SYS_mincore, P(0) + 1, PAGE, vec));
	line("nothing", sys3(SYS_mincore, P(0), 0, vec));
	line("bad vector", sys3(SYS_mincore, P(0), PAGE, 8));
	line("outside", sys3(SYS_mincore, -PAGE, PAGE, vec));
	line("msync", sys3(SYS_msync, P(0), PAGE, 4));
	line("both", sys3(SYS_msync, P(0), PAGE, 5));
	line("unknown", sys3(SYS_msync, P(0), PAGE, 8));
	line("unaligned", sys3(SYS_msync, P(0) + 1, PAGE, 4));
	line("a hole", sys3(SYS_msync, P(3), 2 * PAGE, 4));
	map_file(10, 6, RW, 1);
	*P(11) = 9;
	line("a file", sys3(SYS_msync, P(10), 4 * PAGE, 4));
	peek("its last page", 13);
	peek("beyond", 14);
	line("none", protect(0, 4, 0));
	peek("reads", 1);
	line("again", protect(0, 4, RW));
	peek("reads", 1);
	line("part", protect(1, 1, R));
	poke("writes", 1, 5);
	poke("beside", 2, 5);
	line("over a hole", protect(3, 4, R));
	poke("up to it", 3, 1);
	line("unaligned", sys3(SYS_mprotect, P(0) + 1, PAGE, 1));
	line("nothing", protect(0, 0, R));
	line("bits", protect(0, 1, 0x100));
	line("wraps", sys3(SYS_mprotect, P(0), -PAGE, 1));
	line("barrier unregistered", sys3(SYS_membarrier, 8, 0, 0));
	line("register", sys3(SYS_membarrier, 16, 0, 0));
	line("barrier", sys3(SYS_membarrier, 8, 0, 0));
	line("global", sys3(SYS_membarrier, 2, 0, 0));
	line("unknown", sys3(SYS_membarrier, 3, 0, 0));
	line("flags", sys3(SYS_membarrier, 8, 77, 0));
	line("query", (sys3(SYS_membarrier, 0, 0, 0) & 0x1f) == 0x1f);
}

int main(int argc, char **argv, char **envp)
{
	static const struct {
		const char *name;
		void (*fn)(void);
	} parts[] = {
		{ "locking", locking }, { "locking limits", locking_limits },
		{ "placing", placing }, { "stacks", stacks },
		{ "limits", many_limits }, { "advice", advice },
		{ "forking", forking }, { "moving", moving },
		{ "asking", asking },
	};

	catch_signals();
	file = (int)sys3(SYS_open, argc > 1 ? argv[1] : "/tmp/mm", 0102, 0600);
	sys2(SYS_ftruncate, file, 3 * PAGE + PAGE / 2);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		put("== ");
		put(parts[i].name);
		end();
		apart(parts[i].fn);
	}
	return 0;
}
