/* SPDX-License-Identifier: MIT */
/*
 * kvmalloc.c - a row of frames if there is one, else a row of addresses.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include <octavo/vmalloc.h>

/* What kmalloc() may do where vmalloc() comes after it. */
static gfp_t kmalloc_first(size_t size, gfp_t gfp)
{
	if (size <= PAGE_SIZE || (gfp & GFP_KERNEL) != GFP_KERNEL)
		return gfp;
	gfp |= __GFP_NOWARN;
	if (!(gfp & __GFP_RETRY_MAYFAIL))
		gfp |= __GFP_NORETRY;
	return gfp & ~__GFP_NOFAIL;
}

void *kvmalloc_node(size_t size, gfp_t gfp, int node)
{
	void *p = NULL;

	if (size <= KMALLOC_MAX_SIZE)
		p = kmalloc_node(size, kmalloc_first(size, gfp), node);
	if (p || size <= PAGE_SIZE || !gfpflags_allow_blocking(gfp))
		return p;
	if (size > INT_MAX) {
		WARN(!(gfp & __GFP_NOWARN), "kvmalloc of %zu bytes", size);
		return NULL;
	}
	return __vmalloc_caller(size, gfp, PAGE_KERNEL, 0, __builtin_return_address(0));
}

void kvfree(const void *addr)
{
	if (is_vmalloc_addr(addr))
		vfree(addr);
	else
		kfree(addr);
}

void kvfree_sensitive(const void *addr, size_t len)
{
	if (!ZERO_OR_NULL_PTR(addr))
		memzero_explicit((void *)(unsigned long)addr, len);
	kvfree(addr);
}

void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t gfp)
{
	void *new;

	if (oldsize >= newsize)
		return (void *)(unsigned long)p;
	new = kvmalloc_node(newsize, gfp, NUMA_NO_NODE);
	if (!new)
		return NULL;
	memcpy(new, p, oldsize);
	kvfree(p);
	return new;
}
