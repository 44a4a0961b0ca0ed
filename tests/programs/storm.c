// SPDX-License-Identifier: MIT
/*
 * storm.c - many processes, threads, signals and pipes at once, checked.
 *
 *	storm PART SEED OPERATIONS
 *
 * Each part prints what it did and "fine", or what was wrong. The random
 * choices follow from the seed alone.
 */
#include "tasks.h"

static uint64_t seed;
static char stacks[8][16384] __attribute__((__aligned__(64)));
static volatile int tids[8];

static ulong random_below(ulong n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (ulong)(uint32_t)(seed >> 33) % n;
}

static int wrong(const char *what, long got)
{
	put("wrong: ");
	put(what);
	put(" ");
	put_number(got);
	put("\n");
	return 1;
}

/* ---- fork ----------------------------------------------------------------- */

/* What parent and children write stays theirs. */
static volatile char memory[16 * 4096];

static int check_memory(long value)
{
	for (ulong i = 0; i < sizeof(memory); i += 4096)
		memory[i + random_below(4096)] = (char)value;
	sys1(SYS_sched_yield, 0);
	for (ulong i = 0; i < sizeof(memory); i++)
		if (memory[i] && memory[i] != (char)value)
			return 0;
	return (int)value;
}

static int forks(long n)
{
	long pid[8] = { 0 };
	int value[8];

	for (long i = 0; i < n; i++) {
		ulong k = random_below(8);

		if (pid[k]) {
			long status = wait_for(pid[k], 0);

			if (status != (value[k] & 0xff) << 8)
				return wrong("status", status);
			pid[k] = 0;
			continue;
		}
		value[k] = 1 + (int)random_below(120);
		random_below(2);
		pid[k] = child(check_memory, value[k]);
		if (pid[k] < 0)
			return wrong("fork", pid[k]);
	}
	for (int k = 0; k < 8; k++)
		if (pid[k] && wait_for(pid[k], 0) != value[k] << 8)
			return wrong("last status", k);
	for (ulong i = 0; i < sizeof(memory); i++)
		if (memory[i])
			return wrong("memory", (long)i);
	return 0;
}

/* ---- exec ----------------------------------------------------------------- */

static char *number(char *end, ulong n)
{
	*--end = 0;
	do {
		*--end = (char)('0' + n % 10);
	} while (n /= 10);
	return end;
}

/* The program again, with one less to go. */
static int execs(char **argv, ulong left)
{
	char buf[24];

	if (!left)
		return 0;
	argv[3] = number(buf + sizeof(buf), left - 1);
	argv[1] = (char *)"exec-on";
	return wrong("exec", sys3(SYS_execve, argv[0], argv, 0));
}

/* ---- signals -------------------------------------------------------------- */

static volatile int seen, sum;

static void add(int sig, struct siginfo *info, void *uc)
{
	(void)sig;
	(void)uc;
	seen++;
	sum += (int)info->value;
}

static int sender(long n)
{
	struct siginfo info = { .code = -1 };
	const long to = sys1(SYS_getppid, 0);

	for (long i = 1; i <= n; ) {
		long err;

		info.value = (ulong)i;
		err = sys3(SYS_rt_sigqueueinfo, to, SIGRT, &info);
		if (!err)
			i++;
		else if (err == -EAGAIN)
			sys1(SYS_sched_yield, 0);
		else
			return 1;
	}
	return 0;
}

/* None of the signals that four children queue is lost. */
static int signals(long n)
{
	const long each = n / 4;
	long pid[4], status;

	catch(SIGRT, add, SA_RESTART);
	for (int k = 0; k < 4; k++)
		pid[k] = child(sender, each);
	for (int k = 0; k < 4; k++) {
		status = wait_for(pid[k], 0);
		if (status)
			return wrong("sender", status);
	}
	if (seen != 4 * each)
		return wrong("signals", seen);
	return sum != 4 * (each * (each + 1) / 2) ? wrong("sum", sum) : 0;
}

/* ---- pipes ---------------------------------------------------------------- */

static char buf[70000];

static int writer(long fd)
{
	ulong sent = 0, total = 200000;

	while (sent < total) {
		ulong n = 1 + random_below(random_below(2) ? 100 : sizeof(buf));
		long done;

		if (n > total - sent)
			n = total - sent;
		for (ulong i = 0; i < n; i++)
			buf[i] = (char)((sent + i) * 7 % 251);
		done = sys3(SYS_write, fd, buf, n);
		if (done <= 0)
			return 1;
		sent += (ulong)done;
	}
	return 0;
}

/* Sizes of both sides are any, and every byte arrives in its place. */
static int pipes(long n)
{
	for (long round = 0; round < n; round++) {
		ulong got = 0;
		int fds[2];
		long pid, len;

		sys1(SYS_pipe, fds);
		pid = child(writer, fds[1]);
		sys1(SYS_close, fds[1]);
		while ((len = sys3(SYS_read, fds[0], buf, 1 + random_below(
				random_below(2) ? 50 : sizeof(buf)))) > 0) {
			for (long i = 0; i < len; i++)
				if (buf[i] != (char)((got + (ulong)i) * 7 % 251))
					return wrong("byte", (long)got + i);
			got += (ulong)len;
		}
		sys1(SYS_close, fds[0]);
		if (got != 200000)
			return wrong("bytes", (long)got);
		if (wait_for(pid, 0))
			return wrong("writer", pid);
		random_below(2);
	}
	return 0;
}

/* ---- threads -------------------------------------------------------------- */

static volatile int lock_word, protected;
static volatile long rounds;

/* 0: free, 1: taken, 2: taken and somebody sleeps. */
static void take_lock(void)
{
	int was = 0;

	if (__atomic_compare_exchange_n(&lock_word, &was, 1, 0,
					__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return;
	while (__atomic_exchange_n(&lock_word, 2, __ATOMIC_SEQ_CST))
		futex(&lock_word, FUTEX_WAIT, 2, 0, 0, 0);
}

static void drop_lock(void)
{
	if (__atomic_exchange_n(&lock_word, 0, __ATOMIC_SEQ_CST) == 2)
		futex(&lock_word, FUTEX_WAKE, 1, 0, 0, 0);
}

static void adder(void *arg)
{
	for (long i = 0; i < rounds; i++) {
		int was;

		take_lock();
		was = protected;
		if ((i + (long)arg) % 16 == 0)
			sys1(SYS_sched_yield, 0);
		protected = was + 1;
		drop_lock();
	}
}

/* Threads come and go, and take turns at a lock. */
static int threads(long n)
{
	rounds = n / 64 + 1;
	for (int wave = 0; wave < 8; wave++) {
		for (long k = 0; k < 8; k++)
			thread_start(THREAD_FLAGS | SET_TID | CLEAR_TID,
				     stacks[k] + sizeof(stacks[k]), adder,
				     (void *)k, (int *)&tids[k]);
		for (int k = 0; k < 8; k++)
			join(&tids[k]);
	}
	return protected != 64 * rounds ? wrong("count", protected) : 0;
}

/* ---- all ------------------------------------------------------------------ */

int main(int argc, char **argv, char **envp)
{
	ulong n;
	int err;

	(void)envp;
	if (argc < 4)
		return 2;
	seed = get_number(argv[2]) * 2654435761u + 1;
	n = get_number(argv[3]);
	if (str_eq(argv[1], "fork"))
		err = forks((long)n);
	else if (str_eq(argv[1], "exec") || str_eq(argv[1], "exec-on"))
		err = execs(argv, n);
	else if (str_eq(argv[1], "signal"))
		err = signals((long)n);
	else if (str_eq(argv[1], "pipe"))
		err = pipes((long)n);
	else
		err = threads((long)n);
	if (!err)
		put("fine\n");
	return err;
}
