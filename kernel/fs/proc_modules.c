/* SPDX-License-Identifier: MIT */
/*
 * proc_modules.c - /proc/modules.
 */
#include <octavo/module.h>
#include <octavo/seq_file.h>
#include "internal.h"

/* "name size users used-by state address", the last loaded first. */
int proc_modules_show(struct seq_file *m, void *v)
{
	struct module *mod, *last = NULL;

	while (last != module_next(NULL)) {
		for (mod = module_next(NULL); module_next(mod) != last;)
			mod = module_next(mod);
		last = mod;
		seq_printf(m, "%s %lu %d - %s 0x%0*lx\n", mod->name,
			   mod->core_size, module_refcount(mod),
			   mod->state == MODULE_STATE_LIVE ? "Live" :
			   mod->state == MODULE_STATE_GOING ? "Unloading" :
							      "Loading",
			   2 * (int)sizeof(long),
			   (unsigned long)mod->core_base);
	}
	return 0;
}
