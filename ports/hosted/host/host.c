/* SPDX-License-Identifier: MIT */
/*
 * host.c - the libc half: threads, clock, random bytes, names of code.
 */
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>
#include "../host.h"

#define HWCAP2_FSGSBASE	2

/*
 * What the sanitizers' runtimes, if any, are told before they start: SIGSEGV is
 * our page fault and not theirs, and signals come on the stacks that we say.
 * Leaks are counted by the machine itself.
 */
const char *__asan_default_options(void);
const char *__tsan_default_options(void);
const char *__ubsan_default_options(void);

#define OURS	"handle_segv=0:handle_sigbus=0:handle_sigfpe=0:" \
		"handle_sigill=0:allow_user_segv_handler=1:use_sigaltstack=0:" \
		"exitcode=3"

const char *__asan_default_options(void)
{
	return OURS ":detect_leaks=0:detect_stack_use_after_return=0";
}

const char *__tsan_default_options(void)
{
	return OURS ":report_signal_unsafe=0";
}

const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1";
}

struct worker {
	pthread_t thread;
	void (*fn)(void *arg, unsigned int n);
	void *arg;
	unsigned int n;
};

unsigned long long host_clock_ns(int realtime)
{
	struct timespec ts;

	clock_gettime(realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC, &ts);
	return (unsigned long long)ts.tv_sec * 1000000000ull +
	       (unsigned long long)ts.tv_nsec;
}

void host_random(void *buf, unsigned long len)
{
	unsigned char *p = buf;

	while (len) {
		ssize_t n = getrandom(p, len, 0);

		if (n > 0) {
			p += n;
			len -= (unsigned long)n;
		}
	}
}

static void *worker_main(void *arg)
{
	struct worker *w = arg;

	w->fn(w->arg, w->n);
	return NULL;
}

int host_run_threads(unsigned int nr, void (*fn)(void *arg, unsigned int n),
		     void *arg)
{
	struct worker *workers = calloc(nr ? nr : 1, sizeof(*workers));
	unsigned int started;
	int err = 0;

	if (!workers)
		return -ENOMEM;
	for (started = 1; started < nr && !err; started++) {
		struct worker *w = &workers[started];

		*w = (struct worker){ .fn = fn, .arg = arg, .n = started };
		err = pthread_create(&w->thread, NULL, worker_main, w);
	}
	if (err)
		started--;
	fn(arg, 0);
	for (unsigned int i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	free(workers);
	return -err;
}

unsigned long host_stack_end(void)
{
	static __thread unsigned long end;
	pthread_attr_t attr;
	void *base;
	size_t size;

	if (end || pthread_getattr_np(pthread_self(), &attr))
		return end;
	if (!pthread_attr_getstack(&attr, &base, &size))
		end = (unsigned long)base + size;
	pthread_attr_destroy(&attr);
	return end;
}

void host_symbol(unsigned long addr, char *buf, unsigned long size)
{
	const char *name, *suffix;
	Dl_info info;

	if (host_ask_name(addr, buf, size) > 0)
		return;
	if (!dladdr((const void *)addr, &info) || !info.dli_fname) {
		snprintf(buf, size, "?");
		return;
	}
	name = strrchr(info.dli_fname, '/');
	name = name ? name + 1 : info.dli_fname;
	suffix = strstr(name, ".so");
	if (!suffix || suffix[3])
		suffix = name + strlen(name);
	snprintf(buf, size, "%.*s+%#lx", (int)(suffix - name), name,
		 addr - (unsigned long)info.dli_fbase);
}

void host_function(unsigned long addr, char *buf, unsigned long size,
		   unsigned long *start, unsigned long *bytes)
{
	const ElfW(Sym) *sym = NULL;
	Dl_info info;
	int found = dladdr1((const void *)addr, &info, (void **)&sym,
			    RTLD_DL_SYMENT) && info.dli_sname;

	snprintf(buf, size, "%s", found ? info.dli_sname : "?");
	if (start)
		*start = found ? (unsigned long)info.dli_saddr : 0;
	if (bytes)
		*bytes = found && sym ? sym->st_size : 0;
}

int host_has_fsgsbase(void)
{
	return (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0;
}

void host_exit(int status)
{
	_exit(status);
}
