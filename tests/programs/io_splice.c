/* SPDX-License-Identifier: MIT */
/*
 * io_splice.c - splice, tee, vmsplice, sendfile and copy_file_range, as lines
 * that are the same on Linux. That pages move by reference shows in what is
 * read from the pipe after the page has been written to.
 */
#include "io.h"

#define PAGE		4096L
#define NONBLOCK	04000
#define SPLICE_NONBLOCK	2
#define SPLICE_GIFT	8

static char buf[70000];
static char *own;			/* some pages, with nothing behind them */
static int a[2], b[2];
static long file, file2, null_, zero, full;

static long splice_pos(long in, long long *in_pos, long out,
		       long long *out_pos, long len)
{
	return SC(splice, in, L(in_pos), out, L(out_pos), len, 0);
}

static long splice(long in, long out, long len)
{
	return splice_pos(in, NULL, out, NULL, len);
}

static long sum_of(long fd, long len)
{
	long sum = 0;

	len = SC(read, fd, L(buf), len);
	for (long i = 0; i < len; i++)
		sum = sum * 31 + buf[i];
	return len < 0 ? len : sum & 0xffff;
}

static void drain(void)
{
	while (SC(read, a[0], L(buf), sizeof(buf)) > 0)
		;
	while (SC(read, b[0], L(buf), sizeof(buf)) > 0)
		;
}

static void from_files(void)
{
	long long pos = 4000;
	struct io_vec v = { own, PAGE };

	title("from files");
	SC(lseek, file, 0, 0);
	show("whole", splice(file, a[1], 100000));
	show("end", splice(file, a[1], 100));
	show("position", SC(lseek, file, 0, 1));
	show("sum", sum_of(a[0], 10000));
	show("at", splice_pos(file, &pos, a[1], NULL, 5000));
	show("position", (long)pos);
	io_pwrite(file, "changed", 7, 4000);
	show("by reference", sum_of(a[0], 10000));
	pos = 15000;
	show("a hole", splice_pos(file2, &pos, a[1], NULL, 5000));
	show("zeros", sum_of(a[0], 10000));
	v.base = own;
	for (long i = 0; i < PAGE; i++)
		own[i] = (char)i;
	show("memory", SC(vmsplice, a[1], L(&v), 1, 0));
	own[7] = 99;
	show("by reference", sum_of(a[0], PAGE));
	show("gift", SC(vmsplice, a[1], L(&v), 1, SPLICE_GIFT));
	show("sum", sum_of(a[0], PAGE));
	v.len = 3 * PAGE;
	v.base = own + 10;
	show("to the edge", SC(vmsplice, a[1], L(&v), 1, 0));
	v.base = own + 4 * PAGE;
	show("beyond", SC(vmsplice, a[1], L(&v), 1, 0));
	v.len = 100;
	v.base = buf;
	show("to memory", SC(vmsplice, a[0], L(&v), 1, 0));
	show("zero device", splice(zero, a[1], 10000));
	drain();
	show("full device", splice(full, a[1], 10));
	show("null device", splice(null_, a[1], 10));
	drain();
}

static void to_files(void)
{
	long long pos = 100;

	title("to files");
	SC(write, a[1], L("0123456789"), 10);
	show("null", splice(a[0], null_, 3));
	show("zero", splice(a[0], zero, 1));
	show("full", splice(a[0], full, 1));
	show("file", splice_pos(a[0], NULL, file, &pos, 4));
	show("position", (long)pos);
	show("file's own", splice(a[0], file, 100));
	show("position", SC(lseek, file, 0, 1));
	show("nothing left", splice(a[0], file, 100));
	io_pread(file, buf, 4, 100);
	show("arrived", buf[0]);
}

static void between_pipes(void)
{
	title("between pipes");
	SC(write, a[1], L("0123456789"), 10);
	show("tee", SC(tee, a[0], b[1], 4, 0));
	SC(write, a[1], L("abc"), 3);
	SC(write, b[1], L("xyz"), 3);
	show("copy", sum_of(b[0], 100));
	show("move", splice(a[0], b[1], 6));
	SC(write, b[1], L("XYZ"), 3);
	show("moved", sum_of(b[0], 100));
	show("left", sum_of(a[0], 100));
	show("empty", splice(a[0], b[1], 6));
	show("tee of nothing", SC(tee, a[0], b[1], 6, SPLICE_NONBLOCK));
	for (int i = 0; i < 20; i++)
		SC(write, a[1], L(buf), PAGE);
	show("a pipe full", splice(a[0], b[1], 1 << 20));
	SC(write, a[1], L("x"), 1);
	show("no room", splice(a[0], b[1], 1));
	show("tee without room", SC(tee, a[0], b[1], 1, 0));
	drain();
}

static void refusals(void)
{
	long long pos = 0;
	struct io_vec v = { buf, 10 };
	long app = SC(openat, -100, L("io_data"), 02 | 02000, 0);

	title("refusals");
	show("nothing", SC(splice, 99, 0, 98, 0, 0, 0x100));
	show("flags", SC(splice, 99, 0, 98, 0, 1, 0x100));
	show("not open", splice(99, a[1], 1));
	show("no pipe", splice(file, null_, 1));
	show("same pipe", splice(a[0], a[1], 1));
	show("wrong ends", splice(a[1], file, 1));
	show("offset of a pipe", splice_pos(a[0], &pos, file, NULL, 1));
	show("bad offset", SC(splice, file, 8, a[1], 0, 1, 0));
	pos = -5;
	show("negative", splice_pos(file, &pos, a[1], NULL, 1));
	SC(write, a[1], L("x"), 1);
	show("append", splice(a[0], app, 1));
	show("tee flags", SC(tee, 99, 98, 0, 0x100));
	show("tee nothing", SC(tee, 99, 98, 0, 0));
	show("tee of a file", SC(tee, a[0], file, 1, 0));
	show("tee into itself", SC(tee, a[0], a[1], 1, 0));
	show("vmsplice flags", SC(vmsplice, 99, 0, 0, 0x100));
	show("vmsplice not open", SC(vmsplice, 99, 0, 0, 0));
	show("vmsplice of a file", SC(vmsplice, file, L(&v), 1, 0));
	show("vmsplice none", SC(vmsplice, a[1], L(&v), 0, 0));
	show("vmsplice too many", SC(vmsplice, a[1], L(&v), 1025, 0));
	show("vmsplice bad", SC(vmsplice, a[1], 8, 1, 0));
	drain();
	SC(close, a[0]);
	io_catch(SIG_PIPE, 0);
	show("nobody reads", splice(file, a[1], 1));
	show("signals", io_signals);
	SC(close, a[1]);
	SC(pipe2, L(a), NONBLOCK);
	SC(close, a[1]);
	show("end", splice(a[0], file, 1));
	SC(close, a[0]);
	SC(pipe2, L(a), NONBLOCK);
	SC(close, app);
}

static long send(long out, long in, long long *pos, long n)
{
	return sys_of(io_sendfile, (const long[6]){ out, in, L(pos), n });
}

static void sendfiles(void)
{
	long long pos = 0;

	title("sendfile");
	SC(lseek, file, 0, 0);
	SC(lseek, file2, 0, 0);
	show("file to file", send(file2, file, &pos, 9000));
	show("position", (long)pos);
	show("position", SC(lseek, file2, 0, 1));
	show("rest", send(file2, file, &pos, 9000));
	SC(lseek, file2, 0, 0);
	show("sum", sum_of(file2, 10000));
	show("to a pipe", send(a[1], file, NULL, 5000));
	show("sum", sum_of(a[0], 10000));
	show("from a pipe", send(file, a[0], NULL, 100));
	show("null", send(null_, file, NULL, 100));
	show("full", send(full, file, NULL, 100));
	show("from null", send(file, null_, NULL, 100));
	show("from zero", send(file2, zero, NULL, 100000));
	pos = -1;
	show("negative", send(null_, file, &pos, 100));
	pos = 1 << 30;
	show("beyond", send(null_, file, &pos, 100));
	show("bad offset", send(null_, file, (long long *)8, 100));
	show("not open", send(99, file, NULL, 100));
	show("not open", send(file, 99, NULL, 100));
	show("not to read", send(file, a[1], NULL, 100));
	show("nothing", send(null_, file, NULL, 0));
}

static long copy(long in, long long from, long out, long long to, long n)
{
	return SC(copy_file_range, in, L(&from), out, L(&to), n, 0);
}

static void copies(void)
{
	title("copy_file_range");
	io_ftruncate(file, 10000);
	show("copy", copy(file, 0, file2, 5000, 6000));
	show("within", copy(file, 0, file, 5000, 5000));
	show("overlapping", copy(file, 0, file, 5, 10));
	show("beyond", copy(file, 1 << 20, file2, 5, 10));
	show("short", copy(file, 9990, file2, 5, 100));
	show("nothing", copy(file, 0, file2, 5, 0));
	show("negative", copy(file, -1, file2, 5, 5));
	show("pipe", copy(file, 0, a[1], 0, 5));
	show("device", copy(file, 0, null_, 0, 5));
	show("flags", SC(copy_file_range, file, 0, file2, 0, 5, 1));
	show("not open", copy(99, 0, file2, 0, 5));
	SC(lseek, file2, 0, 0);
	show("sum", sum_of(file2, 20000));
}

int main(int argc, char **argv, char **envp)
{
	own = io_mmap(16 * PAGE, 3, 0x22, -1);
	SC(munmap, L(own + 2 * PAGE), 14 * PAGE);
	SC(pipe2, L(a), NONBLOCK);
	SC(pipe2, L(b), NONBLOCK);
	file = SC(openat, -100, L("io_data"), 02 | 0100 | 01000, 0600);
	file2 = SC(openat, -100, L("io_data2"), 02 | 0100 | 01000, 0600);
	null_ = SC(openat, -100, L("/dev/null"), 2, 0);
	zero = SC(openat, -100, L("/dev/zero"), 2, 0);
	full = SC(openat, -100, L("/dev/full"), 2, 0);
	for (int i = 0; i < 10000; i++)
		buf[i] = (char)(i * 7 + i / 256);
	SC(write, file, L(buf), 10000);
	io_ftruncate(file2, 20000);
	from_files();
	to_files();
	between_pipes();
	refusals();
	sendfiles();
	copies();
	SC(unlink, L("io_data"));
	SC(unlink, L("io_data2"));
	return 0;
}
