/* SPDX-License-Identifier: MIT */
/*
 * hosted.h - what the files of the freestanding half share.
 */
#ifndef HOSTED_HOSTED_H
#define HOSTED_HOSTED_H

#include <octavo/types.h>
#include "host.h"

/* ram.c: the memfd that is the machine's RAM, and its size in bytes. */
extern int hosted_ram_fd;
extern u64 hosted_ram_size;
extern u64 hosted_lowmem_size;

int hosted_ram_init(u64 mem, u64 lowmem);
void hosted_ram_exit(void);

/* cpu.c */
void hosted_cpus_init(unsigned int nr);
extern unsigned int hosted_nr_cpus;

#endif
