/* SPDX-License-Identifier: MIT */
#ifndef PIN_LEAK_H
#define PIN_LEAK_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct pin_leak_sum {
	__u64 addr;			/* of a page */
	__u32 pages;
	__u32 reserved;
	__u64 sum;			/* the answer */
};

#define PIN_LEAK_SUM	_IOWR('p', 1, struct pin_leak_sum)

#endif
