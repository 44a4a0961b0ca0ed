/* SPDX-License-Identifier: MIT */
/*
 * iter.c - a place in a vector of user memory, moved along by copying.
 *
 *	vec:  [ base, len ][ base, len ][ base, len ]
 *	            ^ off bytes into the first; count bytes are left in all
 *
 * Segments that are used up are stepped over; a copy stops at the first byte
 * of user memory that cannot be had.
 */
#include <octavo/highmem.h>
#include "../internal.h"

/* The rest of the first segment that is not used up, @len bytes at most. */
static char __user *next_piece(struct iov_iter *iter, size_t *len)
{
	while (iter->off == iter->vec->iov_len) {
		iter->vec++;
		iter->off = 0;
	}
	*len = min_t(size_t, *len, iter->vec->iov_len - iter->off);
	return (char __user *)iter->vec->iov_base + iter->off;
}

static void advance(struct iov_iter *iter, size_t n)
{
	iter->off += n;
	iter->count -= n;
}

size_t copy_to_iter(const void *from, size_t len, struct iov_iter *iter)
{
	size_t done = 0;

	len = min(len, iter->count);
	while (done < len) {
		size_t want = len - done, left;
		char __user *to = next_piece(iter, &want);

		left = copy_to_user(to, (const char *)from + done, want);
		advance(iter, want - left);
		done += want - left;
		if (left)
			break;
	}
	return done;
}

size_t copy_from_iter(void *to, size_t len, struct iov_iter *iter)
{
	size_t done = 0;

	len = min(len, iter->count);
	while (done < len) {
		size_t want = len - done, left;
		char __user *from = next_piece(iter, &want);

		left = copy_from_user((char *)to + done, from, want);
		advance(iter, want - left);
		done += want - left;
		if (left)
			break;
	}
	return done;
}

/* Is all of @len in the first segment? Mostly there is one. */
static inline bool in_one_piece(const struct iov_iter *iter, size_t len)
{
	return len <= iter->vec->iov_len - iter->off && len <= iter->count;
}

size_t copy_page_to_iter(struct page *page, size_t off, size_t len,
			 struct iov_iter *iter)
{
	char *kaddr = kmap_local_page(page);
	size_t n;

	if (likely(in_one_piece(iter, len))) {
		n = len - copy_to_user((char __user *)iter->vec->iov_base +
				       iter->off, kaddr + off, len);
		advance(iter, n);
	} else {
		n = copy_to_iter(kaddr + off, len, iter);
	}
	kunmap_local(kaddr);
	return n;
}

size_t copy_page_from_iter(struct page *page, size_t off, size_t len,
			   struct iov_iter *iter)
{
	char *kaddr = kmap_local_page(page);
	size_t n;

	if (likely(in_one_piece(iter, len))) {
		n = len - copy_from_user(kaddr + off,
					 (char __user *)iter->vec->iov_base +
					 iter->off, len);
		advance(iter, n);
	} else {
		n = copy_from_iter(kaddr + off, len, iter);
	}
	kunmap_local(kaddr);
	return n;
}

bool next_user_piece(struct iov_iter *iter, unsigned long *addr, size_t *len)
{
	if (!iter->count)
		return false;
	*len = iter->count;
	*addr = (unsigned long)next_piece(iter, len);
	return true;
}

void iov_iter_advance(struct iov_iter *iter, size_t n)
{
	advance(iter, n);
}

ssize_t import_iovec(const struct iovec __user *uvec, unsigned long nr,
		     struct iovec **out)
{
	struct iovec *vec;
	size_t total = 0;

	if (nr > UIO_MAXIOV)
		return -EINVAL;
	vec = kmalloc_array(nr ? nr : 1, sizeof(*vec), GFP_KERNEL);
	if (!vec)
		return -ENOMEM;
	if (copy_from_user(vec, uvec, nr * sizeof(*vec))) {
		kfree(vec);
		return -EFAULT;
	}
	for (unsigned long i = 0; i < nr; i++) {
		if ((ssize_t)vec[i].iov_len < 0) {
			kfree(vec);
			return -EINVAL;
		}
		if (!access_ok(vec[i].iov_base, vec[i].iov_len)) {
			kfree(vec);
			return -EFAULT;
		}
		vec[i].iov_len = min(vec[i].iov_len, MAX_RW_COUNT - total);
		total += vec[i].iov_len;
	}
	*out = vec;
	return total;
}
