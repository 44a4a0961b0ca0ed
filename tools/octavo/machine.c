/* SPDX-License-Identifier: MIT */
/*
 * machine.c - the machines there are, and where their kernels lie.
 *
 *	build/hosted/octavo	  build/i386/octavo.elf
 *	PREFIX/bin/octavo	  PREFIX/lib/octavo/i386/octavo.elf
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "machine.h"

#define MIB(n)	((unsigned long long)(n) << 20)

static const struct machine machines[] = {
	{ "i386", 0, "i386/octavo.elf", "make MACHINE=i386", "qemu-system-i386",
	  /* Else some of 3 GiB and more would be above 4 GiB. */
	  "pc,max-ram-below-4g=3840M", 32, MIB(3584), MIB(896),
	  "memory above 4 GiB cannot be used without --pae, and devices take "
	  "the last 512M below it" },
	{ "i386", 1, "i386-pae/octavo.elf", "make MACHINE=i386 PAE=1", "qemu-system-i386",
	  "pc", 32, MIB(64 << 10), MIB(896),
	  "memory above 64 GiB cannot be used" },
	{ "x86_64", 0, "x86_64/octavo.elf", "make MACHINE=x86_64", "qemu-system-x86_64",
	  "pc", 64, MIB(1 << 20), MIB(1 << 20),
	  "memory above 1024 GiB cannot be used" },
};

const struct machine *find_machine(const char *name, int pae)
{
	const struct machine *found = NULL;

	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (strcmp(machines[i].name, name))
			continue;
		found = &machines[i];
		if (found->pae == pae)
			return found;
	}
	if (found)
		usage_error("--pae: there is no such %s", name);
	usage_error("--machine: '%s' is none of hosted, i386, x86_64", name);
}

const char *find_beside(const char *file)
{
	static const char *const places[] = { "..", "../lib/octavo" };
	static char path[PATH_MAX];
	char self[PATH_MAX / 2];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n < 0)
		return NULL;
	self[n] = 0;
	*strrchr(self, '/') = 0;
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s", self, places[i], file);
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}
