/* SPDX-License-Identifier: MIT */
/*
 * machine.h - machines that run in QEMU.
 */
#ifndef TOOLS_MACHINE_H
#define TOOLS_MACHINE_H

#include <stdio.h>
#include <sys/types.h>
#include "octavo.h"

struct machine {
	const char *name;		/* of --machine */
	int pae;
	const char *kernel;		/* beside the command */
	const char *make;		/* what builds that */
	const char *qemu;
	const char *board;		/* its -machine */
	unsigned int bits;		/* 32 or 64: its programs */
	unsigned long long max_mem, max_lowmem;
	const char *beyond;		/* why no more than max_mem */
};

/* machine.c: the machine of that name; a usage error if there is none. */
const struct machine *find_machine(const char *name, int pae);
/* The path of a file that lies beside the command, where it was built or where
 * it is installed, until the next call. NULL: there is none. */
const char *find_beside(const char *file);

/* root.c: write the archive of a root for programs of @bits bits: the host's
 * directory @dir, or (NULL) a small tree. No more than @limit bytes. */
void pack_root(FILE *to, unsigned int bits, const char *dir,
	       unsigned long long limit);
/* A static busybox and the names it answers to; a usage error if the host has
 * none. */
const char *find_busybox(unsigned int bits, const char *const **applets);

/* hosted.c: the device of a hosted machine. */
struct hosted_edu;
struct hosted_edu edu_config(const struct device_options *d);

/* What a machine is started with. */
struct qemu {
	const struct machine *machine;
	unsigned long long mem;
	unsigned int cpus;
	const char *append;		/* the kernel's command line */
	int edu;			/* with that device */
	const struct net_options *net;
	int root;			/* a memfd */
	int gdb;			/* listening socket, or -1 */
	int watch;			/* the end of it is the end; or -1 */
	pid_t pid;			/* qemu_start() fills in these */
	int log, link;			/* our ends of COM1 and COM2 */
};

/* qemu.c */
void qemu_start(struct qemu *q);
/* Wait for its end; the wait status. */
int qemu_wait(struct qemu *q);

/* gdb.c: run the same command in gdb; does not return. */
__attribute__((__noreturn__)) void become_gdb(int argc, char **argv);
/* A socket for qemu.gdb, and a descriptor that leads there. */
int gdb_listen(int *door);
/* gdb, which holds @alive open, with the symbols of the machine's kernel. */
pid_t gdb_start(const struct machine *m, int door, int alive);

/* relay.c: standard streams <-> the machine, until it is gone. The program's
 * exit status, or -1 if none was told. @input: -1 for none. Who leaves by the
 * terminal ends the machine. */
#define RELAY_LEFT	1000
int relay(const struct qemu *q, int input);

#endif
