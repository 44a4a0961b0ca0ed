/* SPDX-License-Identifier: MIT */
/*
 * linked.c - what a dynamically linked program finds when it starts: itself at
 * some address, its libraries, and the vector that the kernel fills in. Says
 * the same on every kernel.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
extern char _start[];
static __thread int mine = 5;
static int constructed;

__attribute__((__constructor__)) static void construct(void)
{
	constructed = 1;
}

static void at_end(void)
{
	puts("at the end");
}

/* Is @addr in a segment of the program itself? */
static int in_program(struct dl_phdr_info *info, size_t size, void *addr)
{
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];

		if (ph->p_type == PT_LOAD &&
		    (uintptr_t)addr - info->dlpi_addr - ph->p_vaddr <
			    ph->p_memsz)
			return 1;
	}
	return -1;			/* the first is the program */
}

static void show_vector(void)
{
	printf("interpreter %d, entry %d, headers %d of %lu bytes\n",
	       getauxval(AT_BASE) != 0,
	       getauxval(AT_ENTRY) == (unsigned long)_start,
	       dl_iterate_phdr(in_program, (void *)getauxval(AT_PHDR)),
	       getauxval(AT_PHENT));
	printf("random %d, page %lu, ticks %lu, secure %lu, flags %lu\n",
	       getauxval(AT_RANDOM) != 0, getauxval(AT_PAGESZ),
	       getauxval(AT_CLKTCK), getauxval(AT_SECURE),
	       getauxval(AT_FLAGS));
	printf("platform %s, file %s, hwcap %d\n",
	       (char *)getauxval(AT_PLATFORM),
	       strrchr((char *)getauxval(AT_EXECFN), '/'),
	       getauxval(AT_HWCAP) != 0);
	printf("ids %d, minsigstksz %d\n",
	       getauxval(AT_UID) == getuid() && getauxval(AT_EGID) == getegid(),
	       getauxval(AT_MINSIGSTKSZ) != 0);
}

static void *thread(void *arg)
{
	mine += *(int *)arg;
	return (void *)(long)mine;
}

static void show_threads(void)
{
	int add = 2;
	pthread_t t;
	void *got;

	pthread_create(&t, NULL, thread, &add);
	pthread_join(t, &got);
	printf("thread-local %d, %ld\n", mine, (long)got);
}

static void show_library(const char *path)
{
	void *lib = dlopen(path, RTLD_NOW);
	int (*fn)(int) = lib ? (int (*)(int))dlsym(lib, "twice") : NULL;

	printf("library %d\n", fn ? fn(21) : -1);
	if (lib)
		dlclose(lib);
	printf("missing %d\n", dlopen("/nowhere/lib.so", RTLD_NOW) == NULL);
}

/* Start itself again, by descriptor. */
static void show_exec(char *self)
{
	char *argv[] = { self, "again", NULL };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		fexecve(open("/proc/self/exe", O_RDONLY | O_CLOEXEC), argv,
			environ);
		_exit(9);
	}
	waitpid(pid, &status, 0);
	printf("again %d\n", WEXITSTATUS(status));
}

static void show_brk(void)
{
	char *before = sbrk(0), *p = malloc(100000), *q = malloc(10 << 20);

	memset(p, 1, 100000);
	memset(q, 2, 10 << 20);
	printf("memory %d %d\n", (char *)sbrk(0) > before, q[10 << 10]);
	free(p);
	free(q);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "again"))
		return 7;
	atexit(at_end);
	printf("constructed %d, %d arguments, %s\n", constructed, argc,
	       getenv("HOME"));
	show_vector();
	show_threads();
	show_library(argv[1]);
	fflush(stdout);
	show_exec(argv[0]);
	show_brk();
	printf("%.6f %s\n", sqrt(2.0 * argc), strerror(ENOENT));
	return 3;
}
