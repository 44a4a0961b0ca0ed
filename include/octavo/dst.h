/* SPDX-License-Identifier: MIT */
/*
 * dst.h - a route, as far as a socket buffer has to do with it: something
 * that is held and let go.
 */
#ifndef OCTAVO_DST_H
#define OCTAVO_DST_H

#include <octavo/refcount.h>

struct dst_entry {
	refcount_t __refcnt;
	void (*destroy)(struct dst_entry *dst);	/* its last reference is gone */
};

static inline void dst_hold(struct dst_entry *dst)
{
	refcount_inc(&dst->__refcnt);
}

static inline void dst_release(struct dst_entry *dst)
{
	if (dst && refcount_dec_and_test(&dst->__refcnt))
		dst->destroy(dst);
}

#endif
