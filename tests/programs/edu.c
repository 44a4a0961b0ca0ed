// SPDX-License-Identifier: MIT
/*
 * edu - a program that has its memory read and written by a device.
 *
 *	edu data SEED N		N transfers to and fro, of random bytes at random
 *				places, compared
 *	edu bad			what must be refused, and with what
 *	edu fail N		N transfers, of which some fail: how many
 *	edu kill		a child is killed while the device reads its memory:
 *				the device has all of it nevertheless, and the
 *				pages go when it is done
 *	edu signal		the same for a signal that is handled
 *
 * Says what is wrong, line by line, and ends with 1 then.
 */
#include "start.h"

#define DEVICE		"/dev/edu"
#define DEVICE_SIZE	4088u
#define PAGE		4096u
#define AREA		(5 * PAGE)

#define SYS_VMSTAT	"/proc/vmstat"
#define PROT_READ	1
#define PROT_RW		3
#define MAP_ANON	0x22
#define O_RDWR		2
#define SIGKILL		9
#define SIGUSR1		10
#define EINTR		4
#define EIO		5
#define EFAULT		14
#define ENOSPC		28

#ifdef __x86_64__
#define SYS_FORK	57
#define SYS_WAIT4	61
#define SYS_NANOSLEEP	35
#else
#define SYS_FORK	2
#define SYS_WAIT4	114
#define SYS_NANOSLEEP	162
#endif
#define SA_SIGINFO	4ul
#define SA_RESTORER	0x04000000ul
/* In one page, so that the device has it as one piece. */
#define KILL_OFFSET	101
#define KILL_SIZE	3900

void sig_restorer(void);

static int fd;
static uint64_t seed;
static int bad;

static void expect(const char *what, long got, long wanted)
{
	if (got == wanted)
		return;
	put(what);
	put(": ");
	put_number(got);
	put(" instead of ");
	put_number(wanted);
	put("\n");
	bad = 1;
}

/* splitmix64 */
static ulong random_below(ulong n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return (uint32_t)(z >> 16) % n;
}

static unsigned char *map(ulong len, int prot)
{
	return (unsigned char *)sys6(SYS_mmap, 0, (long)len, prot, MAP_ANON, -1,
				     0);
}

static void sleep_ms(long ms)
{
	const long ts[2] = { ms / 1000, ms % 1000 * 1000000 };

	sys2(SYS_NANOSLEEP, ts, 0);
}

static long at(ulong pos)
{
	return sys3(SYS_lseek, fd, pos, 0);
}

static long dev_write(ulong pos, const void *from, ulong len)
{
	at(pos);
	return sys3(SYS_write, fd, from, len);
}

static long dev_read(ulong pos, void *to, ulong len)
{
	at(pos);
	return sys3(SYS_read, fd, to, len);
}

static void fill(unsigned char *p, ulong len)
{
	while (len--)
		*p++ = (unsigned char)random_below(256);
}

static long differing(const unsigned char *a, const unsigned char *b, ulong len)
{
	long n = 0;

	while (len--)
		n += *a++ != *b++;
	return n;
}

/* ---- data --------------------------------------------------------------------- */

/* Out of one place, into another, and nothing around that is touched. */
static ulong one_transfer(unsigned char *out, unsigned char *in,
			  unsigned char *before)
{
	const ulong pos = random_below(DEVICE_SIZE);
	const ulong len = 1 + random_below(DEVICE_SIZE - pos);
	const ulong from = random_below(AREA - len + 1);
	const ulong to = random_below(AREA - len + 1);

	fill(out, AREA);
	fill(in, AREA);
	memcpy(before, in, AREA);
	expect("write", dev_write(pos, out + from, len), (long)len);
	expect("read", dev_read(pos, in + to, len), (long)len);
	expect("bytes that arrived otherwise",
	       differing(out + from, in + to, len), 0);
	expect("bytes before", differing(before, in, to), 0);
	expect("bytes behind", differing(before + to + len, in + to + len,
					 AREA - to - len), 0);
	return len;
}

static void do_data(ulong n)
{
	unsigned char *out = map(AREA, PROT_RW), *in = map(AREA, PROT_RW);
	unsigned char *before = map(AREA, PROT_RW);
	ulong bytes = 0;

	for (ulong i = 0; i < n && !bad; i++)
		bytes += one_transfer(out, in, before);
	/* The whole of it, from the middle of a page. */
	fill(out, AREA);
	expect("write all", dev_write(0, out + 777, DEVICE_SIZE), DEVICE_SIZE);
	expect("read all", dev_read(0, in + 1234, DEVICE_SIZE), DEVICE_SIZE);
	expect("bytes of all", differing(out + 777, in + 1234, DEVICE_SIZE), 0);
	put_number((long)n);
	put(" transfers\n");
}

/* ---- what is refused ------------------------------------------------------------ */

static void do_bad(void)
{
	unsigned char *p = map(2 * PAGE, PROT_RW), *ro = map(PAGE, PROT_READ);
	const ulong top = ~0ul - 100;

	sys2(SYS_munmap, p + PAGE, PAGE);
	expect("nothing", dev_read(0, p, 0), 0);
	expect("write of nothing at the end", dev_write(DEVICE_SIZE, p, 0), 0);
	expect("read at the end", dev_read(DEVICE_SIZE, p, 1), 0);
	expect("write at the end", dev_write(DEVICE_SIZE, p, 1), -ENOSPC);
	expect("read over the end", dev_read(DEVICE_SIZE - 3, p, 100), 3);
	expect("write over the end", dev_write(DEVICE_SIZE - 3, p, 100), 3);
	expect("write from read-only memory", dev_write(0, ro, 100), 100);
	expect("read into read-only memory", dev_read(0, ro, 100), -EFAULT);
	expect("read into no memory", dev_read(0, p + PAGE, 100), -EFAULT);
	expect("write from no memory", dev_write(0, p + PAGE, 100), -EFAULT);
	expect("read half into no memory", dev_read(0, p + PAGE - 50, 100),
	       -EFAULT);
	expect("read to NULL", dev_read(0, 0, 100), -EFAULT);
	expect("read into the kernel", dev_read(0, (void *)top, 50), -EFAULT);
	expect("read around the end", dev_read(0, (void *)top, 4000), -EFAULT);
	put("done\n");
}

/* ---- failures -------------------------------------------------------------------- */

static void do_fail(ulong n)
{
	unsigned char *p = map(AREA, PROT_RW);
	long good = 0, failed = 0;

	for (ulong i = 0; i < n; i++) {
		const ulong len = 1 + random_below(DEVICE_SIZE);
		const long ret = i % 2 ? dev_read(0, p + 333, len) :
					 dev_write(0, p + 333, len);

		if (ret == -EIO)
			failed++;
		else if (ret == (long)len)
			good++;
		else
			expect("transfer", ret, (long)len);
	}
	put_number(good);
	put(" good, ");
	put_number(failed);
	put(" failed\n");
}

/* ---- leaving it to the device ------------------------------------------------------ */

/* The number behind "name " in text. */
static long number_of(const char *text, const char *name)
{
	const size_t n = str_len(name);

	for (; *text; text++) {
		size_t i = 0;

		while (i < n && text[i] == name[i])
			i++;
		if (i == n && text[n] == ' ')
			return (long)get_number(text + n + 1);
	}
	return -1;
}

/* Pins there are now. */
static long pins(void)
{
	static char text[16384];
	const long file = sys2(SYS_open, SYS_VMSTAT, 0);
	long len = 0, n;

	while ((n = sys3(SYS_read, file, text + len,
			 sizeof(text) - 1 - (ulong)len)) > 0)
		len += n;
	sys1(SYS_close, file);
	text[len] = 0;
	return number_of(text, "nr_foll_pin_acquired") -
	       number_of(text, "nr_foll_pin_released");
}

/* Take and dirty memory, so that pages given back are somebody else's. */
static void use_memory(void)
{
	const ulong len = 512 * PAGE;
	unsigned char *p = map(len, PROT_RW);

	for (ulong i = 0; i < len; i += 64)
		p[i] = 0xee;
	sys2(SYS_munmap, p, len);
}

static void wait_for_device(void)
{
	for (int i = 0; i < 1000 && pins(); i++)
		sleep_ms(10);
	expect("pins when the device is done", pins(), 0);
}

static void do_kill(void)
{
	unsigned char *p = map(AREA, PROT_RW), *q = map(AREA, PROT_RW);
	int status = 0;
	long child;

	fill(p, AREA);
	child = sys1(SYS_FORK, 0);
	if (child == 0) {
		unsigned char *mine = map(AREA, PROT_RW);

		memcpy(mine, p, AREA);
		dev_write(0, mine + KILL_OFFSET, KILL_SIZE);
		sys1(SYS_exit_group, 7);
	}
	while (!pins())
		sleep_ms(1);
	sys2(SYS_kill, child, SIGKILL);
	expect("wait", sys6(SYS_WAIT4, child, (long)&status, 0, 0, 0, 0), child);
	expect("status", status, SIGKILL);
	put(pins() ? "pins outlive the process\n" : "no pins any more\n");
	use_memory();
	wait_for_device();
	expect("read", dev_read(0, q, KILL_SIZE), KILL_SIZE);
	expect("bytes that the device got otherwise",
	       differing(p + KILL_OFFSET, q, KILL_SIZE), 0);
}

static void on_signal(int sig)
{
}

static void do_signal(void)
{
	const struct sig_action sa = { .handler = (ulong)on_signal,
				       .flags = SA_RESTORER | SA_SIGINFO,
				       .restorer = (ulong)sig_restorer };
	const long parent = sys1(SYS_getpid, 0);
	unsigned char *p = map(AREA, PROT_RW);
	long child;

	sys6(SYS_rt_sigaction, SIGUSR1, (long)&sa, 0, 8, 0, 0);
	child = sys1(SYS_FORK, 0);
	if (child == 0) {
		while (!pins())
			sleep_ms(1);
		sys2(SYS_kill, parent, SIGUSR1);
		sys1(SYS_exit_group, 0);
	}
	expect("interrupted read", dev_read(0, p + 1, DEVICE_SIZE), -EINTR);
	sys2(SYS_munmap, p, AREA);
	sys6(SYS_WAIT4, child, 0, 0, 0, 0, 0);
	put(pins() ? "pins outlive the call\n" : "no pins any more\n");
	use_memory();
	wait_for_device();
}

int main(int argc, char **argv, char **envp)
{
	fd = (int)sys2(SYS_open, DEVICE, O_RDWR);
	if (fd < 0) {
		expect("open " DEVICE, fd, 3);
		return 1;
	}
	if (argc > 3 && str_eq(argv[1], "data")) {
		seed = get_number(argv[2]);
		do_data(get_number(argv[3]));
	} else if (argc > 1 && str_eq(argv[1], "bad")) {
		do_bad();
	} else if (argc > 2 && str_eq(argv[1], "fail")) {
		do_fail(get_number(argv[2]));
	} else if (argc > 1 && str_eq(argv[1], "kill")) {
		do_kill();
	} else {
		do_signal();
	}
	return bad;
}
