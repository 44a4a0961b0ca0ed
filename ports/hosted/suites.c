/* SPDX-License-Identifier: MIT */
/*
 * suites.c - the unit suites, run on a started machine.
 */
#include <kunit/test.h>
#include "hosted.h"

int hosted_run_suites(const struct hosted_suites *opts)
{
	const struct kunit_options options = {
		.filter = opts->filter,
		.seed = opts->seed,
		.list = opts->list != 0,
	};

	return kunit_run_all(&options);
}
