/* SPDX-License-Identifier: MIT */
/*
 * octavo.h - what the files of the command share.
 */
#ifndef TOOLS_OCTAVO_H
#define TOOLS_OCTAVO_H

#define EXIT_USAGE	2	/* bad input: said in one line */
#define EXIT_STOPPED	3	/* the machine did not end as it should */
#define EXIT_LEAK	4	/* the program went well, the machine did not */

/* "octavo: ...", one line on standard error; then exit with EXIT_USAGE. */
__attribute__((__noreturn__, __format__(__printf__, 1, 2)))
void usage_error(const char *fmt, ...);

/* The same without the exit. */
__attribute__((__format__(__printf__, 1, 2)))
void complain(const char *fmt, ...);

/* options.c: the value of option @name, a size with K, M, G or T behind it. */
unsigned long long parse_size(const char *name, const char *value);
/* Milliseconds: "5", "5s", "500ms", "5m". */
unsigned int parse_time(const char *name, const char *value);
unsigned int parse_count(const char *name, const char *value,
			 unsigned int max);

/* --device edu,...: what is behind the name is for the hosted machine's. */
struct device_options {
	int edu;			/* there is to be one */
	const char *details;		/* a part of the value, or NULL */
	unsigned int delay_us, fail_permille;
	unsigned long long seed;
	int ring;
};

void parse_device(struct device_options *d, const char *value);
/* Is it a file that describes a device, instead of a name? */
int is_device_file(const char *value);

/* --net user,tftp=DIR; --net tap:NAME */
struct net_options {
	const char *tap;		/* the host's interface, or NULL */
	int user;			/* QEMU's own small network */
	const char *tftp;		/* what its server 10.0.2.2 has, or NULL */
};
void parse_net(struct net_options *n, const char *value);

/* What octavo run was asked for. */
struct run_options {
	const struct machine *machine;	/* NULL: hosted */
	unsigned long long mem;
	unsigned long long lowmem;	/* 0: as much as the machine can */
	unsigned int cpus;
	int pinned, wp_off, stats, gdb, init;
	unsigned int terminal;		/* terminal_find() */
	unsigned int timeout_ms;	/* 0: as long as it takes */
	const char *root;		/* NULL: the small tree */
	struct device_options device;
	struct net_options net;
	struct drivers *drivers;	/* driver.h */
	const char *const *argv;	/* [0] is looked up */
	const char *const *envp;
	unsigned long long start_ns;	/* the clock when the command began */
};

/* terminal.c: does somebody sit at our standard streams? Bits: which of them are
 * at the terminal; 0: none. A machine that gets it runs in a child. */
unsigned int terminal_find(void);
/* In the child: make it raw until the child ends or leaves it. */
void terminal_take(void);
void terminal_leave(void);
/* In the process that waits; nothing if there is none. */
void terminal_make_raw(void);
void terminal_restore(void);
int terminal_is_raw(void);
void terminal_size(unsigned int *rows, unsigned int *columns);

/* run.c: octavo run and octavo pack. */
int command_run(int argc, char **argv, unsigned long long start_ns);
int command_pack(int argc, char **argv);

/* hosted.c, bare.c: run the program; the exit status. */
/* In the environment of a command that gdb runs. */
#define IN_DEBUGGER	"OCTAVO_IN_DEBUGGER"

int run_hosted(const struct run_options *o);
int run_bare(const struct run_options *o);

#endif
