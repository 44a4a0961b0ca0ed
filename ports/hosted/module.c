/* SPDX-License-Identifier: MIT */
/*
 * module.c - drivers that the host's dynamic linker brought into this process.
 */
#include <octavo/module.h>
#include "hosted.h"

static int start_driver(struct hosted_driver *d)
{
	struct module *mod = d->module;

	mod->core_base = (void *)d->base;
	mod->core_size = d->size;
	mod->text_base = (void *)d->text;
	mod->text_size = d->text_size;
	d->err = module_load(mod, d->params);
	return d->err;
}

void hosted_end_drivers(struct hosted_driver *drivers, unsigned long nr)
{
	while (nr--)
		drivers[nr].err = module_unload(drivers[nr].module);
}

int hosted_start_drivers(struct hosted_driver *drivers, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++) {
		int err = start_driver(&drivers[i]);

		if (!err)
			continue;
		hosted_end_drivers(drivers, i);
		return err;
	}
	return 0;
}
