/* SPDX-License-Identifier: MIT */
/*
 * copy.c - user copies of any size, out of line.
 *
 * Owns octavo_uaccess_mode. Each call is: pinned path or not, count, the
 * machine's copy. A user copy that is made to fail behaves as if the page at
 * which the test wants it to fail were not there: the bytes before it arrive.
 *
 * Locking: none.
 */
#include <octavo/track.h>
#include "internal.h"

enum uaccess_mode octavo_uaccess_mode;

void uaccess_init(void)
{
	exception_table_sort();
}

enum uaccess_mode uaccess_set_mode(enum uaccess_mode mode)
{
	enum uaccess_mode old = octavo_uaccess_mode;

	octavo_uaccess_mode = mode;
	if (mode == UACCESS_PINNED)
		__atomic_fetch_or(&fault_inject_mask, FAULT_INJECT_PINNED,
				  __ATOMIC_RELAXED);
	else
		__atomic_fetch_and(&fault_inject_mask, ~FAULT_INJECT_PINNED,
				   __ATOMIC_RELAXED);
	return old;
}

int user_access_failed(void)
{
	count_vm_event(UACCESS_FIXUP);
	return -EFAULT;
}

static __cold unsigned long bytes_until_failure(unsigned long addr,
						unsigned long n)
{
	unsigned long done = 0;

	while (done < n && !should_fail_copy(addr + done))
		done += in_page(addr + done, n - done);
	return done;
}

/* How many of @n bytes at user address @addr may be copied. */
static unsigned long allowed(const void __user *addr, unsigned long n)
{
	unsigned int mask = __atomic_load_n(&fault_inject_mask,
					    __ATOMIC_RELAXED);

	if (likely(!(mask & (1u << FAULT_USER_COPY | FAULT_INJECT_TOUCH))))
		return n;
	return bytes_until_failure((unsigned long)addr, n);
}

static inline unsigned long ended(unsigned long left)
{
	if (unlikely(left))
		count_vm_event(UACCESS_FIXUP);
	return left;
}

/* ---- one load or store ----------------------------------------------------- */

static int put_direct(void __user *to, u64 val, unsigned int size)
{
	if (should_fail_copy((unsigned long)to))
		return -EFAULT;
	__put_user_size(val, to, size, fault);
	return 0;
fault:
	return -EFAULT;
}

static int get_direct(u64 *val, const void __user *from, unsigned int size)
{
	int err = 0;

	if (should_fail_copy((unsigned long)from))
		return -EFAULT;
	__get_user_size(*val, from, size, err);
	return err;
}

int __put_user_slow(void __user *to, u64 val, unsigned int size)
{
	int err = octavo_uaccess_mode == UACCESS_PINNED ?
		pinned_put((unsigned long)to, val, size) :
		put_direct(to, val, size);

	return err ? user_access_failed() : 0;
}

int __get_user_slow(u64 *val, const void __user *from, unsigned int size)
{
	int err;

	*val = 0;
	err = octavo_uaccess_mode == UACCESS_PINNED ?
		pinned_get(val, (unsigned long)from, size) :
		get_direct(val, from, size);
	return err ? user_access_failed() : 0;
}

/* ---- any size ----------------------------------------------------------------- */

/* By the pinned path, or with failures: some bytes may not arrive. */
static noinline unsigned long to_user_unusual(void __user *to, const void *from,
					      unsigned long n)
{
	unsigned long some;

	if (tracker())
		tracker()->leaves(from, n);
	if (octavo_uaccess_mode == UACCESS_PINNED)
		return pinned_to_user((unsigned long)to, from, n);
	count_vm_event(UACCESS_DIRECT_COPY);
	some = allowed(to, n);
	return ended(n - some + __copy_user(to, from, some));
}

unsigned long __copy_to_user_ll(void __user *to, const void *from,
				unsigned long n)
{
	asan_kernel_load(from, n);
	if (user_access_unusual())
		return to_user_unusual(to, from, n);
	count_vm_event(UACCESS_DIRECT_COPY);
	return ended(__copy_user(to, from, n));
}

static noinline unsigned long
from_user_unusual(void *to, const void __user *from, unsigned long n)
{
	unsigned long some;

	if (octavo_uaccess_mode == UACCESS_PINNED)
		return pinned_from_user(to, (unsigned long)from, n);
	count_vm_event(UACCESS_DIRECT_COPY);
	some = allowed(from, n);
	return ended(n - some + __copy_user(to, from, some));
}

unsigned long __copy_from_user_ll_nozero(void *to, const void __user *from,
					 unsigned long n)
{
	asan_kernel_store(to, n);
	if (user_access_unusual())
		return from_user_unusual(to, from, n);
	count_vm_event(UACCESS_DIRECT_COPY);
	return ended(__copy_user(to, from, n));
}

unsigned long __copy_from_user_ll(void *to, const void __user *from,
				  unsigned long n)
{
	unsigned long left = __copy_from_user_ll_nozero(to, from, n);

	if (unlikely(left))
		memset((char *)to + (n - left), 0, left);
	return left;
}

unsigned long __clear_user(void __user *to, unsigned long n)
{
	unsigned long some;

	might_fault();
	if (unlikely(octavo_uaccess_mode != UACCESS_DIRECT))
		return pinned_clear((unsigned long)to, n);
	count_vm_event(UACCESS_DIRECT_COPY);
	some = allowed(to, n);
	return ended(n - some + arch_clear_user(to, some));
}

unsigned long clear_user(void __user *to, unsigned long n)
{
	if (unlikely((long)n < 0)) {
		copy_size_bad(n, -1ul);
		return n;
	}
	return access_ok(to, n) ? __clear_user(to, n) : n;
}

long copy_from_user_nofault(void *dst, const void __user *src, size_t n)
{
	unsigned long left = n;

	if (!check_copy_size(dst, n, false) || !access_ok(src, n))
		return -EFAULT;
	pagefault_disable();
	left = __copy_from_user_inatomic(dst, src, n);
	pagefault_enable();
	return left ? -EFAULT : 0;
}

long copy_to_user_nofault(void __user *dst, const void *src, size_t n)
{
	unsigned long left;

	if (!check_copy_size(src, n, true) || !access_ok(dst, n))
		return -EFAULT;
	pagefault_disable();
	left = __copy_to_user_inatomic(dst, src, n);
	pagefault_enable();
	return left ? -EFAULT : 0;
}

long copy_from_kernel_nofault(void *dst, const void *src, size_t n)
{
	unsigned long addr = (unsigned long)src;
	unsigned long left;

	if (addr < TASK_SIZE || addr + n < addr)
		return -ERANGE;
	pagefault_disable();
	left = __copy_user(dst, src, n);
	pagefault_enable();
	return left ? -EFAULT : 0;
}

/* ---- for code that is to be small ----------------------------------------------- */

int put_user_call(unsigned long val, void __user *to, unsigned int size)
{
	if (!access_ok(to, size))
		return -EFAULT;
	switch (size) {
	case 1:
		return __put_user((u8)val, (u8 __user *)to);
	case 2:
		return __put_user((u16)val, (u16 __user *)to);
	case 4:
		return __put_user((u32)val, (u32 __user *)to);
	default:
		return __put_user((u64)val, (u64 __user *)to);
	}
}

int get_user_call(unsigned long *val, const void __user *from,
		  unsigned int size)
{
	*val = 0;
	if (!access_ok(from, size))
		return -EFAULT;
	switch (size) {
	case 1:
		return __get_user(*val, (const u8 __user *)from);
	case 2:
		return __get_user(*val, (const u16 __user *)from);
	case 4:
		return __get_user(*val, (const u32 __user *)from);
	default:
		return __get_user(*val, (const u64 __user *)from);
	}
}

unsigned long copy_to_user_call(void __user *to, const void *from,
				unsigned long n)
{
	return access_ok(to, n) ? __copy_to_user(to, from, n) : n;
}

unsigned long copy_from_user_call(void *to, const void __user *from,
				  unsigned long n)
{
	if (access_ok(from, n))
		return __copy_from_user(to, from, n);
	memset(to, 0, n);
	return n;
}
