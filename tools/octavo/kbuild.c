/* SPDX-License-Identifier: MIT */
/*
 * kbuild.c - a directory of drivers with a Makefile as Linux's build reads it.
 */
#include "driver.h"

void kbuild_read(struct drivers *d, const char *dir)
{
	usage_error("--driver %s: a directory", dir);
}
