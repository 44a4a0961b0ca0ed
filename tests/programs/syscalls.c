/* SPDX-License-Identifier: MIT */
/*
 * syscalls.c - random system calls, as a hostile program makes them.
 *
 *	syscalls SEED COUNT [v]		v: name each call on standard error
 *
 * Numbers 0 to 460, arguments from values that sit at a boundary: of pages, of
 * the user half, of lengths, of the table of files. What a known call expects
 * is written as one letter per argument; now and then a letter is not heeded.
 * Left out is what ends the program, or waits for what never comes; files and
 * pipes do not block. Numbers and what they expect are in syscalls_x86_64.h
 * and syscalls_i386.h.
 *
 * The program owns one range, the playground, which calls may map, unmap and
 * protect as they like; what would hit its own code or stack is made harmless.
 * Ends with 0 and "done", whatever the calls answered.
 */
#include "start.h"
#ifdef __x86_64__
#include "syscalls_x86_64.h"
#else
#include "syscalls_i386.h"
#endif

#define PAGE		4096ul
#define NR_CALLS	461
#define GROUND_PAGES	64ul
#define GROUND		((char *)0x20000000)
#define GROUND_END	((ulong)GROUND + GROUND_PAGES * PAGE)
#define BUFFER		((char *)0x28000000)	/* with nothing behind it */
#define BUFFER_PAGES	4ul
#define CONSOLE		100		/* what standard output was */
#define ERRORS		101

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

static uint64_t state;
static const long zeros[16];
static long ignore_signal[4] = { 1, 0, 0, 0 };

static const short left_out[] = { LEFT_OUT };

/*
 * f file, p path, b buffer, n length, a address of the playground, x any
 * small number, o offset, v vector, z zeros (a timeout), s harmless signal,
 * i the ignoring of a signal. See tame() for the letter of what is dangerous.
 */
static const struct hint {
	short nr;
	const char *args;
	char danger;
} hints[] = { HINTS };

static const char *const paths[] = {
	"/tmp/a", "/tmp/b", "/tmp/dir", "/tmp/dir/c", "/tmp/dir/dir",
	"/tmp/link", "/tmp", "/", "", ".", "..", "a", "dir/../a", "/tmp/a/",
	"//tmp//./a", "/proc/self/maps", "/proc/self/fd", "/proc/self/mem",
	"/proc/meminfo", "/dev/null", "/dev/zero", "/dev/full", "/proc",
	"/proc/self/exe", "/proc/self/fd/3", "/no/such", "/proc/vmstat",
};

static const ulong values[] = {
	0, 1, 2, 3, 4, 7, 8, 16, 255, 256, 4095, 4096, 4097, 65536,
	0x7fffffff, 0x80000000, 0xffffffff, -1ul, -2ul, -100ul,
	-4095ul, -4096ul, TASK_SIZE - 1, TASK_SIZE, TASK_SIZE + 1,
	KERNEL_TEXT, 0x10000, 0xffff, OWN_VALUES
};

static uint32_t pick(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % below;
}

static ulong ground(void)
{
	ulong addr = (ulong)GROUND + PAGE * pick(GROUND_PAGES);

	return pick(4) ? addr : addr + pick(3) * 8 - 8 + pick(8);
}

static ulong pointer(void)
{
	switch (pick(8)) {
	case 0: return values[pick(ARRAY_SIZE(values))];
	case 1: return (ulong)zeros;		/* read-only */
	case 2: return ground() + PAGE - 1 - pick(16);
	case 3:
	case 4: return ground();
	default: return (ulong)BUFFER + pick(256);
	}
}

static ulong vector(void)
{
	ulong *iov = (ulong *)(BUFFER + PAGE);

	for (int i = 0; i < 8; i += 2) {
		iov[i] = pointer();
		iov[i + 1] = pick(4) ? pick(9000) :
				       values[pick(ARRAY_SIZE(values))];
	}
	return pick(8) ? (ulong)iov : pointer();
}

static ulong signal_number(void)
{
	static const ulong safe[] = { 0, 10, 12, 13, 14, 17, 65, 66, -1ul, 64 };

	return safe[pick(ARRAY_SIZE(safe))];
}

static ulong length(void)
{
	if (pick(6) == 0)
		return values[pick(ARRAY_SIZE(values))];
	return pick(2) ? pick(20000) : PAGE * pick(12);
}

static ulong argument(char kind)
{
	if (kind != 'z' && kind != 's' && kind != 'i' && pick(12) == 0)
		kind = ' ';
	switch (kind) {
	case 'f': return pick(10) ? 3 + pick(20) : -100ul;
	case 'p': return pick(12) ? (ulong)paths[pick(ARRAY_SIZE(paths))] :
				    pointer();
	case 'b': return pointer();
	case 'n': return length();
	case 'a': return ground();
	case 'x': return pick(3) ? pick(64) : 1ul << pick(32);
	case 'o': return pick(4) ? pick(100000) :
				   values[pick(ARRAY_SIZE(values))];
	case 'v': return vector();
	case 'z': return (ulong)zeros;
	case 's': return signal_number();
	case 'i': return (ulong)ignore_signal;
	case '8': return 8;
	}
	return values[pick(ARRAY_SIZE(values))];
}

/* Would a call on [addr, addr + len) hit what is not the playground? */
static int hits_us(ulong addr, ulong len)
{
	if (len == 0 || addr >= USER_END || addr + len < addr)
		return 0;
	return addr < (ulong)GROUND - PAGE || addr + len > GROUND_END;
}

static void keep_to_ground(ulong *addr, ulong *len)
{
	if (!hits_us(*addr, *len))
		return;
	*addr = (ulong)GROUND + PAGE * pick(GROUND_PAGES / 2);
	*len = PAGE * pick(GROUND_PAGES / 2);
}

/* No call waits for what only this program could do. */
#define O_NONBLOCK	04000

static void keep_awake(char danger, ulong *a)
{
	switch (danger) {
	case 'P': a[2] = pick(2); break;		/* poll */
	case 'O': a[1] |= O_NONBLOCK; break;		/* open */
	case 'Q': a[2] |= O_NONBLOCK; break;		/* openat */
	case 'J': a[1] |= O_NONBLOCK; break;		/* pipe2 */
	case 'K': a[1] &= ~010000ul; break;		/* mknod: a FIFO */
	case 'H': a[2] &= ~010000ul; break;		/* mknodat */
	case 'W': a[1] |= 4; break;			/* flock: LOCK_NB */
	case 'F':					/* fcntl */
		if ((int)a[1] == 4)			/* F_SETFL */
			a[2] |= O_NONBLOCK;
		break;
	}
}

/* Change what would end the program, or silence it. */
static void tame(char danger, ulong *a)
{
	switch (danger) {
	case 'M':					/* mmap */
		if (a[3] & 0x10 && a[1] <= USER_END)
			keep_to_ground(&a[0], &a[1]);
		break;
	case 'R':					/* mremap */
		keep_to_ground(&a[0], &a[1]);
		if (a[3] & 2)
			keep_to_ground(&a[4], &a[2]);
		break;
	case 'U':					/* munmap */
		if (a[1] <= USER_END)
			keep_to_ground(&a[0], &a[1]);
		break;
	case 'G': keep_to_ground(&a[0], &a[1]); break;	/* of a range */
	case 'C': case 'F':				/* close, ioctl, fcntl */
		if (a[0] < 3 || (int)a[0] < 3)
			a[0] = 3;
		break;
	case 'D':					/* dup2, dup3 */
		if ((int)a[1] < 3 || (int)a[1] >= CONSOLE)
			a[1] = 3;
		break;
	case 'E': a[1] = KERNEL_TEXT; break;	/* execve: it may find us */
	case 'L': a[0] = 4; break;		/* setrlimit */
	case 'N': a[2] = 0; break;		/* prlimit64 */
	case 'S': a[1] = 1; break;		/* signal: ignore it */
	}
	keep_awake(danger, a);
}

/* The mappings a call made elsewhere, the oldest given back. */
static void note_map(ulong addr, ulong len)
{
	static struct { ulong addr, len; } maps[16];
	static int next;

	if (maps[next].len)
		sys2(SYS_munmap, maps[next].addr, maps[next].len);
	maps[next].addr = addr;
	maps[next].len = len;
	next = (next + 1) % (int)ARRAY_SIZE(maps);
}

static void renew_ground(void)
{
	sys6(SYS_mmap, (long)GROUND, GROUND_PAGES * PAGE, 3, 0x32, -1, 0);
	for (ulong i = 0; i < GROUND_PAGES; i++)
		*(volatile char *)(GROUND + i * PAGE) = (char)i;
	for (int sig = 1; sig <= 64; sig++)
		if (sig < 4 || (sig > 8 && sig != 11))
			sys6(SYS_rt_sigaction, sig, (long)ignore_signal, 0, 8,
			     0, 0);
	sys2(SYS_chdir, "/tmp", 0);
	if (sys3(SYS_open, "/tmp/a", 02 | 0100, 0600) < 0)
		for (int fd = 3; fd < 64; fd++)
			sys1(SYS_close, fd);
}

static int is_left_out(long nr)
{
	for (size_t i = 0; i < ARRAY_SIZE(left_out); i++)
		if (left_out[i] == nr)
			return 1;
	return 0;
}

static void say(long nr, const ulong *a)
{
	static const char digits[] = "0123456789abcdef";
	char line[160], *p = line;

	for (int i = -1; i < 6; i++) {
		ulong v = i < 0 ? (ulong)nr : a[i];
		int shift = 8 * sizeof(v) - 4;

		while (shift && !(v >> shift))
			shift -= 4;
		for (; shift >= 0; shift -= 4)
			*p++ = digits[v >> shift & 15];
		*p++ = i == 5 ? '\n' : ' ';
	}
	sys3(SYS_write, ERRORS, line, p - line);
}

static const struct hint *find_hint(long nr)
{
	static const struct hint none = { -1, "", 0 };

	for (size_t i = 0; i < ARRAY_SIZE(hints); i++)
		if (hints[i].nr == nr)
			return &hints[i];
	return &none;
}

static void one_call(int verbose)
{
	const struct hint *hint;
	const char *kinds;
	long nr = pick(NR_CALLS);
	ulong a[6], ret;

	if (pick(4))				/* mostly what there is */
		nr = hints[pick(ARRAY_SIZE(hints))].nr;
	if (is_left_out(nr))
		return;
	hint = find_hint(nr);
	kinds = hint->args;
	for (int i = 0; i < 6; i++)
		a[i] = argument(*kinds ? *kinds++ : ' ');
	tame(hint->danger, a);
	if (hint->danger == 'I') {		/* pipe: one that never waits */
		nr = SYS_pipe2;
		a[1] = O_NONBLOCK;
	}
	if (verbose)
		say(nr, a);
	ret = (ulong)sys6(nr, (long)a[0], (long)a[1], (long)a[2], (long)a[3],
			  (long)a[4], (long)a[5]);
	if ((hint->danger == 'M' || hint->danger == 'R') && ret < USER_END &&
	    (ret < (ulong)GROUND || ret >= GROUND_END))
		note_map(ret, hint->danger == 'M' ? a[1] : a[2]);
}

int main(int argc, char **argv, char **envp)
{
	ulong count;

	if (argc < 3)
		return 2;
	sys6(SYS_mmap, (long)BUFFER, BUFFER_PAGES * PAGE, 3, 0x32, -1, 0);
	state = (uint64_t)get_number(argv[1]) * 0x9e3779b97f4a7c15 + 0x1234567;
	count = get_number(argv[2]);
	sys2(SYS_dup2, 1, CONSOLE);
	sys2(SYS_dup2, 2, ERRORS);
	for (int fd = 0; fd < 3; fd++) {
		sys1(SYS_close, fd);
		sys3(SYS_open, "/dev/null", 2, 0);
	}
	for (ulong i = 0; i < count; i++) {
		if (i % 500 == 0)
			renew_ground();
		one_call(argc > 3);
	}
	sys3(SYS_write, CONSOLE, "done\n", 5);
	return 0;
}
