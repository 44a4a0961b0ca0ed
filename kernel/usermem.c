/* SPDX-License-Identifier: MIT */
/*
 * usermem.c - making user memory present before it is needed.
 *
 * Only a hint: the page may be gone again when the copy happens, and the copy
 * says so.
 */
#include "internal.h"

/* Touch the pages of [@addr, @addr + @len); bytes not reached. */
static size_t fault_in(unsigned long addr, size_t len, bool write)
{
	unsigned long end = addr + len;
	u8 byte = 0;

	while (addr < end) {
		u8 __user *p = (u8 __user *)addr;

		if (get_user(byte, p) || (write && put_user(byte, p)))
			break;
		addr = (addr & PAGE_MASK) + PAGE_SIZE;
	}
	return addr < end ? end - addr : 0;
}

size_t fault_in_readable(const char __user *buf, size_t len)
{
	return fault_in((unsigned long)buf, len, false);
}

size_t fault_in_writeable(char __user *buf, size_t len)
{
	return fault_in((unsigned long)buf, len, true);
}
