/* SPDX-License-Identifier: MIT */
/*
 * host.h - the interface between the two halves of the hosted machine.
 *
 * The freestanding half (the .c files of ports/hosted/) sees Octavo's headers and no
 * libc. The libc half (ports/hosted/host/, tools/) sees the host's libc and no header
 * of Octavo's but this one, which therefore uses plain C types only.
 */
#ifndef HOSTED_HOST_H
#define HOSTED_HOST_H

/* ---- What the freestanding half offers to the libc half ------------------ */

/* The device that does DMA (host/edu.c), if there is to be one. */
struct hosted_edu {
	int present;
	int ring;			/* takes orders from a ring */
	unsigned int delay_us;		/* before it does one */
	unsigned int fail_permille;	/* of the orders go wrong, */
	unsigned long long seed;	/* which of them follows from it */
};

/* How a machine is to be made. */
struct hosted_config {
	unsigned long long mem;		/* bytes of RAM */
	unsigned long long lowmem;	/* bytes of it mapped for good */
	unsigned int nr_cpus;
	int pinned;			/* user copies by pinning pages */
	int seccomp;			/* do without syscall user dispatch */
	int guarded;			/* objects have red zones and owners */
	struct hosted_edu edu;
};

/* What the machine did. */
struct hosted_stats {
	unsigned long syscalls;
	unsigned long user_faults;	/* traps of user code for a page */
	unsigned long kernel_faults;	/* of kernel code */
	unsigned long fixups;		/* that the exception table ended */
	unsigned long maps;		/* host mappings made */
	unsigned long mapped_pages;	/* pages in them */
	unsigned long flushes;
	unsigned long evictions;	/* of all, for lack of host mappings */
	unsigned long long first_user_ns;	/* clock at first user code */
};

/* Make the machine: RAM, CPUs, memory core. 0, or -errno with the reason on
 * the log. */
int hosted_start(const struct hosted_config *cfg);

/* Take it down again; hosted_start() may follow. */
void hosted_stop(void);

/* What the suites are run with. */
struct hosted_suites {
	const char *filter;		/* NULL: all */
	unsigned long long seed;
	unsigned int repeat;
	int list;			/* only name them */
};

/* Run the unit suites on a started machine; number of failed tests. */
int hosted_run_suites(const struct hosted_suites *opts);

/* A driver that was loaded into this process. */
struct hosted_driver {
	const char *name, *file;
	void *module;			/* its struct module */
	const void *base, *text;	/* all of it, and its code */
	unsigned long size, text_size;
	const char *const *params;	/* "name=value"; NULL: none */
	int is_test;			/* a file of tests, not under test */
	int err;			/* -errno: why it did not start */
};

/* Let point number @nth of a kind fail, see octavo/fault_inject.h. */
struct hosted_fault {
	const char *kind;
	unsigned long nth;
	int sticky;			/* and all that follow */
};

/* Is there such a kind? */
int hosted_is_fault(const char *kind);

/* Tests of drivers, and what they made of it. */
struct hosted_tests {
	struct hosted_driver *drivers;	/* in the order of their start */
	unsigned long nr_drivers;
	const char *filter;		/* NULL: all */
	unsigned long long seed;
	int list;			/* only name them */
	const struct hosted_fault *faults;
	unsigned long nr_faults;
	int count;			/* tell of every point */
	unsigned long long fault_seed;	/* of failures by chance, */
	unsigned int one_in;		/* one of so many, 0: none */

	int passed, failed, skipped;
	unsigned long leaks, reports;
	int err;			/* -ENOENT: the filter matches none */
};

/* Run them on a started machine; host_tell() is told what happens. */
void hosted_run_tests(struct hosted_tests *t);

/* A program to be run by the reference kernel. */
struct hosted_program {
	unsigned long reports;		/* filled in: of misuses */
	struct hosted_driver *drivers;	/* in the order of their start */
	unsigned long nr_drivers;
	const char *const *argv;	/* NULL-terminated; [0] is looked up */
	const char *const *envp;
	int dir;			/* descriptor of a host directory */
	/* NULL: the tree is that directory. Else a small tree with the file
	 * of that name from it in /bin, and links to it: */
	const char *busybox;
	const char *const *applets;	/* NULL-terminated */
	int tap;			/* host_tap_open()'s, -1: no eth0 */
	int stats;			/* say what the machine did */
	int init;			/* the program runs the system */
	unsigned int terminal;		/* bits: streams at a raw terminal */
	unsigned long long start_ns;	/* clock when all this began */
};

/* Run it on a started machine; closes the directory. 0 with the wait status in
 * *status, or -errno if it could not start. *leaks: how many kinds of
 * things did not all come back, each said on the log. */
int hosted_run_program(struct hosted_program *prog, int *status,
		       unsigned long *leaks);

/* For models of devices, from any thread. RAM at a bus address, up to the end
 * of its page, or NULL; may it do DMA; its interrupt line. */
void *hosted_dma_address(unsigned long long addr);
int hosted_pci_is_master(void);
void hosted_irq_raise(void);
void hosted_irq_lower(void);

/* ---- What the libc half offers to the freestanding half ------------------ */

/* The model: its thread, and its registers. 0 or -errno. */
int host_edu_start(const struct hosted_edu *cfg);
void host_edu_stop(void);
unsigned int host_edu_read(unsigned int reg, unsigned int size);
void host_edu_write(unsigned int val, unsigned int reg, unsigned int size);

/* Nanoseconds since 1970, or since some start. */
unsigned long long host_clock_ns(int realtime);

void host_random(void *buf, unsigned long len);

/* Run fn(arg, n) for n = 0 to nr - 1, each on a thread of its own but 0,
 * which runs on the caller's; return when all have. 0 or -errno. */
int host_run_threads(unsigned int nr, void (*fn)(void *arg, unsigned int n),
		     void *arg);

/* The highest address of the calling thread's own stack. */
unsigned long host_stack_end(void);

/* "NAME+0xOFFSET" of code at @addr: the file without its folder and without
 * ".so", and the place in it as its tools know it. "?" if it is in none. */
void host_symbol(unsigned long addr, char *buf, unsigned long size);

/* The function that code at @addr is in: its name, and if @start and @size are
 * not NULL where it lies. "?" if it is not known. */
void host_function(unsigned long addr, char *buf, unsigned long size,
		   unsigned long *start, unsigned long *bytes);

/* A TAP interface of the host: a descriptor whose frames are announced by SIGIO;
 * -errno: -EPERM, -ENOENT without such a device, -EBUSY. */
int host_tap_open(const char *name);

/* Have SIGIO come when something is typed at the terminal. */
void host_watch_terminal(void);

/* Does the user leave the machine? So it is when these @len bytes, after those
 * of earlier calls, make ctrl-] three times within a second. The command then
 * ends with HOSTED_LEFT. */
int host_leaves(const void *keys, unsigned long len);
#define HOSTED_LEFT		129	/* as by a hang-up */

/* ---- Files of the host, below one directory (host/files.c) ---------------- */

struct host_stat {
	unsigned int mode, nlink, uid, gid;
	unsigned int rdev_major, rdev_minor;
	unsigned long long ino, size, blocks;
	struct {
		long long sec;
		long nsec;
	} atime, mtime, ctime;
};

/* The calls answer what their names do on the host, errors as -errno. @path is
 * relative to the directory, "." itself, without ".."; no symbolic link in it
 * is followed. */
int host_root_open(const char *path);
int host_stat(int root, const char *path, struct host_stat *st);
int host_open(int root, const char *path);
void host_close(int fd);
long host_readlink(int root, const char *path, char *buf, unsigned long size);

/* Read into up to HOST_MAX_PAGES buffers of @page_size bytes. */
#define HOST_MAX_PAGES	32u
long host_preadv(int fd, void *const *pages, unsigned int nr,
		 unsigned long page_size, unsigned long long offset);

/* Calls @emit for each entry but "." and "..", after leaving out @skip, until
 * it answers 0. @type is a DT_ number. */
struct host_dir_walk {
	unsigned long long skip;
	int (*emit)(struct host_dir_walk *walk, const char *name,
		    unsigned long long ino, unsigned int type);
};
int host_readdir(int root, const char *path, struct host_dir_walk *walk);

/* ------------------------------------------------------------------------- */

/* Is @path a static busybox for x86 of 32 or 64 bits? 0, with the names it
 * answers to (NULL-terminated, kept for good); -ENOENT etc., or -ENOEXEC if it
 * is no such program. */
int host_find_busybox(const char *path, unsigned int bits,
		      const char *const **applets);

/* May the FS base be written by an instruction? */
int host_has_fsgsbase(void);

/* The process that looks after this one, if one does (host/supervisor.c): have
 * it record a text; ask it for the name of code, 0 if there is none. */
#define HOST_TELL_MAX	4096u
void host_set_supervisor(int fd, unsigned long *progress);
int host_is_supervised(void);
void host_tell(const char *text, unsigned long len);
long host_ask_name(unsigned long addr, char *buf, unsigned long size);

/* Counts that the machine goes on: entries from user code, switches of tasks. */
extern unsigned long *host_progress;

__attribute__((__noreturn__)) void host_exit(int status);

#endif
