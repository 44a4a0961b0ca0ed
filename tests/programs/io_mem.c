/* SPDX-License-Identifier: MIT */
/*
 * io_mem.c - files in memory and their seals, the memory of other processes,
 * and what is done with descriptors, as lines that are the same on Linux.
 */
#include "io.h"

#define PAGE		4096L
#define ADD_SEALS	1033
#define GET_SEALS	1034
#define SEAL		1
#define SHRINK		2
#define GROW		4
#define WRITE		8
#define FUTURE		16

static char buf[8192];

static char *map(long fd, long prot, long flags)
{
	return io_mmap(PAGE, prot, flags, fd);
}

static void memfds(void)
{
	long f = SC(memfd_create, L("name"), 3), g;
	char link[64] = "/proc/self/fd/";
	char name[260];
	long n = str_len(link), m;
	char *p;

	title("memfd");
	show("fd", f);
	link[n] = (char)('0' + f);
	m = SC(readlinkat, -100, L(link), L(buf), 100);
	buf[m > 0 ? m : 0] = 0;
	put(buf);
	put("\n");
	show("flags", SC(memfd_create, L("x"), 0x40));
	show("name", SC(memfd_create, 8, 0));
	for (int i = 0; i < 250; i++)
		name[i] = 'x';
	name[250] = 0;
	show("long name", SC(memfd_create, L(name), 0));
	name[249] = 0;
	g = SC(memfd_create, L(name), 0);
	show("longest name", g >= 0);
	show("seals without", io_fcntl(g, GET_SEALS, 0));
	show("add without", io_fcntl(g, ADD_SEALS, WRITE));
	SC(close, g);
	show("write", SC(write, f, L(buf), 5000));
	show("seals", io_fcntl(f, GET_SEALS, 0));
	show("unknown", io_fcntl(f, ADD_SEALS, 0x100));
	show("no memfd", io_fcntl(0, GET_SEALS, 0));
	show("shrink", io_fcntl(f, ADD_SEALS, SHRINK));
	show("smaller", io_ftruncate(f, 4000));
	show("larger", io_ftruncate(f, 6000));
	show("grow", io_fcntl(f, ADD_SEALS, GROW));
	show("larger", io_ftruncate(f, 7000));
	show("write within", io_pwrite(f, buf, 1000, 5000));
	show("write beyond", io_pwrite(f, buf, 1000, 5500));
	p = map(f, 3, 1);
	p[5] = 9;
	show("write while mapped", io_fcntl(f, ADD_SEALS, WRITE));
	show("future writes", io_fcntl(f, ADD_SEALS, FUTURE));
	p[5] = 10;
	show("seen", io_pread(f, buf, 10, 0) == 10 && buf[5] == 10);
	show("write", io_pwrite(f, buf, 10, 0));
	show("map to write", L(map(f, 3, 1)));
	SC(munmap, L(p), PAGE);
	show("seal writes", io_fcntl(f, ADD_SEALS, WRITE));
	show("map private", (ulong)map(f, 3, 2) < -4096ul);
	show("last", io_fcntl(f, ADD_SEALS, SEAL));
	show("no more", io_fcntl(f, ADD_SEALS, SEAL));
	show("seals", io_fcntl(f, GET_SEALS, 0));
	SC(close, f);
}

static int shared_word = 17;

static long remote(long nr, long pid, void *mine, void *theirs, long n)
{
	struct io_vec l = { mine, n }, r = { theirs, n };

	return sys_of(nr, (const long[6]){ pid, L(&l), 1, L(&r), 1, 0 });
}

static void others(void)
{
	struct io_vec l = { buf, 4 }, r[2] = { { &shared_word, 2 },
					       { (char *)&shared_word + 2, 2 } };
	char *edge = io_mmap(2 * PAGE, 3, 0x22, -1) + PAGE;
	int word = 0;
	long pid;

	title("memory of others");
	pid = io_fork();
	SC(munmap, L(edge), PAGE);
	if (!pid) {
		shared_word = 18;
		for (int i = 0; i < 300 && *(volatile int *)&shared_word != 99;
		     i++)
			io_sleep_ms(10);
		SC(exit_group, shared_word);
	}
	io_sleep_ms(100);
	show("read", remote(__NR_process_vm_readv, pid, &word, &shared_word, 4));
	show("  value", word);
	show("in pieces", SC(process_vm_readv, pid, L(&l), 1, L(r), 2, 0));
	show("  value", buf[0]);
	show("read none", remote(__NR_process_vm_readv, pid, &word, (void *)8, 4));
	show("into none", remote(__NR_process_vm_readv, pid, (void *)8, &word, 4));
	show("flags", SC(process_vm_readv, pid, L(&l), 1, L(r), 2, 1));
	show("nobody", remote(__NR_process_vm_readv, 99999, &word, &word, 4));
	show("nothing", SC(process_vm_readv, pid, L(&l), 0, L(r), 2, 0));
	show("nothing there", SC(process_vm_readv, pid, L(&l), 1, L(r), 0, 0));
	show("too many", SC(process_vm_readv, pid, L(&l), 1, L(r), 1025, 0));
	show("bad vector", SC(process_vm_readv, pid, L(&l), 1, 8, 1, 0));
	show("to the edge", remote(__NR_process_vm_readv, SC(getpid, 0), buf,
				   edge - 100, 200));
	show("own", remote(__NR_process_vm_readv, SC(getpid, 0), buf,
			   edge - 100, 100));
	show("read only", remote(__NR_process_vm_writev, pid, &word,
				 (void *)main, 4));
	word = 99;
	show("write", remote(__NR_process_vm_writev, pid, &word, &shared_word,
			     4));
	show("child", io_wait(pid));
	show("own word", shared_word);
}

static void descriptors(void)
{
	const ulong limit[2] = { 40, 100 };
	long e = SC(eventfd2, 0, 0);

	title("descriptors");
	show("dup2 itself", SC(dup2, e, e));
	show("dup2 of none", SC(dup2, 99, 99));
	show("dup3 itself", SC(dup3, e, e, 0));
	show("dup3 flags", SC(dup3, e, 20, 1));
	show("dup3", SC(dup3, e, 20, 02000000));
	show("close on exec", io_fcntl(20, 1, 0));
	show("from", io_fcntl(e, 0, 20));
	show("from, close on exec", io_fcntl(e, 1030, 20));
	show("close on exec", io_fcntl(22, 1, 0));
	show("set it", io_fcntl(21, 2, 1));
	show("is set", io_fcntl(21, 1, 0));
	SC(setrlimit, 7, L(limit));
	show("beyond the limit", io_fcntl(e, 0, 40));
	show("dup2 beyond", SC(dup2, e, 40));
	for (int i = 0; i < 100 && SC(dup, e) >= 0; i++)
		;
	show("no more", SC(dup, e));
	show("no more", SC(eventfd2, 0, 0));
	show("close_range flags", SC(close_range, 5, 10, 1));
	show("close_range wrong", SC(close_range, 10, 5, 0));
	show("mark them", SC(close_range, 25, 30, 4));
	show("marked", io_fcntl(26, 1, 0));
	show("close them", SC(close_range, 10, ~0l, 0));
	show("closed", SC(close, 26));
	show("lowest", SC(dup, e));
	show("unknown command", io_fcntl(e, 77, 0));
	show("owner", io_fcntl(e, 9, 0));
	SC(close, e);
}

static void limits(void)
{
	const ulong limit[2] = { 10000, ~0ul };
	long f = SC(openat, -100, L("io_limit"), 02 | 0100, 0600);

	title("sizes of files");
	io_catch(SIG_XFSZ, 0);
	SC(setrlimit, 1, L(limit));
	show("below", io_pwrite(f, buf, 100, 9950));
	show("above", io_pwrite(f, buf, 100, 10000));
	show("signals", io_signals);
	show("truncate", io_ftruncate(f, 10001));
	show("signals", io_signals);
	show("smaller", io_ftruncate(f, 100));
	SC(close, f);
	SC(unlink, L("io_limit"));
}

int main(int argc, char **argv, char **envp)
{
	memfds();
	others();
	limits();
	descriptors();
	return 0;
}
