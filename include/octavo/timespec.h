/* SPDX-License-Identifier: MIT */
/*
 * timespec.h - a time in seconds and nanoseconds, as the kernel has it.
 */
#ifndef OCTAVO_TIMESPEC_H
#define OCTAVO_TIMESPEC_H

#include <octavo/types.h>

struct timespec64 {
	s64 tv_sec;
	long tv_nsec;
};

#endif
