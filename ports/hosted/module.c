/* SPDX-License-Identifier: MIT */
/*
 * module.c - drivers that the host's dynamic linker brought into this process.
 */
#include <octavo/bug.h>
#include <octavo/checks.h>
#include <octavo/mm.h>
#include <octavo/module.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include "hosted.h"

/* What allocates for itself, whoever brings it about: memory of programs. */
static const void *const own_work[] = {
	handle_mm_fault, do_page_fault,
};

static void name_boundaries(void)
{
	unsigned long start, bytes;
	char name[8];

	for (size_t i = 0; i < ARRAY_SIZE(own_work); i++) {
		host_function((unsigned long)own_work[i], name, sizeof(name),
			      &start, &bytes);
		checks_boundary((const void *)start, bytes);
	}
}

static int start_driver(struct hosted_driver *d)
{
	struct module *mod = d->module;

	mod->core_base = (void *)d->base;
	mod->core_size = d->size;
	mod->text_base = (void *)d->text;
	mod->text_size = d->text_size;
	checks_begin();
	hosted_watch_drivers(true);
	d->err = module_load(mod, d->params);
	if (d->err)
		checks_end();
	return d->err;
}

void hosted_end_drivers(struct hosted_driver *drivers, unsigned long nr)
{
	while (nr--) {
		drivers[nr].err = module_unload(drivers[nr].module);
		checks_end();
	}
}

int hosted_start_drivers(struct hosted_driver *drivers, unsigned long nr)
{
	name_boundaries();
	for (unsigned long i = 0; i < nr; i++) {
		int err = start_driver(&drivers[i]);

		if (!err)
			continue;
		hosted_end_drivers(drivers, i);
		return err;
	}
	return 0;
}

/* ---- reports -------------------------------------------------------------------- */

static unsigned long leak_reports;

/* Shown as ever; those of leaks are counted. */
static void show_report(const char *line, size_t len, bool expected)
{
	static const char leak[] = "octavo: leak: ";

	if (expected)
		return;
	leak_reports += strncmp(line, leak, sizeof(leak) - 1) == 0;
	printk(KERN_ERR "%.*s", (int)len, line);
}

void hosted_reports_begin(struct hosted_reports *r)
{
	leak_reports = 0;
	*r = (struct hosted_reports){ .misuses = octavo_report_unexpected() };
	octavo_report_sink(show_report);
}

void hosted_reports_end(struct hosted_reports *r)
{
	octavo_report_sink(NULL);
	r->leaks = leak_reports;
	r->misuses = octavo_report_unexpected() - r->misuses - leak_reports;
}
