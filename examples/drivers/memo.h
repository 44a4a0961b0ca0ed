/* SPDX-License-Identifier: MIT */
/*
 * memo.h - what programs and the driver memo say to each other.
 */
#ifndef MEMO_H
#define MEMO_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct memo_stat {
	__u64 size;			/* bytes that can be read */
	__u32 quantum;			/* bytes of one piece */
	__u32 nr_quanta;		/* pieces that are there */
};

#define MEMO_STAT	_IOR('o', 1, struct memo_stat)
#define MEMO_TRIM	_IO('o', 2)	/* forget everything */

#endif
