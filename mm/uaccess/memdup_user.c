/* SPDX-License-Identifier: MIT */
/*
 * memdup_user.c - what a program passes, in memory of the kernel's own.
 */
#include <octavo/memdup_user.h>
#include <octavo/minmax.h>

void *memdup_user(const void __user *src, size_t len)
{
	void *p = kmalloc(len, GFP_USER | __GFP_NOWARN);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (!copy_from_user(p, src, len))
		return p;
	kfree(p);
	return ERR_PTR(-EFAULT);
}

void *memdup_user_nul(const void __user *src, size_t len)
{
	char *p = len < SIZE_MAX ? kmalloc(len + 1, GFP_KERNEL | __GFP_NOWARN) :
				   NULL;

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	p[len] = '\0';
	return p;
}

char *strndup_user(const char __user *s, long n)
{
	long len = strnlen_user(s, n);
	char *p;

	if (!len)
		return ERR_PTR(-EFAULT);
	if (len > n)
		return ERR_PTR(-EINVAL);
	p = memdup_user(s, (size_t)len);
	/* The program may have changed it since it was measured. */
	if (!IS_ERR(p))
		p[len - 1] = '\0';
	return p;
}

int number_from_user(char *buf, size_t size, const char __user *s, size_t count)
{
	count = min(count, size - 1);
	if (copy_from_user(buf, s, count))
		return -EFAULT;
	buf[count] = '\0';
	return 0;
}
