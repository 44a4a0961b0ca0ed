/* SPDX-License-Identifier: MIT */
/*
 * iov_import.c - vectors and buffers that a program names become iterators.
 *
 * The vector is read once and looked at afterwards, so that what was checked is
 * what is used. Lengths count to MAX_RW_COUNT; the rest is cut off, as a call
 * may always do less than was asked for.
 *
 * Locking: none.
 */
#include <octavo/err.h>
#include <octavo/slab.h>
#include "internal.h"

struct iovec *iovec_from_user(const struct iovec __user *uvec,
			      unsigned long nr_segs, unsigned long fast_segs,
			      struct iovec *fast_iov)
{
	struct iovec *iov = fast_iov;
	long err = 0;

	if (!nr_segs)
		return fast_iov;
	if (nr_segs > UIO_MAXIOV)
		return ERR_PTR(-EINVAL);
	if (nr_segs > fast_segs)
		iov = kmalloc_array(nr_segs, sizeof(*iov), GFP_KERNEL);
	if (!iov)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(iov, uvec, nr_segs * sizeof(*iov)))
		err = -EFAULT;
	for (unsigned long n = 0; !err && n < nr_segs; n++)
		if ((ssize_t)iov[n].iov_len < 0)
			err = -EINVAL;
	if (!err)
		return iov;
	if (iov != fast_iov)
		kfree(iov);
	return ERR_PTR(err);
}

/* Check and cut the pieces. Bytes in all, or -EFAULT. */
static ssize_t limit(struct iovec *iov, unsigned int nr_segs)
{
	size_t total = 0;

	for (unsigned int n = 0; n < nr_segs; n++) {
		if (!access_ok(iov[n].iov_base, iov[n].iov_len))
			return -EFAULT;
		iov[n].iov_len = min_t(size_t, iov[n].iov_len,
				       MAX_RW_COUNT - total);
		total += iov[n].iov_len;
	}
	return (ssize_t)total;
}

ssize_t import_iovec(int direction, const struct iovec __user *uvec,
		     unsigned int nr_segs, unsigned int fast_segs,
		     struct iovec **iovp, struct iov_iter *i)
{
	struct iovec *fast = *iovp;
	struct iovec *iov = iovec_from_user(uvec, nr_segs, fast_segs, fast);
	ssize_t total;

	*iovp = NULL;
	if (IS_ERR(iov))
		return PTR_ERR(iov);
	total = limit(iov, nr_segs);
	if (total < 0) {
		if (iov != fast)
			kfree(iov);
		return total;
	}
	if (iov != fast)
		*iovp = iov;
	if (nr_segs == 1)
		iov_iter_ubuf(i, direction, iov->iov_base, total);
	else
		iov_iter_init(i, direction, iov, nr_segs, total);
	return total;
}

int import_ubuf(int direction, void __user *buf, size_t len,
		struct iov_iter *i)
{
	len = min_t(size_t, len, MAX_RW_COUNT);
	if (!access_ok(buf, len))
		return -EFAULT;
	iov_iter_ubuf(i, direction, buf, len);
	return 0;
}
