/* SPDX-License-Identifier: MIT */
/*
 * fault_in.c - making user memory present before it is needed.
 *
 * Only a hint: the page may be gone again when the copy happens, and the copy
 * says so.
 *
 * Locking: none.
 */
#include "internal.h"

/* Touch each page of @len bytes at @addr; bytes not reached. */
static size_t fault_in(unsigned long addr, size_t len, bool write)
{
	u8 byte = 0;

	while (len) {
		u8 __user *p = (u8 __user *)addr;
		unsigned long n = in_page(addr, len);

		if (get_user(byte, p) || (write && put_user(byte, p)))
			break;
		addr += n;
		len -= n;
	}
	return len;
}

size_t fault_in_readable(const char __user *buf, size_t len)
{
	return fault_in((unsigned long)buf, len, false);
}

size_t fault_in_writeable(char __user *buf, size_t len)
{
	return fault_in((unsigned long)buf, len, true);
}
