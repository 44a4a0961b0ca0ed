/* SPDX-License-Identifier: MIT */
/*
 * suites.c - the payload that runs the unit suites; KTAP goes to the log.
 *
 * The exit status is 0 if every test passed, 1 if one failed, 2 if the filter
 * matches none.
 */
#include <kunit/test.h>
#include <octavo/printk.h>
#include "../x86.h"

int x86_payload(const struct boot_info *boot)
{
	const struct boot_options *o = &boot->options;
	const struct kunit_options options = {
		.filter = o->filter,
		.seed = o->seed,
		.list = o->list,
	};
	int failed = kunit_run_all(&options);

	if (failed < 0)
		pr_err("octavo: no test matches '%s'\n", o->filter);
	return failed < 0 ? 2 : failed != 0;
}
